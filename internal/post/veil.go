package post

import (
	"errors"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// reader is somebody at the outbox. Whether mail leaves is for everybody there;
// what it says only for those who may see what it is about.
type reader struct {
	entries bool     // may see entries and the jury
	tied    []string // references of the entries to which they have a tie
}

func readerOf(tx *database.Tx, a award.Actor) (r reader, err error) {
	if r.entries = award.MayTry(a, award.DeedReadAll) == nil; !r.entries {
		return r, nil
	}
	edition, err := tx.RunningEdition()
	if errors.Is(err, award.ErrNotFound) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	conflicts, err := tx.ConflictsOf(edition.ID, a.Person.ID)
	if err != nil {
		return r, err
	}
	var cities []award.ID
	for _, m := range a.Memberships {
		cities = append(cities, m.City)
	}
	for _, c := range conflicts {
		if c.Entry == "" {
			cities = append(cities, c.City)
			continue
		}
		e, err := tx.Entry(c.Entry)
		if err != nil {
			return r, err
		}
		r.tied = append(r.tied, e.Reference)
	}
	for _, city := range cities {
		entries, err := tx.EntriesOfCity(city, edition.ID)
		if err != nil {
			return r, err
		}
		for _, e := range entries {
			r.tied = append(r.tied, e.Reference)
		}
	}
	return r, nil
}

// veiled takes out of a mail what its reader may not know: the link of an
// invitation; the text too of a sign-in, which holds the code; and everything but
// whether it has left of a mail about what they may not see. Of the jury's mails
// even the recipient would tell who judges.
func (r reader) veiled(m award.Mail) award.Mail {
	switch {
	case m.Kind == award.MailSignIn:
		m.Link, m.Text = "", ""
	case m.HoldsSecret():
		m.Link = ""
	case !r.entries && strings.HasPrefix(m.Kind, "entry_"):
		m.Subject, m.Text, m.Action, m.Link = "", "", "", ""
	case !r.entries || slices.ContainsFunc(r.tied, func(ref string) bool { return strings.Contains(m.Subject+"\n"+m.Text+"\n"+m.Link, ref) }):
		m.Subject, m.Text, m.Action, m.Link, m.To = "", "", "", "", ""
	}
	return m
}
