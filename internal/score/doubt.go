package score

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Doubt says how sure a standing is. SE is the standard error of Official, and with
// 90 % probability the true score is within Margin of it, the true rank from Best
// to Worst. First and Top are the
// probabilities of truly being the best and of being within the prizes' places.
// Level names the entries with which it is a statistical tie, neither of the two
// being ahead with a probability of 75 %: its neighbours in the order, and any
// where one of the two has a prize.
type Doubt struct {
	SE     float64  `json:"se"`
	Margin float64  `json:"margin"`
	Best   int      `json:"best"`
	Worst  int      `json:"worst"`
	First  float64  `json:"first"`
	Top    float64  `json:"top"`
	Level  []string `json:"level,omitempty"`
}

// tails is the probability left out on either side of a rank interval, and level
// the 75 % quantile of the normal distribution.
const (
	tails = 0.05
	level = 0.6744897501960817
)

// Assess is Order with the doubt of every rankable entry, from Policy.Draws
// draws with Policy.Seed.
func Assess(in Input) (Result, error) {
	p, err := ordered(in)
	if err != nil {
		return Result{}, err
	}
	return p.assess(), nil
}

func (p *pool) assess() Result {
	p.doubt()
	r := p.result()
	p.level(r.Standings)
	return r
}

// Study is all that the engine says of an input.
type Study struct {
	Result
	Signals []Signal `json:"signals"`
	Advice
}

// Examine is Assess with Signals and up to so many Readings, the model being fitted
// once.
func Examine(in Input, readings int) (Study, error) {
	p, err := ordered(in)
	if err != nil {
		return Study{}, err
	}
	s := Study{Result: p.assess()}
	s.Signals, s.Advice = p.signals(), p.advise(readings)
	return s, nil
}

// doubt draws what may be true and counts where each entry stands in it.
func (p *pool) doubt() {
	var all []*tally
	var beliefs []belief
	for _, f := range p.parts {
		b := believe(f)
		beliefs = append(beliefs, b)
		ninety := f.ninety()
		for i, e := range f.tallies {
			if e.Rankable {
				all = append(all, e)
			}
			if e.Rankable && f.freedom > 0 {
				f.invert()
				se := scoreErrors{f.fitted, f.component.Method == Adjusted}.of(i)
				e.Doubt = &Doubt{SE: se, Margin: ninety * se}
			}
		}
	}
	if len(all) == 0 {
		return
	}
	places := 0
	for _, n := range p.policy.Prizes {
		places += n
	}
	c := newCount(len(all), places)
	p.draw(beliefs, c)
	for i, e := range all {
		if e.Doubt != nil {
			c.tell(i, e.Doubt)
		}
	}
}

// ninety is how many standard errors to both sides hold 90 %: by Student's t, as
// the variances are estimated.
func (f *fittedPart) ninety() float64 {
	freedom := f.freedom
	if f.component.Method == Adjusted {
		freedom = f.component.Freedom
	}
	if freedom < 1 {
		return 0
	}
	return distuv.StudentsT{Sigma: 1, Nu: float64(freedom)}.Quantile(1 - tails)
}

// level finds the statistical ties in the order.
func (p *pool) level(order []Standing) {
	place := map[string]int{}
	for _, f := range p.parts {
		for i, e := range f.tallies {
			place[e.Entry] = i
		}
	}
	for i := range order {
		for j := i + 1; j < len(order) && (j == i+1 || p.prize(order[i].Rank) >= 0); j++ {
			a, b := &order[i], &order[j]
			if a.Doubt == nil || b.Doubt == nil || !p.near(a, b, place) {
				continue
			}
			a.Doubt.Level, b.Doubt.Level = append(a.Doubt.Level, b.Entry), append(b.Doubt.Level, a.Entry)
		}
	}
}

// near reports whether neither of two standings is ahead with 75 %.
func (p *pool) near(a, b *Standing, place map[string]int) bool {
	apart := math.Hypot(a.Doubt.SE, b.Doubt.SE)
	if a.Component == b.Component {
		f := p.parts[a.Component]
		apart = scoreErrors{f.fitted, f.component.Method == Adjusted}.between(place[a.Entry], place[b.Entry])
	}
	return math.Abs(a.Official-b.Official) < level*apart || a.Official == b.Official
}
