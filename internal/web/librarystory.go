package web

import (
	"slices"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/templates"
)

// practiceSections is the fixed order in which a practice is told, whatever
// the order in which an edition asked: what changed comes first, since that is
// what a reader decides by. Answers to other questions follow under
// the last heading with the words of their question.
var practiceSections = []struct {
	key       string
	questions []string
}{
	{"changed", []string{"indicators", "results"}},
	{"need", []string{"problem"}},
	{"done", []string{"solution", "innovation", "technology"}},
	{"people", []string{"users", "participation"}},
	{"cost", []string{"cost", "sustain"}},
	{"difficulties", []string{"difficulties"}},
	{"transfer", []string{"transfer", "copied_by"}},
	{"more", []string{"earlier", "sdgs", "links", "press_contact"}},
}

// Answers that stand elsewhere on the page, or in what is known of the city.
var (
	factQuestions  = []string{"lead_unit", "started", "status", "population"}
	otherQuestions = []string{"title", "summary", "one_line", "title_local", "category", "local_government", "local_name", "country", "government_kind", "entered_by"}
)

// practiceBlock is one answer under the heading of its section.
type practiceBlock struct {
	Heading, Lang string
	Lead          bool // the section's own question: its heading says enough
	Pair          templates.Pair
}

type practiceSection struct {
	Key, Heading string
	Blocks       []practiceBlock
	Evidence     []templates.FileRow // of what changed
	Copied       []string            // cities that do the same, under what another city needs
}

// laidOut puts the answers into the fixed order, and names what a reader would
// look for and is not recorded.
func (v *visit) laidOut(p library.Page) (sections []practiceSection, missing string) {
	var lacking []string
	for _, s := range practiceSections {
		section := practiceSection{Key: s.key, Heading: v.Words.T("library.section." + s.key)}
		for i, key := range s.questions {
			if part, there := p.Part(key); there {
				block := v.block(p, part)
				block.Lead = i == 0 && s.key != "more"
				section.Blocks = append(section.Blocks, block)
			}
		}
		if s.key == "more" {
			for _, part := range p.Parts {
				if !v.placed(part.Question) {
					section.Blocks = append(section.Blocks, v.block(p, part))
				}
			}
		}
		if s.key == "changed" {
			section.Evidence = v.evidence(p)
		}
		if s.key == "transfer" {
			section.Copied = v.replications(p)
		}
		if len(section.Blocks)+len(section.Evidence)+len(section.Copied) > 0 {
			sections = append(sections, section)
		}
		if p.Answer(s.questions[0]) == "" && !(s.key == "changed" && p.Answer("results") != "") && s.key != "more" && s.key != "people" {
			lacking = append(lacking, v.Words.T("library.part."+s.questions[0]))
		}
	}
	if p.Entry != "" && len(lacking) > 0 {
		missing = v.Words.T("library.missing", "Parts", v.Words.List(lacking...))
	}
	return sections, missing
}

// placed reports whether a question has its own place on the page.
func (v *visit) placed(question string) bool {
	for _, s := range practiceSections {
		if slices.Contains(s.questions, question) {
			return true
		}
	}
	return slices.Contains(factQuestions, question) || slices.Contains(otherQuestions, question)
}

// block is one answer with its heading: ours for the questions that we know,
// else the question as it was asked.
func (v *visit) block(p library.Page, part award.PracticePart) practiceBlock {
	b := practiceBlock{Heading: part.Label, Lang: v.textLang(p.Practice)}
	if v.reads != nil {
		b.Heading, b.Lang = v.text(part.Label), v.lang(part.Label)
	}
	if key := "library.part." + part.Question; v.Words.Has(key) {
		b.Heading, b.Lang = v.Words.T(key), ""
	}
	lang := v.textLang(p.Practice)
	if part.Kind == award.Goals {
		lang = "" // goals are named in the reader's language
	}
	if part.Kind == award.Money {
		part.Value = v.amounts(part.Value)
	}
	b.Pair = v.answerPair(award.Question{Key: part.Question, Label: b.Heading, Kind: part.Kind, Options: p.Options[part.Question]}, part.Value, lang, "")
	return b
}

// amounts writes the amounts of a table of costs with the reader's grouping.
func (v *visit) amounts(value string) string {
	rows := award.Rows(value)
	for _, r := range rows {
		if len(r) > 1 {
			if n, err := strconv.ParseInt(r[1], 10, 64); err == nil {
				r[1] = v.Words.Number(n)
			}
		}
	}
	return award.JoinRows(rows)
}
