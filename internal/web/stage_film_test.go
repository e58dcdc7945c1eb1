package web_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
	"we-gov.org/awards/storage/database"
)

// filmed gives every entry that may win the film of testdata, four seconds with a
// tone, with captions, and shows the winners of the first prize to be given by film.
func filmed(t *testing.T, site *testkit.Platform) []byte {
	t.Helper()
	film, err := os.ReadFile("testdata/film.webm")
	if err != nil {
		t.Fatal(err)
	}
	var entries []award.Entry
	captions := []byte("WEBVTT\n\n00:00.000 --> 00:09.000\nThe square moves.\n")
	site.View(func(tx *database.Tx) error {
		entries, err = tx.EntriesIn(site.Sample.Edition.ID, award.EntryAccepted)
		return err
	})
	for _, e := range entries {
		for _, a := range []award.Attachment{
			{Kind: "film", Name: "film.webm", Media: "video/webm", Size: int64(len(film)), Key: "film-" + e.Reference},
			{Kind: "film_captions", Name: "en.vtt", Media: "text/vtt", Size: int64(len(captions)), Key: "captions-" + e.Reference, Language: "en"},
		} {
			body := map[string][]byte{"film": film, "film_captions": captions}[a.Kind]
			if _, err := site.Store.Put(t.Context(), a.Key, bytes.NewReader(body)); err != nil {
				t.Fatal(err)
			}
			a.ID, a.Entry, a.Version, a.By = award.NewID(), e.ID, 1, site.Person("officer").ID
			if err := site.DB.Update(t.Context(), func(tx *database.Tx) error { return tx.AddAttachment(a) }); err != nil {
				t.Fatal(err)
			}
		}
	}
	producer := site.As("producer")
	producer.Get("/en/stage/2027/run").Form("main form").Set("mode.services.outstanding_e_government_prize", "film").Press(".dock .btn").Want(http.StatusSeeOther)
	return film
}

// plays looks at the film on a screen: that it goes on, waits behind black, shows
// its captions and comes to its end.
func plays(t *testing.T, presenter, audience *browser.Tab) {
	t.Helper()
	later(presenter)
	presenter.Press("6", "Enter")
	shows(audience, 6)
	until := func(condition string) {
		t.Helper()
		var held bool
		audience.Eval(`new Promise((done) => { const began = performance.now(), look = () => { const film = document.querySelector("[data-screen] video"); if (film && (`+condition+`)) done(true); else if (performance.now() - began > 20000) done(false); else setTimeout(look, 20) }; look() })`, &held)
		if !held {
			t.Fatalf("not within 20 s: %s", condition)
		}
	}
	until("film.currentTime > 0.1 && film.videoWidth > 0")
	until(`film.textTracks[0]?.activeCues?.[0]?.text === "The square moves."`)
	presenter.Press("b")
	audience.Attribute("[data-screen].black", "class")
	until("film.paused && !film.ended")
	later(presenter)
	presenter.Press("b")
	until("!film.paused || film.ended")
	until("film.ended")
	later(presenter)
	presenter.Press("PageDown")
	shows(audience, 7)
	var left int
	if audience.Eval(`document.querySelectorAll("[data-screen] video").length`, &left); left != 0 {
		t.Error("the film stays when the show goes on")
	}
}

func TestBrowserFilmOfAPackPlaysFromDiskWithCaptionsAndWaitsBehindBlack(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	film := filmed(t, site)
	pack, phrase := realPack(t, site)
	start := fromDisk(t, pack)
	folder := filepath.Join(filepath.Dir(diskPath(start)), "films")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	producer := site.As("producer")
	links := producer.Get("/en/stage/2027/checks").Doc().Find(`a[href*="/films/"]`).Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
	for _, link := range links {
		body := producer.Get(link).Want(http.StatusOK).Body
		if body != string(film) {
			t.Fatalf("%s is not the film", link)
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(link)), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if len(links) == 0 {
		t.Fatal("no film is offered to lay beside the pack")
	}
	start.Fill("Phrase of this pack", phrase)
	start.Click("Try the phrase")
	start.See("The phrase fits")
	presenter, audience := windowsOf(start)
	plays(t, presenter, audience)
}

func TestBrowserFilmPlaysOnAScreenThatFollows(t *testing.T) {
	p := &program{t: t, site: testkit.Site(t, demo.Ceremony), address: "127.0.0.1:0"}
	filmed(t, p.site)
	presenter, audience := p.open()
	plays(t, presenter, audience)
}
