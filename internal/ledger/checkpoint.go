package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// The reasons why a checkpoint is refused.
var (
	ErrForm      = errors.New("it is not in the form of a checkpoint")
	ErrSignature = errors.New("it is not signed with that key")
)

// Checkpoint is a head of the log that somebody signs: of which log, at which
// moment and why. Origin is the name of the key.
type Checkpoint struct {
	Origin string
	Head
	At  time.Time // UTC, whole seconds
	Why string    // hourly, or the stage that began; one word
}

// NewKey makes an Ed25519 key with the name of the log. Private goes to the place
// where checkpoints are signed, public to everybody who will verify, by another
// way than the bundles.
func NewKey(name string) (private, public string, err error) { return note.GenerateKey(nil, name) }

// Sign is the signed note of a checkpoint. Its origin becomes the key's name.
func (c Checkpoint) Sign(private string) (string, error) {
	signer, err := note.NewSigner(private)
	if err != nil {
		return "", fmt.Errorf("the signing key: %w", err)
	}
	c.Origin = signer.Name()
	signed, err := note.Sign(&note.Note{Text: c.text()}, signer)
	return string(signed), err
}

// text is the body in the form of C2SP tlog-checkpoint, with one line more.
func (c Checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\n%s %s\n", c.Origin, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]),
		c.At.UTC().Format(time.RFC3339), c.Why)
}

// OpenCheckpoint reads a signed note and checks its one signature: ErrForm or
// ErrSignature when it does not hold. Another spelling of the same is refused.
func OpenCheckpoint(signed, public string) (Checkpoint, error) {
	text, name, err := openNote(signed, public)
	if err != nil {
		return Checkpoint{}, err
	}
	return parseCheckpoint(text, name)
}

// openNote gives the text of a note that has one signature, of the key, and is
// spelt as Sign spells it.
func openNote(signed, public string) (text, name string, err error) {
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return "", "", fmt.Errorf("the public key: %w", err)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if _, unverified := errors.AsType[*note.UnverifiedNoteError](err); unverified {
		return "", "", ErrSignature
	}
	if _, invalid := errors.AsType[*note.InvalidSignatureError](err); invalid {
		return "", "", ErrSignature
	}
	if err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return "", "", ErrForm
	}
	s := n.Sigs[0]
	raw, err := base64.StdEncoding.Strict().DecodeString(s.Base64)
	if err != nil || signed != n.Text+"\n— "+s.Name+" "+base64.StdEncoding.EncodeToString(raw)+"\n" {
		return "", "", ErrForm
	}
	return n.Text, s.Name, nil
}

func parseCheckpoint(text, name string) (c Checkpoint, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 || lines[0] != name {
		return c, ErrForm
	}
	c.Origin = lines[0]
	c.Size, err = strconv.ParseInt(lines[1], 10, 64)
	root, wrong := base64.StdEncoding.DecodeString(lines[2])
	at, why, _ := strings.Cut(lines[3], " ")
	if err != nil || wrong != nil || len(root) != len(c.Root) || c.Size < 0 {
		return c, ErrForm
	}
	c.Root, c.Why = Hash(root), why
	if c.At, err = time.Parse(time.RFC3339, at); err != nil || c.text() != text {
		return c, ErrForm
	}
	return c, nil
}

// CheckKey reports whether a private and a public key belong together.
func CheckKey(private, public string) error {
	signed, err := Checkpoint{}.Sign(private)
	if err != nil {
		return err
	}
	_, err = OpenCheckpoint(signed, public)
	return err
}
