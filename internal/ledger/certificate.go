package ledger

import (
	"encoding/json"
	"errors"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Certificate is what a prize's certificate says, in a form that can be checked
// without the server.
type Certificate struct {
	Code     string `json:"code"` // random, on the paper and in its QR code
	Year     int    `json:"year"`
	Category string `json:"category"`
	Prize    string `json:"prize"`
	Entry    string `json:"entry"`
	City     string `json:"city"`
	Title    string `json:"title"`
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

// certificates holds every certificate against the results.
func (v *verifier) certificates() *Fault {
	for i, signed := range v.Certificates {
		c, err := OpenCertificate(signed, v.public)
		if err != nil {
			kind := BadCertificate
			if errors.Is(err, ErrSignature) {
				kind = BadSignature
			}
			return &Fault{Kind: kind, Leaf: int64(i)}
		}
		if !v.backed(c) {
			return &Fault{Kind: BadCertificate, Leaf: int64(i), Year: c.Year, Category: c.Category, Prize: c.Prize, Entry: c.Entry}
		}
		v.report.Certificates++
	}
	return nil
}

// backed reports whether a result says what a certificate says.
func (v *verifier) backed(c Certificate) bool {
	for _, r := range v.report.Results {
		for _, w := range r.Prizes {
			if r.Year == c.Year && r.Category == c.Category && w.Prize == c.Prize && w.Entry == c.Entry && w.City == c.City && w.Title == c.Title {
				return true
			}
		}
	}
	return false
}
