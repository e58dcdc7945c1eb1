package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// ErrNoInputs says that a seal is older than the keeping of inputs.
var ErrNoInputs = errors.New("the seal holds no inputs to compute it from again")

// ErrClosed says that a result lies in its envelope, which two people must open
// first.
var ErrClosed = errors.New("the result lies in a sealed envelope")

// Recounted is a sealed result computed again from its frozen inputs. Doc is what
// came out; Difference names the first value that is not as sealed and is empty
// when Doc has the very bytes that were signed.
type Recounted struct {
	Category   string
	Doc        string
	SHA256     string // as signed
	Difference string
}

// Recount computes every sealed result of an edition again, categories in the
// edition's order. An edition without one gives none.
func (d *Desk) Recount(ctx context.Context, a award.Actor, year int) ([]Recounted, error) {
	if err := award.May(a, award.DeedEditEdition, award.Object{}); err != nil {
		return nil, err
	}
	var all []Recounted
	err := d.db.View(ctx, func(tx *database.Tx) error {
		e, err := tx.EditionOf(year)
		if err != nil {
			return err
		}
		seals, err := tx.Seals(e.ID)
		if err != nil {
			return err
		}
		for _, c := range e.Categories {
			s, there := seals[c.Key]
			if !there || !s.Sealed() {
				continue
			}
			r, err := recount(s)
			if err != nil {
				return fmt.Errorf("%s: %w", c.Key, err)
			}
			all = append(all, r)
		}
		return nil
	})
	return all, err
}

func recount(s award.Seal) (Recounted, error) {
	r := Recounted{Category: s.Category, SHA256: s.SHA256}
	if s.Closed() {
		return r, ErrClosed
	}
	if s.Inputs == "" {
		return r, ErrNoInputs
	}
	var f Frozen
	if err := json.Unmarshal([]byte(s.Inputs), &f); err != nil {
		return r, fmt.Errorf("frozen inputs: %w", err)
	}
	result, err := f.Result()
	if err != nil {
		return r, fmt.Errorf("frozen inputs: %w", err)
	}
	if r.Doc, _, err = result.Canonical(); err != nil {
		return r, err
	}
	r.Difference = r.compare(s)
	return r, nil
}

// compare names what differs: the bytes that were signed, their hash, or the
// inputs that the signed bytes name by theirs.
func (r Recounted) compare(s award.Seal) string {
	if sum := sha256.Sum256([]byte(s.Doc)); hex.EncodeToString(sum[:]) != s.SHA256 {
		return "the sealed result does not have the hash that was signed"
	}
	if r.Doc == s.Doc {
		return ""
	}
	var sealed, now any
	if json.Unmarshal([]byte(s.Doc), &sealed) != nil || json.Unmarshal([]byte(r.Doc), &now) != nil {
		return "the sealed result cannot be read"
	}
	if where := firstDifference("", sealed, now); where != "" {
		return where
	}
	return "the bytes differ and the values do not"
}

// firstDifference is the path of the first value that differs, lists and keys in
// their order, with what was sealed and what came out.
func firstDifference(path string, sealed, now any) string {
	switch was := sealed.(type) {
	case map[string]any:
		is, same := now.(map[string]any)
		if !same {
			break
		}
		for _, key := range keysOf(was, is) {
			if found := firstDifference(path+"."+key, was[key], is[key]); found != "" {
				return found
			}
		}
		return ""
	case []any:
		is, same := now.([]any)
		if !same || len(is) != len(was) {
			break
		}
		for i := range was {
			if found := firstDifference(fmt.Sprintf("%s[%d]", path, i), was[i], is[i]); found != "" {
				return found
			}
		}
		return ""
	}
	if reflect.DeepEqual(sealed, now) {
		return ""
	}
	return fmt.Sprintf("%s: sealed %s, computed %s", path[min(1, len(path)):], brief(sealed), brief(now))
}

// keysOf are the keys of both, those of the hash last: it differs with everything.
func keysOf(a, b map[string]any) []string {
	var keys []string
	for _, m := range []map[string]any{a, b} {
		for key := range m {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		if (a == "inputs") != (b == "inputs") {
			return map[bool]int{true: 1, false: -1}[a == "inputs"]
		}
		return map[bool]int{true: -1, false: 1}[a < b]
	})
	return keys
}

func brief(v any) string {
	b, _ := json.Marshal(v)
	if len(b) > 60 {
		return string(b[:60]) + "…"
	}
	return string(b)
}
