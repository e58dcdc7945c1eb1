package library

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Report counts what an import did with the rows of its file.
type Report struct {
	New     int // stored for the first time
	Changed int // stored before, and now as the file says
	Same    int // stored before just so
}

// Why rows are known again by their address: the files of the archive grow and
// are corrected, so importing one again must change nothing but what it
// changes. A winner's address is made of city, category and year; two winners
// that share these are told apart by their titles.

// ImportArchive reads the winners of earlier editions from a CSV file with the
// columns edition, year, ceremony_city, category, prize, city, country_iso2,
// project, summary, source_url into the library, creating cities that are not
// known yet. An empty cell is unknown. A row that is not right gives an
// *award.RowError, and nothing of the file is kept.
func (d *Desk) ImportArchive(ctx context.Context, actor award.Actor, r io.Reader) (Report, error) {
	if err := award.May(actor, award.DeedImport, award.Object{}); err != nil {
		return Report{}, err
	}
	rows, err := readWinners(r)
	if err != nil {
		return Report{}, err
	}
	return d.inImport(ctx, actor, func(all *importing) error {
		in := archive{all, map[string]bool{}}
		for _, w := range rows {
			if err := in.winner(w); err != nil {
				return fmt.Errorf("line %d: %w", w.line, err)
			}
		}
		return nil
	})
}

// winner is a row of the archive.
type winner struct {
	line int
	award.Practice
}

func readWinners(r io.Reader) ([]winner, error) {
	t, err := readTable(r, "edition", "year", "ceremony_city", "category", "prize", "city", "country_iso2", "project", "summary", "source_url")
	if err != nil {
		return nil, err
	}
	return rowsOf(t, "winner", func() (winner, string, error) {
		if err := check(t.short, t.there("edition"), t.year, t.there("city"), t.country, t.sources); err != nil {
			return winner{}, "", err
		}
		w := t.winner()
		return w, strings.Join([]string{strconv.Itoa(w.Year), w.Category, w.CityName, w.Country, w.Title}, "\x00"), nil
	})
}

// winner is the present row as a practice without an ID and a city's ID.
func (t *table) winner() winner {
	c := t.cells
	year, _ := strconv.Atoi(c["year"])
	return winner{t.line(), award.Practice{
		Edition: c["edition"], Year: year, Ceremony: c["ceremony_city"],
		Category: c["category"], CategoryKey: locale.Slug(c["category"]),
		Prize: c["prize"], PrizeRank: prizeRanks[strings.ToLower(c["prize"])],
		CityName: c["city"], Country: c["country_iso2"], Title: c["project"], Summary: c["summary"],
		Language: "en", Sources: strings.Join(sourcesOf(c["source_url"]), "\n"),
	}}
}

// prizeRanks are the ranks of the prizes that earlier editions gave. A prize
// that is not among them has no known rank.
var prizeRanks = map[string]int{
	"best e-government prize": 1, "gold": 1,
	"outstanding e-government prize": 2, "silver": 2,
	"special mention": 3, "third place": 3, "bronze": 3,
}

// importing is one import inside its transaction.
type importing struct {
	tx     *database.Tx
	actor  award.Actor
	now    award.Time
	report Report
}

// inImport does an import, all of it or nothing, and reports it.
func (d *Desk) inImport(ctx context.Context, actor award.Actor, do func(*importing) error) (Report, error) {
	var report Report
	err := d.db.Update(ctx, func(tx *database.Tx) error {
		in := importing{tx, actor, d.clock(), Report{}}
		if err := do(&in); err != nil {
			return err
		}
		report = in.report
		return nil
	})
	if err != nil {
		return Report{}, err
	}
	return report, nil
}

// archive is the import of winners; taken holds the addresses given so far.
type archive struct {
	*importing
	taken map[string]bool
}

func (in *archive) winner(w winner) error {
	city, err := in.city(w.CityName, w.Country, w.Sources)
	if err != nil {
		return err
	}
	w.City, w.Region, w.CityName = city.ID, city.Region, city.Name
	before, err := in.find(&w.Practice)
	if err != nil {
		return err
	}
	if before == nil {
		w.ID, w.Published = award.NewID(), in.now
		in.report.New++
		return errors.Join(in.tx.AddPractice(w.Practice), in.record("practice", w.ID, w.Slug))
	}
	p := w.Practice
	p.ID, p.Published, p.Withdrawn, p.Notice, p.Version = before.ID, before.Published, before.Withdrawn, before.Notice, before.Version
	if p == *before {
		in.report.Same++
		return nil
	}
	in.report.Changed++
	return errors.Join(in.tx.SavePractice(&p), in.record("practice", p.ID, p.Slug))
}

// find gives a winner its address and returns the practice that stands there;
// nil when there is none yet.
func (in *archive) find(w *award.Practice) (*award.Practice, error) {
	category := w.CategoryKey
	base := locale.Slug(w.CityName, category, strconv.Itoa(w.Year))
	if locale.Slug(w.CityName) == "" {
		base = strings.ToLower(w.Country) + "-" + base
	}
	for n := 1; ; n++ {
		w.Slug = base
		if n > 1 {
			w.Slug = base + "-" + strconv.Itoa(n)
		}
		if in.taken[w.Slug] {
			continue
		}
		before, err := in.tx.PracticeBySlug(w.Slug)
		switch {
		case errors.Is(err, award.ErrNotFound):
			in.taken[w.Slug] = true
			return nil, nil //nolint:nilnil // no practice and no error is the plain case of a new winner
		case err != nil:
			return nil, err
		case before.Entry == "" && before.City == w.City && (before.Title == w.Title || before.Title == "" || w.Title == ""):
			in.taken[w.Slug] = true
			return &before, nil
		}
	}
}

// city finds a city by name and country, or creates it from its first source.
func (in *importing) city(name, country, sources string) (award.City, error) {
	c, err := in.tx.CityNamed(name, country)
	if errors.Is(err, award.ErrNotFound) {
		name = EnglishName(name, country)
		c, err = in.tx.CityNamed(name, country)
	}
	if !errors.Is(err, award.ErrNotFound) {
		return c, err
	}
	source, _, _ := strings.Cut(sources, "\n")
	c = award.City{ID: award.NewID(), Name: name, Country: country, Region: locale.Region(country), Source: source}
	if c.Slug, err = in.citySlug(c); err != nil {
		return c, err
	}
	return c, errors.Join(in.tx.AddCity(c), in.record("city", c.ID, c.Slug))
}

// citySlug is the city's name, with its country where another has the name.
func (in *importing) citySlug(c award.City) (string, error) {
	base := locale.Slug(c.Name)
	if base == "" {
		base = strings.ToLower(c.Country)
	}
	slug := base
	for n := 1; ; n++ {
		_, err := in.tx.CityBySlug(slug)
		if errors.Is(err, award.ErrNotFound) {
			return slug, nil
		} else if err != nil {
			return "", err
		}
		if slug = base + "-" + strings.ToLower(c.Country); n > 1 {
			slug += "-" + strconv.Itoa(n)
		}
	}
}

// record appends the event of one thing that the import stored.
func (in *importing) record(kind string, id award.ID, slug string) error {
	detail, err := json.Marshal(map[string]string{"slug": slug})
	if err != nil {
		return err
	}
	return in.tx.Record(award.Event{At: in.now, Actor: in.actor.Person.ID, Deed: award.DeedImport, Kind: kind, Subject: id, Detail: string(detail)})
}
