package office_test

import (
	"errors"
	"slices"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// harsh is a category in which one judge is so strict that the correction passes
// 15 % of the scale, and prizes fall otherwise by the plain mean.
func harsh(t *testing.T) (*testkit.Platform, *office.Desk, award.Actor) {
	t.Helper()
	s, d := at(t, demo.Decide)
	s.Lean(plain, "judge/huimin", -1)
	return s, d, actor(t, s, "chair")
}

func categoryOf(t *testing.T, d *office.Desk, a award.Actor, category string) *office.CategoryResult {
	t.Helper()
	c, err := d.Category(ctx, a, year, category, 0)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestGreatCorrectionIsConfirmedBeforeTheResultIsSigned(t *testing.T) {
	s, d, chair := harsh(t)
	c := categoryOf(t, d, chair, plain)
	if len(c.Corrections) != 1 || c.Corrections[0].Judge != s.Person("judge/huimin").ID || c.Corrections[0].Correction <= 0 {
		t.Fatalf("the corrections are %+v", c.Corrections)
	}
	if item := itemOf(t, tableOf(t, d, chair, plain), office.ItemConfirm); item.Missing != 1 || item.Discussed() {
		t.Errorf("the item is %+v", item)
	}
	refusedAs(t, sealed(d.Sign(ctx, chair, year, plain)), award.ErrConflict, "seal.lacks.confirm")
	faultAt(t, d.ConfirmCorrections(ctx, chair, year, plain, " "), "reason")
	before := events(s, award.DeedConfirm)
	if err := d.ConfirmCorrections(ctx, chair, year, plain, "We read the eight sheets: strict, but fair."); err != nil {
		t.Fatal(err)
	}
	if n := events(s, award.DeedConfirm); n != before+1 {
		t.Errorf("%d events of it", n-before)
	}
	c = categoryOf(t, d, chair, plain)
	if m := c.Minutes[0]; m.Kind != "confirm" || m.Reason == "" || m.Corrections[s.Person("judge/huimin").ID] != c.Corrections[0].Correction {
		t.Errorf("the record says %+v", m)
	}
	if c.Unconfirmed() || slices.Contains(kinds(tableOf(t, d, chair, plain)), office.ItemConfirm) {
		t.Error("it is still to be confirmed")
	}
	refusedAs(t, sealed(d.Sign(ctx, chair, year, plain)), award.ErrConflict, "seal.lacks.prize")
	refusedAs(t, d.ConfirmCorrections(ctx, chair, year, plain, "Again."), award.ErrConflict, "results.refused.confirmed")
}

func TestCorrectionThatHasGrownIsConfirmedAnew(t *testing.T) {
	s, d, chair := harsh(t)
	if err := d.ConfirmCorrections(ctx, chair, year, plain, "Strict, but fair."); err != nil {
		t.Fatal(err)
	}
	s.Lean(plain, "judge/huimin", -1)
	if c := categoryOf(t, d, chair, plain); !c.Unconfirmed() {
		t.Errorf("what was confirmed covers %+v", c.Corrections)
	}
}

func TestAgendaNamesThePrizesOnWhichOfficialScoreAndPlainMeanDisagree(t *testing.T) {
	_, d, chair := harsh(t)
	c := categoryOf(t, d, chair, plain)
	var disputed []string
	for _, l := range c.Lines {
		if l.Dispute != nil {
			disputed = append(disputed, l.Entry.Reference)
		}
	}
	item := itemOf(t, tableOf(t, d, chair, plain), office.ItemDispute)
	if len(disputed) == 0 || !slices.Equal(item.Entries, disputed) {
		t.Fatalf("the agenda names %v, the order %v", item.Entries, disputed)
	}
	if err := d.Discuss(ctx, chair, year, plain, item.Key, "The chair has looked: the official score stands."); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(kinds(tableOf(t, d, chair, plain)), office.ItemDispute) {
		t.Error("what was discussed is still open")
	}
	calm, quiet := at(t, demo.Decide)
	if slices.Contains(kinds(tableOf(t, quiet, actor(t, calm, "chair"), plain)), office.ItemDispute) {
		t.Error("a dispute where both agree")
	}
}

// Officers do not confirm, nor does a chair with a tie to the category; whoever an
// administrator makes chair for the time does.
func TestOnlyAChairWithoutATieConfirmsCorrections(t *testing.T) {
	s, d, chair := harsh(t)
	officer := actor(t, s, "officer")
	hidden := func(a award.Actor) {
		t.Helper()
		if err := d.ConfirmCorrections(ctx, a, year, plain, "Fair."); !errors.Is(err, award.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	}
	hidden(officer)
	e := categoryOf(t, d, officer, plain).Lines[0].Entry
	s.Update(func(tx *database.Tx) error {
		return tx.AddConflict(award.Conflict{ID: award.NewID(), Edition: e.Edition, Judge: chair.Person.ID, Entry: e.ID, Reason: "x", At: 1, By: chair.Person.ID})
	})
	hidden(chair)
	deputy := award.Actor{Person: officer.Person, Roles: []award.Role{award.RoleOfficer, award.RoleChair}}
	if err := d.ConfirmCorrections(ctx, deputy, year, plain, "Strict, but fair."); err != nil {
		t.Fatal(err)
	}
}
