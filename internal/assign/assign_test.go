package assign

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// small is a hand-made edition: three entries of two judges each, three judges
// open to everything and one from Korea who may not read the entry of Seoul.
func small() Input {
	level := map[string]int{"mobility": 2}
	return Input{
		Entries: []Entry{
			{ID: "seoul", Category: "mobility", Country: "KR", City: "Seoul", Languages: []string{"en"}, Need: 2},
			{ID: "lyon", Category: "mobility", Country: "FR", City: "Lyon", Languages: []string{"en", "fr"}, Need: 2},
			{ID: "quito", Category: "mobility", Country: "EC", City: "Quito", Languages: []string{"en"}, Need: 2},
		},
		Judges: []Judge{
			{ID: "ana", Countries: []string{"ES"}, Languages: []string{"en"}, Level: level, Max: 3},
			{ID: "bo", Countries: []string{"SE"}, Languages: []string{"en-GB"}, Level: level, Max: 3},
			{ID: "kim", Countries: []string{"US", "kr "}, Languages: []string{"ko", "en"}, Level: level, Max: 3},
		},
	}
}

func propose(t *testing.T, in Input) Plan {
	t.Helper()
	plan, err := Propose(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestProposalOfASmallEditionIsAsWorkedOutByHand(t *testing.T) {
	plan := propose(t, small())
	if plan.Filled != 6 || plan.Needed != 6 || len(plan.Unfilled) != 0 {
		t.Fatalf("filled %d of %d, short %v", plan.Filled, plan.Needed, plan.Unfilled)
	}
	// Kim is barred from Seoul, so Ana and Bo must take it; each of the three reads two.
	for _, l := range plan.Loads {
		if l.Load != 2 || l.Target != 2 {
			t.Errorf("load %+v, want 2 of target 2", l)
		}
	}
	want := []Seat{{Judge: "ana", Entry: "seoul", Level: 2, Fit: 550}, {Judge: "bo", Entry: "seoul", Level: 2, Fit: 550}}
	if got := plan.Seats[4:]; !reflect.DeepEqual(got, want) {
		t.Errorf("Seoul has %+v, want %+v", got, want)
	}
	if plan.Fit != 6*550 {
		t.Errorf("fit %d, want %d", plan.Fit, 6*550)
	}
}

func TestShortageSaysWhoIsBarredAndWhoIsFull(t *testing.T) {
	in := small()
	in.Judges[1].Max = 1
	in.Bars = []Bar{{Judge: "ana", Entry: "seoul", Reason: DeclaredConflict}}
	in.Entries = in.Entries[:1]
	got := propose(t, in).Unfilled
	want := []Shortage{{
		Entry: "seoul", Need: 2, Missing: 1,
		Barred: map[Reason]int{DeclaredConflict: 1, OwnCountry: 1}, Full: []string{},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	in.Judges[1].Max = 0
	if got := propose(t, in).Unfilled[0]; got.Missing != 2 || !reflect.DeepEqual(got.Full, []string{"bo"}) {
		t.Errorf("Bo reads nothing, got %+v", got)
	}
}

func TestShortageIsSharedOut(t *testing.T) {
	in := Input{
		Entries: []Entry{{ID: "a", Need: 3}, {ID: "b", Need: 3}, {ID: "c", Need: 3}},
		Judges:  []Judge{{ID: "x", Max: 2}, {ID: "y", Max: 2}, {ID: "z", Max: 2}},
	}
	for _, s := range propose(t, in).Unfilled {
		if s.Missing != 1 {
			t.Errorf("%s misses %d, want 1 each", s.Entry, s.Missing)
		}
	}
}

func TestCoverageNeedsAChainOfMoves(t *testing.T) {
	// Greedy would seat the expert Ana on both; only she may read b, so Bo must take a.
	in := Input{
		Entries: []Entry{{ID: "a", Category: "x", Need: 1}, {ID: "b", Category: "y", Need: 1}},
		Judges: []Judge{
			{ID: "ana", Level: map[string]int{"x": 3, "y": 1}, Max: 1},
			{ID: "bo", Level: map[string]int{"x": 1}, Max: 1},
		},
	}
	plan := propose(t, in)
	if plan.Filled != 2 || plan.Seats[0].Judge != "bo" || plan.Seats[1].Judge != "ana" {
		t.Errorf("got %+v", plan.Seats)
	}
}

func TestExpertIsPreferredUntilOverloaded(t *testing.T) {
	in := Input{Policy: Policy{Goals: []Goal{MostFit}}, Judges: []Judge{
		{ID: "expert", Level: map[string]int{"x": 3}, Target: 2, Max: 10},
		{ID: "novice", Level: map[string]int{"x": 1}, Target: 9, Max: 10},
	}}
	for _, id := range strings.Split("abcdefghij", "") {
		in.Entries = append(in.Entries, Entry{ID: id, Category: "x", Need: 1})
	}
	// The n-th seat over target costs the expert 60n + 5(2+n); the novice would cost
	// 400 of fit and 5(9-n). The sixth is 400 against 415 and taken, the seventh 465
	// against 410 and not.
	got := propose(t, in).Loads
	if got[0].Load != 8 || got[1].Load != 2 {
		t.Errorf("loads %+v, want 8 and 2", got)
	}
}

func TestMinimumLoadComesBeforeFit(t *testing.T) {
	in := Input{
		Entries: []Entry{{ID: "a", Category: "x", Need: 1}, {ID: "b", Category: "x", Need: 1}},
		Judges: []Judge{
			{ID: "expert", Level: map[string]int{"x": 3}, Max: 2},
			{ID: "novice", Level: map[string]int{"x": 1}, Min: 1, Max: 2},
		},
	}
	if got := propose(t, in).Loads[1].Load; got != 1 {
		t.Errorf("the novice reads %d, want the minimum of 1", got)
	}
}

func TestLockedSeatsStayEvenBeyondTheMaximum(t *testing.T) {
	in := small()
	in.Judges[0].Max = 1
	in.Locked = []Pair{{Judge: "ana", Entry: "seoul"}, {Judge: "ana", Entry: "lyon"}}
	plan := propose(t, in)
	locked := 0
	for _, s := range plan.Seats {
		if s.Locked {
			locked++
		} else if s.Judge == "ana" {
			t.Errorf("Ana is full but got %+v", s)
		}
	}
	if locked != 2 {
		t.Errorf("%d locked seats kept, want 2", locked)
	}
}

func TestPreviousPlanIsKeptWhereItCostsNothing(t *testing.T) {
	in := small()
	first := propose(t, in)
	for _, s := range first.Seats {
		in.Previous = append(in.Previous, Pair{s.Judge, s.Entry})
	}
	in.Previous = append(in.Previous, Pair{"left", "long ago"})
	in.Policy.Seed = 99
	for i, s := range propose(t, in).Seats {
		if s.Judge != first.Seats[i].Judge || s.Entry != first.Seats[i].Entry {
			t.Errorf("seat %d moved to %+v from %+v", i, s, first.Seats[i])
		}
	}
}

func TestPairIsBarredForTheGravestReason(t *testing.T) {
	judge := Judge{
		ID: "j", Countries: []string{"KR", "US"}, City: "Seoul", Organisations: []string{"NIA", "Seoul  Metro"},
		Languages: []string{"ko"}, Level: map[string]int{"x": 1},
	}
	open := Entry{ID: "e", Category: "x", Country: "FR", City: "Lyon", Organisation: "Ville", Languages: []string{"ko-KR"}}
	tests := []struct {
		name   string
		change func(*Entry)
		bars   []Reason
		want   Reason
	}{
		{"open", func(*Entry) {}, nil, ""},
		{"nothing stated", func(e *Entry) { *e = Entry{ID: "e"} }, nil, ""},
		{"country", func(e *Entry) { e.Country = "us" }, nil, OwnCountry},
		{"city before country", func(e *Entry) { e.Country, e.City = "KR", " SEOUL" }, nil, OwnCity},
		{"organisation", func(e *Entry) { e.Organisation = "seoul metro" }, nil, OwnOrganisation},
		{"expertise", func(e *Entry) { e.Category = "y" }, nil, NoExpertise},
		{"language", func(e *Entry) { e.Languages = []string{"en", "fr_CA"} }, nil, NoLanguage},
		{"recorded", func(*Entry) {}, []Reason{OwnCountry}, OwnCountry},
		{"gravest of two recorded", func(*Entry) {}, []Reason{DeclaredConflict, Recused}, Recused},
		{"declared before city", func(e *Entry) { e.City = "Seoul" }, []Reason{DeclaredConflict}, DeclaredConflict},
		{"city before recorded language", func(e *Entry) { e.City = "Seoul" }, []Reason{NoLanguage}, OwnCity},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := open
			tt.change(&e)
			in := Input{Entries: []Entry{e}, Judges: []Judge{judge}}
			for _, r := range tt.bars {
				in.Bars = append(in.Bars, Bar{"j", "e", r})
			}
			if got, barred := in.Bar("j", "e"); got != tt.want || barred != (tt.want != "") {
				t.Errorf("got %q %v, want %q", got, barred, tt.want)
			}
		})
	}
	if why, barred := small().Bar("ana", "nowhere"); why != Unknown || !barred {
		t.Error("an unknown entry must be barred")
	}
}

func TestFaultNamesItsRow(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Input)
		want   RowError
	}{
		{"no id", func(in *Input) { in.Entries[2].ID = "" }, RowError{Kind: ErrNoID, List: "entries", Row: 2, Field: "id"}},
		{"entry twice", func(in *Input) { in.Entries[1].ID = "seoul" }, RowError{Kind: ErrDuplicate, List: "entries", Row: 1, Field: "id", Entry: "seoul"}},
		{"judge twice", func(in *Input) { in.Judges[2].ID = "ana" }, RowError{Kind: ErrDuplicate, List: "judges", Row: 2, Field: "id", Judge: "ana"}},
		{"negative need", func(in *Input) { in.Entries[0].Need = -1 }, RowError{Kind: ErrNegative, List: "entries", Field: "need", Entry: "seoul"}},
		{"negative load", func(in *Input) { in.Judges[1].Max = -2 }, RowError{Kind: ErrNegative, List: "judges", Row: 1, Field: "max", Judge: "bo"}},
		{"minimum over maximum", func(in *Input) { in.Judges[1].Min = 4 }, RowError{Kind: ErrRange, List: "judges", Row: 1, Field: "min", Judge: "bo"}},
		{"level", func(in *Input) { in.Judges[0].Level = map[string]int{"x": 10} }, RowError{Kind: ErrRange, List: "judges", Field: "level", Judge: "ana"}},
		{"weight", func(in *Input) { in.Policy.Weights.Even = 10_001 }, RowError{Kind: ErrRange, List: "policy.weights", Field: "even"}},
		{"bar of a stranger", func(in *Input) { in.Bars = []Bar{{"eve", "seoul", Recused}} }, RowError{Kind: ErrUnknownID, List: "bars", Field: "judge", Judge: "eve", Entry: "seoul", Reason: Recused}},
		{"bar without reason", func(in *Input) { in.Bars = []Bar{{"ana", "seoul", ""}} }, RowError{Kind: ErrReason, List: "bars", Field: "reason", Judge: "ana", Entry: "seoul"}},
		{"needs whose sum runs over", func(in *Input) {
			in.Judges[1].Min, in.Judges[1].Max = 100_000, 100_000
			for i := range 4000 {
				in.Entries = append(in.Entries, Entry{ID: fmt.Sprint("e", i), Need: 90_000})
			}
			in.Entries[9].Need = 100_000
		}, RowError{Kind: ErrRange, List: "entries", Row: 9, Field: "need", Entry: "e6"}},
		{"more judges than the engine counts", func(in *Input) {
			for i := range 100_000 {
				in.Judges = append(in.Judges, Judge{ID: fmt.Sprint("j", i)})
			}
		}, RowError{Kind: ErrRange, List: "judges", Row: 100_000, Judge: "j99997"}},
		{"locked on nothing", func(in *Input) { in.Locked = []Pair{{"ana", "oslo"}} }, RowError{Kind: ErrUnknownID, List: "locked", Field: "entry", Judge: "ana", Entry: "oslo"}},
		{"locked twice", func(in *Input) { in.Locked = []Pair{{"ana", "lyon"}, {"ana", "lyon"}} }, RowError{Kind: ErrDuplicate, List: "locked", Row: 1, Judge: "ana", Entry: "lyon"}},
		{"locked and barred", func(in *Input) { in.Locked = []Pair{{"ana", "lyon"}, {"kim", "seoul"}} }, RowError{Kind: ErrLockedBarred, List: "locked", Row: 1, Judge: "kim", Entry: "seoul", Reason: OwnCountry}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := small()
			tt.change(&in)
			_, err := Propose(context.Background(), in)
			var row *RowError
			if !errors.As(err, &row) || *row != tt.want || !errors.Is(err, tt.want.Kind) {
				t.Errorf("got %+v, want %+v", row, tt.want)
			}
			if _, err := Review(in, nil); !errors.Is(err, tt.want.Kind) {
				t.Errorf("review says %v", err)
			}
		})
	}
}

func TestFitOutOfRangeOfCallersRowsIsNamed(t *testing.T) {
	for _, most := range []int{0, 1} {
		in := small()
		in.Policy.CountryMost = most
		in.Rows = func(e int, fit []int32) {
			clear(fit)
			if e == 1 {
				fit[2] = 200_000
			}
		}
		want := RowError{Kind: ErrRange, List: "rows", Row: 1, Judge: in.Judges[2].ID, Entry: in.Entries[1].ID}
		var row *RowError
		if _, err := Propose(context.Background(), in); !errors.As(err, &row) || *row != want {
			t.Errorf("got %+v, want %+v", row, want)
		}
	}
}

func TestRowErrorReadsInALog(t *testing.T) {
	err := &RowError{Kind: ErrLockedBarred, List: "locked", Row: 1, Judge: "kim", Entry: "seoul", Reason: OwnCountry}
	want := `assign: locked seat is barred: locked[1] judge "kim" entry "seoul" (own_country)`
	if err.Error() != want {
		t.Errorf("got %s", err)
	}
}

func TestCancelledProposalGivesWhatItHas(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	plan, err := Propose(ctx, small())
	if !errors.Is(err, ErrCancelled) || !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if plan.Needed != 6 || plan.Filled > 6 {
		t.Errorf("plan %+v", plan)
	}
}

func TestReviewTypesEachProblem(t *testing.T) {
	in := small()
	in.Judges[0].Max, in.Judges[1].Min = 1, 2
	in.Locked = []Pair{{"bo", "quito"}}
	report, err := Review(in, []Pair{
		{"kim", "seoul"},
		{"ana", "lyon"},
		{"ana", "lyon"},
		{"ana", "quito"},
		{"eve", "lyon"},
		{"bo", "lyon"},
		{"kim", "lyon"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []Problem{
		{Kind: SeatUnknown, Judge: "eve", Entry: "lyon"},
		{Kind: SeatTwice, Judge: "ana", Entry: "lyon"},
		{Kind: SeatBarred, Judge: "kim", Entry: "seoul", Reason: OwnCountry},
		{Kind: LockedMissing, Judge: "bo", Entry: "quito"},
		{Kind: OverMax, Judge: "ana", Have: 2, Want: 1},
		{Kind: EntryShort, Entry: "quito", Have: 1, Want: 2},
		{Kind: EntryShort, Entry: "seoul", Have: 0, Want: 2},
		{Kind: EntryOver, Entry: "lyon", Have: 3, Want: 2},
		{Kind: UnderMin, Judge: "bo", Have: 1, Want: 2},
	}
	if !reflect.DeepEqual(report.Problems, want) {
		t.Errorf("got  %+v\nwant %+v", report.Problems, want)
	}
	if !report.Stops() || report.Filled != 3 || report.Needed != 6 {
		t.Errorf("stops %v, filled %d of %d", report.Stops(), report.Filled, report.Needed)
	}
}

func TestInputAndPlanSurviveJSON(t *testing.T) {
	in := small()
	in.Bars, in.Policy.Seed = []Bar{{"ana", "quito", Recused}}, 7
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var back Input
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if a, b := propose(t, in), propose(t, back); a.Hash() != b.Hash() || len(a.Hash()) != 64 {
		t.Errorf("hashes %s and %s", a.Hash(), b.Hash())
	}
}

func TestEmptyInputGivesAnEmptyPlan(t *testing.T) {
	if plan := propose(t, Input{}); plan.Needed != 0 || len(plan.Seats) != 0 || plan.Seats == nil {
		t.Errorf("got %+v", plan)
	}
	plan := propose(t, Input{Entries: []Entry{{ID: "a", Need: 2}}})
	if len(plan.Unfilled) != 1 || plan.Unfilled[0].Missing != 2 {
		t.Errorf("without judges: %+v", plan.Unfilled)
	}
}
