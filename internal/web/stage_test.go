package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// winnersOf are the titles that the sealed results name, by category.
func winnersOf(t *testing.T, site *testkit.Platform) map[string][]string {
	t.Helper()
	names := map[string][]string{}
	site.View(func(tx *database.Tx) error {
		seals, err := tx.Seals(site.Sample.Edition.ID)
		for _, s := range seals {
			r, err := s.Result()
			if err != nil {
				return err
			}
			for _, w := range r.Prizes {
				if w.Entry != "" {
					entry, err := tx.Entry(w.Entry)
					if err != nil {
						return err
					}
					names[r.Category] = append(names[r.Category], entry.Title)
				}
			}
		}
		return err
	})
	if len(names) == 0 {
		t.Fatal("the demo has no sealed winner: the test would prove nothing")
	}
	return names
}

// winners are all of them.
func winners(t *testing.T, site *testkit.Platform) []string {
	t.Helper()
	return slices.Concat(slices.Collect(maps.Values(winnersOf(t, site)))...)
}

func TestRehearsalNamesNoRealWinnerAndCarriesItsMark(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	for _, window := range []string{"present", "screen"} {
		page := producer.Get("/en/stage/2027/rehearsal/" + window).Want(http.StatusOK)
		for _, title := range winners(t, site) {
			if strings.Contains(page.Body, title) {
				t.Errorf("the rehearsal's %s holds the real winner %q", window, title)
			}
		}
		if slides, marks := len(page.All(".slide")), len(page.All(".slide > .rehearsal")); marks != slides || slides == 0 {
			t.Errorf("of %d slides of the rehearsal's %s, %d have the mark", slides, window, marks)
		}
	}
}

func TestNoPageOfTheCeremonyHoldsAWinnerBeforeItIsUnlocked(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	producer.Get("/en/stage/2027/present").Want(http.StatusNotFound)
	producer.Get("/en/stage/2027/screen").Want(http.StatusNotFound)
	for _, path := range []string{"/en/stage/2027", "/en/stage/2027/run"} {
		page := producer.Get(path).Want(http.StatusOK)
		for _, title := range winners(t, site) {
			if strings.Contains(page.Body, title) {
				t.Errorf("%s holds the winner %q", path, title)
			}
		}
	}
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	page := producer.Get("/en/stage/2027/present").Want(http.StatusOK)
	for _, title := range winners(t, site) {
		if !strings.Contains(page.Body, strings.ReplaceAll(title, "'", "&#39;")) {
			t.Errorf("the unlocked show lacks the winner %q", title)
		}
	}
	if page.Has(".rehearsal") {
		t.Error("the real show carries the rehearsal's mark")
	}
	producer.Post("/en/stage/2027/lock", nil).Want(http.StatusSeeOther)
	producer.Get("/en/stage/2027/screen").Want(http.StatusNotFound)
}

func TestShowCannotBeUnlockedWhileACategoryIsNotSealed(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	page := site.As("producer").Post("/en/stage/2027/unlock", nil).Want(http.StatusForbidden)
	if !page.Says("not sealed yet") {
		t.Errorf("the refusal does not say why: %s", page.Text("main"))
	}
}

func TestRunSheetKeepsItsOrderAndRefusesAStaleOne(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	producer.Get("/en/stage/2027/run").Form("main form").Set("hand.services", "The Mayor of Marvale").Press(`button[name=down][value=services]`).Want(http.StatusSeeOther)
	page := producer.Get("/en/stage/2027")
	rows := page.All("tbody th")
	if rows[1] != "Efficiency" || rows[2] != "Services" {
		t.Errorf("order is %v, want Services moved below Efficiency", rows)
	}
	if !page.Says("The Mayor of Marvale") {
		t.Error("who hands over was not kept when the part was moved")
	}
	stale := url.Values{"version": {"0"}}
	for _, p := range award.NewShow(site.Sample.Edition).Parts {
		stale.Set("seconds."+p.Key, "60")
	}
	producer.Post("/en/stage/2027/run", stale).Want(http.StatusConflict)
	stale.Set("version", "1")
	stale.Set("seconds.services", "soon")
	refused := producer.Post("/en/stage/2027/run", stale).Want(http.StatusUnprocessableEntity)
	if refused.Attr(`[name="seconds.services"]`, "value") != "soon" {
		t.Error("what was typed is lost when it is refused")
	}
}

func TestCeremonyIsNobodysButTheProducersAndOfficers(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	for _, who := range []string{"chair", "judge", "city", "admin"} {
		for _, path := range []string{"/en/stage", "/en/stage/2027", "/en/stage/2027/run", "/en/stage/2027/rehearsal/screen", "/en/stage/2027/screen"} {
			site.As(who).Get(path).Want(http.StatusNotFound)
		}
	}
	site.Visitor().Get("/en/stage/2027").Want(http.StatusSeeOther)
}
