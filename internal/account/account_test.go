package account_test

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// house is a Desk on scratch records whose clock the test moves.
type house struct {
	*account.Desk
	t   *testing.T
	db  *database.DB
	now award.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	db, err := database.Open(t.Context(), filepath.Join(t.TempDir(), "account.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	h := &house{t: t, db: db, now: award.At(time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC))}
	h.Desk = account.New(db, func() award.Time { return h.now })
	return h
}

func (h *house) ask(email, from string) error {
	_, err := h.AskSignIn(h.t.Context(), account.Ask{Email: email, Language: "en", From: from})
	return err
}

func TestOneNetworkCannotMailTheWholeWorld(t *testing.T) {
	h := newHouse(t)
	asked := 0
	for i := range 60 {
		if h.ask("p"+strconv.Itoa(i)+"@town.example", "2001:db8:1:2:"+strconv.FormatInt(int64(i), 16)+"::1") == nil {
			asked++
		}
	}
	if asked != 40 {
		t.Errorf("one network had %d mails sent", asked)
	}
	if err := h.ask("other@town.example", "2001:db8:1:3::1"); err != nil {
		t.Errorf("its neighbour is refused: %v", err)
	}
	h.now = h.now.Add(16 * time.Minute)
	if err := h.ask("later@town.example", "2001:db8:1:2::1"); err != nil {
		t.Errorf("refused after a quarter of an hour: %v", err)
	}
}

func TestAnAddressIsMailedAtMostTwentyTimesADay(t *testing.T) {
	h := newHouse(t)
	mails := 0
	for range 24 * 60 {
		if h.ask("flood@town.example", "") == nil {
			mails++
		}
		h.now = h.now.Add(time.Minute)
	}
	if mails != 20 {
		t.Errorf("%d mails in a day", mails)
	}
}

func TestFreshLinkVoidsEarlierOnesWhenUsed(t *testing.T) {
	h := newHouse(t)
	links := func() (all []string) {
		err := h.db.View(t.Context(), func(tx *database.Tx) error {
			mails, err := tx.Outbox(10)
			for _, m := range mails {
				all = append(all, m.Link[len("/sign-in/"):])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	for range 2 {
		if err := h.ask("kim@town.example", ""); err != nil {
			t.Fatal(err)
		}
		h.now = h.now.Add(2 * time.Minute)
	}
	all := links()
	a, err := h.SignInByLink(t.Context(), all[0], "ko")
	if err != nil || a.Person.Language != "ko" || a.Person.Name != "" {
		t.Fatalf("%+v, %v", a, err)
	}
	if _, err := h.SignInByLink(t.Context(), all[1], "ko"); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("the other link gives %v", err)
	}
}

// commit stores a session as the session library does.
func (h *house) commit(token string, values map[string]any) {
	h.t.Helper()
	data, err := account.Codec{}.Encode(time.UnixMilli(int64(h.now)).Add(account.SessionLife), values)
	if err == nil {
		err = h.Sessions().CommitCtx(context.Background(), token, data, time.Now().Add(account.SessionIdle))
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestARequestInFlightBringsNoEndedSessionBack(t *testing.T) {
	h := newHouse(t)
	h.commit("t", map[string]any{account.SessionPerson: "p", account.SessionFresh: "yes"})
	data, found, err := h.Sessions().FindCtx(t.Context(), "t")
	if err != nil || !found {
		t.Fatalf("%v, %v", found, err)
	}
	_, values, err := account.Codec{}.Decode(data)
	if err != nil || values[account.SessionPerson] != "p" || values[account.SessionFresh] != nil {
		t.Errorf("kept %v, %v", values, err)
	}
	if err := h.Sessions().DeleteCtx(t.Context(), "t"); err != nil {
		t.Fatal(err)
	}
	values["notice"] = "ok|Saved"
	h.commit("t", values)
	if _, found, _ := h.Sessions().FindCtx(t.Context(), "t"); found {
		t.Error("the session is back")
	}
}

func TestWhatIsOverIsTidiedAway(t *testing.T) {
	h := newHouse(t)
	h.commit("t", map[string]any{account.SessionPerson: "p", account.SessionFresh: "yes"})
	if err := h.ask("kim@town.example", ""); err != nil {
		t.Fatal(err)
	}
	h.now = h.now.Add(4 * 24 * time.Hour)
	if err := h.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := h.db.View(t.Context(), func(tx *database.Tx) error {
		sessions, err := tx.SessionsOf("p", 0)
		asked, err2 := tx.SignInTimes("kim@town.example", 0)
		if len(sessions)+len(asked) != 0 {
			t.Errorf("left: %v, %v", sessions, asked)
		}
		return errors.Join(err, err2)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDigitsOfACodeHoweverTyped(t *testing.T) {
	for typed, want := range map[string]string{"123 456": "123456", "１２３-４５６": "123456", " 123456\n": "123456", "code 12": "12", "": ""} {
		if got := account.Digits(typed); got != want {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
}
