package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// invites stores an invitation by a sample person, as an activity does, and
// returns the address of its page.
func invites(site *testkit.Platform, by string, i award.Invitation) string {
	i.By, i.Created = site.Person(by).ID, site.Clock.Now()
	var path string
	site.Update(func(tx *database.Tx) error {
		inv, err := tx.Invite(i)
		if err != nil {
			return err
		}
		path = "/en" + inv.Path()
		return tx.Post(locale.Must("en").Invitation(inv, "Mina Hwang", "the awards"), "invitation:"+string(inv.ID), inv.Created)
	})
	return path
}

func TestAColleagueAcceptsWithoutSigningInFirst(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	city := demo.ID("city/port-oriel")
	link := invites(site, "city/port-oriel", award.Invitation{Email: "New@Port-Oriel.example", Role: award.RoleCity, City: city, Right: award.MayEdit})
	c := site.Visitor()
	page := c.Get(link).Want(http.StatusOK)
	if !page.Says("Port Oriel") || !page.Says("new@port-oriel.example") {
		t.Errorf("the page does not say to what: %s", page.Text("main"))
	}
	answer := page.Form("button").Press("button[value=accept]").Want(http.StatusSeeOther)
	last := answer.Follow().Form("#name").Set("name", "Ngaire Boone").Send().Want(http.StatusSeeOther)
	if last.Location() != "/en/my/entries" {
		t.Errorf("leads to %s", last.Location())
	}
	site.View(func(tx *database.Tx) error {
		p, err := tx.PersonByEmail("new@port-oriel.example")
		if err != nil {
			return err
		}
		a, err := tx.Actor(p.ID)
		if !a.In(city, award.MayEdit) || a.In(city, award.MaySend) {
			t.Errorf("memberships %+v", a.Memberships)
		}
		return err
	})
	site.Visitor().Get(link).Want(http.StatusNotFound)
	site.Visitor().Post(link, url.Values{"answer": {"accept"}}).Want(http.StatusNotFound)
}

func TestAcceptingKeepsAHigherRight(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	officer := site.Person("city/port-oriel")
	city := demo.ID("city/port-oriel")
	link := invites(site, "city/port-oriel", award.Invitation{Email: officer.Email, Role: award.RoleCity, City: city, Right: award.MayRead})
	site.Visitor().Post(link, url.Values{"answer": {"accept"}}).Want(http.StatusSeeOther)
	site.View(func(tx *database.Tx) error {
		a, err := tx.Actor(officer.ID)
		if !a.In(city, award.MaySend) {
			t.Error("the right was lowered")
		}
		return err
	})
}

func TestAJudgeAcceptsOrDeclines(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	for _, one := range []struct {
		answer string
		state  award.JudgeState
		role   bool
	}{{"accept", award.JudgeAccepted, true}, {"decline", award.JudgeDeclined, false}} {
		email := one.answer + "@jury.example"
		site.Update(func(tx *database.Tx) error {
			p := award.Person{ID: award.NewID(), Email: email, Name: "J " + one.answer, Language: "en", Created: site.Clock.Now()}
			if err := tx.AddPerson(p); err != nil {
				return err
			}
			return tx.AddJudge(award.Judge{Edition: site.Sample.Edition.ID, Person: p.ID, State: award.JudgeInvited, Countries: []string{"CA"}})
		})
		link := invites(site, "officer", award.Invitation{Email: email, Role: award.RoleJudge, Edition: site.Sample.Edition.ID})
		c := site.Visitor()
		c.Get(link).Want(http.StatusOK).Form("button").Press("button[value=" + one.answer + "]").Want(http.StatusSeeOther)
		site.View(func(tx *database.Tx) error {
			p, err := tx.PersonByEmail(email)
			if err != nil {
				return err
			}
			j, err := tx.Judge(site.Sample.Edition.ID, p.ID)
			if err != nil {
				return err
			}
			a, err := tx.Actor(p.ID)
			if j.State != one.state || a.Has(award.RoleJudge) != one.role || len(j.Countries) != 1 {
				t.Errorf("%s: state %s, judge %v, countries %v", one.answer, j.State, a.Has(award.RoleJudge), j.Countries)
			}
			return err
		})
	}
}

func TestALateInvitationIsMailedAgainToTheSameAddressOnly(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	link := invites(site, "officer", award.Invitation{Email: "late@jury.example", Role: award.RoleJudge, Edition: site.Sample.Edition.ID})
	c := site.Visitor()
	c.Post(link, url.Values{"answer": {"again"}}).Want(http.StatusConflict)
	site.Clock.Advance(22 * 24 * time.Hour)
	page := c.Get(link).Want(http.StatusOK)
	if page.Says("late@jury.example") {
		t.Error("a late invitation tells the address")
	}
	c.Post(link, url.Values{"answer": {"accept"}}).Want(http.StatusForbidden)
	page.Form("button").Send().Want(http.StatusSeeOther)
	c.Get(link).Want(http.StatusNotFound)
	box := site.Mailbox("late@jury.example")
	if len(box) != 2 {
		t.Fatalf("%d mails", len(box))
	}
	c.Get("/en" + box[0].Link).Want(http.StatusOK).Form("button").Press("button[value=accept]").Want(http.StatusSeeOther)
}

func TestAnAdministratorGivesAndTakesRoles(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	admin, officer := site.As("admin"), site.As("officer")
	list := admin.Get("/en/desk/people?q=mina").Want(http.StatusOK)
	if rows := list.All("tbody tr"); len(rows) != 1 {
		t.Errorf("found %q", rows)
	}
	page := list.Click("tbody a").Want(http.StatusOK)
	give := page.Form("button[value=grant]")
	give.Press("button[value=grant]").Want(http.StatusUnprocessableEntity)
	give.Set("role", "producer").Set("edition", string(site.Sample.Edition.ID)).Press("button[value=grant]").Want(http.StatusSeeOther)
	officer.Get("/en/desk/people").Want(http.StatusNotFound)
	if !has(site, officer.Person.ID, award.RoleProducer) {
		t.Error("the role was not given")
	}
	admin.Post(page.Path, url.Values{"do": {"revoke"}, "role": {"producer"}, "edition": {string(site.Sample.Edition.ID)}}).Want(http.StatusSeeOther)
	if has(site, officer.Person.ID, award.RoleProducer) {
		t.Error("the role was not taken")
	}
	site.View(func(tx *database.Tx) error {
		events, err := tx.EventsOf(officer.Person.ID)
		if len(events) < 2 || !strings.Contains(events[len(events)-1].Detail, `"revoke"`) {
			t.Errorf("events %+v", events)
		}
		return err
	})
	for _, who := range []*testkit.Client{officer, site.Visitor(), site.As("city")} {
		if s := who.Post(page.Path, url.Values{"do": {"grant"}, "role": {"admin"}, "edition": {"all"}}).Status; s != http.StatusNotFound && s != http.StatusSeeOther {
			t.Errorf("a stranger to this is answered %d", s)
		}
	}
	if has(site, officer.Person.ID, award.RoleAdmin) {
		t.Error("somebody made an administrator without being one")
	}
}

func has(site *testkit.Platform, person award.ID, role award.Role) (is bool) {
	site.View(func(tx *database.Tx) error {
		a, err := tx.Actor(person)
		is = a.Has(role)
		return err
	})
	return is
}

func TestTheLastAdministratorStays(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	admin := site.As("admin")
	many := site.Person("many")
	me, other := "/en/desk/people/"+string(admin.Person.ID), "/en/desk/people/"+string(many.ID)
	admin.Post(me, url.Values{"do": {"disable"}}).Want(http.StatusForbidden)
	admin.Post(other, url.Values{"do": {"disable"}}).Want(http.StatusSeeOther)
	if page := admin.Post(me, revokeOf(site, admin.Person.ID)).Want(http.StatusForbidden); !page.Says("last administrator") {
		t.Error("the page does not say why")
	}
	if !has(site, admin.Person.ID, award.RoleAdmin) {
		t.Error("nobody is left to administer")
	}
}

// revokeOf is the form that takes the role of an administrator as it is held.
func revokeOf(site *testkit.Platform, person award.ID) url.Values {
	form := url.Values{"do": {"revoke"}, "role": {"admin"}, "edition": {"all"}}
	site.View(func(tx *database.Tx) error {
		all, err := tx.Grants(person)
		for _, g := range all {
			if g.Role == award.RoleAdmin && g.Edition != "" {
				form.Set("edition", string(g.Edition))
			}
		}
		return err
	})
	return form
}

func TestStaffIsInvitedByMail(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	admin := site.As("admin")
	form := admin.Get("/en/desk/people/invite").Want(http.StatusOK).Form("#email")
	page := form.Set("email", "not an address").Send().Want(http.StatusUnprocessableEntity)
	if !page.Has(".summary a[href='#email']") || !page.Has(".summary a[href='#role-0']") {
		t.Errorf("faults: %q", page.All(".summary a"))
	}
	form.Set("email", "Staff@we-gov.example").Set("name", "Park Ji-woo").Set("role", "officer").Set("language", "ko").Send().Want(http.StatusSeeOther)
	box := site.Mailbox("staff@we-gov.example")
	if len(box) != 1 || box[0].Language != "ko" {
		t.Fatalf("mailed %+v", box)
	}
	list := admin.Get("/en/desk/people").Want(http.StatusOK)
	if !list.Says("staff@we-gov.example") {
		t.Error("the invitation is not listed")
	}
	c := site.Visitor()
	answer := c.Post("/ko"+box[0].Link, url.Values{"answer": {"accept"}}).Want(http.StatusSeeOther)
	if answer.Location() != "/ko/desk" {
		t.Errorf("leads to %s", answer.Location())
	}
	admin.Get("/en/desk/people/invite").Form("#email").Set("email", "wrong@we-gov.example").Set("role", "admin").Send().Want(http.StatusSeeOther)
	admin.Get("/en/desk/people").Form("button[name=invitation]").Press("button[name=invitation]").Want(http.StatusSeeOther)
	c.Get("/en" + site.Mailbox("wrong@we-gov.example")[0].Link).Want(http.StatusNotFound)
}

func TestAnEmptyPlatformTellsItsFirstAdministratorWhatToDo(t *testing.T) {
	site := testkit.Empty(t)
	somebody := award.Person{Email: "boss@wegov.example", Name: "Kim Min-ji"}
	if err := site.Parts.Account.Appoint(t.Context(), award.Operator(), somebody, award.RoleAdmin); err != nil {
		t.Fatal(err)
	}
	c := site.Visitor()
	code, _ := asks(t, c, somebody.Email, "")
	page := c.Post("/en/sign-in/check", url.Values{"code": {code}}).Want(http.StatusSeeOther).Follow().Want(http.StatusOK)
	if !page.Says("wego edition import") {
		t.Errorf("the desk says %q", page.Text("main"))
	}
	for _, path := range []string{"/en/desk/people", "/en/desk/mail", "/en/desk/people/invite"} {
		c.Get(path).Want(http.StatusOK)
	}
}
