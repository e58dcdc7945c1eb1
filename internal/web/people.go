package web

import (
	"net/http"
	"slices"
	"strings"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// peopleRoutes are the addresses of an administrator's people.
func peopleRoutes() []route {
	return []route{
		{method: see, path: "/:lang/desk/people", deed: award.DeedPeople, do: peoplePage},
		{method: see, path: "/:lang/desk/people/invite", deed: award.DeedPeople, do: inviteStaffPage},
		{method: send, path: "/:lang/desk/people/invite", deed: award.DeedPeople, do: inviteStaff},
		{method: send, path: "/:lang/desk/people/withdraw", deed: award.DeedPeople, do: withdrawInvitation},
		{method: see, path: "/:lang/desk/people/:person", deed: award.DeedPeople, do: personPage},
		{method: send, path: "/:lang/desk/people/:person", deed: award.DeedPeople, do: changePerson},
	}
}

type peopleView struct {
	deskFrame
	Search   templates.Field
	URL      string
	Invite   string
	Rows     []personRow
	Empty    templates.Empty
	Invited  []invitedRow
	Withdraw string
}

type personRow struct {
	Name, URL, Email string
	Roles            []string
	Disabled         bool
}

type invitedRow struct {
	ID          award.ID
	Email, Role string
	State       templates.Tag
	Until       templates.Stamp
}

func peoplePage(s *Site, v *visit) error {
	people, err := s.Account.People(v.ctx(), v.Actor)
	if err != nil {
		return err
	}
	q := form.Query(v.Request()).Line("q")
	p := peopleView{deskFrame: v.deskNow(v.Words.T("people.title"), "people"), URL: v.to("/desk/people"), Invite: v.to("/desk/people/invite"), Withdraw: v.to("/desk/people/withdraw")}
	p.Search = templates.Field{Kind: templates.Search, Name: "q", ID: "q", Label: v.Words.T("people.search"), Value: q}
	p.Empty = templates.Empty{Title: v.Words.T("people.none"), Text: v.Words.T("people.none_text")}
	for _, k := range people.All {
		if matches(q, k) {
			p.Rows = append(p.Rows, v.personRow(people, k))
		}
	}
	locale.Sort(v.Words, p.Rows, func(r personRow) string { return r.Name })
	for _, i := range people.Invitations {
		p.Invited = append(p.Invited, v.invitedRow(people, i))
	}
	return v.show(http.StatusOK, "people", p)
}

func matches(q string, k account.Known) bool {
	q = strings.ToLower(q)
	return strings.Contains(strings.ToLower(k.Name), q) || strings.Contains(k.Email, q) ||
		slices.ContainsFunc(k.Cities, func(c award.City) bool { return strings.Contains(strings.ToLower(c.Name), q) })
}

func (v *visit) personRow(people account.People, k account.Known) personRow {
	r := personRow{Name: k.Name, Email: k.Email, URL: v.to("/desk/people/" + string(k.ID)), Disabled: !k.Disabled.IsZero()}
	if r.Name == "" {
		r.Name = k.Email
	}
	for _, g := range k.Grants {
		r.Roles = append(r.Roles, v.roleIn(people, g.Role, g.Edition))
	}
	for _, c := range k.Cities {
		r.Roles = append(r.Roles, v.Words.T("people.role_in", "Role", v.Words.T("role.city"), "Where", c.Name))
	}
	return r
}

// roleIn names a role with its edition; one that holds in all stands alone.
func (v *visit) roleIn(people account.People, role award.Role, edition award.ID) string {
	name := v.Words.T("role." + string(role))
	if e := people.Edition(edition); e != nil {
		return v.Words.T("people.role_in", "Role", name, "Where", e.Name)
	}
	return name
}

func (v *visit) invitedRow(people account.People, i award.Invitation) invitedRow {
	r := invitedRow{ID: i.ID, Email: i.Email, Role: v.roleIn(people, i.Role, i.Edition), Until: templates.Stamp{Machine: locale.Machine(i.Expires), Text: v.Words.Date(i.Expires, v.zone())}}
	if r.State = (templates.Tag{Kind: templates.Info, Text: v.Words.T("people.invitation_open")}); !i.Open(v.Now) {
		r.State = templates.Tag{Kind: templates.Warn, Text: v.Words.T("people.invitation_late")}
	}
	return r
}

type personView struct {
	templates.Frame
	Name, Email string
	Since       templates.Stamp
	Disabled    bool
	Self        bool
	Grants      []grantRow
	Cities      []string
	Role        templates.Field
	Edition     templates.Field
	URL         string
}

type grantRow struct {
	Text          string
	Role          award.Role
	Edition       award.ID
	Since         templates.Stamp
	Removable     bool
	ElsewhereText string // where a role that is not given here is set
}

func personPage(_ *Site, v *visit) error { return v.showPerson(http.StatusOK, nil, nil) }

func (v *visit) showPerson(status int, values form.Values, faults award.Invalid) error {
	people, k, err := v.known()
	if err != nil {
		return err
	}
	row := v.personRow(people, k)
	p := personView{
		Frame: v.frame(row.Name), Name: row.Name, Email: k.Email, Since: templates.Stamp{Machine: locale.Machine(k.Created), Text: v.Words.Date(k.Created, v.zone())},
		Disabled: row.Disabled, Self: k.ID == v.Actor.Person.ID, URL: row.URL,
	}
	p.Crumbs = v.crumbs(v.Words.T("frame.nav.desk"), "/desk", v.Words.T("people.title"), "/desk/people", row.Name, "")
	for _, g := range k.Grants {
		p.Grants = append(p.Grants, v.grantRow(people, g))
	}
	for _, c := range k.Cities {
		p.Cities = append(p.Cities, v.Words.T("people.city", "City", c.Name, "Right", v.Words.T("right."+string(k.Rights[c.ID]))))
	}
	sheet := form.NewSheet(v.Words, values, faults)
	p.Role, p.Edition = sheet.Add(v.roleField()), sheet.Add(v.editionField(people))
	p.Faults = sheet.Lines()
	return v.show(status, "person", p)
}

// known is the person that the address names.
func (v *visit) known() (account.People, account.Known, error) {
	people, err := v.site.Account.People(v.ctx(), v.Actor)
	if err != nil {
		return people, account.Known{}, err
	}
	i := slices.IndexFunc(people.All, func(k account.Known) bool { return string(k.ID) == v.Param("person") })
	if i < 0 {
		return people, account.Known{}, award.ErrNotFound
	}
	return people, people.All[i], nil
}

func (v *visit) grantRow(people account.People, g award.Grant) grantRow {
	r := grantRow{Text: v.roleIn(people, g.Role, g.Edition), Role: g.Role, Edition: g.Edition, Removable: slices.Contains(account.StaffRoles, g.Role)}
	r.Since = templates.Stamp{Machine: locale.Machine(g.Since), Text: v.Words.Date(g.Since, v.zone())}
	if !r.Removable {
		r.ElsewhereText = v.Words.T("people.judge_elsewhere")
	}
	return r
}

func (v *visit) roleField() templates.Field {
	f := templates.Field{Kind: templates.Radios, Name: "role", Label: v.Words.T("people.role")}
	for _, r := range account.StaffRoles {
		f.Options = append(f.Options, templates.Option{Value: string(r), Text: v.Words.T("role." + string(r)), Hint: v.Words.T("people.about." + string(r))})
	}
	return f
}

func (v *visit) editionField(people account.People) templates.Field {
	f := templates.Field{Kind: templates.Radios, Name: "edition", Label: v.Words.T("people.edition"), Value: "all"}
	f.Options = append(f.Options, templates.Option{Value: "all", Text: v.Words.T("people.every_edition")})
	for _, e := range people.Editions {
		f.Options = append(f.Options, templates.Option{Value: string(e.ID), Text: e.Name})
	}
	return f
}

// editionOf reads what editionField posts.
func editionOf(values form.Values) award.ID {
	if text := values.Text("edition"); text != "all" {
		return award.ID(text)
	}
	return ""
}

func changePerson(s *Site, v *visit) error {
	values, err := v.form()
	if err != nil {
		return err
	}
	id, err := award.ParseID(v.Param("person"))
	if err != nil {
		return err
	}
	what := values.Text("do")
	change := account.Change{Person: id, Role: award.Role(values.Text("role")), Edition: editionOf(values)}
	switch what {
	case "grant":
		err = s.Account.Grant(v.ctx(), v.Actor, change)
	case "revoke":
		err = s.Account.Revoke(v.ctx(), v.Actor, change)
	case "disable":
		err = s.Account.Disable(v.ctx(), v.Actor, id)
	case "enable":
		err = s.Account.Enable(v.ctx(), v.Actor, id)
	default:
		err = award.ErrNotFound
	}
	if err != nil {
		return again(err, values, v.showPerson)
	}
	v.tell(templates.OK, "people.done."+what)
	if v.Actor.Person.ID == id && what == "revoke" && change.Role == award.RoleAdmin {
		return v.goTo("/")
	}
	return v.goTo("/desk/people/" + string(id))
}

type inviteStaffView struct {
	templates.Frame
	Email, Name, Role, Edition, Language templates.Field
	URL                                  string
}

func inviteStaffPage(_ *Site, v *visit) error { return v.showInviteStaff(http.StatusOK, nil, nil) }

func (v *visit) showInviteStaff(status int, values form.Values, faults award.Invalid) error {
	people, err := v.site.Account.People(v.ctx(), v.Actor)
	if err != nil {
		return err
	}
	sheet := form.NewSheet(v.Words, values, faults)
	p := inviteStaffView{Frame: v.frame(v.Words.T("people.invite")), URL: v.to("/desk/people/invite")}
	p.Crumbs = v.crumbs(v.Words.T("frame.nav.desk"), "/desk", v.Words.T("people.title"), "/desk/people", v.Words.T("people.invite"), "")
	p.Email = sheet.Add(templates.Field{Kind: templates.Email, Name: "email", Label: v.Words.T("people.email"), Max: 254})
	name := v.nameField("")
	name.Autocomplete, name.Optional, name.Hint = "", true, v.Words.T("people.name_hint")
	p.Name, p.Role, p.Edition = sheet.Add(name), sheet.Add(v.roleField()), sheet.Add(v.editionField(people))
	p.Language = sheet.Add(templates.Field{Kind: templates.Radios, Name: "language", Label: v.Words.T("people.language"), Value: v.Lang, Inline: true, Options: languageOptions()})
	p.Faults = sheet.Lines()
	return v.show(status, "people_invite", p)
}

func inviteStaff(s *Site, v *visit) error {
	posted, err := v.form()
	if err == nil {
		err = s.Account.InviteStaff(v.ctx(), v.Actor, account.StaffInvite{
			Email: award.Email(posted.Text("email")), Name: posted.Line("name"), Role: award.Role(posted.Text("role")),
			Edition: editionOf(posted), Language: posted.Text("language"),
		})
	}
	if err != nil {
		return again(err, posted, v.showInviteStaff)
	}
	v.tell(templates.OK, "people.invited")
	return v.goTo("/desk/people")
}

func withdrawInvitation(s *Site, v *visit) error {
	values, err := v.form()
	if err != nil {
		return err
	}
	id, err := award.ParseID(values.Text("invitation"))
	if err != nil {
		return err
	}
	if err := s.Account.WithdrawInvitation(v.ctx(), v.Actor, id); err != nil {
		return err
	}
	v.tell(templates.OK, "people.withdrawn")
	return v.goTo("/desk/people")
}
