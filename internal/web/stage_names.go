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
			row := &g.Rows[i]
			text := func(name, label, value string) {
				row.Fields = append(row.Fields, sheet.Add(templates.Field{Kind: templates.Text, Name: name + "." + row.Reference, Label: v.Words.T(label), Value: value, Optional: true, Version: -1}))
			}
			text("say", "stage.names.say", one.Spoken.Say)
			text("screen", "stage.names.screen", one.Spoken.Screen)
			text("accepts", "stage.names.accepts", one.Spoken.Accepts)
			absent := templates.Field{Kind: templates.Checks, Name: "absent." + row.Reference, Label: v.Words.T("stage.names.absent"), Quiet: true, Version: -1, Options: []templates.Option{{Value: "yes", Text: v.Words.T("stage.names.absent")}}}
			if one.Spoken.Absent {
				absent.Values = []string{"yes"}
			}
			row.Fields = append(row.Fields, sheet.Add(absent))
		}
	}
	view.Faults = sheet.Lines()
	return v.show(status, "stage_names", view)
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
	err = s.Stage.SaveNames(v.ctx(), v.Actor, v.Year, version, said)
	if err != nil {
		return again(err, posted, v.spokenNames)
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
type filmRow struct{ Name, City, Size, URL string }

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
	switch kind {
	case stage.NoHand, stage.NoFilmFile:
		g.Go = templates.Link{Text: v.Words.T("stage.edit"), URL: base + "/run"}
	case stage.NoSay, stage.NoAccepts, stage.LongName, stage.SmallName:
		g.Go = templates.Link{Text: v.Words.T("stage.names"), URL: base + "/names"}
	}
	return g
}

// filmRows lists the films of everybody who may win in a category with films.
func (v *visit) filmRows(c stage.Candidates) []filmRow {
	var rows []filmRow
	for _, one := range c.Films() {
		name, size := one.Film()
		rows = append(rows, filmRow{Name: name, City: one.Name(), Size: v.Words.Bytes(size), URL: v.to("/stage/" + strconv.Itoa(c.Edition.Year) + "/films/" + name)})
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
