package web

import (
	"net/http"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// stageRoutes are the addresses of the ceremony.
func stageRoutes() []route {
	const at = "/:lang/stage/:year"
	return []route{
		{method: see, path: "/:lang/stage", deed: award.DeedReadShow, do: runningShow},
		{method: see, path: at, deed: award.DeedReadShow, do: showPage},
		{method: see, path: at + "/run", deed: award.DeedEditShow, do: runSheet},
		{method: send, path: at + "/run", deed: award.DeedEditShow, do: saveRunSheet},
		{method: see, path: at + "/rehearsal/present", deed: award.DeedRehearse, do: rehearsal("presenter")},
		{method: see, path: at + "/rehearsal/screen", deed: award.DeedRehearse, do: rehearsal("audience")},
		{method: see, path: at + "/rehearsal/pack", deed: award.DeedRehearse, do: rehearsalPack},
		{method: see, path: at + "/present", deed: award.DeedRunShow, do: realShow("presenter")},
		{method: see, path: at + "/screen", deed: award.DeedRunShow, do: realShow("audience")},
		{method: send, path: at + "/pack", deed: award.DeedPackShow, do: packPhrase},
		{method: send, path: at + "/pack/file", deed: award.DeedPackShow, do: showPack},
		{method: send, path: at + "/unlock", deed: award.DeedRunShow, do: unlockShow},
		{method: send, path: at + "/lock", deed: award.DeedLockShow, do: unlockShow},
	}
}

// year is the edition that the address names.
func (v *visit) year() (int, error) {
	year, err := strconv.Atoi(v.Param("year"))
	if err != nil || year < 1000 || year > 9999 {
		return 0, award.ErrNotFound
	}
	return year, nil
}

func runningShow(_ *Site, v *visit) error {
	e, err := v.edition()
	if err != nil {
		return err
	}
	return v.goTo("/stage/" + strconv.Itoa(e.Year))
}

// plannedShow is the run sheet that the address names.
func (v *visit) plannedShow() (stage.Plan, error) {
	year, err := v.year()
	if err != nil {
		return stage.Plan{}, err
	}
	return v.site.Stage.Plan(v.ctx(), v.Actor, year)
}

type showView struct {
	templates.Frame
	Base     string
	Year     string
	Due      templates.Due
	Parts    []partRow
	Total    string
	Missing  *templates.Note
	Unlocked *templates.Note
	Ready    bool
	MayOpen  bool
	OpenURL  string
}

type partRow struct {
	Key, Title, Hand, Say string
	Category              bool
	State                 templates.Tag
	Seconds               string
	Fields                []templates.Field
	First, Last           bool
}

func showPage(_ *Site, v *visit) error {
	p, err := v.plannedShow()
	if err != nil {
		return err
	}
	year := strconv.Itoa(p.Edition.Year)
	view := showView{Frame: v.frame(v.Words.T("stage.title", "Year", year)), Base: v.to("/stage/" + year), Year: year}
	view.Due = templates.NewDue(v.Words, v.Words.T("stage.when", "Until", v.Words.Until(v.Now, p.Edition.Ceremony)), p.Edition.Ceremony, v.zone(), p.Edition.Location())
	view.Parts = v.partRows(p)
	view.Total = v.duration(planned(p))
	view.Ready = !p.Show.Ready.IsZero() && len(p.Missing()) == 0
	view.Missing = v.missingNote(p)
	if view.Ready {
		at := v.Words.Both(p.Show.Ready, v.zone(), p.Edition.Location(), "", "")
		view.Unlocked = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("stage.unlocked", "At", at)}}
	}
	view.MayOpen = award.MayTry(v.Actor, award.DeedOpen) == nil && len(p.Opened) > 0 && !allOpened(p)
	view.OpenURL = v.to("/desk/" + year + "/open")
	return v.show(http.StatusOK, "stage", view)
}

func allOpened(p stage.Plan) bool {
	for _, opened := range p.Opened {
		if !opened {
			return false
		}
	}
	return true
}

func (v *visit) missingNote(p stage.Plan) *templates.Note {
	missing := p.Missing()
	if len(missing) == 0 {
		return nil
	}
	note := &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("stage.missing", "Count", len(missing))}}
	var names []string
	for _, c := range missing {
		names = append(names, c.Name)
	}
	note.Lines = append(note.Lines, v.Words.List(names...))
	return note
}

// planned is the whole time of a show in seconds as far as it is known without
// the winners: every prize of a category counts once.
func planned(p stage.Plan) int {
	prizes := 0
	for _, prize := range p.Edition.Prizes {
		prizes += prize.PerCategory
	}
	total := 0
	for _, part := range p.Show.Parts {
		if part.IsCategory() {
			total += award.BeforeReveal + prizes*part.Seconds
		} else {
			total += part.Seconds
		}
	}
	return total
}

// duration writes seconds as minutes and seconds.
func (v *visit) duration(seconds int) string {
	return v.Words.T("stage.duration", "Minutes", seconds/60, "Seconds", strconv.Itoa(100 + seconds%60)[1:])
}

func (v *visit) partRows(p stage.Plan) []partRow {
	rows := make([]partRow, len(p.Show.Parts))
	for i, part := range p.Show.Parts {
		row := partRow{
			Key: part.Key, Title: v.partTitle(p.Edition, part), Hand: part.Hand, Say: part.Say, Category: part.IsCategory(),
			Seconds: v.duration(part.Seconds), First: i == 0, Last: i == len(p.Show.Parts)-1,
		}
		switch {
		case p.Opened[part.Key]:
			row.State = templates.Tag{Kind: templates.OK, Text: v.Words.T("stage.state.opened")}
		case p.Sealed[part.Key]:
			row.State = templates.Tag{Kind: templates.OK, Text: v.Words.T("stage.state.sealed")}
		case row.Category:
			row.State = templates.Tag{Kind: templates.Warn, Text: v.Words.T("stage.state.unsealed")}
		}
		rows[i] = row
	}
	return rows
}

func (v *visit) partTitle(e *award.Edition, part award.Part) string {
	if c, there := e.Category(part.Key); there {
		return c.Name
	}
	return v.Words.T("stage.part." + strings.TrimPrefix(part.Key, "-"))
}

type sheetView struct {
	templates.Frame
	Base    string
	Version int
	Parts   []partRow
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
		row := &view.Parts[i]
		if row.Category {
			row.Fields = append(row.Fields, sheet.Add(templates.Field{Kind: templates.Text, Name: "hand." + part.Key, Label: v.Words.T("stage.hand"), Value: part.Hand, Optional: true, Version: -1}))
		}
		label := "stage.seconds"
		if row.Category {
			label = "stage.seconds_each"
		}
		row.Fields = append(row.Fields,
			sheet.Add(templates.Field{Kind: templates.Long, Name: "say." + part.Key, Label: v.Words.T("stage.say"), Value: part.Say, Lines: 2, Optional: true, Version: -1}),
			sheet.Add(templates.Field{Kind: templates.Number, Name: "seconds." + part.Key, Label: v.Words.T(label), Value: strconv.Itoa(part.Seconds), Short: true, Version: -1}))
	}
	view.Faults = sheet.Lines()
	return v.show(status, "stage_sheet", view)
}

// saveRunSheet keeps what was typed, and moves a part when its button was pressed.
func saveRunSheet(s *Site, v *visit) error {
	posted, err := form.Read(v.Request(), formLimit)
	if err != nil {
		return err
	}
	p, err := v.plannedShow()
	if err != nil {
		return err
	}
	show, faults := readRunSheet(p.Show, posted)
	if len(faults) == 0 {
		err = s.Stage.Save(v.ctx(), v.Actor, p.Edition.Year, show)
	}
	if invalid, is := err.(award.Invalid); is { //nolint:errorlint // the activity returns it bare
		faults = invalid
	} else if err != nil {
		return err
	}
	if len(faults) > 0 {
		return v.runSheet(http.StatusUnprocessableEntity, posted, faults)
	}
	at := "/stage/" + strconv.Itoa(p.Edition.Year)
	if key := posted.Text("up") + posted.Text("down"); key != "" {
		return v.goTo(at + "/run#part-" + key)
	}
	v.tell(templates.OK, "stage.saved")
	return v.goTo(at)
}

func readRunSheet(show award.Show, posted form.Values) (award.Show, award.Invalid) {
	faults := award.Invalid{}
	show.Version, _ = strconv.Atoi(posted.Text("version"))
	parts := make([]award.Part, len(show.Parts))
	for i, part := range show.Parts {
		part.Hand, part.Say = posted.Text("hand."+part.Key), posted.Text("say."+part.Key)
		seconds, err := strconv.Atoi(posted.Text("seconds." + part.Key))
		if err != nil {
			faults.Add("seconds."+part.Key, "stage.fault.seconds")
		}
		part.Seconds = seconds
		parts[i] = part
	}
	show.Parts = parts
	show.Move(posted.Text("up"), -1)
	show.Move(posted.Text("down"), 1)
	return show, faults
}

func unlockShow(s *Site, v *visit) error {
	year, err := v.year()
	if err != nil {
		return err
	}
	unlock := v.route.deed == award.DeedRunShow
	if err := s.Stage.Unlock(v.ctx(), v.Actor, year, unlock); err != nil {
		return err
	}
	if unlock {
		v.tell(templates.Warn, "stage.now_unlocked")
	} else {
		v.tell(templates.OK, "stage.now_locked")
	}
	return v.goTo("/stage/" + strconv.Itoa(year))
}
