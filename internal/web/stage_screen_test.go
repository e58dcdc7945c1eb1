package web_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"we-gov.org/awards/internal/testkit/browser"
)

// The approved screens lie in testdata/screens, each as the brightness of 64 × 36
// (or 64 × 48) cells: what a font of another version or another Chromium draws a
// little differently leaves that nearly as it was, and a missing line does not.
// WEGO_APPROVE=1 keeps what is drawn now as approved; look at it before.
const (
	cellsWide  = 64
	meanApart  = 3  // of 255, the most that a screen may differ on the whole
	worstApart = 80 // in one cell
)

// brightness is a picture in cells.
func brightness(picture image.Image) *image.Gray {
	b := picture.Bounds()
	small := image.NewGray(image.Rect(0, 0, cellsWide, cellsWide*b.Dy()/b.Dx()))
	for y := range small.Rect.Dy() {
		for x := range cellsWide {
			sum, n := 0, 0
			for py := y * b.Dy() / small.Rect.Dy(); py < (y+1)*b.Dy()/small.Rect.Dy(); py++ {
				for px := x * b.Dx() / cellsWide; px < (x+1)*b.Dx()/cellsWide; px++ {
					sum, n = sum+int(color.GrayModel.Convert(picture.At(px, py)).(color.Gray).Y), n+1
				}
			}
			small.SetGray(x, y, color.Gray{uint8(sum / max(n, 1))})
		}
	}
	return small
}

// apart is how far two screens differ: on the whole and in the worst cell.
func apart(a, b *image.Gray) (mean, worst float64) {
	if len(a.Pix) != len(b.Pix) {
		return 255, 255
	}
	for i := range a.Pix {
		d := math.Abs(float64(a.Pix[i]) - float64(b.Pix[i]))
		mean, worst = mean+d, max(worst, d)
	}
	return mean / float64(len(a.Pix)), worst
}

// screenNow is what a screen shows when everything has risen.
func screenNow(t *testing.T, tab *browser.Tab) *image.Gray {
	t.Helper()
	tab.Eval("document.getAnimations().forEach((a) => a.finish())", nil)
	path := filepath.Join(t.TempDir(), "screen.png")
	tab.Screenshot(path)
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return brightness(picture)
}

// approved is the approved screen of a name, kept anew when that is asked for.
func approved(t *testing.T, name string, now *image.Gray) *image.Gray {
	t.Helper()
	path := filepath.Join("testdata", "screens", name+".png")
	if os.Getenv("WEGO_APPROVE") != "" {
		var out bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, now); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	gray, is := picture.(*image.Gray)
	if !is {
		t.Fatalf("%s is not a picture of brightness", path)
	}
	return gray
}

func TestBrowserScreensOfEveryScriptAreAsApproved(t *testing.T) {
	presenter, audience := onStage(t, "/rehearsal")
	for _, size := range [][2]int{{1280, 720}, {1024, 768}} {
		audience.Resize(size[0], size[1])
		// The invented winners are named in Chinese, Arabic, Korean, with a very long
		// name, in Cyrillic and in Devanagari; two of the last category share a prize; then
		// everybody.
		for what, cue := range map[string]int{"finalists": 3, "chinese": 5, "arabic": 6, "korean": 7, "long": 13, "cyrillic": 19, "devanagari": 25, "shared": 30, "winners": 32} {
			later(presenter)
			presenter.Press(append(digits(cue), "Enter")...)
			audience.Attribute(fmt.Sprintf(`[data-screen][data-at="%d"]`, cue), "class")
			now := screenNow(t, audience)
			name := fmt.Sprintf("%s-%dx%d", what, size[0], size[1])
			want := approved(t, name, now)
			if mean, worst := apart(now, want); mean > meanApart || worst > worstApart {
				t.Errorf("%s differs by %.1f, in one cell by %.0f", name, mean, worst)
			}
			if what != "long" {
				continue
			}
			// The comparison must see that the name is gone.
			audience.Eval(`document.querySelector("[data-screen] h2").style.visibility = "hidden"`, nil)
			if mean, worst := apart(screenNow(t, audience), want); mean <= meanApart && worst <= worstApart {
				t.Errorf("%s without its name differs by %.1f, in one cell by %.0f, and would be taken", name, mean, worst)
			}
			audience.Eval(`document.querySelector("[data-screen] h2").style.visibility = ""`, nil)
		}
	}
}
