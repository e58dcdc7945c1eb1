package library

import (
	"math"
	"testing"
)

func TestPlacesAreFoundByEveryName(t *testing.T) {
	for _, c := range []struct {
		name, country string
		latitude      float64
		peopled       bool
	}{
		{"Seoul", "KR", 37.6, true},
		{"Goyang", "KR", 37.7, true},
		{"Jeju", "KR", 33.5, true},
		{"Bangalore", "IN", 13.0, true}, // now Bengaluru
		{"São Paulo", "BR", -23.5, true},
		{"Songpa-gu, Seoul", "KR", 37.6, false},
		{"Ulyanovsk Region", "RU", 54.3, false},
		{"Gimpo", "KR", 37.6, false},
	} {
		p, there := PlaceOf(c.name, c.country)
		if !there || math.Abs(p.Latitude-c.latitude) > 0.15 || (p.Population > 0) != c.peopled {
			t.Errorf("%s: %+v, %t", c.name, p, there)
		}
	}
	for _, name := range []string{"Port Oriel", "", "gu, "} {
		if p, there := PlaceOf(name, "KR"); there {
			t.Errorf("%q is at %+v", name, p)
		}
	}
}

func TestPlacesStandOnTheMap(t *testing.T) {
	for name, p := range gazetteer() {
		if x, y := p.OnMap(); x < 0 || x > MapWidth || y < 0 || y > MapHeight {
			t.Errorf("%s is drawn at %.0f, %.0f", name, x, y)
		}
	}
	if x, y := (Place{}).OnMap(); math.Round(x) != 500 || math.Round(y) != 241 {
		t.Errorf("the middle of the map is at %f, %f", x, y)
	}
}
