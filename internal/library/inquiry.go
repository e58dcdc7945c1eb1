package library

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Why the asker's address is confirmed before anything is passed on. The form
// is open to everybody, and whoever fills it in names the address to which the
// copy and the answer go. If we mailed their words at once, the form would be a
// way to send any text to any address in our name. So the first mail holds
// nothing that the asker wrote; it goes to the address that they gave, and only
// who opens its link and presses the button there lets their words go out: one
// mail to the city and one copy to themselves. Each asker, practice and network
// has a limit for a day, and all together too. Somebody who is signed in has
// shown before that the address is theirs.

// Limits of questions.
const (
	inquiryMost    = 3000 // characters of a question
	inquiryName    = 120
	inquiriesFrom  = 5   // a day from one address
	inquiriesAbout = 30  // a day about one practice
	inquiriesAll   = 500 // a day in all
	day            = 24 * time.Hour
	// unconfirmedLasts is how long an asker has to say that the address is theirs.
	unconfirmedLasts = 7 * day
	// inquiryLasts is how long names, addresses and texts are kept, so that a
	// city can still answer.
	inquiryLasts = 180 * day
)

// asked is for questions from one network.
var asked = award.Gate{Name: "question", Most: 20, Span: time.Hour}

// Ask is a question to the city of a practice, or word that the asker's city
// does the same.
type Ask struct {
	award.Inquiry
	From string // the address on the net
}

// Ask keeps a question until its asker has shown that the address is theirs, or
// passes it on at once for somebody who is signed in; it reports which. Invalid
// with the field that is wrong, or with "text" when there were too many.
func (d *Desk) Ask(ctx context.Context, actor award.Actor, slug string, a Ask) (sent bool, err error) {
	now := d.clock()
	p, err := d.Open(ctx, slug)
	if err != nil {
		return false, err
	}
	q := a.Inquiry
	if actor.SignedIn() {
		q.Email = actor.Person.Email
	}
	if err := checkInquiry(q); err != nil {
		return false, err
	}
	q.ID, q.Practice, q.Created = award.NewID(), p.ID, now
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		again, err := tx.Shut(asked, a.From, now)
		switch {
		case err != nil:
			return err
		case again > 0:
			return award.Invalid{"text": award.WaitMinutes("library.fault.wait", now, again)}
		}
		if err := tx.CountFault(asked, a.From, now); err != nil {
			return err
		}
		from, about, all, err := tx.InquiriesSince(now.Add(-day), q.Email, p.ID)
		if err != nil {
			return err
		}
		if from >= inquiriesFrom || about >= inquiriesAbout || all >= inquiriesAll {
			return tooMany()
		}
		var secret string
		secret, q.AskerHash = award.NewSecret()
		if err := tx.AddInquiry(q); err != nil {
			return err
		}
		if err := record(tx, actor, award.DeedAskCity, now, q); err != nil {
			return err
		}
		if sent = actor.SignedIn(); sent {
			return d.relay(tx, &q, p, now)
		}
		mail := wordsOf(q.Language).Letter("library_confirm", award.Person{Email: q.Email}, "/asked/"+secret, "City", cityIn(q.Language, p))
		return tx.Post(mail, "library_confirm/"+string(q.ID), now)
	})
	return sent, err
}

func checkInquiry(q award.Inquiry) error {
	faults := award.Invalid{}
	need := func(field, value string, most int) {
		switch n := utf8.RuneCountInString(value); {
		case strings.TrimSpace(value) == "":
			faults.Add(field, "fault.required")
		case n > most:
			faults.Add(field, "fault.letters", "Count", most)
		}
	}
	need("name", q.Name, inquiryName)
	need("email", q.Email, inquiryName)
	need("city", q.City, inquiryName)
	need("text", q.Text, inquiryMost)
	if locale.Region(q.Country) == "" {
		faults.Add("country", "fault.required")
	}
	return faults.Or()
}

func tooMany() award.Invalid {
	faults := award.Invalid{}
	faults.Add("text", "library.fault.too_many")
	return faults
}

// Open returns a practice that stands in the library now.
func (d *Desk) Open(ctx context.Context, slug string) (p award.Practice, err error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return p, err
	}
	at, there := s.bySlug[slug]
	if !there {
		return p, award.ErrNotFound
	}
	return s.practices[at], nil
}

func wordsOf(language string) *locale.Words { return locale.Of(award.Person{Language: language}) }

func cityIn(language string, p award.Practice) string {
	return CityName(wordsOf(language).Code, p.CityName, p.Country)
}

func record(tx *database.Tx, actor award.Actor, deed award.Deed, now award.Time, q award.Inquiry) error {
	return tx.Record(award.Event{
		At: now, Actor: actor.Person.ID, Deed: deed, Kind: "inquiry", Subject: q.ID, Detail: fmt.Sprintf(`{"kind":%q,"practice":%q}`, q.Kind, q.Practice),
	})
}

// contacts are those who answer for the city of a practice: its members who may
// edit, or the Secretariat where it has none.
func contacts(tx *database.Tx, p award.Practice) (all []award.Person, ofCity bool, err error) {
	if all, err = tx.Editors(p.City); err != nil || len(all) > 0 {
		return all, err == nil, err
	}
	e, err := tx.RunningEdition()
	if errors.Is(err, award.ErrNotFound) {
		e, err = &award.Edition{}, nil
	}
	if err != nil {
		return nil, false, err
	}
	all, err = tx.RoleHolders(award.RoleOfficer, e.ID)
	return all, false, err
}

// relay passes a question on with a link to answer it, and sends its asker a
// copy.
func (d *Desk) relay(tx *database.Tx, q *award.Inquiry, p award.Practice, now award.Time) error {
	people, ofCity, err := contacts(tx, p)
	if err != nil {
		return err
	}
	var secret string
	secret, q.OwnerHash = award.NewSecret()
	q.Confirmed = now
	if err := tx.SaveInquiry(*q); err != nil {
		return err
	}
	for _, person := range people {
		w := locale.Of(person)
		kind := "library_" + string(q.Kind)
		if !ofCity {
			kind += "_desk"
		}
		mail := w.Letter(kind, person, "/answer/"+secret, toldOf(*q, w, p)...)
		if err := tx.Post(mail, fmt.Sprintf("%s/%s/%s", kind, q.ID, person.ID), now); err != nil {
			return err
		}
	}
	w := wordsOf(q.Language)
	return tx.Post(w.Letter("library_copy", award.Person{Email: q.Email}, "/library/"+p.Slug, toldOf(*q, w, p)...), "library_copy/"+string(q.ID), now)
}

// toldOf is what the mails about a question say of it.
func toldOf(q award.Inquiry, w *locale.Words, p award.Practice) []any {
	title := p.Title
	if title == "" {
		title = CategoryName(w, p)
	}
	return []any{
		"Name", q.Name, "From", w.T("library.ask.from", "City", q.City, "Country", w.Country(q.Country)), "Text", q.Text, "Reply", q.Reply,
		"Title", title, "City", CityName(w.Code, p.CityName, p.Country),
	}
}

// Asked returns the question whose asker has a secret, with its practice.
func (d *Desk) Asked(ctx context.Context, secret string) (q award.Inquiry, p award.Practice, err error) {
	return d.inquiry(ctx, secret, (*database.Tx).InquiryOfAsker)
}

// ToAnswer returns the question whose city has a secret, with its practice.
func (d *Desk) ToAnswer(ctx context.Context, secret string) (q award.Inquiry, p award.Practice, err error) {
	return d.inquiry(ctx, secret, (*database.Tx).InquiryOfOwner)
}

func (d *Desk) inquiry(ctx context.Context, secret string, find func(*database.Tx, string) (award.Inquiry, error)) (q award.Inquiry, p award.Practice, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		q, p, err = found(tx, secret, find)
		return err
	})
	return q, p, err
}

func found(tx *database.Tx, secret string, find func(*database.Tx, string) (award.Inquiry, error)) (q award.Inquiry, p award.Practice, err error) {
	if q, err = find(tx, award.HashSecret(secret)); err != nil {
		return q, p, err
	}
	if p, err = tx.Practice(q.Practice); err == nil && p.Withdrawn != 0 {
		err = award.ErrNotFound
	}
	return q, p, err
}

// PassOn lets a question go out whose asker has shown that the address is theirs.
// Twice sends nothing more.
func (d *Desk) PassOn(ctx context.Context, secret string) error {
	now := d.clock()
	return d.db.Update(ctx, func(tx *database.Tx) error {
		q, p, err := found(tx, secret, (*database.Tx).InquiryOfAsker)
		if err != nil || q.Confirmed != 0 {
			return err
		}
		if err := d.relay(tx, &q, p, now); err != nil {
			return err
		}
		return record(tx, award.Actor{}, award.DeedAskCity, now, q)
	})
}

// Answer is what a city says to a question: its words, or whether the other
// city does the same.
type Answer struct {
	Reply  string
	Accept bool // of a replication
}

// Answer sends the asker what the city says, and shows a replication that it
// confirms. A Refusal when it was answered before.
func (d *Desk) Answer(ctx context.Context, secret string, a Answer) error {
	now := d.clock()
	return d.db.Update(ctx, func(tx *database.Tx) error {
		q, p, err := found(tx, secret, (*database.Tx).InquiryOfOwner)
		if err != nil {
			return err
		}
		if q.Answered != 0 {
			return award.Refuse(award.ErrConflict, "library.refused.answered")
		}
		faults := award.Invalid{}
		if n := utf8.RuneCountInString(a.Reply); n > inquiryMost {
			faults.Add("reply", "fault.letters", "Count", inquiryMost)
		} else if q.Kind == award.InquiryQuestion && a.Reply == "" {
			faults.Add("reply", "fault.required")
		}
		if len(faults) > 0 {
			return faults
		}
		q.Answered, q.Reply, q.Accepted = now, a.Reply, a.Accept && q.Kind == award.InquiryReplication
		if err := tx.SaveInquiry(q); err != nil {
			return err
		}
		kind := "library_reply"
		if q.Kind == award.InquiryReplication {
			if kind = "library_unconfirmed"; q.Accepted {
				kind = "library_confirmed"
			}
		}
		w := wordsOf(q.Language)
		if err := tx.Post(w.Letter(kind, award.Person{Email: q.Email}, "/library/"+p.Slug, toldOf(q, w, p)...), kind+"/"+string(q.ID), now); err != nil {
			return err
		}
		return record(tx, award.Actor{}, award.DeedAnswerCity, now, q)
	})
}

// Tidy drops questions whose asker never said that the address is theirs, and
// takes people out of those that are long over.
func (d *Desk) Tidy(ctx context.Context) error {
	now := d.clock()
	return d.db.Update(ctx, func(tx *database.Tx) error {
		return tx.DropInquiries(now.Add(-unconfirmedLasts), now.Add(-inquiryLasts))
	})
}
