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
	judges, row := c.traits(), make([]int32, len(c.in.Judges))
	for at, entry := range c.in.Entries {
		if c.in.Rows != nil {
			c.in.Rows(at, row)
		}
		e := c.index.entry[entry.ID]
		of := traits{e, plain(entry.City), plain(entry.Organisation), plain(entry.Country), tongues(entry.Languages)}
		for jt, judge := range c.in.Judges {
			pair, level := Pair{judge.ID, entry.ID}, judge.Level[entry.Category]
			points, there := stated[pair]
			if !there {
				points = c.points(level, judges[jt], of)
			}
			why := reasonOf(recorded[pair], func(r Reason) bool { return follows(r, judges[jt], of, entry.Category == "" || level != 0) })
			if c.in.Rows != nil {
				points, why = int(row[jt]), reasonOf(recorded[pair], func(Reason) bool { return false })
				if points < 0 && why == "" {
					why = DeclaredConflict
				}
			}
			if c.kept[e][judges[jt].at] {
				points += c.weights.Keep
			}
			if why != "" {
				points = -1
			}
			c.fits[e][judges[jt].at], c.why[e][judges[jt].at] = points, why
		}
	}
}

// traits are where a row stands and what it says of itself, levelled for comparing.
type traits struct {
	at                                      int
	city, organisations, countries, tongues []string
}

// traits are those of the judges, in the order of the input.
func (c *checker) traits() []traits {
	var all []traits
	for _, j := range c.in.Judges {
		all = append(all, traits{c.index.judge[j.ID], plain(j.City), plain(j.Organisations...), plain(j.Countries...), tongues(j.Languages)})
	}
	return all
}

// points are the fit of a pair by its attributes.
func (c *checker) points(level int, judge, entry traits) int {
	p := c.weights.Expertise * level
	if len(entry.tongues) > 0 && slices.Contains(judge.tongues, entry.tongues[0]) {
		p += c.weights.Language
	}
	return p
}

// reasonOf is the first reason, in the order in which they are given, that is
// recorded or bars; empty when none does.
func reasonOf(recorded []Reason, bars func(Reason) bool) Reason {
	for _, why := range [...]Reason{Recused, DeclaredConflict, OwnCity, OwnOrganisation, OwnCountry, NoExpertise, NoLanguage} {
		if slices.Contains(recorded, why) || bars(why) {
			return why
		}
	}
	return ""
}

// follows says whether the reason follows from what the two rows say of themselves.
func follows(why Reason, judge, entry traits, expert bool) bool {
	switch why {
	case OwnCity:
		return meet(judge.city, entry.city)
	case OwnOrganisation:
		return meet(judge.organisations, entry.organisations)
	case OwnCountry:
		return meet(judge.countries, entry.countries)
	case NoExpertise:
		return !expert
	case NoLanguage:
		return len(entry.tongues) > 0 && !meet(judge.tongues, entry.tongues)
	}
	return false
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
