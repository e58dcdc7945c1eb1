package judging

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
)

// Stale is the conflict of a sheet that was changed since it was read: both are
// kept, the stored one here and the other with whoever sent it.
type Stale struct {
	Stored award.Scoresheet
}

// Error says that a sheet was changed meanwhile.
func (s *Stale) Error() string { return "scoresheet: " + award.ErrConflict.Error() }

// Unwrap makes it an award.ErrConflict.
func (s *Stale) Unwrap() error { return award.ErrConflict }

// Reading is one entry before its judge: what is read, the own sheet and the
// round around it.
type Reading struct {
	Board Board
	Line  Line
	// Answers hold only what judges see, by question key; Files likewise.
	Answers map[string]award.Answer
	Files   []award.Attachment
	// Changed lists the labels of answers that changed after the judge scored.
	Changed []string
	// Said is what others wrote on the whole entry, where the judge may read it.
	Said []string
}

// Writable reports whether the sheet takes scores now.
func (r Reading) Writable() bool { return r.Board.Open() && r.Line.Seat.State != award.SeatSent }

// Read opens an entry of the judge's own seats.
func (d *Desk) Read(ctx context.Context, actor award.Actor, at Place) (r Reading, err error) {
	err = d.view(ctx, actor, at.Year, func(b *bench) error {
		h, err := b.hold(at, award.DeedReadSeat)
		if err != nil {
			return err
		}
		if r.Board, err = b.board(at.Round); err != nil {
			return err
		}
		for _, l := range r.Board.Lines {
			if l.Seat.ID == h.seat.ID {
				r.Line = l
			}
		}
		if err := b.readSaid(&r); err != nil {
			return err
		}
		return b.readEntry(&r)
	})
	return r, err
}

// readSaid reads what others wrote, in a second round that lets it be read: of
// the first round always, of the second after the judge's own sheet is finished.
func (b *bench) readSaid(r *Reading) error {
	if r.Board.Round != 2 || !b.edition.Panel.CommentsSecond {
		return nil
	}
	all, err := b.tx.CommentsOn(r.Line.Entry.ID)
	if err != nil {
		return err
	}
	conflicts, err := b.tx.Conflicts(b.edition.ID)
	if err != nil {
		return err
	}
	var texts []string
	for _, c := range all {
		tied := slices.ContainsFunc(conflicts, func(x award.Conflict) bool {
			return x.Judge == c.Judge && (x.Entry == r.Line.Entry.ID || x.Entry == "" && x.City == r.Line.Entry.City)
		})
		if c.Judge != b.judge.Person && !tied && (c.Round == 1 || r.Line.Finished()) {
			texts = append(texts, c.Text)
		}
	}
	r.Said = award.Shuffled(r.Line.Seat.ID, texts)
	return nil
}

func (b *bench) readEntry(r *Reading) error {
	all, err := b.tx.Answers(r.Line.Entry.ID)
	if err != nil {
		return err
	}
	r.Answers = map[string]award.Answer{}
	for _, q := range b.edition.Questions {
		a, there := all[q.Key]
		if !there || !q.JudgesSee() {
			continue
		}
		r.Answers[q.Key] = a
		if r.Line.Sheet.Version > 0 && a.Changed > r.Line.Sheet.Changed {
			r.Changed = append(r.Changed, q.Label)
		}
	}
	files, err := b.tx.Attachments(r.Line.Entry.ID)
	for _, f := range files {
		if b.edition.JudgesSeeFile(f) {
			r.Files = append(r.Files, f)
		}
	}
	return err
}

// File returns an attachment of an entry of the judge's own seats; ErrNotFound
// for papers that judges do not see.
func (d *Desk) File(ctx context.Context, actor award.Actor, at Place, id award.ID) (a award.Attachment, err error) {
	err = d.view(ctx, actor, at.Year, func(b *bench) error {
		h, err := b.hold(at, award.DeedReadSeat)
		if err != nil {
			return err
		}
		if a, err = b.tx.Attachment(h.entry.ID, id); err != nil {
			return err
		}
		if !b.edition.JudgesSeeFile(a) {
			return award.ErrNotFound
		}
		return nil
	})
	return a, err
}

// Mark is one change of a scoresheet: a field as award.Scoresheet.Fields names
// it, its value, and the version of the sheet on which it was made. An empty
// value takes the field away.
type Mark struct {
	Field, Value string
	Version      int
}

// Mark changes one field of a sheet. A finished sheet that the change leaves
// incomplete is open again. A *Stale when the sheet is at another version; the
// Reading then holds the stored sheet.
func (d *Desk) Mark(ctx context.Context, actor award.Actor, at Place, m Mark) (r Reading, err error) {
	err = d.update(ctx, actor, at.Year, func(b *bench) error {
		r, err = b.begin(at, award.DeedScore, m.Version)
		if err != nil {
			return err
		}
		sheet := r.Line.Sheet
		sheet.Scores, sheet.Reasons = maps.Clone(sheet.Scores), maps.Clone(sheet.Reasons)
		if err := m.apply(&sheet); err != nil {
			return err
		}
		state := r.Line.Seat.State
		if state == award.SeatSkipped || state == award.SeatDone && len(sheet.Check(b.edition)) > 0 {
			state = award.SeatOpen
		}
		return b.keep(&r, sheet, state, award.DeedScore)
	})
	return r, err
}

func (m Mark) apply(s *award.Scoresheet) error {
	reason, isReason := strings.CutPrefix(m.Field, "reason.")
	switch {
	case m.Field == "comment":
		s.Comment = m.Value
	case isReason && m.Value == "":
		delete(s.Reasons, reason)
	case isReason:
		s.Reasons[reason] = m.Value
	case m.Value == "":
		delete(s.Scores, m.Field)
	default:
		v, err := strconv.ParseFloat(m.Value, 64)
		if err != nil {
			return award.Invalid{"score." + m.Field: {Key: "judge.fault.not_a_score"}}
		}
		s.Scores[m.Field] = v
	}
	return nil
}

// begin holds a seat for writing and reads its sheet and round; a *Stale when
// the sheet is not at the version.
func (b *bench) begin(at Place, deed award.Deed, version int) (r Reading, err error) {
	h, err := b.hold(at, deed)
	if err != nil {
		return r, err
	}
	sheet, err := b.tx.Scoresheet(h.seat.ID)
	if err != nil {
		return r, err
	}
	if sheet.Scores == nil {
		sheet.Scores = map[string]float64{}
	}
	if sheet.Reasons == nil {
		sheet.Reasons = map[string]string{}
	}
	r = Reading{Board: Board{Edition: b.edition, Round: at.Round, Now: b.now}, Line: b.line(h, sheet, 0)}
	switch {
	case h.seat.State == award.SeatSent:
		return r, award.Refuse(award.ErrForbidden, "judge.refused.sent")
	case sheet.Version != version:
		return r, &Stale{Stored: sheet}
	}
	return r, nil
}

// keep stores a sheet with the state of its seat and records the deed.
func (b *bench) keep(r *Reading, sheet award.Scoresheet, state award.SeatState, deed award.Deed) error {
	faults := sheet.CheckScores(b.edition)
	maps.Copy(faults, sheet.CheckTexts(b.edition))
	if err := faults.Or(); err != nil {
		return err
	}
	sheet.Seat, sheet.Changed = r.Line.Seat.ID, b.now
	sheet.Reseal()
	if err := b.tx.SaveScoresheet(&sheet); err != nil {
		return err
	}
	seat := r.Line.Seat
	if seat.State != state {
		seat.State = state
		if err := b.tx.SaveSeat(&seat); err != nil {
			return err
		}
	}
	r.Line = b.line(held{seat, r.Line.Entry, r.Line.City}, sheet, r.Line.Number)
	return b.record(deed, seat, map[string]any{"commitment": sheet.Commitment(), "version": sheet.Version, "state": seat.State})
}

// Save keeps a whole sheet, sent with the version on which it was made, without
// finishing it.
func (d *Desk) Save(ctx context.Context, actor award.Actor, at Place, sheet award.Scoresheet) error {
	return d.whole(ctx, actor, at, sheet, func(_ *award.Edition, was award.SeatState) (award.SeatState, award.Deed, award.Invalid) {
		if was == award.SeatDone {
			return award.SeatDone, award.DeedScore, nil
		}
		return award.SeatOpen, award.DeedScore, nil
	})
}

// Finish keeps a whole sheet and marks it done; an award.Invalid, and nothing
// kept, while a score, a reason or the comment is missing.
func (d *Desk) Finish(ctx context.Context, actor award.Actor, at Place, sheet award.Scoresheet) error {
	return d.whole(ctx, actor, at, sheet, func(e *award.Edition, _ award.SeatState) (award.SeatState, award.Deed, award.Invalid) {
		return award.SeatDone, award.DeedScore, sheet.Check(e)
	})
}

// Skip keeps a whole sheet as far as it is and sets the entry aside for now.
func (d *Desk) Skip(ctx context.Context, actor award.Actor, at Place, sheet award.Scoresheet) error {
	return d.whole(ctx, actor, at, sheet, func(*award.Edition, award.SeatState) (award.SeatState, award.Deed, award.Invalid) {
		return award.SeatSkipped, award.DeedSkip, nil
	})
}

// turn says to which state a whole sheet brings its seat, by which deed, and
// what keeps it from that.
type turn func(e *award.Edition, was award.SeatState) (award.SeatState, award.Deed, award.Invalid)

func (d *Desk) whole(ctx context.Context, actor award.Actor, at Place, sheet award.Scoresheet, to turn) error {
	return d.update(ctx, actor, at.Year, func(b *bench) error {
		r, err := b.begin(at, award.DeedScore, sheet.Version)
		if err != nil {
			return err
		}
		state, deed, faults := to(b.edition, r.Line.Seat.State)
		if err := faults.Or(); err != nil {
			return err
		}
		if state == award.SeatDone && len(sheet.Check(b.edition)) > 0 {
			state = award.SeatOpen
		}
		if !changes(r.Line.Sheet, sheet) {
			sheet = r.Line.Sheet
			return b.turnOnly(r.Line.Seat, state, deed)
		}
		return b.keep(&r, sheet, state, deed)
	})
}

// changes reports whether a sheet says anything else than the stored one.
func changes(stored, sent award.Scoresheet) bool { return !maps.Equal(stored.Fields(), sent.Fields()) }

// turnOnly changes the state of a seat whose sheet stays as it is.
func (b *bench) turnOnly(seat award.Seat, state award.SeatState, deed award.Deed) error {
	if seat.State == state {
		return nil
	}
	seat.State = state
	if err := b.tx.SaveSeat(&seat); err != nil {
		return err
	}
	return b.record(deed, seat, map[string]any{"state": state})
}
