package office

import (
	"context"
	"maps"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// LogRows is how many events stand on one page of the log.
const LogRows = 100

// LogFilter chooses events of the log. About is the reference of an entry, Who a
// part of a name.
type LogFilter struct {
	Deed       award.Deed
	About, Who string
	Before     int64
}

// LogLine is one event in the words of the desk. About is empty where the log
// does not tell it.
type LogLine struct {
	award.Event
	Who   string // "" = the platform, or a Judge
	Judge bool   // one of the judges, who is not named
	About string
	Entry string // the reference, when it is about an entry
	Year  int    // of the edition; 0 = none
}

// Log is a page of the log. Before is where the next page begins, 0 at the end.
type Log struct {
	Lines  []LogLine
	Before int64
}

// secret are the deeds of which the log does not tell to what they were done:
// who judges what, and everything about results. That they were done, by whom
// and when, stands there.
func secret(d award.Deed) bool {
	for _, family := range []string{"sheet.", "panel.", "result.", "meeting.", "letter.", "progress.", "show.", "practice.", "judge.declare", "judge.conflict"} {
		if strings.HasPrefix(string(d), family) {
			return true
		}
	}
	return false
}

// Log returns a page of the events that a filter chooses, the latest first. It
// holds no score and nothing of a result, and what it hides cannot be asked for.
func (d *Desk) Log(ctx context.Context, a award.Actor, f LogFilter) (l Log, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if err := award.May(a, award.DeedLog, award.Object{Now: d.clock()}); err != nil {
			return err
		}
		r, err := logReaderOf(tx, a)
		if err != nil {
			return err
		}
		where, some, err := r.where(tx, f)
		if err != nil || !some {
			return err
		}
		events, err := tx.EventsWhere(where, LogRows+1)
		if err != nil {
			return err
		}
		if len(events) > LogRows {
			events = events[:LogRows]
			l.Before = events[LogRows-1].Seq
		}
		l.Lines, err = r.told(tx, events)
		return err
	})
	return l, err
}

// logReader is what somebody at the log may not know: what happens to the
// entries to which they are tied, and, outside of the jury's room, which judge
// does what.
type logReader struct {
	tied    map[award.ID]bool // entries of the running edition
	outside bool
}

func logReaderOf(tx *database.Tx, a award.Actor) (logReader, error) {
	r := logReader{tied: map[award.ID]bool{}, outside: award.MayTry(a, award.DeedProgress) != nil}
	e, err := tx.RunningEdition()
	if err != nil {
		return r, ignoreMissing(err)
	}
	t, err := tiesOf(tx, a, e.ID)
	if err != nil || len(t.cities)+len(t.entries) == 0 {
		return r, err
	}
	entries, err := tx.Entries(e.ID)
	for _, entry := range entries {
		r.tied[entry.ID] = t.bar(entry)
	}
	return r, err
}

// ofJudge reports whether it is a judge who does a deed.
func ofJudge(d award.Deed) bool {
	return strings.HasPrefix(string(d), "sheet.") || d == award.DeedDeclare
}

// where turns a filter into that of the store; some is false when it names what
// is not there for the reader.
func (r logReader) where(tx *database.Tx, f LogFilter) (w database.EventFilter, some bool, err error) {
	w = database.EventFilter{Deed: f.Deed, Before: f.Before}
	for _, deed := range award.Deeds() {
		if secret(deed) {
			w.Hidden = append(w.Hidden, deed)
		}
		if r.outside && ofJudge(deed) && f.Who != "" {
			w.Except = append(w.Except, deed)
		}
	}
	if f.About != "" {
		e, err := tx.EntryRef(strings.TrimSpace(f.About))
		if err != nil || r.tied[e.ID] {
			return w, false, ignoreMissing(err)
		}
		w.Subject = e.ID
	}
	if f.Who == "" {
		return w, true, nil
	}
	people, err := tx.People()
	for _, p := range people {
		if strings.Contains(fold(p.Name), fold(f.Who)) {
			w.Actors = append(w.Actors, p.ID)
		}
	}
	return w, len(w.Actors) > 0, err
}

// told puts names to what events only number.
func (r logReader) told(tx *database.Tx, events []award.Event) ([]LogLine, error) {
	ids := map[award.ID]bool{}
	for _, e := range events {
		ids[e.Actor], ids[e.Subject] = true, true
	}
	names, err := tx.Names(slices.Collect(maps.Keys(ids)))
	if err != nil {
		return nil, err
	}
	editions, err := tx.Editions()
	if err != nil {
		return nil, err
	}
	references, err := tx.References(slices.Collect(maps.Keys(ids)))
	if err != nil {
		return nil, err
	}
	lines := make([]LogLine, len(events))
	for i, e := range events {
		lines[i] = LogLine{Event: e, Who: names[e.Actor]}
		lines[i].Detail, lines[i].Salt = "", ""
		if r.outside && ofJudge(e.Deed) {
			lines[i].Who, lines[i].Actor, lines[i].Judge = "", "", true
		}
		if secret(e.Deed) || r.tied[e.Subject] {
			lines[i].Subject = ""
			lines[i].Hash = ""
		} else {
			lines[i].Entry, lines[i].About = references[e.Subject], names[e.Subject]
		}
		for _, edition := range editions {
			if edition.ID == e.Edition {
				lines[i].Year = edition.Year
			}
		}
	}
	return lines, nil
}
