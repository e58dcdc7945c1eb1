package web_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/web"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

func smallPNG(side int) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, side, side)))
	return b.Bytes()
}

const photographs = `form[action$="/attach/photographs"]`

func TestFileIsAttachedDescribedAndRemoved(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	page := c.Get(portOriel + "/files").Want(http.StatusOK)
	if !page.Says("up to 5 files · JPG, PNG, WEBP · up to 25 MB") {
		t.Error("the limits are not said before choosing")
	}
	describe := page.Form(photographs).Choose(testkit.File{Field: "file", Name: "counter.png", Media: "text/html", Body: smallPNG(90)}).Send().Want(http.StatusSeeOther).Follow().Want(http.StatusOK)
	if !describe.Says("counter.png was added") || !describe.Says("PNG · 90 × 90 pixels") {
		t.Errorf("the page says %q", describe.Text("main"))
	}
	describe.Form("main form").Set("caption", "The counter").Set("alt", "A long counter").Set("credit", "Photo: City").Send().Want(http.StatusSeeOther)
	page = c.Get(portOriel + "/files")
	if !page.Says("The counter") || page.Attr(".file img", "alt") != "A long counter" {
		t.Error("the description is not shown")
	}
	thumb := c.Get(page.Attr(".file img", "src")).Want(http.StatusOK)
	if thumb.Header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("the thumbnail is %s", thumb.Header.Get("Content-Type"))
	}
	page.Click(`.file a[href$="/remove"]`).Want(http.StatusOK).Form("main form").Send().Want(http.StatusSeeOther)
	if c.Get(portOriel + "/files").Has(".file img") {
		t.Error("the file is still there")
	}
}

func TestFileThatCannotBeTakenIsToldAtItsForm(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	for what, choose := range map[string]testkit.File{
		"Choose a file first":                      {},
		"This file is empty":                       {Field: "file", Name: "a.png"},
		"none of: JPG, PNG, WEBP":                  {Field: "file", Name: "a.png", Media: "image/png", Body: []byte("<html>")},
		"This file is not whole":                   {Field: "file", Name: "a.png", Media: "image/png", Body: smallPNG(300)[:90]},
		"This file is larger than 25 MB":           {Field: "file", Name: "a.png", Media: "image/png", Body: append(smallPNG(9), make([]byte, 25<<20)...)},
		"cannot be read. Type or paste it again":   {Field: "file", Name: "caf\xe9.png", Media: "image/png", Body: smallPNG(9)},
		"This file is larger than 25 MB. Make it ": {Field: "file", Name: "b.png", Media: "image/png", Body: append(smallPNG(9), make([]byte, 27<<20)...)},
	} {
		form := c.Get(portOriel + "/files").Form(photographs)
		if choose.Field != "" {
			form.Choose(choose)
		}
		page := form.Send().Want(http.StatusUnprocessableEntity)
		if !page.Says(what) || page.Attr(".summary a", "href") != "#file-photographs" {
			t.Errorf("%s: the page says %q", what, page.Text(".summary"))
		}
	}
	c.Header.Set("Accept", "application/json")
	said := map[string]string{}
	page := c.Upload(portOriel+"/attach/photographs", nil, testkit.File{Field: "file", Name: "a.png", Body: []byte("<html>")}).Want(http.StatusUnprocessableEntity)
	if err := json.Unmarshal([]byte(page.Body), &said); err != nil || said["fault"] == "" {
		t.Errorf("the script is told %q", page.Body)
	}
	page = c.Upload(portOriel+"/attach/photographs", nil, testkit.File{Field: "file", Name: "a.png", Body: smallPNG(9)}).Want(http.StatusOK)
	if err := json.Unmarshal([]byte(page.Body), &said); err != nil || !strings.HasSuffix(said["location"], "/edit") {
		t.Errorf("the script is told %q", page.Body)
	}
}

// upload is a request with a file whose bytes are made as they are read.
func upload(path string, head []byte, rest io.Reader) *http.Request {
	var begin, end bytes.Buffer
	w := multipart.NewWriter(&begin)
	header := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="film.mp4"`}}
	_, _ = w.CreatePart(header)
	begin.Write(head)
	end.WriteString("\r\n--" + w.Boundary() + "--\r\n")
	r := httptest.NewRequest(http.MethodPost, testkit.URL+path, io.MultiReader(&begin, rest, &end))
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.ContentLength = -1
	return r
}

func TestUploadThatBreaksInTheMiddleIsToldAndLeavesNothing(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	for _, end := range []error{io.ErrUnexpectedEOF, io.EOF} {
		whole := upload(portOriel+"/attach/photographs", smallPNG(300)[:60], iotest.ErrReader(end))
		if end == io.EOF { //nolint:errorlint // as it is
			body, _ := io.ReadAll(whole.Body)
			whole.Body = io.NopCloser(bytes.NewReader(body[:len(body)-10]))
		}
		page := c.Do(whole).Want(http.StatusBadRequest)
		if !page.Says("The connection broke and nothing was kept") {
			t.Errorf("the page says %q", page.Text("main"))
		}
	}
	if c.Get(portOriel + "/files").Has(".file:not([data-progress])") {
		t.Error("something was kept")
	}
}

func TestFilmOfHundredsOfMegabytesDoesNotGrowTheProgram(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	const size = 220 << 20
	head := []byte("\x00\x00\x00\x14ftypisom\x00\x00\x02\x00isom\x00\x00\x00\x08moov")
	head = append(binary.BigEndian.AppendUint32(head, size+8), "mdat"...)
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	peak, read := uint64(0), 0
	film := reads(func(p []byte) (int, error) {
		if read >= size {
			return 0, io.EOF
		}
		n := min(len(p), size-read)
		clear(p[:n])
		if read>>24 != (read+n)>>24 {
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc)
		}
		read += n
		return n, nil
	})
	c.Do(upload(portOriel+"/attach/video", head, film)).Want(http.StatusSeeOther)
	if grown := int64(peak) - int64(before.HeapAlloc); grown > 32<<20 { //nolint:gosec // far below
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
	s.View(func(tx *database.Tx) error {
		e, err := tx.EntryRef("2027-0040")
		files, _ := tx.Attachments(e.ID)
		if len(files) != 1 || files[0].Size != int64(len(head)+size) {
			t.Errorf("kept %+v", files)
		}
		return err
	})
}

type reads func([]byte) (int, error)

func (f reads) Read(p []byte) (int, error) { return f(p) }

func TestFileIsServedAsItsTypeAllows(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	svg := `<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>`
	for _, f := range []struct {
		kind, name, media, shown string
		body                     []byte
	}{
		{"photographs", "사진 \"1\".png", "image/png", `inline; filename="__ _1_.png"; filename*=UTF-8''%EC%82%AC%EC%A7%84%20%221%22.png`, smallPNG(40)},
		{"nomination_letter", "letter.html", "application/pdf", `inline; filename=letter.html.pdf`, []byte("%PDF-1.4\n%%EOF\n")},
		{"city_emblem", "emblem.svg", "image/svg+xml", `attachment; filename=emblem.svg`, []byte(svg)},
	} {
		c.Upload(portOriel+"/attach/"+f.kind, nil, testkit.File{Field: "file", Name: strings.ReplaceAll(f.name, `"`, ""), Body: f.body}).Want(http.StatusSeeOther)
		page := c.Get(c.Get(portOriel+"/files").Attr("#"+f.kind+" .file b a", "href")).Want(http.StatusOK)
		if page.Body != string(f.body) {
			t.Errorf("%s: the bytes differ", f.name)
		}
		for header, want := range map[string]string{
			"Content-Type": f.media, "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
			"Content-Disposition":     strings.ReplaceAll(strings.ReplaceAll(f.shown, "_1_", "1"), "%221%22", "1"),
			"Content-Security-Policy": "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
		} {
			if got := page.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q, want %q", f.name, header, got, want)
			}
		}
	}
}

func TestFileIsServedInRanges(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/haneul")
	address := c.Get(haneul+"/files").Attr(".file b a", "href")
	whole := c.Get(address).Want(http.StatusOK).Body
	for asked, want := range map[string]string{"bytes=0-9": whole[:10], "bytes=100-": whole[100:], "bytes=-7": whole[len(whole)-7:]} {
		c.Header.Set("Range", asked)
		if page := c.Get(address).Want(http.StatusPartialContent); page.Body != want {
			t.Errorf("%s gave %d bytes, want %d", asked, len(page.Body), len(want))
		}
	}
	c.Header.Set("Range", "bytes=99999999-")
	c.Get(address).Want(http.StatusRequestedRangeNotSatisfiable)
}

func TestFileOfAnotherEntryOpensNothing(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	theirs := s.As("city/haneul").Get(haneul+"/files").Attr(".file b a", "href")
	id := theirs[strings.LastIndexByte(theirs, '/'):]
	c := s.As("city/port-oriel")
	for _, below := range []string{"", "/thumb", "/edit", "/remove"} {
		c.Get(theirs + below).Want(http.StatusNotFound)
		c.Get(portOriel + "/files" + id + below).Want(http.StatusNotFound)
	}
	for _, below := range []string{"", "/move", "/remove"} {
		c.Post(portOriel+"/files"+id+below, nil).Want(http.StatusNotFound)
	}
	c.Get(portOriel + "/files/nonsense").Want(http.StatusNotFound)
	s.Visitor().Get(theirs).Want(http.StatusSeeOther)
}

func TestFileThatArrivesTooLateIsToldSo(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	stage, _ := s.Sample.Edition.Stage(award.StageSubmit)
	s.Clock.Set(stage.Closes - 1)
	form := s.As("city/port-oriel").Get(portOriel + "/files").Form(photographs)
	s.Clock.Set(stage.Closes)
	page := form.Choose(testkit.File{Field: "file", Name: "a.png", Body: smallPNG(9)}).Send().Want(http.StatusConflict)
	if !page.Says("Entries closed on") {
		t.Errorf("the page says %q", page.Text("main"))
	}
}

// A store that is away was told as a fault of the last step, in a page that
// every cache could keep for a minute where the file was public.
func TestFileOfAStoreThatDoesNotAnswerIsToldSo(t *testing.T) {
	s := testkit.Site(t, demo.Public)
	away, err := objects.Open("s3://key:secret@127.0.0.1:1/nowhere?insecure=true")
	if err != nil {
		t.Fatal(err)
	}
	parts := s.Parts
	parts.Intake, parts.URL = intake.New(s.DB, away, s.Clock.Now), testkit.URL
	if s.Handler, err = web.New(parts); err != nil {
		t.Fatal(err)
	}
	c := s.Visitor()
	page := c.Get(publicFile(t, s)).Want(http.StatusServiceUnavailable)
	if !page.Says("The store of files does not answer") {
		t.Errorf("the page says %q", page.Text("main"))
	}
	if got := page.Header.Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("Cache-Control is %q", got)
	}
}

// publicFile is the address of a file that everybody may read.
func publicFile(t *testing.T, s *testkit.Platform) string {
	t.Helper()
	c := s.Visitor()
	for _, practice := range c.Get("/en/winners/2027").Want(http.StatusOK).Doc().Find("main a[href*='/en/library/']").EachIter() {
		address, _ := practice.Attr("href")
		if file := c.Get(address).Attr("main a[href*='/files/']", "href"); file != "" {
			return file
		}
	}
	t.Fatal("no practice has a public file")
	return ""
}
