package stage

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

const (
	// photoMax is the largest photo that goes into a show, in bytes. It is of the
	// copy that an upload makes, at most WideSide wide and without a camera's notes.
	photoMax = 2 << 20
	// captionsMax is the largest file of captions that goes with a film.
	captionsMax = 256 << 10
)

// FilmName is the name under which the film of an entry lies in the folder
// "films" beside a pack.
func FilmName(entry award.Entry, film award.Attachment) string {
	return entry.Reference + ending(film.Media)
}

// ending is that of the name of a film.
func ending(media string) string {
	return cmp.Or(map[string]string{"video/webm": ".webm", "video/quicktime": ".mov"}[media], ".mp4")
}

// media are the files of an entry that a show may use; the zero Attachment where
// there is none.
type media struct{ photo, film, captions award.Attachment }

func mediaOf(tx *database.Tx, entry award.ID) (m media, err error) {
	files, err := tx.Attachments(entry)
	for _, f := range files {
		cover := strings.HasPrefix(f.Kind, "cover")
		switch {
		case f.Thumb != "" && strings.HasPrefix(f.Media, "image/") && (m.photo.ID == "" || cover && !strings.HasPrefix(m.photo.Kind, "cover")):
			m.photo = f
		case strings.HasPrefix(f.Media, "video/") && m.film.ID == "":
			m.film = f
		case f.Media == "text/vtt" && (m.captions.ID == "" || f.Language == "en"):
			m.captions = f
		}
	}
	return m, err
}

func filmOf(tx *database.Tx, f *award.Face, entry award.Entry) error {
	m, err := mediaOf(tx, entry.ID)
	if err == nil && m.film.ID != "" {
		f.Film = FilmName(entry, m.film)
	}
	return err
}

// shows reports whether a category shows something of a mode.
func shows(p award.Part, e *award.Edition, mode award.Mode) bool {
	return slices.ContainsFunc(e.Prizes, func(prize award.Prize) bool { return p.Mode(prize.Key) == mode })
}

// mediaOfAll finds the photos and films of every entry that may win in a
// category that shows such, not of the winners alone: by the largest of them the
// slides are measured, so that the size of a pack tells nothing.
func mediaOfAll(tx *database.Tx, p Plan) (map[award.ID]media, error) {
	all := map[award.ID]media{}
	entries, err := tx.EntriesIn(p.Edition.ID, award.EntryAccepted)
	if err != nil {
		return nil, err
	}
	for _, part := range p.Show.Parts {
		if !part.IsCategory() || !shows(part, p.Edition, award.ModePhoto) && !shows(part, p.Edition, award.ModeFilm) {
			continue
		}
		for _, entry := range entries {
			if entry.Category != part.Key {
				continue
			}
			if all[entry.ID], err = mediaOf(tx, entry.ID); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// screenKey is the object of a photo as a screen shows it.
func screenKey(a award.Attachment) string {
	if a.Wide != "" {
		return a.Wide
	}
	return a.Thumb
}

// size is how many bytes an object has; 0 for one that is not there.
func (d *Desk) size(ctx context.Context, key string) (int, error) {
	r, info, err := d.store.Open(ctx, key, 0, 0)
	if errors.Is(err, award.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return int(info.Size), r.Close()
}

// measure finds how large the largest photo and the largest file of captions are
// that any entry may bring.
func (d *Desk) measure(ctx context.Context, all map[award.ID]media) (map[award.CueKind]int, error) {
	room := map[award.CueKind]int{}
	for _, m := range all {
		for kind, of := range map[award.CueKind]struct {
			key  string
			most int
		}{award.CuePhoto: {screenKey(m.photo), photoMax}, award.CueFilm: {m.captions.Key, captionsMax}} {
			if of.key == "" {
				continue
			}
			size, err := d.size(ctx, of.key)
			if err != nil {
				return nil, err
			}
			if size <= of.most {
				room[kind] = max(room[kind], size)
			}
		}
	}
	return room, nil
}

// illustrate reads the photos and captions that the cues show. One that is too
// large, or gone from the store, is left out: the checks say so before.
func (d *Desk) illustrate(ctx context.Context, cues []award.Cue, all map[award.ID]media) error {
	if err := d.caption(ctx, cues); err != nil {
		return err
	}
	for i, c := range cues {
		if c.Kind != award.CuePhoto && c.Kind != award.CueFilm {
			continue
		}
		cues[i].Faces = slices.Clone(c.Faces)
		for j := range c.Faces {
			f := &cues[i].Faces[j]
			if err := d.attach(ctx, f, c.Kind, all[f.Entry]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *Desk) attach(ctx context.Context, f *award.Face, kind award.CueKind, m media) (err error) {
	if kind == award.CuePhoto {
		f.Photo = award.Photo{Alt: m.photo.Alt, Credit: m.photo.Credit}
		f.Photo.JPEG, err = d.whole(ctx, screenKey(m.photo), photoMax)
		return err
	}
	text, err := d.whole(ctx, m.captions.Key, captionsMax)
	f.Captions = string(text)
	return err
}

// whole reads an object of at most so many bytes; nothing where it is larger or
// missing.
func (d *Desk) whole(ctx context.Context, key string, most int64) ([]byte, error) {
	if key == "" {
		return nil, nil
	}
	r, info, err := d.store.Open(ctx, key, 0, -1)
	if errors.Is(err, award.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if info.Size > most {
		return nil, nil
	}
	return io.ReadAll(io.LimitReader(r, most))
}
