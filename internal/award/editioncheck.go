package award

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of an edition's lists, so that no file or form can fill the store.
const (
	listMax  = 200
	labelMax = 500
)

// Formats lists every file extension that an attachment kind may take.
var Formats = []string{"pdf", "jpg", "png", "webp", "svg", "pptx", "mp4", "mov", "webm"}

// Needs lists what an attachment kind may ask for beside the file.
var Needs = []string{"caption", "alt", "credit", "language", "captions"}

// Stages that an edition cannot do without, in their order.
var neededStages = []string{StageSubmit, StageRound1, StageCeremony}

var keyForm = regexp.MustCompile(`^[a-z][a-z0-9]*([_-][a-z0-9]+)*$`)

// WellFormedKey reports whether s can be the key of a category, a question, a
// criterion and so on: lower-case letters and digits, in parts divided by _ or
// -, at most 60 long.
func WellFormedKey(s string) bool { return len(s) <= 60 && keyForm.MatchString(s) }

// Check returns the faults that keep an edition from being used, whether it
// comes from a file or from the settings pages. A field is the path of the
// value in the edition's JSON form, such as "criteria.2.weight".
func (e *Edition) Check() Invalid {
	c := editionCheck{e: e, faults: Invalid{}}
	c.basics()
	c.categories()
	c.sections()
	c.questions()
	c.attachments()
	c.scoring()
	c.prizes()
	c.stages()
	return c.faults
}

type editionCheck struct {
	e      *Edition
	faults Invalid
}

func (c editionCheck) basics() {
	e := c.e
	c.between("year", e.Year, 2000, 2100)
	c.named("name", e.Name)
	c.between("entries_per_city", e.EntriesPerCity, 1, 100)
	c.between("finalists_per_category", e.Finalists, 1, 100)
	c.between("files_max", e.FilesMax, 0, 100)
	c.between("files_total_mb", e.FilesTotalMB, 0, 100_000)
	if _, err := time.LoadLocation(e.Zone); err != nil || e.Zone == "" || e.Zone == "Local" {
		c.faults.Add("zone", "edition.fault.zone", "Zone", e.Zone)
	}
	if n := len(e.EntryLanguage); n < 2 || n > 12 {
		c.faults.Add("entry_language", "edition.fault.language")
	}
	for i, r := range e.Eligibility {
		c.named(at("eligibility", i, "rule"), r.Text)
	}
}

func (c editionCheck) categories() {
	seen := c.list("categories", len(c.e.Categories), 1)
	for i, k := range c.e.Categories {
		c.key(seen, at("categories", i, "key"), k.Key)
		c.named(at("categories", i, "name"), k.Name)
		c.text(at("categories", i, "about"), k.About)
	}
}

func (c editionCheck) sections() {
	seen := c.list("sections", len(c.e.Sections), 1)
	for i, s := range c.e.Sections {
		c.key(seen, at("sections", i, "key"), s.Key)
		c.named(at("sections", i, "title"), s.Title)
		c.text(at("sections", i, "group"), s.Group)
	}
}

func (c editionCheck) questions() {
	seen := c.list("questions", len(c.e.Questions), 1)
	for i, q := range c.e.Questions {
		c.key(seen, at("questions", i, "key"), q.Key)
		c.named(at("questions", i, "label"), q.Label)
		c.text(at("questions", i, "help"), q.Help)
		c.between(at("questions", i, "words"), q.Words, 0, 5000)
		c.between(at("questions", i, "rows_max"), q.RowsMax, 0, 100)
		if _, there := find(c.e.Sections, func(s Section) bool { return s.Key == q.Section }); !there {
			c.faults.Add(at("questions", i, "section"), "edition.fault.section", "Section", q.Section)
		}
		if !slices.Contains(Kinds, q.Kind) {
			c.faults.Add(at("questions", i, "kind"), "edition.fault.kind", "Kind", string(q.Kind))
		}
		c.options(i, q)
		c.answeredByFile(i, q)
	}
}

// options: what is chosen among is there, and the question "category" offers
// exactly the categories, since its answer decides who is judged against whom.
func (c editionCheck) options(i int, q Question) {
	field := at("questions", i, "options")
	if !slices.Contains([]Kind{Choice, Choices, Consents}, q.Kind) {
		if len(q.Options) > 0 {
			c.faults.Add(field, "edition.fault.options_unused")
		}
		return
	}
	if len(q.Options) == 0 || len(q.Options) > listMax {
		c.faults.Add(field, "edition.fault.options")
	}
	seen := map[string]bool{}
	for j, o := range q.Options {
		c.key(seen, at(field, j, "value"), o.Value)
		c.named(at(field, j, "label"), o.Label)
	}
	if q.Key == "category" && !slices.Equal(q.Options, c.e.CategoryOptions()) {
		c.faults.Add(field, "edition.fault.category_options")
	}
}

// CategoryOptions returns the categories as the options of the question
// "category".
func (e *Edition) CategoryOptions() []Option {
	var options []Option
	for _, k := range e.Categories {
		options = append(options, Option{Value: k.Key, Label: k.Name})
	}
	return options
}

func (c editionCheck) answeredByFile(i int, q Question) {
	field := at("questions", i, "attachment")
	_, there := c.e.Attachment(q.Attachment)
	switch {
	case q.Kind == FileKind && !there:
		c.faults.Add(field, "edition.fault.attachment", "Attachment", q.Attachment)
	case q.Kind != FileKind && q.Attachment != "":
		c.faults.Add(field, "edition.fault.attachment_unused")
	}
}

func (c editionCheck) attachments() {
	seen := c.list("attachments", len(c.e.Attachments), 0)
	for i, k := range c.e.Attachments {
		c.key(seen, at("attachments", i, "key"), k.Key)
		c.named(at("attachments", i, "name"), k.Name)
		c.between(at("attachments", i, "max"), k.Max, 1, 100)
		c.between(at("attachments", i, "mb"), k.MB, 1, max(c.e.FilesTotalMB, 1))
		c.between(at("attachments", i, "pages_max"), k.PagesMax, 0, 10_000)
		c.between(at("attachments", i, "minutes_max"), k.MinutesMax, 0, 600)
		c.between(at("attachments", i, "min_width"), k.MinWidth, 0, 20_000)
		if len(k.Formats) == 0 {
			c.faults.Add(at("attachments", i, "formats"), "edition.fault.formats")
		}
		for j, f := range k.Formats {
			c.oneOf(at("attachments", i, at("formats", j, "")), f, Formats)
		}
		for j, n := range k.Needs {
			c.oneOf(at("attachments", i, at("needs", j, "")), n, Needs)
		}
		c.oneOf(at("attachments", i, "public"), string(k.Public), []string{string(Always), string(Never), string(Chosen)})
	}
}

func (c editionCheck) scoring() {
	e := c.e
	if !e.Scale.sane() {
		c.faults.Add("scale", "edition.fault.scale")
		return
	}
	seen, total := c.list("criteria", len(e.Criteria), 1), 0
	for i, k := range e.Criteria {
		c.key(seen, at("criteria", i, "key"), k.Key)
		c.named(at("criteria", i, "name"), k.Name)
		c.between(at("criteria", i, "weight"), k.Weight, 1, 100)
		total += k.Weight
		c.anchors(i, k)
	}
	if total != 100 {
		c.faults.Add("criteria", "edition.fault.weights", "Total", total)
	}
	c.between("panel.judges_per_entry", e.Panel.JudgesPerEntry, 1, 50)
	c.between("panel.min_valid_scores", e.Panel.MinScores, 1, max(e.Panel.JudgesPerEntry, 1))
	c.between("panel.from_pool", e.Panel.Pool, 0, 500)
	for _, limit := range []struct {
		field string
		score float64
	}{{"comments.below", e.Comments.Below}, {"comments.at", e.Comments.AtLeast}} {
		if limit.score != 0 && !e.Scale.Holds(limit.score) {
			c.faults.Add(limit.field, "edition.fault.off_scale", "Min", e.Scale.Min, "Max", e.Scale.Max)
		}
	}
	c.ties()
}

// sane holds for a rising scale of whole steps that a page can show.
func (s Scale) sane() bool {
	steps := (s.Max - s.Min) / s.Step
	return s.Step > 0 && s.Max > s.Min && steps <= 100 && math.Abs(steps-math.Round(steps)) < 1e-9
}

func (c editionCheck) anchors(i int, k Criterion) {
	before := math.Inf(-1)
	for j, a := range k.Anchors {
		field := at("criteria", i, at("anchors", j, "score"))
		switch {
		case !c.e.Scale.Holds(a.Score):
			c.faults.Add(field, "edition.fault.off_scale", "Min", c.e.Scale.Min, "Max", c.e.Scale.Max)
		case a.Score <= before:
			c.faults.Add(field, "edition.fault.anchor_order")
		}
		before = a.Score
		c.named(at("criteria", i, at("anchors", j, "text")), a.Text)
	}
}

func (c editionCheck) ties() {
	for i, step := range c.e.TieOrder {
		criterion, named := strings.CutPrefix(string(step), "criterion:")
		_, there := c.e.Criterion(criterion)
		if !(named && there) && !slices.Contains([]TieStep{"first_places", "vote", "shared"}, step) {
			c.faults.Add(at("tie_order", i, ""), "edition.fault.tie", "Step", string(step))
		}
	}
}

// prizes: ranks count from 1 without a gap, each once.
func (c editionCheck) prizes() {
	seen := c.list("prizes", len(c.e.Prizes), 1)
	for i, p := range c.e.Prizes {
		c.key(seen, at("prizes", i, "key"), p.Key)
		c.named(at("prizes", i, "name"), p.Name)
		c.between(at("prizes", i, "per_category"), p.PerCategory, 1, 50)
		if p.Rank != i+1 {
			c.faults.Add(at("prizes", i, "rank"), "edition.fault.rank", "Rank", i+1)
		}
	}
}

// stages: in the order in which they open, none closing before it opens, none
// of the moments at midnight, which one reader takes for the day before and
// another for the day after.
func (c editionCheck) stages() {
	seen := c.list("stages", len(c.e.Stages), 1)
	for i, s := range c.e.Stages {
		c.key(seen, at("stages", i, "key"), s.Key)
		c.text(at("stages", i, "note"), s.Note)
		c.moment(at("stages", i, "opens"), s.Opens)
		c.moment(at("stages", i, "closes"), s.Closes)
		if s.Closes < s.Opens {
			c.faults.Add(at("stages", i, "closes"), "edition.fault.closes_first")
		}
		if i > 0 && s.Opens < c.e.Stages[i-1].Opens {
			c.faults.Add(at("stages", i, "opens"), "edition.fault.stage_order")
		}
	}
	for _, key := range neededStages {
		if _, there := c.e.Stage(key); !there {
			c.faults.Add("stages", "edition.fault.stage_missing", "Stage", key)
		}
	}
	c.moment("ceremony", c.e.Ceremony)
	c.follows(StageRound1, StageSubmit)
	c.follows(StageRound2, StageRound1)
}

// follows: a stage opens only when another has closed.
func (c editionCheck) follows(later, earlier string) {
	i := slices.IndexFunc(c.e.Stages, func(s Stage) bool { return s.Key == later })
	before, there := c.e.Stage(earlier)
	if i >= 0 && there && c.e.Stages[i].Opens < before.Closes {
		c.faults.Add(at("stages", i, "opens"), "edition.fault.overlap_"+earlier)
	}
}

func (c editionCheck) moment(field string, t Time) {
	local := t.Std().In(c.e.Location())
	switch {
	case local.Year() < 2000 || local.Year() > 2200:
		c.faults.Add(field, "edition.fault.moment")
	case local.Hour() == 0 && local.Minute() == 0:
		c.faults.Add(field, "edition.fault.midnight")
	}
}

// list notes a list that is too short or too long, and returns the set in which
// its keys are noted.
func (c editionCheck) list(field string, n, least int) map[string]bool {
	if n < least {
		c.faults.Add(field, "edition.fault.empty_"+field)
	} else if n > listMax {
		c.faults.Add(field, "edition.fault.too_many", "Max", listMax)
	}
	return map[string]bool{}
}

func (c editionCheck) key(seen map[string]bool, field, key string) {
	switch {
	case !WellFormedKey(key):
		c.faults.Add(field, "edition.fault.key", "Key", key)
	case seen[key]:
		c.faults.Add(field, "edition.fault.key_twice", "Key", key)
	}
	seen[key] = true
}

func (c editionCheck) named(field, s string) {
	if strings.TrimSpace(s) == "" {
		c.faults.Add(field, "edition.fault.no_name")
	}
	c.text(field, s)
}

func (c editionCheck) text(field, s string) {
	switch {
	case !utf8.ValidString(s):
		c.faults.Add(field, "edition.fault.encoding")
	case utf8.RuneCountInString(s) > labelMax:
		c.faults.Add(field, "edition.fault.too_long", "Max", labelMax)
	}
}

func (c editionCheck) between(field string, n, least, most int) {
	if n < least || n > most {
		c.faults.Add(field, "edition.fault.range", "Min", least, "Max", most)
	}
}

func (c editionCheck) oneOf(field, s string, known []string) {
	if !slices.Contains(known, s) {
		c.faults.Add(field, "edition.fault.unknown", "Value", s, "Known", strings.Join(known, ", "))
	}
}

// at joins the path of a value in a list.
func at(list string, i int, field string) string {
	return strings.TrimSuffix(list+"."+strconv.Itoa(i)+"."+field, ".")
}
