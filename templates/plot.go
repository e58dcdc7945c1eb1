package templates

import (
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// Pictures are drawn by the server as rows of a table, each with a line of SVG
// placed in percentages: no script, no style attribute, the numbers beside
// them, and the same on paper.

// share is a part of a whole as a percentage of SVG.
func share(part, whole float64) string {
	if whole <= 0 {
		return "0%"
	}
	return percentage(part / whole)
}

// Along is the place of a value on the axis as a percentage; what lies outside
// is drawn at the end.
func (p Intervals) Along(v float64) string {
	if p.Max <= p.Min {
		return "0%"
	}
	return percentage((v - p.Min) / (p.Max - p.Min))
}

// HasMean reports whether a line is drawn for the mean.
func (p Intervals) HasMean() bool { return p.Mean != nil }

// MeanAt is the place of the mean.
func (p Intervals) MeanAt() string {
	if p.Mean == nil {
		return "0%"
	}
	return p.Along(*p.Mean)
}

func percentage(share float64) string {
	return strconv.FormatFloat(100*min(1, max(0, share)), 'f', 2, 64) + "%"
}

// Asks reports whether the reason of a score is shown from the start.
func (s Scale) Asks() bool {
	return s.Reason != nil && (s.Asked || s.Reason.Value != "" || s.Reason.Fault != "")
}

// NewScale makes the radios of a criterion from the scale of its edition;
// chosen is nil for a criterion that was not scored. Each anchor appears with
// the scores next to it.
func NewScale(w *locale.Words, scale award.Scale, c award.Criterion, chosen *float64) Scale {
	s := Scale{Name: c.Key, ID: "c-" + c.Key, Legend: c.Name, Weight: w.Percent(float64(c.Weight) / 100)}
	for _, stop := range scale.Stops() {
		s.Stops = append(s.Stops, Stop{
			Value: scoreValue(stop), Text: w.Number(stop),
			Half: stop != float64(int(stop)), Chosen: chosen != nil && *chosen == stop,
		})
	}
	for i, a := range c.Anchors {
		anchor := Anchor{At: w.Number(a.Score), Text: a.Text}
		for _, stop := range scale.Stops() {
			if nextTo(c.Anchors, i, stop) {
				anchor.For += scoreValue(stop) + " "
			}
		}
		s.Anchors = append(s.Anchors, anchor)
	}
	return s
}

// nextTo reports whether an anchor is the nearest one at, below or above a score.
func nextTo(anchors []award.Anchor, i int, stop float64) bool {
	at := anchors[i].Score
	for _, other := range anchors {
		if other.Score == stop && at != stop {
			return false
		}
		if (at < other.Score && other.Score < stop) || (stop < other.Score && other.Score < at) {
			return false
		}
	}
	return true
}

func scoreValue(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
