package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// sealedWinner seals the undecided category and returns its first winner with
// what its city answered.
func sealedWinner(t *testing.T, site *testkit.Platform) (e award.Entry, answers map[string]award.Answer) {
	t.Helper()
	order := orderOf(site.As("officer"), undecided)
	sealAs(t, site, undecided, order[:3], "")
	site.OpenForWork()
	site.View(func(tx *database.Tx) (err error) {
		if e, err = tx.EntryRef(order[0]); err == nil {
			answers, err = tx.Answers(e.ID)
		}
		return err
	})
	return e, answers
}

func TestDeskBlackensAPageAndTheEntryStaysAsItWasSent(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	e, answers := sealedWinner(t, site)
	officer, at := site.As("officer"), "/en/desk/2027/publish/"+e.Reference
	form := officer.Get(at).Want(http.StatusOK).Form("form.measure")
	if form.Values.Get("part.solution.text") == "" || form.Values.Get("part.contact.text") != "" {
		t.Fatalf("the form offers %v", form.Values)
	}
	form.Set("part.solution.text", "A clerk ■■■ answers.").Set("part.difficulties.on").Set("remark", "Ten years ahead.").Send().Want(http.StatusSeeOther)
	preview := officer.Get(at + "/preview").Want(http.StatusOK)
	if !preview.Says("A clerk ■■■ answers.") || !preview.Says("Ten years ahead.") || preview.Says(answers["difficulties"].Value) || preview.Has("#cite") {
		t.Errorf("the preview: %s", preview.Text("article"))
	}
	if h := preview.Header.Get("Cache-Control"); !strings.Contains(h, "no-store") || preview.Attr("meta[name=robots]", "content") != "noindex" {
		t.Errorf("the preview is kept by others: %s", h)
	}
	openEfficiency(site)
	page := site.Visitor().Get("/en/library/" + slugOf(t, site, e)).Want(http.StatusOK)
	if !page.Says("A clerk ■■■ answers.") || !page.Says("Ten years ahead.") || strings.Contains(page.Body, answers["difficulties"].Value) || strings.Contains(page.Body, answers["solution"].Value) {
		t.Errorf("the public page: %s", page.Text("article"))
	}
	site.View(func(tx *database.Tx) error {
		now, err := tx.Answers(e.ID)
		for key, a := range answers {
			if now[key] != a {
				t.Errorf("%s of the entry has changed", key)
			}
		}
		return err
	})
	officer.Get(at).Form("form.measure").Set("part.solution.text", "A clerk answers.").Send().Want(http.StatusSeeOther)
	if again := site.Visitor().Get("/en/library/" + slugOf(t, site, e)); !again.Says("A clerk answers.") {
		t.Error("what is changed later does not reach the public page")
	}
	if found := site.Visitor().Get("/en/library?q=" + url.QueryEscape(longest(answers["difficulties"].Value))); found.Has(".results a[href$='" + slugOf(t, site, e) + "']") {
		t.Error("the search finds a page by what was left out of it")
	}
}

// openEfficiency lets two people open the result of the sealed category.
func openEfficiency(site *testkit.Platform) {
	category := url.Values{"category": {"efficiency"}, "phrase": {demo.Phrase}}
	site.As("producer").Post("/en/desk/2027/open/ask", category).Want(http.StatusSeeOther)
	site.As("officer").Post("/en/desk/2027/open", category).Want(http.StatusSeeOther)
}

// longest is the longest word of a text.
func longest(text string) (word string) {
	for _, w := range strings.Fields(text) {
		if len(w) > len(word) {
			word = strings.Trim(w, ".,;:")
		}
	}
	return word
}

func slugOf(t *testing.T, site *testkit.Platform, e award.Entry) (slug string) {
	t.Helper()
	site.View(func(tx *database.Tx) error {
		p, err := tx.PracticeOfEntry(e.ID)
		slug = p.Slug
		return err
	})
	return slug
}

func TestDeskCannotPublishWhatTheCityHoldsBack(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	e, answers := sealedWinner(t, site)
	officer, at := site.As("officer"), "/en/desk/2027/publish/"+e.Reference
	form := officer.Get(at).Form("form.measure")
	form.Values.Set("part.contact.on", "yes")
	form.Values.Set("part.contact.text", "Contact me")
	form.Values.Set("part.nomination_statement.on", "yes")
	form.Values.Set("title", "Another title")
	form.Send().Want(http.StatusSeeOther)
	preview := officer.Get(at + "/preview").Want(http.StatusOK)
	if preview.Says("Contact me") || preview.Says(answers["nomination_statement"].Value) || preview.Text("h1") != e.Title {
		t.Errorf("the desk has added to what the city lets out: %s", preview.Text("article"))
	}
}

func TestPicturesAreDescribedBeforeTheyArePublic(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	e, _ := sealedWinner(t, site)
	var cover award.Attachment
	site.Update(func(tx *database.Tx) error {
		files, err := tx.Attachments(e.ID)
		for _, f := range files {
			if f.Thumb != "" && cover.ID == "" {
				cover = f
				cover.Alt = ""
				err = tx.SaveAttachment(&cover)
			}
		}
		return err
	})
	officer, at, alt := site.As("officer"), "/en/desk/2027/publish/"+e.Reference, "file."+string(cover.ID)+".alt"
	if list := officer.Get("/en/desk/2027/publish"); !list.Says("1 picture without a description") {
		t.Errorf("the list: %s", list.Text("main"))
	}
	refused := officer.Get(at).Form("form.measure").Set("remark", "Kept words").Send().Want(http.StatusUnprocessableEntity)
	if !refused.Has(".summary a[href='#"+alt+"']") || refused.Text("#remark") != "Kept words" {
		t.Errorf("a picture without a description: %s", refused.Text(".summary"))
	}
	openEfficiency(site)
	slug := slugOf(t, site, e)
	site.Visitor().Get("/en/library/" + slug + "/files/" + string(cover.ID)).Want(http.StatusNotFound)
	officer.Get(at).Form("form.measure").Set(alt, "A counter with three clerks").Send().Want(http.StatusSeeOther)
	if page := site.Visitor().Get("/en/library/" + slug); !page.Has("img[alt='A counter with three clerks'][srcset]") {
		t.Errorf("the page shows %q", page.Attr("img.cover", "alt"))
	}
	form := officer.Get(at).Form("form.measure")
	form.Set("file." + string(cover.ID) + ".on").Send().Want(http.StatusSeeOther)
	site.Visitor().Get("/en/library/" + slug + "/files/" + string(cover.ID)).Want(http.StatusNotFound)
	site.Visitor().Get("/en/library/" + slug + "/files/" + string(cover.ID) + "/thumb").Want(http.StatusNotFound)
}

func TestNothingOfAPageShowsBeforeItsOwnHour(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	e, answers := sealedWinner(t, site)
	officer, at := site.As("officer"), "/en/desk/2027/publish/"+e.Reference
	hour := site.Clock.Now().Add(48 * time.Hour)
	box := hour.Std().In(site.Sample.Edition.Location()).Format("2006-01-02T15:04")
	officer.Get(at).Form("form.measure").Set("from", box).Send().Want(http.StatusSeeOther)
	openEfficiency(site)
	c, slug := site.Visitor(), slugOf(t, site, e)
	var file award.ID
	site.View(func(tx *database.Tx) error {
		files, err := tx.Attachments(e.ID)
		file = files[len(files)-1].ID
		return err
	})
	secret := []string{"/en/library/" + slug, "/en/library/" + slug + "/ask", "/en/library/" + slug + "/same", "/en/library/" + slug + "/cite/ris", "/en/library/" + slug + "/files/" + string(file)}
	for _, path := range secret {
		c.Get(path).Want(http.StatusNotFound)
	}
	c.Post("/en/library/"+slug+"/ask", url.Values{"name": {"A"}, "email": {asker}, "city": {"B"}, "country": {"KR"}, "text": {"?"}}).Want(http.StatusNotFound)
	for _, path := range []string{
		"/en/library", "/en/library?q=" + url.QueryEscape(e.Title), "/en/library/map", "/en/numbers", "/en/numbers.csv", "/en/winners", "/en/winners/2027", "/en/winners/2027/efficiency",
		"/sitemap.xml", "/en/", "/en/library/compare?p=" + slug, "/en/library/compare?q=" + url.QueryEscape(e.Title), "/en/library/seoul-urban-management-2014",
	} {
		body := strings.ReplaceAll(c.Get(path).Body, slug+"</p>", "") // a list says which of the asked addresses are not known
		if strings.Contains(body, "/library/"+slug) || strings.Contains(body, answers["one_line"].Value) || strings.Contains(body, string(file)) {
			t.Errorf("%s tells of the page", path)
		}
	}
	site.Clock.Set(hour)
	for _, path := range secret[:4] {
		c.Get(path).Want(http.StatusOK)
	}
	later := hour.Add(48 * time.Hour).Std().In(site.Sample.Edition.Location()).Format("2006-01-02T15:04")
	refused := officer.Get(at).Form("form.measure").Set("from", later).Send().Want(http.StatusUnprocessableEntity)
	if !refused.Has(".summary a[href='#from']") || !refused.Says("public already") {
		t.Errorf("a page that was public is hidden again: %s", refused.Text(".summary"))
	}
	c.Get(secret[0]).Want(http.StatusOK)
	if !strings.Contains(c.Get("/sitemap.xml").Body, slug) || !c.Get("/en/library?q="+url.QueryEscape(e.Title)).Has(".results a[href$='"+slug+"']") {
		t.Error("at its hour the page is not found")
	}
}

func TestTheLogDoesNotTellWhoseWinnersPageIsPrepared(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	e, _ := sealedWinner(t, site)
	site.As("officer").Get("/en/desk/2027/publish/"+e.Reference).Form("form.measure").Set("remark", "Good").Send().Want(http.StatusSeeOther)
	site.View(func(tx *database.Tx) error {
		events, err := tx.EventsBefore(0, 1)
		if len(events) == 0 || events[0].Deed != award.DeedPrepare || events[0].Subject == e.ID || strings.Contains(events[0].Detail, e.Reference) {
			t.Errorf("the event is %+v", events)
		}
		return err
	})
	for _, who := range []string{"chair", "admin", "producer"} {
		site.As(who).Get("/en/desk/2027/publish/" + e.Reference).Want(http.StatusNotFound)
	}
	site.As("officer").Get("/en/desk/2027/publish/2027-9999").Want(http.StatusNotFound)
}
