package intake

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
)

// paper checks that a PDF ends as one does, is not locked, and has no more
// pages than its kind allows. Pages is 0 where the file does not say it in a
// way that is cheap to read.
func paper(at object, f *award.Attachment, k award.AttachmentKind) error {
	src, err := at.all()
	if err != nil {
		return err
	}
	_, rest, ends := bytes.Cut(src[bytes.LastIndex(src, []byte("%%EOF"))+1:], []byte("%EOF"))
	if !ends || len(bytes.Trim(rest, "\x00\r\n\t ")) > 0 {
		return fault("files.fault.truncated")
	}
	if locked.Match(src[max(0, len(src)-64<<10):]) {
		return fault("files.fault.locked")
	}
	f.Pages = pages(src)
	return tooManyPages(f.Pages, k)
}

func tooManyPages(n int, k award.AttachmentKind) error {
	if k.PagesMax > 0 && n > k.PagesMax {
		return fault("files.fault.pages", "Count", n, "Max", k.PagesMax)
	}
	return nil
}

var (
	locked    = regexp.MustCompile(`/Encrypt\s+\d+\s+\d+\s+R`)
	pageTree  = regexp.MustCompile(`/Type\s*/Pages\b`)
	pageCount = regexp.MustCompile(`/Count\s+(\d{1,6})\b`)
	packed    = regexp.MustCompile(`/Type\s*/ObjStm\b`)
	streamAt  = regexp.MustCompile(`\bstream\r?\n`)
)

// packedMax is how much of a PDF's packed objects is unpacked in all.
const packedMax = 16 << 20

// pages counts the pages of a PDF by its page tree, whose root holds the
// largest count (PDF 1.7, 7.7.3.2); since PDF 1.5 the tree may stand in packed
// object streams. 0 when none is found.
func pages(src []byte) int {
	n, room := pagesIn(src), int64(packedMax)
	for _, found := range packed.FindAllIndex(src, 500) {
		rest := src[found[1]:]
		begin := streamAt.FindIndex(rest[:min(len(rest), 1024)])
		if begin == nil {
			continue
		}
		z, err := zlib.NewReader(bytes.NewReader(rest[begin[1]:]))
		if err != nil {
			continue
		}
		objects, _ := io.ReadAll(io.LimitReader(z, room)) // what could be unpacked counts
		if room -= int64(len(objects)); room <= 0 {
			return n
		}
		n = max(n, pagesIn(objects))
	}
	return n
}

func pagesIn(src []byte) (n int) {
	for _, found := range pageTree.FindAllIndex(src, 5000) {
		if m := pageCount.FindSubmatch(around(src, found[0])); m != nil {
			count, _ := strconv.Atoi(string(m[1]))
			n = max(n, count)
		}
	}
	return n
}

// around returns the dictionary in which a place stands.
func around(src []byte, at int) []byte {
	const far = 64 << 10
	depth := 0
	for begin := at - 1; begin > 0 && at-begin < far; begin-- {
		switch string(src[begin-1 : begin+1]) {
		case ">>":
			depth++
			begin--
		case "<<":
			if depth == 0 {
				return src[begin-1 : closing(src, at, far)]
			}
			depth--
			begin--
		}
	}
	return nil
}

func closing(src []byte, at, far int) int {
	depth := 0
	end := min(len(src)-1, at+far)
	for i := at; i < end; i++ {
		switch string(src[i : i+2]) {
		case "<<":
			depth++
			i++
		case ">>":
			if depth == 0 {
				return i + 2
			}
			depth--
			i++
		}
	}
	return end
}

// slides checks that a presentation is a whole archive, by the list at its end,
// and counts its slides. Nothing of it is unpacked.
func slides(at object, f *award.Attachment, k award.AttachmentKind) error {
	z, err := zip.NewReader(at, at.size)
	if err != nil {
		return at.asFault(err)
	}
	found := false
	for _, part := range z.File {
		found = found || part.Name == "ppt/presentation.xml"
		if strings.HasPrefix(part.Name, "ppt/slides/slide") && strings.HasSuffix(part.Name, ".xml") {
			f.Pages++
		}
	}
	if !found {
		return fault("files.fault.type", "Formats", formats(k))
	}
	return tooManyPages(f.Pages, k)
}
