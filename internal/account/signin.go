package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// How long what was mailed is good, and how often it may be asked for.
const (
	codeLasts = 10 * time.Minute
	linkLasts = 30 * time.Minute
	// mostAttempts is how many wrong codes end a code.
	mostAttempts = 5
	// soonest is how long to wait before the same address is mailed again.
	soonest = time.Minute
	// An address is mailed at most so often within a quarter of an hour and
	// within a day, which also bounds how many codes can be guessed at.
	mostPerQuarter = 5
	mostPerDay     = 20
	quarter        = 15 * time.Minute
	day            = 24 * time.Hour
)

// Ask is a wish to be mailed a link and a code for signing in.
type Ask struct {
	Email    string // in its stored form
	Language string // of the page, and so of the mail
	Next     string // the page to go on to
	From     string // the address on the net
}

// AskSignIn mails a link and a code to an address and returns what was asked.
// It does the same whether or not somebody with the address is known, so that
// neither the answer nor its time tells. Invalid with the field "email" when
// the address or its network has asked too often.
func (d *Desk) AskSignIn(ctx context.Context, a Ask) (asked award.SignIn, err error) {
	now := d.clock()
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		again, err := tx.Shut(mailsAsked, a.From, now)
		switch {
		case err != nil:
			return err
		case again > 0:
			return wait("email", now, again)
		}
		times, err := tx.SignInTimes(a.Email, now.Add(-day))
		if err != nil {
			return err
		}
		if again = nextAsk(times, now); again > now {
			return wait("email", now, again)
		}
		if err := tx.CountFault(mailsAsked, a.From, now); err != nil {
			return err
		}
		asked = award.SignIn{ID: award.NewID(), Email: a.Email, Next: a.Next, Created: now, Expires: now.Add(linkLasts)}
		return postSignIn(tx, asked, a.Language)
	})
	return asked, err
}

// postSignIn stores a wish to sign in and posts its mail.
func postSignIn(tx *database.Tx, s award.SignIn, language string) error {
	secret, hash := award.NewSecret()
	code := newCode()
	s.Hash, s.CodeHash = hash, hashCode(s.ID, code)
	if err := tx.AddSignIn(s); err != nil {
		return err
	}
	words := locale.Of(award.Person{Language: language})
	mail := words.Letter(award.MailSignIn, award.Person{Email: s.Email}, "/sign-in/"+secret, "Code", code[:3]+" "+code[3:])
	return tx.Post(mail, "sign_in:"+string(s.ID), s.Created)
}

// nextAsk is when an address may be mailed again, given when it was, the latest
// first.
func nextAsk(times []award.Time, now award.Time) award.Time {
	var again award.Time
	if len(times) > 0 {
		again = times[0].Add(soonest)
	}
	if len(times) >= mostPerQuarter {
		again = max(again, times[mostPerQuarter-1].Add(quarter))
	}
	if len(times) >= mostPerDay {
		again = max(again, times[mostPerDay-1].Add(day))
	}
	return again
}

// wait says in a fault how long to wait: in seconds when it is soon.
func wait(field string, now, until award.Time) award.Invalid {
	if until.Sub(now) <= soonest {
		return award.Invalid{field: award.WaitSeconds("sign.fault.wait_seconds", now, until)}
	}
	return award.Invalid{field: award.WaitMinutes("sign.fault.wait_minutes", now, until)}
}

// Arrival is somebody who has shown that an address is theirs.
type Arrival struct {
	Person award.Person
	Next   string
}

// Code is a code as somebody typed it.
type Code struct {
	Typed    string
	Language string // of the page
	From     string // the address on the net
}

// SignInByCode lets in whoever types the code that was mailed for a wish to
// sign in. Invalid with the field "code" when it is wrong, late, used or tried
// too often; a wrong code is counted. The link in the same mail lets in all the
// same, so that nobody behind a shared address is locked out by another's codes.
func (d *Desk) SignInByCode(ctx context.Context, id award.ID, code Code) (a Arrival, err error) {
	now := d.clock()
	var faults award.Invalid
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		again, err := tx.Shut(codesWrong, code.From, now)
		if err != nil {
			return err
		}
		if again > 0 {
			faults = wait("code", now, again)
			return nil
		}
		if a, faults, err = byCode(tx, id, code, now); err != nil || len(faults) == 0 {
			return err
		}
		return tx.CountFault(codesWrong, code.From, now)
	})
	if err == nil {
		err = faults.Or()
	}
	return a, err
}

func byCode(tx *database.Tx, id award.ID, code Code, now award.Time) (a Arrival, faults award.Invalid, err error) {
	faults = award.Invalid{}
	s, err := tx.SignIn(id)
	switch {
	case errors.Is(err, award.ErrNotFound):
		faults.Add("code", "sign.fault.code_over")
		return a, faults, nil
	case err != nil:
		return a, nil, err
	case !s.Used.IsZero() || now >= s.Created.Add(codeLasts):
		faults.Add("code", "sign.fault.code_over")
		return a, faults, nil
	case s.Attempts >= mostAttempts:
		faults.Add("code", "sign.fault.code_tries")
		return a, faults, nil
	}
	if digits := Digits(code.Typed); subtle.ConstantTimeCompare([]byte(hashCode(s.ID, digits)), []byte(s.CodeHash)) != 1 {
		if left := mostAttempts - s.Attempts - 1; left > 0 {
			faults.Add("code", "sign.fault.code_wrong", "Count", left)
		} else {
			faults.Add("code", "sign.fault.code_tries")
		}
		return a, faults, tx.CountWrongCode(s.ID)
	}
	a, err = arrive(tx, s, code.Language, now)
	return a, nil, err
}

// OpenLink returns the wish to sign in behind a mailed link, which stays
// unused: programs that look into mail open links too. ErrNotFound when the link
// is unknown, used or late.
func (d *Desk) OpenLink(ctx context.Context, secret string) (s award.SignIn, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		s, err = openLink(tx, secret, d.clock())
		return err
	})
	return s, err
}

func openLink(tx *database.Tx, secret string, now award.Time) (award.SignIn, error) {
	s, err := tx.SignInBySecret(secret)
	if err == nil && (!s.Used.IsZero() || now >= s.Expires) {
		err = fmt.Errorf("sign-in link %s is over: %w", s.ID, award.ErrNotFound)
	}
	return s, err
}

// SignInByLink lets in whoever holds a mailed link, once. ErrNotFound when the
// link is unknown, used or late.
func (d *Desk) SignInByLink(ctx context.Context, secret, language string) (a Arrival, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		s, err := openLink(tx, secret, d.clock())
		if err != nil {
			return err
		}
		a, err = arrive(tx, s, language, d.clock())
		return err
	})
	return a, err
}

// AskAgain mails a new link and code for an earlier wish to sign in, to the same
// address. The errors are those of AskSignIn, and ErrNotFound.
func (d *Desk) AskAgain(ctx context.Context, earlier award.ID, a Ask) (award.SignIn, error) {
	return d.again(ctx, a, func(tx *database.Tx) (award.SignIn, error) { return tx.SignIn(earlier) })
}

// RenewLink is AskAgain by a mailed link that may be used or late. The address
// is told to nobody.
func (d *Desk) RenewLink(ctx context.Context, secret string, a Ask) (award.SignIn, error) {
	return d.again(ctx, a, func(tx *database.Tx) (award.SignIn, error) { return tx.SignInBySecret(secret) })
}

func (d *Desk) again(ctx context.Context, a Ask, earlier func(*database.Tx) (award.SignIn, error)) (award.SignIn, error) {
	err := d.db.View(ctx, func(tx *database.Tx) error {
		s, err := earlier(tx)
		a.Email, a.Next = s.Email, s.Next
		return err
	})
	if err != nil {
		return award.SignIn{}, err
	}
	return d.AskSignIn(ctx, a)
}

// arrive uses a wish to sign in up, and every other one of the address with it.
func arrive(tx *database.Tx, s award.SignIn, language string, now award.Time) (Arrival, error) {
	if err := tx.UseSignIn(s.ID, now); err != nil {
		return Arrival{}, err
	}
	if err := tx.UseSignInsOf(s.Email, now); err != nil {
		return Arrival{}, err
	}
	p, err := enter(tx, award.Person{Email: s.Email, Language: language, Created: now})
	return Arrival{Person: p, Next: s.Next}, err
}

// enter returns the person with the address of somebody, who is stored as a new
// person if nobody has it, and records that they signed in. A disabled person is
// refused: they have shown that the address is theirs, so they may know.
func enter(tx *database.Tx, somebody award.Person) (award.Person, error) {
	p, err := tx.PersonByEmail(somebody.Email)
	if errors.Is(err, award.ErrNotFound) {
		p = somebody
		p.ID = award.NewID()
		err = tx.AddPerson(p)
	}
	if err != nil {
		return award.Person{}, err
	}
	if !p.Disabled.IsZero() {
		return award.Person{}, award.Refuse(award.ErrForbidden, "sign.refused.disabled")
	}
	return p, tx.Record(award.Event{At: somebody.Created, Actor: p.ID, Deed: award.DeedSignIn, Kind: "person", Subject: p.ID})
}

// newCode returns six random digits.
func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // crypto/rand never fails
	}
	return fmt.Sprintf("%06d", n)
}

// hashCode binds a code to the one wish to sign in that it was mailed for.
func hashCode(id award.ID, code string) string { return award.HashSecret(string(id) + ":" + code) }

// Digits returns a typed or pasted code without what people put between the
// digits; full-width digits of Asian keyboards count as digits.
func Digits(code string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			r -= '０' - '0'
		}
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, code)
}

// Tidy drops the sessions and sign-ins that are over.
func (d *Desk) Tidy(ctx context.Context) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		if err := tx.RemoveSessionsBefore(d.clock()); err != nil {
			return err
		}
		return tx.RemoveSignInsBefore(d.clock().Add(-2 * day))
	})
}
