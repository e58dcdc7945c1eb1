package office

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// planQuestion is a question as a plan words it.
type planQuestion struct {
	Key      string `json:"key"`
	Label    string `json:"label"`
	Type     string `json:"type"`
	Required bool   `json:"required"`
	Public   any    `json:"public"`
	Words    any    `json:"limit_words,omitempty"`
	Help     string `json:"help,omitempty"`
	RowsMax  int    `json:"rows_max,omitempty"`
}

// theme is a section of the entry form with the questions that a plan's form
// puts there. A question of another key joins the section of the one before it.
type theme struct {
	key, group string
	questions  []string
}

var themes = []theme{
	{"your_city", "city", []string{"local_government", "local_name", "country", "government_kind", "population", "entered_by"}},
	{"nomination", "city", []string{"nominator", "nomination_statement", "nomination_letter"}},
	{"contacts", "city", []string{"contact", "contact2", "press_contact"}},
	{"the_practice", "practice", []string{"title", "title_local", "category", "one_line", "summary", "lead_unit", "started", "status"}},
	{"need", "practice", []string{"problem"}},
	{"what_you_did", "practice", []string{"solution", "innovation", "technology"}},
	{"people", "practice", []string{"users", "participation"}},
	{"results", "practice", []string{"results", "indicators"}},
	{"cost", "practice", []string{"cost", "difficulties", "sustain"}},
	{"transfer", "others", []string{"transfer", "copied_by", "sdgs", "earlier", "links"}},
	{"publication", "others", []string{"publish_choice", "declare"}},
}

func themeOf(question string) (int, bool) {
	i := slices.IndexFunc(themes, func(t theme) bool { return slices.Contains(t.questions, question) })
	return i, i >= 0
}

// placed is a question with its theme and its path in the file.
type placed struct {
	theme int
	path  string
	q     award.Question
}

// questions reads both forms and lays their questions out by theme.
func (p *planReader) questions() error {
	var all []placed
	for _, part := range []struct {
		path  string
		theme int
		from  []planQuestion
	}{{"form.nomination", 0, p.plan.Form.Nomination}, {"form.application", 3, p.plan.Form.Application}} {
		at := part.theme
		for i, from := range part.from {
			path := part.path + "." + strconv.Itoa(i)
			qs, err := p.question(path, from)
			if err != nil {
				return err
			}
			if home, there := themeOf(from.Key); there {
				at = home
			}
			for _, q := range qs {
				all = append(all, placed{at, path, q})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.theme - b.theme })
	p.layOut(all)
	return nil
}

// layOut fills the edition's sections and questions.
func (p *planReader) layOut(all []placed) {
	for i, of := range all {
		t := themes[of.theme]
		if i == 0 || all[i-1].theme != of.theme {
			p.e.Sections = append(p.e.Sections, award.Section{Key: t.key, Title: p.worded("edition.section." + t.key), Group: p.worded("edition.group." + t.group)})
		}
		of.q.Section = t.key
		p.from["questions."+strconv.Itoa(i)] = of.path
		p.e.Questions = append(p.e.Questions, of.q)
	}
	p.hideable()
}

// worded is a text that the catalogue has for what a plan leaves unsaid; what
// it has in other languages translates it.
func (p *planReader) worded(key string) string {
	text := locale.Must("en").T(key)
	for _, l := range locale.Languages() {
		if _, said := p.e.Translations[l.Code][text]; !said && l.Code != "en" && l.Code != p.e.EntryLanguage {
			p.e.Translate(l.Code, text, locale.Must(l.Code).T(key))
		}
	}
	return text
}

// hideable gives a question that lets the city hold parts back from publication
// its options: the public answers that a practice page can do without.
func (p *planReader) hideable() {
	var options []award.Option
	for _, q := range p.e.Questions {
		if q.Public && q.Key != "summary" && slices.Contains([]award.Kind{award.LongText, award.Indicators, award.Money, award.Links, award.CityNames}, q.Kind) {
			options = append(options, award.Option{Value: q.Key, Label: q.Label})
		}
	}
	for i, q := range p.e.Questions {
		if q.Kind == award.Choices && q.Options == nil {
			p.e.Questions[i].Options = options
		}
	}
}

// planKinds are the kinds of question by the words of a plan; "text" is decided
// by its length.
var planKinds = map[string]award.Kind{
	"choice": award.Choice, "flags": award.Choices, "number": award.Number, "month": award.Month, "city": award.CityName,
	"cities": award.CityNames, "country": award.Country, "table": award.Indicators, "money_table": award.Money,
	"links": award.Links, "sdg": award.Goals, "consents": award.Consents, "file": award.FileKind,
}

// shortWords is the word limit up to which a text is one line.
const shortWords = 30

// question reads one question of a plan. It becomes two when only its links
// are public: what else it asks for is asked apart, and kept private.
func (p *planReader) question(path string, from planQuestion) ([]award.Question, error) {
	q := award.Question{Key: from.Key, Label: from.Label, Help: from.Help, Required: from.Required, RowsMax: from.RowsMax}
	if n, is := from.Words.(float64); is && n == float64(int(n)) {
		q.Words = int(n)
	} else if from.Words != nil {
		return nil, p.fault(path+".limit_words", "a whole number or null expected")
	}
	kind, known := planKinds[from.Type]
	switch {
	case from.Type == "text" && q.Words <= shortWords:
		kind = award.ShortText
	case from.Type == "text":
		kind = award.LongText
	case !known:
		return nil, p.fault(path+".type", "unknown type %q", from.Type)
	}
	q.Kind = kind
	p.detail(&q)
	switch from.Public {
	case true:
		q.Public = true
	case false:
	case "links only":
		return linksOnly(q), nil
	default:
		return nil, p.fault(path+".public", `true, false or "links only" expected`)
	}
	return []award.Question{q}, nil
}

// linksOnly divides "Up to 3 links; demo account for judges" into the public
// links and a private text.
func linksOnly(q award.Question) []award.Question {
	q.Public = true
	label, rest, divided := strings.Cut(q.Label, "; ")
	if !divided {
		return []award.Question{q}
	}
	q.Label = label
	private := award.Question{Key: q.Key + "_private", Label: capital(rest), Kind: award.ShortText}
	return []award.Question{q, private}
}

var (
	inBrackets = regexp.MustCompile(`^(.*\S)\s*\(([^()]+)\)$`)
	upTo       = regexp.MustCompile(`(?i)\bup to (\d{1,2})\b`)
)

// detail reads what a label says beside the question: what to choose among, how
// many, which columns.
func (p *planReader) detail(q *award.Question) {
	if m := upTo.FindStringSubmatch(q.Label); m != nil && q.RowsMax == 0 && q.Kind.IsList() {
		q.RowsMax, _ = strconv.Atoi(m[1])
	}
	switch q.Kind {
	case award.Choice:
		if q.Key == "category" {
			q.Options = p.e.CategoryOptions()
		} else if m := inBrackets.FindStringSubmatch(q.Label); m != nil {
			q.Label, q.Options = m[1], options(m[2])
		}
	case award.Consents:
		if label, list, there := strings.Cut(q.Label, ": "); there {
			q.Label, q.Options = label, p.consents(list)
		}
	case award.Indicators:
		q.Label, _, _ = strings.Cut(q.Label, ": ")
	case award.FileKind:
		q.Attachment = p.attachmentFor(*q)
	}
}

// options reads "pilot, running, ended" or "the city / on its behalf".
func options(list string) []award.Option {
	divider := ","
	if strings.Contains(list, "/") {
		divider = "/"
	}
	var all []award.Option
	for item := range strings.SplitSeq(list, divider) {
		item = strings.TrimSpace(item)
		all = append(all, award.Option{Value: keyFor(item), Label: capital(item)})
	}
	return all
}

// consents are options whose shorthand is written out as a sentence where the
// catalogue has one.
func (p *planReader) consents(list string) []award.Option {
	all := options(list)
	for i, o := range all {
		if key := "edition.consent." + o.Value; locale.Must("en").Has(key) {
			all[i].Label = p.worded(key)
		}
	}
	return all
}

// attachmentFor names the attachment kind that answers a file question: that of
// its key, else one whose name its label contains.
func (p *planReader) attachmentFor(q award.Question) string {
	for _, k := range p.e.Attachments {
		if k.Key == q.Key || strings.Contains(strings.ToLower(q.Label), strings.ToLower(k.Name)) {
			return k.Key
		}
	}
	return q.Key
}
