package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

const (
	best        = "best_e_government_prize"
	outstanding = "outstanding_e_government_prize"
	// undecided is a category that the jury has not decided at stage decide.
	undecided = "/en/desk/2027/results/efficiency"
)

// orderOf are the references of a category in its order.
func orderOf(c *testkit.Client, path string) (refs []string) {
	c.Get(path).Want(http.StatusOK).Doc().Find("tbody th.roomy a").Each(func(_ int, s *goquery.Selection) { refs = append(refs, s.Text()) })
	return refs
}

// give records a prize for entries.
func give(c *testkit.Client, path, prize, departure string, refs ...string) *testkit.Page {
	return c.Post(path+"/decide/"+prize, url.Values{"outcome": {"given"}, "entries": refs, "reason": {"A clear case"}, "departure": {departure}})
}

// sealAs decides a category for the given winners and has two people seal it.
func sealAs(t *testing.T, site *testkit.Platform, path string, refs []string, departure string) {
	t.Helper()
	officer := site.As("officer")
	give(officer, path, best, departure, refs[0]).Want(http.StatusSeeOther)
	give(officer, path, outstanding, departure, refs[1:]...).Want(http.StatusSeeOther)
	officer.Post(path+"/sign", nil).Want(http.StatusSeeOther)
	site.As("chair").Post(path+"/sign", nil).Want(http.StatusOK) // the phrase on paper
}

// actOf is the page of the act that opens everything to the public; empty for who
// is not offered it.
func actOf(page *testkit.Page) string {
	return page.Attr("main section a[href*='/open/act?'][href*='purpose=public']", "href")
}

func sealOf(s *testkit.Platform, category string) (seal award.Seal) {
	s.View(func(tx *database.Tx) error {
		seals, err := tx.Seals(s.Sample.Edition.ID)
		seal = seals[category]
		return err
	})
	return seal
}

func TestPrizeIsDecidedWithAReasonAndDepartureWithAStatement(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	chair := site.As("chair")
	order := orderOf(chair, undecided)
	page := chair.Get(undecided + "/decide/" + best).Want(http.StatusOK)
	if page.Has("input[name=entries][checked]") || page.Has("input[name=outcome][checked]") {
		t.Error("a choice is made beforehand")
	}
	page = chair.Post(undecided+"/decide/"+best, url.Values{"outcome": {"withheld"}}).Want(http.StatusUnprocessableEntity)
	if !strings.Contains(page.Text(".summary"), "Give the reason") {
		t.Errorf("the summary says %q", page.Text(".summary"))
	}
	page = give(chair, undecided, best, "", order[2]).Want(http.StatusUnprocessableEntity)
	if !strings.Contains(page.Text(".summary"), "stands higher in the order is passed over") || page.Text("#reason") != "A clear case" {
		t.Errorf("the page says %q and keeps %q", page.Text(".summary"), page.Text("#reason"))
	}
	give(chair, undecided, outstanding, "", order[1]).Want(http.StatusConflict) // the higher prize first
	give(chair, undecided, best, "It alone can be copied", order[2]).Want(http.StatusSeeOther)
	page = chair.Get(undecided).Want(http.StatusOK)
	if !page.Says("Departs from the order") || !page.Says("It alone can be copied") {
		t.Error("the departure is not shown")
	}
	give(chair, undecided, outstanding, "", order[2]).Want(http.StatusUnprocessableEntity) // has won
	give(chair, undecided, best, "", order[0]).Want(http.StatusConflict)                   // no place left
	page.Form("form[action$='/undo']").Send().Want(http.StatusSeeOther)
	chair.Post(undecided+"/decide/"+best, url.Values{"outcome": {"withheld"}, "reason": {"None reached the level"}}).Want(http.StatusSeeOther)
	chair.Post(undecided+"/decide/"+outstanding, url.Values{"outcome": {"shared"}, "entries": order[:1], "reason": {"x"}}).Want(http.StatusUnprocessableEntity)
	chair.Post(undecided+"/decide/"+outstanding, url.Values{"outcome": {"shared"}, "entries": order[:2], "reason": {"Level"}}).Want(http.StatusSeeOther)
	page = chair.Get(undecided)
	if !page.Says("None reached the level") || !page.Says("1 of 2 decided") {
		t.Errorf("the decisions are shown as %q", page.Text("main"))
	}
}

func TestTwoDifferentPeopleSealAndThenNothingChanges(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	officer, chair := site.As("officer"), site.As("chair")
	order := orderOf(officer, undecided)
	if page := officer.Post(undecided+"/sign", nil).Want(http.StatusConflict); !page.Says("is not decided") && !page.Says("are not decided") {
		t.Errorf("an undecided result is refused with %q", page.Text("main"))
	}
	give(officer, undecided, best, "", order[0]).Want(http.StatusSeeOther)
	give(officer, undecided, outstanding, "", order[1], order[2]).Want(http.StatusSeeOther)
	officer.Post(undecided+"/sign", nil).Want(http.StatusSeeOther)
	page := officer.Post(undecided+"/sign", nil).Want(http.StatusForbidden)
	if !page.Says("The second signature must be another person's") {
		t.Errorf("the same person is refused with %q", page.Text("main"))
	}
	if sealOf(site, "efficiency").Sealed() {
		t.Fatal("one person sealed the result")
	}
	page = chair.Post(undecided+"/sign", nil).Want(http.StatusOK)
	phrase := page.Text("code.phrase")
	if len(phrase) != len(demo.PaperPhrase) || !page.Says("Efficiency") || page.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("the page to print says %q, kept %s", page.Text("main"), page.Header.Get("Cache-Control"))
	}
	for _, path := range []string{undecided, undecided + "/seal", "/en/desk/2027/open/envelopes/efficiency"} {
		if strings.Contains(chair.Get(path).Want(http.StatusOK).Body, phrase) {
			t.Errorf("%s shows the phrase again", path)
		}
	}
	site.OpenForWork()
	seal := sealOf(site, "efficiency")
	result, err := seal.Result()
	if err != nil || !seal.Sealed() || len(result.Prizes) != 3 || len(result.Standings) != 8 || result.Nonce == "" {
		t.Fatalf("sealed is %+v, %v", result, err)
	}
	for _, s := range result.Standings {
		for _, sheet := range s.Sheets {
			if len(sheet.Judge) > 2 {
				t.Errorf("the document names the judge %s", sheet.Judge)
			}
		}
	}
	page = chair.Get(undecided).Want(http.StatusOK)
	if page.Has("form[action$='/undo']") || !page.Says("is signed, so nothing on this page can be changed") {
		t.Error("the sealed page can be changed")
	}
	give(chair, undecided, best, "", order[3]).Want(http.StatusConflict)
	var decisions []award.Decision
	site.View(func(tx *database.Tx) (err error) {
		decisions, err = tx.Decisions(site.Sample.Edition.ID, "efficiency")
		return err
	})
	chair.Post(undecided+"/undo", url.Values{"decision": {string(decisions[0].ID)}}).Want(http.StatusConflict)
	chair.Post(undecided+"/finalists", url.Values{"entries": order[:5]}).Want(http.StatusConflict)
	if page := chair.Post(undecided+"/break", nil).Want(http.StatusUnprocessableEntity); !page.Says("Give the reason") {
		t.Error("a seal is broken without a reason")
	}
	chair.Post(undecided+"/break", url.Values{"reason": {"A figure was wrong"}}).Want(http.StatusSeeOther)
	if s := sealOf(site, "efficiency"); s.First != "" {
		t.Error("the broken seal stands")
	}
	if !chair.Get(undecided).Says("A figure was wrong") {
		t.Error("the reason is not in the jury's record")
	}
}

func TestTieIsSettledByTheEditionsRule(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	officer := site.As("officer")
	byMethod(site, award.ScoreRaw) // so that equal sheets give equal scores
	order := orderOf(officer, undecided)
	level(t, site, order[1], order[4], func(first, second map[string]float64) {
		// Equal weighted means: results and evidence (25) against need and fit (15)
		// and delivery (10).
		for _, c := range site.Sample.Edition.Criteria {
			first[c.Key], second[c.Key] = 3, 3
		}
		first["need"], first["sustain"] = 4, 4
		second["impact"] = 4
	})
	page := officer.Get(undecided).Want(http.StatusOK)
	place := func(ref string) int { return slices.Index(orderOf(officer, undecided), ref) }
	if place(order[4]) > place(order[1]) {
		t.Errorf("%s stands before %s", order[1], order[4])
	}
	want := order[4] + " has the same score as " + order[1] + ". Results and evidence: 4.00. Settled by: Results and evidence."
	if !page.Says(want) {
		t.Errorf("the page says %q, not %q", page.Text("main"), want)
	}
	level(t, site, order[1], order[4], func(first, second map[string]float64) {
		for _, c := range site.Sample.Edition.Criteria {
			first[c.Key], second[c.Key] = 3, 3
		}
	})
	edition := *site.Sample.Edition
	site.Update(func(tx *database.Tx) error {
		stored, err := tx.EditionOf(2027)
		stored.SharedPrizes = false
		if err != nil {
			return err
		}
		edition = *stored
		return tx.SaveEdition(stored)
	})
	if !officer.Get(undecided).Says("The rule does not settle it") {
		t.Fatalf("an unsettled tie is not told (%v)", edition.TieOrder)
	}
	tied := []string{order[1], order[4]}
	slices.Sort(tied)
	vote := "/en/desk/2027/meeting/efficiency/vote?way=secret&item=tie." + tied[0] + "." + tied[1]
	votes := url.Values{"question": {"Which of the two stands first?"}, "count." + order[1]: {"5"}, "count." + order[4]: {"2"}}
	here := url.Values{}
	site.View(func(tx *database.Tx) error {
		judges, err := tx.Judges(edition.ID)
		for _, j := range judges {
			here.Set("how."+string(j.Person), "room")
		}
		return err
	})
	officer.Post("/en/desk/2027/meeting/attendance", here).Want(http.StatusSeeOther)
	if page := officer.Post(vote, votes).Want(http.StatusUnprocessableEntity); !page.Says("7 votes are entered, but only") {
		t.Errorf("more vote than may: %q", page.Text("main"))
	}
	votes.Set("count."+order[1], "3")
	votes.Set("count."+order[4], "1")
	officer.Post(vote, votes).Want(http.StatusSeeOther)
	if !officer.Get(undecided).Says("Settled by: Votes of the panel") || place(order[4]) < place(order[1]) {
		t.Error("the vote does not settle the tie")
	}
}

// byMethod has the edition go by another score, as the settings let nobody do
// after the round has opened.
func byMethod(site *testkit.Platform, method award.ScoreMethod) {
	site.Update(func(tx *database.Tx) error {
		stored, err := tx.EditionOf(2027)
		if err != nil {
			return err
		}
		stored.ScoreMethod = method
		return tx.SaveEdition(stored)
	})
}

// level gives every sheet of two entries the same scores.
func level(t *testing.T, site *testkit.Platform, first, second string, set func(first, second map[string]float64)) {
	t.Helper()
	a, b := map[string]float64{}, map[string]float64{}
	set(a, b)
	site.Update(func(tx *database.Tx) error {
		seats, err := tx.Seats(site.Sample.Edition.ID, 1)
		if err != nil {
			return err
		}
		for _, s := range seats {
			e, err := tx.Entry(s.Entry)
			if err != nil {
				return err
			}
			scores := map[string]map[string]float64{first: a, second: b}[e.Reference]
			if scores == nil {
				continue
			}
			sheet, err := tx.Scoresheet(s.ID)
			if err != nil {
				return err
			}
			sheet.Scores = scores
			if err := tx.SaveScoresheet(&sheet); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestWhoHasATieFindsNoResult(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	chair, officer2 := site.As("chair"), site.As("officer2")
	order := orderOf(chair, undecided)
	site.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(order[5])
		if err != nil {
			return err
		}
		err = tx.AddConflict(award.Conflict{ID: award.NewID(), Edition: e.Edition, Judge: chair.Person.ID, Entry: e.ID, Reason: "family", At: 1, By: chair.Person.ID})
		if err != nil {
			return err
		}
		other, err := tx.EntryRef(order[6])
		if err != nil {
			return err
		}
		return tx.AddMember(award.Membership{City: other.City, Person: officer2.Person.ID, Right: award.MayRead, Since: 1})
	})
	for _, c := range []*testkit.Client{chair, officer2} {
		for _, path := range []string{"", "?method=raw", "?names=letters&weight.need=30", "?weight.need=many", "/" + order[0] + "?names=letters", "/seal", "/decide/" + best, "/finalists", "/places/" + best, "/" + order[0], "/" + order[0] + "/rescore"} {
			c.Get(undecided + path).Want(http.StatusNotFound)
		}
		for _, path := range []string{"/sign", "/break", "/undo", "/finalists", "/finalists/undo", "/decide/" + best, "/places/" + best, "/" + order[0] + "/rescore"} {
			c.Post(undecided+path, url.Values{"reason": {"x"}, "vote." + order[0]: {"1"}}).Want(http.StatusNotFound)
		}
		page := c.Get("/en/desk/2027/results").Want(http.StatusOK)
		if page.Has("a[href$='/results/efficiency']") || !page.Says("you have a tie to an entry of this category") {
			t.Errorf("%s sees the category in the list", c.Person.Name)
		}
	}
	if table := officer2.Get("/en/desk/2027/results.csv").Want(http.StatusOK); strings.Contains(table.Body, order[0]) || !strings.Contains(table.Body, "Services") {
		t.Error("the file holds what the page hides")
	}
}

func TestChairWhoScoresWaitsForTheEndOfTheRound(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	site.Update(func(tx *database.Tx) error {
		return tx.Grant(site.Person("judge/hyunwoo").ID, award.RoleChair, "", 1)
	})
	page := site.As("judge/hyunwoo").Get("/en/desk/2027/results/services").Want(http.StatusForbidden)
	if !page.Says("results open to you when the round closes") {
		t.Errorf("the page says %q", page.Text("main"))
	}
	chair := site.As("chair")
	if give(chair, "/en/desk/2027/results/services", best, "", "2027-0005").Status != http.StatusForbidden {
		t.Error("a prize is decided while the round runs")
	}
}

func TestOpeningPublishesOnlyWhatTheCityGivesAway(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	officer := site.As("officer")
	order := orderOf(officer, undecided)
	var held, shown string
	site.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(order[0])
		if err != nil {
			return err
		}
		answers, err := tx.Answers(e.ID)
		if err != nil {
			return err
		}
		held, shown = answers["difficulties"].Value, answers["solution"].Value
		choice := answers[award.PublishChoice]
		choice.Entry, choice.Question, choice.Value, choice.By = e.ID, award.PublishChoice, award.JoinList([]string{"difficulties"}), officer.Person.ID
		return tx.SaveAnswer(&choice)
	})
	if held == "" || shown == "" {
		t.Fatal("the sample has no such answers")
	}
	officer.Post("/en/desk/2027/open", url.Values{"category": {"efficiency"}}).Want(http.StatusConflict)
	officer.Post("/en/desk/2027/open", nil).Want(http.StatusConflict)
	sealAs(t, site, undecided, order[:3], "")
	visitor := site.Visitor()
	before := revision(site)
	if closed := officer.Get("/en/desk/2027/publish").Want(http.StatusOK); closed.Says("Held back by the city") || !closed.Says("In the envelope") {
		t.Error("a closed envelope tells what is in it")
	}
	site.OpenForWork()
	preview := officer.Get("/en/desk/2027/publish").Want(http.StatusOK)
	if preview.Has("a[href*='/library/']:not(nav a)") || !preview.Says("Held back by the city") {
		t.Error("the preview is not one")
	}
	asking := site.As("producer").Get("/en/desk/2027/open").Want(http.StatusOK)
	if page := site.As("producer").Get(actOf(asking)); page.Has("form[action$='/open']") {
		t.Error("one person alone is offered to open")
	}
	refused := site.As("producer").Get(actOf(asking)).Form("main form").Set("phrase", "ABCD EFGH").Send().Want(http.StatusUnprocessableEntity)
	if !refused.Says("This is not the phrase of your key") {
		t.Errorf("a wrong phrase is answered with %q", refused.Text("main"))
	}
	refused.Form("main form").Set("phrase", demo.Phrase).Send().Want(http.StatusSeeOther)
	if own := site.As("producer").Get("/en/desk/2027/open"); actOf(own) != "" || !own.Says("Somebody else has to open it now") {
		t.Error("who asked is offered to open, too")
	}
	if revision(site) != before || visitor.Get("/en/verify/bundle.json").Status != http.StatusNotFound {
		t.Error("asking opened something")
	}
	officer.Get(actOf(officer.Get("/en/desk/2027/open"))).Form("main form[action$='/open']").Set("phrase", demo.Phrase).Send().Want(http.StatusSeeOther)
	if revision(site) == before {
		t.Error("the library is not told")
	}
	var slug string
	site.View(func(tx *database.Tx) error {
		e, err := tx.EntryRef(order[0])
		if err != nil {
			return err
		}
		p, err := tx.PracticeOfEntry(e.ID)
		if err != nil {
			return err
		}
		slug = p.Slug
		parts, err := tx.PracticeText(p.ID)
		for _, part := range parts {
			q, _ := site.Sample.Edition.Question(part.Question)
			if !q.Public || part.Value == held {
				t.Errorf("%s became public", part.Question)
			}
		}
		if !slices.ContainsFunc(parts, func(p award.PracticePart) bool { return p.Value == shown }) {
			t.Error("a public answer is not published")
		}
		return err
	})
	if !strings.HasSuffix(slug, "-efficiency-2027") {
		t.Errorf("the address is %s", slug)
	}
	page := visitor.Get("/en/library/" + slug).Want(http.StatusOK)
	if strings.Contains(page.Body, held) {
		t.Error("what the city held back is public")
	}
	officer.Post("/en/desk/2027/open", url.Values{"category": {"efficiency"}}).Want(http.StatusSeeOther) // twice changes nothing
	officer.Post(undecided+"/break", url.Values{"reason": {"too late"}}).Want(http.StatusConflict)
}

func revision(s *testkit.Platform) (r string) {
	s.View(func(tx *database.Tx) (err error) {
		r, err = tx.PracticeRevision()
		return err
	})
	return r
}

// drawn are what differs between two sites by chance: hashes, IDs and secrets.
var drawn = regexp.MustCompile(`[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// crawl reads every page that a client finds from some addresses, at most n,
// by address.
func crawl(c *testkit.Client, n int, from ...string) map[string]string {
	pages, queue := map[string]string{}, from
	for len(queue) > 0 && len(pages) < n {
		path := queue[0]
		queue = queue[1:]
		if _, read := pages[path]; read {
			continue
		}
		page := c.Get(path)
		body := page.Body
		if strings.Contains(path, "/file") || strings.Contains(path, "/attachments/") {
			body = ""
		}
		pages[path] = http.StatusText(page.Status) + page.Location() + drawn.ReplaceAllString(body, "#")
		if page.Status != http.StatusOK || !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") {
			continue
		}
		page.Doc().Find("main a[href], header a[href]").Each(func(_ int, s *goquery.Selection) {
			href, _, _ := strings.Cut(s.AttrOr("href", ""), "#")
			if strings.HasPrefix(href, "/en/") && !strings.Contains(href, "/demo") {
				queue = append(queue, href)
			}
		})
	}
	return pages
}

func TestNothingOfASealedWinnerShowsBeforeOpening(t *testing.T) {
	worlds := [2]*testkit.Platform{testkit.Site(t, demo.Decide), testkit.Site(t, demo.Decide)}
	order := orderOf(worlds[0].As("officer"), undecided)
	if !slices.Equal(order, orderOf(worlds[1].As("officer"), undecided)) {
		t.Fatal("the worlds differ in more than who wins")
	}
	sealAs(t, worlds[0], undecided, order[:3], "as the order says")
	sealAs(t, worlds[1], undecided, []string{order[4], order[6], order[2]}, "as the order says")
	people := map[string][]string{
		"":                          {"/en/", "/en/library", "/en/winners", "/en/winners/2027", "/sitemap.xml", "/en/cities", "/en/awards/2027", "/en/library.json"},
		"judge/meera":               {"/en/judge"},
		"judge/kristjan":            {"/en/judge"},
		"producer":                  {"/en/stage/2027", "/en/stage/2027/run", "/en/stage/2027/rehearsal/present", "/en/desk/2027/open"},
		"admin":                     {"/en/desk", "/en/desk/log", "/en/desk/mail", "/en/people"},
		"city/port-oriel":           {"/en/my/entries"},
		cityOf(worlds[0], order[0]): {"/en/my/entries"},
		cityOf(worlds[0], order[4]): {"/en/my/entries"},
	}
	requests := 0
	for who, from := range people {
		var seen [2]map[string]string
		for i, w := range worlds {
			c := w.Visitor()
			if who != "" {
				c = w.As(who)
			}
			seen[i] = crawl(c, 60, from...)
		}
		requests += len(seen[0])
		for path, body := range seen[0] {
			if other, there := seen[1][path]; !there || other != body {
				t.Errorf("%s at %s can tell who won: %s", who, path, firstDifference(body, other))
			}
		}
		if len(seen[0]) != len(seen[1]) {
			t.Errorf("%s finds %d and %d pages", who, len(seen[0]), len(seen[1]))
		}
	}
	if requests < 100 {
		t.Errorf("only %d pages were compared", requests)
	}
	for i := range worlds {
		for _, path := range []string{undecided, "/en/desk/2027/results", "/en/desk/2027/publish"} {
			for _, who := range []string{"admin", "producer", "judge/meera", "city/port-oriel"} {
				worlds[i].As(who).Get(path).Want(http.StatusNotFound)
			}
		}
	}
	// The comparison can tell the worlds apart: opened, they differ.
	var opened [2]map[string]string
	for i, w := range worlds {
		w.As("chair").Post("/en/desk/2027/open/ask", url.Values{"phrase": {demo.Phrase}}).Want(http.StatusSeeOther)
		w.As("producer").Post("/en/desk/2027/open", url.Values{"phrase": {demo.Phrase}}).Want(http.StatusSeeOther)
		opened[i] = crawl(w.Visitor(), 20, "/en/winners/2027")
	}
	if maps.Equal(opened[0], opened[1]) {
		t.Error("opened results cannot be told apart either")
	}
}

func cityOf(s *testkit.Platform, ref string) (key string) {
	s.View(func(tx *database.Tx) error {
		e, err := tx.EntryRef(ref)
		if err != nil {
			return err
		}
		c, err := tx.City(e.City)
		key = "city/" + c.Slug
		return err
	})
	return key
}

func firstDifference(a, b string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[max(0, i-60):min(len(a), i+300)] + " | " + b[max(0, i-60):min(len(b), i+300)]
		}
	}
	return "one is longer"
}

func TestFinalistsGoOnToARoundOfTheirOwn(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	stage, _ := site.Sample.Edition.Stage(award.StageRound1)
	site.Clock.Set(stage.Closes + 1000)
	officer := site.As("officer")
	order := orderOf(officer, undecided)
	page := officer.Get(undecided + "/finalists").Want(http.StatusOK)
	if ticked := page.Doc().Find("input[name=entries][checked]").Length(); ticked != 5 {
		t.Errorf("%d boxes are ticked", ticked)
	}
	officer.Post(undecided+"/finalists", url.Values{"entries": order[1:6]}).Want(http.StatusUnprocessableEntity)
	page.Form("main form").Send().Want(http.StatusSeeOther)
	round2 := panelsPath + "?round=2"
	// The demo's panels of the second round are published, so they follow.
	if page := officer.Get(round2).Want(http.StatusOK); !page.Says(order[0]) || page.Says(order[7]) || !page.Says("0entries short of judges") {
		t.Errorf("the second round holds %q", page.Text("main"))
	}
	opens, _ := site.Sample.Edition.Stage(award.StageRound2)
	site.Clock.Set(opens.Opens)
	officer = site.As("officer")
	officer.Post(undecided+"/finalists", url.Values{"entries": order[:5]}).Want(http.StatusConflict)
	officer.Post(undecided+"/finalists/undo", nil).Want(http.StatusConflict)
	chair := site.As("chair")
	site.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(order[7])
		if err != nil {
			return err
		}
		return tx.AddConflict(award.Conflict{ID: award.NewID(), Edition: e.Edition, Judge: chair.Person.ID, Entry: e.ID, Reason: "x", At: 1, By: chair.Person.ID})
	})
	chair.Get(round2).Want(http.StatusNotFound) // a finalist of a category with a tie would show
	chair.Get(panelsPath).Want(http.StatusOK)
}

func TestPageOfAYearOffersToEnterOnlyWhileEntriesAreTaken(t *testing.T) {
	const enter, browse = "main a.btn[href='/en/apply']", "main a.btn[href='/en/library']"
	for stage, offered := range map[demo.Stage]string{demo.Submit: enter, demo.Ceremony: browse} {
		page := testkit.Site(t, stage).Visitor().Get("/en/awards/2027").Want(http.StatusOK)
		if len(page.All(enter))+len(page.All(browse)) != 1 || len(page.All(offered)) != 1 {
			t.Errorf("in stage %s the page offers %d ways to enter and %d to browse", stage, len(page.All(enter)), len(page.All(browse)))
		}
	}
}
