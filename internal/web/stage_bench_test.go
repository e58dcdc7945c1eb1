package web_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"syscall"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
	"we-gov.org/awards/storage/database"
)

// noisyPhoto is a JPEG as large as a photo with much in it, about half a megabyte.
func noisyPhoto(b *testing.B) []byte {
	b.Helper()
	picture, random := image.NewGray(image.Rect(0, 0, award.WideSide, 960)), rand.New(rand.NewPCG(1, 2)) //nolint:gosec // not a secret
	for i := range picture.Pix {
		picture.Pix[i] = byte(random.IntN(256))
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 40}); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// largePhotos puts a photo of half a megabyte in the place of every one.
func largePhotos(b *testing.B, site *testkit.Platform) (size int) {
	b.Helper()
	photo, keys := noisyPhoto(b), []string{}
	site.View(func(tx *database.Tx) error {
		entries, err := tx.Entries(site.Sample.Edition.ID)
		for _, e := range entries {
			files, err := tx.Attachments(e.ID)
			if err != nil {
				return err
			}
			for _, f := range files {
				if f.Wide != "" {
					keys = append(keys, f.Wide)
				}
			}
		}
		return err
	})
	for _, key := range keys {
		if _, err := site.Store.Put(b.Context(), key, bytes.NewReader(photo)); err != nil {
			b.Fatal(err)
		}
	}
	return len(photo)
}

// sixtyWinners seals so many prizes in each category that the show has sixty
// winners, and returns how many there are.
func sixtyWinners(b *testing.B, site *testkit.Platform) (places int) {
	b.Helper()
	site.Update(func(tx *database.Tx) error {
		e, err := tx.Edition(site.Sample.Edition.ID)
		if err != nil {
			return err
		}
		for i := range e.Prizes {
			e.Prizes[i].PerCategory = 60 / len(e.Categories) / len(e.Prizes)
			places += e.Prizes[i].PerCategory * len(e.Categories)
		}
		if err := tx.SaveEdition(e); err != nil {
			return err
		}
		entries, err := tx.EntriesIn(e.ID, award.EntryAccepted)
		if err != nil {
			return err
		}
		for _, c := range e.Categories {
			in := slices.DeleteFunc(slices.Clone(entries), func(one award.Entry) bool { return one.Category != c.Key })
			if err := sealAnew(tx, e, c.Key, in); err != nil {
				return err
			}
		}
		return nil
	})
	return places
}

// sealAnew puts another result in the place of a sealed one: every prize goes to
// an entry, those of the last places again to the first where there are too few.
func sealAnew(tx *database.Tx, e *award.Edition, category string, entries []award.Entry) error {
	seal, err := tx.Seal(e.ID, category)
	if err != nil {
		return err
	}
	result, err := seal.Result()
	if err != nil {
		return err
	}
	result.Prizes = nil
	for _, p := range e.Prizes {
		for range p.PerCategory {
			won := entries[len(result.Prizes)%len(entries)]
			result.Prizes = append(result.Prizes, award.PrizeWon{Prize: p.Key, Name: p.Name, Rank: p.Rank, Outcome: award.Given, Entry: won.ID, Title: won.Title})
		}
	}
	if seal.Doc, seal.SHA256, err = result.Canonical(); err != nil {
		return err
	}
	if err := tx.RemoveSeal(e.ID, category); err != nil {
		return err
	}
	return tx.AddSeal(seal)
}

// stepped counts the milliseconds from a press in the presenter's window until
// the audience's screen has changed, and until the frame with it is handed over to
// be shown. Both windows tell the time of the same clock.
const stepped = `(() => { const now = () => performance.timeOrigin + performance.now(); window.drawn = []; window.painted = [];
new MutationObserver(() => { drawn.push(now()); requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => painted.push(now()); c.port2.postMessage(0) }) }).observe(document.querySelector("[data-screen]"), { attributes: true, childList: true }) })()`

// BenchmarkShow prints the figures of the ceremony that README tells: how long a
// pack with photos takes, and a step until it is on the audience's screen.
func BenchmarkShow(b *testing.B) {
	site := testkit.Site(b, demo.Ceremony)
	producer := site.As("producer")
	places := sixtyWinners(b, site)
	form := producer.Get("/en/stage/2027/run").Form("main form")
	for _, c := range site.Sample.Edition.Categories {
		for _, p := range site.Sample.Edition.Prizes {
			form.Set("mode."+c.Key+"."+p.Key, "photo")
		}
	}
	form.Press(".dock .btn").Want(http.StatusSeeOther)
	size := largePhotos(b, site)
	pack, phrase := realPack(b, site)
	b.Run("pack", func(b *testing.B) {
		for b.Loop() {
			began, before := time.Now(), processor()
			body := producer.Post("/en/stage/2027/pack/file", url.Values{"phrase": {phrase}}).Want(http.StatusOK).Body
			fmt.Printf("FIGURE pack of %d winners, photos of %d KB, %d MB: %v, of the processor %v (goal 20 s)\n",
				places, size>>10, len(body)>>20, time.Since(began).Round(time.Millisecond), (processor() - before).Round(time.Millisecond))
		}
	})
	b.Run("step", func(b *testing.B) {
		for b.Loop() {
			drawn, painted := steps(b, pack, phrase)
			fmt.Printf("FIGURE a step until it is on the audience's screen: half %.0f ms, worst %.0f ms; until its frame is painted %.0f, %.0f ms (goal 100 ms)\n",
				drawn[len(drawn)/2], drawn[len(drawn)-1], painted[len(painted)/2], painted[len(painted)-1])
		}
	})
}

// processor is how much time of the processors this process has used.
func processor() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// steps are the sorted waits of the first two dozen steps of a pack, in
// milliseconds: until the screen has changed, and until that is painted.
func steps(b *testing.B, pack, phrase string) (changed, shown []float64) {
	b.Helper()
	start := fromDisk(b, pack)
	start.Fill("Phrase of this pack", phrase)
	start.Click("Try the phrase")
	start.See("The phrase fits")
	presenter, audience := windowsOf(start)
	for _, window := range []*browser.Tab{presenter, audience} { // as they are long before a show begins
		window.Eval(`new Promise((done) => { const look = () => document.querySelector("[data-cipher]") ? setTimeout(look, 100) : done(); look() })`, nil)
	}
	audience.Eval(stepped, nil)
	for range 24 {
		var pressed, drawn, painted float64
		audience.Eval("drawn.length = painted.length = 0", nil)
		// Two presses within 0.6 s count once: nobody steps faster.
		presenter.Eval(`new Promise((done) => setTimeout(() => { const at = Date.now() + 1000; Date.now = () => at; const now = performance.timeOrigin + performance.now(); document.querySelector("[data-act=next]").click(); done(now) }, 600))`, &pressed)
		audience.Attribute(`[data-screen][data-at="`+cueAt(presenter)+`"]`, "class")
		audience.Eval("drawn.at(-1) ?? 0", &drawn)
		audience.Eval("new Promise((done) => { const look = () => painted.length < drawn.length ? setTimeout(look, 5) : done(painted.at(-1)); look() })", &painted)
		b.Logf("cue %s: %.0f ms, painted %.0f ms", cueAt(presenter), drawn-pressed, painted-pressed)
		changed, shown = append(changed, drawn-pressed), append(shown, painted-pressed)
	}
	slices.Sort(changed)
	slices.Sort(shown)
	return changed, shown
}
