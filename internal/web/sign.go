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

// signRoutes are the addresses of signing in, of one's own account and of
// invitations.
func signRoutes() []route {
	return append([]route{
		{method: see, path: "/:lang/sign-in", deed: award.DeedSignIn, do: signInPage},
		{method: send, path: "/:lang/sign-in", deed: award.DeedSignIn, do: askSignIn},
		{method: see, path: "/:lang/sign-in/check", deed: award.DeedSignIn, do: checkPage},
		{method: send, path: "/:lang/sign-in/check", deed: award.DeedSignIn, do: checkCode},
		{method: send, path: "/:lang/sign-in/again", deed: award.DeedSignIn, do: askAgain},
		{method: see, path: "/:lang/sign-in/:token", deed: award.DeedSignIn, do: linkPage},
		{method: send, path: "/:lang/sign-in/:token", deed: award.DeedSignIn, do: useLink},
		{method: send, path: "/:lang/sign-in/:token/again", deed: award.DeedSignIn, do: renewLink},
		{method: send, path: "/:lang/sign-out", deed: award.DeedSignOut, do: signOut},
	}, accountRoutes()...)
}

// The names under which a session keeps what was asked before somebody is
// signed in.
const (
	askedKey   = "asked"
	addressKey = "asked_address" // as typed; empty when a link was renewed
)

type signInView struct {
	templates.Frame
	Email templates.Field
	Next  string
	URL   string
}

func signInPage(_ *Site, v *visit) error {
	next := ownPath(v.QueryParam("next"))
	if v.Actor.SignedIn() {
		return v.leadOn(next)
	}
	return v.showSignIn(http.StatusOK, next, nil, nil)
}

func (v *visit) showSignIn(status int, next string, values form.Values, faults award.Invalid) error {
	sheet := form.NewSheet(v.Words, values, faults)
	p := signInView{Frame: v.frame(v.Words.T("sign.title")), Next: next, URL: v.to("/sign-in")}
	p.Email = sheet.Add(templates.Field{Kind: templates.Email, Name: "email", Label: v.Words.T("sign.email"), Hint: v.Words.T("sign.email_hint"), Autocomplete: "email", Max: 254})
	p.Faults, p.NoIndex = sheet.Lines(), true
	return v.show(status, "sign_in", p)
}

func askSignIn(s *Site, v *visit) error {
	values, err := v.form()
	if err != nil && asInvalid(err) == nil {
		return err
	}
	faults := award.Invalid{}
	next, email := ownPath(values.Text("next")), values.Email("email", faults)
	if email == "" {
		faults.Add("email", "fault.email")
	}
	if len(faults) > 0 {
		return v.showSignIn(http.StatusUnprocessableEntity, next, values, faults)
	}
	asked, err := s.Account.AskSignIn(v.ctx(), account.Ask{Email: email, Language: v.Lang, Next: next, From: v.RealIP()})
	if faults := asInvalid(err); faults != nil {
		return v.showSignIn(v.unfit(faults), next, values, faults)
	}
	if err != nil {
		return err
	}
	v.keepAsked(asked, email)
	return v.goTo("/sign-in/check")
}

// keepAsked ties what was asked to this browser: only here its code is taken.
func (v *visit) keepAsked(asked award.SignIn, address string) {
	v.site.sessions.Put(v.ctx(), askedKey, string(asked.ID))
	v.site.sessions.Put(v.ctx(), addressKey, address)
}

type checkView struct {
	templates.Frame
	Code              templates.Field
	Address           string // "" when a link was renewed
	URL, Again, Other string
}

func checkPage(s *Site, v *visit) error {
	if s.sessions.GetString(v.ctx(), askedKey) == "" {
		return v.goTo("/sign-in")
	}
	return v.showCheck(http.StatusOK, nil)
}

func (v *visit) showCheck(status int, faults award.Invalid) error {
	sheet := form.NewSheet(v.Words, nil, faults)
	p := checkView{
		Frame:   v.frame(v.Words.T("sign.check_title")),
		Address: v.site.sessions.GetString(v.ctx(), addressKey),
		URL:     v.to("/sign-in/check"), Again: v.to("/sign-in/again"), Other: v.to("/sign-in"),
	}
	p.Code = sheet.Add(templates.Field{Kind: templates.Code, Name: "code", Label: v.Words.T("sign.code"), Hint: v.Words.T("sign.code_hint"), Autocomplete: "one-time-code", Max: 20})
	p.Faults, p.NoIndex = sheet.Lines(), true
	return v.show(status, "sign_check", p)
}

func checkCode(s *Site, v *visit) error {
	id := award.ID(s.sessions.GetString(v.ctx(), askedKey))
	if id == "" {
		return v.goTo("/sign-in")
	}
	values, err := v.form()
	if err != nil && asInvalid(err) == nil {
		return err
	}
	if len(account.Digits(values.Text("code"))) != 6 {
		return v.showCheck(http.StatusUnprocessableEntity, award.Invalid{"code": {Key: "sign.fault.code_form"}})
	}
	arrival, err := s.Account.SignInByCode(v.ctx(), id, account.Code{Typed: values.Text("code"), Language: v.Lang, From: v.RealIP()})
	if faults := asInvalid(err); faults != nil {
		return v.showCheck(v.unfit(faults), faults)
	}
	if err != nil {
		return err
	}
	return v.arrive(arrival)
}

func askAgain(s *Site, v *visit) error {
	id := award.ID(s.sessions.GetString(v.ctx(), askedKey))
	if id == "" {
		return v.goTo("/sign-in")
	}
	asked, err := s.Account.AskAgain(v.ctx(), id, account.Ask{Language: v.Lang, From: v.RealIP()})
	if faults := asInvalid(err); faults != nil {
		return v.showCheck(v.unfit(faults), award.Invalid{"code": faults["email"]})
	}
	if err != nil {
		return err
	}
	v.keepAsked(asked, s.sessions.GetString(v.ctx(), addressKey))
	v.tell(templates.OK, "sign.sent_again")
	return v.goTo("/sign-in/check")
}

// arrive signs somebody in and leads them on: to say their name if they never
// did, then to where they wanted to go.
func (v *visit) arrive(a account.Arrival) error {
	v.site.sessions.Remove(v.ctx(), askedKey)
	v.site.sessions.Remove(v.ctx(), addressKey)
	if err := v.signIn(a.Person.ID); err != nil {
		return err
	}
	actor, err := v.site.Account.Actor(v.ctx(), a.Person.ID)
	if err != nil {
		return err
	}
	v.Actor = actor
	if a.Person.Name == "" {
		return v.goTo("/account/name?" + url.Values{"next": {a.Next}}.Encode())
	}
	return v.leadOn(a.Next)
}

// leadOn goes to one of our own pages, or without one to where the person's
// work is.
func (v *visit) leadOn(next string) error {
	if next = ownPath(next); next != "" {
		return v.Redirect(http.StatusSeeOther, next)
	}
	return v.goTo(workOf(v.Actor))
}

// workOf is the page on which a person's work begins.
func workOf(a award.Actor) string {
	switch {
	case a.HasAny(award.RoleOfficer, award.RoleAdmin, award.RoleChair):
		return "/desk"
	case a.Has(award.RoleJudge):
		return "/judge"
	case a.Has(award.RoleProducer):
		return "/stage"
	case a.Has(award.RoleAuditor):
		return "/audit"
	case a.Has(award.RoleCity):
		return "/my/entries"
	}
	return "/"
}

// ownPath returns next if it is the address of a page of this site without its
// host, and "" for all else, so that a sign-in leads nowhere else.
func ownPath(next string) string {
	if len(next) > 1000 || strings.ContainsAny(next, "\\\r\n\t\x00") || strings.HasPrefix(next, "//") {
		return ""
	}
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") {
		return ""
	}
	lang, rest, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	if _, known := locale.For(lang); !known || strings.HasPrefix(rest, "sign-in") || strings.HasPrefix(rest, "sign-out") {
		return ""
	}
	return next
}

type linkView struct {
	templates.Frame
	Address string // "" when the link is over
	URL     string // signs in, or mails a new link
	Start   string
}

// linkPage asks for a press before the link is used up, since programs that
// look into mail open links too.
func linkPage(s *Site, v *visit) error {
	asked, err := s.Account.OpenLink(v.ctx(), v.Param("token"))
	if isMissing(err) {
		return v.showLinkOver()
	}
	if err != nil {
		return err
	}
	p := linkView{Frame: v.frame(v.Words.T("sign.link_title")), Address: asked.Email, URL: v.to("/sign-in/" + url.PathEscape(v.Param("token")))}
	p.NoIndex = true
	return v.show(http.StatusOK, "sign_link", p)
}

func (v *visit) showLinkOver() error {
	p := linkView{Frame: v.frame(v.Words.T("sign.over_title")), URL: v.to("/sign-in/" + url.PathEscape(v.Param("token")) + "/again"), Start: v.to("/sign-in")}
	p.NoIndex = true
	return v.show(http.StatusGone, "sign_over", p)
}

func useLink(s *Site, v *visit) error {
	arrival, err := s.Account.SignInByLink(v.ctx(), v.Param("token"), v.Lang)
	if isMissing(err) {
		return v.showLinkOver()
	}
	if err != nil {
		return err
	}
	return v.arrive(arrival)
}

// renewLink mails a new link to the address of one that is over.
func renewLink(s *Site, v *visit) error {
	asked, err := s.Account.RenewLink(v.ctx(), v.Param("token"), account.Ask{Language: v.Lang, From: v.RealIP()})
	if faults := asInvalid(err); faults != nil {
		return v.showSignIn(v.unfit(faults), "", nil, faults)
	}
	if isMissing(err) {
		return v.goTo("/sign-in")
	}
	if err != nil {
		return err
	}
	v.keepAsked(asked, "")
	return v.goTo("/sign-in/check")
}

func signOut(_ *Site, v *visit) error {
	if err := v.signOut(); err != nil {
		return err
	}
	v.tell(templates.OK, "sign.out_done")
	return v.goTo("/")
}
