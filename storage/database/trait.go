package database

import (
	"encoding/json"
	"fmt"

	"we-gov.org/awards/internal/award"
)

// setTraits notes what the answers on a practice's page say for filters, and
// the revision of the library at which they were written.
func (tx *Tx) setTraits(practice award.ID, parts []award.PracticePart) error {
	doc, err := json.Marshal(award.TraitsOf(parts))
	if err != nil {
		return err
	}
	if err := tx.exec(`DELETE FROM practice_trait WHERE practice = ?`, practice); err != nil {
		return err
	}
	return tx.exec(`INSERT INTO practice_trait (practice, doc, revision) SELECT ?, ?, revision FROM shelf WHERE id = 1`, practice, string(doc))
}

// Traits is what the text of a practice says for filters. Revision differs
// after every change of the text.
type Traits struct {
	award.Traits
	Revision int64
}

// PracticeTraits returns the traits of the practices with a text that stand in
// the library. One whose text was stored before traits were kept has none until
// its text is read.
func (tx *Tx) PracticeTraits() (map[award.ID]Traits, error) {
	var rows []struct {
		Practice award.ID `db:"practice"`
		Doc      string   `db:"doc"`
		Revision int64    `db:"revision"`
	}
	err := tx.list(&rows, `SELECT t.practice, COALESCE(r.doc, '') AS doc, COALESCE(r.revision, 0) AS revision FROM practice_text t
		JOIN practice p ON p.id = t.practice LEFT JOIN practice_trait r ON r.practice = t.practice WHERE p.withdrawn = 0`)
	if err != nil {
		return nil, err
	}
	of := make(map[award.ID]Traits, len(rows))
	for _, r := range rows {
		t := Traits{Revision: r.Revision}
		if r.Doc == "" {
			parts, err := tx.PracticeText(r.Practice)
			if err != nil {
				return nil, err
			}
			t.Traits = award.TraitsOf(parts)
		} else if err := json.Unmarshal([]byte(r.Doc), &t.Traits); err != nil {
			return nil, fmt.Errorf("traits of practice %s: %w", r.Practice, err)
		}
		of[r.Practice] = t
	}
	return of, nil
}

// PracticeLanguages returns the languages of the files on the pages of the
// practices that stand in the library.
func (tx *Tx) PracticeLanguages() (map[award.ID][]string, error) {
	var rows []struct {
		Practice award.ID `db:"practice"`
		Language string   `db:"language"`
	}
	err := tx.list(&rows, `SELECT DISTINCT f.practice, a.language FROM practice_file f
		JOIN attachment a ON a.id = f.attachment JOIN practice p ON p.id = f.practice
		WHERE a.language <> '' AND p.withdrawn = 0 ORDER BY f.practice, a.language`)
	of := map[award.ID][]string{}
	for _, r := range rows {
		of[r.Practice] = append(of[r.Practice], r.Language)
	}
	return of, err
}
