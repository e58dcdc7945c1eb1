package assign

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

// members are cities and regions of WeGO with their country and part of the world.
var members = [][3]string{
	{"Abu Dhabi", "AE", "Middle East"},
	{"Addis Ababa", "ET", "Africa"},
	{"Agra", "IN", "Asia"},
	{"Amsterdam", "NL", "Europe"},
	{"Baku", "AZ", "Asia"},
	{"Bangkok", "TH", "Asia"},
	{"Barcelona", "ES", "Europe"},
	{"Batam", "ID", "Asia"},
	{"Berlin", "DE", "Europe"},
	{"Birmingham", "GB", "Europe"},
	{"Bucharest", "RO", "Europe"},
	{"Caracas", "VE", "Americas"},
	{"Chengdu", "CN", "Asia"},
	{"Dakar", "SN", "Africa"},
	{"Dar es Salaam", "TZ", "Africa"},
	{"Dhaka", "BD", "Asia"},
	{"Edmonton", "CA", "Americas"},
	{"Frankfurt", "DE", "Europe"},
	{"Harare", "ZW", "Africa"},
	{"Helsinki", "FI", "Europe"},
	{"Hong Kong", "HK", "Asia"},
	{"Hunan Province", "CN", "Asia"},
	{"Astana", "KZ", "Asia"},
	{"Jakarta", "ID", "Asia"},
	{"Kathmandu", "NP", "Asia"},
	{"Khartoum State", "SD", "Africa"},
	{"Nairobi", "KE", "Africa"},
	{"Seoul", "KR", "Asia"},
	{"Suva", "FJ", "Oceania"},
	{"Tashkent", "UZ", "Asia"},
	{"Tel Aviv", "IL", "Middle East"},
	{"Tunis", "TN", "Africa"},
	{"Ulaanbaatar", "MN", "Asia"},
	{"São Paulo", "BR", "Americas"},
	{"Beijing", "CN", "Asia"},
	{"San Francisco", "US", "Americas"},
	{"Moscow", "RU", "Europe"},
	{"Gimpo", "KR", "Asia"},
	{"Goyang", "KR", "Asia"},
	{"Paris", "FR", "Europe"},
	{"Seongnam", "KR", "Asia"},
	{"Madrid", "ES", "Europe"},
	{"Pittsburgh", "US", "Americas"},
	{"Mexico City", "MX", "Americas"},
	{"Sejong", "KR", "Asia"},
	{"Jeju", "KR", "Asia"},
	{"Anyang", "KR", "Asia"},
	{"Ulyanovsk Region", "RU", "Europe"},
	{"Beyoğlu", "TR", "Europe"},
}

// past is an edition of a real shape: so many entries of member cities, some of which
// send two, and judges from entrants' countries with what bars they have.
func past(entries, judges, most int) Input {
	topics := []string{"Open City", "Efficient City", "Networked City", "Sustainable City", "Special"}
	in := Input{Policy: Policy{Seed: 2017, CountryMost: 1, Experts: 1}}
	for i := range entries {
		m := members[i*5%len(members)]
		languages := []string{"en"}
		if m[1] == "MX" || m[1] == "VE" {
			languages = []string{"es"}
		}
		in.Entries = append(in.Entries, Entry{
			ID: fmt.Sprintf("%s %d", m[0], 1+i/len(members)), Category: topics[i%len(topics)],
			Country: m[1], City: m[0], Languages: languages, Need: 3,
		})
	}
	from := []struct{ name, country, city string }{
		{"Kim", "KR", "Seoul"},
		{"Lee", "KR", "Goyang"},
		{"Martin", "FR", "Paris"},
		{"Okoye", "KE", "Nairobi"},
		{"Sharma", "IN", "Agra"},
		{"Jones", "US", ""},
		{"Ivanov", "RU", "Moscow"},
		{"García", "ES", ""},
		{"Wang", "CN", ""},
	}
	for i, f := range from[:judges] {
		level := map[string]int{}
		for t, topic := range topics {
			level[topic] = 1 + (i+2*t)%3
		}
		languages := []string{"en", "ko"}
		if f.country == "ES" || f.country == "US" || f.country == "FR" {
			languages = []string{"en", "es"}
		}
		in.Judges = append(in.Judges, Judge{ID: f.name, Countries: []string{f.country}, City: f.city, Languages: languages, Level: level, Min: most / 2, Max: most})
	}
	in.Bars = []Bar{{"Martin", "Amsterdam 1", DeclaredConflict}, {"Jones", "Mexico City 1", Recused}}
	return in
}

func TestRealShapesArePlannedOrExplained(t *testing.T) {
	for _, tt := range []struct {
		name                  string
		entries, judges, most int
		change                func(*Input)
		empty                 int // seats that must stay so
		spread                bool
	}{
		{"68 entries, 9 judges", 68, 9, 26, func(in *Input) { in.Bars = in.Bars[:1] }, 0, false},
		{"73 entries, 7 judges, nobody reads Spanish but two", 73, 7, 40, func(*Input) {}, 4, false},
		{"68 entries, 9 judges who read too little", 68, 9, 20, func(*Input) {}, 24, false},
		{"73 entries, 7 judges of four countries", 73, 7, 40, func(in *Input) {
			for i, c := range []string{"KR", "KR", "FR", "FR", "FR", "US", "US"} {
				in.Judges[i].Countries = []string{c}
			}
		}, -1, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := past(tt.entries, tt.judges, tt.most)
			tt.change(&in)
			plan, err := Propose(context.Background(), in)
			if err != nil {
				t.Fatal(err)
			}
			if err := Check(in, plan); err != nil {
				t.Fatal(err)
			}
			empty := plan.Goals[0].Value
			if tt.empty >= 0 && empty != tt.empty || (empty > 0) != (len(plan.Witnesses) > 0) {
				t.Errorf("%d seats stay empty, %d witnesses: %+v", empty, len(plan.Witnesses), plan.Witnesses)
			}
			spread := false
			for _, w := range plan.Witnesses {
				if need, have := underCaps(in, w); need != w.Need || have != w.Have || need <= have {
					t.Errorf("%+v: need %d, have %d", w, need, have)
				}
				spread = spread || w.Spread
			}
			if spread != tt.spread {
				t.Errorf("witnesses %+v", plan.Witnesses)
			}
			for _, v := range plan.Goals {
				if !v.Proved && v.Goal != LinkJudges {
					t.Errorf("%+v is not proved", v)
				}
			}
		})
	}
}

func TestRemediesAsLargeAsTheShortageAreCounted(t *testing.T) {
	in := past(68, 9, 20)
	before := propose(t, in)
	i := slices.IndexFunc(before.Witnesses, func(w Witness) bool { return w.Side == SeatsSide })
	if i < 0 || before.Goals[0].Value != 24 {
		t.Fatalf("%d seats stay empty: %+v", before.Goals[0].Value, before.Witnesses)
	}
	most := 0
	for _, r := range before.Witnesses[i].Remedies {
		if r.Fills == 0 {
			continue
		}
		most = max(most, r.Fills)
		if after := propose(t, remedied(in, before.Witnesses[i], r)); after.Goals[0].Value != 24-r.Fills {
			t.Errorf("%+v leaves %d seats empty", r, after.Goals[0].Value)
		}
	}
	if most != 23 { // one entry has too few judges whatever they read
		t.Errorf("%+v fill %d at most", before.Witnesses[i].Remedies, most)
	}
}
