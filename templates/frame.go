package templates

import (
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// Frame is what the layout around every page needs. A page's struct embeds it.
type Frame struct {
	Lang, Dir string
	Title     string // of the window, without the name of the site
	Path      string // of this page, without the language
	Languages []LangLink
	Nav       []Link
	Foot      []Link
	// Home is the address behind the emblem.
	Home       string
	SignedIn   string // name of the person; "" for a visitor
	AccountURL string
	SignOutURL string
	Crumbs     []Link // the last one is this page and needs no URL
	Notice     *Notice
	// Demo is the sentence of the ribbon that marks invented data; "" for none.
	Demo      string
	DemoURL   string
	Canonical string // absolute; "" for none
	NoIndex   bool
	// Wide gives the page the whole width for tables.
	Wide bool
	// Bare leaves out header, crumbs and footer: the page brings its own main
	// element with the id "main".
	Bare bool
	// Scripts names the modules of static/js that improve the page, such as
	// "autosave". Every page works without them.
	Scripts []string
	// Styles names further sheets of static/css, such as "stage".
	Styles []string
	// Faults are listed above the page and linked to their fields; the title
	// then begins with the word for error.
	Faults []FaultLine
}

// LangLink is one language of the switch: the same page in that language.
type LangLink struct {
	Code, Name, Dir, URL string
	Current              bool
}

// Link is a link or, without a URL, plain text.
type Link struct {
	Text, URL string
	Current   bool
	// About completes the text for those who hear the link without its row:
	// "Change" about "the title".
	About string
}

// Kinds of Notice, Note and Tag: the empty one informs.
const (
	Info = ""
	OK   = "ok"
	Warn = "warn"
	Err  = "err"
	// Plain is the tag without a ground: black text for what needs no eye.
	Plain = "none"
)

// Notice tells once what has just been done.
type Notice struct {
	Kind, Text string
	Link       *Link
}

// FaultLine is one fault in the summary: the id of the control and its sentence.
type FaultLine struct{ Field, Text string }

// Note is a box that informs (Info), confirms (OK) or warns (Warn). Part "note".
type Note struct {
	Kind, Title string
	Lines       []string
	Links       []Link
}

// Tag is the state of a thing in a word or two. Part "tag".
type Tag struct{ Kind, Text string }

// Due is a deadline in the reader's zone first and the official one after it.
// Part "due"; make it with NewDue.
type Due struct {
	Title   string // a sentence with the distance: "Entries close in 12 days"
	Machine string
	Text    string // both zones
	Note    string
	Late    bool
}

// NewDue writes a deadline; title is a whole sentence, which the caller makes
// with Until. A nil user zone leaves the official time alone.
func NewDue(w *locale.Words, title string, at award.Time, user, official *time.Location) Due {
	return Due{Title: title, Machine: locale.Machine(at), Text: w.Both(at, user, official, "", "")}
}

// Stamp is an instant in words with its machine form. Part "stamp".
type Stamp struct{ Machine, Text string }

// Pager leads through a long list. Part "pager"; nothing is shown for one page.
type Pager struct {
	Page, Pages  int
	First, Last  int // of the rows shown, counted from 1
	Total        int
	Previous     string
	Next         string
	Numbers      []Link // Current marks this page; a Link without URL is a gap
	Label        string // says of which list, for those who hear it
	PreviousText string // empty = the words of the catalogue
	NextText     string
}

// Empty is said where a list has nothing, with what to do next. Part "empty".
type Empty struct {
	Title, Text string
	Links       []Link
	Main        *Link // shown as the button
}

// Saved is the line that says whether what was typed is kept. Part "saved"; the
// scripts autosave and judge write into it with the words it carries.
type Saved struct {
	// At is the time of the last save as the reader reads it, such as "14:32";
	// "" if nothing was saved yet.
	At string
	// State is "" when saved, "wait" or "off".
	State string
	Text  string // replaces the sentence made from At
}

// Bars are amounts against their whole, drawn as lines. Part "bars".
type Bars struct {
	Title   string // says the whole in words, for those who do not see it
	Caption string
	Links   []Link
	Rows    []Bar
}

// Bar is one amount. Text is shown behind it, such as "37/40".
type Bar struct {
	Label, URL string
	Done, Of   float64
	Text       string
	Hollow     bool // too few to read much into it
}

// Intervals are means with their spread on one axis. Part "intervals".
type Intervals struct {
	Title   string
	Caption string
	Links   []Link
	Min     float64
	Max     float64
	Mean    *float64 // the dashed line
	Ticks   []Tick
	Rows    []Interval
	Lanes   int // for brackets beside the labels; 0 = none
}

// Tick is a labelled place of an axis.
type Tick struct {
	At   float64
	Text string
}

// Interval is a mean with the range around it. Text is shown behind it.
type Interval struct {
	Label, URL    string
	Low, At, High float64
	Text          string
	Hollow        bool
	Brackets      []Bracket
	Cut           bool // a line below it: what follows is of another kind
}

// Task is a row of a task list; without a URL it cannot start yet. Part "tasks"
// takes a slice of them.
type Task struct {
	Title, URL, Note string
	Lang             string // of the title, if it differs from the page's
	State            Tag
	ID               string // of the state, unique in the page
}

// Pair is a row of a summary list. Part "pairs" takes a slice of them.
type Pair struct {
	Term     string
	TermLang string   // if it differs from the page's
	Lines    []string // paragraphs of plain text
	Lang     string   // of the text, if it differs from the page
	Links    []Link
	Rows     *Grid // a table instead of lines
	Tag      *Tag
	Change   *Link
	Wide     bool // the value stands under its term: long answers
	Empty    string
}

// Grid is a small plain table inside an answer. Part "grid".
type Grid struct {
	Caption string
	Head    []string
	Rows    [][]string
	// Numeric marks the columns of numbers by index.
	Numeric map[int]bool
}

// Event is a line of a history. Part "timeline" takes a slice of them.
type Event struct {
	When  Stamp
	Title string
	Text  string
	Who   string
	Now   bool
}

// Message is one turn of a conversation. Part "thread" takes a slice of them.
type Message struct {
	From  string
	When  Stamp
	Text  string
	Mine  bool
	State *Tag
}

// Stat is a large number with what it counts. Part "stats" takes a slice of them.
type Stat struct{ Value, Text, URL string }

// Scale is one criterion of a scoresheet: radios from the lowest to the highest
// score. Part "scale"; make it with NewScale.
type Scale struct {
	Name    string // of the radios
	ID      string
	Legend  string
	Lang    string // of the legend, if it differs from the page's
	Weight  string // such as "20%"
	Stops   []Stop
	Anchors []Anchor
	Fault   string
	Closed  bool
	Reason  *Field // shown under the scale when a reason is asked
	Asked   bool   // the score needs a reason
}

// Stop is one score. Half stops are drawn smaller.
type Stop struct {
	Value, Text string
	Half        bool
	Chosen      bool
}

// Anchor says what the score At means. For lists the values of the stops with
// which it is shown, with spaces between.
type Anchor struct{ At, Text, For, Lang string }

// Tabs are links that look like tabs. Part "tabs" takes Tabs.
type Tabs struct {
	Label string
	Links []Link
}

// Facet is one group of filters with counts. Part "facet".
type Facet struct {
	Name, Legend string
	Options      []FacetOption
}

// FacetOption is one value of a facet.
type FacetOption struct {
	Value, Text, Count string
	On                 bool
}

// Chips are the filters in use, each a link that removes it. Part "chips".
type Chips struct {
	Label string
	Links []Link // About says what happens
	Clear *Link
}

// FileRow is one attachment in a list. Part "file".
type FileRow struct {
	ID    string
	Name  string
	URL   string
	Meta  string // such as "PDF, 14 pages, 0.8 MB"
	Text  string // caption
	Thumb string
	Alt   string
	Tags  []Tag
	Fault string
	Links []Link
}

// ErrorPage is the page "error": what went wrong and the way on.
type ErrorPage struct {
	Frame
	Heading   string
	Lines     []string
	Reference string // of the log line; "" for none
	Links     []Link
}

// Spoken is a text with its language, which is "" where it is that of the page.
// Part "spoken"; part "lang" is the attributes of an element that holds it.
type Spoken struct{ Text, Lang string }
