package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// PanelVerdict is how good panels are and how far that is proved.
type PanelVerdict struct {
	Goals []PanelGoal
	// Certificate is the SHA-256 of the proof; Rejected says that the independent
	// check does not accept it.
	Certificate string
	Rejected    bool
	// Stopped: the search was ended before there was a proof.
	Stopped bool
	// Changed: judges, entries or ties are not what they were when it was made.
	Changed bool
	// ByHand counts the seats that were given or taken since.
	ByHand    int
	Witnesses []PanelWitness
}

// Proved reports whether every goal of the proposal is known to be met as well
// as can be.
func (v PanelVerdict) Proved() bool {
	return !v.Rejected && !v.Stopped && !slices.ContainsFunc(v.Goals, func(g PanelGoal) bool { return !g.Proved })
}

// PanelGoal is one aim of a proposal: what it reached, the bound that nothing
// can pass, and what the panels are worth as they stand now.
type PanelGoal struct {
	Key          string
	Level        int // of the goal levels: expertise as the judge stated it, from 0
	Value, Bound int
	Now          int
	Proved       bool
}

// PanelWitness says why something cannot be: seats that must stay empty, or when
// Loads is set judges who cannot have their minimum.
type PanelWitness struct {
	Loads  bool
	reason Reason
	room   *panelRoom
}

// namedMost is how many judges or entries a sentence on a page names.
const namedMost = 8

// Tell puts the witness into a reader's words; entries to which the reader has a tie
// are not named.
func (w PanelWitness) Tell(words *locale.Words) Told {
	name := func(id string) string { return w.room.known(words, id) }
	return Proofs{Words: words, Name: name, Most: namedMost, Policy: w.room.in.Policy}.Tell(w.reason)
}

// Lacks is how many of the empty places the witness accounts for; 0 where it does
// not count them.
func (w PanelWitness) Lacks() int { return max(0, w.reason.Need-w.reason.Have) }

// known is what the reader knows an entry or a judge by.
func (r *panelRoom) known(words *locale.Words, id string) string {
	if i := slices.IndexFunc(r.entries, func(e award.Entry) bool { return string(e.ID) == id }); i >= 0 {
		if r.stakes.bar(r.entries[i]) {
			return words.T("assign.witness.hidden")
		}
		return r.entries[i].Reference
	}
	if name := r.nameOf(id); name != "" {
		return name
	}
	return words.T("assign.left")
}

// PanelPool is how the judges of a category are linked by the entries that they
// share; scores can be compared only within one group.
type PanelPool struct {
	Category string
	Groups   [][]PanelNode
	Entries  []PanelNode
	// Lines join judges and entries by their IDs.
	Lines    []award.PlanSeat
	Pivots   []string // names of judges without whom the rest would fall apart
	Thin     []string // names of judges who share too few entries with others
	Variance float64  // of a difference of two judges' strictness, in units of a score's
}

// PanelNode is a judge or an entry in the picture of a pool.
type PanelNode struct {
	ID   award.ID
	Name string
}

// verdict reads the proof of the proposal and measures the panels against it.
func (d *Desk) verdict(tx *database.Tx, r *panelRoom, now assign.Measured) (*PanelVerdict, error) {
	text, err := tx.Proof(r.edition.ID, r.round)
	if err != nil || text == "" {
		return nil, err
	}
	var doc assign.Document
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		return nil, fmt.Errorf("proof of round %d: %w", r.round, err)
	}
	v := &PanelVerdict{Certificate: r.plan.Certificate, Stopped: doc.Plan.Certificate.Sum == "", Changed: r.differs(doc.Input)}
	v.Rejected = !v.Stopped && d.checked.rejects(r.plan.Proposed, doc)
	v.ByHand = len(assign.Moves(pairsOf(doc.Plan.Seats), r.pairs()))
	for _, g := range doc.Plan.Goals {
		goal := PanelGoal{Key: string(g.Goal), Level: max(0, g.Level-1), Value: g.Value, Bound: g.Bound, Proved: g.Proved && !v.Stopped, Now: g.Value}
		if i := slices.IndexFunc(now.Goals, func(n assign.GoalValue) bool { return n.Goal == g.Goal && n.Level == g.Level }); i >= 0 {
			goal.Now = now.Goals[i].Value
		}
		v.Goals = append(v.Goals, goal)
	}
	for _, w := range Reasons(doc.Plan.Witnesses) {
		v.Witnesses = append(v.Witnesses, r.witness(w))
	}
	return v, nil
}

// differs reports whether the room is not what the engine was told.
func (r *panelRoom) differs(in assign.Input) bool {
	now := r.in
	now.Policy = in.Policy
	return now.Hash() != in.Hash()
}

func pairsOf(seats []assign.Seat) []assign.Pair {
	all := make([]assign.Pair, len(seats))
	for i, s := range seats {
		all[i] = assign.Pair{Judge: s.Judge, Entry: s.Entry}
	}
	return all
}

func (r *panelRoom) witness(w Reason) PanelWitness {
	return PanelWitness{Loads: w.Side == assign.LoadsSide, reason: w, room: r}
}

// nameOf is a judge's name; empty for one who has left.
func (r *panelRoom) nameOf(id string) string {
	j, _ := r.judge(award.ID(id))
	return j.Name
}

// pools describes how the judges are linked, category by category in the
// edition's order. A category with an entry to which the person has a tie is
// left out.
func (r *panelRoom) pools(now assign.Measured) []PanelPool {
	var all []PanelPool
	for _, c := range r.edition.Categories {
		i := slices.IndexFunc(now.Pools, func(p assign.Pool) bool { return p.Category == c.Key })
		tied := slices.ContainsFunc(r.entries, func(e award.Entry) bool { return e.Category == c.Key && r.stakes.bar(e) })
		if i >= 0 && !tied {
			all = append(all, r.poolOf(now.Pools[i]))
		}
	}
	return all
}

// served lists the entries whose panels fit least beside the best that the entry
// could have, of those that the person may see.
func (r *panelRoom) served(now assign.Measured) []PanelServed {
	var all []PanelServed
	for _, f := range now.WorstEntries {
		i := slices.IndexFunc(r.entries, func(e award.Entry) bool { return string(e.ID) == f.Entry })
		if i >= 0 && !r.stakes.bar(r.entries[i]) {
			all = append(all, PanelServed{Entry: r.entries[i], Fit: f.Fit, Best: f.Best})
		}
	}
	return all
}

func (r *panelRoom) poolOf(p assign.Pool) PanelPool {
	out := PanelPool{Category: p.Category, Variance: p.Variance}
	for _, group := range p.Components {
		var nodes []PanelNode
		for _, id := range group {
			nodes = append(nodes, PanelNode{award.ID(id), r.nameOf(id)})
		}
		out.Groups = append(out.Groups, nodes)
	}
	of := map[string]bool{}
	for _, e := range r.entries {
		if e.Category == p.Category {
			of[string(e.ID)] = true
			out.Entries = append(out.Entries, PanelNode{e.ID, e.Reference})
		}
	}
	for _, s := range r.pairs() {
		if of[s.Entry] {
			out.Lines = append(out.Lines, award.PlanSeat{Entry: award.ID(s.Entry), Judge: award.ID(s.Judge)})
		}
	}
	for _, id := range p.Pivots {
		out.Pivots = append(out.Pivots, r.nameOf(id))
	}
	for _, id := range p.Thin {
		out.Thin = append(out.Thin, r.nameOf(id))
	}
	return out
}

// PanelProof returns the proof of the proposal from which a round's draft began,
// as `wego assign check` reads it. It names every entry, so whoever has any tie
// has no proof.
func (d *Desk) PanelProof(ctx context.Context, a award.Actor, year, round int) (text string, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		r, err := d.panelRoom(tx, a, award.DeedPropose, year, round)
		if err != nil {
			return err
		}
		if !r.stakes.none() {
			return award.ErrNotFound
		}
		if text, err = tx.Proof(r.edition.ID, round); err == nil && text == "" {
			return award.ErrNotFound
		}
		return err
	})
	return text, err
}

// checks remembers which proofs the independent check has accepted: it takes as
// long as reading every pair, and a page is looked at often.
type checks struct {
	mu sync.Mutex
	of map[string]bool // hash of the plan -> rejected
}

func (c *checks) rejects(plan string, doc assign.Document) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if bad, known := c.of[plan]; known {
		return bad
	}
	bad := assign.Check(doc.Input, doc.Plan) != nil || doc.Plan.Hash() != plan
	if c.of == nil || len(c.of) > 100 {
		c.of = map[string]bool{}
	}
	c.of[plan] = bad
	return bad
}
