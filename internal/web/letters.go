package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// letterRoutes are the addresses of feedback to cities: at the desk before it is
// released, and with its city afterwards.
func letterRoutes() []route {
	const at = "/:lang/desk/:year/letters"
	return []route{
		{method: see, path: at, deed: award.DeedLetters, do: letters},
		{method: see, path: at + "/:category", deed: award.DeedLetters, do: categoryLetters},
		{method: see, path: at + "/:category/release", deed: award.DeedRelease, do: releasePage},
		{method: send, path: at + "/:category/release", deed: award.DeedRelease, do: releaseLetters},
		{method: see, path: at + "/:category/:ref", deed: award.DeedLetters, do: letterPreview},
		{method: send, path: at + "/:category/:ref/comment", deed: award.DeedHoldComment, do: holdComment},
		{method: see, path: "/:lang/my/entries/:ref/result", deed: award.DeedReadLetter, do: entryLetter},
	}
}

func lettersPath(year int, below string) string {
	return "/desk/" + strconv.Itoa(year) + "/letters" + below
}

type lettersView struct {
	deskFrame
	Rows []lettersRow
}

type lettersRow struct {
	Link    templates.Link
	Note    string
	Entries string
	State   templates.Tag
}

func letters(s *Site, v *visit) error {
	all, err := s.Office.Letters(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	all.Edition = v.in(all.Edition)
	view := lettersView{deskFrame: v.desk(v.Words.T("letters.title"), v.Year, "letters")}
	view.Wide = false
	for _, c := range all.Categories {
		row := lettersRow{Link: templates.Link{Text: v.text(c.Category.Name)}}
		if c.Tied {
			row.Note = v.Words.T("results.tied")
		} else {
			row.Link.URL = v.to(lettersPath(v.Year, "/"+c.Category.Key))
			row.Entries, row.State = v.Words.Number(c.Entries), v.letterState(c.Opened, c.Released)
		}
		view.Rows = append(view.Rows, row)
	}
	return v.show(http.StatusOK, "letters", view)
}

func (v *visit) letterState(opened, released award.Time) templates.Tag {
	switch {
	case !released.IsZero():
		return templates.Tag{Kind: templates.OK, Text: v.Words.T("letters.state.released")}
	case !opened.IsZero():
		return templates.Tag{Kind: templates.Warn, Text: v.Words.T("letters.state.ready")}
	}
	return templates.Tag{Kind: templates.Info, Text: v.Words.T("letters.state.closed")}
}

type categoryLettersView struct {
	deskFrame
	Lede    string
	State   templates.Tag
	Rows    []letterRow
	Release *templates.Link
}

type letterRow struct {
	Link                        templates.Link
	City, Title, Band, Comments string
	People                      string
}

func (v *visit) lettersOf() (*office.CategoryLetters, error) {
	c, err := v.site.Office.CategoryLetters(v.ctx(), v.Actor, v.Year, v.Param("category"))
	if err == nil {
		c.Edition = v.in(c.Edition)
	}
	return c, err
}

func categoryLetters(_ *Site, v *visit) error {
	c, err := v.lettersOf()
	if err != nil {
		return err
	}
	w, year := v.Words, c.Edition.Year
	view := categoryLettersView{deskFrame: v.desk(v.text(c.Category.Name), year, "letters"), State: v.letterState(c.Opened, c.Released)}
	view.Crumbs = v.crumbs(w.T("letters.title"), lettersPath(year, ""), v.text(c.Category.Name), "")
	switch {
	case !c.Released.IsZero():
		view.Lede = w.T("letters.released_at", "At", w.Both(c.Released, v.zone(), c.Edition.Location(), "", ""))
	case c.Opened.IsZero():
		view.Lede = w.T("letters.wait")
	default:
		view.Lede = w.T("letters.look")
		view.Release = &templates.Link{Text: w.T("letters.to_release"), URL: v.to(lettersPath(year, "/"+c.Category.Key+"/release"))}
	}
	for _, l := range c.Lines {
		view.Rows = append(view.Rows, letterRow{
			Link: templates.Link{Text: l.Entry.Reference, URL: v.to(lettersPath(year, "/"+c.Category.Key+"/"+l.Entry.Reference))},
			City: l.City.Name, Title: l.Entry.Title, Band: v.bandText(c.Edition, l.Letter), People: w.Number(l.People),
			Comments: w.T("letters.comments_of", "Out", len(l.Comments)-l.Held(), "All", len(l.Comments)),
		})
	}
	return v.show(http.StatusOK, "letters_category", view)
}

// bandText says in a few words how an entry was received.
func (v *visit) bandText(e *award.Edition, l award.Letter) string {
	if prize, won := e.Prize(l.Prize); won {
		return v.text(prize.Name)
	}
	return v.Words.T("letter.band." + string(l.Band))
}

func releasePage(_ *Site, v *visit) error { return v.releasePage(http.StatusOK, nil, nil) }

// releasePage asks what goes with the letters and shows one mail as it would be.
func (v *visit) releasePage(status int, posted form.Values, faults award.Invalid) error {
	c, err := v.lettersOf()
	if err != nil {
		return err
	}
	w, at := v.Words, lettersPath(c.Edition.Year, "/"+c.Category.Key)
	if !c.Released.IsZero() || c.Opened.IsZero() || len(c.Lines) == 0 {
		return v.goTo(at)
	}
	view := resultFormView{deskFrame: v.desk(w.T("letters.release_title"), c.Edition.Year, "letters"), Action: v.to(at + "/release"), Back: v.to(at)}
	view.Wide = false
	view.Crumbs = v.crumbs(w.T("letters.title"), lettersPath(c.Edition.Year, ""), v.text(c.Category.Name), at, view.Title, "")
	view.Lede = w.T("letters.release_lede", "Count", len(c.Lines), "Mails", w.Number(c.Mails))
	mail := v.site.Office.LetterMail(award.Person{Name: w.T("letters.somebody"), Language: v.Lang}, c.Edition, c.Lines[0].Entry)
	view.Sample = &mailSample{Subject: mail.Subject, Text: mail.Text, Action: mail.Action}
	sheet := form.NewSheet(w, posted, faults)
	view.Fields = []templates.Field{
		sheet.Add(templates.Field{Kind: templates.Radios, Name: "comments", Label: w.T("letters.field.comments"), Options: []templates.Option{
			{Value: "yes", Text: w.T("letters.comments_yes"), Hint: w.T("letters.comments_yes_hint")}, {Value: "no", Text: w.T("letters.comments_no")},
		}}),
		sheet.Add(templates.Field{Kind: templates.Radios, Name: "places", Label: w.T("letters.field.places"), Options: []templates.Option{
			{Value: "no", Text: w.T("letters.places_no"), Hint: w.T("letters.places_no_hint")}, {Value: "yes", Text: w.T("letters.places_yes")},
		}}),
	}
	view.Button, view.Faults = w.T("letters.release", "Count", len(c.Lines)), sheet.Lines()
	return v.show(status, "results_form", view)
}

func releaseLetters(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	faults := award.Invalid{}
	for _, name := range []string{"comments", "places"} {
		if said := posted.Text(name); said != "yes" && said != "no" {
			faults.Add(name, "fault.required_choice")
		}
	}
	if len(faults) > 0 {
		if c, err := v.lettersOf(); err == nil && (c.Opened.IsZero() || !c.Released.IsZero()) {
			_, err := s.Office.ReleaseLetters(v.ctx(), v.Actor, v.Year, v.Param("category"), office.LetterChoice{})
			return err // the refusal that says why
		}
		return v.releasePage(http.StatusUnprocessableEntity, posted, faults)
	}
	mails, err := s.Office.ReleaseLetters(v.ctx(), v.Actor, v.Year, v.Param("category"), office.LetterChoice{Comments: posted.Bool("comments"), Places: posted.Bool("places")})
	if err != nil {
		return err
	}
	v.tell(templates.OK, "letters.released", "Count", mails)
	return v.goTo(lettersPath(v.Year, "/"+v.Param("category")))
}

type letterPreviewView struct {
	deskFrame
	Letter   letterView
	Comments []commentRow
	Action   string
	Fixed    bool // released, so that nothing may change
}

type commentRow struct {
	Seat  award.ID
	Text  string
	State templates.Tag
	Held  bool
}

// letterPreview shows the page of one city as it would be, or is.
func letterPreview(s *Site, v *visit) error {
	c, l, err := s.Office.LetterPreview(v.ctx(), v.Actor, v.Year, v.Param("category"), v.Param("ref"), office.LetterChoice{Comments: true, Places: true})
	if err != nil {
		return err
	}
	v.in(c.Edition)
	at := lettersPath(v.Year, "/"+c.Category.Key)
	view := letterPreviewView{
		deskFrame: v.desk(v.Words.T("letters.preview", "Reference", l.Entry.Reference), v.Year, "letters"), Action: v.to(at + "/" + l.Entry.Reference + "/comment"),
		Fixed: !c.Released.IsZero(),
	}
	view.Wide = false
	view.Crumbs = v.crumbs(v.Words.T("letters.title"), lettersPath(v.Year, ""), v.text(c.Category.Name), at, l.Entry.Reference, "")
	if view.Letter, err = v.letterView(c.Edition, l.Entry, l.Letter); err != nil {
		return err
	}
	for _, x := range l.Comments {
		row := commentRow{Seat: x.Seat, Text: x.Text, Held: x.Held, State: templates.Tag{Kind: templates.OK, Text: v.Words.T("letters.goes")}}
		if x.Held {
			row.State = templates.Tag{Kind: templates.Warn, Text: v.Words.T("letters.held")}
		}
		view.Comments = append(view.Comments, row)
	}
	return v.show(http.StatusOK, "letters_entry", view)
}

func holdComment(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Office.HoldComment(v.ctx(), v.Actor, v.Year, v.Param("category"), award.ID(posted.Text("seat")), posted.Bool("hold")); err != nil {
		return err
	}
	v.tell(templates.OK, "letters.comment_kept")
	return v.goTo(lettersPath(v.Year, "/"+v.Param("category")+"/"+v.Param("ref")))
}
