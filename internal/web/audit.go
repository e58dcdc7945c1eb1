package web

import (
	"encoding/json"
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// auditRoutes are the addresses of the auditor.
func auditRoutes() []route {
	const at = "/:lang/audit/:year"
	return []route{
		{method: see, path: "/:lang/audit", deed: award.DeedReadTally, do: runningAudit},
		{method: see, path: at, deed: award.DeedReadTally, do: auditPage},
		{method: see, path: at + "/evidence.json", deed: award.DeedReadTally, do: auditEvidence},
		{method: send, path: at + "/sign", deed: award.DeedSignTally, do: signTally},
	}
}

func runningAudit(_ *Site, v *visit) error {
	e, err := v.edition()
	if err != nil {
		return err
	}
	return v.goTo("/audit/" + strconv.Itoa(e.Year))
}

type auditView struct {
	templates.Frame
	Notes      []templates.Note
	Categories []auditBox
	Evidence   string // what the tally was counted from, as a file; empty while all is closed
	Bundle     string // of opened results
	Action     string
	MaySign    bool // something can be read and is not signed
	Holds      bool // everything that can be read holds
	Reason     templates.Field
}

type auditBox struct {
	Name, Key  string
	State      templates.Tag
	Commitment string
	Lines      []string
	Rows       []auditRow
	Prizes     []string
}

// auditRow is one entry as sealed, beside what its scoresheets give.
type auditRow struct{ Rank, Reference, Sheets, Mean, Official string }

func auditPage(_ *Site, v *visit) error { return v.auditPage(http.StatusOK, nil, nil) }

func (v *visit) auditPage(status int, posted form.Values, faults award.Invalid) error {
	all, err := v.site.Office.Tallies(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	v.in(all.Edition)
	t, at := v.Words.T, "/audit/"+strconv.Itoa(v.Year)
	view := auditView{Frame: v.frame(t("audit.title", "Year", strconv.Itoa(v.Year))), Action: v.to(at + "/sign"), Holds: true}
	for _, one := range all.Tallies {
		view.Categories = append(view.Categories, v.auditBox(all, one))
		if one.Closed {
			continue
		}
		view.Evidence = v.to(at + "/evidence.json")
		view.Holds = view.Holds && one.Holds()
		if !one.Seal.Opened.IsZero() {
			view.Bundle = v.to("/verify/audit.json")
		}
	}
	view.MaySign = all.Ready() > 0 && !all.Own
	view.Notes = v.auditNotes(all)
	sheet := form.NewSheet(v.Words, posted, faults)
	view.Reason = sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: t("audit.reason"), Hint: t("audit.reason_hint"), Lines: 4})
	view.Faults = sheet.Lines()
	return v.show(status, "audit", view)
}

func (v *visit) auditNotes(all office.Tallies) []templates.Note {
	t := v.Words.T
	closed := 0
	for _, one := range all.Tallies {
		if one.Closed && one.Sign == nil && !one.State.Broken() {
			closed++
		}
	}
	var notes []templates.Note
	if all.Own {
		notes = append(notes, templates.Note{Kind: templates.Warn, Lines: []string{t("audit.refused.own")}})
	}
	switch {
	case len(all.Tallies) == 0:
		notes = append(notes, templates.Note{Kind: templates.Info, Lines: []string{t("audit.unsealed")}})
	case closed > 0:
		notes = append(notes, templates.Note{Kind: templates.Info, Lines: []string{t("audit.closed", "Count", closed)}})
	case all.Unsigned() == 0:
		notes = append(notes, templates.Note{Kind: templates.OK, Lines: []string{t("audit.done")}})
	}
	return notes
}

func (v *visit) auditBox(all office.Tallies, one office.Tally) auditBox {
	t := v.Words.T
	box := auditBox{Name: v.text(one.Category.Name), Key: one.Category.Key, Commitment: one.Seal.Commitment}
	when := func(at award.Time) string { return v.Words.Both(at, v.zone(), all.Edition.Location(), "", "") }
	switch {
	case one.Sign != nil && one.Sign.Holds:
		box.State = templates.Tag{Kind: templates.OK, Text: t("audit.state.signed")}
		box.Lines = append(box.Lines, t("audit.signed_by", "Name", one.By, "At", when(one.Sign.At)))
	case one.Sign != nil:
		box.State = templates.Tag{Kind: templates.Err, Text: t("audit.state.refused")}
		box.Lines = append(box.Lines, t("audit.refused_by", "Name", one.By, "At", when(one.Sign.At)), one.Sign.Reason)
	default:
		box.State = templates.Tag{Kind: templates.Warn, Text: t("audit.state.unsigned")}
	}
	switch {
	case one.State.Broken():
		box.State = templates.Tag{Kind: templates.Err, Text: t("envelope.state." + string(one.State))}
		box.Lines = append(box.Lines, t("envelope.says."+string(one.State)))
		return box
	case one.Closed:
		if one.Sign == nil {
			box.Lines = append(box.Lines, t("audit.in_envelope"))
		}
		return box
	case one.Holds():
		box.Lines = append(box.Lines, t("audit.holds", "Count", len(one.Result.Standings)))
	case one.Fault != nil:
		box.Lines = append(box.Lines, t("audit.differs", "Where", string(one.Fault.Kind)+" "+one.Fault.Entry))
	default:
		box.Lines = append(box.Lines, t("audit.differs", "Where", one.Difference))
	}
	for _, s := range one.Result.Standings {
		box.Rows = append(box.Rows, auditRow{v.rankText(s.Rank), s.Reference, v.Words.Number(len(s.Sheets)), v.Words.Fixed(s.Mean, 2), v.Words.Fixed(s.Official, 2)})
	}
	for _, p := range one.Result.Prizes {
		text := v.text(p.Name) + ": " + t("results.outcome."+string(p.Outcome))
		if p.Entry != "" {
			text += " · " + p.City + ", " + p.Title
		}
		box.Prizes = append(box.Prizes, text)
	}
	return box
}

// auditEvidence is the file from which the auditor's own program can count: every
// sealed result that can be read, its scoresheets, judges under letters.
func auditEvidence(s *Site, v *visit) error {
	all, err := s.Office.Evidence(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return v.saveAs("evidence-"+strconv.Itoa(v.Year)+".json", text)
}

func signTally(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	f := office.Finding{Holds: posted.Text("finding") == "holds", Reason: posted.Text("reason")}
	n, err := s.Office.SignTally(v.ctx(), v.Actor, v.Year, f)
	if err != nil {
		return again(err, posted, v.auditPage)
	}
	if f.Holds {
		v.tell(templates.OK, "audit.signed", "Count", n)
	} else {
		v.tell(templates.Warn, "audit.was_refused", "Count", n)
	}
	return v.goTo("/audit/" + strconv.Itoa(v.Year))
}
