package demo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// sampleFile is an attachment with the bytes that its objects hold.
type sampleFile struct {
	row    award.Attachment
	body   []byte
	copies picture // of a picture
}

// keepFiles stores every object before any row names it.
func (w *world) keepFiles(ctx context.Context, _ *database.DB, store objects.Store) error {
	puts, ctx := errgroup.WithContext(ctx)
	puts.SetLimit(16)
	for _, e := range w.entries {
		puts.Go(func() error { return e.said.put(ctx, store) })
		for _, f := range e.files {
			puts.Go(func() error {
				return f.put(ctx, store)
			})
		}
	}
	return puts.Wait()
}

// put stores the objects of a file.
func (f sampleFile) put(ctx context.Context, store objects.Store) error {
	for key, body := range map[string][]byte{
		f.row.Key: f.body, f.row.Thumb: f.copies.small, f.row.Wide: f.copies.wide,
		f.row.ThumbWebP: f.copies.smallWebP, f.row.WideWebP: f.copies.wideWebP,
	} {
		if key == "" {
			continue
		}
		if _, err := store.Put(ctx, key, bytes.NewReader(body)); err != nil {
			return err
		}
	}
	return nil
}

// attach makes the files that an entry holds: all that are required, and an
// evidence document and photographs for most.
func (e *sampleEntry) attach(edition *award.Edition, drawn []picture) {
	at := e.Created.Add(30 * time.Hour)
	for _, kind := range edition.Attachments {
		for n := range e.wanted(kind) {
			f := e.file(kind, n, drawn)
			if f.body == nil {
				continue
			}
			f.row.ID, f.row.Entry, f.row.Kind, f.row.Position = ID(f.name(e, kind, n)), e.ID, kind.Key, len(e.files)
			f.row.Key, f.row.Version = objectKey(f.name(e, kind, n)), 1
			if f.copies.small != nil {
				f.row.Thumb, f.row.Wide = objectKey(f.name(e, kind, n)+"/thumb"), objectKey(f.name(e, kind, n)+"/wide")
				f.row.ThumbWebP, f.row.WideWebP = objectKey(f.name(e, kind, n)+"/thumb.webp"), objectKey(f.name(e, kind, n)+"/wide.webp")
			}
			sum := sha256.Sum256(f.body)
			f.row.Size, f.row.SHA256 = int64(len(f.body)), hex.EncodeToString(sum[:])
			f.row.Public = kind.Public == award.Always || kind.Public == award.Chosen && e.index%3 != 2
			f.row.Language, f.row.Credit = e.place.fileLanguage(kind.Key), "The demo of the WeGO Awards (invented)"
			f.row.By, f.row.Created = e.officer(), at.Add(time.Duration(len(e.files))*11*time.Minute)
			e.files = append(e.files, f)
		}
	}
}

// fileLanguage is the language that a city gives for a file: evidence is what
// it has, in its own.
func (p place) fileLanguage(kind string) string {
	own := map[string]string{
		"AR": "es", "CL": "es", "PE": "es", "ES": "es", "MX": "es", "BR": "pt", "EG": "ar", "JP": "ja", "KR": "ko", "KZ": "ru", "IT": "it",
		"FI": "fi", "MN": "mn", "VN": "vi", "FR": "fr", "SN": "fr", "RS": "sr", "DE": "de", "TR": "tr", "ID": "id", "TW": "zh", "CN": "zh",
	}[p.Country]
	if kind == "evidence_document" && own != "" {
		return own
	}
	return "en"
}

func (f sampleFile) name(e *sampleEntry, kind award.AttachmentKind, n int) string {
	return fmt.Sprintf("file/%s/%s/%d", e.key(), kind.Key, n)
}

// objectKey is a key that tells nothing, as those of real uploads.
func objectKey(name string) string {
	sum := sha256.Sum256([]byte("object/" + name))
	return "sample/" + hex.EncodeToString(sum[:])[:32]
}

// wanted is how many files of a kind the entry holds.
func (e *sampleEntry) wanted(kind award.AttachmentKind) int {
	switch {
	case kind.Required:
		return 1
	case kind.Key == "photographs":
		return e.index % 3
	case kind.Key == "evidence_document":
		return 1
	}
	return 0
}

// file makes one file of a kind: a drawing where pictures are wanted, else a
// document; an empty one when the kind takes neither.
func (e *sampleEntry) file(kind award.AttachmentKind, n int, drawn []picture) sampleFile {
	switch {
	case slices.Contains(kind.Formats, "jpg") && kind.MinWidth > 0, slices.Contains(kind.Formats, "jpg") && !slices.Contains(kind.Formats, "pdf"):
		return e.photograph(kind, n, drawn)
	case slices.Contains(kind.Formats, "pdf"):
		return e.document(kind)
	}
	return sampleFile{}
}

func (e *sampleEntry) photograph(kind award.AttachmentKind, n int, drawn []picture) sampleFile {
	p := drawn[(e.Number*5+n*7+len(kind.Key))%len(drawn)]
	return sampleFile{body: p.full, copies: p, row: award.Attachment{
		Name: fmt.Sprintf("%s-%s-%d.jpg", e.author.City, strings.ReplaceAll(kind.Key, "_", "-"), n+1), Media: "image/jpeg",
		Width: pictureWidth, Height: pictureHeight, Alt: p.alt,
		Caption: fmt.Sprintf("Sample picture for “%s”; %s is an invented city", e.Title, e.place.Name),
	}}
}

func (e *sampleEntry) document(kind award.AttachmentKind) sampleFile {
	leaves, what := e.evidence(), "evidence"
	if kind.Required {
		leaves, what = e.letter(), "nomination-letter"
	}
	caption := fmt.Sprintf("Sample %s of %s, an invented city", strings.ReplaceAll(what, "-", " "), e.place.Name)
	return sampleFile{body: paper(caption, leaves), row: award.Attachment{
		Name: e.author.City + "-" + what + ".pdf", Media: "application/pdf", Pages: len(leaves),
		Caption: caption, Alt: caption,
	}}
}

const inventedPaper = "SAMPLE. This document was generated for the demo of the WeGO Awards platform. The city, the people and every figure in it are invented."

func (e *sampleEntry) letter() []leaf {
	return []leaf{
		{"Letter of nomination", []string{
			inventedPaper, "To the Secretariat of the WeGO Awards",
			fmt.Sprintf("On behalf of %s I nominate the project “%s” in the category %s.", e.place.Name, e.Title, e.category),
			e.phrase("nominate", e.project, e.place.Name, e.n), e.Need,
			"Signed (sample): " + e.nominator(),
		}},
		{"Declarations", []string{
			"We declare that the content of this entry is true, that we hold the rights to its texts and pictures, that it may be published if it wins, and that the people named in it have agreed.",
			"Focal point: " + e.place.Officer + ", " + e.place.Title, inventedPaper,
		}},
	}
}

func (e *sampleEntry) evidence() []leaf {
	var figures []string
	for _, row := range e.indicators() {
		figures = append(figures, fmt.Sprintf("%s. Before: %s. After: %s (%s). Source: %s.", row[0], row[1], row[2], row[3], row[4]))
	}
	block := func(slot string) string { return e.phrase(slot, e.project, e.place.Name, e.n) }
	return []leaf{
		{e.place.Name + ": evidence", []string{inventedPaper, e.Title, e.Line, e.Need, block("need_known")}},
		{"Figures and how they were counted", append(figures, block("res_evidence"), block("res_unexpected"))},
		{"What went wrong", []string{e.Hard, block("hard_lesson"), block("need_cause")}},
		{"The first hundred days, for another city", []string{block("tr_needs"), block("tr_open"), block("sol_roll"), inventedPaper}},
	}
}
