package demo

import (
	"slices"
	"strconv"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/storage/database"
)

// publish puts the entries that won a prize of a category into the library, as
// the opening does: public answers without those that the city holds back, the
// attachments that are public, and a certificate for each.
func (w *world) publish(tx *database.Tx, c award.Category, f office.Frozen) error {
	at := within(w.edition, award.StageLibrary, 1).Add(9 * time.Hour)
	for _, won := range f.Prizes {
		if won.Outcome == award.Withheld {
			continue
		}
		e := w.entry(won.Entry)
		p := w.practice(c, e, won)
		p.Published = at
		if err := tx.AddPractice(p); err != nil {
			return err
		}
		if err := tx.SetPracticeText(p.ID, w.publicParts(e)); err != nil {
			return err
		}
		if err := tx.SetPracticeFiles(p.ID, e.publicFiles()); err != nil {
			return err
		}
		w.note(deed{at, ID("person/officer"), award.DeedPublish, map[string]any{"slug": p.Slug}}, "practice", p.ID)
	}
	opened := w.opened(slices.IndexFunc(w.edition.Categories, func(o award.Category) bool { return o.Key == c.Key }))
	for _, paper := range (award.Result{Nonce: f.Nonce, Category: f.Category, Prizes: f.Prizes}).Certificates(w.edition.ID, opened) {
		if err := tx.AddCertificate(paper); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) practice(c award.Category, e *sampleEntry, won award.PrizeWon) award.Practice {
	prize, _ := w.edition.Prize(won.Prize)
	return award.Practice{
		ID: ID("practice/" + e.key()), Slug: locale.Slug(strconv.Itoa(w.edition.Year), e.place.Name, e.Title),
		Edition: w.edition.Name, Year: w.edition.Year, Ceremony: w.edition.CeremonyPlace,
		Category: c.Name, CategoryKey: c.Key, Prize: prize.Name, PrizeRank: prize.Rank,
		City: e.Entry.City, CityName: e.place.Name, Country: e.place.Country, Region: locale.Region(e.place.Country),
		Title: e.Title, Summary: e.text("summary"), Language: w.edition.EntryLanguage, Entry: e.ID, Sample: true,
	}
}

// text is what an entry answers to a question.
func (e *sampleEntry) text(question string) string {
	i := slices.IndexFunc(e.answers, func(a award.Answer) bool { return a.Question == question })
	if i < 0 {
		return ""
	}
	return e.answers[i].Value
}

func (w *world) publicParts(e *sampleEntry) []award.PracticePart {
	held := award.List(e.text("publish_choice"))
	var parts []award.PracticePart
	for _, q := range w.edition.Questions {
		if value := e.text(q.Key); q.Public && value != "" && !slices.Contains(held, q.Key) {
			parts = append(parts, award.PracticePart{Question: q.Key, Label: q.Label, Kind: q.Kind, Value: value})
		}
	}
	return parts
}

func (e *sampleEntry) publicFiles() []award.ID {
	var ids []award.ID
	for _, f := range e.files {
		if f.row.Public {
			ids = append(ids, f.row.ID)
		}
	}
	return ids
}
