package intake

import (
	"context"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// replyMax is the most characters of an answer to the Secretariat.
const replyMax = 5000

// Reply answers a question of the Secretariat; ErrConflict when a colleague has
// answered it before.
func (d *Desk) Reply(ctx context.Context, a award.Actor, ref string, query award.ID, text string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedReply)
		if err != nil {
			return err
		}
		q, err := tx.Query(o.Entry.ID, query)
		if err != nil {
			return err
		}
		switch {
		case text == "":
			return award.Invalid{"reply": {Key: "entry.messages.fault.empty"}}
		case utf8.RuneCountInString(text) > replyMax:
			return award.Invalid{"reply": {Key: "fault.letters", Values: map[string]any{"Count": replyMax}}}
		case q.Replied > 0:
			return award.Refuse(award.ErrConflict, "entry.messages.refused.answered")
		}
		q.Reply, q.Replied, q.RepliedBy = text, o.Now, a.Person.ID
		if err := tx.SaveReply(q); err != nil {
			return err
		}
		if err := o.record(tx, a, award.DeedReply, map[string]any{"query": q.ID}); err != nil {
			return err
		}
		return o.tellDeskOf(tx, q)
	})
}

// tellDeskOf mails the officers that a question has been answered.
func (o *Dossier) tellDeskOf(tx *database.Tx, q award.Query) error {
	officers, err := tx.RoleHolders(award.RoleOfficer, o.Edition.ID)
	if err != nil {
		return err
	}
	for _, p := range officers {
		if p.ID == q.AskedBy {
			return o.tell(tx, p, letter{kind: "query_answered", path: o.deskPath(), turn: q.ID})
		}
	}
	for _, p := range officers {
		if err := o.tell(tx, p, letter{kind: "query_answered", path: o.deskPath(), turn: q.ID}); err != nil {
			return err
		}
	}
	return nil
}
