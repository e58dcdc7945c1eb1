package locale

import "we-gov.org/awards/internal/award"

// Letter writes a mail to a person in these words: the subject, the paragraphs
// and the one action that the catalogue holds under mail.KIND.subject, .text
// and .action, with pairs for their placeholders. Path is the page that the
// action opens, without language and host; a kind without an action has none.
func (w *Words) Letter(kind string, to award.Person, path string, pairs ...any) award.Mail {
	m := award.Mail{Kind: kind, To: to.Email, Language: w.Code, Link: path}
	m.Subject = w.T("mail."+kind+".subject", pairs...)
	m.Text = w.T("mail."+kind+".text", pairs...)
	if w.Has("mail." + kind + ".action") {
		m.Action = w.T("mail."+kind+".action", pairs...)
	}
	return m
}

// Of returns the words of a person: their language, or the first one of the
// platform for a language it does not speak.
func Of(p award.Person) *Words {
	if w, known := For(p.Language); known {
		return w
	}
	return Must(languages[0].Code)
}
