package web

import (
	"cmp"
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/post"
	"we-gov.org/awards/templates"
)

// mailRoutes are the addresses of the outbox.
func mailRoutes() []route {
	return []route{
		{method: see, path: "/:lang/desk/mail", deed: award.DeedMail, do: outboxPage},
		{method: see, path: "/:lang/desk/mail/:mail", deed: award.DeedMail, do: outboxMail},
		{method: send, path: "/:lang/desk/mail/:mail/again", deed: award.DeedResend, do: resendMail},
	}
}

type outboxView struct {
	deskFrame
	Note   *templates.Note // mail does not leave
	Filter templates.Tabs
	Rows   []mailRow
	Empty  templates.Empty
	Pager  templates.Pager
}

type mailRow struct {
	Subject, URL, To string
	State            templates.Tag
	Kind             string
	Problem, Said    string // why it did not leave; what the server said
	Next             string // when it is tried again
	Made             templates.Stamp
	Again            string // address of "send again"; "" when it cannot be
}

// mailStates are the filters of the outbox in the order of the tabs.
var mailStates = []award.MailState{"", award.MailFailed, award.MailWaiting, award.MailSent}

func outboxPage(s *Site, v *visit) error {
	state, page := award.MailState(v.QueryParam("state")), pageNumber(v)
	box, err := s.Post.Outbox(v.ctx(), v.Actor, state, page)
	if err != nil {
		return err
	}
	p := outboxView{deskFrame: v.deskNow(v.Words.T("mailbox.title"), "mail"), Pager: v.mailPager(page, len(box.Mails), box.Total)}
	if !s.Post.Opened() {
		p.Note = &templates.Note{Kind: templates.Warn, Title: v.Words.T("mailbox.closed"), Lines: []string{v.Words.T("mailbox.closed_text")}}
	}
	p.Filter = templates.Tabs{Label: v.Words.T("mailbox.filter")}
	for _, one := range mailStates {
		p.Filter.Links = append(p.Filter.Links, v.mailTab(one, box, state))
	}
	for _, m := range box.Mails {
		p.Rows = append(p.Rows, v.mailRow(m))
	}
	p.Empty = templates.Empty{Title: v.Words.T("mailbox.empty"), Text: v.Words.T("mailbox.empty_text")}
	return v.show(http.StatusOK, "mailbox", p)
}

// deskNow is the frame of a page of the desk that is about no edition: its tabs
// lead to those of the running one.
func (v *visit) deskNow(title, current string) deskFrame {
	e, err := v.edition()
	if err != nil {
		f := deskFrame{Frame: v.frame(title)}
		f.Wide = true
		return f
	}
	return v.desk(title, e.Year, current)
}

// pageNumber is the page of a long list that was asked for, from 1.
func pageNumber(v *visit) int {
	n, err := strconv.Atoi(v.QueryParam("page"))
	if err != nil || n < 1 || n > 100_000 {
		return 1
	}
	return n
}

func (v *visit) mailPager(page, rows, total int) templates.Pager {
	p := templates.Pager{Page: page, Pages: (total + post.PageSize - 1) / post.PageSize, Total: total, First: (page-1)*post.PageSize + 1, Last: (page-1)*post.PageSize + rows}
	if page > 1 {
		p.Previous = v.query("page", strconv.Itoa(page-1))
	}
	if page < p.Pages {
		p.Next = v.query("page", strconv.Itoa(page+1))
	}
	return p
}

func (v *visit) mailTab(state award.MailState, box post.Outbox, current award.MailState) templates.Link {
	key, n := string(state), box.Counts[state]
	url := v.to("/desk/mail?state=" + key)
	if state == "" {
		key, url = "all", v.to("/desk/mail")
		for _, one := range box.Counts {
			n += one
		}
	}
	if state == award.MailWaiting {
		n += box.Counts[award.MailSending]
	}
	return templates.Link{Text: v.Words.T("mailbox.tab."+key, "Count", n), URL: url, Current: state == current}
}

func (v *visit) mailRow(m award.Mail) mailRow {
	r := mailRow{
		Subject: cmp.Or(m.Subject, v.Words.T("mailbox.veiled")), To: cmp.Or(m.To, v.Words.T("mailbox.veiled_to")), URL: v.to("/desk/mail/" + string(m.ID)), Made: v.stamp(m.Created),
		State: templates.Tag{Kind: mailTone[m.State], Text: v.Words.T("mailbox.state." + string(m.State))},
	}
	if m.Problem != "" {
		key, said := post.ReadProblem(m.Problem)
		r.Problem, r.Said = v.Words.T("mailbox.problem."+key), said
	}
	if m.State == award.MailWaiting && m.Attempts > 0 {
		r.Next = v.Words.T("mailbox.next", "When", v.Words.Until(v.Now, m.Next))
	}
	if post.Resendable(m) {
		r.Again = v.to("/desk/mail/" + string(m.ID) + "/again")
	}
	return r
}

var mailTone = map[award.MailState]string{
	award.MailFailed: templates.Err, award.MailWaiting: templates.Warn, award.MailSending: templates.Info, award.MailSent: templates.Plain,
}

type mailView struct {
	templates.Frame
	mailRow
	Language, Text string
	Action, Link   string // Link is "" when it is a secret
	Secret         string // says what is not shown
	Sent           *templates.Stamp
	Back           string
}

func outboxMail(s *Site, v *visit) error {
	id, err := award.ParseID(v.Param("mail"))
	if err != nil {
		return err
	}
	m, err := s.Post.Mail(v.ctx(), v.Actor, id)
	if err != nil {
		return err
	}
	p := v.mailView(m)
	p.Crumbs = v.crumbs(v.Words.T("frame.nav.desk"), "/desk", v.Words.T("mailbox.title"), "/desk/mail", v.Words.T("mailbox.mail"), "")
	if m.HoldsSecret() {
		p.Secret = v.Words.T("mailbox.secret")
	}
	return v.show(http.StatusOK, "mailbox_mail", p)
}

func (v *visit) mailView(m award.Mail) mailView {
	row := v.mailRow(m)
	p := mailView{Frame: v.frame(row.Subject), mailRow: row, Language: locale.Of(award.Person{Language: m.Language}).Code, Text: m.Text, Action: m.Action}
	if m.Subject == "" {
		p.Language, p.Text = v.Lang, v.Words.T("mailbox.veiled_text")
	}
	if m.Link != "" {
		p.Link = "/" + p.Language + m.Link
	}
	if !m.Sent.IsZero() {
		sent := v.stamp(m.Sent)
		p.Sent = &sent
	}
	return p
}

func resendMail(s *Site, v *visit) error {
	id, err := award.ParseID(v.Param("mail"))
	if err != nil {
		return err
	}
	if err := s.Post.Resend(v.ctx(), v.Actor, id); err != nil {
		return err
	}
	v.tell(templates.OK, "mailbox.again_done")
	return v.goTo("/desk/mail")
}
