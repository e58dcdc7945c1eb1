package library

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
)

func body1(id, words string) text {
	return text{id: award.ID(id), language: "en", fields: [fieldCount]string{fieldBody: words}}
}

// A mark that stands alone is nothing to search for: without its accents no
// letter is left, and the index takes no empty term.
func TestMarkThatStandsAloneIsNoTerm(t *testing.T) {
	x := built(body1("1", "bus \u0301 stop ء tram"))
	for _, query := range []string{"stop", "tram", `"bus`} {
		if len(x.finds(query)) != 1 {
			t.Errorf("%q is not found", query)
		}
	}
	if found := x.finds("\u0301"); len(found) != 0 {
		t.Errorf("the mark finds %v", found)
	}
}

// Pieces of an index are made apart: where one ends and the next begins shows
// nowhere.
func TestTextsOfManyBatchesAreFoundInTheirOrder(t *testing.T) {
	var texts []text
	var want []award.ID
	for i := range 3*batchSize + 7 {
		words := fmt.Sprintf("common number%d", i)
		if i%50 == 0 {
			words += " seldom here"
			want = append(want, award.ID(fmt.Sprint(i)))
		}
		texts = append(texts, body1(fmt.Sprint(i), words))
	}
	x := built(texts...)
	for query, ids := range map[string][]award.ID{"seldom": want, `"seldom here"`: want, "number385": {"385"}, `"here seldom"`: nil} {
		if found := x.finds(query); !slices.Equal(found, ids) {
			t.Errorf("%s finds %v, not %v", query, found, ids)
		}
	}
	if n := len(x.finds("common")); n != len(texts) {
		t.Errorf("the common word is found in %d of %d", n, len(texts))
	}
}

func TestBeginningsOfOneSearchShareTheirRoom(t *testing.T) {
	var words strings.Builder
	for i := range prefixMost {
		fmt.Fprintf(&words, "a%d b%d ", i, i)
	}
	x := built(body1("1", words.String()))
	ways := 0
	for _, u := range x.ask("a* b* a1* b2*") {
		ways += len(u.ways)
	}
	if ways != prefixMost {
		t.Errorf("%d words are looked for, not %d", ways, prefixMost)
	}
}

func TestAnalyserSpeaksInTheFormOfBleve(t *testing.T) {
	var got []string
	input := []byte("E-city 서울")
	for _, token := range chainOf("en").Analyze(input) {
		got = append(got, fmt.Sprintf("%s@%d", token.Term, token.Position))
		if !bytes.Contains(input, input[token.Start:token.End]) || token.Start >= token.End {
			t.Errorf("%s stands at %d to %d", token.Term, token.Start, token.End)
		}
	}
	want := []string{"e@1", "city@2", "~citi@2", "ecity@1", "서@3", "울@4", "서울@3"}
	if !slices.Equal(got, want) {
		t.Errorf("terms %v, not %v", got, want)
	}
}

// In a large library a word that many practices have says nothing of what one
// is about; in a small one every word counts.
func TestTellingWordsAreTheRarerOnesOfALargeLibrary(t *testing.T) {
	said := func(units []unit) (all []string) {
		for _, u := range units {
			all = append(all, u.said)
		}
		return all
	}
	of := func(n int) *index {
		var texts []text
		for i := range n {
			words := "city service"
			if i%100 == 0 {
				words += " drone harbour ferry"
			}
			texts = append(texts, body1(fmt.Sprint(i), words))
		}
		return built(texts...)
	}
	large := of(smallLibrary + 1)
	if got := said(large.telling(large.ask("city drone service harbour ferry"))); !slices.Equal(got, []string{"drone", "harbour", "ferry"}) {
		t.Errorf("telling are %v", got)
	}
	if got := large.telling(large.ask("city service")); len(got) != tellingLeast {
		t.Errorf("of common words alone, telling are %v", said(got))
	}
	small := of(100)
	if got := small.telling(small.ask("city drone service")); len(got) != 3 {
		t.Errorf("in a small library, telling are %v", said(got))
	}
}

func TestBestKeepsTheMostWorthInTheirOrder(t *testing.T) {
	var b best
	for at, worth := range []float32{1, 3, 2, 3, 0.5, 4, 2} {
		b.add(likely{at: at, worth: worth}, 4)
	}
	var places []int
	for _, f := range b {
		places = append(places, f.at)
	}
	if !slices.Equal(places, []int{5, 1, 3, 2}) {
		t.Errorf("kept are %v", places)
	}
}
