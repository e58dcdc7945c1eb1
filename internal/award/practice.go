package award

// Practice is a published entry, or a winner of an earlier edition known from
// its sources: one page of the good-practice library. An empty field is
// unknown and shows as "not recorded".
type Practice struct {
	ID          ID     `db:"id"`
	Slug        string `db:"slug"`
	Edition     string `db:"edition_name"` // such as "2nd WeGO Awards"
	Year        int    `db:"year"`
	Ceremony    string `db:"ceremony_city"`
	Category    string `db:"category"`
	CategoryKey string `db:"category_key"` // slug of the category's name
	Prize       string `db:"prize"`
	PrizeRank   int    `db:"prize_rank"` // 0 = not known or none
	City        ID     `db:"city"`
	CityName    string `db:"city_name"`
	Country     string `db:"country"`
	Region      string `db:"region"`
	Title       string `db:"title"`
	Summary     string `db:"summary"`
	Language    string `db:"language"`
	Entry       ID     `db:"entry"`   // the entry it was published from; empty for the archive
	Sources     string `db:"sources"` // addresses, one to a line
	Sample      bool   `db:"sample"`
	Published   Time   `db:"published"`
	Withdrawn   Time   `db:"withdrawn"`
	Notice      string `db:"notice"` // why it was withdrawn or revoked
	Version     int    `db:"version"`
	// Texts are the translations of its edition's texts, as far as the library
	// knows them. They are not kept with it.
	Texts *Translations `db:"-"`
}

// In is what a text of the practice's edition says in a language, and whether
// it is known.
func (p Practice) In(lang, text string) (said string, there bool) {
	if p.Texts == nil {
		return "", false
	}
	said, there = (*p.Texts)[lang][text]
	return said, there
}

// PracticePart is one answer of a practice as published: the question's label
// as it was asked and the answer in the form of its kind.
type PracticePart struct {
	Question string `json:"question"`
	Label    string `json:"label"`
	Kind     Kind   `json:"kind"`
	Value    string `json:"value"`
}

// Cover is the picture by which lists show a practice. Its small form is kept.
type Cover struct {
	Practice ID     `db:"practice"`
	ID       ID     `db:"id"` // of the attachment
	Kind     string `db:"kind"`
	Alt      string `db:"alt"`
	WebP     bool   `db:"webp"` // it is kept in that format too
}
