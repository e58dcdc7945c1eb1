package office

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/locale"
)

// Proofs puts what the assignment engine proves into a reader's words. Name turns
// an id of a judge or an entry into what the reader knows it by.
type Proofs struct {
	Words *locale.Words
	Name  func(id string) string
	// Most is how many judges or entries a sentence names before it counts the rest;
	// 0 = it names all.
	Most int
	// Policy is what the plan was made by, for words about limits on a panel.
	Policy assign.Policy
}

// Told is a witness in words: the reason why something cannot be, all the entries
// that it is about where the sentence names only some, who is barred from them, and
// what would help, after the words that Lead to it.
type Told struct {
	Sentence string
	Entries  []string
	Barred   string
	Lead     string
	Remedies []string
}

// Tell puts a witness into words.
func (p Proofs) Tell(w assign.Witness) Told {
	key, pairs := "engine.witness."+string(w.Side), []any{"Entries", p.rows(w.Entries, w.Side == assign.LoadsSide)}
	if w.Spread {
		key, pairs = "engine.witness.spread"+p.spread(), append(pairs, "Most", p.Policy.CountryMost)
	} else {
		pairs = append(pairs, "Judges", p.rows(w.Judges, true), "Need", w.Need, "Have", w.Have)
	}
	t := Told{Sentence: p.Words.T(key, pairs...)}
	if p.Most > 0 && len(w.Entries) > p.Most {
		for _, r := range w.Entries {
			t.Entries = append(t.Entries, p.Name(r.ID))
		}
		slices.Sort(t.Entries)
	}
	if len(w.Barred) > 0 {
		var all []string
		for _, b := range slices.SortedStableFunc(slices.Values(w.Barred), func(a, b assign.BarCount) int { return cmp.Compare(b.Count, a.Count) }) {
			all = append(all, p.Words.T("engine.barred_item", "Name", p.Name(b.Judge), "Reason", p.Words.T("assign.reason."+string(b.Reason)), "Number", b.Count))
		}
		t.Barred = p.Words.T("engine.barred", "List", p.some(all))
	}
	switch {
	case len(w.Remedies) == 0:
	case w.Spread: // the engine knows only that fewer places would stay empty
		t.Lead = p.Words.T("engine.helps")
	default:
		t.Lead = p.Words.T("engine.enough")
	}
	for _, r := range w.Remedies {
		t.Remedies = append(t.Remedies, p.Remedy(r))
	}
	return t
}

// Witness is what Tell says, one line each.
func (p Proofs) Witness(w assign.Witness) []string {
	t := p.Tell(w)
	lines := []string{t.Sentence}
	if t.Barred != "" {
		lines = append(lines, t.Barred)
	}
	if t.Lead != "" {
		lines = append(lines, t.Lead)
	}
	for _, r := range t.Remedies {
		lines = append(lines, "· "+r)
	}
	return lines
}

// spread says which limits on a panel the policy has, as the end of a key.
func (p Proofs) spread() string {
	switch {
	case p.Policy.CountryMost > 0 && p.Policy.Experts == 0:
		return "_country"
	case p.Policy.CountryMost == 0 && p.Policy.Experts > 0:
		return "_experts"
	}
	return ""
}

func (p Proofs) rows(rows []assign.WitnessRow, counted bool) string {
	var all []string
	for _, r := range rows {
		if counted {
			all = append(all, p.Words.T("engine.judges_of", "Name", p.Name(r.ID), "Number", r.Count))
		} else {
			all = append(all, p.Name(r.ID))
		}
	}
	slices.Sort(all)
	return p.some(all)
}

// some names the first of a list and counts the rest.
func (p Proofs) some(all []string) string {
	if p.Most == 0 || len(all) <= p.Most+1 {
		return strings.Join(all, ", ")
	}
	return p.Words.T("engine.more", "List", strings.Join(all[:p.Most], ", "), "Count", len(all)-p.Most)
}

// Remedy says one change that would be enough.
func (p Proofs) Remedy(r assign.Remedy) string {
	var pairs []any
	if r.Judge != "" {
		pairs = append(pairs, "Judge", p.Name(r.Judge))
	}
	if r.By > 0 {
		pairs = append(pairs, "Number", r.By)
	}
	if r.Reason != "" {
		pairs = append(pairs, "Reason", p.Words.T("assign.reason."+string(r.Reason)))
	}
	key := "engine.remedy." + string(r.Kind)
	if r.Kind == assign.LiftSpread {
		key, pairs = key+p.spread(), append(pairs, "Most", p.Policy.CountryMost)
	}
	return p.Words.T(key, pairs...)
}

// Why says how a judge and an entry stand to each other, what the opposite would
// change, and which seats would move.
func (p Proofs) Why(x assign.Explanation) []string {
	key, pairs := "engine.verdict."+string(x.Verdict), []any{"Judge", p.Name(x.Judge), "Entry", p.Name(x.Entry)}
	switch {
	case x.Verdict == assign.IsBarred:
		pairs = append(pairs, "Reason", p.Words.T("assign.reason."+string(x.Reason)))
	case x.Verdict != assign.IsLocked && x.Price > 0:
		pairs = append(pairs, "Fit", x.Fit, "Price", x.Price)
	case x.Verdict != assign.IsLocked:
		key, pairs = key+"_only", append(pairs, "Fit", x.Fit)
	}
	lines := []string{p.Words.T(key, pairs...)}
	if x.Verdict == assign.IsBarred || x.Verdict == assign.IsLocked {
		return lines
	}
	if len(x.Changes) == 0 {
		lines = append(lines, p.Words.T("engine.change.same"))
	}
	for _, c := range x.Changes {
		lines = append(lines, p.Words.T("engine.change.line", "Goal", p.Goal(c.Goal, c.Level), "Before", c.Before, "After", c.After))
	}
	return append(lines, p.Moves(x.Moves))
}

// Moves lists the seats that come and go.
func (p Proofs) Moves(moves []assign.SeatMove) string {
	var all []string
	for _, m := range moves {
		key := "engine.takes"
		if m.Gives {
			key = "engine.gives"
		}
		all = append(all, p.Words.T(key, "Judge", p.Name(m.Judge), "Entry", p.Name(m.Entry)))
	}
	if len(all) == 0 {
		return p.Words.T("engine.only")
	}
	return p.Words.T("engine.also", "List", strings.Join(all, ", "))
}

// Goal names a goal; the level is that of assign.LiftLevels.
func (p Proofs) Goal(g assign.Goal, level int) string {
	if g == assign.LiftLevels {
		return p.Words.T("engine.goal.levels", "Level", level)
	}
	return p.Words.T("engine.goal." + string(g))
}

// Value says how well a goal is met, and whether that is proved.
func (p Proofs) Value(v assign.GoalValue) string {
	proof := p.Words.T("engine.proved")
	if !v.Proved {
		proof = p.Words.T("engine.gap", "Bound", v.Bound, "Gap", v.Gap())
	}
	return p.Goal(v.Goal, v.Level) + ": " + p.Words.Number(v.Value) + " (" + proof + ")"
}

// Verdict says whether a certificate proves its plan; what else may be wrong with the
// document comes back as the error it is.
func (p Proofs) Verdict(err error) (string, error) {
	var r *assign.Rejection
	switch {
	case err == nil:
		return p.Words.T("engine.good"), nil
	case !errors.As(err, &r):
		return "", err
	}
	var where []string
	if r.Goal != "" {
		where = append(where, strings.TrimSpace(p.Words.T("engine.goal."+string(r.Goal), "Level", "")))
	}
	for _, id := range []string{r.Judge, r.Entry} {
		if id != "" {
			where = append(where, p.Name(id))
		}
	}
	claim := p.Words.T("engine.claim."+r.Claim, "Where", strings.Join(where, ", "))
	return p.Words.T("engine.bad", "Claim", claim), nil
}
