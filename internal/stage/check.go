package stage

import (
	"slices"

	"we-gov.org/awards/internal/award"
)

// Finding is something that a show lacks. Kind names it; the rest is filled as
// far as it concerns it.
type Finding struct {
	Kind      FindingKind
	Part      string // key
	Reference string
	City      string
	Text      string
	Number    int
	Want      int
}

// FindingKind is what is missing.
type FindingKind string

// The kinds of finding, in the order of a list.
const (
	NoHand      FindingKind = "hand"        // nobody hands over
	NotSaid     FindingKind = "said"        // the city has confirmed nothing
	NoSay       FindingKind = "say"         // no "how to say"
	NoSound     FindingKind = "sound"       // the city has not recorded its name
	NoAccepts   FindingKind = "accepts"     // nobody to accept
	LongName    FindingKind = "long"        // more than two lines on the screen: Number letters
	SmallName   FindingKind = "smaller"     // set smaller than 15 % of the height
	Doubtful    FindingKind = "glyph"       // letters in Text that fonts lack
	NoPhoto     FindingKind = "photo"       // of a category with photos
	SmallPhoto  FindingKind = "photo_small" // Number pixels wide, Want are needed
	NoFilm      FindingKind = "film"        // of a category with films
	NoCaptions  FindingKind = "captions"    // a film without
	NoFilmFile  FindingKind = "film_file"   // a film part without a file
	NoPartText  FindingKind = "film_text"   // the film of a part, without captions
	SharedPrize FindingKind = "shared"      // a prize may be shared
)

// FindingKinds lists every kind in the order of a list.
var FindingKinds = []FindingKind{NoHand, NotSaid, NoSay, NoSound, NoAccepts, LongName, SmallName, Doubtful, NoPhoto, SmallPhoto, NoFilm, NoCaptions, NoFilmFile, NoPartText, SharedPrize}

// Check lists what is missing of every candidate alike, so that the list does
// not tell who has won.
func (c Candidates) Check() ([]Finding, error) {
	var all []Finding
	for _, part := range c.Show.Parts {
		if !part.IsCategory() {
			switch {
			case part.Kind() != award.PartFilm:
			case part.Plays() == "":
				all = append(all, Finding{Kind: NoFilmFile, Part: part.Key})
			case part.Film.Key != "" && part.Captions.Key == "":
				all = append(all, Finding{Kind: NoPartText, Part: part.Key})
			}
			continue
		}
		if part.Hand == "" {
			all = append(all, Finding{Kind: NoHand, Part: part.Key})
		}
		for _, one := range c.In[part.Key] {
			found, err := one.check(part, c.Edition)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	if c.Edition.SharedPrizes {
		all = append(all, Finding{Kind: SharedPrize})
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		return slices.Index(FindingKinds, a.Kind) - slices.Index(FindingKinds, b.Kind)
	})
	return all, nil
}

func (c Candidate) check(part award.Part, e *award.Edition) (all []Finding, err error) {
	add := func(is bool, f Finding) {
		if is {
			f.Part, f.Reference, f.City = part.Key, c.Entry.Reference, c.Name()
			all = append(all, f)
		}
	}
	add(c.Said.Confirmed.IsZero(), Finding{Kind: NotSaid})
	add(c.Spoken.Say == "", Finding{Kind: NoSay})
	add(c.Said.SoundKey == "", Finding{Kind: NoSound})
	add(c.Spoken.Accepts == "" && !c.Spoken.Absent, Finding{Kind: NoAccepts})
	wide, err := ems(c.Name())
	add(wide > longest, Finding{Kind: LongName, Number: len([]rune(c.Name()))})
	add(wide > lineEms && wide <= longest, Finding{Kind: SmallName})
	none := doubtful(c.Name() + c.City.LocalName)
	add(none != "", Finding{Kind: Doubtful, Text: none})
	if shows(part, e, award.ModePhoto) {
		p := c.photo
		add(p.ID == "", Finding{Kind: NoPhoto})
		add(p.ID != "" && p.Width < award.WideSide, Finding{Kind: SmallPhoto, Number: p.Width, Want: award.WideSide})
	}
	if shows(part, e, award.ModeFilm) {
		add(c.film.ID == "", Finding{Kind: NoFilm})
		add(c.film.ID != "" && c.captions.ID == "", Finding{Kind: NoCaptions})
	}
	return all, err
}
