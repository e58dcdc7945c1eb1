package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

const papersAt = "/en/stage/2027/paper"

func TestAPhraseOnPaperOpensItsCategoryOnThePagesOfTheStage(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	winner := winnersOf(t, site)["services"][0]
	site.CloseEnvelopes()
	producer := site.As("producer")
	if !producer.Get("/en/stage/2027").Want(http.StatusOK).Has("a[href='" + papersAt + "']") {
		t.Error("the ceremony's page does not lead to the phrases")
	}
	producer.Get(papersAt).Want(http.StatusOK)
	at := papersAt + "/services"
	page := producer.Post(at, url.Values{"phrase": {"AAAA BBBB CCCC DDDD EEEE"}, "to": {"stage"}}).Want(http.StatusUnprocessableEntity)
	if !page.Says("This is not the phrase of this category") {
		t.Errorf("a wrong phrase: %q", page.Text("main"))
	}
	producer.Post(at, url.Values{"phrase": {"demo demo demo demo demo"}, "to": {"stage"}}).Want(http.StatusSeeOther)
	if page := producer.Get(papersAt).Want(http.StatusOK); !page.Says("Open for the stage until") {
		t.Errorf("opened for the stage: %q", page.Text("main"))
	}
	won := func() bool { return site.Visitor().Get("/en/winners/2027/services").Want(http.StatusOK).Says(winner) }
	if won() {
		t.Error("open for the stage is open to everybody")
	}
	producer.Post(at, url.Values{"phrase": {demo.PaperPhrase}, "to": {"public"}}).Want(http.StatusSeeOther)
	if !won() {
		t.Error("it is not open to everybody")
	}
	if page := producer.Get(papersAt).Want(http.StatusOK); !page.Says("Open since") {
		t.Errorf("opened to everybody: %q", page.Text("main"))
	}
	producer.Get(at).Want(http.StatusSeeOther)
	producer.Post(at, url.Values{"phrase": {demo.PaperPhrase}, "to": {"public"}}).Want(http.StatusConflict)
}

func TestABrokenEnvelopeHasAPageThatSaysWhatToDo(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	site.CloseEnvelopes()
	site.Tamper(`UPDATE seal SET envelope = REPLACE(envelope, '"content":"Y', '"content":"Z') WHERE category = 'services'`)
	site.Tamper(`UPDATE seal SET envelope = '', doc = '' WHERE category = 'efficiency'`)
	chair := site.As("chair")
	list := chair.Get("/en/desk/2027/open").Want(http.StatusOK)
	for category, says := range map[string]string{"services": "The envelope is damaged", "efficiency": "The envelope is missing"} {
		if !list.Says(says) {
			t.Errorf("the list does not say: %s", says)
		}
		page := chair.Get("/en/desk/2027/open/envelopes/" + category).Want(http.StatusOK)
		if !page.Says(says) || !page.Says("Every backup since the sealing") || !page.Says("break the seal") {
			t.Errorf("%s: %q", category, page.Text("main"))
		}
	}
	chair.Get("/en/desk/2027/open/envelopes/nothing").Want(http.StatusNotFound)
}

func TestALostPaperIsReplacedOnPages(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	site.CloseEnvelopes()
	const envelope = "/en/desk/2027/open/envelopes/services"
	officer, chair := site.As("officer"), site.As("chair")
	if !officer.Get(envelope).Want(http.StatusOK).Has("a[href='" + envelope + "/paper']") {
		t.Error("the page of the envelope does not lead to a new phrase")
	}
	if page := officer.Post(envelope+"/paper/ask", url.Values{"phrase": {demo.Phrase}}).Want(http.StatusUnprocessableEntity); !page.Says("Say what became of the paper") {
		t.Errorf("no reason: %q", page.Text("main"))
	}
	officer.Post(envelope+"/paper/ask", url.Values{"phrase": {demo.Phrase}, "reason": {"Left in a taxi."}}).Want(http.StatusSeeOther)
	if page := officer.Get(envelope + "/paper").Want(http.StatusOK); page.Has("input[name=phrase]") || !page.Says("Somebody else has to draw the phrase") {
		t.Errorf("who has asked: %q", page.Text("main"))
	}
	if page := chair.Get(envelope + "/paper").Want(http.StatusOK); !page.Says("Left in a taxi.") {
		t.Errorf("the second person reads: %q", page.Text("main"))
	}
	page := chair.Post(envelope+"/paper", url.Values{"phrase": {demo.Phrase}}).Want(http.StatusOK)
	phrase := page.Text("code.phrase")
	if len(phrase) != len("AAAA BBBB CCCC DDDD EEEE") || page.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("phrase %q, kept %q", phrase, page.Header.Get("Cache-Control"))
	}
	if page := chair.Get(envelope).Want(http.StatusOK); !page.Says("Printed anew on") || page.Says(phrase) {
		t.Errorf("afterwards: %q", page.Text("main"))
	}
	site.As("producer").Post(papersAt+"/services", url.Values{"phrase": {demo.PaperPhrase}, "to": {"stage"}}).Want(http.StatusUnprocessableEntity)
	site.As("producer").Post(papersAt+"/services", url.Values{"phrase": {phrase}, "to": {"stage"}}).Want(http.StatusSeeOther)
}
