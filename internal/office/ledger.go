package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Key is the pair with which checkpoints are signed and verified. Private lies
// outside the database: who alters the records cannot sign what they became.
type Key struct{ Private, Public string }

// Keep gives the desk the key with which it signs, and the addresses of people
// outside who get every signature by mail. Call it before anything else; a desk
// without a key cannot open results.
func (d *Desk) Keep(k Key, observers ...string) { d.key, d.observers = k, observers }

// OtherVerifier is the program with which outsiders check bundles without trusting
// this one, and its SHA-256 in hex.
func OtherVerifier() (program []byte, hash string) {
	sum := sha256.Sum256(ledger.Recount)
	return ledger.Recount, hex.EncodeToString(sum[:])
}

// PublicKey is the key by which outsiders verify; empty where none is kept.
func (d *Desk) PublicKey() string { return d.key.Public }

// Reasons for a checkpoint that are not the key of a stage.
const (
	whyHourly  = "hourly"
	whySeal    = "seal"
	whyOpening = "opening"
	whyOpened  = "opened"
	whyAmended = "amended" // a prize of an open result was revoked, returned, restored or given anew
)

// Checkpoint signs the log as it is, unless nothing was recorded since the last
// time, and returns what was signed or is signed already.
func (d *Desk) Checkpoint(ctx context.Context, why string) (c award.Checkpoint, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		c, err = d.sign(tx, why)
		return err
	})
	return c, err
}

// sign is Checkpoint inside a transaction. Observers get every new signature.
func (d *Desk) sign(tx *database.Tx, why string) (award.Checkpoint, error) {
	before, err := tx.LastCheckpoint()
	if err = ignoreMissing(err); err != nil {
		return before, err
	}
	c, err := Sign(tx, d.key, d.clock(), why)
	if err != nil || c.Size == before.Size {
		return c, err
	}
	for _, address := range d.observers {
		m := locale.Of(award.Person{}).Letter("checkpoint", award.Person{Email: address}, "/verify", "Count", c.Size, "Signed", c.Signed)
		if err := tx.Post(m, "checkpoint:"+strconv.FormatInt(c.Size, 10)+":"+address, c.At); err != nil {
			return c, err
		}
	}
	return c, nil
}

// Sign signs the log as it is; see Checkpoint. It posts no mail.
func Sign(tx *database.Tx, key Key, now award.Time, why string) (award.Checkpoint, error) {
	size, err := tx.NumberEvents()
	if err != nil {
		return award.Checkpoint{}, err
	}
	last, err := tx.LastCheckpoint()
	if err = ignoreMissing(err); err != nil || size == last.Size {
		return last, err
	}
	if key.Private == "" {
		return award.Checkpoint{}, award.Refuse(award.ErrConflict, "publish.refused.key")
	}
	leaves, err := leavesOf(tx)
	if err != nil {
		return award.Checkpoint{}, err
	}
	c := award.Checkpoint{Size: size, At: max(now, last.At), Why: why}
	c.Signed, err = ledger.Checkpoint{Head: ledger.NewLog(leaves).Head(), At: c.At.Std().Truncate(time.Second), Why: why}.Sign(key.Private)
	if err != nil {
		return award.Checkpoint{}, fmt.Errorf("sign the log: %w", err)
	}
	return c, tx.AddCheckpoint(c)
}

func leavesOf(tx *database.Tx) ([]ledger.Hash, error) {
	texts, err := tx.Leaves(0)
	if err != nil {
		return nil, err
	}
	leaves := make([]ledger.Hash, len(texts))
	for i, text := range texts {
		if leaves[i], err = ledger.ParseHash(text); err != nil {
			return nil, fmt.Errorf("event %d: %w", i, err)
		}
	}
	return leaves, nil
}

// Watch signs the log whenever it is due, opens results at the minute that two
// people have set, and closes what was open for work too long, until ctx is
// done. Failed is told what went wrong.
func (d *Desk) Watch(ctx context.Context, failed func(error)) {
	for {
		if err := d.watch(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
		rest := time.NewTimer(d.rest(ctx))
		select {
		case <-ctx.Done():
			rest.Stop()
			return
		case <-rest.C:
		}
	}
}

func (d *Desk) watch(ctx context.Context) error {
	d.db.EndOldWork(d.clock())
	_, err := d.OpenDue(ctx)
	return errors.Join(err, d.SignDue(ctx))
}

// rest is how long the watch may sleep: no longer than a minute, nor beyond the
// next opening.
func (d *Desk) rest(ctx context.Context) time.Duration {
	next, err := d.nextMinute(ctx)
	left := next.Sub(d.clock())
	if err != nil || next.IsZero() || left <= 0 {
		return time.Minute // what was due and refused is tried again
	}
	return min(left, time.Minute)
}

// SignDue signs the log if an hour has passed since the last time or another
// stage of the running edition has begun.
func (d *Desk) SignDue(ctx context.Context) error {
	var why string
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		why, err = due(tx, d.clock())
		return err
	})
	if err == nil && why != "" {
		_, err = d.Checkpoint(ctx, why)
	}
	return err
}

// due says why a checkpoint is due now; empty when none is.
func due(tx *database.Tx, now award.Time) (string, error) {
	last, err := tx.LastCheckpoint()
	if errors.Is(err, award.ErrNotFound) {
		return whyHourly, nil
	}
	if err != nil {
		return "", err
	}
	e, err := tx.RunningEdition()
	if err = ignoreMissing(err); err != nil {
		return "", err
	}
	if e != nil {
		if stage := e.Current(now).Key; stage != e.Current(last.At).Key {
			return stage, nil
		}
	}
	if now.Sub(last.At) >= time.Hour {
		return whyHourly, nil
	}
	return "", nil
}

// published are the deeds whose events everybody may read once results are open.
var published = []award.Deed{award.DeedSeal, award.DeedOpen, award.DeedSignTally, award.DeedAmend, award.DeedPromote}

// Proof is what the page says from which anybody can check the results.
type Proof struct {
	Opened bool             // some result is open, so there is a bundle
	Last   award.Checkpoint // zero before the first
}

// Proof returns the signature of the log that followed the latest opening. Later
// ones are not shown to everybody: how many deeds were done since would tell how
// far the jury of the next edition is.
func (d *Desk) Proof(ctx context.Context) (p Proof, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		opened, err := tx.OpenedSeals()
		if p.Opened = len(opened) > 0; err != nil || !p.Opened {
			return err
		}
		points, err := tx.Checkpoints()
		if points = untilOpened(points); len(points) > 0 {
			p.Last = points[len(points)-1]
		}
		return err
	})
	return p, err
}

// untilOpened are the checkpoints up to the one that followed the latest opening,
// or the latest act on a prize since.
func untilOpened(points []award.Checkpoint) []award.Checkpoint {
	for i := len(points); i > 0; i-- {
		if points[i-1].Why == whyOpened || points[i-1].Why == whyAmended {
			return points[:i]
		}
	}
	return nil
}

// Bundle is what outsiders need to verify the opened results, in its one
// spelling; ErrNotFound before any result is open. It ends with the latest
// opening, and of results that are not open nothing is in it but salted hashes.
func (d *Desk) Bundle(ctx context.Context) (text []byte, err error) {
	return d.bundle(ctx, false)
}

// AuditBundle is the bundle of the whole record, with the scoresheets of every
// opened result, judges under letters.
func (d *Desk) AuditBundle(ctx context.Context, a award.Actor) ([]byte, error) {
	if err := award.MayTry(a, award.DeedAudit); err != nil {
		return nil, err
	}
	return d.bundle(ctx, true)
}

func (d *Desk) bundle(ctx context.Context, audit bool) (text []byte, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		b := ledger.Bundle{}
		opened, err := tx.OpenedSeals()
		if err != nil {
			return err
		}
		if len(opened) == 0 {
			return award.ErrNotFound
		}
		for _, s := range opened {
			o, err := openedResult(s, audit)
			if err != nil {
				return err
			}
			b.Results = append(b.Results, o)
			certificates, err := d.signedCertificates(tx, s)
			if err != nil {
				return err
			}
			b.Certificates = append(b.Certificates, certificates...)
		}
		points, err := tx.Checkpoints()
		if err != nil {
			return err
		}
		if !audit {
			points = untilOpened(points)
		}
		if err := cover(tx, &b, points); err != nil {
			return err
		}
		if b.Openings, err = openings(tx, int64(len(b.Leaves)), opened); err != nil {
			return err
		}
		text, err = b.Encode()
		return err
	})
	return text, err
}

func openedResult(s award.Seal, pieces bool) (ledger.Opened, error) {
	r, err := s.Result()
	if err != nil {
		return ledger.Opened{}, err
	}
	sealed, commitment, err := committed(r)
	if err == nil && commitment.String() != s.Commitment {
		err = fmt.Errorf("seal of %s: the commitment differs from what was signed", s.Category)
	}
	o := ledger.Opened{Nonce: sealed.Nonce, Doc: sealed.Doc}
	if pieces {
		o.Pieces = sealed.Pieces
	}
	return o, err
}

// cover puts in checkpoints and the leaves that they cover.
func cover(tx *database.Tx, b *ledger.Bundle, points []award.Checkpoint) (err error) {
	if len(points) == 0 {
		return award.ErrNotFound
	}
	for _, c := range points {
		b.Checkpoints = append(b.Checkpoints, c.Signed)
	}
	b.Leaves, err = leavesOf(tx)
	if last := points[len(points)-1].Size; err == nil {
		b.Leaves = b.Leaves[:min(last, int64(len(b.Leaves)))]
	}
	return err
}

// openings are the events that seal and open the given results.
func openings(tx *database.Tx, before int64, opened []award.Seal) ([]ledger.Opening, error) {
	of := map[string]bool{}
	for _, s := range opened {
		of[string(s.Edition)+"/"+s.Category] = true
	}
	all, err := tx.LeavesOf(before, published...)
	if err != nil {
		return nil, err
	}
	var out []ledger.Opening
	for _, l := range all {
		var about struct {
			Category string `json:"category"`
		}
		if err := json.Unmarshal([]byte(l.Detail), &about); err != nil {
			return nil, err
		}
		if of[string(l.Edition)+"/"+about.Category] {
			out = append(out, ledger.Opening{Leaf: l.Place, Salt: l.Salt, Event: l.Text})
		}
	}
	return out, nil
}
