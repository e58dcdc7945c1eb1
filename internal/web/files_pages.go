package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// filesPage lists the attachments of an entry by kind, each with its form.
type filesPage struct {
	templates.Frame
	Back  string
	Due   *templates.Due
	Note  *templates.Note
	Room  string
	Kinds []fileKind
	Next  *templates.Link
}

type fileKind struct {
	Key, Name, Limits string
	Lang              string // of the name, if it differs from the page's
	Need              templates.Tag
	Shown             string // who will see it
	Files             []templates.FileRow
	Moves             map[string]fileMoves // by FileRow.ID
	Field             *templates.Field     // nil: full, or not this person's
	Full              string
	Action            string
	Limit             int64
}

// fileMoves are the forms that move a file up and down; "" where it cannot go.
type fileMoves struct{ Action, Up, Down string }

func entryFiles(s *Site, v *visit) error {
	o, err := s.Intake.Read(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	return v.showFiles(http.StatusOK, o, "", nil)
}

// showFiles shows the files; faults belong to the form of one kind.
func (v *visit) showFiles(status int, o *intake.Dossier, kind string, faults award.Invalid) error {
	p := filesPage{Frame: v.frame(v.Words.T("files.title")), Back: v.to(entryPath(o.Entry.Reference, "")), Due: v.dueOf(o)}
	editable := o.May(v.Actor, award.DeedAttach) == nil
	if !editable {
		p.Note = &templates.Note{Lines: []string{v.refusal(o, award.DeedAttach)}}
	} else {
		p.Scripts = []string{"upload"}
		p.Next = &templates.Link{Text: v.Words.T("entry.task.check"), URL: v.to(entryPath(o.Entry.Reference, "/check"))}
	}
	var used int64
	for _, f := range o.Files {
		used += f.Size
	}
	p.Room = v.Words.T("files.room", "Used", v.Words.Bytes(used), "Max", v.Words.T("size.mb", "Size", v.Words.Number(o.Edition.FilesTotalMB)), "Files", len(o.Files), "FilesMax", o.Edition.FilesMax)
	for _, k := range o.Edition.Attachments {
		var mine award.Invalid
		if k.Key == kind {
			mine = faults
		}
		of := v.fileKind(o, k, editable, mine)
		if of.Field != nil && of.Field.Fault != "" {
			p.Faults = append(p.Faults, templates.FaultLine{Field: of.Field.Ref(), Text: of.Field.Fault})
		} else if len(mine) > 0 {
			p.Note = &templates.Note{Kind: templates.Err, Lines: []string{v.said(firstFault(mine))}}
		}
		p.Kinds = append(p.Kinds, of)
	}
	return v.show(status, "files", p)
}

func (v *visit) fileKind(o *intake.Dossier, k award.AttachmentKind, editable bool, faults award.Invalid) fileKind {
	of := fileKind{
		Key: k.Key, Name: k.Name, Lang: v.lang(k.Name), Limits: v.limits(o.Edition, k), Need: templates.Tag{Kind: templates.Plain, Text: v.need(k)}, Moves: map[string]fileMoves{},
		Action: v.to(entryPath(o.Entry.Reference, "/attach/"+k.Key)), Limit: int64(k.MB) << 20,
		Shown: v.Words.T(map[award.Publicity]string{award.Always: "files.public", award.Never: "files.private", award.Chosen: "files.chosen"}[k.Public]),
	}
	files := o.FilesOf(k.Key)
	for i, f := range files {
		row := v.fileRow(o, k, f, editable)
		of.Files = append(of.Files, row)
		if editable && len(files) > 1 {
			moves := fileMoves{Action: v.to(entryPath(o.Entry.Reference, "/files/"+string(f.ID)+"/move"))}
			if i > 0 {
				moves.Up = "up"
			}
			if i < len(files)-1 {
				moves.Down = "down"
			}
			of.Moves[row.ID] = moves
		}
	}
	switch {
	case !editable:
	case len(files) >= k.Max || o.Edition.FilesMax > 0 && len(o.Files) >= o.Edition.FilesMax:
		of.Full = v.Words.T("files.full")
	default:
		sheet := form.NewSheet(v.Words, nil, faults)
		f := sheet.Add(templates.Field{Kind: templates.FileChoice, Name: "file", ID: "file-" + k.Key, Label: k.Name, LabelLang: v.lang(k.Name), Quiet: true, Accept: accept(k)})
		of.Field = &f
	}
	return of
}

// accept lists the endings of a kind, which a browser offers first.
func accept(k award.AttachmentKind) string {
	var all []string
	for _, format := range k.Formats {
		all = append(all, "."+format)
		if format == "jpg" {
			all = append(all, ".jpeg")
		}
	}
	return strings.Join(all, ",")
}

// limits says what files of a kind may be, before one is chosen.
func (v *visit) limits(e *award.Edition, k award.AttachmentKind) string {
	parts := []string{
		v.Words.T("files.limit_number", "Count", k.Max),
		v.Words.T("files.limits", "Formats", strings.ToUpper(v.Words.List(k.Formats...)), "Size", v.Words.T("size.mb", "Size", v.Words.Number(k.MB))),
	}
	if k.PagesMax > 0 {
		parts = append(parts, v.Words.T("files.limit_pages", "Count", k.PagesMax))
	}
	if k.MinutesMax > 0 {
		parts = append(parts, v.Words.T("files.limit_minutes", "Count", k.MinutesMax))
	}
	if k.MinWidth > 0 {
		parts = append(parts, v.Words.T("files.limit_width", "Width", k.MinWidth))
	}
	if slices.Contains(k.Needs, "captions") {
		parts = append(parts, v.Words.T("files.limit_captions", "Language", v.Words.LanguageName(e.EntryLanguage)))
	}
	return strings.Join(parts, " · ")
}

// fileRow shows one attachment to somebody of its city.
func (v *visit) fileRow(o *intake.Dossier, k award.AttachmentKind, f award.Attachment, editable bool) templates.FileRow {
	at := v.to(entryPath(o.Entry.Reference, "/files/"+string(f.ID)))
	row := templates.FileRow{ID: "f-" + string(f.ID), Name: f.Name, URL: at, Text: f.Caption, Meta: v.fileFacts(f)}
	if f.Thumb != "" {
		row.Thumb, row.Alt = at+"/thumb", f.Alt
	}
	if k.Public == award.Chosen {
		shown := "files.kept_private"
		if f.Public {
			shown = "files.kept_public"
		}
		row.Tags = append(row.Tags, templates.Tag{Text: v.Words.T(shown)})
	}
	if !editable {
		return row
	}
	if lacks := intake.Lacks(k, f); len(lacks) > 0 {
		var what []string
		for _, need := range lacks {
			what = append(what, v.Words.T("files.need_"+need))
		}
		row.Tags = append(row.Tags, templates.Tag{Kind: templates.Warn, Text: v.Words.T("files.lacks", "What", v.Words.List(what...))})
	}
	row.Links = []templates.Link{
		{Text: v.Words.T("files.edit"), URL: at + "/edit", About: f.Name},
		{Text: v.Words.T("files.remove"), URL: at + "/remove", About: f.Name},
	}
	return row
}

// fileFacts says what a file is: "PDF · 14 pages · 0.8 MB".
func (v *visit) fileFacts(f award.Attachment) string {
	parts := []string{fileFormat(f.Media)}
	if f.Pages > 0 {
		parts = append(parts, v.Words.T("files.pages", "Count", f.Pages))
	}
	if f.Width > 0 {
		parts = append(parts, v.Words.T("files.pixels", "Width", strconv.Itoa(f.Width), "Height", strconv.Itoa(f.Height)))
	}
	return strings.Join(append(parts, v.Words.Bytes(f.Size)), " · ")
}

// fileFormat is a type as people call it.
func fileFormat(media string) string {
	switch media {
	case "image/svg+xml":
		return "SVG"
	case "video/quicktime":
		return "MOV"
	case "application/vnd.openxmlformats-officedocument.presentationml.presentation":
		return "PPTX"
	}
	return strings.ToUpper(media[strings.IndexByte(media, '/')+1:])
}
