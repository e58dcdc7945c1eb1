package intake

import (
	"context"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Colleague is somebody who acts for a city.
type Colleague struct {
	Person award.Person
	Right  award.CityRight
	Since  award.Time
}

// People are the colleagues of an entry's city and those who were invited.
type People struct {
	*Dossier
	Colleagues []Colleague
	Invited    []award.Invitation
}

// People returns who acts for the city of an entry.
func (d *Desk) People(ctx context.Context, a award.Actor, ref string) (p *People, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedReadEntry)
		if err != nil {
			return err
		}
		p = &People{Dossier: o}
		members, err := tx.Members(o.City.ID)
		if err != nil {
			return err
		}
		for _, m := range members {
			person, err := tx.Person(m.Person)
			if err != nil {
				return err
			}
			p.Colleagues = append(p.Colleagues, Colleague{person, m.Right, m.Since})
		}
		p.Invited, err = tx.InvitationsOf(o.City.ID)
		return err
	})
	return p, err
}

// invitedMax is the most invitations of one city that may wait for an answer,
// so that nobody sends mail through the platform.
const invitedMax = 20

// Invite mails an invitation to act for the entry's city with a right.
func (d *Desk) Invite(ctx context.Context, a award.Actor, ref string, i award.Invitation) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedInvite)
		if err != nil {
			return err
		}
		if err := o.mayInvite(tx, i); err != nil {
			return err
		}
		i.Role, i.City, i.By, i.Created = award.RoleCity, o.City.ID, a.Person.ID, o.Now
		i, err = tx.Invite(i)
		if err != nil {
			return err
		}
		if err := tx.Post(locale.Of(a.Person).Invitation(i, a.Person.Name, o.City.Name), "invitation:"+string(i.ID), o.Now); err != nil {
			return err
		}
		return tx.Record(award.Event{
			At: o.Now, Actor: a.Person.ID, Deed: award.DeedInvite, Kind: "city", Subject: o.City.ID, Edition: o.Edition.ID,
			Detail: canonical(map[string]any{"invitation": i.ID, "right": i.Right}),
		})
	})
}

// mayInvite refuses an invitation of a colleague, a second one to the same
// address, and one too many.
func (o *Dossier) mayInvite(tx *database.Tx, i award.Invitation) error {
	if !award.MaySend.Covers(i.Right) {
		return award.Invalid{"right": {Key: "fault.required_choice"}}
	}
	waiting, err := tx.InvitationsOf(o.City.ID)
	if err != nil {
		return err
	}
	open := 0
	for _, w := range waiting {
		if !w.Open(o.Now) {
			continue
		}
		if open++; w.Email == award.Email(i.Email) {
			return award.Invalid{"email": {Key: "entry.people.fault.invited"}}
		}
	}
	if open >= invitedMax {
		return award.Refuse(award.ErrConflict, "entry.people.refused.many", "Max", invitedMax)
	}
	members, err := tx.Members(o.City.ID)
	if err != nil {
		return err
	}
	for _, m := range members {
		if p, err := tx.Person(m.Person); err != nil {
			return err
		} else if p.Email == award.Email(i.Email) {
			return award.Invalid{"email": {Key: "entry.people.fault.member"}}
		}
	}
	return nil
}

// CancelInvitation ends an invitation to the entry's city that nobody has
// answered.
func (d *Desk) CancelInvitation(ctx context.Context, a award.Actor, ref string, id award.ID) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedInvite)
		if err != nil {
			return err
		}
		i, err := tx.Invitation(id)
		if err != nil {
			return err
		}
		if i.City != o.City.ID || i.Role != award.RoleCity {
			return award.ErrNotFound
		}
		if err := tx.AnswerInvitation(id, false, o.Now); err != nil {
			return err
		}
		return o.recordMember(tx, a, i.By, "cancelled")
	})
}

// SetRight changes how far a colleague may act for the entry's city; an empty
// right ends it. Somebody who may send must remain.
func (d *Desk) SetRight(ctx context.Context, a award.Actor, ref string, person award.ID, right award.CityRight) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedInvite)
		if err != nil {
			return err
		}
		if right != "" && !award.MaySend.Covers(right) {
			return award.Invalid{"right": {Key: "fault.required_choice"}}
		}
		m, err := o.member(tx, person, right)
		if err != nil || m.Right == right {
			return err
		}
		if m.Right = right; right == "" {
			err = tx.RemoveMember(o.City.ID, person)
		} else {
			err = tx.AddMember(m)
		}
		if err != nil {
			return err
		}
		return o.recordMember(tx, a, person, string(right))
	})
}

// member returns the membership of a person, unless changing it to a right
// would leave the city without anybody who may send.
func (o *Dossier) member(tx *database.Tx, person award.ID, right award.CityRight) (of award.Membership, err error) {
	members, err := tx.Members(o.City.ID)
	if err != nil {
		return of, err
	}
	others := 0
	for _, m := range members {
		if m.Person == person {
			of = m
		} else if m.Right.Covers(award.MaySend) {
			others++
		}
	}
	switch {
	case of.Person == "":
		return of, award.ErrNotFound
	case others == 0 && !right.Covers(award.MaySend):
		return of, award.Refuse(award.ErrConflict, "entry.people.refused.last")
	}
	return of, nil
}

func (o *Dossier) recordMember(tx *database.Tx, a award.Actor, person award.ID, right string) error {
	return tx.Record(award.Event{
		At: o.Now, Actor: a.Person.ID, Deed: award.DeedInvite, Kind: "city", Subject: o.City.ID, Edition: o.Edition.ID,
		Detail: canonical(map[string]any{"person": person, "right": right}),
	})
}
