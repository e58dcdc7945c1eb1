package award

import (
	"cmp"
	"slices"
	"time"
)

// Edition is one run of the awards as data: what may be entered, what is asked,
// how it is judged, what is won and when. Nothing of it is in the code, so a new
// edition needs no programmer. It is kept as one document with a version.
type Edition struct {
	ID      ID     `json:"-"`
	Year    int    `json:"year"`
	Name    string `json:"name"`
	Version int    `json:"-"`
	// Zone is the official time zone in IANA form, such as Asia/Seoul.
	Zone string `json:"zone"`
	// EntryLanguage is the language in which entries must be written, and that of
	// the edition's own texts, which bind in it.
	EntryLanguage string `json:"entry_language"`
	// Sample marks an edition whose entries are invented.
	Sample bool `json:"sample,omitempty"`
	// EntriesPerCity is the most entries that one city may have sent.
	EntriesPerCity int              `json:"entries_per_city"`
	Finalists      int              `json:"finalists_per_category"`
	Eligibility    []Rule           `json:"eligibility"`
	Categories     []Category       `json:"categories"`
	Sections       []Section        `json:"sections"`
	Questions      []Question       `json:"questions"`
	FilesMax       int              `json:"files_max"`
	FilesTotalMB   int              `json:"files_total_mb"`
	Attachments    []AttachmentKind `json:"attachments"`
	Scale          Scale            `json:"scale"`
	ScoreMethod    ScoreMethod      `json:"score_method"`
	Criteria       []Criterion      `json:"criteria"`
	Comments       CommentRule      `json:"comments"`
	Panel          PanelRule        `json:"panel"`
	TieOrder       []TieStep        `json:"tie_order"`
	Prizes         []Prize          `json:"prizes"`
	SharedPrizes   bool             `json:"shared_prizes"`
	Ceremony       Time             `json:"ceremony"`
	CeremonyPlace  string           `json:"ceremony_place,omitempty"`
	Paper          PaperRule        `json:"paper_envelopes,omitzero"`
	Stages         []Stage          `json:"stages"`
	// Translations are the edition's texts in other languages; Outdated are those
	// of wordings that have changed since, which no reader is shown.
	Translations Translations `json:"translations,omitempty"`
	Outdated     Translations `json:"translations_outdated,omitempty"`
	// Extra keeps what the file of an edition holds beyond what the platform
	// uses (notes, presets, library hints), so that export gives it back.
	Extra map[string]any `json:"extra,omitempty"`
}

// Rule is one condition of eligibility, in words for the reader.
type Rule struct {
	Text  string `json:"rule"`
	Check string `json:"check,omitempty"`
	// Fact marks a rule that WeGO itself is known to have used.
	Fact bool `json:"wego_fact,omitempty"`
}

// Category is a class of entries that are judged against each other.
type Category struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	About string `json:"about"`
	Fact  bool   `json:"wego_fact,omitempty"`
}

// Section is a theme of the entry form: one page of questions.
type Section struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	// Group is the heading of the task list under which the section stands.
	Group string `json:"group,omitempty"`
}

// Kind is how a question is answered.
type Kind string

// The kinds of question.
const (
	ShortText  Kind = "short_text"
	LongText   Kind = "long_text"
	Choice     Kind = "choice"
	Choices    Kind = "choices"
	Number     Kind = "number"
	Month      Kind = "month" // answered as 2024-03
	CityName   Kind = "city"
	CityNames  Kind = "cities" // one to a line
	Country    Kind = "country"
	Indicators Kind = "indicators" // rows of name, before, after, date, source
	Money      Kind = "money"      // rows of what, amount, currency, note
	Links      Kind = "links"
	Goals      Kind = "goals" // United Nations goals by number, at most RowsMax
	Consents   Kind = "consents"
	FileKind   Kind = "file" // answered by an attachment of kind Attachment
)

// Kinds lists every kind of question in the order in which a picker shows them.
var Kinds = []Kind{ShortText, LongText, Choice, Choices, Number, Month, CityName, CityNames, Country, Indicators, Money, Links, Goals, Consents, FileKind}

// Question is one thing that the entry form asks.
type Question struct {
	Key      string   `json:"key"`
	Section  string   `json:"section"`
	Label    string   `json:"label"`
	Help     string   `json:"help,omitempty"`
	Kind     Kind     `json:"kind"`
	Required bool     `json:"required"`
	Public   bool     `json:"public"`
	Words    int      `json:"words,omitempty"`    // most words; 0 = no limit
	RowsMax  int      `json:"rows_max,omitempty"` // most rows, links or goals
	Options  []Option `json:"options,omitempty"`
	// Attachment is the key of the attachment kind that answers a FileKind question.
	Attachment string `json:"attachment,omitempty"`
}

// Option is one answer of a choice.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Publicity says whether an attachment is shown in the library.
type Publicity string

// The publicities of an attachment kind.
const (
	Always Publicity = "public"
	Never  Publicity = "private"
	Chosen Publicity = "applicant_chooses"
)

// AttachmentKind is a sort of file that an entry may hold, with its limits.
type AttachmentKind struct {
	Key                  string    `json:"key"`
	Name                 string    `json:"name"`
	Required             bool      `json:"required"`
	RequiredForFinalists bool      `json:"required_for_finalists,omitempty"`
	Max                  int       `json:"max"`
	Formats              []string  `json:"formats"` // extensions: pdf, jpg, png, webp, mp4, mov, webm, svg, pptx
	MB                   int       `json:"mb"`
	PagesMax             int       `json:"pages_max,omitempty"`
	MinutesMax           int       `json:"minutes_max,omitempty"`
	MinWidth             int       `json:"min_width,omitempty"` // pixels
	Needs                []string  `json:"needs,omitempty"`     // caption, alt, credit, language, captions
	Public               Publicity `json:"public"`
}

// Scale is the scale of a score: Min, Min+Step, …, Max.
type Scale struct {
	Min  float64 `json:"min"`
	Max  float64 `json:"max"`
	Step float64 `json:"step"`
}

// Stops lists every score of the scale in rising order.
func (s Scale) Stops() []float64 {
	var stops []float64
	for i := 0; ; i++ {
		v := s.Min + float64(i)*s.Step
		if v > s.Max+s.Step/1e6 || s.Step <= 0 {
			return stops
		}
		stops = append(stops, v)
	}
}

// Holds reports whether v is a score of the scale.
func (s Scale) Holds(v float64) bool {
	return slices.ContainsFunc(s.Stops(), func(stop float64) bool { return stop-v < 1e-9 && v-stop < 1e-9 })
}

// ScoreMethod says which score of an entry is official. It is fixed before the
// first round opens, so that nobody can choose it by whom it lets win; empty
// stands for ScoreRaw.
type ScoreMethod string

// The methods of the official score.
const (
	ScoreRaw      ScoreMethod = "raw"      // the mean of the sheets' weighted totals
	ScoreAdjusted ScoreMethod = "adjusted" // that mean with each judge's strictness taken out, where it can be told
)

// ScoreMethods lists the methods in the order in which pages show them.
var ScoreMethods = []ScoreMethod{ScoreAdjusted, ScoreRaw}

// Official is the method that the edition's results go by.
func (e *Edition) Official() ScoreMethod { return cmp.Or(e.ScoreMethod, ScoreRaw) }

// Criterion is one thing that is scored. Weights of an edition total 100.
type Criterion struct {
	Key    string `json:"key"`
	Name   string `json:"name"`
	Weight int    `json:"weight"`
	// Anchors say what a score means: the text of score 1, 3, 5 and so on.
	Anchors []Anchor `json:"anchors"`
}

// Anchor says what one score of a criterion means.
type Anchor struct {
	Score float64 `json:"score"`
	Text  string  `json:"text"`
}

// CommentRule says when a judge must give a reason.
type CommentRule struct {
	Below   float64 `json:"below,omitempty"` // a reason for each score below this; 0 = none
	AtLeast float64 `json:"at,omitempty"`    // a reason for each score at or above this; 0 = none
	Overall bool    `json:"overall"`         // one comment on the whole entry
}

// Asks reports whether a score of v needs a reason.
func (c CommentRule) Asks(v float64) bool {
	return (c.Below > 0 && v < c.Below) || (c.AtLeast > 0 && v >= c.AtLeast)
}

// PanelRule says how many judges read an entry and who may not.
type PanelRule struct {
	JudgesPerEntry int  `json:"judges_per_entry"`
	Pool           int  `json:"from_pool,omitempty"`
	NoOwnCountry   bool `json:"no_own_country"`
	MinScores      int  `json:"min_valid_scores"`
	// MinSecond is MinScores of the second round, which is held as a meeting of
	// all who may read; 0 = as in the first.
	MinSecond int `json:"min_valid_scores_round_2,omitempty"`
	// CommentsSecond lets the judges of the second round read what others wrote,
	// without names or scores.
	CommentsSecond bool `json:"comments_visible_round_2,omitempty"`
}

// Least is how many scoresheets an entry needs to be placed in a round.
func (p PanelRule) Least(round int) int {
	if round == 2 && p.MinSecond > 0 {
		return p.MinSecond
	}
	return p.MinScores
}

// TieStep is one step of the rule that settles a tie: the key of a criterion
// ("criterion:impact"), "first_places", "vote" or "shared".
type TieStep string

// Prize is one prize of every category of an edition.
type Prize struct {
	Key         string `json:"key"`
	Name        string `json:"name"`
	Rank        int    `json:"rank"` // 1 is the highest
	PerCategory int    `json:"per_category"`
}

// Stage is a stretch of an edition's calendar. The keys that the platform acts
// on are the Stage constants; others are shown only.
type Stage struct {
	Key    string `json:"key"`
	Opens  Time   `json:"opens"`
	Closes Time   `json:"closes"` // equal to Opens for a moment
	Note   string `json:"note,omitempty"`
}

// The stages that the platform acts on.
const (
	StageSubmit       = "submit"
	StageScreen       = "screen"
	StageConflicts    = "conflicts_and_assignment"
	StageRound1       = "round_1"
	StageRound2       = "round_2"
	StageJury         = "jury_meeting"
	StageSealed       = "sealed_results_and_winner_confirmation"
	StageAnnouncement = "announcement"
	StageCeremony     = "ceremony"
	StageLibrary      = "library"
)

// StageState is where an instant stands against a stage.
type StageState string

// The states of a stage.
const (
	Ahead StageState = "ahead"
	Open  StageState = "open"
	Over  StageState = "over"
)

// Stage returns the stage with the given key, and whether there is one.
func (e *Edition) Stage(key string) (Stage, bool) {
	i := slices.IndexFunc(e.Stages, func(s Stage) bool { return s.Key == key })
	if i < 0 {
		return Stage{}, false
	}
	return e.Stages[i], true
}

// State tells where now stands against a stage: open from Opens up to but not
// including Closes. A stage that the edition lacks is Ahead.
func (e *Edition) State(key string, now Time) StageState {
	s, there := e.Stage(key)
	switch {
	case !there || now < s.Opens:
		return Ahead
	case now < s.Closes:
		return Open
	}
	return Over
}

// Current returns the stage that is running at now: the open one that began
// last; else the last one that has begun; else the first.
func (e *Edition) Current(now Time) Stage {
	var current Stage
	for _, s := range e.Stages {
		if s.Opens > now {
			continue
		}
		if e.State(current.Key, now) != Open || s.Closes > now {
			current = s
		}
	}
	if current.Key == "" && len(e.Stages) > 0 {
		return e.Stages[0]
	}
	return current
}

// Location returns the official time zone, or UTC if the system lacks it.
func (e *Edition) Location() *time.Location {
	if loc, err := Zone(e.Zone); err == nil {
		return loc
	}
	return time.UTC
}

// Category returns the category with the given key, and whether there is one.
func (e *Edition) Category(key string) (Category, bool) {
	return find(e.Categories, func(c Category) bool { return c.Key == key })
}

// Question returns the question with the given key, and whether there is one.
func (e *Edition) Question(key string) (Question, bool) {
	return find(e.Questions, func(q Question) bool { return q.Key == key })
}

// QuestionsOf returns the questions of a section, in their order.
func (e *Edition) QuestionsOf(section string) []Question {
	var of []Question
	for _, q := range e.Questions {
		if q.Section == section {
			of = append(of, q)
		}
	}
	return of
}

// Attachment returns the attachment kind with the given key, and whether there is one.
func (e *Edition) Attachment(key string) (AttachmentKind, bool) {
	return find(e.Attachments, func(k AttachmentKind) bool { return k.Key == key })
}

// Criterion returns the criterion with the given key, and whether there is one.
func (e *Edition) Criterion(key string) (Criterion, bool) {
	return find(e.Criteria, func(c Criterion) bool { return c.Key == key })
}

// Prize returns the prize with the given key, and whether there is one.
func (e *Edition) Prize(key string) (Prize, bool) {
	return find(e.Prizes, func(p Prize) bool { return p.Key == key })
}

func find[T any](all []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	var none T
	return none, false
}
