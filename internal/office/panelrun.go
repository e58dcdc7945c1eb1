package office

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// panelRuns are the proposals in the making, at most one for each round of an
// edition.
//
// Why in memory: a proposal takes milliseconds for an edition of today's size and
// seconds for one a hundred times larger. Nothing of it is promised before its
// draft is stored, so that a program that ends meanwhile loses nothing but the
// press of a button.
type panelRuns struct {
	mu sync.Mutex
	of map[panelKey]*PanelRun
}

type panelKey struct {
	edition award.ID
	round   int
}

// PanelRun is one proposal in the making.
type PanelRun struct {
	done chan struct{}
	stop context.CancelFunc

	mu   sync.Mutex
	goal assign.Goal
	err  error
}

// Done is closed when the draft is stored or has failed.
func (r *PanelRun) Done() <-chan struct{} { return r.done }

// Err is why the run has failed; nil while it goes on and when it went well.
func (r *PanelRun) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// Step is which of how many goals is sought now, counted from 1, and its key.
func (r *PanelRun) Step() (step, of int, goal string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	goals := append([]assign.Goal{assign.FillSeats, assign.MeetMinimum}, assign.Goals()...)
	for i, g := range goals {
		if g == r.goal {
			step = i + 1
		}
	}
	return max(1, step), len(goals), string(goals[max(1, step)-1])
}

func (r *PanelRun) running() bool {
	select {
	case <-r.done:
		return false
	default:
		return true
	}
}

// StartPanels begins to make the engine's panels for a round, which become its
// draft in place of the one of the order's version. Changed load limits are
// stored at once. The run goes on when ctx ends; StopPanels ends it. The draw
// between equal choices follows from the edition, the round and the version
// alone, so nobody can choose it and anybody can repeat it.
func (d *Desk) StartPanels(ctx context.Context, a award.Actor, o PanelOrder) (*PanelRun, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	var r *panelRoom
	err := d.db.Update(ctx, func(tx *database.Tx) (err error) {
		if r, err = d.panelRoom(tx, a, award.DeedPropose, o.Year, o.Round); err != nil {
			return err
		}
		switch {
		case r.published():
			return award.Refuse(award.ErrConflict, "assign.refused.published")
		case r.plan.Version != o.Version:
			return award.ErrConflict
		}
		if err := d.keepLoads(tx, a, r.edition, o.Loads); err != nil {
			return err
		}
		r = &panelRoom{round: o.Round, policy: o.Policy}
		return d.fill(tx, a, award.DeedPropose, o.Year, r)
	})
	if err != nil {
		return nil, err
	}
	return d.runs.start(ctx, panelKey{r.edition.ID, o.Round}, func(ctx context.Context) error {
		return d.propose(ctx, a, r)
	})
}

func (p *panelRuns) start(ctx context.Context, key panelKey, do func(context.Context) error) (*PanelRun, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if old := p.of[key]; old != nil && old.running() {
		return nil, award.Refuse(award.ErrConflict, "assign.refused.running")
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	run := &PanelRun{done: make(chan struct{}), stop: stop}
	if p.of == nil {
		p.of = map[panelKey]*PanelRun{}
	}
	p.of[key] = run
	go func() {
		defer close(run.done)
		defer stop()
		run.end(guarded(assign.Watched(ctx, run.seek), do))
	}()
	return run, nil
}

func (r *PanelRun) seek(g assign.Goal) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.goal = g
}

func (r *PanelRun) end(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err = err
}

// guarded turns a panic into an error: no handler stands around a run.
func guarded(ctx context.Context, do func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panels: %v", p)
		}
	}()
	return do(ctx)
}

// PanelRun returns the latest run of a round since the program started, nil if
// there was none.
func (d *Desk) PanelRun(edition award.ID, round int) *PanelRun {
	d.runs.mu.Lock()
	defer d.runs.mu.Unlock()
	return d.runs.of[panelKey{edition, round}]
}

// StopPanels ends a run; the best panels found so far become the draft, with what
// is not proved of them. Without a run it changes nothing.
func (d *Desk) StopPanels(ctx context.Context, a award.Actor, year, round int) error {
	var edition award.ID
	err := d.db.View(ctx, func(tx *database.Tx) error {
		r, err := d.panelRoom(tx, a, award.DeedPropose, year, round)
		if err == nil {
			edition = r.edition.ID
		}
		return err
	})
	if err != nil {
		return err
	}
	if run := d.PanelRun(edition, round); run != nil {
		run.stop()
		<-run.done
	}
	return nil
}

// propose runs the engine and stores what it found.
func (d *Desk) propose(ctx context.Context, a award.Actor, r *panelRoom) error {
	version := r.plan.Version
	plan := award.PanelPlan{Edition: r.edition.ID, Round: r.round, Version: version, Policy: r.policy, Seed: panelSeed(r.edition.ID, r.round, version+1), By: a.Person.ID}
	r.in.Policy = enginePolicy(r.policy, plan.Seed)
	proposed, err := assign.Propose(ctx, r.in)
	if err != nil && !errors.Is(err, assign.ErrCancelled) {
		return fmt.Errorf("propose panels of round %d: %w", r.round, err)
	}
	stopped := err != nil
	proof, err := json.Marshal(assign.Document{Input: r.in, Plan: proposed})
	if err != nil {
		return err
	}
	plan.Proposed, plan.Certificate = proposed.Hash(), proposed.Certificate.Hash()
	for _, s := range proposed.Seats {
		plan.Seats = append(plan.Seats, award.PlanSeat{Entry: award.ID(s.Entry), Judge: award.ID(s.Judge)})
	}
	return d.db.Update(context.WithoutCancel(ctx), func(tx *database.Tx) error {
		p := plan
		if p.Made = d.clock(); p.Made.IsZero() {
			p.Made = 1
		}
		if err := tx.SavePlan(&p); err != nil {
			return err
		}
		if err := tx.SaveProof(p.Edition, p.Round, string(proof)); err != nil {
			return err
		}
		return record(tx, award.Event{At: p.Made, Actor: a.Person.ID, Deed: award.DeedPropose, Kind: "panel", Subject: p.Edition, Edition: p.Edition}, map[string]any{
			"round": r.round, "seed": strconv.FormatInt(p.Seed, 10), "proposal": p.Proposed, "certificate": p.Certificate,
			"seats": len(p.Seats), "policy": p.Policy, "stopped": stopped,
		})
	})
}

// panelSeed draws the seed of a proposal.
func panelSeed(edition award.ID, round, version int) int64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "panels %s %d %d", edition, round, version))
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 12) //nolint:gosec // 52 bits
}
