package award

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The kinds of error that travel from a rule or a store to the visitor. Wrap
// them with %w and the subject; package web turns each kind into a status and
// a page. What a person may not see is ErrNotFound.
var (
	// ErrNotFound: there is no such thing, or none that this person may see.
	ErrNotFound = errors.New("not found")
	// ErrSignIn: the deed needs a signed-in person.
	ErrSignIn = errors.New("sign in first")
	// ErrForbidden: the person sees the thing but may not do this to it.
	ErrForbidden = errors.New("not allowed")
	// ErrConflict: the thing has changed since it was read, or exists already.
	ErrConflict = errors.New("changed meanwhile")
	// ErrEnveloped: what is asked for lies in an envelope that two people must open
	// first. It is an ErrConflict.
	ErrEnveloped = fmt.Errorf("in a closed envelope: %w", ErrConflict)
	// ErrClosed: the stage for this deed has not begun or has ended.
	ErrClosed = errors.New("closed")
	// ErrTooMany: too many tries came from there; some time later the next is
	// welcome.
	ErrTooMany = errors.New("too many tries")
)

// Fault says what is wrong with one field: a key of the message catalogue and
// the values that its sentence needs.
type Fault struct {
	Key    string
	Values map[string]any
	Again  Time // when the next try is welcome, where there were too many; else zero
}

// Invalid is input that cannot be accepted: each faulty field with its fault.
// Nothing of the input has been kept when it is returned.
type Invalid map[string]Fault

// Error lists the fields and message keys, for logs and tests; visitors read
// the catalogue's sentences instead.
func (v Invalid) Error() string {
	var b strings.Builder
	b.WriteString("invalid:")
	for _, field := range slices.Sorted(maps.Keys(v)) {
		b.WriteString(" " + field + "=" + v[field].Key)
	}
	return b.String()
}

// Add notes a fault of a field, keeping the first one noted. Values are pairs
// of name and value.
func (v Invalid) Add(field, key string, values ...any) {
	if _, there := v[field]; there {
		return
	}
	f := Fault{Key: key}
	for i := 0; i+1 < len(values); i += 2 {
		if f.Values == nil {
			f.Values = map[string]any{}
		}
		f.Values[values[i].(string)] = values[i+1]
	}
	v[field] = f
}

// Or returns v as an error, or nil when no fault was noted.
func (v Invalid) Or() error {
	if len(v) == 0 {
		return nil
	}
	return v
}

// Refusal is an ErrConflict, ErrClosed, ErrForbidden or ErrTooMany with the sentence that
// tells the visitor why: a key of the message catalogue and its values.
type Refusal struct {
	Kind error
	Fault
}

// Refuse returns a Refusal of a kind with a message key and pairs of name and
// value for its sentence.
func Refuse(kind error, key string, values ...any) *Refusal {
	v := Invalid{}
	v.Add("", key, values...)
	return &Refusal{Kind: kind, Fault: v[""]}
}

// Error gives the kind and the message key.
func (r *Refusal) Error() string { return r.Kind.Error() + ": " + r.Key }

// Unwrap returns the kind, so that errors.Is finds it.
func (r *Refusal) Unwrap() error { return r.Kind }
