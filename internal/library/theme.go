package library

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"we-gov.org/awards/internal/award"
)

// data/themes.tsv holds the themes: a key; the keys of the categories of all
// editions, and of the presets, that are wholly of the theme; and words whose
// stems tell it where a category does not. A mark of ! before a category says
// that its practices are of the theme only when no word says another.
//
//go:embed data/themes.tsv
var themeTable string

// theme is one lasting subject.
//
// # Why themes
//
// Categories are named and cut anew in each edition, so a reader who looks for
// transport would have to know that it was part of Urban Management in 2012 and
// Mobility in 2020. Themes stay. They are data, and a category that the table
// does not know yet is filed by the words of its practices until it does.
type theme struct {
	key               string
	certain, fallback []string // categories
	stems             map[string]bool
}

var themes = sync.OnceValue(func() []theme {
	var all []theme
	for line := range strings.Lines(themeTable) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		t := theme{key: cells[0], stems: map[string]bool{}}
		for _, category := range strings.Fields(cells[1]) {
			if rest, weak := strings.CutPrefix(category, "!"); weak {
				t.fallback = append(t.fallback, rest)
			} else {
				t.certain = append(t.certain, category)
			}
		}
		for _, word := range strings.Fields(cells[2]) {
			t.stems[englishStem(word)] = true
		}
		all = append(all, t)
	}
	return all
})

// Themes lists the themes of a practice, in the order of the table: that of its
// category, and those that its title names or that its summary names twice.
func Themes(p award.Practice) []string {
	title, summary := stemsIn(p.Title), stemsIn(p.Summary)
	var all []string
	for _, t := range themes() {
		if slices.Contains(t.certain, p.CategoryKey) || 2*t.named(title)+t.named(summary) >= 2 {
			all = append(all, t.key)
		}
	}
	if all != nil {
		return all
	}
	for _, t := range themes() {
		if slices.Contains(t.fallback, p.CategoryKey) {
			all = append(all, t.key)
		}
	}
	return all
}

// named counts the different stems of the theme among those of a text.
func (t theme) named(stems []string) (n int) {
	for _, stem := range stems {
		if t.stems[stem] {
			n++
		}
	}
	return n
}

// stemsIn are the different stems of a text in English.
func stemsIn(text string) []string {
	var all []string
	for _, word := range runs(lower(text)) {
		if word.script == words {
			all = append(all, englishStem(word.text))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
