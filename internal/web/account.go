package web

import (
	"net/http"
	"net/url"
	"strings"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// accountRoutes are the addresses of one's own account and of invitations.
func accountRoutes() []route {
	return []route{
		{method: see, path: "/:lang/account", deed: award.DeedAccount, do: accountPage},
		{method: send, path: "/:lang/account", deed: award.DeedAccount, do: saveAccount},
		{method: see, path: "/:lang/account/name", deed: award.DeedAccount, do: namePage},
		{method: send, path: "/:lang/account/name", deed: award.DeedAccount, do: saveName},
		{method: send, path: "/:lang/account/elsewhere", deed: award.DeedAccount, do: signOutElsewhere},
		{method: see, path: "/:lang/invite/:token", deed: award.DeedAcceptInvite, do: invitePage},
		{method: send, path: "/:lang/invite/:token", deed: award.DeedAcceptInvite, do: answerInvite},
	}
}

type accountView struct {
	templates.Frame
	Email                string
	Name, Language, Zone templates.Field
	Browsers             []browserRow
	Elsewhere            bool // signed in somewhere else too
	URL, ElsewhereURL    string
}

type browserRow struct {
	Name        string
	Since, Used templates.Stamp
	Here        bool
}

func accountPage(_ *Site, v *visit) error { return v.showAccount(http.StatusOK, nil, nil) }

func (v *visit) showAccount(status int, values form.Values, faults award.Invalid) error {
	sheet, me := form.NewSheet(v.Words, values, faults), v.Actor.Person
	p := accountView{Frame: v.frame(v.Words.T("account.title")), Email: me.Email, URL: v.to("/account"), ElsewhereURL: v.to("/account/elsewhere")}
	p.Name = sheet.Add(v.nameField(me.Name))
	p.Language = sheet.Add(templates.Field{Kind: templates.Radios, Name: "language", Label: v.Words.T("account.language"), Hint: v.Words.T("account.language_hint"), Value: me.Language, Inline: true, Options: languageOptions()})
	p.Zone = sheet.Add(v.zoneField(me.Zone))
	p.Faults = sheet.Lines()
	return v.withBrowsers(status, p)
}

// languageOptions are the languages of the platform, each by its own name.
func languageOptions() []templates.Option {
	var all []templates.Option
	for _, l := range locale.Languages() {
		all = append(all, templates.Option{Value: l.Code, Text: l.Name})
	}
	return all
}

func (v *visit) nameField(name string) templates.Field {
	return templates.Field{Kind: templates.Text, Name: "name", Label: v.Words.T("account.name"), Hint: v.Words.T("account.name_hint"), Value: name, Autocomplete: "name", Max: 120}
}

// zoneField is typed with suggestions and not a list to choose from: that would
// hold each of the 420 names twice, more than a form may weigh.
func (v *visit) zoneField(zone string) templates.Field {
	f := templates.Field{Kind: templates.Picker, Name: "zone", Label: v.Words.T("account.zone"), Hint: v.Words.T("account.zone_hint"), Optional: true}
	if zone != "" {
		f.Value = v.Words.ZoneLabel(zone, v.Now)
	}
	for _, name := range locale.Zones() {
		place, _, _ := strings.Cut(v.Words.ZoneLabel(name, v.Now), " (")
		f.Options = append(f.Options, templates.Option{Text: place})
	}
	return f
}

func (v *visit) withBrowsers(status int, p accountView) error {
	browsers, err := v.site.Account.Browsers(v.ctx(), v.Actor, v.here())
	if err != nil {
		return err
	}
	for _, b := range browsers {
		name := b.Agent
		if name == "" {
			name = v.Words.T("account.browser_unknown")
		}
		p.Browsers = append(p.Browsers, browserRow{Name: name, Here: b.Here, Since: v.stamp(b.Since), Used: v.stamp(b.Used)})
		p.Elsewhere = p.Elsewhere || !b.Here
	}
	return v.show(status, "account", p)
}

// stamp is an instant in the reader's zone, or in the official one.
func (v *visit) stamp(at award.Time) templates.Stamp {
	zone := v.zone()
	if zone == nil {
		zone = v.officialZone()
	}
	return templates.Stamp{Machine: locale.Machine(at), Text: v.Words.Placed(at, zone, "")}
}

func saveAccount(s *Site, v *visit) error {
	posted, err := v.form()
	profile := account.Profile{Name: posted.Line("name"), Language: posted.Text("language"), Zone: locale.ZoneNamed(posted.Line("zone"))}
	if err == nil {
		err = s.Account.SaveProfile(v.ctx(), v.Actor, profile)
	}
	if err != nil {
		return again(err, posted, v.showAccount)
	}
	v.speak(profile.Language)
	v.tell(templates.OK, "account.saved")
	return v.goTo("/account")
}

// speak goes on in a language, and remembers it for addresses that name none.
func (v *visit) speak(language string) {
	v.Lang, v.Words = language, locale.Must(language)
	v.SetCookie(&http.Cookie{Name: "lang", Value: language, Path: "/", MaxAge: 365 * 24 * 3600, Secure: v.site.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

type nameView struct {
	templates.Frame
	Name templates.Field
	Next string
	URL  string
}

func namePage(_ *Site, v *visit) error {
	return v.showName(http.StatusOK, ownPath(v.QueryParam("next")), nil, nil)
}

func (v *visit) showName(status int, next string, values form.Values, faults award.Invalid) error {
	sheet := form.NewSheet(v.Words, values, faults)
	p := nameView{Frame: v.frame(v.Words.T("account.welcome")), Name: sheet.Add(v.nameField(v.Actor.Person.Name)), Next: next, URL: v.to("/account/name")}
	p.Faults = sheet.Lines()
	return v.show(status, "account_name", p)
}

func saveName(s *Site, v *visit) error {
	posted, err := v.form()
	me, next := v.Actor.Person, ownPath(posted.Text("next"))
	if err == nil {
		err = s.Account.SaveProfile(v.ctx(), v.Actor, account.Profile{Name: posted.Line("name"), Language: me.Language, Zone: me.Zone})
	}
	if faults := asInvalid(err); faults != nil {
		return v.showName(http.StatusUnprocessableEntity, next, posted, faults)
	}
	if err != nil {
		return err
	}
	return v.leadOn(next)
}

func signOutElsewhere(s *Site, v *visit) error {
	if err := s.Account.SignOutElsewhere(v.ctx(), v.Actor, v.here()); err != nil {
		return err
	}
	v.tell(templates.OK, "account.elsewhere_done")
	return v.goTo("/account")
}

type inviteView struct {
	templates.Frame
	Lede   string   // who invites, to what
	About  []string // what it means to accept
	Until  templates.Due
	Late   bool
	Others string // a warning: somebody else is signed in here
	URL    string
}

func invitePage(s *Site, v *visit) error {
	invited, err := s.Account.OpenInvitation(v.ctx(), v.Param("token"))
	if isMissing(err) {
		return v.showInviteOver()
	}
	if err != nil {
		return err
	}
	to := invited.To
	if to == "" {
		to = v.Words.T("frame.site")
	}
	p := inviteView{
		Frame: v.frame(v.Words.T("invite.title")), Late: invited.Late,
		Lede: v.Words.T("invite.lede."+string(invited.Role), "By", invited.ByName, "To", to),
		URL:  v.to("/invite/" + url.PathEscape(v.Param("token"))),
	}
	p.NoIndex = true
	if !invited.Late {
		p.About = []string{v.Words.T("invite.about."+string(invited.Role), "To", to), v.Words.T("invite.address", "Address", invited.Email)}
		p.Until = templates.NewDue(v.Words, v.Words.T("invite.until", "Until", v.Words.Until(v.Now, invited.Expires)), invited.Expires, v.zone(), v.officialZone())
	}
	if v.Actor.SignedIn() && v.Actor.Person.Email != invited.Email {
		p.Others = v.Words.T("invite.others", "Mine", v.Actor.Person.Email, "Address", invited.Email)
	}
	return v.show(http.StatusOK, "invite", p)
}

func (v *visit) showInviteOver() error {
	p := inviteView{Frame: v.frame(v.Words.T("invite.over_title")), URL: v.to("/sign-in")}
	p.NoIndex = true
	return v.show(http.StatusNotFound, "invite_over", p)
}

func answerInvite(s *Site, v *visit) error {
	values, err := v.form()
	if err != nil {
		return err
	}
	token := v.Param("token")
	switch values.Text("answer") {
	case "accept":
		err = v.acceptInvite(token)
	case "decline":
		if err = s.Account.Decline(v.ctx(), token); err == nil {
			v.tell(templates.OK, "invite.declined")
			return v.goTo("/")
		}
	case "again":
		if err = s.Account.RenewInvitation(v.ctx(), token, v.Lang); err == nil {
			v.tell(templates.OK, "invite.sent_again")
			return v.goTo("/")
		}
	default:
		return v.goTo("/invite/" + url.PathEscape(token))
	}
	if isMissing(err) {
		return v.showInviteOver()
	}
	return err
}

func (v *visit) acceptInvite(token string) error {
	person, invitation, err := v.site.Account.Accept(v.ctx(), token, v.Lang)
	if err != nil {
		return err
	}
	v.tell(templates.OK, "invite.accepted."+string(invitation.Role))
	return v.arrive(account.Arrival{Person: person, Next: v.to(invitedWork[invitation.Role])})
}

// invitedWork is where the work of a role begins.
var invitedWork = map[award.Role]string{
	award.RoleCity: "/my/entries", award.RoleJudge: "/judge", award.RoleProducer: "/stage", award.RoleAuditor: "/audit",
	award.RoleOfficer: "/desk", award.RoleChair: "/desk", award.RoleAdmin: "/desk",
}
