package web

import (
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type keyView struct {
	templates.Frame
	State   []string
	Holders string
	Phrase  string // once, right after it was drawn
	Make    string // the action
	Made    bool   // there is one already
	Prove   *proveBox
}

type proveBox struct {
	Action string
	Field  templates.Field
}

func keyPage(_ *Site, v *visit) error { return v.keyPage(http.StatusOK, "", nil, nil) }

// keyPage is the page of one's own key. The phrase shows once and is kept
// nowhere, nor does the browser keep the page.
func (v *visit) keyPage(status int, phrase string, posted form.Values, faults award.Invalid) error {
	o, err := v.site.Office.OwnKey(v.ctx(), v.Actor)
	if err != nil {
		return err
	}
	t := v.Words.T
	view := keyView{Frame: v.frame(t("envelope.key_title")), Phrase: phrase, Make: v.to("/desk/key"), Made: !o.Made.IsZero(), Holders: v.Words.List(o.Holders...)}
	switch {
	case o.Made.IsZero():
		view.State = []string{t("envelope.key_none")}
	case o.Proved.IsZero():
		view.State = []string{t("envelope.key_unproved")}
		sheet := form.NewSheet(v.Words, posted, faults)
		view.Prove = &proveBox{Action: v.to("/desk/key/prove"), Field: sheet.Add(v.phraseField(true))}
		view.Faults = sheet.Lines()
	default:
		view.State = []string{t("envelope.key_proved", "At", v.Words.Both(o.Proved, v.zone(), v.officialZone(), "", ""))}
	}
	if len(o.Holders) < 3 {
		view.State = append(view.State, t("envelope.key_few"))
	}
	return v.show(status, "key", view)
}

func makeKey(s *Site, v *visit) error {
	phrase, err := s.Office.MakeKey(v.ctx(), v.Actor)
	if err != nil {
		return err
	}
	return v.keyPage(http.StatusOK, phrase, nil, nil)
}

func proveKey(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	err = s.Office.ProveKey(v.ctx(), v.Actor, posted.Text("phrase"))
	if faults := asInvalid(err); faults != nil {
		return v.keyPage(v.unfit(faults), "", posted, faults)
	}
	if err != nil {
		return err
	}
	v.tell(templates.OK, "envelope.key_done")
	return v.goTo("/desk/key")
}

// keyToMake is where the person makes a key; empty for who has one.
func (v *visit) keyToMake() (string, error) {
	o, err := v.site.Office.OwnKey(v.ctx(), v.Actor)
	if err != nil || o.Ready {
		return "", err
	}
	return v.to("/desk/key"), nil
}

// phraseField is the box for the phrase on somebody's paper; own is one that was
// drawn just now, which not even the demo knows.
func (v *visit) phraseField(own bool) templates.Field {
	f := templates.Field{Kind: templates.Text, Name: "phrase", Label: v.Words.T("envelope.phrase"), Hint: v.Words.T("envelope.phrase_hint"), Autocomplete: "off"}
	if v.site.Demo && !own {
		f.Hint += " " + v.Words.T("envelope.phrase_demo")
	}
	return f
}
