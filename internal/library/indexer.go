package library

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

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
	made, err := indexed(ctx, db, changed)
	if err != nil {
		return nil, err
	}
	in.langs = languagesOf(changed, in.langs)
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

// languagesOf are the languages of practices, English and others known before.
func languagesOf(practices []award.Practice, before []string) []string {
	all := append([]string{"en"}, before...)
	for _, p := range practices {
		if !slices.Contains(all, p.Language) {
			all = append(all, p.Language)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// manyBatches is from how many batches on their waste is worth to be collected
// at once.
const manyBatches = 16

// indexed builds the segment of practices, on all processors: each reads and
// analyses the texts of the next batch.
func indexed(ctx context.Context, db *database.DB, practices []award.Practice) (*segment, error) {
	batches := slices.Collect(slices.Chunk(practices, batchSize))
	l, pieces := newLexicon(), make([]*piece, len(batches))
	var begun atomic.Int64
	work, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(batches)) {
		work.Go(func() error {
			b := l.newBatch()
			for n := int(begun.Add(1)) - 1; n < len(batches); n = int(begun.Add(1)) - 1 {
				texts, err := textsIn(ctx, db, batches[n])
				if err != nil {
					return err
				}
				pieces[n] = b.piece(texts)
			}
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	if len(batches) > manyBatches {
		// The segment comes beside its pieces, and is as large as they are: what
		// was read and noted for them must not stand there as well.
		runtime.GC()
	}
	return l.join(pieces), nil
}

// textsIn reads the texts of practices.
func textsIn(ctx context.Context, db *database.DB, practices []award.Practice) ([]text, error) {
	var parts map[award.ID][]award.PracticePart
	err := db.View(ctx, func(tx *database.Tx) (err error) {
		ids := make([]award.ID, len(practices))
		for i, p := range practices {
			ids[i] = p.ID
		}
		parts, err = tx.PracticeTextsOf(ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	return textsOf(practices, parts), nil
}
