package web

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/templates"
)

func (v *visit) ctx() context.Context { return v.Request().Context() }

// to is the address of a page in the reader's language: path begins with "/".
func (v *visit) to(path string) string { return "/" + v.Lang + path }

// go_ leads on to another page after a form, so that reloading sends nothing
// twice.
func (v *visit) goTo(path string) error { return v.Redirect(http.StatusSeeOther, v.to(path)) }

// show renders a page into a buffer and sends it; a fault in rendering sends
// nothing of it.
func (v *visit) show(status int, page string, data any) error {
	var b bytes.Buffer
	if err := v.site.pages.Execute(&b, page, v.Lang, data); err != nil {
		return err
	}
	return v.HTMLBlob(status, b.Bytes())
}

// frame is what the layout needs; title is for the window.
func (v *visit) frame(title string) templates.Frame {
	f := templates.Frame{
		Lang: v.Lang, Dir: v.Words.Dir, Title: title, Path: v.pathOnly(), Home: v.to("/"),
		Languages: v.languages(), Nav: v.nav(), Foot: v.foot(),
	}
	v.signedIn(&f)
	if kind, text := v.told(); text != "" {
		f.Notice = &templates.Notice{Kind: kind, Text: text}
	}
	if v.site.Demo {
		f.Demo, f.DemoURL = v.Words.T("demo.ribbon", "Day", v.Words.Date(v.Now, v.officialZone())), v.to("/demo")
	}
	return f
}

// signedIn puts into a frame who reads, and the ways to the account and out.
func (v *visit) signedIn(f *templates.Frame) {
	if v.Actor.SignedIn() {
		f.SignedIn, f.AccountURL, f.SignOutURL = cmp.Or(v.Actor.Person.Name, v.Actor.Person.Email), v.to("/account"), v.to("/sign-out")
		f.NoIndex = true
	}
}

// pathOnly is the path without the language.
func (v *visit) pathOnly() string { return strings.TrimPrefix(v.Request().URL.Path, "/"+v.Lang) }

func (v *visit) languages() []templates.LangLink {
	var all []templates.LangLink
	rest := v.pathOnly()
	if q := v.Request().URL.RawQuery; q != "" && v.Request().Method != http.MethodPost {
		rest += "?" + q
	}
	for _, l := range locale.Languages() {
		all = append(all, templates.LangLink{Code: l.Code, Name: l.Name, Dir: l.Dir, URL: "/" + l.Code + rest, Current: l.Code == v.Lang})
	}
	return all
}

// nav is the way through the site for this person: a link stands only where
// they may go.
func (v *visit) nav() []templates.Link {
	here := v.pathOnly()
	var links []templates.Link
	add := func(deed award.Deed, key, path string) {
		if award.MayTry(v.Actor, deed) == nil {
			links = append(links, templates.Link{Text: v.Words.T(key), URL: v.to(path), Current: here == path || strings.HasPrefix(here, path+"/")})
		}
	}
	add(award.DeedVisit, "frame.nav.library", "/library")
	add(award.DeedVisit, "frame.nav.winners", "/winners")
	if v.site.still {
		return links
	}
	if v.Actor.Has(award.RoleCity) || !v.Actor.HasAny(award.RoleJudge, award.RoleChair, award.RoleOfficer, award.RoleAdmin, award.RoleProducer, award.RoleAuditor) {
		add(award.DeedVisit, "frame.nav.apply", "/apply")
	}
	if v.Actor.Has(award.RoleCity) {
		add(award.DeedEntries, "frame.nav.entries", "/my/entries")
	}
	add(award.DeedJudge, "frame.nav.judge", "/judge")
	add(award.DeedDesk, "frame.nav.desk", "/desk")
	add(award.DeedReadShow, "frame.nav.stage", "/stage")
	add(award.DeedReadTally, "frame.nav.audit", "/audit")
	if !v.Actor.SignedIn() {
		add(award.DeedSignIn, "frame.nav.sign_in", "/sign-in")
	}
	return links
}

func (v *visit) foot() []templates.Link {
	if v.site.still {
		return nil
	}
	return []templates.Link{
		{Text: v.Words.T("frame.foot.help"), URL: v.to("/help")},
		{Text: v.Words.T("verify.title"), URL: v.to("/verify")},
		{Text: v.Words.T("frame.foot.accessibility"), URL: v.to("/accessibility")},
		{Text: v.Words.T("frame.foot.privacy"), URL: v.to("/privacy")},
	}
}

// crumbs are links to the pages above this one: pairs of text and path, the
// last with an empty path.
func (v *visit) crumbs(pairs ...string) []templates.Link {
	var links []templates.Link
	for i := 0; i+1 < len(pairs); i += 2 {
		l := templates.Link{Text: pairs[i]}
		if pairs[i+1] != "" {
			l.URL = v.to(pairs[i+1])
		}
		links = append(links, l)
	}
	return links
}

// said is the sentence of a fault in the reader's language. Values that are
// instants are written in both zones.
func (v *visit) said(f award.Fault) string {
	pairs := make([]any, 0, 2*len(f.Values))
	for name, value := range f.Values {
		if at, is := value.(award.Time); is {
			value = v.Words.Both(at, v.zone(), v.officialZone(), "", "")
		}
		pairs = append(pairs, name, value)
	}
	return v.Words.T(f.Key, pairs...)
}

// public lets anybody's browser keep the answer for a short while, unless it is
// for one person.
func (v *visit) public() {
	if !v.hasSession() {
		v.Response().Header().Set("Cache-Control", "public, max-age=60")
	}
}

// addSlash leads /en to /en/.
func addSlash(_ *Site, v *visit) error {
	if v.Param("lang") != v.Lang {
		return award.ErrNotFound
	}
	return v.Redirect(http.StatusMovedPermanently, "/"+v.Lang+"/")
}

// chooseLanguage leads / to the visitor's language.
func chooseLanguage(_ *Site, v *visit) error {
	v.Response().Header().Set("Vary", "Accept-Language, Cookie")
	return v.Redirect(http.StatusFound, "/"+v.Lang+"/")
}

// query returns the address of this page with a value of its query replaced;
// an empty value takes it away.
func (v *visit) query(name, value string) string {
	q := v.QueryParams()
	next := url.Values{}
	for k, vs := range q {
		next[k] = vs
	}
	next.Del(name)
	if value != "" {
		next.Set(name, value)
	}
	if len(next) == 0 {
		return v.Request().URL.Path
	}
	return v.Request().URL.Path + "?" + next.Encode()
}
