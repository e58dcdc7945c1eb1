package assign

// groups are the caps within a panel as nodes between judges and an entry. They
// are laminar: a judge's seat passes the country, then the region, then the entry.
// The cap on those who are no experts is a family of its own; it is in the flow
// only when no country or region is capped.
type groups struct {
	each    int      // nodes per entry
	country []string // names, by group
	region  []string
	of      []int32 // by judge: the first group passed, or none
	up      []int32 // by group: the next, or none
	experts bool    // the only group holds those who are no experts
}

func (s *solver) groupsOf() groups {
	switch p := s.policy; {
	case p.CountryMost > 0 || p.RegionMost > 0:
		return s.spreadGroups()
	case p.Experts > 0:
		return groups{each: 1, up: []int32{none}, experts: true}
	}
	return groups{}
}

func (s *solver) spreadGroups() groups {
	g := groups{of: make([]int32, len(s.judges))}
	country, region := map[string]int32{}, map[string]int32{}
	regionOf := func(j int) int32 {
		name := fold(s.judges[j].Region)
		if s.policy.RegionMost == 0 || name == "" {
			return none
		}
		return member(region, &g.region, name)
	}
	above := []int32{}
	for j := range s.judges {
		g.of[j] = regionOf(j)
		if names := s.judgeIs[j].countries; s.policy.CountryMost > 0 && len(names) > 0 {
			// A country lies in the region of the first of its judges by id.
			c := member(country, &g.country, names[0])
			if int(c) == len(above) {
				above = append(above, g.of[j])
			}
			g.of[j] = c | isCountry
		}
	}
	g.number(above)
	return g
}

const isCountry = 1 << 30

// number puts countries first and regions after them.
func (g *groups) number(above []int32) {
	n := int32(len(g.country))
	for j, x := range g.of {
		switch {
		case x == none:
		case x&isCountry != 0:
			g.of[j] = x &^ isCountry
		default:
			g.of[j] = x + n
		}
	}
	for _, r := range above {
		if r != none {
			r += n
		}
		g.up = append(g.up, r)
	}
	for range g.region {
		g.up = append(g.up, none)
	}
	g.each = len(g.up)
}

func member(known map[string]int32, names *[]string, name string) int32 {
	i, there := known[name]
	if !there {
		i = int32(len(*names))
		known[name], *names = i, append(*names, name)
	}
	return i
}

func fold(name string) string {
	if f := folded(name); len(f) > 0 {
		return f[0]
	}
	return ""
}

// groupNode is the node of a group of an active entry; of none, the entry's own.
func (s *solver) groupNode(a int, g int32) int32 {
	if g < 0 {
		return s.entryNode(a)
	}
	return int32(1+len(s.judges)+len(s.active)+a*s.groups.each) + g
}

// group is the first group that a judge's seat on an entry passes, or none.
func (s *solver) group(j, e int) int32 {
	g := &s.groups
	switch {
	case g.each == 0, g.experts && s.levels[e][j] >= s.expert():
		return none
	case g.experts:
		return 0
	}
	return g.of[j]
}

// head is the node into which a judge's seat on an active entry flows.
func (s *solver) head(j, a int) int32 {
	if s.groups.each == 0 {
		return s.entryNode(a)
	}
	return s.groupNode(a, s.group(j, int(s.active[a])))
}

// groupOf is the active entry and the group of a group's node.
func (s *solver) groupOf(node int32) (a int, g int32) {
	n := int(node) - 1 - len(s.judges) - len(s.active)
	return n / s.groups.each, int32(n % s.groups.each)
}

// cap is how many seats of a group an entry may have beside its locked ones, and
// whether more may be had at a price.
func (s *solver) cap(a int, g int32) (most int32, soft bool) {
	e := s.active[a]
	if s.groups.experts {
		locked := int32(0)
		for _, j := range s.locked[e] {
			if s.levels[e][j] >= s.expert() {
				locked++
			}
		}
		return s.need[e] - max(0, int32(s.policy.Experts)-locked), false
	}
	most, soft = int32(s.policy.CountryMost), false
	if int(g) >= len(s.groups.country) {
		most, soft = int32(s.policy.RegionMost), true
	}
	for _, j := range s.locked[e] {
		if x := s.groups.of[j]; x == g || x >= 0 && s.groups.up[x] == g {
			most--
		}
	}
	return most, soft
}

// addGroups adds the arcs upwards from every group of an active entry and hangs the
// groups below it, empty.
func (s *solver) addGroups(a int) {
	for g := int32(s.groups.each) - 1; g >= 0; g-- { // regions before their countries
		n, up := s.groupNode(a, g), s.groupNode(a, s.groups.up[g])
		most, soft := s.cap(a, g)
		tree := none
		if most > 0 {
			tree = s.add(n, up, most, mark{what: freeArc})
		}
		if soft {
			dear := s.add(n, up, s.need[s.active[a]], mark{what: dearArc})
			if tree < 0 {
				tree = dear
			}
		}
		if tree < 0 {
			tree = s.add(n, up, 1, mark{what: spareArc})
		}
		s.hang(n, up, tree)
	}
}
