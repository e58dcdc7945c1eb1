package score

import (
	"maps"
	"slices"
)

// namedSteps are words of the tie rule, so no criterion may bear them.
var namedSteps = []string{FirstPlaces, ByVote, Shared}

// pool is a checked input in integers, sorted by entry and judge.
type pool struct {
	scale     scaled
	keys      []string
	weights   []int64
	weight    int64 // sum
	need      int
	rule      []string
	entries   []*tally
	byID      map[string]*tally
	votes     map[string]int
	criterion map[string]int
	judges    map[string]Judge
	barred    map[Pair]bool
	regions   map[string]string
	policy    Policy
	parts     []*fittedPart
}

type scaled struct{ min, max, step int64 }

// tally is one entry on its way to a standing.
type tally struct {
	Standing
	sheets   []sheet
	sum      int64 // of those that are counted
	mean     int64 // this and the next three in hundredths
	median   int64
	adjusted int64
	official int64
	rawRank  int
	parts    []int64 // hundredths, per criterion
}

// sheet is a scoresheet in integers; sum is the weighted sum of values, in units
// of value times weight, and stands only if counted.
type sheet struct {
	judge   string
	state   State
	values  []int64
	lacks   []string
	counted bool
	sum     int64
}

func poolOf(in Input) (*pool, error) {
	p := &pool{
		need: max(1, in.Policy.MinSheets), rule: in.Policy.TieRule,
		byID: map[string]*tally{}, votes: map[string]int{}, criterion: map[string]int{},
		judges: map[string]Judge{}, barred: map[Pair]bool{}, regions: in.Regions, policy: in.Policy,
	}
	for _, read := range []func(Input) error{
		p.readPolicy, p.readCriteria, p.readScale, p.readRule, p.readJudges, p.readBars, p.readEntries, p.readSheets, p.readVotes, p.readRegions,
	} {
		if err := read(in); err != nil {
			return nil, err
		}
	}
	for _, e := range p.byID {
		slices.SortFunc(e.sheets, compareSheets)
		p.entries = append(p.entries, e)
	}
	slices.SortFunc(p.entries, byEntry)
	if len(p.entries) == 0 {
		return nil, ErrEmpty
	}
	return p, nil
}

// readPolicy checks the method and puts what stands for what was left out.
func (p *pool) readPolicy(in Input) error {
	at := RowError{List: "policy"}
	if p.policy.Method == "" {
		p.policy.Method = Raw
	}
	if p.policy.Method != Raw && p.policy.Method != Adjusted {
		return at.because(ErrUnknown)
	}
	if p.policy.Draws < 1 {
		p.policy.Draws = usualDraws
	}
	if p.policy.Draws > mostDraws {
		return at.because(ErrRange)
	}
	if len(p.policy.Prizes) == 0 {
		p.policy.Prizes = []int{1}
	}
	for i, places := range p.policy.Prizes {
		if places < 1 || places > mostPlaces {
			return &RowError{Kind: ErrRange, List: "policy.prizes", Row: i, Value: float64(places)}
		}
	}
	return nil
}

func (p *pool) readJudges(in Input) error {
	for i, j := range in.Judges {
		at := RowError{List: "judges", Row: i, Judge: j.ID}
		if j.ID == "" {
			return at.because(ErrNoID)
		}
		if _, twice := p.judges[j.ID]; twice {
			return at.because(ErrDuplicate)
		}
		if j.Free < 0 {
			return at.because(ErrRange)
		}
		p.judges[j.ID] = j
	}
	return nil
}

func (p *pool) readBars(in Input) error {
	for i, b := range in.Bars {
		if b.Judge == "" || b.Entry == "" {
			return &RowError{Kind: ErrNoID, List: "bars", Row: i, Judge: b.Judge, Entry: b.Entry}
		}
		p.barred[b] = true
	}
	return nil
}

func (p *pool) readRegions(in Input) error {
	for i, entry := range slices.Sorted(maps.Keys(in.Regions)) {
		if p.byID[entry] == nil {
			return &RowError{Kind: ErrUnknown, List: "regions", Row: i, Entry: entry}
		}
	}
	return nil
}

func (p *pool) readCriteria(in Input) error {
	for i, c := range in.Criteria {
		at := RowError{List: "criteria", Row: i, Criterion: c.Key, Value: c.Weight}
		if _, twice := p.criterion[c.Key]; twice || slices.Contains(namedSteps, c.Key) {
			return at.because(ErrDuplicate)
		}
		if c.Key == "" {
			return at.because(ErrNoID)
		}
		w, err := units(c.Weight, mostWeight)
		if err != nil {
			return at.because(err)
		}
		if p.weight += w; w < 0 || p.weight > mostWeight*unit {
			return at.because(ErrRange)
		}
		p.criterion[c.Key] = i
		p.keys, p.weights = append(p.keys, c.Key), append(p.weights, w)
	}
	if p.weight == 0 {
		return &RowError{Kind: ErrRange, List: "criteria"}
	}
	return nil
}

func (p *pool) readScale(in Input) error {
	s, at := in.Scale, RowError{List: "scale"}
	for _, field := range []struct {
		to *int64
		v  float64
	}{{&p.scale.min, s.Min}, {&p.scale.max, s.Max}, {&p.scale.step, s.Step}} {
		n, err := units(field.v, mostValue)
		if err != nil {
			at.Value = field.v
			return at.because(err)
		}
		*field.to = n
	}
	if p.scale.max <= p.scale.min || p.scale.step < 0 {
		return at.because(ErrRange)
	}
	return nil
}

func (p *pool) readRule(in Input) error {
	for i, step := range in.Policy.TieRule {
		at := RowError{List: "policy.tie_rule", Row: i, Criterion: step}
		_, known := p.criterion[step]
		if !known && !slices.Contains(namedSteps, step) {
			return at.because(ErrUnknown)
		}
		if slices.Contains(in.Policy.TieRule[:i], step) {
			return at.because(ErrDuplicate)
		}
	}
	return nil
}

func (p *pool) readEntries(in Input) error {
	for i, id := range in.Entries {
		at := RowError{List: "entries", Row: i, Entry: id}
		if id == "" {
			return at.because(ErrNoID)
		}
		if p.byID[id] != nil {
			return at.because(ErrDuplicate)
		}
		p.byID[id] = &tally{Standing: Standing{Entry: id}}
	}
	return nil
}

func (p *pool) readSheets(in Input) error {
	seen := map[[2]string]bool{}
	for i, s := range in.Sheets {
		at := RowError{List: "sheets", Row: i, Judge: s.Judge, Entry: s.Entry}
		if s.Judge == "" || s.Entry == "" {
			return at.because(ErrNoID)
		}
		e := p.byID[s.Entry]
		if e == nil && len(in.Entries) > 0 || !slices.Contains([]State{Draft, Sent, Recused, Void}, s.State) {
			return at.because(ErrUnknown)
		}
		if e == nil {
			e = &tally{Standing: Standing{Entry: s.Entry}}
			p.byID[s.Entry] = e
		}
		if pair := [2]string{s.Judge, s.Entry}; s.State != Void {
			if seen[pair] {
				return at.because(ErrDuplicate)
			}
			seen[pair] = true
		}
		if s.State == Sent && p.barred[Pair{s.Judge, s.Entry}] {
			return at.because(ErrBarred)
		}
		if len(e.sheets) >= mostSheets {
			return at.because(ErrRange)
		}
		read, err := p.readSheet(s, at)
		if err != nil {
			return err
		}
		e.sheets = append(e.sheets, read)
	}
	return nil
}

// readSheet checks the values of a sent sheet; those of the other states never
// count and are not read.
func (p *pool) readSheet(s Sheet, at RowError) (sheet, error) {
	out := sheet{judge: s.Judge, state: s.State}
	if s.State != Sent {
		return out, nil
	}
	out.values = make([]int64, len(p.keys))
	known := 0
	for i, key := range p.keys {
		v, there := s.Values[key]
		if !there {
			out.lacks = append(out.lacks, key)
			continue
		}
		n, err := p.scale.read(v)
		if err != nil {
			return out, p.faultIn(s, at)
		}
		known++
		out.values[i] = n
		out.sum += p.weights[i] * n
	}
	if known < len(s.Values) {
		return out, p.faultIn(s, at)
	}
	out.counted = len(out.lacks) == 0
	return out, nil
}

// faultIn names the first fault of a sheet by the key of the criterion.
func (p *pool) faultIn(s Sheet, at RowError) error {
	for _, key := range sortedKeys(s.Values) {
		at.Criterion, at.Value = key, s.Values[key]
		if _, known := p.criterion[key]; !known {
			return at.because(ErrUnknown)
		}
		if _, err := p.scale.read(at.Value); err != nil {
			return at.because(err)
		}
	}
	return nil
}

// read gives a value in units, if it lies on the scale.
func (s scaled) read(v float64) (int64, error) {
	n, err := units(v, mostValue)
	switch {
	case err != nil:
		return 0, err
	case n < s.min || n > s.max:
		return 0, ErrScale
	case s.step > 0 && (n-s.min)%s.step != 0:
		return 0, ErrStep
	}
	return n, nil
}

func (p *pool) readVotes(in Input) error {
	for i, v := range in.Votes {
		at := RowError{List: "votes", Row: i, Entry: v.Entry}
		if p.byID[v.Entry] == nil {
			return at.because(ErrUnknown)
		}
		if _, twice := p.votes[v.Entry]; twice {
			return at.because(ErrDuplicate)
		}
		if v.Count < 0 {
			return at.because(ErrRange)
		}
		p.votes[v.Entry] = v.Count
	}
	return nil
}
