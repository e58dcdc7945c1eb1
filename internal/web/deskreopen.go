package web

import (
	"net/http"
	"strconv"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type reopenView struct {
	deskFrame
	Changed   *templates.Note
	Reference string
	State     templates.Tag
	Text      string
	Fields    []templates.Field
	Version   int
}

func reopenPage(_ *Site, v *visit) error { return v.reopenForm(http.StatusOK, nil, nil) }

func (v *visit) reopenForm(status int, posted form.Values, faults award.Invalid) error {
	f, err := v.site.Office.File(v.ctx(), v.Actor, v.Year, v.Param("ref"))
	if err != nil {
		return err
	}
	f.Edition = v.in(f.Edition)
	p := reopenView{deskFrame: v.desk(v.Words.T("desk.reopen", "Reference", f.Entry.Reference), v.Year, "entries"), Reference: f.Entry.Reference, State: v.entryTag(f.Entry.State), Version: f.Entry.Version}
	p.Crumbs = v.crumbs(v.Words.T("desk.entries"), "/desk/"+strconv.Itoa(v.Year)+"/entries", f.Entry.Reference, "/desk/"+strconv.Itoa(v.Year)+"/entries/"+f.Entry.Reference, v.Words.T("desk.act.reopen"), "")
	p.Changed = v.changedNote(status)
	p.Text = v.Words.T("desk.reopen_text." + reopenCase(f.Entry.State))
	zone := f.Edition.Location()
	until := max(f.Entry.Reopened, office.ProposeDue(f.Edition, v.Now))
	sheet := form.NewSheet(v.Words, posted, faults)
	p.Fields = []templates.Field{
		sheet.Add(templates.Field{Kind: templates.DateTime, Name: "until", Label: v.Words.T("desk.reopen_until"), Hint: v.Words.T("desk.zone_hint", "Place", v.Words.Place(zone)), Value: boxValue(until, zone)}),
		sheet.Long("reason", v.Words.T("desk.reopen_reason"), v.Words.T("desk.reopen_reason_hint"), "", 0),
	}
	p.Faults = sheet.Lines()
	return v.show(status, "desk_reopen", p)
}

// reopenCase is the key of what reopening does to an entry in a state.
func reopenCase(s award.EntryState) string {
	switch s {
	case award.EntryDraft, award.EntryReturned:
		return string(s)
	}
	return "sent"
}

// boxValue is an instant as a box for date and time takes it.
func boxValue(t award.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.Std().In(zone).Format("2006-01-02T15:04")
}

func reopen(s *Site, v *visit) error {
	edition, err := s.Office.EditionOf(v.ctx(), v.Year)
	if err != nil {
		return err
	}
	posted, faults, err := v.formFaults()
	if err != nil {
		return err
	}
	r := office.Reopening{Reason: posted.Text("reason"), Until: posted.Time("until", edition.Location(), faults)}
	r.Version, _ = strconv.Atoi(posted.Text("version"))
	if err = faults.Or(); err == nil {
		err = s.Office.Reopen(v.ctx(), v.Actor, v.Year, v.Param("ref"), r)
	}
	if err != nil {
		return againOrChanged(err, posted, v.reopenForm)
	}
	v.tell(templates.OK, "desk.reopened", "When", v.both(r.Until, edition))
	return v.goTo("/desk/" + strconv.Itoa(v.Year) + "/entries/" + v.Param("ref"))
}
