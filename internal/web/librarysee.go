package web

import (
	"fmt"
	"math"
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// seeTabs lead from one picture of the whole library to the next.
func (v *visit) seeTabs(current string) templates.Tabs {
	tabs := templates.Tabs{Label: v.Words.T("library.see.tabs")}
	for _, t := range [][2]string{{"list", "/library"}, {"map", "/library/map"}, {"numbers", "/numbers"}, {"timeline", "/winners"}} {
		tabs.Links = append(tabs.Links, templates.Link{Text: v.Words.T("library.see." + t[0]), URL: v.to(t[1]), Current: t[0] == current})
	}
	return tabs
}

type mapView struct {
	templates.Frame
	See     templates.Tabs
	About   string
	Land    string
	Box     string
	Dots    []mapDot
	Rows    []mapRow
	Most    string // that not all are shown
	Credits []templates.Link
}

// mapDot is a city on the map. Places are in the map's own units.
type mapDot struct{ URL, Text, X, Y, Radius string }

type mapRow struct {
	City             templates.Link
	Country, Region  string
	Count            string
	Placed, Unplaced string
}

func mapPageOf(s *Site, v *visit) error {
	return v.publish(func() (int, string, any, error) {
		all, total, err := s.Library.Map(v.ctx())
		if err != nil {
			return 0, "", nil, err
		}
		return http.StatusOK, "library_map", v.mapView(all, total), nil
	})
}

func (v *visit) mapView(all []library.MapCity, total int) mapView {
	w := v.Words
	page := mapView{
		Frame: v.frame(w.T("library.map.title")), See: v.seeTabs("map"), About: w.T("library.map.about", "Count", len(all)), Land: library.Land(),
		Box: fmt.Sprintf("0 0 %d %d", library.MapWidth, library.MapHeight),
		Credits: []templates.Link{
			{Text: w.T("library.map.credit_link"), URL: "https://www.geonames.org"},
			{Text: w.T("library.map.licence_link"), URL: "https://creativecommons.org/licenses/by/4.0/"},
		},
	}
	page.Canonical, page.Styles = v.absolute("/library/map"), []string{"shelf"}
	page.Crumbs = v.crumbs(w.T("frame.nav.library"), "/library", page.Title, "")
	if total > len(all) {
		page.Most = w.T("library.map.most", "Count", len(all), "Total", total)
	}
	for _, c := range all {
		name := library.CityName(v.Lang, c.Name, c.Country)
		row := mapRow{City: templates.Link{Text: name, URL: v.to("/cities/" + c.Slug)}, Country: w.Country(c.Country), Region: v.region(c.Region), Count: w.Number(c.Count)}
		if c.Placed {
			page.Dots = append(page.Dots, mapDot{
				URL: row.City.URL, Text: w.T("library.map.dot", "City", name, "Country", row.Country, "Count", c.Count),
				X: tenth(c.X), Y: tenth(c.Y), Radius: tenth(dotSize(c.Count)),
			})
		} else {
			row.Unplaced = w.T("library.map.unplaced")
		}
		page.Rows = append(page.Rows, row)
	}
	return page
}

// dotSize makes the area of a dot grow with what it counts. The smallest is
// wide enough to be hit.
func dotSize(count int) float64 { return 4 + 3*math.Sqrt(float64(count)) }

func tenth(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

type numbersView struct {
	templates.Frame
	See     templates.Tabs
	Stats   []templates.Stat
	Head    []string
	Rows    []numbersRow
	Defined []templates.Pair
	Regions templates.Bars
	CSV     string
}

type numbersRow struct {
	Edition templates.Link
	Cells   []string
}

var numberColumns = []string{"entries", "projects", "cities", "countries", "winners", "practices"}

func numbersPage(s *Site, v *visit) error {
	return v.publish(func() (int, string, any, error) {
		n, err := s.Library.Numbers(v.ctx())
		if err != nil {
			return 0, "", nil, err
		}
		return http.StatusOK, "library_numbers", v.numbersView(n), nil
	})
}

func (v *visit) numbersView(n library.Numbers) numbersView {
	w := v.Words
	page := numbersView{Frame: v.frame(w.T("library.numbers.title")), See: v.seeTabs("numbers"), CSV: v.to("/numbers.csv")}
	page.Canonical = v.absolute("/numbers")
	page.Crumbs = v.crumbs(w.T("frame.nav.library"), "/library", page.Title, "")
	page.Stats = []templates.Stat{
		{Value: w.Number(n.Practices), Text: w.T("library.numbers.practices"), URL: v.to("/library")},
		{Value: w.Number(n.Cities), Text: w.T("library.numbers.here.cities"), URL: v.to("/library/map")},
		{Value: w.Number(n.Countries), Text: w.T("library.numbers.here.countries")},
		{Value: w.Number(len(n.Editions)), Text: w.T("library.numbers.here.editions"), URL: v.to("/winners")},
	}
	for _, c := range numberColumns {
		page.Head = append(page.Head, w.T("library.numbers."+c))
		page.Defined = append(page.Defined, templates.Pair{Term: w.T("library.numbers." + c), Lines: []string{w.T("library.numbers.what." + c)}})
	}
	for _, e := range n.Editions {
		if v.site.still && e.Practices == 0 {
			continue // it begins on a day, and an export is the same on any
		}
		row := numbersRow{Edition: templates.Link{Text: v.editionTitle(library.Won{Year: e.Year, Name: e.Name}), URL: v.to("/winners/" + strconv.Itoa(e.Year))}}
		row.Cells = v.numberCells(e, func(n int) string { return w.Number(n) }, w.T("library.numbers.unknown"))
		page.Rows = append(page.Rows, row)
	}
	page.Regions = templates.Bars{Title: w.T("library.numbers.region")}
	for _, r := range n.Regions {
		page.Regions.Rows = append(page.Regions.Rows, templates.Bar{
			Label: v.region(r.Region), URL: v.to("/library?region=" + r.Region), Done: float64(r.Count), Of: float64(n.Practices), Text: w.Number(r.Count),
		})
	}
	return page
}

// numberCells are the counts of an edition in the order of numberColumns.
func (v *visit) numberCells(e library.EditionNumbers, say func(int) string, unknown string) []string {
	var cells []string
	for _, n := range []int{e.Entries, e.Projects, e.Cities, e.Countries} {
		if e.Recorded {
			cells = append(cells, say(n))
		} else {
			cells = append(cells, unknown)
		}
	}
	return append(cells, say(e.Winners), say(e.Practices))
}

// numbersTable sends the same as a file; what is not recorded is empty there.
func numbersTable(s *Site, v *visit) error {
	n, err := s.Library.Numbers(v.ctx())
	if err != nil {
		return err
	}
	var rows [][]string
	for _, e := range n.Editions {
		rows = append(rows, append([]string{strconv.Itoa(e.Year), e.Name}, v.numberCells(e, strconv.Itoa, "")...))
	}
	v.public()
	return v.sendTable(office.NewTable(append([]string{"year", "edition"}, numberColumns...), rows), "numbers")
}

// editionLine is the line of the years above the list of editions, which says
// the same in words.
type editionLine struct {
	About string
	Dots  []mapDot
	Ticks []templates.Link // the place in URL
	Box   string
	End   string
}

// lineWidth is how long the line of the years is, in its own units.
const (
	lineWidth  = 900
	lineMargin = 60
)

func (v *visit) editionLine(all []library.Won) *editionLine {
	if len(all) < 2 {
		return nil
	}
	last, first := all[0].Year, all[len(all)-1].Year
	line := &editionLine{About: v.Words.T("library.timeline.about"), Box: "0 0 1020 120", End: strconv.Itoa(lineMargin + lineWidth)}
	for _, won := range all {
		x := lineMargin + float64(won.Year-first)/float64(last-first)*lineWidth
		text := v.editionTitle(won)
		if len(won.Winners) > 0 {
			text = v.Words.List(text, v.Words.T("library.winners.count", "Count", len(won.Winners)))
		}
		line.Dots = append(line.Dots, mapDot{
			URL: v.to("/winners/" + strconv.Itoa(won.Year)), Text: text, X: tenth(x), Y: "50", Radius: tenth(8 + 4*math.Sqrt(float64(len(won.Winners)))),
		})
		line.Ticks = append(line.Ticks, templates.Link{Text: strconv.Itoa(won.Year), URL: tenth(x)})
	}
	return line
}
