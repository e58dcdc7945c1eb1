// Package form turns what a browser posts into values that the activities
// take, and values with their faults back into the fields of a page. What is
// not text in UTF-8 gets no further than here.
package form

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"we-gov.org/awards/internal/award"
)

var (
	// ErrTooLarge means that the body is longer than the limit of its route.
	ErrTooLarge = errors.New("form: body too large")
	// ErrMalformed means that the body is not a form, or breaks off in the middle.
	ErrMalformed = errors.New("form: malformed body")
)

// The most fields that a form may post: far above the largest page.
const mostFields = 4000

// Read returns the fields of a posted form of at most limit bytes, urlencoded
// or multipart without files. Text is brought to NFC with plain line ends and
// without space around it. Text that is not UTF-8, or holds a NUL, is an
// award.Invalid of its field; the other fields are returned with it.
func Read(r *http.Request, limit int64) (Values, error) {
	body := http.MaxBytesReader(nil, r.Body, limit)
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, ErrMalformed
	}
	switch media {
	case "application/x-www-form-urlencoded":
		return readPlain(body)
	case "multipart/form-data":
		return readParts(multipart.NewReader(body, params["boundary"]), nil)
	}
	return nil, ErrMalformed
}

// Query returns the fields of the query of an address, cleaned in the same way;
// what is not text is left out.
func Query(r *http.Request) Values {
	v, _ := clean(r.URL.Query())
	return v
}

// File is one file of a multipart form while it is being sent. Body must be
// read within the call that hands it out.
type File struct {
	Field, Name string
	Body        io.Reader
}

// Stream reads a multipart form of any length in constant memory and hands out
// each file as it arrives, with the fields that came before it. A control
// without a chosen file is passed over. The sum of the text fields is limited;
// the size of a file is for take to limit. A body that breaks off is
// ErrMalformed, within the file's Body or after it.
func Stream(r *http.Request, take func(Values, File) error) (Values, error) {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" {
		return nil, ErrMalformed
	}
	return readParts(multipart.NewReader(r.Body, params["boundary"]), take)
}

func readPlain(body io.Reader) (Values, error) {
	raw, err := io.ReadAll(body)
	if err != nil {
		return nil, broken(err)
	}
	if strings.Count(string(raw), "&") > mostFields {
		return nil, ErrTooLarge
	}
	fields, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, ErrMalformed
	}
	return clean(fields)
}

// The most bytes of text beside the files of a multipart form.
const mostText = 1 << 20

func readParts(parts *multipart.Reader, take func(Values, File) error) (Values, error) {
	fields, room := url.Values{}, int64(mostText)
	for range mostFields {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return clean(fields)
		}
		if err != nil {
			return nil, broken(err)
		}
		if part.FileName() != "" {
			err = handOut(fields, part, take)
		} else {
			room, err = keep(fields, part, room)
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, ErrTooLarge
}

func handOut(fields url.Values, part *multipart.Part, take func(Values, File) error) error {
	if take == nil {
		return ErrMalformed
	}
	so, err := clean(fields)
	if err != nil {
		return err
	}
	name := part.FileName()
	if !utf8.ValidString(name) || !utf8.ValidString(part.FormName()) {
		return award.Invalid{part.FormName(): {Key: "fault.utf8"}}
	}
	return take(so, File{Field: part.FormName(), Name: tidy(name), Body: whole{part}})
}

func keep(fields url.Values, part *multipart.Part, room int64) (int64, error) {
	text, err := io.ReadAll(io.LimitReader(part, room+1))
	if err != nil {
		return 0, broken(err)
	}
	if room -= int64(len(text)); room < 0 {
		return 0, ErrTooLarge
	}
	fields.Add(part.FormName(), string(text))
	return room, nil
}

// whole turns the errors of a part that breaks off into ErrMalformed.
type whole struct{ part *multipart.Part }

func (w whole) Read(p []byte) (int, error) {
	n, err := w.part.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = broken(err)
	}
	return n, err
}

func broken(err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return ErrTooLarge
	}
	return errors.Join(ErrMalformed, err)
}

// clean checks and tidies every field. Names that are not text have no field
// to show a fault at and are malformed.
func clean(fields url.Values) (Values, error) {
	values, faults := make(Values, len(fields)), award.Invalid{}
	for name, texts := range fields {
		if !isText(name) {
			return nil, ErrMalformed
		}
		for _, text := range texts {
			if !isText(text) {
				faults.Add(name, "fault.utf8")
				continue
			}
			values[name] = append(values[name], tidy(text))
		}
	}
	return values, faults.Or()
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// tidy brings text to one form: NFC, plain line ends, no control characters
// but line end and tab, no space around it. Control characters go first: one
// between a letter and its accent would keep them apart.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, lineEnds.Replace(s))
	return strings.TrimSpace(norm.NFC.String(s))
}
