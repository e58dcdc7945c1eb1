package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/templates"
)

// pageRoutes are the addresses of help and other standing pages, and of the
// edition's own page.
func pageRoutes() []route {
	return []route{
		{method: see, path: "/:lang/help", deed: award.DeedVisit, do: standing("help")},
		{method: see, path: "/:lang/accessibility", deed: award.DeedVisit, do: standing("accessibility")},
		{method: see, path: "/:lang/privacy", deed: award.DeedVisit, do: standing("privacy")},
		{method: see, path: "/:lang/awards/:year", deed: award.DeedVisit, do: awardsPage},
	}
}

type homePage struct {
	templates.Frame
	Due           *templates.Due // the next date of the running edition
	Note          *templates.Note
	Enter, Browse string
	About         string // the page of the edition; "" without one
	Steps         []standingPart
	Categories    []awardsCategory
	Winners       []practiceCard
	AllWinners    string
	// Entering is true while entries are taken: then to enter comes first, else
	// the library.
	Entering bool
}

func home(_ *Site, v *visit) error {
	v.public()
	winners, err := latestWinners(v)
	if err != nil {
		return err
	}
	p := homePage{
		Frame: v.frame(v.Words.T("frame.site")), Enter: v.to("/apply"), Browse: v.to("/library"),
		Winners: winners, AllWinners: v.to("/winners"),
	}
	for _, n := range []string{"1", "2", "3"} {
		p.Steps = append(p.Steps, standingPart{Title: v.Words.T("home.how_" + n + ".title"), Lines: []string{v.Words.T("home.how_" + n + ".text")}})
	}
	e, err := v.edition()
	switch {
	case isMissing(err):
		p.Note = &templates.Note{Title: v.Words.T("home.banner.none"), Lines: []string{v.Words.T("home.banner.none_text")}}
	case err != nil:
		return err
	default:
		e = v.in(e)
		p.About, p.Categories = v.to("/awards/"+strconv.Itoa(e.Year)), v.categories(e)
		p.Due, p.Note = v.banner(e)
		p.Entering = v.entering(e)
	}
	return v.show(http.StatusOK, "home", p)
}

// entering reports whether entries are taken now.
func (v *visit) entering(e *award.Edition) bool {
	return e.State(award.StageSubmit, v.Now) == award.Open
}

// latestWinners are a few winners of the latest published edition.
func latestWinners(v *visit) ([]practiceCard, error) {
	practices, err := v.site.Library.Latest(v.ctx(), 3)
	if err != nil {
		return nil, err
	}
	return v.practiceCards(practices)
}

// banner tells where an edition stands: its next date, or that it is over. It
// goes by the calendar alone, so it can give away no result.
func (v *visit) banner(e *award.Edition) (*templates.Due, *templates.Note) {
	for _, next := range []struct {
		stage, key string
		closing    bool
	}{
		{award.StageSubmit, "ahead", false},
		{award.StageSubmit, "open", true},
		{award.StageAnnouncement, "judging", false},
		{award.StageCeremony, "ceremony", false},
	} {
		stage, there := e.Stage(next.stage)
		at := stage.Opens
		if next.closing {
			at = stage.Closes
		}
		if there && at > v.Now {
			title := v.Words.T("home.banner."+next.key, "Edition", e.Name, "When", v.Words.Until(v.Now, at))
			due := templates.NewDue(v.Words, title, at, v.zone(), e.Location())
			return &due, nil
		}
	}
	return nil, &templates.Note{Title: v.Words.T("home.banner.over", "Edition", e.Name), Lines: []string{v.Words.T("home.banner.over_text")}}
}

// standingPart is one part of a page of plain text.
type standingPart struct {
	Title string
	Lines []string
}

type standingView struct {
	templates.Frame
	Lede  string
	Parts []standingPart
}

// standing shows a page whose words are all in the catalogue: KEY.title, .lede
// and parts numbered from 1, each with .title and the paragraphs of .text.
func standing(key string) func(*Site, *visit) error {
	return func(_ *Site, v *visit) error {
		v.public()
		p := standingView{Frame: v.frame(v.Words.T(key + ".title")), Lede: v.Words.T(key + ".lede")}
		for n := 1; v.Words.Has(key + "." + strconv.Itoa(n) + ".title"); n++ {
			part := key + "." + strconv.Itoa(n)
			p.Parts = append(p.Parts, standingPart{Title: v.Words.T(part + ".title"), Lines: []string{v.Words.T(part + ".text")}})
		}
		return v.show(http.StatusOK, "standing", p)
	}
}

type awardsCategory struct{ Name, About templates.Spoken }

func (v *visit) categories(e *award.Edition) []awardsCategory {
	var all []awardsCategory
	for _, c := range e.Categories {
		all = append(all, awardsCategory{v.spoken(c.Name), v.spoken(c.About)})
	}
	return all
}

type awardsWeight struct {
	templates.Spoken
	Weight string
}

type awardsView struct {
	templates.Frame
	Due        *templates.Due
	Note       *templates.Note
	Enter      string
	Browse     string
	Entering   bool // as on the home page
	Name       templates.Spoken
	Binding    string // that the rules are a translation
	Rules      []templates.Spoken
	Categories []awardsCategory
	Prizes     []templates.Spoken
	Criteria   string
	Weights    []awardsWeight
	DatesText  string
	Events     []templates.Event
	Calendar   calendar
}

func awardsPage(s *Site, v *visit) error {
	e, err := s.Account.EditionOf(v.ctx(), v.Year)
	if err != nil {
		return err
	}
	v.public()
	e = v.in(e)
	p := awardsView{Frame: v.frame(e.Name), Binding: v.binding(e), Name: v.spoken(e.Name), Enter: v.to("/apply"), Browse: v.to("/library"), Entering: v.entering(e)}
	p.Crumbs = v.crumbs(v.Words.T("frame.site"), "/", e.Name, "")
	p.Due, p.Note = v.banner(e)
	for _, r := range e.Eligibility {
		p.Rules = append(p.Rules, v.spoken(r.Text))
	}
	if e.EntriesPerCity > 0 && len(e.Eligibility) == 0 {
		p.Rules = append(p.Rules, templates.Spoken{Text: v.Words.T("awards.per_city", "Count", e.EntriesPerCity)})
	}
	if key := "awards.entry_language." + e.EntryLanguage; v.Words.Has(key) {
		p.Rules = append(p.Rules, templates.Spoken{Text: v.Words.T("awards.language", "Language", v.Words.T(key))})
	}
	p.Categories = v.categories(e)
	for _, prize := range e.Prizes {
		p.Prizes = append(p.Prizes, templates.Spoken{Text: v.Words.T("awards.prize", "Name", prize.Name, "Count", prize.PerCategory), Lang: v.lang(prize.Name)})
	}
	p.Criteria = v.Words.T("awards.criteria_text", "Min", e.Scale.Min, "Max", e.Scale.Max)
	for _, c := range e.Criteria {
		p.Weights = append(p.Weights, awardsWeight{Spoken: v.spoken(c.Name), Weight: v.Words.Percent(float64(c.Weight) / 100)})
	}
	p.DatesText = v.Words.T("awards.dates_text", "Place", v.Words.Place(e.Location()))
	p.Events, p.Calendar = v.dates(e), v.calendar(e)
	return v.show(http.StatusOK, "awards", p)
}

// dates are the stages of an edition as a list with the present one marked.
func (v *visit) dates(e *award.Edition) []templates.Event {
	var events []templates.Event
	current := e.Current(v.Now)
	for _, stage := range e.Stages {
		ev := templates.Event{Title: v.stageName(stage.Key), Now: stage.Key == current.Key && v.Now >= stage.Opens}
		ev.When = templates.Stamp{Machine: locale.Machine(stage.Opens), Text: v.Words.Moment(stage.Opens, e.Location())}
		if stage.Closes > stage.Opens {
			ev.When.Text = v.Words.T("awards.from_to", "From", ev.When.Text, "To", v.Words.Moment(stage.Closes, e.Location()))
		}
		if zone := v.zone(); zone != nil && zone.String() != e.Zone {
			ev.Text = v.ownTime(stage)
		}
		events = append(events, ev)
	}
	return events
}

func (v *visit) ownTime(stage award.Stage) string {
	return v.Words.T("awards.from_to_own", "From", v.Words.Moment(stage.Opens, v.zone()), "To", v.Words.Placed(max(stage.Closes, stage.Opens), v.zone(), ""))
}
