package account

import (
	"context"
	"encoding/json"
	"errors"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Invited is an invitation as the invited person reads it.
type Invited struct {
	award.Invitation
	ByName string
	To     string // the name of the city or of the edition; "" = the awards as a whole
	Late   bool
}

// OpenInvitation returns the invitation behind a mailed link: open or expired.
// ErrNotFound when the link is unknown or the invitation has been answered.
func (d *Desk) OpenInvitation(ctx context.Context, secret string) (i Invited, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		i, err = invited(tx, secret, d.clock())
		return err
	})
	return i, err
}

func invited(tx *database.Tx, secret string, now award.Time) (Invited, error) {
	inv, err := tx.InvitationBySecret(secret)
	if err != nil {
		return Invited{}, err
	}
	if !inv.Answered.IsZero() {
		return Invited{}, award.ErrNotFound
	}
	names, err := tx.Names([]award.ID{inv.By})
	if err != nil {
		return Invited{}, err
	}
	to, err := invitedTo(tx, inv)
	return Invited{Invitation: inv, ByName: names[inv.By], To: to, Late: !inv.Open(now)}, err
}

// invitedTo is what an invitation is to, by name.
func invitedTo(tx *database.Tx, inv award.Invitation) (string, error) {
	switch {
	case inv.City != "":
		c, err := tx.City(inv.City)
		return c.Name, err
	case inv.Edition != "":
		e, err := tx.Edition(inv.Edition)
		if err != nil {
			return "", err
		}
		return e.Name, nil
	}
	return "", nil
}

// Accept takes an invitation: whoever holds the mailed link is let in with the
// address it went to, as a new person if nobody has it, and gets the role.
// ErrNotFound when the link is unknown or answered, ErrClosed when it is late.
func (d *Desk) Accept(ctx context.Context, secret, language string) (p award.Person, inv award.Invitation, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		now := d.clock()
		if inv, err = answer(tx, secret, true, now); err != nil {
			return err
		}
		p, err = enter(tx, award.Person{Email: inv.Email, Name: inv.Name, Language: language, Created: now})
		if err != nil {
			return err
		}
		if p.Name == "" && inv.Name != "" {
			p.Name = inv.Name
			if err := tx.SavePerson(p); err != nil {
				return err
			}
		}
		if err := take(tx, p, inv, now); err != nil {
			return err
		}
		return recordAnswer(tx, inv, p.ID, "accepted", now)
	})
	return p, inv, err
}

// Decline turns an invitation down. The errors are those of Accept.
func (d *Desk) Decline(ctx context.Context, secret string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		now := d.clock()
		inv, err := answer(tx, secret, false, now)
		if err != nil {
			return err
		}
		if inv.Role == award.RoleJudge {
			if err := setJudge(tx, inv, award.JudgeDeclined); err != nil && !errors.Is(err, award.ErrNotFound) {
				return err
			}
		}
		return recordAnswer(tx, inv, "", "declined", now)
	})
}

// answer notes the answer to an open invitation.
func answer(tx *database.Tx, secret string, accepted bool, now award.Time) (award.Invitation, error) {
	inv, err := tx.InvitationBySecret(secret)
	switch {
	case err != nil:
		return inv, err
	case !inv.Answered.IsZero():
		return inv, award.ErrNotFound
	case !inv.Open(now):
		return inv, award.Refuse(award.ErrClosed, "invite.refused.late")
	}
	return inv, tx.AnswerInvitation(inv.ID, accepted, now)
}

func recordAnswer(tx *database.Tx, inv award.Invitation, person award.ID, how string, now award.Time) error {
	detail, err := json.Marshal(map[string]string{"answer": how, "role": string(inv.Role)})
	if err != nil {
		return err
	}
	return tx.Record(award.Event{
		At: now, Actor: person, Deed: award.DeedAcceptInvite, Kind: "invitation",
		Subject: inv.ID, Edition: inv.Edition, Detail: string(detail),
	})
}

// take gives a person what an invitation offers.
func take(tx *database.Tx, p award.Person, inv award.Invitation, now award.Time) error {
	switch inv.Role {
	case award.RoleCity:
		return join(tx, award.Membership{City: inv.City, Person: p.ID, Right: inv.Right, Since: now})
	case award.RoleJudge:
		if err := becomeJudge(tx, p, inv); err != nil {
			return err
		}
	}
	return tx.Grant(p.ID, inv.Role, inv.Edition, now)
}

// join adds a member to a city; a member who may do more already keeps that.
func join(tx *database.Tx, m award.Membership) error {
	members, err := tx.Members(m.City)
	if err != nil {
		return err
	}
	for _, old := range members {
		if old.Person == m.Person && old.Right.Covers(m.Right) {
			return nil
		}
	}
	return tx.AddMember(m)
}

// becomeJudge marks a judge of the pool as accepted, or adds one to it.
func becomeJudge(tx *database.Tx, p award.Person, inv award.Invitation) error {
	err := setJudge(tx, inv, award.JudgeAccepted)
	if errors.Is(err, award.ErrNotFound) {
		return tx.AddJudge(award.Judge{Edition: inv.Edition, Person: p.ID, State: award.JudgeAccepted})
	}
	return err
}

func setJudge(tx *database.Tx, inv award.Invitation, state award.JudgeState) error {
	p, err := tx.PersonByEmail(inv.Email)
	if err != nil {
		return err
	}
	j, err := tx.Judge(inv.Edition, p.ID)
	if err != nil {
		return err
	}
	j.State = state
	return tx.SaveJudge(&j)
}

// RenewInvitation mails an expired invitation once more, to the address that it
// went to and nowhere else, so that anybody who holds the old link may ask for
// it. ErrNotFound when it is unknown or answered; ErrForbidden when who invited
// is no longer with the awards.
func (d *Desk) RenewInvitation(ctx context.Context, secret, language string) error {
	now := d.clock()
	return d.db.Update(ctx, func(tx *database.Tx) error {
		i, err := invited(tx, secret, now)
		if err != nil {
			return err
		}
		if !i.Late {
			return award.Refuse(award.ErrConflict, "invite.refused.open")
		}
		if by, err := tx.Person(i.By); err != nil || !by.Disabled.IsZero() {
			return award.Refuse(award.ErrForbidden, "invite.refused.inviter_gone")
		}
		renewed, err := tx.RenewInvitation(i.Invitation, now)
		if err != nil {
			return err
		}
		return postInvitation(tx, renewed, i.ByName, i.To, language)
	})
}

// postInvitation mails an invitation. The key names its secret's hash, so that a
// renewed one is a mail of its own.
func postInvitation(tx *database.Tx, inv award.Invitation, by, to, language string) error {
	words := locale.Of(award.Person{Language: language})
	if to == "" {
		to = words.T("frame.site")
	}
	return tx.Post(words.Invitation(inv, by, to), "invitation:"+string(inv.ID)+":"+inv.Hash[:16], inv.Expires.Add(-award.InvitationLasts))
}
