package web_test

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// judged are the cities and references of all entries that may win.
func judged(site *testkit.Platform) (cities, references []string) {
	site.View(func(tx *database.Tx) error {
		entries, err := tx.EntriesIn(site.Sample.Edition.ID, award.EntryAccepted)
		for _, e := range entries {
			city, err := tx.City(e.City)
			if err != nil {
				return err
			}
			cities, references = append(cities, city.Name), append(references, e.Reference)
		}
		return err
	})
	return cities, references
}

// silent are the names of the cities that may win and have confirmed nothing.
func silent(site *testkit.Platform) (cities []string) {
	site.View(func(tx *database.Tx) error {
		said, err := tx.SaidIn(site.Sample.Edition.ID)
		if err != nil {
			return err
		}
		entries, err := tx.EntriesIn(site.Sample.Edition.ID, award.EntryAccepted)
		for _, e := range entries {
			city, more := tx.City(e.City)
			if err = errors.Join(err, more); said[e.ID].Confirmed.IsZero() {
				cities = append(cities, city.Name)
			}
		}
		return err
	})
	return cities
}

func TestRunSheetTakesASpeechAndSaysHowWinnersAreShown(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	producer := site.As("producer")
	producer.Get("/en/stage/2027/run").Form("main form").Set("kind", "speech").Press("button[name=add]").Want(http.StatusSeeOther)
	form := producer.Get("/en/stage/2027/run").Form("main form").Set("title.-speech", "Words of the host").Set("hand.-speech", "Dr Diallo")
	form.Set("mode.services.best_e_government_prize", "photo").Set("protocol", "country").Press(".dock .btn").Want(http.StatusSeeOther)
	page := producer.Get("/en/stage/2027")
	for _, want := range []string{"Words of the host", "Dr Diallo", "Then a photo"} {
		if !page.Says(want) {
			t.Errorf("the run sheet does not say %q", want)
		}
	}
	again := producer.Get("/en/stage/2027/run")
	if !again.Has(`[name=protocol][value=country][checked]`) {
		t.Error("the order of protocol is not kept")
	}
	again.Form("main form").Press(`button[name=remove][value="-speech"]`).Want(http.StatusSeeOther)
	if producer.Get("/en/stage/2027").Says("Words of the host") {
		t.Error("a part that was removed still stands there")
	}
	add := func(kind, file string) *testkit.Page {
		producer.Get("/en/stage/2027/run").Form("main form").Set("kind", kind).Press("button[name=add]").Want(http.StatusSeeOther)
		return producer.Get("/en/stage/2027/run").Form("main form").Set("file.-film", file).Press(".dock .btn")
	}
	if refused := add("film", "../secret.mp4").Want(http.StatusUnprocessableEntity); refused.Attr(`[name="file.-film"]`, "value") != "../secret.mp4" {
		t.Error("a path as the name of a film is refused, but not shown again")
	}
}

func TestPaperSheetHasACueForEachOfTheShowAndNamesEverybodyAlike(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	producer.Get("/en/stage/2027") // where signing in is told
	paper := producer.Get("/en/stage/2027/run/paper").Want(http.StatusOK)
	cues := len(paper.All("main td.num:first-child"))
	cities, _ := judged(site)
	for _, city := range cities {
		if !names(paper.Body, city) {
			t.Errorf("%s may win and is not on the paper", city)
		}
	}
	for _, title := range winners(t, site) {
		if names(paper.Body, title) {
			t.Errorf("the paper holds the winning project %q", title)
		}
	}
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	if shown := len(producer.Get("/en/stage/2027/screen").All("#cues > [data-cue]")); cues != shown || cues == 0 {
		t.Errorf("the paper has %d cues, the show %d", cues, shown)
	}
	if after := producer.Get("/en/stage/2027/run/paper"); after.Text("main") != paper.Text("main") {
		t.Error("the paper of an unlocked show is another")
	}
}

func TestNamesAreAskedOfEverybodyAndReachTheShow(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	page := producer.Get("/en/stage/2027/names").Want(http.StatusOK)
	cities, references := judged(site)
	if got := len(page.All("fieldset.panel > legend")); got != len(cities) {
		t.Errorf("%d are asked, %d may win", got, len(cities))
	}
	form := page.Form("main form")
	for _, ref := range references {
		form.Set("say."+ref, "say "+ref).Set("accepts."+ref, "the mayor of "+ref)
	}
	form.Press(".dock .btn").Want(http.StatusSeeOther)
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	show := producer.Get("/en/stage/2027/present").Want(http.StatusOK)
	if said := strings.Count(show.Body, "Accepting: the mayor of 2027-"); said != len(winners(t, site)) {
		t.Errorf("of %d winners, %d are told who accepts", len(winners(t, site)), said)
	}
	stale := url.Values{"version": {"0"}, "say." + references[0]: {"late"}}
	producer.Post("/en/stage/2027/names", stale).Want(http.StatusConflict)
	long := producer.Get("/en/stage/2027/names").Form("main form").Set("say."+references[0], strings.Repeat("la", 400)).Press(".dock .btn").Want(http.StatusUnprocessableEntity)
	if !long.Has(".field.bad") {
		t.Error("a text that is too long has no fault at its field")
	}
}

func TestChecksTellNothingOfTheResult(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	producer.Get("/en/stage/2027") // where signing in is told
	before := producer.Get("/en/stage/2027/checks").Want(http.StatusOK)
	for _, city := range silent(site) {
		if !names(before.Body, city) {
			t.Errorf("of %s nothing is missing, though it has said nothing", city)
		}
	}
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	producer.Get("/en/stage/2027") // where the unlocking is told
	if after := producer.Get("/en/stage/2027/checks"); after.Text("main") != before.Text("main") {
		t.Error("the checks of an unlocked show are others")
	}
}

func TestFilmBesideThePackIsThatOfAnyWhoMayWin(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	_, references := judged(site)
	producer.Get("/en/stage/2027/films/" + references[0] + ".mp4").Want(http.StatusNotFound)
	producer.Get("/en/stage/2027/films/..%2Fsecret").Want(http.StatusNotFound)
}

// photos lets the best prize of every category be shown with a photo.
func photos(producer *testkit.Client, site *testkit.Platform) {
	form := producer.Get("/en/stage/2027/run").Form("main form")
	for _, c := range site.Sample.Edition.Categories {
		form.Set("mode."+c.Key+".best_e_government_prize", "photo")
	}
	form.Press(".dock .btn").Want(http.StatusSeeOther)
}

func TestPhotosAreSealedInThePackAndASampleInTheRehearsal(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	photos(producer, site)
	rehearsal := producer.Get("/en/stage/2027/rehearsal/pack").Want(http.StatusOK)
	sample := strings.Count(rehearsal.Body, `\"photos\":[`)
	if sample != len(site.Sample.Edition.Categories) {
		t.Errorf("the rehearsal has %d sample photos, want one for each category", sample)
	}
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	live := producer.Get("/en/stage/2027/present").Want(http.StatusOK)
	real := textsOf(live.Body, "data-jpeg")
	if len(real) != len(site.Sample.Edition.Categories) {
		t.Errorf("the live show has %d photos", len(real))
	}
	for _, photo := range real {
		if strings.Contains(rehearsal.Body, photo) {
			t.Error("the rehearsal holds the photo of a winner")
		}
	}
	pack, _ := realPack(t, site)
	for _, photo := range real {
		if strings.Contains(pack, photo) {
			t.Error("a photo lies in the pack in the clear")
		}
	}
	large := slices.DeleteFunc(textsOf(pack, "data-cipher"), func(s string) bool { return len(s) < 20_000 })
	for _, sealed := range large {
		if len(sealed) != len(large[0]) {
			t.Errorf("photos are sealed in %d and %d letters", len(large[0]), len(sealed))
		}
	}
	if len(large) != len(real) {
		t.Errorf("the pack has %d sealed photos, want %d", len(large), len(real))
	}
}

// textsOf are the scripts of a page with an attribute.
func textsOf(page, attribute string) (all []string) {
	for _, rest := range strings.Split(page, " "+attribute+">")[1:] {
		text, _, _ := strings.Cut(rest, "<")
		all = append(all, text)
	}
	return all
}

func TestShowSpeaksTheLanguageOfItsRunSheetWhoeverOpensItsWindows(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	site.Update(func(tx *database.Tx) error {
		e, err := tx.Edition(site.Sample.Edition.ID)
		if err != nil {
			return err
		}
		e.Translate("ko", e.Categories[0].Name, "공공 서비스")
		e.Translate("ko", e.Categories[1].Name, "")
		return tx.SaveEdition(e)
	})
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	says := func(address, lang string, words, others []string) {
		t.Helper()
		page := producer.Get(address).Want(http.StatusOK)
		if got := page.Attr("[data-screen]", "lang"); got != lang {
			t.Errorf("%s is marked as %q, want %q", address, got, lang)
		}
		shown := strings.Join(page.All("#cues .slide"), " ")
		if strings.HasSuffix(address, "/pack") {
			shown = page.Text("#pack")
		}
		for _, w := range words {
			if !strings.Contains(shown, w) {
				t.Errorf("%s does not say %s", address, w)
			}
		}
		for _, w := range others {
			if strings.Contains(shown, w) {
				t.Errorf("%s says %s", address, w)
			}
		}
	}
	english, korean := []string{"Welcome", "And the prize goes to", "Services"}, []string{"환영합니다", "수상 도시는", "공공 서비스"}
	windows := []string{"/rehearsal/present", "/rehearsal/screen", "/rehearsal/pack", "/present", "/screen"}
	for _, at := range windows {
		says("/ko/stage/2027"+at, "en", english, korean)
	}
	producer.Get("/en/stage/2027/run").Form("main form").Set("lang", "ko").Press(".dock .btn").Want(http.StatusSeeOther)
	if !producer.Get("/en/stage/2027").Says("speak Korean") {
		t.Error("the page of the ceremony does not say the language")
	}
	for _, at := range windows {
		// What is not translated is in the language of the edition.
		says("/en/stage/2027"+at, "ko", append(korean, site.Sample.Edition.Categories[1].Name), []string{"And the prize goes to"})
	}
	producer.Get("/ko/stage/2027/run").Form("main form").Set("lang", "own").Press(".dock .btn").Want(http.StatusSeeOther)
	says("/ko/stage/2027/screen", "en", english, korean)
	producer.Get("/en/stage/2027/run").Form("main form").Set("lang", "tlh").Press(".dock .btn").Want(http.StatusUnprocessableEntity)
}

func TestPaperSheetSpeaksTheLanguageOfTheShow(t *testing.T) {
	producer := testkit.Site(t, demo.Ceremony).As("producer")
	paper := producer.Get("/ar/stage/2027/run/paper").Want(http.StatusOK)
	sheet := paper.Text("main [lang=en][dir=ltr]")
	if !strings.Contains(sheet, "Services: finalists") || !strings.Contains(sheet, "Republic of Korea") {
		t.Errorf("the paper of a show in English, opened in Arabic, says %.300s", sheet)
	}
}

func TestPartComesInWhereItIsAskedFor(t *testing.T) {
	producer := testkit.Site(t, demo.Ceremony).As("producer")
	producer.Get("/en/stage/2027/run").Form("main form").Set("kind", "speech").Set("after", "-welcome").Press("button[name=add]").Want(http.StatusSeeOther)
	titles := producer.Get("/en/stage/2027/run").All("section h2")
	if len(titles) < 2 || titles[0] != "Welcome" || titles[1] != "Speech" {
		t.Errorf("after the welcome comes %q", titles)
	}
}

func TestCeremonyPageLeadsToTheWindowsWithClosedEnvelopesAndNotToAPack(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	const pack = "form[action='/en/stage/2027/pack']"
	site.CloseEnvelopes()
	locked := producer.Get("/en/stage/2027").Want(http.StatusOK)
	if !strings.Contains(locked.Text("main"), "each category is opened in the presenter window at its own cue") {
		t.Error("it is not said how a show with closed envelopes runs")
	}
	locked.Form("form[action='/en/stage/2027/unlock']").Press("button").Want(http.StatusSeeOther)
	unlocked := producer.Get("/en/stage/2027").Want(http.StatusOK)
	if len(unlocked.All("a[href='/en/stage/2027/present']")) != 1 || len(unlocked.All(pack)) != 0 {
		t.Error("with the envelopes closed the page does not lead to the windows, or offers a pack that cannot be made")
	}
	producer.Get("/en/stage/2027/present").Want(http.StatusOK)
	site.OpenForWork()
	if open := producer.Get("/en/stage/2027").Want(http.StatusOK); len(open.All(pack)) != 1 {
		t.Error("with the envelopes open no pack is offered")
	}
}
