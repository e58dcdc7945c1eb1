package database

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"we-gov.org/awards/internal/award"
)

const practiceColumns = `id, slug, edition_name, year, ceremony_city, category, category_key, prize, prize_rank, city, city_name,
	country, region, title, summary, language, entry, sources, sample, published, withdrawn, notice, version`

// AddPractice stores a new practice at version 1; ErrConflict if its slug is
// taken.
func (tx *Tx) AddPractice(p award.Practice) error {
	if err := tx.touchShelf(); err != nil {
		return err
	}
	return tx.exec(`INSERT INTO practice (`+practiceColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
		p.ID, p.Slug, p.Edition, p.Year, p.Ceremony, p.Category, p.CategoryKey, p.Prize, p.PrizeRank, p.City, p.CityName,
		p.Country, p.Region, p.Title, p.Summary, p.Language, p.Entry, p.Sources, p.Sample, p.Published, p.Withdrawn, p.Notice)
}

// SavePractice overwrites a practice, but for its slug and its entry, that is
// still at the version it was read with, and raises the version; else
// ErrConflict.
func (tx *Tx) SavePractice(p *award.Practice) error {
	err := tx.execOne(`UPDATE practice SET edition_name = ?, year = ?, ceremony_city = ?, category = ?, category_key = ?,
		prize = ?, prize_rank = ?, city = ?, city_name = ?, country = ?, region = ?, title = ?, summary = ?, language = ?,
		sources = ?, sample = ?, published = ?, withdrawn = ?, notice = ?, version = version + 1 WHERE id = ? AND version = ?`,
		p.Edition, p.Year, p.Ceremony, p.Category, p.CategoryKey, p.Prize, p.PrizeRank, p.City, p.CityName, p.Country, p.Region,
		p.Title, p.Summary, p.Language, p.Sources, p.Sample, p.Published, p.Withdrawn, p.Notice, p.ID, p.Version)
	if err != nil {
		return err
	}
	p.Version++
	return tx.touchShelf()
}

// Practice returns the practice with the given ID, withdrawn or not.
func (tx *Tx) Practice(id award.ID) (p award.Practice, err error) {
	err = tx.get(&p, `SELECT `+practiceColumns+` FROM practice WHERE id = ?`, id)
	return p, err
}

// PracticeBySlug returns the practice with the given address, withdrawn or not.
func (tx *Tx) PracticeBySlug(slug string) (p award.Practice, err error) {
	err = tx.get(&p, `SELECT `+practiceColumns+` FROM practice WHERE slug = ?`, slug)
	return p, err
}

// PracticeOfEntry returns the practice that was published from an entry.
func (tx *Tx) PracticeOfEntry(entry award.ID) (p award.Practice, err error) {
	err = tx.get(&p, `SELECT `+practiceColumns+` FROM practice WHERE entry = ? AND entry <> ''`, entry)
	return p, err
}

// shown orders practices as lists show them: the latest edition first, by
// category, the highest prize first, unknown prizes last.
const shown = ` ORDER BY year DESC, category_key, CASE WHEN prize_rank = 0 THEN 99 ELSE prize_rank END, city_name, id`

// Practices returns every practice that stands in the library: published and
// not withdrawn.
func (tx *Tx) Practices() (all []award.Practice, err error) {
	err = tx.list(&all, `SELECT `+practiceColumns+` FROM practice WHERE withdrawn = 0`+shown)
	return all, err
}

// AllPractices returns every practice that was ever published, those that were
// withdrawn or are to be published later too.
func (tx *Tx) AllPractices() (all []award.Practice, err error) {
	err = tx.list(&all, `SELECT `+practiceColumns+` FROM practice WHERE published > 0`+shown)
	return all, err
}

// PracticesOfSeries returns the entries of one practice that stand in the
// library, the earliest first.
func (tx *Tx) PracticesOfSeries(series award.ID) (all []award.Practice, err error) {
	err = tx.list(&all, `SELECT `+practiceColumns+` FROM practice WHERE withdrawn = 0
		AND id IN (SELECT practice FROM upkeep WHERE series = ?) ORDER BY year, id`, series)
	return all, err
}

// PracticesOfYear returns the practices of one year that stand in the library.
func (tx *Tx) PracticesOfYear(year int) (all []award.Practice, err error) {
	err = tx.list(&all, `SELECT `+practiceColumns+` FROM practice WHERE year = ? AND withdrawn = 0`+shown, year)
	return all, err
}

// PracticesByID returns the practices with the given IDs that stand in the
// library, by ID; others are left out.
func (tx *Tx) PracticesByID(ids []award.ID) (map[award.ID]award.Practice, error) {
	of := map[award.ID]award.Practice{}
	if len(ids) == 0 {
		return of, nil
	}
	q, args := tx.in(`SELECT `+practiceColumns+` FROM practice WHERE withdrawn = 0 AND id IN (?)`, ids)
	var all []award.Practice
	if err := tx.list(&all, q, args...); err != nil {
		return nil, err
	}
	for _, p := range all {
		of[p.ID] = p
	}
	return of, nil
}

// SetPracticeText replaces the answers that stand on a practice's page.
func (tx *Tx) SetPracticeText(practice award.ID, parts []award.PracticePart) error {
	doc, err := json.Marshal(parts)
	if err != nil {
		return err
	}
	if err := tx.exec(`DELETE FROM practice_text WHERE practice = ?`, practice); err != nil {
		return err
	}
	if err := tx.touchShelf(); err != nil {
		return err
	}
	if err := tx.exec(`INSERT INTO practice_text (practice, parts) VALUES (?, ?)`, practice, string(doc)); err != nil {
		return err
	}
	return tx.setTraits(practice, parts)
}

// PracticeText returns the answers that stand on a practice's page, in their
// order; none for a practice known from its sources alone.
func (tx *Tx) PracticeText(practice award.ID) ([]award.PracticePart, error) {
	var doc string
	err := tx.get(&doc, `SELECT parts FROM practice_text WHERE practice = ?`, practice)
	if errors.Is(err, award.ErrNotFound) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return practiceParts(practice, doc)
}

func practiceParts(practice award.ID, doc string) (parts []award.PracticePart, err error) {
	if err := json.Unmarshal([]byte(doc), &parts); err != nil {
		return nil, fmt.Errorf("text of practice %s: %w", practice, err)
	}
	return parts, nil
}

// PracticeTexts returns the answers of every practice that stands in the
// library, by practice.
func (tx *Tx) PracticeTexts() (map[award.ID][]award.PracticePart, error) {
	var rows []struct {
		Practice award.ID `db:"practice"`
		Parts    string   `db:"parts"`
	}
	err := tx.list(&rows, `SELECT t.practice, t.parts FROM practice_text t JOIN practice p ON p.id = t.practice WHERE p.withdrawn = 0`)
	if err != nil {
		return nil, err
	}
	of := map[award.ID][]award.PracticePart{}
	for _, r := range rows {
		if of[r.Practice], err = practiceParts(r.Practice, r.Parts); err != nil {
			return nil, err
		}
	}
	return of, nil
}

// SetPracticeFiles replaces which attachments stand on a practice's page.
func (tx *Tx) SetPracticeFiles(practice award.ID, attachments []award.ID) error {
	if err := tx.exec(`DELETE FROM practice_file WHERE practice = ?`, practice); err != nil {
		return err
	}
	for _, id := range attachments {
		if err := tx.exec(`INSERT INTO practice_file (practice, attachment) VALUES (?, ?)`, practice, id); err != nil {
			return err
		}
	}
	return tx.touchShelf()
}

// PracticeFiles returns the attachments that stand on a practice's page, in
// the order of their entry and with the alternative texts of the desk.
func (tx *Tx) PracticeFiles(practice award.ID) (all []award.Attachment, err error) {
	err = tx.list(&all, `SELECT `+attachmentColumns+` FROM attachment
		WHERE id IN (SELECT attachment FROM practice_file WHERE practice = ?) ORDER BY position, created, id`, practice)
	if err != nil {
		return nil, err
	}
	var alts []award.Cover
	err = tx.list(&alts, `SELECT attachment AS id, alt FROM practice_file WHERE practice = ? AND alt <> ''`, practice)
	for _, of := range alts {
		i := slices.IndexFunc(all, func(a award.Attachment) bool { return a.ID == of.ID })
		all[i].Alt = of.Alt
	}
	return all, err
}
