package assign

import "slices"

// linkBound is how many groups of judges beyond one no plan can go below that is as
// good in the goals before: where even all pairs that may still be seated leave
// entries unlinked, and where the seats are too few, since to link so many judges and
// entries takes one seat less than there are of both. Once the context has ended it
// is 0, which is a bound too.
func (s *solver) linkBound() int {
	b := map[string]*reach{}
	whole, slack := s.empty() == 0, s.fitSlack()
	panels, row := s.flowPanels(), make([]int32, len(s.judges))
	for e, entry := range s.entries {
		if e&15 == 0 && s.stopped() {
			return 0
		}
		if b[entry.Category] == nil {
			b[entry.Category] = s.reachOf(slack)
		}
		r := b[entry.Category]
		k := len(s.locked[e]) + int(s.need[e])
		r.locks(e)
		if a := int(s.place[e]); a >= 0 {
			s.free(e, row)
			r.pairs(a, row, panels[e])
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

// fitSlack is by how much a plan as good in fit may cost more than the bound.
func (s *solver) fitSlack() int64 {
	f := s.fitFace()
	if f == nil {
		return 0
	}
	return 1<<f.aim.shift - 1 - points(s.fitCost(f), f.aim.shift)<<f.aim.shift - f.total
}

// reach is what may be linked in one category; judges are nodes by position, entries
// after them.
type reach struct {
	*solver
	slack                  int64
	up                     []int32 // by node: one nearer to the root of its group
	give                   []int32 // by judge: entries that may be given beside locked ones
	held                   []int32 // by judge: locked ones
	must                   []bool  // judges who have a seat in any such plan
	read                   []bool  // entries likewise
	entries, seats, widest int
}

func (s *solver) reachOf(slack int64) *reach {
	r := &reach{
		solver: s, slack: slack, up: make([]int32, len(s.judges)+len(s.entries)), give: make([]int32, len(s.judges)),
		held: make([]int32, len(s.judges)), must: make([]bool, len(s.judges)), read: make([]bool, len(s.entries)),
	}
	for i := range r.up {
		r.up[i] = int32(i)
	}
	return r
}

func (r *reach) root(i int) int {
	for int(r.up[i]) != i {
		r.up[i] = r.up[r.up[i]]
		i = int(r.up[i])
	}
	return i
}

func (r *reach) seat(j, e int, must bool) {
	r.up[r.root(j)] = int32(r.root(len(r.judges) + e))
	if must {
		r.must[j], r.read[e] = true, true
	}
}

// locks takes in who is locked on an entry.
func (r *reach) locks(e int) {
	for _, j := range r.locked[e] {
		r.seat(int(j), e, true)
		r.held[j]++
	}
}

// pairs takes in who may sit on an active entry and who must.
func (r *reach) pairs(a int, row []int32, panel []int) {
	e := int(r.active[a])
	for j, f := range row {
		if f < 0 || r.room[j] == 0 {
			continue
		}
		seated := slices.Contains(panel, j)
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
	for e, read := range r.read {
		if read {
			roots[r.root(len(r.judges)+e)] = true
		}
	}
	n := len(roots)
	if whole {
		sure := 0
		for _, must := range r.must {
			if must {
				sure++
			}
		}
		n = max(n, r.entries+max(r.fewest(), r.widest, sure)-r.seats)
	}
	return n
}

// fewest is how few judges could take all seats if each took what they may.
func (r *reach) fewest() int {
	most := slices.Clone(r.held)
	for j, n := range r.give {
		most[j] += min(n, r.room[j])
	}
	slices.Sort(most)
	n := 0
	for left := int32(r.seats); left > 0 && n < len(most); n++ {
		left -= most[len(most)-1-n]
	}
	return n
}
