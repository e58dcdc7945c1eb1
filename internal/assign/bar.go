package assign

import (
	"slices"
	"strings"
)

// Reason says why a judge may not read an entry.
type Reason string

// The reasons, in the order in which they are given when several hold.
const (
	Recused          Reason = "recused"
	DeclaredConflict Reason = "declared_conflict"
	OwnCity          Reason = "own_city"
	OwnOrganisation  Reason = "own_organisation"
	OwnCountry       Reason = "own_country"
	NoExpertise      Reason = "no_expertise"
	NoLanguage       Reason = "no_language"
	Unknown          Reason = "unknown" // the judge or the entry is not in the input
)

// Reasons lists every reason that a pair can have, the first to be given first.
func Reasons() []Reason {
	return []Reason{Recused, DeclaredConflict, OwnCity, OwnOrganisation, OwnCountry, NoExpertise, NoLanguage}
}

// Bar says whether the judge may not read the entry, and why. It is the one rule
// for the engine and for a person who edits a plan; an unknown id is barred.
func (in Input) Bar(judge, entry string) (Reason, bool) {
	j := slices.IndexFunc(in.Judges, func(j Judge) bool { return j.ID == judge })
	e := slices.IndexFunc(in.Entries, func(e Entry) bool { return e.ID == entry })
	if j < 0 || e < 0 {
		return Unknown, true
	}
	recorded := Reason("")
	for _, b := range in.Bars {
		if b.Judge == judge && b.Entry == entry {
			recorded = firstReason(recorded, b.Reason)
		}
	}
	return bar(factsOfJudge(in.Judges[j]), factsOfEntry(in.Entries[e]), recorded)
}

// facts are the attributes that a bar depends on, folded for comparison.
type facts struct {
	countries, cities, organisations, languages []string
	category                                    string
	level                                       map[string]int
}

func factsOfJudge(j Judge) facts {
	return facts{
		countries: folded(j.Countries...), cities: folded(j.City),
		organisations: folded(j.Organisations...), languages: primaries(j.Languages), level: j.Level,
	}
}

func factsOfEntry(e Entry) facts {
	return facts{
		countries: folded(e.Country), cities: folded(e.City),
		organisations: folded(e.Organisation), languages: primaries(e.Languages), category: e.Category,
	}
}

// bar decides one pair: what the entry does not state bars nobody, and what the
// judge does not state satisfies nothing.
func bar(j, e facts, recorded Reason) (Reason, bool) {
	why := recorded
	switch {
	case recorded == Recused || recorded == DeclaredConflict:
	case shares(j.cities, e.cities):
		why = firstReason(why, OwnCity)
	case shares(j.organisations, e.organisations):
		why = firstReason(why, OwnOrganisation)
	case shares(j.countries, e.countries):
		why = firstReason(why, OwnCountry)
	case e.category != "" && j.level[e.category] < 1:
		why = firstReason(why, NoExpertise)
	case len(e.languages) > 0 && !shares(j.languages, e.languages):
		why = firstReason(why, NoLanguage)
	}
	return why, why != ""
}

// firstReason gives the reason that stands earlier in Reasons; empty loses.
func firstReason(a, b Reason) Reason {
	for _, r := range Reasons() {
		if a == r || b == r {
			return r
		}
	}
	return a
}

func shares(a, b []string) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}

// folded drops what is empty and levels case and spaces, so that "Seoul " is "seoul".
func folded(list ...string) []string {
	var out []string
	for _, s := range list {
		if s = strings.ToLower(strings.Join(strings.Fields(s), " ")); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// primaries folds language tags to their first subtag: en-GB reads as en.
func primaries(tags []string) []string {
	out := folded(tags...)
	for i, t := range out {
		out[i], _, _ = strings.Cut(strings.ReplaceAll(t, "_", "-"), "-")
	}
	return out
}
