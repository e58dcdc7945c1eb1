package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/storage/database"
)

// juror is a judge of the pool: what bars them, what they know, how they read.
type juror struct {
	key, name, country, zone, city string
	languages                      []string
	organisation                   string
	expertise                      [5]int  // by category, in the edition's order
	load                           [3]int  // least, wished, most
	severity                       float64 // added to every score
	done                           float64 // part of the entries scored at stage judge
}

// pool are nine judges from nine countries, of which four enter.
var pool = []juror{
	{"wanjiru", "Wanjiru Kamau-Obel", "KE", "Africa/Nairobi", "", []string{"en", "sw"}, "Institute of County Studies (invented)", [5]int{1, 3, 2, 3, 2}, [3]int{8, 14, 20}, .15, 1},
	{"hyunwoo", "Hyun-woo Ahn", "KR", "Asia/Seoul", "", []string{"en", "ko"}, "Hangang School of Policy (invented)", [5]int{3, 2, 1, 3, 1}, [3]int{8, 14, 20}, -.3, .9},
	{"meera", "Meera Raghunathan", "IN", "Asia/Kolkata", "", []string{"en", "hi", "ta"}, "Centre for Open Records (invented)", [5]int{3, 1, 3, 1, 3}, [3]int{8, 14, 20}, .3, .75},
	{"margot", "Margot Ellsworth", "CA", "America/Toronto", "lakemont-falls", []string{"en", "fr"}, "Library Board of Lakemont Falls (invented)", [5]int{2, 2, 3, 1, 3}, [3]int{6, 12, 18}, 0, .8},
	{"kristjan", "Kristjan Oja", "EE", "Europe/Tallinn", "", []string{"en", "et", "ru"}, "Chamber of Digital Trade (invented)", [5]int{3, 3, 2, 1, 1}, [3]int{8, 14, 20}, -.45, .6},
	{"huimin", "Tan Hui Min", "SG", "Asia/Singapore", "", []string{"en", "zh", "ms"}, "Straits Urban Laboratory (invented)", [5]int{2, 3, 1, 3, 1}, [3]int{8, 14, 20}, -.1, .55},
	{"willem", "Willem van Asselt", "NL", "Europe/Amsterdam", "", []string{"en", "nl", "de"}, "Academy of Water and Cities (invented)", [5]int{1, 2, 2, 3, 2}, [3]int{8, 14, 20}, .2, .45},
	{"rana", "Rana Qubain", "JO", "Asia/Amman", "", []string{"en", "ar"}, "Jordan Valley Media School (invented)", [5]int{2, 1, 3, 2, 3}, [3]int{8, 14, 20}, .05, .3},
	{"lucia", "Lucía Etchegaray", "UY", "America/Montevideo", "", []string{"en", "es", "pt"}, "University of the Estuary (invented)", [5]int{2, 2, 3, 2, 3}, [3]int{8, 14, 20}, .1, 0},
}

func (j juror) id() award.ID { return j.member().id() }

// member is the judge as a person of the roster.
func (j juror) member() member {
	m := member{
		key: "judge/" + j.key, name: j.name, language: "en", zone: j.zone, role: award.RoleJudge,
		roles: []award.Role{award.RoleJudge}, note: "demo.note.judge",
	}
	switch {
	case j.city != "":
		m.city, m.right, m.note = j.city, award.MayRead, "demo.note.judge_city"
	case j.done == 0:
		m.note = "demo.note.judge_new"
	}
	return m
}

// judge is the judge of the edition; the last of the pool has declared nothing
// until the round is over.
func (j juror) judge(w *world) award.Judge {
	judge := award.Judge{
		Person: j.id(), Name: j.name, Edition: w.edition.ID, Countries: []string{j.country}, Organisations: []string{j.organisation},
		Languages: j.languages, Expertise: map[string]int{}, LoadMin: j.load[0], LoadTarget: j.load[1], LoadMax: j.load[2],
		State: award.JudgeAccepted,
	}
	for i, c := range w.edition.Categories {
		judge.Expertise[c.Key] = j.expertise[i%len(j.expertise)]
	}
	if j.city != "" {
		judge.Cities = []award.ID{ID("city/" + j.city)}
	}
	if w.stage.from(Judge) && (j.done > 0 || w.stage.from(Decide)) {
		judge.Declared = w.conflictsAt()
	}
	return judge
}

func (w *world) conflictsAt() award.Time {
	return within(w.edition, award.StageConflicts, 0.4)
}

// ties are the conflicts that judges have declared: judge, city, kind of tie,
// what they added.
var ties = [][4]string{
	{"kristjan", "novolesk", "adviser", "I advised the city's heating department in 2024."},
	{"rana", "dar-yasmin", "family", "My sister works in the department that enters."},
	{"huimin", "yunqiao", "adviser", "Our laboratory was paid for a study of this service."},
}

// conflicts are the declared ties as rows.
func (w *world) conflicts() []award.Conflict {
	var all []award.Conflict
	for _, t := range ties {
		judge := ID("person/judge/" + t[0])
		all = append(all, award.Conflict{
			ID: ID("conflict/" + t[0] + "/" + t[1]), Edition: w.edition.ID, Judge: judge, City: ID("city/" + t[1]),
			Reason: tied(award.TieReason(t[2]), t[3]), At: w.conflictsAt(), By: judge,
		})
	}
	return all
}

// tied words a tie as the judges' pages do.
func tied(reason award.TieReason, note string) string {
	return locale.Must("en").T("judge.tie."+string(reason)) + "\n" + note
}

// sampleSeat is a seat with its scoresheet.
type sampleSeat struct {
	award.Seat
	entry *sampleEntry
	juror juror
	sheet *award.Scoresheet
	anew  map[string]float64 // scores given anew in the meeting; nil = none
}

// seat makes the panels of the first round with the engine that the
// Secretariat uses, and the scoresheets as far as the judges have come.
func (w *world) seat() error {
	in := w.assignment()
	plan, err := assign.Propose(context.Background(), in)
	if err != nil {
		return fmt.Errorf("panels: %w", err)
	}
	if len(plan.Unfilled) > 0 {
		return fmt.Errorf("panels: %d entries lack judges", len(plan.Unfilled))
	}
	opens, _ := w.edition.Stage(award.StageRound1)
	for _, s := range plan.Seats {
		w.addSeat(award.ID(s.Entry), award.ID(s.Judge), opens.Opens)
	}
	w.keepPlan(plan)
	proof, err := json.Marshal(assign.Document{Input: in, Plan: plan})
	if err != nil {
		return err
	}
	w.proof = string(proof)
	w.order()
	w.score()
	if !w.stage.from(Decide) {
		return nil
	}
	if err := w.reconsider(); err != nil {
		return err
	}
	return w.second()
}

// keepPlan keeps the plan as it was proposed and published.
func (w *world) keepPlan(plan assign.Plan) {
	officer := ID("person/officer")
	w.plan = &award.PanelPlan{
		Edition: w.edition.ID, Round: 1, Proposed: plan.Hash(), Certificate: plan.Certificate.Hash(), Policy: office.DefaultPanelPolicy(), Seed: year, By: officer,
		Made: within(w.edition, award.StageConflicts, 0.7), Published: within(w.edition, award.StageConflicts, 0.9),
	}
	for _, s := range plan.Seats {
		w.plan.Seats = append(w.plan.Seats, award.PlanSeat{Entry: award.ID(s.Entry), Judge: award.ID(s.Judge)})
	}
	w.note(deed{w.plan.Made, officer, award.DeedPropose, nil}, "edition", w.edition.ID)
	w.note(deed{w.plan.Published, officer, award.DeedPublishPanel, map[string]any{"hash": w.plan.Hash(), "round": 1}}, "edition", w.edition.ID)
}

func (w *world) addSeat(entry, judge award.ID, since award.Time) {
	e := w.entries[slices.IndexFunc(w.entries, func(e *sampleEntry) bool { return e.ID == entry })]
	j := pool[slices.IndexFunc(pool, func(j juror) bool { return j.id() == judge })]
	w.seats = append(w.seats, &sampleSeat{entry: e, juror: j, Seat: award.Seat{
		ID: ID("seat/1/" + e.key() + "/" + j.key), Edition: w.edition.ID, Round: 1, Entry: entry, Judge: judge,
		State: award.SeatOpen, Since: since, Version: 1,
	}})
}

// assignment is what the engine decides on.
func (w *world) assignment() assign.Input {
	f := office.PanelFacts{
		Edition: w.edition, Round: 1, Cities: map[award.ID]award.City{}, Conflicts: w.conflicts(), Policy: office.DefaultPanelPolicy(), Seed: year,
	}
	for _, e := range w.entries {
		if e.State == award.EntryAccepted {
			f.Entries = append(f.Entries, e.Entry)
			f.Cities[e.Entry.City] = e.place.row()
		}
	}
	for _, j := range pool {
		f.Judges = append(f.Judges, j.judge(w))
	}
	for _, m := range roster(w.source) {
		if m.city != "" {
			f.Memberships = append(f.Memberships, m.membership(w.opens()))
		}
	}
	return office.PanelInput(f)
}

// order gives every judge a random but fixed reading order.
func (w *world) order() {
	for _, j := range pool {
		mine := w.seatsOf(j)
		for place, i := range dice("order/" + j.key).Perm(len(mine)) {
			mine[i].Place = place + 1
		}
	}
}

// seatsOf returns a judge's seats in reading order.
func (w *world) seatsOf(j juror) []*sampleSeat {
	var mine []*sampleSeat
	for _, s := range w.seats {
		if s.juror.key == j.key {
			mine = append(mine, s)
		}
	}
	slices.SortStableFunc(mine, func(a, b *sampleSeat) int { return a.Place - b.Place })
	return mine
}

// putJudging writes judges, conflicts, seats, sheets, decisions and seals.
func (w *world) putJudging(tx *database.Tx) error {
	for _, j := range pool {
		judge := j.judge(w)
		if err := tx.AddJudge(judge); err != nil {
			return err
		}
		if judge.Declared != 0 {
			w.note(deed{judge.Declared, judge.Person, award.DeedDeclare, nil}, "judge", judge.Person)
		}
	}
	if !w.stage.from(Judge) {
		return nil
	}
	for _, c := range append(w.conflicts(), w.recusals()...) {
		if err := tx.AddConflict(c); err != nil {
			return err
		}
	}
	for _, s := range w.seats {
		if err := s.put(tx); err != nil {
			return err
		}
	}
	if err := tx.SavePlan(w.plan); err != nil {
		return err
	}
	return tx.SaveProof(w.edition.ID, 1, w.proof)
}

func (s *sampleSeat) put(tx *database.Tx) error {
	if err := tx.AddSeat(s.Seat); err != nil || s.sheet == nil {
		return err
	}
	sheet := *s.sheet
	return tx.SaveScoresheet(&sheet)
}

// recusals are the ties that judges found only when they read.
func (w *world) recusals() []award.Conflict {
	var all []award.Conflict
	for _, s := range w.seats {
		if s.State == award.SeatRecused {
			all = append(all, award.Conflict{
				ID: ID("conflict/recused/" + string(s.ID)), Edition: w.edition.ID, Judge: s.Judge, Entry: s.Entry, By: s.Judge,
				Reason: tied("other", "I recognised a former student of mine in the team."), At: s.Since.Add(9 * day),
			})
		}
	}
	return all
}

// roundTime is an instant within the part of round 1 that has passed.
func (w *world) roundTime(part float64) award.Time {
	round, _ := w.edition.Stage(award.StageRound1)
	until := min(w.now, round.Closes).Add(-time.Hour)
	return round.Opens.Add(time.Duration(part * float64(until.Sub(round.Opens))).Truncate(time.Second))
}
