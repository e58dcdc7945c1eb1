package account

import (
	"context"
	"errors"
	"net/mail"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// StaffInvite is somebody whom an administrator invites.
type StaffInvite struct {
	Email, Name string
	Role        award.Role
	Edition     award.ID // "" = every edition
	Language    string   // of the mail
}

// InviteStaff mails an invitation to a role of the staff. Invalid with the
// fields email, name, role, edition and language.
func (d *Desk) InviteStaff(ctx context.Context, actor award.Actor, i StaffInvite) error {
	faults := award.Invalid{}
	if _, err := mail.ParseAddress(i.Email); err != nil || strings.ContainsAny(i.Email, " <>\r\n") {
		faults.Add("email", "fault.email")
	}
	if !slices.Contains(StaffRoles, i.Role) {
		faults.Add("role", "fault.required_choice")
	}
	if len([]rune(i.Name)) > nameMax {
		faults.Add("name", "fault.letters", "Count", nameMax)
	}
	if err := faults.Or(); err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *database.Tx) error { return d.inviteStaff(tx, actor, i) })
}

func (d *Desk) inviteStaff(tx *database.Tx, actor award.Actor, i StaffInvite) error {
	if err := award.May(actor, award.DeedPeople, award.Object{}); err != nil {
		return err
	}
	if err := checkEdition(tx, i.Edition); err != nil {
		return err
	}
	inv, err := tx.Invite(award.Invitation{Email: i.Email, Name: i.Name, Role: i.Role, Edition: i.Edition, By: actor.Person.ID, Created: d.clock()})
	if err != nil {
		return err
	}
	to, err := invitedTo(tx, inv)
	if err != nil {
		return err
	}
	if err := postInvitation(tx, inv, actor.Person.Name, to, i.Language); err != nil {
		return err
	}
	return d.recordPeople(tx, actor, inv.ID, "invite", Change{Role: i.Role, Edition: i.Edition})
}

// Appoint gives a role in every edition to the person with somebody's address,
// who is stored with their name if nobody has it. It is for the operator of the
// machine, who makes the first administrator. Invalid with the fields email and
// role.
func (d *Desk) Appoint(ctx context.Context, actor award.Actor, somebody award.Person, role award.Role) error {
	somebody.Email = award.Email(somebody.Email)
	if _, err := mail.ParseAddress(somebody.Email); err != nil || strings.ContainsAny(somebody.Email, " <>\r\n") {
		return award.Invalid{"email": {Key: "fault.email"}}
	}
	if !slices.Contains(StaffRoles, role) {
		return award.Invalid{"role": {Key: "fault.required_choice"}}
	}
	return d.db.Update(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedPeople, award.Object{}); err != nil {
			return err
		}
		p, err := tx.PersonByEmail(somebody.Email)
		if errors.Is(err, award.ErrNotFound) {
			p = somebody
			p.ID, p.Language, p.Created = award.NewID(), locale.Languages()[0].Code, d.clock()
			err = tx.AddPerson(p)
		}
		if err != nil {
			return err
		}
		if err := tx.Grant(p.ID, role, "", d.clock()); err != nil {
			return err
		}
		return d.recordPeople(tx, actor, p.ID, "grant", Change{Role: role})
	})
}

// WithdrawInvitation ends an invitation that was not answered; its link no
// longer works.
func (d *Desk) WithdrawInvitation(ctx context.Context, actor award.Actor, id award.ID) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedPeople, award.Object{}); err != nil {
			return err
		}
		if err := tx.AnswerInvitation(id, false, d.clock()); err != nil {
			return err
		}
		return d.recordPeople(tx, actor, id, "withdraw", nil)
	})
}
