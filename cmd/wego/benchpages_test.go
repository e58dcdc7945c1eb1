package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// as signs somebody in who, as browsers do, takes compressed pages.
func as(site *testkit.Platform, who string) *testkit.Client {
	c := site.Visitor()
	if who != "" {
		c = site.As(who)
	}
	c.Header.Set("Accept-Encoding", "gzip")
	return c
}

// opens opens a page. A path that has n in it never comes again, so that no page
// kept from before is the answer.
func opens(b *testing.B, c *testkit.Client, path func(n int) string) func(int) {
	return func(n int) {
		if p := c.Get(path(n)); p.Status != http.StatusOK {
			b.Fatalf("%s: %d", p.Path, p.Status)
		}
	}
}

func always(path string) func(int) string { return func(int) string { return path } }

// city measures what a city does with its entry.
func (f *figures) city(b *testing.B) {
	const ref = "2027-0035" // complete, not sent
	const entry = "/en/my/entries/" + ref
	site := testkit.Site(b, demo.Submit)
	c := as(site, "city/kitamori")
	question, _ := site.Sample.Edition.Question("solution")
	section := entry + "/sections/" + question.Section
	var last *testkit.Page
	version, sent := 0, 0
	site.View(func(tx *database.Tx) error {
		e, err := tx.EntryRef(ref)
		if err != nil {
			return err
		}
		a, err := tx.Answer(e.ID, question.Key)
		version = a.Version
		return err
	})
	text := testkit.NewTexts().Text(250)
	f.measure(b,
		deed{what: "Page of an entry, city", do: opens(b, c, always(entry))},
		deed{what: "Page of questions", do: opens(b, c, always(section))},
		deed{
			what: "Autosave of a text of 250 words",
			do: func(n int) {
				last = c.Post(entry+"/autosave", url.Values{"field": {"solution"}, "solution": {text + " " + strconv.Itoa(n)}, "version": {strconv.Itoa(version)}})
			},
			after: func() { version = saved(b, last) },
		},
		deed{
			what: "Sending of an entry",
			do:   func(n int) { sent, last = n, c.Post(entry+"/check", nil) },
			after: func() {
				last.Want(http.StatusSeeOther)
				if c.Post(entry+"/take-back", nil).Want(http.StatusSeeOther); sent%20 == 19 {
					c = as(testkit.Site(b, demo.Submit), "city/kitamori") // nobody sends one entry a hundred times
				}
			},
		},
	)
}

// saved is the version that an answer to a script says.
func saved(b *testing.B, p *testkit.Page) int {
	b.Helper()
	var said struct{ Version int }
	if err := json.Unmarshal([]byte(p.Body), &said); err != nil || p.Status != http.StatusOK {
		b.Fatalf("%s: %d: %s", p.Path, p.Status, p.Body)
	}
	return said.Version
}

const round = "/en/judge/2027/1"

// unread returns the addresses of the entries that a judge has not begun.
func unread(site *testkit.Platform, judge award.ID) (paths []string) {
	site.View(func(tx *database.Tx) error {
		seats, err := tx.SeatsOfJudge(site.Sample.Edition.ID, 1, judge)
		if err != nil {
			return err
		}
		sheets, err := tx.ScoresheetsOf(site.Sample.Edition.ID, 1, judge)
		for _, s := range seats {
			if s.State == award.SeatOpen && sheets[s.ID].Version == 0 {
				e, err := tx.Entry(s.Entry)
				if err != nil {
					return err
				}
				paths = append(paths, round+"/"+e.Reference)
			}
		}
		return err
	})
	return paths
}

// press is the form of one press: 3 and 4 in turn, the version counting on.
func press(site *testkit.Platform, n int) url.Values {
	return url.Values{"field": {site.Sample.Edition.Criteria[0].Key}, "value": {strconv.Itoa(3 + n%2)}, "version": {strconv.Itoa(n)}}
}

// judge measures reading and scoring.
func (f *figures) judge(b *testing.B) {
	site := testkit.Site(b, demo.Judge)
	c := as(site, "judge/meera")
	seat := unread(site, c.Person.ID)[0]
	var last *testkit.Page
	version := 0
	f.measure(b,
		deed{what: "Page of an entry, judge", do: opens(b, c, always(seat))},
		deed{
			what: "Saving of a score", goal: 10 * time.Millisecond,
			do:    func(int) { last = c.Post(seat+"/score", press(site, version)) },
			after: func() { version = saved(b, last) },
		},
	)
}

// order measures the page of a category of an edition of 500 entries: right after
// a score has changed, so that order, doubt and signals are computed, and again.
func (f *figures) order(b *testing.B) {
	site := testkit.Site(b, demo.Decide)
	site.AddEntries(500)
	chair := as(site, "chair")
	const desk = "/en/desk/2027/"
	page := opens(b, chair, always(desk+"results/services"))
	f.measure(b,
		deed{what: "Results page of a category of 500 entries", goal: 150 * time.Millisecond, do: page, after: rescore(site, "services")},
		deed{what: "The same, opened again", do: page},
		deed{what: "The same as a trial by the plain mean", do: opens(b, chair, always(desk+"results/services?method=raw"))},
		deed{what: "Progress and scores of 9 judges on 500 entries", do: opens(b, chair, always(desk+"progress"))},
	)
}

// rescore changes one score of a category at every call.
func rescore(site *testkit.Platform, category string) func() {
	n := 0
	return func() {
		n++
		site.Update(func(tx *database.Tx) error {
			seats, err := tx.SeatsInCategory(site.Sample.Edition.ID, 1, category)
			if err != nil {
				return err
			}
			sheet, err := tx.Scoresheet(seats[len(seats)-1].ID)
			if err != nil {
				return err
			}
			sheet.Scores["need"] = float64(1 + n%5)
			sheet.Scores["impact"] = float64(1 + n/5%5)
			return tx.SaveScoresheet(&sheet)
		})
	}
}

// thousand measures lists and files of an edition of 1,000 entries.
func (f *figures) thousand(b *testing.B) {
	site := testkit.Site(b, demo.Judge)
	site.AddEntries(1000)
	officer, judge := as(site, "officer"), as(site, "judge/meera")
	const desk = "/en/desk/2027/"
	list := deed{what: "List of 1,000 entries, a page of 100", goal: 100 * time.Millisecond, do: opens(b, officer, always(desk+"entries"))}
	f.measure(b,
		list,
		deed{what: "The same, words and filters", goal: list.goal, do: opens(b, officer, always(desk+"entries?q=a&state=accepted&sort=-title"))},
		deed{what: "1,000 entries as CSV", do: opens(b, officer, always(desk+"entries.csv"))},
		deed{what: "1,000 entries with answers as CSV", do: opens(b, officer, always(desk+"entries.csv?answers=1"))},
		deed{what: "1,000 entries as XLSX", do: opens(b, officer, always(desk+"entries.xlsx"))},
		deed{what: "Progress of 9 judges on 1,000 entries", do: opens(b, officer, always(desk+"progress"))},
		deed{what: "Results of 1,000 entries", do: opens(b, officer, always(desk+"results"))},
		deed{what: "List of a judge's 333 entries", do: opens(b, judge, always(round))},
		deed{what: "Page of an entry, judge of 333", do: opens(b, judge, always(unread(site, judge.Person.ID)[0]))},
	)
}
