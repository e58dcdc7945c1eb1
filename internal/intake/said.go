package intake

import (
	"context"
	"errors"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// soundKind are the limits of a recorded name. A video container is taken where
// it holds sound alone, since that is what browsers record.
var soundKind = award.AttachmentKind{Key: "-name", Formats: SoundFormats, MB: award.SoundMB}

// SoundFormats are the endings of the files that a recorded name may be.
var SoundFormats = []string{"mp3", "m4a", "aac", "ogg", "wav", "webm", "mp4"}

// hear reads what the city says for the ceremony, and whether it is too late to
// say more.
func (o *Dossier) hear(tx *database.Tx) (err error) {
	if o.Opened, err = tx.IsOpen(o.Edition.ID, o.Entry.Category); err != nil {
		return err
	}
	o.Said, err = tx.Said(o.Entry.ID)
	return err
}

// openSaid is open for what is said for the ceremony.
func (d *Desk) openSaid(tx *database.Tx, a award.Actor, ref string, deed award.Deed) (*Dossier, error) {
	o, err := d.open(tx, a, ref, award.DeedReadSaid)
	if err != nil {
		return nil, err
	}
	if err := o.hear(tx); err != nil {
		return nil, err
	}
	return o, o.May(a, deed)
}

// Said returns an entry with what its city says for the ceremony.
func (d *Desk) Said(ctx context.Context, a award.Actor, ref string) (o *Dossier, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if o, err = d.openSaid(tx, a, ref, award.DeedReadSaid); err != nil {
			return err
		}
		o.Names, err = tx.Names([]award.ID{o.Said.By})
		return err
	})
	return o, err
}

// Sound returns the recorded name of an entry's city; ErrNotFound where there is
// none.
func (d *Desk) Sound(ctx context.Context, a award.Actor, ref string) (award.Attachment, error) {
	o, err := d.Said(ctx, a, ref)
	if err != nil {
		return award.Attachment{}, err
	}
	f, there := o.Said.Sound(o.Entry.Reference)
	if !there {
		return f, award.ErrNotFound
	}
	return f, nil
}

// KeepSound stores a recorded name that Say or Forget is to follow. What cannot be
// taken is an award.Invalid of the field "file", and nothing of it is kept.
func (d *Desk) KeepSound(ctx context.Context, a award.Actor, ref string, u Upload) (f award.Attachment, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		o, err := d.openSaid(tx, a, ref, award.DeedSay)
		if err == nil {
			f = award.Attachment{ID: o.Entry.ID, Entry: o.Entry.ID, Kind: soundKind.Key, Created: o.Now, By: a.Person.ID}
		}
		return err
	})
	if err != nil {
		return f, err
	}
	return f, d.take(ctx, &f, space{kind: soundKind, bytes: int64(soundKind.MB) << 20}, u)
}

// Forget removes a sound that KeepSound has stored and that nothing names.
func (d *Desk) Forget(ctx context.Context, sound award.Attachment) error {
	if sound.Key == "" {
		return nil
	}
	return d.drop(ctx, sound)
}

// Saying is what somebody of a city confirms: the texts of Said over its version,
// with a new sound from KeepSound, or without the one that was there.
type Saying struct {
	award.Said
	New  award.Attachment
	Drop bool
}

// Say keeps what a city says for the ceremony and who has confirmed it; a name
// that is the city's own is kept as none. ErrConflict when a colleague was
// quicker, Invalid with the fields of award.Said. A refused sound is forgotten.
// What stood so already is not written again.
func (d *Desk) Say(ctx context.Context, a award.Actor, ref string, s Saying) error {
	var old award.Attachment
	err := d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.openSaid(tx, a, ref, award.DeedSay)
		if err != nil {
			return err
		}
		if err := s.Check(); err != nil {
			return err
		}
		if s.Version != o.Said.Version {
			return award.ErrConflict
		}
		next := o.confirmed(s)
		if next == o.Said && !next.Confirmed.IsZero() {
			return nil
		}
		next.Confirmed, next.By = o.Now, a.Person.ID
		if o.Said.SoundKey != next.SoundKey {
			old, _ = o.Said.Sound(ref)
		}
		if err := tx.SaveSaid(&next); err != nil {
			return err
		}
		return o.record(tx, a, award.DeedSay, map[string]any{"version": next.Version, "sound": next.SoundSHA256})
	})
	if refused(err) {
		return errors.Join(err, d.Forget(ctx, s.New))
	}
	if err == nil {
		// An object that stays behind is for storage.Sweep.
		_ = d.Forget(ctx, old)
	}
	return err
}

// confirmed is what will be kept of a saying; the same as before where nothing is
// new.
func (o *Dossier) confirmed(s Saying) award.Said {
	next := o.Said
	own := func(text, city string) string {
		if text == city {
			return ""
		}
		return text
	}
	next.Screen, next.Name, next.LocalName = own(s.Screen, o.City.Name), own(s.Name, o.City.Name), own(s.LocalName, o.City.LocalName)
	next.Say, next.Accepts, next.Comes = s.Said.Say, s.Accepts, s.Comes
	switch f := s.New; {
	case f.Key != "":
		next.SoundKey, next.SoundMedia, next.SoundSize, next.SoundSHA256, next.SoundAt = f.Key, f.Media, f.Size, f.SHA256, o.Now
	case s.Drop:
		next.SoundKey, next.SoundMedia, next.SoundSize, next.SoundSHA256, next.SoundAt = "", "", 0, "", 0
	}
	return next
}
