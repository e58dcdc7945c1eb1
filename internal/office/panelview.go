package office

import (
	"cmp"
	"slices"
	"strings"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
)

// panels describes the round as it stands.
func (r *panelRoom) panels() (*Panels, error) {
	report, err := assign.Review(r.in, r.pairs())
	if err != nil {
		return nil, err
	}
	p := &Panels{Edition: r.edition, Round: r.round, Plan: r.plan, Policy: r.policy, Needed: report.Needed, Filled: report.Filled, Second: r.second}
	if r.published() && p.Plan.Published.IsZero() {
		p.Plan.Published = r.seats[0].Since
	}
	p.Judges = r.loads(report)
	for _, j := range r.in.Judges {
		p.Room += j.Max
	}
	for _, e := range r.entries {
		if r.stakes.bar(e) {
			p.Hidden++
			continue
		}
		p.Lines = append(p.Lines, r.line(e, p.Judges))
	}
	slices.SortStableFunc(p.Lines, func(a, b PanelLine) int { return cmp.Compare(b.Missing(), a.Missing()) })
	for _, j := range r.judges {
		if j.Declared.IsZero() {
			p.Undeclared++
		}
	}
	p.Worst = r.worst(report)
	return p, nil
}

// Find returns the lines in whose entry, city or judges every word of q is found,
// blind to case; all lines when q is empty.
func (p *Panels) Find(q string) []PanelLine {
	words := strings.Fields(fold(q))
	var found []PanelLine
	for _, l := range p.Lines {
		text := l.Entry.Reference + " " + l.Entry.Title + " " + l.City.Name
		for _, s := range l.Seats {
			text += " " + s.Name
		}
		text = fold(text)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			found = append(found, l)
		}
	}
	return found
}

func (r *panelRoom) loads(report assign.Report) []PanelJudge {
	of := map[string]assign.Load{}
	for _, l := range report.Loads {
		of[l.Judge] = l
	}
	var all []PanelJudge
	for _, j := range r.judges {
		l := of[string(j.Person)]
		all = append(all, PanelJudge{ID: j.Person, Name: j.Name, Load: l.Load, Target: l.Target, Min: j.LoadMin, Wish: j.LoadTarget, Max: j.LoadMax, Declared: !j.Declared.IsZero()})
	}
	return all
}

// line describes one entry; why places stay empty is worked out only for an
// entry that lacks judges once there are panels.
func (r *panelRoom) line(e award.Entry, judges []PanelJudge) PanelLine {
	l := PanelLine{Entry: e, City: r.cities[e.City], Need: r.need(e), Seats: r.seatsOf(e)}
	if l.Missing() == 0 || r.plan.Version == 0 && !r.published() {
		return l
	}
	counts, countries := map[string]int{}, r.countriesOn(l.Seats)
	for _, j := range judges {
		if slices.ContainsFunc(l.Seats, func(s PanelSeat) bool { return s.Judge == j.ID && !s.State.Gone() }) {
			continue
		}
		switch why := r.barOf(j.ID, e.ID); {
		case why != "":
			counts[why]++
		case j.Max > 0 && j.Load >= j.Max:
			l.Full++
		case r.policy.CountryMost > 0 && countries[r.countryOf(j.ID)] >= r.policy.CountryMost:
			l.Alike++
		default:
			l.Free++
		}
	}
	for _, why := range assign.Reasons() {
		if n := counts[string(why)]; n > 0 {
			l.Barred = append(l.Barred, ReasonCount{string(why), n})
		}
	}
	return l
}

// countryOf is the country by which a judge counts on a panel, empty if none is stated.
func (r *panelRoom) countryOf(judge award.ID) string {
	if j, _ := r.judge(judge); len(j.Countries) > 0 {
		return j.Countries[0]
	}
	return ""
}

// countriesOn counts the judges who read an entry by their country.
func (r *panelRoom) countriesOn(seats []PanelSeat) map[string]int {
	of := map[string]int{}
	for _, s := range seats {
		if c := r.countryOf(s.Judge); c != "" && !s.State.Gone() {
			of[c]++
		}
	}
	return of
}

func (r *panelRoom) need(e award.Entry) int {
	return r.in.Entries[r.places.entry[string(e.ID)]].Need
}

// seatsOf lists an entry's judges by name, those who are gone last.
func (r *panelRoom) seatsOf(e award.Entry) []PanelSeat {
	var seats []PanelSeat
	add := func(judge award.ID, state award.SeatState) {
		j, there := r.judge(judge)
		s := PanelSeat{Judge: judge, Name: j.Name, State: state}
		if !there {
			s.Reason = string(assign.Unknown)
		} else if !state.Gone() {
			s.Reason = r.barOf(judge, e.ID)
		}
		seats = append(seats, s)
	}
	if !r.published() {
		for _, judge := range r.plan.Of(e.ID) {
			add(judge, "")
		}
	}
	for _, s := range r.seats {
		if s.Entry == e.ID {
			add(s.Judge, s.State)
		}
	}
	slices.SortFunc(seats, func(a, b PanelSeat) int {
		if a.State.Gone() != b.State.Gone() {
			return map[bool]int{false: -1, true: 1}[a.State.Gone()]
		}
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Judge, b.Judge))
	})
	return seats
}

// worst names the pairs that fit least, of entries that the person may see.
func (r *panelRoom) worst(report assign.Report) []PanelPair {
	var all []PanelPair
	for _, s := range report.Worst {
		i := slices.IndexFunc(r.entries, func(e award.Entry) bool { return string(e.ID) == s.Entry })
		j, there := r.judge(award.ID(s.Judge))
		if i < 0 || !there || r.stakes.bar(r.entries[i]) || j.Expertise[r.entries[i].Category] > 0 {
			continue
		}
		all = append(all, PanelPair{Entry: r.entries[i], Judge: j.Name, Level: j.Expertise[r.entries[i].Category]})
	}
	return all
}
