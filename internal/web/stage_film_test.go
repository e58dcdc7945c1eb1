package web_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
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
	addFilm(producer)
	sendFilm(producer, "film", "Opening.webm", film).Want(http.StatusSeeOther)
	sendFilm(producer, "captions", "en.vtt", captions).Want(http.StatusSeeOther)
	producer.Get("/en/stage/2027/run").Form("main form").Set("mode.services.outstanding_e_government_prize", "film").Press(".dock .btn").Want(http.StatusSeeOther)
	return film
}

// addFilm adds a film part after the welcome.
func addFilm(producer *testkit.Client) {
	producer.Get("/en/stage/2027/run").Form("main form").Set("kind", "film").Set("after", "-welcome").Press("button[name=add]").Want(http.StatusSeeOther)
}

// sendFilm sends a file of the film part.
func sendFilm(producer *testkit.Client, kind, name string, body []byte) *testkit.Page {
	return producer.Get("/en/stage/2027/films").Form(`form[action$="/films/-film/` + kind + `"]`).Choose(testkit.File{Field: "file", Name: name, Media: "application/octet-stream", Body: body}).Send()
}

// plays looks at the film of a cue on a screen: that it goes on, waits behind black,
// shows its captions and comes to its end.
func plays(t *testing.T, presenter, audience *browser.Tab, cue int) {
	t.Helper()
	later(presenter)
	presenter.Press(strconv.Itoa(cue), "Enter")
	shows(audience, cue)
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
	shows(audience, cue+1)
	var left int
	if audience.Eval(`document.querySelectorAll("[data-screen] video").length`, &left); left != 0 {
		t.Error("the film stays when the show goes on")
	}
}

// The cues of filmed that show a film: the part's, and the winner's.
const (
	partFilm   = 2
	winnerFilm = 7
)

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
	plays(t, presenter, audience, partFilm)
	plays(t, presenter, audience, winnerFilm)
}

func TestBrowserFilmPlaysOnAScreenThatFollows(t *testing.T) {
	p := &program{t: t, site: testkit.Site(t, demo.Ceremony), address: "127.0.0.1:0"}
	filmed(t, p.site)
	presenter, audience := p.open()
	sends := signedIn(browser.Open(t), "http://"+p.address, p.site.As("producer"), browser.View{Width: 320, Height: 800})
	sends.Go("http://" + p.address + "/en/stage/2027/films")
	sends.See("film.webm")
	for _, v := range sends.Axe() {
		t.Error(v)
	}
	if over := sends.Overflow(); over > 0 {
		t.Errorf("the page of the films is %d pixels too wide", over)
	}
	plays(t, presenter, audience, partFilm)
	plays(t, presenter, audience, winnerFilm)
}

func TestFilmOfAPartIsCheckedSentServedAndRemoved(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	film, err := os.ReadFile("testdata/film.webm")
	if err != nil {
		t.Fatal(err)
	}
	const at = "/en/stage/2027/films"
	lacks := func(want string) {
		t.Helper()
		page := producer.Get("/en/stage/2027/checks").Want(http.StatusOK)
		for _, title := range []string{"Film part without a file", "Film part without captions"} {
			if page.Says(title) != (title == want) {
				t.Errorf("the checks say %q: %v", title, page.Says(title))
			}
		}
	}
	refused := func(kind, name, body, want string) {
		t.Helper()
		if page := sendFilm(producer, kind, name, []byte(body)).Want(http.StatusUnprocessableEntity); !page.Says(want) {
			t.Errorf("%s as %s: the page does not say %q", name, kind, want)
		}
	}
	if !producer.Get(at).Want(http.StatusOK).Says("No film on the run sheet") {
		t.Error("without a film part the page does not say so")
	}
	addFilm(producer)
	lacks("Film part without a file")
	refused("film", "opening.mp4", "%PDF-1.7\n", "none of: MP4, WEBM")
	refused("film", "opening.mp4", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\xff\xffmoov", "not whole")
	refused("captions", "en.vtt", "WEBVTT\n\nNo time is told.\n", "These captions cannot be read")
	lacks("Film part without a file")
	sendFilm(producer, "film", "Opening of the show.webm", film).Want(http.StatusSeeOther)
	lacks("Film part without captions")
	sendFilm(producer, "captions", "en.vtt", []byte("WEBVTT\n\n00:00.000 --> 00:09.000\nWelcome.\n")).Want(http.StatusSeeOther)
	lacks("")
	for _, from := range []string{at, "/en/stage/2027/rehearsal/films"} {
		if body := producer.Get(from + "/film.webm").Want(http.StatusOK).Body; body != string(film) {
			t.Errorf("%s/film.webm is not the film", from)
		}
	}
	for _, who := range []string{"chair", "judge/meera", "city/port-oriel"} {
		other := site.As(who)
		other.Post(at+"/-film/film/remove", nil).Want(http.StatusNotFound)
		other.Get(at + "/film.webm").Want(http.StatusNotFound)
	}
	if page := producer.Get("/en/stage/2027/rehearsal/screen"); !page.Has(`[data-film="films/film.webm"]`) || !page.Has("[data-captions]") {
		t.Error("the screen of the rehearsal has no film with captions")
	}
	if page := producer.Get("/en/stage/2027/run"); page.Has(`[name="file.-film"]`) || !page.Says("film.webm") {
		t.Error("the run sheet does not say that the site has the film")
	}
	producer.Get(at).Form(`form[action$="/-film/film/remove"]`).Send().Want(http.StatusSeeOther)
	producer.Get(at + "/film.webm").Want(http.StatusNotFound)
	lacks("Film part without a file")
}

func TestFilmGoesWithItsPart(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	addFilm(producer)
	sendFilm(producer, "captions", "en.vtt", []byte("WEBVTT\n\n00:00.000 --> 00:09.000\nWelcome.\n")).Want(http.StatusSeeOther)
	producer.Get("/en/stage/2027/run").Form("main form").Press(`button[name=remove][value="-film"]`).Want(http.StatusSeeOther)
	addFilm(producer)
	if producer.Get("/en/stage/2027/films").Says("en.vtt") {
		t.Error("a new film part has the captions of the one that was removed")
	}
}
