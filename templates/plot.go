package templates

import (
	"slices"
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

// Bracket is the part of a bracket that one row draws: a line from From to To at
// X, and where it begins or ends a tick.
type Bracket struct {
	X, From, To int
	Tick        bool
}

const (
	laneWide = 12  // pixels from bracket to bracket
	rowHalf  = 20  // the middle of a row of one line
	rowOver  = 160 // pixels over the edge of a row, so that a bracket crosses tall rows too
)

// Bracket draws a bracket in a lane beside the rows from first to last.
func (p *Intervals) Bracket(lane, first, last int) {
	p.Lanes = max(p.Lanes, lane+1)
	for i := first; i <= last; i++ {
		b := Bracket{X: lane*laneWide + 2, From: -rowOver, To: rowOver}
		if i == first {
			b.From, b.Tick = rowHalf, true
		}
		if i == last {
			b.To, b.Tick = rowHalf, true
		}
		p.Rows[i].Brackets = append(p.Rows[i].Brackets, b)
	}
}

// Wide is the width of all lanes in pixels.
func (p Intervals) Wide() int { return p.Lanes * laneWide }

// Histogram shows how often each value was taken, a row for each thing. Part
// "histogram"; add rows with Add.
type Histogram struct {
	Title, Caption string
	Ticks          []string // below the columns; "" for none
	Rows           []HistogramRow
}

// HistogramRow is the columns of one thing with a text behind them.
type HistogramRow struct {
	Label, Text string
	Bars        []HistogramBar
}

// HistogramBar is one column: its place and width as percentages, its top and
// height in pixels.
type HistogramBar struct {
	X, Width  string
	Y, Height int
}

const histogramHigh = 36

// Add adds a row of counts.
func (h *Histogram) Add(label, text string, counts []int) {
	row := HistogramRow{Label: label, Text: text}
	most := max(1, slices.Max(counts))
	slot := 1 / float64(len(counts))
	for i, n := range counts {
		high := (n*histogramHigh + most - 1) / most
		row.Bars = append(row.Bars, HistogramBar{X: percentage(slot * (float64(i) + .1)), Width: percentage(slot * .8), Y: histogramHigh - high + 2, Height: high})
	}
	h.Rows = append(h.Rows, row)
}

// Middle is the place of the middle of a column.
func (h Histogram) Middle(i int) string {
	return percentage((float64(i) + .5) / float64(len(h.Ticks)))
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
