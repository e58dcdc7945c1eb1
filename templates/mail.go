package templates

import (
	"embed"
	"html/template"
	"strings"
	"sync"
	text "text/template"
)

//go:embed mail/mail.html mail/mail.txt
var mails embed.FS

// Mail is what one mail says. Words that stand in every mail come with it.
type Mail struct {
	Lang, Dir  string
	Subject    string
	Paragraphs [][]string // each by its lines
	// Action and Link are the one thing it asks for; empty for none. Link is
	// absolute.
	Action, Link string
	Site         string // the name of the platform
	Copy         string // says that the link can be copied
	Why          string // says why the mail was sent
}

var (
	mailPage = sync.OnceValue(func() *template.Template {
		return template.Must(template.ParseFS(mails, "mail/mail.html"))
	})
	mailText = sync.OnceValue(func() *text.Template {
		return text.Must(text.ParseFS(mails, "mail/mail.txt"))
	})
)

// MailParagraphs cuts the text of a mail into paragraphs and their lines.
func MailParagraphs(body string) [][]string {
	var all [][]string
	for _, p := range paragraphs(body) {
		all = append(all, strings.Split(p, "\n"))
	}
	return all
}

// Write returns the mail as plain text and as a page.
func (m Mail) Write() (plain, page string, err error) {
	var p, h strings.Builder
	if err := mailText().Execute(&p, m); err != nil {
		return "", "", err
	}
	if err := mailPage().Execute(&h, m); err != nil {
		return "", "", err
	}
	return p.String(), h.String(), nil
}
