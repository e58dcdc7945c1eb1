package journey_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/testkit/browser"
)

// cityEnters signs a new officer in, starts an entry, answers every question
// that must be answered, attaches what must be attached, and sends it. It
// returns the entry's reference.
func (s *story) cityEnters() string {
	s.city = browser.Open(s.t).Tab(browser.View{})
	s.city.Go(s.base + "/en/apply")
	s.city.ClickText("Start an entry")
	s.codeFor(s.city, officerAt)
	s.emails[s.city] = officerAt
	s.city.Fill("Your name", "Jiwoo Han")
	s.city.ClickText("Continue")
	s.city.Fill("Name in English", cityName)
	s.city.Fill("Name in its own language and script", localName)
	s.city.Fill("Country or territory", "Republic of Korea")
	s.city.Choose("City")
	s.city.Choose("Services")
	s.city.Fill("Title of the project", practice)
	s.city.ClickText("Start the entry")
	s.city.See("was started")
	ref := last(s.city.URL())
	for _, section := range s.edition.Sections {
		s.answer(ref, section)
	}
	s.attach(ref)
	s.city.Go(s.base + "/en/my/entries/" + ref + "/check")
	s.city.ClickText("Send the entry")
	s.city.See("Your entry has been sent")
	s.city.See(ref)
	if m := s.mail(officerAt, "entry_received"); !strings.Contains(m.Text, ref) {
		s.t.Errorf("the receipt by mail does not name the entry: %s", m.Text)
	}
	return ref
}

func last(url string) string { return url[strings.LastIndexByte(url, '/')+1:] }

// answer fills in one section by the keyboard, as its questions ask.
func (s *story) answer(ref string, section award.Section) {
	asks := false
	s.city.Go(s.base + "/en/my/entries/" + ref + "/sections/" + section.Key)
	for _, q := range s.edition.QuestionsOf(section.Key) {
		if q.Required && q.Kind != award.FileKind {
			s.reply(q)
		}
		asks = asks || q.Kind != award.FileKind
	}
	if asks {
		s.city.ClickText("Save and return")
		s.city.NotSee("There is a problem with")
	}
}

// reply answers one question.
func (s *story) reply(q award.Question) {
	box := func(name string) string { return fmt.Sprintf(`[name=%q]`, name) }
	switch q.Kind {
	case award.ShortText, award.LongText, award.CityName:
		if value := s.city.Attribute(box(q.Key), "value"); value != "" && q.Kind != award.LongText {
			return
		}
		s.city.Click(box(q.Key))
		s.city.Type("Buses leave when a resident writes. " + q.Key)
	case award.Number:
		s.city.Click(box(q.Key))
		s.city.Type("120000")
	case award.Month:
		s.city.Fill(q.Label, "2024-03")
	case award.Choice:
		s.city.Group(q.Label).Choose(q.Options[0].Label)
	case award.Country:
		if s.city.Attribute(box(q.Key), "value") == "" {
			s.city.Fill(q.Label, "Republic of Korea")
		}
	case award.Consents, award.Choices:
		for _, o := range q.Options {
			s.city.Group(q.Label).Choose(o.Label)
		}
	case award.Indicators, award.Money:
		for _, column := range q.Kind.Columns() {
			s.city.Click(box(q.Key + ".0." + column))
			s.city.Type(cells[column])
		}
	default:
		s.t.Fatalf("the story does not know how to answer a question of kind %s", q.Kind)
	}
}

// cells are what the story writes into the columns of a table.
var cells = map[string]string{
	"name": "Minutes waited", "before": "60", "after": "9", "date": "2026", "source": "City survey",
	"what": "Build", "amount": "40000", "currency": "KRW", "note": "once",
}

// attach sends the files that must be there, and describes the picture.
func (s *story) attach(ref string) {
	letter, cover := s.files()
	for _, file := range [][2]string{{"nomination letter", letter}, {"cover photograph", cover}} {
		s.city.Go(s.base + "/en/my/entries/" + ref + "/files")
		k, path := s.kind(file[0]), file[1]
		form := s.city.In(fmt.Sprintf("section#%s", k.Key))
		form.Upload(k.Name, path)
		form.ClickText("Send the file")
		s.city.See(last(path))
	}
	if k := s.kind("cover photograph"); len(k.Needs) > 0 {
		s.city.Fill("Caption", "The night bus at the harbour")
		s.city.Fill("Description for people who cannot see it", "A small bus at a lit stop beside the water")
		s.city.Fill("Credit", "City of Hanbit Harbour")
		s.city.ClickText("Save")
	}
}

func (s *story) kind(name string) award.AttachmentKind {
	for _, k := range s.edition.Attachments {
		if strings.EqualFold(k.Name, name) {
			return k
		}
	}
	s.t.Fatalf("the edition has no attachment kind %q", name)
	return award.AttachmentKind{}
}

// cityCorrects answers the Secretariat's question, mends the title and sends
// the entry again.
func (s *story) cityCorrects(ref string) {
	s.open(s.city, "/en/my/entries/"+ref+"/messages")
	s.city.Fill("Your answer", "The letter is signed by the deputy mayor, who may sign for the city.")
	s.city.In("main").Click("button.btn")
	s.city.See("deputy mayor")
	s.city.Go(s.base + "/en/my/entries/" + ref + "/check")
	s.city.ClickText("Send the entry")
	s.city.See("Your entry has been sent")
}

// photograph is a JPEG of the least width that a cover may have.
func photograph(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 1920, 1080))
	for y := range 1080 {
		for x := range 1920 {
			img.Set(x, y, color.RGBA{uint8(x / 8), uint8(y / 5), 120, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// onePage is a PDF of one empty page.
func onePage() []byte {
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.4\n")
	for i, object := range []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	b.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", start)
	return b.Bytes()
}
