package office

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// plan is a file whose stages count back from the ceremony. Where an object has
// Rest, what the platform does not use is kept in the edition's Extra;
// elsewhere an unknown key is a fault, since it is more likely a slip.
type plan struct {
	Edition struct {
		Name          string         `json:"name"`
		EntryLanguage string         `json:"entry_language"`
		Rest          map[string]any `json:"-"`
	} `json:"edition"`
	Categories []award.Category `json:"categories"`
	Prizes     struct {
		Classic []planPrize    `json:"classic"`
		Rest    map[string]any `json:"-"`
	} `json:"prizes"`
	Finalists struct {
		Value int            `json:"value"`
		Rest  map[string]any `json:"-"`
	} `json:"finalists_per_category"`
	Eligibility []award.Rule `json:"eligibility"`
	Form        struct {
		Nomination  []planQuestion `json:"nomination"`
		Application []planQuestion `json:"application"`
	} `json:"form"`
	Attachments struct {
		FilesMax int            `json:"files_max"`
		TotalMB  int            `json:"total_mb_max"`
		Kinds    []planKind     `json:"kinds"`
		Rest     map[string]any `json:"-"`
	} `json:"attachments"`
	Scoring struct {
		Scale    award.Scale       `json:"scale"`
		Method   award.ScoreMethod `json:"score_method,omitempty"`
		Criteria []planCriterion   `json:"criteria"`
		Panel    planPanel         `json:"panel"`
		TieOrder []string          `json:"tie_order"`
		Rest     map[string]any    `json:"-"`
	} `json:"scoring"`
	Stages       []planStage        `json:"stages"`
	Translations award.Translations `json:"translations,omitempty"`
	Rest         map[string]any     `json:"-"`
}

type planPrize struct {
	Name        string `json:"name"`
	Rank        int    `json:"rank"`
	PerCategory int    `json:"per_category"`
	Fact        any    `json:"wego_fact,omitempty"`
}

type planKind struct {
	Kind                 string   `json:"kind"`
	Required             bool     `json:"required"`
	RequiredForFinalists bool     `json:"required_for_finalists,omitempty"`
	Count                string   `json:"count"`
	Formats              []string `json:"formats"`
	MB                   int      `json:"mb"`
	MinPx                string   `json:"min_px,omitempty"`
	Needs                string   `json:"needs,omitempty"`
	Public               any      `json:"public"`
}

type planCriterion struct {
	Key    string         `json:"key"`
	Name   string         `json:"name"`
	Weight int            `json:"weight"`
	Rest   map[string]any `json:"-"` // "1", "3", "5": the anchors
}

type planPanel struct {
	JudgesPerEntry  int            `json:"judges_per_entry"`
	Pool            int            `json:"from_pool,omitempty"`
	NoOwnCountry    bool           `json:"no_own_country"`
	MinScores       int            `json:"min_valid_scores"`
	MinSecond       int            `json:"min_valid_scores_round_2,omitempty"`
	CommentRequired string         `json:"comment_required,omitempty"`
	Rest            map[string]any `json:"-"`
}

type planStage struct {
	Key    string  `json:"key"`
	Months float64 `json:"months_before_ceremony"`
	Weeks  float64 `json:"len_weeks"`
	Note   string  `json:"note,omitempty"`
}

// planReader turns a plan into an edition. from tells for the paths of the
// edition where in the file they came from.
type planReader struct {
	file  *fileJSON
	given Defaults
	from  map[string]string
	plan  plan
	e     *award.Edition
}

// source returns the path in the file of a path in the edition.
func (p *planReader) source(field string) string {
	for end := len(field); end > 0; end = strings.LastIndexByte(field[:end], '.') {
		if from, there := p.from[field[:end]]; there {
			return from + field[end:]
		}
	}
	return field
}

func (p *planReader) fault(path, format string, args ...any) error {
	return p.file.fault(p.file.locate(path), format, args...)
}

func (p *planReader) read(v *value) (*award.Edition, error) {
	if err := p.file.decode(v, &p.plan); err != nil {
		return nil, err
	}
	zone, err := p.given.location()
	if err != nil {
		return nil, err
	}
	for edition, file := range map[string]string{
		"name": "edition.name", "entry_language": "edition.entry_language", "attachments": "attachments.kinds",
		"files_max": "attachments.files_max", "files_total_mb": "attachments.total_mb_max", "scale": "scoring.scale",
		"criteria": "scoring.criteria", "comments": "scoring.panel.comment_required", "panel": "scoring.panel",
		"tie_order": "scoring.tie_order", "score_method": "scoring.score_method", "prizes": "prizes.classic",
	} {
		p.from[edition] = file
	}
	p.e = &award.Edition{Zone: p.given.Zone, Year: p.given.Year, Translations: p.plan.Translations, Extra: map[string]any{}}
	p.basics()
	for _, part := range []func() error{p.attachments, p.questions, p.scoring, func() error { return p.stages(zone) }} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	p.prizes()
	p.keepRest()
	return p.e, nil
}

func (p *planReader) basics() {
	e, f := p.e, &p.plan
	if e.Year == 0 {
		e.Year = p.given.Ceremony.Std().Year()
	}
	e.Name = fmt.Sprintf("%s %d", f.Edition.Name, e.Year)
	if n, is := f.Edition.Rest["number"].(float64); is {
		e.Name = locale.Must("en").T("edition.numbered", "Ordinal", ordinal(int(n)), "Name", f.Edition.Name)
	}
	for _, texts := range e.Translations { // the name, of which a plan knows no year
		if said := texts[f.Edition.Name]; said != "" && e.Name != f.Edition.Name {
			delete(texts, f.Edition.Name)
			texts[e.Name] = fmt.Sprintf("%s %d", said, e.Year)
		}
	}
	e.EntryLanguage, e.Categories, e.Eligibility = f.Edition.EntryLanguage, f.Categories, f.Eligibility
	e.Finalists, e.FilesMax, e.FilesTotalMB = f.Finalists.Value, f.Attachments.FilesMax, f.Attachments.TotalMB
	e.EntriesPerCity = 2
	for _, r := range f.Eligibility {
		if m := entriesPerCity.FindStringSubmatch(r.Text); m != nil {
			e.EntriesPerCity, _ = strconv.Atoi(m[1])
		}
	}
}

var entriesPerCity = regexp.MustCompile(`(?i)\bat most (\d+) entr(?:y|ies) per\b`)

func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		suffix = map[int]string{1: "st", 2: "nd", 3: "rd"}[n%10]
		if suffix == "" {
			suffix = "th"
		}
	}
	return strconv.Itoa(n) + suffix
}

// keyFor makes a well-formed key of words: "Kind of thing" is kind_of_thing.
func keyFor(words string) string {
	key := strings.Join(strings.FieldsFunc(strings.ToLower(words), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "_")
	if key != "" && key[0] >= '0' && key[0] <= '9' {
		key = "k" + key
	}
	return strings.TrimRight(key[:min(len(key), 60)], "_")
}

// capital writes the first letter large.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func (p *planReader) prizes() {
	facts := map[string]any{}
	for _, prize := range p.plan.Prizes.Classic {
		key := keyFor(prize.Name)
		p.e.Prizes = append(p.e.Prizes, award.Prize{Key: key, Name: prize.Name, Rank: prize.Rank, PerCategory: prize.PerCategory})
		if prize.Fact != nil {
			facts[key] = prize.Fact
		}
	}
	p.keep("prizes", map[string]any{"wego_fact": facts}, len(facts) > 0)
}

var (
	reasonBelow   = regexp.MustCompile(`\bbelow (\d+(?:\.\d+)?)`)
	reasonAtLeast = regexp.MustCompile(`\bat (\d+(?:\.\d+)?)`)
)

func (p *planReader) scoring() error {
	from := &p.plan.Scoring
	p.e.Scale, p.e.ScoreMethod = from.Scale, cmp.Or(from.Method, award.ScoreAdjusted)
	for i, k := range from.Criteria {
		c := award.Criterion{Key: k.Key, Name: k.Name, Weight: k.Weight}
		for score, text := range k.Rest {
			path := fmt.Sprintf("scoring.criteria.%d.%s", i, score)
			v, err := strconv.ParseFloat(score, 64)
			said, is := text.(string)
			if err != nil {
				return p.fault(path, "unknown key %q", score)
			} else if !is {
				return p.fault(path, "text expected")
			}
			c.Anchors = append(c.Anchors, award.Anchor{Score: v, Text: said})
		}
		slices.SortFunc(c.Anchors, func(a, b award.Anchor) int { return int(math.Copysign(1, a.Score-b.Score)) })
		p.e.Criteria = append(p.e.Criteria, c)
	}
	panel := from.Panel
	second, _ := panel.Rest["round_2"].(string)
	p.e.Panel = award.PanelRule{
		JudgesPerEntry: panel.JudgesPerEntry, Pool: panel.Pool, NoOwnCountry: panel.NoOwnCountry, MinScores: panel.MinScores,
		MinSecond: panel.MinSecond, CommentsSecond: strings.Contains(second, "comments visible"),
	}
	p.e.Comments = award.CommentRule{
		Below: numberAfter(reasonBelow, panel.CommentRequired), AtLeast: numberAfter(reasonAtLeast, panel.CommentRequired),
		Overall: strings.Contains(panel.CommentRequired, "overall comment"),
	}
	return p.ties()
}

func numberAfter(words *regexp.Regexp, s string) float64 {
	m := words.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	v, _ := strconv.ParseFloat(m[1], 64)
	return v
}

// ties turns the sentences of the tie rule into steps.
func (p *planReader) ties() error {
	for i, said := range p.plan.Scoring.TieOrder {
		higher, named := strings.CutPrefix(said, "higher ")
		at := slices.IndexFunc(p.e.Criteria, func(c award.Criterion) bool { return c.Name == higher })
		switch {
		case named && at >= 0:
			p.e.TieOrder = append(p.e.TieOrder, award.TieStep("criterion:"+p.e.Criteria[at].Key))
		case strings.Contains(said, "ranking it first"):
			p.e.TieOrder = append(p.e.TieOrder, "first_places")
		case strings.Contains(said, "vote"):
			p.e.TieOrder = append(p.e.TieOrder, "vote")
		case strings.Contains(said, "shared"):
			p.e.TieOrder, p.e.SharedPrizes = append(p.e.TieOrder, "shared"), true
		default:
			return p.fault("scoring.tie_order."+strconv.Itoa(i), `a step of the tie rule expected: "higher" and the name of a criterion, "more judges ranking it first", "vote" or "shared prize"`)
		}
	}
	return nil
}

// keepRest keeps what the platform does not use, under the names it had.
func (p *planReader) keepRest() {
	f := &p.plan
	for key, v := range f.Rest {
		p.e.Extra[key] = v
	}
	for key, rest := range map[string]map[string]any{
		"edition": f.Edition.Rest, "prizes": f.Prizes.Rest, "finalists_per_category": f.Finalists.Rest,
		"attachments": f.Attachments.Rest, "scoring": f.Scoring.Rest,
	} {
		p.keep(key, rest, len(rest) > 0)
	}
	p.keep("scoring", map[string]any{"panel": f.Scoring.Panel.Rest}, len(f.Scoring.Panel.Rest) > 0)
}

func (p *planReader) keep(key string, values map[string]any, is bool) {
	if !is {
		return
	}
	kept, there := p.e.Extra[key].(map[string]any)
	if !there {
		kept = map[string]any{}
		p.e.Extra[key] = kept
	}
	for name, v := range values {
		kept[name] = v
	}
}
