package demo

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

//go:embed text/*.toml
var texts embed.FS

// place is an invented city and the officer who acts for it.
type place struct {
	Slug, Name, Local, Country, Kind         string
	Population                               int64
	Officer, Title, Zone, Language, Currency string
}

// project is what a city enters: the facts from which the answers are written.
type project struct {
	City, Title, Local, Line, Unit, Started string
	Need, Did, New, Tech, Users, Part, Hard string
	Figures                                 [][]string // what, before, after, source
	Goals, Cost                             []string
	category                                string
	index                                   int // within its category
	turn                                    int // 1 for the city's first entry, 2 for its second
}

// key names the project's entry: the city and its turn.
func (p project) key() string { return fmt.Sprintf("%s/%d", p.City, p.turn) }

// source is all hand-written text of the demo.
type source struct {
	places   []place
	projects []project
	phrases  map[string][]string
	jury     juryText
}

type juryText struct {
	Reasons  map[string]struct{ High, Low []string }
	Remarks  map[string][]string
	Decision map[string][]string
}

// written is the text of the demo, read once.
var written = sync.OnceValues(readSource)

func readSource() (source, error) {
	var s source
	var cities struct{ City []place }
	for name, into := range map[string]any{"cities": &cities, "phrases": &s.phrases, "jury": &s.jury} {
		if err := readTOML(name, into); err != nil {
			return s, err
		}
	}
	s.places = cities.City
	turns := map[string]int{}
	for _, name := range []string{"services", "efficiency", "open-city", "urban-management", "digital-divide"} {
		var f struct {
			Category string
			Project  []project
		}
		if err := readTOML(name, &f); err != nil {
			return s, err
		}
		for i, p := range f.Project {
			turns[p.City]++
			p.category, p.index, p.turn = f.Category, i, turns[p.City]
			s.projects = append(s.projects, p)
		}
	}
	return s, nil
}

func readTOML(name string, into any) error {
	if _, err := toml.DecodeFS(texts, "text/"+name+".toml", into); err != nil {
		return fmt.Errorf("demo: %s.toml: %w", name, err)
	}
	return nil
}

// place returns the city with a slug.
func (s source) place(slug string) place {
	for _, p := range s.places {
		if p.Slug == slug {
			return p
		}
	}
	return place{}
}

// phrase returns the block of a place of the text for a project. Blocks are
// dealt by the project's index, so that no two of a category share one.
func (s source) phrase(slot string, p project, city string, n int) string {
	blocks := s.phrases[slot]
	if len(blocks) == 0 {
		return ""
	}
	block := blocks[(p.index+len(slot)*3+len(p.category))%len(blocks)]
	return strings.NewReplacer("{city}", city, "{unit}", p.Unit, "{n}", fmt.Sprint(n)).Replace(block)
}
