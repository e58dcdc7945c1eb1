package award

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"
)

// CueKind is what a cue shows: the kind of a part that is no category, or one
// of the Cue constants.
type CueKind string

// The kinds of cue in a category, and the look at all winners.
const (
	CueTitle     CueKind = "title"
	CueFinalists CueKind = "finalists"
	CuePause     CueKind = "pause"
	CueReveal    CueKind = "reveal"
	CuePhoto     CueKind = "photo"
	CueFilm      CueKind = "winnerfilm"
	CueCitation  CueKind = "citation"
	CueWinners   CueKind = PartWinners
)

// Cue is one step of the ceremony: one press shows it.
type Cue struct {
	Kind     CueKind
	Part     Part
	Category Category // empty outside a category
	Prize    Prize    // of a reveal and what follows it
	Mode     Mode     // of the prize
	Faces    []Face   // whom the slide names; of a reveal none: the prize is withheld
	Captions string   // WebVTT of the film of a part
	Closed   bool     // what it shows lies in a closed envelope: it can be shown to nobody yet
	Seconds  int
}

// Secret reports whether the cue shows what nobody may know before it: a city,
// or that a prize is withheld.
func (c Cue) Secret() bool {
	switch c.Kind {
	case CueFinalists, CueReveal, CuePhoto, CueFilm, CueCitation, CueWinners:
		return true
	}
	return false
}

// Close marks the cues that cannot be shown while the categories of the keys are
// closed: their own that name cities, and every look at all winners.
func Close(cues []Cue, closed map[string]bool) {
	for i, c := range cues {
		cues[i].Closed = c.Secret() && (closed[c.Category.Key] || c.Kind == CueWinners && len(closed) > 0)
	}
}

// Face is an entry as the ceremony shows it.
type Face struct {
	Entry     ID
	City      string // as the screen shows it
	LocalName string
	Country   string // ISO alpha-2
	Title     string
	Line      string
	Citation  string // why the jury chose it
	Say       string // how to say the city's name
	Accepts   string // who goes on stage
	Absent    bool   // nobody does
	Order     string // by which cities are sorted
	Photo     Photo
	Sound     Sound  // of the city's name, for the presenter
	Film      string // name of its film's file in the folder "films"
	Captions  string // WebVTT of the film
	Category  string // name; on the slide of all winners
	Prize     string
	Rank      int
	Cue       int // which cue reveals it, counted from 0; on the slide of all winners
}

// Photo is a picture of an entry for the screen: a JPEG, empty when there is
// none.
type Photo struct {
	JPEG        []byte
	Alt, Credit string
}

// Sound is a recorded name; empty when there is none.
type Sound struct {
	Media string
	Bytes []byte
}

// Text is the sound as the rest of a data address, with the letters of base64url
// and without filling: its length tells that of the sound exactly, whatever HTML
// and JSON do to a plus. "" for none.
func (s Sound) Text() string {
	if len(s.Bytes) == 0 {
		return ""
	}
	return s.Media + ";base64," + base64.RawURLEncoding.EncodeToString(s.Bytes)
}

// Outline returns the steps of a show as far as everybody may know them: no
// cue names a city. There are as many as Cues gives for any results, in the same
// order and of the same kinds.
func (s Show) Outline(e *Edition) []Cue {
	none := map[string]Result{}
	for _, c := range e.Categories {
		none[c.Key] = Result{Category: c.Key}
	}
	return s.Cues(e, none, nil)
}

// Cues returns the steps of a show in their order. In each category: title,
// finalists in protocol order, pause, and the prizes from the lowest to the
// highest, one place a press, whether it is given, shared or withheld: the number
// of cues tells nothing. A category without a result is left out. Face tells how
// an entry is shown.
func (s Show) Cues(e *Edition, results map[string]Result, face func(ID) Face) []Cue {
	var cues []Cue
	var winners []Face
	for _, p := range s.Parts {
		if !p.IsCategory() {
			cues = append(cues, Cue{Kind: CueKind(p.Kind()), Part: p, Seconds: p.Seconds})
			continue
		}
		category, there := e.Category(p.Key)
		result, sealed := results[p.Key]
		if !there || !sealed {
			continue
		}
		for _, c := range categoryCues(e, p, category, result, face) {
			for _, f := range c.Faces {
				if c.Kind == CueReveal {
					f.Cue = len(cues)
					winners = append(winners, f)
				}
			}
			cues = append(cues, c)
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
	finalists := facesOf(result.Finalists(e.Finalists), face)
	slices.SortStableFunc(finalists, func(a, b Face) int { return strings.Compare(a.Order+a.City+a.Title, b.Order+b.City+b.Title) })
	cues := []Cue{
		{Kind: CueTitle, Part: p, Category: category, Seconds: titleSeconds},
		{Kind: CueFinalists, Part: p, Category: category, Faces: finalists, Seconds: finalistsSeconds},
		{Kind: CuePause, Part: p, Category: category, Seconds: pauseSeconds},
	}
	prizes := slices.Clone(e.Prizes)
	slices.SortStableFunc(prizes, func(a, b Prize) int { return b.Rank - a.Rank })
	for _, prize := range prizes {
		cues = append(cues, prizeCues(Cue{Part: p, Category: category, Prize: prize, Mode: p.Mode(prize.Key)}, result.Prizes, face)...)
	}
	return cues
}

// prizeCues are the reveals of a prize, like the cue that is given.
func prizeCues(like Cue, won []PrizeWon, face func(ID) Face) []Cue {
	places := places(like.Prize, won)
	like.Kind, like.Seconds = CueReveal, like.Part.Seconds
	if like.Mode == ModeList {
		like.Faces, like.Seconds = winnersOf(like, slices.Concat(places...), face), like.Part.Seconds*len(places)
		return []Cue{like}
	}
	var cues []Cue
	for _, place := range places {
		reveal := like
		reveal.Faces = winnersOf(like, place, face)
		cues = append(cues, reveal)
		switch like.Mode {
		case ModePhoto:
			reveal.Kind, reveal.Seconds = CuePhoto, photoSeconds
		case ModeFilm:
			reveal.Kind, reveal.Seconds = CueFilm, filmSeconds
		case ModeCitation:
			reveal.Kind, reveal.Seconds = CueCitation, citationSeconds
		default:
			continue
		}
		cues = append(cues, reveal)
	}
	return cues
}

func winnersOf(c Cue, won []PrizeWon, face func(ID) Face) []Face {
	faces := make([]Face, len(won))
	for i, w := range won {
		faces[i] = face(w.Entry)
		faces[i].Category, faces[i].Prize, faces[i].Rank = c.Category.Name, c.Prize.Name, c.Prize.Rank
		faces[i].Citation = cmp.Or(w.Reason, faces[i].Citation)
	}
	return faces
}

// places spreads the decided prizes of a category over as many places as the
// prize has; those who share it stand in one. A place that is withheld is empty.
func places(prize Prize, won []PrizeWon) [][]PrizeWon {
	all := make([][]PrizeWon, max(prize.PerCategory, 1))
	next, shared := 0, -1
	for _, w := range won {
		if w.Prize != prize.Key {
			continue
		}
		at := min(next, len(all)-1)
		if w.Outcome == Shared && shared >= 0 {
			at = shared
		} else {
			next++
		}
		if w.Outcome == Shared {
			shared = at
		}
		if w.Outcome != Withheld {
			all[at] = append(all[at], w)
		}
	}
	return all
}

func facesOf(ids []ID, face func(ID) Face) []Face {
	all := make([]Face, len(ids))
	for i, id := range ids {
		all[i] = face(id)
	}
	return all
}
