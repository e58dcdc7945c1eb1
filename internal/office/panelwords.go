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
	// 0 = twelve, and Told.Entries stays empty.
	Most int
	// Policy is what the plan was made by, for words about limits on a panel.
	Policy assign.Policy
}

// Told is a witness in words: the reason why something cannot be, all the entries
// that it is about where the sentence names only some, who is barred from them, what
// would help after the words that Lead to it, and for what else the same is so.
type Told struct {
	Sentence string
	Entries  []string
	Barred   string
	Lead     string
	Remedies []string
	Alike    string
}

// Tell puts a reason into words.
func (p Proofs) Tell(r Reason) Told {
	w := r.Witness
	t := Told{Sentence: p.inequality(w)}
	if p.Most > 0 && len(w.Entries) > p.Most {
		for _, row := range w.Entries {
			t.Entries = append(t.Entries, p.Name(row.ID))
		}
		slices.Sort(t.Entries)
	}
	if barred := p.barred(w); len(barred) > 0 {
		t.Barred = p.Words.T("engine.barred", "List", strings.Join(barred, "; "))
	}
	if n := len(w.Remedies); n > 0 {
		t.Lead = p.Words.T("engine.enough", "Count", n)
	}
	for _, r := range w.Remedies {
		t.Remedies = append(t.Remedies, p.Remedy(r))
	}
	if len(r.Like) > 0 {
		t.Alike = p.Words.T("engine.alike", "Count", len(r.Like), "Names", strings.Join(p.names(r.Like), ", "))
	}
	return t
}

// Reason is what Tell says, one line each.
func (p Proofs) Reason(r Reason) []string {
	t := p.Tell(r)
	var lines []string
	for _, line := range []string{t.Sentence, t.Barred, t.Lead} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	for _, r := range t.Remedies {
		lines = append(lines, "· "+r)
	}
	if t.Alike != "" {
		lines = append(lines, t.Alike)
	}
	return lines
}

// Witness is Reason of one witness that stands for no other.
func (p Proofs) Witness(w assign.Witness) []string { return p.Reason(Reason{Witness: w}) }

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

// barred says for each reason whom it bars, and from how many entries where there are
// several. Who has no room left is not told: no bar keeps them from more.
func (p Proofs) barred(w assign.Witness) []string {
	full, of := map[string]bool{}, map[assign.Reason][]string{}
	for _, j := range w.Judges {
		full[j.ID] = j.Limit
	}
	for _, b := range w.Barred {
		switch {
		case full[b.Judge]:
		case len(w.Entries) == 1:
			of[b.Reason] = append(of[b.Reason], p.Name(b.Judge))
		default:
			of[b.Reason] = append(of[b.Reason], p.Words.T("engine.judges_of", "Name", p.Name(b.Judge), "Number", b.Count))
		}
	}
	var all []string
	for _, why := range assign.Reasons() {
		if len(of[why]) > 0 {
			all = append(all, p.Words.T("engine.barred_item", "Reason", p.Words.T("assign.reason."+string(why)), "Names", strings.Join(p.some(of[why]), ", ")))
		}
	}
	return all
}

// inequality says what is needed, what can be given, and by whom.
func (p Proofs) inequality(w assign.Witness) string {
	asks, gives := p.names(w.Entries), p.counted(w.Judges)
	count := len(w.Entries)
	if w.Side == assign.LoadsSide {
		asks, gives, count = p.names(w.Judges), p.counted(w.Entries), len(w.Judges)
	}
	for _, k := range w.Caps {
		gives = append(gives, p.Words.T("engine.cap."+k.Kind, "Name", p.Words.Country(strings.ToUpper(k.Name)), "Entry", p.Name(k.Entry), "Count", k.Count))
	}
	need := p.Words.T("engine.witness."+string(w.Side), "Count", count, "Names", p.Words.List(asks...), "Need", w.Need)
	if w.Have == 0 {
		return need + " " + p.Words.T("engine.witness.nothing")
	}
	return need + " " + p.Words.T("engine.witness.have", "Have", w.Have, "List", strings.Join(p.some(gives), "; "))
}

func (p Proofs) names(rows []assign.WitnessRow) []string {
	var all []string
	for _, r := range rows {
		all = append(all, p.Name(r.ID))
	}
	return p.some(all)
}

func (p Proofs) counted(rows []assign.WitnessRow) []string {
	var all []string
	for _, r := range rows {
		all = append(all, p.Words.T("engine.judges_of", "Name", p.Name(r.ID), "Number", r.Count))
	}
	return all
}

// named is how many names stand in a sentence where Most says nothing.
const named = 12

// some is the first of a list and the count of the rest.
func (p Proofs) some(all []string) []string {
	most := cmp.Or(p.Most, named)
	if len(all) <= most+1 {
		return all
	}
	return append(slices.Clone(all[:most]), p.Words.T("engine.more", "Count", len(all)-most))
}

// Remedy says one change that would be enough.
func (p Proofs) Remedy(r assign.Remedy) string {
	var pairs []any
	if r.Judge != "" {
		pairs = append(pairs, "Judge", p.Name(r.Judge))
	}
	if r.By > 0 {
		pairs = append(pairs, "Count", r.By)
	}
	if r.Reason != "" {
		pairs = append(pairs, "Reason", p.Words.T("assign.reason."+string(r.Reason)))
	}
	key := "engine.remedy." + string(r.Kind)
	if r.Kind == assign.LiftSpread {
		key, pairs = key+p.spread(), append(pairs, "Most", p.Policy.CountryMost)
	}
	text := p.Words.T(key, pairs...)
	if r.Fills > 0 {
		return p.Words.T("engine.remedy.fills", "Remedy", text, "Count", r.Fills)
	}
	return text
}

// Why says how a judge and an entry stand to each other, what the opposite would
// change, and which seats would move.
func (p Proofs) Why(x assign.Explanation) []string {
	key, pairs := "engine.verdict."+string(x.Verdict), []any{"Judge", p.Name(x.Judge), "Entry", p.Name(x.Entry)}
	switch {
	case x.Hindrance != "":
		key, pairs = "engine.verdict.no_"+string(x.Hindrance), append(pairs, "Fit", x.Fit)
	case x.Verdict == assign.IsBarred:
		pairs = append(pairs, "Reason", p.Words.T("assign.reason."+string(x.Reason)))
	case x.Verdict != assign.IsLocked && x.Price > 0:
		pairs = append(pairs, "Fit", x.Fit, "Price", x.Price)
	case x.Verdict != assign.IsLocked:
		key, pairs = key+"_only", append(pairs, "Fit", x.Fit)
	}
	lines := []string{p.Words.T(key, pairs...)}
	if x.Verdict == assign.IsBarred || x.Verdict == assign.IsLocked || x.Hindrance != "" {
		return lines
	}
	if len(x.Changes) == 0 {
		lines = append(lines, p.Words.T("engine.change.same"))
	}
	for _, c := range x.Changes {
		lines = append(lines, p.Words.T("engine.change.line", "Goal", p.Goal(c.Goal, c.Level), "Before", c.Before, "After", c.After))
	}
	proof := "engine.change.open"
	if x.Proved {
		proof = "engine.change.best"
	}
	return append(lines, p.Moves(x.Moves), p.Words.T(proof))
}

// Load says how much a judge reads and what one more seat would be worth.
func (p Proofs) Load(l assign.Load) string {
	key, points := "none", 0
	if l.Price != nil {
		if key, points = "gain", *l.Price; points < 0 {
			key, points = "loss", -points
		}
	}
	return p.Words.T("engine.load."+key, "Judge", p.Name(l.Judge), "Load", l.Load, "Max", l.Max, "Points", points)
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
	return p.Words.T("engine.also", "List", p.Words.List(all...))
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
	claim := p.Words.T("engine.claim."+r.Claim, "Where", p.Words.List(where...))
	return p.Words.T("engine.bad", "Claim", claim), nil
}
