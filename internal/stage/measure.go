package stage

import (
	"slices"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The name of a winner stands as high as 15 hundredths of the screen on a line
// of 88 hundredths of its width. On 16:9 and, where the letters follow the width,
// on 4:3 that is so many times the letters' size; a longer name is set smaller.
const (
	lineEms   = 0.88 * 16 / 9 / 0.15
	longest   = 2 * lineEms * 1.5 // two lines of 10 hundredths
	fontSlack = 1.08              // how much wider than the font of this program those of a laptop may be
)

var bold = sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(gobold.TTF) })

// ems is how wide a text is in bold letters, in ems, rather too much than too
// little.
func ems(text string) (float64, error) {
	f, err := bold()
	if err != nil {
		return 0, err
	}
	var (
		buffer sfnt.Buffer
		wide   float64
	)
	for _, r := range text {
		i, err := f.GlyphIndex(&buffer, r)
		if err != nil {
			return 0, err
		}
		if i == 0 {
			wide += widthOf(r)
			continue
		}
		advance, err := f.GlyphAdvance(&buffer, i, fixed.I(1000), font.HintingNone)
		if err != nil {
			return 0, err
		}
		wide += float64(advance) / 64 / 1000
	}
	return wide * fontSlack, nil
}

// widthOf is the width in ems of a letter that the font of this program lacks.
func widthOf(r rune) float64 {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
		return 1
	case unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Devanagari):
		return 0.65
	}
	return 0.8
}

// doubtful are the letters of a text that hardly any font has: those that no
// version of Unicode known here assigns, private ones, and the mark of a broken
// letter.
func doubtful(text string) string {
	var out []rune
	for _, r := range text {
		if r == unicode.ReplacementChar || unicode.In(r, unicode.Co, unicode.Cs) || !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cf) {
			out = append(out, r)
		}
	}
	return string(out)
}

// Letters are the different letters with which the names of all candidates are
// written, so that a laptop can be asked for each of them: sorted, which leaves
// no name.
func (c Candidates) Letters() string {
	seen := map[rune]bool{}
	for _, in := range c.In {
		for _, one := range in {
			for _, r := range one.Name() + one.City.LocalName {
				if unicode.IsLetter(r) {
					seen[r] = true
				}
			}
		}
	}
	letters := make([]rune, 0, len(seen))
	for r := range seen {
		letters = append(letters, r)
	}
	slices.Sort(letters)
	return string(letters)
}
