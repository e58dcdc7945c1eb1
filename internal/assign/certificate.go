package assign

import (
	"cmp"
	"slices"
)

// Certificate is the proof of a plan, to be read beside its input. Each proof is
// about one goal; a later one holds among the plans that are best by those before.
type Certificate struct {
	Input   string   `json:"input"`   // SHA-256 of the canonical input
	Judges  []string `json:"judges"`  // the order of Proof.Judges
	Entries []string `json:"entries"` // the order of Proof.Entries
	Proofs  []Proof  `json:"proofs"`
	Sum     string   `json:"sum"` // SHA-256 of the plan's JSON with this left empty
}

// Proof holds the prices (duals) under which no seat, load or empty seat can be
// exchanged for a better one. The hub from which all seats come has price 0. Primal
// is what the plan costs in this goal, Dual what the prices say that every plan costs
// at least; equal means proved best. Costs says how the goal counts: of FillSeats the
// first empty seat of an entry and how much each further one costs more (a missing
// minimum seat costs 1); of LiftWorst 1 for a fit below Level; of LiftLevels the
// cost of a seat by its level; of SeatExperts that of a missing expert; of MostFit the bits by which a point is shifted and
// the mask of the seeded draw below it.
type Proof struct {
	Goal    Goal    `json:"goal"`
	Level   int     `json:"level,omitempty"`
	Costs   []int64 `json:"costs,omitempty"`
	Judges  []int64 `json:"judges"`
	Entries []int64 `json:"entries"`
	Groups  []Group `json:"groups,omitempty"` // prices of the spread caps that are not those of the group or entry above
	// Experts, of SeatExperts and MostFit where caps cross the wish for experts, is what
	// one more expert on each entry's panel is worth.
	Experts []int64 `json:"experts,omitempty"`
	Primal  int64   `json:"primal"`
	Dual    int64   `json:"dual"`
	// Refutes: the prices prove that Level cannot be had: Dual is above 0.
	Refutes bool `json:"refutes,omitempty"`
	// Limit, of LiftWorst, is the entry that has no more seats to choose from above Level.
	Limit string `json:"limit,omitempty"`
}

// Group is the price of one country or region, or of those who are no experts,
// within one entry's panel.
type Group struct {
	Entry string `json:"entry"`
	Kind  string `json:"kind"` // country, region or others
	Name  string `json:"name"`
	Price int64  `json:"price"`
}

// Hash is the SHA-256 of the certificate's JSON, in hexadecimal.
func (c Certificate) Hash() string { return hashOf(c) }

// seal stamps the plan with its own sum, which means nothing once stop says so.
func (p *Plan) seal(stop func() bool) {
	p.Certificate.Sum = ""
	p.Certificate.Sum = hashUntil(p, stop)
}

// certificate exports the faces that the solver reached, as far as the context lets it.
func (s *solver) certificate(in Input) Certificate {
	c := Certificate{Input: in.hash(s.stopped), Judges: []string{}, Entries: []string{}, Proofs: []Proof{}}
	for _, j := range s.judges {
		c.Judges = append(c.Judges, j.ID)
	}
	for _, e := range s.entries {
		c.Entries = append(c.Entries, e.ID)
	}
	for i := 0; i < len(s.faces) && !s.stopped(); i++ {
		f := &s.faces[i]
		if f.aim.goal == MostFit && s.experts.there {
			c.Proofs = append(c.Proofs, s.expertsProof())
		}
		if f.aim.goal == LiftWorst && s.refuted != nil {
			c.Proofs = append(c.Proofs, s.proof(s.refuted))
		}
		p := s.proof(f)
		if f.aim.goal == MostFit {
			p.Primal = s.fitCost(f) // linking judges may have come after it
		}
		if f.aim.goal == LiftWorst && s.limit >= 0 {
			p.Limit = s.entries[s.active[s.limit]].ID
		}
		c.Proofs = append(c.Proofs, p)
	}
	if s.experts.there && s.fitFace() == nil {
		c.Proofs = append(c.Proofs, s.expertsProof())
	}
	return c
}

func (s *solver) expertsProof() Proof {
	p := s.proof(&s.experts.face)
	p.Primal = int64(s.linkerOf(nil).missing()) * atWhole
	return p
}

func (s *solver) proof(f *face) Proof {
	p := Proof{Goal: f.aim.goal, Level: f.aim.level, Judges: make([]int64, len(s.judges)), Entries: make([]int64, len(s.entries)), Primal: f.total, Dual: f.total}
	switch p.Goal {
	case FillSeats:
		p.Costs = []int64{f.aim.empty, f.aim.deeper}
	case SeatExperts:
		p.Costs = []int64{atWhole}
	case LiftLevels:
		p.Costs = f.aim.byLevel[:]
	case MostFit:
		p.Costs = []int64{int64(f.aim.shift), int64(f.aim.ties)}
	case LiftWorst:
		p.Refutes = f.total > 0
	}
	for j := range p.Judges {
		if s.room[j] > 0 {
			p.Judges[j] = f.price[s.judgeNode(j)]
		}
	}
	if f.aim.experts != nil {
		p.Experts = make([]int64, len(s.entries))
	}
	for a, e := range s.active {
		if f.aim.experts != nil {
			p.Experts[e] = f.aim.experts[a]
		}
		p.Entries[e] = f.price[s.entryNode(a)]
		for g := range int32(s.groups.each) {
			if price := f.price[s.groupNode(a, g)]; price != f.price[s.groupNode(a, s.groups.up[g])] {
				kind, name := s.groups.name(g)
				p.Groups = append(p.Groups, Group{s.entries[e].ID, kind, name, price})
			}
		}
	}
	return p
}

// name says what a group holds together.
func (g *groups) name(i int32) (kind, name string) {
	switch {
	case g.experts:
		return "others", ""
	case int(i) < len(g.country):
		return "country", g.country[i]
	}
	return "region", g.region[int(i)-len(g.country)]
}

// Hash is the SHA-256 of the input's JSON with its rows sorted, in hexadecimal. It
// does not depend on the order of rows, and not on Rows.
func (in Input) Hash() string { return in.hash(never) }

func (in Input) hash(stop func() bool) string {
	in.Entries, in.Judges, in.Bars = slices.Clone(in.Entries), slices.Clone(in.Judges), slices.Clone(in.Bars)
	in.Fits, in.Locked, in.Previous = slices.Clone(in.Fits), slices.Clone(in.Locked), slices.Clone(in.Previous)
	slices.SortFunc(in.Entries, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(in.Judges, func(a, b Judge) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(in.Bars, func(a, b Bar) int {
		return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Judge, b.Judge), cmp.Compare(a.Reason, b.Reason))
	})
	slices.SortFunc(in.Fits, func(a, b Fit) int { return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Judge, b.Judge)) })
	for _, list := range [][]Pair{in.Locked, in.Previous} {
		slices.SortFunc(list, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Judge, b.Judge)) })
	}
	return hashUntil(in, stop)
}

// Document is a plan with all that it was made from: what `wego assign` writes and
// what anyone can check.
type Document struct {
	Input Input `json:"input"`
	Plan  Plan  `json:"plan"`
}
