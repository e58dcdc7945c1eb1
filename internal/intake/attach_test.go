package intake_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/image/webp"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

const city = "city/port-oriel"

func (d desk) attach(kind, name string, body []byte) (award.Attachment, error) {
	return d.Attach(ctx, d.as(city), begun, intake.Upload{Kind: kind, Name: name, Body: bytes.NewReader(body)})
}

// objects counts what the store holds.
func (d desk) objects() (n int) {
	d.t.Helper()
	must(d.t, d.Store.List(ctx, func(objects.Info) error { n++; return nil }))
	return n
}

func jpegOf(w, h int) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420), nil)
	return b.Bytes()
}

func pngOf(w, h int) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)))
	return b.Bytes()
}

// pngSaying is a PNG whose head says a size that its body does not have.
func pngSaying(w, h uint32) []byte {
	b := pngOf(1, 1)
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	crc := crcOf(b[12:29])
	binary.BigEndian.PutUint32(b[29:], crc)
	return b
}

func pdfOf(pages int) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Kids [")
	for i := range pages {
		fmt.Fprintf(&b, "%d 0 R ", i+3)
	}
	fmt.Fprintf(&b, "] /Resources << /Font << >> >> /Type /Pages /Count %d >>\nendobj\n", pages)
	b.WriteString("trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n")
	return []byte(b.String())
}

func atom(kind string, body ...byte) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), kind...), body...)
}

// filmOf is an MP4 of a number of seconds, with so many bytes of film.
func filmOf(seconds uint32, size int) []byte {
	head := make([]byte, 100)
	binary.BigEndian.PutUint32(head[12:], 1000)
	binary.BigEndian.PutUint32(head[16:], seconds*1000)
	all := atom("ftyp", []byte("isom\x00\x00\x02\x00isommp41")...)
	all = append(all, atom("moov", atom("mvhd", head...)...)...)
	return append(all, atom("mdat", make([]byte, size)...)...)
}

func slidesOf(n int, needed string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", needed} {
		w, _ := z.Create(name)
		_, _ = w.Write([]byte("<x/>"))
	}
	for i := range n {
		w, _ := z.Create(fmt.Sprintf("ppt/slides/slide%d.xml", i+1))
		_, _ = w.Write([]byte("<x/>"))
	}
	_ = z.Close()
	return b.Bytes()
}

func TestFileThatIsNotWhatItShouldBeIsRefusedAndNotKept(t *testing.T) {
	d := open(t)
	html := []byte("<!doctype html><script>alert(1)</script>")
	film := filmOf(60, 5000)
	for _, c := range []struct {
		what, kind, name string
		body             []byte
		fault            string
	}{
		{"empty", "nomination_letter", "letter.pdf", nil, "files.fault.empty"},
		{"a page named as a PDF", "nomination_letter", "letter.pdf", html, "files.fault.type"},
		{"a program named as a picture", "photographs", "a.jpg", append([]byte("MZ\x90\x00"), make([]byte, 300)...), "files.fault.type"},
		{"a picture where a document belongs", "evidence_document", "a.pdf", jpegOf(10, 10), "files.fault.type"},
		{"a page that is a PDF further down", "nomination_letter", "a.pdf", append(html, pdfOf(1)...), "files.fault.type"},
		{"a PDF that begins a little later", "nomination_letter", "a.pdf", append([]byte("\x00\x00"), pdfOf(1)...), "files.fault.type"},
		{"a PDF with an archive behind it", "nomination_letter", "a.pdf", append(pdfOf(1), slidesOf(1, "x")...), "files.fault.truncated"},
		{"half a PDF", "nomination_letter", "a.pdf", pdfOf(1)[:60], "files.fault.truncated"},
		{"a locked PDF", "nomination_letter", "a.pdf", bytes.Replace(pdfOf(1), []byte("/Root"), []byte("/Encrypt 9 0 R /Root"), 1), "files.fault.locked"},
		{"too many pages", "evidence_document", "a.pdf", pdfOf(21), "files.fault.pages"},
		{"half a JPEG", "photographs", "a.jpg", jpegOf(400, 400)[:700], "files.fault.truncated"},
		{"a JPEG that is a page after its head", "photographs", "a.jpg", append(jpegOf(64, 64)[:200], html...), "files.fault.truncated"},
		{"half a PNG", "photographs", "a.png", pngOf(300, 300)[:80], "files.fault.truncated"},
		{"a WebP of nothing", "photographs", "a.webp", []byte("RIFF\x10\x00\x00\x00WEBPVP8 \x04\x00\x00\x00\x00\x00\x00\x00"), "files.fault.truncated"},
		{"a picture of too many pixels", "photographs", "a.png", pngSaying(60000, 60000), "files.fault.pixels"},
		{"a picture that is too small", "cover_photograph", "a.jpg", jpegOf(1919, 100), "files.fault.width"},
		{"a film that breaks off", "video", "a.mp4", film[:len(film)-1], "files.fault.truncated"},
		{"a film without its description", "video", "a.mp4", append(atom("ftyp", []byte("isom\x00\x00\x02\x00isommp41")...), atom("mdat", make([]byte, 500)...)...), "files.fault.truncated"},
		{"a film that is too long", "video", "a.mp4", filmOf(200, 10), "files.fault.minutes"},
		{"captions without a cue", "film_captions", "a.vtt", []byte("WEBVTT\n\nHello"), "files.fault.captions"},
		{"captions in another encoding", "film_captions", "a.vtt", []byte("WEBVTT\n\n00:01.000 --> 00:02.000\n\xff\xe9"), "files.fault.captions"},
		{"captions of another form", "film_captions", "a.vtt", []byte("1\n00:00:01,000 --> 00:00:02,000\nHello"), "files.fault.type"},
		{"slides that break off", "slides", "a.pptx", slidesOf(3, "ppt/presentation.xml")[:400], "files.fault."},
		{"an archive without slides", "slides", "a.pptx", slidesOf(0, "word/document.xml"), "files.fault.type"},
		{"too many slides", "slides", "a.pptx", slidesOf(21, "ppt/presentation.xml"), "files.fault.pages"},
		{"a drawing with a script", "city_emblem", "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "files.fault.drawing"},
		{"a drawing that acts", "city_emblem", "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "files.fault.drawing"},
		{"a drawing that loads", "city_emblem", "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><image href="https://evil.example/x.png"/></svg>`), "files.fault.drawing"},
		{"a drawing that breaks off", "city_emblem", "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/>`), "files.fault.truncated"},
		{"a drawing where none may be", "photographs", "a.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "files.fault.type"},
		{"too large", "city_emblem", "a.png", append(pngOf(10, 10), make([]byte, 5<<20)...), "files.fault.too_big"},
	} {
		t.Run(c.what, func(t *testing.T) {
			before := d.objects()
			_, err := d.attach(c.kind, c.name, c.body)
			var wrong award.Invalid
			if !errors.As(err, &wrong) || !strings.HasPrefix(wrong["file"].Key, c.fault) {
				t.Fatalf("got %v, want %s", err, c.fault)
			}
			if n := d.objects(); n != before {
				t.Errorf("%d objects were left behind", n-before)
			}
			if n := len(d.read(city, begun).Files); n != 0 {
				t.Errorf("%d files were attached", n)
			}
		})
	}
}

func TestFileIsKeptAsItIsWithItsHash(t *testing.T) {
	d := open(t)
	for _, c := range []struct {
		kind, name, want, media string
		body                    []byte
		pages                   int
	}{
		{"nomination_letter", `C:\letters\mayor's letter.PDF`, "mayor's letter.PDF", "application/pdf", pdfOf(2), 2},
		{"cover_photograph", "../../etc/passwd", "passwd.jpg", "image/jpeg", jpegOf(1920, 1080), 0},
		{"photographs", "evil.html", "evil.html.png", "image/png", pngOf(30, 20), 0},
		{"video", "film.mp4", "film.mp4", "video/mp4", filmOf(180, 2000), 0},
		{"film_captions", "ko.vtt", "ko.vtt", "text/vtt", []byte("WEBVTT\n\n00:01.000 --> 00:02.000\n안녕하세요\n"), 0},
		{"slides", "\u202etxt.exe", "txt.exe.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", slidesOf(4, "ppt/presentation.xml"), 4},
		{"city_emblem", "", "file.svg", "image/svg+xml", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>`), 0},
	} {
		f, err := d.attach(c.kind, c.name, c.body)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if f.Name != c.want || f.Media != c.media || f.Size != int64(len(c.body)) || f.SHA256 != hashOf(c.body) || f.Pages != c.pages {
			t.Errorf("%s: kept as %+v", c.name, f)
		}
		if kept := d.content(f.Key); !bytes.Equal(kept, c.body) {
			t.Errorf("%s: the object differs", c.name)
		}
	}
}

func (d desk) content(key string) []byte {
	d.t.Helper()
	r, _, err := d.Open(ctx, key, 0)
	must(d.t, err)
	b, err := io.ReadAll(r)
	must(d.t, errors.Join(err, r.Close()))
	return b
}

// A phone lays its pictures on the side and notes in Exif how to turn them; the
// thumbnail stands upright and says nothing of the camera.
func TestThumbnailIsUprightSmallAndWithoutNotes(t *testing.T) {
	d := open(t)
	lying := image.NewRGBA(image.Rect(0, 0, 1200, 600))
	for x := range 1200 {
		for y := range 600 {
			c := color.RGBA{0, 0, 255, 255}
			if x < 600 {
				c = color.RGBA{255, 0, 0, 255}
			}
			lying.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	must(t, jpeg.Encode(&b, lying, nil))
	note := append([]byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"), "GPS of the mayor's home"...)
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(note)+2))...)
	f, err := d.attach("photographs", "phone.jpg", append(append(head, note...), b.Bytes()[2:]...))
	must(t, err)
	if f.Width != 600 || f.Height != 1200 {
		t.Errorf("the picture is %d × %d as it stands upright", f.Width, f.Height)
	}
	small := d.content(f.Thumb)
	picture, err := jpeg.Decode(bytes.NewReader(small))
	must(t, err)
	if size := picture.Bounds(); size.Dx() != 240 || size.Dy() != 480 {
		t.Errorf("the thumbnail is %v", size)
	}
	if r, _, blue, _ := picture.At(120, 40).RGBA(); r < 0xc000 || blue > 0x4000 {
		t.Error("the thumbnail is not upright")
	}
	if bytes.Contains(small, []byte("GPS")) || bytes.Contains(small, []byte("Exif")) {
		t.Error("the thumbnail holds the camera's notes")
	}
	for key, size := range map[string]image.Point{f.ThumbWebP: {240, 480}, f.WideWebP: {600, 1200}} {
		body := d.content(key)
		picture, err := webp.Decode(bytes.NewReader(body))
		must(t, err)
		if picture.Bounds().Size() != size || bytes.Contains(body, []byte("GPS")) {
			t.Errorf("as WebP it is %v", picture.Bounds())
		}
	}
}

func TestUploadThatBreaksOffLeavesNothing(t *testing.T) {
	d := open(t)
	broken := errors.New("connection reset")
	body := filmOf(60, 400<<10)
	for _, after := range []int{0, 100, 70 << 10, 300 << 10} {
		before := d.objects()
		r := io.MultiReader(bytes.NewReader(body[:after]), iotest.ErrReader(broken))
		_, err := d.Attach(ctx, d.as(city), begun, intake.Upload{Kind: "video", Name: "a.mp4", Body: r})
		want(t, err, broken)
		if d.objects() != before || len(d.read(city, begun).Files) != 0 {
			t.Errorf("after %d bytes something was kept", after)
		}
	}
}

// failing is a store that takes nothing.
type failing struct{ objects.Store }

func (failing) Put(context.Context, string, io.Reader) (objects.Info, error) {
	return objects.Info{}, errors.New("no route to host")
}

func TestStoreThatDoesNotAnswerIsToldApart(t *testing.T) {
	d := open(t)
	desk := intake.New(d.DB, failing{d.Store}, d.Clock.Now)
	_, err := desk.Attach(ctx, d.as(city), begun, intake.Upload{Kind: "nomination_letter", Name: "a.pdf", Body: bytes.NewReader(pdfOf(1))})
	want(t, err, intake.ErrStore)
}

// An object whose row cannot be stored, since the deadline has passed while it
// was on its way, is deleted again.
func TestFileThatArrivesAfterTheDeadlineIsNotKept(t *testing.T) {
	d := open(t)
	d.Clock.Set(d.closes() - 1)
	before := d.objects()
	late := readerFunc(func(p []byte) (int, error) {
		d.Clock.Set(d.closes())
		return 0, io.EOF
	})
	_, err := d.Attach(ctx, d.as(city), begun, intake.Upload{Kind: "nomination_letter", Name: "a.pdf", Body: io.MultiReader(bytes.NewReader(pdfOf(1)), late)})
	refused(t, err, "entry.refused.closed")
	if d.objects() != before {
		t.Error("the object was left behind")
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestFilesAreLimitedInNumberAndSum(t *testing.T) {
	d := open(t)
	_, err := d.attach("nomination_letter", "a.pdf", pdfOf(1))
	must(t, err)
	_, err = d.attach("nomination_letter", "b.pdf", pdfOf(1))
	faulty(t, err, "file", "files.fault.too_many")
	for range 4 {
		_, err = d.attach("photographs", "a.png", pngOf(9, 9))
		must(t, err)
	}
	d.change(func(e *award.Edition) { e.FilesMax = 5 })
	_, err = d.attach("photographs", "a.png", pngOf(9, 9))
	faulty(t, err, "file", "files.fault.too_many_all")
	d.change(func(e *award.Edition) { e.FilesMax, e.FilesTotalMB = 10, 1 })
	_, err = d.attach("photographs", "a.png", noisy(700))
	faulty(t, err, "file", "files.fault.total")
}

// change edits the running edition behind the pages' back.
func (d desk) change(how func(*award.Edition)) {
	d.t.Helper()
	d.Update(func(tx *database.Tx) error {
		e, err := tx.RunningEdition()
		if err != nil {
			return err
		}
		how(e)
		return tx.SaveEdition(e)
	})
}

// noisy is a PNG that does not compress.
func noisy(side int) []byte {
	p := image.NewRGBA(image.Rect(0, 0, side, side))
	chance := rand.New(rand.NewPCG(1, 2))
	for i := range p.Pix {
		p.Pix[i] = byte(chance.UintN(256))
	}
	var b bytes.Buffer
	_ = png.Encode(&b, p)
	return b.Bytes()
}

// A film of hundreds of megabytes passes through without growing the program.
func TestFilmPassesInConstantMemory(t *testing.T) {
	d := open(t)
	const size = 220 << 20
	head := filmOf(60, 0)
	head = head[:len(head)-8]
	head = binary.BigEndian.AppendUint32(head, size+8)
	head = append(head, "mdat"...)
	var before, most runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	peak, read := uint64(0), 0
	film := readerFunc(func(p []byte) (int, error) {
		if read >= size {
			return 0, io.EOF
		}
		n := min(len(p), size-read)
		clear(p[:n])
		if read>>24 != (read+n)>>24 {
			runtime.ReadMemStats(&most)
			peak = max(peak, most.HeapAlloc)
		}
		read += n
		return n, nil
	})
	f, err := d.Attach(ctx, d.as(city), begun, intake.Upload{Kind: "video", Name: "film.mp4", Body: io.MultiReader(bytes.NewReader(head), film)})
	must(t, err)
	if f.Size != int64(len(head)+size) {
		t.Errorf("kept %d bytes", f.Size)
	}
	if grown := int64(peak) - int64(before.HeapAlloc); grown > 32<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
	must(t, d.Detach(ctx, d.as(city), begun, f.ID))
}

func TestFileOfAnotherEntryIsNotFound(t *testing.T) {
	d := open(t)
	theirs := d.read("city/haneul", nearly).Files[0]
	_, _, err := d.File(ctx, d.as(city), begun, theirs.ID)
	want(t, err, award.ErrNotFound)
	_, _, err = d.File(ctx, d.as(city), nearly, theirs.ID)
	want(t, err, award.ErrNotFound)
	for name, do := range map[string]func() error{
		"detach":   func() error { return d.Detach(ctx, d.as(city), begun, theirs.ID) },
		"move":     func() error { return d.Move(ctx, d.as(city), begun, theirs.ID, true) },
		"describe": func() error { return d.Describe(ctx, d.as(city), begun, theirs.ID, intake.Description{}) },
	} {
		if err := do(); !errors.Is(err, award.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(d.read("city/haneul", nearly).Files) != 3 {
		t.Error("a file is gone")
	}
}

func TestDetachedFileIsGoneFromTheStore(t *testing.T) {
	d := open(t)
	before := d.objects()
	f, err := d.attach("photographs", "a.png", pngOf(9, 9))
	must(t, err)
	if d.objects() != before+3 {
		t.Error("picture and thumbnail are not kept")
	}
	must(t, d.Detach(ctx, d.as(city), begun, f.ID))
	if d.objects() != before {
		t.Error("objects were left behind")
	}
}

func TestFilesAreDescribedAndOrdered(t *testing.T) {
	d := open(t)
	first, err := d.attach("photographs", "a.png", pngOf(9, 9))
	must(t, err)
	second, err := d.attach("photographs", "b.png", pngOf(9, 9))
	must(t, err)
	must(t, d.Move(ctx, d.as(city), begun, second.ID, true))
	if files := d.read(city, begun).FilesOf("photographs"); files[0].ID != second.ID {
		t.Error("the second is not first now")
	}
	must(t, d.Move(ctx, d.as(city), begun, second.ID, true))
	_, first, err = d.File(ctx, d.as(city), begun, first.ID)
	must(t, err)
	x := intake.Description{Caption: "The counter", Alt: "A counter", Credit: "City", Public: false, Version: first.Version}
	must(t, d.Describe(ctx, d.as(city), begun, first.ID, x))
	refused(t, d.Describe(ctx, d.as(city), begun, first.ID, x), "files.refused.changed")
	_, first, err = d.File(ctx, d.as(city), begun, first.ID)
	must(t, err)
	if first.Caption != "The counter" || !first.Public {
		t.Errorf("described as %+v: photographs are always public", first)
	}
	x.Caption, x.Version = strings.Repeat("a", 501), first.Version
	faulty(t, d.Describe(ctx, d.as(city), begun, first.ID, x), "caption", "fault.letters")
}
