package office_test

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/storage/database"
)

func TestWhatIsOpenedCanBeVerifiedByAnybody(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	if _, err := d.Bundle(ctx); !errors.Is(err, award.ErrNotFound) {
		t.Fatalf("a bundle before any result is open: %v", err)
	}
	officer, chair := actor(t, s, "officer"), actor(t, s, "chair")
	must(t, d.AskOpening(ctx, officer, year, everything))
	opened, err := d.Open(ctx, chair, year, everything)
	must(t, err)
	public, err := d.Bundle(ctx)
	must(t, err)
	report, err := ledger.Verify(public, d.PublicKey())
	must(t, err)
	if len(report.Results) != opened || opened == 0 {
		t.Errorf("%d results, opened %d", len(report.Results), opened)
	}
	for _, r := range report.Results {
		if r.Tallied || !r.Covered.Before(time.UnixMilli(int64(s.Clock.Now())).Add(time.Second)) || len(r.Prizes) == 0 || r.Prizes[0].City == "" {
			t.Errorf("%+v", r)
		}
	}
	audit, err := d.AuditBundle(ctx, chair)
	must(t, err)
	report, err = ledger.Verify(audit, d.PublicKey())
	must(t, err)
	for _, r := range report.Results {
		if !r.Tallied || r.Sheets == 0 {
			t.Errorf("%+v", r)
		}
	}
	if bytes.Contains(public, []byte(`\"kind\":\"sheet\"`)) || !bytes.Contains(audit, []byte(`\"kind\":\"sheet\"`)) {
		t.Error("scoresheets are in the public bundle, or not in the auditor's")
	}
}

// What is sealed holds the texts that bind, so that nobody can be told that a
// result was tampered with because a translation was mended.
func TestAMendedTranslationTouchesNoSealAndNoProof(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	officer, chair := actor(t, s, "officer"), actor(t, s, "chair")
	seals := func() (all map[string]award.Seal) {
		s.View(func(tx *database.Tx) (err error) {
			all, err = tx.Seals(s.Sample.Edition.ID)
			return err
		})
		return all
	}
	before := seals()
	mend := func() {
		set, err := d.Settings(ctx, officer, year)
		must(t, err)
		changed, err := d.ChangeEdition(ctx, officer, year, office.EditionChange{Version: set.Edition.Version, Part: "translations", Edit: func(e *award.Edition) award.Invalid {
			e.Translate("ko", e.Categories[0].Name, e.Translations["ko"][e.Categories[0].Name]+"!")
			e.Translate("ar", e.Criteria[0].Name, "الحاجة")
			return nil
		}})
		if must(t, err); !changed {
			t.Fatal("nothing was mended")
		}
	}
	mend()
	if after := seals(); len(after) == 0 || !reflect.DeepEqual(before, after) {
		t.Error("mending a translation changed what is sealed")
	}
	must(t, d.AskOpening(ctx, officer, year, everything))
	opened, err := d.Open(ctx, chair, year, everything)
	must(t, err)
	mend()
	audit, err := d.AuditBundle(ctx, chair)
	must(t, err)
	report, err := ledger.Verify(audit, d.PublicKey())
	if must(t, err); len(report.Results) != opened {
		t.Errorf("%d results verified, %d opened", len(report.Results), opened)
	}
}

// The demo's own results, sealed and opened in the past, are in the same record.
func TestTheDemosRecordVerifies(t *testing.T) {
	s, d := at(t, demo.Public)
	audit, err := d.AuditBundle(ctx, actor(t, s, "chair"))
	must(t, err)
	if _, err := ledger.Verify(audit, d.PublicKey()); err != nil {
		t.Error(err)
	}
	for _, who := range []string{"judge/meera", "producer", "admin", "city/port-oriel"} {
		if _, err := d.AuditBundle(ctx, actor(t, s, who)); !errors.Is(err, award.ErrNotFound) {
			t.Errorf("%s: %v", who, err)
		}
	}
}

func TestOpeningTakesTwoPeopleWithinADay(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	officer, chair := actor(t, s, "officer"), actor(t, s, "chair")
	refused := func(what string, a award.Actor, key string) {
		t.Helper()
		opened, err := d.Open(ctx, a, year, everything)
		r, ok := errors.AsType[*award.Refusal](err)
		if opened != 0 || !ok || r.Fault.Key != key {
			t.Errorf("%s: %d, %v", what, opened, err)
		}
	}
	refused("nobody asked", chair, "publish.refused.first")
	must(t, d.AskOpening(ctx, officer, year, everything))
	refused("the same person", officer, "publish.refused.same")
	s.Clock.Advance(25 * time.Hour)
	refused("a day later", chair, "publish.refused.first")
	must(t, d.AskOpening(ctx, officer, year, everything))
	must(t, d.ForgetOpening(ctx, officer, year, everything))
	refused("taken back", chair, "publish.refused.first")
	o, err := d.Opening(ctx, chair, year)
	must(t, err)
	if o.All[award.ForPublic] != nil {
		t.Error("a request stands that was taken back")
	}
	must(t, d.AskOpening(ctx, officer, year, everything))
	if o, err = d.Opening(ctx, officer, year); err != nil || o.All[award.ForPublic] == nil || !o.All[award.ForPublic].Mine {
		t.Errorf("%+v, %v", o.All, err)
	}
	opened, err := d.Open(ctx, chair, year, everything)
	must(t, err)
	if opened == 0 {
		t.Error("two people opened nothing")
	}
	if again, err := d.Open(ctx, chair, year, everything); err != nil || again != 0 {
		t.Errorf("again: %d, %v", again, err)
	}
}

func TestObserversGetEverySignatureByMail(t *testing.T) {
	s, d := at(t, demo.Judge)
	d.Keep(demo.Key, "observer@example.org", "other@example.org")
	before := mails(s, "checkpoint")
	s.Update(func(tx *database.Tx) error {
		return tx.Record(award.Event{At: s.Clock.Now(), Deed: award.DeedPlatformChore, Kind: "test", Subject: "x"})
	})
	c, err := d.Checkpoint(ctx, "hourly")
	must(t, err)
	_, err = d.Checkpoint(ctx, "hourly") // of the same: no second mail
	must(t, err)
	if n := mails(s, "checkpoint"); n != before+2 {
		t.Errorf("%d mails", n-before)
	}
	s.View(func(tx *database.Tx) error {
		all, err := tx.Outbox(10000)
		if err == nil && !slices.ContainsFunc(all, func(m award.Mail) bool { return m.To == "other@example.org" && strings.Contains(m.Text, c.Signed) }) {
			t.Error("no mail holds the signature")
		}
		return err
	})
}

func TestWithoutAKeyNothingOpens(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	d.Keep(office.Key{})
	must(t, d.AskOpening(ctx, actor(t, s, "officer"), year, everything))
	if _, err := d.Open(ctx, actor(t, s, "chair"), year, everything); !errors.Is(err, award.ErrConflict) {
		t.Error(err)
	}
	o, err := d.Opening(ctx, actor(t, s, "chair"), year)
	must(t, err)
	for _, c := range o.Categories {
		if !c.Opened.IsZero() {
			t.Errorf("%s is open", c.Category.Key)
		}
	}
}

// Somebody who alters the records behind the platform's back is found out by a
// checkpoint from before.
func TestWhatIsAlteredInTheRecordsIsFoundOut(t *testing.T) {
	s, d := at(t, demo.Public)
	chair := actor(t, s, "chair")
	before, err := d.Checkpoint(ctx, "hourly")
	must(t, err)
	for name, alter := range map[string]string{
		"a detail":     `UPDATE event SET detail = '{}' WHERE leaf = (SELECT MAX(leaf) FROM event WHERE deed = 'result.open')`,
		"a hash":       `UPDATE event SET hash = (SELECT hash FROM event WHERE leaf = 0) WHERE leaf = 3`,
		"a lost event": `DELETE FROM event WHERE leaf = (SELECT MAX(leaf) FROM event)`,
		"a result":     `UPDATE seal SET commitment = REPLACE(commitment, '0', '1')`,
	} {
		t.Run(name, func(t *testing.T) {
			s, d := at(t, demo.Public)
			chair := actor(t, s, "chair")
			_, err := d.Checkpoint(ctx, "hourly")
			must(t, err)
			s.Tamper(alter)
			audit, err := d.AuditBundle(ctx, chair)
			if err == nil {
				_, err = ledger.Verify(audit, d.PublicKey())
			}
			if err == nil {
				t.Error("not found")
			}
		})
	}
	audit, err := d.AuditBundle(ctx, chair)
	must(t, err)
	if _, err := ledger.Verify(audit, d.PublicKey(), before.Signed); err != nil {
		t.Error(err)
	}
}

func TestTheLogIsSignedHourlyAndWhenAStageBegins(t *testing.T) {
	s, d := at(t, demo.Judge)
	points := func() (all []award.Checkpoint) {
		s.View(func(tx *database.Tx) (err error) {
			all, err = tx.Checkpoints()
			return err
		})
		return all
	}
	deed := func() {
		t.Helper()
		s.Update(func(tx *database.Tx) error {
			return tx.Record(award.Event{At: s.Clock.Now(), Deed: award.DeedPlatformChore, Kind: "test", Subject: "x"})
		})
	}
	before := len(points())
	deed()
	s.Clock.Advance(59 * time.Minute)
	must(t, d.SignDue(ctx))
	if n := len(points()); n != before {
		t.Errorf("signed %d times within the hour", n-before)
	}
	s.Clock.Advance(time.Minute)
	must(t, d.SignDue(ctx))
	must(t, d.SignDue(ctx))
	all := points()
	if len(all) != before+1 || all[before].Why != "hourly" {
		t.Fatalf("%d checkpoints, %+v", len(all), all[len(all)-1])
	}
	next, _ := s.Sample.Edition.Stage(award.StageJury)
	s.Clock.Set(next.Opens.Add(-time.Minute))
	deed()
	must(t, d.SignDue(ctx))
	deed()
	s.Clock.Set(next.Opens)
	must(t, d.SignDue(ctx))
	all = points()
	if last := all[len(all)-1]; last.Why != award.StageJury {
		t.Errorf("a stage began, and the last signature is for %q", last.Why)
	}
	if _, err := ledger.OpenCheckpoint(all[len(all)-1].Signed, d.PublicKey()); err != nil {
		t.Error(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
