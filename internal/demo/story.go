package demo

import (
	"fmt"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
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
	w.note(deed{e.Created, e.officer(), award.DeedStart, map[string]any{"reference": e.Reference, "category": e.Category}}, "entry", e.ID)
	part := 1.0
	if e.sent == 0 || e.sent > w.now {
		part = dice("part/" + e.key()).Float64()
		if e.fate == award.EntryDraft {
			part = 0.45
		}
	} else {
		e.State, e.Sent, e.Version = award.EntrySent, e.sent, 2
	}
	e.fill(w.edition, part, w.now)
	if part < 0.6 {
		e.files = e.files[:0]
	} else if part < 0.85 {
		e.files = e.files[:2]
	}
	for _, f := range e.files {
		detail := map[string]any{"file": f.row.ID, "kind": f.row.Kind, "size": f.row.Size, "sha256": f.row.SHA256}
		w.note(deed{f.row.Created, e.officer(), award.DeedAttach, detail}, "entry", e.ID)
	}
	if e.Sent != 0 {
		w.send(e, e.Sent)
	}
}

// send freezes an entry as it stands at an instant.
func (w *world) send(e *sampleEntry, at award.Time) {
	text, sum, _ := w.document(e).Canonical() // texts and numbers: cannot fail
	s := award.Sending{Entry: e.ID, Number: len(e.sendings) + 1, At: at, By: e.officer(), SHA256: sum, Doc: text}
	e.sendings = append(e.sendings, s)
	w.note(deed{at, s.By, award.DeedSend, map[string]any{"number": s.Number, "sha256": sum}}, "entry", e.ID)
}

// document is what is kept of an entry when it is sent.
func (w *world) document(e *sampleEntry) award.Document {
	answers, files := map[string]string{}, make([]award.Attachment, 0, len(e.files))
	for _, q := range w.edition.Questions {
		answers[q.Key] = e.text(q.Key)
	}
	for _, f := range e.files {
		files = append(files, f.row)
	}
	city := award.City{Name: e.place.Name, Country: e.place.Country}
	return award.NewDocument(e.Entry, w.edition, city, answers, files)
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
	w.note(deed{at, by, award.DeedAsk, map[string]any{"from": award.EntrySent, "due": e.query.Due}}, "entry", e.ID)
	if reply != "" {
		e.query.Reply, e.query.Replied, e.query.RepliedBy = reply, at.Add(3*day), e.officer()
		w.note(deed{e.query.Replied, e.officer(), award.DeedReply, map[string]any{"query": e.query.ID}}, "entry", e.ID)
		e.Sent = e.query.Replied.Add(20 * time.Minute)
		w.send(e, e.Sent)
	}
}

// refusal is why an entry is not eligible and the check that it failed; empty
// for one that is.
func (w *world) refusal(e *sampleEntry) (reason, check string) {
	checks := office.ChecksOf(w.edition, award.Screening{})
	switch {
	case e.fate != award.EntryIneligible:
		return "", ""
	case e.author.City == "wierzbin":
		return "The nomination letter is signed by a supplier. The city was asked twice for its own letter and did not send one.", office.CheckLetter
	}
	return "The wells belong to a private trust, and the town's own approval was not given. The rules ask for the city's consent when another body enters for it.", checks[1].Key
}

// settle ends the screening of an entry as its fate has it.
func (w *world) settle(e *sampleEntry, by award.ID, at award.Time) {
	e.State, e.Version = e.fate, e.Version+1
	if e.fate == award.EntryWithdrawn {
		w.note(deed{at, e.officer(), award.DeedWithdraw, nil}, "entry", e.ID)
		return
	}
	e.Decided = at
	checks := map[string]bool{}
	for _, c := range office.ChecksOf(w.edition, award.Screening{}) {
		checks[c.Key] = true
	}
	reason, failed := w.refusal(e)
	if failed != "" {
		checks[failed] = false
	}
	e.screening = &award.Screening{Entry: e.ID, Checklist: checks, Reason: reason, By: by, At: at}
	if e.query != nil {
		e.screening.Note = "Complete after one correction."
	}
	w.note(deed{at, by, award.DeedScreen, map[string]any{"from": award.EntrySent, "to": e.State}}, "entry", e.ID)
}

// putScreening writes what was sent, asked and decided about an entry.
func (e *sampleEntry) putScreening(tx *database.Tx) error {
	for _, s := range e.sendings {
		if err := tx.AddSending(s); err != nil {
			return err
		}
	}
	if e.query != nil {
		if err := tx.AddQuery(*e.query); err != nil {
			return err
		}
	}
	if e.screening == nil {
		return nil
	}
	check := *e.screening
	return tx.SaveScreening(&check)
}
