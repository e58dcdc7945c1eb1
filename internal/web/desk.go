package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// deskRoutes are the addresses of the Secretariat's day: today, all entries, judges, log.
func deskRoutes() []route {
	const at = "/:lang/desk/:year"
	return slices.Concat([]route{
		{method: see, path: "/:lang/desk", deed: award.DeedDesk, do: today},
		{method: see, path: at, deed: award.DeedDesk, do: today},
		{method: see, path: "/:lang/desk/log", deed: award.DeedLog, do: deskLog},
		{method: see, path: at + "/entries", deed: award.DeedReadAll, do: deskEntries},
		{method: see, path: at + "/entries.csv", deed: award.DeedExport, do: exportEntries},
		{method: see, path: at + "/entries.xlsx", deed: award.DeedExport, do: exportEntries, raw: true},
		{method: see, path: at + "/entries/:ref", deed: award.DeedReadAll, do: deskEntry},
		{method: see, path: at + "/entries/:ref/files/:file", deed: award.DeedReadAll, do: deskFile, raw: true},
		{method: see, path: at + "/entries/:ref/files/:file/thumb", deed: award.DeedReadAll, do: deskThumb, raw: true},
		{method: see, path: at + "/entries/:ref/reopen", deed: award.DeedReopen, do: reopenPage},
		{method: send, path: at + "/entries/:ref/reopen", deed: award.DeedReopen, do: reopen},
		{method: see, path: at + "/remind", deed: award.DeedRemindDrafts, do: remindPage},
		{method: send, path: at + "/remind", deed: award.DeedRemindDrafts, do: remindDrafts},
	}, judgesRoutes())
}

// deskFrame is what the pages of the desk share: the way to the other ones.
type deskFrame struct {
	templates.Frame
	Tabs templates.Tabs
	Base string // address of the edition at the desk
}

// deskPages are the pages of the desk in their order. The first address of a
// row that the site serves is taken; a page that the reader may not try is left
// out.
var deskPages = []struct {
	key   string
	deed  award.Deed
	paths []string
}{
	{"today", award.DeedDesk, []string{"/desk/:year"}},
	{"entries", award.DeedReadAll, []string{"/desk/:year/entries"}},
	{"screening", award.DeedScreen, []string{"/desk/:year/screening"}},
	{"judges", award.DeedProgress, []string{"/desk/:year/judges"}},
	{"assign", award.DeedPropose, []string{"/desk/:year/assign"}},
	{"progress", award.DeedProgress, []string{"/desk/:year/progress"}},
	{"results", award.DeedResults, []string{"/desk/:year/results"}},
	{"meeting", award.DeedMeeting, []string{"/desk/:year/meeting"}},
	{"publish", award.DeedPublish, []string{"/desk/:year/publish"}},
	{"certificates", award.DeedCertificates, []string{"/desk/:year/certificates"}},
	{"letters", award.DeedLetters, []string{"/desk/:year/letters"}},
	{"settings", award.DeedEditEdition, []string{"/desk/:year/settings"}},
	{"mail", award.DeedMail, []string{"/desk/:year/mail", "/desk/mail", "/mail"}},
	{"people", award.DeedPeople, []string{"/desk/:year/people", "/desk/people", "/people"}},
	{"log", award.DeedLog, []string{"/desk/log"}},
}

// deskLink is the address of a page of the desk without the language; "" when
// the reader has no such page.
func (v *visit) deskLink(key string, year int) string {
	for _, p := range deskPages {
		if p.key != key || award.MayTry(v.Actor, p.deed) != nil {
			continue
		}
		for _, path := range p.paths {
			if _, served := v.site.byName["/:lang"+path]; served {
				return strings.Replace(path, ":year", strconv.Itoa(year), 1)
			}
		}
	}
	return ""
}

// desk is the frame of a page of the desk; current is the key of its tab.
func (v *visit) desk(title string, year int, current string) deskFrame {
	f := deskFrame{Frame: v.frame(title), Base: v.to("/desk/" + strconv.Itoa(year))}
	f.Wide = true
	if current == "assign" {
		f.Styles = append(f.Styles, "desk")
	}
	f.Tabs = v.deskTabs(year, current)
	return f
}

// deskTabs lead to the pages of the desk that the reader may try.
func (v *visit) deskTabs(year int, current string) templates.Tabs {
	tabs := templates.Tabs{Label: v.Words.T("desk.tabs")}
	for _, p := range deskPages {
		if path := v.deskLink(p.key, year); path != "" {
			tabs.Links = append(tabs.Links, templates.Link{Text: v.Words.T("desk.tab." + p.key), URL: v.to(path), Current: p.key == current})
		}
	}
	return tabs
}

type todayPage struct {
	deskFrame
	Edition string
	Due     *templates.Due
	Main    *templates.Link
	About   string
	Stats   []templates.Stat
	Empty   templates.Empty
	Counts  []templates.Stat
	Stages  []templates.Event
}

func today(s *Site, v *visit) error {
	t, err := s.Office.Today(v.ctx(), v.Actor, v.Year)
	if isMissing(err) && v.Year == 0 && award.MayTry(v.Actor, award.DeedEditEdition) == nil {
		return settingsEmpty(v, strconv.Itoa(v.Now.Std().Year()))
	}
	if err != nil {
		return err
	}
	t.Edition = v.in(t.Edition)
	p := todayPage{deskFrame: v.desk(v.Words.T("desk.today"), t.Edition.Year, "today"), Edition: t.Edition.Name}
	if t.NextDate > 0 {
		key := "desk.ends"
		if t.Opens {
			key = "desk.begins"
		}
		due := templates.NewDue(v.Words, v.Words.T(key, "Stage", v.stageName(t.NextStage.Key), "Until", v.Words.Until(v.Now, t.NextDate)), t.NextDate, v.zone(), t.Edition.Location())
		p.Due = &due
	}
	p.Stats, p.Main, p.About = v.waiting(t)
	p.Empty = templates.Empty{Title: v.Words.T("desk.nothing"), Text: v.Words.T("desk.nothing_text")}
	p.Counts = v.todayCounts(t)
	p.Stages = v.stageEvents(t.Edition)
	return v.show(http.StatusOK, "desk", p)
}

// waiting writes what waits as numbers with links; the first that has a page is
// the main action.
func (v *visit) waiting(t office.Today) (stats []templates.Stat, main *templates.Link, about string) {
	base := "/desk/" + strconv.Itoa(t.Edition.Year)
	add := func(key string, n int, path string) {
		if n == 0 {
			return
		}
		stat := templates.Stat{Value: v.Words.Number(n), Text: v.Words.T("desk.waits."+key, "Count", n)}
		if path != "" {
			stat.URL = v.to(path)
			if main == nil {
				main = &templates.Link{Text: v.Words.T("desk.do." + key), URL: stat.URL}
			}
		}
		stats = append(stats, stat)
	}
	if t.Next != nil {
		main = &templates.Link{Text: v.Words.T("desk.do.next", "Reference", t.Next.Reference), URL: v.to(base + "/screening/" + t.Next.Reference)}
		about = t.Next.Title + " – " + t.Next.At.Name
	}
	add("to_screen", t.ToScreen, base+"/screening")
	add("answered", t.Answered, base+"/screening")
	add("overdue", t.Overdue, base+"/screening?show=waiting")
	add("due", t.Due, base+"/screening?show=waiting")
	add("short", t.Short, v.deskLink("assign", t.Edition.Year))
	add("late", t.Late, v.deskLink("progress", t.Edition.Year))
	add("undeclared", t.Undeclared, base+"/judges")
	add("not_accepted", t.NotAccepted, base+"/judges")
	results := v.deskLink("results", t.Edition.Year)
	add("to_choose", t.Results.ToChoose, results)
	add("to_decide", t.Results.ToDecide, results)
	add("to_sign", t.Results.ToSign, results)
	add("to_open", t.Results.ToOpen, base+"/open")
	add("mails_failed", t.MailsFailed, v.deskLink("mail", t.Edition.Year))
	return stats, main, about
}

// todayCounts are how far the edition has come.
func (v *visit) todayCounts(t office.Today) []templates.Stat {
	if award.MayTry(v.Actor, award.DeedScreen) != nil {
		return nil
	}
	base := "/desk/" + strconv.Itoa(t.Edition.Year) + "/entries"
	count := func(key string, n int, query string) templates.Stat {
		return templates.Stat{Value: v.Words.Number(n), Text: v.Words.T("desk.count."+key, "Count", n), URL: v.to(base + query)}
	}
	return []templates.Stat{
		count("drafts", t.Drafts, "?state=draft"), count("sent", t.Sent, "?state=sent&state=returned&state=accepted&state=ineligible&state=withdrawn"),
		count("accepted", t.Accepted, "?state=accepted"),
	}
}

// stageEvents is the edition's stages as a timeline in the official zone.
func (v *visit) stageEvents(e *award.Edition) []templates.Event {
	var events []templates.Event
	zone := e.Location()
	for _, s := range e.Stages {
		state := e.State(s.Key, v.Now)
		when := v.Words.Date(s.Opens, zone)
		if last := v.Words.Date(s.Closes, zone); s.Closes > s.Opens && last != when {
			when = v.Words.T("desk.from_to", "From", when, "To", last)
		}
		events = append(events, templates.Event{
			When: templates.Stamp{Machine: locale.Machine(s.Opens), Text: when}, Title: v.stageName(s.Key),
			Who: v.Words.T("stage_state." + string(state)), Now: state == award.Open,
		})
	}
	return events
}
