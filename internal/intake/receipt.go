package intake

import (
	"context"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/storage/database"
)

// Receipt is the city's receipt of what it sent last, as a file to hold against
// the bundle of results: the event in the record and the document with the hash
// of every file. ErrNotFound before anything was sent; a Refusal of ErrConflict
// until the record is numbered, which is within the hour.
func (d *Desk) Receipt(ctx context.Context, a award.Actor, ref string) (text []byte, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedReadEntry)
		if err != nil {
			return err
		}
		s, err := tx.LastSending(o.Entry.ID)
		if err != nil {
			return err
		}
		leaves, err := tx.LeavesAbout(o.Entry.ID, award.DeedSend)
		if err != nil {
			return err
		}
		for _, l := range leaves {
			if strings.Contains(l.Detail, s.SHA256) {
				file := ledger.ReceiptFile{Sent: &ledger.SentReceipt{Opening: ledger.Opening{Leaf: l.Place, Salt: l.Salt, Event: l.Text}, Document: s.Doc}}
				text, err = file.Encode()
				return err
			}
		}
		return award.Refuse(award.ErrConflict, "entry.receipt.unnumbered")
	})
	return text, err
}
