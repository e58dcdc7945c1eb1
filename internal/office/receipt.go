package office

import (
	"context"
	"maps"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/storage/database"
)

// JudgeReceipt shows a judge which of their own scoresheets the opened results of
// an edition count.
type JudgeReceipt struct {
	Edition *award.Edition
	Opened  bool // some result is open
	Lines   []ReceiptLine
	// File is the receipt in its one spelling; it holds no other judge's sheet.
	File []byte
}

// ReceiptLine is one own scoresheet that was counted.
type ReceiptLine struct {
	Category  string
	Reference string
	Letter    string // under which the judge stands in the evidence
	Total     float64
}

// JudgeReceipt returns the receipt of the judge who asks.
func (d *Desk) JudgeReceipt(ctx context.Context, a award.Actor, year int) (out JudgeReceipt, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		out = JudgeReceipt{}
		if err := award.MayTry(a, award.DeedReceipt); err != nil {
			return err
		}
		if out.Edition, err = tx.EditionOf(year); err != nil {
			return err
		}
		seals, err := tx.Seals(out.Edition.ID)
		if err != nil {
			return err
		}
		file := ledger.ReceiptFile{}
		for _, c := range out.Edition.Categories {
			if s := seals[c.Key]; !s.Opened.IsZero() {
				out.Opened = true
				if err := out.add(tx, a, s, &file); err != nil {
					return err
				}
			}
		}
		out.File, err = file.Encode()
		return err
	})
	return out, err
}

// add puts in the own sheets of one opened result. A sheet is the judge's own
// when it is of a seat of theirs and holds the scores that they gave: a letter
// alone is not trusted.
func (o *JudgeReceipt) add(tx *database.Tx, a award.Actor, s award.Seal, file *ledger.ReceiptFile) error {
	r, err := s.Result()
	if err != nil {
		return err
	}
	own, judges, err := seatsFor(tx, a, o.Edition, r)
	if err != nil || len(own) == 0 {
		return err
	}
	letter := Aliases(r.Nonce, judges)[a.Person.ID]
	sealed, _, err := committed(r)
	if err != nil {
		return err
	}
	for i, p := range sealed.Pieces {
		e, err := p.Read()
		if err != nil {
			return err
		}
		if e.Kind != ledger.SheetKind || e.Judge != letter || !maps.Equal(own[e.Entry], e.Scores) {
			continue
		}
		receipt, err := sealed.Receipt(int64(i))
		if err != nil {
			return err
		}
		file.Sheets = append(file.Sheets, ledger.SheetReceipt{Year: r.Year, Category: r.Category, Receipt: receipt})
		o.Lines = append(o.Lines, ReceiptLine{Category: r.Name, Reference: e.Entry, Letter: letter, Total: totalOf(r, e)})
	}
	return nil
}

func totalOf(r award.Result, e ledger.Evidence) float64 {
	for _, s := range r.Standings {
		for _, c := range s.Sheets {
			if s.Reference == e.Entry && c.Judge == e.Judge {
				return c.Total
			}
		}
	}
	return 0
}

// seatsFor are the actor's own scores of a result by reference, and all judges
// of the result.
func seatsFor(tx *database.Tx, a award.Actor, e *award.Edition, r award.Result) (own map[string]map[string]float64, judges []award.ID, err error) {
	seats, err := tx.SeatsInCategory(e.ID, r.Round, r.Category)
	if err != nil {
		return nil, nil, err
	}
	sheets, err := tx.ScoresheetsInCategory(e.ID, r.Round, r.Category)
	if err != nil {
		return nil, nil, err
	}
	anew, err := tx.RescoresInCategory(e.ID, r.Round, r.Category)
	own = map[string]map[string]float64{}
	for _, s := range seats {
		i := slices.IndexFunc(r.Standings, func(x award.Standing) bool { return x.Entry == s.Entry })
		if i < 0 {
			continue
		}
		judges = append(judges, s.Judge)
		if s.Judge != a.Person.ID {
			continue
		}
		sheet := sheets[s.ID]
		if all := anew[s.ID]; len(all) > 0 {
			sheet = sheet.Rescored(all[len(all)-1])
		}
		own[r.Standings[i].Reference] = sheet.Scores
	}
	return own, judges, err
}
