package envelope

import (
	"crypto/rand"
	"strings"

	"filippo.io/age"
)

// NewPhrase draws the phrase of a key: seven groups of four letters and digits.
func NewPhrase() string { return draw(phraseLetters) }

// NewPaperPhrase draws the phrase for the paper envelope of one result: five
// groups of four letters and digits.
func NewPaperPhrase() string { return draw(paperLetters) }

func draw(n int) string {
	letters := (rand.Text() + rand.Text())[:n]
	groups := make([]string, 0, n/4)
	for i := 0; i < n; i += 4 {
		groups = append(groups, letters[i:i+4])
	}
	return strings.Join(groups, " ")
}

// letters reads a phrase of n letters as a person types it; empty when it has
// another number of them.
func letters(phrase string, n int) string {
	typed := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '2' && r <= '7' {
			return r
		}
		return -1
	}, strings.ToUpper(phrase))
	if len(typed) != n {
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
	wrapped, err := Wrap(letters(phrase, phraseLetters), id.String())
	return Key{Recipient: id.Recipient().String(), Wrapped: wrapped}, err
}

// Unlock opens the key with its phrase, as typed: ErrPhrase when it is another.
func (k Key) Unlock(phrase string) (Identity, error) {
	text, err := Unwrap(letters(phrase, phraseLetters), k.Wrapped)
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
func Wrap(password, text string) ([]byte, error) { return wrap(password, text, work) }

func wrap(password, text string, work int) ([]byte, error) {
	to, err := age.NewScryptRecipient(password)
	if err != nil {
		return nil, err
	}
	to.SetWorkFactor(work)
	return encrypt([]byte(text), to)
}

// Unwrap reads what Wrap locked: ErrPhrase when the password is another, or when
// what was locked is damaged, which looks the same.
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
