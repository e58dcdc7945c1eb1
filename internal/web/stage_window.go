package web

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/templates"
)

// windowView is one window of a show. The presenter's holds every cue, so that
// the network is not needed once it is open; the audience's only those that are no
// secret, and is given the others at their step.
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
	Live      string // address under which its steps are told; empty in a pack
	Outline   string // what the numbers of its cues stand for
}

type cueView struct {
	award.Cue
	Title     string
	Outside   string // on the envelope of a reveal: what it is, not who
	Planned   string
	Rehearsal bool // the slide carries the mark
	Long      bool // the name needs the smaller letters
	Many      bool // more faces than fit in large letters
	Follows   bool // belongs to the reveal before it, and is left out with it
	Won       []wonFaces
	Shots     []shot // of a photo or a film
}

// shot is a picture or a film that a slide shows.
type shot struct {
	award.Face
	Photo    template.URL
	Film     string // address, seen from the pack or the window
	Captions template.URL
}

// shotsOf are the photos and films of a cue; the text of a film that is a part
// of its own stands in the cue.
func shotsOf(c award.Cue) []shot {
	var all []shot
	for _, f := range c.Faces {
		s := shot{Face: f}
		if len(f.Photo.JPEG) > 0 {
			s.Photo = template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(f.Photo.JPEG)) //nolint:gosec // a JPEG that an upload has made anew
		}
		if f.Film != "" {
			s.Film = "films/" + f.Film
		}
		if f.Captions != "" {
			s.Captions = template.URL("data:text/vtt;base64," + base64.StdEncoding.EncodeToString([]byte(f.Captions))) //nolint:gosec // base64
		}
		all = append(all, s)
	}
	return all
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

func rehearsal(_ *Site, v *visit) error {
	r, err := v.rehearsed()
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "stage_window", v.windowOf("presenter", r.Edition(), r.Show(), r.Cues(), true))
}

// rehearsed is the rehearsal of the year that the address names.
func (v *visit) rehearsed() (stage.Rehearsal, error) {
	return v.site.Stage.Rehearse(v.ctx(), v.Actor, v.Year, v.sampleFace)
}

// sampleLocal are invented names in the scripts that a hall must be able to show.
var sampleLocal = []string{"견본시", "示例市", "مدينة العينة", "नमूना नगर", "Пример-град"}

// sampleFace is the n-th invented winner. One in six has a very long name.
func (v *visit) sampleFace(n int) award.Face {
	key, local := "stage.sample.city", ""
	if n%6 == 0 {
		key = "stage.sample.long"
	} else {
		local = sampleLocal[n%6-1]
	}
	number := strconv.Itoa(n)
	return award.Face{
		City: v.Words.T(key, "Number", number), LocalName: local, Title: v.Words.T("stage.sample.title", "Number", number), Line: v.Words.T("stage.sample.line"),
		Say: v.Words.T("stage.sample.say"), Accepts: v.Words.T("stage.sample.accepts"), Citation: v.Words.T("stage.sample.citation"), Absent: n%7 == 0,
		Photo: award.Photo{JPEG: samplePhoto(), Alt: v.Words.T("stage.sample.alt"), Credit: v.Words.T("stage.sample.credit")},
	}
}

// samplePhoto is the photo of every invented winner: bands of the emblem's
// colours.
var samplePhoto = sync.OnceValue(func() []byte {
	picture := image.NewRGBA(image.Rect(0, 0, award.WideSide, award.WideSide*9/16))
	for x := range picture.Rect.Dx() {
		c := []color.RGBA{{11, 79, 138, 255}, {8, 112, 125, 255}, {27, 122, 61, 255}}[x*3/picture.Rect.Dx()]
		for y := range picture.Rect.Dy() {
			picture.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		return nil // an image of this size can always be encoded
	}
	return b.Bytes()
})

// realShow is the unlocked show of the year that the address names.
func (v *visit) realShow() (stage.Running, error) {
	return v.site.Stage.Run(v.ctx(), v.Actor, v.Year)
}

func realShow(_ *Site, v *visit) error {
	r, err := v.realShow()
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "stage_window", v.windowOf("presenter", r.Edition, r.Show, r.Cues, false))
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
		Live: v.to(base), Outline: award.OutlineSum(cues),
	}
	e = v.in(e)
	for _, c := range cues {
		of := v.cueView(e, c)
		of.Rehearsal = rehearsal
		w.Cues = append(w.Cues, of)
	}
	return w
}

func (v *visit) cueView(e *award.Edition, c award.Cue) cueView {
	c.Category.Name, c.Prize.Name, c.Faces = v.text(c.Category.Name), v.text(c.Prize.Name), slices.Clone(c.Faces)
	for i, face := range c.Faces {
		c.Faces[i].Category, c.Faces[i].Prize = v.text(face.Category), v.text(face.Prize)
	}
	of := cueView{Cue: c, Planned: v.duration(c.Seconds), Many: len(c.Faces) > 6}
	name := c.Category.Name
	switch c.Kind {
	case award.CueReveal:
		if len(c.Faces) > 0 {
			name = c.Faces[0].City
		}
		of.Outside = v.Words.T("stage.slide.prize", "Category", c.Category.Name, "Prize", c.Prize.Name)
	case award.CueWinners:
		of.Won = wonByCategory(c.Faces)
	case award.CuePhoto, award.CueFilm, award.CueCitation:
		of.Follows, of.Shots = true, shotsOf(c)
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
