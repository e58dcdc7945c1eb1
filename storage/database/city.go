package database

import "we-gov.org/awards/internal/award"

const cityColumns = `id, slug, name, local_name, country, region, kind, population, membership, source, sample`

// AddCity stores a new city; ErrConflict if its slug, or its name within its
// country, is taken.
func (tx *Tx) AddCity(c award.City) error {
	return tx.exec(`INSERT INTO city (`+cityColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.Slug, c.Name, c.LocalName, c.Country, c.Region, c.Kind, c.Population, c.Membership, c.Source, c.Sample)
}

// SaveCity overwrites what is known of a city, but for its slug.
func (tx *Tx) SaveCity(c award.City) error {
	if err := tx.touchShelf(); err != nil {
		return err
	}
	return tx.execOne(`UPDATE city SET name = ?, local_name = ?, country = ?, region = ?, kind = ?, population = ?,
		membership = ?, source = ?, sample = ? WHERE id = ?`,
		c.Name, c.LocalName, c.Country, c.Region, c.Kind, c.Population, c.Membership, c.Source, c.Sample, c.ID)
}

// City returns the city with the given ID.
func (tx *Tx) City(id award.ID) (c award.City, err error) {
	err = tx.get(&c, `SELECT `+cityColumns+` FROM city WHERE id = ?`, id)
	return c, err
}

// CityBySlug returns the city with the given address.
func (tx *Tx) CityBySlug(slug string) (c award.City, err error) {
	err = tx.get(&c, `SELECT `+cityColumns+` FROM city WHERE slug = ?`, slug)
	return c, err
}

// CityNamed returns the city with the given English name in a country, in any
// letter case.
func (tx *Tx) CityNamed(name, country string) (c award.City, err error) {
	err = tx.get(&c, `SELECT `+cityColumns+` FROM city WHERE LOWER(name) = LOWER(?) AND country = ?`, name, country)
	return c, err
}

// Cities returns every city, by name.
func (tx *Tx) Cities() (all []award.City, err error) {
	err = tx.list(&all, `SELECT `+cityColumns+` FROM city ORDER BY name, id`)
	return all, err
}

// CitiesOf returns the cities with the given IDs by ID; unknown IDs are left out.
func (tx *Tx) CitiesOf(ids []award.ID) (map[award.ID]award.City, error) {
	of := map[award.ID]award.City{}
	if len(ids) == 0 {
		return of, nil
	}
	q, args := tx.in(`SELECT `+cityColumns+` FROM city WHERE id IN (?)`, ids)
	var all []award.City
	if err := tx.list(&all, q, args...); err != nil {
		return nil, err
	}
	for _, c := range all {
		of[c.ID] = c
	}
	return of, nil
}
