package award

import (
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
var Formats = []string{"pdf", "jpg", "png", "webp", "svg", "pptx", "mp4", "mov", "webm", "vtt"}

// Needs lists what an attachment kind may ask for beside the file.
var Needs = []string{"caption", "alt", "credit", "language", "captions"}

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
	c.paper()
	c.translations()
	return c.faults
}

type editionCheck struct {
	e      *Edition
	faults Invalid
}

func (c editionCheck) basics() {
	e := c.e
	if e.Year < 2000 || e.Year > 2100 {
		c.faults.Add("year", "edition.fault.year")
	}
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
