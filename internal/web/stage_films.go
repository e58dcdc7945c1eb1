package web

import (
	"net/http"
	"slices"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// filmsView are the film parts of a run sheet, each with the forms of its film and
// its captions.
type filmsView struct {
	templates.Frame
	Parts []filmPart
	Empty templates.Empty
}

type filmPart struct {
	Key, Title string
	Kinds      []fileKind
}

func showFilms(_ *Site, v *visit) error { return v.showFilms(http.StatusOK, "", "", nil) }

// showFilms shows the films; faults belong to the form of one part and kind.
func (v *visit) showFilms(status int, part, kind string, faults award.Invalid) error {
	e, parts, err := v.site.Stage.FilmParts(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	e = v.in(e)
	year := strconv.Itoa(e.Year)
	view := filmsView{Frame: v.frame(v.Words.T("stage.movies"))}
	view.Scripts = []string{"upload"}
	view.Crumbs = v.crumbs(v.Words.T("stage.title", "Year", year), "/stage/"+year, v.Words.T("stage.edit"), "/stage/"+year+"/run", view.Title, "")
	view.Empty = templates.Empty{Title: v.Words.T("stage.movies.none"), Text: v.Words.T("stage.movies.none_text"), Main: &templates.Link{Text: v.Words.T("stage.edit"), URL: v.to("/stage/" + year + "/run")}}
	for _, p := range parts {
		of := filmPart{Key: p.Key, Title: v.partTitle(e, p)}
		for _, k := range []string{award.FileFilm, award.FileCaptions} {
			var mine award.Invalid
			if p.Key == part && k == kind {
				mine = faults
			}
			sheet := form.NewSheet(v.Words, nil, mine)
			of.Kinds = append(of.Kinds, v.filmKind(e, p, k, sheet))
			view.Faults = append(view.Faults, sheet.Lines()...)
		}
		view.Parts = append(view.Parts, of)
	}
	return v.show(status, "stage_films", view)
}

// filmKind is the film of a part or its captions: what is there, and the form that
// sends another.
func (v *visit) filmKind(e *award.Edition, p award.Part, kind string, sheet *form.Sheet) fileKind {
	limits, _ := intake.ShowKind(kind)
	at := "/stage/" + strconv.Itoa(e.Year) + "/films/"
	of := fileKind{
		Key: p.Key + "-" + kind, Name: v.Words.T("stage.movies." + kind), Limits: v.limits(e, limits),
		Action: v.to(at + p.Key + "/" + kind), Limit: int64(limits.MB) << 20,
	}
	label, file := of.Name, map[string]award.Attachment{award.FileFilm: p.Film, award.FileCaptions: p.Captions}[kind]
	if file.Key != "" {
		row := templates.FileRow{ID: "f-" + of.Key, Name: file.Name, Meta: v.fileFacts(file)}
		if kind == award.FileFilm {
			row.URL = v.to(at + file.Name)
		}
		of.Files, label = []templates.FileRow{row}, v.Words.T("stage.movies.again")
	}
	field := sheet.Add(templates.Field{Kind: templates.FileChoice, Name: "file", ID: "file-" + of.Key, Label: label, Quiet: file.Key == "", Accept: accept(limits)})
	of.Field = &field
	return of
}

// filmPartOf is the film part that the address names.
func (v *visit) filmPartOf() (award.Part, error) {
	_, parts, err := v.site.Stage.FilmParts(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return award.Part{}, err
	}
	at := slices.IndexFunc(parts, func(p award.Part) bool { return p.Key == v.Param("part") })
	if at < 0 {
		return award.Part{}, award.ErrNotFound
	}
	return parts[at], nil
}

// sendFilm takes a film or captions as they arrive.
func sendFilm(s *Site, v *visit) error {
	part, err := v.filmPartOf()
	if err != nil {
		return err
	}
	kind := v.Param("kind")
	limits, there := intake.ShowKind(kind)
	if !there {
		return award.ErrNotFound
	}
	f, err := v.receive(limits, func(u intake.Upload) (award.Attachment, error) {
		u.Kind = kind
		return s.Intake.KeepShowFile(v.ctx(), v.Actor, u)
	})
	if err == nil {
		err = s.Stage.KeepFile(v.ctx(), v.Actor, v.Year, part.Key, kind, f)
	}
	if err != nil {
		return v.refuseUpload(s, err, func(status int, faults award.Invalid) error {
			return v.showFilms(status, part.Key, kind, faults)
		})
	}
	v.tell(templates.OK, "files.added", "Name", f.Name)
	to := v.filmsAt(part.Key)
	if v.wantsJSON() {
		return v.JSON(http.StatusOK, attached{Location: v.to(to)})
	}
	return v.goTo(to)
}

func (v *visit) filmsAt(part string) string {
	return "/stage/" + strconv.Itoa(v.Year) + "/films#part-" + part
}

// removeFilm takes a film or captions off the site.
func removeFilm(s *Site, v *visit) error {
	part, err := v.filmPartOf()
	if err != nil {
		return err
	}
	kind := v.Param("kind")
	if _, there := intake.ShowKind(kind); !there {
		return award.ErrNotFound
	}
	if err := s.Stage.KeepFile(v.ctx(), v.Actor, v.Year, part.Key, kind, award.Attachment{}); err != nil {
		return err
	}
	v.tell(templates.OK, "files.removed", "Name", v.Words.T("stage.movies."+kind))
	return v.goTo(v.filmsAt(part.Key))
}
