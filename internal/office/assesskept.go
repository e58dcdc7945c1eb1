package office

import (
	"crypto/sha256"
	"encoding/json"
	"sync"

	"we-gov.org/awards/internal/score"
)

// keptMost is how many assessments are kept: those of all categories while the
// jury meets.
const keptMost = 32

// kept keeps what the engine made of an input. It is a pure function of it, so
// that a change of a single score is another input and nothing grows stale; who
// may see a category is asked before, each time.
type kept struct {
	mu    sync.Mutex
	of    map[[sha256.Size]byte]score.Study
	order [][sha256.Size]byte
}

// judge has the engine assess an input, or returns what it made of it before. It is
// shared, so nobody changes it.
func (k *kept) judge(in score.Input) (score.Study, error) {
	text, err := json.Marshal(in)
	if err != nil {
		return score.Study{}, err
	}
	key := sha256.Sum256(text)
	k.mu.Lock()
	j, there := k.of[key]
	k.mu.Unlock()
	if there {
		return j, nil
	}
	if j, err = score.Examine(in, readingsMost); err != nil {
		return j, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil {
		k.of = map[[sha256.Size]byte]score.Study{}
	}
	if _, there := k.of[key]; !there {
		k.order = append(k.order, key)
	}
	k.of[key] = j
	if len(k.order) > keptMost {
		delete(k.of, k.order[0])
		k.order = k.order[1:]
	}
	return j, nil
}
