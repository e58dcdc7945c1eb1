package demo

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// leaf is a page of a document: a heading and paragraphs.
type leaf struct {
	heading string
	text    []string
}

const (
	lineLetters = 84  // letters in a line of text
	paperTop    = 770 // points above the foot of an A4 page
)

// paper returns a plain PDF of A4 pages in Helvetica, each of which says that
// it is a sample. Letters outside Western Europe are written without accents.
func paper(title string, leaves []leaf) []byte {
	var b bytes.Buffer
	var places []int
	object := func(format string, args ...any) {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(places))
		fmt.Fprintf(&b, format, args...)
		b.WriteString("\nendobj\n")
	}
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	var kids strings.Builder
	for i := range leaves {
		fmt.Fprintf(&kids, "%d 0 R ", 6+2*i)
	}
	object("<< /Type /Pages /Count %d /Kids [%s] >>", len(leaves), kids.String())
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
	object("<< /Title (%s) /Producer (WeGO Awards demo) >>", pdfText(title))
	for i, l := range leaves {
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>", 7+2*i)
		content := l.content(fmt.Sprintf("%s  -  page %d of %d", title, i+1, len(leaves)))
		object("<< /Length %d >>\nstream\n%s\nendstream", len(content), content)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(places)+1)
	for _, at := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(places)+1, start)
	return b.Bytes()
}

// content is the page in the language of PDF.
func (l leaf) content(foot string) string {
	var b strings.Builder
	b.WriteString("0.85 g BT /F2 92 Tf 0.7 0.7 -0.7 0.7 130 250 Tm (SAMPLE) Tj ET\n0 g\n")
	fmt.Fprintf(&b, "BT /F2 16 Tf 64 %d Td (%s) Tj ET\n", paperTop, pdfText(l.heading))
	fmt.Fprintf(&b, "BT /F1 10.5 Tf 15 TL 64 %d Td\n", paperTop-34)
	for _, paragraph := range l.text {
		for _, line := range wrap(paragraph, lineLetters) {
			fmt.Fprintf(&b, "(%s) Tj T*\n", pdfText(line))
		}
		b.WriteString("T*\n")
	}
	fmt.Fprintf(&b, "ET\nBT /F1 8 Tf 64 40 Td (%s) Tj ET", pdfText(foot))
	return b.String()
}

// wrap breaks a text into lines of at most n letters.
func wrap(text string, n int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > n {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

var escaped = strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`, "\x1a", "?")

// pdfText is a text in the letters that Helvetica has.
func pdfText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if _, known := charmap.Windows1252.EncodeRune(r); known {
			b.WriteRune(r)
			continue
		}
		for _, plain := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, plain) {
				b.WriteRune(plain)
			}
		}
	}
	western, _ := encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder()).String(strings.ReplaceAll(b.String(), "ı", "i"))
	return escaped.Replace(western)
}
