package office_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/storage/database"
)

func TestJudgeChecksTheOwnSheetsAndSeesNobodyElses(t *testing.T) {
	s, d := at(t, demo.Public)
	bundle, err := d.Bundle(ctx)
	must(t, err)
	seats := map[award.ID]int{}
	s.View(func(tx *database.Tx) error {
		for _, round := range []int{1, 2} {
			all, err := tx.Seats(s.Sample.Edition.ID, round)
			if err != nil {
				return err
			}
			for _, seat := range all {
				seats[seat.Judge]++
			}
		}
		return nil
	})
	counted := 0
	var files [][]byte
	for _, who := range []string{"judge/meera", "judge/kristjan", "judge/wanjiru"} {
		judge := actor(t, s, who)
		r, err := d.JudgeReceipt(ctx, judge, year)
		must(t, err)
		report, err := ledger.VerifyReceipt(r.File, bundle, d.PublicKey())
		must(t, err)
		if len(report.Counted) != len(r.Lines) || len(r.Lines) == 0 || len(r.Lines) > seats[judge.Person.ID] {
			t.Errorf("%s: %d lines, %d counted, %d seats", who, len(r.Lines), len(report.Counted), seats[judge.Person.ID])
		}
		counted += len(r.Lines)
		files = append(files, r.File)
	}
	if bytes.Equal(files[0], files[1]) {
		t.Error("two judges get the same receipt")
	}
	i := bytes.Index(files[0], []byte(`\"need\":`)) + len(`\"need\":`)
	altered := slices.Clone(files[0])
	altered[i] = '9'
	var f *ledger.Fault
	if _, err := ledger.VerifyReceipt(altered, bundle, d.PublicKey()); !errors.As(err, &f) || f.Kind != ledger.Uncounted {
		t.Errorf("an altered score: %v", err)
	}
}

func TestCityHoldsWhatItSentAgainstTheRecord(t *testing.T) {
	s, d := at(t, demo.Public)
	bundle, err := d.Bundle(ctx)
	must(t, err)
	city := actor(t, s, "city/port-oriel")
	text, err := s.Parts.Intake.Receipt(ctx, city, "2027-0040")
	must(t, err)
	report, err := ledger.VerifyReceipt(text, bundle, d.PublicKey())
	must(t, err)
	if report.Hash == "" || report.Sent.Deed != "entry.send" || !bytes.Contains(text, []byte("sha256")) {
		t.Errorf("%+v", report)
	}
	var f *ledger.Fault
	altered := bytes.Replace(text, []byte("document\":\"{"), []byte("document\":\"{ "), 1)
	if _, err := ledger.VerifyReceipt(altered, bundle, d.PublicKey()); !errors.As(err, &f) {
		t.Errorf("another document: %v", err)
	}
	if _, err := s.Parts.Intake.Receipt(ctx, actor(t, s, "city/marvale"), "2027-0040"); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("another city gets it: %v", err)
	}
}
