package award

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Show is the run sheet of an edition's ceremony: its parts in their order.
// The cues are made from it and the sealed results, so that nothing is typed
// twice and no winner stands in it.
type Show struct {
	Edition ID     `json:"-"`
	Version int    `json:"-"`
	Parts   []Part `json:"parts"`
	// ByCountry: cities stand in the order of their countries' names, else of
	// their own.
	ByCountry bool `json:"by_country,omitempty"`
	// Names tells of entries how the ceremony names them. Whoever may win is
	// asked, so that the list tells nothing.
	Names map[ID]Spoken `json:"names,omitempty"`
	// Lang is the language of what the hall sees and the presenter says; empty =
	// the edition's own.
	Lang    string `json:"lang,omitempty"`
	Ready   Time   `json:"ready"` // when the windows with the real winners were unlocked; 0 = locked
	ReadyBy ID     `json:"ready_by,omitempty"`
}

// Part is one stretch of the ceremony: a category, or something between them.
type Part struct {
	Key string `json:"key"` // of a category; else "-" and its kind, with a number from the second of a kind on
	// Title is what the screen shows of a part that is no category; empty = the
	// usual words.
	Title string `json:"title,omitempty"`
	// Hand is who hands over, or who speaks, as the screen shows it.
	Hand string `json:"hand,omitempty"`
	// Say is what the presenter reads beside the names.
	Say string `json:"say,omitempty"`
	// Seconds is the time planned for the part's title, or for each winner of a
	// category.
	Seconds int `json:"seconds"`
	// File is the name of a film that lies in the folder "films" beside the pack, for
	// a part whose film the site does not have.
	File string `json:"file,omitempty"`
	// Film and Captions are the files that the site has; they are kept beside the
	// run sheet, and are zero where there is none.
	Film     Attachment `json:"-"`
	Captions Attachment `json:"-"`
	// Modes says by prize how its winners are shown; ModeDetail where it is silent.
	Modes map[string]Mode `json:"modes,omitempty"`
}

// Mode is how the winners of a prize are shown.
type Mode string

// The modes. Photo, film and citation come with a press of their own after the
// name; list shows all winners of the prize at one press.
const (
	ModeName     Mode = "name"
	ModeDetail   Mode = "detail"
	ModePhoto    Mode = "photo"
	ModeFilm     Mode = "film"
	ModeCitation Mode = "citation"
	ModeList     Mode = "list"
)

// Modes lists every mode in the order of a picker.
var Modes = []Mode{ModeName, ModeDetail, ModePhoto, ModeFilm, ModeCitation, ModeList}

// Mode is how the winners of a prize are shown in the part.
func (p Part) Mode(prize string) Mode {
	if m := p.Modes[prize]; m != "" {
		return m
	}
	return ModeDetail
}

// Plays is the name of the part's film in the folder "films", on the site and beside
// a pack; "" for none.
func (p Part) Plays() string { return cmp.Or(p.Film.Name, p.File) }

// PartFile is a file of the house that a part of a run sheet shows; of the Attachment
// only what is true of any file is filled. Its Kind is one of the two below.
type PartFile struct {
	Edition ID     `db:"edition"`
	Part    string `db:"part"` // key
	Attachment
}

// The kinds of a PartFile.
const (
	FileFilm     = "film"
	FileCaptions = "captions"
)

// Spoken is how the ceremony names an entry's city.
type Spoken struct {
	Screen  string `json:"screen,omitempty"`  // a shorter name for the screen; empty = the city's
	Say     string `json:"say,omitempty"`     // how to say it
	Accepts string `json:"accepts,omitempty"` // who goes on stage
	Absent  bool   `json:"absent,omitempty"`  // nobody can; it is read out
}

// The kinds of part that are no category, which are the kinds of their cues too.
const (
	PartWelcome      = "welcome"
	PartSpeech       = "speech"
	PartFilm         = "film"
	PartIntermission = "intermission"
	PartWinners      = "winners"
	PartClosing      = "closing"
)

// FreePart is a kind of part that may be added, with the seconds planned for a
// new one.
type FreePart struct {
	Kind    string
	Seconds int
}

// FreeParts lists them in the order of a picker.
var FreeParts = []FreePart{{PartWelcome, 300}, {PartSpeech, 300}, {PartFilm, 180}, {PartIntermission, 900}, {PartWinners, 120}, {PartClosing, 180}}

// partsMax is the most parts of a run sheet.
const partsMax = 99

// The seconds planned for a cue unless the run sheet says otherwise.
const (
	titleSeconds     = 40
	finalistsSeconds = 75
	pauseSeconds     = 15
	revealSeconds    = 90
	photoSeconds     = 20
	filmSeconds      = 180
	citationSeconds  = 40
)

// Language is the language that the show speaks, whoever opens its windows.
func (s Show) Language(e *Edition) string { return cmp.Or(s.Lang, e.EntryLanguage) }

// NewShow returns the run sheet that follows from an edition: welcome, its
// categories in their order, all winners, closing.
func NewShow(e *Edition) Show {
	s := Show{Edition: e.ID}
	s.Add(PartWelcome)
	for _, c := range e.Categories {
		s.Parts = append(s.Parts, Part{Key: c.Key, Seconds: revealSeconds})
	}
	s.Add(PartWinners)
	s.Add(PartClosing)
	return s
}

// IsCategory reports whether the part gives the prizes of a category.
func (p Part) IsCategory() bool { return !strings.HasPrefix(p.Key, "-") }

// Kind is the kind of a part that is no category.
func (p Part) Kind() string {
	kind, _, _ := strings.Cut(strings.TrimPrefix(p.Key, "-"), "-")
	return kind
}

// Move swaps a part with the one before (-1) or after it (+1). The first and
// the last step beyond the end change nothing.
func (s *Show) Move(key string, by int) {
	i := slices.IndexFunc(s.Parts, func(p Part) bool { return p.Key == key })
	if j := i + by; i >= 0 && j >= 0 && j < len(s.Parts) {
		s.Parts[i], s.Parts[j] = s.Parts[j], s.Parts[i]
	}
}

// Add puts a part of a kind at the end, before the closing where there is one,
// and returns its key; "" for a kind that there is not, or when there are too
// many parts.
func (s *Show) Add(kind string) string {
	for _, free := range FreeParts {
		if free.Kind != kind || len(s.Parts) >= partsMax {
			continue
		}
		key := "-" + kind
		for n := 2; s.has(key); n++ {
			key = "-" + kind + "-" + strconv.Itoa(n)
		}
		at := slices.IndexFunc(s.Parts, func(p Part) bool { return p.Key == "-"+PartClosing })
		if at < 0 {
			at = len(s.Parts)
		}
		s.Parts = slices.Insert(s.Parts, at, Part{Key: key, Seconds: free.Seconds})
		return key
	}
	return ""
}

// Place puts a part right after another; where one of the two is not there,
// nothing changes.
func (s *Show) Place(key, after string) {
	at := func(key string) int { return slices.IndexFunc(s.Parts, func(p Part) bool { return p.Key == key }) }
	from := at(key)
	if from < 0 || at(after) < 0 || key == after {
		return
	}
	part := s.Parts[from]
	s.Parts = slices.Delete(s.Parts, from, from+1)
	s.Parts = slices.Insert(s.Parts, at(after)+1, part)
}

// Remove takes out a part that is no category.
func (s *Show) Remove(key string) {
	s.Parts = slices.DeleteFunc(s.Parts, func(p Part) bool { return p.Key == key && !p.IsCategory() })
}

func (s *Show) has(key string) bool {
	return slices.ContainsFunc(s.Parts, func(p Part) bool { return p.Key == key })
}

// Follow keeps a run sheet in step with its edition: a category that was added
// comes before the last look at all winners, one that was removed goes.
func (s *Show) Follow(e *Edition) {
	s.Parts = slices.DeleteFunc(s.Parts, func(p Part) bool {
		_, there := e.Category(p.Key)
		return p.IsCategory() && !there
	})
	for _, c := range e.Categories {
		if s.has(c.Key) {
			continue
		}
		at := slices.IndexFunc(s.Parts, func(p Part) bool { return p.Key == "-"+PartWinners })
		if at < 0 {
			at = len(s.Parts)
		}
		s.Parts = slices.Insert(s.Parts, at, Part{Key: c.Key, Seconds: revealSeconds})
	}
}

// Check returns what is wrong with a run sheet of an edition, or nil: its
// categories must each stand in it once, and every part must be one that there is.
func (s Show) Check(e *Edition) error {
	faults, seen := Invalid{}, map[string]bool{}
	for _, p := range s.Parts {
		_, category := e.Category(p.Key)
		free := slices.ContainsFunc(FreeParts, func(f FreePart) bool { return f.Kind == p.Kind() })
		if seen[p.Key] || category != p.IsCategory() || !category && !free {
			return ErrConflict
		}
		seen[p.Key] = true
		p.check(faults)
	}
	for _, c := range e.Categories {
		if !seen[c.Key] {
			return ErrConflict
		}
	}
	return faults.Or()
}

func (p Part) check(faults Invalid) {
	if p.Seconds < 5 || p.Seconds > 3600 {
		faults.Add("seconds."+p.Key, "stage.fault.seconds")
	}
	tooLong(faults, "hand."+p.Key, p.Hand, ShortMax)
	tooLong(faults, "title."+p.Key, p.Title, ShortMax)
	tooLong(faults, "say."+p.Key, p.Say, 2000)
	if strings.ContainsAny(p.File, `/\:#?%"`) || strings.HasPrefix(p.File, ".") || len(p.File) > ShortMax {
		faults.Add("file."+p.Key, "stage.fault.file")
	}
	for prize, m := range p.Modes {
		if !slices.Contains(Modes, m) {
			faults.Add("mode."+p.Key+"."+prize, "fault.required_choice")
		}
	}
}

// Check adds what is wrong with how an entry is named.
func (n Spoken) Check(faults Invalid, entry string) {
	tooLong(faults, "screen."+entry, n.Screen, ShortMax)
	tooLong(faults, "say."+entry, n.Say, ShortMax)
	tooLong(faults, "accepts."+entry, n.Accepts, ShortMax)
}

func tooLong(faults Invalid, field, text string, most int) {
	if len([]rune(text)) > most {
		faults.Add(field, "form.fault.too_long", "Max", most)
	}
}
