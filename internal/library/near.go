package library

import (
	"cmp"
	"slices"
	"strings"
)

const (
	nearLeast = 4  // letters of a word that near words are sought for; 5 for one in error
	nearMost  = 12 // near words that are taken
)

// near lists the plain words of the texts that a word may stand for, the
// nearest first: one letter wrong, missing, added or swapped; then those that
// begin with it; then those that hold it, as German compounds do; then those
// that begin as it does.
func (x *index) near(word string) []string {
	length := runeCount(word)
	if length < nearLeast || strings.ContainsFunc(word, func(r rune) bool { return scriptOf(r).dense() }) {
		return nil
	}
	type candidate struct {
		term string
		rank int
	}
	var all []candidate
	letters := []rune(word)
	stem := string(letters[:length*6/10+1])
	for _, term := range x.terms {
		switch {
		case length >= 5 && oneEdit(letters, []rune(term)):
			all = append(all, candidate{term, 0})
		case strings.HasPrefix(term, word):
			all = append(all, candidate{term, 1})
		case length >= 5 && strings.Contains(term, word):
			all = append(all, candidate{term, 2})
		case len(stem) >= 6 && strings.HasPrefix(term, stem):
			all = append(all, candidate{term, 3})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Or(a.rank-b.rank, len(a.term)-len(b.term)) })
	var near []string
	for _, c := range all[:min(len(all), nearMost)] {
		if c.rank == all[0].rank {
			near = append(near, c.term)
		}
	}
	return near
}

// oneEdit reports whether one letter less, more, other or swapped with its
// neighbour makes b of a.
func oneEdit(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return slices.Equal(a[i:], b[i+1:])
	}
	if i == len(a) {
		return false
	}
	return slices.Equal(a[i+1:], b[i+1:]) ||
		i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}
