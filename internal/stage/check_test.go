package stage

import (
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
)

func sample() Candidates {
	e := &award.Edition{
		ID: "e", Year: 2027, Categories: []award.Category{{Key: "services", Name: "Services"}},
		Prizes: []award.Prize{{Key: "best", Name: "Best", Rank: 1, PerCategory: 1}},
	}
	show := award.NewShow(e)
	show.Parts[1].Hand = "The mayor"
	whole := media{photo: award.Attachment{ID: "p", Width: 1920}, film: award.Attachment{ID: "f"}, captions: award.Attachment{ID: "c"}}
	one := Candidate{award.Entry{ID: "1", Reference: "2027-0001"}, award.City{Name: "Marvale"}, award.Spoken{Say: "mar-VAH-leh", Accepts: "The mayor"}, award.Spoken{}, award.Said{Confirmed: 1, SoundKey: "s"}, "", whole}
	return Candidates{Plan{Edition: e, Show: show}, map[string][]Candidate{"services": {one}}}
}

// filmPart adds a film part with the files of another.
func filmPart(c *Candidates, like award.Part) {
	like.Key = "-" + award.PartFilm
	c.Show.Parts = append(c.Show.Parts, like)
}

// kinds are what is found after a change of the only candidate.
func kinds(t *testing.T, mode award.Mode, change func(*Candidates, *Candidate)) []FindingKind {
	t.Helper()
	c := sample()
	c.Show.Parts[1].Modes = map[string]award.Mode{"best": mode}
	change(&c, &c.In["services"][0])
	found, err := c.Check()
	if err != nil {
		t.Fatal(err)
	}
	var all []FindingKind
	for _, f := range found {
		all = append(all, f.Kind)
	}
	return all
}

func TestCheckFindsWhatAShowLacksAndNothingElse(t *testing.T) {
	for name, test := range map[string]struct {
		mode   award.Mode
		change func(*Candidates, *Candidate)
		want   FindingKind
	}{
		"whole":           {award.ModePhoto, func(*Candidates, *Candidate) {}, ""},
		"whole with film": {award.ModeFilm, func(*Candidates, *Candidate) {}, ""},
		"nobody gives":    {"", func(c *Candidates, _ *Candidate) { c.Show.Parts[1].Hand = "" }, NoHand},
		"not said":        {"", func(_ *Candidates, o *Candidate) { o.Spoken.Say = "" }, NoSay},
		"unconfirmed":     {"", func(_ *Candidates, o *Candidate) { o.Said.Confirmed = 0 }, NotSaid},
		"no sound":        {"", func(_ *Candidates, o *Candidate) { o.Said.SoundKey = "" }, NoSound},
		"nobody accepts":  {"", func(_ *Candidates, o *Candidate) { o.Spoken.Accepts = "" }, NoAccepts},
		"known as absent": {"", func(_ *Candidates, o *Candidate) { o.Spoken.Accepts, o.Spoken.Absent = "", true }, ""},
		"long":            {"", func(_ *Candidates, o *Candidate) { o.City.Name = strings.Repeat("Llanfair ", 9) }, LongName},
		"long, cut short": {"", func(_ *Candidates, o *Candidate) {
			o.City.Name, o.Spoken.Screen = strings.Repeat("Llanfair ", 9), "Llanfair"
		}, ""},
		"longer":            {"", func(_ *Candidates, o *Candidate) { o.City.Name = "Monteclaro do Vale do Sol" }, SmallName},
		"broken letter":     {"", func(_ *Candidates, o *Candidate) { o.City.LocalName = "\uE000" }, Doubtful},
		"no photo":          {award.ModePhoto, func(_ *Candidates, o *Candidate) { o.photo = award.Attachment{} }, NoPhoto},
		"no photo needed":   {award.ModeDetail, func(_ *Candidates, o *Candidate) { o.photo = award.Attachment{} }, ""},
		"small photo":       {award.ModePhoto, func(_ *Candidates, o *Candidate) { o.photo.Width = 640 }, SmallPhoto},
		"no film":           {award.ModeFilm, func(_ *Candidates, o *Candidate) { o.film = award.Attachment{} }, NoFilm},
		"no captions":       {award.ModeFilm, func(_ *Candidates, o *Candidate) { o.captions = award.Attachment{} }, NoCaptions},
		"no file of a film": {"", func(c *Candidates, _ *Candidate) { c.Show.Add(award.PartFilm) }, NoFilmFile},
		"film only named":   {"", func(c *Candidates, _ *Candidate) { filmPart(c, award.Part{File: "opening.mp4"}) }, ""},
		"film uploaded": {"", func(c *Candidates, _ *Candidate) {
			filmPart(c, award.Part{Film: award.Attachment{Key: "f", Name: "film.mp4"}, Captions: award.Attachment{Key: "c"}})
		}, ""},
		"film uncaptioned": {"", func(c *Candidates, _ *Candidate) {
			filmPart(c, award.Part{Film: award.Attachment{Key: "f", Name: "film.mp4"}})
		}, NoPartText},
		"may be shared": {"", func(c *Candidates, _ *Candidate) { c.Edition.SharedPrizes = true }, SharedPrize},
	} {
		var want []FindingKind
		if test.want != "" {
			want = []FindingKind{test.want}
		}
		if got := kinds(t, test.mode, test.change); !slices.Equal(got, want) {
			t.Errorf("%s: found %q, want %q", name, got, want)
		}
	}
}

func TestNamesAreMeasuredInEveryScript(t *testing.T) {
	for name, want := range map[string][2]float64{
		"Marvale": {3.5, 5.5}, "고양": {2, 2.4}, "北森丘市": {4, 4.6}, "مدينة": {3, 4}, "Новолеск": {4, 6}, "नमूना": {1.5, 4}, "": {0, 0},
	} {
		if got, err := ems(name); err != nil || got < want[0] || got > want[1] {
			t.Errorf("%q is %.2f ems wide, want %v (%v)", name, got, want, err)
		}
	}
}

func TestLettersOfAllNamesLeaveNoName(t *testing.T) {
	c := sample()
	if got := c.Letters(); got != "Maelrv" {
		t.Errorf("letters are %q", got)
	}
}
