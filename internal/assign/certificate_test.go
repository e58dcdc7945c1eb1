package assign

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// copied is a plan that shares nothing with the other.
func copied(t *testing.T, p Plan) Plan {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var out Plan
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// numbers calls visit with every number of a plan that can be set.
func numbers(v reflect.Value, path string, visit func(path string, v reflect.Value)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			numbers(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			numbers(v.Index(i), path, visit)
		}
	case reflect.Int, reflect.Int64:
		visit(path, v)
	}
}

func TestCheckRejectsEveryAlteredNumber(t *testing.T) {
	in := small()
	plan := propose(t, in)
	if err := Check(in, plan); err != nil {
		t.Fatal(err)
	}
	altered := 0
	bad := copied(t, plan)
	numbers(reflect.ValueOf(&bad).Elem(), "plan", func(path string, v reflect.Value) {
		v.SetInt(v.Int() + 1)
		if err := Check(in, bad); !errors.Is(err, ErrRejected) {
			t.Errorf("%s altered: %v", path, err)
		}
		v.SetInt(v.Int() - 1)
		altered++
	})
	if altered < 50 {
		t.Errorf("only %d numbers were altered", altered)
	}
}

// A forger who seals the document anew is found out by the proof itself.
func TestCheckRejectsASealedForgery(t *testing.T) {
	c := newCity(5, 30, 8, 3)
	in := c.input(MostFit)
	plan, err := Propose(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(in, plan); err != nil {
		t.Fatal(err)
	}
	at := len(plan.Certificate.Proofs) - 1
	for name, forge := range map[string]func(*Plan){
		"seat":        func(p *Plan) { p.Seats[3].Judge = other(*p, p.Seats[3]) },
		"seat's fit":  func(p *Plan) { p.Seats[3].Fit++ },
		"seat less":   func(p *Plan) { p.Seats = p.Seats[1:] },
		"price":       func(p *Plan) { p.Seats[3].Price++ },
		"load price":  func(p *Plan) { p.Loads[2].Price = new(1 << 20) },
		"no price":    func(p *Plan) { p.Loads[2].Price = nil },
		"judge dual":  func(p *Plan) { p.Certificate.Proofs[at].Judges[2] += 1 << 40 },
		"entry dual":  func(p *Plan) { p.Certificate.Proofs[at].Entries[2] -= 1 << 40 },
		"primal":      func(p *Plan) { p.Certificate.Proofs[at].Primal++ },
		"dual":        func(p *Plan) { p.Certificate.Proofs[at].Dual-- },
		"no proof":    func(p *Plan) { p.Certificate.Proofs = p.Certificate.Proofs[:at] },
		"value":       func(p *Plan) { p.Goals[2].Value++; p.Goals[2].Bound++ },
		"other input": func(p *Plan) { p.Certificate.Input = strings.Repeat("0", 64) },
	} {
		bad := copied(t, plan)
		forge(&bad)
		bad.seal(never)
		if err := Check(in, bad); !errors.Is(err, ErrRejected) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// other is a judge who does not read the entry.
func other(p Plan, seat Seat) string {
	sits := map[string]bool{}
	for _, s := range p.Seats {
		sits[s.Judge] = sits[s.Judge] || s.Entry == seat.Entry
	}
	for _, l := range p.Loads {
		if !sits[l.Judge] {
			return l.Judge
		}
	}
	return ""
}

func TestJudgesOfACategoryAreLinkedWhereItCostsNothing(t *testing.T) {
	// Four judges alike, four entries of two seats: without the goal two pairs may
	// each read two entries and never meet.
	in := Input{Policy: Policy{Weights: Weights{Expertise: 1}}}
	for _, id := range []string{"a", "b", "c", "d"} {
		in.Entries = append(in.Entries, Entry{ID: id, Category: "x", Need: 2})
		in.Judges = append(in.Judges, Judge{ID: "j" + id, Level: map[string]int{"x": 2}, Max: 2})
	}
	for seed := range uint64(40) {
		in.Policy.Seed = seed
		plan := propose(t, in)
		if len(plan.Pools) != 1 || len(plan.Pools[0].Components) != 1 {
			t.Fatalf("seed %d: %+v", seed, plan.Pools)
		}
		if err := Check(in, plan); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

func TestWhyNotTellsTheMovesAndTheCost(t *testing.T) {
	in := small()
	plan := propose(t, in)
	x, err := Explain(context.Background(), in, plan, "kim", "seoul")
	if err != nil || x.Verdict != IsBarred || x.Reason != OwnCountry {
		t.Errorf("kim and seoul: %+v, %v", x, err)
	}
	for _, l := range []string{"lyon", "quito"} {
		for _, j := range []string{"ana", "bo", "kim"} {
			x, err := Explain(context.Background(), in, plan, j, l)
			if err != nil {
				t.Fatal(err)
			}
			gives := x.Verdict == IsFree
			found := false
			for _, m := range x.Moves {
				found = found || m == SeatMove{j, l, gives}
			}
			if !found {
				t.Errorf("%s and %s: %+v does not move the pair itself", j, l, x)
			}
		}
	}
	if _, err := Explain(context.Background(), in, plan, "eve", "lyon"); !errors.Is(err, ErrUnknownID) {
		t.Errorf("unknown judge: %v", err)
	}
}

func TestHashIsThatOfTheWholeText(t *testing.T) {
	in := newCity(3, 90, 20, 3).input()
	for i := range in.Judges {
		in.Judges[i].Max = in.Judges[i].Min + 1 // so that witnesses are told too
	}
	plan, small := propose(t, in), Plan{Seats: []Seat{{Judge: "<ana>", Entry: "é", Locked: true}}, Unfilled: []Shortage{}, Pools: []Pool{{Lambda2: 0.25}}}
	for _, x := range []any{in, Input{}, plan, &plan, Plan{}, small, plan.Certificate, in.Policy} {
		h := sha256.New()
		if err := json.NewEncoder(h).Encode(x); err != nil {
			t.Fatal(err)
		}
		if want := hex.EncodeToString(h.Sum(nil)); hashOf(x) != want {
			t.Errorf("%T: hash %s, of the whole text %s", x, hashOf(x), want)
		}
	}
}
