package assign

// Side says which limit a witness is about.
type Side string

// The sides of a witness.
const (
	SeatsSide Side = "seats" // entries that need more reviews than their judges can give
	LoadsSide Side = "loads" // judges who must read more than there is for them
)

// Witness is a smallest proof that something cannot be. Of SeatsSide: Entries need
// Need reviews together and Judges can give them only Have. Of LoadsSide: Judges
// must have Need reviews by their minimum, and Entries can give them only Have.
// Leaving out any one of Entries (of Judges on LoadsSide) would undo the proof.
type Witness struct {
	Side     Side         `json:"side"`
	Category string       `json:"category,omitempty"` // when all Entries are of one
	Entries  []WitnessRow `json:"entries"`
	Judges   []WitnessRow `json:"judges"`
	Barred   []BarCount   `json:"barred"` // judges who might have helped and may not, by judge and reason
	Need     int          `json:"need"`
	Have     int          `json:"have"`
	Remedies []Remedy     `json:"remedies"` // each tested: with it alone this witness is gone and no seat more stays empty
}

// WitnessRow is how much one entry needs (or can give) or one judge can give (or needs).
type WitnessRow struct {
	ID    string `json:"id"`
	Count int    `json:"count"`
	// Limit: the judge's number comes from the maximum load, not from how many of the entries are open.
	Limit bool `json:"limit,omitempty"`
}

// BarCount says that a judge is barred for a reason from Count of the entries.
type BarCount struct {
	Judge  string `json:"judge"`
	Reason Reason `json:"reason"`
	Count  int    `json:"count"`
}

// RemedyKind says what would help.
type RemedyKind string

// The kinds of remedy, the mildest first.
const (
	RaiseMax   RemedyKind = "raise_max"   // the judge's maximum by By
	LowerMin   RemedyKind = "lower_min"   // the judge's minimum by By
	LowerNeed  RemedyKind = "lower_need"  // each of the witness's entries by By
	LiftBar    RemedyKind = "lift_bar"    // the judge's bars for Reason on these entries; never proposed for a conflict
	AddJudge   RemedyKind = "add_judge"   // one more judge open to the entries, for By of them
	LiftSpread RemedyKind = "lift_spread" // the country cap or the experts asked for
)

// Remedy is one change that the engine has tried and found enough.
type Remedy struct {
	Kind   RemedyKind `json:"kind"`
	Judge  string     `json:"judge,omitempty"`
	Reason Reason     `json:"reason,omitempty"`
	By     int        `json:"by,omitempty"`
}
