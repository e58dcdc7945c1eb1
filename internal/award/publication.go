package award

import "slices"

// PublishChoice is the key of the question by which a city holds parts of its
// entry back from publication; its answer lists keys of questions.
const PublishChoice = "publish_choice"

// Publication is what of an entry becomes public when its prize is opened.
type Publication struct {
	Title, Summary string
	Parts          []PracticePart
	Files          []Attachment
	Held           []Question // public by the form, held back by the city
}

// PublicationOf picks from an entry what may be public: answers to public
// questions that the city does not hold back, and attachments that are public
// by their kind or by the city's choice.
func PublicationOf(e *Edition, entry Entry, answers map[string]Answer, files []Attachment) Publication {
	p := Publication{Title: entry.Title, Summary: answers["summary"].Value}
	held := List(answers[PublishChoice].Value)
	if slices.Contains(held, "summary") {
		p.Summary = ""
	}
	for _, q := range e.Questions {
		value := answers[q.Key].Value
		switch {
		case !q.Public || value == "" || q.Kind == FileKind || q.Kind == Consents || q.Key == PublishChoice:
		case slices.Contains(held, q.Key):
			p.Held = append(p.Held, q)
		case q.Key == "title" || q.Key == "summary":
		default:
			p.Parts = append(p.Parts, PracticePart{Question: q.Key, Label: q.Label, Kind: q.Kind, Value: value})
		}
	}
	if p.Summary == "" && !slices.Contains(held, "one_line") {
		p.Summary = answers["one_line"].Value
	}
	for _, a := range files {
		if kind, there := e.Attachment(a.Kind); there && (kind.Public == Always || kind.Public == Chosen && a.Public) {
			p.Files = append(p.Files, a)
		}
	}
	return p
}
