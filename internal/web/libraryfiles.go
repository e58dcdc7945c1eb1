package web

import (
	"cmp"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/templates"
)

// practicePicture is a public picture or film of a practice. Set names its two
// sizes for srcset, WebP the same in that format where it is kept.
type practicePicture struct {
	URL, Full, Set, WebP string
	Width, Height        int
	Alt, Caption, Credit string
	Lang                 string // of what is said about it, if it differs from the page
	// Of a film: a picture to show before it, and its captions, with the
	// language in About.
	Poster string
	Tracks []templates.Link
}

// practiceFiles sorts the public attachments into pictures, films and what is
// to be downloaded; evidence stands with what changed.
func (v *visit) practiceFiles(p library.Page, page *practicePage) {
	var tracks []templates.Link
	for _, a := range p.Files {
		picture := v.practicePicture(p, a)
		switch {
		case a.Media == "text/vtt":
			code := cmp.Or(a.Language, p.Language)
			tracks = append(tracks, templates.Link{Text: v.Words.LanguageName(code), URL: picture.Full, About: code, Current: code == v.Lang})
		case strings.HasPrefix(a.Media, "video/"):
			page.Films = append(page.Films, picture)
		case a.Thumb != "" && page.Cover == nil && strings.HasPrefix(a.Kind, "cover"):
			page.Cover = &picture
		case a.Thumb != "":
			page.Pictures = append(page.Pictures, picture)
		case !isEvidence(a):
			page.Files = append(page.Files, v.practiceFileRow(p, a))
		}
	}
	for i := range page.Films {
		page.Films[i].Tracks = tracks
		if page.Cover != nil {
			page.Films[i].Poster = page.Cover.URL
		}
	}
}

func isEvidence(a award.Attachment) bool {
	return strings.HasPrefix(a.Kind, "evidence") && a.Thumb == ""
}

// evidence are the documents that prove what changed.
func (v *visit) evidence(p library.Page) []templates.FileRow {
	var rows []templates.FileRow
	for _, a := range p.Files {
		if isEvidence(a) {
			rows = append(rows, v.practiceFileRow(p, a))
		}
	}
	return rows
}

// practiceFileRow names a document by its format, pages, size and language.
func (v *visit) practiceFileRow(p library.Page, a award.Attachment) templates.FileRow {
	row := templates.FileRow{ID: "f-" + string(a.ID), Name: a.Name, URL: v.fileAddress(p, a), Text: a.Caption}
	if a.Language != "" {
		a.Language = v.Words.LanguageName(a.Language)
	}
	row.Meta = v.fileMeta(award.AttachmentKind{}, a)
	return row
}

// fileAddress is where a file of a practice is read: on its page, or for the
// desk, which sees the page before it is public, at the entry.
func (v *visit) fileAddress(p library.Page, a award.Attachment) string {
	if v.route.deed == award.DeedPrepare {
		return v.to("/desk/" + strconv.Itoa(p.Year) + "/entries/" + v.Param("ref") + "/files/" + string(a.ID))
	}
	return v.to("/library/" + p.Slug + "/files/" + string(a.ID))
}

func (v *visit) practicePicture(p library.Page, a award.Attachment) practicePicture {
	at := v.fileAddress(p, a)
	picture := practicePicture{URL: at, Full: at, Alt: a.Alt, Caption: a.Caption, Credit: a.Credit, Lang: v.textLang(p.Practice)}
	if a.Language != "" {
		if picture.Lang = a.Language; a.Language == v.Lang {
			picture.Lang = ""
		}
	}
	if a.Thumb == "" {
		return picture
	}
	picture.URL = at + "/thumb"
	small, height := a.Scaled(award.ThumbSide)
	if picture.Width, picture.Height = small, height; a.Wide != "" {
		picture.Width, picture.Height = a.Scaled(award.WideSide)
	}
	set := func(thumb, wide string) string {
		if a.Wide == "" {
			return thumb
		}
		return thumb + " " + strconv.Itoa(small) + "w, " + wide + " " + strconv.Itoa(picture.Width) + "w"
	}
	if a.Wide != "" {
		picture.Set = set(picture.URL, at)
	}
	if a.ThumbWebP != "" && v.route.deed != award.DeedPrepare {
		picture.WebP = set(at+"/thumb.webp", at+"/wide.webp")
	}
	return picture
}

func practiceFile(s *Site, v *visit) error { return v.publicFile(s, forPublic, false) }

func practiceThumb(s *Site, v *visit) error { return v.publicFile(s, forPublic, true) }

func practiceThumbWebP(s *Site, v *visit) error {
	return v.publicFile(s, func(a award.Attachment) award.Attachment { return asWebP(a, a.ThumbWebP) }, false)
}

func practiceWideWebP(s *Site, v *visit) error {
	return v.publicFile(s, func(a award.Attachment) award.Attachment { return asWebP(a, a.WideWebP) }, false)
}

// publicFile sends a copy of an attachment that stands on the page of a
// practice; one without an object does not exist.
func (v *visit) publicFile(s *Site, copied func(award.Attachment) award.Attachment, thumb bool) error {
	id, err := award.ParseID(v.Param("file"))
	if err != nil {
		return err
	}
	a, err := s.Library.File(v.ctx(), v.Param("slug"), id)
	if err != nil {
		return err
	}
	if a = copied(a); a.Key == "" {
		return award.ErrNotFound
	}
	v.public()
	return v.serveFile(a, thumb)
}

// forPublic is an attachment as strangers get it: of a picture a copy without
// the notes of the camera, which may say where and when it was taken.
func forPublic(a award.Attachment) award.Attachment {
	if a.Thumb == "" {
		return a
	}
	return asCopy(a, cmp.Or(a.Wide, a.Thumb), "image/jpeg", ".jpg")
}

// asWebP is an attachment as the copy under a key.
func asWebP(a award.Attachment, key string) award.Attachment {
	return asCopy(a, key, "image/webp", ".webp")
}

func asCopy(a award.Attachment, key, media, ending string) award.Attachment {
	a.Key, a.Media = key, media
	a.SHA256 = award.HashSecret(a.Key) // names these bytes, as an object never changes
	if end := strings.LastIndexByte(a.Name, '.'); end > 0 {
		a.Name = a.Name[:end]
	}
	a.Name += ending
	return a
}
