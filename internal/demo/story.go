package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

const day = 24 * time.Hour

// early is how many entries are sent before the day of stage submit.
const early = 24

// fates are the cities whose first entry is not accepted in the end. All other
// entries are.
var fates = map[string]award.EntryState{
	"castelmar":   award.EntryDraft, // never sent
	"rosenbeke":   award.EntryWithdrawn,
	"harrow-mesa": award.EntryIneligible,
	"wierzbin":    award.EntryIneligible,
}

// write makes the entries in the order of their numbers, as far as their
// cities have come at the stage.
func (w *world) write() error {
	drawn, err := pictures()
	if err != nil {
		return err
	}
	order := dice("numbers").Perm(len(w.projects))
	sent := 0
	for i, at := range order {
		p := w.projects[at]
		e := &sampleEntry{author: newAuthor(w.source, p), fate: award.EntryAccepted}
		if fate, other := fates[p.City]; other && p.turn == 1 {
			e.fate = fate
		}
		e.Entry = award.Entry{
			ID: ID("entry/" + p.key()), Edition: w.edition.ID, City: ID("city/" + p.City), Number: i + 1,
			Reference: fmt.Sprintf("%d-%04d", w.edition.Year, i+1), State: award.EntryDraft, Version: 1,
			Category: p.category, Title: p.Title, CreatedBy: e.officer(), Created: w.created(i),
		}
		if e.fate != award.EntryDraft {
			e.sent = w.sentAt(e, sent)
			sent++
		}
		e.quality = 2.7 + 1.7*dice("quality/"+p.key()).Float64()
		e.attach(w.edition, drawn)
		w.tell(e)
		w.entries = append(w.entries, e)
	}
	return nil
}

// created spreads the beginnings over the first weeks, before the day of stage
// submit.
func (w *world) created(i int) award.Time {
	opens, _ := w.edition.Stage(award.StageSubmit)
	return opens.Opens.Add(2*day + time.Duration(i)*34*time.Hour + time.Duration(i*i%7)*47*time.Minute)
}

// sentAt is when the n-th entry to be sent is sent: the early ones before the
// day of stage submit, the others up to the last hour.
func (w *world) sentAt(e *sampleEntry, n int) award.Time {
	submit, _ := w.edition.Stage(award.StageSubmit)
	noon := dayOf(w.edition, Submit)
	r := dice("sent/" + e.key())
	from, to := e.Created.Add(3*day), noon.Add(-3*time.Hour)
	if n >= early {
		from, to = noon.Add(day), submit.Closes.Add(-20*time.Minute)
		if n%3 == 0 {
			from = submit.Closes.Add(-6 * time.Hour)
		}
	}
	return from.Add(time.Duration(float64(to.Sub(from)) * r.Float64()).Truncate(time.Second))
}

// tell brings an entry to where it stands now: sent in full, or a draft of
// which a part is written.
func (w *world) tell(e *sampleEntry) {
	w.note(e.Created, e.officer(), award.DeedStart, "entry", e.ID)
	part := 1.0
	if e.sent == 0 || e.sent > w.now {
		part = dice("part/" + e.key()).Float64()
		if e.fate == award.EntryDraft {
			part = 0.45
		}
	} else {
		e.State, e.Sent, e.Version = award.EntrySent, e.sent, 2
		w.note(e.sent, e.officer(), award.DeedSend, "entry", e.ID)
	}
	e.fill(w.edition, part, w.now)
	if part < 0.6 {
		e.files = e.files[:0]
	} else if part < 0.85 {
		e.files = e.files[:2]
	}
	for _, f := range e.files {
		w.note(f.row.Created, e.officer(), award.DeedAttach, "entry", e.ID)
	}
}

// fill writes the answers of the first part of the form, in its order; the last
// text of a draft breaks off.
func (e *sampleEntry) fill(edition *award.Edition, part float64, now award.Time) {
	until := e.sent
	if until == 0 || until > now {
		until = min(now, e.Created.Add(20*day))
	}
	step := time.Duration(float64(until.Sub(e.Created)) / float64(len(edition.Questions)+2))
	for i, q := range edition.Questions {
		if float64(i) >= part*float64(len(edition.Questions)) {
			break
		}
		value := e.answer(q)
		if value == "" {
			continue
		}
		if next := float64(i+1) >= part*float64(len(edition.Questions)); part < 1 && next && q.Kind == award.LongText {
			value = value[:len(sentences(value, 1))]
		}
		at := e.Created.Add(step * time.Duration(i+1))
		e.answers = append(e.answers, award.Answer{Entry: e.ID, Question: q.Key, Value: value, Changed: at, By: e.officer()})
	}
}

// sending is what was sent, as it is kept for good.
func (e *sampleEntry) sending() (award.Sending, error) {
	doc := map[string]any{"reference": e.Reference}
	answers, files := map[string]string{}, []map[string]any{}
	for _, a := range e.answers {
		answers[a.Question] = a.Value
	}
	for _, f := range e.files {
		files = append(files, map[string]any{"kind": f.row.Kind, "name": f.row.Name, "size": f.row.Size, "sha256": f.row.SHA256})
	}
	doc["answers"], doc["attachments"] = answers, files
	text, err := json.Marshal(doc)
	sum := sha256.Sum256(text)
	return award.Sending{Entry: e.ID, Number: 1, At: e.sent, By: e.officer(), SHA256: hex.EncodeToString(sum[:]), Doc: string(text)}, err
}

// screen lets the Secretariat check what was sent, as far as it has come.
func (w *world) screen() {
	if !w.stage.from(Screen) {
		return
	}
	stage, _ := w.edition.Stage(award.StageScreen)
	officers := []award.ID{ID("person/officer"), ID("person/officer2")}
	n := 0
	for _, e := range w.entries {
		if e.sent == 0 {
			continue
		}
		n++
		at := stage.Opens.Add(time.Duration(n) * 9 * time.Hour)
		by := officers[n%2]
		switch asked := n == 4 || n == 9; {
		case asked && !w.stage.from(Judge):
			w.ask(e, by, at, "")
			e.State, e.Reopened, e.Version = award.EntryReturned, e.query.Due, e.Version+1
		case w.stage.from(Judge) || n <= 12 || e.author.City == "harrow-mesa":
			if asked {
				w.ask(e, by, at, "Thank you. The signed page is in the letter now, and the figure has its source.")
				at = e.query.Replied.Add(day)
			}
			w.settle(e, by, min(at, w.now.Add(-time.Hour)))
		}
	}
}

// ask returns an entry to its city with a question, which reply answers unless
// it is empty.
func (w *world) ask(e *sampleEntry, by award.ID, at award.Time, reply string) {
	e.query = &award.Query{
		ID: ID("query/" + e.key()), Entry: e.ID, Asked: at, AskedBy: by, Due: at.Add(10 * day),
		Text: "Page two of the nomination letter carries no signature, and the second indicator names no source. Please correct both; everything else is complete.",
	}
	w.note(at, by, award.DeedAsk, "entry", e.ID)
	if reply != "" {
		e.query.Reply, e.query.Replied, e.query.RepliedBy = reply, at.Add(3*day), e.officer()
		w.note(e.query.Replied, e.officer(), award.DeedReply, "entry", e.ID)
	}
}

// reasons are why entries were not eligible.
var refusals = map[string]string{
	"harrow-mesa": "The wells belong to a private trust, and the town's own approval was not given. The rules ask for the city's consent when another body enters for it.",
	"wierzbin":    "The nomination letter is signed by a supplier. The city was asked twice for its own letter and did not send one.",
}

// settle ends the screening of an entry as its fate has it.
func (w *world) settle(e *sampleEntry, by award.ID, at award.Time) {
	e.State, e.Version = e.fate, e.Version+1
	if e.fate == award.EntryWithdrawn {
		w.note(at, e.officer(), award.DeedWithdraw, "entry", e.ID)
		return
	}
	e.Decided = at
	passed := e.fate == award.EntryAccepted
	checks := map[string]bool{}
	for _, key := range screeningChecks {
		checks[key] = passed || key != "letter"
	}
	e.screening = &award.Screening{Entry: e.ID, Checklist: checks, Reason: refusals[e.author.City], By: by, At: at}
	if e.query != nil {
		e.screening.Note = "Complete after one correction."
	}
	w.note(at, by, award.DeedScreen, "entry", e.ID)
}

// putScreening writes what was sent, asked and decided about an entry.
func (e *sampleEntry) putScreening(tx *database.Tx) error {
	if e.Sent != 0 {
		s, err := e.sending()
		if err != nil {
			return err
		}
		if err := tx.AddSending(s); err != nil {
			return err
		}
	}
	if e.query != nil {
		if err := tx.AddQuery(*e.query); err != nil {
			return err
		}
	}
	return nil
}

// screeningChecks are the points of the Secretariat's checklist.
var screeningChecks = []string{"letter", "eligible", "in_use", "language", "category", "complete"}
