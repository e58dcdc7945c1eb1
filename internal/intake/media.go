package intake

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/gabriel-vasile/mimetype"

	"we-gov.org/awards/internal/award"
)

// The types of content that an attachment may have.
const (
	mediaPDF    = "application/pdf"
	mediaJPEG   = "image/jpeg"
	mediaPNG    = "image/png"
	mediaWebP   = "image/webp"
	mediaSVG    = "image/svg+xml"
	mediaMP4    = "video/mp4"
	mediaMOV    = "video/quicktime"
	mediaWebM   = "video/webm"
	mediaVTT    = "text/vtt"
	mediaMP3    = "audio/mpeg"
	mediaM4A    = "audio/mp4"
	mediaAAC    = "audio/aac"
	mediaOGG    = "audio/ogg"
	mediaWAV    = "audio/wav"
	mediaWebA   = "audio/webm"
	mediaSlides = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
)

// mediaTypes are the types by the formats that an edition names, and those of a
// recorded name.
var mediaTypes = map[string]string{
	"pdf": mediaPDF, "jpg": mediaJPEG, "png": mediaPNG, "webp": mediaWebP, "svg": mediaSVG,
	"mp4": mediaMP4, "mov": mediaMOV, "webm": mediaWebM, "pptx": mediaSlides, "vtt": mediaVTT,
	"mp3": mediaMP3, "m4a": mediaM4A, "aac": mediaAAC, "ogg": mediaOGG, "wav": mediaWAV,
}

var endingsOf = map[string][]string{
	mediaPDF: {".pdf"}, mediaJPEG: {".jpg", ".jpeg"}, mediaPNG: {".png"}, mediaWebP: {".webp"}, mediaSVG: {".svg"},
	mediaMP4: {".mp4", ".m4v"}, mediaMOV: {".mov"}, mediaWebM: {".webm"}, mediaSlides: {".pptx"}, mediaVTT: {".vtt"},
	mediaMP3: {".mp3"}, mediaM4A: {".m4a"}, mediaAAC: {".aac"}, mediaOGG: {".ogg"}, mediaWAV: {".wav"},
}

// mediaOf decides the type by the first bytes of a file; "" for one that no
// attachment may have. A PDF begins with its mark at the first byte: elsewhere
// readers may find one too, but then the file is also something else.
func mediaOf(head []byte) string {
	for m := mimetype.Detect(head); m != nil; m = m.Parent() {
		for _, media := range mediaTypes {
			if m.Is(media) && (media != mediaPDF || bytes.HasPrefix(head, []byte("%PDF-"))) {
				return media
			}
		}
		switch {
		case m.Is("video/x-m4v"):
			return mediaMP4
		case m.Is("audio/x-m4a"):
			return mediaM4A
		}
	}
	return ""
}

// inspect reads a stored file to see whether it is whole and keeps to the
// limits of its kind, and notes what it finds.
func (d *Desk) inspect(ctx context.Context, f *award.Attachment, k award.AttachmentKind) error {
	at := object{ctx, d, f.Key, f.Size}
	if k.Key == soundKind.Key {
		return sound(at, f)
	}
	switch f.Media {
	case mediaJPEG, mediaPNG, mediaWebP:
		return d.picture(at, f, k)
	case mediaPDF:
		return paper(at, f, k)
	case mediaSlides:
		return slides(at, f, k)
	case mediaMP4, mediaMOV:
		return film(at, k)
	case mediaSVG:
		return drawing(at)
	case mediaVTT:
		return captions(at)
	}
	return nil
}

// object reads a stored object at any place.
type object struct {
	ctx  context.Context
	desk *Desk
	key  string
	size int64
}

// ReadAt reads from a place of the object, as io.ReaderAt says.
func (o object) ReadAt(p []byte, at int64) (int, error) {
	r, _, err := o.desk.store.Open(o.ctx, o.key, at, int64(len(p)))
	if err != nil {
		return 0, err
	}
	n, err := io.ReadFull(r, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, errors.Join(err, r.Close())
}

// all returns the whole object, which must be small.
func (o object) all() ([]byte, error) {
	b := make([]byte, o.size)
	_, err := o.ReadAt(b, 0)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return b, err
}

// stream reads the object from its beginning.
func (o object) stream() (io.ReadCloser, error) {
	r, _, err := o.desk.store.Open(o.ctx, o.key, 0, -1)
	return r, err
}

// asFault keeps the faults of the store apart from those of a file: an error of
// reading is returned as it is, anything else means a file that is not whole.
func (o object) asFault(err error) error {
	if o.ctx.Err() != nil {
		return o.ctx.Err()
	}
	var wrong award.Invalid
	if err == nil || errors.As(err, &wrong) || errors.Is(err, award.ErrNotFound) {
		return err
	}
	return fault("files.fault.truncated")
}
