package web

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// pressRoutes are the press kit of an edition, which there is from its opening
// on.
func pressRoutes() []route {
	return []route{
		{method: see, path: "/:lang/winners/:year/press", deed: award.DeedVisit, do: pressKit, raw: true},
		{method: see, path: "/:lang/winners/:year/press.zip", deed: award.DeedVisit, do: pressZip, raw: true},
	}
}

type pressPage struct {
	templates.Frame
	Heading     string
	Sample      *templates.Note
	Facts       []templates.Pair
	Verify      string
	Winners     []pressWinner
	Corrections []string
	Contact     string
	Zip         string
}

// pressWinner is one winner with what may be printed of it.
type pressWinner struct {
	Prize, Category, City, Own, Country string
	Title                               templates.Link
	Lang                                string // of its texts, if it differs from the page
	Line, Quote                         string
	Photos                              []practicePicture
	Card, CardAlt                       string
}

func pressKit(s *Site, v *visit) error {
	return v.publish(func() (int, string, any, error) {
		kit, err := s.Library.Press(v.ctx(), v.Year)
		if err != nil {
			return 0, "", nil, err
		}
		return http.StatusOK, "press", v.pressPage(kit), nil
	})
}

func (v *visit) pressPage(kit library.Press) pressPage {
	year := strconv.Itoa(kit.Year)
	title := v.Words.T("press.title", "Year", year)
	page := pressPage{Frame: v.frame(title), Heading: title, Facts: v.pressFacts(kit), Verify: v.to("/verify"), Corrections: v.corrections(kit.Won), Zip: v.to("/winners/" + year + "/press.zip")}
	page.Frame.Canonical, page.Frame.Styles = v.absolute("/winners/"+year+"/press"), []string{"shelf"}
	page.Frame.Crumbs = v.crumbs(v.Words.T("frame.nav.winners"), "/winners", year, "/winners/"+year, title, "")
	if kit.Edition.Sample {
		page.Sample = &templates.Note{Kind: templates.Warn, Title: v.Words.T("library.sample"), Lines: []string{v.Words.T("library.sample_text")}}
	}
	page.Contact = v.Words.T("press.contact_text", "Address", v.site.contact())
	for _, p := range kit.Pages {
		page.Winners = append(page.Winners, v.pressWinner(p))
	}
	return page
}

// pressFacts are the counts, each with one meaning, which the page says.
func (v *visit) pressFacts(kit library.Press) []templates.Pair {
	w, f := v.Words, kit.Facts
	line := func(key, value string) templates.Pair {
		return templates.Pair{Term: w.T("press." + key), Lines: []string{value}}
	}
	return []templates.Pair{
		line("entries", w.Number(f.Entries)), line("cities", w.Number(f.Cities)), line("countries", w.Number(f.Countries)), line("categories", w.Number(f.Categories)),
		line("winners_count", w.Number(len(kit.Winners))), line("opened", w.Both(f.Opened, nil, kit.Edition.Location(), "", "")), line("ceremony", v.ceremonyLine(kit.Edition)),
	}
}

func (v *visit) ceremonyLine(e *award.Edition) string {
	date := v.Words.Date(e.Ceremony, e.Location())
	if e.CeremonyPlace == "" {
		return date
	}
	return v.Words.T("certificate.given", "Place", v.ceremony(e.CeremonyPlace), "Date", date)
}

func (v *visit) pressWinner(p library.Page) pressWinner {
	city := library.CityName(v.Lang, p.CityName, p.Country)
	won := pressWinner{
		Prize: library.PrizeName(v.Words, p.Practice), Category: library.CategoryName(v.Words, p.Practice), City: city, Country: v.Words.Country(p.Country),
		Title: templates.Link{Text: v.heading(p.Practice), URL: v.to("/library/" + p.Slug)}, Lang: v.textLang(p.Practice),
		Line: p.Answer("one_line"), Quote: p.Upkeep.Remark, Card: v.to("/library/" + p.Slug + "/card.png"),
	}
	won.CardAlt = v.Words.T("library.data.card", "Title", won.Title.Text, "City", city)
	if own := library.OwnName(p.InCity); own != city {
		won.Own = own
	}
	for _, a := range p.Files {
		if a.Thumb != "" {
			won.Photos = append(won.Photos, v.practicePicture(p, a))
		}
	}
	return won
}

// corrections say what became of prizes since they were announced.
func (v *visit) corrections(won library.Won) []string {
	var all []string
	for _, c := range won.Corrections {
		all = append(all, v.Words.T("certificate.correction."+string(c.Act), "Date", v.Words.Date(c.At, won.Edition.Location()),
			"Prize", library.PrizeName(v.Words, c.Of), "Category", library.CategoryName(v.Words, c.Of), "City", library.CityName(v.Lang, c.Of.CityName, c.Of.Country), "Reason", c.Reason))
	}
	return all
}

// pressZip sends everything of the kit: the facts and quotes as text, the winners
// as a table, photographs and cards. It is written as it is read, so a fault on
// the way ends the connection and no reader takes the piece for the whole.
func pressZip(s *Site, v *visit) error {
	kit, err := s.Library.Press(v.ctx(), v.Year)
	if err != nil {
		return err
	}
	page := v.pressPage(kit)
	v.public()
	h := v.Response().Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="press-`+strconv.Itoa(v.Year)+`.zip"`)
	if v.Request().Method == http.MethodHead {
		return v.NoContent(http.StatusOK)
	}
	z := zip.NewWriter(v.Response())
	err = errors.Join(v.pressTexts(z, kit, page), v.pressPictures(z, kit))
	if err == nil {
		err = z.Close()
	}
	if err != nil && v.Response().Committed {
		s.Log.Error("press kit", "error", err)
		panic(http.ErrAbortHandler)
	}
	return err
}

func (v *visit) pressTexts(z *zip.Writer, kit library.Press, page pressPage) error {
	var text strings.Builder
	add := func(lines ...string) {
		for _, l := range lines {
			text.WriteString(l + "\r\n")
		}
	}
	t := v.Words.T
	add(page.Heading, "", t("press.about_text"), "")
	for _, f := range page.Facts {
		add(f.Term + ": " + strings.Join(f.Lines, ", "))
	}
	add(t("press.facts_note"), t("press.verify")+": "+v.absolute("/verify"), "", t("press.rights"), page.Contact)
	for i, w := range page.Winners {
		add("", w.Prize+", "+w.Category, w.City+", "+w.Country, w.Title.Text, v.site.URL+w.Title.URL)
		add(someLines([]string{w.Line})...)
		if w.Quote != "" {
			add(t("press.quote") + ": " + t("certificate.quoted", "Title", w.Quote))
		}
		for n, photo := range pressPhotos(kit.Pages[i]) {
			add(photoName(kit.Pages[i], n) + ": " + strings.Join(someLines([]string{photo.Caption, credited(v, photo.Credit)}), " "))
		}
	}
	if len(page.Corrections) > 0 {
		add("", t("certificate.correction.heading"))
		add(page.Corrections...)
	}
	facts, err := z.Create("facts.txt")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(facts, text.String()); err != nil {
		return err
	}
	return v.pressTable(z, kit, page)
}

func credited(v *visit, name string) string {
	if name == "" {
		return ""
	}
	return v.Words.T("library.credit", "Name", name)
}

func (v *visit) pressTable(z *zip.Writer, kit library.Press, page pressPage) error {
	file, err := z.Create("winners.csv")
	if err != nil {
		return err
	}
	t := v.Words.T
	head := []string{t("certificate.check_page.prize"), t("certificate.check_page.category"), t("certificate.check_page.city"), t("library.fact.country"), t("certificate.check_page.practice"), "URL"}
	var rows [][]string
	for i, won := range page.Winners {
		rows = append(rows, []string{won.Prize, won.Category, won.City, won.Country, won.Title.Text, v.absolute("/library/" + kit.Pages[i].Slug)})
	}
	return office.NewTable(head, rows).CSV(file, nil)
}

// pressPhotos are the photographs of a winner that its city has released.
func pressPhotos(p library.Page) (all []award.Attachment) {
	for _, a := range p.Files {
		if a.Thumb != "" {
			all = append(all, a)
		}
	}
	return all
}

func photoName(p library.Page, n int) string {
	return "photographs/" + p.Slug + "-" + strconv.Itoa(n+1) + ".jpg"
}

// pressPictures adds the photographs, without the notes of the camera, and the
// cards.
func (v *visit) pressPictures(z *zip.Writer, kit library.Press) error {
	for _, p := range kit.Pages {
		for n, a := range pressPhotos(p) {
			if err := v.zipObject(z, photoName(p, n), forPublic(a).Key); err != nil {
				return err
			}
		}
		card, err := v.cardText(p.Practice).draw()
		if err != nil {
			return err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: "cards/" + p.Slug + ".png", Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := w.Write(card); err != nil {
			return err
		}
	}
	return nil
}

// zipObject stores an object as it is: pictures are compressed already.
func (v *visit) zipObject(z *zip.Writer, name, key string) error {
	body, _, err := v.site.Intake.Open(v.ctx(), key, 0)
	if err != nil {
		return fmt.Errorf("press kit: %w", err)
	}
	defer body.Close()
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, body)
	return err
}
