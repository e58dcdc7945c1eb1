package award_test

import (
	"slices"
	"testing"

	"we-gov.org/awards/internal/award"
)

func sampleEdition() *award.Edition {
	return &award.Edition{
		ID: "e", Year: 2027, Finalists: 2,
		Categories: []award.Category{{Key: "services", Name: "Services"}, {Key: "open", Name: "Open City"}},
		Prizes:     []award.Prize{{Key: "best", Name: "Best", Rank: 1, PerCategory: 1}, {Key: "outstanding", Name: "Outstanding", Rank: 2, PerCategory: 2}},
	}
}

func face(id award.ID) award.Face { return award.Face{Entry: id, City: string(id)} }

func TestCuesRevealFromTheLowestPrizeAndLeaveOutWhatIsNotSealed(t *testing.T) {
	e := sampleEdition()
	results := map[string]award.Result{"services": {
		Standings: []award.Standing{{Entry: "zulu", Rank: 1}, {Entry: "alfa", Rank: 2}, {Entry: "mike", Rank: 3}},
		Prizes: []award.PrizeWon{
			{Prize: "best", Rank: 1, Outcome: award.Given, Entry: "zulu"},
			{Prize: "outstanding", Rank: 2, Outcome: award.Given, Entry: "alfa"},
			{Prize: "outstanding", Rank: 2, Outcome: award.Withheld},
		},
	}}
	cues := award.NewShow(e).Cues(e, results, face)
	var kinds []award.CueKind
	for _, c := range cues {
		kinds = append(kinds, c.Kind)
	}
	want := []award.CueKind{
		award.CueWelcome, award.CueTitle, award.CueFinalists, award.CuePause,
		award.CueReveal, award.CueWithheld, award.CueReveal, award.CueWinners, award.CueClosing,
	}
	if !slices.Equal(kinds, want) {
		t.Fatalf("cues are %v, want %v", kinds, want)
	}
	if got := cues[2].Faces[0].City; got != "alfa" {
		t.Errorf("finalists begin with %q: they stand by name, so that the order tells nothing", got)
	}
	if got := cues[6].Faces[0].City; got != "zulu" {
		t.Errorf("the last reveal is %q, want the winner of the highest prize", got)
	}
	if n := len(cues[7].Faces); n != 2 {
		t.Errorf("all winners shows %d, want 2", n)
	}
}

func TestShowFollowsItsEdition(t *testing.T) {
	e := sampleEdition()
	s := award.NewShow(e)
	s.Move("open", -1)
	s.Move(award.PartClosing, 1)
	e.Categories = append(e.Categories[1:], award.Category{Key: "divide", Name: "Digital Divide"})
	s.Follow(e)
	var keys []string
	for _, p := range s.Parts {
		keys = append(keys, p.Key)
	}
	want := []string{award.PartWelcome, "open", "divide", award.PartWinners, award.PartClosing}
	if !slices.Equal(keys, want) {
		t.Errorf("parts are %v, want %v", keys, want)
	}
}
