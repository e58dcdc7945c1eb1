package award_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"we-gov.org/awards/internal/award"
)

func TestExplanationAddsUpOnPaper(t *testing.T) {
	x := award.Explain([]award.ExplainedScore{{7, -0.1}, {6, 0.4}, {8, 0}, {8, 0.6}}, 0.41)
	if x.Raw != 7.25 || x.Official != 7.475 || x.Margin != 0.41 || !x.Corrected() {
		t.Errorf("explained as %+v", x)
	}
	if x.Scores[0].Total != 8 || x.Scores[3].Total != 6 {
		t.Errorf("the scores stand as %+v", x.Scores)
	}
	r := rand.New(rand.NewPCG(2027, 3)) //nolint:gosec // nothing secret
	for range 1000 {
		scores := make([]award.ExplainedScore, 1+r.IntN(9))
		for i := range scores {
			scores[i] = award.ExplainedScore{Total: 1 + 4*r.Float64(), Correction: r.Float64() - .5}
		}
		x, totals, official := award.Explain(scores, 0), 0.0, 0.0
		for _, s := range x.Scores {
			totals, official = totals+s.Total, official+s.Total+s.Correction
		}
		n := float64(len(scores))
		if math.Abs(totals/n-x.Raw) > .0005001 || math.Abs(official/n-x.Official) > .0005001 {
			t.Fatalf("%+v does not add up: %f, %f", x, totals/n, official/n)
		}
	}
}

func TestExplanationDoesNotTellInWhichOrderJudgesCame(t *testing.T) {
	scores := []award.ExplainedScore{{3, .1}, {4, 0}, {3, -.1}, {2, 0}}
	want := award.Explain(scores, 0)
	slices.Reverse(scores)
	if got := award.Explain(scores, 0); !slices.Equal(got.Scores, want.Scores) {
		t.Errorf("%v and %v", got, want)
	}
	if a, b := award.Shuffled("e", []string{"x", "y", "z"}), award.Shuffled("e", []string{"z", "x", "y"}); !slices.Equal(a, b) {
		t.Errorf("%v and %v", a, b)
	}
}

func TestBandsAreThirdsOfTheOrder(t *testing.T) {
	want := []award.Band{"upper", "upper", "upper", "middle", "middle", "middle", "lower", "lower"}
	for i, w := range want {
		if got := award.BandOf(i+1, 8, false); got != w {
			t.Errorf("place %d of 8 is %s, not %s", i+1, got, w)
		}
	}
	if award.BandOf(2, 8, true) != award.BandFinalist || award.BandOf(0, 8, false) != award.BandUnplaced || award.BandOf(1, 1, false) != award.BandUpper {
		t.Error("finalists, the unplaced or the only one are told something else")
	}
}

func TestCriteriaAreToldInWords(t *testing.T) {
	e := &award.Edition{Scale: award.Scale{Min: 1, Max: 5, Step: .5}, Criteria: []award.Criterion{{Key: "need"}, {Key: "impact"}, {Key: "people"}, {Key: "new"}}}
	all := e.ExplainCriteria(map[string]float64{"need": 4, "impact": 3, "people": 2.999})
	if len(all) != 3 || all[0].Word != award.Strength || all[1].Word != award.Solid || all[2].Word != award.Gap {
		t.Errorf("told as %+v", all)
	}
	c := award.Criterion{Anchors: []award.Anchor{{Score: 1, Text: "a"}, {Score: 3, Text: "b"}, {Score: 5, Text: "c"}}}
	for score, want := range map[float64][3]string{1: {"a", "b", "more"}, 2: {"a", "b", "more"}, 2.1: {"b", "c", "more"}, 4.5: {"c", "", ""}} {
		at, next, more := c.Near(score)
		if at.Text != want[0] || more && next.Text != want[1] || more != (want[2] != "") {
			t.Errorf("%g is near %q, then %q (%v)", score, at.Text, next.Text, more)
		}
	}
}
