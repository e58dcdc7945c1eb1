package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/stage"
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
		{method: see, path: at + "/run/paper", deed: award.DeedReadShow, do: paperSheet},
		{method: see, path: at + "/names", deed: award.DeedEditShow, do: spokenNames},
		{method: send, path: at + "/names", deed: award.DeedEditShow, do: saveNames},
		{method: see, path: at + "/names/remind", deed: award.DeedRemindSay, do: sayReminder},
		{method: send, path: at + "/names/remind", deed: award.DeedRemindSay, do: remindToSay},
		{method: see, path: at + "/names/:ref/sound", deed: award.DeedEditShow, do: spokenSound, raw: true},
		{method: see, path: at + "/checks", deed: award.DeedReadShow, do: showChecks},
		{method: see, path: at + "/films", deed: award.DeedEditShow, do: showFilms},
		{method: send, path: at + "/films/:part/:kind", deed: award.DeedEditShow, do: sendFilm, limit: uploadLimit},
		{method: send, path: at + "/films/:part/:kind/remove", deed: award.DeedEditShow, do: removeFilm},
		{method: see, path: at + "/films/:file", deed: award.DeedReadShow, do: showFilm, raw: true},
		{method: see, path: at + "/rehearsal/present", deed: award.DeedRehearse, do: rehearsal},
		{method: see, path: at + "/rehearsal/screen", deed: award.DeedRehearse, do: showScreen(true)},
		{method: see, path: at + "/rehearsal/films/:file", deed: award.DeedReadShow, do: showFilm, raw: true},
		{method: see, path: at + "/rehearsal/steps", deed: award.DeedRehearse, do: followSteps(true), raw: true},
		{method: send, path: at + "/rehearsal/step", deed: award.DeedStepShow, do: takeStep(true)},
		{method: see, path: at + "/rehearsal/pack", deed: award.DeedRehearse, do: rehearsalPack},
		{method: see, path: at + "/present", deed: award.DeedRunShow, do: realShow},
		{method: see, path: at + "/screen", deed: award.DeedRunShow, do: showScreen(false)},
		{method: see, path: at + "/steps", deed: award.DeedRunShow, do: followSteps(false), raw: true},
		{method: send, path: at + "/step", deed: award.DeedStepShow, do: takeStep(false)},
		{method: see, path: at + "/cards/:part", deed: award.DeedRunShow, do: showCards},
		{method: send, path: at + "/pack", deed: award.DeedPackShow, do: packPhrase},
		{method: send, path: at + "/pack/file", deed: award.DeedPackShow, do: showPack},
		{method: send, path: at + "/unlock", deed: award.DeedRunShow, do: unlockShow},
		{method: send, path: at + "/lock", deed: award.DeedLockShow, do: unlockShow},
	}
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
	p, err := v.site.Stage.Plan(v.ctx(), v.Actor, v.Year)
	p.Edition = v.in(p.Edition)
	return p, err
}

type showView struct {
	templates.Frame
	Base     string
	Year     string
	Due      templates.Due
	Tasks    []templates.Task // what is left before the show
	Parts    []partRow
	Strip    []stripPart
	Total    string
	Hall     string // which language the show speaks
	Missing  *templates.Note
	Unlocked *templates.Note
	Packed   *templates.Note // how old the last pack is
	Ready    bool
	Closed   bool // the results lie in closed envelopes
	MayOpen  bool
	OpenURL  string
	Paper    string // where categories are opened with phrases on paper; "" for others
}

type partRow struct {
	Key, Title, Hand, Say string
	Category              bool
	State                 templates.Tag
	At                    string // when it begins, as planned
	Seconds               string
	Shown                 []string // how its winners are shown, by prize
	Fields                []templates.Field
	Film                  *templates.Link // of a film part: where its film is sent
	Plays                 string          // that the site has it
	First, Last           bool
}

// stripPart is a part in the picture of the show, in thousandths of its time.
type stripPart struct {
	From, Long int
	Category   bool
}

func showPage(s *Site, v *visit) error {
	c, err := s.Stage.Candidates(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	c.Edition = v.in(c.Edition)
	found, err := c.Check()
	if err != nil {
		return err
	}
	view := v.showView(c.Plan)
	view.Tasks = v.showTasks(view, c.Plan, found)
	return v.show(http.StatusOK, "stage", view)
}

func (v *visit) showView(p stage.Plan) showView {
	year := strconv.Itoa(p.Edition.Year)
	view := showView{Frame: v.frame(v.Words.T("stage.title", "Year", year)), Base: v.to("/stage/" + year), Year: year}
	view.Due = templates.NewDue(v.Words, v.Words.T("stage.when", "Until", v.Words.Until(v.Now, p.Edition.Ceremony)), p.Edition.Ceremony, v.zone(), p.Edition.Location())
	view.Parts, view.Strip = v.partRows(p), strip(p)
	view.Total = v.duration(p.Seconds())
	view.Hall = v.hallSpeaks(p)
	view.Ready = !p.Show.Ready.IsZero() && len(p.Missing()) == 0
	view.Missing, view.Closed = v.missingNote(p), p.Closed && len(p.Missing()) == 0
	if view.Ready {
		at := v.Words.Both(p.Show.Ready, v.zone(), p.Edition.Location(), "", "")
		view.Unlocked = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("stage.unlocked", "At", at)}}
	}
	view.Packed = v.packedNote(p)
	view.MayOpen = award.MayTry(v.Actor, award.DeedOpen) == nil && len(p.Opened) > 0 && !allOpened(p)
	view.OpenURL = v.to("/desk/" + year + "/open")
	if award.MayTry(v.Actor, award.DeedOpenPaper) == nil && p.Edition.Paper.Opens != award.PaperNone && !allOpened(p) {
		view.Paper = v.to(paperPath(p.Edition.Year))
	}
	return view
}

// showTasks are the four things to be done before the show, each with what it
// lacks.
func (v *visit) showTasks(view showView, p stage.Plan, found []stage.Finding) []templates.Task {
	lack := map[string]int{}
	for _, f := range found {
		lack[mendedAt(f.Kind)]++
	}
	left := func(n int) templates.Tag {
		if n == 0 {
			return templates.Tag{Kind: templates.OK, Text: v.Words.T("stage.left.none")}
		}
		return templates.Tag{Kind: templates.Warn, Text: v.Words.T("stage.checks.count", "Count", n)}
	}
	state, kind := "sealed", templates.OK
	switch {
	case len(p.Missing()) > 0:
		state, kind = "unsealed", templates.Warn
	case view.Ready:
		state, kind = "unlocked", templates.Warn
	case view.Closed:
		state, kind = "closed", templates.Info
	}
	return []templates.Task{
		{Title: v.Words.T("stage.edit"), URL: view.Base + "/run", Note: v.Words.T("stage.total", "Time", view.Total), State: left(lack["/run"] + lack["/films"]), ID: "left-run"},
		{Title: v.Words.T("stage.names"), URL: view.Base + "/names", State: left(lack["/names"] + lack["/names/remind"]), ID: "left-names"},
		{Title: v.Words.T("stage.checks"), URL: view.Base + "/checks", State: left(len(found)), ID: "left-checks"},
		{Title: v.Words.T("stage.real"), URL: "#real", State: templates.Tag{Kind: kind, Text: v.Words.T("stage.state." + state)}, ID: "left-real"},
	}
}

// strip draws the parts one after another.
func strip(p stage.Plan) (all []stripPart) {
	at, total := 0, max(p.Seconds(), 1)
	for _, c := range p.Show.Outline(p.Edition) {
		from, to := at*1000/total, (at+c.Seconds)*1000/total
		if n := len(all); n > 0 && c.Kind != award.CueTitle && c.Category.Key != "" {
			all[n-1].Long = to - all[n-1].From
		} else {
			all = append(all, stripPart{From: from, Long: to - from, Category: c.Category.Key != ""})
		}
		at += c.Seconds
	}
	return all
}

// packedNote says when the last pack was made, and what to do when something has
// been decided since.
func (v *visit) packedNote(p stage.Plan) *templates.Note {
	if p.Packed.IsZero() {
		return nil
	}
	at := func(t award.Time) string { return v.Words.Both(t, v.zone(), p.Edition.Location(), "", "") }
	note := &templates.Note{Kind: templates.OK, Lines: []string{v.Words.T("stage.packed", "At", at(p.Packed))}}
	if !p.Changed.IsZero() {
		note.Kind, note.Lines = templates.Warn, append(note.Lines, v.Words.T("stage.packed_old", "At", at(p.Changed)))
	}
	return note
}

// hallSpeaks says which language the show speaks.
func (v *visit) hallSpeaks(p stage.Plan) string {
	return v.Words.T("stage.hall.speaks", "Language", v.Words.LanguageName(spokenIn(p.Show.Language(p.Edition))))
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

// duration writes seconds as minutes and seconds.
func (v *visit) duration(seconds int) string {
	return v.Words.T("stage.duration", "Minutes", seconds/60, "Seconds", strconv.Itoa(100 + seconds%60)[1:])
}

func (v *visit) partRows(p stage.Plan) []partRow {
	rows, seconds, at := make([]partRow, len(p.Show.Parts)), map[string]int{}, p.Edition.Ceremony
	for _, c := range p.Show.Outline(p.Edition) {
		seconds[c.Part.Key] += c.Seconds
	}
	for i, part := range p.Show.Parts {
		row := partRow{
			Key: part.Key, Title: v.partTitle(p.Edition, part), Hand: part.Hand, Say: part.Say, Category: part.IsCategory(),
			At: v.Words.Clock(at, p.Edition.Location()), Seconds: v.duration(seconds[part.Key]), Shown: v.modesOf(p.Edition, part), First: i == 0, Last: i == len(p.Show.Parts)-1,
		}
		switch {
		case p.Opened[part.Key]:
			row.State = templates.Tag{Kind: templates.OK, Text: v.Words.T("stage.state.opened")}
		case p.Sealed[part.Key]:
			row.State = templates.Tag{Kind: templates.OK, Text: v.Words.T("stage.state.sealed")}
		case row.Category:
			row.State = templates.Tag{Kind: templates.Warn, Text: v.Words.T("stage.state.unsealed")}
		}
		rows[i], at = row, at.Add(time.Duration(seconds[part.Key])*time.Second)
	}
	return rows
}

func (v *visit) partTitle(e *award.Edition, part award.Part) string {
	if c, there := e.Category(part.Key); there {
		return c.Name
	}
	return cmp.Or(part.Title, v.Words.T("stage.part."+part.Kind()))
}

// modesOf says how a category's winners are shown: one mode, or that of each
// prize.
func (v *visit) modesOf(e *award.Edition, part award.Part) (all []string) {
	if !part.IsCategory() {
		return nil
	}
	for _, prize := range e.Prizes {
		all = append(all, v.Words.T("stage.mode."+string(part.Mode(prize.Key))))
	}
	return slices.Compact(all)
}

func unlockShow(s *Site, v *visit) error {
	unlock := v.route.deed == award.DeedRunShow
	if err := s.Stage.Unlock(v.ctx(), v.Actor, v.Year, unlock); err != nil {
		return err
	}
	if unlock {
		v.tell(templates.Warn, "stage.now_unlocked")
	} else {
		v.tell(templates.OK, "stage.now_locked")
	}
	return v.goTo("/stage/" + strconv.Itoa(v.Year))
}
