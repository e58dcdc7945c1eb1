package intake

import (
	"context"
	"maps"
	"slices"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Change is one answer as a form posts it, with the version that the form
// showed.
type Change struct {
	Question string
	Value    string
	Version  int
}

// Clash is an answer that somebody else has changed since the form was shown.
// Nothing was overwritten: Mine is what the form holds, Theirs what is stored.
type Clash struct {
	Question award.Question
	Mine     string
	Theirs   award.Answer
	By       string // printed name of who changed it
}

// Saved is what became of a form.
type Saved struct {
	Answers map[string]award.Answer // as stored now, of the questions posted
	Clashes []Clash
	// Faults are of answers that are kept but cannot be sent as they are, and of
	// those that could not be kept; Lost names the latter.
	Faults award.Invalid
	Lost   []string
	At     award.Time
}

// Save keeps the answers of a form, each on its own: what is too long or not of
// its kind is kept as a draft and told in Faults, and what somebody else has
// changed meanwhile is returned as a Clash and not touched. An answer that the
// person has not changed is never a clash.
func (d *Desk) Save(ctx context.Context, a award.Actor, ref string, changes []Change) (s *Saved, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedEdit)
		if err != nil {
			return err
		}
		if o.Answers, err = tx.Answers(o.Entry.ID); err != nil {
			return err
		}
		s = &Saved{Answers: map[string]award.Answer{}, Faults: award.Invalid{}, At: o.Now}
		for _, c := range changes {
			if err := o.saveOne(tx, a, c, s); err != nil {
				return err
			}
		}
		return o.follow(tx)
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (o *Dossier) saveOne(tx *database.Tx, a award.Actor, c Change, s *Saved) error {
	q, there := o.Edition.Question(c.Question)
	if !there || q.Kind == award.FileKind {
		return award.ErrNotFound
	}
	now := o.Answers[q.Key]
	maps.Copy(s.Faults, q.CheckValue(c.Value))
	if !keepable(q, c.Value) {
		s.Lost = append(s.Lost, q.Key)
		s.Answers[q.Key] = now
		return nil
	}
	if now.Value != c.Value && now.Version != c.Version {
		before, err := tx.AnswerAt(o.Entry.ID, q.Key, c.Version)
		if err != nil {
			return err
		}
		if before != c.Value || now.Version < c.Version {
			return o.clash(tx, q, c, s)
		}
		c.Value = now.Value // the person left it as it was; the other's change stands
	}
	if now.Value != c.Value {
		now = award.Answer{Entry: o.Entry.ID, Question: q.Key, Value: c.Value, Version: now.Version, Changed: o.Now, By: a.Person.ID}
		if err := tx.SaveAnswer(&now); err != nil {
			return err
		}
		o.Answers[q.Key] = now
		if err := o.record(tx, a, award.DeedEdit, map[string]any{"question": q.Key, "version": now.Version}); err != nil {
			return err
		}
	}
	s.Answers[q.Key] = now
	return nil
}

func (o *Dossier) clash(tx *database.Tx, q award.Question, c Change, s *Saved) error {
	theirs := o.Answers[q.Key]
	names, err := tx.Names([]award.ID{theirs.By})
	if err != nil {
		return err
	}
	s.Answers[q.Key] = theirs
	s.Clashes = append(s.Clashes, Clash{Question: q, Mine: c.Value, Theirs: theirs, By: names[theirs.By]})
	return nil
}

// keepable reports whether a value can be stored as a draft: text of any kind
// within the store's limit, but only offered choices.
func keepable(q award.Question, value string) bool {
	if !utf8.ValidString(value) || utf8.RuneCountInString(value) > award.TextMax {
		return false
	}
	switch q.Kind {
	case award.Choice, award.Choices, award.Consents, award.Goals:
		return !slices.ContainsFunc(slices.Collect(maps.Values(q.CheckValue(value))), func(f award.Fault) bool { return f.Key == "form.fault.choice" })
	}
	return true
}

// follow brings title and category of the entry in line with its answers.
func (o *Dossier) follow(tx *database.Tx) error {
	title, category := o.Entry.Title, o.Entry.Category
	if v := o.Value("title"); v != "" && utf8.RuneCountInString(v) <= award.ShortMax {
		title = v
	}
	if _, there := o.Edition.Category(o.Value("category")); there {
		category = o.Value("category")
	}
	if title == o.Entry.Title && category == o.Entry.Category {
		return nil
	}
	o.Entry.Title, o.Entry.Category = title, category
	return tx.SaveEntry(&o.Entry)
}
