package stage

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Pack is a show as one file holds it: Head is JSON in the clear; Sealed are
// the ciphers of the cues that name cities, Sums their SHA-256, Check the cipher
// that tells whether a phrase fits. Those of a rehearsal are empty. Sealed lie
// beside the JSON, each for itself: a browser takes a minute to read fifty
// megabytes that are one text.
type Pack struct {
	Head   string   `json:"head"`
	Check  string   `json:"check,omitempty"`
	Sums   []string `json:"sums"`
	Sealed []string `json:"-"`
	seals  []PackSeal
}

// Seals are the sealed results that the pack was made from.
func (p Pack) Seals() []PackSeal { return p.seals }

// PackSeal names a sealed result by the commitment that its seal published.
type PackSeal struct {
	Category   string `json:"category"`
	Name       string `json:"name"`
	Commitment string `json:"commitment"`
}

// PackCue is a cue in a pack. Slide and Say are HTML, Photos the JPEGs of which
// the slide has only the places. Of a sealed cue these are empty and Sealed is the
// place of its cipher, counted from 1.
type PackCue struct {
	Title    string   `json:"title"`
	Seconds  int      `json:"seconds"`
	Category string   `json:"category,omitempty"`
	Prize    string   `json:"prize,omitempty"`
	Part     string   `json:"part,omitempty"`
	Follows  bool     `json:"follows,omitempty"` // left out with the reveal before it
	Outside  string   `json:"outside,omitempty"` // what stands on the envelope of a reveal
	Slide    string   `json:"slide,omitempty"`
	Say      string   `json:"say,omitempty"`
	Photos   [][]byte `json:"photos,omitempty"`
	Sealed   int      `json:"sealed,omitempty"`
}

// card is what the cipher of a cue holds: a line of JSON, and behind it the
// photos, whose lengths it gives. Within the JSON they would keep the hall waiting
// while a megabyte of letters is read.
func (c PackCue) card() ([]byte, error) {
	sizes := make([]int, len(c.Photos))
	for i, p := range c.Photos {
		sizes[i] = len(p)
	}
	text, err := json.Marshal(map[string]any{"category": c.Category, "prize": c.Prize, "slide": c.Slide, "say": c.Say, "photos": sizes})
	return append(append(text, '\n'), bytes.Join(c.Photos, nil)...), err
}

// packHead is what of a pack stands in the clear.
type packHead struct {
	Show       string     `json:"show"`
	Lang       string     `json:"lang"`
	Rehearsal  bool       `json:"rehearsal"`
	Salt       []byte     `json:"salt,omitempty"`
	Iterations int        `json:"iterations,omitempty"`
	Seals      []PackSeal `json:"seals,omitempty"`
	Cues       []PackCue  `json:"cues"`
}

// RehearsalPack makes the pack of a rehearsal, whose cues are shown as given. A
// Rehearsal can only be made of invented winners; the real ones have no way in.
func RehearsalPack(r Rehearsal, lang string, cues []PackCue) (Pack, error) {
	head := packHead{Show: fmt.Sprintf("%d-rehearsal-pack-%d", r.edition.Year, r.show.Version), Lang: lang, Rehearsal: true, Cues: cues}
	text, err := json.Marshal(head)
	return Pack{Head: string(text), Sums: []string{}}, err
}

const (
	// stretch is how often the phrase is hashed, as OWASP advises for PBKDF2 with
	// SHA-256. The phrase has 140 bits of its own; this is for who loses a part.
	stretch = 600_000
	// phraseLetters of base32 are 140 bits.
	phraseLetters = 28
	// padding is the size of which every sealed slide is a multiple. All of a kind
	// are as long as the longest, so that a length does not tell the name, the
	// photo, or that two share a prize.
	padding = 2048
)

// NewPhrase draws the phrase of a pack: seven groups of four letters and
// digits. It is kept nowhere.
func NewPhrase() string {
	letters := (rand.Text() + rand.Text())[:phraseLetters]
	groups := make([]string, 0, phraseLetters/4)
	for i := 0; i < len(letters); i += 4 {
		groups = append(groups, letters[i:i+4])
	}
	return strings.Join(groups, " ")
}

// phraseKey reads a phrase as a person types it; an empty string when it is not
// one that NewPhrase gives.
func phraseKey(phrase string) string {
	letters := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '2' && r <= '7' {
			return r
		}
		return -1
	}, strings.ToUpper(phrase))
	if len(letters) != phraseLetters {
		return ""
	}
	return letters
}

// ShowPack makes the pack of the real show: cues, which stand beside those of r,
// with everything that a cue must not tell early under a key of its own. The
// titles stay in the clear and must not tell it either. A phrase that NewPhrase
// did not give is ErrNotFound.
func ShowPack(r Running, lang, phrase string, cues []PackCue) (Pack, error) {
	words := phraseKey(phrase)
	if words == "" || len(cues) != len(r.Cues) {
		return Pack{}, award.ErrNotFound
	}
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails, see crypto/rand
	key, err := pbkdf2.Key(sha256.New, words, salt, stretch, 32)
	if err != nil {
		return Pack{}, err
	}
	head := packHead{
		Show: fmt.Sprintf("%d-real-pack-%s", r.Edition.Year, hex.EncodeToString(salt[:4])), Lang: lang,
		Salt: salt, Iterations: stretch, Seals: r.Seals, Cues: make([]PackCue, len(cues)),
	}
	hidden := 0
	for i, c := range cues {
		if c.Category != r.Cues[i].Category.Key || c.Prize != r.Cues[i].Prize.Key {
			return Pack{}, fmt.Errorf("cue %d of the pack is of %s, that of the show of %s", i+1, c.Category, r.Cues[i].Category.Key)
		}
		if r.Cues[i].Secret() {
			hidden++
			c.Slide, c.Say, c.Photos, c.Sealed = "", "", nil, hidden
		}
		head.Cues[i] = c
	}
	text, err := json.Marshal(head)
	if err != nil {
		return Pack{}, err
	}
	locked := lock{key, salt, text}
	p := Pack{Head: string(text), seals: r.Seals}
	return p, p.fill(locked, r, cues)
}

// fill seals the cues that are secret, and the sums of their ciphers.
func (p *Pack) fill(by lock, r Running, cues []PackCue) error {
	texts := make([][]byte, len(cues))
	size := map[award.CueKind]int{} // of a cipher: by kind all are as long as the longest
	for kind := range r.room {
		size[kind] = r.roomOf(kind)
	}
	for i, c := range r.Cues {
		if !c.Secret() {
			continue
		}
		text, err := cues[i].card()
		if err != nil {
			return err
		}
		texts[i], size[c.Kind] = text, max(size[c.Kind], len(text)-heard(c))
	}
	for i, text := range texts {
		if text == nil {
			continue
		}
		sealed, err := by.seal(fmt.Sprintf("cue %d %s", i, cues[i].Category), text, size[r.Cues[i].Kind]+r.spoken(r.Cues[i]))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(sealed)
		p.Sealed, p.Sums = append(p.Sealed, base64.StdEncoding.EncodeToString(sealed)), append(p.Sums, hex.EncodeToString(sum[:]))
	}
	text, err := json.Marshal(p.Sums)
	if err != nil {
		return err
	}
	check, err := by.seal("check", text, 0)
	p.Check = base64.StdEncoding.EncodeToString(check)
	return err
}

// Size is about how many bytes a pack of the show has, without its films.
func (r Running) Size() int {
	size := 200 << 10 // sheets, scripts and words
	for _, c := range r.Cues {
		if c.Secret() {
			size += (r.roomOf(c.Kind) + r.spoken(c) + padding) * 4 / 3
		}
	}
	return size
}

// roomOf is how long a card of a kind is made at least: the largest file that it
// may hold, and the words around it. Captions lie in base64.
func (r Running) roomOf(kind award.CueKind) int {
	room := r.room[kind]
	if kind == award.CueFilm {
		room = room * 4 / 3
	}
	return room + 2*padding
}

// lock seals the cues of one pack: each under its own key, drawn from that of
// the phrase, and bound to the head.
type lock struct{ key, salt, head []byte }

// seal encrypts a text, made as long as size at least.
func (l lock) seal(info string, text []byte, size int) ([]byte, error) {
	size = (max(size, len(text)) + padding - 1) / padding * padding
	text = append(text, bytes.Repeat([]byte{' '}, size-len(text))...)
	key, err := hkdf.Key(sha256.New, l.key, l.salt, info, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, gcm.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return gcm.Seal(nonce, nonce, text, l.head), nil
}

// Packed records that a pack with the real winners was made, by the SHA-256 of
// its JSON, which its first page shows too.
func (d *Desk) Packed(ctx context.Context, actor award.Actor, year int, pack []byte) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		p, err := plan(tx, actor, award.DeedPackShow, year)
		if err != nil {
			return err
		}
		if p.Show.Ready.IsZero() {
			return award.ErrNotFound
		}
		sum := sha256.Sum256(pack)
		detail, err := json.Marshal(map[string]string{"sha256": hex.EncodeToString(sum[:])})
		if err != nil {
			return err
		}
		return tx.Record(award.Event{At: d.clock(), Actor: actor.Person.ID, Deed: award.DeedPackShow, Kind: "show", Subject: p.Edition.ID, Edition: p.Edition.ID, Detail: string(detail)})
	})
}
