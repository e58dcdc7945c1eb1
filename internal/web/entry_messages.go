package web

import (
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// entryMessagesPage is what the Secretariat asks about an entry and what the
// city answers.
type entryMessagesPage struct {
	templates.Frame
	Back  string
	Note  *templates.Note
	Asked []askedQuery
	Empty *templates.Empty
}

type askedQuery struct {
	ID     string
	Thread []templates.Message
	Due    *templates.Due
	Reply  *templates.Field // nil: answered, or not this person's to answer
	Action string
}

func entryMessages(s *Site, v *visit) error {
	o, err := s.Intake.Read(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	return v.showMessages(http.StatusOK, o, "", form.NewSheet(v.Words, nil, nil), nil)
}

// showMessages shows the conversation; sheet belongs to the answer to one
// question, the others are shown as they are.
func (v *visit) showMessages(status int, o *intake.Dossier, answering award.ID, sheet *form.Sheet, refused *award.Refusal) error {
	p := entryMessagesPage{Frame: v.frame(v.Words.T("entry.messages.title")), Back: v.to(entryPath(o.Entry.Reference, ""))}
	switch {
	case refused != nil:
		p.Note = &templates.Note{Kind: templates.Err, Lines: []string{v.said(refused.Fault)}}
	case o.Entry.State == award.EntryReturned:
		p.Note = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("entry.messages.return_note")}, Links: []templates.Link{{Text: v.Words.T("entry.messages.change_entry"), URL: p.Back}}}
	}
	for _, q := range o.Queries {
		mine := sheet
		if q.ID != answering {
			mine = form.NewSheet(v.Words, nil, nil)
		}
		p.Asked = append(p.Asked, v.askedQuery(o, q, mine))
	}
	if len(o.Queries) == 0 {
		p.Empty = &templates.Empty{Title: v.Words.T("entry.messages.empty_title"), Text: v.Words.T("entry.messages.empty_text")}
	}
	p.Faults = sheet.Lines()
	return v.show(status, "entry_messages", p)
}

func (v *visit) askedQuery(o *intake.Dossier, q award.Query, sheet *form.Sheet) askedQuery {
	a := askedQuery{ID: "query-" + string(q.ID), Action: v.to(entryPath(o.Entry.Reference, "/messages/"+string(q.ID)))}
	state := templates.Tag{Kind: templates.Warn, Text: v.Words.T("entry.messages.open")}
	if q.Replied > 0 {
		state = templates.Tag{Kind: templates.Plain, Text: v.Words.T("entry.messages.answered")}
	}
	a.Thread = []templates.Message{{From: v.Words.T("entry.messages.secretariat"), When: v.stampOf(q.Asked, o.Edition), Text: q.Text, State: &state}}
	if q.Replied > 0 {
		a.Thread = append(a.Thread, templates.Message{From: v.colleagueName(o, q.RepliedBy), When: v.stampOf(q.Replied, o.Edition), Text: q.Reply, Mine: true})
		return a
	}
	if q.Due > 0 {
		key := "entry.messages.due"
		if q.Due <= o.Now {
			key = "entry.messages.late"
		}
		due := templates.NewDue(v.Words, v.Words.T(key, "Until", v.Words.Until(o.Now, q.Due)), q.Due, v.zone(), o.Edition.Location())
		due.Late = q.Due.Sub(o.Now) < soon
		a.Due = &due
	}
	if o.May(v.Actor, award.DeedReply) == nil {
		f := sheet.Add(templates.Field{Kind: templates.Long, Name: "reply", ID: "reply-" + string(q.ID), Label: v.Words.T("entry.messages.reply"), Hint: v.Words.T("entry.messages.reply_hint")})
		a.Reply = &f
	}
	return a
}

// stampOf is an instant in the reader's zone, or the official one.
func (v *visit) stampOf(t award.Time, e *award.Edition) templates.Stamp {
	zone := v.zone()
	if zone == nil {
		zone = e.Location()
	}
	return templates.Stamp{Machine: locale.Machine(t), Text: v.Words.Moment(t, zone)}
}

func replyToQuery(s *Site, v *visit) error {
	id, err := award.ParseID(v.Param("query"))
	if err != nil {
		return err
	}
	values, err := v.form()
	if err == nil {
		err = s.Intake.Reply(v.ctx(), v.Actor, v.Param("ref"), id, values.Text("reply"))
	}
	if err == nil {
		v.tell(templates.OK, "entry.messages.replied")
		return v.goTo(entryPath(v.Param("ref"), "/messages"))
	}
	status, faults, refused := whyRefused(err)
	if status == 0 {
		return err
	}
	o, err := s.Intake.Read(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	return v.showMessages(status, o, id, form.NewSheet(v.Words, values, faults), refused)
}
