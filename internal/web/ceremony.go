package web

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// ceremonyRoutes are the addresses of what a city says for the ceremony.
func ceremonyRoutes() []route {
	const at = "/:lang/my/entries/:ref/ceremony"
	return []route{
		{method: see, path: at, deed: award.DeedReadSaid, do: cityCeremony},
		{method: send, path: at, deed: award.DeedSay, do: sayForCeremony, limit: soundBody},
		{method: see, path: at + "/sound", deed: award.DeedReadSaid, do: citySound, raw: true},
	}
}

// soundBody is the most that a browser may send with a form of a few texts and one
// sound: far above the limit of a sound, so that a file that is too large is told
// as a fault of the form and what was typed beside it is kept.
const soundBody = 100 << 20

// ceremonyPage is what a city says for the ceremony.
type ceremonyPage struct {
	templates.Frame
	Back    string
	Action  string // "" = this person may not say anything now
	Notes   []templates.Note
	Version int
	Limit   int64
	Sound   string // address of the recorded name; "" = there is none
	About   string // when it was recorded
	Names   []templates.Field
	Spoken  []templates.Field
	Stage   []templates.Field
}

func cityCeremony(_ *Site, v *visit) error { return v.cityCeremony(http.StatusOK, nil, nil) }

func (v *visit) cityCeremony(status int, posted form.Values, faults award.Invalid) error {
	o, err := v.site.Intake.Said(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	at := entryPath(o.Entry.Reference, "/ceremony")
	p := ceremonyPage{Frame: v.frame(v.Words.T("ceremony.title")), Back: v.to(entryPath(o.Entry.Reference, "")), Version: o.Said.Version, Limit: award.SoundMB << 20}
	if refused := v.refusal(o, award.DeedSay); refused != "" {
		p.Notes = append(p.Notes, templates.Note{Lines: []string{refused}})
	} else {
		p.Action, p.Scripts = v.to(at), []string{"upload", "record"}
	}
	if changed := v.changedNote(status); changed != nil {
		p.Notes, p.Version = append(p.Notes, *changed), o.Said.Version
	}
	if receipt := v.saidReceipt(o); receipt != "" {
		p.Notes = append(p.Notes, templates.Note{Kind: templates.OK, Lines: []string{receipt}})
	}
	if _, there := o.Said.Sound(o.Entry.Reference); there {
		p.Sound, p.About = v.to(at+"/sound"), v.Words.T("ceremony.sound_at", "When", v.Words.Both(o.Said.SoundAt, v.zone(), o.Edition.Location(), "", ""))
	}
	sheet := form.NewSheet(v.Words, posted, faults)
	v.ceremonyFields(&p, o, sheet)
	p.Faults = sheet.Lines()
	return v.show(status, "ceremony", p)
}

// saidReceipt says who has confirmed what is said, and when; "" where nobody has.
func (v *visit) saidReceipt(o *intake.Dossier) string {
	if o.Said.Confirmed.IsZero() {
		return ""
	}
	return v.Words.T("ceremony.confirmed", "Name", v.colleagueName(o, o.Said.By), "When", v.Words.Both(o.Said.Confirmed, v.zone(), o.Edition.Location(), "", ""))
}

// ceremonyFields asks for the names, how they are said, and who would come.
func (v *visit) ceremonyFields(p *ceremonyPage, o *intake.Dossier, sheet *form.Sheet) {
	field := func(f templates.Field) templates.Field {
		f.Label, f.Optional, f.Closed, f.Version = v.Words.T("ceremony."+f.Name), true, p.Action == "", -1
		if f.Kind != templates.FileChoice {
			f.Hint = v.Words.T("ceremony." + f.Name + "_hint")
		}
		return sheet.Add(f)
	}
	said := o.Said
	p.Names = []templates.Field{
		field(templates.Field{Kind: templates.Text, Name: "screen", Value: cmp.Or(said.Screen, o.City.Name)}),
		field(templates.Field{Kind: templates.Text, Name: "name", Value: cmp.Or(said.Name, o.City.Name)}),
		field(templates.Field{Kind: templates.Text, Name: "local_name", Value: cmp.Or(said.LocalName, o.City.LocalName)}),
	}
	p.Spoken = []templates.Field{field(templates.Field{Kind: templates.Text, Name: "say", Value: said.Say})}
	if p.Action != "" {
		formats := make([]string, len(intake.SoundFormats))
		for i, format := range intake.SoundFormats {
			formats[i] = "." + format
		}
		f := templates.Field{Kind: templates.FileChoice, Name: "file", Accept: strings.Join(formats, ","), Hint: v.Words.T("ceremony.file_hint", "Formats", strings.ToUpper(v.Words.List(intake.SoundFormats...)), "Size", v.Words.T("size.mb", "Size", v.Words.Number(award.SoundMB)))}
		p.Spoken = append(p.Spoken, field(f))
	}
	if p.Action != "" && p.Sound != "" {
		p.Spoken = append(p.Spoken, sheet.Add(templates.Field{Kind: templates.Checks, Name: "drop", Label: v.Words.T("ceremony.drop"), Quiet: true, Version: -1, Options: []templates.Option{{Value: "yes", Text: v.Words.T("ceremony.drop")}}}))
	}
	p.Stage = []templates.Field{
		field(templates.Field{Kind: templates.Text, Name: "accepts", Value: said.Accepts}),
		field(templates.Field{Kind: templates.Radios, Name: "comes", Value: cmp.Or(string(said.Comes), "open"), Options: []templates.Option{
			{Value: string(award.ComesYes), Text: v.Words.T("ceremony.comes_yes")}, {Value: string(award.ComesNo), Text: v.Words.T("ceremony.comes_no")}, {Value: "open", Text: v.Words.T("ceremony.comes_open")},
		}}),
	}
}

// sayForCeremony keeps what a city says, with the sound that came along. What goes
// wrong with either is told beside the text that was typed, and nothing is kept.
func sayForCeremony(s *Site, v *visit) error {
	posted, sound, err := v.readSaying(s)
	faults := asInvalid(err)
	if err != nil && faults == nil {
		return v.refuseSaying(s, posted, err)
	}
	saying := intake.Saying{New: sound, Drop: posted.Bool("drop"), Said: award.Said{
		Screen: posted.Line("screen"), Name: posted.Line("name"), LocalName: posted.Line("local_name"), Say: posted.Line("say"),
		Accepts: posted.Line("accepts"), Comes: award.Coming(posted.Text("comes")),
	}}
	if saying.Comes == "open" {
		saying.Comes = award.ComesUnsaid
	}
	saying.Version, _ = strconv.Atoi(posted.Text("version"))
	if faults != nil {
		for field, fault := range asInvalid(saying.Check()) {
			faults[field] = fault
		}
		return v.refuseSaying(s, posted, errors.Join(faults, s.Intake.Forget(v.ctx(), sound)))
	}
	if err := s.Intake.Say(v.ctx(), v.Actor, v.Param("ref"), saying); err != nil {
		return v.refuseSaying(s, posted, err)
	}
	v.tell(templates.OK, "ceremony.saved")
	to := entryPath(v.Param("ref"), "/ceremony")
	if v.wantsJSON() {
		return v.JSON(http.StatusOK, attached{Location: v.to(to)})
	}
	return v.goTo(to)
}

// readSaying reads the form. A sound that is at fault does not keep the texts
// from being read.
func (v *visit) readSaying(s *Site) (posted form.Values, sound award.Attachment, err error) {
	if !strings.HasPrefix(v.Request().Header.Get("Content-Type"), "multipart/") {
		posted, err = v.form()
		return posted, sound, err
	}
	var bad error
	posted, err = form.Stream(v.Request(), func(_ form.Values, f form.File) error {
		if sound.Key != "" || bad != nil {
			return nil
		}
		sound, bad = s.Intake.KeepSound(v.ctx(), v.Actor, v.Param("ref"), intake.Upload{Name: f.Name, Body: f.Body})
		if asInvalid(bad) != nil {
			_, _ = io.Copy(io.Discard, f.Body)
			return nil
		}
		return bad
	})
	if bad != nil {
		sound = award.Attachment{}
	}
	if err == nil {
		err = bad
	}
	return posted, sound, err
}

// refuseSaying tells why nothing was kept.
func (v *visit) refuseSaying(s *Site, posted form.Values, err error) error {
	if errors.Is(err, intake.ErrStore) {
		s.Log.Error("fault", "route", v.Path(), "reference", v.Get("reference"), "error", err)
		err = award.Invalid{"file": {Key: "files.fault.busy"}}
	}
	if !v.wantsJSON() {
		return againOrChanged(err, posted, v.cityCeremony)
	}
	switch _, faults, refused := whyRefused(err); {
	case stale(err):
		return v.JSON(http.StatusConflict, attached{Fault: v.Words.T("ceremony.changed")})
	case refused != nil:
		return v.JSON(http.StatusConflict, attached{Fault: v.said(refused.Fault)})
	case faults != nil:
		return v.JSON(http.StatusUnprocessableEntity, attached{Fault: v.said(firstFault(faults))})
	}
	return err
}

// citySound plays a city its own recorded name.
func citySound(s *Site, v *visit) error {
	sound, err := s.Intake.Sound(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	return v.serveFile(sound, false)
}

// ceremonyTask leads to what a city says for the ceremony, while its entry is
// judged.
func (v *visit) ceremonyTask(o *intake.Dossier) (taskGroup, bool) {
	if o.May(v.Actor, award.DeedReadSaid) != nil || o.Opened && o.Said.Confirmed.IsZero() {
		return taskGroup{}, false
	}
	t := v.task(o, v.Words.T("ceremony.task"), "/ceremony", intake.Completed)
	if t.State.Text = v.Words.T("ceremony.task_confirmed"); o.Said.Confirmed.IsZero() {
		t.State = templates.Tag{Kind: templates.Warn, Text: v.Words.T("ceremony.task_open")}
	} else if o.Said.SoundKey == "" && !o.Opened {
		t.Note = v.Words.T("ceremony.task_no_sound")
	}
	return taskGroup{Title: v.Words.T("ceremony.title"), Tasks: []templates.Task{t}}, true
}
