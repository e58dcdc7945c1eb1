package library

import (
	"context"
	"slices"
	"sync"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// batchSize is how many texts are read and analysed at a time.
const batchSize = 100

// indexer builds the index of each shelf in its turn, and keeps what the next
// one can use again.
type indexer struct {
	mu    sync.Mutex
	large *segment
	of    map[award.ID]stamp // what each practice was when the large part was built
	langs []string
}

// stamp is all on which the indexed text of a practice depends.
type stamp struct {
	award.Practice
	text int64
}

// changesMost is how many practices may be newer than the large part; beyond
// that, or a tenth of the library, all is built anew.
const changesMost = 200

// build makes the index of a shelf: of what has changed since the large part was
// built, beside that part.
func (in *indexer) build(ctx context.Context, db *database.DB, s *shelf) (*index, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	changed := slices.DeleteFunc(slices.Clone(s.practices), func(p award.Practice) bool { return in.of[p.ID] == stamp{p, s.texts[p.ID]} })
	all := in.large == nil || len(changed) > max(changesMost, len(s.practices)/10)
	if all {
		changed = s.practices
	}
	langs := newLanguages()
	made, err := indexed(ctx, db, changed, langs)
	if err != nil {
		return nil, err
	}
	in.langs = slices.Compact(slices.Sorted(slices.Values(append(in.langs, langs.all()...))))
	stands := func(id award.ID) bool { _, there := s.byID[id]; return there }
	if !all {
		return newIndex(in.langs, stands, in.large, made), nil
	}
	in.large, in.of = made, make(map[award.ID]stamp, len(s.practices))
	for _, p := range s.practices {
		in.of[p.ID] = stamp{p, s.texts[p.ID]}
	}
	return newIndex(in.langs, stands, made), nil
}

// indexed builds the segment of practices, reading their texts a batch at a
// time.
func indexed(ctx context.Context, db *database.DB, practices []award.Practice, langs *languagesKnown) (*segment, error) {
	b := newBuilder()
	for some := range slices.Chunk(practices, batchSize) {
		var parts map[award.ID][]award.PracticePart
		err := db.View(ctx, func(tx *database.Tx) (err error) {
			ids := make([]award.ID, len(some))
			for i, p := range some {
				ids[i] = p.ID
			}
			parts, err = tx.PracticeTextsOf(ids)
			return err
		})
		if err != nil {
			return nil, err
		}
		analyse(textsOf(some, parts), langs, b.add)
	}
	return b.finish(), nil
}
