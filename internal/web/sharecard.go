package web

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/locale"
)

// The picture that is shown beside a link to a practice elsewhere.
//
// Why only some titles stand on it: the fonts that come with Go draw Latin,
// Greek and Cyrillic letters. Korean, Chinese or Arabic would need fonts of
// several megabytes each in the program, and a shaper. Where a title or a name
// cannot be drawn, the card shows the mark, the city, the prize and the year in
// English; the title stands beside the picture as text anyway.

const (
	shareWidth, shareHeight = 1200, 630
	shareMargin             = 80
	shareLines              = 4 // of a title
)

var shareFonts = sync.OnceValues(func() ([2]*sfnt.Font, error) {
	var fonts [2]*sfnt.Font
	for i, ttf := range [][]byte{goregular.TTF, gobold.TTF} {
		f, err := opentype.Parse(ttf)
		if err != nil {
			return fonts, err
		}
		fonts[i] = f
	}
	return fonts, nil
})

// cardText is what stands on a card.
type cardText struct{ Site, Prize, Title, Place string }

func shareCard(s *Site, v *visit) error {
	return v.keepApart("card", func() (*keptPage, error) {
		r, err := s.Library.RecordOf(v.ctx(), v.Param("slug"))
		if err != nil {
			return nil, err
		}
		body, err := v.cardText(r.Practice).draw()
		if err != nil {
			return nil, err
		}
		return newKept(http.StatusOK, "image/png", body, 0)
	})
}

// cardText picks words that can be drawn.
func (v *visit) cardText(p award.Practice) cardText {
	en := locale.Must("en")
	either := func(own, english string) string {
		if drawable(own) {
			return own
		}
		return english
	}
	place := library.CityName(v.Lang, p.CityName, p.Country) + ", " + v.Words.Country(p.Country)
	t := cardText{
		Site:  either(v.Words.T("frame.site"), en.T("frame.site")),
		Prize: strings.TrimSpace(either(library.PrizeName(v.Words, p), library.PrizeName(en, p)) + " " + strconv.Itoa(p.Year)),
		Place: either(place, p.CityName+", "+en.Country(p.Country)),
	}
	if drawable(p.Title) {
		t.Title = p.Title
	}
	return t
}

// drawable reports whether the fonts have every letter of a text.
func drawable(text string) bool {
	fonts, err := shareFonts()
	if err != nil {
		return false
	}
	var b sfnt.Buffer
	for _, r := range text {
		if n, err := fonts[1].GlyphIndex(&b, r); err != nil || n == 0 || unicode.Is(unicode.M, r) {
			return false
		}
	}
	return true
}

var (
	cardInk   = color.RGBA{0x14, 0x24, 0x2e, 255}
	cardQuiet = color.RGBA{0x4a, 0x5b, 0x66, 255}
	// cardGradient are the stops of the emblem.
	cardGradient = [3]color.RGBA{{0x0b, 0x4f, 0x8a, 255}, {0x08, 0x70, 0x7d, 255}, {0x1b, 0x7a, 0x3d, 255}}
)

// draw makes the picture as PNG.
func (t cardText) draw() ([]byte, error) {
	fonts, err := shareFonts()
	if err != nil {
		return nil, err
	}
	m := image.NewRGBA(image.Rect(0, 0, shareWidth, shareHeight))
	draw.Draw(m, m.Bounds(), image.White, image.Point{}, draw.Src)
	for x := range shareWidth {
		c := gradient(float64(x) / shareWidth)
		for y := shareHeight - 24; y < shareHeight; y++ {
			m.SetRGBA(x, y, c)
		}
	}
	drawEmblem(m, shareMargin, 64, 96)
	line := func(f *sfnt.Font, size float64, ink color.Color, at image.Point, text string) error {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
		if err != nil {
			return err
		}
		d := font.Drawer{Dst: m, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(at.X, at.Y)}
		most := fixed.I(shareWidth - shareMargin - at.X)
		for text != "" && d.MeasureString(text) > most {
			_, text = trimLast(text)
		}
		d.DrawString(text)
		return face.Close()
	}
	if err := line(fonts[0], 36, cardQuiet, image.Pt(shareMargin+120, 125), t.Site); err != nil {
		return nil, err
	}
	lines, size, err := wrapped(fonts[1], t.Title)
	if err != nil {
		return nil, err
	}
	for i, text := range lines {
		if err := line(fonts[1], size, cardInk, image.Pt(shareMargin, 250+i*int(size*1.2)), text); err != nil {
			return nil, err
		}
	}
	bottom := []struct {
		size float64
		ink  color.Color
		y    int
		text string
	}{{40, cardGradient[0], 515, t.Prize}, {34, cardQuiet, 568, t.Place}}
	if t.Title == "" {
		bottom[0].size, bottom[0].y, bottom[1].size, bottom[1].y = 72, 340, 48, 420
	}
	for _, b := range bottom {
		if err := line(fonts[1], b.size, b.ink, image.Pt(shareMargin, b.y), b.text); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err = png.Encode(&b, m)
	return b.Bytes(), err
}

func trimLast(text string) (last, rest string) {
	runes := []rune(text)
	return string(runes[len(runes)-1:]), string(runes[:len(runes)-1])
}

// wrapped breaks a title into lines, in smaller letters when it is long; what
// does not fit even so ends with three dots.
func wrapped(f *sfnt.Font, title string) (lines []string, size float64, err error) {
	for _, size = range []float64{64, 54, 46} {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
		if err != nil {
			return nil, 0, err
		}
		lines = nil
		for _, word := range strings.Fields(title) {
			if n := len(lines); n > 0 && font.MeasureString(face, lines[n-1]+" "+word) <= fixed.I(shareWidth-2*shareMargin) {
				lines[n-1] += " " + word
			} else {
				lines = append(lines, word)
			}
		}
		if most := int(230/(size*1.2)) + 1; len(lines) <= min(most, shareLines) {
			return lines, size, nil
		}
	}
	if len(lines) > shareLines {
		lines = lines[:shareLines]
		lines[shareLines-1] += " …"
	}
	return lines, size, nil
}

func gradient(at float64) color.RGBA {
	a, b := cardGradient[0], cardGradient[1]
	if at *= 2; at > 1 {
		a, b, at = cardGradient[1], cardGradient[2], at-1
	}
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*min(at, 1)) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255}
}

// drawEmblem draws static/img/emblem.svg: a globe with one meridian and three
// parallels.
func drawEmblem(m *image.RGBA, left, top, size int) {
	unit := float64(size) / 40
	near := func(distance float64) float64 { return min(max(0.5-distance, 0), 1) } // how much of a dot is inside
	for y := range size {
		for x := range size {
			u, w := (float64(x)+0.5)/unit-20, (float64(y)+0.5)/unit-20
			disc := near((math.Hypot(u, w) - 19) * unit)
			if disc == 0 {
				continue
			}
			ring, slope := math.Hypot(u/8, w/18), math.Hypot(u/64, w/324)
			lines := near((math.Abs(ring-1)*ring/max(slope, 0.01) - 0.8) * unit) // the distance to the ellipse, to first order
			for _, at := range []struct{ y, half float64 }{{0, 18}, {-9, 15}, {9, 15}} {
				if math.Abs(u) <= at.half {
					lines = max(lines, near((math.Abs(w-at.y)-0.8)*unit))
				}
			}
			c := gradient((u + w + 40) / 80)
			mix := func(a uint8) uint8 {
				dot := float64(a) + (255-float64(a))*lines*0.9
				return uint8(255 + (dot-255)*disc)
			}
			m.SetRGBA(left+x, top+y, color.RGBA{mix(c.R), mix(c.G), mix(c.B), 255})
		}
	}
}
