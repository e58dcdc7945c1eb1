package database

import "we-gov.org/awards/internal/award"

// EditionUse counts what depends on an edition already.
func (tx *Tx) EditionUse(edition award.ID) (award.Use, error) {
	var use award.Use
	for _, of := range []struct {
		into  *map[string]int
		query string
	}{
		{&use.Entries, `SELECT category AS name, COUNT(*) AS n FROM entry WHERE edition = ? GROUP BY category`},
		{&use.Answers, `SELECT a.question AS name, COUNT(*) AS n FROM answer a JOIN entry e ON e.id = a.entry
			WHERE e.edition = ? AND a.value <> '' GROUP BY a.question`},
		{&use.Files, `SELECT a.kind AS name, COUNT(*) AS n FROM attachment a JOIN entry e ON e.id = a.entry WHERE e.edition = ? GROUP BY a.kind`},
	} {
		counts, err := tx.counts(of.query, edition)
		if err != nil {
			return use, err
		}
		*of.into = counts
	}
	for _, of := range []struct {
		into  *int
		query string
	}{
		{&use.AllEntries, `SELECT COUNT(*) FROM entry WHERE edition = ?`},
		{&use.Sent, `SELECT COUNT(*) FROM entry WHERE edition = ? AND sent > 0 AND state NOT IN ('draft', 'withdrawn')`},
		{&use.Sheets, `SELECT COUNT(*) FROM scoresheet s JOIN seat t ON t.id = s.seat WHERE t.edition = ?`},
		// Those of a sealed category lie in its envelope; the seal stands for them.
		{&use.Decisions, `SELECT (SELECT COUNT(*) FROM decision d WHERE d.edition = e.id)
			+ (SELECT COUNT(*) FROM seal s WHERE s.edition = e.id AND s.envelope <> '') FROM edition e WHERE e.id = ?`},
	} {
		if err := tx.get(of.into, of.query, edition); err != nil {
			return use, err
		}
	}
	return use, nil
}

// counts reads rows of a name and a number.
func (tx *Tx) counts(query string, args ...any) (map[string]int, error) {
	var rows []struct {
		Name string `db:"name"`
		N    int    `db:"n"`
	}
	if err := tx.list(&rows, query, args...); err != nil {
		return nil, err
	}
	of := make(map[string]int, len(rows))
	for _, r := range rows {
		of[r.Name] = r.N
	}
	return of, nil
}
