package web_test

import (
	"net/http"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// BenchmarkResultsPage measures a category's page in an edition of 500 entries:
// seen before, and after a scoresheet has changed, so that the engine begins anew.
func BenchmarkResultsPage(b *testing.B) {
	site := testkit.Site(b, demo.Decide)
	site.AddEntries(500)
	chair := site.As("chair")
	const page = "/en/desk/2027/results/urban-management"
	b.Run("seen before", func(b *testing.B) {
		chair.Get(page).Want(http.StatusOK)
		for b.Loop() {
			chair.Get(page).Want(http.StatusOK)
		}
	})
	b.Run("after a change", func(b *testing.B) {
		seat := seatIn(site, "urban-management")
		for i := 0; b.Loop(); i++ {
			b.StopTimer()
			site.Update(func(tx *database.Tx) error {
				sheet, err := tx.Scoresheet(seat.ID)
				if err != nil {
					return err
				}
				sheet.Scores["need"] = 2 + float64(i%5)/2
				sheet.Reseal()
				return tx.SaveScoresheet(&sheet)
			})
			b.StartTimer()
			chair.Get(page).Want(http.StatusOK)
		}
	})
}

// seatIn is a seat of a category whose scoresheet counts.
func seatIn(s *testkit.Platform, category string) (found award.Seat) {
	s.View(func(tx *database.Tx) error {
		seats, err := tx.SeatsInCategory(s.Sample.Edition.ID, 1, category)
		for _, seat := range seats {
			if seat.State.Counts() {
				found = seat
			}
		}
		return err
	})
	return found
}
