package office

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Preparation is a winner's page before it is public, as the publishing desk
// works on it. Only who may see the sealed result of its category gets one.
type Preparation struct {
	Edition *award.Edition
	Winner  Winner
	// Original is what the city lets out, without the desk's edits; Private are
	// the files that it does not.
	Original award.Publication
	Private  []award.Attachment
	Edits    award.Edits
}

// remarkMost is how many characters the jury's public remark may have.
const remarkMost = 2000

// Prepare returns the page of a winner for the desk; ErrNotFound for an entry
// that does not win, or whose result the person may not see.
func (d *Desk) Prepare(ctx context.Context, a award.Actor, year int, ref string) (p *Preparation, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		p, err = d.prepare(tx, a, year, ref)
		return err
	})
	return p, err
}

func (d *Desk) prepare(tx *database.Tx, a award.Actor, year int, ref string) (*Preparation, error) {
	all, err := d.publicationOf(tx, a, year)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all.Winners, func(w Winner) bool { return w.Entry.Reference == ref })
	if i < 0 {
		return nil, award.ErrNotFound
	}
	p := &Preparation{Edition: all.Edition, Winner: all.Winners[i]}
	answers, err := tx.Answers(p.Winner.Entry.ID)
	if err != nil {
		return nil, err
	}
	files, err := tx.Attachments(p.Winner.Entry.ID)
	if err != nil {
		return nil, err
	}
	p.Original = award.PublicationOf(p.Edition, p.Winner.Entry, answers, files)
	for _, f := range files {
		if !slices.ContainsFunc(p.Original.Files, func(o award.Attachment) bool { return o.ID == f.ID }) {
			p.Private = append(p.Private, f)
		}
	}
	p.Edits, err = tx.Edits(p.Winner.Entry.ID)
	return p, err
}

// Page is the practice as it would be published now.
func (p *Preparation) Page() award.Practice {
	w := p.Winner
	return award.Practice{
		Edition: p.Edition.Name, Year: p.Edition.Year, Ceremony: p.Edition.CeremonyPlace, Category: w.Category.Name, Prize: w.Prize.Name, PrizeRank: w.Prize.Rank,
		City: w.City.ID, CityName: w.City.Name, Country: w.City.Country, Region: w.City.Region, Title: w.Public.Title, Summary: w.Public.Summary,
		Language: p.Edition.EntryLanguage, Entry: w.Entry.ID, Sample: p.Edition.Sample || w.City.Sample,
	}
}

// SaveEdits keeps what the desk changes of a winner's page, over the version
// that it was read with; a page that is public already is changed at once.
// Invalid with the field "file.ID.alt" for a picture that nobody described,
// "part.KEY.text" or "remark" for a text that is too long, and "from" for an hour
// to come of a page that is public: who has read it cannot be made to forget it,
// and it would vanish from the open data without a word. Withdrawing says so.
//
// The event names the edition and not the entry: the log is read by people who
// may not know yet who wins.
func (d *Desk) SaveEdits(ctx context.Context, a award.Actor, year int, ref string, e award.Edits) error {
	now := d.clock()
	var work *database.Work
	err := d.db.Update(ctx, func(tx *database.Tx) error {
		work = nil
		p, err := d.prepare(tx, a, year, ref)
		if err != nil {
			return err
		}
		e.Entry, e.Changed, e.By = p.Winner.Entry.ID, now, a.Person.ID
		public := e.Apply(p.Original)
		if err := checkEdits(e, public); err != nil {
			return err
		}
		if work, err = d.enclosedEdits(tx, p, &e); err != nil {
			return err
		}
		if work == nil {
			if err := tx.SaveEdits(&e); err != nil {
				return err
			}
			if err := republish(tx, e, public, now); err != nil {
				return err
			}
		}
		return tx.Record(award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedPrepare, Kind: "edition", Subject: p.Edition.ID, Edition: p.Edition.ID, Detail: `{"what":"prepared"}`})
	})
	if err == nil && work != nil {
		d.db.OpenForWork(*work)
	}
	return err
}

// enclosedEdits keeps edits in the envelope of the winner's result, where it
// lies in one: rows of edits would tell who wins. It returns what is open for
// work from then on, nil where there is no envelope.
func (d *Desk) enclosedEdits(tx *database.Tx, p *Preparation, e *award.Edits) (*database.Work, error) {
	s, err := tx.Seal(p.Edition.ID, p.Winner.Category.Key)
	if err != nil || s.Envelope == "" {
		return nil, err
	}
	for _, w := range d.db.Works(award.ForWork) {
		if w.Edition != s.Edition || w.Category != s.Category {
			continue
		}
		if w.Enclosed, err = w.WithEdits(*e); err != nil {
			return nil, err
		}
		return &w, d.reclose(tx, s, w.Enclosed)
	}
	return nil, award.Refuse(award.ErrEnveloped, "envelope.refused.closed")
}

func checkEdits(e award.Edits, public award.Publication) error {
	faults := award.Invalid{}
	for _, f := range public.Undescribed() {
		faults.Add("file."+string(f.ID)+".alt", "edits.fault.alt")
	}
	for key, part := range e.Parts {
		if utf8.RuneCountInString(part.Text) > award.TextMax {
			faults.Add("part."+key+".text", "fault.letters", "Count", award.TextMax)
		}
	}
	for id, f := range e.Files {
		if utf8.RuneCountInString(f.Alt) > award.ShortMax {
			faults.Add("file."+string(id)+".alt", "fault.letters", "Count", award.ShortMax)
		}
	}
	if utf8.RuneCountInString(e.Remark) > remarkMost {
		faults.Add("remark", "fault.letters", "Count", remarkMost)
	}
	return faults.Or()
}

// republish brings the page of a practice in line with the edits of its entry,
// when there is one already.
func republish(tx *database.Tx, e award.Edits, public award.Publication, now award.Time) error {
	p, err := tx.PracticeOfEntry(e.Entry)
	if errors.Is(err, award.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	switch {
	case e.From > now && p.Published <= now:
		return award.Invalid{"from": {Key: "edits.fault.public"}}
	case e.From > 0:
		p.Published = e.From
	}
	p.Summary = public.Summary
	if err := tx.SavePractice(&p); err != nil {
		return err
	}
	return tx.SetPracticePage(p.ID, public, e)
}

// Blackened counts the answers and files that are not published as the city
// sent them.
func Blackened(e award.Edits) int {
	n := 0
	for _, p := range e.Parts {
		if p.Held || strings.TrimSpace(p.Text) != "" {
			n++
		}
	}
	for _, f := range e.Files {
		if f.Held {
			n++
		}
	}
	return n
}
