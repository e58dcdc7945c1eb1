package testkit

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Texts writes invented text from a vocabulary of 50,000 words in which few are
// common and most are rare, always the same.
type Texts struct {
	random *rand.Rand
	zipf   *rand.Zipf
	words  []string // the commonest first
}

// NewTexts returns the beginning of the text that is always the same.
func NewTexts() *Texts {
	t := &Texts{random: rand.New(rand.NewPCG(20260101, 1))} //nolint:gosec // nothing secret
	t.zipf = rand.NewZipf(t.random, 1.07, 2.7, 49_999)
	syllables := strings.Fields("ba ke lo mi nu ra se ti vo zu dar fen gol hin jas kor lum mar nel pos")
	seen := map[string]bool{}
	for len(t.words) < 50_000 {
		var b strings.Builder
		for range 2 + len(t.words)/12_000 + t.random.IntN(3) {
			b.WriteString(syllables[t.random.IntN(len(syllables))])
		}
		if !seen[b.String()] {
			seen[b.String()] = true
			t.words = append(t.words, b.String())
		}
	}
	return t
}

// Text returns the next words of the text.
func (t *Texts) Text(words int) string {
	all := make([]string, words)
	for i := range all {
		all[i] = t.words[t.zipf.Uint64()]
	}
	return strings.Join(all, " ")
}

// Search returns words such as a visitor looks for: a rare one, at every second
// call with a common one before it.
func (t *Texts) Search(n int) string {
	rare := t.words[200+t.random.IntN(4800)]
	if n%2 == 0 {
		return rare
	}
	return t.words[20+t.random.IntN(180)] + " " + rare
}

// AddPractices puts n invented practices of some 2,600 words into the library.
func (s *Platform) AddPractices(n int) {
	s.t.Helper()
	t := NewTexts()
	var cities []award.City
	s.View(func(tx *database.Tx) (err error) { cities, err = tx.Cities(); return err })
	for from := 0; from < n; from += 200 {
		s.Update(func(tx *database.Tx) error {
			for i := from; i < min(from+200, n); i++ {
				c, k := cities[t.random.IntN(len(cities))], t.random.IntN(12)
				p := award.Practice{
					ID: award.NewID(), Slug: "practice-" + strconv.Itoa(i), Edition: "WeGO Awards", Year: 2000 + t.random.IntN(16),
					Category: fmt.Sprintf("Category %d", k), CategoryKey: fmt.Sprintf("category-%d", k), Prize: "Gold", PrizeRank: 1,
					City: c.ID, CityName: c.Name, Country: c.Country, Region: c.Region, Title: t.Text(8), Summary: t.Text(40),
					Language: []string{"en", "es", "fr", "ru", "ko", "de"}[t.random.IntN(6)], Sample: true, Published: s.Clock.Now(),
				}
				if err := tx.AddPractice(p); err != nil {
					return err
				}
				if err := tx.SetPracticeText(p.ID, []award.PracticePart{{Question: "solution", Kind: award.LongText, Value: t.Text(2550)}}); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// AddEntries puts invented entries into the running edition until it has n: each
// is another city's copy of an accepted entry of the demo, with its answers,
// what was sent, and three scoresheets.
func (s *Platform) AddEntries(n int) {
	s.t.Helper()
	c := crowd{Platform: s}
	s.View(c.read)
	for from := c.have; from < n; from += 200 {
		s.Update(func(tx *database.Tx) error {
			for i := from; i < min(from+200, n); i++ {
				if err := c.add(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// crowd is what is copied.
type crowd struct {
	*Platform
	have    int
	entries []award.Entry
	answers map[award.ID]map[string]award.Answer
	sent    map[award.ID]award.Sending
	cities  map[award.ID]award.City
	judges  []award.Judge
}

func (c *crowd) read(tx *database.Tx) error {
	edition := c.Sample.Edition.ID
	all, err := tx.Entries(edition)
	if err != nil {
		return err
	}
	c.have, c.answers, c.sent = len(all), map[award.ID]map[string]award.Answer{}, map[award.ID]award.Sending{}
	for _, e := range all {
		if e.State != award.EntryAccepted {
			continue
		}
		c.entries = append(c.entries, e)
		if c.answers[e.ID], err = tx.Answers(e.ID); err != nil {
			return err
		}
		if c.sent[e.ID], err = tx.LastSending(e.ID); err != nil {
			return err
		}
	}
	if c.cities, err = tx.CitiesIn(edition); err != nil {
		return err
	}
	c.judges, err = tx.Judges(edition)
	return err
}

func (c *crowd) add(tx *database.Tx, i int) error {
	like := c.entries[i%len(c.entries)]
	city := c.cities[like.City]
	city.ID, city.Slug, city.Name = award.NewID(), fmt.Sprintf("%s-%d", city.Slug, i), fmt.Sprintf("%s %d", city.Name, i)
	if err := tx.AddCity(city); err != nil {
		return err
	}
	e := like
	e.ID, e.City = award.NewID(), city.ID
	var err error
	if e.Number, err = tx.TakeNumber(e.Edition); err != nil {
		return err
	}
	e.Reference = fmt.Sprintf("%d-%04d", c.Sample.Edition.Year, e.Number)
	if err := tx.AddEntry(e); err != nil {
		return err
	}
	for _, a := range c.answers[like.ID] {
		a.Entry, a.Version = e.ID, 0
		if err := tx.SaveAnswer(&a); err != nil {
			return err
		}
	}
	sent := c.sent[like.ID]
	sent.Entry, sent.Number = e.ID, 1
	if err := tx.AddSending(sent); err != nil {
		return err
	}
	return c.score(tx, e, i)
}

// score seats three judges and lets them score.
func (c *crowd) score(tx *database.Tx, e award.Entry, i int) error {
	for k := range 3 {
		seat := award.Seat{
			ID: award.NewID(), Edition: e.Edition, Round: 1, Entry: e.ID, Judge: c.judges[(i+k)%len(c.judges)].Person,
			State: award.SeatDone, Place: e.Number, Since: e.Decided,
		}
		if err := tx.AddSeat(seat); err != nil {
			return err
		}
		sheet := award.Scoresheet{Seat: seat.ID, Scores: map[string]float64{}, Comment: "Clear and useful.", Changed: e.Decided}
		for j, criterion := range c.Sample.Edition.Criteria {
			sheet.Scores[criterion.Key] = c.Sample.Edition.Scale.Min + float64((i+j+k)%3) + 1
		}
		sheet.Reseal()
		if err := tx.SaveScoresheet(&sheet); err != nil {
			return err
		}
	}
	return nil
}
