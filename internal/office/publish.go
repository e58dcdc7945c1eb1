package office

import (
	"context"
	"errors"
	"slices"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Opening is what opening results to the public would do, without a word about
// what they are.
type Opening struct {
	Edition    *award.Edition
	Categories []OpeningLine
	All        *FirstAct // the first act of opening every sealed result; nil for none
}

// FirstAct is the first act of an opening that waits for the second.
type FirstAct struct {
	By   string
	Mine bool // by the person who looks: the second must be another's
	At   award.Time
}

// OpeningLine is one category and how far its result has come.
type OpeningLine struct {
	Category award.Category
	Sealed   bool
	Opened   award.Time
	Asked    *FirstAct // nil for none
}

// Ready counts the categories that are sealed and not open yet.
func (o *Opening) Ready() int {
	n := 0
	for _, c := range o.Categories {
		if c.Sealed && c.Opened.IsZero() {
			n++
		}
	}
	return n
}

// Opening returns how far each category is from being open.
func (d *Desk) Opening(ctx context.Context, a award.Actor, year int) (*Opening, error) {
	var o *Opening
	err := d.db.View(ctx, func(tx *database.Tx) error {
		e, seals, err := openable(tx, a, year)
		if err != nil {
			return err
		}
		asks, err := d.asks(tx, a, e)
		if err != nil {
			return err
		}
		o = &Opening{Edition: e, All: asks[""]}
		for _, c := range e.Categories {
			o.Categories = append(o.Categories, OpeningLine{Category: c, Sealed: seals[c.Key].Sealed(), Opened: seals[c.Key].Opened, Asked: asks[c.Key]})
		}
		return nil
	})
	return o, err
}

// asks are the first acts that still wait, by category key.
func (d *Desk) asks(tx *database.Tx, a award.Actor, e *award.Edition) (map[string]*FirstAct, error) {
	all, err := tx.OpeningAsks(e.ID)
	if err != nil {
		return nil, err
	}
	out := map[string]*FirstAct{}
	for key, o := range all {
		names, err := tx.Names([]award.ID{o.By})
		if err != nil {
			return nil, err
		}
		if d.clock().Sub(o.At) <= askLasts {
			out[key] = &FirstAct{By: names[o.By], Mine: o.By == a.Person.ID, At: o.At}
		}
	}
	return out, nil
}

func openable(tx *database.Tx, a award.Actor, year int) (*award.Edition, map[string]award.Seal, error) {
	if err := award.MayTry(a, award.DeedOpen); err != nil {
		return nil, nil, err
	}
	e, err := tx.EditionOf(year)
	if err != nil {
		return nil, nil, err
	}
	seals, err := tx.Seals(e.ID)
	return e, seals, err
}

// askLasts is how long the first of the two acts of an opening waits for the
// second.
const askLasts = 24 * time.Hour

// AskOpening is the first of the two acts that open a category's sealed result,
// or every one that is sealed when category is empty. It opens nothing.
func (d *Desk) AskOpening(ctx context.Context, a award.Actor, year int, category string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		e, seals, err := openable(tx, a, year)
		if err != nil {
			return err
		}
		if len(waiting(e, seals, category)) == 0 {
			return nothing(e, seals, category)
		}
		now := d.clock()
		if err := tx.AskOpening(award.OpeningAsk{Edition: e.ID, Category: category, By: a.Person.ID, At: now}); err != nil {
			return err
		}
		return askRecord(tx, a, e, now, map[string]any{"category": category, "act": "ask"})
	})
}

// ForgetOpening takes the first act back.
func (d *Desk) ForgetOpening(ctx context.Context, a award.Actor, year int, category string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		e, _, err := openable(tx, a, year)
		if err != nil {
			return err
		}
		if err := tx.ForgetOpening(e.ID, category); err != nil {
			return err
		}
		return askRecord(tx, a, e, d.clock(), map[string]any{"category": category, "act": "forget"})
	})
}

func askRecord(tx *database.Tx, a award.Actor, e *award.Edition, now award.Time, detail map[string]any) error {
	return record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedAskOpen, Kind: "result", Subject: e.ID, Edition: e.ID}, detail)
}

// waiting are the categories that an opening concerns: those that are sealed and
// not open, or the one that is named.
func waiting(e *award.Edition, seals map[string]award.Seal, category string) (keys []string) {
	for _, c := range e.Categories {
		if s := seals[c.Key]; s.Sealed() && s.Opened.IsZero() && (category == "" || category == c.Key) {
			keys = append(keys, c.Key)
		}
	}
	return keys
}

// nothing says why there is nothing to open; nil when it is open already.
func nothing(e *award.Edition, seals map[string]award.Seal, category string) error {
	c, there := e.Category(category)
	switch {
	case category != "" && !there:
		return award.ErrNotFound
	case category != "" && !seals[category].Sealed():
		return award.Refuse(award.ErrConflict, "publish.refused.unsealed", "Category", c.Name)
	case category == "" && !slices.ContainsFunc(e.Categories, func(c award.Category) bool { return seals[c.Key].Sealed() }):
		return award.Refuse(award.ErrConflict, "publish.refused.none")
	}
	return nil
}

// Open is the second act, by another person than the first: it makes results
// public and returns how many; none when they are open already. The log is signed before, so that outsiders can
// see that a result was fixed before it was opened, and after.
func (d *Desk) Open(ctx context.Context, a award.Actor, year int, category string) (opened int, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		e, seals, err := openable(tx, a, year)
		if err != nil {
			return err
		}
		keys := waiting(e, seals, category)
		if opened = len(keys); opened == 0 {
			return nothing(e, seals, category)
		}
		if err := d.asked(tx, a, e, category); err != nil {
			return err
		}
		if _, err := d.sign(tx, whyOpening); err != nil {
			return err
		}
		for _, key := range keys {
			if _, err := tx.OpenResult(e, key, a.Person.ID, d.clock()); err != nil {
				return err
			}
		}
		if err := tx.ForgetOpening(e.ID, category); err != nil {
			return err
		}
		_, err = d.sign(tx, whyOpened)
		return err
	})
	if err != nil {
		return 0, err
	}
	return opened, nil
}

// asked refuses an opening without the first act of another person.
func (d *Desk) asked(tx *database.Tx, a award.Actor, e *award.Edition, category string) error {
	asks, err := tx.OpeningAsks(e.ID)
	if err != nil {
		return err
	}
	ask, there := asks[category]
	switch {
	case !there || d.clock().Sub(ask.At) > askLasts:
		return award.Refuse(award.ErrConflict, "publish.refused.first")
	case ask.By == a.Person.ID:
		return award.Refuse(award.ErrForbidden, "publish.refused.same")
	}
	return nil
}

// Publication is the winners of an edition with what of each is or will be
// public. Categories to which the person has a tie are left out before they
// are opened.
type Publication struct {
	Edition *award.Edition
	Winners []Winner
	// Waiting are categories that are not sealed yet, Tied those that are closed
	// to the person.
	Waiting, Tied []award.Category
}

// Winner is one entry that wins a prize.
type Winner struct {
	Category award.Category
	Prize    award.Prize
	Entry    award.Entry
	City     award.City
	Public   award.Publication
	Consents []string // statements that the city agreed to
	Slug     string   // of the practice, once it is public
	Edits    award.Edits
}

// Publication returns what is or will be public of each winner.
func (d *Desk) Publication(ctx context.Context, a award.Actor, year int) (*Publication, error) {
	var p *Publication
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		p, err = d.publicationOf(tx, a, year)
		return err
	})
	return p, err
}

func (d *Desk) publicationOf(tx *database.Tx, a award.Actor, year int) (*Publication, error) {
	if err := award.MayTry(a, award.DeedPublish); err != nil {
		return nil, err
	}
	e, err := tx.EditionOf(year)
	if err != nil {
		return nil, err
	}
	p := &Publication{Edition: e}
	for _, c := range e.Categories {
		if err := d.winners(tx, a, p, c); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (d *Desk) winners(tx *database.Tx, a award.Actor, p *Publication, c award.Category) error {
	k, err := d.known(tx, a, p.Edition, c)
	switch {
	case err != nil:
		return err
	case k.waiting:
		p.Waiting = append(p.Waiting, c)
	case k.tied:
		p.Tied = append(p.Tied, c)
	}
	for _, won := range k.prizes() {
		w, err := winnerOf(tx, p.Edition, won)
		if err != nil {
			return err
		}
		w.Category = c
		p.Winners = append(p.Winners, w)
	}
	return nil
}

// knownResult is what a person may know of a category's sealed or open result:
// nothing when it waits for its seal, or while they are kept from it.
type knownResult struct {
	waiting, tied bool
	seal          award.Seal
	result        award.Result
	amendments    []award.Amendment
}

// prizes are those that are given as things stand.
func (k knownResult) prizes() []award.PrizeWon {
	return slices.DeleteFunc(k.result.Standing(k.amendments), func(w award.PrizeWon) bool { return w.Entry == "" || w.Outcome == award.Withheld })
}

func (d *Desk) known(tx *database.Tx, a award.Actor, e *award.Edition, c award.Category) (k knownResult, err error) {
	k.seal, err = tx.Seal(e.ID, c.Key)
	if errors.Is(err, award.ErrNotFound) || err == nil && !k.seal.Sealed() {
		return knownResult{waiting: true}, nil
	}
	if err != nil {
		return k, err
	}
	if k.seal.Opened.IsZero() {
		switch _, err := d.resultRoom(tx, a, award.DeedResults, resultAt{e.Year, c.Key, 0}); {
		case errors.Is(err, award.ErrNotFound), errors.Is(err, award.ErrClosed):
			return knownResult{tied: true}, nil
		case err != nil:
			return k, err
		}
	}
	all, err := tx.Amendments(e.ID)
	if err != nil {
		return k, err
	}
	k.amendments = all[c.Key]
	k.result, err = k.seal.Result()
	return k, err
}

func winnerOf(tx *database.Tx, e *award.Edition, won award.PrizeWon) (w Winner, err error) {
	w.Prize, _ = e.Prize(won.Prize)
	if w.Entry, err = tx.Entry(won.Entry); err != nil {
		return w, err
	}
	if w.City, err = tx.City(w.Entry.City); err != nil {
		return w, err
	}
	answers, err := tx.Answers(won.Entry)
	if err != nil {
		return w, err
	}
	files, err := tx.Attachments(won.Entry)
	if err != nil {
		return w, err
	}
	if w.Edits, err = tx.Edits(won.Entry); err != nil {
		return w, err
	}
	w.Public = w.Edits.Apply(award.PublicationOf(e, w.Entry, answers, files))
	for _, q := range e.Questions {
		given := award.List(answers[q.Key].Value)
		for _, o := range q.Options {
			if q.Kind == award.Consents && slices.Contains(given, o.Value) {
				w.Consents = append(w.Consents, o.Label)
			}
		}
	}
	practice, err := tx.PracticeOfEntry(won.Entry)
	if err == nil {
		w.Slug = practice.Slug
	} else if errors.Is(err, award.ErrNotFound) {
		err = nil
	}
	return w, err
}
