package office

import (
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/locale"
)

func TestWitnessesOfOneKindAreToldOnce(t *testing.T) {
	of := func(id string, need int) assign.Witness {
		return assign.Witness{Side: assign.SeatsSide, Entries: []assign.WitnessRow{{ID: id, Count: need}}, Need: need, Have: 1}
	}
	all := Reasons([]assign.Witness{of("Paris", 2), of("Lyon", 3), of("Nice", 2), of("Lille", 2)})
	if len(all) != 2 || all[0].Entries[0].ID != "Paris" || all[1].Entries[0].ID != "Lyon" || len(all[1].Like) != 0 {
		t.Fatalf("%+v", all)
	}
	p := Proofs{Words: locale.Must("en"), Name: func(id string) string { return id }}
	lines := p.Reason(all[0])
	if last := lines[len(lines)-1]; last != "The same is so for 2 more: Nice, Lille." {
		t.Errorf("%q", last)
	}
	if lines := p.Reason(all[1]); slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "The same") }) {
		t.Errorf("%q", lines)
	}
}
