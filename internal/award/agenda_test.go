package award_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"we-gov.org/awards/internal/award"
)

// absences draws, for n items, who must leave among some people.
func absences(r *rand.Rand, n, people int) [][]award.ID {
	out := make([][]award.ID, n)
	for i := range out {
		for p := range people {
			if r.IntN(3) == 0 {
				out[i] = append(out[i], award.ID(fmt.Sprint("judge ", p)))
			}
		}
	}
	return out
}

// fewest tries every order of the items.
func fewest(out [][]award.ID) int {
	order := make([]int, len(out))
	for i := range order {
		order[i] = i
	}
	best := -1
	var try func(k int)
	try = func(k int) {
		if k == len(order) {
			if n := award.AgendaDepartures(out, order); best < 0 || n < best {
				best = n
			}
			return
		}
		for i := k; i < len(order); i++ {
			order[k], order[i] = order[i], order[k]
			try(k + 1)
			order[k], order[i] = order[i], order[k]
		}
	}
	try(0)
	return best
}

func isOrderOf(t *testing.T, order []int, n int) {
	t.Helper()
	sorted := slices.Sorted(slices.Values(order))
	for i := range n {
		if len(order) != n || sorted[i] != i {
			t.Fatalf("%v is no order of %d items", order, n)
		}
	}
}

func TestAgendaSendsPeopleOutAsSeldomAsAnyOrderCould(t *testing.T) {
	r := rand.New(rand.NewPCG(2027, 1)) //nolint:gosec // nothing secret
	for range 400 {
		out := absences(r, 1+r.IntN(7), 1+r.IntN(6))
		order := award.OrderAgenda(out)
		isOrderOf(t, order, len(out))
		if got, want := award.AgendaDepartures(out, order), fewest(out); got != want {
			t.Fatalf("%v is taken as %v with %d departures; %d would do", out, order, got, want)
		}
	}
}

func TestLongAgendaIsNeverWorseThanTheGivenOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(2027, 2)) //nolint:gosec // nothing secret
	for range 20 {
		out := absences(r, 20, 9)
		given := make([]int, len(out))
		for i := range given {
			given[i] = i
		}
		order := award.OrderAgenda(out)
		isOrderOf(t, order, len(out))
		if got, was := award.AgendaDepartures(out, order), award.AgendaDepartures(out, given); got > was {
			t.Errorf("%d departures, %d as given", got, was)
		}
	}
}

func TestAgendaKeepsTheGivenOrderWhereNobodyLeaves(t *testing.T) {
	if order := award.OrderAgenda(make([][]award.ID, 4)); !slices.Equal(order, []int{0, 1, 2, 3}) {
		t.Errorf("the order is %v", order)
	}
	if order := award.OrderAgenda(nil); len(order) != 0 {
		t.Errorf("an empty agenda has %v", order)
	}
}

func TestItemsOfTheSameAbsentPeopleStandTogether(t *testing.T) {
	out := [][]award.ID{{"a"}, {}, {"a"}, {"b", "a"}}
	order := award.OrderAgenda(out)
	if n := award.AgendaDepartures(out, order); n != 2 {
		t.Errorf("%v sends people out %d times", order, n)
	}
	if at := slices.Index(order, 0); order[at+1] != 2 {
		t.Errorf("the two items without a are apart: %v", order)
	}
}
