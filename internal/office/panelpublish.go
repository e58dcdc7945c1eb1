package office

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// PanelNotice is one mail that publishing would send.
type PanelNotice struct {
	Judge award.ID
	Name  string
	Email string
	Count int // entries to read
}

// PanelPublication is what publishing a draft would do.
type PanelPublication struct {
	Panels  *Panels
	Notices []PanelNotice
	// Stops are seats that forbid publishing: a judge who may not read the entry
	// or has left since.
	Stops []PanelStop
}

// PanelStop is one seat that forbids publishing.
type PanelStop struct {
	Reference, Judge, Reason string
}

// PanelPublication returns what publishing the draft of a round would do.
func (d *Desk) PanelPublication(ctx context.Context, a award.Actor, year, round int) (*PanelPublication, error) {
	var p *PanelPublication
	err := d.db.View(ctx, func(tx *database.Tx) error {
		r, err := d.panelRoom(tx, a, award.DeedPublishPanel, year, round)
		if err != nil {
			return err
		}
		p, err = r.publication()
		return err
	})
	return p, err
}

func (r *panelRoom) publication() (*PanelPublication, error) {
	panels, err := r.panels()
	if err != nil {
		return nil, err
	}
	p := &PanelPublication{Panels: panels}
	for _, j := range r.judges {
		n := PanelNotice{Judge: j.Person, Name: j.Name, Email: j.Email}
		for _, s := range r.plan.Seats {
			if s.Judge == j.Person {
				n.Count++
			}
		}
		if n.Count > 0 {
			p.Notices = append(p.Notices, n)
		}
	}
	for _, s := range r.plan.Seats {
		if stop, there := r.stop(s); there {
			p.Stops = append(p.Stops, stop)
		}
	}
	return p, nil
}

func (r *panelRoom) stop(s award.PlanSeat) (PanelStop, bool) {
	why := r.barOf(s.Judge, s.Entry)
	if why == "" {
		return PanelStop{}, false
	}
	stop := PanelStop{Reason: why}
	if j, there := r.judge(s.Judge); there {
		stop.Judge = j.Name
	}
	if i := slices.IndexFunc(r.entries, func(e award.Entry) bool { return e.ID == s.Entry }); i >= 0 {
		stop.Reference = r.entries[i].Reference
	}
	return stop, true
}

// PublishPanels turns the draft of the given version into seats in one act:
// every judge gets a list in an order of their own and a mail that counts it.
// It returns how many mails were posted.
func (d *Desk) PublishPanels(ctx context.Context, a award.Actor, year, round, version int) (mails int, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		r, err := d.panelRoom(tx, a, award.DeedPublishPanel, year, round)
		switch {
		case err != nil:
			return err
		case r.published():
			return award.Refuse(award.ErrConflict, "assign.refused.published")
		case r.plan.Version != version || version == 0:
			return award.ErrConflict
		}
		p, err := r.publication()
		if err != nil {
			return err
		}
		if len(p.Stops) > 0 {
			return award.Refuse(award.ErrConflict, "assign.refused.barred", "Count", len(p.Stops))
		}
		mails = len(p.Notices)
		return d.publishPanels(tx, a, r, p.Notices)
	})
	return mails, err
}

func (d *Desk) publishPanels(tx *database.Tx, a award.Actor, r *panelRoom, notices []PanelNotice) error {
	now := d.clock()
	for _, s := range r.ordered(now) {
		if err := tx.AddSeat(s); err != nil {
			return err
		}
	}
	hash := r.plan.Hash()
	r.plan.Published = now
	if err := tx.SavePlan(&r.plan); err != nil {
		return err
	}
	for _, n := range notices {
		if err := r.tellJudge(tx, n.Judge, listNews{kind: "panel_published", count: n.Count}, now); err != nil {
			return err
		}
	}
	return record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedPublishPanel, Kind: "panel", Subject: r.edition.ID, Edition: r.edition.ID},
		map[string]any{
			"round": r.round, "plan": hash, "seed": fmt.Sprint(r.plan.Seed), "proposal": r.plan.Proposed, "certificate": r.plan.Certificate,
			"seats": len(r.plan.Seats), "mails": len(notices), "policy": r.plan.Policy,
		})
}

// ordered turns the draft into seats, each judge's in an order of their own
// that follows from the seed: no entry is read first by everybody.
func (r *panelRoom) ordered(now award.Time) []award.Seat {
	var seats []award.Seat
	place := map[award.ID]int{}
	plan := slices.Clone(r.plan.Seats)
	slices.SortFunc(plan, func(a, b award.PlanSeat) int {
		return cmp.Or(cmp.Compare(a.Judge, b.Judge), cmp.Compare(drawn(r.plan.Seed, a), drawn(r.plan.Seed, b)), cmp.Compare(a.Entry, b.Entry))
	})
	for _, s := range plan {
		place[s.Judge]++
		seats = append(seats, award.Seat{
			ID: award.NewID(), Edition: r.edition.ID, Round: r.round, Entry: s.Entry, Judge: s.Judge,
			State: award.SeatOpen, Place: place[s.Judge], Since: now, Version: 1,
		})
	}
	return seats
}

func drawn(seed int64, s award.PlanSeat) uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s", seed, s.Judge, s.Entry))
	return binary.BigEndian.Uint64(sum[:8])
}

// listNews is what a judge is told of their list: a kind of mail, how many
// entries, never which. Once makes the mail's key unique among those of its kind.
type listNews struct {
	kind  string
	count int
	once  string
}

// tellJudge posts a mail about a judge's list.
func (r *panelRoom) tellJudge(tx *database.Tx, judge award.ID, n listNews, now award.Time) error {
	p, err := tx.Person(judge)
	if err != nil {
		return err
	}
	m := n.letter(locale.Of(p), p, r.edition, r.round)
	return tx.Post(m, fmt.Sprintf("%s:%s:%d:%s:%s", n.kind, r.edition.ID, r.round, judge, n.once), now)
}

// PanelLetter is the mail that publishing sends to the first judge, in the words of
// a reader who wants to see it before.
func (d *Desk) PanelLetter(w *locale.Words, p *PanelPublication) award.Mail {
	if len(p.Notices) == 0 {
		return award.Mail{}
	}
	e, n := p.Panels.Edition, p.Notices[0]
	return listNews{kind: "panel_published", count: n.Count}.letter(w, award.Person{Name: n.Name, Email: n.Email}, e, p.Panels.Round)
}

func (n listNews) letter(w *locale.Words, to award.Person, e *award.Edition, round int) award.Mail {
	stage, _ := e.Stage(award.RoundStage(round))
	return w.Letter(n.kind, to, "/judge", "Name", to.Name, "Edition", e.Name, "Count", n.count,
		"Opens", w.Both(stage.Opens, zoneOf(to), e.Location(), "", ""), "Closes", w.Both(stage.Closes, zoneOf(to), e.Location(), "", ""))
}
