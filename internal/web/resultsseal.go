package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type sealView struct {
	deskFrame
	Base     string
	Back     string
	Box      sealBox
	Prizes   []prizeBox
	MaySign  bool
	Same     bool // this person has signed first
	Hash     string
	MayBreak bool
	Reason   templates.Field
	Sealed   bool
	Closed   bool   // the prizes lie in the envelope
	Envelope string // where two people open it for work
	Key      string // where the person makes a key, without which nobody signs; "" for who has one
}

func sealPage(_ *Site, v *visit) error { return v.sealPage(http.StatusOK, nil, nil) }

func (v *visit) sealPage(status int, posted form.Values, faults award.Invalid) error {
	c, err := v.categoryData()
	if err != nil {
		return err
	}
	year := c.Edition.Year
	view := sealView{
		deskFrame: v.desk(v.Words.T("seal.title"), year, "results"), Base: v.to(categoryPath(year, c.Category.Key)),
		Box: v.sealBox(c), Hash: c.Seal.Commitment, Sealed: c.Seal.Sealed(), Same: c.Seal.First == v.Actor.Person.ID && !c.Seal.Sealed(),
	}
	view.Wide, view.Back = false, view.Base
	view.Crumbs = v.crumbs(v.Words.T("results.title"), "/desk/"+strconv.Itoa(year)+"/results", v.text(c.Category.Name), categoryPath(year, c.Category.Key), view.Title, "")
	view.MaySign = len(c.Lacks) == 0 && !c.Seal.Sealed() && !view.Same && !c.Altered
	view.MayBreak = c.Seal.First != "" && c.Seal.Opened.IsZero()
	view.Closed, view.Envelope = c.Seal.Closed(), v.to(openPath(year))
	if view.MaySign {
		if view.Key, err = v.keyToMake(); err != nil {
			return err
		}
		view.MaySign = view.Key == ""
	}
	for _, p := range c.Prizes {
		box := v.prizeBox(c, p)
		box.URL = ""
		for i := range box.Decisions {
			box.Decisions[i].MayUndo = false
		}
		view.Prizes = append(view.Prizes, box)
	}
	sheet := form.NewSheet(v.Words, posted, faults)
	view.Reason = sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: v.Words.T("seal.field.reason"), Hint: v.Words.T("seal.hint.reason"), Lines: 3})
	view.Faults = sheet.Lines()
	return v.show(status, "results_seal", view)
}

func signResult(s *Site, v *visit) error {
	_, err := v.form()
	if err != nil {
		return err
	}
	phrase, err := s.Office.Sign(v.ctx(), v.Actor, v.Year, v.Param("category"))
	if err != nil {
		return err
	}
	if phrase != "" {
		return v.phrasePage(v.Param("category"), phrase, false)
	}
	v.tell(templates.OK, "seal.signed")
	return v.goTo(categoryPath(v.Year, v.Param("category")))
}

func breakSeal(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	err = s.Office.BreakSeal(v.ctx(), v.Actor, v.Year, v.Param("category"), posted.Text("reason"))
	if err != nil {
		return again(err, posted, v.sealPage)
	}
	v.tell(templates.OK, "seal.broken")
	return v.goTo(categoryPath(v.Year, v.Param("category")))
}

type publishView struct {
	deskFrame
	Winners []winnerBox
	Waiting []string
	Tied    []string
	Closed  []string // in closed envelopes
	Open    string
	Shelf   string // what stands in the library already
}

type winnerBox struct {
	Heading, Prize, City, Category string
	Facts                          []templates.Pair
	Practice                       string
	Entry, Edit                    string
	Undescribed                    int // pictures without an alternative text
	Blackened                      int
	From                           string
}

func publication(s *Site, v *visit) error {
	p, err := s.Office.Publication(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	p.Edition = v.in(p.Edition)
	view := publishView{deskFrame: v.desk(v.Words.T("publish.title"), v.Year, "publish")}
	view.Wide, view.Shelf = false, v.to("/desk/library")
	for _, w := range p.Winners {
		view.Winners = append(view.Winners, v.winnerBox(w))
	}
	for _, c := range p.Waiting {
		view.Waiting = append(view.Waiting, c.Name)
	}
	for _, c := range p.Tied {
		view.Tied = append(view.Tied, c.Name)
	}
	for _, c := range p.Closed {
		view.Closed = append(view.Closed, c.Name)
	}
	if award.MayTry(v.Actor, award.DeedOpen) == nil {
		view.Open = v.to(openPath(v.Year))
	}
	return v.show(http.StatusOK, "publish", view)
}

func (v *visit) winnerBox(w office.Winner) winnerBox {
	t := v.Words.T
	box := winnerBox{
		Heading: w.Public.Title, Prize: v.text(w.Prize.Name), Category: v.text(w.Category.Name), City: v.Words.List(w.City.Name, v.Words.Country(w.City.Country)),
		Entry: v.to("/desk/" + strconv.Itoa(v.Year) + "/entries/" + w.Entry.Reference),
	}
	box.Edit = v.to(preparePath(v.Year, w.Entry.Reference))
	box.Undescribed, box.Blackened = len(w.Public.Undescribed()), office.Blackened(w.Edits)
	if w.Edits.From > 0 {
		box.From = v.Words.Both(w.Edits.From, v.zone(), v.officialZone(), "", "")
	}
	if w.Slug != "" {
		box.Practice = v.to("/library/" + w.Slug)
	}
	names := func(parts []award.PracticePart) (all []string) {
		for _, p := range parts {
			all = append(all, p.Label)
		}
		return all
	}
	var files, held []string
	for _, f := range w.Public.Files {
		files = append(files, t("publish.file", "Name", f.Name, "Size", v.Words.Bytes(f.Size)))
	}
	for _, q := range w.Public.Held {
		held = append(held, q.Label)
	}
	box.Facts = []templates.Pair{
		{Term: t("publish.summary"), Lines: someLines([]string{w.Public.Summary}), Empty: emptyText(w.Public.Summary, t("publish.none"))},
		{Term: t("publish.parts"), Lines: someLines([]string{v.Words.List(names(w.Public.Parts)...)}), Empty: emptyText(v.Words.List(names(w.Public.Parts)...), t("publish.none"))},
		{Term: t("publish.held"), Lines: someLines([]string{v.Words.List(held...)}), Empty: emptyText(v.Words.List(held...), t("publish.none"))},
		{Term: t("publish.files"), Lines: files, Empty: emptyText(v.Words.List(files...), t("publish.none"))},
		{Term: t("publish.consents"), Lines: w.Consents, Empty: emptyText(v.Words.List(w.Consents...), t("publish.no_consent"))},
	}
	return box
}

// someLines drops what is empty.
func someLines(all []string) []string {
	var kept []string
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// emptyText is what is shown where there is nothing.
func emptyText(text, empty string) string {
	if text != "" {
		return ""
	}
	return empty
}
