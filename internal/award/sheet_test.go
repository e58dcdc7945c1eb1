package award

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func scored() *Edition {
	return &Edition{
		Scale: Scale{Min: 1, Max: 5, Step: 0.5}, Comments: CommentRule{Below: 2, AtLeast: 5, Overall: true},
		Criteria: []Criterion{{Key: "need", Weight: 15}, {Key: "impact", Weight: 25}, {Key: "people", Weight: 60}},
	}
}

func TestTotalIsTheWeightedMeanOnTheScale(t *testing.T) {
	e := scored()
	s := Scoresheet{Scores: map[string]float64{"need": 2, "impact": 3.5, "people": 4}}
	total, complete := s.Total(e)
	if !complete || total != 3.575 || e.Scale.Percent(total) != 64.375 {
		t.Errorf("total %v of %v, %v percent", total, complete, e.Scale.Percent(total))
	}
	if e.Scale.Percent(1) != 0 || e.Scale.Percent(5) != 100 {
		t.Error("the ends of the scale are not 0 and 100")
	}
}

func TestTotalOfAnUnfinishedSheetIsNoNumber(t *testing.T) {
	s := Scoresheet{Scores: map[string]float64{"need": 5, "impact": 5}}
	if total, complete := s.Total(scored()); complete || total != 0 {
		t.Errorf("missing counts as a score: %v", total)
	}
	if s.Scored(scored()) != 2 {
		t.Errorf("%d scored", s.Scored(scored()))
	}
}

func TestEqualScoresGiveTheTotalItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := scored()
		v := rapid.SampledFrom(e.Scale.Stops()).Draw(t, "score")
		s := Scoresheet{Scores: map[string]float64{}}
		for i := range e.Criteria {
			e.Criteria[i].Weight = rapid.IntRange(1, 90).Draw(t, "weight")
			s.Scores[e.Criteria[i].Key] = v
		}
		if total, _ := s.Total(e); total != v {
			t.Errorf("all %v give %v", v, total)
		}
	})
}

func TestReasonsAndCommentAreBounded(t *testing.T) {
	long := strings.Repeat("가", ReasonMax+1)
	s := Scoresheet{Reasons: map[string]string{"need": long, "nothing": "x"}, Comment: strings.Repeat("x", CommentMax)}
	faults := s.CheckTexts(scored())
	if len(faults) != 2 || faults["reason.need"].Key != "judge.fault.too_long" || faults["reason.nothing"].Key != "judge.fault.criterion_unknown" {
		t.Errorf("faults %v", faults)
	}
}

func TestCommitmentBindsTheWholeSheet(t *testing.T) {
	s := Scoresheet{Seat: "s", Scores: map[string]float64{"need": 3}, Reasons: map[string]string{}, Salt: "a"}
	base := s.Commitment()
	for name, change := range map[string]func(*Scoresheet){
		"seat":    func(s *Scoresheet) { s.Seat = "t" },
		"score":   func(s *Scoresheet) { s.Scores = map[string]float64{"need": 3.5} },
		"reason":  func(s *Scoresheet) { s.Reasons = map[string]string{"need": "x"} },
		"comment": func(s *Scoresheet) { s.Comment = "x" },
		"salt":    func(s *Scoresheet) { s.Reseal() },
	} {
		other := s
		change(&other)
		if other.Commitment() == base {
			t.Errorf("another %s gives the same commitment", name)
		}
	}
	s.Version, s.Changed = 9, 9
	if s.Commitment() != base {
		t.Error("the version changes the commitment")
	}
}

func TestJudgesReadWhatBearsOnAScore(t *testing.T) {
	for _, c := range []struct {
		q    Question
		want bool
	}{
		{Question{Section: "results", Kind: LongText, Public: true}, true},
		{Question{Section: "transfer", Kind: ShortText}, true}, // a demo account for judges
		{Question{Section: SectionContacts, Kind: ShortText, Public: true}, false},
		{Question{Section: SectionPublication, Kind: Choices}, false},
		{Question{Section: "results", Kind: Consents}, false},
	} {
		if c.q.JudgesSee() != c.want {
			t.Errorf("%v: seen %v", c.q, !c.want)
		}
	}
}

func TestEveryTieBarsAndTheClosestIsNamed(t *testing.T) {
	e := &Edition{Panel: PanelRule{NoOwnCountry: true}}
	entry, city := Entry{ID: "e", City: "c"}, City{ID: "c", Name: "Port Oriel", Country: "AU"}
	for _, c := range []struct {
		name string
		ties Ties
		want Bar
	}{
		{"none", Ties{Judge: Judge{Countries: []string{"KE"}, Organisations: []string{"Port"}}}, NoBar},
		{"country", Ties{Judge: Judge{Countries: []string{"KE", "AU"}}}, BarCountry},
		{"organisation", Ties{Judge: Judge{Organisations: []string{" port oriel "}}}, BarOrganisation},
		{"city", Ties{Judge: Judge{Cities: []ID{"c"}, Countries: []string{"AU"}}}, BarCity},
		{"member", Ties{Memberships: []Membership{{City: "c"}}}, BarMember},
		{"entry", Ties{Conflicts: []Conflict{{Entry: "e"}}}, BarDeclared},
		{"other entry of the city", Ties{Conflicts: []Conflict{{Entry: "f", City: "c"}}}, NoBar},
		{"whole city", Ties{Conflicts: []Conflict{{City: "c"}}, Memberships: []Membership{{City: "c"}}}, BarDeclared},
	} {
		if got := c.ties.To(e, entry, city); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	e.Panel.NoOwnCountry = false
	if got := (Ties{Judge: Judge{Countries: []string{"AU"}}}).To(e, entry, city); got != NoBar {
		t.Errorf("an edition without the rule bars by %q", got)
	}
}
