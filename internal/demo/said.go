package demo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// saying is what the city of an entry has said for the ceremony, with its sound.
type saying struct {
	row   award.Said
	sound []byte
}

// say lets most cities confirm how they are named before the ceremony; one in
// five has not, nor has Port Oriel, and one in four of the others has no recording.
func (w *world) say() {
	if !w.stage.from(Ceremony) {
		return
	}
	for _, e := range w.entries {
		if e.State != award.EntryAccepted || e.Number%5 == 0 || e.author.City == "port-oriel" {
			continue
		}
		at := w.edition.Ceremony.Add(-12*day + time.Duration(e.Number)*97*time.Minute)
		s := award.Said{Entry: e.ID, Say: spell(e.place.Name), Accepts: e.place.Officer + ", " + e.place.Title, Comes: award.ComesYes, Confirmed: at, By: e.officer()}
		if e.Number%11 == 4 {
			s.Comes, s.Accepts = award.ComesNo, ""
		}
		if e.Number%4 != 3 {
			sound := stage.SampleSound(e.Number)
			sum := sha256.Sum256(sound.Bytes)
			s.SoundKey, s.SoundMedia, s.SoundSize, s.SoundSHA256, s.SoundAt = objectKey("name/"+e.key()), sound.Media, int64(len(sound.Bytes)), hex.EncodeToString(sum[:]), at
			e.said.sound = sound.Bytes
		}
		e.said.row = s
		w.note(deed{at, e.officer(), award.DeedSay, map[string]any{"version": 1, "sound": s.SoundSHA256}}, "entry", e.ID)
	}
}

// put keeps the sound.
func (s saying) put(ctx context.Context, store objects.Store) error {
	if s.sound == nil {
		return nil
	}
	_, err := store.Put(ctx, s.row.SoundKey, bytes.NewReader(s.sound))
	return err
}

// save writes the row; nothing of a city that has said nothing.
func (s saying) save(tx *database.Tx) error {
	if s.row.Entry == "" {
		return nil
	}
	return tx.SaveSaid(&s.row)
}

// spell writes a name as an English reader would say it, more or less: in parts
// that end with a vowel, the first part of a word stressed.
func spell(name string) string {
	words := strings.Fields(strings.ToLower(name))
	for i, word := range words {
		letters, parts, part := []rune(word), []string(nil), ""
		for j, r := range letters {
			part += string(r)
			if strings.ContainsRune("aeiouy", r) && j+2 < len(letters) && !strings.ContainsRune("aeiouy", letters[j+1]) {
				parts, part = append(parts, part), ""
			}
		}
		parts = append(parts, part)
		parts[0] = strings.ToUpper(parts[0])
		words[i] = strings.Join(parts, "-")
	}
	return strings.Join(words, " ")
}
