package assign

import "slices"

// values are the goals sought and how well they are met.
func (s *solver) values(plan Plan) []GoalValue {
	proved := map[Goal]bool{}
	for i := range s.faces {
		proved[s.faces[i].aim.goal] = true
	}
	empty, under := plan.Needed-plan.Filled, 0
	for _, l := range plan.Loads {
		under += max(0, l.Min-l.Load)
	}
	all := []GoalValue{
		settled(FillSeats, empty, zero, proved[FillSeats]),
		settled(MeetMinimum, under, zero, proved[FillSeats]),
	}
	for _, g := range s.sought {
		switch g {
		case KeepSeats:
			all = append(all, settled(g, s.given(), zero, proved[g]))
		case LiftWorst:
			least := leastFree(plan.Seats)
			all = append(all, settled(g, max(0, least), s.bestFit, proved[g] || proved[FillSeats] && least < 0))
		case LiftLevels:
			all = append(all, s.levelValues(plan, proved[g])...)
		case SeatExperts:
			all = append(all, settled(g, s.linkerOf(nil).missing(), s.expertsBound, false))
		case MostFit:
			all = append(all, s.fitValue(plan, proved[g]))
		case LinkJudges:
			all = append(all, settled(g, s.parts, s.linkBound, s.parts == 0))
		}
	}
	return all
}

// settled is a value that is its own bound when it is proved best.
func settled(g Goal, value int, bound func() int, proved bool) GoalValue {
	v := GoalValue{Goal: g, Value: value, Bound: value, Proved: proved}
	if !proved {
		v.Bound = bound()
		v.Proved = v.Bound == value
	}
	return v
}

// fitValue is the fit less prices. Its bound is what the prices leave: a draw never
// makes up a whole point.
func (s *solver) fitValue(plan Plan, proved bool) GoalValue {
	v := settled(MostFit, plan.Fit-s.paid(plan), func() int { return s.fitBound(plan) }, proved)
	if f := s.fitFace(); f != nil {
		v.Bound = v.Value + int(points(f.total, f.aim.shift)-points(s.fitCost(f), f.aim.shift))
		v.Proved = v.Bound == v.Value
	}
	return v
}

// points are the whole points that a cost stands for, its draws taken off.
func points(cost int64, shift uint) int64 { return (1<<shift - 1 - cost) >> shift }

func zero() int { return 0 }

// given counts the previous seats that might have stayed and did not.
func (s *solver) given() int {
	n := 0
	row := make([]int32, len(s.judges))
	for e, judges := range s.before {
		if s.place[e] < 0 {
			continue
		}
		lost := slices.DeleteFunc(slices.Clone(judges), func(j int32) bool { return s.sitsOn(int(j), int(s.place[e])) })
		if len(lost) == 0 {
			continue
		}
		s.free(e, row)
		for _, j := range lost {
			if row[j] >= 0 {
				n++
			}
		}
	}
	return n
}

// leastFree is the least fit of any seat that is not locked, or -1 when there is none.
func leastFree(seats []Seat) int {
	least := -1
	for i := range seats {
		if s := &seats[i]; !s.Locked && (least < 0 || s.Fit < least) {
			least = s.Fit
		}
	}
	return least
}

func (s *solver) levelValues(plan Plan, proved bool) []GoalValue {
	var all []GoalValue
	seats := [maxLevel + 1]int{}
	for i := range plan.Seats {
		seats[plan.Seats[i].Level]++
	}
	for _, l := range s.levelsUsed() {
		v := settled(LiftLevels, seats[l], zero, proved)
		v.Level = l
		all = append(all, v)
	}
	return all[:max(0, len(all)-1)]
}

// paid is the price of all loads and of regions above their cap, in points.
func (s *solver) paid(plan Plan) int {
	a, sum := &aim{goal: MostFit}, int64(0)
	for j, l := range plan.Loads {
		for n := int(s.held[j]) + 1; n <= l.Load; n++ {
			sum += s.loadCost(a, j, int32(n))
		}
	}
	if s.policy.RegionMost == 0 {
		return int(sum)
	}
	for i := range s.marks {
		if s.marks[i].what == dearArc {
			sum += int64(s.arcs[i].flow) * int64(s.weights.Region)
		}
	}
	return int(sum)
}

// bestFit is the greatest fit of any pair, which bounds the worst seat.
func (s *solver) bestFit() int {
	best := int(s.highest)
	switch {
	case best > 0:
	case s.stopped():
		return s.anyFit()
	default:
		s.alone(func(fit []int32, _ int) { best = max(best, int(slices.Max(append(fit, 0)))) })
	}
	return best
}

// fitBound is what no plan can exceed in fit if every entry had first choice.
func (s *solver) fitBound(plan Plan) int {
	sum := 0
	for _, seat := range plan.Seats {
		if seat.Locked {
			sum += seat.Fit
		}
	}
	switch {
	case s.ceiling > 0:
		return sum + int(s.ceiling)
	case s.stopped():
		return sum + s.wanted()*s.anyFit()
	}
	s.alone(func(fit []int32, a int) {
		for _, f := range bestOf(fit, int(s.need[s.active[a]]), nil) {
			sum += int(f)
		}
	})
	return sum
}

// anyFit is what no fit exceeds, known without a look at any pair.
func (s *solver) anyFit() int {
	most := maxLevel*s.weights.Expertise + s.weights.Language
	if s.rows != nil || slices.ContainsFunc(s.stated, func(row []cell) bool { return len(row) > 0 }) {
		most = max(most, maxFit)
	}
	return most + s.weights.Keep
}
