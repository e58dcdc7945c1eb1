package award

import (
	"slices"
	"strings"
)

// Show is the run sheet of an edition's ceremony: its parts in their order.
// The cues are made from it and the sealed results, so that nothing is typed
// twice and no winner stands in it.
type Show struct {
	Edition ID     `json:"-"`
	Version int    `json:"-"`
	Parts   []Part `json:"parts"`
	Ready   Time   `json:"ready"` // when the windows with the real winners were unlocked; 0 = locked
	ReadyBy ID     `json:"ready_by,omitempty"`
}

// Part is one stretch of the ceremony: the welcome, a category, the last look
// at all winners, or the closing.
type Part struct {
	Key string `json:"key"` // of a category, or one of the Part constants
	// Hand is who hands over, as the screen shows it.
	Hand string `json:"hand,omitempty"`
	// Say is what the presenter reads beside the names.
	Say string `json:"say,omitempty"`
	// Seconds is the time planned for the part's title, or for each winner of a
	// category.
	Seconds int `json:"seconds"`
}

// The parts of a show that are not a category.
const (
	PartWelcome = "-welcome"
	PartWinners = "-winners"
	PartClosing = "-closing"
)

// The seconds planned for a cue unless the run sheet says otherwise.
const (
	titleSeconds     = 40
	finalistsSeconds = 75
	pauseSeconds     = 15
	revealSeconds    = 90
)

// NewShow returns the run sheet that follows from an edition: welcome, its
// categories in their order, all winners, closing.
func NewShow(e *Edition) Show {
	s := Show{Edition: e.ID, Parts: []Part{{Key: PartWelcome, Seconds: 300}}}
	for _, c := range e.Categories {
		s.Parts = append(s.Parts, Part{Key: c.Key, Seconds: revealSeconds})
	}
	s.Parts = append(s.Parts, Part{Key: PartWinners, Seconds: 120}, Part{Key: PartClosing, Seconds: 180})
	return s
}

// IsCategory reports whether the part gives the prizes of a category.
func (p Part) IsCategory() bool { return !strings.HasPrefix(p.Key, "-") }

// Move swaps a part with the one before (-1) or after it (+1). The first and
// the last step beyond the end change nothing.
func (s *Show) Move(key string, by int) {
	i := slices.IndexFunc(s.Parts, func(p Part) bool { return p.Key == key })
	if j := i + by; i >= 0 && j >= 0 && j < len(s.Parts) {
		s.Parts[i], s.Parts[j] = s.Parts[j], s.Parts[i]
	}
}

// CueKind is what a cue shows.
type CueKind string

// The kinds of cue.
const (
	CueWelcome   CueKind = "welcome"
	CueTitle     CueKind = "title"
	CueFinalists CueKind = "finalists"
	CuePause     CueKind = "pause"
	CueReveal    CueKind = "reveal"
	CueWithheld  CueKind = "withheld"
	CueWinners   CueKind = "winners"
	CueClosing   CueKind = "closing"
)

// Cue is one step of the ceremony: one press shows it.
type Cue struct {
	Kind     CueKind
	Part     Part
	Category Category // empty outside a category
	Prize    Prize    // of a reveal
	Shared   bool
	Faces    []Face // whom the slide names
	Seconds  int
}

// Face is an entry as the ceremony shows it.
type Face struct {
	Entry     ID
	City      string
	LocalName string
	Country   string // ISO alpha-2
	Title     string
	Line      string
	Category  string // name; on the slide of all winners
	Prize     string
	Rank      int
}

// Cues returns the steps of a show in their order. In each category: title,
// finalists in the order of their cities' names, pause, and the prizes from the
// lowest to the highest, one winner a press. A category without a result is
// left out. Face tells how an entry is shown.
func (s Show) Cues(e *Edition, results map[string]Result, face func(ID) Face) []Cue {
	var cues []Cue
	var winners []Face
	for _, p := range s.Parts {
		switch p.Key {
		case PartWelcome:
			cues = append(cues, Cue{Kind: CueWelcome, Part: p, Seconds: p.Seconds})
		case PartClosing:
			cues = append(cues, Cue{Kind: CueClosing, Part: p, Seconds: p.Seconds})
		case PartWinners:
			cues = append(cues, Cue{Kind: CueWinners, Part: p, Seconds: p.Seconds})
		default:
			category, there := e.Category(p.Key)
			result, sealed := results[p.Key]
			if !there || !sealed {
				continue
			}
			of := categoryCues(e, p, category, result, face)
			for _, c := range of {
				if c.Kind == CueReveal {
					winners = append(winners, c.Faces...)
				}
			}
			cues = append(cues, of...)
		}
	}
	for i := range cues {
		if cues[i].Kind == CueWinners {
			cues[i].Faces = winners
		}
	}
	return cues
}

func categoryCues(e *Edition, p Part, category Category, result Result, face func(ID) Face) []Cue {
	cues := []Cue{{Kind: CueTitle, Part: p, Category: category, Seconds: titleSeconds}}
	if finalists := facesOf(result.Finalists(e.Finalists), face); len(finalists) > 0 {
		slices.SortFunc(finalists, func(a, b Face) int { return strings.Compare(a.City+a.Title, b.City+b.Title) })
		cues = append(cues, Cue{Kind: CueFinalists, Part: p, Category: category, Faces: finalists, Seconds: finalistsSeconds})
	}
	cues = append(cues, Cue{Kind: CuePause, Part: p, Category: category, Seconds: pauseSeconds})
	won := slices.Clone(result.Prizes)
	slices.SortStableFunc(won, func(a, b PrizeWon) int { return b.Rank - a.Rank })
	for _, w := range won {
		prize, _ := e.Prize(w.Prize)
		cue := Cue{Kind: CueReveal, Part: p, Category: category, Prize: prize, Shared: w.Outcome == Shared, Seconds: p.Seconds}
		if w.Outcome == Withheld {
			cue.Kind = CueWithheld
		} else {
			f := face(w.Entry)
			f.Category, f.Prize, f.Rank = category.Name, prize.Name, prize.Rank
			cue.Faces = []Face{f}
		}
		cues = append(cues, cue)
	}
	return cues
}

func facesOf(ids []ID, face func(ID) Face) []Face {
	all := make([]Face, len(ids))
	for i, id := range ids {
		all[i] = face(id)
	}
	return all
}

// Follow keeps a run sheet in step with its edition: a category that was added
// comes before the last look at all winners, one that was removed goes.
func (s *Show) Follow(e *Edition) {
	s.Parts = slices.DeleteFunc(s.Parts, func(p Part) bool {
		_, there := e.Category(p.Key)
		return p.IsCategory() && !there
	})
	for _, c := range e.Categories {
		if slices.ContainsFunc(s.Parts, func(p Part) bool { return p.Key == c.Key }) {
			continue
		}
		at := slices.IndexFunc(s.Parts, func(p Part) bool { return p.Key == PartWinners })
		s.Parts = slices.Insert(s.Parts, max(at, 0), Part{Key: c.Key, Seconds: revealSeconds})
	}
}

// BeforeReveal is the seconds planned for a category before its first winner.
const BeforeReveal = titleSeconds + finalistsSeconds + pauseSeconds
