package database

import (
	"context"
	"errors"
	"testing"

	"we-gov.org/awards/internal/award"
)

// onReal runs a test on each engine with the platform's own schema.
func onReal(t *testing.T, test func(t *testing.T, db *DB)) {
	onBoth(t, func(t *testing.T, url string) {
		db, err := Open(context.Background(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		test(t, db)
	})
}

func TestASessionThatWasEndedIsNotChangedBack(t *testing.T) {
	onReal(t, func(t *testing.T, db *DB) {
		s := award.Session{Token: "one", Person: "p", Data: []byte(`{"a":1}`), Expires: 200}
		update(t, db, func(tx *Tx) error { return tx.SaveSession(s) })
		update(t, db, func(tx *Tx) error {
			if err := tx.SaveSession(award.Session{Token: "two", Person: "p", Data: []byte("{}"), Expires: 300}); err != nil {
				return err
			}
			return tx.ChangeSession(award.Session{Token: "one", Person: "p", Data: []byte("{}"), Expires: 250})
		})
		update(t, db, func(tx *Tx) error {
			all, err := tx.SessionsOf("p", 240)
			if len(all) != 2 || all[0].Token != "two" || all[1].Expires != 250 {
				t.Errorf("sessions %+v", all)
			}
			if _, late := tx.Session("one", 250); !errors.Is(late, award.ErrNotFound) {
				t.Errorf("an expired session gives %v", late)
			}
			return err
		})
		update(t, db, func(tx *Tx) error { return tx.RemoveSessionsOf("p", "two") })
		update(t, db, func(tx *Tx) error {
			if err := tx.ChangeSession(s); !errors.Is(err, award.ErrConflict) {
				t.Errorf("changing an ended session gives %v", err)
			}
			all, err := tx.SessionsOf("p", 0)
			if len(all) != 1 {
				t.Errorf("sessions %+v", all)
			}
			return err
		})
	})
}

func TestASignInIsUsedOnce(t *testing.T) {
	onReal(t, func(t *testing.T, db *DB) {
		secret, hash := award.NewSecret()
		update(t, db, func(tx *Tx) error {
			if err := tx.AddSignIn(award.SignIn{ID: "s1", Email: "a@b.example", Hash: hash, CodeHash: "x", Next: "/en/", Created: 100, Expires: 200}); err != nil {
				return err
			}
			return tx.CountWrongCode("s1")
		})
		update(t, db, func(tx *Tx) error {
			s, err := tx.SignInBySecret(secret)
			if s.ID != "s1" || s.Attempts != 1 || s.Next != "/en/" {
				t.Errorf("kept %+v", s)
			}
			if err := tx.UseSignIn("s1", 150); err != nil {
				return err
			}
			if err := tx.UseSignIn("s1", 151); !errors.Is(err, award.ErrConflict) {
				t.Errorf("using it twice gives %v", err)
			}
			return err
		})
		update(t, db, func(tx *Tx) error {
			times, err := tx.SignInTimes("a@b.example", 50)
			if len(times) != 1 || times[0] != 100 {
				t.Errorf("times %v", times)
			}
			return errors.Join(err, tx.RemoveSignInsBefore(101))
		})
	})
}

func TestAnInvitationIsAnsweredOnceAndRenewed(t *testing.T) {
	onReal(t, func(t *testing.T, db *DB) {
		var first, renewed award.Invitation
		update(t, db, func(tx *Tx) (err error) {
			first, err = tx.Invite(award.Invitation{Email: " New@City.example", Role: award.RoleCity, City: "c", Right: award.MayEdit, By: "p", Created: 1000})
			return err
		})
		update(t, db, func(tx *Tx) (err error) {
			renewed, err = tx.RenewInvitation(first, 2000)
			return err
		})
		update(t, db, func(tx *Tx) error {
			if _, err := tx.InvitationBySecret(first.Secret); !errors.Is(err, award.ErrNotFound) {
				t.Errorf("the old secret gives %v", err)
			}
			i, err := tx.InvitationBySecret(renewed.Secret)
			if err != nil {
				return err
			}
			if i.Email != "new@city.example" || i.Accepted || !i.Open(2000) || i.Open(i.Expires) || i.Secret != "" {
				t.Errorf("kept %+v", i)
			}
			if err := tx.AnswerInvitation(i.ID, true, 3000); err != nil {
				return err
			}
			if err := tx.AnswerInvitation(i.ID, false, 3001); !errors.Is(err, award.ErrConflict) {
				t.Errorf("answering twice gives %v", err)
			}
			open, err := tx.InvitationsOpen()
			if len(open) != 0 {
				t.Errorf("open %+v", open)
			}
			return err
		})
	})
}

func TestMailIsClaimedOnceUntilItsHoldEnds(t *testing.T) {
	onReal(t, func(t *testing.T, db *DB) {
		post := func(key string, at award.Time) {
			update(t, db, func(tx *Tx) error {
				return tx.Post(award.Mail{Kind: "k", To: "a@b.example", Language: "en", Subject: key}, key, at)
			})
		}
		post("one", 100)
		post("one", 101)
		post("two", 102)
		claim := func(now award.Time) (subjects []string) {
			update(t, db, func(tx *Tx) error {
				subjects = nil
				n, err := tx.MailDue(now)
				if err != nil {
					return err
				}
				all, err := tx.ClaimMail(now, now+50, 10)
				for _, m := range all {
					subjects = append(subjects, m.Subject+" "+string(m.State))
				}
				if n != len(all) {
					t.Errorf("%d are due, %d claimed", n, len(all))
				}
				return err
			})
			return subjects
		}
		for _, c := range []struct {
			now  award.Time
			want int
		}{{99, 0}, {101, 1}, {120, 1}, {149, 0}, {151, 1}, {300, 2}} {
			if got := claim(c.now); len(got) != c.want {
				t.Errorf("at %d claimed %q, want %d", c.now, got, c.want)
			}
		}
		update(t, db, func(tx *Tx) error {
			counts, err := tx.MailCounts()
			if counts[award.MailSending] != 2 {
				t.Errorf("counts %v", counts)
			}
			all, err2 := tx.MailPage("", 0, 10)
			none, err3 := tx.MailPage(award.MailSent, 0, 10)
			if len(all) != 2 || len(none) != 0 || all[0].Subject != "two" {
				t.Errorf("pages %d, %d", len(all), len(none))
			}
			return errors.Join(err, err2, err3)
		})
	})
}

func TestGrantsAreListedForOneAndForAll(t *testing.T) {
	onReal(t, func(t *testing.T, db *DB) {
		update(t, db, func(tx *Tx) error {
			for _, id := range []award.ID{"a", "b"} {
				if err := tx.AddPerson(award.Person{ID: id, Email: string(id) + "@x.example"}); err != nil {
					return err
				}
				if err := tx.Grant(id, award.RoleAdmin, "", 1); err != nil {
					return err
				}
			}
			all, err := tx.Grants("")
			one, err2 := tx.Grants("b")
			if len(all) != 2 || len(one) != 1 || one[0].Person != "b" {
				t.Errorf("all %+v, one %+v", all, one)
			}
			return errors.Join(err, err2)
		})
	})
}
