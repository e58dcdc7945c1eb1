package office

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// minuteDoc is the content of a line of the jury's record.
type minuteDoc struct {
	Prize      string        `json:"prize,omitempty"`
	Outcome    award.Outcome `json:"outcome,omitempty"`
	Entries    []string      `json:"entries,omitempty"`
	Reason     string        `json:"reason,omitempty"`
	Departure  string        `json:"departure,omitempty"`
	Commitment string        `json:"commitment,omitempty"`
	With       award.ID      `json:"with,omitempty"` // who did the first of two acts
	// Of a sheet that was scored anew.
	Judge  award.ID           `json:"judge,omitempty"`
	Before map[string]float64 `json:"before,omitempty"`
	After  map[string]float64 `json:"after,omitempty"`
	// Of corrections that were confirmed, by judge.
	Corrections map[award.ID]float64 `json:"corrections,omitempty"`
	// Of a vote.
	Item   string        `json:"item,omitempty"` // of the agenda
	Ballot *award.Ballot `json:"ballot,omitempty"`
	// Of letters that were released.
	Comments bool `json:"comments,omitempty"`
	Places   bool `json:"places,omitempty"`
	// Of attendance.
	Present []award.Attendance `json:"present,omitempty"`
}

// minuteDeeds are the deeds that lines of the record tell, by kind; the others
// are decisions.
var minuteDeeds = map[string]award.Deed{
	"confirm": award.DeedConfirm, "rescore": award.DeedRescore, "discuss": award.DeedMinute, "ballot": award.DeedMinute, "attend": award.DeedMinute, "released": award.DeedRelease,
	"first": award.DeedSeal, "second": award.DeedSeal, "break": award.DeedSeal, "paper": award.DeedNewPaper,
}

// minute writes a line of a category's part of the jury's record.
func (d *Desk) minute(tx *database.Tx, a award.Actor, r *resultRoom, kind string, doc minuteDoc) error {
	return d.minuteOf(tx, a, minuteAt{r.edition, r.category.Key}, kind, doc)
}

// minuteAt is the part of the record to which a line belongs: a category, or the
// whole meeting for none.
type minuteAt struct {
	edition  *award.Edition
	category string
}

// minuteOf writes a line of the jury's record and the event of the deed, which
// holds only the line's hash, and of a seal that of the result, which its nonce
// keeps from being guessed.
func (d *Desk) minuteOf(tx *database.Tx, a award.Actor, at minuteAt, kind string, doc minuteDoc) error {
	text, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	m := award.Minute{ID: award.NewID(), Edition: at.edition.ID, Category: at.category, Kind: kind, Doc: string(text), At: d.clock(), By: a.Person.ID}
	if err := tx.AddMinute(m); err != nil {
		return err
	}
	deed, detail := cmp.Or(minuteDeeds[kind], award.DeedDecide), map[string]any{"category": at.category, "minute": m.Hash()}
	if deed == award.DeedSeal {
		detail["act"], detail["commitment"], detail["year"] = kind, doc.Commitment, at.edition.Year
	}
	return record(tx, award.Event{At: m.At, Actor: a.Person.ID, Deed: deed, Kind: "result", Subject: at.edition.ID, Edition: at.edition.ID}, detail)
}

// MinuteLine is one line of the jury's record.
type MinuteLine struct {
	Kind       string
	At         award.Time
	By         string
	Prize      award.Prize
	Outcome    award.Outcome
	Entries    []string
	Reason     string
	Departure  string
	Commitment string
	With       string // who did the first of two acts
	// Judge is whose sheet was scored anew, with the scores before and after.
	Judge         string
	Before, After map[string]float64
	Corrections   map[award.ID]float64 // that were confirmed, by judge
	Item          string
	Ballot        *award.Ballot
	Present       []award.Attendance
	Released      LetterChoice
	Enclosed      bool // it lies in the closed envelope; what it says is left out
	// Names are the names of the people of the ballot, of the attendance and of the
	// corrections.
	Names map[award.ID]string
}

// minutes reads the jury's record of the category, the latest first.
func (r *resultRoom) minutes(tx *database.Tx) ([]MinuteLine, error) {
	return readMinutes(tx, r.edition, r.category.Key)
}

// readMinutes reads the jury's record of a category, or of the whole meeting for
// none, the latest first.
func readMinutes(tx *database.Tx, e *award.Edition, category string) ([]MinuteLine, error) {
	all, err := tx.Minutes(e.ID, category)
	if err != nil {
		return nil, err
	}
	docs, ids := make([]minuteDoc, len(all)), []award.ID(nil)
	for i, m := range all {
		if m.Doc == "" { // it lies in an envelope
			m.Doc = "{}"
		}
		if err := json.Unmarshal([]byte(m.Doc), &docs[i]); err != nil {
			return nil, err
		}
		ids = append(ids, m.By)
		ids = append(ids, docs[i].people()...)
	}
	slices.Sort(ids)
	names, err := tx.Names(slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	var lines []MinuteLine
	for i, m := range slices.Backward(all) {
		doc := docs[i]
		l := MinuteLine{
			Kind: m.Kind, At: m.At, By: names[m.By], Outcome: doc.Outcome, Entries: doc.Entries, Reason: doc.Reason, Departure: doc.Departure, Commitment: doc.Commitment, With: names[doc.With],
			Judge: names[doc.Judge], Corrections: doc.Corrections, Before: doc.Before, After: doc.After, Item: doc.Item, Ballot: doc.Ballot, Present: doc.Present, Names: names,
			Released: LetterChoice{doc.Comments, doc.Places}, Enclosed: m.Doc == "",
		}
		l.Prize, _ = e.Prize(doc.Prize)
		lines = append(lines, l)
	}
	return lines, nil
}

// people are those whom a line of the record names.
func (m minuteDoc) people() []award.ID {
	ids := append([]award.ID{m.Judge, m.With}, slices.Collect(maps.Keys(m.Corrections))...)
	for _, p := range m.Present {
		ids = append(ids, p.Person)
	}
	if m.Ballot != nil {
		ids = append(ids, m.Ballot.Eligible...)
	}
	return ids
}
