package office

import (
	"context"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Opening is what opening results to the public would do, without a word about
// what they are.
type Opening struct {
	Edition    *award.Edition
	Categories []OpeningLine
	// All are the first acts that wait for every sealed result, by purpose.
	All map[award.Purpose]*FirstAct
	Set *SetMinute // nil for none
	// OwnKey: the person has a proved key. Audit is how far the auditor has come.
	OwnKey bool
	Audit  Audit
	// Gate is why results may not go out; nil when they may.
	Gate *award.Fault
	// Restarted are the names of the categories that were open for work until the
	// program was started anew; Until is when they would have been closed.
	Restarted []string
	Until     award.Time
}

// FirstAct is the first act of an opening that waits for the second.
type FirstAct struct {
	By     string
	Mine   bool // by the person who looks: the second must be another's
	At     award.Time
	Minute award.Time // of AtMinute
}

// OpeningLine is one category and how far its result has come.
type OpeningLine struct {
	Category award.Category
	Sealed   bool
	Opened   award.Time
	Asked    *FirstAct // to open it to the public; nil for none
	// Holders are those to whom its envelope is closed; none where it lies in no
	// envelope. Work is until when it is open for work.
	Holders []EnvelopeHolder
	State   EnvelopeState
	Work    award.Time
}

// SetMinute is an opening that two people have set.
type SetMinute struct {
	Minute        award.Time
	First, Second string
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

// Enclosed counts the categories that lie in envelopes.
func (o *Opening) Enclosed() (n int) {
	for _, c := range o.Categories {
		if len(c.Holders) > 0 {
			n++
		}
	}
	return n
}

// Working returns until when envelopes are open for work; zero when none is.
func (o *Opening) Working() (until award.Time) {
	for _, c := range o.Categories {
		until = max(until, c.Work)
	}
	return until
}

// Opening returns how far each category is from being open.
func (d *Desk) Opening(ctx context.Context, a award.Actor, year int) (*Opening, error) {
	var out *Opening
	err := d.db.View(ctx, func(tx *database.Tx) error {
		o, err := d.openable(tx, a, award.DeedOpen, year)
		if err != nil {
			return err
		}
		out, err = d.opening(tx, a, o)
		return err
	})
	return out, err
}

func (d *Desk) opening(tx *database.Tx, a award.Actor, o *openable) (*Opening, error) {
	out := &Opening{Edition: o.edition, All: map[award.Purpose]*FirstAct{}}
	asks, err := d.asks(tx, a, o)
	if err != nil {
		return nil, err
	}
	for _, purpose := range []award.Purpose{award.ForPublic, award.AtMinute, award.ForWork} {
		out.All[purpose] = asks[purpose][""]
	}
	for _, c := range o.edition.Categories {
		e, err := d.envelopeState(tx, o, c.Key)
		if err != nil {
			return nil, err
		}
		out.Categories = append(out.Categories, OpeningLine{
			Category: c, Sealed: e.Seal.Sealed(), Opened: e.Seal.Opened, Asked: asks[award.ForPublic][c.Key], Holders: e.Holders, State: e.State, Work: e.Work,
		})
	}
	if out.Restarted, out.Until, err = d.closedByRestart(tx, o); err != nil {
		return nil, err
	}
	if out.Audit, err = auditOf(tx, o.edition); err != nil {
		return nil, err
	}
	if refused, is := asRefusal(tx.MayLeave(o.edition, o.waiting("")...)); is {
		out.Gate = &refused.Fault
	} else if refused.Kind != nil {
		return nil, refused.Kind
	}
	return out, d.readSet(tx, a, out)
}

// asRefusal tells a refusal from another error, which it returns as the Kind.
func asRefusal(err error) (award.Refusal, bool) {
	if r, is := err.(*award.Refusal); is { //nolint:errorlint // the gate returns it bare
		return *r, true
	}
	return award.Refusal{Kind: err}, false
}

func (d *Desk) readSet(tx *database.Tx, a award.Actor, out *Opening) error {
	all, err := tx.SetOpenings()
	if err != nil {
		return err
	}
	for _, set := range all {
		if set.Edition != out.Edition.ID {
			continue
		}
		names, err := tx.Names([]award.ID{set.First, set.Second})
		if err != nil {
			return err
		}
		out.Set = &SetMinute{set.Minute, names[set.First], names[set.Second]}
	}
	keys, err := tx.SealKeys()
	for _, k := range keys {
		out.OwnKey = out.OwnKey || k.Person == a.Person.ID && !k.Proved.IsZero()
	}
	return err
}

// asks are the first acts that still wait, by purpose and category key.
func (d *Desk) asks(tx *database.Tx, a award.Actor, o *openable) (map[award.Purpose]map[string]*FirstAct, error) {
	out := map[award.Purpose]map[string]*FirstAct{award.ForPublic: {}, award.AtMinute: {}, award.ForWork: {}, award.ForPaper: {}}
	for _, k := range o.asks {
		names, err := tx.Names([]award.ID{k.By})
		if err != nil {
			return nil, err
		}
		if d.clock().Sub(k.At) <= askLasts {
			out[k.Purpose][k.Category] = &FirstAct{By: names[k.By], Mine: k.By == a.Person.ID, At: k.At, Minute: k.Minute}
		}
	}
	return out, nil
}

// tellOpened mails the people of the winners of a category that they have won,
// and those of its other finalists that the results are public. It is posted with
// the opening, so nobody learns it before everybody can.
func (d *Desk) tellOpened(tx *database.Tx, e *award.Edition, category string, practices []award.Practice) error {
	won := map[award.ID]award.Practice{}
	for _, p := range practices {
		won[p.Entry] = p
	}
	told, err := finalistsOf(tx, e, category)
	if err != nil {
		return err
	}
	for _, p := range practices {
		told[p.Entry] = true
	}
	for id := range told {
		entry, err := tx.Entry(id)
		if err != nil {
			return err
		}
		if entry.Category != category {
			continue
		}
		if err := d.tellOne(tx, e, entry, won[id]); err != nil {
			return err
		}
	}
	return nil
}

// finalistsOf are the finalists of a category: those of the second round, or the
// first of the order where there was none.
func finalistsOf(tx *database.Tx, e *award.Edition, category string) (map[award.ID]bool, error) {
	all, err := tx.Finalists(e.ID)
	if err != nil {
		return nil, err
	}
	s, err := tx.Seal(e.ID, category)
	if err != nil {
		return nil, err
	}
	r, err := s.Result()
	if err != nil || r.Round > 1 {
		return all, err
	}
	for _, id := range r.Finalists(e.Finalists) {
		all[id] = true
	}
	return all, nil
}

func (d *Desk) tellOne(tx *database.Tx, e *award.Edition, entry award.Entry, practice award.Practice) error {
	members, err := membersOf(tx, entry.City)
	if err != nil {
		return err
	}
	now := d.clock()
	kind, link := "result_finalist", "/winners/"+strconv.Itoa(e.Year)
	if practice.ID != "" {
		kind = "result_won"
		if practice.Published <= now {
			link = "/library/" + practice.Slug
		}
	}
	for _, m := range members {
		words := locale.Of(m.Person)
		prize, _ := e.Text(practice.Prize, words.Code)
		mail := words.Letter(kind, m.Person, link, "Name", m.Name, "Title", entry.Title, "Reference", entry.Reference, "Edition", e.In(words.Code).Name, "Prize", prize)
		if err := tx.Post(mail, kind+":"+string(entry.ID)+":"+string(m.Person.ID), now); err != nil {
			return err
		}
	}
	return nil
}
