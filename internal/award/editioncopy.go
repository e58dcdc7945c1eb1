package award

import (
	"maps"
	"slices"
)

// Copy returns an edition that shares nothing with e, so that either may be
// changed.
func (e *Edition) Copy() *Edition {
	c := *e
	c.Eligibility, c.Categories, c.Sections = slices.Clone(e.Eligibility), slices.Clone(e.Categories), slices.Clone(e.Sections)
	c.Questions = slices.Clone(e.Questions)
	for i, q := range c.Questions {
		c.Questions[i].Options = slices.Clone(q.Options)
	}
	c.Attachments = slices.Clone(e.Attachments)
	for i, k := range c.Attachments {
		c.Attachments[i].Formats, c.Attachments[i].Needs = slices.Clone(k.Formats), slices.Clone(k.Needs)
	}
	c.Criteria = slices.Clone(e.Criteria)
	for i, criterion := range c.Criteria {
		c.Criteria[i].Anchors = slices.Clone(criterion.Anchors)
	}
	c.TieOrder, c.Prizes, c.Stages = slices.Clone(e.TieOrder), slices.Clone(e.Prizes), slices.Clone(e.Stages)
	c.Translations, c.Outdated = e.Translations.copied(), e.Outdated.copied()
	if e.Extra != nil {
		c.Extra, _ = copied(e.Extra).(map[string]any)
	}
	return &c
}

// copied returns a JSON value that shares nothing with v.
func copied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		c := maps.Clone(v)
		for key, value := range c {
			c[key] = copied(value)
		}
		return c
	case []any:
		c := slices.Clone(v)
		for i, value := range c {
			c[i] = copied(value)
		}
		return c
	}
	return v
}
