package web

import (
	"errors"
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/templates"
)

// entryCheckPage is the whole entry as its readers will see it.
type entryCheckPage struct {
	templates.Frame
	Heading, About, Lead string
	Back                 string
	Due                  *templates.Due
	Note                 *templates.Note
	Missing              []templates.Link
	Sections             []entryCheckSection
	Files                []templates.FileRow
	ChangeFiles          *templates.Link
	Send                 string // address of the form; "" when it cannot be sent here
	SendNote             string
}

type entryCheckSection struct {
	Title  templates.Spoken
	Change *templates.Link
	Pairs  []templates.Pair
}

func checkEntry(s *Site, v *visit) error {
	o, err := s.Intake.Read(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	return v.showEntryCheck(http.StatusOK, o, nil, nil)
}

func sendEntry(s *Site, v *visit) error {
	ref := v.Param("ref")
	_, err := s.Intake.Send(v.ctx(), v.Actor, ref)
	var missing *intake.Incomplete
	var refused *award.Refusal
	if !errors.As(err, &missing) && !errors.As(err, &refused) {
		if err != nil {
			return err
		}
		return v.goTo(entryPath(ref, "/sent"))
	}
	o, err := s.Intake.Read(v.ctx(), v.Actor, ref)
	if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	if missing != nil {
		return v.showEntryCheck(http.StatusUnprocessableEntity, o, missing.Gaps, nil)
	}
	return v.showEntryCheck(http.StatusConflict, o, nil, refused)
}

// showEntryCheck shows the entry; gaps are those that refused a sending, and
// refused what else did.
func (v *visit) showEntryCheck(status int, o *intake.Dossier, gaps []intake.Gap, refused *award.Refusal) error {
	editable := o.May(v.Actor, award.DeedEdit) == nil
	title := v.Words.T("entry.check.title_read")
	if editable {
		title = v.Words.T("entry.check.title")
	}
	p := entryCheckPage{
		Frame: v.frame(title), Heading: title, About: v.titleOf(o.Entry) + " · " + v.aboutEntry(o), Lead: v.Words.T("entry.check.lead"),
		Back: v.to(entryPath(o.Entry.Reference, "")), Due: v.dueOf(o),
	}
	p.Scripts = []string{"print"}
	if refused != nil {
		p.Note = &templates.Note{Kind: templates.Err, Title: v.Words.T("entry.check.full"), Lines: []string{v.said(refused.Fault)}}
	}
	if editable {
		p.Missing = v.gapLinks(o, o.Gaps())
		if o.May(v.Actor, award.DeedSend) != nil {
			p.SendNote = v.Words.T("entry.check.no_right")
		} else if len(p.Missing) == 0 {
			p.Send, p.SendNote = v.to(entryPath(o.Entry.Reference, "/check")), v.Words.T("entry.check.send_note")
			if o.Entry.State == award.EntryReturned {
				p.SendNote = v.Words.T("entry.check.send_correction")
			}
		}
	} else if p.Note == nil {
		p.Note = v.stateNote(o)
	}
	if len(gaps) > 0 {
		p.Faults = []templates.FaultLine{{Field: "missing", Text: v.Words.T("entry.check.missing_title")}}
	}
	for _, section := range o.Edition.Sections {
		p.Sections = append(p.Sections, v.entryCheckSection(o, section, editable))
	}
	v.checkFiles(&p, o, editable)
	return v.show(status, "entry_check", p)
}

// gapLinks lead to the place of each thing that is missing.
func (v *visit) gapLinks(o *intake.Dossier, gaps []intake.Gap) []templates.Link {
	var links []templates.Link
	for _, g := range gaps {
		l := templates.Link{Text: v.said(g.Fault)}
		switch {
		case g.Question != "":
			q, _ := o.Edition.Question(g.Question)
			l.Text = v.Words.T("entry.check.missing_one", "Label", g.Label, "Fault", v.said(g.Fault))
			l.URL = v.to(entryPath(o.Entry.Reference, "/sections/"+g.Section+"?check=1#"+v.questionField(o.Edition, q, award.Answer{}).Ref()))
		case g.File != "":
			l.URL = v.to(entryPath(o.Entry.Reference, "/files/"+string(g.File)+"/edit"))
		default:
			l.URL = v.to(entryPath(o.Entry.Reference, "/files#"+g.Kind))
		}
		links = append(links, l)
	}
	return links
}

func (v *visit) entryCheckSection(o *intake.Dossier, s award.Section, editable bool) entryCheckSection {
	of := entryCheckSection{Title: v.spoken(s.Title)}
	at := v.to(entryPath(o.Entry.Reference, "/sections/"+s.Key))
	for _, q := range o.Edition.QuestionsOf(s.Key) {
		if q.Kind == award.FileKind {
			continue
		}
		p := v.answerPair(q, o.Value(q.Key), o.Edition.EntryLanguage, v.Words.T("form.not_provided"))
		if o.Value(q.Key) != "" {
			p.Empty = ""
		} else {
			p.Lang = ""
		}
		if editable {
			p.Change = &templates.Link{Text: v.Words.T("entry.check.change"), URL: at + "#" + v.questionField(o.Edition, q, award.Answer{}).Ref(), About: q.Label}
		}
		of.Pairs = append(of.Pairs, p)
	}
	return of
}

func (v *visit) checkFiles(p *entryCheckPage, o *intake.Dossier, editable bool) {
	for _, k := range o.Edition.Attachments {
		for _, f := range o.FilesOf(k.Key) {
			p.Files = append(p.Files, v.fileRow(o, k, f, false))
		}
	}
	if editable {
		p.ChangeFiles = &templates.Link{Text: v.Words.T("entry.check.change_files"), URL: v.to(entryPath(o.Entry.Reference, "/files"))}
	}
}

// entryReceiptPage says that an entry has been received, and what happens next.
type entryReceiptPage struct {
	templates.Frame
	Heading string
	None    string
	Note    *templates.Note
	Pairs   []templates.Pair
	Hash    string
	Next    []string
	Again   string
	Back    string // address of the form that takes the entry back; "" = none
	Links   []templates.Link
}

func entryReceipt(s *Site, v *visit) error {
	o, err := s.Intake.Read(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	p := entryReceiptPage{Frame: v.frame(v.Words.T("entry.receipt.title")), Heading: v.Words.T("entry.receipt.heading")}
	p.Crumbs = v.crumbs(v.Words.T("entry.mine"), "/my/entries", o.Entry.Reference, entryPath(o.Entry.Reference, ""), v.Words.T("entry.receipt.title"), "")
	p.Links = []templates.Link{{Text: v.Words.T("entry.receipt.entry"), URL: v.to(entryPath(o.Entry.Reference, "/check"))}, {Text: v.Words.T("entry.back_to_entries"), URL: v.to("/my/entries")}}
	if o.Sending == nil {
		p.None = v.Words.T("entry.receipt.none")
		p.Heading = v.titleOf(o.Entry)
		return v.show(http.StatusOK, "receipt", p)
	}
	sent := o.Sending
	p.Hash = sent.SHA256
	p.Links = append(p.Links, templates.Link{Text: v.Words.T("entry.receipt.file"), URL: v.to(entryPath(o.Entry.Reference, "/receipt.json"))})
	p.Pairs = []templates.Pair{
		{Term: v.Words.T("entry.receipt.reference"), Lines: []string{o.Entry.Reference}},
		{Term: v.Words.T("entry.list.entry"), Lines: []string{o.Entry.Title}, Lang: o.Edition.EntryLanguage},
		{Term: v.Words.T("entry.receipt.when"), Lines: []string{v.when(sent.At, o.Edition)}},
		{Term: v.Words.T("entry.receipt.by"), Lines: []string{v.colleagueName(o, sent.By)}},
	}
	if sent.Back > 0 {
		p.Heading = v.titleOf(o.Entry)
		p.Note = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("entry.receipt.was_back", "When", v.when(sent.Back, o.Edition))}}
		return v.show(http.StatusOK, "receipt", p)
	}
	v.receiptNext(&p, o)
	return v.show(http.StatusOK, "receipt", p)
}

// receiptNext says what happens after sending, and how it can be undone.
func (v *visit) receiptNext(p *entryReceiptPage, o *intake.Dossier) {
	p.Next = []string{v.Words.T("entry.receipt.next_mail"), v.Words.T("entry.receipt.next_screen")}
	if stage, there := o.Edition.Stage(award.StageRound1); there {
		p.Next = append(p.Next, v.Words.T("entry.receipt.next_judge", "When", v.when(stage.Opens, o.Edition)))
	}
	if stage, there := o.Edition.Stage(award.StageAnnouncement); there {
		p.Next = append(p.Next, v.Words.T("entry.receipt.next_result", "When", v.when(stage.Opens, o.Edition)))
	}
	if o.May(v.Actor, award.DeedTakeBack) == nil {
		stage, _ := o.Edition.Stage(award.StageSubmit)
		p.Again = v.Words.T("entry.receipt.again", "When", v.when(stage.Closes, o.Edition))
		p.Back = v.to(entryPath(o.Entry.Reference, "/take-back"))
	}
}

func takeBackEntry(s *Site, v *visit) error {
	if err := s.Intake.TakeBack(v.ctx(), v.Actor, v.Param("ref")); err != nil {
		return err
	}
	v.tell(templates.OK, "entry.taken_back")
	return v.goTo(entryPath(v.Param("ref"), ""))
}

// entryConfirmPage asks before something that cannot be undone.
type entryConfirmPage struct {
	templates.Frame
	Heading, About, Text string
	Action, Button       string
	Keep                 templates.Link
}

func withdrawForm(s *Site, v *visit) error {
	o, err := s.Intake.Read(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	if err := o.May(v.Actor, award.DeedWithdraw); err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	if !withdrawable(v, o) {
		return award.Refuse(award.ErrForbidden, "entry.refused.withdraw")
	}
	home := v.to(entryPath(o.Entry.Reference, ""))
	return v.show(http.StatusOK, "entry_confirm", entryConfirmPage{
		Frame: v.frame(v.Words.T("entry.withdraw.title")), Heading: v.Words.T("entry.withdraw.title"), Text: v.Words.T("entry.withdraw.text"),
		About: v.titleOf(o.Entry) + " · " + v.aboutEntry(o), Action: home + "/withdraw", Button: v.Words.T("entry.withdraw.button"),
		Keep: templates.Link{Text: v.Words.T("entry.withdraw.keep"), URL: home},
	})
}

func withdrawEntry(s *Site, v *visit) error {
	if err := s.Intake.Withdraw(v.ctx(), v.Actor, v.Param("ref")); err != nil {
		return err
	}
	v.tell(templates.OK, "entry.withdrawn")
	return v.goTo("/my/entries")
}
