package office

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// readingsMost is the most extra readings that are proposed at once.
const readingsMost = 5

// Look is which result somebody looks at and how. Round 0 is the one that decides.
type Look struct {
	Year     int
	Category string
	Round    int
	// Letters hides the names of the judges, for a page that others see too.
	Letters bool
	Trial   Trial
}

// Assessment is a category's result with its doubt and with what the jury should
// look at. Of a trial it holds the order alone.
type Assessment struct {
	*CategoryResult
	Trial   Trial
	Letters bool // judges are not named
	// Method is what the official score goes by, and Components the parts of the
	// category with what was done in each.
	Method     award.ScoreMethod
	Components []score.Component
	Judges     []JudgeFinding // the strictest first
	Signals    []score.Signal
	Advice     score.Advice
	Levels     []Level
	Places     int // of all prizes together
	Seed       uint64
	people     map[award.ID]string // letters
}

// JudgeFinding is what the model makes of a judge.
type JudgeFinding struct {
	score.Severity
	ID award.ID
}

// Level is a stretch of the order, from one line to another, of which no entry is
// surely behind the first: which is ahead is less than three to one.
type Level struct{ From, To int }

// Line returns an entry's line.
func (a *Assessment) Line(id string) (ResultLine, bool) {
	i := slices.IndexFunc(a.Lines, func(l ResultLine) bool { return string(l.Entry.ID) == id })
	if i < 0 {
		return ResultLine{}, false
	}
	return a.Lines[i], true
}

// methodOf is what an entry's official score was made by: the plain mean where
// its part of the category allows nothing else.
func (a *Assessment) methodOf(l ResultLine) score.Method {
	if l.Component < 0 || l.Component >= len(a.Components) {
		return ""
	}
	return a.Components[l.Component].Method
}

// Corrects reports whether a judge's correction is part of official scores.
func (a *Assessment) Corrects(j JudgeFinding) bool {
	return j.Component >= 0 && j.Component < len(a.Components) && a.Components[j.Component].Method == score.Adjusted
}

// JudgeName returns the name of a judge, or the letter where no name is shown.
func (a *Assessment) JudgeName(id award.ID) (name, letter string) {
	if a.Letters {
		return "", a.people[id]
	}
	return a.Names[id], a.people[id]
}

// Assess returns a category's result with its doubt. A trial that names what is
// not there is Invalid at method, without or weight.KEY.
func (d *Desk) Assess(ctx context.Context, a award.Actor, look Look) (*Assessment, error) {
	var out *Assessment
	err := d.db.View(ctx, func(tx *database.Tx) error {
		r, err := d.resultRoom(tx, a, award.DeedResults, resultAt{look.Year, look.Category, look.Round})
		if err != nil {
			return err
		}
		look.Letters = look.Letters || award.MayTry(a, award.DeedJudgeNames) != nil
		in := r.input()
		if err := r.acquaint(tx, &in); err != nil {
			return err
		}
		if err := d.offer(tx, a, r, &in); err != nil {
			return err
		}
		if look.Trial.Is() {
			out, err = r.try(tx, in, look)
		} else {
			out, err = d.assess(tx, r, in, look)
		}
		return err
	})
	return out, err
}

// acquaint tells the engine what may bear on a signal: where judges and cities are.
func (r *resultRoom) acquaint(tx *database.Tx, in *score.Input) error {
	judges, err := tx.Judges(r.edition.ID)
	if err != nil {
		return err
	}
	in.Regions = map[string]string{}
	for _, e := range r.entries {
		if c := r.cities[e.City]; locale.Region(c.Country) != "" {
			in.Regions[string(e.ID)] = locale.Region(c.Country)
		}
	}
	for _, j := range judges {
		known := score.Judge{ID: string(j.Person)}
		if len(j.Countries) > 0 {
			known.Region = locale.Region(j.Countries[0])
		}
		in.Judges = append(in.Judges, known)
	}
	return nil
}

// offer tells the engine, while the round runs, who could still read what: a
// reading is proposed only where the Secretariat could seat the judge.
func (d *Desk) offer(tx *database.Tx, a award.Actor, r *resultRoom, in *score.Input) error {
	if r.edition.State(award.RoundStage(r.round), d.clock()) != award.Open {
		return nil
	}
	p, err := d.panelRoom(tx, a, award.DeedResults, r.edition.Year, r.round)
	if errors.Is(err, award.ErrNotFound) {
		return nil // the second round shows finalists of other categories
	}
	if err != nil {
		return err
	}
	r.open = p.published()
	load := map[string]int{}
	for _, pair := range p.pairs() {
		load[pair.Judge]++
	}
	seated := map[score.Pair]bool{}
	for _, s := range in.Sheets {
		seated[score.Pair{Judge: s.Judge, Entry: s.Entry}] = true
	}
	for _, j := range p.in.Judges {
		i := slices.IndexFunc(in.Judges, func(known score.Judge) bool { return known.ID == j.ID })
		if i < 0 || load[j.ID] >= j.Max {
			continue
		}
		in.Judges[i].Free = j.Max - load[j.ID]
		for _, e := range r.entries {
			pair := score.Pair{Judge: j.ID, Entry: string(e.ID)}
			if !seated[pair] && p.barOf(award.ID(j.ID), e.ID) != "" {
				in.Bars = append(in.Bars, pair)
			}
		}
	}
	for _, j := range p.judges {
		r.names[j.Person] = j.Name
	}
	return nil
}

// assessed is the official order with its doubt.
func (r *resultRoom) assessed(tx *database.Tx, in score.Input, look Look) (*Assessment, error) {
	result, err := r.ordered(score.Assess(in))
	if err != nil {
		return nil, err
	}
	return r.assessment(tx, result, look)
}

// assess is the official order with everything that the jury should look at.
func (d *Desk) assess(tx *database.Tx, r *resultRoom, in score.Input, look Look) (*Assessment, error) {
	j, err := d.kept.judge(in)
	if j.Result, err = r.ordered(j.Result, err); err != nil {
		return nil, err
	}
	a, err := r.assessment(tx, j.Result, look)
	if err != nil {
		return nil, err
	}
	if a.Signals = j.Signals; r.open && !a.Letters {
		a.Advice = j.Advice
	}
	return a, nil
}

// assessment describes a result of the engine.
func (r *resultRoom) assessment(tx *database.Tx, result score.Result, look Look) (*Assessment, error) {
	v, err := r.viewOf(tx, result)
	if err != nil {
		return nil, err
	}
	a := &Assessment{
		CategoryResult: v, Trial: look.Trial, Letters: look.Letters, Method: award.ScoreMethod(result.Method),
		Components: result.Components, Seed: result.Seed, people: r.letters(),
	}
	for _, n := range r.policy().Prizes {
		a.Places += n
	}
	for _, j := range result.Judges {
		a.Judges = append(a.Judges, JudgeFinding{j, award.ID(j.Judge)})
	}
	slices.SortStableFunc(a.Judges, func(x, y JudgeFinding) int { return cmp.Compare(x.Value, y.Value) })
	for i := range a.Lines {
		for k := range a.Lines[i].Judges {
			j := &a.Lines[i].Judges[k]
			j.Name, j.Letter = a.JudgeName(j.Judge)
		}
		if a.Letters {
			slices.SortStableFunc(a.Lines[i].Judges, func(x, y JudgeSheet) int {
				return cmp.Or(cmp.Compare(len(x.Letter), len(y.Letter)), cmp.Compare(x.Letter, y.Letter))
			})
		}
	}
	a.Levels = levels(a.Lines, a.Places)
	return a, nil
}

// letters name the judges: those of the sealed document, so that both can be
// read side by side, else letters of the edition's own.
func (r *resultRoom) letters() map[award.ID]string {
	if sealed, err := r.seal.Result(); r.signed() && err == nil && r.round == r.last {
		return r.aliases(sealed.Nonce)
	}
	return r.aliases(string(r.edition.ID) + r.category.Key)
}

// levels finds the statistical ties that begin within the places of prizes:
// stretches that are level with their first entry, none within another.
func levels(lines []ResultLine, places int) []Level {
	level := func(first, next ResultLine) bool {
		return first.Doubt != nil && slices.Contains(first.Doubt.Level, string(next.Entry.ID))
	}
	var all []Level
	for from := range min(places, len(lines)) {
		to := from
		for to+1 < len(lines) && level(lines[from], lines[to+1]) {
			to++
		}
		if to > from && (len(all) == 0 || to > all[len(all)-1].To) {
			all = append(all, Level{from, to})
		}
	}
	return all
}
