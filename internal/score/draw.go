package score

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// drawing draws what may be true of the entries of a component that are ranked, in
// cells of a count.
type drawing struct {
	*belief
	from     int       // place of its first entry among all that are ranked
	entries  []int     // that are ranked
	panels   []int     // the judges of all cells
	own      []float64 // per entry that is ranked: standard deviation
	severity []float64 // as drawn
	normal   []float64 // one for the variance, then one for each entry
}

// serves is how many fours of draws share one of what judges share.
const serves = 4

// draw counts Policy.Draws orders. A draw is used four times, with either sign of
// what judges share and of what is each entry's own: all four are as likely, and
// together they leave less to chance. What judges share serves several such fours:
// it is costly to draw and the least part of the doubt, so that a chance of being
// first differs between seeds as little as if it were drawn for each.
func (p *pool) draw(beliefs []belief, c *count) {
	c.span(beliefs)
	drawings := p.drawings(beliefs, c)
	r, n := newNormals(p.policy.Seed), len(c.centre)
	shared, sum, difference := make([]float64, n), make([]int32, n), make([]int32, n)
	for turn := 0; c.draws < p.policy.Draws; turn++ {
		for i := range drawings {
			d := &drawings[i]
			if turn%serves == 0 {
				d.drawShared(r, c.unit, shared)
			}
			d.drawOwn(r, shared, sum, difference)
		}
		for sign := 0; sign < 4 && c.draws < p.policy.Draws; sign++ {
			apart := [2][]int32{sum, difference}[sign/2]
			c.rank(apart, int32(1-sign%2*2))
		}
	}
	c.add()
}

// drawings give every entry that is ranked its place in the count.
func (p *pool) drawings(beliefs []belief, c *count) []drawing {
	var all []drawing
	for i, f := range p.parts {
		b := &beliefs[i]
		d := drawing{belief: b, from: len(c.centre), severity: make([]float64, b.judges)}
		for _, cell := range b.cells {
			d.panels = append(d.panels, cell.judge)
		}
		for e, centre := range b.centre {
			if f.tallies[e].Rankable {
				d.entries, d.own = append(d.entries, e), append(d.own, c.unit*b.own[e])
				c.place(centre)
			}
		}
		d.normal = make([]float64, 1+len(d.entries))
		all = append(all, d)
	}
	return all
}

// drawShared draws what comes of the judges of each entry.
func (d *drawing) drawShared(r *normals, unit float64, shared []float64) {
	r.fill(d.severity)
	for j := range d.severity {
		d.severity[j] *= unit * d.spread
	}
	if d.factor != nil {
		blas64.Trsv(blas.NoTrans, *d.factor, blas64.Vector{N: d.judges, Data: d.severity, Inc: 1})
	}
	severity, panels, start, shared := d.severity, d.panels, d.start, shared[d.from:]
	for i, e := range d.entries {
		sum := 0.0
		for _, j := range panels[start[e]:start[e+1]] {
			sum += severity[j]
		}
		shared[i] = d.pull[e] * sum
	}
}

// drawOwn draws what is each entry's own and gives its sum with what is shared and
// its difference. The variance is drawn too, as it was estimated from few degrees
// of freedom.
func (d *drawing) drawOwn(r *normals, shared []float64, sum, difference []int32) {
	r.fill(d.normal)
	scale := math.Sqrt(d.freedom / chiSquared(d.normal[0], d.freedom))
	n := len(d.own)
	normal, shared, sum, difference := d.normal[1:][:n], shared[d.from:][:n], sum[d.from:][:n], difference[d.from:][:n]
	for i, own := range d.own {
		own *= scale * normal[i]
		common := scale * shared[i]
		sum[i], difference[i] = int32(common+own), int32(common-own)
	}
}

// chiSquared is where a normal draw lies in the chi-squared distribution, as the
// Wilson-Hilferty cube, near enough from three degrees of freedom on.
func chiSquared(normal, freedom float64) float64 {
	c := 2 / (9 * freedom)
	root := max(0.1, 1-c+math.Sqrt(c)*normal)
	return freedom * root * root * root
}
