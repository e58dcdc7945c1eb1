package database

import (
	"errors"
	"slices"
	"testing"

	"we-gov.org/awards/internal/award"
)

// announced is a category whose result was opened at 9, with the certificate of its
// only winner.
func announced(t *testing.T, url string) (*DB, *award.Edition, award.Certificate) {
	t.Helper()
	db, e, entry := judged(t, url)
	result := award.Result{Nonce: "n", Category: "services", Prizes: []award.PrizeWon{{Prize: "best", Outcome: award.Given, Entry: entry.ID}, {Prize: "good", Outcome: award.Withheld}}}
	doc, sum, _ := result.Canonical()
	var made []award.Certificate
	update(t, db, func(tx *Tx) error {
		return tx.AddSeal(award.Seal{Edition: e.ID, Category: "services", Doc: doc, SHA256: sum, First: "a", FirstAt: 1, Second: "b", SecondAt: 2})
	})
	err := db.Update(t.Context(), func(tx *Tx) error {
		return tx.AmendResult(e, award.Amendment{Edition: e.ID, Category: "services", Prize: "best", Entry: entry.ID, Act: award.PrizeRevoked, Reason: "r", At: 5, By: "x"})
	})
	if !errors.Is(err, award.ErrConflict) {
		t.Errorf("a sealed result is amended: %v", err)
	}
	update(t, db, func(tx *Tx) error {
		_, err := tx.OpenResult(e, "services", "producer", 9)
		made, _ = tx.Certificates(e.ID)
		return err
	})
	if foretold := result.Certificates(e.ID, 9); len(made) != 1 || made[0].Entry != entry.ID || made[0].Prize != "best" || !slices.Equal(made, foretold) {
		t.Fatalf("the opening certifies %+v, its result foretells %+v", made, foretold)
	}
	return db, e, made[0]
}

func TestAPrizeHasOneCertificate(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, _, c := announced(t, url)
		update(t, db, func(tx *Tx) error {
			err := tx.NameCertificate(c.Code, "Marvale City", "도시")
			of, err2 := tx.CertificatesOfEntry(c.Entry)
			one, err3 := tx.Certificate(c.Code)
			if len(of) != 1 || of[0] != one || one.Name != "Marvale City" || one.LocalName != "도시" {
				t.Errorf("named: %+v, %+v", of, one)
			}
			return errors.Join(err, err2, err3)
		})
		c.Code = award.NewCode()
		if err := db.Update(t.Context(), func(tx *Tx) error { return tx.AddCertificate(c) }); !errors.Is(err, award.ErrConflict) {
			t.Errorf("a second certificate: %v", err)
		}
	})
}

// Two acts of one instant are told in the order in which they were done.
func TestAnAmendmentTakesThePageAndGivesItBack(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, e, c := announced(t, url)
		act := func(act award.PrizeAct) (p award.Practice, u award.Upkeep, taken bool) {
			update(t, db, func(tx *Tx) error {
				err := tx.AmendResult(e, award.Amendment{Edition: e.ID, Category: "services", Prize: "best", Entry: c.Entry, Act: act, Reason: "As it is.", At: 30, By: "x"})
				if err != nil {
					return err
				}
				if p, err = tx.PracticeOfEntry(c.Entry); err != nil {
					return err
				}
				u, err = tx.Upkeep(p.ID)
				taken, _ = tx.PrizeTaken(c.Entry)
				return err
			})
			return p, u, taken
		}
		if p, u, taken := act(award.PrizeRevoked); p.Withdrawn != 30 || p.Notice != "As it is." || !u.Revoked || !taken {
			t.Errorf("revoked: %+v, %+v, %v", p, u, taken)
		}
		if p, u, taken := act(award.PrizeRestored); p.Withdrawn != 0 || p.Notice != "" || u.Revoked || taken {
			t.Errorf("restored: %+v, %+v, %v", p, u, taken)
		}
		if p, u, taken := act(award.PrizeReturned); p.Withdrawn != 30 || u.Revoked || !taken {
			t.Errorf("returned: %+v, %+v, %v", p, u, taken)
		}
		update(t, db, func(tx *Tx) error {
			by, err := tx.Amendments(e.ID)
			all := by["services"]
			if len(all) != 3 || all[0].Act != award.PrizeRevoked || all[1].Act != award.PrizeRestored || all[2].Act != award.PrizeReturned {
				t.Errorf("the acts are %+v", all)
			}
			return err
		})
	})
}
