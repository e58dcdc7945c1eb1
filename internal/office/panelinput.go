package office

import (
	"slices"
	"strings"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// stakesOf are a person's ties, and the entries from which they have stepped
// aside as a judge.
func stakesOf(tx *database.Tx, a award.Actor, edition award.ID) (ties, error) {
	t, err := tiesOf(tx, a, edition)
	for round := 1; err == nil && round <= 2; round++ {
		var seats []award.Seat
		seats, err = tx.SeatsOfJudge(edition, round, a.Person.ID)
		for _, s := range seats {
			if s.State == award.SeatRecused {
				t.entries[s.Entry] = true
			}
		}
	}
	return t, err
}

// PanelFacts is everything that the panels of a round depend on.
type PanelFacts struct {
	Edition     *award.Edition
	Round       int
	Entries     []award.Entry
	Cities      map[award.ID]award.City
	Judges      []award.Judge
	Conflicts   []award.Conflict
	Memberships []award.Membership // of the judges
	Policy      award.PanelPolicy
	Seed        int64
}

// PanelInput states the panels of a round to the engine.
func PanelInput(f PanelFacts) assign.Input {
	r := &panelRoom{
		edition: f.Edition, round: f.Round, entries: f.Entries, cities: f.Cities, judges: f.Judges, conflicts: f.Conflicts,
		policy: f.Policy, plan: award.PanelPlan{Seed: f.Seed},
	}
	r.state(f.Memberships)
	return r.in
}

// prepare makes the engine's input.
func (r *panelRoom) prepare(tx *database.Tx) error {
	people := make([]award.ID, len(r.judges))
	for i, j := range r.judges {
		people[i] = j.Person
	}
	memberships, err := tx.MembershipsOf(people)
	if err == nil {
		r.state(memberships)
	}
	return err
}

func (r *panelRoom) state(memberships []award.Membership) {
	for _, j := range r.judges {
		r.in.Judges = append(r.in.Judges, r.panelJudge(j))
	}
	for _, e := range r.entries {
		r.in.Entries = append(r.in.Entries, r.panelEntry(e))
	}
	known := r.onRecord(memberships)
	for _, j := range r.judges {
		for _, e := range r.entries {
			if why := known.bar(j, e, r.cities[e.City].LocalName); why != "" {
				r.in.Bars = append(r.in.Bars, assign.Bar{Judge: string(j.Person), Entry: string(e.ID), Reason: why})
			}
		}
	}
	r.in.Policy = enginePolicy(r.policy, r.plan.Seed)
	r.places = placesIn(r.in)
	r.meeting()
}

// meeting lets every judge who may read a finalist of the second round do so:
// it is held as a meeting.
func (r *panelRoom) meeting() {
	if r.round != 2 {
		return
	}
	for i, e := range r.in.Entries {
		r.in.Entries[i].Need = 0
		for _, j := range r.in.Judges {
			if _, barred := r.in.Bar(j.ID, e.ID); !barred {
				r.in.Entries[i].Need++
			}
		}
	}
}

func (r *panelRoom) panelEntry(e award.Entry) assign.Entry {
	city := r.cities[e.City]
	out := assign.Entry{
		ID: string(e.ID), Category: e.Category, City: string(e.City), Organisation: city.Name,
		Languages: []string{r.edition.EntryLanguage}, Need: r.perEntry(),
	}
	if r.edition.Panel.NoOwnCountry {
		out.Country = city.Country
	}
	if r.edition.EntryLanguage == "" {
		out.Languages = nil
	}
	return out
}

// panelJudge states a judge to the engine. What was never asked of a judge bars
// nobody: a judge without languages is taken to read that of the entries, and
// expertise counts from one, so that it is a wish and no bar.
func (r *panelRoom) panelJudge(j award.Judge) assign.Judge {
	out := assign.Judge{
		ID: string(j.Person), Countries: j.Countries, Organisations: j.Organisations, Languages: j.Languages,
		Level: map[string]int{}, Min: max(0, j.LoadMin), Target: max(0, j.LoadTarget), Max: j.LoadMax,
	}
	if len(j.Countries) > 0 {
		out.Region = locale.Region(j.Countries[0])
	}
	if len(out.Languages) == 0 {
		out.Languages = []string{r.edition.EntryLanguage}
	}
	if out.Max <= 0 {
		out.Max = len(r.entries)
	}
	if r.round == 2 {
		out.Max, out.Min = len(r.entries), 0
	}
	out.Min = min(out.Min, out.Max)
	for _, c := range r.edition.Categories {
		out.Level[c.Key] = 1 + min(max(0, j.Expertise[c.Key]), 8)
	}
	for _, e := range r.entries {
		if out.Level[e.Category] == 0 {
			out.Level[e.Category] = 1
		}
	}
	return out
}

// onRecord is what is on record about judges and entries, beside country,
// language and the like: each set holds a judge's ID and that of an entry or city.
type onRecord struct {
	recused, conflict, city map[[2]award.ID]bool
}

func (r *panelRoom) onRecord(memberships []award.Membership) onRecord {
	o := onRecord{recused: map[[2]award.ID]bool{}, conflict: map[[2]award.ID]bool{}, city: map[[2]award.ID]bool{}}
	for _, s := range r.seats {
		if s.State == award.SeatRecused {
			o.recused[[2]award.ID{s.Judge, s.Entry}] = true
		}
	}
	for _, c := range r.conflicts {
		tied := c.Entry
		if tied == "" {
			tied = c.City
		}
		o.conflict[[2]award.ID{c.Judge, tied}] = true
	}
	for _, m := range memberships {
		o.city[[2]award.ID{m.Person, m.City}] = true
	}
	for _, j := range r.judges {
		for _, city := range j.Cities {
			o.city[[2]award.ID{j.Person, city}] = true
		}
	}
	return o
}

// bar is why a judge may not read an entry by what is on record.
func (o onRecord) bar(j award.Judge, e award.Entry, local string) assign.Reason {
	switch {
	case o.recused[[2]award.ID{j.Person, e.ID}]:
		return assign.Recused
	case o.conflict[[2]award.ID{j.Person, e.ID}], o.conflict[[2]award.ID{j.Person, e.City}]:
		return assign.DeclaredConflict
	case o.city[[2]award.ID{j.Person, e.City}]:
		return assign.OwnCity
	case local != "" && slices.ContainsFunc(j.Organisations, func(name string) bool { return strings.EqualFold(strings.TrimSpace(name), local) }):
		return assign.OwnOrganisation
	}
	return ""
}

// panelPlaces is where the rows about a judge and an entry stand in the engine's
// input, so that a page can ask for thousands of pairs.
type panelPlaces struct {
	judge, entry map[string]int
	bars         map[assign.Pair][]assign.Bar
}

func placesIn(in assign.Input) panelPlaces {
	p := panelPlaces{judge: map[string]int{}, entry: map[string]int{}, bars: map[assign.Pair][]assign.Bar{}}
	for i, j := range in.Judges {
		p.judge[j.ID] = i
	}
	for i, e := range in.Entries {
		p.entry[e.ID] = i
	}
	for _, b := range in.Bars {
		at := assign.Pair{Judge: b.Judge, Entry: b.Entry}
		p.bars[at] = append(p.bars[at], b)
	}
	return p
}

// barOf says why a judge may not read an entry; empty if they may. The engine's rule
// is asked with nothing but the rows of the pair.
func (r *panelRoom) barOf(judge, entry award.ID) string {
	pair := assign.Pair{Judge: string(judge), Entry: string(entry)}
	j, known := r.places.judge[pair.Judge]
	e, there := r.places.entry[pair.Entry]
	if !known || !there {
		return string(assign.Unknown)
	}
	rows := assign.Input{Judges: r.in.Judges[j : j+1], Entries: r.in.Entries[e : e+1], Bars: r.places.bars[pair]}
	why, _ := rows.Bar(pair.Judge, pair.Entry)
	return string(why)
}
