package form

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/templates"
)

func posted(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func TestTextIsTidied(t *testing.T) {
	v, err := Read(posted("a=%20caf%65%CC%81%0D%0Atwo%07%20&b=1&b=2&b="), 1000)
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Text("a"); got != "café\ntwo" {
		t.Errorf("a is %q", got)
	}
	if got := v.All("b"); !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("b is %q", got)
	}
}

func TestTextThatIsNotUTF8IsRefusedAtItsField(t *testing.T) {
	for _, bad := range []string{"%FF", "%C3", "a%00b"} {
		v, err := Read(posted("good=kept&bad="+bad), 1000)
		var faults award.Invalid
		if !errors.As(err, &faults) || faults["bad"].Key != "fault.utf8" {
			t.Errorf("%s: error %v", bad, err)
		}
		if v.Text("good") != "kept" {
			t.Errorf("%s: the other field is lost", bad)
		}
	}
	if _, err := Read(posted("%FF=x"), 1000); !errors.Is(err, ErrMalformed) {
		t.Errorf("a name that is not text: %v", err)
	}
}

func TestBodyOverTheLimitIsRefused(t *testing.T) {
	for _, body := range []string{"a=" + strings.Repeat("x", 2000), strings.Repeat("a&", mostFields+1)} {
		if _, err := Read(posted(body), int64(min(len(body)-1, 1<<20))); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%d bytes: %v", len(body), err)
		}
	}
	r := posted("a=1")
	r.Header.Set("Content-Type", "application/json")
	if _, err := Read(r, 1000); !errors.Is(err, ErrMalformed) {
		t.Errorf("not a form: %v", err)
	}
}

func multi(t *testing.T, fill func(*multipart.Writer)) (body []byte, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	fill(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), w.FormDataContentType()
}

func TestFilesAreHandedOutAsTheyArrive(t *testing.T) {
	body, contentType := multi(t, func(w *multipart.Writer) {
		_ = w.WriteField("caption", " Rides ")
		f, _ := w.CreateFormFile("file", "../log.pdf")
		_, _ = f.Write([]byte("content"))
		_ = w.WriteField("after", "x")
	})
	r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	var name, content, caption string
	v, err := Stream(r, func(before Values, f File) error {
		read, err := io.ReadAll(f.Body)
		name, content, caption = f.Name, string(read), before.Text("caption")
		return err
	})
	if err != nil || name != "log.pdf" || content != "content" || caption != "Rides" || v.Text("after") != "x" {
		t.Errorf("got %q %q %q %v, %v", name, content, caption, v, err)
	}
}

func TestUploadThatBreaksOffIsMalformed(t *testing.T) {
	body, contentType := multi(t, func(w *multipart.Writer) {
		f, _ := w.CreateFormFile("file", "film.mp4")
		_, _ = f.Write(bytes.Repeat([]byte("x"), 5000))
	})
	r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body[:3000]))
	r.Header.Set("Content-Type", contentType)
	_, err := Stream(r, func(_ Values, f File) error {
		_, err := io.Copy(io.Discard, f.Body)
		return err
	})
	if !errors.Is(err, ErrMalformed) {
		t.Errorf("error %v", err)
	}
}

func TestNumbersAreReadAsPeopleWriteThem(t *testing.T) {
	for written, want := range map[string]float64{"1 200": 1200, "1,200": 1200, "12.5": 12.5, "12,5": 12.5, "1,234,567.5": 1234567.5, "−3": -3, "": 0} {
		faults := award.Invalid{}
		if got := (Values{"n": {written}}).Number("n", faults); got != want || len(faults) != 0 {
			t.Errorf("%q: got %v, %v", written, got, faults)
		}
	}
	for _, written := range []string{"many", "0x10", "NaN", "1e", "Inf", "12_000"} {
		faults := award.Invalid{}
		(Values{"n": {written}}).Number("n", faults)
		if faults["n"].Key != "fault.number" {
			t.Errorf("%q passes", written)
		}
	}
}

func TestAddressesAreChecked(t *testing.T) {
	for written, good := range map[string]bool{"a@city.org": true, " A@City.ORG ": true, "a@city": false, "A <a@city.org>": false, "a b@city.org": false, "": true} {
		faults := award.Invalid{}
		(Values{"e": {written}}).Email("e", faults)
		if (len(faults) == 0) != good {
			t.Errorf("e-mail %q: %v", written, faults)
		}
	}
	for written, good := range map[string]bool{"https://city.org/x?y=1": true, "javascript:alert(1)": false, "//city.org": false, "https://user@city.org": false} {
		if IsURL(written) != good {
			t.Errorf("address %q is %v", written, !good)
		}
	}
}

func TestLocalTimeIsReadInItsZone(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	faults := award.Invalid{}
	got := (Values{"t": {"2027-05-31T18:00"}}).Time("t", paris, faults)
	if want := award.At(time.Date(2027, 5, 31, 16, 0, 0, 0, time.UTC)); got != want || len(faults) > 0 {
		t.Errorf("got %v, %v", got.Std(), faults)
	}
	for _, never := range []string{"2027-03-28T02:30", "2027-02-30T10:00", "tomorrow"} {
		faults := award.Invalid{}
		if (Values{"t": {never}}).Time("t", paris, faults); faults["t"].Key != "fault.time" {
			t.Errorf("%s passes", never)
		}
	}
}

func TestTableKeepsFilledRowsInOrder(t *testing.T) {
	v := Values{"k.10.a": {"third"}, "k.0.a": {"first"}, "k.2.b": {"second"}, "k.5.a": {""}, "k.version": {"4"}, "k.x.a": {"no"}, "other.0.a": {"no"}}
	want := [][]string{{"first", ""}, {"", "second"}, {"third", ""}}
	if got := v.Table("k", "a", "b"); !slices.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("got %v", got)
	}
}

func TestRefusedFormKeepsWhatWasTyped(t *testing.T) {
	w := locale.Must("en")
	faults := award.Invalid{}
	faults.Add("title", "fault.words", "Count", 15)
	faults.Add("ind.1.source", "fault.required")
	faults.Add("page", "fault.required")
	values := Values{"title": {"typed"}, "ind.0.source": {"a"}, "ind.1.name": {"b"}}
	s := NewSheet(w, values, faults)
	title := s.Text("title", "Title", "", "stored")
	table := s.Add(templates.Field{Kind: templates.Table, Name: "ind", Label: "Indicators", Columns: []templates.Column{{Name: "name"}, {Name: "source"}}})
	boxes := s.Add(templates.Field{Kind: templates.Checks, Name: "who", Values: []string{"stored"}})
	if title.Value != "typed" || title.Fault != "Use at most 15 words" || len(table.Rows) != 2 || len(boxes.Values) != 0 {
		t.Errorf("fields %+v %+v %+v", title, table, boxes)
	}
	var at []string
	for _, line := range s.Lines() {
		at = append(at, line.Field)
	}
	if want := []string{"title", "ind.1.source", "main"}; !slices.Equal(at, want) {
		t.Errorf("faults at %v, want %v", at, want)
	}
}

func TestALetterTakesItsAccentAcrossAControlCharacter(t *testing.T) {
	v, err := Read(posted(url.Values{"x": {"A\v\u0300"}}.Encode()), 1<<20)
	if err != nil || v.Text("x") != "\u00c0" {
		t.Errorf("%q, %v", v.Text("x"), err)
	}
}

// Whatever a browser posts as text comes back the same when it is posted again.
func TestTidyingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		once, err := Read(posted(url.Values{"x": {text}}.Encode()), 1<<20)
		if err != nil {
			return
		}
		twice, err := Read(posted(url.Values{"x": {once.Text("x")}}.Encode()), 1<<20)
		if err != nil || twice.Text("x") != once.Text("x") {
			t.Fatalf("%q becomes %q, then %q (%v)", text, once.Text("x"), twice.Text("x"), err)
		}
	})
}
