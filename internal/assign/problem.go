package assign

import (
	"hash/fnv"
	"slices"
	"strings"
)

// problem is an input made ready: rows sorted by id, so that nothing after it can
// see the order in which they were given, locked seats taken out, fits on demand.
type problem struct {
	index
	policy                            Policy
	weights                           Weights
	rows                              func(entry int, fit []int32)
	origin                            []int     // of sorted entries, where rows is set; originJudge likewise
	judgeAt                           []int     // sorted position of the judge at a given position of the input
	base                              [][]int32 // by entry: fits before own city, country and the like; shared by equal entries
	barred                            [][]int32 // by entry: judges with a recorded bar
	stated                            [][]cell  // by entry: fits of the table
	before                            [][]int32 // by entry: judges of the previous plan
	strangers                         []Pair    // seats of the previous plan whose judge or entry is not there any more
	locked                            [][]int32 // by entry: judges who stay
	lockedFit                         [][]int32 // their fits, where they are known already
	need                              []int32   // by entry: seats to fill beside the locked ones
	full                              []int32   // by entry: seats to fill in all
	held                              []int32   // by judge: locked seats
	room                              []int32   // by judge: seats that may still be given
	target                            []int32
	seats                             int // to fill in all
	level                             map[string][]int8
	levels                            [][]int8 // by entry
	cityOf, countryOf, organisationOf map[string][]int32
	own                               []uint64 // hashes of judges with the seed, of entries
	name                              []uint64
}

// cell is a judge's fit in one entry's row.
type cell struct{ judge, fit int32 }

func newProblem(in Input) *problem { return problemOf(in, indexOf(in)) }

// ready is the problem of an input that was checked.
func ready(in Input) (*problem, error) {
	x, err := in.checked()
	if err != nil {
		return nil, err
	}
	return problemOf(in, x), nil
}

func problemOf(in Input, x index) *problem {
	p := &problem{index: x, policy: in.Policy, weights: in.Policy.weights(), rows: in.Rows}
	p.policy.Weights = p.weights
	p.barred, p.stated = make([][]int32, len(p.entries)), make([][]cell, len(p.entries))
	p.held = make([]int32, len(p.judges))
	if p.rows != nil {
		p.originate(in)
	}
	p.pairsOf(in)
	p.limits()
	p.attributes()
	p.hashes(in.Policy.Seed)
	return p
}

// originate maps sorted positions to those of the input, which Rows speaks of.
func (p *problem) originate(in Input) {
	p.origin, p.judgeAt = make([]int, len(in.Entries)), make([]int, len(in.Judges))
	for i, e := range in.Entries {
		p.origin[p.entry[e.ID]] = i
	}
	sorted := true
	for i, j := range in.Judges {
		p.judgeAt[i] = p.judge[j.ID]
		sorted = sorted && p.judgeAt[i] == i
	}
	if sorted {
		p.judgeAt = nil
	}
}

func (p *problem) pairsOf(in Input) {
	for _, b := range in.Bars {
		if j, e, known := p.at(b.Judge, b.Entry); known {
			p.barred[e] = append(p.barred[e], j)
		}
	}
	for _, f := range in.Fits {
		j, e, _ := p.at(f.Judge, f.Entry)
		p.stated[e] = append(p.stated[e], cell{j, int32(f.Points)})
	}
	p.locked, _ = p.judgesOf(in.Locked)
	for _, judges := range p.locked {
		for _, j := range judges {
			p.held[j]++
		}
	}
	p.before, p.strangers = p.judgesOf(in.Previous)
}

// judgesOf lists the judges of pairs by entry, sorted, and apart the pairs whose judge
// or entry is not there.
func (p *problem) judgesOf(pairs []Pair) (of [][]int32, strangers []Pair) {
	of = make([][]int32, len(p.entries))
	known, count := make([][2]int32, 0, len(pairs)), make([]int, len(p.entries))
	for _, l := range pairs {
		j, e, there := p.at(l.Judge, l.Entry)
		if !there {
			strangers = append(strangers, l)
			continue
		}
		known = append(known, [2]int32{j, int32(e)})
		count[e]++
	}
	all := make([]int32, len(known))
	for e, n := range count {
		of[e], all = all[:0:n], all[n:]
	}
	for _, c := range known {
		of[c[1]] = append(of[c[1]], c[0])
	}
	for e := range of {
		slices.Sort(of[e])
	}
	return of, strangers
}

// at is the position of a judge and an entry.
func (p *problem) at(judge, entry string) (j int32, e int, known bool) {
	at, there := p.judge[judge]
	e, known = p.entry[entry]
	return int32(at), e, known && there
}

// limits work out what is still to be given, beside the locked seats.
func (p *problem) limits() {
	p.need, p.full, p.seats = make([]int32, len(p.entries)), make([]int32, len(p.entries)), 0
	p.room, p.target = make([]int32, len(p.judges)), make([]int32, len(p.judges))
	for e, row := range p.entries {
		p.full[e] = int32(row.Need)
		p.need[e] = max(0, p.full[e]-int32(len(p.locked[e])))
		p.seats += row.Need
	}
	for j, row := range p.judges {
		p.room[j] = max(0, int32(min(row.Max, len(p.entries)))-p.held[j])
		p.target[j] = int32(targetOf(row, p.seats, len(p.judges)))
	}
}

// attributes lists judges by what may bar them, so that a row is made from a few
// short lists instead of asking every pair.
func (p *problem) attributes() {
	p.cityOf, p.countryOf, p.organisationOf = map[string][]int32{}, map[string][]int32{}, map[string][]int32{}
	for j, f := range p.judgeIs {
		for list, at := range map[*[]string]map[string][]int32{&f.cities: p.cityOf, &f.countries: p.countryOf, &f.organisations: p.organisationOf} {
			for _, name := range *list {
				at[name] = append(at[name], int32(j))
			}
		}
	}
	p.level, p.levels, p.base = map[string][]int8{}, make([][]int8, len(p.entries)), make([][]int32, len(p.entries))
	known := map[string][]int32{}
	for e, row := range p.entries {
		if p.level[row.Category] == nil {
			p.level[row.Category] = p.levelsIn(row.Category)
		}
		p.levels[e] = p.level[row.Category]
		if p.rows != nil {
			continue
		}
		key := p.kind(e)
		if known[key] == nil {
			known[key] = p.baseRow(e)
		}
		p.base[e] = known[key]
	}
}

func (p *problem) levelsIn(category string) []int8 {
	row := make([]int8, len(p.judges))
	for j := range p.judges {
		row[j] = int8(p.judges[j].Level[category])
	}
	return row
}

// kind tells entries apart whose rows differ before own city, country and the like.
func (p *problem) kind(e int) string {
	return p.entries[e].Category + "\x00" + strings.Join(p.entryIs[e].languages, "\x00")
}

func (p *problem) hashes(seed uint64) {
	p.own, p.name = make([]uint64, len(p.judges)), make([]uint64, len(p.entries))
	for j := range p.own {
		p.own[j] = mix(nameHash(p.judges[j].ID) ^ mix(seed))
	}
	for e := range p.name {
		p.name[e] = nameHash(p.entries[e].ID)
	}
}

// expert is the level from which a judge counts as one.
func (p *problem) expert() int8 {
	if p.policy.ExpertLevel > 0 {
		return int8(p.policy.ExpertLevel)
	}
	return 2
}

// overPrice is the price of the n-th seat above target.
func overPrice(w Weights, n int) int {
	if n <= 0 {
		return 0
	}
	return w.Over + w.Steep*(n-1)
}

// targetOf is the judge's wish within the maximum, or an even share when none is stated.
func targetOf(j Judge, seats, judges int) int {
	if j.Target > 0 {
		return min(j.Target, j.Max)
	}
	return min((seats+judges-1)/judges, j.Max)
}

func nameHash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return mix(h.Sum64())
}

// mix is the finaliser of splitmix64 (Steele, Lea and Flood 2014).
func mix(z uint64) uint64 {
	z += 0x9E3779B97F4A7C15
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}
