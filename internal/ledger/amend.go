package ledger

import "slices"

// amendments holds every act on a prize against the result: it is open before,
// only who has a prize loses it, and only a free place is given anew.
func (v *verifier) amendments() *Fault {
	for i, a := range v.amends {
		wrong := func(kind FaultKind) *Fault {
			return &Fault{Kind: kind, Leaf: a.Leaf, Year: a.Year, Category: a.Category, Prize: a.Prize, Entry: a.Entry}
		}
		r := slices.IndexFunc(v.report.Results, func(r Verified) bool { return r.Year == a.Year && r.Category == a.Category })
		if r < 0 || v.report.Results[r].Opening > a.Leaf {
			return wrong(Unopened)
		}
		if !fits(v.report.Results[r].Prizes, v.amends[:i], a) {
			return wrong(BadAmendment)
		}
		v.report.Amended = append(v.report.Amended, a)
	}
	return nil
}

// fits reports whether an act can be done after those before it.
func fits(prizes []Won, before []Amended, a Amended) bool {
	holds, lost, free := false, false, 0
	for _, w := range prizes {
		holds = holds || w.Prize == a.Prize && w.Entry == a.Entry && w.Entry != ""
	}
	for _, b := range before {
		if b.Year != a.Year || b.Category != a.Category || b.Prize != a.Prize {
			continue
		}
		if b.takes() {
			free++
		} else {
			free--
		}
		if b.Entry == a.Entry {
			holds, lost = !b.takes(), b.takes()
		}
	}
	switch a.Act {
	case Revoked, Returned:
		return holds
	case Restored:
		return lost && free > 0
	case Promoted:
		return !holds && free > 0
	}
	return false
}

// takes reports whether the act takes a prize from who has it.
func (a Amended) takes() bool { return a.Act == Revoked || a.Act == Returned }

// of reports whether an act was done to the prize that a certificate is of.
func (a Amended) of(c Certificate) bool {
	return a.Year == c.Year && a.Category == c.Category && a.Prize == c.Prize && a.Entry == c.Entry
}

// voided is the act by which a certificate's prize was lost, unless it was
// restored.
func (v *verifier) voided(c Certificate) (by Amended, void bool) {
	for _, a := range v.amends {
		if a.of(c) {
			by, void = a, a.takes()
		}
	}
	return by, void
}
