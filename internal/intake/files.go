package intake

import (
	"context"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/language"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Description is what a city says about a file.
type Description struct {
	Caption, Alt, Credit string
	Language             string // BCP 47, such as en
	Public               bool
	Version              int // of the attachment that was described
}

// descriptionMax is the most characters of each text about a file.
const descriptionMax = 500

// check returns the faults of a description as it is kept: a text that is
// missing is told before sending, not here.
func (x Description) check() award.Invalid {
	faults := award.Invalid{}
	for field, value := range map[string]string{"caption": x.Caption, "alt": x.Alt, "credit": x.Credit} {
		if utf8.RuneCountInString(value) > descriptionMax {
			faults.Add(field, "fault.letters", "Count", descriptionMax)
		}
	}
	if x.Language != "" {
		if _, err := language.Parse(x.Language); err != nil || len(x.Language) > 12 {
			faults.Add("language", "fault.choice")
		}
	}
	return faults
}

// Describe keeps what a city says about a file; ErrConflict when a colleague
// has changed it meanwhile.
func (d *Desk) Describe(ctx context.Context, a award.Actor, ref string, id award.ID, x Description) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, f, err := d.openFile(tx, a, ref, id, award.DeedEdit)
		if err != nil {
			return err
		}
		if err := x.check().Or(); err != nil {
			return err
		}
		if f.Version != x.Version {
			return award.Refuse(award.ErrConflict, "files.refused.changed", "Name", f.Name)
		}
		f.Caption, f.Alt, f.Credit, f.Language = x.Caption, x.Alt, x.Credit, x.Language
		k, _ := o.Edition.Attachment(f.Kind)
		f.Public = k.Public == award.Always || k.Public == award.Chosen && x.Public
		if err := tx.SaveAttachment(&f); err != nil {
			return err
		}
		return o.record(tx, a, award.DeedEdit, map[string]any{"file": f.ID, "version": f.Version})
	})
}

// Move exchanges a file with the one of its kind before it, or after it.
func (d *Desk) Move(ctx context.Context, a award.Actor, ref string, id award.ID, up bool) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, f, err := d.openFile(tx, a, ref, id, award.DeedEdit)
		if err != nil {
			return err
		}
		if o.Files, err = tx.Attachments(o.Entry.ID); err != nil {
			return err
		}
		same := o.FilesOf(f.Kind)
		i := slices.IndexFunc(same, func(x award.Attachment) bool { return x.ID == id })
		j := i + 1
		if up {
			j = i - 1
		}
		if j < 0 || j >= len(same) {
			return nil
		}
		same[i].Position, same[j].Position = same[j].Position, same[i].Position
		if err := tx.SaveAttachment(&same[i]); err != nil {
			return err
		}
		if err := tx.SaveAttachment(&same[j]); err != nil {
			return err
		}
		return o.record(tx, a, award.DeedEdit, map[string]any{"file": f.ID, "position": same[i].Position})
	})
}

// Detach removes a file: its row first, its objects after.
func (d *Desk) Detach(ctx context.Context, a award.Actor, ref string, id award.ID) error {
	var f award.Attachment
	err := d.db.Update(ctx, func(tx *database.Tx) error {
		o, of, err := d.openFile(tx, a, ref, id, award.DeedDetach)
		if err != nil {
			return err
		}
		f = of
		if err := tx.RemoveAttachment(id); err != nil {
			return err
		}
		return o.record(tx, a, award.DeedDetach, map[string]any{"file": f.ID, "kind": f.Kind, "sha256": f.SHA256})
	})
	if err != nil {
		return err
	}
	// An object that stays behind is for storage.Sweep: the file is gone for all.
	_ = d.drop(ctx, f)
	return nil
}
