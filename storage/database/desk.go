package database

import (
	"strings"

	"we-gov.org/awards/internal/award"
)

// CitiesIn returns the cities that have entries in an edition, by ID.
func (tx *Tx) CitiesIn(edition award.ID) (map[award.ID]award.City, error) {
	var all []award.City
	err := tx.list(&all, `SELECT `+cityColumns+` FROM city WHERE id IN (SELECT city FROM entry WHERE edition = ?)`, edition)
	of := make(map[award.ID]award.City, len(all))
	for _, c := range all {
		of[c.ID] = c
	}
	return of, err
}

// Filled returns the questions that entries have answered and the kinds of
// attachment that they hold, by entry. What was answered is not read.
func (tx *Tx) Filled(entries []award.ID) (answers, files map[award.ID]map[string]bool, err error) {
	if answers, err = tx.pairs(`SELECT entry, question AS name FROM answer WHERE value <> '' AND entry IN (?)`, entries); err != nil {
		return nil, nil, err
	}
	files, err = tx.pairs(`SELECT DISTINCT entry, kind AS name FROM attachment WHERE entry IN (?)`, entries)
	return answers, files, err
}

func (tx *Tx) pairs(query string, entries []award.ID) (map[award.ID]map[string]bool, error) {
	var rows []struct {
		Entry award.ID `db:"entry"`
		Name  string   `db:"name"`
	}
	q, args := tx.in(query, entries)
	if err := tx.list(&rows, q, args...); err != nil {
		return nil, err
	}
	of := map[award.ID]map[string]bool{}
	for _, r := range rows {
		if of[r.Entry] == nil {
			of[r.Entry] = map[string]bool{}
		}
		of[r.Entry][r.Name] = true
	}
	return of, nil
}

// AnswersOf returns the answers of several entries by entry and question key.
func (tx *Tx) AnswersOf(entries []award.ID) (map[award.ID]map[string]string, error) {
	var rows []award.Answer
	q, args := tx.in(`SELECT `+answerColumns+` FROM answer WHERE entry IN (?)`, entries)
	if err := tx.list(&rows, q, args...); err != nil {
		return nil, err
	}
	of := map[award.ID]map[string]string{}
	for _, a := range rows {
		if of[a.Entry] == nil {
			of[a.Entry] = map[string]string{}
		}
		of[a.Entry][a.Question] = a.Value
	}
	return of, nil
}

// CountMail returns how many mails are in a state.
func (tx *Tx) CountMail(state award.MailState) (n int, err error) {
	err = tx.get(&n, `SELECT COUNT(*) FROM mail WHERE state = ?`, state)
	return n, err
}

// CountPosted returns how many mails were ever posted under keys that begin
// with a prefix, which must hold no sign of a pattern.
func (tx *Tx) CountPosted(prefix string) (n int, err error) {
	err = tx.get(&n, `SELECT COUNT(*) FROM mail WHERE key LIKE ?`, prefix+"%")
	return n, err
}

// EventFilter chooses events; empty fields choose all.
type EventFilter struct {
	Deed    award.Deed
	Actors  []award.ID // one of these
	Subject award.ID
	// Hidden are the deeds of which the subject may not be asked for: an event
	// of these is never found by its subject.
	Hidden []award.Deed
	Except []award.Deed // never found
	Before int64        // events with a lower number; 0 = from the last
}

// EventsWhere returns at most n events that a filter chooses, the latest first.
func (tx *Tx) EventsWhere(f EventFilter, n int) (all []award.Event, err error) {
	where, args := []string{"seq > 0"}, []any{}
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if f.Before > 0 {
		add("seq < ?", f.Before)
	}
	if f.Deed != "" {
		add("deed = ?", f.Deed)
	}
	if len(f.Except) > 0 {
		add("deed NOT IN (?)", f.Except)
	}
	if len(f.Actors) > 0 {
		add("actor IN (?)", f.Actors)
	}
	if f.Subject != "" {
		add("subject = ?", f.Subject)
		if len(f.Hidden) > 0 {
			add("deed NOT IN (?)", f.Hidden)
		}
	}
	q, spread := tx.in(`SELECT `+eventColumns+` FROM event WHERE `+strings.Join(where, " AND ")+` ORDER BY seq DESC LIMIT ?`, append(args, n)...)
	err = tx.list(&all, q, spread...)
	return all, err
}

// RemoveJudge takes a person who never accepted out of an edition's jury pool.
func (tx *Tx) RemoveJudge(edition, person award.ID) error {
	return tx.execOne(`DELETE FROM judge WHERE edition = ? AND person = ?`, edition, person)
}

// SeatsOf returns every seat of a judge in an edition, of all rounds.
func (tx *Tx) SeatsOf(edition, judge award.ID) (all []award.Seat, err error) {
	err = tx.list(&all, `SELECT `+seatColumns+` FROM seat WHERE judge = ? AND edition = ? ORDER BY round, place, id`, judge, edition)
	return all, err
}

// Earlier is a practice of the archive as far as an entry is compared with it.
type Earlier struct {
	ID    award.ID `db:"id"`
	Slug  string   `db:"slug"`
	Title string   `db:"title"`
	Text  string   `db:"summary"`
	City  award.ID `db:"city"`
	Name  string   `db:"city_name"`
	Year  int      `db:"year"`
	Prize string   `db:"prize"`
	Entry award.ID `db:"entry"`
}

// EarlierPractices returns the published practices of years before a year, the
// latest first, withdrawn ones among them.
func (tx *Tx) EarlierPractices(year int) (all []Earlier, err error) {
	err = tx.list(&all, `SELECT id, slug, title, summary, city, city_name, year, prize, entry FROM practice WHERE year < ? ORDER BY year DESC, id`, year)
	return all, err
}

// References returns the references of entries by ID; IDs of other things are
// left out.
func (tx *Tx) References(ids []award.ID) (map[award.ID]string, error) {
	var rows []struct {
		ID        award.ID `db:"id"`
		Reference string   `db:"reference"`
	}
	q, args := tx.in(`SELECT id, reference FROM entry WHERE id IN (?)`, ids)
	err := tx.list(&rows, q, args...)
	of := make(map[award.ID]string, len(rows))
	for _, r := range rows {
		of[r.ID] = r.Reference
	}
	return of, err
}
