package office

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// MonthsInUse is for how long a practice should have been in use when entries
// close.
const MonthsInUse = 6

// Hint is something that the platform can see of an entry by itself: a help to
// the officer, never a decision. Its sentence is screening.hint.KEY.
type Hint struct {
	Key    string
	Warn   bool
	Values []any
}

func hintsOf(tx *database.Tx, f File) ([]Hint, error) {
	hints := []Hint{inUse(f)}
	counted, err := ofCity(tx, f)
	if err != nil {
		return nil, err
	}
	hints = append(hints, counted, membership(f.City), english(f))
	hints = append(hints, letters(f)...)
	won, err := wonBefore(tx, f)
	if err != nil {
		return nil, err
	}
	hints = append(hints, won...)
	own, err := juryTie(tx, f)
	return append(hints, own...), err
}

// inUse tells how many months the practice will have been in use at the
// deadline, from the first question that asks for a month.
func inUse(f File) Hint {
	i := slices.IndexFunc(f.Edition.Questions, func(q award.Question) bool { return q.Kind == award.Month })
	if i < 0 {
		return Hint{Key: "no_month"}
	}
	since, err := time.Parse("2006-01", f.Answers[f.Edition.Questions[i].Key])
	if err != nil {
		return Hint{Key: "in_use_unknown", Warn: true}
	}
	stage, _ := f.Edition.Stage(award.StageSubmit)
	ends := stage.Closes.Std().In(f.Edition.Location())
	months := (ends.Year()-since.Year())*12 + int(ends.Month()) - int(since.Month())
	return Hint{Key: "in_use", Warn: months < MonthsInUse, Values: []any{"Since", since.Format("2006-01"), "Count", months, "Min", MonthsInUse}}
}

// ofCity counts the entries that the city has sent.
func ofCity(tx *database.Tx, f File) (Hint, error) {
	all, err := tx.EntriesOfCity(f.City.ID, f.Edition.ID)
	n := 0
	for _, e := range all {
		if e.State != award.EntryDraft && e.State != award.EntryWithdrawn && e.State != award.EntryIneligible {
			n++
		}
	}
	return Hint{Key: "of_city", Warn: n > f.Edition.EntriesPerCity, Values: []any{"Count", n, "Max", f.Edition.EntriesPerCity}}, err
}

func membership(c award.City) Hint {
	if c.Membership == "" {
		return Hint{Key: "no_member"}
	}
	return Hint{Key: "member", Values: []any{"Membership", c.Membership}}
}

// common are words that make up a fifth or more of any English text.
var common = strings.Fields("the of and to in a for is with on by that are as it be from was at an or this which we our not has have were their its can all they one")

// english tells whether the long answers read like English, where the edition
// asks for it: by their letters and their commonest words.
func english(f File) Hint {
	if f.Edition.EntryLanguage != "en" {
		return Hint{Key: "language_unchecked"}
	}
	var text strings.Builder
	for _, q := range f.Edition.Questions {
		if q.Kind == award.LongText {
			text.WriteString(strings.ToLower(f.Answers[q.Key]) + " ")
		}
	}
	letters, latin, known := 0, 0, 0
	for _, r := range text.String() {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	words := strings.FieldsFunc(text.String(), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words {
		if slices.Contains(common, w) {
			known++
		}
	}
	if letters == 0 {
		return Hint{Key: "no_text", Warn: true}
	}
	foreign := latin*10 < letters*9 || known*100 < len(words)*12
	if foreign {
		return Hint{Key: "not_english", Warn: true}
	}
	return Hint{Key: "english"}
}

// letters tells of each required attachment that is not for the public, such as
// the signed letter, whether it is there.
func letters(f File) []Hint {
	var hints []Hint
	for _, k := range f.Edition.Attachments {
		if !k.Required || k.Public != award.Never {
			continue
		}
		there := slices.ContainsFunc(f.Attachments, func(a award.Attachment) bool { return a.Kind == k.Key })
		key := "file_missing"
		if there {
			key = "file_there"
		}
		hints = append(hints, Hint{Key: key, Warn: !there, Values: []any{"Name", k.Name}})
	}
	return hints
}

// wonBefore tells what the city has won in earlier editions.
func wonBefore(tx *database.Tx, f File) ([]Hint, error) {
	all, err := tx.EarlierPractices(f.Edition.Year)
	var hints []Hint
	for _, p := range all {
		if p.City == f.City.ID && p.Entry != f.Entry.ID {
			hints = append(hints, Hint{Key: "won", Values: []any{"Year", p.Year, "Title", p.Title}})
		}
	}
	return hints, err
}

// juryTie warns when a member of the jury belongs to the city.
func juryTie(tx *database.Tx, f File) ([]Hint, error) {
	judges, err := tx.Judges(f.Edition.ID)
	name := fold(f.City.Name)
	tied := slices.ContainsFunc(judges, func(j award.Judge) bool {
		return j.State != award.JudgeDeclined && j.State != award.JudgeLeft &&
			(slices.Contains(j.Cities, f.City.ID) || slices.ContainsFunc(j.Organisations, func(o string) bool { return strings.Contains(fold(o), name) }))
	})
	if !tied {
		return nil, err
	}
	return []Hint{{Key: "jury", Warn: true}}, err
}
