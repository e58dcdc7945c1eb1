// Package envelope keeps a sealed result so that no one person can read it, nor
// whoever takes the records and the server's own key together: it takes any two
// of those to whom it was closed. It is pure: no database, no clock.
//
//	phrase    seven groups of four letters, on somebody's paper and nowhere else
//	key       an age identity of one person, wrapped with the phrase (scrypt)
//	secret    an age identity of one envelope, drawn when it is closed
//	content   age to the secret's recipient, which is kept in the clear
//	lock      one for each holder: age to that holder ( age to all others ( secret ))
//
// Why nested locks and no sharing of secrets: the two of 2-of-n is then nothing
// but age inside age, a format with other implementations, and no mathematics of
// our own. With n holders there are n locks. The first of two people peels the
// outer layer of their own lock; what is left is still closed to everybody but
// the other holders, so it may wait in the records for the second. Without the
// platform two people do the same by hand: age -d -i FIRST lock | age -d -i SECOND.
//
// Why three holders: who loses a phrase loses that key for good, nobody can mend
// it, and an envelope with one holder left cannot be opened. With three holders
// any two still can. A new key opens only what is closed after it was made.
//
// Why the recipient stays in the clear: somebody who prepares the winners' pages
// can put a changed content in without asking two people to come again, and
// cannot read the old one by it.
//
// Why the content is padded: age does not hide a length, and the length of a
// winner's name tells the name to whoever knows all entries.
//
// What it does not do: keep scoresheets. They lie beside the envelope, and whoever
// holds all records can make the order of the scores from them, which prizes
// usually follow. In the envelope is what the jury decided, and why.
package envelope

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// Errors of an envelope.
var (
	// ErrPhrase: the phrase is not that of the key.
	ErrPhrase = errors.New("envelope: not the phrase of the key")
	// ErrHolder: the envelope was not closed to this key.
	ErrHolder = errors.New("envelope: not closed to this key")
	// ErrFew: an envelope needs two holders.
	ErrFew = errors.New("envelope: fewer than two holders")
)

const (
	// work is the power of two of scrypt's cost, for 32 MB and a tenth of a second.
	// age's own 18 is for phrases that people think up; ours have 140 bits.
	work = 15
	// phraseLetters of base32 are 140 bits.
	phraseLetters = 28
	// padding is of what the length of a content is a multiple.
	padding = 16 << 10
)

// NewPhrase draws the phrase of a key: seven groups of four letters and digits.
func NewPhrase() string {
	letters := (rand.Text() + rand.Text())[:phraseLetters]
	groups := make([]string, 0, phraseLetters/4)
	for i := 0; i < len(letters); i += 4 {
		groups = append(groups, letters[i:i+4])
	}
	return strings.Join(groups, " ")
}

// letters reads a phrase as a person types it; empty when it is not one that
// NewPhrase gives.
func letters(phrase string) string {
	typed := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '2' && r <= '7' {
			return r
		}
		return -1
	}, strings.ToUpper(phrase))
	if len(typed) != phraseLetters {
		return ""
	}
	return typed
}

// Key is one person's key as it is kept: Recipient to close to them, Wrapped to
// be opened with their phrase.
type Key struct {
	Recipient string
	Wrapped   []byte
}

// Identity is a key that its phrase has opened.
type Identity struct{ of *age.X25519Identity }

// NewKey draws a key and wraps it with a phrase that NewPhrase gave.
func NewKey(phrase string) (Key, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return Key{}, err
	}
	wrapped, err := Wrap(letters(phrase), id.String())
	return Key{Recipient: id.Recipient().String(), Wrapped: wrapped}, err
}

// Unlock opens the key with its phrase, as typed: ErrPhrase when it is another.
func (k Key) Unlock(phrase string) (Identity, error) {
	text, err := Unwrap(letters(phrase), k.Wrapped)
	if err != nil {
		return Identity{}, err
	}
	id, err := age.ParseX25519Identity(text)
	if err != nil || id.Recipient().String() != k.Recipient {
		return Identity{}, ErrPhrase
	}
	return Identity{id}, nil
}

// Wrap locks a text with a password of at least 128 bits of chance.
func Wrap(password, text string) ([]byte, error) {
	to, err := age.NewScryptRecipient(password)
	if err != nil {
		return nil, err
	}
	to.SetWorkFactor(work)
	return encrypt([]byte(text), to)
}

// Unwrap reads what Wrap locked: ErrPhrase when the password is another.
func Unwrap(password string, wrapped []byte) (string, error) {
	if password == "" {
		return "", ErrPhrase
	}
	by, err := age.NewScryptIdentity(password)
	if err != nil {
		return "", err
	}
	by.SetMaxWorkFactor(work)
	text, err := decrypt(wrapped, by)
	if err != nil {
		return "", ErrPhrase
	}
	return string(text), nil
}

// Envelope is a content that any two of its holders open together. It may lie
// where anybody reads it.
type Envelope struct {
	Recipient string            `json:"recipient"` // of the envelope's own secret
	Content   []byte            `json:"content"`
	Locks     map[string][]byte `json:"locks"` // by holder
}

// Close puts a content into an envelope for holders, whose recipients stand by
// their names: ErrFew for fewer than two.
func Close(content []byte, holders map[string]string) (Envelope, error) {
	secret, err := age.GenerateX25519Identity()
	if err != nil {
		return Envelope{}, err
	}
	e := Envelope{Recipient: secret.Recipient().String(), Locks: map[string][]byte{}}
	for name := range holders {
		if e.Locks[name], err = lock(secret.String(), name, holders); err != nil {
			return Envelope{}, fmt.Errorf("close to %s: %w", name, err)
		}
	}
	return e, e.Replace(content)
}

// lock is a secret that somebody and then any other holder can take out.
func lock(secret, name string, holders map[string]string) ([]byte, error) {
	var others []age.Recipient
	for other, recipient := range holders {
		if other == name || recipient == holders[name] {
			continue
		}
		to, err := age.ParseX25519Recipient(recipient)
		if err != nil {
			return nil, err
		}
		others = append(others, to)
	}
	if len(others) == 0 {
		return nil, ErrFew
	}
	inner, err := encrypt([]byte(secret), others...)
	if err != nil {
		return nil, err
	}
	own, err := age.ParseX25519Recipient(holders[name])
	if err != nil {
		return nil, err
	}
	return encrypt(inner, own)
}

// Replace puts another content in; whoever does needs no key. A content must
// bear spaces at its end, as JSON does.
func (e *Envelope) Replace(content []byte) error {
	to, err := age.ParseX25519Recipient(e.Recipient)
	if err != nil {
		return err
	}
	room := padding - len(content)%padding
	e.Content, err = encrypt(append(bytes.Clone(content), bytes.Repeat([]byte(" "), room)...), to)
	return err
}

// Peel is the first of the two steps that open the envelope: it takes the layer
// of one holder off that holder's lock. What is left only another can open.
func (e Envelope) Peel(holder string, by Identity) ([]byte, error) {
	own, there := e.Locks[holder]
	if !there {
		return nil, ErrHolder
	}
	inner, err := decrypt(own, by.of)
	if err != nil {
		return nil, ErrHolder
	}
	return inner, nil
}

// Secret is the second step: another holder takes the envelope's secret out of
// what the first has peeled.
func (e Envelope) Secret(peeled []byte, by Identity) (string, error) {
	secret, err := decrypt(peeled, by.of)
	if err != nil {
		return "", ErrHolder
	}
	return string(secret), nil
}

// Read reads the content, without its padding, with the envelope's secret.
func (e Envelope) Read(secret string) ([]byte, error) {
	id, err := age.ParseX25519Identity(secret)
	if err != nil {
		return nil, err
	}
	content, err := decrypt(e.Content, id)
	return bytes.TrimRight(content, " "), err
}

func encrypt(text []byte, to ...age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

func decrypt(locked []byte, by age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(locked), by)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
