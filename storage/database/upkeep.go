package database

import (
	"encoding/json"
	"errors"
	"fmt"

	"we-gov.org/awards/internal/award"
)

const upkeepColumns = `practice, series, remark, running, said, confirmed, asked, token_hash, revoked`

// Upkeep returns what is known of a practice beyond its entry; a zero one with
// the practice when nothing is.
func (tx *Tx) Upkeep(practice award.ID) (u award.Upkeep, err error) {
	err = tx.get(&u, `SELECT `+upkeepColumns+` FROM upkeep WHERE practice = ?`, practice)
	if errors.Is(err, award.ErrNotFound) {
		return award.Upkeep{Practice: practice}, nil
	}
	return u, err
}

// Upkeeps returns what is known of every practice beyond its entry, by practice.
func (tx *Tx) Upkeeps() (map[award.ID]award.Upkeep, error) {
	var all []award.Upkeep
	err := tx.list(&all, `SELECT `+upkeepColumns+` FROM upkeep`)
	of := make(map[award.ID]award.Upkeep, len(all))
	for _, u := range all {
		of[u.Practice] = u
	}
	return of, err
}

// UpkeepByHash returns the upkeep whose mailed link has the hash.
func (tx *Tx) UpkeepByHash(hash string) (u award.Upkeep, err error) {
	err = tx.get(&u, `SELECT `+upkeepColumns+` FROM upkeep WHERE token_hash = ? AND token_hash <> ''`, hash)
	return u, err
}

// SaveUpkeep overwrites what is known of a practice beyond its entry.
func (tx *Tx) SaveUpkeep(u award.Upkeep) error {
	err := tx.exec(`INSERT INTO upkeep (`+upkeepColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (practice) DO UPDATE SET series = excluded.series, remark = excluded.remark, running = excluded.running,
		said = excluded.said, confirmed = excluded.confirmed, asked = excluded.asked, token_hash = excluded.token_hash, revoked = excluded.revoked`,
		u.Practice, u.Series, u.Remark, u.Running, u.Said, u.Confirmed, u.Asked, u.Hash, u.Revoked)
	if err != nil {
		return err
	}
	return tx.touchShelf()
}

const inquiryColumns = `id, practice, kind, name, email, city, country, language, text, created, asker_hash, confirmed, owner_hash, answered, accepted, reply`

// AddInquiry stores a question to the city of a practice.
func (tx *Tx) AddInquiry(q award.Inquiry) error {
	return tx.exec(`INSERT INTO inquiry (`+inquiryColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		q.ID, q.Practice, q.Kind, q.Name, q.Email, q.City, q.Country, q.Language, q.Text, q.Created,
		q.AskerHash, q.Confirmed, q.OwnerHash, q.Answered, q.Accepted, q.Reply)
}

// SaveInquiry overwrites how far a question has come. What was asked stays.
func (tx *Tx) SaveInquiry(q award.Inquiry) error {
	err := tx.execOne(`UPDATE inquiry SET confirmed = ?, owner_hash = ?, answered = ?, accepted = ?, reply = ? WHERE id = ?`,
		q.Confirmed, q.OwnerHash, q.Answered, q.Accepted, q.Reply, q.ID)
	if err != nil || q.Kind != award.InquiryReplication {
		return err
	}
	return tx.touchShelf()
}

// Inquiry returns one question.
func (tx *Tx) Inquiry(id award.ID) (q award.Inquiry, err error) {
	err = tx.get(&q, `SELECT `+inquiryColumns+` FROM inquiry WHERE id = ?`, id)
	return q, err
}

// InquiryOfAsker returns the question whose asker has the link with the hash.
func (tx *Tx) InquiryOfAsker(hash string) (q award.Inquiry, err error) {
	err = tx.get(&q, `SELECT `+inquiryColumns+` FROM inquiry WHERE asker_hash = ? AND asker_hash <> ''`, hash)
	return q, err
}

// InquiryOfOwner returns the question whose city has the link with the hash.
func (tx *Tx) InquiryOfOwner(hash string) (q award.Inquiry, err error) {
	err = tx.get(&q, `SELECT `+inquiryColumns+` FROM inquiry WHERE owner_hash = ? AND owner_hash <> ''`, hash)
	return q, err
}

// InquiriesOf returns the questions about a practice whose askers have said that
// the address is theirs, the latest first.
func (tx *Tx) InquiriesOf(practice award.ID) (all []award.Inquiry, err error) {
	err = tx.list(&all, `SELECT `+inquiryColumns+` FROM inquiry WHERE practice = ? AND confirmed > 0 ORDER BY created DESC, id`, practice)
	return all, err
}

// Replications returns the cities that do the same as a practice and that its
// city has confirmed, the earliest first.
func (tx *Tx) Replications(practice award.ID) (all []award.Inquiry, err error) {
	err = tx.list(&all, `SELECT `+inquiryColumns+` FROM inquiry WHERE practice = ? AND kind = ? AND accepted ORDER BY answered, id`, practice, award.InquiryReplication)
	return all, err
}

// InquiriesSince counts the questions since an instant: from an address, about a
// practice, and in all.
func (tx *Tx) InquiriesSince(since award.Time, email string, practice award.ID) (from, about, all int, err error) {
	var n struct {
		From  int `db:"from_address"`
		About int `db:"about"`
		All   int `db:"n"`
	}
	err = tx.get(&n, `SELECT COUNT(*) AS n, COALESCE(SUM(CASE WHEN email = ? THEN 1 ELSE 0 END), 0) AS from_address,
		COALESCE(SUM(CASE WHEN practice = ? THEN 1 ELSE 0 END), 0) AS about FROM inquiry WHERE created > ?`, email, practice, since)
	return n.From, n.About, n.All, err
}

// DropInquiries removes questions from before an instant whose asker never said
// that the address is theirs, and takes name, address and text out of those
// asked before another. A confirmed replication keeps its city.
func (tx *Tx) DropInquiries(unconfirmed, old award.Time) error {
	if err := tx.exec(`DELETE FROM inquiry WHERE confirmed = 0 AND created < ?`, unconfirmed); err != nil {
		return err
	}
	return tx.exec(`UPDATE inquiry SET name = '', email = '', text = '', reply = '', asker_hash = '', owner_hash = '' WHERE created < ? AND email <> ''`, old)
}

// SaveEdits stores what the desk changes of an entry over the version that it
// was read with, and raises the version; else ErrConflict.
func (tx *Tx) SaveEdits(e *award.Edits) error {
	doc, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if e.Version == 0 {
		err = tx.exec(`INSERT INTO edits (entry, doc, version, changed, changed_by) VALUES (?, ?, 1, ?, ?)`, e.Entry, string(doc), e.Changed, e.By)
	} else {
		err = tx.execOne(`UPDATE edits SET doc = ?, version = version + 1, changed = ?, changed_by = ? WHERE entry = ? AND version = ?`,
			string(doc), e.Changed, e.By, e.Entry, e.Version)
	}
	if err == nil {
		e.Version++
	}
	return err
}

// Edits returns what the desk changes of an entry; empty ones when nothing.
func (tx *Tx) Edits(entry award.ID) (award.Edits, error) {
	if e, there := tx.work.edits(entry); there {
		return e, nil
	}
	e := award.Edits{Entry: entry}
	var r struct {
		Doc     string     `db:"doc"`
		Version int        `db:"version"`
		Changed award.Time `db:"changed"`
		By      award.ID   `db:"changed_by"`
	}
	err := tx.get(&r, `SELECT doc, version, changed, changed_by FROM edits WHERE entry = ?`, entry)
	if errors.Is(err, award.ErrNotFound) {
		return e, nil
	}
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal([]byte(r.Doc), &e); err != nil {
		return e, fmt.Errorf("edits of %s: %w", entry, err)
	}
	e.Version, e.Changed, e.By = r.Version, r.Changed, r.By
	return e, nil
}
