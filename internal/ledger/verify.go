package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Report is what a verified bundle says.
type Report struct {
	Origin      string // the name of the key
	Leaves      int64
	Openings    int
	Checkpoints int
	First, Last time.Time // of the checkpoints
	Kept        int       // checkpoints from outside that fit
	Results     []Verified
	// Amended is what became of prizes since, the oldest first.
	Amended []Amended
	// Certificates counts those that hold, void ones included.
	Certificates int
	// Void are the certificates of prizes that were taken away or given back.
	Void []Voided
}

// Amended is an act on a prize, with its place in the log and its time.
type Amended struct {
	Amendment
	Leaf int64
	At   time.Time
}

// Voided is a certificate that says what was so once, and the act that ended it.
type Voided struct {
	Certificate
	By Amended
}

// Verified is one result that holds.
type Verified struct {
	Result
	Sealed  int64     // the leaf of the seal's second signature
	Covered time.Time // the first checkpoint that commits to it
	// Opening is the leaf of the opening.
	Opening int64
	// Tallied: its pieces are here, and mean, order, ties and prizes were computed
	// again from its scoresheets.
	Tallied bool
}

// Verify replays a bundle: spelling, log, checkpoints, openings, commitments,
// evidence, tally, prizes and certificates, in this order. Public is the key,
// which must not come from where the bundle came from. Kept are checkpoints that
// somebody outside has kept. The error is a *Fault that names the first thing
// that does not hold.
//
// What it cannot tell: whether events were left out before they were recorded,
// and whether the corrections of adjusted scores, which must solve the model's
// equations for some ratio of variances, do so for the likeliest one; wego score
// finds that ratio.
func Verify(bundle []byte, public string, kept ...string) (*Report, error) {
	v := &verifier{public: public}
	if _, err := note.NewVerifier(public); err != nil {
		return nil, &Fault{Kind: BadKey, Have: brief(public)}
	}
	if err := strict(bundle, &v.Bundle); err != nil {
		return nil, &Fault{Kind: BadForm, Have: err.Error()}
	}
	if again, err := v.Encode(); err != nil || !bytes.Equal(again, bundle) {
		return nil, &Fault{Kind: BadForm, Want: Format, Have: brief(v.Format)}
	}
	for _, step := range []func() *Fault{v.log, func() *Fault { return v.against(kept) }, v.open, v.results, v.amendments, v.certificates} {
		if f := step(); f != nil {
			return nil, f
		}
	}
	return &v.report, nil
}

// verifier is a bundle under way.
type verifier struct {
	Bundle
	public string
	tree   *Log
	points []Checkpoint
	seals  []deed
	opens  []deed
	amends []Amended
	report Report
}

// deed is an opened event that seals, breaks or opens a result.
type deed struct {
	leaf int64
	sealDetail
}

// log builds the tree and holds every checkpoint against it.
func (v *verifier) log() *Fault {
	v.tree = NewLog(v.Leaves)
	for i, signed := range v.Checkpoints {
		c, err := OpenCheckpoint(signed, v.public)
		if err != nil {
			return &Fault{Kind: signatureFault(err), Checkpoint: i}
		}
		if i > 0 {
			if last := v.points[i-1]; c.Size < last.Size || c.At.Before(last.At) {
				return &Fault{Kind: Backwards, Checkpoint: i}
			}
		}
		if head, err := v.tree.HeadAt(c.Size); err != nil || head != c.Head {
			return &Fault{Kind: Forked, Checkpoint: i, Want: c.Root.String(), Have: head.Root.String()}
		}
		v.points = append(v.points, c)
	}
	if len(v.points) == 0 || v.points[len(v.points)-1].Size != v.tree.Size() {
		return &Fault{Kind: Uncovered, Leaf: v.tree.Size() - 1}
	}
	first, last := v.points[0], v.points[len(v.points)-1]
	v.report = Report{
		Origin: last.Origin, Leaves: v.tree.Size(), Openings: len(v.Openings), Checkpoints: len(v.points), First: first.At, Last: last.At,
	}
	return nil
}

func signatureFault(err error) FaultKind {
	if errors.Is(err, ErrSignature) {
		return BadSignature
	}
	return BadCheckpoint
}

// against holds checkpoints that were kept outside against the log.
func (v *verifier) against(kept []string) *Fault {
	for i, signed := range kept {
		c, err := OpenCheckpoint(signed, v.public)
		if err != nil {
			return &Fault{Kind: BadKept, Checkpoint: i}
		}
		head, err := v.tree.HeadAt(c.Size)
		if err != nil {
			return &Fault{Kind: Truncated, Checkpoint: i, Want: strconv.FormatInt(c.Size, 10), Have: strconv.FormatInt(v.tree.Size(), 10)}
		}
		if head != c.Head {
			return &Fault{Kind: Rewritten, Checkpoint: i, Want: c.Root.String(), Have: head.Root.String()}
		}
		v.report.Kept++
	}
	return nil
}

// open holds the openings against their leaves and picks out the deeds that
// concern results.
func (v *verifier) open() *Fault {
	last := int64(-1)
	for _, o := range v.Openings {
		if o.Leaf <= last || o.Leaf >= v.tree.Size() || LeafOf(o.Salt, o.Event) != v.Leaves[o.Leaf] {
			return &Fault{Kind: BadOpening, Leaf: o.Leaf}
		}
		last = o.Leaf
		e, err := ReadEvent(o.Event)
		if err != nil {
			return &Fault{Kind: BadEvent, Leaf: o.Leaf}
		}
		if e.Deed == DeedAmend || e.Deed == DeedPromote {
			a := Amended{Leaf: o.Leaf, At: e.At}
			if strict([]byte(e.Detail), &a.Amendment) != nil || (a.Act == Promoted) != (e.Deed == DeedPromote) {
				return &Fault{Kind: BadEvent, Leaf: o.Leaf}
			}
			v.amends = append(v.amends, a)
			continue
		}
		if e.Deed != DeedSeal && e.Deed != DeedOpen {
			continue
		}
		d := deed{leaf: o.Leaf}
		if err := json.Unmarshal([]byte(e.Detail), &d.sealDetail); err != nil {
			return &Fault{Kind: BadEvent, Leaf: o.Leaf}
		}
		if e.Deed == DeedSeal {
			v.seals = append(v.seals, d)
		} else {
			v.opens = append(v.opens, d)
		}
	}
	return nil
}

// results holds every result against its commitment and its evidence.
func (v *verifier) results() *Fault {
	seen := map[string]bool{}
	for _, o := range v.Results {
		r, err := ReadResult(o.Doc)
		if err != nil || seen[r.key()] {
			return &Fault{Kind: BadResult, Year: r.Year, Category: r.Category}
		}
		seen[r.key()] = true
		checked, f := v.result(r, o)
		if f != nil {
			f.Year, f.Category = r.Year, r.Category
			return f
		}
		v.report.Results = append(v.report.Results, checked)
	}
	for _, d := range v.opens {
		if !seen[d.key()] {
			return &Fault{Kind: Absent, Leaf: d.leaf, Year: d.Year, Category: d.Category}
		}
	}
	return nil
}

func (r Result) key() string     { return strconv.Itoa(r.Year) + "/" + r.Category }
func (d sealDetail) key() string { return strconv.Itoa(d.Year) + "/" + d.Category }

func (v *verifier) result(r Result, o Opened) (Verified, *Fault) {
	out := Verified{Result: r}
	commitment := Commit(o.Nonce, o.Doc).String()
	open := slices.IndexFunc(v.opens, func(d deed) bool { return d.key() == r.key() })
	if open < 0 {
		return out, &Fault{Kind: Unopened}
	}
	out.Opening = v.opens[open].leaf
	seal := v.sealBefore(r.key(), out.Opening)
	if seal == nil || seal.Commitment != commitment || v.opens[open].Commitment != commitment {
		return out, &Fault{Kind: Uncommitted, Have: commitment}
	}
	out.Sealed = seal.leaf
	i := slices.IndexFunc(v.points, func(c Checkpoint) bool { return c.Size > seal.leaf })
	if v.points[i].Size > out.Opening { // the last checkpoint covers all, so there is one
		return out, &Fault{Kind: LateCommitment, Leaf: seal.leaf}
	}
	out.Covered = v.points[i].At
	if len(o.Pieces) == 0 {
		return out, nil
	}
	out.Tallied = true
	return out, tallied(r, o.Pieces)
}

// sealBefore is the second signature that stands when a result is opened; nil
// when the seal was broken after it, or never made.
func (v *verifier) sealBefore(key string, leaf int64) *deed {
	var stands *deed
	for i, d := range v.seals {
		if d.key() != key || d.leaf > leaf {
			continue
		}
		switch d.Act {
		case "second":
			stands = &v.seals[i]
		case "break":
			stands = nil
		}
	}
	return stands
}
