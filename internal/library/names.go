package library

import (
	_ "embed"
	"strings"
	"sync"

	"we-gov.org/awards/internal/award"
)

// names.tsv lists what known cities are called: their country, their English
// name as the archive writes it, their name in their own script, their name in
// each interface language that has one of its own, and further and former
// names, with bars between.
//
//go:embed names.tsv
var namesTable string

// named is what one city is called.
type named struct {
	own string
	in  map[string]string // by language
	all []string
}

var names = sync.OnceValue(func() map[string]named {
	lines := strings.Split(strings.TrimSpace(namesTable), "\n")
	head := strings.Split(lines[0], "\t")
	known := make(map[string]named, len(lines))
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		n := named{own: cells[2], in: map[string]string{}}
		for i, name := range cells[1:] {
			column := head[i+1]
			if len(column) == 2 && name != "" {
				n.in[column] = name
			}
			for each := range strings.SplitSeq(name, "|") {
				if each != "" {
					n.all = append(n.all, each)
				}
			}
		}
		known[nameKey(cells[1], cells[0])] = n
	}
	return known
})

func nameKey(name, country string) string { return country + "\t" + strings.ToLower(name) }

// CityName returns what a city is called in a language: its English name where
// no other is known.
func CityName(lang, name, country string) string {
	if in := names()[nameKey(name, country)].in[lang]; in != "" {
		return in
	}
	return name
}

// OwnName returns a city's name in its own script: as recorded, else as known
// to the table of names; "" if it is the English name or not known.
func OwnName(c award.City) string {
	own := c.LocalName
	if own == "" {
		own = names()[nameKey(c.Name, c.Country)].own
	}
	if own == c.Name {
		return ""
	}
	return own
}

// EnglishName returns the English name of a city that is known by a name of its
// own script, by a former one or by any other; the name itself if it is not.
func EnglishName(name, country string) string {
	for key, n := range names() {
		if !strings.HasPrefix(key, country+"\t") {
			continue
		}
		for _, other := range n.all {
			if strings.EqualFold(other, name) {
				return n.all[0]
			}
		}
	}
	return name
}

// allNames are every name under which a city is found.
func allNames(name, country string) []string { return names()[nameKey(name, country)].all }
