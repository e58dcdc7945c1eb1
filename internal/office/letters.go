package office

import (
	"context"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
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
