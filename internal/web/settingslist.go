package web

import (
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// rowsMost is the most rows that a posted list may have.
const rowsMost = 200

// editedList is a list of the edition as a form has changed it.
type editedList[T any] struct {
	items []T
	at    map[string]string // key -> prefix of the names of its fields
}

// editList takes the rows of a posted list: each row names the key of its item,
// a new one none. Rows that are marked are removed, a new row without a name is
// passed over, and items that the form did not know stay.
func editList[T any](values form.Values, list string, items []T, key func(*T) *string, set func(item *T, at string)) editedList[T] {
	of := editedList[T]{at: map[string]string{}}
	known := func(k string) int { return slices.IndexFunc(items, func(t T) bool { return *key(&t) == k }) }
	seen := map[string]bool{}
	for i := range rowsMost {
		at := list + "." + strconv.Itoa(i)
		if !values.Has(at + ".key") {
			break
		}
		k := values.Text(at + ".key")
		var item T
		if j := known(k); j >= 0 {
			item = items[j]
			seen[k] = true
		} else if values.Text(at+".name") == "" {
			continue
		} else {
			k = freshKey(values.Line(at+".name"), list, func(k string) bool { return known(k) >= 0 || of.at[k] != "" })
			*key(&item) = k
		}
		if values.Bool(at + ".remove") {
			continue
		}
		set(&item, at)
		of.items, of.at[k] = append(of.items, item), at
	}
	for _, item := range items {
		if k := *key(&item); !seen[k] {
			of.items = append(of.items, item)
		}
	}
	of.move(values.Text("do"), key)
	return of
}

// freshKey makes a key of a name that is not taken.
func freshKey(name, list string, taken func(string) bool) string {
	base := locale.Slug(name)
	if !award.WellFormedKey(base) {
		base = strings.TrimSuffix(list, "s")
	}
	base = strings.TrimRight(base[:min(len(base), 50)], "-")
	k := base
	for n := 2; taken(k); n++ {
		k = base + "-" + strconv.Itoa(n)
	}
	return k
}

// move does what a button of the order asks for: up.KEY or down.KEY.
func (l *editedList[T]) move(do string, key func(*T) *string) {
	way, k, _ := strings.Cut(do, ".")
	i := slices.IndexFunc(l.items, func(t T) bool { return *key(&t) == k })
	j := i + map[string]int{"up": -1, "down": 1}[way]
	if i >= 0 && j >= 0 && j < len(l.items) {
		l.items[i], l.items[j] = l.items[j], l.items[i]
	}
}

// name turns the path of an item's value into the name of its field.
func (l editedList[T]) name(list string, key func(*T) *string) func(string) string {
	return func(path string) string {
		rest, of := strings.CutPrefix(path, list+".")
		index, field, deeper := strings.Cut(rest, ".")
		i, err := strconv.Atoi(index)
		if !of || !deeper || err != nil || i >= len(l.items) {
			return path
		}
		return l.at[*key(&l.items[i])] + "." + field
	}
}

// group begins the fields of one item; the blank one for a new item has no key.
func (p *settingsPartPage) group(v *visit, list string, i, n int, key string) *settingsGroup {
	g := settingsGroup{Legend: key, At: list + "." + strconv.Itoa(i), Key: key}
	if key == "" {
		g.Legend = v.Words.T("settings." + list + ".add")
	} else {
		g.Meta = v.Words.T("settings.key", "Key", key)
		g.Up, g.Down = i > 0, i < n-1
		g.Removable = &templates.Field{
			Kind: templates.Checks, Name: g.At + ".remove", Label: v.Words.T("settings.remove"), Quiet: true,
			Options: []templates.Option{{Value: "yes", Text: v.Words.T("settings.remove")}},
		}
	}
	p.Groups = append(p.Groups, g)
	return &p.Groups[len(p.Groups)-1]
}

// named gives the group of an item that is there its name.
func (g *settingsGroup) named(name string) {
	if name != "" {
		g.Legend = name
	}
}

// add completes fields with what the sheet holds and puts them into the group;
// in a page where nothing can be changed they are closed.
func (g *settingsGroup) add(sheet *form.Sheet, closed bool, fields ...templates.Field) {
	for _, f := range fields {
		f.Closed, f.Optional = closed, f.Optional || g.Key == ""
		g.Fields = append(g.Fields, sheet.Add(f))
	}
	if closed {
		g.Up, g.Down, g.Removable = false, false, nil
	} else if g.Removable != nil {
		*g.Removable = sheet.Add(*g.Removable)
	}
}

func (v *visit) label(field string) string { return v.Words.T("settings.field." + field) }

// frozen says why nothing of the page can be changed.
func (p *settingsPartPage) frozen(v *visit, key string, count int) {
	if count > 0 {
		p.Closed = true
		p.Note = &templates.Note{Kind: templates.Warn, Title: v.Words.T("settings.frozen"), Lines: []string{v.Words.T("edition.frozen."+key, "Count", count)}}
	}
}

var categoriesPart = settingsPart{
	name: "categories", fill: fillCategories,
	back: func(v *visit) string { return v.settingsPath("categories") },
	edit: func(_ *visit, values form.Values, e *award.Edition) (award.Invalid, func(string) string) {
		key := func(c *award.Category) *string { return &c.Key }
		l := editList(values, "categories", e.Categories, key, func(c *award.Category, at string) {
			c.Name, c.About = values.Line(at+".name"), values.Text(at+".about")
		})
		e.Categories = l.items
		return award.Invalid{}, l.name("categories", key)
	},
}

func fillCategories(v *visit, set office.Settings, sheet *form.Sheet, p *settingsPartPage) {
	all := append(slices.Clone(set.Edition.Categories), award.Category{})
	for i, c := range all {
		g := p.group(v, "categories", i, len(all)-1, c.Key)
		g.named(c.Name)
		if n := set.Use.Entries[c.Key]; n > 0 {
			g.Tag = &templates.Tag{Kind: templates.Plain, Text: v.Words.T("settings.entries", "Count", n)}
			g.Removable = nil
		}
		g.add(sheet, false,
			templates.Field{Kind: templates.Text, Name: g.At + ".name", Label: v.label("name"), Value: c.Name},
			templates.Field{Kind: templates.Long, Name: g.At + ".about", Label: v.label("about"), Value: c.About, Lines: 2, Optional: true})
	}
}

var prizesPart = settingsPart{
	name: "prizes", fill: fillPrizes,
	back: func(v *visit) string { return v.settingsPath("prizes") },
	edit: func(_ *visit, values form.Values, e *award.Edition) (award.Invalid, func(string) string) {
		faults := award.Invalid{}
		key := func(p *award.Prize) *string { return &p.Key }
		l := editList(values, "prizes", e.Prizes, key, func(p *award.Prize, at string) {
			p.Name, p.PerCategory = values.Line(at+".name"), values.Int(at+".per_category", faults)
		})
		e.Prizes, e.SharedPrizes = l.items, values.Bool("shared_prizes")
		return faults, l.name("prizes", key)
	},
}

func fillPrizes(v *visit, set office.Settings, sheet *form.Sheet, p *settingsPartPage) {
	p.frozen(v, "prizes", set.Use.Decisions)
	all := set.Edition.Prizes
	if !p.Closed {
		all = append(slices.Clone(all), award.Prize{})
	}
	for i, prize := range all {
		g := p.group(v, "prizes", i, len(set.Edition.Prizes), prize.Key)
		g.named(prize.Name)
		g.add(sheet, p.Closed,
			templates.Field{Kind: templates.Text, Name: g.At + ".name", Label: v.label("name"), Value: prize.Name},
			templates.Field{Kind: templates.Number, InputMode: "numeric", Name: g.At + ".per_category", Label: v.label("per_category"), Value: digits(prize.PerCategory)})
	}
	shared := templates.Field{
		Kind: templates.Checks, Name: "shared_prizes", Label: v.Words.T("settings.prizes.shared"), Quiet: true, Closed: p.Closed,
		Options: []templates.Option{{Value: "yes", Text: v.Words.T("settings.prizes.shared")}},
	}
	if set.Edition.SharedPrizes {
		shared.Values = []string{"yes"}
	}
	p.Fields = append(p.Fields, sheet.Add(shared))
}

var criteriaPart = settingsPart{
	name: "criteria", fill: fillCriteria, edit: editCriteria,
	back: func(v *visit) string { return v.settingsPath("criteria") },
}

func editCriteria(_ *visit, values form.Values, e *award.Edition) (award.Invalid, func(string) string) {
	faults := award.Invalid{}
	key := func(c *award.Criterion) *string { return &c.Key }
	described := describedScores(e)
	l := editList(values, "criteria", e.Criteria, key, func(c *award.Criterion, at string) {
		c.Name, c.Weight = values.Line(at+".name"), values.Int(at+".weight", faults)
		c.Anchors = nil
		for _, score := range described {
			if text := values.Text(at + ".anchor." + scoreText(score)); text != "" {
				c.Anchors = append(c.Anchors, award.Anchor{Score: score, Text: text})
			}
		}
	})
	e.Criteria = l.items
	e.Scale = award.Scale{Min: values.Number("scale.min", faults), Max: values.Number("scale.max", faults), Step: values.Number("scale.step", faults)}
	if values.Has("score_method") {
		e.ScoreMethod = award.ScoreMethod(values.Text("score_method"))
	}
	e.Comments = award.CommentRule{Below: values.Number("comments.below", faults), AtLeast: values.Number("comments.at", faults), Overall: values.Bool("comments.overall")}
	name := l.name("criteria", key)
	return faults, func(path string) string {
		if path == "scale" {
			return "scale.step"
		}
		return name(path)
	}
}

// describedScores are the scores that the criteria describe; when none is, the
// ends and the middle of the scale.
func describedScores(e *award.Edition) []float64 {
	var all []float64
	for _, c := range e.Criteria {
		for _, a := range c.Anchors {
			all = append(all, a.Score)
		}
	}
	if len(all) == 0 {
		stops := e.Scale.Stops()
		all = []float64{stops[0], stops[len(stops)/2], stops[len(stops)-1]}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func scoreText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// digits writes a number for a box; nothing for 0.
func digits(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func fillCriteria(v *visit, set office.Settings, sheet *form.Sheet, p *settingsPartPage) {
	e := set.Edition
	p.frozen(v, "scoring", set.Use.Sheets)
	all := e.Criteria
	if !p.Closed {
		all = append(slices.Clone(all), award.Criterion{})
	}
	for i, c := range all {
		g := p.group(v, "criteria", i, len(e.Criteria), c.Key)
		g.named(c.Name)
		fields := []templates.Field{
			{Kind: templates.Text, Name: g.At + ".name", Label: v.label("name"), Value: c.Name},
			{Kind: templates.Number, InputMode: "numeric", Name: g.At + ".weight", Label: v.label("weight"), Value: digits(c.Weight), Suffix: "%"},
		}
		for _, score := range describedScores(e) {
			fields = append(fields, templates.Field{
				Kind: templates.Long, Name: g.At + ".anchor." + scoreText(score), Lines: 4, Optional: true,
				Label: v.Words.T("settings.criteria.anchor", "Score", v.Words.Number(score)), Value: anchorText(c, score),
			})
		}
		g.add(sheet, p.Closed, fields...)
	}
	p.scoring(v, e, sheet)
	p.method(v, set, sheet)
}

// method asks which score is official, or says it where nothing can be changed.
func (p *settingsPartPage) method(v *visit, set office.Settings, sheet *form.Sheet) {
	if p.Closed {
		said := v.Words.T("score_method." + string(set.Edition.Official()))
		p.Fields = append(p.Fields, templates.Field{Kind: templates.Text, Name: "score_method", Label: v.label("score_method"), Value: said})
		return
	}
	f := templates.Field{
		Kind: templates.Radios, Name: "score_method", Label: v.label("score_method"), Hint: v.Words.T("settings.criteria.method_hint"),
		Value: string(set.Edition.Official()), Closed: set.Edition.MethodFixed(set.Use, v.Now),
	}
	if f.Closed {
		f.Hint = v.Words.T("edition.frozen.method")
	}
	for _, m := range award.ScoreMethods {
		f.Options = append(f.Options, templates.Option{Value: string(m), Text: v.Words.T("score_method." + string(m)), Hint: v.Words.T("score_method_hint." + string(m))})
	}
	p.Fields = append(p.Fields, sheet.Add(f))
}

// anchorText is what a criterion says of a score; "" for nothing.
func anchorText(c award.Criterion, score float64) string {
	for _, a := range c.Anchors {
		if a.Score == score {
			return a.Text
		}
	}
	return ""
}

// scoring are the fields of the scale and of the rule of comments.
func (p *settingsPartPage) scoring(v *visit, e *award.Edition, sheet *form.Sheet) {
	number := func(name, label string, value float64, optional bool) {
		text := scoreText(value)
		if value == 0 && optional {
			text = ""
		}
		p.Fields = append(p.Fields, sheet.Add(templates.Field{Kind: templates.Number, Name: name, Label: v.Words.T("settings.criteria." + label), Value: text, Closed: p.Closed, Optional: optional}))
	}
	number("scale.min", "scale_min", e.Scale.Min, false)
	number("scale.max", "scale_max", e.Scale.Max, false)
	number("scale.step", "scale_step", e.Scale.Step, false)
	number("comments.below", "below", e.Comments.Below, true)
	number("comments.at", "at", e.Comments.AtLeast, true)
	overall := templates.Field{
		Kind: templates.Checks, Name: "comments.overall", Label: v.Words.T("settings.criteria.overall"), Quiet: true, Closed: p.Closed,
		Options: []templates.Option{{Value: "yes", Text: v.Words.T("settings.criteria.overall")}},
	}
	if e.Comments.Overall {
		overall.Values = []string{"yes"}
	}
	p.Fields = append(p.Fields, sheet.Add(overall))
}
