package database

import (
	"errors"
	"testing"

	"we-gov.org/awards/internal/award"
)

func TestUpkeepAndSeriesAreKept(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, _, entry := judged(t, url)
		first := award.Practice{ID: award.NewID(), Slug: "first", Edition: "A", Year: 2014, City: entry.City, CityName: "Marvale", Country: "ZA", Published: 5}
		second := award.Practice{ID: award.NewID(), Slug: "second", Edition: "B", Year: 2027, City: entry.City, CityName: "Marvale", Country: "ZA", Published: 6}
		u := award.Upkeep{Practice: second.ID, Series: first.ID, Running: award.RunningChanged, Said: "Free now", Confirmed: 9, Asked: 8, Hash: "h", Revoked: true}
		var before, after string
		update(t, db, func(tx *Tx) error {
			err := errors.Join(tx.AddPractice(first), tx.AddPractice(second))
			before, _ = tx.ShelfRevision()
			err = errors.Join(err, tx.SaveUpkeep(award.Upkeep{Practice: first.ID, Series: first.ID}), tx.SaveUpkeep(award.Upkeep{Practice: second.ID, Asked: 8}), tx.SaveUpkeep(u))
			after, _ = tx.ShelfRevision()
			return err
		})
		if before == after {
			t.Error("the shelf is not told")
		}
		update(t, db, func(tx *Tx) error {
			got, err := tx.Upkeep(second.ID)
			byHash, err2 := tx.UpkeepByHash("h")
			none, err3 := tx.Upkeep("nobody")
			_, err4 := tx.UpkeepByHash("")
			series, err5 := tx.PracticesOfSeries(first.ID)
			all, err6 := tx.Upkeeps()
			if got != u || byHash != u || none != (award.Upkeep{Practice: "nobody"}) || !errors.Is(err4, award.ErrNotFound) || len(all) != 2 {
				t.Errorf("%+v, %+v, %+v, %v, %v", got, byHash, none, err4, all)
			}
			if len(series) != 2 || series[0].ID != first.ID {
				t.Errorf("the series is %+v", series)
			}
			return errors.Join(err, err2, err3, err5, err6)
		})
	})
}

func TestInquiriesAreCountedAnsweredAndDropped(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, _, entry := judged(t, url)
		p := award.Practice{ID: award.NewID(), Slug: "first", Edition: "A", Year: 2014, City: entry.City, CityName: "Marvale", Country: "ZA", Published: 5}
		q := award.Inquiry{ID: award.NewID(), Practice: p.ID, Kind: award.InquiryReplication, Name: "A", Email: "a@example.org", City: "Here", Country: "KR", Language: "ko", Text: "We do", Created: 10, AskerHash: "asker"}
		other := q
		other.ID, other.Email, other.AskerHash, other.Kind = award.NewID(), "b@example.org", "", award.InquiryQuestion
		update(t, db, func(tx *Tx) error {
			return errors.Join(tx.AddPractice(p), tx.AddInquiry(q), tx.AddInquiry(other))
		})
		update(t, db, func(tx *Tx) error {
			from, about, all, err := tx.InquiriesSince(9, "a@example.org", p.ID)
			if from != 1 || about != 2 || all != 2 {
				t.Errorf("%d from, %d about, %d in all", from, about, all)
			}
			if from, about, all, _ := tx.InquiriesSince(10, "a@example.org", p.ID); from+about+all != 0 {
				t.Error("an old one is counted")
			}
			_, missing := tx.InquiryOfAsker("")
			got, err2 := tx.InquiryOfAsker("asker")
			if !errors.Is(missing, award.ErrNotFound) || got != q {
				t.Errorf("%+v, %v", got, missing)
			}
			got.Confirmed, got.OwnerHash, got.Answered, got.Accepted, got.Reply = 11, "owner", 12, true, "Yes"
			return errors.Join(err, err2, tx.SaveInquiry(got))
		})
		update(t, db, func(tx *Tx) error {
			got, err := tx.InquiryOfOwner("owner")
			shown, err2 := tx.Replications(p.ID)
			heard, err3 := tx.InquiriesOf(p.ID)
			if !got.Accepted || len(shown) != 1 || len(heard) != 1 {
				t.Errorf("%+v, %d shown, %d heard", got, len(shown), len(heard))
			}
			err = errors.Join(err, err2, err3, tx.DropInquiries(11, 11))
			got, err4 := tx.Inquiry(q.ID)
			_, gone := tx.Inquiry(other.ID)
			if got.Email+got.Text+got.OwnerHash != "" || got.City != "Here" || !got.Accepted || !errors.Is(gone, award.ErrNotFound) {
				t.Errorf("%+v, %v", got, gone)
			}
			return errors.Join(err, err4)
		})
	})
}

func TestEditsShapeThePageAndNotTheEntry(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, e, entry := judged(t, url)
		edits := award.Edits{Entry: entry.ID, Parts: map[string]award.PartEdit{"problem": {Text: "■"}, "summary": {Held: true}}, Remark: "Fine", From: 50, Changed: 3, By: "x"}
		update(t, db, func(tx *Tx) error { return tx.SaveEdits(&edits) })
		old := edits
		update(t, db, func(tx *Tx) error { return tx.SaveEdits(&edits) })
		if err := db.Update(t.Context(), func(tx *Tx) error { return tx.SaveEdits(&old) }); !errors.Is(err, award.ErrConflict) {
			t.Errorf("an older version gives %v", err)
		}
		update(t, db, func(tx *Tx) error {
			got, err := tx.Edits(entry.ID)
			if got.Version != 2 || got.Remark != "Fine" || got.By != "x" || got.Parts["problem"].Text != "■" {
				t.Errorf("read back %+v", got)
			}
			p, err2 := tx.publish(e, e.Categories[0], e.Prizes[0], entry.ID, 9)
			parts, err3 := tx.PracticeText(p.ID)
			u, err4 := tx.Upkeep(p.ID)
			if p.Summary != "" || p.Published != 50 || len(parts) != 1 || parts[0].Value != "■" || u.Remark != "Fine" {
				t.Errorf("%+v, %+v, %+v", p, parts, u)
			}
			a, err5 := tx.Answer(entry.ID, "problem")
			if a.Value != "The problem" {
				t.Errorf("the entry says %q", a.Value)
			}
			return errors.Join(err, err2, err3, err4, err5)
		})
	})
}
