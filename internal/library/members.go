package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// ImportCities reads cities and their membership from a CSV file with the
// columns city, country_iso2, region, membership, source_url. A city that is
// known already takes region, membership and source from the file where it says
// them. A row that is not right gives an *award.RowError, and nothing of the
// file is kept.
func (d *Desk) ImportCities(ctx context.Context, actor award.Actor, r io.Reader) (Report, error) {
	if err := award.May(actor, award.DeedImport, award.Object{}); err != nil {
		return Report{}, err
	}
	rows, err := readCities(r)
	if err != nil {
		return Report{}, err
	}
	return d.inImport(ctx, actor, func(in *importing) error {
		for _, c := range rows {
			if err := in.member(c); err != nil {
				return fmt.Errorf("city %s: %w", c.Name, err)
			}
		}
		return nil
	})
}

func readCities(r io.Reader) ([]award.City, error) {
	t, err := readTable(r, "city", "country_iso2", "region", "membership", "source_url")
	if err != nil {
		return nil, err
	}
	return rowsOf(t, "city", func() (award.City, string, error) {
		if err := check(t.short, t.there("city"), t.country, t.region, t.sources); err != nil {
			return award.City{}, "", err
		}
		c := t.city()
		return c, c.Name + "\x00" + c.Country, nil
	})
}

// regionKey is the key of a region by its English name; the name's own key when
// it is not one of ours.
func regionKey(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "_") }

func (t *table) region() error {
	if name := t.cells["region"]; name != "" && !slices.Contains(locale.Regions(), regionKey(name)) {
		return t.wrong("region", "unknown region %q: Africa, Americas, Asia, Europe, Middle East or Oceania is expected", name)
	}
	return nil
}

func (t *table) city() award.City {
	c := award.City{
		Name: t.cells["city"], Country: t.cells["country_iso2"], Region: regionKey(t.cells["region"]),
		Membership: t.cells["membership"], Source: strings.Join(sourcesOf(t.cells["source_url"]), "\n"),
	}
	if c.Region == "" {
		c.Region = locale.Region(c.Country)
	}
	return c
}

func (in *importing) member(from award.City) error {
	c, err := in.tx.CityNamed(from.Name, from.Country)
	if errors.Is(err, award.ErrNotFound) {
		from.ID = award.NewID()
		if from.Slug, err = in.citySlug(from); err != nil {
			return err
		}
		in.report.New++
		return errors.Join(in.tx.AddCity(from), in.record("city", from.ID, from.Slug))
	} else if err != nil {
		return err
	}
	before := c
	c.Region = from.Region
	for _, of := range []struct{ known, said *string }{{&c.Membership, &from.Membership}, {&c.Source, &from.Source}} {
		if *of.said != "" {
			*of.known = *of.said
		}
	}
	if c == before {
		in.report.Same++
		return nil
	}
	in.report.Changed++
	return errors.Join(in.tx.SaveCity(c), in.record("city", c.ID, c.Slug))
}
