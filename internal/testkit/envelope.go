package testkit

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/envelope"
	"we-gov.org/awards/storage/database"
)

// OpenForWork opens every closed envelope for work, as the demo's officer and
// chair would, without a trace in the log.
func (s *Platform) OpenForWork() {
	s.t.Helper()
	var works []database.Work
	s.View(func(tx *database.Tx) error {
		works = nil
		ids, err := unlocked(tx)
		if err != nil {
			return err
		}
		seals, err := tx.Seals(demo.ID("edition"))
		for _, seal := range seals {
			if !seal.Closed() {
				continue
			}
			w, err := opened(seal, ids, s.Clock.Now())
			if err != nil {
				return err
			}
			works = append(works, w)
		}
		return err
	})
	for _, w := range works {
		s.DB.OpenForWork(w)
	}
}

// CloseEnvelopes closes what OpenForWork has opened.
func (s *Platform) CloseEnvelopes() { s.DB.EndWork(demo.ID("edition"), "") }

// holders are those of the demo whose keys open envelopes in tests.
var holders = [2]award.ID{demo.ID("person/officer"), demo.ID("person/chair")}

// identities are the keys of the holders: to unlock them takes as long as their
// phrases are safe, so a test binary does it once.
var identities struct {
	once sync.Once
	of   [2]envelope.Identity
	err  error
}

func unlocked(tx *database.Tx) ([2]envelope.Identity, error) {
	identities.once.Do(func() {
		keys, err := tx.SealKeys()
		if err != nil {
			identities.err = err
			return
		}
		for i, holder := range holders {
			for _, k := range keys {
				if k.Person != holder {
					continue
				}
				wrapped, err := base64.StdEncoding.DecodeString(k.Wrapped)
				if err == nil {
					identities.of[i], err = envelope.Key{Recipient: k.Recipient, Wrapped: wrapped}.Unlock(demo.Phrase)
				}
				if err != nil {
					identities.err = err
				}
			}
		}
	})
	return identities.of, identities.err
}

func opened(seal award.Seal, by [2]envelope.Identity, now award.Time) (database.Work, error) {
	w := database.Work{Purpose: award.ForWork, Edition: seal.Edition, Category: seal.Category, First: holders[0], Second: holders[1], Until: now.Add(12 * time.Hour)}
	e, err := envelope.Read(seal.Envelope)
	if err != nil {
		return w, err
	}
	peeled, err := e.Peel(string(holders[0]), by[0])
	if err != nil {
		return w, fmt.Errorf("envelope of %s: %w", seal.Category, err)
	}
	secret, err := e.Secret(peeled, by[1])
	if err != nil {
		return w, fmt.Errorf("envelope of %s: %w", seal.Category, err)
	}
	text, err := e.Open(secret)
	if err == nil {
		w.Enclosed, err = award.ReadEnclosed(text)
	}
	return w, err
}

// Files are the bytes of everything that the site keeps on the disk: records with
// their side files, and objects.
func (s *Platform) Files() map[string][]byte {
	s.t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(filepath.Dir(s.records), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[path], err = os.ReadFile(path) //nolint:gosec // the test's own folder
		return err
	})
	if err != nil {
		s.t.Fatalf("testkit: %v", err)
	}
	return files
}
