package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/templates"
)

// letterView is what a city reads of what the jury made of its entry. Part
// "letter".
type letterView struct {
	Band, Text string
	Round      string
	Place      string
	Scores     []letterScore
	Sum        letterScore
	Corrected  bool
	Steps      []string // how to add it up
	Strengths  []letterCriterion
	Gaps       []letterCriterion
	Solid      []letterCriterion
	Comments   []string
	Alike      []templates.Link
}

// letterScore is one judge's weighted total under a number that says nothing.
type letterScore struct{ Name, Total, Correction, Counts string }

type letterCriterion struct {
	Mean, Weight string
	Name         templates.Spoken
	At, Next     string // anchors in words
}

type entryLetterView struct {
	templates.Frame
	Heading, About string
	Letter         letterView
}

// entryLetter shows a city what the jury made of its entry, once it is released.
func entryLetter(s *Site, v *visit) error {
	o, l, err := s.Intake.Letter(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	v.in(o.Edition)
	view := entryLetterView{Frame: v.frame(v.Words.T("letter.title")), Heading: v.titleOf(o.Entry), About: v.aboutEntry(o)}
	view.Crumbs = v.crumbs(v.Words.T("entry.mine"), "/my/entries", o.Entry.Reference, entryPath(o.Entry.Reference, ""), v.Words.T("letter.title"), "")
	view.Scripts = []string{"print"}
	view.Letter, err = v.letterView(o.Edition, o.Entry, l)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "entry_result", view)
}

func (v *visit) letterView(e *award.Edition, entry award.Entry, l award.Letter) (letterView, error) {
	category, _ := e.Category(entry.Category)
	e = v.in(e)
	w := v.Words
	view := letterView{Band: v.bandText(e, l), Text: w.T("letter.band_text." + string(l.Band)), Comments: l.Comments}
	view.Round = w.T("letter.round_"+strconv.Itoa(l.Round), "Count", len(l.Score.Scores))
	if l.Rank > 0 {
		view.Place = w.T("letter.place", "Rank", l.Rank, "Count", l.Of)
	}
	v.letterScores(&view, e, l.Score)
	for _, c := range l.Criteria {
		criterion, there := e.Criterion(c.Key)
		if !there {
			continue
		}
		at, next, more := criterion.Near(c.Mean)
		row := letterCriterion{Name: v.spoken(criterion.Name), Mean: w.Fixed(c.Mean, 2), Weight: w.Percent(float64(criterion.Weight) / 100), At: at.Text}
		if more {
			row.Next = next.Text
		}
		switch c.Word {
		case award.Strength:
			view.Strengths = append(view.Strengths, row)
		case award.Gap:
			view.Gaps = append(view.Gaps, row)
		default:
			view.Solid = append(view.Solid, row)
		}
	}
	practices, err := v.site.Library.Alike(v.ctx(), entry.City, category, entry.Title, 5)
	for _, p := range practices {
		view.Alike = append(view.Alike, templates.Link{Text: p.Title, URL: v.to("/library/" + p.Slug), About: w.T("letter.alike_of", "City", p.CityName, "Year", strconv.Itoa(p.Year))})
	}
	return view, err
}

// letterScores writes the scores so that they add up with a calculator: totals
// with all their decimals, the correction of each where there is one, the sums, and
// what they come to by their number with two decimals.
func (v *visit) letterScores(view *letterView, e *award.Edition, x award.Explanation) {
	w, decimals := v.Words, x.Decimals()
	signed := func(n float64) string {
		if n > 0 {
			return "+" + w.Fixed(n, decimals)
		}
		return w.Fixed(n, decimals)
	}
	view.Corrected = x.Corrected()
	totals, counts := 0.0, 0.0
	for i, s := range x.Scores {
		totals, counts = totals+s.Total, counts+s.Total+s.Correction
		row := letterScore{Name: w.T("letter.score_name", "Number", i+1), Total: w.Fixed(s.Total, decimals)}
		if view.Corrected {
			row.Correction, row.Counts = signed(s.Correction), w.Fixed(s.Total+s.Correction, decimals)
		}
		view.Scores = append(view.Scores, row)
	}
	view.Sum = letterScore{Name: w.T("letter.sum"), Total: w.Fixed(totals, decimals)}
	if view.Corrected {
		view.Sum.Counts = w.Fixed(counts, decimals)
	}
	view.Steps = []string{w.T("letter.step_total", "Min", w.Number(e.Scale.Min), "Max", w.Number(e.Scale.Max))}
	if view.Corrected {
		view.Steps = append(view.Steps, w.T("letter.step_correction"))
	}
	view.Steps = append(view.Steps, w.T("letter.step_mean", "Sum", w.Fixed(counts, decimals), "Number", len(x.Scores), "Official", w.Fixed(x.Official, 2)))
	if view.Corrected {
		view.Steps = append(view.Steps, w.T("letter.step_raw", "Sum", w.Fixed(totals, decimals), "Number", len(x.Scores), "Raw", w.Fixed(x.Raw, 2)))
	}
	if x.Margin >= 0.005 {
		view.Steps = append(view.Steps, w.T("letter.step_margin", "Margin", w.Fixed(x.Margin, 2)))
	}
}
