package office

import (
	"context"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// Letters is how far each category's feedback to its cities has come.
type Letters struct {
	Edition    *award.Edition
	Categories []LettersLine
}

// LettersLine is one category's feedback. When Tied is set the person has a tie
// to one of its entries, and nothing else is filled in.
type LettersLine struct {
	Category award.Category
	Tied     bool
	Entries  int
	Opened   award.Time
	Released award.Time
}

// CategoryLetters is what the cities of a category will be told, or were.
type CategoryLetters struct {
	Edition  *award.Edition
	Category award.Category
	Opened   award.Time
	Released award.Time
	// Altered: the scoresheets no longer give what was sealed.
	Altered bool
	Lines   []LetterLine
	Mails   int
}

// LetterLine is the letter of one entry before it is released, with all of its
// comments, or as it was.
type LetterLine struct {
	Entry    award.Entry
	City     award.City
	Letter   award.Letter
	Comments []LetterComment
	People   int // who get a mail
}

// Held counts the comments that do not go to the city.
func (l LetterLine) Held() int {
	n := 0
	for _, c := range l.Comments {
		if c.Held {
			n++
		}
	}
	return n
}

// LetterComment is what one judge wrote on the whole entry.
type LetterComment struct {
	Seat award.ID
	Text string
	Held bool
}

// LetterChoice is what the chair lets out beside scores and words.
type LetterChoice struct{ Comments, Places bool }

// Letters lists the categories with how far their feedback has come.
func (d *Desk) Letters(ctx context.Context, a award.Actor, year int) (*Letters, error) {
	var out *Letters
	err := d.db.View(ctx, func(tx *database.Tx) error {
		if err := award.MayTry(a, award.DeedLetters); err != nil {
			return err
		}
		e, err := tx.EditionOf(year)
		if err != nil {
			return err
		}
		out = &Letters{Edition: e}
		for _, c := range e.Categories {
			line := LettersLine{Category: c}
			r, err := d.resultRoom(tx, a, award.DeedLetters, resultAt{year, c.Key, 0})
			if errors.Is(err, award.ErrNotFound) || errors.Is(err, award.ErrClosed) {
				line.Tied = true
				out.Categories = append(out.Categories, line)
				continue
			}
			if err != nil {
				return err
			}
			line.Entries, line.Opened = len(r.all), r.seal.Opened
			told, err := tx.Letters(e.ID, c.Key)
			if err != nil {
				return err
			}
			for _, l := range told {
				line.Released = l.At
			}
			out.Categories = append(out.Categories, line)
		}
		return nil
	})
	return out, err
}

// CategoryLetters returns what the cities of a category will be told, or were.
func (d *Desk) CategoryLetters(ctx context.Context, a award.Actor, year int, category string) (*CategoryLetters, error) {
	var out *CategoryLetters
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		out, _, err = d.letters(tx, a, award.DeedLetters, year, category)
		return err
	})
	return out, err
}

func (d *Desk) letters(tx *database.Tx, a award.Actor, deed award.Deed, year int, category string) (*CategoryLetters, *resultRoom, error) {
	r, err := d.resultRoom(tx, a, deed, resultAt{year, category, 0})
	if err != nil {
		return nil, nil, err
	}
	rooms := []*resultRoom{r}
	if r.last == 2 {
		first, err := d.resultRoom(tx, a, deed, resultAt{year, category, 1})
		if err != nil {
			return nil, nil, err
		}
		rooms = append(rooms, first)
	}
	out := &CategoryLetters{Edition: r.edition, Category: r.category, Opened: r.seal.Opened}
	told, err := tx.Letters(r.edition.ID, category)
	if err != nil {
		return nil, nil, err
	}
	held, err := tx.HeldComments(r.edition.ID)
	if err != nil {
		return nil, nil, err
	}
	w := letterWriter{out: out, told: told, held: held, prizes: r.prizesWon()}
	for _, room := range rooms {
		if err := w.write(tx, room); err != nil {
			return nil, nil, err
		}
	}
	return out, r, nil
}

// prizesWon are the keys of the prizes that the sealed result gives, by entry;
// nothing before it is opened.
func (r *resultRoom) prizesWon() map[award.ID]string {
	won := map[award.ID]string{}
	if sealed, err := r.seal.Result(); err == nil && !r.seal.Opened.IsZero() {
		for _, p := range sealed.Prizes {
			if p.Outcome != award.Withheld {
				won[p.Entry] = p.Prize
			}
		}
	}
	return won
}

// letterWriter writes the letters of a category: of each entry from the last
// round in which it stood.
type letterWriter struct {
	out    *CategoryLetters
	told   map[award.ID]award.Letter
	held   map[award.ID]bool
	prizes map[award.ID]string
}

func (w letterWriter) write(tx *database.Tx, r *resultRoom) error {
	in := r.input()
	in.Policy.Draws = 1 // of the doubt, a letter tells only the error, which needs no draws
	order, err := r.ordered(score.Assess(in))
	if err != nil {
		return err
	}
	v, err := r.viewOf(tx, order)
	if err != nil {
		return err
	}
	w.out.Altered = w.out.Altered || v.Altered
	placed := 0
	for _, l := range v.Lines {
		if l.Rank > 0 {
			placed++
		}
	}
	for _, l := range v.Lines {
		if slices.ContainsFunc(w.out.Lines, func(o LetterLine) bool { return o.Entry.ID == l.Entry.ID }) {
			continue
		}
		line := LetterLine{Entry: l.Entry, City: l.City, Letter: w.letter(r, l, placed)}
		for _, j := range l.Judges {
			if j.Counted && j.Sheet.Comment != "" {
				line.Comments = append(line.Comments, LetterComment{Seat: j.Sheet.Seat, Text: j.Sheet.Comment, Held: w.held[j.Sheet.Seat]})
			}
		}
		members, err := membersOf(tx, l.Entry.City)
		if err != nil {
			return err
		}
		if told, there := w.told[l.Entry.ID]; there {
			line.Letter, w.out.Released = told, told.At
		}
		line.People = len(members)
		w.out.Mails += line.People
		w.out.Lines = append(w.out.Lines, line)
	}
	return nil
}

// letter is what follows from the scores alone.
func (w letterWriter) letter(r *resultRoom, l ResultLine, placed int) award.Letter {
	finalist := r.finalists[l.Entry.ID] || !r.goesOn() && l.Rank > 0 && l.Rank <= r.edition.Finalists
	letter := award.Letter{
		Entry: l.Entry.ID, Edition: r.edition.ID, Reference: l.Entry.Reference, Category: r.category.Key, Round: r.round, Rank: l.Rank, Of: placed,
		Band: award.BandOf(l.Rank, placed, finalist), Score: l.explain(), Criteria: r.edition.ExplainCriteria(l.Criteria),
	}
	if prize, won := w.prizes[l.Entry.ID]; won {
		letter.Band, letter.Prize = award.BandWinner, prize
	}
	return letter
}

// explain says how the official score of an entry comes about: each total and
// what the engine adds to it because its judge is stricter or milder than others,
// and how sure it is.
func (l ResultLine) explain() award.Explanation {
	var scores []award.ExplainedScore
	for _, j := range l.Judges {
		if j.Counted {
			scores = append(scores, award.ExplainedScore{Total: j.Total, Correction: j.Correction})
		}
	}
	doubt := 0.0
	if l.Doubt != nil {
		doubt = l.Doubt.SE
	}
	x := award.Explain(scores, doubt)
	x.Official, x.Raw = l.Official, l.Mean // as the engine rounds the exact sums
	return x
}

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
