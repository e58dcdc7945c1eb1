package award

import (
	"math"
	"slices"
)

// neededStages are those that an edition cannot do without.
var neededStages = []string{StageSubmit, StageRound1, StageCeremony}

func (c editionCheck) scoring() {
	e := c.e
	if !e.Scale.sane() {
		c.faults.Add("scale", "edition.fault.scale")
		return
	}
	seen, total := c.list("criteria", len(e.Criteria), 1), 0
	for i, k := range e.Criteria {
		c.key(seen, at("criteria", i, "key"), k.Key)
		c.named(at("criteria", i, "name"), k.Name)
		c.between(at("criteria", i, "weight"), k.Weight, 1, 100)
		total += k.Weight
		c.anchors(i, k)
	}
	if total != 100 {
		c.faults.Add("criteria", "edition.fault.weights", "Total", total)
	}
	c.between("panel.judges_per_entry", e.Panel.JudgesPerEntry, 1, 50)
	c.between("panel.min_valid_scores", e.Panel.MinScores, 1, max(e.Panel.JudgesPerEntry, 1))
	c.between("panel.min_valid_scores_round_2", e.Panel.MinSecond, 0, 50)
	c.between("panel.from_pool", e.Panel.Pool, 0, 500)
	for _, limit := range []struct {
		field string
		score float64
	}{{"comments.below", e.Comments.Below}, {"comments.at", e.Comments.AtLeast}} {
		if limit.score != 0 && !e.Scale.Holds(limit.score) {
			c.faults.Add(limit.field, "edition.fault.off_scale", "Min", e.Scale.Min, "Max", e.Scale.Max)
		}
	}
	if !slices.Contains(ScoreMethods, e.Official()) {
		c.faults.Add("score_method", "edition.fault.score_method", "Method", string(e.ScoreMethod))
	}
	c.ties()
}

// sane holds for a rising scale of whole steps that a page can show.
func (s Scale) sane() bool {
	steps := (s.Max - s.Min) / s.Step
	return s.Step > 0 && s.Max > s.Min && steps <= 100 && math.Abs(steps-math.Round(steps)) < 1e-9
}

func (c editionCheck) anchors(i int, k Criterion) {
	before := math.Inf(-1)
	for j, a := range k.Anchors {
		field := at("criteria", i, at("anchors", j, "score"))
		switch {
		case !c.e.Scale.Holds(a.Score):
			c.faults.Add(field, "edition.fault.off_scale", "Min", c.e.Scale.Min, "Max", c.e.Scale.Max)
		case a.Score <= before:
			c.faults.Add(field, "edition.fault.anchor_order")
		}
		before = a.Score
		c.named(at("criteria", i, at("anchors", j, "text")), a.Text)
	}
}

func (c editionCheck) ties() {
	for i, step := range c.e.TieOrder {
		criterion, named := step.Criterion()
		_, there := c.e.Criterion(criterion)
		if !(named && there) && !slices.Contains([]TieStep{"first_places", "vote", "shared"}, step) {
			c.faults.Add(at("tie_order", i, ""), "edition.fault.tie", "Step", string(step))
		}
	}
}

// prizes: ranks count from 1 without a gap, each once.
func (c editionCheck) prizes() {
	seen := c.list("prizes", len(c.e.Prizes), 1)
	for i, p := range c.e.Prizes {
		c.key(seen, at("prizes", i, "key"), p.Key)
		c.named(at("prizes", i, "name"), p.Name)
		c.between(at("prizes", i, "per_category"), p.PerCategory, 1, 50)
		if p.Rank != i+1 {
			c.faults.Add(at("prizes", i, "rank"), "edition.fault.rank", "Rank", i+1)
		}
	}
}

// stages: in the order in which they open, none closing before it opens, none
// of the moments at midnight.
func (c editionCheck) stages() {
	seen := c.list("stages", len(c.e.Stages), 1)
	for i, s := range c.e.Stages {
		c.key(seen, at("stages", i, "key"), s.Key)
		c.text(at("stages", i, "note"), s.Note)
		c.moment(at("stages", i, "opens"), s.Opens)
		c.moment(at("stages", i, "closes"), s.Closes)
		if s.Closes < s.Opens {
			c.faults.Add(at("stages", i, "closes"), "edition.fault.closes_first")
		}
		if i > 0 && s.Opens < c.e.Stages[i-1].Opens {
			c.faults.Add(at("stages", i, "opens"), "edition.fault.stage_order")
		}
	}
	for _, key := range neededStages {
		if _, there := c.e.Stage(key); !there {
			c.faults.Add("stages", "edition.fault.stage_missing", "Stage", key)
		}
	}
	c.moment("ceremony", c.e.Ceremony)
	c.follows(StageRound1, StageSubmit)
	c.follows(StageRound2, StageRound1)
}

// follows: a stage opens only when another has closed.
func (c editionCheck) follows(later, earlier string) {
	i := slices.IndexFunc(c.e.Stages, func(s Stage) bool { return s.Key == later })
	before, there := c.e.Stage(earlier)
	if i >= 0 && there && c.e.Stages[i].Opens < before.Closes {
		c.faults.Add(at("stages", i, "opens"), "edition.fault.overlap_"+earlier)
	}
}

func (c editionCheck) moment(field string, t Time) {
	local := t.Std().In(c.e.Location())
	switch {
	case local.Year() < 2000 || local.Year() > 2200:
		c.faults.Add(field, "edition.fault.moment")
	case c.e.Midnight(t):
		c.faults.Add(field, "edition.fault.midnight")
	}
}

// Midnight reports whether an instant is at 00:00 in the official zone, which
// one reader takes for the day before and another for the day after.
func (e *Edition) Midnight(t Time) bool {
	local := t.Std().In(e.Location())
	return local.Hour() == 0 && local.Minute() == 0
}
