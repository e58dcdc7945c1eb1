package assign

import (
	"maps"
	"slices"
)

// linkBound is how many groups of judges beyond one no plan can go below that is as
// good in the goals before: where even all pairs that may still be seated leave
// entries unlinked, and where the seats are too few, since to link so many judges and
// entries takes one seat less than there are of both.
func (s *solver) linkBound() int {
	if s.stopped() {
		return 0
	}
	b := map[string]*reach{}
	sits, row := s.sitting(), make([]int32, len(s.judges))
	whole, slack := s.empty() == 0, int64(0)
	if f := s.fitFace(); f != nil {
		slack = 1<<f.aim.shift - 1 - points(s.fitCost(f), f.aim.shift)<<f.aim.shift - f.total
	}
	for e, entry := range s.entries {
		if b[entry.Category] == nil {
			b[entry.Category] = &reach{solver: s, slack: slack, up: map[int]int{}, give: map[int]int32{}, locked: map[int]int32{}, must: map[int]bool{}, read: map[int]bool{}}
		}
		r := b[entry.Category]
		for _, j := range s.locked[e] {
			r.seat(int(j), e, true)
			r.locked[int(j)]++
		}
		k := len(s.locked[e])
		if a := int(s.place[e]); a >= 0 {
			s.free(e, row)
			r.pairs(a, row, sits[a])
			k += int(s.need[e])
		}
		if whole && k > 0 && entry.Need > 0 {
			r.read[e] = true
		}
		if k > 0 {
			r.entries++
		}
		r.seats, r.widest = r.seats+k, max(r.widest, k)
	}
	n := 0
	for _, r := range b {
		n += max(0, r.least(whole)-1)
	}
	return n
}

// sitting are the pair arcs that are used, by active entry and judge.
func (s *solver) sitting() []map[int]int {
	all := make([]map[int]int, len(s.active))
	for a := range all {
		all[a] = map[int]int{}
	}
	s.seated(func(i int, m *mark) { all[m.entry][int(s.arcs[i].tail)-1] = i })
	return all
}

// reach is what may be linked in one category; judges are nodes by position, entries
// after them.
type reach struct {
	*solver
	slack                  int64 // by how much a plan as good in fit may cost more than the bound
	up                     map[int]int
	give                   map[int]int32 // by judge: entries that may be given beside locked ones
	locked                 map[int]int32
	must, read             map[int]bool // judges, entries who have a seat in any such plan
	entries, seats, widest int
}

func (r *reach) root(i int) int {
	for {
		up, there := r.up[i]
		if !there || up == i {
			return i
		}
		i = up
	}
}

func (r *reach) seat(j, e int, must bool) {
	r.up[r.root(j)] = r.root(len(r.judges) + e)
	if must {
		r.must[j], r.read[e] = true, true
	}
}

// pairs takes in who may sit on an active entry and who must.
func (r *reach) pairs(a int, row []int32, sits map[int]int) {
	e := int(r.active[a])
	for j, f := range row {
		if f < 0 || r.room[j] == 0 {
			continue
		}
		_, seated := sits[j]
		may, must := r.chance(a, j, f, seated)
		if may || seated {
			r.seat(j, e, must)
			r.give[j]++
		}
	}
}

// chance says whether a pair may be seated, and whether it must, in plans as good in
// every goal before: its reduced cost must be 0 in each, and in fit small enough.
func (r *reach) chance(a, j int, fit int32, seated bool) (may, must bool) {
	e := int(r.active[a])
	for i := range r.faces {
		f := &r.faces[i]
		c := f.aim.pair(fit, r.levels[e][j], has(r.before[e], int32(j)), r.draw(&f.aim, j, e)) + f.price[r.judgeNode(j)] - f.price[r.head(j, a)]
		c -= r.rebate(&f.aim, a, r.levels[e][j])
		if f.aim.goal == MostFit {
			return c <= r.slack, -c > r.slack
		} else if c != 0 {
			return seated, seated
		}
	}
	return true, false
}

// least is how many groups there are at least.
func (r *reach) least(whole bool) int {
	roots := map[int]bool{}
	for e := range r.read {
		roots[r.root(len(r.judges)+e)] = true
	}
	n := len(roots)
	if whole {
		n = max(n, r.entries+max(r.fewest(), r.widest, len(r.must))-r.seats)
	}
	return n
}

// fewest is how few judges could take all seats if each took what they may.
func (r *reach) fewest() int {
	give := maps.Clone(r.locked)
	for j, n := range r.give {
		give[j] += min(n, r.room[j])
	}
	most := slices.Sorted(maps.Values(give))
	n := 0
	for left := int32(r.seats); left > 0 && n < len(most); n++ {
		left -= most[len(most)-1-n]
	}
	return n
}
