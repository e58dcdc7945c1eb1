package web

import (
	"net/http"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/templates"
)

// entryRoutes are the addresses of a city's entries.
func entryRoutes() []route {
	const one = "/:lang/my/entries/:ref"
	return []route{
		{method: see, path: "/:lang/my/entries", deed: award.DeedEntries, do: myEntries},
		{method: see, path: one, deed: award.DeedReadEntry, do: entryTasks},
		{method: see, path: one + "/sections/:section", deed: award.DeedReadEntry, do: entrySection},
		{method: send, path: one + "/sections/:section", deed: award.DeedEdit, do: saveSection},
		{method: send, path: one + "/autosave", deed: award.DeedEdit, do: autosaveAnswer},
		{method: see, path: one + "/check", deed: award.DeedReadEntry, do: checkEntry},
		{method: send, path: one + "/check", deed: award.DeedSend, do: sendEntry},
		{method: see, path: one + "/sent", deed: award.DeedReadEntry, do: entryReceipt},
		{method: send, path: one + "/take-back", deed: award.DeedTakeBack, do: takeBackEntry},
		{method: see, path: one + "/withdraw", deed: award.DeedWithdraw, do: withdrawForm},
		{method: send, path: one + "/withdraw", deed: award.DeedWithdraw, do: withdrawEntry},
		{method: see, path: one + "/messages", deed: award.DeedReadEntry, do: entryMessages},
		{method: send, path: one + "/messages/:query", deed: award.DeedReply, do: replyToQuery},
		{method: see, path: one + "/people", deed: award.DeedReadEntry, do: entryPeople},
		{method: send, path: one + "/people", deed: award.DeedInvite, do: inviteColleague},
		{method: send, path: one + "/people/:person", deed: award.DeedInvite, do: changeColleague},
		{method: send, path: one + "/invitations/:invitation", deed: award.DeedInvite, do: cancelInvitation},
	}
}

// soon is how long before a deadline its box turns into a warning.
const soon = 48 * time.Hour

// entriesPage lists the entries of the person's cities.
type entriesPage struct {
	templates.Frame
	Due    *templates.Due
	Cities []myCityEntries
	Start  *templates.Link
	Empty  *templates.Empty
}

type myCityEntries struct {
	Name, Caption string
	Note          string // when the limit is reached
	Rows          []myEntryRow
}

type myEntryRow struct {
	Title, Reference, Category string
	State                      templates.Tag
	Go                         templates.Link
}

func myEntries(s *Site, v *visit) error {
	g, err := s.Intake.Gate(v.ctx(), v.Actor)
	if err != nil {
		return err
	}
	g.Edition = v.in(g.Edition)
	p := entriesPage{Frame: v.frame(v.Words.T("entry.mine"))}
	open := g.Edition.State(award.StageSubmit, g.Now) == award.Open
	stage, _ := g.Edition.Stage(award.StageSubmit)
	due := v.dueBox(stage.Closes, g.Now, g.Edition, "entry.closes")
	p.Due = &due
	any, room := false, len(g.Cities) == 0
	for _, c := range g.Cities {
		any, room = any || len(c.Entries) > 0, room || !c.Full(g.Edition)
		p.Cities = append(p.Cities, v.myCityEntries(g.Edition, c))
	}
	if start := (templates.Link{Text: v.Words.T("entry.list.start"), URL: v.to("/apply/start")}); open && room {
		p.Start = &start
	}
	if !any {
		p.Cities = nil
		p.Empty = &templates.Empty{
			Title: v.Words.T("entry.list.empty_title"), Text: v.Words.T("entry.list.empty_text"), Main: p.Start,
			Links: []templates.Link{{Text: v.Words.T("entry.blank"), URL: v.to("/apply/questions")}},
		}
		if len(g.Cities) == 0 {
			p.Empty.Text = v.Words.T("entry.list.no_city")
		}
		p.Start = nil
	}
	return v.show(http.StatusOK, "entries", p)
}

func (v *visit) myCityEntries(e *award.Edition, c intake.CityEntries) myCityEntries {
	of := myCityEntries{Name: c.City.Name, Caption: v.Words.T("entry.list.caption", "City", c.City.Name)}
	if c.Full(e) {
		of.Note = v.Words.T("apply.full", "Count", e.EntriesPerCity)
	}
	for _, entry := range c.Entries {
		row := myEntryRow{
			Title: v.titleOf(entry), Reference: entry.Reference, Category: categoryName(e, entry.Category), State: v.entryStateTag(entry.State),
			Go: templates.Link{Text: v.Words.T("entry.list.look"), URL: v.to("/my/entries/" + entry.Reference), About: v.titleOf(entry)},
		}
		if entry.State == award.EntryDraft || entry.State == award.EntryReturned {
			row.Go.Text = v.Words.T("entry.list.continue")
		}
		of.Rows = append(of.Rows, row)
	}
	return of
}

func (v *visit) titleOf(e award.Entry) string {
	if e.Title == "" {
		return v.Words.T("entry.untitled")
	}
	return e.Title
}

func categoryName(e *award.Edition, key string) string {
	c, _ := e.Category(key)
	return c.Name
}

// entryStateTag is the state of an entry in a word.
func (v *visit) entryStateTag(s award.EntryState) templates.Tag {
	kinds := map[award.EntryState]string{
		award.EntrySent: templates.OK, award.EntryAccepted: templates.OK, award.EntryReturned: templates.Warn, award.EntryIneligible: templates.Err,
		award.EntryWithdrawn: templates.Plain,
	}
	return templates.Tag{Kind: kinds[s], Text: v.Words.T("entry_state." + string(s))}
}

// dueBox is a deadline with its distance; one that is over says so.
func (v *visit) dueBox(at, now award.Time, e *award.Edition, key string) templates.Due {
	title := v.Words.T(key, "Until", v.Words.Until(now, at))
	if at <= now {
		title = v.Words.T("entry.closed")
	}
	due := templates.NewDue(v.Words, title, at, v.zone(), e.Location())
	due.Late = at <= now || at.Sub(now) < soon
	return due
}

// dueOf is the deadline of an entry, or nil when there is none for the city.
func (v *visit) dueOf(o *intake.Dossier) *templates.Due {
	switch o.Entry.State {
	case award.EntryDraft, award.EntryReturned, award.EntrySent:
	default:
		return nil
	}
	at, key := o.Closes(), "entry.closes"
	if o.Entry.State == award.EntryReturned {
		key = "entry.closes_correction"
	}
	if at == 0 || at <= o.Now && o.Entry.State == award.EntrySent {
		return nil
	}
	due := v.dueBox(at, o.Now, o.Edition, key)
	return &due
}

// savedAt is when something was saved: the time of day, with the day when that
// was another one.
func (v *visit) savedAt(t award.Time, e *award.Edition) string {
	zone := v.zone()
	if zone == nil {
		zone = e.Location()
	}
	if v.Words.Date(t, zone) == v.Words.Date(v.Now, zone) {
		return v.Words.Clock(t, zone)
	}
	return v.Words.Moment(t, zone)
}

// entryPath is an address below an entry, without the language.
func entryPath(ref string, below string) string { return "/my/entries/" + ref + below }
