package web

import (
	"net/http"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

type deskFileSection struct {
	Title string
	Pairs []templates.Pair
}

// deskFileView is what the page of an entry and the page of its screening share.
type deskFileView struct {
	deskFrame
	Reference, EntryTitle string
	State                 templates.Tag
	Facts                 []templates.Pair
	Hidden                *templates.Note // why no text is shown
	Sections              []deskFileSection
	Files                 []templates.FileRow
	Thread                []templates.Message
	Lang                  string
}

type entryPage struct {
	deskFileView
	Acts     []templates.Link
	Checks   []screeningCheck
	Checked  string
	Note     string
	Sendings [][]string
	Events   []templates.Event
	Members  []deskMember
}

type deskMember struct{ Name, Email, Right string }

// deskFileView writes an entry as the desk sees it.
func (v *visit) deskFileView(f office.File, title, tab string) deskFileView {
	e := f.Edition
	p := deskFileView{deskFrame: v.desk(title, e.Year, tab), Reference: f.Entry.Reference, EntryTitle: f.Entry.Title, State: v.entryTag(f.Entry.State), Lang: e.EntryLanguage}
	if p.EntryTitle == "" {
		p.EntryTitle = v.Words.T("desk.untitled")
	}
	p.Facts = v.deskFacts(f)
	if !f.Shown {
		p.Hidden = &templates.Note{Title: v.Words.T("desk.draft_hidden"), Lines: []string{v.Words.T("desk.draft_hidden_text", "Done", f.Done, "Needed", f.Needed)}}
		return p
	}
	if f.Entry.State == award.EntryReturned {
		p.Hidden = &templates.Note{Lines: []string{v.Words.T("desk.as_sent", "When", v.moment(f.Entry.Sent, f.Edition.Location()).Text)}}
	}
	p.Sections = v.deskSections(f)
	p.Files = v.deskFileRows(f)
	p.Thread = v.deskThread(f)
	return p
}

func (v *visit) deskFacts(f office.File) []templates.Pair {
	w := v.Words
	category, _ := f.Edition.Category(f.Entry.Category)
	city := f.City.Name
	if f.City.LocalName != "" && f.City.LocalName != city {
		city += " · " + f.City.LocalName
	}
	pairs := []templates.Pair{
		{Term: w.T("desk.fact.city"), Lines: []string{city}},
		{Term: w.T("desk.fact.country"), Lines: []string{w.Country(f.City.Country)}},
		{Term: w.T("desk.fact.category"), Lines: oneLine(category.Name), Empty: emptyWord(category.Name, w.T("desk.none.category"))},
		{Term: w.T("desk.fact.member"), Lines: oneLine(f.City.Membership), Empty: emptyWord(f.City.Membership, w.T("desk.no_member"))},
	}
	if f.Entry.Sent > 0 {
		pairs = append(pairs, templates.Pair{Term: w.T("desk.fact.sent"), Lines: []string{v.both(f.Entry.Sent, f.Edition)}})
	}
	if f.Entry.Reopened > 0 {
		pairs = append(pairs, templates.Pair{Term: w.T("desk.fact.open_until"), Lines: []string{v.both(f.Entry.Reopened, f.Edition)}})
	}
	return pairs
}

func oneLine(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// emptyWord is what stands where a text is missing.
func emptyWord(text, word string) string {
	if text != "" {
		return ""
	}
	return word
}

// both is an instant in the reader's zone and the edition's.
func (v *visit) both(t award.Time, e *award.Edition) string {
	return v.Words.Both(t, v.zone(), e.Location(), "", "")
}

func (v *visit) deskSections(f office.File) []deskFileSection {
	var all []deskFileSection
	for _, section := range f.Edition.Sections {
		s := deskFileSection{Title: section.Title}
		for _, q := range f.Edition.QuestionsOf(section.Key) {
			if q.Kind != award.FileKind {
				s.Pairs = append(s.Pairs, v.answerPair(q, f.Answers[q.Key], f.Edition.EntryLanguage, v.Words.T("form.not_provided")))
			}
		}
		if len(s.Pairs) > 0 {
			all = append(all, s)
		}
	}
	return all
}

func (v *visit) deskFileRows(f office.File) []templates.FileRow {
	var rows []templates.FileRow
	base := v.to("/desk/" + strconv.Itoa(f.Edition.Year) + "/entries/" + f.Entry.Reference + "/files/")
	for _, a := range f.Attachments {
		kind, _ := f.Edition.Attachment(a.Kind)
		meta := []string{kind.Name, v.Words.Bytes(a.Size)}
		if a.Pages > 0 {
			meta = append(meta, v.Words.T("desk.pages", "Count", a.Pages))
		}
		r := templates.FileRow{ID: "file-" + string(a.ID), Name: a.Name, Meta: strings.Join(meta, " · "), Text: a.Caption, Alt: a.Alt}
		r.URL = base + string(a.ID)
		if a.Thumb != "" {
			r.Thumb = r.URL + "/thumb"
		}
		if a.Public {
			r.Tags = []templates.Tag{{Text: v.Words.T("form.public")}}
		}
		rows = append(rows, r)
	}
	return rows
}

func deskFile(s *Site, v *visit) error  { return v.deskAttachment(s, false) }
func deskThumb(s *Site, v *visit) error { return v.deskAttachment(s, true) }

// deskAttachment sends a file of an entry to somebody at the desk.
func (v *visit) deskAttachment(s *Site, thumb bool) error {
	id, err := award.ParseID(v.Param("file"))
	if err != nil {
		return err
	}
	file, err := s.Office.Attachment(v.ctx(), v.Actor, v.Year, v.Param("ref"), id)
	if err != nil {
		return err
	}
	return v.serveFile(file, thumb)
}

func (v *visit) deskThread(f office.File) []templates.Message {
	var all []templates.Message
	for _, q := range f.Queries {
		ask := templates.Message{From: f.Names[q.AskedBy], When: v.moment(q.Asked, f.Edition.Location()), Text: q.Text, Mine: true}
		switch {
		case q.Replied > 0:
			ask.State = &templates.Tag{Kind: templates.OK, Text: v.Words.T("desk.answered")}
		case f.Entry.Sent > q.Asked:
			ask.State = &templates.Tag{Kind: templates.OK, Text: v.Words.T("desk.corrected")}
		case q.Due <= v.Now:
			ask.State = &templates.Tag{Kind: templates.Err, Text: v.Words.T("desk.overdue", "When", v.moment(q.Due, f.Edition.Location()).Text)}
		default:
			ask.State = &templates.Tag{Kind: templates.Warn, Text: v.Words.T("desk.due", "When", v.moment(q.Due, f.Edition.Location()).Text)}
		}
		all = append(all, ask)
		if q.Replied > 0 {
			all = append(all, templates.Message{From: f.Names[q.RepliedBy], When: v.moment(q.Replied, f.Edition.Location()), Text: q.Reply})
		}
	}
	return all
}

func deskEntry(s *Site, v *visit) error {
	f, err := s.Office.File(v.ctx(), v.Actor, v.Year, v.Param("ref"))
	if err != nil {
		return err
	}
	f.Edition = v.in(f.Edition)
	p := entryPage{deskFileView: v.deskFileView(f, v.Words.T("desk.entry_title", "Reference", f.Entry.Reference), "entries")}
	p.Crumbs = v.crumbs(v.Words.T("desk.entries"), "/desk/"+strconv.Itoa(v.Year)+"/entries", f.Entry.Reference, "")
	p.Acts = v.entryActs(f)
	if f.Shown {
		p.Checks = v.checkViews(office.ChecksOf(f.Edition, f.Screening))
	}
	if f.Screening.At > 0 {
		p.Checked = v.Words.T("desk.checked", "Name", f.Names[f.Screening.By], "When", v.moment(f.Screening.At, f.Edition.Location()).Text)
		p.Note = f.Screening.Note
	}
	for _, sent := range f.Sendings {
		row := []string{strconv.Itoa(sent.Number), v.moment(sent.At, f.Edition.Location()).Text, f.Names[sent.By], sent.SHA256, ""}
		if sent.Back > 0 {
			row[4] = v.Words.T("desk.taken_back", "When", v.moment(sent.Back, f.Edition.Location()).Text)
		}
		p.Sendings = append(p.Sendings, row)
	}
	for _, ev := range f.Events {
		who := f.Names[ev.Actor]
		if who == "" {
			who = v.Words.T("desk.platform")
		}
		p.Events = append(p.Events, templates.Event{When: v.moment(ev.At, f.Edition.Location()), Title: v.eventWords(ev, f.Edition), Who: who})
	}
	for _, m := range f.Members {
		p.Members = append(p.Members, deskMember{m.Name, m.Email, v.Words.T("right." + string(m.Right))})
	}
	return v.show(http.StatusOK, "desk_entry", p)
}

// entryActs are what the reader may do with an entry.
func (v *visit) entryActs(f office.File) []templates.Link {
	var acts []templates.Link
	at := "/desk/" + strconv.Itoa(f.Edition.Year)
	if award.MayTry(v.Actor, award.DeedScreen) == nil && f.Shown && f.Entry.State != award.EntryWithdrawn {
		acts = append(acts, templates.Link{Text: v.Words.T("desk.act.screen"), URL: v.to(at + "/screening/" + f.Entry.Reference)})
	}
	if award.MayTry(v.Actor, award.DeedReopen) == nil && !f.Fixed && f.Entry.State != award.EntryWithdrawn && f.Entry.State != award.EntryIneligible {
		acts = append(acts, templates.Link{Text: v.Words.T("desk.act.reopen"), URL: v.to(at + "/entries/" + f.Entry.Reference + "/reopen")})
	}
	return acts
}

// eventWords is an event of an entry's history in words, with what its detail
// adds to the deed.
func (v *visit) eventWords(ev award.Event, e *award.Edition) string {
	if ev.Deed == award.DeedScreen {
		if key := "desk.event." + office.DetailText(ev, "to"); v.Words.Has(key) {
			return v.Words.T(key)
		}
	}
	if ev.Deed == award.DeedReopen {
		if until := office.DetailTime(ev, "until"); until > 0 {
			return v.Words.T("desk.event.reopened", "When", v.moment(until, e.Location()).Text)
		}
	}
	return v.deedWords(ev.Deed)
}
