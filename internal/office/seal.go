package office

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/envelope"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// lacks says what keeps the result from being sealed.
func (r *resultRoom) lacks(v *CategoryResult) []award.Fault {
	faults := []award.Fault{}
	add := func(key string, values ...any) {
		f := award.Invalid{}
		f.Add("", key, values...)
		faults = append(faults, f[""])
	}
	if !r.over {
		s, _ := r.edition.Stage(award.RoundStage(r.last))
		add("seal.lacks.round", "At", s.Closes)
	}
	if v.Unconfirmed() && !r.signed() {
		add("seal.lacks.confirm", "Count", len(v.Corrections))
	}
	for _, p := range v.Prizes {
		if p.Open() {
			add("seal.lacks.prize", "Prize", p.Prize.Name, "Count", p.Left())
		}
		for _, d := range p.Decisions {
			if d.Departs && d.Departure == "" {
				add("seal.lacks.departure", "Reference", d.Reference)
			}
		}
	}
	return faults
}

// freeze is everything that the result depends on, judges under letters, with a
// given nonce.
func (r *resultRoom) freeze(v *CategoryResult, nonce string) Frozen {
	f := Frozen{
		Nonce: nonce, Year: r.edition.Year, Category: r.category.Key, Name: r.category.Name, Round: r.last, Criteria: r.edition.Criteria,
		Scale: r.edition.Scale, Input: r.input(), References: map[award.ID]string{}, Prizes: []award.PrizeWon{},
	}
	alias := r.aliases(nonce)
	f.Input.Sheets = slices.DeleteFunc(f.Input.Sheets, func(s score.Sheet) bool { return s.State != score.Sent })
	for i, s := range f.Input.Sheets {
		f.Input.Sheets[i].Judge = alias[award.ID(s.Judge)]
	}
	for _, e := range r.entries {
		f.References[e.ID] = e.Reference
	}
	for _, p := range v.Prizes {
		for _, d := range p.Decisions {
			f.Prizes = append(f.Prizes, award.PrizeWon{
				Prize: d.Prize, Name: p.Prize.Name, Rank: p.Prize.Rank, Outcome: d.Outcome, Entry: d.Entry, City: d.City, Title: d.Title,
				Reason: d.Reason, Departure: d.Departure,
			})
		}
	}
	return f
}

// aliases are those of the judges of the round.
func (r *resultRoom) aliases(nonce string) map[award.ID]string {
	judges := make([]award.ID, len(r.seats))
	for i, s := range r.seats {
		judges[i] = s.Judge
	}
	return Aliases(nonce, judges)
}

// Aliases names the judges of a result by letters in an order drawn from its
// nonce, so that a letter tells nothing of the name.
func Aliases(nonce string, judges []award.ID) map[award.ID]string {
	judges = slices.Clone(judges)
	key := func(id award.ID) string {
		sum := sha256.Sum256([]byte(nonce + " " + string(id)))
		return string(sum[:])
	}
	slices.SortFunc(judges, func(a, b award.ID) int { return strings.Compare(key(a), key(b)) })
	judges = slices.Compact(judges)
	alias := map[award.ID]string{}
	for i, id := range judges {
		alias[id] = string(rune('A' + i%26))
		if i >= 26 {
			alias[id] += strconv.Itoa(i / 26)
		}
	}
	return alias
}

// altered reports whether the sheets or decisions no longer give what was
// signed: another order, mean, set of sheets or winner.
func (r *resultRoom) altered(v *CategoryResult) bool {
	if !r.signed() || r.round != r.last {
		return false
	}
	if r.seal.Closed() {
		return r.reordered(v)
	}
	sealed, err := r.seal.Result()
	if err != nil {
		return true
	}
	now, err := r.freeze(v, sealed.Nonce).Result()
	return err != nil || !slices.Equal(gist(sealed), gist(now))
}

// reordered is altered while the result lies in its envelope: prizes cannot have
// changed then, so only the order is held against what was sealed.
func (r *resultRoom) reordered(v *CategoryResult) bool {
	now, err := r.freeze(v, "").Seal()
	if err != nil {
		return true
	}
	basis, err := basisOf(now)
	return err != nil || basis != r.seal.Basis
}

// gist is what a result says, a line for each entry and prize; the letters of
// judges are left out, as they say nothing.
func gist(r award.Result) []string {
	lines := []string{fmt.Sprint(r.Category, r.Year, r.Round)}
	for _, s := range r.Standings {
		var totals []float64
		for _, sheet := range s.Sheets {
			totals = append(totals, sheet.Total)
		}
		slices.Sort(totals)
		lines = append(lines, fmt.Sprint(s.Reference, s.Rank, s.Mean, s.Official, totals))
	}
	for _, p := range r.Prizes {
		lines = append(lines, fmt.Sprint(p.Prize, p.Outcome, p.Entry))
	}
	slices.Sort(lines)
	return lines
}

// Sign puts a signature on a category's result: the first fixes its document,
// the second, by another person, seals it: from then on it lies in an envelope
// that any two holders of keys open together. Where the edition has paper
// envelopes, the second signature returns the phrase for this one, which is kept
// nowhere.
func (d *Desk) Sign(ctx context.Context, a award.Actor, year int, category string) (phrase string, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		phrase = ""
		r, err := d.resultRoom(tx, a, award.DeedSeal, resultAt{year, category, 0})
		if err != nil {
			return err
		}
		v, err := r.view(tx)
		switch {
		case err != nil:
			return err
		case r.seal.Sealed():
			return award.Refuse(award.ErrConflict, "results.refused.sealed")
		case r.seal.First == a.Person.ID:
			return award.Refuse(award.ErrForbidden, "seal.refused.same")
		case len(v.Lacks) > 0:
			return &award.Refusal{Kind: award.ErrConflict, Fault: v.Lacks[0]}
		case v.Altered:
			return award.Refuse(award.ErrConflict, "seal.refused.altered")
		case r.signed():
			phrase, err = d.signSecond(tx, a, r)
			return err
		}
		return d.signFirst(tx, a, r, v)
	})
	if err != nil {
		return "", err
	}
	return phrase, d.db.Settle(ctx)
}

// mayClose refuses a signature of somebody without a key: the result is closed
// to those who sign it, and to others who hold keys.
func mayClose(tx *database.Tx, a award.Actor, r *resultRoom) error {
	to, err := holders(tx, r.edition, r.all)
	if err != nil {
		return err
	}
	if to[string(a.Person.ID)] == "" {
		return award.Refuse(award.ErrConflict, "envelope.refused.sign")
	}
	return nil
}

func (d *Desk) signFirst(tx *database.Tx, a award.Actor, r *resultRoom, v *CategoryResult) error {
	if err := mayClose(tx, a, r); err != nil {
		return err
	}
	seal, err := r.freeze(v, rand.Text()).Seal()
	if err != nil {
		return err
	}
	seal.Edition, seal.First, seal.FirstAt = r.edition.ID, a.Person.ID, d.clock()
	if err := tx.AddSeal(seal); err != nil {
		return err
	}
	return d.minute(tx, a, r, "first", minuteDoc{Commitment: seal.Commitment})
}

func (d *Desk) signSecond(tx *database.Tx, a award.Actor, r *resultRoom) (phrase string, err error) {
	if err := mayClose(tx, a, r); err != nil {
		return "", err
	}
	r.seal.Second, r.seal.SecondAt = a.Person.ID, d.clock()
	if err := tx.SaveSeal(&r.seal); err != nil {
		return "", err
	}
	if err := d.minute(tx, a, r, "second", minuteDoc{Commitment: r.seal.Commitment}); err != nil {
		return "", err
	}
	if r.edition.Paper.Opens != award.PaperNone {
		phrase = envelope.NewPaperPhrase()
		if err := d.paperRecord(tx, a, r.edition, map[string]any{"act": "print", "category": r.category.Key}); err != nil {
			return "", err
		}
	}
	if err := Enclose(tx, r.edition, r.seal, phrase); err != nil {
		return "", err
	}
	_, err = d.sign(tx, whySeal)
	return phrase, err
}

// BreakSeal takes the signatures off a result that was not opened, with a
// reason that is kept, so that the jury may decide again; two people must sign
// anew. While the envelope is open for work the decisions come back; of a closed
// one they stay in it, and it is kept.
func (d *Desk) BreakSeal(ctx context.Context, a award.Actor, year int, category, reason string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, err := d.resultRoom(tx, a, award.DeedSeal, resultAt{year, category, 0})
		switch {
		case err != nil:
			return err
		case !r.seal.Opened.IsZero():
			return award.Refuse(award.ErrConflict, "results.refused.opened")
		case !r.signed():
			return award.ErrConflict
		case strings.TrimSpace(reason) == "":
			return award.Invalid{"reason": {Key: "seal.fault.reason"}}
		case len([]rune(reason)) > reasonMax:
			faults := award.Invalid{}
			faults.Add("reason", "results.fault.long", "Count", reasonMax)
			return faults
		}
		if err := d.takeOut(tx, r); err != nil {
			return err
		}
		if err := tx.RemoveSeal(r.edition.ID, category); err != nil {
			return err
		}
		return d.minute(tx, a, r, "break", minuteDoc{Reason: reason, Commitment: r.seal.Commitment})
	})
}

// takeOut puts back what an envelope that is open for work holds, and keeps one
// that is closed.
func (d *Desk) takeOut(tx *database.Tx, r *resultRoom) error {
	s := r.seal
	switch {
	case s.Envelope == "":
		return nil
	case s.Closed():
		return tx.KeepBroken(s, d.clock())
	}
	content, err := d.workOn(s)
	if err != nil {
		return err
	}
	return tx.Disclose(&s, content)
}
