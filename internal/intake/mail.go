package intake

import (
	"fmt"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// letter is a mail about an entry: its kind in the catalogue, the page that it
// opens, what makes it another than the last of its kind, and more for its words.
type letter struct {
	kind, path string
	turn       any
	more       []any
}

// tellCity mails everybody who may edit for the city, in their own language.
func (o *Dossier) tellCity(tx *database.Tx, l letter) error {
	editors, err := tx.Editors(o.City.ID)
	if err != nil {
		return err
	}
	for _, p := range editors {
		if err := o.tell(tx, p, l); err != nil {
			return err
		}
	}
	return nil
}

// deskPath is the Secretariat's page of the entry.
func (o *Dossier) deskPath() string {
	return fmt.Sprintf("/desk/%d/entries/%s", o.Edition.Year, o.Entry.Reference)
}

// tellDesk mails the officers of the Secretariat.
func (o *Dossier) tellDesk(tx *database.Tx, l letter) error {
	officers, err := tx.RoleHolders(award.RoleOfficer, o.Edition.ID)
	if err != nil {
		return err
	}
	for _, p := range officers {
		if err := o.tell(tx, p, l); err != nil {
			return err
		}
	}
	return nil
}

func (o *Dossier) tell(tx *database.Tx, p award.Person, l letter) error {
	if !p.Disabled.IsZero() {
		return nil
	}
	w := locale.Of(p)
	var zone *time.Location
	if p.Zone != "" {
		zone, _ = time.LoadLocation(p.Zone)
	}
	pairs := append([]any{
		"Name", p.Name, "Title", o.Entry.Title, "Reference", o.Entry.Reference, "City", o.City.Name, "Edition", o.Edition.Name,
		"When", w.Both(o.Now, zone, o.Edition.Location(), "", ""), "Closes", w.Both(o.Closes(), zone, o.Edition.Location(), "", ""),
	}, l.more...)
	key := fmt.Sprintf("%s/%s/%v/%s", l.kind, o.Entry.ID, l.turn, p.ID)
	return tx.Post(w.Letter(l.kind, p, l.path, pairs...), key, o.Now)
}
