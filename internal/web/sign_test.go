package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

var sixDigits = regexp.MustCompile(`\b(\d{3}) (\d{3})\b`)

// asks makes a visitor ask for a mail and returns its code and link.
func asks(t *testing.T, c *testkit.Client, email, next string) (code, link string) {
	t.Helper()
	path := "/en/sign-in"
	if next != "" {
		path += "?next=" + url.QueryEscape(next)
	}
	answer := c.Get(path).Want(http.StatusOK).Form("form[action$='/sign-in']").Set("email", email).Send()
	answer.Want(http.StatusSeeOther)
	if answer.Location() != "/en/sign-in/check" {
		t.Fatalf("asking leads to %s", answer.Location())
	}
	return mailed(t, c.Site, email)
}

func mailed(t *testing.T, site *testkit.Platform, email string) (code, link string) {
	t.Helper()
	box := site.Mailbox(email)
	if len(box) == 0 {
		t.Fatalf("nothing was mailed to %s", email)
	}
	found := sixDigits.FindStringSubmatch(box[0].Text)
	if found == nil {
		t.Fatalf("the mail holds no code: %s", box[0].Text)
	}
	return found[1] + found[2], "/en" + box[0].Link
}

func TestANewPersonSignsInWithACodeAndSaysTheirName(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.Visitor()
	code, _ := asks(t, c, "New.Officer@Town.example", "/en/account")
	answer := c.Get("/en/sign-in/check").Want(http.StatusOK).Form("input[name=code]").Set("code", code[:3]+"-"+code[3:]).Send()
	answer.Want(http.StatusSeeOther)
	page := answer.Follow().Want(http.StatusOK)
	page.Form("input[name=name]").Set("name", " ").Send().Want(http.StatusUnprocessableEntity)
	last := page.Form("input[name=name]").Set("name", "Aroha Ngata").Send().Want(http.StatusSeeOther)
	if last.Location() != "/en/account" {
		t.Errorf("the sign-in leads to %q", last.Location())
	}
	if got := last.Follow().Text(".who bdi"); got != "Aroha Ngata" {
		t.Errorf("signed in as %q", got)
	}
}

func TestSignInNeverTellsWhetherAnAddressIsKnown(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	known := site.Person("officer").Email
	stranger := strings.Repeat("x", len(known)-len("@nobody.test")) + "@nobody.test"
	var pages []string
	for _, email := range []string{known, stranger} {
		before := rows(site)
		c := site.Visitor()
		answer := c.Get("/en/sign-in").Form("input[name=email]").Set("email", email).Send()
		check := answer.Want(http.StatusSeeOther).Follow().Want(http.StatusOK)
		pages = append(pages, answer.Location()+strings.ReplaceAll(check.Body, email, "ADDRESS"))
		if more := rows(site) - before; more != 1 {
			t.Errorf("%s: %d mails", email, more)
		}
	}
	if pages[0] != pages[1] {
		t.Error("the answers differ for a known and an unknown address")
	}
}

func rows(site *testkit.Platform) (n int) {
	site.View(func(tx *database.Tx) error {
		all, err := tx.Outbox(10_000)
		n = len(all)
		return err
	})
	return n
}

func TestFiveWrongCodesEndACode(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.Visitor()
	code, _ := asks(t, c, "guess@town.example", "")
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	for range 5 {
		c.Post("/en/sign-in/check", url.Values{"code": {wrong}}).Want(http.StatusUnprocessableEntity)
	}
	answer := c.Post("/en/sign-in/check", url.Values{"code": {code}}).Want(http.StatusUnprocessableEntity)
	if !answer.Says("too many wrong codes") || answer.Has(".who") {
		t.Error("the right code was taken after five wrong ones")
	}
}

func TestACodeIsTakenOnlyInTheBrowserThatAskedAndInTime(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c, other := site.Visitor(), site.Visitor()
	code, _ := asks(t, c, "late@town.example", "")
	if got := other.Post("/en/sign-in/check", url.Values{"code": {code}}).Want(http.StatusSeeOther).Location(); got != "/en/sign-in" {
		t.Errorf("another browser is led to %s", got)
	}
	site.Clock.Advance(11 * time.Minute)
	if page := c.Post("/en/sign-in/check", url.Values{"code": {code}}).Want(http.StatusUnprocessableEntity); !page.Says("no longer good") {
		t.Error("a late code is not told apart")
	}
}

func TestALinkWaitsForAPressAndWorksOnce(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	email := site.Person("officer").Email
	_, link := asks(t, site.Visitor(), email, "/en/account")
	phone, scanner := site.Visitor(), site.Visitor()
	for range 3 {
		scanner.Get(link).Want(http.StatusOK)
	}
	page := phone.Get(link).Want(http.StatusOK)
	if !page.Says(email) || page.Header.Get("Cache-Control") != "private, no-store" {
		t.Error("the page of a link does not say who signs in, or may be kept")
	}
	if got := page.Form("button").Send().Want(http.StatusSeeOther).Location(); got != "/en/account" {
		t.Errorf("the link leads to %s", got)
	}
	if !phone.Get("/en/account").Want(http.StatusOK).Says(email) {
		t.Error("not signed in")
	}
	over := scanner.Get(link).Want(http.StatusGone)
	scanner.Post(link, nil).Want(http.StatusGone)
	site.Clock.Advance(2 * time.Minute)
	again := over.Form("button").Send().Want(http.StatusSeeOther).Follow().Want(http.StatusOK)
	if again.Says(email) {
		t.Error("an old link tells the address that it was for")
	}
	if _, fresh := mailed(t, site, email); fresh == link {
		t.Error("no new link was mailed")
	}
}

func TestAnExpiredLinkIsOver(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	_, link := asks(t, site.Visitor(), "slow@town.example", "")
	site.Clock.Advance(31 * time.Minute)
	c := site.Visitor()
	c.Get(link).Want(http.StatusGone)
	c.Post(link, nil).Want(http.StatusGone)
	c.Get("/en/sign-in/never-made").Want(http.StatusGone)
}

func TestMailsToSignInAreLimitedPerAddress(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.Visitor()
	ask := func() *testkit.Page {
		return c.Post("/en/sign-in", url.Values{"email": {"often@town.example"}})
	}
	ask().Want(http.StatusSeeOther)
	if page := ask().Want(http.StatusTooManyRequests); !page.Says("in 60 seconds") {
		t.Errorf("the page does not say when: %s", page.Text(".summary"))
	}
	for range 4 {
		site.Clock.Advance(61 * time.Second)
		ask().Want(http.StatusSeeOther)
	}
	site.Clock.Advance(61 * time.Second)
	if page := ask().Want(http.StatusTooManyRequests); !page.Says("minutes") {
		t.Errorf("the page does not say when: %s", page.Text(".summary"))
	}
	site.Clock.Advance(16 * time.Minute)
	ask().Want(http.StatusSeeOther)
}

func TestTheMailCanBeSentAgainAfterAMinute(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.Visitor()
	first, _ := asks(t, c, "again@town.example", "/en/help")
	page := c.Get("/en/sign-in/check")
	page.Form("form[action$=again]").Send().Want(http.StatusTooManyRequests)
	site.Clock.Advance(61 * time.Second)
	page.Form("form[action$=again]").Send().Want(http.StatusSeeOther)
	second, _ := mailed(t, site, "again@town.example")
	if first != second {
		c.Post("/en/sign-in/check", url.Values{"code": {first}}).Want(http.StatusUnprocessableEntity)
	}
	next := c.Post("/en/sign-in/check", url.Values{"code": {second}}).Want(http.StatusSeeOther)
	if !strings.Contains(next.Location(), "/en/account/name?next=%2Fen%2Fhelp") {
		t.Errorf("leads to %s", next.Location())
	}
}

func TestSignInLeadsOnlyToOwnPages(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	for i, next := range []string{
		"https://evil.example/", "//evil.example/en/", "/\\evil.example", "/en/../../evil", "javascript:alert(1)",
		"/xx/page", "/en/sign-out", "http:/en/x", "/en/\r\nSet-Cookie: a=b",
	} {
		c := site.Visitor()
		email := "lead" + string(rune('a'+i)) + "@town.example"
		code, _ := asks(t, c, email, next)
		answer := c.Post("/en/sign-in/check", url.Values{"code": {code}}).Want(http.StatusSeeOther)
		last := answer.Follow().Form("input[name=name]").Set("name", "Somebody").Send().Want(http.StatusSeeOther)
		if last.Location() != "/en/" && !strings.HasPrefix(last.Location(), "/en/..") {
			t.Errorf("next=%q leads to %q", next, last.Location())
		}
	}
}

func TestSignInWithBadAddressKeepsWhatWasTyped(t *testing.T) {
	c := testkit.Site(t, demo.Submit).Visitor()
	for _, bad := range []string{"", "nobody", "a@b", "a b@c.de", "x@y.z\r\nBcc: all@z.de"} {
		page := c.Post("/en/sign-in", url.Values{"email": {bad}}).Want(http.StatusUnprocessableEntity)
		if !page.Has(".summary a[href='#email']") {
			t.Errorf("%q: no fault at the field", bad)
		}
	}
	if page := c.Post("/en/sign-in", url.Values{"email": {"half@typed"}}); page.Attr("#email", "value") != "half@typed" {
		t.Error("what was typed is lost")
	}
}

func TestTheSessionIsANewOneAfterSigningIn(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.Visitor()
	code, _ := asks(t, c, site.Person("officer").Email, "")
	before := c.Cookie("wego")
	c.Post("/en/sign-in/check", url.Values{"code": {code}}).Want(http.StatusSeeOther)
	if after := c.Cookie("wego"); before == "" || after == before {
		t.Error("the session's token is the same before and after signing in")
	}
	thief := site.Visitor()
	thief.SetCookie("wego", before)
	if thief.Get("/en/account").Status != http.StatusSeeOther {
		t.Error("the token from before signing in is signed in")
	}
}

func TestSigningOutEndsTheSessionOnTheServer(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("officer")
	c.Get("/en/account").Want(http.StatusOK)
	token := c.Cookie("wego")
	c.Post("/en/sign-out", nil).Want(http.StatusSeeOther)
	copied := site.Visitor()
	copied.SetCookie("wego", token)
	for _, who := range []*testkit.Client{c, copied} {
		if who.Get("/en/account").Want(http.StatusSeeOther).Location() != "/en/sign-in?next=%2Fen%2Faccount" {
			t.Error("still signed in after signing out")
		}
	}
}

func TestSignOutEverywhereElse(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	here, there := site.As("officer"), site.As("officer")
	there.Get("/en/account").Want(http.StatusOK)
	page := here.Get("/en/account").Want(http.StatusOK)
	if n := len(page.All("tbody tr")); n != 2 {
		t.Errorf("%d sessions are listed", n)
	}
	page.Form("form[action$=elsewhere]").Send().Want(http.StatusSeeOther)
	there.Get("/en/account").Want(http.StatusSeeOther)
	if n := len(here.Get("/en/account").Want(http.StatusOK).All("tbody tr")); n != 1 {
		t.Errorf("%d sessions are left", n)
	}
}

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("officer")
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}},
		{"Sec-Fetch-Site": nil, "Origin": {"https://evil.example"}},
	} {
		c.Header = header
		for _, path := range []string{"/en/sign-out", "/en/account", "/en/sign-in", "/en/account/elsewhere"} {
			c.Post(path, url.Values{"name": {"Mallory"}, "language": {"en"}}).Want(http.StatusForbidden)
		}
	}
	c.Header = http.Header{}
	if c.Get("/en/account").Want(http.StatusOK).Attr("#name", "value") == "Mallory" {
		t.Error("the name was changed")
	}
}

func TestADisabledPersonIsOutAtTheNextRequest(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("judge")
	c.Get("/en/account").Want(http.StatusOK)
	admin := site.As("admin")
	admin.Get("/en/desk/people/" + string(c.Person.ID)).Want(http.StatusOK).Form("button[value=disable]").Press("button[value=disable]").Want(http.StatusSeeOther)
	c.Get("/en/account").Want(http.StatusSeeOther)
	code, link := asks(t, c, c.Person.Email, "")
	c.Post("/en/sign-in/check", url.Values{"code": {code}}).Want(http.StatusForbidden)
	if page := c.Post(link, nil).Want(http.StatusForbidden); !page.Says("closed by the Secretariat") {
		t.Error("the page does not say why")
	}
	admin.Get("/en/desk/people/" + string(c.Person.ID)).Form("button[value=enable]").Press("button[value=enable]").Want(http.StatusSeeOther)
	c.Post(link, nil).Want(http.StatusSeeOther)
}

func TestAccountKeepsNameLanguageAndZone(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("city")
	form := c.Get("/en/account").Want(http.StatusOK).Form("#name")
	refused := form.Set("zone", "Mars/Olympus").Send().Want(http.StatusUnprocessableEntity)
	if refused.Attr("#zone", "value") != "Mars/Olympus" || !refused.Says("This time zone is not known") {
		t.Errorf("an unknown zone is told %q", refused.Text("main form"))
	}
	form.Set("zone", "nairobi").Send().Want(http.StatusSeeOther)
	if zone := c.Get("/en/account").Attr("#zone", "value"); zone != "Africa/Nairobi (UTC+3)" {
		t.Errorf("the place alone gave %q", zone)
	}
	answer := form.Set("name", "Ана Ћирић <b>").Set("language", "ko").Set("zone", "Africa/Nairobi (UTC+3)").Send().Want(http.StatusSeeOther)
	page := answer.Follow().Want(http.StatusOK)
	if answer.Location() != "/ko/account" || page.Attr("#name", "value") != "Ана Ћирић <b>" {
		t.Errorf("%s shows %q", answer.Location(), page.Attr("#name", "value"))
	}
	if p := site.Person(string(c.Person.ID)); p.Zone == "Africa/Nairobi" && p.Language == "ko" {
		return
	}
	site.View(func(tx *database.Tx) error {
		p, err := tx.Person(c.Person.ID)
		if p.Zone != "Africa/Nairobi" || p.Language != "ko" {
			t.Errorf("kept %+v", p)
		}
		return err
	})
}

func TestAPersonsSessionsAreKnownByPerson(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("producer")
	site.View(func(tx *database.Tx) error {
		all, err := tx.SessionsOf(c.Person.ID, site.Clock.Now())
		if len(all) != 1 {
			t.Errorf("%d sessions", len(all))
		}
		return err
	})
}
