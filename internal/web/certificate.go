package web

import (
	"bytes"
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/boombuler/barcode/qr"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// certificateRoutes are the addresses of certificates: where anybody checks one,
// where its city gets it, and where the desk makes, prints and voids them.
func certificateRoutes() []route {
	const desk, mine = "/:lang/desk/:year/certificates", "/:lang/my/entries/:ref/certificate"
	return []route{
		{method: see, path: "/:lang/verify/certificate", deed: award.DeedVisit, do: askCode},
		{method: see, path: "/:lang/verify/:code", deed: award.DeedVisit, do: checkCertificate},
		{method: see, path: "/:lang/verify/:code/certificate.txt", deed: award.DeedVisit, do: publicNote},
		{method: see, path: mine, deed: award.DeedCertificate, do: cityCertificate},
		{method: see, path: mine + ".pdf", deed: award.DeedCertificate, do: cityCertificatePDF, raw: true},
		{method: see, path: desk, deed: award.DeedCertificates, do: certificates},
		{method: see, path: desk + "/print", deed: award.DeedCertificates, do: printCertificates},
		{method: send, path: desk + "/pdf", deed: award.DeedCertificates, do: startPDFs},
		{method: send, path: desk + "/stop", deed: award.DeedCertificates, do: stopPDFs},
		{method: see, path: desk + ".zip", deed: award.DeedCertificates, do: certificatesZip, raw: true},
		{method: see, path: desk + "/:code", deed: award.DeedCertificates, do: certificateAt},
		{method: see, path: desk + "/:code/print", deed: award.DeedCertificates, do: printCertificate},
		{method: see, path: desk + "/:code/certificate.pdf", deed: award.DeedCertificates, do: certificatePDF, raw: true},
		{method: send, path: desk + "/:code/names", deed: award.DeedCertificates, do: nameCertificate},
		{method: send, path: desk + "/:code/amend", deed: award.DeedAmend, do: amendPrize},
		{method: send, path: desk + "/:code/promote", deed: award.DeedPromote, do: promoteNext},
	}
}

// paperPage is one or several certificates as they are printed. Whole is set for
// a page that holds its sheet itself, to be made a PDF.
type paperPage struct {
	templates.Frame
	Whole             bool
	Back, PDF, Signed string
	Note              string
	Papers            []certificateSheet
}

// certificateSheet is what stands on one certificate. English is the statement once more
// where the page is in another language.
type certificateSheet struct {
	Label, Void                     string
	Organisation, Edition           string
	Kind, KindEnglish               string
	Prize, Category, Name, Own      string
	Country, Title, OwnTitle        string
	Size, TitleSize, TitleLang      string
	Statement, English, Given, Code string
	Address                         string
	QR                              qrView
}

// qrView is a QR code as one path of SVG in a square of Side modules.
type qrView struct {
	Side int
	Path string
}

// quiet is the white margin around a QR code, in modules, as its standard asks.
const quiet = 4

// qrOf draws the QR code of a text.
func qrOf(text string) (qrView, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return qrView{}, err
	}
	size := code.Bounds().Dx()
	dark := func(x, y int) bool {
		if x >= size {
			return false
		}
		r, _, _, _ := code.At(x, y).RGBA()
		return r == 0
	}
	var path strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			from := x
			for dark(x, y) {
				x++
			}
			if n := strconv.Itoa(x - from); x > from {
				path.WriteString("M" + strconv.Itoa(from+quiet) + " " + strconv.Itoa(y+quiet) + "h" + n + "v1h-" + n + "z")
			}
		}
	}
	return qrView{size + 2*quiet, path.String()}, nil
}

// The lengths from which a name or a title is set smaller.
const (
	nameLong, nameLonger = 20, 34
	titleLong            = 80
)

func sizeOf(text string, long, longer int) string {
	switch n := utf8.RuneCountInString(text); {
	case n > longer:
		return "longer"
	case n > long:
		return "long"
	}
	return ""
}

// certificateSheet is a certificate in the reader's language, with English beside it.
func (v *visit) certificateSheet(p office.Paper) (certificateSheet, error) {
	w, en := v.Words, locale.Must("en")
	won := award.Practice{Category: p.Category, CategoryKey: p.Key, Prize: p.Prize.Name, PrizeRank: p.Prize.Rank}
	says := func(w *locale.Words) string {
		return w.T("certificate.says", "Edition", library.EditionName(w, p.Edition.Name), "Category", library.CategoryName(w, won))
	}
	view := certificateSheet{
		Organisation: w.T("certificate.organisation"), Edition: library.EditionName(w, p.Edition.Name), Kind: w.T("certificate.kind"),
		Prize: library.PrizeName(w, won), Category: library.CategoryName(w, won), Name: p.Name, Own: v.ownName(p), Country: w.Country(p.City.Country),
		Title: p.Title, OwnTitle: p.OwnTitle, Size: sizeOf(p.Name, nameLong, nameLonger), TitleSize: sizeOf(p.Title, titleLong, award.ShortMax),
		Statement: says(w), Code: p.Code, Given: v.givenAt(p),
	}
	if p.Edition.EntryLanguage != v.Lang {
		view.TitleLang = p.Edition.EntryLanguage
	}
	if w.Code != en.Code {
		view.English, view.KindEnglish = says(en), en.T("certificate.kind")
	}
	view.Label = w.T("certificate.label", "City", p.Name, "Prize", view.Prize)
	if p.IsVoid() {
		view.Void = w.T("certificate.void_mark", "Date", w.Date(p.Void.At, p.Edition.Location()))
	}
	at := v.absolute("/verify/" + p.Code)
	view.Address = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSuffix(at, p.Code), "https://"), "http://")
	code, err := qrOf(at)
	view.QR = code
	return view, err
}

// ownName is the city's name in its own script, as the desk has set it, the city
// has told it, or the table of names knows it.
func (v *visit) ownName(p office.Paper) string {
	own := cmp.Or(p.Own, library.OwnName(p.City))
	if own == p.Name {
		return ""
	}
	return own
}

// givenAt is where and when the ceremony is.
func (v *visit) givenAt(p office.Paper) string {
	date := v.Words.Date(p.Edition.Ceremony, p.Edition.Location())
	if p.Edition.CeremonyPlace == "" {
		return date
	}
	return v.Words.T("certificate.given", "Place", v.ceremony(p.Edition.CeremonyPlace), "Date", date)
}

// bareFrame is the frame of a page without the site around it; what the session
// has to tell stays for the next page.
func (v *visit) bareFrame(title string) templates.Frame {
	return templates.Frame{Lang: v.Lang, Dir: v.Words.Dir, Title: title, NoIndex: true}
}

// papers shows certificates as they are printed.
func (v *visit) papers(page paperPage, papers ...office.Paper) error {
	if len(papers) == 0 {
		return award.Refuse(award.ErrConflict, "certificate.refused.none")
	}
	page.Frame = v.bareFrame(v.Words.T("certificate.one"))
	if len(papers) > 1 {
		page.Title = v.Words.T("certificate.title")
	}
	for _, p := range papers {
		view, err := v.certificateSheet(p)
		if err != nil {
			return err
		}
		page.Papers = append(page.Papers, view)
	}
	if v.site.Printer == nil {
		page.PDF, page.Note = "", v.Words.T("certificate.no_chromium")
	}
	return v.show(http.StatusOK, "certificate", page)
}

// wholePaper is a certificate as a page that holds all it needs. Its title tells
// the code and nothing else, as readers of PDF show it.
func (v *visit) wholePaper(p office.Paper) ([]byte, error) {
	view, err := v.certificateSheet(p)
	if err != nil {
		return nil, err
	}
	page := paperPage{Frame: v.bareFrame(v.Words.T("certificate.window", "Code", p.Code)), Whole: true, Papers: []certificateSheet{view}}
	var b bytes.Buffer
	err = v.site.pages.Execute(&b, "certificate", v.Lang, page)
	return b.Bytes(), err
}

// sendPDF makes the PDF of a certificate, with the signed note in it. Its name
// says the code and nothing of who has won.
func (v *visit) sendPDF(p office.Paper) error {
	if v.site.Printer == nil {
		return award.ErrNotFound
	}
	page, err := v.wholePaper(p)
	if err != nil {
		return err
	}
	pdf, err := v.site.Printer.Print(v.ctx(), page)
	if err != nil {
		return err
	}
	v.Response().Header().Set("Content-Disposition", `attachment; filename="`+paperName(p)+`.pdf"`)
	return v.Blob(http.StatusOK, "application/pdf", p.Into(pdf))
}

func paperName(p office.Paper) string { return "certificate-" + p.Code }

func (v *visit) sendNote(p office.Paper) error {
	if p.Signed == "" {
		return award.ErrNotFound
	}
	v.Response().Header().Set("Content-Disposition", `attachment; filename="`+paperName(p)+`.txt"`)
	return v.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(p.Signed))
}

// cityPaper is the certificate of the entry that the address names.
func (v *visit) cityPaper() (office.Paper, error) {
	return v.site.Office.CertificateOf(v.ctx(), v.Actor, v.Param("ref"))
}

func cityCertificate(_ *Site, v *visit) error {
	p, err := v.cityPaper()
	if err != nil {
		return err
	}
	at := v.to(entryPath(p.Entry.Reference, ""))
	return v.papers(paperPage{Back: at, PDF: at + "/certificate.pdf", Signed: v.to("/verify/" + p.Code + "/certificate.txt")}, p)
}

func cityCertificatePDF(_ *Site, v *visit) error {
	p, err := v.cityPaper()
	if err != nil {
		return err
	}
	return v.sendPDF(p)
}

// codePage is the page where anybody checks a certificate.
type codePage struct {
	templates.Frame
	Heading  string
	Lede     string
	Note     *templates.Note
	Facts    []templates.Pair
	Practice string
	Signed   string
	Command  string
	Field    templates.Field
	Action   string
	Known    bool
}

// codeSample shows what a code looks like; no certificate has it, since it is a
// row of the alphabet.
const codeSample = "0123-4567-89AB-CDEF-GHJK"

func (v *visit) codePage(typed, fault string) codePage {
	t := v.Words.T
	page := codePage{
		Frame: v.frame(t("certificate.check_page.title")), Heading: t("certificate.check_page.title"), Lede: t("certificate.check_page.lede"), Action: v.to("/verify/certificate"),
		Field: templates.Field{
			Kind: templates.Text, Name: "code", Label: t("certificate.check_page.field"), Hint: t("certificate.check_page.hint", "Sample", codeSample), Value: typed, Fault: fault,
		},
	}
	page.Crumbs = v.crumbs(t("verify.title"), "/verify", page.Title, "")
	page.NoIndex = true
	return page
}

// askCode is the empty page, or leads to the certificate whose code was typed.
func askCode(_ *Site, v *visit) error {
	typed := form.Query(v.Request()).Line("code")
	if typed == "" {
		return v.show(http.StatusOK, "certificate_check", v.codePage("", ""))
	}
	code, ok := award.ReadCode(typed)
	if !ok {
		fault := v.Words.T("certificate.check_page.unreadable")
		page := v.codePage(typed, fault)
		page.Faults = []templates.FaultLine{{Field: "code", Text: fault}}
		return v.show(http.StatusUnprocessableEntity, "certificate_check", page)
	}
	return v.goTo("/verify/" + code)
}

// checkCertificate says what a certificate says, that it is void, or that there is none
// of that code. Before the opening there is none.
func checkCertificate(s *Site, v *visit) error {
	typed, err := url.PathUnescape(v.Param("code"))
	code, ok := award.ReadCode(typed)
	if err != nil || !ok {
		return award.ErrNotFound
	}
	p, err := s.Office.Certificate(v.ctx(), code, v.RealIP())
	if isMissing(err) {
		page := v.codePage(code, "")
		page.Heading, page.Lede = v.Words.T("certificate.check_page.none"), ""
		page.Note = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("certificate.check_page.none_text", "Code", code), v.Words.T("certificate.check_page.none_why")}}
		return v.show(http.StatusNotFound, "certificate_check", page)
	}
	if err != nil {
		return err
	}
	if code != typed {
		return v.goTo("/verify/" + code)
	}
	return v.show(http.StatusOK, "certificate_check", v.checkedPage(p))
}

func (v *visit) checkedPage(p office.Paper) codePage {
	t := v.Words.T
	page := v.codePage("", "")
	page.Known, page.Lede = true, ""
	page.Heading = t("certificate.check_page.good")
	page.Note = &templates.Note{Kind: templates.OK, Lines: []string{t("certificate.check_page.good_text")}}
	if p.IsVoid() {
		page.Heading = t("certificate.check_page.void", "Date", v.Words.Date(p.Void.At, p.Edition.Location()))
		page.Note = &templates.Note{Kind: templates.Warn, Lines: []string{t("certificate.check_page.void_"+string(p.Void.Act), "Reason", p.Void.Reason), t("certificate.check_page.was")}}
	}
	page.Title = page.Heading
	won := award.Practice{Category: p.Category, CategoryKey: p.Key, Prize: p.Prize.Name, PrizeRank: p.Prize.Rank}
	line := func(key string, lines ...string) templates.Pair {
		return templates.Pair{Term: t("certificate.check_page." + key), Lines: someLines(lines)}
	}
	title := line("practice", p.Title, p.OwnTitle)
	if p.Edition.EntryLanguage != v.Lang {
		title.Lang = p.Edition.EntryLanguage
	}
	page.Facts = []templates.Pair{
		line("prize", library.PrizeName(v.Words, won)), line("category", library.CategoryName(v.Words, won)), line("edition", library.EditionName(v.Words, p.Edition.Name)),
		line("city", p.Name, v.ownName(p), v.Words.Country(p.City.Country)), title, line("ceremony", v.givenAt(p)), line("entry", p.Entry.Reference), line("code", p.Code),
	}
	if p.Practice != "" {
		page.Practice = v.to("/library/" + p.Practice)
	}
	if p.Signed != "" {
		page.Signed = v.to("/verify/" + p.Code + "/certificate.txt")
		page.Command = "wego verify certificate " + paperName(p) + ".txt --key " + v.site.Office.PublicKey()
	}
	return page
}

func publicNote(s *Site, v *visit) error {
	code, ok := award.ReadCode(v.Param("code"))
	if !ok {
		return award.ErrNotFound
	}
	p, err := s.Office.Certificate(v.ctx(), code, v.RealIP())
	if err != nil {
		return err
	}
	return v.sendNote(p)
}
