package database

import (
	"fmt"

	"we-gov.org/awards/internal/award"
)

// touchShelf notes that what the library shows has changed, in the transaction
// that changes it.
func (tx *Tx) touchShelf() error {
	return tx.exec(`UPDATE shelf SET revision = revision + 1 WHERE id = 1`)
}

// ShelfRevision tells whether what the library shows has changed: it differs
// after every change of a practice, of a city and of an edition's dates.
func (tx *Tx) ShelfRevision() (string, error) {
	var r struct {
		Revision int64 `db:"revision"`
		Editions int64 `db:"editions"`
	}
	err := tx.get(&r, `SELECT revision, (SELECT COALESCE(SUM(version), 0) + COUNT(*) FROM edition) AS editions FROM shelf WHERE id = 1`)
	return fmt.Sprintf("%d-%d", r.Revision, r.Editions), err
}

// PracticeTextsOf returns the answers of the given practices by practice.
func (tx *Tx) PracticeTextsOf(ids []award.ID) (map[award.ID][]award.PracticePart, error) {
	of := map[award.ID][]award.PracticePart{}
	if len(ids) == 0 {
		return of, nil
	}
	var rows []struct {
		Practice award.ID `db:"practice"`
		Parts    string   `db:"parts"`
	}
	q, args := tx.in(`SELECT practice, parts FROM practice_text WHERE practice IN (?)`, ids)
	if err := tx.list(&rows, q, args...); err != nil {
		return nil, err
	}
	for _, r := range rows {
		parts, err := practiceParts(r.Practice, r.Parts)
		if err != nil {
			return nil, err
		}
		of[r.Practice] = parts
	}
	return of, nil
}

// PracticeFile returns an attachment that stands on the page of a practice:
// the pair must match, so that the ID of any other file opens nothing.
func (tx *Tx) PracticeFile(practice, attachment award.ID) (a award.Attachment, err error) {
	err = tx.get(&a, `SELECT `+attachmentColumns+` FROM attachment
		WHERE id = ? AND id IN (SELECT attachment FROM practice_file WHERE practice = ?)`, attachment, practice)
	return a, err
}

// Covers returns the pictures with a small form of every practice that stands
// in the library, by practice and in the order of their entry.
func (tx *Tx) Covers() (all []award.Cover, err error) {
	err = tx.list(&all, `SELECT f.practice, a.id, a.kind, CASE WHEN f.alt = '' THEN a.alt ELSE f.alt END AS alt, a.thumb_webp_key <> '' AS webp FROM practice_file f
		JOIN attachment a ON a.id = f.attachment JOIN practice p ON p.id = f.practice
		WHERE a.thumb_key <> '' AND p.withdrawn = 0 ORDER BY f.practice, a.position, a.created, a.id`)
	return all, err
}

// PublishedCities returns the cities that have a practice in the library, by name.
func (tx *Tx) PublishedCities() (all []award.City, err error) {
	err = tx.list(&all, `SELECT `+cityColumns+` FROM city WHERE id IN (SELECT city FROM practice WHERE withdrawn = 0) ORDER BY name, id`)
	return all, err
}

// PracticeChanges returns when each practice that was ever published last
// changed, as its events and the desk's edits tell.
func (tx *Tx) PracticeChanges() (map[award.ID]award.Time, error) {
	var rows []struct {
		Subject award.ID   `db:"subject"`
		At      award.Time `db:"at"`
	}
	err := tx.list(&rows, `SELECT subject, MAX(at) AS at FROM event WHERE subject IN (SELECT id FROM practice WHERE published > 0) GROUP BY subject
		UNION ALL SELECT p.id AS subject, x.changed AS at FROM edits x JOIN practice p ON p.entry = x.entry WHERE p.published > 0
		UNION ALL SELECT p.id AS subject, m.at AS at FROM amendment m JOIN practice p ON p.entry = m.entry WHERE p.published > 0`)
	of := make(map[award.ID]award.Time, len(rows))
	for _, r := range rows {
		of[r.Subject] = max(of[r.Subject], r.At)
	}
	return of, err
}
