package web_test

import (
	"net/http"
	"strings"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

func TestWithdrawnAndRevokedPracticesKeepADatedNotice(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p, officer, c := published(t, site), site.As("officer"), site.Visitor()
	at := "/en/desk/library/" + p.Slug
	c.Get("/en/library/" + p.Slug).Want(http.StatusOK)
	if page := officer.Get(at).Form("form:has([name=reason])").Send().Want(http.StatusUnprocessableEntity); !page.Has("#reason-fault") {
		t.Errorf("no reason: %s", page.Text("main"))
	}
	officer.Get(at).Form("form:has([name=reason])").Set("kind", "revoke").Set("reason", "The figures were not true.").Send().Want(http.StatusSeeOther)
	page := c.Get("/en/library/" + p.Slug).Want(http.StatusGone)
	if !page.Says("The figures were not true.") || !page.Says("was revoked") || strings.Contains(page.Body, p.Title) {
		t.Errorf("revoked: %s", page.Text("main"))
	}
	for _, path := range []string{"/en/library/" + p.Slug + "/ask", "/en/library/" + p.Slug + "/cite/bibtex"} {
		c.Get(path).Want(http.StatusNotFound)
	}
	for _, path := range []string{"/en/library?q=" + p.Slug, "/en/winners/2027", "/sitemap.xml", "/en/library/compare?p=" + p.Slug} {
		if body := c.Get(path).Body; strings.Contains(body, p.Title) || strings.Contains(body, "/library/"+p.Slug) {
			t.Errorf("%s still leads to it", path)
		}
	}
	if list := officer.Get("/en/desk/library"); !list.Says("Revoked") {
		t.Errorf("the list: %s", list.Text("main"))
	}
	prize := officer.Get(at).Doc().Find("main a[href*='/certificates/']").AttrOr("href", "")
	officer.Get(prize).Form("form[action$='/amend']").Set("reason", "The figures were true.").Send().Want(http.StatusSeeOther)
	c.Get("/en/library/" + p.Slug).Want(http.StatusOK)
	officer.Get(at).Form("form:has([name=reason])").Set("reason", "The city asked for it.").Send().Want(http.StatusSeeOther)
	c.Get("/en/library/" + p.Slug).Want(http.StatusGone)
	officer.Get(at).Form("form[action*='desk/library']").Press("button[value=restore]").Want(http.StatusSeeOther)
	c.Get("/en/library/" + p.Slug).Want(http.StatusOK)
}

func TestEntriesOfOnePracticeLeadToEachOther(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	officer, c := site.As("officer"), site.Visitor()
	later, first := "jakarta-open-and-inclusive-city-2020", ""
	for _, href := range c.Get("/en/cities/jakarta").Doc().Find(".results h3 a").Map(hrefOf) {
		slug := strings.TrimPrefix(href, "/en/library/")
		if strings.HasSuffix(slug, "2017") {
			first = slug
		} else {
			later = slug
		}
	}
	at := "/en/desk/library/" + later
	if page := officer.Get(at).Form("form:has([name=earlier])").Set("earlier", "seoul-urban-management-2014").Send().Want(http.StatusUnprocessableEntity); !page.Has("#earlier-fault") {
		t.Errorf("another city's practice is taken: %s", page.Text("main"))
	}
	officer.Get(at).Form("form:has([name=earlier])").Set("earlier", first).Send().Want(http.StatusSeeOther)
	if page := c.Get("/en/library/" + first); !page.Has("aside a[href$='"+later+"']") || !page.Says("Later: 2020") {
		t.Errorf("the earlier entry: %s", page.Text("aside"))
	}
	if page := c.Get("/en/library/" + later); !page.Has("aside a[href$='"+first+"']") || !page.Says("Earlier: 2017") {
		t.Errorf("the later entry: %s", page.Text("aside"))
	}
}
