package web

import (
	"net/http"
	"net/url"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// openingRoutes are the addresses where two people open sealed results, and where
// each of them makes the key for it.
func openingRoutes() []route {
	const at = "/:lang/desk/:year"
	return []route{
		{method: see, path: at + "/open", deed: award.DeedOpen, do: openPage},
		{method: see, path: at + "/open/act", deed: award.DeedOpen, do: openActPage},
		{method: send, path: at + "/open", deed: award.DeedOpen, do: openResults},
		{method: send, path: at + "/open/ask", deed: award.DeedAskOpen, do: askOpening},
		{method: send, path: at + "/open/end", deed: award.DeedWork, do: endOpening},
		{method: see, path: at + "/open/envelopes/:category", deed: award.DeedOpen, do: envelopePage},
		{method: see, path: at + "/open/envelopes/:category/paper", deed: award.DeedNewPaper, do: reprintPage},
		{method: send, path: at + "/open/envelopes/:category/paper/ask", deed: award.DeedNewPaper, do: askReprint},
		{method: send, path: at + "/open/envelopes/:category/paper", deed: award.DeedNewPaper, do: reprintPaper},
		{method: see, path: "/:lang/stage/:year/paper", deed: award.DeedOpenPaper, do: paperPages},
		{method: see, path: "/:lang/stage/:year/paper/:category", deed: award.DeedOpenPaper, do: tearPage},
		{method: send, path: "/:lang/stage/:year/paper/:category", deed: award.DeedOpenPaper, do: tearPaper},
		{method: see, path: "/:lang/desk/key", deed: award.DeedSealKey, do: keyPage},
		{method: send, path: "/:lang/desk/key", deed: award.DeedSealKey, do: makeKey},
		{method: send, path: "/:lang/desk/key/prove", deed: award.DeedSealKey, do: proveKey},
	}
}

func openPath(year int) string { return "/desk/" + strconv.Itoa(year) + "/open" }

type openView struct {
	deskFrame
	Notes   []templates.Note
	Rows    []openRow
	Holders string    // to whom every envelope is closed
	Each    bool      // the envelopes are closed to different people, and each row names them
	All     []openAct // empty where nothing is ready
	Set     *openAct  // takes back what is set for a minute
	Work    *openAct  // closes what is open for work
	Back    string
	Key     string // where the own key is
	Paper   string // where the producer opens with a phrase on paper; "" for others
}

type openRow struct {
	Name    templates.Link // to the page of its envelope
	State   templates.Tag
	Since   string // when it was opened
	Holders string
	Act     *openAct // nil where nothing can be done
}

// openAct is one of the two acts of an opening, on a page of its own, where the
// phrase is typed.
type openAct struct {
	Heading, Text    string
	URL, Label, Of   string // to the page of the act; no URL for who did the first
	Action           string // that takes something back
	Category, Button string
	Purpose          award.Purpose
}

func openPage(s *Site, v *visit) error {
	o, err := s.Office.Opening(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	view := openView{deskFrame: v.desk(v.Words.T("publish.open_title"), v.Year, "publish"), Back: v.to("/stage/" + strconv.Itoa(v.Year)), Key: v.to("/desk/key")}
	if award.MayTry(v.Actor, award.DeedResults) == nil {
		view.Back = v.to("/desk/" + strconv.Itoa(v.Year) + "/results")
	}
	view.Wide = false
	if award.MayTry(v.Actor, award.DeedOpenPaper) == nil && o.Edition.Paper.Opens != award.PaperNone {
		view.Paper = v.to(paperPath(v.Year))
	}
	for _, c := range o.Categories {
		view.Rows = append(view.Rows, v.openRow(o, c))
	}
	for i, row := range view.Rows {
		view.Each = view.Each || i > 0 && row.Holders != view.Holders
		view.Holders = row.Holders
	}
	if o.Ready() > 0 {
		view.All = v.openAll(o)
	}
	view.Notes = v.openNotes(o)
	if o.Set != nil {
		view.Set = &openAct{Text: v.Words.T("publish.set", "At", v.openTime(o, o.Set.Minute), "First", o.Set.First, "Second", o.Set.Second), Action: v.to(openPath(v.Year) + "/end"), Purpose: award.AtMinute, Button: v.Words.T("publish.unset")}
	}
	if until := o.Working(); !until.IsZero() {
		view.Work = &openAct{Text: v.Words.T("envelope.working", "At", v.openTime(o, until)), Action: v.to(openPath(v.Year) + "/end"), Purpose: award.ForWork, Button: v.Words.T("envelope.end_work")}
	}
	return v.show(http.StatusOK, "publish_open", view)
}

func (v *visit) openTime(o *office.Opening, at award.Time) string {
	return v.Words.Both(at, v.zone(), o.Edition.Location(), "", "")
}

// openNotes say what stands between a sealed result and the public.
func (v *visit) openNotes(o *office.Opening) []templates.Note {
	t := v.Words.T
	var notes []templates.Note
	if v.Now < o.Edition.Ceremony {
		notes = append(notes, templates.Note{Kind: templates.Warn, Lines: []string{t("publish.before_ceremony", "At", v.openTime(o, o.Edition.Ceremony))}})
	}
	switch {
	case o.Ready() == 0:
	case o.Gate != nil:
		notes = append(notes, templates.Note{Kind: templates.Err, Lines: []string{v.said(*o.Gate)}})
	case o.Audit.Named():
		notes = append(notes, templates.Note{Kind: templates.OK, Lines: []string{t("audit.signed_all", "Names", v.Words.List(o.Audit.Auditors...))}})
	default:
		notes = append(notes, templates.Note{Kind: templates.Info, Lines: []string{t("audit.nobody")}})
	}
	if len(o.Restarted) > 0 {
		for i, name := range o.Restarted {
			o.Restarted[i] = v.text(name)
		}
		notes = append(notes, templates.Note{Kind: templates.Warn, Title: t("envelope.restarted"), Lines: []string{
			t("envelope.restarted_text", "Names", v.Words.List(o.Restarted...), "At", v.openTime(o, o.Until)), t("envelope.restarted_why"),
		}})
	}
	if !o.OwnKey {
		notes = append(notes, templates.Note{Kind: templates.Warn, Lines: []string{t("envelope.no_key")}})
	}
	return notes
}

func (v *visit) openRow(o *office.Opening, c office.OpeningLine) openRow {
	t := v.Words.T
	row := openRow{Name: templates.Link{Text: v.text(c.Category.Name)}, State: templates.Tag{Kind: templates.Warn, Text: t("publish.state.unsealed")}, Holders: v.Words.List(holderNames(c.Holders)...)}
	switch {
	case !c.Opened.IsZero():
		row.State, row.Since = templates.Tag{Kind: templates.OK, Text: t("stage.state.opened")}, t("publish.state.opened", "At", v.openTime(o, c.Opened))
	case c.State == office.EnvelopeGone || c.State == office.EnvelopeDamaged:
		row.State, row.Name.URL = templates.Tag{Kind: templates.Err, Text: t("envelope.state." + string(c.State))}, v.envelopeURL(c.Category)
	case c.Sealed:
		row.State, row.Name.URL = templates.Tag{Kind: templates.Info, Text: t("publish.state.sealed")}, v.envelopeURL(c.Category)
		if c.State == office.EnvelopeFew {
			row.State = templates.Tag{Kind: templates.Err, Text: t("envelope.state.few")}
		}
		row.Act = v.openAct(o, award.ForPublic, c.Category.Key, c.Asked)
		row.Act.Of = v.text(c.Category.Name)
		row.Act.Label = t("publish.ask_one")
		if c.Asked != nil {
			row.Act.Label = t("publish.open_one")
		}
	}
	return row
}

// openAll are the three things that two people can do with everything that is
// sealed.
func (v *visit) openAll(o *office.Opening) []openAct {
	t, n := v.Words.T, o.Ready()
	var all []openAct
	for _, p := range []award.Purpose{award.ForPublic, award.AtMinute, award.ForWork} {
		if p == award.ForWork && o.Enclosed() == 0 {
			continue
		}
		first := o.All[p]
		act := v.openAct(o, p, "", first)
		act.Heading, act.Label = t("publish.purpose."+string(p)), t("publish.ask."+string(p), "Count", n)
		switch {
		case first == nil:
			act.Text = t("publish.about." + string(p))
		default:
			act.Label = t("publish.do."+string(p), "Count", n)
			if p == award.AtMinute {
				act.Text += " " + t("publish.asked_minute", "At", v.openTime(o, first.Minute))
			}
		}
		all = append(all, *act)
	}
	return all
}

// openAct is the act that comes next, by whether somebody did the first.
func (v *visit) openAct(o *office.Opening, p award.Purpose, category string, first *office.FirstAct) *openAct {
	to := v.to(openPath(o.Edition.Year))
	act := &openAct{Category: category, Purpose: p, URL: to + "/act?" + url.Values{"purpose": {string(p)}, "category": {category}}.Encode()}
	if first == nil {
		return act
	}
	act.Action, act.Button = to+"/ask", v.Words.T("publish.forget")
	at := v.openTime(o, first.At)
	if act.Text = v.Words.T("publish.asked", "Name", first.By, "At", at); first.Mine {
		act.URL, act.Text = "", v.Words.T("publish.asked_mine", "At", at)
	}
	return act
}

type openActView struct {
	deskFrame
	Act    openAct
	Lede   string
	Notes  []templates.Note
	Action string
	Fields []templates.Field
	Button string
	Back   string
}

func openActPage(_ *Site, v *visit) error {
	return v.openActPage(http.StatusOK, form.Query(v.Request()), nil)
}

// openActPage is the page of one act; what was posted fills it again.
func (v *visit) openActPage(status int, posted form.Values, faults award.Invalid) error {
	o, err := v.site.Office.Opening(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	act, first := v.actOf(o, posted)
	if act == nil { // done meanwhile, or the turn of somebody else
		return v.goTo(openPath(v.Year))
	}
	t := v.Words.T
	view := openActView{deskFrame: v.desk(act.Heading, v.Year, "publish"), Act: *act, Action: v.to(openPath(v.Year) + "/ask"), Button: act.Label, Back: v.to(openPath(v.Year)), Lede: act.Text}
	view.Wide = false
	view.Crumbs = v.crumbs(t("publish.open_title"), openPath(v.Year), act.Heading, "")
	if first != nil {
		view.Action = v.to(openPath(v.Year))
	}
	if act.Purpose == award.AtMinute {
		view.Notes = append(view.Notes, templates.Note{Kind: templates.Warn, Lines: []string{t("publish.minute_warn")}})
	}
	if status == http.StatusOK {
		posted = nil // the query fills nothing
	}
	sheet := form.NewSheet(v.Words, posted, faults)
	if act.Purpose == award.AtMinute && first == nil {
		zone := o.Edition.Location()
		view.Fields = append(view.Fields, sheet.Add(templates.Field{
			Kind: templates.DateTime, Name: "minute", Label: t("publish.minute"), Hint: t("desk.zone_hint", "Place", v.Words.Place(zone)), Value: boxValue(o.Edition.Ceremony, zone),
		}))
	}
	view.Fields = append(view.Fields, sheet.Add(v.phraseField(false)))
	view.Faults = sheet.Lines()
	return v.show(status, "publish_act", view)
}

// actOf is the act that an address or a form names; nil when there is no such
// act for the reader now.
func (v *visit) actOf(o *office.Opening, posted form.Values) (*openAct, *office.FirstAct) {
	p, category := award.Purpose(posted.Text("purpose")), posted.Text("category")
	if p == "" {
		p = award.ForPublic
	}
	if category == "" {
		for _, act := range v.openAll(o) {
			if act.Purpose == p && act.URL != "" {
				return &act, o.All[p]
			}
		}
		return nil, nil
	}
	for _, c := range o.Categories {
		if c.Category.Key == category && p == award.ForPublic && c.Sealed && c.Opened.IsZero() && c.State != office.EnvelopeGone && c.State != office.EnvelopeDamaged {
			act := v.openRow(o, c).Act
			if act.URL == "" {
				break
			}
			if act.Heading = act.Label + ": " + v.text(c.Category.Name); act.Text == "" {
				act.Text = v.Words.T("publish.about.public")
			}
			return act, c.Asked
		}
	}
	return nil, nil
}

// postedAct reads an act from its form.
func (v *visit) postedAct(posted form.Values, faults award.Invalid) (office.Act, error) {
	act := office.Act{Purpose: award.Purpose(posted.Text("purpose")), Category: posted.Text("category"), Phrase: posted.Text("phrase")}
	switch act.Purpose {
	case "":
		act.Purpose = award.ForPublic
	case award.ForPublic:
	case award.AtMinute, award.ForWork:
		if act.Category != "" {
			return act, award.ErrNotFound
		}
	default:
		return act, award.ErrNotFound
	}
	if act.Purpose == award.AtMinute && posted.Has("minute") {
		e, err := v.site.Office.EditionOf(v.ctx(), v.Year)
		if err != nil {
			return act, err
		}
		act.Minute = posted.Time("minute", e.Location(), faults)
	}
	return act, nil
}

// askOpening does the first act of an opening, or takes it back.
func askOpening(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	faults := award.Invalid{}
	act, err := v.postedAct(posted, faults)
	if err != nil {
		return err
	}
	if posted.Text("act") == "forget" {
		err = s.Office.ForgetOpening(v.ctx(), v.Actor, v.Year, act)
	} else {
		if err = faults.Or(); err == nil {
			err = s.Office.AskOpening(v.ctx(), v.Actor, v.Year, act)
		}
		if faults := asInvalid(err); faults != nil {
			return v.openActPage(v.unfit(faults), posted, faults)
		}
		if err == nil {
			v.tell(templates.OK, "publish.asked_done")
		}
	}
	if err != nil {
		return err
	}
	return v.goTo(openPath(v.Year))
}

func openResults(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	act, err := v.postedAct(posted, award.Invalid{})
	if err != nil {
		return err
	}
	n, err := s.Office.Open(v.ctx(), v.Actor, v.Year, act)
	if faults := asInvalid(err); faults != nil {
		return v.openActPage(v.unfit(faults), posted, faults)
	}
	if err != nil {
		return err
	}
	s.Stage.Opened()
	switch {
	case n == 0:
		v.tell(templates.Warn, "publish.already")
	case act.Purpose == award.ForPublic:
		v.tell(templates.OK, "publish.opened", "Count", n)
	default:
		v.tell(templates.OK, "publish.done."+string(act.Purpose))
	}
	return v.goTo(openPath(v.Year))
}

// endOpening takes back what is set for a minute, or closes what is open for
// work.
func endOpening(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	if award.Purpose(posted.Text("purpose")) == award.AtMinute {
		err = s.Office.DropSetOpening(v.ctx(), v.Actor, v.Year)
	} else {
		err = s.Office.EndWork(v.ctx(), v.Actor, v.Year)
	}
	if err != nil {
		return err
	}
	return v.goTo(openPath(v.Year))
}
