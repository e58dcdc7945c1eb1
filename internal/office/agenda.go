package office

import (
	"context"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// The kinds of item on the jury's agenda, in the order in which they are taken.
const (
	ItemFew       = "few"       // too few scoresheets to be placed
	ItemSpread    = "spread"    // judges are far apart
	ItemConfirm   = "confirm"   // a judge's correction is so great that somebody must look
	ItemTie       = "tie"       // the rule does not settle it
	ItemDispute   = "dispute"   // a prize would be another by the plain mean
	ItemFinalists = "finalists" // who goes on is not chosen
	ItemPrize     = "prize"     // a place is not decided
	ItemSign      = "sign"      // all is decided and two have not signed
)

// AgendaItem is one thing of a category that is undecided. Key names it in
// addresses and in the record.
type AgendaItem struct {
	Key     string
	Kind    string
	Entries []string // references
	Missing int      // scoresheets that an unplaced entry lacks; corrections to confirm
	Spread  float64
	Prize   PrizeState
	// Done: the record says that the jury has discussed it and leaves it as it is.
	Done bool
}

// Discussed reports whether the item is over when the jury has talked about it;
// others wait for a decision of their own.
func (i AgendaItem) Discussed() bool {
	return i.Kind == ItemFew || i.Kind == ItemSpread || i.Kind == ItemDispute
}

// agenda lists what is undecided in the category, in the order in which one
// thing needs the other. Nothing is while the round runs or once the result is
// sealed.
func (r *resultRoom) agenda(v *CategoryResult) []AgendaItem {
	if !r.over || r.seal.Sealed() || len(v.Lines) == 0 {
		return nil
	}
	var items []AgendaItem
	add := func(i AgendaItem) {
		i.Key = strings.Join(append([]string{i.Kind}, i.Entries...), ".")
		if i.Kind == ItemPrize {
			i.Key = ItemPrize + "." + i.Prize.Prize.Key
		}
		i.Done = i.Discussed() && slices.ContainsFunc(v.Minutes, func(m MinuteLine) bool { return m.Kind == "discuss" && m.Item == i.Key })
		items = append(items, i)
	}
	for _, l := range v.Lines {
		if l.Rank == 0 {
			add(AgendaItem{Kind: ItemFew, Entries: []string{l.Entry.Reference}, Missing: l.Missing})
		}
	}
	for _, l := range v.Lines {
		if l.Spread > spreadFlag {
			add(AgendaItem{Kind: ItemSpread, Entries: []string{l.Entry.Reference}, Spread: l.Spread})
		}
	}
	if v.Unconfirmed() {
		add(AgendaItem{Kind: ItemConfirm, Missing: len(v.Corrections)})
	}
	for _, l := range v.Lines {
		if group, first := l.openTie(slices.Contains(r.tieRule(), score.ByVote)); first {
			add(AgendaItem{Kind: ItemTie, Entries: group})
		}
	}
	if disputed := v.disputed(); len(disputed) > 0 {
		add(AgendaItem{Kind: ItemDispute, Entries: disputed})
	}
	if r.finalistsStand(r.now) == nil && !r.goesOn() {
		add(AgendaItem{Kind: ItemFinalists})
	}
	open := 0
	for _, p := range v.Prizes {
		if p.Open() {
			open++
			add(AgendaItem{Kind: ItemPrize, Prize: p})
		}
	}
	if open == 0 {
		add(AgendaItem{Kind: ItemSign})
	}
	return items
}

// disputed are the entries whose prize would be another by the plain mean.
func (c *CategoryResult) disputed() []string {
	var refs []string
	for _, l := range c.Lines {
		if l.Dispute != nil {
			refs = append(refs, l.Entry.Reference)
		}
	}
	return refs
}

// openTie returns the entries that are tied with this one and that the rule does
// not tell apart, and whether it is the first of them. Where the rule knows a
// vote, a place is shared only once there was one.
func (l ResultLine) openTie(votes bool) (group []string, first bool) {
	if l.Tie == nil {
		return nil, false
	}
	if waits := votes && l.Vote < 0 && l.Tie.Settled == score.Shared; l.Tie.Settled != "" && !waits {
		return nil, false
	}
	group = append([]string{l.Entry.Reference}, l.Tie.With...)
	slices.Sort(group)
	return group, group[0] == l.Entry.Reference
}

// item finds an item of the agenda by its key.
func (c MeetingCategory) item(key string) (AgendaItem, error) {
	i := slices.IndexFunc(c.Items, func(i AgendaItem) bool { return i.Key == key })
	if i < 0 {
		return AgendaItem{}, award.Refuse(award.ErrConflict, "meeting.refused.item")
	}
	return c.Items[i], nil
}

// Item finds an item of the agenda by its key; ErrNotFound for one that is not
// on it.
func (c MeetingCategory) Item(key string) (AgendaItem, error) {
	i, err := c.item(key)
	if err != nil {
		err = award.ErrNotFound
	}
	return i, err
}

// Discuss records what the jury said about an item of the agenda. The fault's
// field is text.
func (d *Desk) Discuss(ctx context.Context, a award.Actor, year int, category, item, text string) error {
	return d.atTable(ctx, a, year, category, item, func(tx *database.Tx, _ MeetingCategory, r *resultRoom, i AgendaItem) error {
		faults := award.Invalid{}
		if strings.TrimSpace(text) == "" {
			faults.Add("text", "meeting.fault.text")
		} else if len([]rune(text)) > reasonMax {
			faults.Add("text", "results.fault.long", "Count", reasonMax)
		}
		if err := faults.Or(); err != nil {
			return err
		}
		return d.minute(tx, a, r, "discuss", minuteDoc{Item: i.Key, Entries: i.Entries, Prize: i.Prize.Prize.Key, Reason: text})
	})
}

// atTable does something about an item of a category that may still change.
func (d *Desk) atTable(ctx context.Context, a award.Actor, year int, category, item string, do func(*database.Tx, MeetingCategory, *resultRoom, AgendaItem) error) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		t, err := d.table(tx, a, award.DeedMinute, year)
		if err != nil {
			return err
		}
		c, r, err := t.category(tx, award.DeedMinute, category)
		if err != nil {
			return err
		}
		if err := r.changeable(); err != nil {
			return err
		}
		i, err := c.item(item)
		if err != nil {
			return err
		}
		return do(tx, c, r, i)
	})
}

// Poll is a vote as it is noted: of an open one the answer of each voter, of a
// secret one how many gave each answer. "" is no answer and Abstain none of them.
type Poll struct {
	Item     string
	Question string
	Secret   bool
	Choices  map[award.ID]string
	Counts   map[string]int
}

// Abstain is the answer of a voter who votes for nothing.
const Abstain = "abstain"

// Options are the answers of a vote about an item: the entries between which it
// chooses, or for and against.
func (c MeetingCategory) Options(i AgendaItem) []string {
	switch i.Kind {
	case ItemTie:
		return i.Entries
	case ItemPrize:
		if len(i.Prize.Suggested) > 1 {
			return i.Prize.Suggested
		}
	}
	return []string{award.MotionFor, award.MotionAgainst}
}

// Ballot records a vote about an item. Only judges who are noted as present and
// have no tie to the category have one. A vote between tied entries settles the
// tie where the edition's rule knows a vote. Faults are those of the fields
// question, vote.VOTER, count.OPTION and counts.
func (d *Desk) Ballot(ctx context.Context, a award.Actor, year int, category string, p Poll) error {
	return d.atTable(ctx, a, year, category, p.Item, func(tx *database.Tx, c MeetingCategory, r *resultRoom, i AgendaItem) error {
		if len(c.Voters) == 0 {
			return award.Refuse(award.ErrConflict, "meeting.refused.nobody")
		}
		ballot, faults := p.ballot(c, c.Options(i))
		if err := faults.Or(); err != nil {
			return err
		}
		if i.Kind == ItemTie && slices.Contains(r.tieRule(), score.ByVote) {
			if err := r.settle(tx, a, ballot); err != nil {
				return err
			}
		}
		return d.minute(tx, a, r, "ballot", minuteDoc{Item: i.Key, Entries: i.Entries, Prize: i.Prize.Prize.Key, Ballot: &ballot})
	})
}

// settle keeps what a vote says about tied entries for the rule of ties.
func (r *resultRoom) settle(tx *database.Tx, a award.Actor, b award.Ballot) error {
	for _, o := range b.Options {
		e, there := r.byReference(o.Key)
		if !there {
			continue
		}
		v := award.TieVote{Edition: r.edition.ID, Round: r.last, Category: r.category.Key, Entry: e.ID, Count: o.Count, At: r.now, By: a.Person.ID}
		if err := tx.SaveTieVote(v); err != nil {
			return err
		}
	}
	return nil
}

func (p Poll) ballot(c MeetingCategory, options []string) (award.Ballot, award.Invalid) {
	b, faults := award.Ballot{Question: p.Question, Secret: p.Secret, Abstained: award.BallotOption{Key: Abstain}}, award.Invalid{}
	if strings.TrimSpace(p.Question) == "" {
		faults.Add("question", "meeting.fault.question")
	} else if len([]rune(p.Question)) > reasonMax {
		faults.Add("question", "results.fault.long", "Count", reasonMax)
	}
	for _, o := range options {
		b.Options = append(b.Options, award.BallotOption{Key: o})
	}
	for _, v := range c.Voters {
		b.Eligible = append(b.Eligible, v.ID)
	}
	if p.Secret {
		p.count(&b, faults)
	} else {
		p.call(&b, faults)
	}
	return b, faults
}

// answer is the option of a ballot with a key.
func answer(b *award.Ballot, key string) *award.BallotOption {
	if key == Abstain {
		return &b.Abstained
	}
	for i := range b.Options {
		if b.Options[i].Key == key {
			return &b.Options[i]
		}
	}
	return nil
}

// call notes who voted for what.
func (p Poll) call(b *award.Ballot, faults award.Invalid) {
	for _, voter := range b.Eligible {
		o := answer(b, p.Choices[voter])
		if o == nil {
			faults.Add("vote."+string(voter), "fault.required_choice")
			continue
		}
		o.Count++
		o.By = append(o.By, voter)
	}
}

// count notes how many voted for what: no more than may vote.
func (p Poll) count(b *award.Ballot, faults award.Invalid) {
	for key, n := range p.Counts {
		o := answer(b, key)
		switch {
		case o == nil:
			faults.Add("counts", "meeting.fault.option")
		case n < 0:
			faults.Add("count."+key, "fault.whole_number")
		default:
			o.Count = n
		}
	}
	if cast := b.Cast(); cast > len(b.Eligible) {
		faults.Add("counts", "meeting.fault.counts", "Count", len(b.Eligible), "Cast", cast)
	} else if cast == 0 {
		faults.Add("counts", "meeting.fault.none")
	}
}
