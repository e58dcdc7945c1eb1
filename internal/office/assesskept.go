package office

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"math"
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
	key, err := keyOf(in)
	if err != nil {
		return score.Study{}, err
	}
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

// keyOf tells one input from all others. Sheets are thousands, so they are not
// written as JSON at each view. A value of no criterion is a fault, and what a faulty
// input comes to is not kept; so those of the criteria tell all.
func keyOf(in score.Input) (key [sha256.Size]byte, err error) {
	h, line := sha256.New(), []byte{}
	for _, s := range in.Sheets {
		for _, word := range []string{s.Judge, s.Entry, string(s.State)} {
			line = append(binary.AppendUvarint(line, uint64(len(word))), word...)
		}
		line = binary.AppendUvarint(line, uint64(len(s.Values)))
		for _, c := range in.Criteria {
			if v, there := s.Values[c.Key]; there {
				line = binary.BigEndian.AppendUint64(append(line, 1), math.Float64bits(v))
			} else {
				line = append(line, 0)
			}
		}
		h.Write(line)
		line = line[:0]
	}
	in.Sheets = nil
	rest, err := json.Marshal(in)
	h.Write(rest)
	return [sha256.Size]byte(h.Sum(nil)), err
}
