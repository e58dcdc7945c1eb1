package database

import "we-gov.org/awards/internal/award"

const decisionColumns = `id, edition, category, prize, entry, outcome, reason, departure, at, decided_by`

// AddDecision stores the decision of a prize.
func (tx *Tx) AddDecision(d award.Decision) error {
	return tx.exec(`INSERT INTO decision (`+decisionColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.ID, d.Edition, d.Category, d.Prize, d.Entry, d.Outcome, d.Reason, d.Departure, d.At, d.By)
}

// RemoveDecision takes back a decision that is not sealed yet.
func (tx *Tx) RemoveDecision(id award.ID) error {
	return tx.execOne(`DELETE FROM decision WHERE id = ?`, id)
}

// Decisions returns an edition's decisions of a category, the oldest first; none
// while they lie in a closed envelope.
func (tx *Tx) Decisions(edition award.ID, category string) (all []award.Decision, err error) {
	if w, open := tx.work.of(edition, category, award.ForWork); open {
		return w.Decisions, nil
	}
	err = tx.list(&all, `SELECT `+decisionColumns+` FROM decision WHERE edition = ? AND category = ? ORDER BY at, id`, edition, category)
	return all, err
}

const sealColumns = `edition, category, doc, sha256, first_by, first_at, second_by, second_at, opened, opened_by, inputs, commitment, envelope, basis, version`

// AddSeal stores the first of the two signatures on a category's result.
func (tx *Tx) AddSeal(s award.Seal) error {
	return tx.exec(`INSERT INTO seal (`+sealColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
		s.Edition, s.Category, s.Doc, s.SHA256, s.First, s.FirstAt, s.Second, s.SecondAt, s.Opened, s.OpenedBy, s.Inputs, s.Commitment, s.Envelope, s.Basis)
}

// SaveSeal overwrites the second signature and the opening of a seal still at
// s.Version, and raises it; else ErrConflict.
func (tx *Tx) SaveSeal(s *award.Seal) error {
	err := tx.execOne(`UPDATE seal SET second_by = ?, second_at = ?, opened = ?, opened_by = ?, version = version + 1
		WHERE edition = ? AND category = ? AND version = ?`, s.Second, s.SecondAt, s.Opened, s.OpenedBy, s.Edition, s.Category, s.Version)
	if err == nil {
		s.Version++
	}
	return err
}

// RemoveSeal breaks a seal that has not been opened, so that the jury may
// decide again.
func (tx *Tx) RemoveSeal(edition award.ID, category string) error {
	tx.work.end(edition, category)
	return tx.execOne(`DELETE FROM seal WHERE edition = ? AND category = ? AND opened = 0`, edition, category)
}

// Seal returns the seal of a category's result, with its content only while
// that can be read: see award.Seal.
func (tx *Tx) Seal(edition award.ID, category string) (s award.Seal, err error) {
	err = tx.get(&s, `SELECT `+sealColumns+` FROM seal WHERE edition = ? AND category = ?`, edition, category)
	return tx.work.fill(s, award.ForWork), err
}

// Seals returns an edition's seals by category key.
func (tx *Tx) Seals(edition award.ID) (map[string]award.Seal, error) {
	return tx.seals(edition, award.ForWork)
}

// StageSeals is Seals with what is open for the stage too. It is for the windows of
// the show and for nothing else.
func (tx *Tx) StageSeals(edition award.ID) (map[string]award.Seal, error) {
	return tx.seals(edition, award.ForWork, award.ForStage)
}

func (tx *Tx) seals(edition award.ID, purposes ...award.Purpose) (map[string]award.Seal, error) {
	var rows []award.Seal
	if err := tx.list(&rows, `SELECT `+sealColumns+` FROM seal WHERE edition = ? ORDER BY category`, edition); err != nil {
		return nil, err
	}
	by := make(map[string]award.Seal, len(rows))
	for _, s := range rows {
		by[s.Category] = tx.work.fill(s, purposes...)
	}
	return by, nil
}

// IsOpen reports whether everybody may know the result of a category.
func (tx *Tx) IsOpen(edition award.ID, category string) (bool, error) {
	var n int
	err := tx.get(&n, `SELECT COUNT(*) FROM seal WHERE edition = ? AND category = ? AND opened > 0`, edition, category)
	return n > 0, err
}

// OpenedSeals returns the seals of all editions whose results are open, in the
// order in which they were opened.
func (tx *Tx) OpenedSeals() (all []award.Seal, err error) {
	err = tx.list(&all, `SELECT `+sealColumns+` FROM seal WHERE opened > 0 ORDER BY opened, edition, category`)
	return all, err
}
