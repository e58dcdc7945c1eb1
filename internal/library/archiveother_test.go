package library_test

import (
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
)

// otherPrize is a file of winners of another award with what such files lack.
const otherPrize = `edition,year,ceremony_city,category,prize,city,country_iso2,project,summary,source_url
2nd WeGO Awards,2014,Chengdu,Services,Best e-Government Prize,Seoul,KR,Bus,,
Seoul Smart City Prize,2014,Seoul,Tech-InnovaCity,Gold,Prague,CZ,Digital Twin,,https://prize.example
Seoul Smart City Prize,2014,,Human-CentriCity,,Medellín,CO,,,
Seoul Smart City Prize,2014,Seoul,,Bronze,서울,KR,"Agile ""city"" lab","Line one
line two",https://a.example ; https://b.example/x
Seoul Smart City Prize,2023,Seoul,Leadership,,İzmir,TR,A person,,
`

func TestWinnersOfAnotherPrizeAreImportedWithUnknownCells(t *testing.T) {
	s := newShelf(t)
	report, err := s.ImportArchive(t.Context(), award.Operator(), strings.NewReader(otherPrize))
	if err != nil || report.New != 5 {
		t.Fatalf("%+v, %v", report, err)
	}
	if again, err := s.ImportArchive(t.Context(), award.Operator(), strings.NewReader(otherPrize)); err != nil || again.Same != 5 {
		t.Errorf("read again: %+v, %v", again, err)
	}
	if n := len(s.cities()); n != 4 {
		t.Errorf("%d cities; Seoul is one, by whatever name", n)
	}
	won, err := s.WinnersOf(t.Context(), 2014)
	if err != nil || !slices.Equal(won.Names, []string{"Seoul Smart City Prize", "2nd WeGO Awards"}) && !slices.Equal(won.Names, []string{"2nd WeGO Awards", "Seoul Smart City Prize"}) || len(won.Winners) != 4 {
		t.Errorf("two awards of one year: %+v, %v", won.Names, err)
	}
	for _, p := range won.Winners {
		if p.Slug == "" || p.Sources == "" && p.Title == "Digital Twin" {
			t.Errorf("%+v", p)
		}
	}
	if page, err := s.Practice(t.Context(), "medellin-human-centricity-2014"); err != nil || page.Title != "" || page.Prize != "" {
		t.Errorf("a winner of whom little is known: %+v, %v", page, err)
	}
	if got := library.EnglishName("벵갈루루", "IN"); got != "Bangalore" {
		t.Errorf("벵갈루루 is %s", got)
	}
}
