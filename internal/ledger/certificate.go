package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Certificate is what a prize's certificate says, in a form that can be checked
// without the server.
type Certificate struct {
	Code     string `json:"code"` // on the paper and in its QR code; nobody can guess it before the result is open
	Year     int    `json:"year"`
	Category string `json:"category"`
	Prize    string `json:"prize"`
	Entry    string `json:"entry"`
	City     string `json:"city"`
	Title    string `json:"title"`
	// Name is the city's as it stands on the paper, Own the same in its own
	// script; empty where they are not other than City.
	Name string `json:"name,omitempty"`
	Own  string `json:"own,omitempty"`
}

// certificateHead is the first line of a certificate's note, so that no other
// note of the same key passes for one.
const certificateHead = "wego-certificate-1"

// Sign is the certificate as a signed note.
func (c Certificate) Sign(private string) (string, error) {
	signer, err := note.NewSigner(private)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	signed, err := note.Sign(&note.Note{Text: certificateHead + "\n" + string(text) + "\n"}, signer)
	return string(signed), err
}

// OpenCertificate reads a signed certificate: ErrForm or ErrSignature when it
// does not hold.
func OpenCertificate(signed, public string) (c Certificate, err error) {
	text, _, err := openNote(signed, public)
	if err != nil {
		return c, err
	}
	head, body, _ := strings.Cut(text, "\n")
	if head != certificateHead || strict([]byte(strings.TrimSuffix(body, "\n")), &c) != nil {
		return Certificate{}, ErrForm
	}
	return c, nil
}

// Holder is the city's name as it stands on the paper.
func (c Certificate) Holder() string {
	name := c.City
	if c.Name != "" {
		name = c.Name
	}
	if c.Own != "" {
		name += " (" + c.Own + ")"
	}
	return name
}

// pdfLine begins every line of a certificate's note in a PDF, where it is a
// comment.
const pdfLine = "%" + certificateHead + ": "

// IntoPDF puts a signed certificate into a PDF as a comment before its end,
// where no reader of PDF minds it and no offset changes. A file that is no PDF
// is returned as it is.
func IntoPDF(pdf []byte, signed string) []byte {
	at := bytes.LastIndex(pdf, []byte("startxref"))
	if at < 0 {
		return pdf
	}
	var b bytes.Buffer
	b.Grow(len(pdf) + len(signed) + 256)
	b.Write(pdf[:at])
	for line := range strings.SplitSeq(strings.TrimSuffix(signed, "\n"), "\n") {
		b.WriteString(pdfLine + line + "\n")
	}
	b.Write(pdf[at:])
	return b.Bytes()
}

// Kept is a signed note as somebody has kept it in a file: the ends of lines and
// the space around it are what editors and mails make of them.
func Kept(file []byte) string {
	text := strings.ReplaceAll(strings.TrimPrefix(string(file), "\ufeff"), "\r\n", "\n")
	return strings.TrimSpace(text) + "\n"
}

// FromFile is the signed certificate that a file holds: the file itself, or the
// note in a PDF.
func FromFile(file []byte) string {
	if !bytes.HasPrefix(file, []byte("%PDF-")) {
		return Kept(file)
	}
	var signed strings.Builder
	for line := range bytes.SplitSeq(file, []byte("\n")) {
		if rest, is := bytes.CutPrefix(line, []byte(pdfLine)); is {
			signed.Write(rest)
			signed.WriteByte('\n')
		}
	}
	return signed.String()
}

// certificates holds every certificate against the results and what became of
// them.
func (v *verifier) certificates() *Fault {
	for i, signed := range v.Certificates {
		c, err := OpenCertificate(signed, v.public)
		if err != nil {
			kind := BadCertificate
			if errors.Is(err, ErrSignature) {
				kind = Forged
			}
			return &Fault{Kind: kind, Leaf: int64(i)}
		}
		if !v.backed(c) {
			return &Fault{Kind: BadCertificate, Leaf: int64(i), Year: c.Year, Category: c.Category, Prize: c.Prize, Entry: c.Entry}
		}
		v.report.Certificates++
		if by, void := v.voided(c); void {
			v.report.Void = append(v.report.Void, Voided{c, by})
		}
	}
	return nil
}

// backed reports whether a result, or a promotion since, says what a certificate
// says.
func (v *verifier) backed(c Certificate) bool {
	for _, r := range v.report.Results {
		for _, w := range r.Prizes {
			if r.Year == c.Year && r.Category == c.Category && w.Prize == c.Prize && w.Entry == c.Entry && w.City == c.City && w.Title == c.Title {
				return true
			}
		}
	}
	return slices.ContainsFunc(v.amends, func(a Amended) bool {
		return a.Act == Promoted && a.of(c) && a.City == c.City && a.Title == c.Title
	})
}
