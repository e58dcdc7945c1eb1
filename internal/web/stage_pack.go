package web

import (
	"encoding/json"
	"html/template"
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/templates"
)

// packView is a show in one file.
type packView struct {
	windowView
	Data    template.JS     // the pack of package stage
	Ciphers []template.HTML // of its sealed slides, in base64
	Scripts []scriptSample
	Letters string // of all names
	Seals   []stage.PackSeal
	Made    string // when, for comparing with the site
}

// scriptSample is a line in a script, to see whether the computer has letters
// for it.
type scriptSample struct{ Name, Lang, Sample string }

// scriptSamples is the first article of human rights' first words, in the
// scripts of the cities.
func (v *visit) scriptSamples() []scriptSample {
	return []scriptSample{
		{v.Words.T("stage.pack.script.arabic"), "ar", "يولد جميع الناس أحرارا"},
		{v.Words.T("stage.pack.script.korean"), "ko", "모든 인간은 태어날 때부터 자유로우며"},
		{v.Words.T("stage.pack.script.chinese"), "zh", "人人生而自由"},
		{v.Words.T("stage.pack.script.devanagari"), "hi", "सभी मनुष्य जन्म से स्वतन्त्र"},
		{v.Words.T("stage.pack.script.cyrillic"), "ru", "Все люди рождаются свободными"},
	}
}

// rehearsalPack sends the rehearsal as one file.
func rehearsalPack(_ *Site, v *visit) error {
	r, err := v.rehearsed()
	if err != nil {
		return err
	}
	w, err := v.windowOf("presenter", r.Plan(), r.Cues(), true)
	if err != nil {
		return err
	}
	pack, err := stage.RehearsalPack(r, w.HallLang, w.packCues())
	if err != nil {
		return err
	}
	data, err := json.Marshal(pack)
	if err != nil {
		return err
	}
	return v.sendPack(w, pack, data, "", "rehearsal-"+w.Year)
}

type phraseView struct {
	templates.Frame
	Base   string
	Phrase string
	Size   string
	Seals  []stage.PackSeal
	Films  []filmRow
}

// packPhrase shows the phrase of a pack that is about to be made: once, on a
// page to print.
func packPhrase(s *Site, v *visit) error {
	r, err := s.Stage.RunAll(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	year := strconv.Itoa(r.Edition.Year)
	view := phraseView{Frame: v.frame(v.Words.T("stage.pack.phrase")), Base: v.to("/stage/" + year), Phrase: stage.NewPhrase(), Seals: r.Seals, Size: v.Words.Bytes(int64(r.Size()))}
	all, err := v.candidates()
	if err != nil {
		return err
	}
	view.Films = v.filmRows(all)
	view.Crumbs = v.crumbs(v.Words.T("stage.title", "Year", year), "/stage/"+year, view.Title, "")
	return v.show(http.StatusOK, "stage_phrase", view)
}

// showPack sends the real show as one file, locked with the phrase of the page
// before.
func showPack(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	r, err := s.Stage.RunAll(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	w, err := v.windowOf("presenter", r.Plan, r.Cues, false)
	if err != nil {
		return err
	}
	pack, err := stage.ShowPack(r, w.HallLang, posted.Text("phrase"), w.packCues())
	if err != nil {
		return err
	}
	data, err := json.Marshal(pack)
	if err != nil {
		return err
	}
	if err := s.Stage.Packed(v.ctx(), v.Actor, r.Edition.Year, data); err != nil {
		return err
	}
	all, err := v.candidates()
	if err != nil {
		return err
	}
	return v.sendPack(w, pack, data, all.Letters(), "show-"+w.Year)
}

// packCues are the cues of a window as a pack holds them.
func (w windowView) packCues() []stage.PackCue {
	cues := make([]stage.PackCue, len(w.Cues))
	for i, c := range w.Cues {
		cues[i] = stage.PackCue{Title: c.Title, Seconds: c.Seconds, Category: c.Category.Key, Prize: c.Prize.Key, Part: c.Part.Key, Follows: c.Follows, Outside: c.Outside, Slide: string(c.Slide), Say: string(c.Say), Photos: c.Photos}
	}
	return cues
}

// sendPack sends a pack, which data is as JSON, within the page that runs it.
func (v *visit) sendPack(w windowView, pack stage.Pack, data []byte, letters, name string) error {
	title := "stage.pack.title"
	if w.Rehearsal {
		title = "stage.pack.rehearsal_title"
	}
	w.Title, w.ScreenURL, w.BackURL, w.Live = v.Words.T(title, "Year", w.Year), "#view=audience", "", ""
	view := packView{windowView: w, Data: template.JS(data), Ciphers: plainly(pack.Sealed), Scripts: v.scriptSamples(), Letters: letters, Seals: pack.Seals(), Made: v.Words.Both(v.Now, v.zone(), w.Edition.Location(), "", "")} //nolint:gosec // JSON, in which Marshal escapes <, > and &
	v.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`.html"`)
	if err := v.show(http.StatusOK, "stage_pack", view); err != nil {
		v.Response().Header().Del("Content-Disposition")
		return err
	}
	return nil
}
