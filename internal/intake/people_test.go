package intake_test

import (
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

func TestColleagueIsInvitedOnce(t *testing.T) {
	d := open(t)
	a := d.as("city/port-oriel")
	i := award.Invitation{Email: "Friend@Example.org", Right: award.MayEdit}
	must(t, d.Invite(ctx, a, begun, i))
	if mail := d.Mailbox("friend@example.org"); len(mail) != 1 || mail[0].Link == "" {
		t.Fatalf("mails %+v", mail)
	}
	faulty(t, d.Invite(ctx, a, begun, i), "email", "entry.people.fault.invited")
	faulty(t, d.Invite(ctx, a, begun, award.Invitation{Email: "port-oriel.editor@example.org", Right: award.MayEdit}), "email", "entry.people.fault.member")
	faulty(t, d.Invite(ctx, a, begun, award.Invitation{Email: "x@example.org", Right: "rule"}), "right", "fault.required_choice")
	refused(t, d.Invite(ctx, d.as("port-oriel.editor"), begun, award.Invitation{Email: "x@example.org", Right: award.MayRead}), "entry.refused.right")
}

func TestInvitationIsCancelledByItsCityOnly(t *testing.T) {
	d := open(t)
	must(t, d.Invite(ctx, d.as("city/port-oriel"), begun, award.Invitation{Email: "friend@example.org", Right: award.MayEdit}))
	p, err := d.People(ctx, d.as("city/port-oriel"), begun)
	must(t, err)
	id := p.Invited[0].ID
	want(t, d.CancelInvitation(ctx, d.as("city/haneul"), nearly, id), award.ErrNotFound)
	must(t, d.CancelInvitation(ctx, d.as("city/port-oriel"), begun, id))
	want(t, d.CancelInvitation(ctx, d.as("city/port-oriel"), begun, id), award.ErrConflict)
}

func TestSomebodyWhoMaySendRemains(t *testing.T) {
	d := open(t)
	me, deputy := d.as("city/port-oriel"), d.Person("port-oriel.deputy")
	must(t, d.SetRight(ctx, me, begun, deputy.ID, award.MayEdit))
	refused(t, d.SetRight(ctx, me, begun, me.Person.ID, ""), "entry.people.refused.last")
	refused(t, d.SetRight(ctx, me, begun, me.Person.ID, award.MayEdit), "entry.people.refused.last")
	must(t, d.SetRight(ctx, me, begun, deputy.ID, ""))
	d.View(func(tx *database.Tx) error {
		a, err := tx.Actor(deputy.ID)
		if len(a.Memberships) != 0 {
			t.Error("the deputy still acts for the city")
		}
		return err
	})
	want(t, d.SetRight(ctx, me, begun, d.Person("city/haneul").ID, award.MaySend), award.ErrNotFound)
}
