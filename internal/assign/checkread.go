package assign

import (
	"cmp"
	"slices"
	"strings"
)

// This file reads the problem as it is stated, for the check alone: who may sit
// where, what that is worth, who has room. The engine has a reading of its own,
// made for speed. That they say the same twice is the purpose: a mistake in the one
// is found by the other.

// roll holds the rows by id and where each is.
type roll struct {
	entries []Entry
	judges  []Judge
	entry   map[string]int
	judge   map[string]int
}

func rollOf(in Input) roll {
	r := roll{slices.Clone(in.Entries), slices.Clone(in.Judges), map[string]int{}, map[string]int{}}
	slices.SortFunc(r.entries, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(r.judges, func(a, b Judge) int { return cmp.Compare(a.ID, b.ID) })
	for i, e := range r.entries {
		r.entry[e.ID] = i
	}
	for i, j := range r.judges {
		r.judge[j.ID] = i
	}
	return r
}

// knows says whether both ids are in the input.
func (r roll) knows(p Pair) bool {
	_, judge := r.judge[p.Judge]
	_, entry := r.entry[p.Entry]
	return judge && entry
}

// checkerOf reads an input that Input.Check has passed.
func checkerOf(in Input, plan Plan) *checker {
	c := &checker{in: in, plan: plan, index: rollOf(in), weights: in.Policy.Weights}
	if c.weights == (Weights{}) {
		c.weights = DefaultWeights()
	}
	c.grid()
	c.chain()
	return c
}

// grid lays out who may sit where, from the input alone.
func (c *checker) grid() {
	nj, ne := len(c.in.Judges), len(c.in.Entries)
	for range ne {
		c.fits, c.seat = append(c.fits, make([]int, nj)), append(c.seat, make([]bool, nj))
		c.locked, c.kept = append(c.locked, make([]bool, nj)), append(c.kept, make([]bool, nj))
		c.why = append(c.why, make([]Reason, nj))
	}
	c.held, c.load, c.room = make([]int, nj), make([]int, nj), make([]int, nj)
	c.open, c.filled = make([]int, ne), make([]int, ne)
	for e, row := range c.index.entries {
		c.open[e] = row.Need
	}
	for _, l := range c.in.Locked {
		j, e := c.index.judge[l.Judge], c.index.entry[l.Entry]
		c.locked[e][j] = true
		c.held[j]++
		c.open[e] = max(0, c.open[e]-1)
	}
	for _, l := range c.in.Previous {
		if c.index.knows(l) {
			c.kept[c.index.entry[l.Entry]][c.index.judge[l.Judge]] = true
		}
	}
	for j, row := range c.index.judges {
		c.room[j] = max(0, min(row.Max, ne)-c.held[j])
	}
	c.fitGrid()
}

func (c *checker) fitGrid() {
	recorded, stated := map[Pair][]Reason{}, map[Pair]int{}
	for _, b := range c.in.Bars {
		recorded[Pair{b.Judge, b.Entry}] = append(recorded[Pair{b.Judge, b.Entry}], b.Reason)
	}
	for _, f := range c.in.Fits {
		stated[Pair{f.Judge, f.Entry}] = f.Points
	}
	row := make([]int32, len(c.in.Judges))
	for at, entry := range c.in.Entries {
		if c.in.Rows != nil {
			c.in.Rows(at, row)
		}
		for jt, judge := range c.in.Judges {
			e, j, pair := c.index.entry[entry.ID], c.index.judge[judge.ID], Pair{judge.ID, entry.ID}
			points, there := stated[pair]
			if !there {
				points = c.points(judge, entry)
			}
			why := reasonOf(judge, entry, recorded[pair])
			if c.in.Rows != nil {
				points, why = int(row[jt]), reasonOf(Judge{}, Entry{}, recorded[pair])
				if points < 0 && why == "" {
					why = DeclaredConflict
				}
			}
			if c.kept[e][j] {
				points += c.weights.Keep
			}
			if why != "" {
				points = -1
			}
			c.fits[e][j], c.why[e][j] = points, why
		}
	}
}

// points are the fit of a pair by its attributes.
func (c *checker) points(j Judge, e Entry) int {
	p := c.weights.Expertise * j.Level[e.Category]
	if spoken := tongues(e.Languages); len(spoken) > 0 && slices.Contains(tongues(j.Languages), spoken[0]) {
		p += c.weights.Language
	}
	return p
}

// reasonOf is the first reason, in the order in which they are given, that bars the
// judge from the entry; empty when none does.
func reasonOf(j Judge, e Entry, recorded []Reason) Reason {
	holds := map[Reason]bool{
		OwnCity:         meet(plain(j.City), plain(e.City)),
		OwnOrganisation: meet(plain(j.Organisations...), plain(e.Organisation)),
		OwnCountry:      meet(plain(j.Countries...), plain(e.Country)),
		NoExpertise:     e.Category != "" && j.Level[e.Category] == 0,
		NoLanguage:      len(tongues(e.Languages)) > 0 && !meet(tongues(j.Languages), tongues(e.Languages)),
	}
	for _, why := range []Reason{Recused, DeclaredConflict, OwnCity, OwnOrganisation, OwnCountry, NoExpertise, NoLanguage} {
		if holds[why] || slices.Contains(recorded, why) {
			return why
		}
	}
	return ""
}

// plain levels case and spaces and leaves out what is empty.
func plain(names ...string) []string {
	var out []string
	for _, name := range names {
		if words := strings.Fields(strings.ToLower(name)); len(words) > 0 {
			out = append(out, strings.Join(words, " "))
		}
	}
	return out
}

// tongues are language tags without what follows the first hyphen or underscore.
func tongues(tags []string) []string {
	out := plain(tags...)
	for i, tag := range out {
		if at := strings.IndexAny(tag, "-_"); at >= 0 {
			out[i] = tag[:at]
		}
	}
	return out
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// mayGive says whether the judge could get a seat on the entry that is not locked.
func (c *checker) mayGive(j, e int) bool {
	return c.fits[e][j] >= 0 && !c.locked[e][j] && c.room[j] > 0 && c.open[e] > 0
}

func (c *checker) level(j, e int) int { return c.index.judges[j].Level[c.index.entries[e].Category] }

// crossed says whether experts are asked for beside caps.
func (c *checker) crossed() bool {
	p := c.in.Policy
	return p.Experts > 0 && (p.CountryMost > 0 || p.RegionMost > 0)
}

// asked is how many experts an entry should have beside locked ones, where caps cross
// that wish; 0 where they do not.
func (c *checker) asked(e int) int {
	if !c.crossed() || c.open[e] == 0 {
		return 0
	}
	n := min(c.in.Policy.Experts, c.index.entries[e].Need)
	for j, locked := range c.locked[e] {
		if locked && c.level(j, e) >= c.expert() {
			n--
		}
	}
	return max(0, n)
}

// lacking is how many experts the panels miss.
func (c *checker) lacking() int {
	sum := 0
	for e := range c.seat {
		n := c.asked(e)
		for j, sits := range c.seat[e] {
			if sits && c.level(j, e) >= c.expert() {
				n--
			}
		}
		sum += max(0, n)
	}
	return sum
}
