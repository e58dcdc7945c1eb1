package stage

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// partTextMax is the largest file of captions of a part: as large as one may be that
// comes in. They are no winner's, so that their size may be seen.
const partTextMax = 1 << 20

// films fills in the films and captions of the parts of a run sheet.
func films(tx *database.Tx, show *award.Show) error {
	files, err := tx.ShowFiles(show.Edition)
	for i := range show.Parts {
		p := &show.Parts[i]
		p.Film, p.Captions = award.Attachment{}, award.Attachment{}
		for _, f := range files {
			switch {
			case f.Part != p.Key:
			case f.Kind == award.FileFilm:
				p.Film = f.Attachment
			case f.Kind == award.FileCaptions:
				p.Captions = f.Attachment
			}
		}
	}
	return err
}

// dropFilms takes the files from the parts that a run sheet loses: a part that is
// added later may get the same key.
func dropFilms(tx *database.Tx, from, to award.Show) error {
	for _, p := range from.Parts {
		if slices.ContainsFunc(to.Parts, func(kept award.Part) bool { return kept.Key == p.Key }) {
			continue
		}
		for _, kind := range []string{award.FileFilm, award.FileCaptions} {
			if err := tx.DropShowFile(from.Edition, p.Key, kind); err != nil {
				return err
			}
		}
	}
	return nil
}

// caption reads the captions of the parts that show a film. Those gone from the
// store are left out.
func (d *Desk) caption(ctx context.Context, cues []award.Cue) error {
	for i, c := range cues {
		if c.Kind != award.PartFilm || c.Part.Film.Key == "" {
			continue
		}
		text, err := d.whole(ctx, c.Part.Captions.Key, partTextMax)
		if err != nil {
			return err
		}
		cues[i].Captions = string(text)
	}
	return nil
}

// FilmParts returns a run sheet for changing its films: of the parts only those
// that show one.
func (d *Desk) FilmParts(ctx context.Context, actor award.Actor, year int) (e *award.Edition, parts []award.Part, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		var show award.Show
		e, show, err = sheet(tx, actor, award.DeedEditShow, year)
		for _, p := range show.Parts {
			if p.Kind() == award.PartFilm {
				parts = append(parts, p)
			}
		}
		return err
	})
	return e, parts, err
}

// KeepFile gives a film part a file whose object is stored, of a kind of
// award.PartFile, in the place of the one that it had; a zero file takes that away.
// A film is named after its part, since typed names of two may be the same. What is
// no longer named is left to storage.Sweep: a window may still be playing it.
func (d *Desk) KeepFile(ctx context.Context, actor award.Actor, year int, part, kind string, f award.Attachment) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		e, show, err := sheet(tx, actor, award.DeedEditShow, year)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(show.Parts, func(p award.Part) bool { return p.Key == part && p.Kind() == award.PartFilm })
		if at < 0 {
			return award.ErrNotFound
		}
		f.Kind, f.Created, f.By = kind, d.clock(), actor.Person.ID
		if kind == award.FileFilm {
			f.Name = strings.TrimPrefix(part, "-") + ending(f.Media)
		}
		if f.Key == "" {
			err = tx.DropShowFile(e.ID, part, kind)
		} else {
			err = tx.SaveShowFile(award.PartFile{Edition: e.ID, Part: part, Attachment: f})
		}
		if err != nil {
			return err
		}
		detail, err := json.Marshal(map[string]any{"part": part, "kind": kind, "size": f.Size, "sha256": f.SHA256})
		if err != nil {
			return err
		}
		return tx.Record(award.Event{At: f.Created, Actor: f.By, Deed: award.DeedEditShow, Kind: "show", Subject: e.ID, Edition: e.ID, Detail: string(detail)})
	})
}
