package assign

// groupKey names a country, a region or those who are no experts.
type groupKey struct{ kind, name string }

type entryGroup struct {
	entry string
	groupKey
}

// groupPrices are the stated prices of groups.
type groupPrices map[entryGroup]int64

func (c *checker) groupsOf(p *Proof) groupPrices {
	if c.prices == nil {
		c.prices = map[*Proof]groupPrices{}
	}
	if c.prices[p] == nil {
		c.prices[p] = groupPrices{}
		for _, g := range p.Groups {
			c.prices[p][entryGroup{g.Entry, groupKey{g.Kind, g.Name}}] = g.Price
		}
	}
	return c.prices[p]
}

// from is the price of the first of the chain that has one, else that of the entry.
func (g groupPrices) from(p *Proof, chain []groupKey, entry string, e int) int64 {
	for _, key := range chain {
		if price, there := g[entryGroup{entry, key}]; there {
			return price
		}
	}
	return p.Entries[e]
}

func (g groupPrices) at(c *checker, p *Proof, j, e int) int64 {
	if len(g) == 0 {
		return p.Entries[e]
	}
	return g.from(p, c.chainOf(j, e), c.index.entries[e].ID, e)
}

// chain finds the groups of every judge. A country lies in the region of the first
// of its judges by id.
func (c *checker) chain() {
	regionOf := map[string]string{}
	policy := c.in.Policy
	for _, j := range c.index.judges {
		var chain []groupKey
		region, country := "", ""
		if policy.RegionMost > 0 {
			region = first(plain(j.Region))
		}
		if policy.CountryMost > 0 {
			country = first(plain(j.Countries...))
		}
		if country != "" {
			if _, known := regionOf[country]; !known {
				regionOf[country] = region
			}
			region = regionOf[country]
			chain = append(chain, groupKey{"country", country})
		}
		if region != "" {
			chain = append(chain, groupKey{"region", region})
		}
		c.chains = append(c.chains, chain)
	}
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// chainOf are the groups in which a judge counts on an entry.
func (c *checker) chainOf(j, e int) []groupKey {
	switch {
	case len(c.chains[j]) > 0 || c.in.Policy.CountryMost > 0 || c.in.Policy.RegionMost > 0:
		return c.chains[j]
	case c.in.Policy.Experts > 0 && c.level(j, e) < c.expert():
		return []groupKey{{"others", ""}}
	}
	return nil
}

func (c *checker) expert() int {
	if c.in.Policy.ExpertLevel > 0 {
		return c.in.Policy.ExpertLevel
	}
	return 2
}

// group is how many seats of a panel a group has, locked and other, and what is above it.
type group struct {
	locked, taken int
	above         []groupKey
}

func (c *checker) panel(e int) map[groupKey]*group {
	all := map[groupKey]*group{}
	for j := range c.index.judges {
		chain := c.chainOf(j, e)
		for i, key := range chain {
			if all[key] == nil {
				all[key] = &group{above: chain[i+1:]}
			}
			if c.locked[e][j] {
				all[key].locked++
			}
			if c.seat[e][j] {
				all[key].taken++
			}
		}
	}
	return all
}

// most is how many seats of a group an entry may have beside its locked ones.
func (c *checker) most(key groupKey, g *group, e int) (most int, soft bool) {
	switch key.kind {
	case "others":
		experts := 0
		for j := range c.index.judges {
			if c.locked[e][j] && c.level(j, e) >= c.expert() {
				experts++
			}
		}
		return c.open[e] - max(0, c.in.Policy.Experts-experts), false
	case "country":
		return c.in.Policy.CountryMost - g.locked, false
	}
	return c.in.Policy.RegionMost - g.locked, true
}

// spread verifies the caps of a panel and their prices.
func (c *checker) spread(s *sums, p *Proof, prices groupPrices, e int) error {
	id := c.index.entries[e].ID
	for key, g := range c.panel(e) {
		most, soft := c.most(key, g, e)
		reduced := func(q *Proof) int64 {
			in := c.groupsOf(q)
			return in.from(q, append([]groupKey{key}, g.above...), id, e) - in.from(q, g.above, id, e)
		}
		good := true
		if most > 0 {
			good = c.groupArc(s, p, reduced, 0, [2]int{min(g.taken, most), most})
		}
		if soft {
			good = c.groupArc(s, p, reduced, c.weights.Region, [2]int{max(0, g.taken-max(0, most)), c.open[e]}) && good
		}
		if !good && p.strict() {
			return &Rejection{Claim: "dual", Goal: p.Goal, Entry: id}
		}
	}
	return nil
}

// groupArc takes the used of the room for a group's seats at a price in points.
func (c *checker) groupArc(s *sums, p *Proof, reduced func(*Proof) int64, points int, flow [2]int) bool {
	cost := func(q *Proof) int64 {
		if q.Goal == MostFit {
			return int64(points) << q.Costs[0]
		}
		return 0
	}
	settled := false
	for _, q := range c.prior {
		settled = settled || cost(q)+reduced(q) != 0
	}
	return s.take(cost(p), cost(p)+reduced(p), flow[0], flow[1], settled)
}
