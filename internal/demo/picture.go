package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"sync"

	"github.com/chai2010/webp"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"we-gov.org/awards/internal/award"
)

const pictureWidth, pictureHeight = 1920, 1080

// scene is one drawn landscape: its colours and what stands in it.
type scene struct {
	name                   string // for the alternative text
	sky, glow, far, near   color.RGBA
	water                  bool
	towers                 bool
	sunX, sunY, hill, wave float64
}

// picture is a drawn scene as files: the picture and its smaller copies.
type picture struct {
	alt                 string
	full, wide, small   []byte
	wideWebP, smallWebP []byte
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

// scenes are the twelve pictures that the entries share.
var scenes = []scene{
	{"a harbour town at dawn in rose and blue", rgb(0x7fb2d9), rgb(0xffd9c2), rgb(0x4f6d8f), rgb(0x22364f), true, true, .72, .42, .56, 2.1},
	{"green hills under a pale sun", rgb(0xbfe0e8), rgb(0xfff3c9), rgb(0x7fae7a), rgb(0x2f5d45), false, false, .3, .3, .6, 3.2},
	{"a skyline in violet evening light", rgb(0x6d5fa8), rgb(0xf6b0a0), rgb(0x4a3f78), rgb(0x1f1b3a), false, true, .55, .5, .62, 1.4},
	{"a town in ochre under a pale blue sky", rgb(0x9fd3e6), rgb(0xfff0d0), rgb(0xd9a860), rgb(0xa8652f), false, true, .8, .25, .66, 2.6},
	{"a lake between dark mountains", rgb(0x8fc1c9), rgb(0xe8f4ea), rgb(0x567a80), rgb(0x243b42), true, false, .45, .35, .5, 4.1},
	{"snow fields under a cold blue sky", rgb(0x86b7e0), rgb(0xfdfdff), rgb(0xdce8f2), rgb(0x9bb4c9), false, false, .2, .38, .6, 2.2},
	{"a river city at noon in teal", rgb(0x9adbd2), rgb(0xfffbe0), rgb(0x4f9a94), rgb(0x1e5a57), true, true, .6, .22, .55, 1.8},
	{"red hills above quiet water", rgb(0xa9d6f0), rgb(0xffe6d0), rgb(0xc9694f), rgb(0x7a2f28), true, false, .15, .32, .48, 5.0},
	{"light green hills above water", rgb(0xc4d8cf), rgb(0xf4f7e3), rgb(0x8fbf6a), rgb(0x3f7a3a), true, false, .5, .28, .58, 6.3},
	{"towers against an orange sunset", rgb(0xe08a4f), rgb(0xffe2a8), rgb(0x9a4f3f), rgb(0x3d2027), false, true, .38, .52, .64, 1.1},
	{"green hills by the sea in bright light", rgb(0x7fd0ee), rgb(0xfffde6), rgb(0x59b28a), rgb(0x1f7a63), true, false, .85, .3, .54, 2.9},
	{"a town by night with lit windows", rgb(0x14233f), rgb(0x3f6f7f), rgb(0x1c3350), rgb(0x0a1424), false, true, .68, .3, .6, 1.9},
}

// pictures draws every scene once, two at a time.
var pictures = sync.OnceValues(func() ([]picture, error) {
	drawn, faults := make([]picture, len(scenes)), make([]error, len(scenes))
	var wg sync.WaitGroup
	for half := range 2 {
		wg.Go(func() {
			for i := half; i < len(scenes); i += 2 {
				drawn[i], faults[i] = scenes[i].picture()
			}
		})
	}
	wg.Wait()
	for _, err := range faults {
		if err != nil {
			return nil, fmt.Errorf("demo: picture: %w", err)
		}
	}
	return drawn, nil
})

func (s scene) picture() (picture, error) {
	full, err := s.draw()
	if err != nil {
		return picture{}, err
	}
	p := picture{alt: "Sample drawing: " + s.name + ", with the word SAMPLE across it"}
	for _, copied := range []struct {
		into, webp *[]byte
		side       int
	}{{&p.full, nil, pictureWidth}, {&p.wide, &p.wideWebP, award.WideSide}, {&p.small, &p.smallWebP, award.ThumbSide}} {
		width, height := award.Attachment{Width: pictureWidth, Height: pictureHeight}.Scaled(copied.side)
		small := image.NewRGBA(image.Rect(0, 0, width, height))
		draw.ApproxBiLinear.Scale(small, small.Bounds(), full, full.Bounds(), draw.Src, nil)
		var b bytes.Buffer
		if err := jpeg.Encode(&b, small, &jpeg.Options{Quality: 76}); err != nil {
			return picture{}, err
		}
		*copied.into = bytes.Clone(b.Bytes())
		if copied.webp == nil {
			continue
		}
		b.Reset()
		if err := webp.Encode(&b, small, &webp.Options{Quality: 70}); err != nil {
			return picture{}, err
		}
		*copied.webp = b.Bytes()
	}
	return p, nil
}

// draw paints the scene column by column: sky with the sun's glow, far and near
// hills, towers on the horizon, water below.
func (s scene) draw() (*image.RGBA, error) {
	img := image.NewRGBA(image.Rect(0, 0, pictureWidth, pictureHeight))
	for x := range pictureWidth {
		s.column(img, x)
	}
	return img, stamp(img, "SAMPLE")
}

func (s scene) column(img *image.RGBA, x int) {
	u := float64(x) / pictureWidth
	h := float64(pictureHeight)
	far := s.horizon(u)
	near := int(h * (s.hill + .17 - .06*math.Sin(u*s.wave*2+4) - .012*math.Sin(u*29)))
	roof, lit := s.tower(x)
	shore := int(h * .86)
	for y := range pictureHeight {
		c := s.skyAt(u, float64(y)/h)
		switch {
		case s.water && y >= shore:
			c = mix(s.far, s.sky, .35+.25*math.Sin(float64(y)*.11+math.Sin(u*40)))
		case y >= near:
			c = mix(s.near, s.far, .25*float64(pictureHeight-y)/h)
		case s.towers && y >= roof && y < near:
			c = mix(s.far, s.near, .55)
			if lit && (y-roof)%34 > 12 && (y-roof)%34 < 26 && x%26 > 9 && x%26 < 19 {
				c = mix(s.lamp(), s.far, .25)
			}
		case y >= far:
			c = mix(s.far, s.glow, .3*float64(near-y)/float64(max(near-far, 1)))
		}
		at := img.PixOffset(x, y)
		img.Pix[at], img.Pix[at+1], img.Pix[at+2], img.Pix[at+3] = c.R, c.G, c.B, 255
	}
}

// horizon is the height of the far hills at a part of the width.
func (s scene) horizon(u float64) int {
	return int(pictureHeight * (s.hill - .08*math.Sin(u*s.wave*3+1) - .03*math.Sin(u*17+s.wave)))
}

// tower returns where the tower over a column begins, and whether it has windows.
func (s scene) tower(x int) (roof int, lit bool) {
	const broad = 104
	n := float64(x / broad)
	ground := s.horizon(n * broad / pictureWidth)
	tall := math.Abs(math.Sin(n*12.9898+s.wave*78.233)) * 260
	if tall < 70 || x%broad > broad-14 {
		return pictureHeight, false
	}
	return ground - int(tall), true
}

// lamp is the colour of lit windows: that of the glow, or warm light by night.
func (s scene) lamp() color.RGBA {
	if s.sky.R < 0x40 {
		return rgb(0xffd98a)
	}
	return s.glow
}

func (s scene) skyAt(u, v float64) color.RGBA {
	dx, dy := (u-s.sunX)*1.78, v-s.sunY
	d := math.Sqrt(dx*dx + dy*dy)
	if d < .07 {
		return s.glow
	}
	return mix(s.glow, s.sky, math.Min(1, d*1.5))
}

// mix is a with part t of b.
func mix(a, b color.RGBA, t float64) color.RGBA {
	t = math.Max(0, math.Min(1, t))
	of := func(p, q uint8) uint8 { return uint8(float64(p) + (float64(q)-float64(p))*t) }
	return color.RGBA{of(a.R, b.R), of(a.G, b.G), of(a.B, b.B), 255}
}

// letters is the face in which pictures say that they are samples.
var letters = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(gobold.TTF) })

// stamp writes a word in large letters across the lower left.
func stamp(img *image.RGBA, word string) error {
	bold, err := letters()
	if err != nil {
		return err
	}
	face, err := opentype.NewFace(bold, &opentype.FaceOptions{Size: 170, DPI: 72})
	if err != nil {
		return err
	}
	white := image.NewUniform(color.NRGBA{255, 255, 255, 225})
	pen := font.Drawer{Dst: img, Src: white, Face: face, Dot: fixed.P(90, pictureHeight-80)}
	pen.DrawString(word)
	return face.Close()
}
