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
	"we-gov.org/awards/internal/locale"
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
	Tear      *tearing
	HallLang  string // language of everything of the show itself
	HallDir   string
}

// tearing is how a presenter's window of the real show has a closed category
// opened. URL takes the phrases; it is empty where the person may not open so.
type tearing struct{ URL, Hint string }

func (v *visit) tearing(p stage.Plan) *tearing {
	tear := &tearing{}
	if award.MayTry(v.Actor, award.DeedOpenPaper) == nil && p.Edition.Paper.Opens != award.PaperNone {
		tear.URL, tear.Hint = v.to(paperPath(p.Edition.Year)), v.paperField().Hint
	}
	return tear
}

type cueView struct {
	award.Cue
	Title     string
	Edition   string // its name
	Outside   string // on the envelope of a reveal: what it is, not who
	Planned   string
	Rehearsal bool // the slide carries the mark
	Long      bool // the name needs the smaller letters
	Many      bool // more faces than fit in large letters
	Follows   bool // belongs to the reveal before it, and is left out with it
	Won       []wonFaces
	Shots     []shot       // of a photo or a film
	Track     template.URL // captions of the film of a part
	Photos    [][]byte     // JPEGs that go beside the slide, in the order of its places
	Slide     template.HTML
	Say       template.HTML
}

// shot is a picture or a film that a slide shows.
type shot struct {
	award.Face
	Pictured bool
	Film     string // address, seen from the pack or the window
	Captions template.URL
}

// shotsOf are the photos and films of a cue; the text of a film that is a part
// of its own stands in the cue. The photos themselves go beside the slide.
func shotsOf(c award.Cue) (all []shot, photos [][]byte) {
	for _, f := range c.Faces {
		s := shot{Face: f, Pictured: len(f.Photo.JPEG) > 0}
		if s.Pictured {
			photos = append(photos, f.Photo.JPEG)
		}
		if f.Film != "" {
			s.Film = "films/" + f.Film
		}
		s.Captions = track(f.Captions)
		all = append(all, s)
	}
	return all, photos
}

// track is the address of captions within the page that shows them; "" for none.
func track(captions string) template.URL {
	if captions == "" {
		return ""
	}
	return template.URL("data:text/vtt;base64," + base64.StdEncoding.EncodeToString([]byte(captions))) //nolint:gosec // base64
}

// JPEGs are the photos of a cue in base64, as a page holds them.
func (c cueView) JPEGs() []template.HTML {
	all := make([]string, len(c.Photos))
	for i, p := range c.Photos {
		all[i] = base64.StdEncoding.EncodeToString(p)
	}
	return plainly(all)
}

// plainly are texts in base64, in which a page escapes nothing.
func plainly(texts []string) []template.HTML {
	all := make([]template.HTML, len(texts))
	for i, text := range texts {
		all[i] = template.HTML(text) //nolint:gosec // base64
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
	return v.showWindow("presenter", r.Plan(), r.Cues(), true)
}

// rehearsed is the rehearsal of the year that the address names.
func (v *visit) rehearsed() (stage.Rehearsal, error) {
	return v.site.Stage.Rehearse(v.ctx(), v.Actor, v.Year, sampleFace)
}

// sampleLocal are invented names in the scripts that a hall must be able to show.
var sampleLocal = []string{"견본시", "示例市", "مدينة العينة", "नमूना नगर", "Пример-град"}

// sampleFace is the n-th invented winner in the language of a show. One in six has a very long name.
func sampleFace(lang string, n int) award.Face {
	words := locale.Must(spokenIn(lang))
	key, local := "stage.sample.city", ""
	if n%6 == 0 {
		key = "stage.sample.long"
	} else {
		local = sampleLocal[n%6-1]
	}
	number := strconv.Itoa(n)
	return award.Face{
		City: words.T(key, "Number", number), LocalName: local, Title: words.T("stage.sample.title", "Number", number), Line: words.T("stage.sample.line"),
		Say: words.T("stage.sample.say"), Accepts: words.T("stage.sample.accepts"), Citation: words.T("stage.sample.citation"), Absent: n%7 == 0,
		Photo: award.Photo{JPEG: samplePhoto(), Alt: words.T("stage.sample.alt"), Credit: words.T("stage.sample.credit")},
		Sound: stage.SampleSound(n),
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
	w, err := v.windowOf("presenter", r.Plan, r.Cues, false)
	if err != nil {
		return err
	}
	w.Tear = v.tearing(r.Plan)
	return v.show(http.StatusOK, "stage_window", w)
}

// spokenIn is the language in which we speak a show: its own where it is one of
// ours, else the first of those.
func spokenIn(lang string) string { return locale.Match(lang) }

// inHall is the visit as the hall hears it: the show speaks one language,
// whatever that of the person who opens its windows.
func (v *visit) inHall(p stage.Plan) *visit {
	hall := *v
	hall.Lang = spokenIn(p.Show.Language(p.Edition))
	hall.Words = locale.Must(hall.Lang)
	hall.in(p.Edition)
	return &hall
}

func (v *visit) showWindow(view string, p stage.Plan, cues []award.Cue, rehearsal bool) error {
	w, err := v.windowOf(view, p, cues, rehearsal)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "stage_window", w)
}

func (v *visit) windowOf(view string, p stage.Plan, cues []award.Cue, rehearsal bool) (windowView, error) {
	year, hall := strconv.Itoa(p.Edition.Year), v.inHall(p)
	base, kind := "/stage/"+year, "real"
	if rehearsal {
		base, kind = base+"/rehearsal", "rehearsal"
	}
	w := windowView{
		Frame: v.frame(v.Words.T("stage.window." + view)), View: view, Rehearsal: rehearsal, Edition: p.Edition, Year: year, HallLang: hall.Lang, HallDir: hall.Words.Dir,
		Show: fmt.Sprintf("%s-%s-%d", year, kind, p.Show.Version), ScreenURL: v.to(base + "/screen"), BackURL: v.to("/stage/" + year),
		Live: v.to(base), Outline: award.OutlineSum(cues),
	}
	for _, c := range cues {
		of, err := hall.drawn(c, rehearsal)
		if err != nil {
			return w, err
		}
		of.Planned = v.duration(c.Seconds)
		w.Cues = append(w.Cues, of)
	}
	return w, nil
}

// drawn is a cue with its slide and what is said, in the language of the visit. One
// whose envelope is closed has neither.
func (v *visit) drawn(c award.Cue, rehearsal bool) (cueView, error) {
	of := v.cueView(v.reads, c)
	of.Rehearsal = rehearsal
	if c.Closed {
		return of, nil
	}
	page, err := v.site.pages.Page("stage_window", v.Lang)
	if err != nil {
		return of, err
	}
	var slide, say bytes.Buffer
	if err := page.ExecuteTemplate(&slide, "stage/slide", of); err != nil {
		return of, err
	}
	if err := page.ExecuteTemplate(&say, "stage/say", of); err != nil {
		return of, err
	}
	of.Slide, of.Say = template.HTML(slide.String()), template.HTML(say.String()) //nolint:gosec // what the templates have written
	return of, nil
}

func (v *visit) cueView(e *award.Edition, c award.Cue) cueView {
	c.Category.Name, c.Prize.Name, c.Faces = v.text(c.Category.Name), v.text(c.Prize.Name), slices.Clone(c.Faces)
	for i, face := range c.Faces {
		c.Faces[i].Category, c.Faces[i].Prize = v.text(face.Category), v.text(face.Prize)
	}
	of := cueView{Cue: c, Edition: e.Name, Many: len(c.Faces) > 6, Track: track(c.Captions)}
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
		of.Follows = true
		of.Shots, of.Photos = shotsOf(c)
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
