package office_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// open is a category of the demo that the jury has not decided at stage decide:
// spoken has a tie and a wide entry, plain has neither.
const (
	spoken = "urban-management"
	plain  = "efficiency"
)

func tableOf(t *testing.T, d *office.Desk, a award.Actor, category string) office.MeetingCategory {
	t.Helper()
	c, err := d.MeetingTable(ctx, a, year, category)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// itemOf returns the first item of a kind on a category's agenda that is left.
func itemOf(t *testing.T, c office.MeetingCategory, kind string) office.AgendaItem {
	t.Helper()
	i := slices.IndexFunc(c.Items, func(i office.AgendaItem) bool { return i.Kind == kind && !i.Done })
	if i < 0 {
		t.Fatalf("the agenda has no %s: %+v", kind, c.Items)
	}
	return c.Items[i]
}

func kinds(c office.MeetingCategory) (all []string) {
	for _, i := range c.Items {
		if !i.Done {
			all = append(all, i.Kind)
		}
	}
	return all
}

func refusedAs(t *testing.T, err error, kind error, key string) {
	t.Helper()
	var refusal *award.Refusal
	if !errors.As(err, &refusal) || !errors.Is(err, kind) || refusal.Key != key {
		t.Errorf("got %v, want %v with %s", err, kind, key)
	}
}

// attend notes the same presence for everybody of the meeting.
func attend(t *testing.T, d *office.Desk, a award.Actor, how award.Presence) {
	t.Helper()
	m, err := d.Meeting(ctx, a, year)
	if err != nil {
		t.Fatal(err)
	}
	all := map[award.ID]award.Presence{}
	for _, p := range m.People {
		all[p.ID] = how
	}
	if err := d.SaveAttendance(ctx, a, year, all); err != nil {
		t.Fatal(err)
	}
}

func events(s *testkit.Platform, deed award.Deed) (n int) {
	s.View(func(tx *database.Tx) error {
		all, err := tx.EventsWhere(database.EventFilter{Deed: deed}, 10000)
		n = len(all)
		return err
	})
	return n
}

func TestAgendaListsWhatIsUndecided(t *testing.T) {
	s, d := at(t, demo.Decide)
	chair := actor(t, s, "chair")
	if got := kinds(tableOf(t, d, chair, spoken)); !slices.Equal(got, []string{office.ItemSpread, office.ItemTie, office.ItemPrize, office.ItemPrize}) {
		t.Errorf("the agenda is %v", got)
	}
	if got := kinds(tableOf(t, d, chair, "services")); !slices.Equal(got, []string{office.ItemSign}) {
		t.Errorf("the agenda of a decided category is %v", got)
	}
	s2, d2 := at(t, demo.Judge)
	if got := kinds(tableOf(t, d2, actor(t, s2, "chair"), spoken)); len(got) != 0 {
		t.Errorf("while judges score the agenda is %v", got)
	}
	s3, d3 := at(t, demo.Ceremony)
	if got := kinds(tableOf(t, d3, actor(t, s3, "chair"), spoken)); len(got) != 0 {
		t.Errorf("after sealing the agenda is %v", got)
	}
}

func TestAgendaNamesWhoeverHasATieAndLeavesThemOutOfTheVote(t *testing.T) {
	s, d := at(t, demo.Decide)
	chair := actor(t, s, "chair")
	attend(t, d, chair, award.InRoom)
	m, err := d.Meeting(ctx, chair, year)
	if err != nil {
		t.Fatal(err)
	}
	if m.Departures > m.AsListed || len(m.Categories) != len(m.Edition.Categories) {
		t.Errorf("%d departures, %d as listed, %d categories", m.Departures, m.AsListed, len(m.Categories))
	}
	leavers := 0
	for _, c := range m.Categories {
		for _, l := range c.Out {
			leavers++
			if slices.ContainsFunc(c.Voters, func(p office.MeetingPerson) bool { return p.ID == l.ID }) {
				t.Errorf("%s leaves for %s and votes on it", l.Name, c.Result.Category.Key)
			}
		}
		for _, line := range c.Result.Lines {
			for _, j := range line.Judges {
				if j.State == award.SeatRecused && !slices.ContainsFunc(c.Out, func(l office.Leaver) bool { return l.ID == j.Judge }) {
					t.Errorf("%s stepped aside from %s and stays", j.Name, line.Entry.Reference)
				}
			}
		}
		if n := len(c.Voters) + len(slices.DeleteFunc(slices.Clone(c.Out), func(l office.Leaver) bool { return !l.Votes() })); n != 9 {
			t.Errorf("%s: %d judges vote or leave, of 9", c.Result.Category.Key, n)
		}
	}
	if leavers == 0 {
		t.Error("nobody has a tie in the demo")
	}
	attend(t, d, chair, award.Away)
	if m, err = d.Meeting(ctx, chair, year); err != nil || m.Departures != 0 || len(m.Categories[0].Voters) != 0 {
		t.Errorf("who is away leaves %d times, %d vote, %v", m.Departures, len(m.Categories[0].Voters), err)
	}
}

func TestWhoHasATieFindsNoTable(t *testing.T) {
	s, d := at(t, demo.Decide)
	officer := actor(t, s, "officer")
	ref := tableOf(t, d, officer, spoken).Result.Lines[6].Entry.Reference
	s.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(ref)
		if err != nil {
			return err
		}
		return tx.AddConflict(award.Conflict{ID: award.NewID(), Edition: e.Edition, Judge: officer.Person.ID, Entry: e.ID, Reason: "x", At: 1, By: officer.Person.ID})
	})
	m, err := d.Meeting(ctx, officer, year)
	if err != nil || len(m.Hidden) != 1 || m.Hidden[0].Key != spoken || len(m.Categories) != 4 {
		t.Errorf("the table shows %+v, %v", m.Hidden, err)
	}
	tie := "tie.x"
	for what, err := range map[string]error{
		"table":   func() error { _, err := d.MeetingTable(ctx, officer, year, spoken); return err }(),
		"note":    d.Discuss(ctx, officer, year, spoken, tie, "x"),
		"vote":    d.Ballot(ctx, officer, year, spoken, office.Poll{Item: tie, Question: "x"}),
		"rescore": d.Rescore(ctx, officer, year, spoken, office.Anew{}),
		"place":   d.AddPlace(ctx, officer, year, spoken, "best", "x"),
		"letters": func() error { _, err := d.CategoryLetters(ctx, officer, year, spoken); return err }(),
		"release": func() error {
			_, err := d.ReleaseLetters(ctx, officer, year, spoken, office.LetterChoice{})
			return err
		}(),
	} {
		if !errors.Is(err, award.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	other, err := d.Meeting(ctx, actor(t, s, "chair"), year)
	if err != nil || !slices.ContainsFunc(other.Categories, func(c office.MeetingCategory) bool {
		return c.Result.Category.Key == spoken && slices.ContainsFunc(c.Out, func(l office.Leaver) bool { return l.ID == officer.Person.ID })
	}) {
		t.Errorf("the chair is not told that the officer leaves: %v", err)
	}
}

func TestOpenVoteAsksEveryVoterAndSettlesTheTie(t *testing.T) {
	s, d := at(t, demo.Decide)
	chair := actor(t, s, "chair")
	attend(t, d, chair, award.InRoom)
	c := tableOf(t, d, chair, spoken)
	tie := itemOf(t, c, office.ItemTie)
	p := office.Poll{Item: tie.Key, Question: "Which stands first?", Choices: map[award.ID]string{}}
	for _, v := range c.Voters[1:] {
		p.Choices[v.ID] = tie.Entries[1]
	}
	p.Choices[c.Out[0].ID] = tie.Entries[0] // has a tie: is not counted
	faultAt(t, d.Ballot(ctx, chair, year, spoken, p), "vote."+string(c.Voters[0].ID))
	p.Choices[c.Voters[0].ID] = office.Abstain
	before := events(s, award.DeedMinute)
	if err := d.Ballot(ctx, chair, year, spoken, p); err != nil {
		t.Fatal(err)
	}
	if n := events(s, award.DeedMinute); n != before+1 {
		t.Errorf("%d events of one vote", n-before)
	}
	after := tableOf(t, d, chair, spoken)
	if slices.Contains(kinds(after), office.ItemTie) {
		t.Error("the tie is still open")
	}
	rank := map[string]int{}
	for _, l := range after.Result.Lines {
		rank[l.Entry.Reference] = l.Rank
	}
	if rank[tie.Entries[1]] >= rank[tie.Entries[0]] {
		t.Errorf("the vote puts %v", rank)
	}
	b := after.Result.Minutes[0].Ballot
	if b == nil || b.Secret || b.Cast() != len(c.Voters) || b.Abstained.Count != 1 || len(b.Options[1].By) != len(c.Voters)-1 || b.Options[0].Count != 0 {
		t.Errorf("recorded %+v", b)
	}
}

func TestSecretVoteKeepsCountsAlone(t *testing.T) {
	s, d := at(t, demo.Decide)
	chair := actor(t, s, "chair")
	attend(t, d, chair, award.Remote)
	c := tableOf(t, d, chair, plain)
	prize := itemOf(t, c, office.ItemPrize)
	p := office.Poll{Item: prize.Key, Question: "Shall it be given?", Secret: true, Counts: map[string]int{award.MotionFor: len(c.Voters), award.MotionAgainst: 1}}
	faultAt(t, d.Ballot(ctx, chair, year, plain, p), "counts")
	p.Counts = map[string]int{award.MotionFor: -1}
	faultAt(t, d.Ballot(ctx, chair, year, plain, p), "count.for")
	p.Counts = map[string]int{}
	faultAt(t, d.Ballot(ctx, chair, year, plain, p), "counts")
	p.Counts = map[string]int{award.MotionFor: len(c.Voters) - 1, award.MotionAgainst: 1}
	if err := d.Ballot(ctx, chair, year, plain, p); err != nil {
		t.Fatal(err)
	}
	b := tableOf(t, d, chair, plain).Result.Minutes[0].Ballot
	if b == nil || !b.Secret || len(b.Options[0].By)+len(b.Options[1].By)+len(b.Abstained.By) != 0 || len(b.Eligible) != len(c.Voters) {
		t.Errorf("recorded %+v", b)
	}
	attend(t, d, chair, award.Away)
	refusedAs(t, d.Ballot(ctx, chair, year, plain, p), award.ErrConflict, "meeting.refused.nobody")
	p.Item = "tie.none"
	refusedAs(t, d.Ballot(ctx, chair, year, plain, p), award.ErrConflict, "meeting.refused.item")
}

func TestDiscussedItemLeavesTheAgendaAndTheScoresStand(t *testing.T) {
	s, d := at(t, demo.Decide)
	chair := actor(t, s, "chair")
	c := tableOf(t, d, chair, spoken)
	spread := itemOf(t, c, office.ItemSpread)
	faultAt(t, d.Discuss(ctx, chair, year, spoken, spread.Key, " "), "text")
	if err := d.Discuss(ctx, chair, year, spoken, spread.Key, "Both readings are fair."); err != nil {
		t.Fatal(err)
	}
	after := tableOf(t, d, chair, spoken)
	if i, err := after.Item(spread.Key); err != nil || !i.Done || slices.Contains(kinds(after), office.ItemSpread) {
		t.Errorf("the agenda is %+v", after.Items)
	}
	for i, l := range after.Result.Lines {
		if was := c.Result.Lines[i]; was.Mean != l.Mean || was.Entry.ID != l.Entry.ID {
			t.Errorf("%s moved", l.Entry.Reference)
		}
	}
}

func TestScoresGivenAnewCountAndTheSheetStays(t *testing.T) {
	s, d := at(t, demo.Decide)
	chair := actor(t, s, "chair")
	result := func() *office.CategoryResult {
		c, err := d.Category(ctx, chair, year, plain, 0)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	line := result().Lines[len(result().Lines)-1]
	judge := line.Judges[0]
	n := office.Anew{Reference: line.Entry.Reference, Judge: judge.Judge, Scores: maps.Clone(judge.Sheet.Scores)}
	faultAt(t, d.Rescore(ctx, chair, year, plain, n), "reason")
	n.Reason = "The annex was read again."
	faultAt(t, d.Rescore(ctx, chair, year, plain, n), "score.need") // nothing is other
	n.Scores["need"] = 5.25
	faultAt(t, d.Rescore(ctx, chair, year, plain, n), "score.need")
	delete(n.Scores, "need")
	faultAt(t, d.Rescore(ctx, chair, year, plain, n), "score.need")
	for key := range judge.Sheet.Scores {
		n.Scores[key] = 5
	}
	other := n
	other.Judge = chair.Person.ID
	faultAt(t, d.Rescore(ctx, chair, year, plain, other), "judge")
	before := events(s, award.DeedRescore)
	if err := d.Rescore(ctx, chair, year, plain, n); err != nil {
		t.Fatal(err)
	}
	if events(s, award.DeedRescore) != before+1 {
		t.Error("the deed has no event of its own")
	}
	i := slices.IndexFunc(result().Lines, func(l office.ResultLine) bool { return l.Entry.ID == line.Entry.ID })
	after := result().Lines[i]
	j := after.Judges[0]
	if after.Mean <= line.Mean || j.Total != 5 || !maps.Equal(j.First.Scores, judge.Sheet.Scores) || len(j.Anew) != 1 || j.Anew[0].By != chair.Person.ID || j.Anew[0].Reason != n.Reason {
		t.Errorf("the entry stands with %+v", after)
	}
	s.View(func(tx *database.Tx) error {
		sheet, err := tx.Scoresheet(judge.Sheet.Seat)
		if sheet.Version != judge.Sheet.Version || !maps.Equal(sheet.Scores, judge.Sheet.Scores) {
			t.Errorf("the sheet became %+v", sheet)
		}
		return err
	})
	if line := result().Minutes[0]; line.Kind != "rescore" || line.Before["need"] != judge.Sheet.Scores["need"] || line.After["need"] != 5 || line.Judge != judge.Name {
		t.Errorf("recorded %+v", line)
	}
	sealed, sd := at(t, demo.Ceremony)
	refusedAs(t, sd.Rescore(ctx, actor(t, sealed, "chair"), year, plain, n), award.ErrConflict, "results.refused.sealed")
}

func TestAddedPlaceIsGivenAndSealedLikeAnyOther(t *testing.T) {
	s, d := at(t, demo.Decide)
	chair, officer := actor(t, s, "chair"), actor(t, s, "officer")
	e := s.Sample.Edition
	top := e.Prizes[0].Key
	faultAt(t, d.AddPlace(ctx, chair, year, plain, top, ""), "reason")
	for range 2 {
		if err := d.AddPlace(ctx, chair, year, plain, top, "Two are equally good."); err != nil {
			t.Fatal(err)
		}
	}
	c, err := d.Category(ctx, chair, year, plain, 0)
	if err != nil || c.Prizes[0].Left() != 3 || len(c.Prizes[0].Added) != 2 {
		t.Fatalf("there are %d places, %v", c.Prizes[0].Left(), err)
	}
	places := 2
	for _, p := range e.Prizes {
		places += p.PerCategory
	}
	if a, err := d.Assess(ctx, chair, office.Look{Year: year, Category: plain}); err != nil || a.Places != places {
		t.Errorf("the order is assessed for %d places, not %d, %v", a.Places, places, err)
	}
	if other, _ := d.Category(ctx, chair, year, spoken, 0); other.Prizes[0].Left() != 1 {
		t.Error("another category has the place too")
	}
	if err := d.DropPlace(ctx, chair, year, plain, c.Prizes[0].Added[1].ID); err != nil {
		t.Fatal(err)
	}
	ref := func(i int) string { return c.Lines[i].Entry.Reference }
	for _, choice := range []office.Choice{
		{Prize: top, Outcome: award.Given, Entries: []string{ref(0), ref(1)}, Reason: "Both."},
		{Prize: e.Prizes[1].Key, Outcome: award.Withheld, Reason: "Nobody else is as far."},
	} {
		if err := d.Decide(ctx, chair, year, plain, choice); err != nil {
			t.Fatal(err)
		}
	}
	refusedAs(t, d.DropPlace(ctx, chair, year, plain, c.Prizes[0].Added[0].ID), award.ErrConflict, "places.refused.taken")
	refusedAs(t, d.AddPlace(ctx, chair, year, plain, e.Prizes[1].Key, "x"), award.ErrConflict, "places.refused.withheld")
	for _, a := range []award.Actor{chair, officer} {
		if err := sealed(d.Sign(ctx, a, year, plain)); err != nil {
			t.Fatal(err)
		}
	}
	must(t, d.AskOpening(ctx, chair, year, office.Act{Purpose: award.ForPublic, Category: plain, Phrase: demo.Phrase}))
	if n, err := d.Open(ctx, officer, year, office.Act{Purpose: award.ForPublic, Category: plain, Phrase: demo.Phrase}); err != nil || n != 1 {
		t.Fatalf("%d opened, %v", n, err)
	}
	s.View(func(tx *database.Tx) error {
		for i := range 2 {
			p, err := tx.PracticeOfEntry(c.Lines[i].Entry.ID)
			if err != nil || p.Prize != e.Prizes[0].Name {
				t.Errorf("%s is published with %q, %v", ref(i), p.Prize, err)
			}
		}
		return nil
	})
}

func TestFinalistsCanBeTakenBackUntilTheSecondRoundOpens(t *testing.T) {
	s, d := at(t, demo.Decide)
	first, _ := s.Sample.Edition.Stage(award.StageRound1)
	second, _ := s.Sample.Edition.Stage(award.StageRound2)
	s.Clock.Set(first.Closes + 1000)
	chair, officer := actor(t, s, "chair"), actor(t, s, "officer")
	c, err := d.Category(ctx, chair, year, plain, 1)
	if err != nil {
		t.Fatal(err)
	}
	if i := itemOf(t, tableOf(t, d, chair, plain), office.ItemFinalists); i.Done {
		t.Error("nobody has chosen, and the agenda says it is done")
	}
	refs := c.SuggestedFinalists()
	if len(refs) != 5 {
		t.Fatalf("the order sends %v on", refs)
	}
	if err := d.ChooseFinalists(ctx, chair, year, plain, office.Choice{Entries: refs}); err != nil {
		t.Fatal(err)
	}
	// The demo's third category has its second round already; its panels stand.
	live := func(ref string) (n int) {
		e := entryOf(s, ref)
		s.View(func(tx *database.Tx) error {
			seats, err := tx.Seats(e.Edition, 2)
			for _, seat := range seats {
				if seat.Entry == e.ID && !seat.State.Gone() {
					n++
				}
			}
			return err
		})
		return n
	}
	if live(refs[4]) < 5 {
		t.Fatalf("%d judges read a finalist", live(refs[4]))
	}
	dropped, added := refs[4], c.Lines[5].Entry.Reference
	swapped := append(slices.Clone(refs[:4]), added)
	faultAt(t, d.ChooseFinalists(ctx, chair, year, plain, office.Choice{Entries: swapped}), "departure")
	told := mails(s, "panel_changed")
	if err := d.ChooseFinalists(ctx, officer, year, plain, office.Choice{Entries: swapped, Departure: "A withdrawal is announced."}); err != nil {
		t.Fatal(err)
	}
	if live(dropped) != 0 || live(added) < 5 || mails(s, "panel_changed") == told {
		t.Errorf("%d read what was dropped, %d what was added", live(dropped), live(added))
	}
	if r, err := d.Category(ctx, chair, year, plain, 0); err != nil || r.Last != 2 || len(r.Lines) != 5 || r.Over {
		t.Errorf("the second round does not decide: %+v, %v", r, err)
	}
	if err := d.UndoFinalists(ctx, chair, year, plain); err != nil {
		t.Fatal(err)
	}
	if r, err := d.Category(ctx, chair, year, plain, 0); err != nil || r.Last != 1 || !r.Over || live(added) != 0 || !slices.ContainsFunc(r.Minutes, func(m office.MinuteLine) bool { return m.Kind == "finalists_undone" }) {
		t.Errorf("the choice stands: %v", err)
	}
	if err := d.ChooseFinalists(ctx, chair, year, plain, office.Choice{Entries: refs}); err != nil || live(dropped) < 5 {
		t.Errorf("chosen again: %v, %d read it", err, live(dropped))
	}
	s.Clock.Set(second.Opens)
	refusedAs(t, d.UndoFinalists(ctx, chair, year, plain), award.ErrConflict, "results.refused.finalists")
}

func TestSecondRoundHasAMinimumOfItsOwn(t *testing.T) {
	s, d := at(t, demo.Decide)
	chair := actor(t, s, "chair")
	s.Update(func(tx *database.Tx) error {
		e, err := tx.EditionOf(year)
		if err != nil {
			return err
		}
		e.Panel.MinSecond = 50
		return tx.SaveEdition(e)
	})
	c, err := d.Category(ctx, chair, year, "open-city", 2)
	if err != nil || len(c.Lines) != 5 || slices.ContainsFunc(c.Lines, func(l office.ResultLine) bool { return l.Rank > 0 || l.Missing == 0 }) {
		t.Errorf("with too few sheets somebody is placed: %v", err)
	}
	if c, err = d.Category(ctx, chair, year, "open-city", 1); err != nil || c.Lines[0].Rank != 1 || len(c.Lines) <= 5 {
		t.Errorf("the first round has the minimum of the second: %v", err)
	}
	if few := itemOf(t, tableOf(t, d, chair, "open-city"), office.ItemFew); few.Missing == 0 || !strings.HasPrefix(few.Key, "few.2027-") {
		t.Errorf("the agenda has %+v", few)
	}
}

func TestPanelsOfTheSecondRoundAreEverybodyWithoutATie(t *testing.T) {
	s, d := at(t, demo.Judge)
	e := s.Sample.Edition
	s.Update(func(tx *database.Tx) error {
		seats, err := tx.Seats(e.ID, 1)
		if err != nil {
			return err
		}
		for i, seat := range seats {
			if seat.State.Gone() {
				continue
			}
			sheet, err := tx.Scoresheet(seat.ID)
			if err != nil {
				return err
			}
			for k, c := range e.Criteria {
				sheet.Scores[c.Key] = e.Scale.Stops()[(i/3+k)%8]
			}
			if seat.State = award.SeatSent; tx.SaveScoresheet(&sheet) != nil {
				return award.ErrConflict
			}
			if err := tx.SaveSeat(&seat); err != nil {
				return err
			}
		}
		return nil
	})
	first, _ := e.Stage(award.StageRound1)
	s.Clock.Set(first.Closes + 1000)
	officer := actor(t, s, "officer")
	c, err := d.Category(ctx, officer, year, plain, 1)
	if err != nil {
		t.Fatal(err)
	}
	refs := c.SuggestedFinalists()
	if err := d.ChooseFinalists(ctx, officer, year, plain, office.Choice{Entries: refs}); err != nil {
		t.Fatal(err)
	}
	run, err := d.StartPanels(ctx, officer, office.PanelOrder{Year: year, Round: 2, Policy: office.DefaultPanelPolicy()})
	if err != nil {
		t.Fatal(err)
	}
	if <-run.Done(); run.Err() != nil {
		t.Fatal(run.Err())
	}
	mails, err := d.PublishPanels(ctx, officer, year, 2, 1)
	if err != nil || mails == 0 {
		t.Fatalf("%d mails, %v", mails, err)
	}
	p, err := d.Panels(ctx, officer, year, 2)
	if err != nil || len(p.Lines) != len(refs) || p.Filled != p.Needed || p.Filled <= len(refs)*e.Panel.JudgesPerEntry {
		t.Errorf("%d finalists, %d of %d places, %v", len(p.Lines), p.Filled, p.Needed, err)
	}
}
