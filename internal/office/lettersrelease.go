package office

import (
	"context"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// LetterChoice is what the chair lets out beside scores and words.
type LetterChoice struct{ Comments, Places bool }

// LetterPreview returns the letter of one entry as its city would get it under a
// choice, beside the comments from which the chair chooses.
func (d *Desk) LetterPreview(ctx context.Context, a award.Actor, year int, category, ref string, c LetterChoice) (out *CategoryLetters, line LetterLine, err error) {
	out, err = d.CategoryLetters(ctx, a, year, category)
	if err != nil {
		return nil, line, err
	}
	i := slices.IndexFunc(out.Lines, func(l LetterLine) bool { return l.Entry.Reference == ref })
	if i < 0 {
		return nil, line, award.ErrNotFound
	}
	line = out.Lines[i]
	if out.Released.IsZero() {
		line.Letter = line.final(c)
	}
	return out, line, nil
}

// final is the letter with what the chair lets out.
func (l LetterLine) final(c LetterChoice) award.Letter {
	letter := l.Letter
	if !c.Places {
		letter.Rank = 0
	}
	if c.Comments {
		var texts []string
		for _, x := range l.Comments {
			if !x.Held {
				texts = append(texts, x.Text)
			}
		}
		letter.Comments = award.Shuffled(l.Entry.ID, texts)
	}
	return letter
}

// HoldComment keeps a judge's comment from the city, or lets it go again, until
// the category's letters are released.
func (d *Desk) HoldComment(ctx context.Context, a award.Actor, year int, category string, seat award.ID, hold bool) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		out, r, err := d.letters(tx, a, award.DeedHoldComment, year, category)
		if err != nil {
			return err
		}
		if !out.Released.IsZero() {
			return award.Refuse(award.ErrConflict, "letters.refused.released")
		}
		known := slices.ContainsFunc(out.Lines, func(l LetterLine) bool {
			return slices.ContainsFunc(l.Comments, func(c LetterComment) bool { return c.Seat == seat })
		})
		if !known {
			return award.ErrNotFound
		}
		if hold {
			err = tx.HoldComment(seat, a.Person.ID, r.now)
		} else {
			err = tx.FreeComment(seat)
		}
		if err != nil {
			return err
		}
		return record(tx, award.Event{At: r.now, Actor: a.Person.ID, Deed: award.DeedHoldComment, Kind: "seat", Subject: seat, Edition: r.edition.ID},
			map[string]any{"held": hold})
	})
}

// ReleaseLetters lets a category's feedback out: each city's page exists from
// now on and its people get a mail, in their language, that says so and nothing
// of the outcome. It is done once, after the result is open to the public. It
// returns how many mails were posted.
func (d *Desk) ReleaseLetters(ctx context.Context, a award.Actor, year int, category string, c LetterChoice) (mails int, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		mails = 0
		out, r, err := d.letters(tx, a, award.DeedRelease, year, category)
		switch {
		case err != nil:
			return err
		case !out.Released.IsZero():
			return award.Refuse(award.ErrConflict, "letters.refused.released")
		case out.Opened.IsZero():
			return award.Refuse(award.ErrClosed, "letters.refused.closed")
		case out.Altered:
			return award.Refuse(award.ErrConflict, "letters.refused.altered")
		}
		if err := tx.MayLeave(r.edition, category); err != nil {
			return err
		}
		doc := minuteDoc{Comments: c.Comments, Places: c.Places}
		for _, l := range out.Lines {
			letter := l.final(c)
			letter.At, letter.By = r.now, a.Person.ID
			if err := tx.AddLetter(letter); err != nil {
				return err
			}
			n, err := d.mailLetter(tx, r, l)
			if err != nil {
				return err
			}
			mails += n
			doc.Entries = append(doc.Entries, l.Entry.Reference)
		}
		return d.minute(tx, a, r, "released", doc)
	})
	return mails, err
}

// mailLetter tells everybody of an entry's city that its feedback is there.
func (d *Desk) mailLetter(tx *database.Tx, r *resultRoom, l LetterLine) (n int, err error) {
	members, err := membersOf(tx, l.Entry.City)
	if err != nil {
		return 0, err
	}
	for _, m := range members {
		if err := tx.Post(letterMail(m.Person, r.edition, l.Entry), "result_letter:"+string(l.Entry.ID)+":"+string(m.Person.ID), r.now); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// letterMail says that feedback is there: no score and no outcome, as a mail is
// read over many shoulders.
func letterMail(to award.Person, e *award.Edition, entry award.Entry) award.Mail {
	return locale.Of(to).Letter("result_letter", to, "/my/entries/"+entry.Reference+"/result",
		"Name", to.Name, "Title", entry.Title, "Reference", entry.Reference, "Edition", e.Name)
}

// LetterMail is the mail that a release would send about an entry, as a reader
// would get it.
func (d *Desk) LetterMail(to award.Person, e *award.Edition, entry award.Entry) award.Mail {
	return letterMail(to, e, entry)
}
