package library

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// The outline of the world's land as a path of SVG, and where its cities are.
// data/NOTICE says where both come from.
var (
	//go:embed data/land.txt
	landPath string
	//go:embed data/places.tsv
	placesTable string
)

// The size of the map in its own units.
const (
	MapWidth  = 1000
	MapHeight = 437
)

// Land is the path of the world's land on the map, without borders.
func Land() string { return strings.TrimSpace(landPath) }

// Place is where a city is and how many live there.
type Place struct {
	Latitude, Longitude float64
	Population          int64 // 0 = not known
}

// gazetteer is known places by country and slug of the name.
var gazetteer = sync.OnceValue(func() map[string]Place {
	known := make(map[string]Place, 4500)
	for line := range strings.SplitSeq(strings.TrimSpace(placesTable), "\n") {
		cells := strings.Split(line, "\t")
		var p Place
		p.Latitude, _ = strconv.ParseFloat(cells[2], 64)
		p.Longitude, _ = strconv.ParseFloat(cells[3], 64)
		thousands, _ := strconv.ParseInt(cells[4], 10, 64)
		p.Population = thousands * 1000
		key := placeKey(cells[0], cells[1])
		if before, there := known[key]; !there || p.Population > before.Population {
			known[key] = p
		}
	}
	return known
})

// placeKey leaves out what some write behind a name and others do not.
func placeKey(country, name string) string {
	slug := locale.Slug(name)
	for _, end := range []string{"-si", "-gun", "-city"} {
		if short, cut := strings.CutSuffix(slug, end); cut && short != "" {
			return country + " " + strings.TrimSuffix(short, "-special")
		}
	}
	return country + " " + slug
}

// PlaceOf returns where a city is by its English name or any other that is
// known. Of a district or a region it is the place of its city, without the
// population.
func PlaceOf(name, country string) (Place, bool) {
	for _, n := range append([]string{name}, allNames(name, country)...) {
		if p, there := gazetteer()[placeKey(country, n)]; there {
			return p, true
		}
	}
	wider := name
	if _, city, cut := strings.Cut(name, ", "); cut {
		wider = city
	} else {
		for _, end := range []string{" Region", " Province", " State", " District"} {
			wider = strings.TrimSuffix(wider, end)
		}
	}
	p, there := gazetteer()[placeKey(country, wider)]
	p.Population = 0
	return p, there && wider != name
}

// Equal Earth, as data/make.mjs projects the land.
const (
	equalA1, equalA2, equalA3, equalA4 = 1.340264, -0.081106, 0.000893, 0.003796
	northMost                          = 84
)

func equalEarth(longitude, latitude float64) (x, y float64) {
	m := math.Sqrt(3) / 2
	t := math.Asin(m * math.Sin(latitude*math.Pi/180))
	t2 := t * t
	t6 := t2 * t2 * t2
	x = longitude * math.Pi / 180 * math.Cos(t) / (m * (equalA1 + 3*equalA2*t2 + t6*(7*equalA3+9*equalA4*t2)))
	return x, t * (equalA1 + equalA2*t2 + t6*(equalA3+equalA4*t2))
}

// OnMap is where a place stands on the map, in its units from the upper left.
func (p Place) OnMap() (x, y float64) {
	right, _ := equalEarth(180, 0)
	_, top := equalEarth(0, northMost)
	scale := MapWidth / 2 / right
	x, y = equalEarth(p.Longitude, p.Latitude)
	return MapWidth/2 + x*scale, (top - y) * scale
}

// PopulationOf is how many live in a city: as the city has told, else as known
// of its place; 0 when neither is.
func PopulationOf(c award.City) int64 {
	if c.Population > 0 {
		return c.Population
	}
	p, _ := PlaceOf(c.Name, c.Country)
	return p.Population
}
