package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/web"
	"we-gov.org/awards/storage/database"
)

// Twin worlds are two sites that differ in a secret alone. Whoever may not know
// it must get the same bytes from both, wherever they look: the secret shows in
// no count, order, size, header or redirect.

// twins are the two worlds.
type twins [2]*crowd

// secret is something that two worlds may differ in. Tell puts it into one of
// them, 0 or 1.
type secret struct {
	name string
	tell func(tx *database.Tx, c *crowd, world int) error
	// words are what somebody would search for.
	words []string
}

// pair makes the two worlds of some secrets, as a real platform and not as a
// demo, whose mailbox is everybody's.
func pair(t *testing.T, at demo.Stage, who []principal, secrets ...secret) twins {
	t.Helper()
	var worlds twins
	for i := range worlds {
		c := gather(t, at)
		worlds[i] = c
		for _, link := range []string{"token", "staff", "asked", "answer", "running"} {
			c.params[link] = "no-such-token"
		}
		c.site.Update(func(tx *database.Tx) error {
			for _, s := range secrets {
				if err := s.tell(tx, c, i); err != nil {
					return fmt.Errorf("%s: %w", s.name, err)
				}
			}
			return nil
		})
		for _, p := range who {
			c.as(p)
		}
		parts := c.site.Parts
		parts.Demo, parts.URL = false, testkit.URL
		h, err := web.New(parts)
		if err != nil {
			t.Fatal(err)
		}
		c.site.Handler = h
	}
	return worlds
}

// reference is what may differ between two answers: the number by which a fault
// is found again in the log. Names that are drawn at random when a world is made
// are the other thing.
var reference = regexp.MustCompile(`<code>[0-9a-f]{8}</code>`)

func (w twins) normal(world int, s string) string {
	s = reference.ReplaceAllString(s, "<code>reference</code>")
	for _, name := range slices.Sorted(maps.Keys(w[world].ids)) {
		s = strings.ReplaceAll(s, string(w[world].ids[name]), name)
	}
	return s
}

// told is everything that an answer tells.
func (w twins) told(world int, p *testkit.Page) string {
	var b strings.Builder
	fmt.Fprintln(&b, p.Status)
	for _, name := range slices.Sorted(maps.Keys(p.Header)) {
		for _, value := range p.Header[name] {
			if name == "Set-Cookie" {
				value, _, _ = strings.Cut(value, "=")
			}
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	return w.normal(world, b.String()+"\n"+p.Body)
}

var compared atomic.Int64

// same asks both worlds for a page as the same person and returns it from the
// first.
func (w twins) same(t *testing.T, p principal, path string) *testkit.Page {
	t.Helper()
	compared.Add(1)
	first, second := w[0].as(p).Get(path), w[1].as(p).Get(w.path(path))
	if a, b := w.told(0, first), w.told(1, second); a != b {
		t.Errorf("%s tells %s which world it is in:\n%s", path, p.name, parting(a, b))
	}
	return first
}

// differ reports whether a page tells somebody which world it is in.
func (w twins) differ(p principal, path string) bool {
	return w.told(0, w[0].as(p).Get(path)) != w.told(1, w[1].as(p).Get(w.path(path)))
}

// path is an address of the first world as it is in the second.
func (w twins) path(path string) string {
	for name, id := range w[0].ids {
		path = strings.ReplaceAll(path, string(id), string(w[1].ids[name]))
	}
	return path
}

// parting shows where two texts part.
func parting(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := max(0, i-120)
	return fmt.Sprintf("  0: …%q\n  1: …%q", a[from:min(len(a), i+160)], b[from:min(len(b), i+160)])
}

// queriesMost is how many searches of one page are followed by links: facets
// make more addresses than anybody could ask for.
const queriesMost = 12

// crawl follows every link of the site from the start in English. What is public
// looks alike to everybody but for the menu; only a stranger reads all of it.
func (w twins) crawl(t *testing.T, p principal, start []string) {
	t.Helper()
	seen, queries := map[string]bool{}, map[string]int{}
	queue := slices.Clone(start)
	add := func(next string) {
		path, query, _ := strings.Cut(next, "?")
		public := strings.HasPrefix(path, "/en/library/") || strings.HasPrefix(path, "/en/cities/") || strings.HasPrefix(path, "/en/winners/")
		if seen[next] || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "/ko/") || strings.HasPrefix(path, "/static/") || public && p.name != "stranger" {
			return
		}
		if query != "" {
			if queries[path]++; queries[path] > queriesMost {
				return
			}
		}
		seen[next] = true
		queue = append(queue, next)
	}
	for _, path := range start {
		seen[path] = true
	}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		page := w.same(t, p, path)
		if page.Location() != "" {
			add(within(path, page.Location()))
			continue
		}
		if !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") {
			continue
		}
		page.Doc().Find("[href], [src]").Each(func(_ int, s *goquery.Selection) {
			add(within(path, s.AttrOr("href", s.AttrOr("src", ""))))
		})
	}
}

// within is where a link leads within the site; "" for one that leads out.
func within(path, href string) string {
	base, err := url.Parse(path)
	if err != nil {
		return ""
	}
	to, err := base.Parse(href)
	if err != nil || to.Host != "" && to.Host != "wego.test" || to.Scheme != "" && to.Scheme != "http" {
		return ""
	}
	to.Scheme, to.Host, to.Fragment = "", "", ""
	return to.String()
}

// probes are the addresses that somebody tries who wants to know: every row of
// the access table for each entry that is concerned, and searches for its words.
func (w twins) probes(rows []accessRow, secrets []secret, refs []string) []string {
	all := []string{
		"/en/", "/ko/", "/en/winners/2027", "/en/winners/2027/services", "/en/winners/2027/efficiency", "/en/library?edition=2027",
		"/en/library?prize=gold", "/en/library?category=services", "/en/library?sort=title", "/en/library?page=2", "/en/desk/2027/results/efficiency",
		"/en/desk/log?deed=result.seal", "/en/desk/log?deed=sheet.save", "/en/desk/log?deed=judge.declare", "/en/desk/log?deed=panel.publish",
		"/en/desk/log?about=" + refs[0], "/en/desk/log?before=50", "/en/desk/mail?state=waiting", "/en/judge/2027/2", "/en/desk/2027/progress?round=2",
		"/en/desk/2027/results/services?method=raw", "/en/desk/2027/results/services?names=letters", "/en/desk/2027/results/services?weight.need=0",
		"/en/desk/2027/results/services/" + refs[0] + "?names=letters", "/en/desk/2027/results/efficiency?weight.need=x",
	}
	for _, s := range secrets {
		for _, word := range s.words {
			all = append(all, "/en/library?q="+url.QueryEscape(word), "/ko/library?q="+url.QueryEscape(word), "/en/desk/log?who="+url.QueryEscape(word))
		}
	}
	c := w[0]
	for _, ref := range refs {
		for _, r := range rows {
			if r.method == http.MethodGet && !strings.HasPrefix(r.path, "/static") {
				all = append(all, strings.ReplaceAll(c.path(r.path), entryA, ref))
			}
		}
	}
	slices.Sort(all[25:])
	return slices.Compact(all)
}

// outsiders are one of every standing outside of the jury's room. Others have
// what one of them has.
var outsiders = []string{"stranger", "newcomer", "city-sender", "city-reader", "city-other", "judge-off", "judge-recused", "judge-undeclared", "admin", "producer"}

// alike holds that none of the people is told any of the secrets.
func alike(t *testing.T, at demo.Stage, people, refs []string, secrets ...secret) {
	t.Helper()
	var who []principal
	for _, p := range principals {
		if slices.Contains(people, p.name) {
			who = append(who, p)
		}
	}
	if len(who) != len(people) {
		t.Fatalf("not all of %v are known", people)
	}
	officer := principals[slices.IndexFunc(principals, func(p principal) bool { return p.name == "officer" })]
	w := pair(t, at, append([]principal{officer}, who...), secrets...)
	start := w.probes(readTable(t), secrets, refs)
	if !slices.ContainsFunc(start, func(path string) bool { return w.differ(officer, path) }) {
		t.Error("the worlds are alike to an officer too: there is no secret in them")
	}
	for _, p := range who {
		w.crawl(t, p, start)
	}
	t.Logf("%d requests to each of two worlds by now", compared.Load())
}

// otherWinner gives the first prize of a category to one of two entries and the
// second to the other, in the decisions and in the sealed document.
func otherWinner(category string, refs [2]string) secret {
	return secret{
		name: "the winner", words: []string{"Marvale", "winner", "first prize"},
		tell: func(tx *database.Tx, c *crowd, world int) error {
			edition := c.site.Sample.Edition.ID
			seal, err := tx.Seal(edition, category)
			if err != nil {
				return err
			}
			for _, w := range c.site.DB.Works(award.ForWork) {
				if w.Category != category {
					continue
				}
				if err := tx.Disclose(&seal, w.Enclosed); err != nil {
					return err
				}
			}
			if err := tx.Record(award.Event{At: c.site.Clock.Now(), Actor: seal.First, Deed: award.DeedDecide, Kind: "result", Subject: edition, Edition: edition, Detail: fmt.Sprintf(`{"minute":"%d"}`, world)}); err != nil {
				return err
			}
			won, err := decided(tx, edition, category, [2]string{refs[world], refs[1-world]})
			if err != nil {
				return err
			}
			result, err := seal.Result()
			if err != nil {
				return err
			}
			for i := range result.Prizes {
				result.Prizes[i].Entry = won[i].Entry
			}
			if seal.Doc, seal.SHA256, err = result.Canonical(); err != nil {
				return err
			}
			if err := tx.RemoveSeal(edition, category); err != nil {
				return err
			}
			return tx.AddSeal(seal)
		},
	}
}

// staged closes a category again in which two worlds differ, and opens it for the
// stage.
func staged(of secret, category string) secret {
	tell := of.tell
	of.tell = func(tx *database.Tx, c *crowd, world int) error {
		edition := c.site.Sample.Edition.ID
		closed, err := tx.Seal(edition, category)
		if err != nil {
			return err
		}
		if err := tell(tx, c, world); err != nil {
			return err
		}
		seal, err := tx.Seal(edition, category)
		if err != nil {
			return err
		}
		w := database.Work{Purpose: award.ForStage, Edition: edition, Category: category, Until: c.site.Clock.Now().Add(time.Hour)}
		w.Doc, w.Inputs = seal.Doc, seal.Inputs
		if w.Decisions, err = tx.Decisions(edition, category); err != nil {
			return err
		}
		c.site.CloseEnvelopes()
		c.site.DB.OpenForWork(w)
		seal.Envelope, seal.Basis = closed.Envelope, closed.Basis
		return tx.Enclose(&seal)
	}
	return of
}

// decided makes two entries win the first two places of a category. What stood
// there takes their places, where they had any.
func decided(tx *database.Tx, edition award.ID, category string, refs [2]string) ([]award.Decision, error) {
	all, err := tx.Decisions(edition, category)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		if err := tx.RemoveDecision(d.ID); err != nil {
			return nil, err
		}
	}
	for i, ref := range refs {
		entry, err := tx.EntryRef(ref)
		if err != nil {
			return nil, err
		}
		if k := slices.IndexFunc(all, func(d award.Decision) bool { return d.Entry == entry.ID }); k >= 0 {
			all[k].Entry = all[i].Entry
		}
		all[i].Entry = entry.ID
	}
	for _, d := range all {
		if err := tx.AddDecision(d); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// notSealed takes the seal of a category away in one world, and with its envelope
// the decisions.
// That a category is sealed, and no more, the ceremony's people may know.
func notSealed(category string) secret {
	return secret{
		name: "that it is decided", words: []string{"sealed"},
		tell: func(tx *database.Tx, c *crowd, world int) error {
			if world == 0 {
				return nil
			}
			return tx.RemoveSeal(c.site.Sample.Edition.ID, category)
		},
	}
}

// otherScore changes one score that a judge has given; in the second world the
// sheet was also saved later and more often.
func otherScore(judge, ref string) secret {
	return secret{
		name: "a score", words: []string{"Zqx7 comment"},
		tell: func(tx *database.Tx, c *crowd, world int) error {
			entry, err := tx.EntryRef(ref)
			if err != nil {
				return err
			}
			seat, err := tx.Seat(1, entry.ID, demo.ID("person/judge/"+judge))
			if err != nil {
				return err
			}
			sheet, err := tx.Scoresheet(seat.ID)
			if err != nil {
				return err
			}
			for key := range sheet.Scores {
				sheet.Scores[key] = []float64{1, 5}[world]
			}
			sheet.Comment, sheet.Changed = []string{"", "Zqx7 comment"}[world], sheet.Changed+award.Time(world*1000)
			if err := tx.Record(award.Event{At: c.site.Clock.Now(), Actor: seat.Judge, Deed: award.DeedScore, Kind: "seat", Subject: seat.ID, Edition: entry.Edition, Detail: fmt.Sprintf(`{"version":%d}`, world)}); err != nil {
				return err
			}
			return tx.SaveScoresheet(&sheet)
		},
	}
}

// otherPanel seats one judge or another on an entry, and mails the one.
func otherPanel(ref string, judges [2]string) secret {
	return secret{
		name: "who judges it", words: []string{"Raghunathan", "Ellsworth"},
		tell: func(tx *database.Tx, c *crowd, world int) error {
			entry, err := tx.EntryRef(ref)
			if err != nil {
				return err
			}
			judge, err := tx.Person(demo.ID("person/judge/" + judges[world]))
			if err != nil {
				return err
			}
			now := c.site.Clock.Now()
			c.ids["panel"] = demo.ID("seat/twin/" + judges[world])
			if err := tx.AddSeat(award.Seat{ID: c.ids["panel"], Edition: entry.Edition, Round: 1, Entry: entry.ID, Judge: judge.ID, State: award.SeatOpen, Place: 80, Since: now, Version: 1}); err != nil {
				return err
			}
			if err := tx.Record(award.Event{At: now, Actor: demo.ID("person/officer"), Deed: award.DeedPublishPanel, Kind: "seat", Subject: c.ids["panel"], Edition: entry.Edition, Detail: fmt.Sprintf(`{"judge":%q}`, judge.ID)}); err != nil {
				return err
			}
			return postTwin(tx, c, "panel_changed", judge.Email, "Your entries have changed", "/judge")
		},
	}
}

// otherTie has one judge or another declare a tie, to one city or another, and
// tells the Secretariat.
func otherTie(judges, cities, refs [2]string) secret {
	return secret{
		name: "who has a tie", words: []string{"Zqx7 tie"},
		tell: func(tx *database.Tx, c *crowd, world int) error {
			edition, now := c.site.Sample.Edition.ID, c.site.Clock.Now()
			c.ids["tie"] = demo.ID("conflict/twin/" + judges[world])
			judge := demo.ID("person/judge/" + judges[world])
			if err := tx.AddConflict(award.Conflict{ID: c.ids["tie"], Edition: edition, Judge: judge, City: demo.ID("city/" + cities[world]), Reason: "Zqx7 tie", At: now, By: demo.ID("person/officer")}); err != nil {
				return err
			}
			if err := tx.Record(award.Event{At: now, Actor: demo.ID("person/officer"), Deed: award.DeedConflict, Kind: "judge", Subject: judge, Edition: edition}); err != nil {
				return err
			}
			return postTwin(tx, c, "judge_recused", "officer@example.org", "A judge has stepped aside from "+refs[world], "/desk/2027/progress")
		},
	}
}

// postTwin puts a mail into the outbox whose ID differs between the worlds.
func postTwin(tx *database.Tx, c *crowd, kind, to, subject, link string) error {
	if err := tx.Post(award.Mail{Kind: kind, To: to, Language: "en", Subject: subject, Text: subject, Action: "Open", Link: link}, "twin:"+kind, c.site.Clock.Now()+award.Time(len(c.ids))); err != nil {
		return err
	}
	all, err := tx.Outbox(10)
	for _, m := range all {
		if m.Key == "twin:"+kind {
			c.ids["mail "+kind] = m.ID
		}
	}
	return err
}

// recused has one judge or another step aside from an entry of their own, as the
// judge's own deed.
func recused(ref string, judges [2]string) secret {
	return secret{
		name: "who stepped aside", words: []string{"stepped aside"},
		tell: func(tx *database.Tx, c *crowd, world int) error {
			entry, err := tx.EntryRef(ref)
			if err != nil {
				return err
			}
			seat, err := tx.Seat(1, entry.ID, demo.ID("person/judge/"+judges[world]))
			if err != nil {
				return err
			}
			seat.State = award.SeatRecused
			if err := tx.SaveSeat(&seat); err != nil {
				return err
			}
			now := c.site.Clock.Now()
			c.ids["recusal"] = demo.ID("conflict/twin/recused/" + judges[world])
			if err := tx.Record(award.Event{At: now, Actor: seat.Judge, Deed: award.DeedRecuse, Kind: "seat", Subject: seat.ID, Edition: entry.Edition}); err != nil {
				return err
			}
			return tx.AddConflict(award.Conflict{ID: c.ids["recusal"], Edition: entry.Edition, Judge: seat.Judge, Entry: entry.ID, Reason: "Zqx7", At: now, By: seat.Judge})
		},
	}
}

// moreScored has one more sheet in the second world: how far the judging is, is
// not for those outside.
func moreScored(ref, judge string) secret {
	return secret{
		name: "how far the judging is", words: []string{"of 6 scored"},
		tell: func(tx *database.Tx, c *crowd, world int) error {
			entry, err := tx.EntryRef(ref)
			if err != nil || world == 0 {
				return err
			}
			seat, err := tx.Seat(1, entry.ID, demo.ID("person/judge/"+judge))
			if err != nil {
				return err
			}
			seat.State = award.SeatDone
			if err := tx.SaveSeat(&seat); err != nil {
				return err
			}
			return tx.SaveScoresheet(&award.Scoresheet{Seat: seat.ID, Scores: map[string]float64{"need": 4}, Changed: c.site.Clock.Now()})
		},
	}
}

// otherFate accepts an entry or finds it not eligible, and tells its city. Those
// at the desk who are tied to it must not see which.
func otherFate(ref string) secret {
	return secret{
		name: "what the desk makes of it", words: []string{"Zqx7 note"},
		tell: func(tx *database.Tx, c *crowd, world int) error {
			entry, err := tx.EntryRef(ref)
			if err != nil {
				return err
			}
			screening, err := tx.Screening(entry.ID)
			if err != nil {
				return err
			}
			screening.Note, screening.At = fmt.Sprint("Zqx7 note ", world), c.site.Clock.Now()
			if err := tx.SaveScreening(&screening); err != nil {
				return err
			}
			entry.Title = []string{"A title", "Another title"}[world]
			if err := tx.SaveEntry(&entry); err != nil {
				return err
			}
			deed := []award.Deed{award.DeedScreen, award.DeedAsk}[0]
			if err := tx.Record(award.Event{At: c.site.Clock.Now(), Actor: demo.ID("person/officer"), Deed: deed, Kind: "entry", Subject: entry.ID, Edition: entry.Edition, Detail: fmt.Sprintf(`{"state":"%d"}`, world)}); err != nil {
				return err
			}
			return postTwin(tx, c, "entry_accepted", "city.port-oriel@example.org", fmt.Sprintf("%s: %d", ref, world), "/my/entries/"+ref)
		},
	}
}

// scoredAnew has a judge give other scores in the meeting, with what was said
// about it, and in the second world keeps the judge's comment from the city.
func scoredAnew(judge, ref string) secret {
	return secret{
		name: "what was scored anew", words: []string{"Zqx7 anew"},
		tell: func(tx *database.Tx, c *crowd, world int) error {
			entry, err := tx.EntryRef(ref)
			if err != nil {
				return err
			}
			seat, err := tx.Seat(1, entry.ID, demo.ID("person/judge/"+judge))
			if err != nil {
				return err
			}
			now, by := c.site.Clock.Now(), demo.ID("person/chair")
			scores := map[string]float64{}
			for _, criterion := range c.site.Sample.Edition.Criteria {
				scores[criterion.Key] = []float64{1, 5}[world]
			}
			c.ids["anew"] = demo.ID(fmt.Sprint("rescore/twin/", world))
			if err := tx.AddRescore(award.Rescore{ID: c.ids["anew"], Seat: seat.ID, Scores: scores, Reason: "Zqx7 anew", At: now, By: by}); err != nil {
				return err
			}
			m := award.Minute{ID: demo.ID(fmt.Sprint("minute/twin/", world)), Edition: entry.Edition, Category: entry.Category, Kind: "discuss", Doc: fmt.Sprintf(`{"reason":"Zqx7 anew %d"}`, world), At: now, By: by}
			if err := tx.AddMinute(m); err != nil {
				return err
			}
			if err := tx.Record(award.Event{At: now, Actor: by, Deed: award.DeedMinute, Kind: "result", Subject: entry.Edition, Edition: entry.Edition, Detail: fmt.Sprintf(`{"minute":%q}`, m.Hash())}); err != nil {
				return err
			}
			if world == 0 {
				return nil
			}
			place := award.ExtraPlace{ID: demo.ID("place/twin"), Edition: entry.Edition, Category: entry.Category, Prize: c.site.Sample.Edition.Prizes[0].Key, Reason: "Zqx7", At: now, By: by}
			if err := tx.AddPlace(place); err != nil {
				return err
			}
			return tx.HoldComment(seat.ID, by, now)
		},
	}
}

// known is somebody whose address only one world knows.
var known = secret{
	name: "that an address is known",
	tell: func(tx *database.Tx, c *crowd, world int) error {
		if world == 0 {
			return nil
		}
		return tx.AddPerson(award.Person{ID: demo.ID("person/known"), Email: "known@example.org", Name: "Zqx7", Language: "ko", Zone: "Asia/Seoul", Created: c.site.Clock.Now()})
	},
}

// TestTwinWorldsAreAlikeToWhoeverAsksToSignIn goes through the sign-in with an
// address, and invites it, as somebody who wants to know whether it is known.
func TestTwinWorldsAreAlikeToWhoeverAsksToSignIn(t *testing.T) {
	t.Parallel()
	stranger, sender := principals[0], principals[5]
	w := pair(t, demo.Submit, []principal{stranger, sender}, known)
	send := func(p principal, path string, form url.Values) {
		t.Helper()
		if a, b := w.told(0, w[0].as(p).Post(path, form)), w.told(1, w[1].as(p).Post(path, form)); a != b {
			t.Errorf("%s tells %s whether an address is known:\n%s", path, p.name, parting(a, b))
		}
	}
	for _, address := range []string{"known@example.org", "KNOWN@Example.org"} {
		send(stranger, "/en/sign-in", url.Values{"email": {address}})
		w.same(t, stranger, "/en/sign-in/check")
		for range 6 {
			send(stranger, "/en/sign-in/check", url.Values{"code": {"000000"}})
		}
		send(stranger, "/en/sign-in/again", nil)
		w.same(t, stranger, "/en/sign-in")
		for i := range w {
			w[i].site.Clock.Advance(2 * time.Minute)
		}
		send(stranger, "/en/sign-in/again", nil)
		w.same(t, stranger, "/en/sign-in/check")
	}
	send(sender, "/en/my/entries/"+entryA+"/people", url.Values{"email": {"known@example.org"}, "right": {"edit"}})
	for i := range w {
		w[i].site.View(func(tx *database.Tx) error {
			all, err := tx.InvitationsOf(demo.ID("city/" + cityA))
			for _, invited := range all {
				w[i].ids["to "+invited.Email] = invited.ID
			}
			return err
		})
	}
	w.same(t, sender, "/en/my/entries/"+entryA+"/people")
}

func TestTwinWorldsAtTheCeremonyAreAlike(t *testing.T) {
	t.Parallel()
	alike(t, demo.Ceremony, outsiders, []string{entryA, entryB},
		otherWinner("services", [2]string{entryA, entryB}), otherWinner("efficiency", [2]string{"2027-0003", "2027-0012"}), otherScore("kristjan", entryA), scoredAnew("kristjan", entryA),
		otherPanel("2027-0005", [2]string{"meera", "willem"}),
		otherTie([2]string{"meera", "willem"}, [2]string{"haneul", "valdoro"}, [2]string{"2027-0016", "2027-0010"}))
}

// What is open for the stage is in the windows of the show and nowhere else, also
// for whoever may see results.
func TestTwinWorldsOpenForTheStageAreAlikeBesideIt(t *testing.T) {
	t.Parallel()
	var officer, chair, producer principal
	for _, p := range principals {
		switch p.name {
		case "officer":
			officer = p
		case "chair":
			chair = p
		case "producer":
			producer = p
		}
	}
	refs := [2]string{entryA, entryB}
	secrets := []secret{staged(otherWinner("services", refs), "services")}
	w := pair(t, demo.Ceremony, []principal{officer, chair, producer}, secrets...)
	for _, path := range w.probes(readTable(t), secrets, refs[:]) {
		if !strings.Contains(path, "/stage/2027/") { // where they are shown
			w.same(t, officer, path)
			w.same(t, chair, path)
		}
		w.same(t, producer, path)
	}
	for _, c := range w {
		c.as(producer).Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	}
	if !w.differ(producer, "/en/stage/2027/cards/services") {
		t.Error("the worlds are alike in the windows of the show too: there is no secret in them")
	}
}

func TestTwinWorldsBeforeAndAfterADecisionAreAlike(t *testing.T) {
	t.Parallel()
	alike(t, demo.Ceremony, []string{"stranger", "city-sender", "judge-on", "admin"}, []string{entryA}, notSealed("services"), notSealed("efficiency"))
}

func TestTwinWorldsWhileJudgesScoreAreAlike(t *testing.T) {
	t.Parallel()
	alike(t, demo.Judge, outsiders, []string{entryA, "2027-0005"},
		otherScore("hyunwoo", "2027-0005"), moreScored("2027-0010", "kristjan"), recused("2027-0007", [2]string{"meera", "kristjan"}),
		otherPanel("2027-0005", [2]string{"meera", "willem"}),
		otherTie([2]string{"meera", "willem"}, [2]string{"haneul", "valdoro"}, [2]string{"2027-0016", "2027-0010"}))
}

// The chair who acts for city A is told by the city; the officer with a recorded
// tie is told by nobody.
func TestTwinWorldsAreAlikeToAnOfficerWithATie(t *testing.T) {
	t.Parallel()
	alike(t, demo.Judge, []string{"officer-tied"}, []string{entryA}, otherFate(entryA), otherScore("hyunwoo", entryA), scoredAnew("hyunwoo", entryA))
}
