// Package assign decides which judge reads which entry: it proposes panels and
// proves that none are better (Propose, Check), says why something is impossible
// (Plan.Witnesses) and why a judge reads an entry or does not (Explain), mends a
// published plan with the fewest moves (Repair), and reviews plans made by hand
// (Review). It is pure: no database, no clock, and the same input and seed give the
// same bytes whatever the order of the rows.
//
// # Method
//
// Panels are a flow from a hub through judges (convex prices of load) and the groups
// of a panel (countries within regions, or those who are no experts) to entries.
// A primal network simplex (strongly feasible trees, Cunningham 1976; block search,
// Kiraly and Kovacs 2012) works on few arcs, and column generation adds pairs whose
// costs are computed on the fly, until one pass over all pairs finds none that pays;
// that pass is the proof. It starts from prices found by a market (market.go). Goals
// are sought in order: after each, only arcs of reduced cost 0 may still change, which
// is exactly the set of plans that are best so far. Experts beside caps on countries or
// regions are no flow: prices on experts (Lagrange) bound what can be had and exchanges
// of seats reach for it (experts.go). Last come exchanges that link the judges of a
// category (link.go), with a bound of their own (linkbound.go).
//
// # Files
//
// `wego assign` reads an Input as JSON and writes a Document: {"input": …, "plan": …}.
// Of an input only ids, need and max must be stated:
//
//	{"entries": [{"id": "seoul", "category": "mobility", "country": "KR", "need": 3}],
//	 "judges":  [{"id": "ana", "countries": ["ES"], "region": "Europe", "languages": ["en"],
//	              "level": {"mobility": 3}, "min": 2, "target": 5, "max": 8}],
//	 "bars":    [{"judge": "ana", "entry": "seoul", "reason": "declared_conflict"}],
//	 "fits":    [{"judge": "ana", "entry": "seoul", "points": 540}],
//	 "locked":  [{"judge": "ana", "entry": "seoul"}], "previous": [],
//	 "policy":  {"weights": {"expertise": 200, "over": 60}, "goals": ["worst", "levels", "fit", "link"],
//	             "country_most": 1, "region_most": 2, "experts": 1, "budget": 0, "seed": 7}}
//
// Each type below says what its fields mean. All numbers are whole.
//
// Why: an officer must be able to defend every panel, so the answer comes with a
// certificate that anyone can verify and with words for what cannot be. Loads are
// priced convexly, because a flat price lets one willing expert drown. Goals are
// ordered and never traded, and a goal that is not provably met shows its gap. The
// tie-break is drawn from the recorded seed; unrecorded shuffling would make a
// published plan impossible to recompute.
package assign

// Entry is one entry that needs Need judges. An attribute left empty bars nobody.
type Entry struct {
	ID           string   `json:"id"`
	Category     string   `json:"category,omitempty"`
	Country      string   `json:"country,omitempty"`
	City         string   `json:"city,omitempty"`
	Organisation string   `json:"organisation,omitempty"`
	Languages    []string `json:"languages,omitempty"` // tags; a judge must share one, by primary subtag
	Need         int      `json:"need"`
}

// Judge is one judge with expertise per category (0 none to 9) and load limits:
// Min and Target are wishes, Max is a wall (0 = reads nothing). Target 0 means
// an even share of all seats.
type Judge struct {
	ID            string         `json:"id"`
	Countries     []string       `json:"countries,omitempty"` // the first one counts for the spread within a panel
	Region        string         `json:"region,omitempty"`
	City          string         `json:"city,omitempty"`
	Organisations []string       `json:"organisations,omitempty"`
	Languages     []string       `json:"languages,omitempty"`
	Level         map[string]int `json:"level,omitempty"`
	Min           int            `json:"min,omitempty"`
	Target        int            `json:"target,omitempty"`
	Max           int            `json:"max"`
}

// Pair names one judge and one entry.
type Pair struct {
	Judge string `json:"judge"`
	Entry string `json:"entry"`
}

// Bar is a recorded bar between one judge and one entry, beside those that
// follow from their attributes.
type Bar struct {
	Judge  string `json:"judge"`
	Entry  string `json:"entry"`
	Reason Reason `json:"reason"`
}

// Fit states the fit of a pair in points, in place of what the weights make of
// its attributes; from 0 to 100,000.
type Fit struct {
	Judge  string `json:"judge"`
	Entry  string `json:"entry"`
	Points int    `json:"points"`
}

// Weights are the points that make up fit and load price, each 0 to 10,000.
type Weights struct {
	Expertise int `json:"expertise"` // per level of expertise in the entry's category
	Language  int `json:"language"`  // when the judge reads the entry's first language
	Keep      int `json:"keep"`      // when the pair stood in the previous plan
	Over      int `json:"over"`      // price of the first seat above target
	Steep     int `json:"steep"`     // how much more each further seat above target costs than the one before
	Even      int `json:"even"`      // the n-th seat of a judge costs n times this, so equal fit gives equal loads
	Region    int `json:"region"`    // price of each seat of a panel above Policy.RegionMost
}

// Goal is one aim of a proposal. They are sought in the order of Goals, each kept
// while the next is sought.
type Goal string

// The goals. FillSeats and MeetMinimum are always sought, the rest when the policy
// names them.
const (
	FillSeats   Goal = "fill"    // the fewest empty seats, and those spread over entries
	MeetMinimum Goal = "minimum" // the fewest seats missing to minimum loads
	KeepSeats   Goal = "keep"    // the fewest seats of the previous plan given up; of a repair only
	LiftWorst   Goal = "worst"   // the least fit of any seat as high as it can be
	LiftLevels  Goal = "levels"  // the fewest seats at the lowest expertise, then at the next
	SeatExperts Goal = "experts" // the fewest experts missing on panels; sought where experts are asked for and a country or region is capped too
	MostFit     Goal = "fit"     // the greatest fit less prices
	LinkJudges  Goal = "link"    // judges of a category linked by shared entries
)

// Goals lists the goals that a policy may name, in their order.
func Goals() []Goal { return []Goal{LiftWorst, LiftLevels, MostFit, LinkJudges} }

// Policy is what the Secretariat decides before the engine runs. Weights that
// are all zero stand for DefaultWeights, and no Goals for all of them.
type Policy struct {
	Weights     Weights `json:"weights"`
	Goals       []Goal  `json:"goals,omitempty"`
	CountryMost int     `json:"country_most,omitempty"` // judges of one country on a panel at most; 0 = any
	RegionMost  int     `json:"region_most,omitempty"`  // judges of one region on a panel without a price; 0 = any
	Experts     int     `json:"experts,omitempty"`      // judges on a panel with ExpertLevel or more, at least; a wall, but where a country or region is capped too the goal SeatExperts
	ExpertLevel int     `json:"expert_level,omitempty"` // 0 = 2
	Budget      int     `json:"budget,omitempty"`       // points of fit that LinkJudges may cost; 0 = exchanges of no cost only
	Seed        uint64  `json:"seed"`
}

// DefaultWeights are the points used when a policy names none.
func DefaultWeights() Weights {
	return Weights{Expertise: 200, Language: 150, Keep: 100, Over: 60, Steep: 60, Even: 5, Region: 40}
}

// Input is everything a proposal depends on. Locked seats stay whatever they
// cost; Previous is the plan to stay close to and may name people who left.
type Input struct {
	Entries  []Entry `json:"entries"`
	Judges   []Judge `json:"judges"`
	Bars     []Bar   `json:"bars,omitempty"`
	Fits     []Fit   `json:"fits,omitempty"`
	Locked   []Pair  `json:"locked,omitempty"`
	Policy   Policy  `json:"policy"`
	Previous []Pair  `json:"previous,omitempty"`

	// Rows, for callers in Go, stands in place of attributes and Fits: it writes the
	// fit of every judge for the entry, at most 100,000, both by their position above, and a negative
	// number for a declared conflict. It is called again and again, also concurrently,
	// so that no table of all pairs need be kept.
	Rows func(entry int, fit []int32) `json:"-"`
}

func (p Policy) weights() Weights {
	if p.Weights == (Weights{}) {
		return DefaultWeights()
	}
	return p.Weights
}
