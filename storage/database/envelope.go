package database

import (
	"slices"
	"sync"

	"we-gov.org/awards/internal/award"
)

// Work is an envelope that two people have open, for work or for the stage: its
// content stands in this process's memory and nowhere else, so it is closed when
// the process ends.
type Work struct {
	Purpose  award.Purpose // ForWork or ForStage
	Edition  award.ID
	Category string
	First    award.ID
	Second   award.ID
	Until    award.Time
	award.Enclosed
}

// works are the envelopes that are open.
//
// Why here: everything that reads a sealed result, decision or line of the
// record asks the database for it, and gets it while two people have it open
// for work, without knowing of envelopes. What is open for the stage is got by
// StageSeals only: whoever does not know of the difference gets nothing.
type works struct {
	mu  sync.RWMutex
	all []Work
}

// of is what is open of a category for a purpose.
func (w *works) of(edition award.ID, category string, purpose award.Purpose) (Work, bool) {
	if w == nil {
		return Work{}, false
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	for _, one := range w.all {
		if one.Edition == edition && one.Category == category && one.Purpose == purpose {
			return one, true
		}
	}
	return Work{}, false
}

func (w *works) edits(entry award.ID) (award.Edits, bool) {
	if w == nil {
		return award.Edits{}, false
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	for _, one := range w.all {
		if e, there := one.EditsOf(entry); there && one.Purpose == award.ForWork {
			return e, true
		}
	}
	return award.Edits{}, false
}

// fill puts into a closed seal what two people have open of it for one of the
// purposes.
func (w *works) fill(s award.Seal, purposes ...award.Purpose) award.Seal {
	for _, purpose := range purposes {
		if one, open := w.of(s.Edition, s.Category, purpose); open && s.Closed() {
			s.Doc, s.Inputs = one.Doc, one.Inputs
		}
	}
	return s
}

func (w *works) drop(is func(Work) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = slices.DeleteFunc(w.all, is)
}

func (w *works) end(edition award.ID, category string) {
	w.drop(func(one Work) bool {
		return one.Edition == edition && (one.Category == category || category == "")
	})
}

// OpenForWork keeps an envelope's content in memory, in place of an older one of
// the purpose, so that what reads the result for it can. That two people opened it
// is for the caller to know.
func (db *DB) OpenForWork(w Work) {
	db.work.drop(func(one Work) bool {
		return one.Edition == w.Edition && one.Category == w.Category && one.Purpose == w.Purpose
	})
	db.work.mu.Lock()
	defer db.work.mu.Unlock()
	db.work.all = append(db.work.all, w)
}

// EndWork forgets the content of an envelope, or of all of an edition for an
// empty category, for whatever it was open.
func (db *DB) EndWork(edition award.ID, category string) { db.work.end(edition, category) }

// EndOldWork forgets what was to be open until now at most.
func (db *DB) EndOldWork(now award.Time) {
	db.work.drop(func(one Work) bool { return one.Until <= now })
}

// Works are the envelopes that are open for a purpose.
func (db *DB) Works(purpose award.Purpose) []Work {
	db.work.mu.RLock()
	defer db.work.mu.RUnlock()
	return slices.DeleteFunc(slices.Clone(db.work.all), func(one Work) bool { return one.Purpose != purpose })
}

// Enclose puts what a sealed result is made of out of the records: the document,
// its inputs, the decisions and the lines of the jury's record have no clear
// text any more. The seal must still be at its version.
func (tx *Tx) Enclose(s *award.Seal) error {
	err := tx.execOne(`UPDATE seal SET doc = '', inputs = '', envelope = ?, basis = ?, version = version + 1
		WHERE edition = ? AND category = ? AND version = ?`, s.Envelope, s.Basis, s.Edition, s.Category, s.Version)
	if err != nil {
		return err
	}
	s.Version++
	if err := tx.exec(`DELETE FROM decision WHERE edition = ? AND category = ?`, s.Edition, s.Category); err != nil {
		return err
	}
	q, args := tx.in(`UPDATE minute SET doc = '' WHERE edition = ? AND category = ? AND kind NOT IN (?)`, s.Edition, s.Category, award.PlainMinutes)
	return tx.exec(q, args...)
}

// Reclose changes what lies in the envelope of a seal still at its version.
func (tx *Tx) Reclose(s *award.Seal) error {
	err := tx.execOne(`UPDATE seal SET envelope = ?, version = version + 1 WHERE edition = ? AND category = ? AND version = ? AND opened = 0`,
		s.Envelope, s.Edition, s.Category, s.Version)
	if err == nil {
		s.Version++
	}
	return err
}

// Disclose puts the content of an envelope back into the records. The seal must
// still be at its version.
func (tx *Tx) Disclose(s *award.Seal, c award.Enclosed) error {
	err := tx.execOne(`UPDATE seal SET doc = ?, inputs = ?, envelope = '', version = version + 1
		WHERE edition = ? AND category = ? AND version = ? AND envelope <> ''`, c.Doc, c.Inputs, s.Edition, s.Category, s.Version)
	if err != nil {
		return err
	}
	s.Doc, s.Inputs, s.Envelope, s.Version = c.Doc, c.Inputs, "", s.Version+1
	tx.work.end(s.Edition, s.Category)
	return tx.restore(c)
}

func (tx *Tx) restore(c award.Enclosed) error {
	for _, d := range c.Decisions {
		if err := tx.AddDecision(d); err != nil {
			return err
		}
	}
	for _, m := range c.Minutes {
		if err := tx.execOne(`UPDATE minute SET doc = ? WHERE id = ?`, m.Doc, m.ID); err != nil {
			return err
		}
	}
	for _, kept := range c.Edits {
		e, _ := c.EditsOf(kept.Of)
		e.Version = 0
		if err := tx.SaveEdits(&e); err != nil {
			return err
		}
	}
	return nil
}

// KeepBroken keeps the envelope of a seal that is broken while it is closed, so
// that two people can still read it.
func (tx *Tx) KeepBroken(s award.Seal, at award.Time) error {
	return tx.exec(`INSERT INTO broken_seal (edition, category, commitment, envelope, at) VALUES (?, ?, ?, ?, ?)`,
		s.Edition, s.Category, s.Commitment, s.Envelope, at)
}

const sealKeyColumns = `id, person, recipient, wrapped, made, proved`

// AddSealKey keeps a key to which results can be sealed once it is proved.
func (tx *Tx) AddSealKey(k award.SealKey) error {
	return tx.exec(`INSERT INTO seal_key (`+sealKeyColumns+`) VALUES (?, ?, ?, ?, ?, ?)`, k.ID, k.Person, k.Recipient, k.Wrapped, k.Made, k.Proved)
}

// ProveSealKey notes that the owner has the key's phrase on paper.
func (tx *Tx) ProveSealKey(id award.ID, now award.Time) error {
	return tx.execOne(`UPDATE seal_key SET proved = ? WHERE id = ?`, now, id)
}

// SealKeys returns all keys, the latest of each person first.
func (tx *Tx) SealKeys() (all []award.SealKey, err error) {
	err = tx.list(&all, `SELECT `+sealKeyColumns+` FROM seal_key ORDER BY person, made DESC, id`)
	return all, err
}

const askColumns = `edition, category, purpose, asked_by, at, minute, peeled, reason`

// AskOpening keeps the first act of an opening over an older one.
func (tx *Tx) AskOpening(o award.OpeningAsk) error {
	if err := tx.ForgetOpening(o.Edition, o.Category, o.Purpose); err != nil {
		return err
	}
	return tx.exec(`INSERT INTO opening (`+askColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, o.Edition, o.Category, o.Purpose, o.By, o.At, o.Minute, o.Peeled, o.Reason)
}

// ForgetOpening takes the first act back; it is no error when there is none.
func (tx *Tx) ForgetOpening(edition award.ID, category string, purpose award.Purpose) error {
	return tx.exec(`DELETE FROM opening WHERE edition = ? AND category = ? AND purpose = ?`, edition, category, purpose)
}

// OpeningAsks returns the first acts of an edition's openings.
func (tx *Tx) OpeningAsks(edition award.ID) (all []award.OpeningAsk, err error) {
	err = tx.list(&all, `SELECT `+askColumns+` FROM opening WHERE edition = ? ORDER BY category, purpose`, edition)
	return all, err
}

const setColumns = `edition, minute, first_by, second_by, at, secrets`

// SetOpening keeps an opening that waits for its minute, over an older one of the
// edition.
func (tx *Tx) SetOpening(o award.SetOpening) error {
	if err := tx.DropSetOpening(o.Edition); err != nil {
		return err
	}
	return tx.exec(`INSERT INTO set_opening (`+setColumns+`) VALUES (?, ?, ?, ?, ?, ?)`, o.Edition, o.Minute, o.First, o.Second, o.At, o.Secrets)
}

// DropSetOpening takes it away; it is no error when there is none.
func (tx *Tx) DropSetOpening(edition award.ID) error {
	return tx.exec(`DELETE FROM set_opening WHERE edition = ?`, edition)
}

// SetOpenings returns the openings that wait for their minutes, the next first.
func (tx *Tx) SetOpenings() (all []award.SetOpening, err error) {
	err = tx.list(&all, `SELECT `+setColumns+` FROM set_opening ORDER BY minute, edition`)
	return all, err
}

const auditColumns = `edition, category, commitment, auditor, holds, reason, at`

// AddAuditSign keeps what the auditor found.
func (tx *Tx) AddAuditSign(s award.AuditSign) error {
	return tx.exec(`INSERT INTO audit (`+auditColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)`, s.Edition, s.Category, s.Commitment, s.Auditor, s.Holds, s.Reason, s.At)
}

// LatestAuditSigns returns by category what was found last of the seals that
// stand in an edition.
func (tx *Tx) LatestAuditSigns(edition award.ID) (map[string]award.AuditSign, error) {
	var all []award.AuditSign
	err := tx.list(&all, `SELECT `+auditColumns+` FROM audit WHERE edition = ? AND EXISTS
		(SELECT 1 FROM seal WHERE seal.edition = audit.edition AND seal.category = audit.category AND seal.commitment = audit.commitment)
		ORDER BY at`, edition)
	of := map[string]award.AuditSign{}
	for _, s := range all {
		of[s.Category] = s
	}
	return of, err
}

// MayLeave refuses to let results of an edition out of the house, opened or not,
// that its auditor has not signed; nil where no auditor is named and none has
// refused. Everything that lets something of a sealed result out asks it.
func (tx *Tx) MayLeave(e *award.Edition, categories ...string) error {
	auditors, err := tx.RoleHolders(award.RoleAuditor, e.ID)
	if err != nil {
		return err
	}
	signs, err := tx.LatestAuditSigns(e.ID)
	if err != nil {
		return err
	}
	for _, key := range categories {
		c, _ := e.Category(key)
		switch sign, there := signs[key]; {
		case there && !sign.Holds:
			return award.Refuse(award.ErrConflict, "audit.refused.refused", "Category", c.Name)
		case !there && len(auditors) > 0:
			return award.Refuse(award.ErrConflict, "audit.refused.unsigned", "Category", c.Name)
		}
	}
	return nil
}
