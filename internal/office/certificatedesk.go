package office

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Certificates is an edition's certificates as far as a person may know them.
type Certificates struct {
	Edition *award.Edition
	Papers  []Paper // by category, the highest prize first, void ones last
	// Waiting are categories that are not sealed yet, Tied those that are closed to
	// the person, Closed those whose results lie in closed envelopes.
	Waiting, Tied, Closed []award.Category
	Places                []FreePlace
	// Gate says why nothing may be printed yet; nil when all may be.
	Gate *award.Fault
}

// FreePlace is a place of a prize that was taken from its winner, and who is next
// in line; Next is zero when nobody is.
type FreePlace struct {
	Category award.Category
	Prize    award.Prize
	Lost     string // the code of the certificate that is void
	Next     award.Entry
	City     award.City
}

// Certificates returns the certificates of an edition.
func (d *Desk) Certificates(ctx context.Context, a award.Actor, year int) (all *Certificates, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		all, err = d.certificates(tx, a, year)
		return err
	})
	return all, err
}

func (d *Desk) certificates(tx *database.Tx, a award.Actor, year int) (*Certificates, error) {
	e, err := d.editionFor(tx, a, award.DeedCertificates, year)
	if err != nil {
		return nil, err
	}
	made, err := tx.Certificates(e.ID)
	if err != nil {
		return nil, err
	}
	all := &Certificates{Edition: e}
	for _, c := range e.Categories {
		k, err := d.known(tx, a, e, c)
		switch {
		case err != nil:
			return nil, err
		case k.waiting:
			all.Waiting = append(all.Waiting, c)
		case k.tied:
			all.Tied = append(all.Tied, c)
		case k.closed:
			all.Closed = append(all.Closed, c)
		default:
			if err := d.addPapers(tx, all, k, c, made); err != nil {
				return nil, err
			}
		}
	}
	if refused, is := asRefusal(mayPrint(tx, e, all.Papers)); is {
		all.Gate = &refused.Fault
	} else if refused.Kind != nil {
		return nil, refused.Kind
	}
	return all, nil
}

// mayPrint refuses certificates of results that are neither open nor signed by
// the edition's auditor: paper leaves the house.
func mayPrint(tx *database.Tx, e *award.Edition, papers []Paper) error {
	var secret []string
	for _, p := range papers {
		if p.Opened.IsZero() {
			secret = append(secret, p.Key)
		}
	}
	return tx.MayLeave(e, slices.Compact(secret)...)
}

// addPapers adds the certificates of one category.
func (d *Desk) addPapers(tx *database.Tx, all *Certificates, k knownResult, c award.Category, made []award.Certificate) error {
	if k.seal.Opened.IsZero() {
		made = k.result.Certificates(all.Edition.ID, 0)
	}
	var papers []Paper
	for _, one := range made {
		if one.Category != c.Key {
			continue
		}
		p, err := d.paper(tx, all.Edition, k, one)
		if err != nil {
			return err
		}
		papers = append(papers, p)
		if !p.IsVoid() || k.result.Free(k.amendments, one.Prize) == 0 {
			continue
		}
		free := FreePlace{Category: c, Prize: p.Prize, Lost: p.Code}
		if next, there := k.result.NextInLine(k.amendments); there {
			if free.Next, err = tx.Entry(next.Entry); err != nil {
				return err
			}
			if free.City, err = tx.City(free.Next.City); err != nil {
				return err
			}
		}
		all.Places = append(all.Places, free)
	}
	slices.SortStableFunc(papers, func(x, y Paper) int {
		return cmp.Or(boolOrder(x.IsVoid(), y.IsVoid()), cmp.Compare(x.Prize.Rank, y.Prize.Rank), cmp.Compare(x.Name, y.Name))
	})
	all.Papers = append(all.Papers, papers...)
	return nil
}

// boolOrder puts false before true.
func boolOrder(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

// PrintCertificates are the certificates of an edition that are printed: those
// that the person may know and that are not void. A Refusal of ErrConflict where
// the auditor has not signed yet.
func (d *Desk) PrintCertificates(ctx context.Context, a award.Actor, year int) ([]Paper, error) {
	all, err := d.Certificates(ctx, a, year)
	if err != nil {
		return nil, err
	}
	if all.Gate != nil {
		return nil, &award.Refusal{Kind: award.ErrConflict, Fault: *all.Gate}
	}
	return slices.DeleteFunc(all.Papers, func(p Paper) bool { return p.IsVoid() }), nil
}

// PrintCertificate is the certificate with a code, which may be void, refused as
// PrintCertificates refuses.
func (d *Desk) PrintCertificate(ctx context.Context, a award.Actor, year int, code string) (p Paper, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		all, err := d.certificates(tx, a, year)
		if err != nil {
			return err
		}
		if p, err = all.with(code); err != nil {
			return err
		}
		return mayPrint(tx, all.Edition, []Paper{p})
	})
	return p, err
}

// CertificateAt returns one certificate of an edition for the desk; ErrNotFound
// for one that the person may not know.
func (d *Desk) CertificateAt(ctx context.Context, a award.Actor, year int, code string) (p Paper, free *FreePlace, err error) {
	all, err := d.Certificates(ctx, a, year)
	if err != nil {
		return p, nil, err
	}
	if p, err = all.with(code); err != nil {
		return p, nil, err
	}
	if j := slices.IndexFunc(all.Places, func(f FreePlace) bool { return f.Lost == code }); j >= 0 {
		free = &all.Places[j]
	}
	return p, free, nil
}

// with is the certificate with a code; ErrNotFound when it is not among them.
func (c *Certificates) with(code string) (Paper, error) {
	i := slices.IndexFunc(c.Papers, func(p Paper) bool { return p.Code == code })
	if i < 0 {
		return Paper{}, award.ErrNotFound
	}
	return c.Papers[i], nil
}

// NameCertificate sets the city's names as they are to be printed, in Latin
// letters and in its own script; empty = as the city says, or is called. Before the result
// is open there is nothing to keep them with, so that they tell nobody who wins.
// Invalid with the fields "name" and "local_name".
func (d *Desk) NameCertificate(ctx context.Context, a award.Actor, year int, code, name, local string) error {
	name, local = strings.TrimSpace(name), strings.TrimSpace(local)
	faults := award.Invalid{}
	for field, text := range map[string]string{"name": name, "local_name": local} {
		if utf8.RuneCountInString(text) > award.PrintedMax {
			faults.Add(field, "fault.letters", "Count", award.PrintedMax)
		}
	}
	return d.db.Update(ctx, func(tx *database.Tx) error {
		all, err := d.certificates(tx, a, year)
		if err != nil {
			return err
		}
		p, err := all.with(code)
		if err != nil {
			return err
		}
		if p.Opened.IsZero() {
			return award.Refuse(award.ErrConflict, "certificate.refused.names")
		}
		if len(faults) > 0 {
			return faults
		}
		said, err := tx.Said(p.Entry.ID)
		if err != nil {
			return err
		}
		if name == cmp.Or(said.Name, p.City.Name) {
			name = ""
		}
		if local == cmp.Or(said.LocalName, p.City.LocalName) {
			local = ""
		}
		if err := tx.NameCertificate(code, name, local); err != nil {
			return err
		}
		return record(tx, award.Event{
			At: d.clock(), Actor: a.Person.ID, Deed: award.DeedCertificates, Kind: "edition", Subject: all.Edition.ID, Edition: all.Edition.ID,
		}, map[string]any{"what": "named"})
	})
}
