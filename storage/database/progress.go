package database

import "we-gov.org/awards/internal/award"

// Posted reports which of the keys are those of a mail in the outbox.
func (tx *Tx) Posted(keys []string) (map[string]bool, error) {
	of := map[string]bool{}
	if len(keys) == 0 {
		return of, nil
	}
	q, args := tx.in(`SELECT key FROM mail WHERE key IN (?)`, keys)
	var there []string
	if err := tx.list(&there, q, args...); err != nil {
		return nil, err
	}
	for _, k := range there {
		of[k] = true
	}
	return of, nil
}

const minuteColumns = `id, edition, category, kind, doc, at, written_by`

// AddMinute appends a line to the jury's record.
func (tx *Tx) AddMinute(m award.Minute) error {
	return tx.exec(`INSERT INTO minute (`+minuteColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		m.ID, m.Edition, m.Category, m.Kind, m.Doc, m.At, m.By)
}

// Minutes returns the jury's record of a category, the oldest first. Lines that
// lie in a closed envelope have an empty Doc.
func (tx *Tx) Minutes(edition award.ID, category string) (all []award.Minute, err error) {
	err = tx.list(&all, `SELECT `+minuteColumns+` FROM minute WHERE edition = ? AND category = ? ORDER BY at, id`, edition, category)
	if w, open := tx.work.of(edition, category, award.ForWork); open {
		for i := range all {
			for _, m := range w.Minutes {
				if m.ID == all[i].ID {
					all[i].Doc = m.Doc
				}
			}
		}
	}
	return all, err
}

// SaveTieVote records the panel's vote for an entry, over an earlier one.
func (tx *Tx) SaveTieVote(v award.TieVote) error {
	return tx.exec(`INSERT INTO tie_vote (edition, round, category, entry, votes, at, noted_by) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (edition, round, entry) DO UPDATE SET votes = excluded.votes, at = excluded.at, noted_by = excluded.noted_by`,
		v.Edition, v.Round, v.Category, v.Entry, v.Count, v.At, v.By)
}

// TieVotes returns the recorded votes of a round of an edition, by entry.
func (tx *Tx) TieVotes(edition award.ID, round int) (all []award.TieVote, err error) {
	err = tx.list(&all, `SELECT edition, round, category, entry, votes, at, noted_by FROM tie_vote WHERE edition = ? AND round = ? ORDER BY entry`, edition, round)
	return all, err
}
