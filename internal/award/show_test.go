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
		award.PartWelcome, award.CueTitle, award.CueFinalists, award.CuePause,
		award.CueReveal, award.CueReveal, award.CueReveal, award.CueWinners, award.PartClosing,
	}
	if !slices.Equal(kinds, want) {
		t.Fatalf("cues are %v, want %v", kinds, want)
	}
	if got := cues[2].Faces[0].City; got != "alfa" {
		t.Errorf("finalists begin with %q: they stand by name, so that the order tells nothing", got)
	}
	if n := len(cues[5].Faces); n != 0 {
		t.Errorf("a prize that is withheld names %d", n)
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
	s.Move("-closing", 1)
	e.Categories = append(e.Categories[1:], award.Category{Key: "divide", Name: "Digital Divide"})
	s.Follow(e)
	var keys []string
	for _, p := range s.Parts {
		keys = append(keys, p.Key)
	}
	want := []string{"-welcome", "open", "divide", "-winners", "-closing"}
	if !slices.Equal(keys, want) {
		t.Errorf("parts are %v, want %v", keys, want)
	}
}

func TestNumberOfCuesTellsNothingOfTheResult(t *testing.T) {
	e := sampleEdition()
	s := award.NewShow(e)
	s.Parts[1].Modes = map[string]award.Mode{"best": award.ModeCitation, "outstanding": award.ModePhoto}
	s.Parts[2].Modes = map[string]award.Mode{"outstanding": award.ModeList}
	outline := s.Outline(e)
	order := []award.Standing{{Entry: "a", Rank: 1}, {Entry: "b", Rank: 2}, {Entry: "c", Rank: 3}, {Entry: "d", Rank: 4}}
	given := func(prize string, rank int, outcome award.Outcome, entries ...award.ID) (won []award.PrizeWon) {
		for _, id := range entries {
			won = append(won, award.PrizeWon{Prize: prize, Rank: rank, Outcome: outcome, Entry: id})
		}
		return won
	}
	for name, won := range map[string][]award.PrizeWon{
		"given":       slices.Concat(given("best", 1, award.Given, "a"), given("outstanding", 2, award.Given, "b", "c")),
		"shared":      slices.Concat(given("best", 1, award.Shared, "a", "b"), given("outstanding", 2, award.Given, "c", "d")),
		"shared 2":    slices.Concat(given("best", 1, award.Given, "a"), given("outstanding", 2, award.Given, "b"), given("outstanding", 2, award.Shared, "c", "d")),
		"withheld":    slices.Concat(given("best", 1, award.Withheld, ""), given("outstanding", 2, award.Given, "a"), given("outstanding", 2, award.Withheld, "")),
		"not decided": nil,
		"one more":    slices.Concat(given("best", 1, award.Given, "a"), given("outstanding", 2, award.Given, "b", "c", "d")),
	} {
		results := map[string]award.Result{}
		for _, c := range e.Categories {
			results[c.Key] = award.Result{Category: c.Key, Standings: order, Prizes: won}
		}
		cues := s.Cues(e, results, face)
		if len(cues) != len(outline) {
			t.Fatalf("%s: %d cues, the outline has %d", name, len(cues), len(outline))
		}
		named := map[award.ID]bool{}
		for i, c := range cues {
			if o := outline[i]; c.Kind != o.Kind || c.Prize != o.Prize || c.Seconds != o.Seconds || c.Secret() != o.Secret() || c.Part.Key != o.Part.Key {
				t.Errorf("%s: cue %d is a %s of %q, the outline has a %s of %q", name, i, c.Kind, c.Prize.Key, o.Kind, o.Prize.Key)
			}
			if len(outline[i].Faces) > 0 {
				t.Errorf("the outline names somebody at cue %d", i)
			}
			for _, f := range c.Faces {
				if c.Kind == award.CueReveal && c.Category.Key == "services" {
					named[f.Entry] = true
				}
			}
		}
		for _, w := range won {
			if w.Entry != "" && !named[w.Entry] {
				t.Errorf("%s: nobody sees %s", name, w.Entry)
			}
		}
	}
}

func TestRunSheetTakesFreePartsAndNoOthers(t *testing.T) {
	e := sampleEdition()
	s := award.NewShow(e)
	if first, second := s.Add(award.PartSpeech), s.Add(award.PartSpeech); first != "-speech" || second != "-speech-2" {
		t.Errorf("two speeches are %q and %q", first, second)
	}
	if key := s.Add("fireworks"); key != "" {
		t.Errorf("a part of no kind is added as %q", key)
	}
	s.Remove("-speech")
	s.Remove("open")
	if err := s.Check(e); err != nil {
		t.Errorf("the run sheet is refused: %v", err)
	}
	if last := s.Parts[len(s.Parts)-2]; last.Key != "-speech-2" || last.Kind() != award.PartSpeech {
		t.Errorf("before the closing stands %q", last.Key)
	}
	for name, spoil := range map[string]func(*award.Show){
		"twice":      func(s *award.Show) { s.Parts = append(s.Parts, s.Parts[1]) },
		"missing":    func(s *award.Show) { s.Parts = slices.Delete(s.Parts, 1, 2) },
		"unknown":    func(s *award.Show) { s.Parts = append(s.Parts, award.Part{Key: "-fireworks", Seconds: 60}) },
		"no seconds": func(s *award.Show) { s.Parts[0].Seconds = 0 },
		"a path":     func(s *award.Show) { s.Parts[0].File = "../secret.mp4" },
		"no mode":    func(s *award.Show) { s.Parts[1].Modes = map[string]award.Mode{"best": "sung"} },
	} {
		spoilt := s
		spoilt.Parts = slices.Clone(s.Parts)
		if spoil(&spoilt); spoilt.Check(e) == nil {
			t.Errorf("%s: nothing is said", name)
		}
	}
}
