package web

import (
	"cmp"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/templates"
)

func judgeFile(_ *Site, v *visit, at judging.Place) error  { return v.seatFile(at, false) }
func judgeThumb(_ *Site, v *visit, at judging.Place) error { return v.seatFile(at, true) }

// seatFile sends an attachment of an entry to a judge who reads it.
func (v *visit) seatFile(at judging.Place, thumb bool) error {
	id, err := award.ParseID(v.Param("file"))
	if err != nil {
		return err
	}
	a, err := v.site.Judging.File(v.ctx(), v.Actor, at, id)
	if err != nil {
		return err
	}
	return v.serveFile(a, thumb)
}

// readFile is one attachment before a judge: a picture or a film in the page,
// everything else to be opened or downloaded.
type readFile struct {
	templates.FileRow
	Film   bool
	Opens  string // "Open" or "Download", with the name for those who hear it alone
	Credit string
}

// judgeFiles are the attachments that the judge may open.
func (v *visit) judgeFiles(r judging.Reading) []readFile {
	e := r.Board.Edition
	base := v.to(roundPath(e.Year, r.Board.Round) + "/" + r.Line.Entry.Reference + "/files/")
	var all []readFile
	for _, a := range r.Files {
		kind, _ := e.Attachment(a.Kind)
		row := readFile{Film: strings.HasPrefix(a.Media, "video/"), Opens: "judge.file.download", Credit: a.Credit}
		if slices.Contains(inline, a.Media) {
			row.Opens = "judge.file.open"
		}
		row.Opens = v.Words.T(row.Opens)
		row.FileRow = templates.FileRow{
			ID: "f-" + string(a.ID), Name: cmp.Or(a.Caption, a.Name), URL: base + string(a.ID),
			Meta: v.fileMeta(kind, a), Alt: a.Alt,
		}
		if a.Thumb != "" {
			row.Thumb = base + string(a.ID) + "/thumb"
		}
		all = append(all, row)
	}
	return all
}

// fileMeta says what an attachment is: its kind, format, pages, size, language.
func (v *visit) fileMeta(kind award.AttachmentKind, a award.Attachment) string {
	parts := []string{kind.Name, formatName(a)}
	if a.Pages > 0 {
		parts = append(parts, v.Words.T("judge.file.pages", "Count", a.Pages))
	}
	parts = append(parts, v.Words.Bytes(a.Size), a.Language)
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// formatName is the ending of the file's name in capitals, such as PDF.
func formatName(a award.Attachment) string {
	i := strings.LastIndexByte(a.Name, '.')
	if i < 0 || len(a.Name)-i > 6 {
		return ""
	}
	return strings.ToUpper(a.Name[i+1:])
}
