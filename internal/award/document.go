package award

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Document is what is kept of an entry when it is sent: the answers and
// attachments as they were, in the order of the form.
type Document struct {
	Reference string         `json:"reference"`
	Edition   int            `json:"edition"`
	City      DocumentCity   `json:"city"`
	Category  string         `json:"category"`
	Title     string         `json:"title"`
	Answers   []DocumentText `json:"answers"`
	Files     []DocumentFile `json:"files"`
}

// DocumentCity is the city of a Document.
type DocumentCity struct {
	Name    string `json:"name"`
	Country string `json:"country"`
}

// DocumentText is one answer of a Document, with the question as it was asked.
type DocumentText struct {
	Question string `json:"question"`
	Label    string `json:"label"`
	Value    string `json:"value"`
}

// DocumentFile is one attachment of a Document.
type DocumentFile struct {
	Kind     string `json:"kind"`
	Name     string `json:"name"`
	Media    string `json:"media"`
	Size     int64  `json:"size"`
	SHA256   string `json:"sha256"`
	Caption  string `json:"caption"`
	Alt      string `json:"alt"`
	Credit   string `json:"credit"`
	Language string `json:"language"`
	Public   bool   `json:"public"`
}

// NewDocument returns the document of an entry with its answers by question key
// and its attachments. Answers that are empty, and files of a kind that the
// edition does not know, are left out.
func NewDocument(e Entry, edition *Edition, city City, answers map[string]string, files []Attachment) Document {
	doc := Document{
		Reference: e.Reference, Edition: edition.Year, City: DocumentCity{city.Name, city.Country},
		Category: e.Category, Title: e.Title, Answers: []DocumentText{}, Files: []DocumentFile{},
	}
	for _, q := range edition.Questions {
		if v := answers[q.Key]; v != "" {
			doc.Answers = append(doc.Answers, DocumentText{q.Key, q.Label, v})
		}
	}
	for _, k := range edition.Attachments {
		for _, f := range files {
			if f.Kind == k.Key {
				doc.Files = append(doc.Files, DocumentFile{f.Kind, f.Name, f.Media, f.Size, f.SHA256, f.Caption, f.Alt, f.Credit, f.Language, f.Public})
			}
		}
	}
	return doc
}

// Canonical returns the one JSON text of a document and the SHA-256 of it in
// hex: fields in their order, no space, no escapes that JSON does not need.
func (doc Document) Canonical() (text, sum string, err error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(doc); err != nil {
		return "", "", err
	}
	text = string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	hash := sha256.Sum256([]byte(text))
	return text, hex.EncodeToString(hash[:]), nil
}

// Document reads back what was sent.
func (s Sending) Document() (doc Document, err error) {
	if err := json.Unmarshal([]byte(s.Doc), &doc); err != nil {
		return doc, fmt.Errorf("sending %d of %s: %w", s.Number, s.Entry, err)
	}
	return doc, nil
}
