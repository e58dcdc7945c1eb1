package web

import (
	"net/http"
	"strconv"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/templates"
)

// entryTasksPage is the home of an entry: what is done and what is left.
type entryTasksPage struct {
	templates.Frame
	Heading, About string
	Change         *templates.Link
	Due            *templates.Due
	Note           *templates.Note
	Count          string
	Groups         []taskGroup
	Links          []templates.Link
	Withdraw       *templates.Link
}

type taskGroup struct {
	Title string
	Lang  string // of the title, if it differs from the page's
	Tasks []templates.Task
	More  *templates.Link
}

func entryTasks(s *Site, v *visit) error {
	o, err := s.Intake.Read(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	p := entryTasksPage{Frame: v.frame(v.titleOf(o.Entry)), Heading: v.titleOf(o.Entry), About: v.aboutEntry(o), Due: v.dueOf(o), Note: v.stateNote(o)}
	p.Crumbs = v.crumbs(v.Words.T("entry.mine"), "/my/entries", o.Entry.Reference, "")
	editable := o.May(v.Actor, award.DeedEdit) == nil
	if q, there := o.Edition.Question("category"); there && editable {
		p.Change = &templates.Link{Text: v.Words.T("entry.change_category"), URL: v.to(entryPath(o.Entry.Reference, "/sections/"+q.Section+"#category-0"))}
	}
	done := 0
	p.Groups, done = v.taskGroups(o)
	if editable {
		p.Count = v.Words.T("entry.completed", "Done", done, "Count", len(o.Edition.Sections)+1)
	}
	p.Links = []templates.Link{{Text: v.Words.T("entry.print"), URL: v.to(entryPath(o.Entry.Reference, "/check"))}, {Text: v.Words.T("entry.blank"), URL: v.to("/apply/questions")}}
	if !o.Told.IsZero() {
		p.Links = append([]templates.Link{{Text: v.Words.T("letter.link"), URL: v.to(entryPath(o.Entry.Reference, "/result"))}}, p.Links...)
	}
	if _, err := v.cityPaper(); err == nil {
		p.Links = append([]templates.Link{{Text: v.Words.T("certificate.city.link"), URL: v.to(entryPath(o.Entry.Reference, "/certificate"))}}, p.Links...)
	} else if !isMissing(err) {
		return err
	}
	if withdrawable(v, o) {
		p.Withdraw = &templates.Link{Text: v.Words.T("entry.withdraw_link"), URL: v.to(entryPath(o.Entry.Reference, "/withdraw"))}
	}
	return v.show(http.StatusOK, "entry", p)
}

// withdrawable reports whether the person could withdraw the entry now.
func withdrawable(v *visit, o *intake.Dossier) bool {
	switch o.Entry.State {
	case award.EntryDraft, award.EntrySent, award.EntryReturned:
		return o.May(v.Actor, award.DeedWithdraw) == nil
	}
	return false
}

func (v *visit) aboutEntry(o *intake.Dossier) string {
	return v.Words.T("entry.about", "Reference", o.Entry.Reference, "City", o.City.Name, "Category", v.text(categoryName(o.Edition, o.Entry.Category)))
}

// stateNote says where an entry lies that its city cannot change now, and why.
func (v *visit) stateNote(o *intake.Dossier) *templates.Note {
	at := func(below string) string { return v.to(entryPath(o.Entry.Reference, below)) }
	switch o.Entry.State {
	case award.EntryDraft:
		if refused := v.refusal(o, award.DeedEdit); refused != "" {
			return &templates.Note{Kind: templates.Warn, Lines: []string{refused}}
		}
		return nil
	case award.EntryReturned:
		n := &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("entry.state_note_returned")}, Links: []templates.Link{{Text: v.Words.T("entry.task.messages"), URL: at("/messages")}}}
		if refused := v.refusal(o, award.DeedEdit); refused != "" {
			n.Lines = append(n.Lines, refused)
		}
		return n
	}
	n := &templates.Note{Lines: []string{v.Words.T("entry.state_note_" + string(o.Entry.State))}}
	if o.Entry.State == award.EntrySent || o.Entry.State == award.EntryAccepted {
		n.Kind = templates.OK
		n.Links = append(n.Links, templates.Link{Text: v.Words.T("entry.receipt_link"), URL: at("/sent")})
	}
	if o.May(v.Actor, award.DeedTakeBack) == nil {
		n.Lines = append(n.Lines, v.Words.T("entry.take_back_note"))
	}
	return n
}

// refusal is the sentence that says why a deed may not be done now; "" when it
// may.
func (v *visit) refusal(o *intake.Dossier, deed award.Deed) string {
	if refused, is := o.May(v.Actor, deed).(*award.Refusal); is { //nolint:errorlint // May returns it bare
		return v.said(refused.Fault)
	}
	return ""
}

// taskGroups are the sections under their headings, then files, colleagues and
// sending; done counts the sections and the files that are completed.
func (v *visit) taskGroups(o *intake.Dossier) (groups []taskGroup, done int) {
	count := func(p intake.Progress) {
		if p == intake.Completed {
			done++
		}
	}
	if len(o.Queries) > 0 {
		groups = append(groups, taskGroup{Title: v.Words.T("entry.group.messages"), Tasks: []templates.Task{v.messagesTask(o)}})
	}
	for i, s := range o.Edition.Sections {
		if i == 0 || s.Group != o.Edition.Sections[i-1].Group {
			groups = append(groups, taskGroup{Title: s.Group, Lang: v.lang(s.Group)})
		}
		how := o.SectionProgress(s.Key)
		count(how)
		last := &groups[len(groups)-1]
		last.Tasks = append(last.Tasks, v.sectionTask(o, s, how))
	}
	how := o.FilesProgress()
	count(how)
	files := v.task(o, v.Words.T("entry.task.files"), "/files", how)
	if n := len(o.Files); n > 0 {
		files.Note = v.Words.T("entry.task.files_count", "Count", n)
	}
	people := v.task(o, v.Words.T("entry.task.people"), "/people", intake.Completed)
	people.State = templates.Tag{Kind: templates.Plain, Text: v.Words.T("entry.task.people_count", "Count", o.Members)}
	groups = append(groups, taskGroup{Title: v.Words.T("entry.group.files"), Tasks: []templates.Task{files, people}})
	if g, there := v.ceremonyTask(o); there {
		groups = append([]taskGroup{g}, groups...)
	}
	if g, there := v.sendGroup(o); there {
		groups = append(groups, g)
	}
	for g := range groups {
		for t := range groups[g].Tasks {
			groups[g].Tasks[t].ID = "task-" + strconv.Itoa(g) + "-" + strconv.Itoa(t)
		}
	}
	return groups, done
}

func (v *visit) task(o *intake.Dossier, title, below string, how intake.Progress) templates.Task {
	kinds := map[intake.Progress]string{intake.Completed: templates.Plain, intake.Problem: templates.Err}
	return templates.Task{
		Title: title, URL: v.to(entryPath(o.Entry.Reference, below)),
		State: templates.Tag{Kind: kinds[how], Text: v.Words.T("entry.progress." + string(how))},
	}
}

// editingFor is how long after a colleague's change the task list names them.
const editingFor = 15 * time.Minute

func (v *visit) sectionTask(o *intake.Dossier, s award.Section, how intake.Progress) templates.Task {
	t := v.task(o, s.Title, "/sections/"+s.Key, how)
	t.Lang = v.lang(s.Title)
	latest := o.LatestBy(s.Key)
	switch {
	case latest.By != "" && latest.By != v.Actor.Person.ID && o.Now.Sub(latest.Changed) < editingFor:
		t.Note = v.Words.T("entry.changed_by", "Name", v.colleagueName(o, latest.By), "Time", v.savedAt(latest.Changed, o.Edition))
	case how == intake.NotStarted && len(o.SectionGaps(s.Key)) == 0:
		t.Note = v.Words.T("entry.task.optional")
	}
	return t
}

// colleague is the name of somebody of the city.
func (v *visit) colleagueName(o *intake.Dossier, id award.ID) string {
	if name := o.Names[id]; name != "" {
		return name
	}
	return v.Words.T("entry.clash.nobody")
}

func (v *visit) messagesTask(o *intake.Dossier) templates.Task {
	t := v.task(o, v.Words.T("entry.task.messages"), "/messages", intake.Completed)
	open := 0
	for _, q := range o.Queries {
		if q.Replied == 0 {
			open++
		}
	}
	if t.State.Text = v.Words.T("entry.progress.answered"); open > 0 {
		t.State = templates.Tag{Kind: templates.Warn, Text: v.Words.T("entry.task.messages_open", "Count", open)}
	}
	return t
}

// sendGroup is the last step, while the entry lies with its city.
func (v *visit) sendGroup(o *intake.Dossier) (taskGroup, bool) {
	if o.Entry.State != award.EntryDraft && o.Entry.State != award.EntryReturned || o.May(v.Actor, award.DeedEdit) != nil {
		return taskGroup{}, false
	}
	g := taskGroup{Title: v.Words.T("entry.group.send")}
	t := templates.Task{Title: v.Words.T("entry.task.check"), State: templates.Tag{Kind: templates.Plain, Text: v.Words.T("entry.progress.cannot_start")}}
	check := v.to(entryPath(o.Entry.Reference, "/check"))
	if len(o.Gaps()) == 0 {
		t.URL, t.State = check, templates.Tag{Text: v.Words.T("entry.progress.not_started")}
	} else {
		g.More = &templates.Link{Text: v.Words.T("entry.task.gaps"), URL: check}
	}
	g.Tasks = []templates.Task{t}
	return g, true
}
