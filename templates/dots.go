package templates

import "math"

// Dots are a person's own totals from 0 to 100 on one line, equal ones above
// each other. Part "dots"; make it with NewDots.
type Dots struct {
	Title, Caption string
	Height         int
	Marks          []Dot
	Ticks          []Tick
}

// Dot is one total: its place along the line and its height in pixels.
type Dot struct {
	X string
	Y int
}

const (
	dotStep   = 20 // pixels between dots above each other
	dotNearby = 2  // totals nearer than this share a column
	dotMost   = 6  // dots above each other
)

// NewDots places totals, which must rise; those near each other are stacked.
func NewDots(title, caption string, totals []float64) *Dots {
	d := &Dots{Title: title, Caption: caption}
	level, column, highest := 0, math.Inf(-1), 0
	for _, v := range totals {
		if v-column < dotNearby {
			level = min(level+1, dotMost)
		} else {
			level, column = 0, v
		}
		highest = max(highest, level)
		d.Marks = append(d.Marks, Dot{X: dotPlace(v), Y: level})
	}
	d.Height = (highest+1)*dotStep + 12
	for i := range d.Marks {
		d.Marks[i].Y = d.Height - 14 - d.Marks[i].Y*dotStep
	}
	for _, at := range []float64{0, 25, 50, 75, 100} {
		d.Ticks = append(d.Ticks, Tick{At: at})
	}
	return d
}

// Along is the place of a value as a percentage that leaves room for the dots at
// both ends.
func (d Dots) Along(v float64) string { return dotPlace(v) }

func dotPlace(v float64) string { return percentage(0.02 + 0.96*v/100) }
