package stage

import (
	"context"
	"encoding/base64"
	"slices"

	"we-gov.org/awards/internal/award"
)

// soundMax is the largest recorded name that goes into a show, in bytes: the
// largest that a city may send.
const soundMax = award.SoundMB << 20

// Sound returns the recorded name of an entry that may win; ErrNotFound for none.
func (d *Desk) Sound(ctx context.Context, actor award.Actor, year int, ref string) (award.Attachment, error) {
	all, err := d.Candidates(ctx, actor, year)
	if err != nil {
		return award.Attachment{}, err
	}
	for _, in := range all.In {
		for _, c := range in {
			if f, there := c.Said.Sound(ref); there && c.Entry.Reference == ref {
				return f, nil
			}
		}
	}
	return award.Attachment{}, award.ErrNotFound
}

// voice reads the recorded names of those whom a reveal names, as far as it has
// room, and notes how long the longest is that anybody has recorded: by that the
// slides are measured, so that the size of a pack tells nothing.
func (d *Desk) voice(ctx context.Context, r *Running, said map[award.ID]award.Said) (err error) {
	for _, s := range said {
		if s.SoundSize <= soundMax {
			r.ear = max(r.ear, int(s.SoundSize))
		}
	}
	for i, c := range r.Cues {
		if c.Kind != award.CueReveal {
			continue
		}
		r.Cues[i].Faces = slices.Clone(c.Faces)
		for j := range min(len(c.Faces), r.voices(c)) {
			f := &r.Cues[i].Faces[j]
			s := said[f.Entry]
			if f.Sound.Bytes, err = d.whole(ctx, s.SoundKey, soundMax); err != nil {
				return err
			}
			f.Sound.Media = s.SoundMedia
		}
	}
	return nil
}

// voices is for how many recorded names a reveal has room, whoever wins it: those
// of its places, and one who may share.
func (r Running) voices(c award.Cue) int {
	n := 1
	if c.Mode == award.ModeList {
		n = max(c.Prize.PerCategory, 1)
	}
	if r.Edition.SharedPrizes {
		n++
	}
	return n
}

// spoken is how many letters of a pack the recorded names of a cue may take, and
// heard how many they take.
func (r Running) spoken(c award.Cue) int {
	if c.Kind != award.CueReveal || r.ear == 0 {
		return 0
	}
	return r.voices(c) * (len("audio/mpeg;base64,") + base64.RawURLEncoding.EncodedLen(r.ear))
}

func heard(c award.Cue) (letters int) {
	for _, f := range c.Faces {
		letters += len(f.Sound.Text())
	}
	return letters
}
