package database

import (
	"errors"

	"we-gov.org/awards/internal/award"
)

const saidColumns = `entry, screen, name, local_name, say, accepts, comes, confirmed, confirmed_by, sound_key, sound_media, sound_size, sound_sha256, sound_at, version`

// Said returns what a city says for the ceremony about an entry; with version 0
// where it has said nothing.
func (tx *Tx) Said(entry award.ID) (s award.Said, err error) {
	err = tx.get(&s, `SELECT `+saidColumns+` FROM said WHERE entry = ?`, entry)
	if errors.Is(err, award.ErrNotFound) {
		return award.Said{Entry: entry}, nil
	}
	return s, err
}

// SaidIn returns what cities say for the ceremony of an edition, by entry.
func (tx *Tx) SaidIn(edition award.ID) (map[award.ID]award.Said, error) {
	var rows []award.Said
	if err := tx.list(&rows, `SELECT `+saidColumns+` FROM said WHERE entry IN (SELECT id FROM entry WHERE edition = ?)`, edition); err != nil {
		return nil, err
	}
	by := make(map[award.ID]award.Said, len(rows))
	for _, s := range rows {
		by[s.Entry] = s
	}
	return by, nil
}

// SaveSaid stores what a city says over the version s.Version, which is 0 for
// the first, and raises it; ErrConflict when the stored version is another.
func (tx *Tx) SaveSaid(s *award.Said) (err error) {
	values := []any{s.Screen, s.Name, s.LocalName, s.Say, s.Accepts, s.Comes, s.Confirmed, s.By, s.SoundKey, s.SoundMedia, s.SoundSize, s.SoundSHA256, s.SoundAt}
	if s.Version == 0 {
		err = tx.exec(`INSERT INTO said (`+saidColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`, append([]any{s.Entry}, values...)...)
	} else {
		err = tx.execOne(`UPDATE said SET screen = ?, name = ?, local_name = ?, say = ?, accepts = ?, comes = ?, confirmed = ?, confirmed_by = ?,
			sound_key = ?, sound_media = ?, sound_size = ?, sound_sha256 = ?, sound_at = ?, version = version + 1 WHERE entry = ? AND version = ?`,
			append(values, s.Entry, s.Version)...)
	}
	if err == nil {
		s.Version++
	}
	return err
}
