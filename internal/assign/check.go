package assign

import "errors"

// ErrRejected is what Check finds wrong with a certificate; a Rejection is around it.
var ErrRejected = errors.New("assign: the certificate does not prove the plan")

// Rejection says which claim of a document is not true. Claim is one of instance,
// seat, load, spread, locked, value, price, dual, goal.
type Rejection struct {
	Claim string
	Goal  Goal
	Judge string
	Entry string
}

// Error names the claim in English for a log or a terminal.
func (r *Rejection) Error() string {
	s := ErrRejected.Error() + ": " + r.Claim
	for _, part := range []string{string(r.Goal), r.Judge, r.Entry} {
		if part != "" {
			s += " " + part
		}
	}
	return s
}

// Unwrap gives ErrRejected.
func (r *Rejection) Unwrap() error { return ErrRejected }

// Check verifies a plan against its input with nothing but the certificate: every
// seat is allowed, every stated value is the plan's, and under the stated prices no
// exchange improves a goal that claims to be proved. It shares no code with the
// solver. A RowError is a faulty input, a Rejection a false claim.
func Check(in Input, plan Plan) error {
	report, err := Review(in, seatPairs(plan.Seats))
	if err != nil {
		return err
	}
	for _, p := range report.Problems {
		if p.Stops() || p.Kind == LockedMissing {
			return &Rejection{Claim: "seat", Judge: p.Judge, Entry: p.Entry}
		}
	}
	return nil
}
