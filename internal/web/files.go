package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
)

// inline are the types that a browser may show in its own window; everything
// else is downloaded. An SVG is not among them: it can hold a script.
var inline = []string{"image/jpeg", "image/png", "image/webp", "video/mp4", "video/webm", "application/pdf"}

// filePolicy keeps what a city has uploaded from doing anything as a page of
// this site.
const filePolicy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"

// serveFile sends an attachment, or its thumbnail, whole or in the ranges that
// are asked for. The caller has made sure that this person may read it now: any
// handler that has got an attachment by its own rule may answer with it. Where
// nothing else was set, nobody's cache keeps it; a public page calls v.public()
// before.
func (v *visit) serveFile(a award.Attachment, thumb bool) error {
	key, media, name := a.Key, a.Media, a.Name
	if thumb {
		if a.Thumb == "" {
			return award.ErrNotFound
		}
		key, media, name = a.Thumb, "image/jpeg", strings.TrimSuffix(name, ".")+".thumb.jpg"
	}
	probe, info, err := v.site.Intake.Open(v.ctx(), key, 0)
	if err != nil {
		return fmt.Errorf("attachment %s: %w", a.ID, err)
	}
	body := &seeker{v: v, key: key, size: info.Size, now: probe}
	defer body.Close() //nolint:errcheck // only read from
	h := v.Response().Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", disposition(name, slices.Contains(inline, media)))
	h.Set("Content-Security-Policy", filePolicy)
	if !thumb && a.SHA256 != "" {
		h.Set("ETag", `"`+a.SHA256+`"`)
	}
	http.ServeContent(v.Response(), v.Request(), "", time.Time{}, body)
	return nil
}

// disposition writes the header of RFC 6266: the name in ASCII for old readers
// and in full for all others.
func disposition(name string, show bool) string {
	kind := "attachment"
	if show {
		kind = "inline"
	}
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' || r == '%' {
			return '_'
		}
		return r
	}, name)
	text := mime.FormatMediaType(kind, map[string]string{"filename": plain})
	if plain != name {
		text += "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	}
	return text
}

// seeker reads a stored object from any place, opening it anew where a range
// begins, so that a film of any size passes through a small buffer.
type seeker struct {
	v        *visit
	key      string
	size, at int64
	now      io.ReadCloser
	opened   int64 // the place at which now stands
}

// Seek moves to a place, as io.Seeker says.
func (s *seeker) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += s.at
	case io.SeekEnd:
		offset += s.size
	}
	if offset < 0 {
		return 0, errors.New("web: seek before the beginning")
	}
	s.at = offset
	return offset, nil
}

// Read reads on from the place.
func (s *seeker) Read(p []byte) (int, error) {
	if s.at >= s.size {
		return 0, io.EOF
	}
	if s.now == nil || s.opened != s.at {
		if err := s.Close(); err != nil {
			return 0, err
		}
		r, _, err := s.v.site.Intake.Open(s.v.ctx(), s.key, s.at)
		if err != nil {
			return 0, err
		}
		s.now, s.opened = r, s.at
	}
	n, err := s.now.Read(p)
	s.at += int64(n)
	s.opened = s.at
	return n, err
}

// Close ends the reading.
func (s *seeker) Close() error {
	if s.now == nil {
		return nil
	}
	err := s.now.Close()
	s.now = nil
	return err
}

// fileRoutes are the addresses of an entry's attachments.
func fileRoutes() []route {
	const all, one = "/:lang/my/entries/:ref/files", "/:lang/my/entries/:ref/files/:file"
	return []route{
		{method: see, path: all, deed: award.DeedReadEntry, do: entryFiles},
		{method: send, path: "/:lang/my/entries/:ref/attach/:kind", deed: award.DeedAttach, do: attachFile, limit: uploadLimit},
		{method: see, path: one, deed: award.DeedReadEntry, do: downloadFile, raw: true},
		{method: see, path: one + "/thumb", deed: award.DeedReadEntry, do: downloadThumb, raw: true},
		{method: see, path: one + "/edit", deed: award.DeedEdit, do: describeForm},
		{method: send, path: one, deed: award.DeedEdit, do: describeFile},
		{method: send, path: one + "/move", deed: award.DeedEdit, do: moveFile},
		{method: see, path: one + "/remove", deed: award.DeedDetach, do: removeForm},
		{method: send, path: one + "/remove", deed: award.DeedDetach, do: removeFile},
	}
}

func downloadFile(s *Site, v *visit) error  { return v.entryFile(s, false) }
func downloadThumb(s *Site, v *visit) error { return v.entryFile(s, true) }

// entryFile sends a file of an entry to somebody of its city.
func (v *visit) entryFile(s *Site, thumb bool) error {
	id, err := award.ParseID(v.Param("file"))
	if err != nil {
		return err
	}
	_, file, err := s.Intake.File(v.ctx(), v.Actor, v.Param("ref"), id)
	if err != nil {
		return err
	}
	return v.serveFile(file, thumb)
}
