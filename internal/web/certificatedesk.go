package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

func certificatesPath(year int, below string) string {
	return "/desk/" + strconv.Itoa(year) + "/certificates" + below
}

type certificatesView struct {
	deskFrame
	Note          string // where no PDF can be made
	Rows          []certificateRow
	Empty         *templates.Empty
	Print         string
	PDF           string // the action that makes all PDFs; empty without Chromium
	Run           *runView
	Zip           *templates.Link
	Failed        *templates.Note
	Places        []placeView
	Gate          *templates.Note // why nothing may be printed yet
	Waiting, Tied []string
	Closed        []string
	Action        string
	Envelope      string // where envelopes are opened
}

type certificateRow struct {
	City, Own   string
	Prize, In   string
	State       templates.Tag
	Code        string
	Look, Print string
}

// placeView is a place that was taken from its winner.
type placeView struct {
	Of     templates.Link
	Text   string
	Action string // of the chair's act; empty for others, and where nobody is next
	Reason templates.Field
}

func certificates(_ *Site, v *visit) error {
	all, err := v.site.Office.Certificates(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	v.in(all.Edition)
	t := v.Words.T
	view := certificatesView{deskFrame: v.desk(t("certificate.title"), v.Year, "certificates"), Action: v.to(certificatesPath(v.Year, "")), Envelope: v.to(openPath(v.Year))}
	for _, p := range all.Papers {
		view.Rows = append(view.Rows, v.certificateRow(p))
	}
	if len(view.Rows) == 0 {
		view.Empty = &templates.Empty{Title: t("certificate.desk.empty"), Text: t("certificate.desk.empty_text")}
	} else if all.Gate != nil {
		view.Gate = &templates.Note{Kind: templates.Warn, Lines: []string{v.said(*all.Gate)}}
	} else {
		view.Print = view.Action + "/print"
		v.pdfPart(&view, all)
	}
	for _, f := range all.Places {
		view.Places = append(view.Places, v.placeView(f, form.NewSheet(v.Words, nil, nil)))
	}
	view.Waiting, view.Tied, view.Closed = v.texts(categoryNames(all.Waiting)), v.texts(categoryNames(all.Tied)), v.texts(categoryNames(all.Closed))
	return v.show(http.StatusOK, "certificates", view)
}

func (v *visit) certificateRow(p office.Paper) certificateRow {
	at := v.to(certificatesPath(v.Year, "/"+p.Code))
	return certificateRow{
		City: p.Name, Own: v.ownName(p), Prize: v.text(p.Prize.Name), In: v.text(p.Category), Code: p.Code, State: v.certificateState(p), Look: at, Print: at + "/print",
	}
}

func (v *visit) certificateState(p office.Paper) templates.Tag {
	switch {
	case p.IsVoid():
		return templates.Tag{Kind: templates.Err, Text: v.Words.T("certificate.desk.state_void")}
	case p.Opened.IsZero():
		return templates.Tag{Kind: templates.Info, Text: v.Words.T("certificate.desk.state_secret")}
	}
	return templates.Tag{Kind: templates.OK, Text: v.Words.T("certificate.desk.state_good")}
}

func (v *visit) placeView(f office.FreePlace, sheet *form.Sheet) placeView {
	t := v.Words.T
	view := placeView{Of: templates.Link{Text: v.text(f.Prize.Name) + ", " + v.text(f.Category.Name), URL: v.to(certificatesPath(v.Year, "/"+f.Lost))}, Text: t("certificate.desk.place_nobody")}
	if f.Next.ID == "" {
		return view
	}
	view.Text = t("certificate.desk.place_next", "City", f.City.Name, "Title", f.Next.Title, "Reference", f.Next.Reference)
	if award.MayTry(v.Actor, award.DeedPromote) == nil {
		view.Action = v.to(certificatesPath(v.Year, "/"+f.Lost+"/promote"))
		view.Reason = v.reasonField(sheet)
	}
	return view
}

func (v *visit) reasonField(sheet *form.Sheet) templates.Field {
	return sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: v.Words.T("certificate.desk.reason"), Lines: 3})
}

func printCertificates(s *Site, v *visit) error {
	papers, err := s.Office.PrintCertificates(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	return v.papers(paperPage{Back: v.to(certificatesPath(v.Year, ""))}, papers...)
}

// printed is the certificate that the address names, to be printed.
func (v *visit) printed() (office.Paper, error) {
	return v.site.Office.PrintCertificate(v.ctx(), v.Actor, v.Year, v.Param("code"))
}

func printCertificate(_ *Site, v *visit) error {
	p, err := v.printed()
	if err != nil {
		return err
	}
	at := v.to(certificatesPath(v.Year, "/"+p.Code))
	return v.papers(paperPage{Back: at, PDF: at + "/certificate.pdf"}, p)
}

func certificatePDF(_ *Site, v *visit) error {
	p, err := v.printed()
	if err != nil {
		return err
	}
	return v.sendPDF(p)
}

type certificateView struct {
	deskFrame
	Row         certificateRow
	Public      string // where anybody checks it
	Names       []templates.Field
	NamesAction string
	Void        *templates.Note
	Sealed      bool // the result is not open
	Act         templates.Field
	Reason      templates.Field
	AmendAction string
	Place       *placeView
}

func certificateAt(_ *Site, v *visit) error { return v.showCertificate(http.StatusOK, nil, nil) }

func (v *visit) showCertificate(status int, posted form.Values, faults award.Invalid) error {
	p, free, err := v.site.Office.CertificateAt(v.ctx(), v.Actor, v.Year, v.Param("code"))
	if err != nil {
		return err
	}
	p.Edition = v.in(p.Edition)
	t := v.Words.T
	at := v.to(certificatesPath(v.Year, "/"+p.Code))
	view := certificateView{
		deskFrame: v.desk(p.Name+", "+v.text(p.Prize.Name), v.Year, "certificates"), Row: v.certificateRow(p), Sealed: p.Opened.IsZero(),
		NamesAction: at + "/names", AmendAction: at + "/amend",
	}
	view.Wide = false
	view.Crumbs = v.crumbs(t("certificate.title"), certificatesPath(v.Year, ""), view.Title, "")
	sheet := form.NewSheet(v.Words, posted, faults)
	view.Names = []templates.Field{
		sheet.Add(templates.Field{Kind: templates.Text, Name: "name", Label: t("certificate.desk.name"), Hint: t("certificate.desk.names_hint"), Value: p.Name, Max: award.PrintedMax}),
		sheet.Add(templates.Field{Kind: templates.Text, Name: "local_name", Label: t("certificate.desk.local_name"), Value: v.ownName(p), Max: award.PrintedMax, Optional: true}),
	}
	if !view.Sealed {
		view.Public = v.to("/verify/" + p.Code)
	}
	if p.IsVoid() {
		view.Void = &templates.Note{Kind: templates.Warn, Lines: []string{t("certificate.desk.void_since", "Date", v.Words.Date(p.Void.At, p.Edition.Location()), "Reason", p.Void.Reason)}}
	} else {
		view.Act = sheet.Add(templates.Field{Kind: templates.Radios, Name: "act", Label: t("certificate.desk.act"), Value: string(award.PrizeRevoked), Options: []templates.Option{
			{Value: string(award.PrizeRevoked), Text: t("certificate.desk.act_revoked")}, {Value: string(award.PrizeReturned), Text: t("certificate.desk.act_returned")},
		}})
	}
	if view.Reason = v.reasonField(sheet); free != nil {
		place := v.placeView(*free, sheet)
		place.Reason.ID = "place-reason"
		view.Place = &place
	}
	view.Faults = sheet.Lines()
	return v.show(status, "certificate_one", view)
}

func nameCertificate(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	err = s.Office.NameCertificate(v.ctx(), v.Actor, v.Year, v.Param("code"), posted.Line("name"), posted.Line("local_name"))
	return v.afterCertificate(posted, err, "certificate.desk.named")
}

func amendPrize(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	act := award.PrizeAct(posted.Text("act"))
	if act != award.PrizeReturned && act != award.PrizeRestored {
		act = award.PrizeRevoked
	}
	err = s.Office.Amend(v.ctx(), v.Actor, v.Year, office.PrizeOrder{Code: v.Param("code"), Act: act, Reason: posted.Text("reason")})
	return v.afterCertificate(posted, err, "certificate.desk.done."+string(act))
}

func promoteNext(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	err = s.Office.Amend(v.ctx(), v.Actor, v.Year, office.PrizeOrder{Code: v.Param("code"), Act: award.PrizePromoted, Reason: posted.Text("reason")})
	return v.afterCertificate(posted, err, "certificate.desk.done.promoted")
}

// afterCertificate shows a form again with its faults, or the certificate with
// what was done.
func (v *visit) afterCertificate(posted form.Values, err error, told string) error {
	if err != nil {
		return again(err, posted, v.showCertificate)
	}
	v.tell(templates.OK, told)
	return v.goTo(certificatesPath(v.Year, "/"+v.Param("code")))
}
