package assign

import "slices"

// baseRow is the fit of every judge by expertise and language; -1 where they bar.
func (p *problem) baseRow(e int) []int32 {
	row := make([]int32, len(p.judges))
	spoken := p.entryIs[e].languages
	for j := range row {
		row[j] = int32(p.weights.Expertise) * int32(p.levels[e][j])
		switch {
		case p.entries[e].Category != "" && p.levels[e][j] < 1, len(spoken) > 0 && !shares(p.judgeIs[j].languages, spoken):
			row[j] = -1
		case len(spoken) > 0 && slices.Contains(p.judgeIs[j].languages, spoken[0]):
			row[j] += int32(p.weights.Language)
		}
	}
	return row
}

// row writes the fit of every judge for an entry, -1 where the pair is barred.
// It is safe for concurrent use.
func (p *problem) row(e int, fit []int32) {
	if p.rows != nil {
		p.statedRow(e, fit)
	} else {
		copy(fit, p.base[e])
		f := p.entryIs[e]
		for _, city := range f.cities {
			bar32(fit, p.cityOf[city])
		}
		for _, country := range f.countries {
			bar32(fit, p.countryOf[country])
		}
		for _, organisation := range f.organisations {
			bar32(fit, p.organisationOf[organisation])
		}
		for _, c := range p.stated[e] {
			if fit[c.judge] >= 0 {
				fit[c.judge] = c.fit
			}
		}
	}
	bar32(fit, p.barred[e])
	for _, j := range p.before[e] {
		if fit[j] >= 0 {
			fit[j] += int32(p.weights.Keep)
		}
	}
}

// free writes the row without the locked judges.
func (p *problem) free(e int, fit []int32) {
	p.row(e, fit)
	bar32(fit, p.locked[e])
}

func (p *problem) statedRow(e int, fit []int32) {
	if p.judgeAt == nil {
		p.rows(p.origin[e], fit)
		return
	}
	given := make([]int32, len(fit))
	p.rows(p.origin[e], given)
	for i, f := range given {
		fit[p.judgeAt[i]] = f
	}
}

func bar32(fit []int32, judges []int32) {
	for _, j := range judges {
		fit[j] = -1
	}
}
