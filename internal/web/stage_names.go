package web

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type namesView struct {
	templates.Frame
	Base    string
	Version int
	Groups  []spokenGroup
}

// spokenGroup is a category with all who may win in it.
type spokenGroup struct {
	Key, Name string
	Rows      []spokenRow
}

type spokenRow struct {
	Reference, City, LocalName, Country string
	Say, Accepts                        string
	Absent                              bool
	Fields                              []templates.Field
	Said                                []templates.Pair // by the city
	Confirmed                           string           // by whom and when, or that nobody has
	Sound                               string           // address of the recorded name; "" = none
	Typed                               bool             // the producer's words stand before the city's
}

func spokenNames(_ *Site, v *visit) error { return v.spokenNames(http.StatusOK, nil, nil) }

func (v *visit) candidates() (stage.Candidates, error) {
	c, err := v.site.Stage.Candidates(v.ctx(), v.Actor, v.Year)
	c.Edition = v.in(c.Edition)
	return c, err
}

func (v *visit) spokenNames(status int, posted form.Values, faults award.Invalid) error {
	c, err := v.candidates()
	if err != nil {
		return err
	}
	year := strconv.Itoa(c.Edition.Year)
	view := namesView{Frame: v.frame(v.Words.T("stage.names")), Base: v.to("/stage/" + year), Version: c.Show.Version, Groups: v.spokenGroups(c)}
	view.Crumbs = v.crumbs(v.Words.T("stage.title", "Year", year), "/stage/"+year, view.Title, "")
	sheet := form.NewSheet(v.Words, posted, faults)
	for _, g := range view.Groups {
		for i, one := range c.In[g.Key] {
			v.spokenFields(&g.Rows[i], one, sheet)
			v.spokenSaid(&g.Rows[i], one, c.Edition)
		}
	}
	view.Faults = sheet.Lines()
	return v.show(status, "stage_names", view)
}

// spokenFields are the producer's own words for an entry. Where a box is empty the
// city's word holds, and the hint says which.
func (v *visit) spokenFields(row *spokenRow, one stage.Candidate, sheet *form.Sheet) {
	text := func(name, typed, said string) {
		f := templates.Field{Kind: templates.Text, Name: name + "." + row.Reference, Label: v.Words.T("stage.names." + name), Value: typed, Optional: true, Version: -1}
		switch {
		case typed != "" && said != "" && typed != said:
			f.Tags = []templates.Tag{{Kind: templates.Warn, Text: v.Words.T("stage.names.yours")}}
		case typed == "" && said != "":
			f.Hint = v.Words.T("stage.names.theirs")
		}
		row.Fields = append(row.Fields, sheet.Add(f))
	}
	text("say", one.Typed.Say, one.Said.Say)
	text("screen", one.Typed.Screen, one.Said.Screen)
	text("accepts", one.Typed.Accepts, one.Said.Accepts)
	absent := templates.Field{Kind: templates.Checks, Name: "absent." + row.Reference, Label: v.Words.T("stage.names.absent"), Quiet: true, Version: -1, Options: []templates.Option{{Value: "yes", Text: v.Words.T("stage.names.absent")}}}
	if one.Typed.Absent {
		absent.Values = []string{"yes"}
	}
	row.Fields = append(row.Fields, sheet.Add(absent))
}

// spokenSaid is what the city says about its entry.
func (v *visit) spokenSaid(row *spokenRow, one stage.Candidate, e *award.Edition) {
	said := one.Said
	row.Confirmed = v.Words.T("stage.names.unconfirmed")
	if !said.Confirmed.IsZero() {
		row.Confirmed = v.Words.T("ceremony.confirmed", "Name", cmp.Or(one.By, v.Words.T("entry.clash.nobody")), "When", v.Words.Both(said.Confirmed, v.zone(), e.Location(), "", ""))
	}
	comes := map[award.Coming]string{award.ComesYes: "ceremony.comes_yes", award.ComesNo: "ceremony.comes_no"}[said.Comes]
	if comes != "" {
		comes = v.Words.T(comes)
	}
	for _, line := range []struct{ term, text string }{
		{"ceremony.say", said.Say}, {"ceremony.screen", said.Screen}, {"stage.names.accepts", said.Accepts}, {"stage.names.comes", comes}, {"ceremony.name", said.Name}, {"ceremony.local_name", said.LocalName},
	} {
		if line.text != "" {
			row.Said = append(row.Said, templates.Pair{Term: v.Words.T(line.term), Lines: []string{line.text}})
		}
	}
	if _, there := said.Sound(row.Reference); there {
		row.Sound = v.to("/stage/" + strconv.Itoa(e.Year) + "/names/" + row.Reference + "/sound")
	}
	row.Typed = one.Typed != award.Spoken{} && !said.Confirmed.IsZero()
}

// spokenSound plays the producer a recorded name.
func spokenSound(s *Site, v *visit) error {
	sound, err := s.Stage.Sound(v.ctx(), v.Actor, v.Year, v.Param("ref"))
	if err != nil {
		return err
	}
	return v.serveFile(sound, false)
}

// spokenGroups lists all who may win, by category in the order of the run sheet.
func (v *visit) spokenGroups(c stage.Candidates) []spokenGroup {
	var groups []spokenGroup
	for _, part := range c.Show.Parts {
		if !part.IsCategory() || len(c.In[part.Key]) == 0 {
			continue
		}
		g := spokenGroup{Key: part.Key, Name: v.partTitle(c.Edition, part)}
		for _, one := range c.In[part.Key] {
			g.Rows = append(g.Rows, spokenRow{
				Reference: one.Entry.Reference, City: one.Name(), LocalName: one.City.LocalName, Country: v.Words.Country(one.City.Country),
				Say: one.Spoken.Say, Accepts: one.Spoken.Accepts, Absent: one.Spoken.Absent,
			})
		}
		groups = append(groups, g)
	}
	return groups
}

func saveNames(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(posted.Text("version"))
	said := map[string]award.Spoken{}
	for _, name := range posted.Names("say.") {
		ref := strings.TrimPrefix(name, "say.")
		said[ref] = award.Spoken{
			Say: posted.Line(name), Screen: posted.Line("screen." + ref), Accepts: posted.Line("accepts." + ref), Absent: posted.Bool("absent." + ref),
		}
	}
	back := posted.Text("back")
	if _, there := said[back]; there {
		said[back] = award.Spoken{}
	}
	err = s.Stage.SaveNames(v.ctx(), v.Actor, v.Year, version, said)
	if err != nil {
		return again(err, posted, v.spokenNames)
	}
	if back != "" {
		v.tell(templates.OK, "stage.names.back_done", "Reference", back)
		return v.goTo("/stage/" + strconv.Itoa(v.Year) + "/names#names-" + back)
	}
	v.tell(templates.OK, "stage.names.saved")
	return v.goTo("/stage/" + strconv.Itoa(v.Year))
}

type checksView struct {
	templates.Frame
	Base   string
	Counts string
	Groups []checkGroup
	Films  []filmRow
}

// checkGroup is one thing that is missing, with whom it is missing of.
type checkGroup struct {
	Title, Do string
	Lines     []checkLine
	Go        templates.Link
}

// checkLine is a part, and the cities that lack something in it.
type checkLine struct{ Part, Cities string }

// filmRow is a film to lay beside a pack.
type filmRow struct{ Name, Of, Size, URL string }

func showChecks(_ *Site, v *visit) error {
	c, err := v.candidates()
	if err != nil {
		return err
	}
	found, err := c.Check()
	if err != nil {
		return err
	}
	year := strconv.Itoa(c.Edition.Year)
	view := checksView{Frame: v.frame(v.Words.T("stage.checks")), Base: v.to("/stage/" + year), Counts: v.Words.T("stage.checks.count", "Count", len(found))}
	view.Crumbs = v.crumbs(v.Words.T("stage.title", "Year", year), "/stage/"+year, view.Title, "")
	last := stage.FindingKind("")
	for _, f := range found {
		if f.Kind != last {
			view.Groups, last = append(view.Groups, v.checkGroup(view.Base, f.Kind)), f.Kind
		}
		view.Groups[len(view.Groups)-1].add(v.checkLine(c, f))
	}
	view.Films = v.filmRows(c)
	return v.show(http.StatusOK, "stage_checks", view)
}

// checkLine says what a finding is about; of a city, its name and what is wrong.
func (v *visit) checkLine(c stage.Candidates, f stage.Finding) (line checkLine) {
	for _, part := range c.Show.Parts {
		if part.Key == f.Part {
			line.Part = v.partTitle(c.Edition, part)
		}
	}
	line.Cities = f.City
	what := f.Text
	if f.Number > 0 {
		what = v.Words.T("stage.check."+string(f.Kind)+".what", "Number", f.Number, "Want", f.Want)
	}
	if what != "" {
		line.Cities += " (" + what + ")"
	}
	return line
}

// add puts a line to the group, cities of one part together.
func (g *checkGroup) add(line checkLine) {
	if n := len(g.Lines); n > 0 && line.Cities != "" && g.Lines[n-1].Part == line.Part {
		g.Lines[n-1].Cities += " · " + line.Cities
	} else if line.Part != "" {
		g.Lines = append(g.Lines, line)
	}
}

func (v *visit) checkGroup(base string, kind stage.FindingKind) checkGroup {
	g := checkGroup{Title: v.Words.T("stage.check." + string(kind)), Do: v.Words.T("stage.check." + string(kind) + ".do")}
	switch page := mendedAt(kind); page {
	case "/run":
		g.Go = templates.Link{Text: v.Words.T("stage.edit"), URL: base + page}
	case "/films":
		g.Go = templates.Link{Text: v.Words.T("stage.movies"), URL: base + page}
	case "/names":
		g.Go = templates.Link{Text: v.Words.T("stage.names"), URL: base + page}
	case "/names/remind":
		g.Go = templates.Link{Text: v.Words.T("stage.remind"), URL: base + page}
	}
	return g
}

// mendedAt is where what is missing can be put in; "" where it is not a page of
// the ceremony.
func mendedAt(kind stage.FindingKind) string {
	switch kind {
	case stage.NoHand:
		return "/run"
	case stage.NoFilmFile, stage.NoPartText:
		return "/films"
	case stage.NotSaid:
		return "/names/remind"
	case stage.NoSound, stage.NoSay, stage.NoAccepts, stage.LongName, stage.SmallName:
		return "/names"
	}
	return ""
}

// filmRows lists the films of the run sheet, and of everybody who may win in a
// category with films.
func (v *visit) filmRows(c stage.Candidates) (rows []filmRow) {
	add := func(name, of string, size int64) {
		rows = append(rows, filmRow{Name: name, Of: of, Size: v.Words.Bytes(size), URL: v.to("/stage/" + strconv.Itoa(c.Edition.Year) + "/films/" + name)})
	}
	for _, part := range c.Show.Parts {
		if part.Film.Key != "" {
			add(part.Film.Name, v.partTitle(c.Edition, part), part.Film.Size)
		}
	}
	for _, one := range c.Films() {
		name, size := one.Film()
		add(name, one.Name(), size)
	}
	return rows
}

// showFilm sends a film to lay beside a pack, and to the windows of the site.
func showFilm(s *Site, v *visit) error {
	film, err := s.Stage.Film(v.ctx(), v.Actor, v.Year, v.Param("file"))
	if err != nil {
		return err
	}
	return v.serveFile(film, false)
}

// sayReminder shows whom a reminder to say how a city is named would reach.
func sayReminder(s *Site, v *visit) error {
	r, err := s.Office.SayReminder(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	r.Edition = v.in(r.Edition)
	year := strconv.Itoa(v.Year)
	p := v.remindView(deskFrame{Frame: v.frame(v.Words.T("stage.remind"))}, r)
	p.Back, p.List, p.Text = v.to("/stage/"+year+"/names"), v.Words.T("stage.remind.list"), v.Words.T("stage.remind.text", "Count", p.Mails)
	p.Crumbs = v.crumbs(v.Words.T("stage.title", "Year", year), "/stage/"+year, v.Words.T("stage.names"), "/stage/"+year+"/names", p.Title, "")
	p.Empty = templates.Empty{Title: v.Words.T("desk.remind_none"), Text: v.Words.T("stage.remind.none")}
	for i := range p.Rows {
		p.Rows[i].URL = "" // the producer has no page of an entry
	}
	return v.show(http.StatusOK, "desk_remind", p)
}

func remindToSay(s *Site, v *visit) error {
	r, err := s.Office.RemindToSay(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	v.tell(templates.OK, "desk.reminded", "Count", r.Mails-r.Already)
	return v.goTo("/stage/" + strconv.Itoa(v.Year) + "/names")
}
