package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// settingsPage is the page "settings".
type settingsPage struct {
	templates.Frame
	Desk          templates.Tabs
	Heading, Lede string
	Calendar      calendar
	Parts         []templates.Task
	Export        templates.Link
	Changes       []templates.Event
}

// calendar is the picture of an edition's stages on one line of time.
type calendar struct {
	Title string
	Rows  []calendarRow
	Years []calendarMark
	Now   string // place of the present instant; "" outside the picture
}

// calendarRow is one stage. From and Width are percentages; a moment has no
// width.
type calendarRow struct {
	Name, From, Width, When string
	Here                    bool
	Tag                     *templates.Tag
}

// calendarMark is the beginning of a year.
type calendarMark struct{ At, Text string }

// settingsEmptyPage is the page "settings_empty".
type settingsEmptyPage struct {
	templates.Frame
	Empty    templates.Empty
	Commands []string
}

func settingsOverview(_ *Site, v *visit) error {
	set, err := v.settings()
	if year, bad := strconv.Atoi(v.Param("year")); errors.Is(err, award.ErrNotFound) && bad == nil && year >= 2000 && year <= 2100 {
		return settingsEmpty(v, strconv.Itoa(year))
	}
	if err != nil {
		return err
	}
	e := set.Edition
	name, _ := e.Text(e.Name, v.Lang)
	page := settingsPage{
		Heading: v.Words.T("settings.title", "Name", name), Lede: v.Words.T("settings.lede"), Calendar: v.calendar(e), Parts: v.settingsTasks(set),
		Export: templates.Link{Text: v.Words.T("settings.export"), URL: v.to(v.settingsPath("export"))},
	}
	page.Frame, page.Desk = v.frame(page.Heading), v.deskTabs(e.Year, "settings")
	page.Wide = true
	page.Crumbs = v.crumbs(v.Words.T("frame.nav.desk"), "/desk", page.Heading, "")
	for _, c := range set.Changes[:min(len(set.Changes), 10)] {
		page.Changes = append(page.Changes, v.pastChange(e, c))
	}
	return v.show(http.StatusOK, "settings", page)
}

// settingsEmpty says how an edition is brought in.
func settingsEmpty(v *visit, year string) error {
	page := settingsEmptyPage{
		Frame: v.frame(v.Words.T("settings.empty.title", "Year", year)),
		Empty: templates.Empty{Title: v.Words.T("settings.empty.title", "Year", year), Text: v.Words.T("settings.empty.text")},
		Commands: []string{
			"wego edition import edition.json --zone Asia/Seoul --ceremony " + year + "-10-20",
			"wego edition import exported.json",
		},
	}
	page.Crumbs = v.crumbs(v.Words.T("frame.nav.desk"), "/desk", page.Title, "")
	return v.show(http.StatusOK, "settings_empty", page)
}

// settingsTasks are the parts of the settings with what each holds.
func (v *visit) settingsTasks(set office.Settings) []templates.Task {
	e, use := set.Edition, set.Use
	open := func(is bool) templates.Tag {
		if is {
			return templates.Tag{Kind: templates.Plain, Text: v.Words.T("settings.open")}
		}
		return templates.Tag{Kind: templates.Warn, Text: v.Words.T("settings.frozen_tag")}
	}
	var tasks []templates.Task
	for i, part := range settingsParts {
		note := map[string]string{
			"dates":        v.Words.T("settings.dates.note", "When", v.Words.Placed(e.Ceremony, e.Location(), "")),
			"categories":   v.Words.T("settings.categories.note", "Count", len(e.Categories)),
			"criteria":     v.Words.T("settings.criteria.note", "Count", len(e.Criteria)),
			"judging":      v.Words.T("settings.judging.note", "Count", e.Panel.JudgesPerEntry),
			"questions":    v.Words.T("settings.questions.note", "Count", len(e.Questions)),
			"attachments":  v.Words.T("settings.attachments.note", "Count", len(e.Attachments)),
			"prizes":       v.Words.T("settings.prizes.note", "Count", len(e.Prizes)),
			"translations": v.translated(e),
		}[part]
		tag := open((part != "criteria" || use.Sheets == 0) && (part != "prizes" || use.Decisions == 0))
		tasks = append(tasks, templates.Task{ID: "part-" + strconv.Itoa(i), Title: v.Words.T("settings." + part + ".title"), URL: v.to(v.settingsPath(part)), Note: note, State: tag})
	}
	return tasks
}

// calendar draws the stages between the first opening and the ceremony's
// quarter: what comes long after would press the rest together.
func (v *visit) calendar(e *award.Edition) calendar {
	c := calendar{Title: v.Words.T("settings.calendar")}
	if len(e.Stages) == 0 {
		return c
	}
	from, to := e.Stages[0].Opens, max(e.Ceremony, e.Stages[0].Closes).Add(45*24*time.Hour)
	place := func(t award.Time) string {
		share := float64(min(max(t, from), to)-from) / float64(to-from) * 100
		return strconv.FormatFloat(share, 'f', 2, 64) + "%"
	}
	here := e.Current(v.Now).Key
	for _, s := range e.Stages {
		row := calendarRow{Name: v.stageName(s.Key), When: v.Words.Date(s.Opens, e.Location()), Here: s.Key == here}
		if s.Opens <= to {
			row.From = place(s.Opens)
		}
		if closes := v.Words.Date(s.Closes, e.Location()); closes != row.When {
			row.Width = strconv.FormatFloat(float64(min(s.Closes, to)-min(s.Opens, to))/float64(to-from)*100, 'f', 2, 64) + "%"
			row.When = v.Words.T("settings.span", "From", row.When, "To", closes)
		}
		if row.Here {
			row.Tag = &templates.Tag{Kind: templates.OK, Text: v.Words.T("settings.here")}
		}
		c.Rows = append(c.Rows, row)
	}
	if v.Now >= from && v.Now <= to {
		c.Now = place(v.Now)
	}
	for year := from.Std().Year() + 1; year <= to.Std().Year(); year++ {
		c.Years = append(c.Years, calendarMark{place(award.At(time.Date(year, 1, 1, 0, 0, 0, 0, e.Location()))), strconv.Itoa(year)})
	}
	return c
}

// pastChange is a line of the history: who changed which values, and why.
func (v *visit) pastChange(e *award.Edition, c office.PastChange) templates.Event {
	event := templates.Event{
		When: templates.Stamp{Machine: c.At.Std().Format(time.RFC3339), Text: v.Words.Both(c.At, v.zone(), e.Location(), "", "")},
		Who:  v.whoOr(c.Who), Title: v.Words.T("settings.changed." + c.Part),
	}
	var lines []string
	if c.Reason != "" {
		lines = append(lines, v.Words.T("settings.because", "Reason", c.Reason))
	}
	const most = 6
	for _, d := range c.Values[:min(len(c.Values), most)] {
		lines = append(lines, v.Words.T("settings.from_to", "What", v.pathWords(e, d.Path), "From", v.valueWords(e, d.From), "To", v.valueWords(e, d.To)))
	}
	if more := len(c.Values) - most; more > 0 {
		lines = append(lines, v.Words.T("settings.more_values", "Count", more))
	}
	event.Text = strings.Join(lines, "\n")
	return event
}

// pathWords names a value of the edition: "Need and fit: weight".
func (v *visit) pathWords(e *award.Edition, path string) string {
	if of, text, _ := strings.Cut(path, "."); of == "translations" {
		lang, text, _ := strings.Cut(text, ".")
		return v.Words.T("settings.translations.value", "Language", v.Words.LanguageName(lang), "Text", text)
	}
	parts := strings.Split(path, ".")
	var said []string
	for i, part := range parts {
		switch {
		case i == 1 && parts[0] == "stages":
			said = append(said, v.stageName(part))
		case parts[0] == "attachments" && v.Words.Has("settings.attachments."+part):
			said = append(said, v.Words.T("settings.attachments."+part))
		case v.Words.Has("settings.field." + part):
			said = append(said, v.label(part))
		default:
			said = append(said, itemName(e, parts[0], part))
		}
	}
	if len(said) > 1 && len(parts) > 2 {
		said = said[1:]
	}
	return strings.Join(said, ": ")
}

// itemName is the name of an item of a list by its key; the key when it is gone.
func itemName(e *award.Edition, list, key string) string {
	switch list {
	case "categories":
		if c, there := e.Category(key); there {
			return c.Name
		}
	case "criteria":
		if c, there := e.Criterion(key); there {
			return c.Name
		}
	case "questions":
		if q, there := e.Question(key); there {
			return q.Label
		}
	case "attachments":
		if k, there := e.Attachment(key); there {
			return k.Name
		}
	case "prizes":
		if p, there := e.Prize(key); there {
			return p.Name
		}
	}
	return key
}

// valueWords writes a value for the reader: instants in the official zone.
func (v *visit) valueWords(e *award.Edition, value any) string {
	switch x := value.(type) {
	case nil:
		return v.Words.T("settings.nothing")
	case bool:
		if x {
			return v.Words.T("form.yes")
		}
		return v.Words.T("form.no")
	case float64:
		return v.Words.Number(x)
	case string:
		if at, err := time.Parse(time.RFC3339, x); err == nil {
			return v.Words.Placed(award.At(at), e.Location(), "")
		}
		if x == "" {
			return v.Words.T("settings.nothing")
		}
		return x
	}
	return ""
}
