package web

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// minuteEvent is a line of the jury's record in a list.
func (v *visit) minuteEvent(e *award.Edition, m office.MinuteLine) templates.Event {
	w := v.Words
	event := templates.Event{When: templates.Stamp{Text: w.Both(m.At, v.zone(), e.Location(), "", "")}, Title: w.T("results.minute." + m.Kind), Who: m.By}
	switch {
	case m.Prize.Name != "" && m.Outcome != "":
		event.Title = w.T("results.minute_prize", "What", event.Title, "Prize", v.text(m.Prize.Name), "Outcome", w.T("results.outcome."+string(m.Outcome)))
	case m.Prize.Name != "":
		event.Title = w.T("results.minute_of", "What", event.Title, "Prize", v.text(m.Prize.Name))
	}
	event.Text = strings.Join(v.minuteTexts(e, m), "\n")
	return event
}

// minuteTexts says what a line of the record holds beside its title.
func (v *visit) minuteTexts(e *award.Edition, m office.MinuteLine) []string {
	var lines []string
	add := func(text string) {
		if text != "" {
			lines = append(lines, text)
		}
	}
	add(v.Words.List(m.Entries...))
	if m.Judge != "" {
		add(v.Words.T("results.minute_judge", "Name", m.Judge))
	}
	for _, c := range e.Criteria {
		if before, after := m.Before[c.Key], m.After[c.Key]; before != after {
			add(v.Words.T("results.minute_anew", "Criterion", c.Name, "Before", v.Words.Fixed(before, 1), "After", v.Words.Fixed(after, 1)))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(m.Corrections)) {
		add(v.Words.T("results.minute_correction", "Name", m.Names[id], "Correction", v.signed(m.Corrections[id])))
	}
	if m.Ballot != nil {
		lines = append(lines, v.ballotTexts(m)...)
	}
	lines = append(lines, v.presentTexts(m)...)
	if m.Kind == "released" {
		add(v.Words.T("results.minute_released." + letterChoiceWord(m.Released)))
	}
	if m.With != "" {
		add(v.Words.T("results.minute_with", "Name", m.With))
	}
	add(m.Reason)
	add(m.Departure)
	if m.Commitment != "" {
		add(v.Words.T("seal.hash") + " " + m.Commitment)
	}
	return lines
}

// letterChoiceWord is the key of what went with released letters.
func letterChoiceWord(c office.LetterChoice) string {
	switch {
	case c.Comments && c.Places:
		return "both"
	case c.Comments:
		return "comments"
	case c.Places:
		return "places"
	}
	return "neither"
}

// ballotTexts say what was asked, how the votes fell, and of an open vote who
// gave which.
func (v *visit) ballotTexts(m office.MinuteLine) []string {
	b := m.Ballot
	kind := "meeting.ballot_open"
	if b.Secret {
		kind = "meeting.ballot_secret"
	}
	lines := []string{b.Question, v.Words.T(kind, "Cast", b.Cast(), "Count", len(b.Eligible))}
	for _, o := range append(slices.Clone(b.Options), b.Abstained) {
		if o.Key == office.Abstain && o.Count == 0 {
			continue
		}
		var by []string
		for _, id := range o.By {
			by = append(by, m.Names[id])
		}
		text := v.Words.T("meeting.ballot_option", "Option", v.optionText(o.Key), "Count", o.Count)
		if len(by) > 0 {
			text = v.Words.T("meeting.ballot_by", "Text", text, "Names", v.Words.List(by...))
		}
		lines = append(lines, text)
	}
	return lines
}

// optionText is an answer of a vote in words; an entry is named by its reference.
func (v *visit) optionText(key string) string {
	switch key {
	case award.MotionFor, award.MotionAgainst, office.Abstain:
		return v.Words.T("meeting.option." + key)
	}
	return key
}

// presentTexts list who was noted as present, and who was not.
func (v *visit) presentTexts(m office.MinuteLine) []string {
	var lines []string
	for _, how := range award.Presences {
		var names []string
		for _, p := range m.Present {
			if p.How == how {
				names = append(names, m.Names[p.Person])
			}
		}
		if len(names) > 0 {
			lines = append(lines, v.Words.T("meeting.present."+string(how), "Names", v.Words.List(names...)))
		}
	}
	return lines
}

type minutesView struct {
	templates.Frame
	Back     templates.Link
	Heading  string
	About    []templates.Pair
	Present  []templates.Pair
	Meeting  []templates.Event
	Parts    []minutesPart
	NotShown string
	Printed  string
}

// minutesPart is what the record holds of one category, the oldest first.
type minutesPart struct {
	Key, Name string
	Out       string // who left the room
	State     templates.Tag
	Lines     []templates.Event
	Prizes    []templates.Pair
	Hash      string
}

// meetingMinutes is the jury's record as a page to print and sign.
func meetingMinutes(s *Site, v *visit) error {
	m, err := s.Office.Meeting(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	m.Edition = v.in(m.Edition)
	w := v.Words
	view := minutesView{Frame: v.frame(w.T("meeting.minutes_title")), Heading: w.T("meeting.minutes_heading", "Edition", m.Edition.Name)}
	view.Back = templates.Link{Text: w.T("meeting.title"), URL: v.to(meetingPath(v.Year, ""))}
	view.Crumbs = v.crumbs(w.T("meeting.title"), meetingPath(v.Year, ""), view.Title, "")
	view.Scripts = []string{"print"}
	view.Printed = w.T("meeting.printed", "At", w.Both(v.Now, v.zone(), m.Edition.Location(), "", ""), "Name", v.Actor.Person.Name)
	stage, _ := m.Edition.Stage(award.StageJury)
	view.About = []templates.Pair{{Term: w.T("meeting.when"), Lines: []string{w.Both(stage.Opens, v.zone(), m.Edition.Location(), "", "")}}}
	for _, how := range award.Presences {
		if names := namesWith(m.People, how); len(names) > 0 {
			view.Present = append(view.Present, templates.Pair{Term: w.T("meeting.how." + string(how)), Lines: []string{v.Words.List(names...)}})
		}
	}
	for _, line := range slices.Backward(m.Notes) {
		view.Meeting = append(view.Meeting, v.minuteEvent(m.Edition, line))
	}
	for _, c := range m.Categories {
		view.Parts = append(view.Parts, v.minutesPart(c))
	}
	if hidden := append(slices.Clone(m.Hidden), m.Scoring...); len(hidden) > 0 {
		view.NotShown = w.T("meeting.not_shown", "Names", v.Words.List(categoryNames(hidden)...))
	}
	return v.show(http.StatusOK, "meeting_minutes", view)
}

func categoryNames(all []award.Category) []string {
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = c.Name
	}
	return names
}

func namesWith(people []office.MeetingPerson, how award.Presence) []string {
	var names []string
	for _, p := range people {
		if p.How == how {
			names = append(names, p.Name)
		}
	}
	return names
}

func (v *visit) minutesPart(c office.MeetingCategory) minutesPart {
	r, w := c.Result, v.Words
	part := minutesPart{Key: r.Category.Key, Name: v.text(r.Category.Name), State: v.sealBox(r).State, Hash: r.Seal.Commitment, Out: v.outText(c.Out)}
	for _, line := range slices.Backward(r.Minutes) {
		part.Lines = append(part.Lines, v.minuteEvent(r.Edition, line))
	}
	for _, p := range r.Prizes {
		pair := templates.Pair{Term: v.text(p.Prize.Name)}
		for _, d := range p.Decisions {
			text := w.T("results.outcome." + string(d.Outcome))
			if d.Entry != "" {
				text = w.T("meeting.won", "Outcome", text, "Reference", d.Reference, "City", d.City, "Title", d.Title)
			}
			pair.Lines = append(pair.Lines, text)
		}
		if p.Open() {
			pair.Lines = append(pair.Lines, w.T("results.prize_left", "Done", p.Taken, "All", p.Prize.PerCategory))
		}
		part.Prizes = append(part.Prizes, pair)
	}
	return part
}

// outText names who leaves the room for a category.
func (v *visit) outText(out []office.Leaver) string {
	var names []string
	for _, l := range out {
		if l.How != award.Away {
			names = append(names, v.Words.T("meeting.out_because", "Name", l.Name, "Entries", v.Words.List(l.Entries...)))
		}
	}
	if len(names) == 0 {
		return v.Words.T("meeting.out_nobody")
	}
	return v.Words.T("meeting.out", "Names", strings.Join(names, "; "), "Count", len(names))
}

// meetingPath is the address of the jury's table, or of a category at it.
func meetingPath(year int, category string) string {
	path := "/desk/" + strconv.Itoa(year) + "/meeting"
	if category != "" {
		path += "/" + category
	}
	return path
}
