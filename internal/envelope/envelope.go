// Package envelope keeps a sealed result so that no one person can read it, nor
// whoever takes the records and the server's own key together: it takes any two
// of those to whom it was closed. It is pure: no database, no clock.
//
//	phrase    seven groups of four letters, on somebody's paper and nowhere else
//	key       an age identity of one person, wrapped with the phrase (scrypt)
//	secret    an age identity of one envelope, drawn when it is closed
//	content   age to the secret's recipient, which is kept in the clear
//	lock      one for each holder: age to that holder ( age to all others ( secret ))
//	paper     where the ceremony wants it: age to a phrase of its own ( secret )
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
// Why a phrase on paper may open it too: on stage somebody tears a paper envelope
// open, and what it holds must open this one without two people at a desk. Who
// draws the phrase sees it once and hands the paper on; that another person uses
// it is for the caller to hold. It has 100 bits, which nobody guesses, so it is
// hardly stretched: whoever stands on stage does not wait. When the paper is lost,
// whoever has taken the secret out wraps it with another phrase; the old one then
// opens nothing but an old copy, whose secret is still that of this envelope.
//
// What it does not do: keep scoresheets. They lie beside the envelope, and whoever
// holds all records can make the order of the scores from them, which prizes
// usually follow. In the envelope is what the jury decided, and why.
package envelope

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"

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
	// ErrDamaged: the envelope is not as it was closed.
	ErrDamaged = errors.New("envelope: damaged")
)

const (
	// work is the power of two of scrypt's cost, for 32 MB and a tenth of a second.
	// age's own 18 is for phrases that people think up; ours have 140 bits.
	work = 15
	// paperWork is that of a phrase on paper.
	paperWork = 10
	// phraseLetters of base32 are 140 bits, paperLetters 100.
	phraseLetters = 28
	paperLetters  = 20
	// padding is of what the length of a content is a multiple.
	padding = 16 << 10
)

// Envelope is a content that any two of its holders open together. It may lie
// where anybody reads it.
type Envelope struct {
	Recipient string            `json:"recipient"` // of the envelope's own secret
	Content   []byte            `json:"content"`
	Locks     map[string][]byte `json:"locks"`           // by holder
	Paper     []byte            `json:"paper,omitempty"` // to the phrase on paper; empty without one
	// Anew: since the envelope was closed the phrase on paper was drawn again.
	Anew *Anew  `json:"anew,omitempty"`
	Sum  []byte `json:"sum"` // SHA-256 of the rest, to tell an accident
}

// Anew is who was shown the phrase that is good now, and when.
type Anew struct {
	By string `json:"by"`
	At int64  `json:"at"` // as the caller counts time
}

// Read reads an envelope as Text wrote it: ErrDamaged for one that is not as it
// was closed.
func Read(text string) (e Envelope, err error) {
	if json.Unmarshal([]byte(text), &e) != nil || !bytes.Equal(e.Sum, e.sum()) {
		return Envelope{}, ErrDamaged
	}
	return e, nil
}

// Text is the envelope as Read reads it.
func (e Envelope) Text() (string, error) {
	e.Sum = e.sum()
	text, err := json.Marshal(e)
	return string(text), err
}

func (e Envelope) sum() []byte {
	e.Sum = nil
	text, err := json.Marshal(e)
	if err != nil {
		return nil // bytes and strings always marshal
	}
	sum := sha256.Sum256(text)
	return sum[:]
}

// Close puts a content into an envelope for holders, whose recipients stand by
// their names: ErrFew for fewer than two. A phrase that NewPaperPhrase gave opens
// it too; empty = none does.
func Close(content []byte, holders map[string]string, phrase string) (Envelope, error) {
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
	if phrase != "" {
		if err := e.print(phrase, secret); err != nil {
			return Envelope{}, fmt.Errorf("close to a phrase: %w", err)
		}
	}
	return e, e.Replace(content)
}

func (e *Envelope) print(phrase string, secret *age.X25519Identity) (err error) {
	e.Paper, err = wrap(letters(phrase, paperLetters), secret.String(), paperWork)
	return err
}

// Reprint closes the envelope, whose secret is known, to another phrase on paper
// in place of an earlier one; content and locks stay as they are. ErrDamaged when
// the secret is another envelope's.
func (e *Envelope) Reprint(secret, phrase string, anew Anew) error {
	id, err := age.ParseX25519Identity(secret)
	if err != nil || id.Recipient().String() != e.Recipient {
		return ErrDamaged
	}
	if err := e.print(phrase, id); err != nil {
		return err
	}
	e.Anew = &anew
	return nil
}

// ByPhrase takes the envelope's secret out with the phrase on paper, as typed:
// ErrPhrase when it is another, ErrHolder where there is no paper.
func (e Envelope) ByPhrase(phrase string) (secret string, err error) {
	if len(e.Paper) == 0 {
		return "", ErrHolder
	}
	return Unwrap(letters(phrase, paperLetters), e.Paper)
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
	return take(own, by)
}

// Secret is the second step: another holder takes the envelope's secret out of
// what the first has peeled.
func (e Envelope) Secret(peeled []byte, by Identity) (string, error) {
	secret, err := take(peeled, by)
	return string(secret), err
}

// take opens one layer: ErrHolder when it was closed to others.
func take(locked []byte, by Identity) ([]byte, error) {
	inner, err := decrypt(locked, by.of)
	if _, others := errors.AsType[*age.NoIdentityMatchError](err); others {
		return nil, ErrHolder
	} else if err != nil {
		return nil, ErrDamaged
	}
	return inner, nil
}

// Open reads the content, without its padding, with the envelope's secret:
// ErrDamaged when they do not belong together.
func (e Envelope) Open(secret string) ([]byte, error) {
	id, err := age.ParseX25519Identity(secret)
	if err != nil {
		return nil, ErrDamaged
	}
	content, err := decrypt(e.Content, id)
	if err != nil {
		return nil, ErrDamaged
	}
	return bytes.TrimRight(content, " "), nil
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
