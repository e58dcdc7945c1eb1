package web

import (
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/post"
	"we-gov.org/awards/templates"
)

// Letters returns what writes mails down for a site at an address: each in the
// language of its recipient, its link in full.
func Letters(url string) func(award.Mail) (post.Letter, error) {
	return func(m award.Mail) (post.Letter, error) {
		page := mailPage(m, strings.TrimSuffix(url, "/"))
		text, html, err := page.Write()
		return post.Letter{ID: m.ID, To: m.To, Language: page.Lang, Subject: m.Subject, Text: text, HTML: html}, err
	}
}

// mailPage fills the template of a mail.
func mailPage(m award.Mail, url string) templates.Mail {
	words := locale.Of(award.Person{Language: m.Language})
	page := templates.Mail{
		Lang: words.Code, Dir: words.Dir, Subject: m.Subject, Paragraphs: templates.MailParagraphs(m.Text),
		Site: words.T("frame.site"), Copy: words.T("mail.copy"), Why: words.T("mail.why", "Address", m.To),
	}
	if m.Action != "" && m.Link != "" {
		page.Action, page.Link = m.Action, url+"/"+words.Code+m.Link
	}
	return page
}
