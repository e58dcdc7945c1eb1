package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/templates"
)

// windowView is one window of a show: it holds every cue, so that the network
// is not needed once it is open.
type windowView struct {
	templates.Frame
	Show      string // name of the show, the same in both windows
	View      string // audience or presenter
	Rehearsal bool
	Edition   *award.Edition
	Year      string
	Cues      []cueView
	ScreenURL string
	BackURL   string
}

type cueView struct {
	award.Cue
	Title     string
	Planned   string
	Rehearsal bool // the slide carries the mark
	Long      bool // the name needs the smaller letters
	Many      bool // more faces than fit in large letters
	Won       []wonFaces
}

// wonFaces are the winners of one category on the slide of all winners, the
// highest prize first.
type wonFaces struct {
	Category string
	Faces    []award.Face
}

func wonByCategory(faces []award.Face) []wonFaces {
	var won []wonFaces
	for _, f := range faces {
		if n := len(won); n == 0 || won[n-1].Category != f.Category {
			won = append(won, wonFaces{Category: f.Category})
		}
		last := &won[len(won)-1]
		last.Faces = append(last.Faces, f)
	}
	for _, w := range won {
		slices.SortStableFunc(w.Faces, func(a, b award.Face) int { return a.Rank - b.Rank })
	}
	return won
}

// longName is the number of letters from which a name is set smaller.
const longName = 22

func rehearsal(view string) func(*Site, *visit) error {
	return func(s *Site, v *visit) error {
		year, err := v.year()
		if err != nil {
			return err
		}
		r, err := s.Stage.Rehearse(v.ctx(), v.Actor, year, v.sampleFace)
		if err != nil {
			return err
		}
		return v.show(http.StatusOK, "stage_window", v.windowOf(view, r.Edition(), r.Show(), r.Cues(), true))
	}
}

// sampleFace is the n-th invented winner.
func (v *visit) sampleFace(n int) award.Face {
	return award.Face{
		City:  v.Words.T("stage.sample.city", "Number", strconv.Itoa(n)),
		Title: v.Words.T("stage.sample.title", "Number", strconv.Itoa(n)), Line: v.Words.T("stage.sample.line"),
	}
}

// realShow is the unlocked show of the year that the address names.
func (v *visit) realShow() (stage.Running, error) {
	year, err := v.year()
	if err != nil {
		return stage.Running{}, err
	}
	return v.site.Stage.Run(v.ctx(), v.Actor, year)
}

func realShow(view string) func(*Site, *visit) error {
	return func(_ *Site, v *visit) error {
		r, err := v.realShow()
		if err != nil {
			return err
		}
		return v.show(http.StatusOK, "stage_window", v.windowOf(view, r.Edition, r.Show, r.Cues, false))
	}
}

func (v *visit) windowOf(view string, e *award.Edition, show award.Show, cues []award.Cue, rehearsal bool) windowView {
	year := strconv.Itoa(e.Year)
	base, kind := "/stage/"+year, "real"
	if rehearsal {
		base, kind = base+"/rehearsal", "rehearsal"
	}
	w := windowView{
		Frame: v.frame(v.Words.T("stage.window." + view)), View: view, Rehearsal: rehearsal, Edition: e, Year: year,
		Show: fmt.Sprintf("%s-%s-%d", year, kind, show.Version), ScreenURL: v.to(base + "/screen"), BackURL: v.to("/stage/" + year),
	}
	for _, c := range cues {
		of := v.cueView(e, c)
		of.Rehearsal = rehearsal
		w.Cues = append(w.Cues, of)
	}
	return w
}

func (v *visit) cueView(e *award.Edition, c award.Cue) cueView {
	of := cueView{Cue: c, Planned: v.duration(c.Seconds), Many: len(c.Faces) > 6}
	name := c.Category.Name
	if c.Kind == award.CueReveal {
		name = c.Faces[0].City
	}
	if c.Kind == award.CueWinners {
		of.Won = wonByCategory(c.Faces)
	}
	of.Long = utf8.RuneCountInString(name) > longName
	switch {
	case c.Category.Key == "":
		of.Title = v.partTitle(e, c.Part)
	case c.Prize.Name != "":
		of.Title = v.Words.T("stage.cue."+string(c.Kind), "Category", c.Category.Name, "Prize", c.Prize.Name)
	default:
		of.Title = v.Words.T("stage.cue."+string(c.Kind), "Category", c.Category.Name)
	}
	return of
}
