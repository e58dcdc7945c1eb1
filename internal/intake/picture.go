package intake

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // pictures that a city may attach
	"io"

	"github.com/chai2010/webp"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // and the same of another format

	"we-gov.org/awards/internal/award"
)

// Limits of pictures, and how well their copies are kept.
const (
	pixelsMax    = 50_000_000
	wideQuality  = 80 // of JPEG
	thumbQuality = 82
	webpQuality  = 75 // looks like those, at about two thirds of the bytes
)

// Why WebP by libwebp in C: the driver of SQLite needs a C compiler already, the
// library adds 4 MB to a program of 55, and only its encoder is used, on pictures
// that Go has decoded. Encoders in plain Go are lossless, and libwebp or
// libavif as WebAssembly would add a runtime of tens of megabytes.

// picture checks a picture by decoding it whole, after its head has told that
// it is not too large for that, and makes its smaller copies: turned upright, and
// encoded anew so that nothing of the camera's notes is in it.
func (d *Desk) picture(at object, f *award.Attachment, k award.AttachmentKind) error {
	head := make([]byte, min(at.size, headSize))
	if _, err := at.ReadAt(head, 0); err != nil {
		return err
	}
	r, err := at.stream()
	if err != nil {
		return err
	}
	defer r.Close()
	var began bytes.Buffer
	config, _, err := image.DecodeConfig(bufio.NewReader(io.TeeReader(r, &began)))
	if err != nil {
		return at.asFault(err)
	}
	turned := orientation(head)
	if f.Width, f.Height = config.Width, config.Height; turned >= 5 {
		f.Width, f.Height = f.Height, f.Width
	}
	switch {
	case config.Width*config.Height > pixelsMax:
		return fault("files.fault.pixels", "Max", pixelsMax/1_000_000)
	case f.Width < k.MinWidth:
		return fault("files.fault.width", "Width", f.Width, "Min", k.MinWidth)
	}
	picture, _, err := image.Decode(bufio.NewReader(io.MultiReader(&began, r)))
	if err != nil {
		return at.asFault(err)
	}
	wide := upright(shrink(picture, award.WideSide), turned)
	if max(f.Width, f.Height) > award.ThumbSide {
		if f.Wide, f.WideWebP, err = d.putPicture(at.ctx, wide, wideQuality); err != nil {
			return err
		}
	}
	f.Thumb, f.ThumbWebP, err = d.putPicture(at.ctx, shrink(wide, award.ThumbSide), thumbQuality)
	return err
}

// putPicture stores a picture as a JPEG and as a WebP under new keys. An upload
// that fails after it leaves the objects to storage.Sweep.
func (d *Desk) putPicture(ctx context.Context, p image.Image, quality int) (asJPEG, asWebP string, err error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: quality}); err != nil {
		return "", "", err
	}
	if asJPEG, err = d.putCopy(ctx, &b); err != nil {
		return "", "", err
	}
	b.Reset()
	if err := webp.Encode(&b, p, &webp.Options{Quality: webpQuality}); err != nil {
		return "", "", err
	}
	asWebP, err = d.putCopy(ctx, &b)
	return asJPEG, asWebP, err
}

func (d *Desk) putCopy(ctx context.Context, b *bytes.Buffer) (string, error) {
	key := newKey()
	_, err := d.store.Put(ctx, key, b)
	return key, err
}

// shrink draws a picture on white, at most side wide and high.
func shrink(p image.Image, side int) *image.RGBA {
	w, h := award.Attachment{Width: p.Bounds().Dx(), Height: p.Bounds().Dy()}.Scaled(side)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(small, small.Bounds(), p, p.Bounds(), draw.Over, nil)
	return small
}

// upright turns a picture as its camera noted: 1 to 8 of Exif, of which 5 to 8
// lie on their side.
func upright(p *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			X, Y := turn(orientation, x, y, w, h)
			out.SetRGBA(X, Y, p.RGBAAt(x, y))
		}
	}
	return out
}

// turn tells where a point goes.
func turn(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}

// orientation reads how a JPEG is to be turned from its Exif note: tag 0x0112
// of the first directory (Exif 2.3, 4.6.4). 1 when it says nothing.
func orientation(head []byte) int {
	i := bytes.Index(head, []byte("Exif\x00\x00"))
	if i < 0 || !bytes.HasPrefix(head, []byte{0xff, 0xd8}) {
		return 1
	}
	note := head[i+6:]
	if len(note) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if note[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(note[4:]))
	if at < 8 || at+2 > len(note) {
		return 1
	}
	entries := int(order.Uint16(note[at:]))
	for at += 2; entries > 0 && at+12 <= len(note); at, entries = at+12, entries-1 {
		if order.Uint16(note[at:]) == 0x0112 {
			if v := int(order.Uint16(note[at+8:])); v >= 1 && v <= 8 {
				return v
			}
		}
	}
	return 1
}
