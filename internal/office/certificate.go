package office

import (
	"cmp"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/storage/database"
)

// Why certificates may be printed before the opening: winners are handed them on
// stage, so they are printed the day before, by people who may see the result,
// while its envelope is open for work. They are stored by the opening alone, with
// the same codes: see award.Result.Certificates.

// Paper is what a certificate says.
type Paper struct {
	Code     string
	Edition  *award.Edition
	Category string // its name, as on the day of sealing
	Key      string // of the category
	Prize    award.Prize
	Entry    award.Entry
	City     award.City
	// Name and Own are the city's name as it is printed, in Latin letters and in
	// its own script; Own may be empty.
	Name, Own string
	// Title is the entry's, as on the day of sealing, OwnTitle the one in the
	// city's language; it may be empty.
	Title, OwnTitle string
	Opened          award.Time      // zero before
	Void            award.Amendment // zero while the certificate is good
	Practice        string          // the address of its page in the library; empty where it has none now
	Signed          string          // the note that `wego verify certificate` reads
}

// IsVoid reports whether the prize was taken away or given back.
func (p *Paper) IsVoid() bool { return p.Void.Act != "" }

// Into puts the signed note into the PDF of the certificate, so that
// `wego verify certificate` reads it there.
func (p *Paper) Into(pdf []byte) []byte { return ledger.IntoPDF(pdf, p.Signed) }

// paper reads what a certificate says.
func (d *Desk) paper(tx *database.Tx, e *award.Edition, k knownResult, c award.Certificate) (p Paper, err error) {
	p = Paper{Code: c.Code, Edition: e, Category: k.result.Name, Key: c.Category, Opened: k.seal.Opened}
	p.Prize, _ = e.Prize(c.Prize)
	if p.Entry, err = tx.Entry(c.Entry); err != nil {
		return p, err
	}
	if p.City, err = tx.City(p.Entry.City); err != nil {
		return p, err
	}
	own, err := tx.Answer(c.Entry, "title_local")
	if err = ignoreMissing(err); err != nil {
		return p, err
	}
	p.OwnTitle = own.Value
	// What the Secretariat has set for this paper stands before what the city says.
	said, err := tx.Said(c.Entry)
	if err != nil {
		return p, err
	}
	c.Name, c.LocalName = cmp.Or(c.Name, said.Name), cmp.Or(c.LocalName, said.LocalName)
	note := ledger.Certificate{
		Code: c.Code, Year: e.Year, Category: c.Category, Prize: c.Prize, Entry: p.Entry.Reference, City: p.City.Name, Title: p.Entry.Title, Name: c.Name, Own: c.LocalName,
	}
	for _, won := range k.result.Prizes {
		if won.Prize == c.Prize && won.Entry == c.Entry {
			note.City, note.Title, p.Prize.Name = won.City, won.Title, won.Name
		}
	}
	for _, a := range k.amendments {
		if a.Act == award.PrizePromoted && a.Prize == c.Prize && a.Entry == c.Entry {
			note.City, note.Title = a.City, a.Title
		}
	}
	if act, taken := award.Taken(k.amendments, c.Prize, c.Entry); taken {
		p.Void = act
	}
	p.Name, p.Own, p.Title = cmp.Or(c.Name, note.City), cmp.Or(c.LocalName, p.City.LocalName), note.Title
	if d.key.Private == "" {
		return p, nil
	}
	p.Signed, err = note.Sign(d.key.Private)
	return p, err
}

// signedCertificates are those of a category whose result is open, as the file
// of proof holds them, void ones too.
func (d *Desk) signedCertificates(tx *database.Tx, s award.Seal) (all []string, err error) {
	k := knownResult{seal: s}
	if k.result, err = s.Result(); err != nil {
		return nil, err
	}
	e, err := tx.EditionOf(k.result.Year)
	if err != nil {
		return nil, err
	}
	amendments, err := tx.Amendments(s.Edition)
	if err != nil {
		return nil, err
	}
	k.amendments = amendments[s.Category]
	made, err := tx.Certificates(s.Edition)
	for _, c := range made {
		if c.Category != s.Category || err != nil {
			continue
		}
		var p Paper
		if p, err = d.paper(tx, e, k, c); p.Signed != "" {
			all = append(all, p.Signed)
		}
	}
	return all, err
}
