package web_test

import (
	"net/http"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/post"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/web"
	"we-gov.org/awards/storage/database"
)

func TestTheOutboxNeverShowsWhatLetsSomebodyIn(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	email := "secret@town.example"
	code, link := asks(t, site.Visitor(), email, "")
	invite := invites(site, "officer", award.Invitation{Email: email, Role: award.RoleJudge, Edition: site.Sample.Edition.ID})
	secrets := []string{code, code[:3] + " " + code[3:], strings.TrimPrefix(link, "/en/sign-in/"), strings.TrimPrefix(invite, "/en/invite/")}
	for _, who := range []string{"officer", "admin"} {
		c := site.As(who)
		pages := []*testkit.Page{c.Get("/en/desk/mail").Want(http.StatusOK), c.Get("/ko/desk/mail?state=waiting").Want(http.StatusOK)}
		for _, m := range site.Mailbox(email) {
			pages = append(pages, c.Get("/en/desk/mail/"+string(m.ID)).Want(http.StatusOK))
		}
		for _, p := range pages {
			for _, s := range secrets {
				if strings.Contains(p.Body, s) {
					t.Errorf("%s shows %q to an %s", p.Path, s, who)
				}
			}
		}
	}
	site.As("city").Get("/en/desk/mail").Want(http.StatusNotFound)
	site.As("judge").Get("/en/desk/mail").Want(http.StatusNotFound)
}

func TestAFailedMailIsShownWithItsReasonAndSentAgain(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	invites(site, "officer", award.Invitation{Email: "typo@town.example", Role: award.RoleJudge, Edition: site.Sample.Edition.ID})
	m := site.Mailbox("typo@town.example")[0]
	m.State, m.Problem, m.Attempts = award.MailFailed, "recipient|550 no such user", 3
	site.Update(func(tx *database.Tx) error { return tx.SaveMail(m) })
	site.Parts.Post.Open(post.Way{}) // no server is set
	c := site.As("officer")
	page := c.Get("/en/desk/mail?state=failed").Want(http.StatusOK)
	if !page.Says("did not accept the recipient's address") || !page.Says("Mail does not leave") {
		t.Errorf("the reason is not told: %s", page.Text("main"))
	}
	if one := page.Click("tbody a"); !one.Says("550 no such user") {
		t.Error("what the server said is not told")
	}
	page.Form("td form button").Send().Want(http.StatusSeeOther)
	if got := site.Mailbox("typo@town.example")[0]; got.State != award.MailWaiting || got.Attempts != 0 || got.Link == "" {
		t.Errorf("after sending again: %+v", got)
	}
	c.Post("/en/desk/mail/"+string(award.NewID())+"/again", nil).Want(http.StatusNotFound)
}

func TestTheDemosMailboxHasWorkingLinks(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.Visitor()
	asks(t, c, "visitor@town.example", "")
	mail := c.Get("/en/demo/mailbox").Want(http.StatusOK).Click(".results a").Want(http.StatusOK)
	page := mail.Click("main div[lang] a").Want(http.StatusOK)
	page.Form("button").Send().Want(http.StatusSeeOther)
	if !c.Get("/en/account").Want(http.StatusOK).Says("visitor@town.example") {
		t.Error("the link of the mailbox does not sign in")
	}
}

func TestTheDemoEntersAsAnybody(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	for _, lang := range []string{"en", "ko"} {
		page := site.Visitor().Get("/" + lang + "/demo").Want(http.StatusOK)
		if n := len(page.All("section")); n != 6 {
			t.Errorf("%s lists %d roles", lang, n)
		}
	}
	for role, path := range map[award.Role]string{
		award.RoleOfficer: "/en/desk", award.RoleJudge: "/en/judge", award.RoleCity: "/en/my/entries", award.RoleProducer: "/en/stage", award.RoleChair: "/en/desk",
	} {
		c := site.Visitor()
		person := site.Person(string(role))
		answer := c.Get("/en/demo").Form("button[value='" + string(person.ID) + "']").Press("button[value='" + string(person.ID) + "']").Want(http.StatusSeeOther)
		if answer.Location() != path {
			t.Errorf("%s is led to %s", role, answer.Location())
		}
		if got := c.Get("/en/").Text(".who bdi"); got != person.Name {
			t.Errorf("signed in as %q", got)
		}
	}
	site.Visitor().Post("/en/demo/as", map[string][]string{"person": {string(site.Person("disabled").ID)}}).Want(http.StatusForbidden)
}

func TestOutsideTheDemoItsPagesDoNotExist(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	parts := site.Parts
	parts.Demo, parts.URL = false, testkit.URL
	handler, err := web.New(parts)
	if err != nil {
		t.Fatal(err)
	}
	site.Handler = handler
	c := site.Visitor()
	c.Get("/en/demo").Want(http.StatusNotFound)
	c.Get("/en/demo/mailbox").Want(http.StatusNotFound)
	if s := c.Post("/en/demo/as", map[string][]string{"person": {string(site.Person("admin").ID)}}).Status; s != http.StatusNotFound && s != http.StatusMethodNotAllowed {
		t.Errorf("answered %d", s)
	}
	if c.Get("/en/account").Status != http.StatusSeeOther {
		t.Error("signed in through the demo's page")
	}
}

func TestALetterIsInItsRecipientsLanguageWithFullLinks(t *testing.T) {
	m := locale.Must("ko").Letter(award.MailSignIn, award.Person{Email: "kim@town.example"}, "/sign-in/abc", "Code", "123 456")
	m.ID = award.NewID()
	letter, err := web.Letters("https://awards.example/")(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{letter.Text, letter.HTML} {
		if !strings.Contains(body, "https://awards.example/ko/sign-in/abc") || !strings.Contains(body, "123 456") || !strings.Contains(body, "kim@town.example") {
			t.Errorf("the letter lacks its link, code or address:\n%s", body)
		}
	}
	if !strings.Contains(letter.HTML, `lang="ko"`) || strings.Contains(letter.Text, "&#") {
		t.Errorf("%s", letter.Text)
	}
}

func TestStandingPagesAreOpenToAllInEveryLanguage(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	for _, l := range locale.Languages() {
		for _, path := range []string{"/", "/help", "/accessibility", "/privacy", "/awards/2027", "/sign-in"} {
			page := site.Visitor().Get("/" + l.Code + path).Want(http.StatusOK)
			if page.Text("h1") == "" || page.Attr("html", "lang") != l.Code {
				t.Errorf("%s has no heading", page.Path)
			}
		}
	}
	site.Visitor().Get("/en/awards/1999").Want(http.StatusNotFound)
	site.Visitor().Get("/en/awards/next").Want(http.StatusNotFound)
	if page := testkit.Empty(t).Visitor().Get("/en/").Want(http.StatusOK); !page.Says("not been announced yet") {
		t.Error("without an edition the start page does not say so")
	}
}

func TestTheStartPageTellsWhereTheEditionStands(t *testing.T) {
	for at, words := range map[demo.Stage]string{demo.Submit: "They close in", demo.Judge: "are being read", demo.Public: "is over"} {
		site := testkit.Site(t, at)
		if page := site.Visitor().Get("/en/").Want(http.StatusOK); !page.Says(words) {
			t.Errorf("%s: %s", at, page.Text("main"))
		}
	}
}
