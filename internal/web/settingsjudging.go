package web

import (
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// judgingPart are the rules of panels. What is said of the first round is closed
// once a scoresheet exists: judges have begun under it.
var judgingPart = settingsPart{
	name: "judging", fill: fillJudging, edit: editJudging,
	back: func(v *visit) string { return v.settingsPath("judging") },
}

func editJudging(_ *visit, values form.Values, e *award.Edition) (award.Invalid, func(string) string) {
	faults := award.Invalid{}
	if values.Has("judges_per_entry") {
		e.Panel.JudgesPerEntry, e.Panel.MinScores = values.Int("judges_per_entry", faults), values.Int("min_valid_scores", faults)
		e.Panel.NoOwnCountry = values.Bool("no_own_country")
	}
	e.Panel.MinSecond = 0
	if values.Text("min_valid_scores_round_2") != "" {
		e.Panel.MinSecond = values.Int("min_valid_scores_round_2", faults)
	}
	e.Panel.CommentsSecond = values.Bool("comments_visible_round_2")
	return faults, lastKey
}

// lastKey is the end of a path of the edition, by which a field is named.
func lastKey(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

func fillJudging(v *visit, set office.Settings, sheet *form.Sheet, p *settingsPartPage) {
	panel, begun := set.Edition.Panel, set.Use.Sheets > 0
	number := func(name string, value int, closed, optional bool, hint string) {
		p.Fields = append(p.Fields, sheet.Add(templates.Field{
			Kind: templates.Number, InputMode: "numeric", Name: name, Label: v.label(name), Hint: hint, Value: digits(value), Short: true, Closed: closed, Optional: optional,
		}))
	}
	tick := func(name, label string, on, closed bool) {
		f := templates.Field{Kind: templates.Checks, Name: name, Label: label, Quiet: true, Closed: closed, Options: []templates.Option{{Value: "yes", Text: label}}}
		if on {
			f.Values = []string{"yes"}
		}
		p.Fields = append(p.Fields, sheet.Add(f))
	}
	number("judges_per_entry", panel.JudgesPerEntry, begun, false, "")
	number("min_valid_scores", panel.MinScores, begun, false, "")
	tick("no_own_country", v.Words.T("settings.judging.country"), panel.NoOwnCountry, begun)
	number("min_valid_scores_round_2", panel.MinSecond, false, true, v.Words.T("settings.judging.second_hint"))
	tick("comments_visible_round_2", v.Words.T("settings.judging.comments"), panel.CommentsSecond, false)
}
