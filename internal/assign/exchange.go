package assign

import (
	"context"
	"slices"
)

// Exchange is Explain for seats of which nothing is proved, made by hand perhaps: it
// finds the fewest seats that change when the judge is put on the entry or taken off,
// and among such changes the best by the goals of the policy. No other seat becomes
// empty unless it must; seats that are empty anyhow stay so, and minimum loads move
// nobody. Proved: fewer changes cannot do it. Price stays 0.
func Exchange(ctx context.Context, in Input, seats []Pair, judge, entry string) (Explanation, error) {
	list := make([]Seat, len(seats))
	for i, s := range seats {
		list[i] = Seat{Judge: s.Judge, Entry: s.Entry}
	}
	t, err := whatIfOf(ctx, in, list, judge, entry)
	if err != nil || !t.open() {
		return t.Explanation, err
	}
	t.calm()
	if err := t.try(); err != nil {
		return t.Explanation, err
	}
	t.Proved = t.Hindrance == ""
	before, err := Measure(in, seats)
	t.changes(before.Goals)
	return t.Explanation, err
}

// calm prices the residual so that changes are counted before anything else. Prices of
// the goals need not be known: as every seat that changes costs more than nothing, it is
// enough that loads and caps never cost less.
func (t *whatIf) calm() {
	for a, e := range t.active {
		t.need[e] = max(t.need[e], int32(len(t.sits[a]))) // where a hand seated more, no fewer sit after it
		t.free(int(e), t.row)
		for i, j := range t.sits[a] {
			t.fits[a][i] = max(0, t.row[j])
		}
	}
	t.rowOf = -1
	first := t.blank(aim{goal: swap, empty: 1 << 32})
	for n := t.entryNode(0); int(n) < t.size(); n++ {
		first.price[n] = -1
	}
	t.faces = append(t.faces, first)
	for _, g := range t.policy.goals() {
		switch g {
		case LiftWorst:
			t.faces = append(t.faces, t.blank(aim{goal: g, level: t.leastNow()}))
		case LiftLevels:
			for _, l := range t.levelsUsed() {
				a := aim{goal: g}
				a.byLevel[l] = 1
				t.faces = append(t.faces, t.blank(a))
			}
		case MostFit:
			t.faces = append(t.faces, t.fitNow())
		}
	}
}

func (t *whatIf) blank(a aim) face { return face{aim: a, price: make([]int64, t.size())} }

func (t *whatIf) leastNow() int {
	least := int32(-1)
	for _, fits := range t.fits {
		if len(fits) > 0 && (least < 0 || slices.Min(fits) < least) {
			least = slices.Min(fits)
		}
	}
	return int(max(0, least))
}

// fitNow prices judges at their last seat and groups by whether they are above their cap.
func (t *whatIf) fitNow() face {
	f := t.blank(aim{goal: MostFit})
	for j := range t.judges {
		f.price[t.judgeNode(j)] = t.loadCost(&f.aim, j, t.held[j]+max(1, int32(len(t.on[j]))))
	}
	for a := range t.active {
		for g := int32(t.groups.each) - 1; g >= 0; g-- { // regions before their countries
			up := f.price[t.groupNode(a, t.groups.up[g])]
			if most, soft := t.cap(a, g); soft && t.members(a, g) > max(0, most) {
				up -= int64(t.weights.Region)
			}
			f.price[t.groupNode(a, g)] = up
		}
	}
	return f
}
