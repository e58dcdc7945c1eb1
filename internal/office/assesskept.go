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
	of    map[[sha256.Size]byte]judged
	order [][sha256.Size]byte
}

// judged is what the engine makes of a category. It is shared, so nobody changes it.
type judged struct {
	result  score.Result
	signals []score.Signal
	advice  score.Advice
}

// judge has the engine assess an input, or returns what it made of it before.
func (k *kept) judge(in score.Input) (judged, error) {
	text, err := json.Marshal(in)
	if err != nil {
		return judged{}, err
	}
	key := sha256.Sum256(text)
	k.mu.Lock()
	j, there := k.of[key]
	k.mu.Unlock()
	if there {
		return j, nil
	}
	if j.result, err = score.Assess(in); err != nil {
		return j, err
	}
	if j.signals, err = score.Signals(in); err != nil {
		return j, err
	}
	if j.advice, err = score.Readings(in, readingsMost); err != nil {
		return j, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil {
		k.of = map[[sha256.Size]byte]judged{}
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
