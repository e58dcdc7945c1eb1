package intake

import (
	"slices"

	"we-gov.org/awards/internal/award"
)

// Gap is one thing that keeps an entry from being sent: a question of a
// section, an attachment that is missing, or a file that lacks a caption.
type Gap struct {
	Section  string // of a question; "" for an attachment
	Question string
	Kind     string // of an attachment
	File     award.ID
	Label    string // the question, the kind of attachment or the file
	Fault    award.Fault
}

// Progress is how far a section or the files have come.
type Progress string

// How far a part of an entry has come.
const (
	NotStarted Progress = "not_started"
	InProgress Progress = "in_progress"
	Completed  Progress = "completed"
	Problem    Progress = "problem"
)

// Gaps lists what keeps the entry from being sent, in the order of the form.
func (o *Dossier) Gaps() []Gap {
	var gaps []Gap
	for _, s := range o.Edition.Sections {
		gaps = append(gaps, o.SectionGaps(s.Key)...)
	}
	return append(gaps, o.FileGaps()...)
}

// SectionGaps lists what keeps the answers of one section from being sent.
func (o *Dossier) SectionGaps(section string) []Gap {
	var gaps []Gap
	for _, q := range o.Edition.QuestionsOf(section) {
		faults := q.CheckSend(o.Value(q.Key))
		if fault, wrong := faults[q.Key]; wrong {
			gaps = append(gaps, Gap{Section: section, Question: q.Key, Label: q.Label, Fault: fault})
		}
	}
	return gaps
}

// FileGaps lists the attachments that are missing and the files that lack what
// their kind asks for.
func (o *Dossier) FileGaps() []Gap {
	var gaps []Gap
	for _, k := range o.Edition.Attachments {
		files := o.FilesOf(k.Key)
		if len(files) == 0 && o.needs(k) {
			gaps = append(gaps, Gap{Kind: k.Key, Label: k.Name, Fault: award.Fault{Key: "files.gap.missing", Values: map[string]any{"Kind": k.Name}}})
		}
		for _, f := range files {
			for _, need := range Lacks(k, f) {
				gaps = append(gaps, Gap{Kind: k.Key, File: f.ID, Label: f.Name, Fault: award.Fault{Key: "files.gap." + need, Values: map[string]any{"Name": f.Name}}})
			}
		}
	}
	return gaps
}

// needs reports whether an entry cannot be sent without an attachment of a kind.
func (o *Dossier) needs(k award.AttachmentKind) bool {
	return k.Required || slices.ContainsFunc(o.Edition.Questions, func(q award.Question) bool {
		return q.Kind == award.FileKind && q.Required && q.Attachment == k.Key
	})
}

// Lacks lists which of the texts that a kind asks for beside a file are missing.
func Lacks(k award.AttachmentKind, f award.Attachment) []string {
	var missing []string
	for _, need := range k.Needs {
		said := map[string]string{"caption": f.Caption, "alt": f.Alt, "credit": f.Credit, "language": f.Language}
		if value, asked := said[need]; asked && value == "" {
			missing = append(missing, need)
		}
	}
	return missing
}

// SectionProgress tells how far a section has come.
func (o *Dossier) SectionProgress(section string) Progress {
	answered, wrong, gaps := 0, 0, len(o.SectionGaps(section))
	for _, q := range o.Edition.QuestionsOf(section) {
		if q.Kind == award.FileKind {
			if q.Required && len(o.FilesOf(q.Attachment)) == 0 {
				gaps++
			}
			answered += len(o.FilesOf(q.Attachment))
			continue
		}
		if value := o.Value(q.Key); value != "" {
			answered++
			wrong += len(q.CheckValue(value))
		}
	}
	return progress(answered, wrong, gaps)
}

// FilesProgress tells how far the attachments have come.
func (o *Dossier) FilesProgress() Progress { return progress(len(o.Files), 0, len(o.FileGaps())) }

func progress(answered, wrong, gaps int) Progress {
	switch {
	case wrong > 0:
		return Problem
	case answered == 0:
		return NotStarted
	case gaps > 0:
		return InProgress
	}
	return Completed
}

// LatestBy returns the answer of a section that was changed last.
func (o *Dossier) LatestBy(section string) award.Answer {
	var latest award.Answer
	for _, q := range o.Edition.QuestionsOf(section) {
		if a := o.Answers[q.Key]; a.Changed > latest.Changed {
			latest = a
		}
	}
	return latest
}
