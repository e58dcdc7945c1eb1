package web

import (
	"cmp"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

type verdictView struct {
	Note      templates.Note
	Notes     []templates.Note
	Goals     []goalRow
	ByHand    bool
	Witnesses []witnessView
	Rest      string // how many empty places the witnesses do not account for
	Proof     string
	Hash      string
}

type goalRow struct {
	Aim, Now, Value, Bound string
	State                  templates.Tag
}

type witnessView struct {
	office.Told
	Title string
	Grave bool   // places stay empty
	All   string // names the list of all entries
}

// verdict says how good the panels are, how far that is proved, and why what
// cannot be cannot be.
func (v *visit) verdict(p *office.Panels) *verdictView {
	d := p.Verdict
	if d == nil {
		return nil
	}
	w := v.Words
	out := &verdictView{Note: v.verdictNote(p), ByHand: d.ByHand > 0, Hash: d.Certificate}
	if !d.Stopped {
		out.Proof = v.to(panelPath(p.Edition.Year, "/assign/proof.json", p.Round))
	}
	if d.ByHand > 0 {
		key := "assign.by_hand"
		if !p.Plan.Published.IsZero() {
			key = "assign.since"
		}
		out.Notes = append(out.Notes, templates.Note{Kind: templates.Info, Lines: []string{w.T(key, "Count", d.ByHand)}})
	}
	if d.Changed && p.Plan.Published.IsZero() {
		out.Notes = append(out.Notes, templates.Note{Kind: templates.Warn, Lines: []string{w.T("assign.verdict.changed")}})
	}
	for _, g := range d.Goals {
		out.Goals = append(out.Goals, v.goalRow(g))
	}
	empty := p.Needed - p.Filled
	told := 0
	for _, x := range d.Witnesses {
		out.Witnesses = append(out.Witnesses, v.witness(x))
		if !x.Loads {
			told += x.Lacks()
		}
	}
	if told > 0 && told < empty {
		out.Rest = w.T("assign.witness.rest", "Told", told, "All", empty)
	}
	return out
}

func (v *visit) verdictNote(p *office.Panels) templates.Note {
	d := p.Verdict
	switch {
	case d.Stopped:
		return templates.Note{Kind: templates.Warn, Title: v.Words.T("assign.verdict.stopped"), Lines: []string{v.Words.T("assign.verdict.stopped_text")}}
	case d.Rejected:
		return templates.Note{Kind: templates.Err, Title: v.Words.T("assign.verdict.rejected"), Lines: []string{v.Words.T("assign.verdict.rejected_text")}}
	case d.Proved() && d.ByHand > 0:
		return templates.Note{Kind: templates.Info, Title: v.Words.T("assign.verdict.was_proved"), Lines: []string{v.Words.T("assign.verdict.was_proved_text")}}
	case d.Proved() && p.Filled < p.Needed:
		return templates.Note{Kind: templates.Warn, Title: v.Words.T("assign.verdict.proved_short"), Lines: []string{v.Words.T("assign.verdict.proved_short_text")}}
	case d.Proved():
		return templates.Note{Kind: templates.OK, Title: v.Words.T("assign.verdict.proved"), Lines: []string{v.Words.T("assign.verdict.proved_text")}}
	}
	return templates.Note{Kind: templates.Info, Title: v.Words.T("assign.verdict.open"), Lines: []string{v.Words.T("assign.verdict.open_text")}}
}

func (v *visit) goalRow(g office.PanelGoal) goalRow {
	w := v.Words
	row := goalRow{Aim: v.goalName("assign.goal", g.Key, g.Level), Now: w.Number(g.Now), Value: w.Number(g.Value), Bound: w.Number(g.Bound)}
	switch {
	case g.Proved:
		row.State = templates.Tag{Kind: templates.OK, Text: w.T("assign.verdict.best")}
	case g.Value == g.Bound:
		row.State = templates.Tag{Kind: templates.Plain, Text: w.T("assign.verdict.unproved")}
	default:
		row.State = templates.Tag{Kind: templates.Warn, Text: w.T("assign.verdict.gap", "Count", max(g.Value-g.Bound, g.Bound-g.Value))}
	}
	return row
}

// goalName is a goal as an aim, "assign.goal", or as what is counted, "assign.measure".
func (v *visit) goalName(as, key string, level int) string {
	if key == "levels" {
		return v.Words.T(as+".levels", "Level", v.level(level))
	}
	return v.Words.T(as + "." + key)
}

// witness says in words why something is impossible and what would help.
func (v *visit) witness(x office.PanelWitness) witnessView {
	out := witnessView{Title: v.Words.T("assign.witness.title"), Grave: !x.Loads}
	if x.Loads {
		out.Title = v.Words.T("assign.witness.loads_title")
	}
	out.Told = x.Tell(v.Words)
	out.All = v.Words.T("assign.witness.all", "Count", len(out.Entries))
	return out
}

// panelist is a judge as the reader knows them.
func (v *visit) panelist(name string) string {
	if name == "" {
		return v.Words.T("assign.left")
	}
	return name
}

type poolView struct {
	Name    string
	Graph   *templates.Graph
	State   templates.Tag
	Text    string
	Apart   bool
	Rows    []linkRow
	Thin    string
	TooMany string
	Caption string
}

type linkRow struct {
	Island, Judge string
	Entries       []string
	Count         string // in place of the entries where they are too many to name
}

// pools are the pictures of who reads what, one for each category, with a table
// of the same.
func (v *visit) pools(p *office.Panels) []poolView {
	var all []poolView
	for _, pool := range p.Pools {
		if len(pool.Lines) > 0 {
			all = append(all, v.pool(p, pool))
		}
	}
	return all
}

// drawnMost is how many entries a picture shows; more are only in the table.
const drawnMost = 80

func (v *visit) pool(p *office.Panels, pool office.PanelPool) poolView {
	w := v.Words
	c, _ := p.Edition.Category(pool.Category)
	out := poolView{Name: c.Name, Caption: w.T("assign.pool.caption", "Category", c.Name)}
	islands := len(pool.Groups)
	switch {
	case islands > 1:
		out.Apart, out.Text = true, w.T("assign.pool.apart_text", "Count", islands)
		out.State = templates.Tag{Kind: templates.Err, Text: w.T("assign.pool.apart", "Count", islands)}
	case len(pool.Pivots) > 0:
		out.Text = w.T("assign.pool.pivots", "Judges", v.Words.List(pool.Pivots...))
		out.State = templates.Tag{Kind: templates.Warn, Text: w.T("assign.pool.weak")}
	default:
		out.Text = w.T("assign.pool.linked_text")
		out.State = templates.Tag{Kind: templates.OK, Text: w.T("assign.pool.linked")}
	}
	if len(pool.Thin) > 0 && islands == 1 {
		out.Thin = w.T("assign.pool.thin", "Judges", v.Words.List(pool.Thin...))
	}
	at := poolIndex(pool)
	if len(pool.Entries) <= drawnMost {
		title := w.T("assign.pool.title", "Category", c.Name, "Judges", len(at.from), "Count", len(pool.Entries))
		out.Graph = templates.NewGraph(title, at.from, at.to, at.lines)
	} else {
		out.TooMany = w.T("assign.pool.too_many", "Count", len(pool.Entries))
	}
	for i, node := range at.from {
		row := linkRow{Island: node.Island, Judge: node.Text}
		var refs []string
		for _, l := range at.lines {
			if l[0] == i {
				refs = append(refs, at.to[l[1]].Text)
			}
		}
		if slices.Sort(refs); out.Graph != nil {
			row.Entries = refs
		} else {
			row.Count = w.T("assign.load", "Count", len(refs))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

type placed struct {
	from, to []templates.GraphNode
	lines    [][2]int
}

// poolIndex gives judges and entries their places: judges group by group, each
// entry near the judges who read it, so that few lines cross.
func poolIndex(pool office.PanelPool) placed {
	var out placed
	judge, island := map[award.ID]int{}, map[award.ID]string{}
	for g, group := range pool.Groups {
		letter := ""
		if len(pool.Groups) > 1 {
			letter = string(rune('A' + g%26))
		}
		for _, n := range group {
			judge[n.ID] = len(out.from)
			out.from = append(out.from, templates.GraphNode{Text: n.Name, Island: letter})
			island[n.ID] = letter
		}
	}
	entries := nearTheirJudges(pool, judge)
	entry := map[award.ID]int{}
	for i, n := range entries {
		entry[n.ID] = i
		out.to = append(out.to, templates.GraphNode{Text: n.Name})
	}
	for _, l := range pool.Lines {
		from, known := judge[l.Judge]
		if !known {
			continue
		}
		out.to[entry[l.Entry]].Island = island[l.Judge]
		out.lines = append(out.lines, [2]int{from, entry[l.Entry]})
	}
	return out
}

// nearTheirJudges sorts entries by the middle of the places of their judges.
func nearTheirJudges(pool office.PanelPool, judge map[award.ID]int) []office.PanelNode {
	sum, count := map[award.ID]int{}, map[award.ID]int{}
	for _, l := range pool.Lines {
		if at, known := judge[l.Judge]; known {
			sum[l.Entry] += at
			count[l.Entry]++
		}
	}
	middle := func(n office.PanelNode) float64 { return float64(sum[n.ID]) / float64(max(1, count[n.ID])) }
	entries := slices.Clone(pool.Entries)
	slices.SortStableFunc(entries, func(a, b office.PanelNode) int { return cmp.Compare(middle(a), middle(b)) })
	return entries
}
