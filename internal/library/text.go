package library

import (
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// textsOf gives practices as they are indexed.
func textsOf(practices []award.Practice, parts map[award.ID][]award.PracticePart) []text {
	texts := make([]text, len(practices))
	for i, p := range practices {
		texts[i] = text{p.ID, p.Language, [fieldCount]string{
			fieldTitle: p.Title, fieldSummary: p.Summary, fieldPlace: placeNames(p), fieldLabel: labels(p), fieldBody: body(parts[p.ID]),
		}}
	}
	return texts
}

// placeNames are the names of the practice's city, country and region in every
// language that has its own, so that a reader finds them in theirs.
func placeNames(p award.Practice) string {
	all := append([]string{p.CityName}, allNames(p.CityName, p.Country)...)
	for _, l := range locale.Languages() {
		w := locale.Must(l.Code)
		all = append(all, w.Country(p.Country))
		if w.Has("region." + p.Region) {
			all = append(all, w.T("region."+p.Region))
		}
	}
	return strings.Join(all, "\n")
}

// labels are the words under which the awards file a practice: edition,
// category, prize and themes, as given and in every language of the interface.
func labels(p award.Practice) string {
	all := []string{p.Edition, strconv.Itoa(p.Year), p.Ceremony, p.Category, p.Prize}
	for _, l := range locale.Languages() {
		w := locale.Must(l.Code)
		all = append(all, CategoryName(w, p), PrizeName(w, p))
		for _, theme := range Themes(p) {
			all = append(all, w.T("library.theme."+theme))
		}
	}
	return strings.Join(all, "\n")
}

// CategoryName is the name of a practice's category in a language: as its
// edition is translated, else as the catalogue has it, else as the edition
// named it.
func CategoryName(w *locale.Words, p award.Practice) string {
	if said, there := p.In(w.Code, p.Category); there {
		return said
	}
	return known(w, "library.category."+p.CategoryKey, p.Category)
}

// PrizeName is the name of a practice's prize in a language, found likewise.
func PrizeName(w *locale.Words, p award.Practice) string {
	if said, there := p.In(w.Code, p.Prize); there {
		return said
	}
	return known(w, "library.prize."+locale.Slug(p.Prize), p.Prize)
}

// EditionName is the name of an edition in a language. A year at its end stays.
func EditionName(w *locale.Words, name string) string {
	bare := strings.TrimRight(name, "0123456789")
	if year := name[len(bare):]; len(year) == 4 {
		return known(w, "library.edition."+locale.Slug(bare), strings.TrimSpace(bare)) + " " + year
	}
	return known(w, "library.edition."+locale.Slug(name), name)
}

func known(w *locale.Words, key, name string) string {
	if name != "" && w.Has(key) {
		return w.T(key)
	}
	return name
}

// body is the text of the answers: what a person wrote, without keys and codes.
func body(parts []award.PracticePart) string {
	var b strings.Builder
	for _, p := range parts {
		for _, line := range writing(p) {
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func writing(p award.PracticePart) []string {
	switch {
	case p.Kind.Columns() != nil:
		var cells []string
		for _, row := range award.Rows(p.Value) {
			cells = append(cells, strings.Join(row, " "))
		}
		return cells
	case p.Kind == award.Goals:
		var goals []string
		for _, n := range award.List(p.Value) {
			for _, l := range locale.Languages() {
				if w := locale.Must(l.Code); w.Has("goal." + n) {
					goals = append(goals, w.T("goal."+n))
				}
			}
		}
		return goals
	case p.Kind == award.Choice || p.Kind == award.Month || p.Kind == award.Number:
		return nil
	case p.Kind.IsList():
		return award.List(p.Value)
	}
	return []string{p.Value}
}
