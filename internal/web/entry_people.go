package web

import (
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// peoplePage lists who acts for the city of an entry.
type entryPeoplePage struct {
	templates.Frame
	Lead, Caption string
	Back          string
	Note          *templates.Note
	Colleagues    []entryColleagueRow
	Invited       []entryInvitedRow
	Invite        []templates.Field // empty: this person may not invite
	Action        string
}

type entryColleagueRow struct {
	Name, Email, Right string
	Action             string // of the form; "" = cannot be changed by this person
	Select             templates.Field
	You                bool
}

type entryInvitedRow struct {
	Email, Right, Until string
	Action              string
}

func entryPeople(s *Site, v *visit) error {
	p, err := s.Intake.People(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	return v.showColleagues(http.StatusOK, p, form.NewSheet(v.Words, nil, nil), nil)
}

func (v *visit) showColleagues(status int, people *intake.People, sheet *form.Sheet, refused *award.Refusal) error {
	o := people.Dossier
	p := entryPeoplePage{
		Frame: v.frame(v.Words.T("entry.people.title")), Lead: v.Words.T("entry.people.lead", "City", o.City.Name),
		Caption: v.Words.T("entry.people.caption", "City", o.City.Name), Back: v.to(entryPath(o.Entry.Reference, "")),
		Action: v.to(entryPath(o.Entry.Reference, "/people")),
	}
	may := o.May(v.Actor, award.DeedInvite) == nil
	if refused != nil {
		p.Note = &templates.Note{Kind: templates.Err, Lines: []string{v.said(refused.Fault)}}
	}
	for _, c := range people.Colleagues {
		row := entryColleagueRow{Name: c.Person.Name, Email: c.Person.Email, Right: v.Words.T("right." + string(c.Right)), You: c.Person.ID == v.Actor.Person.ID}
		if may {
			row.Action = p.Action + "/" + string(c.Person.ID)
			row.Select = templates.Field{
				Kind: templates.Select, Name: "right", ID: "right-" + string(c.Person.ID), Quiet: true,
				Label: v.Words.T("entry.people.change_for", "Name", c.Person.Name), Options: v.cityRights(false), Value: string(c.Right),
			}
		}
		p.Colleagues = append(p.Colleagues, row)
	}
	for _, i := range people.Invited {
		row := entryInvitedRow{Email: i.Email, Right: v.Words.T("right." + string(i.Right)), Until: v.Words.T("entry.people.until", "When", v.Words.Date(i.Expires, o.Edition.Location()))}
		if !i.Open(o.Now) {
			row.Until = v.Words.T("entry.people.expired")
		}
		if may {
			row.Action = v.to(entryPath(o.Entry.Reference, "/invitations/"+string(i.ID)))
		}
		p.Invited = append(p.Invited, row)
	}
	if may {
		p.Invite = []templates.Field{
			sheet.Add(templates.Field{Kind: templates.Email, Name: "email", Label: v.Words.T("entry.people.email"), Hint: v.Words.T("entry.people.email_hint")}),
			sheet.Add(templates.Field{Kind: templates.Text, Name: "name", Label: v.Words.T("entry.people.person"), Optional: true}),
			sheet.Add(templates.Field{Kind: templates.Radios, Name: "right", Label: v.Words.T("entry.people.right_label"), Options: v.cityRights(true), Value: string(award.MayEdit)}),
		}
	}
	p.Faults = sheet.Lines()
	return v.show(status, "entry_people", p)
}

func (v *visit) cityRights(explained bool) []templates.Option {
	var all []templates.Option
	for _, r := range []award.CityRight{award.MayRead, award.MayEdit, award.MaySend} {
		o := templates.Option{Value: string(r), Text: v.Words.T("right." + string(r))}
		if explained {
			o.Hint = v.Words.T("entry.people." + string(r) + "_hint")
		}
		all = append(all, o)
	}
	return all
}

func inviteColleague(s *Site, v *visit) error {
	ref := v.Param("ref")
	values, faults, err := v.formFaults()
	if err != nil {
		return err
	}
	email := values.Email("email", faults)
	if email == "" {
		faults.Add("email", "entry.people.fault.email")
	}
	err = faults.Or()
	if err == nil {
		err = s.Intake.Invite(v.ctx(), v.Actor, ref, award.Invitation{Email: email, Name: values.Line("name"), Right: award.CityRight(values.Text("right"))})
	}
	if err == nil {
		v.tell(templates.OK, "entry.people.sent", "Email", email)
		return v.goTo(entryPath(ref, "/people"))
	}
	return v.peopleAgain(s, values, err)
}

// peopleAgain shows the people again with what was wrong.
func (v *visit) peopleAgain(s *Site, values form.Values, err error) error {
	status, faults, refused := whyRefused(err)
	if status == 0 {
		return err
	}
	p, err := s.Intake.People(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	return v.showColleagues(status, p, form.NewSheet(v.Words, values, faults), refused)
}

// changeColleague gives a colleague another right, or none.
func changeColleague(s *Site, v *visit) error {
	ref := v.Param("ref")
	values, err := v.form()
	if err != nil {
		return err
	}
	person, err := award.ParseID(v.Param("person"))
	if err != nil {
		return err
	}
	right := award.CityRight(values.Text("right"))
	if values.Has("remove") {
		right = ""
	} else if right == "" {
		return v.peopleAgain(s, values, award.Invalid{"right": {Key: "fault.required_choice"}})
	}
	if err := s.Intake.SetRight(v.ctx(), v.Actor, ref, person, right); err != nil {
		return v.peopleAgain(s, nil, err)
	}
	if person == v.Actor.Person.ID && right == "" {
		return v.goTo("/my/entries")
	}
	v.tell(templates.OK, "entry.people.saved")
	return v.goTo(entryPath(ref, "/people"))
}

func cancelInvitation(s *Site, v *visit) error {
	id, err := award.ParseID(v.Param("invitation"))
	if err != nil {
		return err
	}
	if err := s.Intake.CancelInvitation(v.ctx(), v.Actor, v.Param("ref"), id); err != nil {
		return err
	}
	v.tell(templates.OK, "entry.people.cancelled")
	return v.goTo(entryPath(v.Param("ref"), "/people"))
}
