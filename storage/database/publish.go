package database

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
)

// OpenResult makes one category's sealed result public: each winner becomes a
// practice of the library and has a certificate, and the seal is marked as
// opened, with events of both. It returns the new practices; none when the result was open already.
// Whether the person may is for the caller to ask (award.DeedOpen); a result
// without both signatures is refused.
func (tx *Tx) OpenResult(e *award.Edition, category string, by award.ID, now award.Time) ([]award.Practice, error) {
	c, there := e.Category(category)
	if !there {
		return nil, award.ErrNotFound
	}
	seal, err := tx.Seal(e.ID, category)
	if errors.Is(err, award.ErrNotFound) || err == nil && !seal.Sealed() {
		return nil, award.Refuse(award.ErrConflict, "publish.refused.unsealed", "Category", c.Name)
	}
	if err != nil || !seal.Opened.IsZero() {
		return nil, err
	}
	result, err := seal.Result()
	if err != nil {
		return nil, err
	}
	seal.Opened, seal.OpenedBy = now, by
	if err := tx.SaveSeal(&seal); err != nil {
		return nil, err
	}
	err = tx.Record(award.Event{
		At: now, Actor: by, Deed: award.DeedOpen, Kind: "result", Subject: e.ID, Edition: e.ID,
		Detail: fmt.Sprintf(`{"category":%q,"commitment":%q,"year":%d}`, category, seal.Commitment, e.Year),
	})
	if err != nil {
		return nil, err
	}
	for _, c := range result.Certificates(e.ID, now) {
		if err := tx.AddCertificate(c); err != nil {
			return nil, err
		}
	}
	return tx.publishWinners(e, c, result, by, now)
}

func (tx *Tx) publishWinners(e *award.Edition, c award.Category, result award.Result, by award.ID, now award.Time) ([]award.Practice, error) {
	var all []award.Practice
	for _, won := range result.Prizes {
		prize, there := e.Prize(won.Prize)
		if !there || won.Outcome == award.Withheld || won.Entry == "" {
			continue
		}
		p, err := tx.publish(e, c, prize, won.Entry, now)
		if err != nil {
			return nil, fmt.Errorf("publish %s: %w", won.Entry, err)
		}
		err = tx.Record(award.Event{
			At: now, Actor: by, Deed: award.DeedPublish, Kind: "practice", Subject: p.ID, Edition: e.ID,
			Detail: fmt.Sprintf(`{"slug":%q}`, p.Slug),
		})
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// publish makes one winner a practice with its public answers and attachments.
func (tx *Tx) publish(e *award.Edition, c award.Category, prize award.Prize, id award.ID, now award.Time) (p award.Practice, err error) {
	entry, err := tx.Entry(id)
	if err != nil {
		return p, err
	}
	city, err := tx.City(entry.City)
	if err != nil {
		return p, err
	}
	answers, err := tx.Answers(id)
	if err != nil {
		return p, err
	}
	files, err := tx.Attachments(id)
	if err != nil {
		return p, err
	}
	edits, err := tx.Edits(id)
	if err != nil {
		return p, err
	}
	public := edits.Apply(award.PublicationOf(e, entry, answers, files)).Described()
	p = award.Practice{
		ID: award.NewID(), Edition: e.Name, Year: e.Year, Ceremony: e.CeremonyPlace, Category: c.Name, CategoryKey: slugOf(c.Name),
		Prize: prize.Name, PrizeRank: prize.Rank, City: city.ID, CityName: city.Name, Country: city.Country, Region: city.Region,
		Title: public.Title, Summary: public.Summary, Language: e.EntryLanguage, Entry: id, Sample: e.Sample || city.Sample,
		Published: max(now, edits.From), Version: 1,
	}
	if p.Slug, err = tx.freeSlug(city.Slug + "-" + p.CategoryKey + "-" + strconv.Itoa(e.Year)); err != nil {
		return p, err
	}
	if err := tx.AddPractice(p); err != nil {
		return p, err
	}
	return p, tx.SetPracticePage(p.ID, public, edits)
}

// SetPracticePage replaces everything that stands on a practice's page but its
// title and summary.
func (tx *Tx) SetPracticePage(practice award.ID, public award.Publication, edits award.Edits) error {
	if err := tx.SetPracticeText(practice, public.Parts); err != nil {
		return err
	}
	ids := make([]award.ID, len(public.Files))
	for i, f := range public.Files {
		ids[i] = f.ID
	}
	if err := tx.SetPracticeFiles(practice, ids); err != nil {
		return err
	}
	for id, f := range edits.Files {
		if err := tx.exec(`UPDATE practice_file SET alt = ? WHERE practice = ? AND attachment = ?`, f.Alt, practice, id); err != nil {
			return err
		}
	}
	u, err := tx.Upkeep(practice)
	if err != nil || u.Remark == edits.Remark {
		return err
	}
	u.Remark = edits.Remark
	return tx.SaveUpkeep(u)
}

// freeSlug is the slug, with a number behind it when it is taken.
func (tx *Tx) freeSlug(slug string) (string, error) {
	for n := 1; ; n++ {
		tried := slug
		if n > 1 {
			tried += "-" + strconv.Itoa(n)
		}
		_, err := tx.PracticeBySlug(tried)
		if errors.Is(err, award.ErrNotFound) {
			return tried, nil
		} else if err != nil {
			return "", err
		}
	}
}

// slugOf writes words as a piece of an address: lower case, hyphens between.
func slugOf(words string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(words), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}

// PracticeRevision tells whether the library has changed: it differs after
// every practice that was published, changed or withdrawn.
func (tx *Tx) PracticeRevision() (string, error) {
	var r struct {
		Count     int64 `db:"n"`
		Published int64 `db:"published"`
		Versions  int64 `db:"versions"`
	}
	err := tx.get(&r, `SELECT COUNT(*) AS n, COALESCE(MAX(published), 0) AS published, COALESCE(SUM(version), 0) AS versions FROM practice`)
	return fmt.Sprintf("%d-%d-%d", r.Count, r.Published, r.Versions), err
}
