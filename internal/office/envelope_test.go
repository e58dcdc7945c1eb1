package office_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

const (
	sealing = "efficiency" // not decided at stage decide
	canary  = "Zqx7 because of the ferry timetable"
)

// sealNow decides a category in its order, with a reason that is found nowhere
// else, and has two people seal it.
func sealNow(t *testing.T, s *testkit.Platform, d *office.Desk) (winner award.Entry) {
	t.Helper()
	officer, chair := actor(t, s, "officer"), actor(t, s, "chair")
	winner = decide(t, d, officer)
	must(t, sealed(d.Sign(ctx, officer, year, sealing)))
	must(t, sealed(d.Sign(ctx, chair, year, sealing)))
	return winner
}

// decide gives a category's prizes in its order.
func decide(t *testing.T, d *office.Desk, officer award.Actor) (winner award.Entry) {
	t.Helper()
	c, err := d.Category(ctx, officer, year, sealing, 0)
	must(t, err)
	next := 0
	for _, p := range c.Prizes {
		var refs []string
		for range p.Left() {
			refs = append(refs, c.Lines[next].Entry.Reference)
			next++
		}
		must(t, d.Decide(ctx, officer, year, sealing, office.Choice{Prize: p.Prize.Key, Outcome: award.Given, Entries: refs, Reason: canary}))
	}
	return c.Lines[0].Entry
}

func refusal(err error) string {
	if r, is := errors.AsType[*award.Refusal](err); is {
		return r.Fault.Key
	}
	return ""
}

// Before the second signature the decisions lie in the records in the clear, so
// the search is shown to find them; after it they must be nowhere.
func TestNothingOfASealedResultLiesInTheClear(t *testing.T) {
	s, d := at(t, demo.Decide)
	found := func(text string) (in []string) {
		for name, content := range s.Files() {
			if bytes.Contains(content, []byte(text)) {
				in = append(in, name)
			}
		}
		return in
	}
	c, err := d.Category(ctx, actor(t, s, "officer"), year, sealing, 0)
	must(t, err)
	must(t, d.Decide(ctx, actor(t, s, "officer"), year, sealing, office.Choice{
		Prize: c.Prizes[0].Prize.Key, Outcome: award.Given, Entries: []string{c.Lines[0].Entry.Reference}, Reason: canary,
	}))
	// A row of a decision or a certificate holds these three side by side.
	row := func(prize string, entry award.ID) string { return sealing + prize + string(entry) }
	if len(found(canary)) == 0 || len(found(row(c.Prizes[0].Prize.Key, c.Lines[0].Entry.ID))) == 0 {
		t.Fatal("the search finds nothing before the sealing either")
	}
	c, err = d.Category(ctx, actor(t, s, "officer"), year, sealing, 0)
	must(t, err)
	must(t, d.Undo(ctx, actor(t, s, "officer"), year, sealing, c.Prizes[0].Decisions[0].ID))
	winner := sealNow(t, s, d)
	s.OpenForWork()
	var seal award.Seal
	var decisions []award.Decision
	s.View(func(tx *database.Tx) (err error) {
		if seal, err = tx.Seal(s.Sample.Edition.ID, sealing); err == nil {
			decisions, err = tx.Decisions(seal.Edition, sealing)
		}
		return err
	})
	result, err := seal.Result()
	must(t, err)
	if len(decisions) == 0 || len(result.Prizes) == 0 {
		t.Fatal("opened for work, the envelope is empty")
	}
	codes := printAhead(t, s, d)
	secrets := map[string]string{"the reason": canary, "the nonce": result.Nonce, "a decision": string(decisions[0].ID), "the document": seal.Doc[:60], "its end": seal.Doc[len(seal.Doc)-90:]}
	for i, won := range result.Prizes {
		secrets["the certificate "+codes[i]] = codes[i]
		secrets["the prize of "+won.City] = row(won.Prize, won.Entry)
	}
	for what, text := range secrets {
		if in := found(text); len(in) > 0 {
			t.Errorf("%s lies in the clear in %v", what, in)
		}
	}
	if len(found(winner.Title)) == 0 {
		t.Error("the entries themselves are not searched")
	}
}

// printAhead prints the certificates of the sealed category while it is open for
// work, and returns their codes.
func printAhead(t *testing.T, s *testkit.Platform, d *office.Desk) (codes []string) {
	t.Helper()
	officer := actor(t, s, "officer")
	papers, err := d.PrintCertificates(ctx, officer, year)
	must(t, err)
	for _, p := range papers {
		again, err := d.PrintCertificate(ctx, officer, year, p.Code)
		if err != nil || again.Entry.ID != p.Entry.ID || !p.Opened.IsZero() || p.Key != sealing {
			t.Errorf("%s: %+v, %v", p.Code, again, err)
		}
		if got := refusal(d.NameCertificate(ctx, officer, year, p.Code, "Another Name", "")); got != "certificate.refused.names" {
			t.Errorf("named before the opening: %q", got)
		}
		codes = append(codes, p.Code)
	}
	s.View(func(tx *database.Tx) error {
		all, err := tx.Certificates(s.Sample.Edition.ID)
		if len(all) > 0 {
			t.Errorf("%d certificates are stored", len(all))
		}
		return err
	})
	return codes
}

func TestTwoHoldersOpenAndNobodyElseDoes(t *testing.T) {
	s, d := at(t, demo.Decide)
	s.Update(func(tx *database.Tx) error {
		entries, err := tx.EntriesIn(s.Sample.Edition.ID, award.EntryAccepted)
		i := slices.IndexFunc(entries, func(e award.Entry) bool { return e.Category == sealing })
		if err != nil {
			return err
		}
		return tx.AddConflict(award.Conflict{ID: award.NewID(), Edition: s.Sample.Edition.ID, Judge: s.Person("officer2").ID, Entry: entries[i].ID, Reason: "family", At: 1, By: s.Person("officer").ID})
	})
	sealNow(t, s, d)
	officer, chair, tied := actor(t, s, "officer"), actor(t, s, "chair"), actor(t, s, "officer2")
	o, err := d.Opening(ctx, officer, year)
	must(t, err)
	i := slices.IndexFunc(o.Categories, func(c office.OpeningLine) bool { return c.Category.Key == sealing })
	h := o.Categories[i].Holders
	if slices.Contains(h, office.EnvelopeHolder{Name: tied.Person.Name, Able: true}) || !slices.Contains(h, office.EnvelopeHolder{Name: chair.Person.Name, Able: true}) {
		t.Errorf("closed to %v", h)
	}
	work := office.Act{Purpose: award.ForWork, Phrase: demo.Phrase}
	wrong := work
	wrong.Phrase = "AAAA BBBB CCCC DDDD EEEE FFFF GGGG"
	faultAt(t, d.AskOpening(ctx, officer, year, wrong), "phrase")
	if got := refusal(d.AskOpening(ctx, tied, year, work)); got != "envelope.refused.holder" {
		t.Errorf("who has a tie is answered %q", got)
	}
	must(t, d.AskOpening(ctx, officer, year, work))
	if n, err := d.Open(ctx, tied, year, work); n != 0 || refusal(err) != "envelope.refused.holder" {
		t.Errorf("who has a tie opens %d, %v", n, err)
	}
	faultAt(t, secondOf(d.Open(ctx, chair, year, wrong)), "phrase")
	if c, err := d.Category(ctx, chair, year, sealing, 0); err != nil || !c.Seal.Closed() || len(c.Prizes) > 0 {
		t.Errorf("before the second act: %v", err)
	}
	if n, err := d.Open(ctx, chair, year, work); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	if c, err := d.Category(ctx, chair, year, sealing, 0); err != nil || c.Seal.Closed() || len(c.Prizes) == 0 || c.Altered {
		t.Errorf("open for work: %v", err)
	}
	if _, err := d.Bundle(ctx); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("open for work is open to the public: %v", err)
	}
	must(t, d.EndWork(ctx, officer, year))
	c, err := d.Category(ctx, chair, year, sealing, 0)
	if err != nil || !c.Seal.Closed() || c.Altered {
		t.Errorf("closed again: altered %t, %v", c.Altered, err)
	}
}

func secondOf[T any](_ T, err error) error { return err }

func TestNobodySignsWithoutAKey(t *testing.T) {
	s, d := at(t, demo.Decide)
	s.Tamper(`DELETE FROM seal_key WHERE person = '` + string(s.Person("chair").ID) + `'`)
	officer, chair := actor(t, s, "officer"), actor(t, s, "chair")
	if got := refusal(sealed(d.Sign(ctx, chair, year, "services"))); got != "envelope.refused.sign" {
		t.Errorf("signed: %q", got)
	}
	phrase, err := d.MakeKey(ctx, chair)
	must(t, err)
	if got := refusal(sealed(d.Sign(ctx, chair, year, "services"))); got != "envelope.refused.sign" {
		t.Errorf("a key that nobody has on paper counts: %q", got)
	}
	faultAt(t, d.ProveKey(ctx, chair, demo.Phrase), "phrase")
	must(t, d.ProveKey(ctx, chair, phrase))
	must(t, sealed(d.Sign(ctx, chair, year, "services")))
	must(t, sealed(d.Sign(ctx, officer, year, "services")))
}

func TestBrokenEnvelopeIsKeptAndAnOpenOneGivesTheDecisionsBack(t *testing.T) {
	for _, working := range []bool{false, true} {
		s, d := at(t, demo.Decide)
		sealNow(t, s, d)
		if working {
			s.OpenForWork()
		}
		must(t, d.BreakSeal(ctx, actor(t, s, "chair"), year, sealing, "A figure was wrong"))
		c, err := d.Category(ctx, actor(t, s, "chair"), year, sealing, 0)
		must(t, err)
		if taken := c.Prizes[0].Taken; (taken > 0) != working {
			t.Errorf("working %t: %d places are decided", working, taken)
		}
	}
}

func TestServerOpensAtTheSetMinuteOnce(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	s.CloseEnvelopes()
	officer, chair := actor(t, s, "officer"), actor(t, s, "chair")
	set := office.Act{Purpose: award.AtMinute, Phrase: demo.Phrase, Minute: s.Clock.Now().Add(time.Minute)}
	faultAt(t, d.AskOpening(ctx, officer, year, set), "minute")
	set.Minute = s.Clock.Now().Add(time.Hour)
	must(t, d.AskOpening(ctx, officer, year, set))
	if n, err := d.OpenDue(ctx); err != nil || n != 0 {
		t.Fatalf("one person set it: %d, %v", n, err)
	}
	if n, err := d.Open(ctx, chair, year, set); err != nil || n == 0 {
		t.Fatalf("%d, %v", n, err)
	}
	s.Clock.Set(set.Minute.Add(-time.Millisecond))
	if n, err := d.OpenDue(ctx); err != nil || n != 0 {
		t.Fatalf("before the minute: %d, %v", n, err)
	}
	if _, err := d.Bundle(ctx); !errors.Is(err, award.ErrNotFound) || mails(s, "result_won") > 0 {
		t.Error("something is out before the minute")
	}
	s.Clock.Set(set.Minute)
	again := office.New(s.DB, s.Store, s.Clock.Now) // as after a new start
	if n, err := again.OpenDue(ctx); n != 0 || refusal(err) != "" {
		t.Errorf("without the server's key: %d, %v", n, err)
	}
	again.Keep(demo.Key)
	n, err := again.OpenDue(ctx)
	if err != nil || n == 0 {
		t.Fatalf("at the minute: %d, %v", n, err)
	}
	if _, err := d.Bundle(ctx); err != nil {
		t.Error(err)
	}
	won, others := mails(s, "result_won"), mails(s, "result_finalist")
	if won == 0 || others == 0 {
		t.Errorf("%d and %d mails", won, others)
	}
	if n, err := d.OpenDue(ctx); err != nil || n != 0 || mails(s, "result_won") != won {
		t.Errorf("opened twice: %d, %v", n, err)
	}
}

func TestASetOpeningIsTakenBackByOnePerson(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	officer, chair := actor(t, s, "officer"), actor(t, s, "chair")
	set := office.Act{Purpose: award.AtMinute, Phrase: demo.Phrase, Minute: s.Clock.Now().Add(time.Hour)}
	must(t, d.AskOpening(ctx, officer, year, set))
	must(t, secondOf(d.Open(ctx, chair, year, set)))
	must(t, d.DropSetOpening(ctx, officer, year))
	s.Clock.Set(set.Minute)
	if n, err := d.OpenDue(ctx); err != nil || n != 0 {
		t.Errorf("%d, %v", n, err)
	}
}

// auditor gives the edition an auditor from outside.
func auditor(t *testing.T, s *testkit.Platform) award.Actor {
	t.Helper()
	p := award.Person{ID: award.NewID(), Email: "audit@example.org", Name: "Outside Auditor", Language: "en", Created: s.Clock.Now()}
	s.Update(func(tx *database.Tx) error {
		return errors.Join(tx.AddPerson(p), tx.Grant(p.ID, award.RoleAuditor, s.Sample.Edition.ID, 1))
	})
	a, err := s.Parts.Account.Actor(ctx, p.ID)
	must(t, err)
	return a
}

func TestNothingLeavesBeforeTheAuditorHasSigned(t *testing.T) {
	s, d := at(t, demo.Decide)
	sealNow(t, s, d)
	officer, chair := actor(t, s, "officer"), actor(t, s, "chair")
	outside := auditor(t, s)
	one := office.Act{Purpose: award.ForPublic, Category: sealing, Phrase: demo.Phrase}
	must(t, d.AskOpening(ctx, officer, year, one))
	for name, refused := range map[string]error{
		"opening": secondOf(d.Open(ctx, chair, year, one)), "export": exported(d.ResultTable(ctx, officer, year)),
	} {
		if got := refusal(refused); got != "audit.refused.unsigned" {
			t.Errorf("%s: %q", name, got)
		}
	}
	all, err := d.Tallies(ctx, outside, year)
	if err != nil || len(all.Tallies) != 1 || !all.Tallies[0].Closed {
		t.Fatalf("%+v, %v", all.Tallies, err)
	}
	if got := refusal(secondOf(d.SignTally(ctx, outside, year, office.Finding{Holds: true}))); got != "audit.refused.none" {
		t.Errorf("signs what is closed: %q", got)
	}
	s.OpenForWork()
	all, err = d.Tallies(ctx, outside, year)
	if err != nil || !all.Tallies[0].Holds() || all.Own {
		t.Fatalf("%+v, %v", all.Tallies, err)
	}
	if pieces, err := d.Evidence(ctx, outside, year); err != nil || len(pieces) != 1 || len(pieces[0].Pieces) == 0 {
		t.Errorf("%d, %v", len(pieces), err)
	}
	if n, err := d.SignTally(ctx, outside, year, office.Finding{Holds: true}); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	if n, err := d.Open(ctx, chair, year, one); err != nil || n != 1 {
		t.Errorf("signed: %d, %v", n, err)
	}
	must(t, exported(d.ResultTable(ctx, officer, year)))
}

func exported(_ *office.Table, err error) error { return err }

func TestWhatTheAuditorRefusesStaysWhoeverHoldsTheRole(t *testing.T) {
	s, d := at(t, demo.Decide)
	sealNow(t, s, d)
	s.OpenForWork()
	outside := auditor(t, s)
	faultAt(t, secondOf(d.SignTally(ctx, outside, year, office.Finding{})), "reason")
	must(t, secondOf(d.SignTally(ctx, outside, year, office.Finding{Reason: "A sheet is missing"})))
	s.Update(func(tx *database.Tx) error {
		return tx.Revoke(outside.Person.ID, award.RoleAuditor, s.Sample.Edition.ID)
	})
	one := office.Act{Purpose: award.ForPublic, Category: sealing, Phrase: demo.Phrase}
	must(t, d.AskOpening(ctx, actor(t, s, "officer"), year, one))
	if got := refusal(secondOf(d.Open(ctx, actor(t, s, "chair"), year, one))); got != "audit.refused.refused" {
		t.Errorf("%q", got)
	}
	if _, err := d.Tallies(ctx, outside, year); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("who is no auditor reads the tally: %v", err)
	}
}

func TestNobodyAuditsTheirOwnWork(t *testing.T) {
	s, d := at(t, demo.Decide)
	sealNow(t, s, d)
	s.OpenForWork()
	s.Update(func(tx *database.Tx) error {
		return tx.Grant(s.Person("officer").ID, award.RoleAuditor, s.Sample.Edition.ID, 1)
	})
	if got := refusal(secondOf(d.SignTally(ctx, actor(t, s, "officer"), year, office.Finding{Holds: true}))); got != "audit.refused.own" {
		t.Errorf("%q", got)
	}
}

func TestSignedTallyIsInTheRecordOfEverybody(t *testing.T) {
	_, d := at(t, demo.Public)
	text, err := d.Bundle(ctx)
	must(t, err)
	if !bytes.Contains(text, []byte(`audit.sign`)) {
		t.Error("the public bundle does not show that the auditor signed")
	}
}
