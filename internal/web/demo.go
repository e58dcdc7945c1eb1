package web

import (
	"net/http"
	"slices"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/templates"
)

// demoRoutes are the addresses of the demo: sign in as anybody, and the
// mailbox. They exist in the demo only.
func demoRoutes() []route {
	return []route{
		{method: see, path: "/:lang/demo", deed: award.DeedDemo, do: demoPage},
		{method: send, path: "/:lang/demo/as", deed: award.DeedDemo, do: demoAs},
		{method: see, path: "/:lang/demo/mailbox", deed: award.DeedDemo, do: demoMailbox},
		{method: see, path: "/:lang/demo/mailbox/:mail", deed: award.DeedDemo, do: demoMail},
	}
}

type demoView struct {
	templates.Frame
	Stage   string
	Groups  []demoGroup
	AsURL   string
	Mailbox string
	Stages  []string // of the command line
}

// demoStages are the states in which the demo can start.
var demoStages = []string{"submit", "screen", "judge", "decide", "ceremony", "public"}

type demoGroup struct {
	Role, About string
	People      []demoPerson
}

type demoPerson struct {
	ID   award.ID
	Name string
	Note string
}

func demoPage(s *Site, v *visit) error {
	people, err := s.Account.SamplePeople(v.ctx())
	if err != nil {
		return err
	}
	p := demoView{Frame: v.frame(v.Words.T("demo.title")), AsURL: v.to("/demo/as"), Mailbox: v.to("/demo/mailbox"), Stages: demoStages}
	p.NoIndex = true
	if e, err := v.edition(); err == nil {
		p.Stage = v.Words.T("demo.stage", "Edition", e.Name, "Stage", v.Words.T("stage."+e.Current(v.Now).Key), "Day", v.Words.Date(v.Now, e.Location()))
	}
	for _, role := range []award.Role{award.RoleOfficer, award.RoleChair, award.RoleJudge, award.RoleCity, award.RoleProducer, award.RoleAuditor, award.RoleAdmin} {
		if g := v.demoGroup(role, people); len(g.People) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	return v.show(http.StatusOK, "demo", p)
}

// demoGroup are the people whose first role is this one.
func (v *visit) demoGroup(role award.Role, people []account.Known) demoGroup {
	g := demoGroup{Role: v.Words.T("role." + string(role)), About: v.Words.T("demo.role." + string(role))}
	for _, k := range people {
		if !holds(k, role) || !k.Disabled.IsZero() {
			continue
		}
		one := demoPerson{ID: k.ID, Name: k.Name}
		if role == award.RoleCity {
			for _, c := range k.Cities {
				one.Note = v.listed(one.Note, c.Name)
			}
		} else {
			for _, other := range k.Grants {
				if other.Role != role {
					one.Note = v.listed(one.Note, v.Words.T("role."+string(other.Role)))
				}
			}
		}
		g.People = append(g.People, one)
	}
	locale.Sort(v.Words, g.People, func(p demoPerson) string { return p.Name })
	return g
}

// listed adds an item to a list in one line.
func (v *visit) listed(list, item string) string {
	if list == "" {
		return item
	}
	return v.Words.T("people.and", "List", list, "Item", item)
}

func holds(k account.Known, role award.Role) bool {
	if role == award.RoleCity {
		return len(k.Cities) > 0
	}
	return slices.ContainsFunc(k.Grants, func(g award.Grant) bool { return g.Role == role })
}

func demoAs(s *Site, v *visit) error {
	values, err := v.form()
	if err != nil {
		return err
	}
	id, err := award.ParseID(values.Text("person"))
	if err != nil {
		return err
	}
	person, err := s.Account.EnterAs(v.ctx(), id)
	if err != nil {
		return err
	}
	v.tell(templates.OK, "demo.entered", "Name", person.Name)
	return v.arrive(account.Arrival{Person: person, Next: values.Text("next")})
}

type demoMailboxView struct {
	templates.Frame
	Rows  []mailRow
	Empty templates.Empty
	Pager templates.Pager
}

func demoMailbox(s *Site, v *visit) error {
	page := pageNumber(v)
	box, err := s.Post.Sample(v.ctx(), page)
	if err != nil {
		return err
	}
	p := demoMailboxView{
		Frame: v.frame(v.Words.T("demo.mailbox")), Pager: v.mailPager(page, len(box.Mails), box.Total),
		Empty: templates.Empty{Title: v.Words.T("mailbox.empty"), Text: v.Words.T("demo.mailbox_empty")},
	}
	p.NoIndex = true
	p.Crumbs = v.crumbs(v.Words.T("demo.title"), "/demo", v.Words.T("demo.mailbox"), "")
	for _, m := range box.Mails {
		row := v.mailRow(m)
		row.URL = v.to("/demo/mailbox/" + string(m.ID))
		p.Rows = append(p.Rows, row)
	}
	return v.show(http.StatusOK, "demo_mailbox", p)
}

func demoMail(s *Site, v *visit) error {
	id, err := award.ParseID(v.Param("mail"))
	if err != nil {
		return err
	}
	m, err := s.Post.SampleMail(v.ctx(), id)
	if err != nil {
		return err
	}
	p := v.mailView(m)
	p.NoIndex, p.Again = true, ""
	p.Crumbs = v.crumbs(v.Words.T("demo.title"), "/demo", v.Words.T("demo.mailbox"), "/demo/mailbox", v.Words.T("mailbox.mail"), "")
	return v.show(http.StatusOK, "mailbox_mail", p)
}
