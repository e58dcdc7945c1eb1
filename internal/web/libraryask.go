package web

import (
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// askRoutes are the addresses by which one city reaches another. Pages with a
// token are opened from a mail; opening one does nothing, since mailboxes open
// links to look at them: what counts is the button.
func askRoutes() []route {
	return []route{
		{method: see, path: "/:lang/library/:slug/ask", deed: award.DeedAskCity, do: askForm(award.InquiryQuestion)},
		{method: send, path: "/:lang/library/:slug/ask", deed: award.DeedAskCity, do: askCity(award.InquiryQuestion)},
		{method: see, path: "/:lang/library/:slug/same", deed: award.DeedAskCity, do: askForm(award.InquiryReplication)},
		{method: send, path: "/:lang/library/:slug/same", deed: award.DeedAskCity, do: askCity(award.InquiryReplication)},
		{method: see, path: "/:lang/asked/:token", deed: award.DeedAskCity, do: askedPage},
		{method: send, path: "/:lang/asked/:token", deed: award.DeedAskCity, do: passOn},
		{method: see, path: "/:lang/answer/:token", deed: award.DeedAnswerCity, do: answerPage},
		{method: send, path: "/:lang/answer/:token", deed: award.DeedAnswerCity, do: answerCity},
		{method: see, path: "/:lang/still-running/:token", deed: award.DeedSayRunning, do: runningPage},
		{method: send, path: "/:lang/still-running/:token", deed: award.DeedSayRunning, do: sayRunning},
	}
}

// plainForm is a page with some lines and one form.
type plainForm struct {
	templates.Frame
	Lede, About string
	Fields      []templates.Field
	Action      string
	Buttons     []plainButton
	Note        *templates.Note
	Quote       string // somebody's words, above the form
	By          string
	Small       string
	Back        *templates.Link
}

// plainButton is a button that posts a value under the name "do".
type plainButton struct {
	Value, Text string
	Second      bool
}

// apart keeps a page that belongs to one reader out of search engines.
func (v *visit) apart(title string) templates.Frame {
	f := v.frame(title)
	f.NoIndex, f.Styles = true, []string{"shelf"}
	return f
}

func askForm(kind award.InquiryKind) func(*Site, *visit) error {
	return func(_ *Site, v *visit) error { return v.showAsk(http.StatusOK, kind, nil, nil) }
}

// askWords is the part of the catalogue with the words of a kind of question.
func askWords(kind award.InquiryKind) string {
	if kind == award.InquiryReplication {
		return "library.same."
	}
	return "library.ask."
}

func (v *visit) showAsk(status int, kind award.InquiryKind, values form.Values, faults award.Invalid) error {
	p, err := v.site.Library.Open(v.ctx(), v.Param("slug"))
	if err != nil {
		return err
	}
	w, at := v.Words, askWords(kind)
	city := library.CityName(v.Lang, p.CityName, p.Country)
	sheet := form.NewSheet(w, values, faults)
	path := "/library/" + p.Slug
	title := w.T(at+"title", "City", city)
	page := plainForm{
		Frame: v.apart(title), Lede: w.T(at+"lede", "City", city), About: w.T("library.ask.about", "Title", v.heading(p)),
		Action: v.to(v.pathOnly()), Buttons: []plainButton{{Text: w.T(at + "send")}}, Small: w.T(at + "limits"),
		Back: &templates.Link{Text: w.T("library.sent.back"), URL: v.to(path)},
	}
	page.Crumbs = v.crumbs(w.T("frame.nav.library"), "/library", v.heading(p), path, title, "")
	name := templates.Field{Kind: templates.Text, Name: "name", Label: w.T("library.ask.name"), Value: v.Actor.Person.Name, Max: 120, Autocomplete: "name"}
	page.Fields = append(page.Fields, sheet.Add(name))
	if v.Actor.SignedIn() {
		page.Small = w.T("library.ask.email_known", "Email", v.Actor.Person.Email) + " " + page.Small
	} else {
		page.Fields = append(page.Fields, sheet.Add(templates.Field{Kind: templates.Email, Name: "email", Label: w.T("library.ask.email"), Hint: w.T("library.ask.email_hint"), Max: 120, Autocomplete: "email"}))
	}
	long := sheet.Long("text", w.T(at+"text"), w.T(at+"text_hint"), "", 0)
	long.Max = 3000
	page.Fields = append(page.Fields,
		sheet.Add(templates.Field{Kind: templates.Text, Name: "city", Label: w.T("library.ask.city"), Max: 120, Autocomplete: "organization"}),
		sheet.Add(v.countryField()), long)
	page.Faults = sheet.Lines()
	return v.show(status, "library_form", page)
}

func (v *visit) countryField() templates.Field {
	f := templates.Field{Kind: templates.Select, Name: "country", Label: v.Words.T("library.ask.country"), Autocomplete: "country"}
	for _, c := range v.Words.Countries() {
		f.Options = append(f.Options, templates.Option{Value: c.Code, Text: c.Name})
	}
	return f
}

func askCity(kind award.InquiryKind) func(*Site, *visit) error {
	return func(s *Site, v *visit) error {
		values, err := v.form()
		if err != nil {
			return err
		}
		faults := award.Invalid{}
		q := award.Inquiry{
			Kind: kind, Name: values.Line("name"), City: values.Line("city"), Country: values.Text("country"), Text: values.Text("text"),
			Language: v.Lang,
		}
		if !v.Actor.SignedIn() {
			q.Email = award.Email(values.Email("email", faults))
		}
		if len(faults) > 0 {
			return v.showAsk(http.StatusUnprocessableEntity, kind, values, faults)
		}
		sent, err := s.Library.Ask(v.ctx(), v.Actor, v.Param("slug"), library.Ask{Inquiry: q, From: v.RealIP()})
		if faults := asInvalid(err); faults != nil {
			return v.showAsk(v.unfit(faults), kind, values, faults)
		}
		if err != nil {
			return err
		}
		return v.showMailed(q, sent)
	}
}

// showMailed says what happens next. It names the address, so that a slip of
// the finger is seen.
func (v *visit) showMailed(q award.Inquiry, sent bool) error {
	p, err := v.site.Library.Open(v.ctx(), v.Param("slug"))
	if err != nil {
		return err
	}
	w, key := v.Words, "library.mailed."
	if sent {
		key = "library.sent."
	}
	page := plainForm{Frame: v.apart(w.T(key + "title")), Back: &templates.Link{Text: w.T("library.sent.back"), URL: v.to("/library/" + p.Slug)}}
	page.Lede = w.T(key+"text", "Email", q.Email, "City", library.CityName(v.Lang, p.CityName, p.Country))
	if !sent {
		page.Small = w.T("library.mailed.none")
	}
	return v.show(http.StatusOK, "library_form", page)
}

func (v *visit) from(q award.Inquiry) string {
	return v.Words.T("library.ask.from", "City", q.City, "Country", v.Words.Country(q.Country))
}

func askedPage(_ *Site, v *visit) error {
	w := v.Words
	q, p, err := v.site.Library.Asked(v.ctx(), v.Param("token"))
	if err != nil {
		return err
	}
	title := w.T("library.asked.title", "City", library.CityName(v.Lang, p.CityName, p.Country))
	page := plainForm{
		Frame: v.apart(title), Lede: w.T("library.asked.lede"), About: w.T("library.ask.about", "Title", v.heading(p)), Quote: q.Text,
		By: w.T("library.asked.by") + ": " + v.Words.List(q.Name, v.from(q)), Action: v.to(v.pathOnly()), Buttons: []plainButton{{Text: w.T("library.asked.pass")}},
		Back: &templates.Link{Text: w.T("library.sent.back"), URL: v.to("/library/" + p.Slug)},
	}
	if q.Confirmed != 0 {
		page.Title, page.Lede, page.Buttons = w.T("library.sent.title"), w.T("library.asked.done"), nil
	}
	return v.show(http.StatusOK, "library_form", page)
}

func passOn(s *Site, v *visit) error {
	if err := s.Library.PassOn(v.ctx(), v.Param("token")); err != nil {
		return err
	}
	return v.goTo(v.pathOnly())
}

func answerPage(_ *Site, v *visit) error { return v.showAnswer(http.StatusOK, nil, nil) }

func (v *visit) showAnswer(status int, values form.Values, faults award.Invalid) error {
	w := v.Words
	q, p, err := v.site.Library.ToAnswer(v.ctx(), v.Param("token"))
	if err != nil {
		return err
	}
	suffix := ""
	if q.Kind == award.InquiryReplication {
		suffix = "_same"
	}
	page := plainForm{
		Frame: v.apart(w.T("library.answer.title"+suffix, "From", v.from(q))), Lede: w.T("library.answer.lede" + suffix), About: w.T("library.ask.about", "Title", v.heading(p)),
		Quote: q.Text, By: v.Words.List(q.Name, v.from(q)), Action: v.to(v.pathOnly()), Back: &templates.Link{Text: w.T("keep.public"), URL: v.to("/library/" + p.Slug)},
	}
	if q.Answered != 0 {
		page.Lede = ""
		page.Note = &templates.Note{Kind: templates.OK, Lines: someLines([]string{w.T("library.answer.over", "Date", w.Date(q.Answered, v.officialZone())), q.Reply})}
		return v.show(status, "library_form", page)
	}
	sheet := form.NewSheet(w, values, faults)
	reply := templates.Field{Kind: templates.Long, Name: "reply", Label: w.T("library.answer.reply" + suffix), Max: 3000, Optional: suffix != ""}
	page.Fields = []templates.Field{sheet.Add(reply)}
	page.Buttons = []plainButton{{Text: w.T("library.answer.send")}}
	if suffix != "" {
		page.Buttons = []plainButton{{Value: "accept", Text: w.T("library.answer.confirm")}, {Value: "decline", Text: w.T("library.answer.decline"), Second: true}}
	}
	page.Faults = sheet.Lines()
	return v.show(status, "library_form", page)
}

func answerCity(s *Site, v *visit) error {
	values, err := v.form()
	if err != nil {
		return err
	}
	err = s.Library.Answer(v.ctx(), v.Param("token"), library.Answer{Reply: values.Text("reply"), Accept: values.Text("do") == "accept"})
	if faults := asInvalid(err); faults != nil {
		return v.showAnswer(http.StatusUnprocessableEntity, values, faults)
	}
	if err != nil {
		return err
	}
	v.tell(templates.OK, "library.answer.done")
	return v.goTo(v.pathOnly())
}

func runningPage(_ *Site, v *visit) error { return v.showRunning(http.StatusOK, nil, nil) }

func (v *visit) showRunning(status int, values form.Values, faults award.Invalid) error {
	w := v.Words
	p, u, err := v.site.Library.Running(v.ctx(), v.Param("token"))
	if err != nil {
		return err
	}
	sheet := form.NewSheet(w, values, faults)
	page := plainForm{
		Frame: v.apart(w.T("library.still.title")), Lede: w.T("library.still.lede"), Action: v.to(v.pathOnly()),
		About:   w.T("library.still.running", "Title", v.heading(p), "City", library.CityName(v.Lang, p.CityName, p.Country)),
		Fields:  v.runningFields(sheet, u),
		Buttons: []plainButton{{Text: w.T("library.still.send")}}, Back: &templates.Link{Text: w.T("keep.public"), URL: v.to("/library/" + p.Slug)},
	}
	page.Faults = sheet.Lines()
	return v.show(status, "library_form", page)
}

func (v *visit) runningFields(sheet *form.Sheet, u award.Upkeep) []templates.Field {
	w := v.Words
	running := templates.Field{Kind: templates.Radios, Name: "running", Label: w.T("library.still.title"), Value: string(u.Running)}
	for _, r := range award.Runnings {
		running.Options = append(running.Options, templates.Option{Value: string(r), Text: w.T("library.still.option." + string(r))})
	}
	said := templates.Field{
		Kind: templates.Long, Name: "said", Label: w.T("library.still.said"), Hint: w.T("library.still.said_hint", "Max", library.SaidMost),
		Value: u.Said, Max: library.SaidMost, Optional: true, Lines: 4,
	}
	return []templates.Field{sheet.Add(running), sheet.Add(said)}
}

func sayRunning(s *Site, v *visit) error {
	values, err := v.form()
	if err != nil {
		return err
	}
	err = s.Library.SayRunning(v.ctx(), v.Param("token"), award.Running(values.Text("running")), values.Text("said"))
	if faults := asInvalid(err); faults != nil {
		return v.showRunning(http.StatusUnprocessableEntity, values, faults)
	}
	if err != nil {
		return err
	}
	v.tell(templates.OK, "library.still.done")
	return v.goTo(v.pathOnly())
}
