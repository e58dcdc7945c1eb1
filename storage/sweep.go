package storage

import (
	"context"
	"fmt"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// page is how many objects are looked up in one transaction.
const page = 200

// Sweep removes each object that was put before olderThan and that no row names,
// and what is left of uploads cut short before then; it returns how many objects
// it removed. OlderThan must lie further back than the longest time between the
// Put of an object and the Update that names it; a day is safe.
func Sweep(ctx context.Context, db *database.DB, store objects.Store, olderThan award.Time) (removed int, err error) {
	err = sweepUnnamed(ctx, db, store, olderThan, &removed)
	if err == nil {
		err = store.DropUnfinished(ctx, olderThan.Std())
	}
	if err != nil {
		err = fmt.Errorf("sweep: %w", err)
	}
	return removed, err
}

// sweepUnnamed removes the old objects that no row names, and counts them.
func sweepUnnamed(ctx context.Context, db *database.DB, store objects.Store, olderThan award.Time, removed *int) error {
	named := false
	err := db.View(ctx, func(tx *database.Tx) (err error) {
		named, err = tx.NamesAnyObject()
		return err
	})
	if err != nil || !named {
		return err
	}
	var old []string
	drop := func() error {
		n, err := dropUnnamed(ctx, db, store, old)
		*removed += n
		old = old[:0]
		return err
	}
	err = store.List(ctx, func(o objects.Info) error {
		if award.At(o.Modified).Before(olderThan) {
			old = append(old, o.Key)
		}
		if len(old) < page {
			return nil
		}
		return drop()
	})
	if err == nil {
		err = drop()
	}
	return err
}

// dropUnnamed removes those of some objects that no row names. Their age makes
// it safe to look first and remove later: no row will come to name them.
func dropUnnamed(ctx context.Context, db *database.DB, store objects.Store, keys []string) (removed int, err error) {
	var unnamed []string
	err = db.View(ctx, func(tx *database.Tx) error {
		unnamed = unnamed[:0]
		for _, key := range keys {
			named, err := tx.NamesObject(key)
			if err != nil {
				return err
			}
			if !named {
				unnamed = append(unnamed, key)
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	for _, key := range unnamed {
		if err := store.Delete(ctx, key); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}
