package web

import (
	"bytes"
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type sheetView struct {
	templates.Frame
	Base     string
	Version  int
	Parts    []partRow
	Protocol templates.Field
	Language templates.Field
	Add      []templates.Field
}

func runSheet(_ *Site, v *visit) error { return v.runSheet(http.StatusOK, nil, nil) }

func (v *visit) runSheet(status int, posted form.Values, faults award.Invalid) error {
	p, err := v.plannedShow()
	if err != nil {
		return err
	}
	year := strconv.Itoa(p.Edition.Year)
	view := sheetView{Frame: v.frame(v.Words.T("stage.edit")), Base: v.to("/stage/" + year), Version: p.Show.Version, Parts: v.partRows(p)}
	view.Crumbs = v.crumbs(v.Words.T("stage.title", "Year", year), "/stage/"+year, view.Title, "")
	sheet := form.NewSheet(v.Words, posted, faults)
	for i, part := range p.Show.Parts {
		v.partFields(&view.Parts[i], sheet, p.Edition, part)
	}
	order := "city"
	if p.Show.ByCountry {
		order = "country"
	}
	view.Protocol = sheet.Add(templates.Field{
		Kind: templates.Radios, Name: "protocol", Label: v.Words.T("stage.protocol"), Hint: v.Words.T("stage.protocol_hint"), Value: order, Inline: true, Version: -1,
		Options: []templates.Option{{Value: "city", Text: v.Words.T("stage.protocol.city")}, {Value: "country", Text: v.Words.T("stage.protocol.country")}},
	})
	view.Language = sheet.Add(v.hallField(p))
	view.Add = v.addFields(view.Parts)
	view.Faults = sheet.Lines()
	return v.show(status, "stage_sheet", view)
}

// addFields ask what comes in, and after which part.
func (v *visit) addFields(parts []partRow) []templates.Field {
	kind := templates.Field{Kind: templates.Select, Name: "kind", ID: "kind", Label: v.Words.T("stage.add_label"), Version: -1}
	for _, free := range award.FreeParts {
		kind.Options = append(kind.Options, templates.Option{Value: free.Kind, Text: v.Words.T("stage.part." + free.Kind)})
	}
	after := templates.Field{Kind: templates.Select, Name: "after", ID: "after", Label: v.Words.T("stage.add_after"), Hint: v.Words.T("stage.add_after_hint"), Version: -1}
	for _, part := range parts {
		after.Options = append(after.Options, templates.Option{Value: part.Key, Text: part.Title})
	}
	return []templates.Field{kind, after}
}

// ownLanguage is said of a show that speaks the language of its edition.
const ownLanguage = "own"

// hallField asks which language the show speaks.
func (v *visit) hallField(p stage.Plan) templates.Field {
	f := templates.Field{
		Kind: templates.Select, Name: "lang", ID: "lang", Label: v.Words.T("stage.hall"), Hint: v.Words.T("stage.hall_hint"), Value: cmp.Or(p.Show.Lang, ownLanguage), Version: -1,
		Options: []templates.Option{{Value: ownLanguage, Text: v.Words.T("stage.hall.own", "Language", v.Words.LanguageName(p.Edition.EntryLanguage))}},
	}
	for _, l := range locale.Languages() {
		f.Options = append(f.Options, templates.Option{Value: l.Code, Text: v.Words.LanguageName(l.Code)})
	}
	return f
}

// partFields adds the boxes of a part.
func (v *visit) partFields(row *partRow, sheet *form.Sheet, e *award.Edition, part award.Part) {
	text := func(name, label, value string) {
		row.Fields = append(row.Fields, sheet.Add(templates.Field{Kind: templates.Text, Name: name + "." + part.Key, Label: v.Words.T(label), Value: value, Optional: true, Version: -1}))
	}
	seconds := "stage.seconds"
	switch {
	case row.Category:
		seconds = "stage.seconds_each"
		text("hand", "stage.hand", part.Hand)
		for _, prize := range e.Prizes {
			f := templates.Field{
				Kind: templates.Select, Name: "mode." + part.Key + "." + prize.Key, Version: -1,
				Label: v.Words.T("stage.mode_of", "Prize", v.text(prize.Name)), Value: string(part.Mode(prize.Key)),
			}
			for _, m := range award.Modes {
				f.Options = append(f.Options, templates.Option{Value: string(m), Text: v.Words.T("stage.mode." + string(m))})
			}
			row.Fields = append(row.Fields, sheet.Add(f))
		}
	default:
		text("title", "stage.part_title", part.Title)
		if part.Kind() == award.PartSpeech {
			text("hand", "stage.speaker", part.Hand)
		}
		if part.Kind() == award.PartFilm {
			v.filmField(row, sheet, e, part)
		}
	}
	row.Fields = append(row.Fields,
		sheet.Add(templates.Field{Kind: templates.Long, Name: "say." + part.Key, Label: v.Words.T("stage.say"), Value: part.Say, Lines: 2, Optional: true, Version: -1}),
		sheet.Add(templates.Field{Kind: templates.Number, Name: "seconds." + part.Key, Label: v.Words.T(seconds), Value: strconv.Itoa(part.Seconds), Short: true, Version: -1}))
}

// filmField leads to where the film of a part is sent. One that the site does not
// have may be named.
func (v *visit) filmField(row *partRow, sheet *form.Sheet, e *award.Edition, part award.Part) {
	row.Film = &templates.Link{Text: v.Words.T("stage.movies"), URL: v.to("/stage/" + strconv.Itoa(e.Year) + "/films#part-" + part.Key)}
	if part.Film.Key != "" {
		row.Plays = v.Words.T("stage.file_here", "Name", part.Film.Name)
		return
	}
	row.Fields = append(row.Fields, sheet.Add(templates.Field{
		Kind: templates.Text, Name: "file." + part.Key, Label: v.Words.T("stage.file"), Hint: v.Words.T("stage.file_hint"), Value: part.File, Optional: true, Version: -1,
	}))
}

// saveRunSheet keeps what was typed, and moves, adds or removes a part when its
// button was pressed.
func saveRunSheet(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	p, err := v.plannedShow()
	if err != nil {
		return err
	}
	show, faults := readRunSheet(p.Show, p.Edition, posted)
	key := changeParts(&show, posted)
	if err = faults.Or(); err == nil {
		err = s.Stage.Save(v.ctx(), v.Actor, p.Edition.Year, show)
	}
	if err != nil {
		return again(err, posted, v.runSheet)
	}
	at := "/stage/" + strconv.Itoa(p.Edition.Year)
	if key != "" {
		return v.goTo(at + "/run#part-" + key)
	}
	v.tell(templates.OK, "stage.saved")
	return v.goTo(at)
}

// changeParts does what the pressed button says, and returns where the page goes
// on; "" when the run sheet was only saved.
func changeParts(show *award.Show, posted form.Values) string {
	switch {
	case posted.Has("up"):
		show.Move(posted.Text("up"), -1)
	case posted.Has("down"):
		show.Move(posted.Text("down"), 1)
	case posted.Has("remove"):
		key := posted.Text("remove")
		at := max(1, slices.IndexFunc(show.Parts, func(p award.Part) bool { return p.Key == key }))
		show.Remove(key)
		return show.Parts[at-1].Key
	case posted.Has("add"):
		key := show.Add(posted.Text("kind"))
		show.Place(key, posted.Text("after"))
		return key
	}
	return posted.Text("up") + posted.Text("down")
}

func readRunSheet(show award.Show, e *award.Edition, posted form.Values) (award.Show, award.Invalid) {
	faults := award.Invalid{}
	show.Version, _ = strconv.Atoi(posted.Text("version"))
	show.ByCountry = posted.Text("protocol") == "country"
	if show.Lang = posted.Text("lang"); show.Lang == ownLanguage {
		show.Lang = ""
	}
	if _, spoken := locale.For(show.Lang); show.Lang != "" && !spoken {
		faults.Add("lang", "fault.required_choice")
	}
	parts := make([]award.Part, len(show.Parts))
	for i, part := range show.Parts {
		part.Hand, part.Say = posted.Line("hand."+part.Key), posted.Text("say."+part.Key)
		part.Title = posted.Line("title." + part.Key)
		if posted.Has("file." + part.Key) {
			part.File = posted.Line("file." + part.Key)
		}
		seconds, err := strconv.Atoi(posted.Text("seconds." + part.Key))
		if err != nil {
			faults.Add("seconds."+part.Key, "stage.fault.seconds")
		}
		part.Seconds = seconds
		if part.IsCategory() {
			part.Modes = map[string]award.Mode{}
			for _, prize := range e.Prizes {
				if m := posted.Text("mode." + part.Key + "." + prize.Key); m != "" {
					part.Modes[prize.Key] = award.Mode(m)
				}
			}
		}
		parts[i] = part
	}
	show.Parts = parts
	return show, faults
}

type paperView struct {
	templates.Frame
	Back     templates.Link
	Hall     string // which language stands on the paper
	HallLang string
	HallDir  string
	Sheet    template.HTML
}

// onPaper is what is printed, in the language of the show.
type onPaper struct {
	Title string
	When  string
	Total string
	Cues  []paperCue
	Names []spokenGroup
}

// paperCue is a line of the run sheet on paper, with the time of day at which it
// is planned.
type paperCue struct {
	At, Title, Seconds, Hand string
	Say                      []string
	Begins                   bool // the first of its part
}

// paperSheet is the run sheet to print. It names no winner and is the same
// before and after the results are sealed.
func paperSheet(s *Site, v *visit) error {
	c, err := s.Stage.Candidates(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	title, hall := v.Words.T("stage.title", "Year", strconv.Itoa(v.Year)), v.inHall(c.Plan)
	view := paperView{Frame: v.frame(v.Words.T("stage.paper")), Hall: v.hallSpeaks(c.Plan), HallLang: hall.Lang, HallDir: hall.Words.Dir, Back: templates.Link{Text: title, URL: v.to("/stage/" + strconv.Itoa(v.Year))}}
	view.Scripts = []string{"print"}
	page, err := s.pages.Page("stage_paper", hall.Lang)
	if err != nil {
		return err
	}
	var sheet bytes.Buffer
	if err := page.ExecuteTemplate(&sheet, "stage/onpaper", hall.onPaper(c)); err != nil {
		return err
	}
	view.Sheet = template.HTML(sheet.String()) //nolint:gosec // what the template has written
	return v.show(http.StatusOK, "stage_paper", view)
}

// onPaper is the run sheet in the language of the visit.
func (v *visit) onPaper(c stage.Candidates) onPaper {
	c.Edition = v.in(c.Edition)
	sheet := onPaper{Title: v.Words.T("stage.title", "Year", strconv.Itoa(c.Edition.Year)), Total: v.duration(c.Seconds()), Names: v.spokenGroups(c)}
	sheet.When = v.Words.Placed(c.Edition.Ceremony, c.Edition.Location(), "")
	at, last := c.Edition.Ceremony, ""
	for _, cue := range c.Show.Outline(c.Edition) {
		line := paperCue{At: v.Words.Clock(at, c.Edition.Location()), Title: v.cueView(c.Edition, cue).Title, Seconds: v.duration(cue.Seconds)}
		if line.Begins = cue.Part.Key != last; line.Begins {
			line.Hand, line.Say = cue.Part.Hand, strings.Split(cue.Part.Say, "\n")
		}
		sheet.Cues, last, at = append(sheet.Cues, line), cue.Part.Key, at.Add(time.Duration(cue.Seconds)*time.Second)
	}
	return sheet
}
