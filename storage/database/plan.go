package database

import (
	"encoding/json"
	"fmt"

	"we-gov.org/awards/internal/award"
)

type planRow struct {
	Edition   award.ID   `db:"edition"`
	Round     int        `db:"round"`
	Doc       string     `db:"doc"`
	Version   int        `db:"version"`
	Made      award.Time `db:"made"`
	By        award.ID   `db:"made_by"`
	Published award.Time `db:"published"`
}

// Plan returns the draft of a round's panels; one of version 0 without seats
// when there is none yet.
func (tx *Tx) Plan(edition award.ID, round int) (award.PanelPlan, error) {
	var rows []planRow
	p := award.PanelPlan{Edition: edition, Round: round}
	err := tx.list(&rows, `SELECT edition, round, doc, version, made, made_by, published FROM plan WHERE edition = ? AND round = ?`, edition, round)
	if err != nil || len(rows) == 0 {
		return p, err
	}
	r := rows[0]
	if err := json.Unmarshal([]byte(r.Doc), &p); err != nil {
		return p, fmt.Errorf("plan of round %d: %w", round, err)
	}
	p.Edition, p.Round, p.Version, p.Made, p.By, p.Published = r.Edition, r.Round, r.Version, r.Made, r.By, r.Published
	return p, nil
}

// SavePlan stores a draft over the version p.Version, which is 0 for the first,
// and raises it; ErrConflict when the stored version is another.
func (tx *Tx) SavePlan(p *award.PanelPlan) error {
	doc, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if p.Version == 0 {
		err = tx.exec(`INSERT INTO plan (edition, round, doc, seed, version, made, made_by, published) VALUES (?, ?, ?, ?, 1, ?, ?, ?)`,
			p.Edition, p.Round, string(doc), p.Seed, p.Made, p.By, p.Published)
	} else {
		err = tx.execOne(`UPDATE plan SET doc = ?, seed = ?, version = version + 1, made = ?, made_by = ?, published = ?
			WHERE edition = ? AND round = ? AND version = ?`,
			string(doc), p.Seed, p.Made, p.By, p.Published, p.Edition, p.Round, p.Version)
	}
	if err == nil {
		p.Version++
	}
	return err
}

// Proof returns the proof of the proposal from which a round's draft began, as
// it was saved; empty when there is none.
func (tx *Tx) Proof(edition award.ID, round int) (string, error) {
	var docs []string
	if err := tx.list(&docs, `SELECT doc FROM proof WHERE edition = ? AND round = ?`, edition, round); err != nil || len(docs) == 0 {
		return "", err
	}
	return docs[0], nil
}

// SaveProof keeps a proof in place of the one that was there.
func (tx *Tx) SaveProof(edition award.ID, round int, doc string) error {
	return tx.exec(`INSERT INTO proof (edition, round, doc) VALUES (?, ?, ?) ON CONFLICT (edition, round) DO UPDATE SET doc = excluded.doc`, edition, round, doc)
}

// MembershipsOf returns the memberships of people in any city.
func (tx *Tx) MembershipsOf(people []award.ID) (all []award.Membership, err error) {
	if len(people) == 0 {
		return nil, nil
	}
	q, args := tx.in(`SELECT city, person, can, since FROM membership WHERE person IN (?) ORDER BY person, city`, people)
	err = tx.list(&all, q, args...)
	return all, err
}

// PeopleOf returns people by ID; unknown IDs are left out.
func (tx *Tx) PeopleOf(ids []award.ID) (map[award.ID]award.Person, error) {
	of := map[award.ID]award.Person{}
	if len(ids) == 0 {
		return of, nil
	}
	q, args := tx.in(`SELECT `+personColumns+` FROM person WHERE id IN (?)`, ids)
	var people []award.Person
	if err := tx.list(&people, q, args...); err != nil {
		return nil, err
	}
	for _, p := range people {
		of[p.ID] = p
	}
	return of, nil
}

// AddFinalist lets an entry go on to the second round. Adding twice changes
// nothing.
func (tx *Tx) AddFinalist(edition award.ID, category string, entry, by award.ID, at award.Time) error {
	return tx.exec(`INSERT INTO finalist (edition, category, entry, at, chosen_by) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		edition, category, entry, at, by)
}

// ClearFinalists takes back the choice of a category's finalists.
func (tx *Tx) ClearFinalists(edition award.ID, category string) error {
	return tx.exec(`DELETE FROM finalist WHERE edition = ? AND category = ?`, edition, category)
}

// Finalists returns the entries of an edition that go on to the second round.
func (tx *Tx) Finalists(edition award.ID) (map[award.ID]bool, error) {
	var ids []award.ID
	if err := tx.list(&ids, `SELECT entry FROM finalist WHERE edition = ? ORDER BY entry`, edition); err != nil {
		return nil, err
	}
	of := make(map[award.ID]bool, len(ids))
	for _, id := range ids {
		of[id] = true
	}
	return of, nil
}
