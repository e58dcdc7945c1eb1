package judging

import (
	"context"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// Send sends every finished sheet of a round. Stamp is Board.Stamp as the judge
// saw it: a *Refusal of ErrConflict when a sheet has changed since. It returns
// how many were sent; a refusal when there is nothing to send.
func (d *Desk) Send(ctx context.Context, actor award.Actor, year, round, stamp int) (n int, err error) {
	err = d.update(ctx, actor, year, func(b *bench) error {
		board, err := b.openBoard(round)
		if err != nil {
			return err
		}
		if board.Stamp() != stamp {
			return award.Refuse(award.ErrConflict, "judge.refused.changed")
		}
		for _, l := range board.Lines {
			if l.Seat.State != award.SeatDone || len(l.Sheet.Check(b.edition)) > 0 {
				continue
			}
			if err := b.may(award.DeedSendAll, held{l.Seat, l.Entry, l.City}); err != nil {
				return err
			}
			if err := b.sendOne(l); err != nil {
				return err
			}
			n++
		}
		if n == 0 {
			return award.Refuse(award.ErrConflict, "judge.refused.nothing_to_send")
		}
		if board.Count(award.SeatSent)+n == len(board.Lines) {
			return b.thank(round)
		}
		return nil
	})
	return n, err
}

func (b *bench) sendOne(l Line) error {
	l.Seat.State = award.SeatSent
	if err := b.tx.SaveSeat(&l.Seat); err != nil {
		return err
	}
	return b.record(award.DeedSendAll, l.Seat, map[string]any{"commitment": l.Sheet.Commitment(), "version": l.Sheet.Version, "state": l.Seat.State})
}

// TakeBack makes sent sheets changeable again until the round closes: the one
// of a reference, or all of the round when it is empty.
func (d *Desk) TakeBack(ctx context.Context, actor award.Actor, at Place) (n int, err error) {
	err = d.update(ctx, actor, at.Year, func(b *bench) error {
		if at.Reference != "" {
			if _, err := b.hold(at, award.DeedUnsend); err != nil {
				return err
			}
		}
		board, err := b.openBoard(at.Round)
		if err != nil {
			return err
		}
		for _, l := range board.Lines {
			if l.Seat.State != award.SeatSent || at.Reference != "" && at.Reference != l.Entry.Reference {
				continue
			}
			if err := b.may(award.DeedUnsend, held{l.Seat, l.Entry, l.City}); err != nil {
				return err
			}
			if err := b.turnOnly(l.Seat, award.SeatDone, award.DeedUnsend); err != nil {
				return err
			}
			n++
		}
		if n == 0 && at.Reference != "" {
			return award.ErrConflict // it was taken back meanwhile, or never sent
		}
		return nil
	})
	return n, err
}

// openBoard reads a round that takes scores; a refusal when it does not.
func (b *bench) openBoard(round int) (Board, error) {
	if err := b.declared(); err != nil {
		return Board{}, err
	}
	board, err := b.board(round)
	if err != nil {
		return board, err
	}
	switch board.State {
	case award.Ahead:
		return board, award.Refuse(award.ErrClosed, "judge.refused.not_open", "At", board.Stage.Opens)
	case award.Over:
		return board, award.Refuse(award.ErrClosed, "judge.refused.closed", "At", board.Stage.Closes)
	}
	return board, nil
}

// thank mails the judge once when all of a round is sent.
func (b *bench) thank(round int) error {
	p := b.actor.Person
	stage, _ := b.edition.Stage(award.RoundStage(round))
	w := locale.Of(p)
	path := "/judge/" + strconv.Itoa(b.edition.Year) + "/" + strconv.Itoa(round)
	m := w.Letter("judge_thanks", p, path, "Round", round, "Closes", w.Both(stage.Closes, zoneOf(p), b.edition.Location(), "", ""))
	return b.tx.Post(m, "judge_thanks:"+string(b.edition.ID)+":"+strconv.Itoa(round)+":"+string(p.ID), b.now)
}
