package ledger

import "strings"

// Fault is the first thing of a bundle that does not hold. Kind is one of the
// words below; the other fields say where, as far as they apply.
type Fault struct {
	Kind       FaultKind
	Leaf       int64 // counted from 0; of a leaf, opening or place in the evidence
	Checkpoint int   // counted from 0
	Year       int
	Category   string
	Entry      string
	Judge      string
	Prize      string
	Want, Have string
}

// FaultKind is a word for what does not hold.
type FaultKind string

// What may not hold, in the order in which Verify looks.
const (
	BadKey         FaultKind = "key"         // the public key cannot be read
	BadForm        FaultKind = "form"        // the file is not a bundle, or not in its one spelling
	BadCheckpoint  FaultKind = "checkpoint"  // not in the form of one
	BadSignature   FaultKind = "signature"   // a checkpoint is not signed with the key
	Backwards      FaultKind = "backwards"   // checkpoints shrink or go back in time
	Forked         FaultKind = "forked"      // a checkpoint is of other leaves
	Uncovered      FaultKind = "uncovered"   // leaves behind the last checkpoint, or no checkpoint
	BadKept        FaultKind = "kept"        // a checkpoint that was kept outside is none of the key
	Truncated      FaultKind = "truncated"   // shorter than a checkpoint that was kept outside
	Rewritten      FaultKind = "rewritten"   // other than a checkpoint that was kept outside
	BadOpening     FaultKind = "opening"     // an opening is not of its leaf, or out of order
	BadEvent       FaultKind = "event"       // an opened event cannot be read
	BadResult      FaultKind = "result"      // a result cannot be read, or stands twice
	Uncommitted    FaultKind = "uncommitted" // no seal commits to a result
	LateCommitment FaultKind = "late"        // no checkpoint between its seal and its opening
	Unopened       FaultKind = "unopened"    // a result is in the bundle and was not opened
	Absent         FaultKind = "absent"      // a result was opened and is not in the bundle
	BadPiece       FaultKind = "piece"       // a piece of evidence cannot be read
	BadEvidence    FaultKind = "evidence"    // the pieces are not those that the result names
	BadScore       FaultKind = "score"       // a score is off the scale, missing or doubled
	BadCount       FaultKind = "count"       // of entries or sheets
	BadMean        FaultKind = "mean"
	BadOfficial    FaultKind = "official"
	BadCorrection  FaultKind = "correction" // a judge has two, or the method has none
	BadModel       FaultKind = "model"      // corrections do not solve the model's equations
	BadRank        FaultKind = "rank"
	BadTie         FaultKind = "tie"
	BadPrize       FaultKind = "prize"       // departs from the order and says no reason
	BadAmendment   FaultKind = "amendment"   // a prize is taken from who has none, or given twice
	Forged         FaultKind = "forged"      // a certificate is not signed with the key
	BadCertificate FaultKind = "certificate" // cannot be read, or says what no result says
	BadReceipt     FaultKind = "receipt"     // not a receipt, or of another document
	Uncounted      FaultKind = "uncounted"   // a sheet is not among the evidence of its result
)

// Error says in plain words for a log what does not hold; pages and the command
// line have their own words for the kinds.
func (f *Fault) Error() string {
	parts := []string{"ledger: " + string(f.Kind)}
	for _, p := range []string{f.Category, f.Entry, f.Judge, f.Prize} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if f.Want != "" || f.Have != "" {
		parts = append(parts, "want "+f.Want+", have "+f.Have)
	}
	return strings.Join(parts, " · ")
}
