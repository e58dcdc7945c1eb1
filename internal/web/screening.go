package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// screeningRoutes are the addresses of the screening of entries.
func screeningRoutes() []route {
	const at = "/:lang/desk/:year/screening"
	return []route{
		{method: see, path: at, deed: award.DeedScreen, do: screeningBoard},
		{method: see, path: at + "/:ref", deed: award.DeedScreen, do: screeningSheet},
		{method: send, path: at + "/:ref", deed: award.DeedScreen, do: screen},
	}
}

type boardPage struct {
	deskFrame
	Show    templates.Tabs
	Note    *templates.Note
	Main    *templates.Link
	Caption string
	Since   string // the head of the column of dates
	Rows    []entryLine
	Empty   templates.Empty
}

func screeningBoard(s *Site, v *visit) error {
	b, err := s.Office.Board(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	b.Edition = v.in(b.Edition)
	p := boardPage{deskFrame: v.desk(v.Words.T("screening.title"), v.Year, "screening")}
	p.Show.Label = v.Words.T("screening.lists")
	items := b.Queue
	show := form.Query(v.Request()).Text("show")
	for _, l := range []struct {
		key   string
		items []office.QueueItem
	}{{"queue", b.Queue}, {"waiting", b.Waiting}, {"decided", b.Decided}} {
		current := l.key == show || (l.key == "queue" && show != "waiting" && show != "decided")
		if current {
			show, items = l.key, l.items
		}
		p.Show.Links = append(p.Show.Links, templates.Link{Text: v.Words.T("screening.show."+l.key, "Count", len(l.items)), URL: p.Base + "/screening?show=" + l.key, Current: current})
	}
	if show == "queue" && len(b.Queue) > 0 {
		p.Main = &templates.Link{Text: v.Words.T("screening.start"), URL: p.Base + "/screening/" + b.Queue[0].Reference}
	}
	if b.Published {
		p.Note = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("screening.published")}}
	}
	p.Caption, p.Since = v.Words.T("screening.caption."+show), v.Words.T("screening.since."+show)
	p.Empty = templates.Empty{Title: v.Words.T("screening.empty." + show), Text: v.Words.T("screening.empty_text." + show)}
	for _, item := range items {
		p.Rows = append(p.Rows, v.boardRow(b.Edition, item))
	}
	return v.show(http.StatusOK, "screening", p)
}

func (v *visit) boardRow(e *award.Edition, item office.QueueItem) entryLine {
	line := v.entryLine(e, item.EntryLine)
	line.URL = v.to("/desk/" + strconv.Itoa(e.Year) + "/screening/" + item.Reference)
	line.When, line.Note = v.day(item.Since, e.Location()), ""
	switch {
	case item.State == award.EntryReturned && item.Answered, item.State == award.EntrySent && item.Answered:
		line.State = templates.Tag{Kind: templates.Info, Text: v.Words.T("desk.answered")}
	case item.Overdue:
		line.State = templates.Tag{Kind: templates.Err, Text: v.Words.T("desk.overdue", "When", v.day(item.Query.Due, e.Location()).Text)}
	case item.State == award.EntryReturned && item.Query != nil:
		line.State = templates.Tag{Kind: templates.Warn, Text: v.Words.T("desk.due", "When", v.day(item.Query.Due, e.Location()).Text)}
	}
	return line
}

type screeningCheck struct {
	Key, Text, How string
	Passed         bool
}

func (v *visit) checkViews(checks []office.Check) []screeningCheck {
	var all []screeningCheck
	for _, c := range checks {
		text := c.Text
		if text == "" {
			text = v.Words.T("screening.check." + c.Key)
		}
		all = append(all, screeningCheck{Key: c.Key, Text: text, How: c.How, Passed: c.Passed})
	}
	return all
}

type screeningPage struct {
	deskFileView
	Place          string
	Previous, Next *templates.Link
	FileURL        string
	Fixed, Warning *templates.Note
	Changed        *templates.Note
	Last           string // who worked on it last
	Checks         templates.Field
	Note           templates.Field
	Verdict        templates.Field
	Question, Due  templates.Field
	Reason         templates.Field
	EntryVersion   int
	Version        int
	Decided        bool
	Hints          []hintView
	Alike          []alikeView
}

type hintView struct {
	Tag  templates.Tag
	Text string
}

type alikeView struct {
	Title, City, Name, URL string
	Tag                    templates.Tag
	Text, Own              string
}

func screeningSheet(_ *Site, v *visit) error {
	return v.screeningForm(http.StatusOK, nil, nil)
}

// screeningForm shows an entry with its check. What was posted is kept in the
// form; with status 409 somebody else was quicker, and sending once more is
// meant for what the page now shows.
func (v *visit) screeningForm(status int, posted form.Values, faults award.Invalid) error {
	s, err := v.site.Office.ScreeningSheet(v.ctx(), v.Actor, v.Year, v.Param("ref"))
	if err != nil {
		return err
	}
	s.Edition = v.in(s.Edition)
	p := screeningPage{deskFileView: v.deskFileView(s.File, v.Words.T("screening.entry", "Reference", s.Entry.Reference), "screening")}
	p.Crumbs = v.crumbs(v.Words.T("screening.title"), "/desk/"+strconv.Itoa(v.Year)+"/screening", s.Entry.Reference, "")
	p.FileURL = p.Base + "/entries/" + s.Entry.Reference
	p.EntryVersion, p.Version = s.Entry.Version, s.Screening.Version
	p.Decided = s.Entry.State == award.EntryAccepted || s.Entry.State == award.EntryIneligible
	v.screeningNotes(&p, s, status)
	v.screeningFields(&p, s, posted, faults)
	p.Hints, p.Alike = v.hintViews(s), v.alikeViews(s)
	return v.show(status, "screening_entry", p)
}

func (v *visit) screeningNotes(p *screeningPage, s office.ScreeningSheet, status int) {
	link := func(ref, key string) *templates.Link {
		if ref == "" {
			return nil
		}
		return &templates.Link{Text: v.Words.T(key), URL: p.Base + "/screening/" + ref, About: ref}
	}
	p.Place = v.Words.T("screening.not_in_queue")
	if s.Place > 0 {
		p.Place = v.Words.T("screening.place", "Place", s.Place, "Of", s.Queue)
	}
	p.Previous, p.Next = link(s.Previous, "screening.previous"), link(s.Next, "screening.next")
	switch {
	case s.Fixed:
		p.Fixed = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("screening.fixed")}}
	case p.Decided:
		p.Warning = &templates.Note{Kind: templates.Warn, Title: v.Words.T("screening.decided_" + string(s.Entry.State)), Lines: []string{v.Words.T("screening.decided_text")}}
		if s.Screening.Reason != "" {
			p.Warning.Lines = append(p.Warning.Lines, v.Words.T("screening.reason_was", "Reason", s.Screening.Reason))
		}
	case s.Late:
		p.Warning = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("screening.late")}}
	}
	if s.Screening.At > 0 {
		p.Last = v.Words.T("desk.checked", "Name", s.ByName, "When", v.moment(s.Screening.At, s.Edition.Location()).Text)
	}
	if p.Changed = v.changedNote(status); p.Changed != nil && p.Last != "" {
		p.Changed.Lines = append([]string{p.Last}, p.Changed.Lines...)
	}
}

func (v *visit) screeningFields(p *screeningPage, s office.ScreeningSheet, posted form.Values, faults award.Invalid) {
	sheet := form.NewSheet(v.Words, posted, faults)
	checks := templates.Field{Kind: templates.Checks, Name: "check", Label: v.Words.T("screening.checks"), Hint: v.Words.T("screening.checks_hint"), Closed: s.Fixed}
	for _, c := range v.checkViews(s.Checks) {
		checks.Options = append(checks.Options, templates.Option{Value: c.Key, Text: c.Text})
		if c.Passed {
			checks.Values = append(checks.Values, c.Key)
		}
	}
	p.Checks = sheet.Add(checks)
	p.Note = sheet.Add(templates.Field{Kind: templates.Long, Name: "note", Label: v.Words.T("screening.note"), Hint: v.Words.T("screening.note_hint"), Value: s.Screening.Note, Optional: true, Lines: 3})
	verdict := templates.Field{Kind: templates.Radios, Name: "verdict", Label: v.Words.T("screening.verdict")}
	for _, o := range []office.Verdict{office.Accept, office.Ask, office.Refuse, office.Undo} {
		if o == office.Undo && !p.Decided {
			continue
		}
		verdict.Options = append(verdict.Options, templates.Option{Value: string(o), Text: v.Words.T("screening.verdict_" + string(o)), Hint: v.Words.T("screening.verdict_hint_" + string(o))})
	}
	p.Verdict = sheet.Add(verdict)
	zone := s.Edition.Location()
	p.Question = sheet.Long("question", v.Words.T("screening.question"), v.Words.T("screening.question_hint"), "", 0)
	p.Due = sheet.Add(templates.Field{Kind: templates.DateTime, Name: "due", Label: v.Words.T("screening.due"), Hint: v.Words.T("desk.zone_hint", "Place", v.Words.Place(zone)), Value: boxValue(s.Propose, zone)})
	p.Reason = sheet.Long("reason", v.Words.T("screening.reason"), v.Words.T("screening.reason_hint"), s.Screening.Reason, 0)
	p.Faults = sheet.Lines()
}

func (v *visit) hintViews(s office.ScreeningSheet) []hintView {
	var all []hintView
	for _, h := range s.Hints {
		values := make([]any, len(h.Values))
		for i, x := range h.Values {
			if i > 0 && h.Values[i-1] == "Since" {
				x = v.Words.Month(x.(string))
			}
			if i > 0 && h.Values[i-1] == "Year" {
				x = strconv.Itoa(x.(int))
			}
			values[i] = x
		}
		view := hintView{Tag: templates.Tag{Kind: templates.Plain, Text: v.Words.T("screening.seen")}, Text: v.Words.T("screening.hint."+h.Key, values...)}
		if h.Warn {
			view.Tag = templates.Tag{Kind: templates.Warn, Text: v.Words.T("screening.look")}
		}
		all = append(all, view)
	}
	return all
}

func (v *visit) alikeViews(s office.ScreeningSheet) []alikeView {
	var all []alikeView
	for _, a := range s.Alike {
		view := alikeView{Title: a.Title, City: a.City, Text: a.Text, Own: a.Own, Name: strconv.Itoa(a.Year), URL: v.to("/library/" + a.Slug)}
		if a.Reference != "" {
			view.Name, view.URL = a.Reference, v.to("/desk/"+strconv.Itoa(s.Edition.Year)+"/entries/"+a.Reference)
		}
		view.Tag = templates.Tag{Kind: templates.Warn, Text: v.Words.T("screening.alike_share", "Share", v.Words.Percent(a.Share))}
		if a.SameTitle {
			view.Tag.Text = v.Words.T("screening.alike_title", "Share", v.Words.Percent(a.Share))
		}
		all = append(all, view)
	}
	return all
}

// screen keeps a check and does what it decides, then goes on to the next entry
// of the queue or stays.
func screen(s *Site, v *visit) error {
	edition, err := s.Office.EditionOf(v.ctx(), v.Year)
	if err != nil {
		return err
	}
	posted, faults, err := v.formFaults()
	if err != nil {
		return err
	}
	r := readRuling(posted, edition, faults)
	next := ""
	if err = faults.Or(); err == nil {
		next, err = s.Office.Screen(v.ctx(), v.Actor, v.Year, v.Param("ref"), r)
	}
	if err != nil {
		return againOrChanged(err, posted, v.screeningForm)
	}
	return v.screened(posted, r.Verdict, next)
}

func (v *visit) screened(posted form.Values, verdict office.Verdict, next string) error {
	key := "screening.done_" + string(verdict)
	if verdict == office.NoVerdict {
		key = "screening.saved"
	}
	v.tell(templates.OK, key, "Reference", v.Param("ref"))
	at := "/desk/" + strconv.Itoa(v.Year) + "/screening"
	switch {
	case posted.Text("go") != "next":
		return v.goTo(at + "/" + v.Param("ref"))
	case next == "":
		return v.goTo(at)
	}
	return v.goTo(at + "/" + next)
}

func readRuling(posted form.Values, e *award.Edition, faults award.Invalid) office.Ruling {
	r := office.Ruling{
		Checklist: map[string]bool{}, Note: posted.Text("note"), Verdict: office.Verdict(posted.Text("verdict")),
		Question: posted.Text("question"), Reason: posted.Text("reason"),
	}
	if r.Verdict == office.Ask {
		r.Due = posted.Time("due", e.Location(), faults)
	}
	for _, key := range posted.All("check") {
		r.Checklist[key] = true
	}
	r.EntryVersion, _ = strconv.Atoi(posted.Text("entry_version"))
	r.Version, _ = strconv.Atoi(posted.Text("version"))
	return r
}
