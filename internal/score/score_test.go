package score

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"testing"
)

var fiveHalves = Scale{Min: 1, Max: 5, Step: 0.5}

// three criteria that weigh 50, 30 and 20.
var three = []Criterion{{"results", 50}, {"innovation", 30}, {"people", 20}}

func sent(judge, entry string, results, innovation, people float64) Sheet {
	return Sheet{
		Judge: judge, Entry: entry, State: Sent,
		Values: map[string]float64{"results": results, "innovation": innovation, "people": people},
	}
}

func order(t *testing.T, in Input) map[string]Standing {
	t.Helper()
	r, err := Order(in)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]Standing{}
	for _, s := range r.Standings {
		out[s.Entry] = s
	}
	return out
}

func TestStandingIsAsWorkedOutByHand(t *testing.T) {
	in := Input{
		Criteria: three, Scale: fiveHalves, Policy: Policy{MinSheets: 2},
		Sheets: []Sheet{
			sent("ana", "lyon", 4, 3, 5),     // (200+90+100)/100 = 3.90
			sent("bo", "lyon", 4.5, 4, 3.5),  // (225+120+70)/100 = 4.15
			sent("chen", "lyon", 3, 2.5, 4),  // (150+75+80)/100  = 3.05
			sent("ana", "quito", 3, 3, 3),    // 3.00
			sent("bo", "quito", 5, 4.5, 4.5), // (250+135+90)/100 = 4.75
		},
	}
	got := order(t, in)
	lyon := got["lyon"] // 11.10 / 3 = 3.70; (3.7-1)/4 = 67.5 %
	if lyon.Mean != 3.70 || lyon.Percent != 67.5 || lyon.Median != 3.90 || lyon.Range != 1.1 || lyon.Counted != 3 {
		t.Errorf("lyon %+v", lyon)
	}
	// squares 0.04 + 0.2025 + 0.4225 = 0.665, by 2 = 0.3325
	if math.Abs(lyon.SD-math.Sqrt(0.3325)) > 1e-12 {
		t.Errorf("sd %v", lyon.SD)
	}
	// means per criterion: 11.5/3, 9.5/3, 12.5/3
	if want := map[string]float64{"results": 3.83, "innovation": 3.17, "people": 4.17}; !reflect.DeepEqual(lyon.Criteria, want) {
		t.Errorf("criteria %v, want %v", lyon.Criteria, want)
	}
	totals := []SheetTotal{
		{Judge: "ana", State: Sent, Counted: true, Total: 3.9},
		{Judge: "bo", State: Sent, Counted: true, Total: 4.15},
		{Judge: "chen", State: Sent, Counted: true, Total: 3.05},
	}
	if !reflect.DeepEqual(lyon.Sheets, totals) {
		t.Errorf("sheets %+v", lyon.Sheets)
	}
	quito := got["quito"] // 7.75 / 2 = 3.875, shown 3.88; (3.875-1)/4 = 71.875 %, shown 71.88
	if quito.Mean != 3.88 || quito.Percent != 71.88 || quito.Median != 3.88 || quito.Rank != 1 || lyon.Rank != 2 {
		t.Errorf("quito %+v", quito)
	}
	// Ana put Lyon first, Bo Quito; Chen read one entry only and gives no first place.
	if lyon.FirstPlaces != 1 || quito.FirstPlaces != 1 {
		t.Errorf("first places %d and %d", lyon.FirstPlaces, quito.FirstPlaces)
	}
}

func TestMissingIsNeverZero(t *testing.T) {
	incomplete := sent("bo", "lyon", 5, 5, 5)
	delete(incomplete.Values, "people")
	recused, void, draft := sent("chen", "lyon", 1, 1, 1), sent("dita", "lyon", 1, 1, 1), sent("emil", "lyon", 1, 1, 1)
	recused.State, void.State, draft.State = Recused, Void, Draft
	got := order(t, Input{
		Entries: []string{"lyon", "oslo"}, Criteria: three, Scale: fiveHalves, Policy: Policy{MinSheets: 2},
		Sheets: []Sheet{sent("ana", "lyon", 4, 4, 4), incomplete, recused, void, draft},
	})
	lyon := got["lyon"]
	if lyon.Mean != 4 || lyon.Counted != 1 || lyon.Rankable || lyon.Missing != 1 || lyon.Rank != 0 {
		t.Errorf("lyon %+v", lyon)
	}
	if b := lyon.Sheets[1]; b.Counted || !reflect.DeepEqual(b.Lacks, []string{"people"}) {
		t.Errorf("the incomplete sheet is %+v", b)
	}
	if oslo := got["oslo"]; oslo.Rankable || oslo.Missing != 2 || oslo.Sheets == nil {
		t.Errorf("oslo %+v", oslo)
	}
}

func TestVoidedSheetMayBeReplaced(t *testing.T) {
	void := sent("ana", "lyon", 1, 1, 1)
	void.State = Void
	got := order(t, Input{Criteria: three, Scale: fiveHalves, Sheets: []Sheet{void, sent("ana", "lyon", 4, 4, 4), void}})
	if got["lyon"].Mean != 4 || len(got["lyon"].Sheets) != 3 {
		t.Errorf("got %+v", got["lyon"])
	}
}

// tied gives four entries with the mean 3.50: a by results, then b by first
// places, while c and d are alike in everything.
func tied(rule ...string) Input {
	return Input{
		Criteria: []Criterion{{"results", 1}, {"style", 1}}, Scale: fiveHalves, Policy: Policy{TieRule: rule},
		Sheets: []Sheet{
			pair("ana", "a", 4, 3), pair("bo", "a", 4, 3),
			pair("ana", "b", 4, 4), pair("bo", "b", 3, 3),
			pair("ana", "c", 3.5, 3.5), pair("bo", "c", 3.5, 3.5),
			pair("ana", "d", 3.5, 3.5), pair("bo", "d", 3.5, 3.5),
			pair("ana", "e", 5, 1), pair("bo", "e", 1, 1.5),
		},
	}
}

func pair(judge, entry string, results, style float64) Sheet {
	return Sheet{Judge: judge, Entry: entry, State: Sent, Values: map[string]float64{"results": results, "style": style}}
}

func TestTieIsSettledByTheRuleInTheOpen(t *testing.T) {
	// First places: Ana gives hers to b (4.0); Bo's best is 3.5: a, c and d each get one.
	tests := []struct {
		name    string
		rule    []string
		votes   []Vote
		ranks   [4]int
		settled [4]string
	}{
		{"no rule leaves it to the chair", nil, nil, [4]int{1, 1, 1, 1}, [4]string{}},
		{"shared", []string{Shared, "results"}, nil, [4]int{1, 1, 1, 1}, [4]string{Shared, Shared, Shared, Shared}},
		{"criterion", []string{"results"}, nil, [4]int{1, 2, 2, 2}, [4]string{"results", "", "", ""}},
		{"first places do not part them", []string{FirstPlaces, Shared}, nil, [4]int{1, 1, 1, 1}, [4]string{Shared, Shared, Shared, Shared}},
		{"other criterion", []string{"style", Shared}, nil, [4]int{4, 1, 1, 1}, [4]string{"style", Shared, Shared, Shared}},
		{"vote of only some is skipped", []string{ByVote, "results", Shared}, []Vote{{"a", 1}, {"b", 9}}, [4]int{1, 2, 2, 2}, [4]string{"results", Shared, Shared, Shared}},
		{"vote", []string{"results", ByVote, Shared}, []Vote{{"b", 1}, {"c", 5}, {"d", 1}}, [4]int{1, 3, 2, 3}, [4]string{"results", Shared, ByVote, Shared}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := tied(tt.rule...)
			in.Votes = tt.votes
			got := order(t, in)
			for i, id := range []string{"a", "b", "c", "d"} {
				if s := got[id]; s.Rank != tt.ranks[i] || s.Tie == nil || s.Tie.SettledBy != tt.settled[i] || len(s.Tie.With) != 3 {
					t.Errorf("%s: rank %d %+v, want %d by %q", id, s.Rank, s.Tie, tt.ranks[i], tt.settled[i])
				}
			}
			if e := got["e"]; e.Rank != 5 || e.Tie != nil {
				t.Errorf("e %+v", e)
			}
		})
	}
}

func TestTieShowsTheValuesCompared(t *testing.T) {
	in := tied("results", ByVote, Shared)
	in.Votes = []Vote{{"b", 1}, {"c", 5}, {"d", 1}}
	want := &Tie{
		Group: 1, With: []string{"a", "c", "d"}, SettledBy: Shared,
		Steps: []TieStep{{"results", 3.5}, {ByVote, 1}},
	}
	if got := order(t, in)["b"].Tie; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestTwoDecimalsDecideAndNoHiddenOne(t *testing.T) {
	// 10/3 = 3.333 and 3.33 exactly are the same place when shown.
	in := Input{Criteria: []Criterion{{"x", 1}}, Scale: Scale{Min: 0, Max: 10, Step: 0.01}}
	for i, v := range []float64{3, 3, 4} {
		in.Sheets = append(in.Sheets, Sheet{Judge: fmt.Sprint(i), Entry: "a", State: Sent, Values: map[string]float64{"x": v}})
	}
	in.Sheets = append(in.Sheets, Sheet{Judge: "0", Entry: "b", State: Sent, Values: map[string]float64{"x": 3.33}})
	got := order(t, in)
	if got["a"].Mean != 3.33 || got["a"].Rank != 1 || got["b"].Rank != 1 || got["a"].Tie == nil {
		t.Errorf("a %+v b %+v", got["a"], got["b"])
	}
}

func TestHalfAHundredthRoundsUpExactly(t *testing.T) {
	// 1.005 is a little less as a float64, and would be shown as 1.00.
	in := Input{Criteria: []Criterion{{"x", 0.1}}, Scale: Scale{Min: -5, Max: 5}}
	for i, v := range []float64{1.005, -1.005, 0.1 + 0.2} {
		in.Sheets = append(in.Sheets, Sheet{Judge: "j", Entry: fmt.Sprint(i), State: Sent, Values: map[string]float64{"x": v}})
	}
	got := order(t, in)
	if got["0"].Mean != 1.01 || got["1"].Mean != -1 || got["2"].Mean != 0.3 {
		t.Errorf("means %v %v %v", got["0"].Mean, got["1"].Mean, got["2"].Mean)
	}
}

func TestFaultNamesItsRow(t *testing.T) {
	base := func() Input {
		return Input{
			Entries: []string{"lyon", "quito"}, Criteria: append([]Criterion{}, three...), Scale: fiveHalves,
			Sheets: []Sheet{sent("ana", "lyon", 4, 4, 4), sent("bo", "lyon", 4, 4, 4)},
		}
	}
	value := func(v float64) func(*Input) {
		return func(in *Input) { in.Sheets[1].Values["people"] = v }
	}
	row := func(kind error, v float64) RowError {
		return RowError{Kind: kind, List: "sheets", Row: 1, Judge: "bo", Entry: "lyon", Criterion: "people", Value: v}
	}
	tests := []struct {
		name   string
		change func(*Input)
		want   RowError
	}{
		{"over the scale", value(5.5), row(ErrScale, 5.5)},
		{"under the scale", value(0.5), row(ErrScale, 0.5)},
		{"between steps", value(4.2), row(ErrStep, 4.2)},
		{"five decimals", value(4.00001), row(ErrDecimals, 4.00001)},
		{"infinite", value(math.Inf(1)), row(ErrFinite, math.Inf(1))},
		{"huge", value(1e300), row(ErrRange, 1e300)},
		{"unknown criterion", func(in *Input) { in.Sheets[0].Values["charm"] = 3 }, RowError{Kind: ErrUnknown, List: "sheets", Judge: "ana", Entry: "lyon", Criterion: "charm", Value: 3}},
		{"sheet twice", func(in *Input) { in.Sheets[1].Judge = "ana" }, RowError{Kind: ErrDuplicate, List: "sheets", Row: 1, Judge: "ana", Entry: "lyon"}},
		{"entry of another pool", func(in *Input) { in.Sheets[1].Entry = "oslo" }, RowError{Kind: ErrUnknown, List: "sheets", Row: 1, Judge: "bo", Entry: "oslo"}},
		{"state", func(in *Input) { in.Sheets[1].State = "" }, RowError{Kind: ErrUnknown, List: "sheets", Row: 1, Judge: "bo", Entry: "lyon"}},
		{"no judge", func(in *Input) { in.Sheets[1].Judge = "" }, RowError{Kind: ErrNoID, List: "sheets", Row: 1, Entry: "lyon"}},
		{"entry twice", func(in *Input) { in.Entries[1] = "lyon" }, RowError{Kind: ErrDuplicate, List: "entries", Row: 1, Entry: "lyon"}},
		{"entry without id", func(in *Input) { in.Entries[1] = "" }, RowError{Kind: ErrNoID, List: "entries", Row: 1}},
		{"criterion twice", func(in *Input) { in.Criteria[2].Key = "results" }, RowError{Kind: ErrDuplicate, List: "criteria", Row: 2, Criterion: "results", Value: 20}},
		{"criterion named as a step", func(in *Input) { in.Criteria[2].Key = ByVote }, RowError{Kind: ErrDuplicate, List: "criteria", Row: 2, Criterion: ByVote, Value: 20}},
		{"criterion without key", func(in *Input) { in.Criteria[2].Key = "" }, RowError{Kind: ErrNoID, List: "criteria", Row: 2, Value: 20}},
		{"negative weight", func(in *Input) { in.Criteria[2].Weight = -1 }, RowError{Kind: ErrRange, List: "criteria", Row: 2, Criterion: "people", Value: -1}},
		{"endless weight", func(in *Input) { in.Criteria[2].Weight = 1.0 / 3 }, RowError{Kind: ErrDecimals, List: "criteria", Row: 2, Criterion: "people", Value: 1.0 / 3}},
		{"no criteria", func(in *Input) { in.Criteria = nil }, RowError{Kind: ErrRange, List: "criteria"}},
		{"scale upside down", func(in *Input) { in.Scale.Max = 1 }, RowError{Kind: ErrRange, List: "scale"}},
		{"tie step", func(in *Input) { in.Policy.TieRule = []string{"results", "coin"} }, RowError{Kind: ErrUnknown, List: "policy.tie_rule", Row: 1, Criterion: "coin"}},
		{"tie step twice", func(in *Input) { in.Policy.TieRule = []string{"results", "results"} }, RowError{Kind: ErrDuplicate, List: "policy.tie_rule", Row: 1, Criterion: "results"}},
		{"vote for a stranger", func(in *Input) { in.Votes = []Vote{{"oslo", 1}} }, RowError{Kind: ErrUnknown, List: "votes", Entry: "oslo"}},
		{"barred judge", func(in *Input) { in.Bars = []Pair{{"bo", "lyon"}} }, RowError{Kind: ErrBarred, List: "sheets", Row: 1, Judge: "bo", Entry: "lyon"}},
		{"bar of nobody", func(in *Input) { in.Bars = []Pair{{"", "lyon"}} }, RowError{Kind: ErrNoID, List: "bars", Entry: "lyon"}},
		{"judge twice", func(in *Input) { in.Judges = []Judge{{ID: "bo"}, {ID: "bo"}} }, RowError{Kind: ErrDuplicate, List: "judges", Row: 1, Judge: "bo"}},
		{"less than no room", func(in *Input) { in.Judges = []Judge{{ID: "bo", Free: -1}} }, RowError{Kind: ErrRange, List: "judges", Judge: "bo"}},
		{"region of a stranger", func(in *Input) { in.Regions = map[string]string{"oslo": "europe"} }, RowError{Kind: ErrUnknown, List: "regions", Entry: "oslo"}},
		{"method", func(in *Input) { in.Policy.Method = ZScore }, RowError{Kind: ErrUnknown, List: "policy"}},
		{"prize without a place", func(in *Input) { in.Policy.Prizes = []int{1, 0} }, RowError{Kind: ErrRange, List: "policy.prizes", Row: 1}},
		{"endless draws", func(in *Input) { in.Policy.Draws = mostDraws + 1 }, RowError{Kind: ErrRange, List: "policy"}},
		{"two votes", func(in *Input) { in.Votes = []Vote{{"lyon", 1}, {"lyon", 1}} }, RowError{Kind: ErrDuplicate, List: "votes", Row: 1, Entry: "lyon"}},
		{"negative vote", func(in *Input) { in.Votes = []Vote{{"lyon", -1}} }, RowError{Kind: ErrRange, List: "votes", Entry: "lyon"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := base()
			tt.change(&in)
			_, err := Order(in)
			var got *RowError
			if !errors.As(err, &got) || *got != tt.want || !errors.Is(err, tt.want.Kind) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
	if _, err := Order(Input{Criteria: three, Scale: fiveHalves}); !errors.Is(err, ErrEmpty) {
		t.Errorf("empty pool: %v", err)
	}
}

func TestRowErrorHoldsNoScore(t *testing.T) {
	err := &RowError{Kind: ErrScale, List: "sheets", Row: 3, Judge: "bo", Entry: "lyon", Criterion: "people", Value: 7.25}
	if want := `score: outside the scale: sheets[3] judge "bo" entry "lyon" criterion "people"`; err.Error() != want {
		t.Errorf("got %s", err)
	}
}

// A thousand entries of eight sheets with three scores each.
func BenchmarkOrder(b *testing.B) {
	in := Input{Criteria: three, Scale: fiveHalves, Policy: Policy{TieRule: []string{"results", FirstPlaces, Shared}}}
	for e := range 1000 {
		for j := range 8 {
			half := func(n int) float64 { return 1 + float64(n%9)/2 }
			in.Sheets = append(in.Sheets, sent(fmt.Sprint("j", (e+j*j)%90), fmt.Sprint("e", e), half(e+j), half(e*j), half(e/7+j)))
		}
	}
	for b.Loop() {
		if _, err := Order(in); err != nil {
			b.Fatal(err)
		}
	}
}
