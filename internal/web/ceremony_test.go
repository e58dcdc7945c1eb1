package web_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
	"we-gov.org/awards/storage/database"
)

// ceremonyA is the page on which the city of entry A says how it is named.
const ceremonyA = "/en/my/entries/" + entryA + "/ceremony"

// nameRow is what the producer sees of entry A.
func nameRow(page *testkit.Page) string {
	return strings.Join(strings.Fields(page.Doc().Find("#names-"+entryA).Text()), " ")
}

func TestCitySaysHowItIsNamedAndTheProducersOwnWordsStandBefore(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	city, producer := site.As("city/port-oriel"), site.As("producer")
	if !city.Get("/en/my/entries/" + entryA).Says("Not said yet") {
		t.Error("the entry has no task for the ceremony")
	}
	page := city.Get(ceremonyA).Want(http.StatusOK)
	if !page.Says("Every entry that is judged is asked this, whether it will win or not.") {
		t.Errorf("the page does not say that all are asked alike: %s", page.Text("main"))
	}
	page.Form("main form").Set("say", "port OH-ree-el").Set("accepts", "Ana Sol, Mayor").Set("comes", "yes").Send().Want(http.StatusSeeOther)
	if page = city.Get(ceremonyA); !page.Says("Confirmed by Matilda Harcourt on") {
		t.Errorf("there is no receipt: %s", page.Text("main"))
	}
	if !city.Get("/en/my/entries/" + entryA).Says("No recording yet") {
		t.Error("the task does not say what is left")
	}
	names := producer.Get("/en/stage/2027/names")
	if row := nameRow(names); !strings.Contains(row, "Confirmed by Matilda Harcourt") || !strings.Contains(row, "port OH-ree-el") || strings.Contains(row, "Your words are used") {
		t.Errorf("the producer sees %q", row)
	}
	paper := func() string { return producer.Get("/en/stage/2027/run/paper").Want(http.StatusOK).Body }
	if !strings.Contains(paper(), "port OH-ree-el") {
		t.Error("the run sheet on paper does not say it as the city does")
	}
	names.Form("main form").Set("say."+entryA, "PORT oriel").Press(".dock .btn").Want(http.StatusSeeOther)
	if on := paper(); !strings.Contains(on, "PORT oriel") || strings.Contains(on, "port OH-ree-el") {
		t.Error("the producer's word does not stand before the city's")
	}
	names = producer.Get("/en/stage/2027/names")
	if row := nameRow(names); !strings.Contains(row, "Your words are used") {
		t.Errorf("the producer is not told whose words are used: %q", row)
	}
	names.Form("main form").Press("#names-" + entryA + " button[name=back]").Want(http.StatusSeeOther)
	if !strings.Contains(paper(), "port OH-ree-el") {
		t.Error("the way back to the city's word leads nowhere")
	}
}

func TestFaultyFileKeepsWhatWasTypedAndNothingElse(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	city := site.As("city/port-oriel")
	form := city.Get(ceremonyA).Form("main form").Set("say", "typed before")
	page := form.Choose(testkit.File{Field: "file", Name: "name.mp3", Body: []byte("<html>no sound</html>")}).Send().Want(http.StatusUnprocessableEntity)
	if page.Attr("#say", "value") != "typed before" || !page.Has("#file-fault") {
		t.Errorf("the page is %s", page.Text("main"))
	}
	page = city.Get(ceremonyA)
	if page.Attr("#say", "value") != "" || page.Has("audio[src]") {
		t.Error("half of a refused form was kept")
	}
	long := page.Form("main form").Set("name", strings.Repeat("x", award.PrintedMax+1))
	page = long.Choose(testkit.File{Field: "file", Name: "name.wav", Body: stage.SampleSound(3).Bytes}).Send().Want(http.StatusUnprocessableEntity)
	if !page.Has("#name-fault") || city.Get(ceremonyA).Has("audio[src]") {
		t.Errorf("a sound beside a text that is too long: %s", page.Text("main"))
	}
}

// record lets the city of entry A keep a sound that no other has.
func record(t testing.TB, site *testkit.Platform) award.Sound {
	t.Helper()
	sound := stage.SampleSound(5)
	sound.Bytes[200] ^= 0x55
	site.As("city/port-oriel").Get(ceremonyA).Form("main form").Choose(testkit.File{Field: "file", Name: "x.exe", Body: sound.Bytes}).Send().Want(http.StatusSeeOther)
	return sound
}

func TestRecordedNameIsPlayedToTheCityAndTheShowOnly(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	sound := record(t, site)
	own, staged := ceremonyA+"/sound", "/en/stage/2027/names/"+entryA+"/sound"
	for who, at := range map[string]string{"city/port-oriel": own, "port-oriel/reader": own, "producer": staged, "officer": staged} {
		page := site.As(who).Get(at).Want(http.StatusOK)
		if page.Body != string(sound.Bytes) || page.Header.Get("Content-Type") != "audio/wav" || !strings.Contains(page.Header.Get("Content-Security-Policy"), "sandbox") || page.Header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s gets %v", who, page.Header)
		}
	}
	for _, who := range []string{"city/marvale", "judge/meera", "producer", "chair", "admin"} {
		site.As(who).Get(own).Want(http.StatusNotFound)
	}
	for _, who := range []string{"city/port-oriel", "judge/meera", "chair", "admin"} {
		site.As(who).Get(staged).Want(http.StatusNotFound)
	}
	site.As("producer").Get("/en/stage/2027/names/" + entryA[:8] + "9/sound").Want(http.StatusNotFound)
}

func TestRehearsalHoldsInventedSoundsOnlyAndTheAudienceNone(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	real := map[string]bool{record(t, site).Text(): true}
	producer := site.As("producer")
	for _, at := range []string{"pack", "present"} {
		page := producer.Get("/en/stage/2027/rehearsal/" + at).Want(http.StatusOK)
		if !strings.Contains(page.Body, stage.SampleSound(1).Text()[:400]) {
			t.Errorf("the rehearsal's %s has no invented sound: the search proves nothing", at)
		}
		for text := range real {
			if strings.Contains(page.Body, text) {
				t.Errorf("the rehearsal's %s holds what a city has recorded", at)
			}
		}
	}
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	for at, want := range map[string]bool{"present": true, "screen": false, "rehearsal/screen": false} {
		page := producer.Get("/en/stage/2027/" + at).Want(http.StatusOK)
		if got := strings.Contains(page.Body, "data-sound"); got != want || page.Has("audio") || page.Has(".slide [data-sound]") {
			t.Errorf("%s holds a recorded name: %v", at, got)
		}
	}
}

func TestPackIsOldOnceACityHasSaidSomethingElse(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	realPack(t, site)
	producer, city := site.As("producer"), site.As("city/port-oriel")
	old := "Since then the run sheet, a name or a decision was changed"
	site.Clock.Advance(time.Minute)
	city.Get(ceremonyA).Form("main form").Set("say", "port OH-ree-el").Send().Want(http.StatusSeeOther)
	if !producer.Get("/en/stage/2027").Says(old) {
		t.Error("a city has said something since the pack was made, and nothing is told")
	}
	realPack(t, site)
	city.Get(ceremonyA).Form("main form").Send().Want(http.StatusSeeOther)
	if producer.Get("/en/stage/2027").Says(old) {
		t.Error("a city has confirmed the same again, and the pack is said to be old")
	}
}

func TestEveryCityThatHasNotConfirmedIsRemindedOnceADay(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	at := "/en/stage/2027/names/remind"
	page := producer.Get(at).Want(http.StatusOK)
	for _, city := range silent(site) {
		if !names(page.Body, city) {
			t.Errorf("%s has said nothing and is not on the list", city)
		}
	}
	if got := len(page.All("tbody tr")); got != len(silent(site)) {
		t.Errorf("%d are on the list, %d have said nothing", got, len(silent(site)))
	}
	page.Form("main form").Send().Want(http.StatusSeeOther)
	again := producer.Get(at)
	if again.Has("main form") || !again.Says("Nobody gets a second one on the same day.") {
		t.Errorf("they can be reminded twice on one day: %s", again.Text("main"))
	}
	site.As("officer").Get(at).Want(http.StatusOK)
	site.As("chair").Get(at).Want(http.StatusNotFound)
}

func TestCertificatePrintsTheNameThatTheCityConfirmedUnlessTheDeskHasSetOne(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	code, ref, _ := certified(t, site, "services")
	var called string
	site.Update(func(tx *database.Tx) error {
		entry, err := tx.EntryRef(ref)
		if err != nil {
			return err
		}
		city, err := tx.City(entry.City)
		if err != nil {
			return err
		}
		called = city.Name
		said, err := tx.Said(entry.ID)
		if err != nil {
			return err
		}
		said.Name, said.LocalName, said.Confirmed = "City of "+city.Name, "नगर", site.Clock.Now()
		return tx.SaveSaid(&said)
	})
	officer, at := site.As("officer"), certificatesAt+"/"+code
	printed := func() string {
		paper := officer.Get(at + "/print").Want(http.StatusOK)
		return paper.Text(".name") + " / " + paper.Text(".own")
	}
	if got, want := printed(), "City of "+called+" / नगर"; got != want {
		t.Errorf("printed is %q, want %q", got, want)
	}
	note := site.Visitor().Get("/en/verify/" + code + "/certificate.txt").Body
	if said, err := ledger.OpenCertificate(note, demo.Key.Public); err != nil || said.Name != "City of "+called {
		t.Errorf("the note says %q, %v", said.Name, err)
	}
	officer.Get(at).Form("form[action$='/names']").Set("name", called).Send().Want(http.StatusSeeOther)
	if got, want := printed(), called+" / नगर"; got != want {
		t.Errorf("printed is %q, want what the desk has set, %q", got, want)
	}
	officer.Get(at).Form("form[action$='/names']").Set("name", "").Send().Want(http.StatusSeeOther)
	if got, want := printed(), "City of "+called+" / नगर"; got != want {
		t.Errorf("printed is %q, want what the city says again, %q", got, want)
	}
}

func TestBrowserOfficerSendsASoundAndOnlyThePresenterHearsIt(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	path := filepath.Join(t.TempDir(), "name.wav")
	if err := os.WriteFile(path, stage.SampleSound(4).Bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	server := site.Server(t)
	for _, width := range []int{320, 360} {
		city := signedIn(browser.Open(t), server, site.As("city/port-oriel"), browser.View{Width: width, Height: 800})
		city.Go(server + ceremonyA)
		if found := city.Axe(); len(found) > 0 || city.Overflow() > 0 {
			t.Errorf("at %d pixels: %v, %d over", width, found, city.Overflow())
		}
		if width == 360 {
			city.Fill("How to say it", "port OH-ree-el")
			city.Upload("A recording of the name", path)
			city.Click("Save and confirm")
			city.See("Confirmed by Matilda Harcourt")
			if found := city.Axe(); len(found) > 0 {
				t.Errorf("with a sound: %v", found)
			}
		}
	}
	producer := site.As("producer")
	tab := signedIn(browser.Open(t), server, producer, browser.View{Width: 360, Height: 800})
	tab.Go(server + "/en/stage/2027/names")
	if found := tab.Axe(); len(found) > 0 || tab.Overflow() > 0 {
		t.Errorf("the names: %v, %d over", found, tab.Overflow())
	}
	var lasts float64
	tab.Click("h1") // a page may sound only once somebody has touched it
	tab.Eval(fmt.Sprintf(`new Promise((done) => { const a = document.querySelector("#names-%s audio"); a.onplaying = () => done(a.duration); a.onerror = () => done(-1); a.play(); })`, entryA), &lasts)
	if lasts < 0.4 || lasts > 0.5 {
		t.Errorf("the producer hears %.2f seconds, want 0.45", lasts)
	}

	pack, phrase := realPack(t, site)
	start := fromDisk(t, pack)
	start.Fill("Phrase of this pack", phrase)
	start.Click("Try the phrase")
	start.See("The phrase fits, and every sealed slide is whole.")
	presenter, audience := windowsOf(start)
	heard := 0
	// The window is the one in front, as on the night; what it really plays is told.
	presenter.Front()
	presenter.Eval(`void (globalThis.Audio = class extends Audio {
		constructor(at) { super(at); this.onplaying = () => { document.querySelector("[data-say]").dataset.heard = at; }; }
	})`, nil)
	for cue, title := range presenter.Texts("[data-go] span:nth-child(2)") {
		if !strings.Contains(title, "REVEAL") {
			continue
		}
		later(presenter)
		presenter.Press(append(digits(cue+1), "Enter")...)
		for _, window := range []*browser.Tab{presenter, audience} {
			window.Attribute(fmt.Sprintf(`[data-screen][data-at="%d"]`, cue+1), "class")
		}
		var loud, near int
		audience.Eval(`document.querySelectorAll("audio, [data-sound], [data-act=hear]").length`, &loud)
		if loud != 0 {
			t.Errorf("at cue %d the audience's window holds a recorded name", cue+1)
		}
		if presenter.Eval(`document.querySelectorAll("[data-say] [data-act=hear]").length`, &near); near > 0 && heard == 0 {
			heard++
			presenter.Press("s")
			if got := presenter.Attribute("[data-heard]", "data-heard"); !strings.HasPrefix(got, "data:audio/wav;base64,UklGR") {
				t.Errorf("the presenter hears %.40q", got)
			}
		}
	}
	if heard == 0 {
		t.Error("no winner's name can be heard")
	}
}

func TestBrowserCityRecordsItsNameAndTheProducerHearsIt(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	server := site.Server(t)
	person := browser.Open(t)
	city := signedIn(person, server, site.As("city/port-oriel"), browser.View{Width: 360, Height: 800})
	city.Go(server + ceremonyA)
	person.Microphone(false)
	city.Click("Record it here")
	city.See("The browser may not use the microphone.")
	person.Microphone(true)
	city.Click("Record it here")
	city.See("12 seconds") // of 14 that are left
	city.Click("Stop")
	city.See("Listen to it. Save to keep it, or record again.")
	wantLoaded(t, city, "[data-record] audio:not([hidden])")
	city.Click("Save and confirm")
	city.See("Confirmed by Matilda Harcourt")
	wantLoaded(t, city, "main audio[src]")

	producer := site.As("producer")
	sound := producer.Get("/en/stage/2027/names/" + entryA + "/sound").Want(http.StatusOK)
	if got := sound.Header.Get("Content-Type"); got != "audio/webm" || !strings.Contains(sound.Body, "A_OPUS") {
		t.Errorf("what Chromium has recorded is kept as %s", got)
	}
	tab := signedIn(browser.Open(t), server, producer, browser.View{})
	tab.Go(server + "/en/stage/2027/names")
	wantLoaded(t, tab, "#names-"+entryA+" audio")
}

// wantLoaded asks that the page loads the sound at a selector through to its end.
func wantLoaded(t *testing.T, tab *browser.Tab, css string) {
	t.Helper()
	var got struct {
		Ready, Fault int
		Lasts        float64
	}
	tab.Attribute(css, "src")
	tab.Click("h1") // a page may sound only once somebody has touched it
	tab.Eval(fmt.Sprintf(`new Promise((done) => {
		const a = document.querySelector(%q), tell = () => done({ Ready: a.readyState, Fault: a.error?.code ?? 0, Lasts: a.currentTime });
		a.onended = a.onerror = tell;
		a.play().catch(tell);
	})`, css), &got)
	if got.Ready < 2 || got.Fault != 0 || got.Lasts == 0 {
		t.Errorf("%s: %+v", css, got)
	}
}
