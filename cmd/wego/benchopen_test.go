package main

import (
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// opening measures the second act that opens sixty winners out of their
// envelopes, and the record that everybody verifies afterwards.
func (f *figures) opening(b *testing.B) {
	site := testkit.Site(b, demo.Decide)
	site.AddEntries(250)
	site.Update(func(tx *database.Tx) error {
		e, err := tx.EditionOf(2027)
		if err != nil {
			return err
		}
		e.Prizes[0].PerCategory, e.Prizes[1].PerCategory = 4, 10 // and one category has five finalists
		return tx.SaveEdition(e)
	})
	desk, officer, chair := site.Parts.Office, actorOf(b, site, "officer"), actorOf(b, site, "chair")
	for _, c := range site.Sample.Edition.Categories {
		sealAll(b, desk, officer, chair, c.Key)
	}
	act := office.Act{Purpose: award.ForPublic, Phrase: demo.Phrase}
	if err := desk.AskOpening(b.Context(), officer, 2027, act); err != nil {
		b.Fatal(err)
	}
	began, cpu := time.Now(), processor()
	n, err := desk.Open(b.Context(), chair, 2027, act)
	if err != nil || n != len(site.Sample.Edition.Categories) {
		b.Fatalf("%d opened, %v", n, err)
	}
	var t took
	t.add(time.Since(began), processor()-cpu)
	f.timing(b, "Opening 60 winners out of their envelopes, with mails", t, 2*time.Second, 50)
	audit, err := desk.AuditBundle(b.Context(), chair)
	if err != nil {
		b.Fatal(err)
	}
	var v took
	for range 5 {
		began, cpu := time.Now(), processor()
		if _, err := ledger.Verify(audit, desk.PublicKey()); err != nil {
			b.Fatal(err)
		}
		v.add(time.Since(began), processor()-cpu)
	}
	f.timing(b, "Verifying its record with every scoresheet", v, 0, 50)
}

func actorOf(b *testing.B, site *testkit.Platform, who string) award.Actor {
	b.Helper()
	a, err := site.Parts.Account.Actor(b.Context(), site.Person(who).ID)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// sealAll gives the places of a category in its order as far as there are entries,
// and seals it.
func sealAll(b *testing.B, desk *office.Desk, officer, chair award.Actor, category string) {
	b.Helper()
	fail := func(err error) {
		if err != nil {
			b.Fatalf("%s: %v", category, err)
		}
	}
	for {
		c, err := desk.Category(b.Context(), officer, 2027, category, 0)
		fail(err)
		var left []string
		for _, l := range c.Lines {
			if l.Prize.Key == "" && l.Rank > 0 {
				left = append(left, l.Entry.Reference)
			}
		}
		decided := true
		for _, p := range c.Prizes {
			if p.Open() {
				choice := office.Choice{Prize: p.Prize.Key, Outcome: award.Given, Entries: left[:min(len(left), p.Left())], Reason: "As the order says", Departure: "None"}
				if len(left) == 0 {
					choice.Outcome = award.Withheld
				}
				fail(desk.Decide(b.Context(), officer, 2027, category, choice))
				decided = false
				break
			}
		}
		if !decided {
			continue
		}
		if c.Unconfirmed() {
			fail(desk.ConfirmCorrections(b.Context(), officer, 2027, category, "Looked at"))
		}
		break
	}
	for _, who := range []award.Actor{officer, chair} {
		_, err := desk.Sign(b.Context(), who, 2027, category)
		fail(err)
	}
}
