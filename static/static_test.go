package static

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func get(t *testing.T, path, encoding string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w
}

func TestEveryFileIsServedForEverUnderItsHash(t *testing.T) {
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		answer := get(t, Path(name), "gzip;q=0")
		if answer.Code != http.StatusOK {
			t.Errorf("%s: status %d", name, answer.Code)
		}
		if kept := answer.Header().Get("Cache-Control"); !strings.Contains(kept, "immutable") {
			t.Errorf("%s: Cache-Control %q", name, kept)
		}
		if answer.Header().Get("Content-Type") == "" || answer.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: headers %v", name, answer.Header())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSheetIsServedCompressed(t *testing.T) {
	answer := get(t, Path("css/wego.css"), "br, gzip")
	if answer.Header().Get("Content-Encoding") != "gzip" || answer.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Fatalf("headers %v", answer.Header())
	}
	unzip, err := gzip.NewReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(unzip)
	if err != nil {
		t.Fatal(err)
	}
	if want, _ := Read("css/wego.css"); !bytes.Equal(got, want) {
		t.Error("the sheet changes on its way")
	}
}

func TestOtherAddressesAreNotFound(t *testing.T) {
	for _, path := range []string{"/static/", "/static/css/", "/static/css/wego.css", "/static/css/wego.000000000000.css", "/static/../static.go", "/static/static.go"} {
		if status := get(t, path, "").Code; status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, status)
		}
	}
}

// The budget of the design: the one sheet of the pages leaves six kilobytes of
// the fourteen of a form's first view to the page itself, and no page loads more
// than ten kilobytes of script, of which a judge's keys are the largest part.
func TestSheetAndModulesAreSmall(t *testing.T) {
	for name, most := range map[string]int{
		"css/wego.css": 8192, "css/stage.css": 4352, "css/desk.css": 1024,
		"js/autosave.js": 3072, "js/judge.js": 4608, "js/stage.js": 7168, "js/live.js": 2304, "js/card.js": 768, "js/tear.js": 1792, "js/plan.js": 2048, "js/pack.js": 4608, "js/upload.js": 2560, "js/record.js": 1664, "js/facets.js": 512, "js/count.js": 1024, "js/ahead.js": 1536,
	} {
		body, err := Read(name)
		if err != nil {
			t.Fatal(err)
		}
		if size := len(zip(body)); size > most {
			t.Errorf("%s: %d bytes compressed, the budget is %d", name, size, most)
		}
	}
}

func TestSheetsUseLogicalPropertiesOnly(t *testing.T) {
	physical := regexp.MustCompile(`[{;\s](?:margin|padding|border)-(?:left|right|top|bottom)\b|[{;\s](?:left|right|top|bottom|width|height|min-height|max-height)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)`)
	for _, name := range []string{"css/wego.css", "css/stage.css", "css/desk.css"} {
		body, err := Read(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range physical.FindAllString(string(body), -1) {
			t.Errorf("%s: %q turns the wrong way in right-to-left pages", name, found)
		}
	}
}

var tokenLine = regexp.MustCompile(`--([a-z0-9-]+):(#[0-9a-f]{3,6})`)

// tokens reads the colours of the light theme and those that the dark one changes.
func tokens(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	body, err := Read("css/wego.css")
	if err != nil {
		t.Fatal(err)
	}
	bright, night, found := strings.Cut(string(body), "@media (prefers-color-scheme:dark)")
	if !found {
		t.Fatal("the sheet has no dark theme")
	}
	night, _, _ = strings.Cut(night, "}")
	light, dark = map[string]string{}, map[string]string{}
	for _, m := range tokenLine.FindAllStringSubmatch(bright, -1) {
		light[m[1]], dark[m[1]] = m[2], m[2]
	}
	for _, m := range tokenLine.FindAllStringSubmatch(night, -1) {
		dark[m[1]] = m[2]
	}
	return light, dark
}

// contrast is the ratio of WCAG 2.2 between two colours.
func contrast(a, b [3]float64) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c [3]float64) float64 {
	part := func(v float64) float64 {
		if v /= 255; v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c[0]) + 0.7152*part(c[1]) + 0.0722*part(c[2])
}

func colour(t *testing.T, hex string) (c [3]float64) {
	t.Helper()
	hex = strings.TrimPrefix(hex, "#")
	if len(hex) == 3 {
		hex = fmt.Sprintf("%c%c%c%c%c%c", hex[0], hex[0], hex[1], hex[1], hex[2], hex[2])
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("%q is no colour", hex)
	}
	return [3]float64{float64(n >> 16), float64(n >> 8 & 255), float64(n & 255)}
}

// Each pair that carries text needs 4.5:1, each that carries a shape 3:1, in
// both themes (WCAG 2.2, 1.4.3 and 1.4.11).
func TestColoursHaveContrast(t *testing.T) {
	light, dark := tokens(t)
	for theme, colours := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, c := range []struct {
			front, ground string
			least         float64
		}{
			{"ink", "paper", 7},
			{"ink", "surface", 7},
			{"ink-2", "paper", 4.5},
			{"ink-2", "surface", 4.5},
			{"link", "paper", 4.5},
			{"link", "surface", 4.5},
			{"link-hover", "paper", 4.5},
			{"on-action", "action", 4.5},
			{"on-action", "action-hover", 4.5},
			{"link", "info-bg", 4.5},
			{"ink", "info-bg", 4.5},
			{"ink", "ok-bg", 4.5},
			{"ink", "warn-bg", 4.5},
			{"ink", "err-bg", 4.5},
			{"err", "paper", 4.5},
			{"err", "surface", 4.5},
			{"err", "err-bg", 4.5},
			{"paper", "err", 4.5},
			{"ok", "paper", 4.5},
			{"ok", "surface", 4.5},
			{"ok", "ok-bg", 4.5},
			{"warn", "paper", 4.5},
			{"warn", "warn-bg", 4.5},
			{"info", "info-bg", 4.5},
			{"ink-2", "info-bg", 4.5},
			{"link", "warn-bg", 4.5},
			{"link", "ok-bg", 4.5},
			{"link", "err-bg", 4.5},
			{"line-strong", "paper", 3},
			{"line-strong", "surface", 3},
			{"focus-ink", "focus", 4.5},
			{"mark", "paper", 3},
			{"mark", "land", 3},
			{"mark", "surface", 3},
			{"action", "paper", 3},
			{"action", "land", 3},
		} {
			got := contrast(colour(t, colours[c.front]), colour(t, colours[c.ground]))
			if got < c.least {
				t.Errorf("%s: %s on %s is %.2f, needs %.1f", theme, c.front, c.ground, got, c.least)
			}
		}
	}
}

// White text stands on the gradation of the award label: every place of it must
// carry it, not only its stops.
func TestWhiteIsReadableAllAlongTheGradation(t *testing.T) {
	light, _ := tokens(t)
	stops := [][3]float64{colour(t, light["brand-1"]), colour(t, light["brand-2"]), colour(t, light["brand-3"])}
	lowest := math.Inf(1)
	for i := range 2 {
		for step := range 101 {
			f := float64(step) / 100
			var mixed [3]float64
			for k := range mixed {
				mixed[k] = stops[i][k]*(1-f) + stops[i+1][k]*f
			}
			lowest = min(lowest, contrast([3]float64{255, 255, 255}, mixed))
		}
	}
	if lowest < 4.5 {
		t.Errorf("lowest contrast along the gradation is %.2f", lowest)
	}
}

func TestStageColoursHaveContrast(t *testing.T) {
	body, err := Read("css/stage.css")
	if err != nil {
		t.Fatal(err)
	}
	stage := map[string]string{}
	for _, m := range tokenLine.FindAllStringSubmatch(string(body), -1) {
		stage[m[1]] = m[2]
	}
	for _, front := range []string{"white", "soft", "gold"} {
		if got := contrast(colour(t, stage[front]), colour(t, stage["night"])); got < 7 {
			t.Errorf("%s on the stage is %.2f", front, got)
		}
	}
}
