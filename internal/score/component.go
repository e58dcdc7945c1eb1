package score

// Reason says why a component has the raw mean although the policy is Adjusted.
type Reason string

// The reasons.
const (
	NoReason     Reason = ""
	Disconnected Reason = "disconnected" // no shared judge links it with another component of the pool
	FewFreedom   Reason = "few_freedom"  // too few sheets beside entries and judges to tell strictness from chance
	NotConverged Reason = "not_converged"
)

// Component is a part of the pool whose entries are linked by shared judges;
// strictness can be told within it only. Strictness and Noise are standard
// deviations on the scale: of judges, and of one sheet.
type Component struct {
	Entries    int      `json:"entries"`
	Judges     int      `json:"judges"`
	Sheets     int      `json:"sheets"`
	Freedom    int      `json:"freedom"` // sheets less entries less judges plus one
	Method     Method   `json:"method"`  // of its official scores
	Reason     Reason   `json:"reason,omitempty"`
	Strictness float64  `json:"strictness"`
	Noise      float64  `json:"noise"`
	REML       float64  `json:"reml"`              // -2 log restricted likelihood at the optimum, as lme4 counts it
	Confirm    []string `json:"confirm,omitempty"` // judges whose correction is over 15 % of the scale: the chair must confirm
}

// Severity is what the model makes of one judge: Value above zero scores higher
// than colleagues on the same entries (lenient), below zero lower (strict),
// shrunken towards zero; SE is its error and Correction what is added to the
// judge's totals where the official score is adjusted.
type Severity struct {
	Judge      string  `json:"judge"`
	Component  int     `json:"component"`
	Sheets     int     `json:"sheets"`
	Value      float64 `json:"value"`
	SE         float64 `json:"se"`
	Correction float64 `json:"correction"`
	Mean       float64 `json:"mean"`          // of the judge's totals
	SD         float64 `json:"sd"`            // of the judge's residuals; 0 with fewer than two sheets
	Few        bool    `json:"few,omitempty"` // fewer than three sheets: little can be known
}

// Dispute is an entry whose prize differs between the official score and the raw
// mean. A prize is an index of Policy.Prizes; -1 = none.
type Dispute struct {
	Entry    string `json:"entry"`
	Official int    `json:"official"`
	Raw      int    `json:"raw"`
}
