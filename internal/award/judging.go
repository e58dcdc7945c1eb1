package award

// Seat is one judge's place on the panel of one entry in one round.
type Seat struct {
	ID      ID        `db:"id"`
	Edition ID        `db:"edition"`
	Round   int       `db:"round"`
	Entry   ID        `db:"entry"`
	Judge   ID        `db:"judge"`
	State   SeatState `db:"state"`
	// Place is the judge's own random but fixed reading order.
	Place   int  `db:"place"`
	Since   Time `db:"since"`
	Version int  `db:"version"`
}

// SeatState is how far a seat has come.
type SeatState string

// The states of a seat.
const (
	SeatOpen    SeatState = "open"
	SeatSkipped SeatState = "skipped" // set aside for now
	SeatDone    SeatState = "done"    // scored in full, may still be changed
	SeatSent    SeatState = "sent"    // sent; may be taken back until the round closes
	SeatRecused SeatState = "recused" // the judge stepped aside: the entry is gone for them
	SeatVoid    SeatState = "void"    // the Secretariat took the seat away; its sheet does not count
)

// Counts reports whether a scoresheet in this seat is part of a result.
func (s SeatState) Counts() bool { return s == SeatDone || s == SeatSent }

// Gone reports whether the seat no longer lets its judge see the entry.
func (s SeatState) Gone() bool { return s == SeatRecused || s == SeatVoid }

// Scoresheet is what one judge makes of one entry. Scores holds only the
// criteria that have been scored: missing is not zero.
type Scoresheet struct {
	Seat    ID                 `json:"seat"`
	Scores  map[string]float64 `json:"scores"`
	Reasons map[string]string  `json:"reasons"` // criterion key -> why
	Comment string             `json:"comment"` // on the whole entry
	Version int                `json:"version"`
	Changed Time               `json:"changed"`
	// Salt keeps the commitment of the sheet from being guessed.
	Salt string `json:"salt,omitempty"`
}

// Complete reports whether every criterion of the edition has a score.
func (s Scoresheet) Complete(e *Edition) bool {
	for _, c := range e.Criteria {
		if _, there := s.Scores[c.Key]; !there {
			return false
		}
	}
	return true
}

// Check returns the faults that keep a scoresheet from being finished: a
// criterion without a score, a score off the scale, a missing reason or comment.
// Field names are score.KEY, reason.KEY and comment.
func (s Scoresheet) Check(e *Edition) Invalid {
	faults := s.CheckScores(e)
	for _, c := range e.Criteria {
		v, there := s.Scores[c.Key]
		switch {
		case !there:
			faults.Add("score."+c.Key, "judge.fault.score_missing", "Criterion", c.Name)
		case e.Comments.Asks(v) && s.Reasons[c.Key] == "":
			faults.Add("reason."+c.Key, "judge.fault.reason_missing", "Criterion", c.Name)
		}
	}
	if e.Comments.Overall && s.Comment == "" {
		faults.Add("comment", "judge.fault.comment_missing")
	}
	return faults
}

// CheckScores returns the faults that keep even an unfinished scoresheet from
// being saved: an unknown criterion or a score off the scale.
func (s Scoresheet) CheckScores(e *Edition) Invalid {
	faults := Invalid{}
	for key, v := range s.Scores {
		if c, there := e.Criterion(key); !there {
			faults.Add("score."+key, "judge.fault.criterion_unknown")
		} else if !e.Scale.Holds(v) {
			faults.Add("score."+key, "judge.fault.off_scale", "Criterion", c.Name, "Min", e.Scale.Min, "Max", e.Scale.Max, "Step", e.Scale.Step)
		}
	}
	return faults
}

// Conflict is a tie between a judge and an entry, a city, an organisation or a
// country, declared by the judge or noted by the Secretariat.
type Conflict struct {
	ID      ID     `db:"id"`
	Edition ID     `db:"edition"`
	Judge   ID     `db:"judge"`
	Entry   ID     `db:"entry"` // empty when the conflict is with a whole city
	City    ID     `db:"city"`
	Reason  string `db:"reason"`
	At      Time   `db:"at"`
	By      ID     `db:"noted_by"`
}

// Decision is what the jury makes of one prize of one category.
type Decision struct {
	ID       ID      `db:"id"`
	Edition  ID      `db:"edition"`
	Category string  `db:"category"`
	Prize    string  `db:"prize"`
	Entry    ID      `db:"entry"` // empty when withheld
	Outcome  Outcome `db:"outcome"`
	Reason   string  `db:"reason"`
	// Departure says why the jury departs from the order of the scores; empty
	// where it follows it.
	Departure string `db:"departure"`
	At        Time   `db:"at"`
	By        ID     `db:"decided_by"`
}

// Outcome is how a prize was decided.
type Outcome string

// The outcomes of a prize.
const (
	Given    Outcome = "given"
	Shared   Outcome = "shared"
	Withheld Outcome = "withheld"
)

// Seal is the closing of one category's result by two different people. Doc is
// the canonical JSON of the result and SHA256 its hash. It shows to nobody else
// until Opened. Commitment binds the result without telling it and may be shown
// to everybody.
type Seal struct {
	Edition  ID     `db:"edition"`
	Category string `db:"category"`
	Doc      string `db:"doc"`
	SHA256   string `db:"sha256"`
	// Inputs is what the result was computed from, in canonical JSON; empty where
	// a seal is older than this.
	Inputs     string `db:"inputs"`
	Commitment string `db:"commitment"`
	// Envelope holds Doc, Inputs and what else was sealed, encrypted, from the
	// second signature until the opening; both are empty then, unless two people
	// have the envelope open for work. Basis is the hash of the order that was
	// computed at sealing.
	Envelope string `db:"envelope"`
	Basis    string `db:"basis"`
	First    ID     `db:"first_by"`
	FirstAt  Time   `db:"first_at"`
	Second   ID     `db:"second_by"`
	SecondAt Time   `db:"second_at"`
	Opened   Time   `db:"opened"`
	OpenedBy ID     `db:"opened_by"`
	Version  int    `db:"version"`
}

// Sealed reports whether two people have sealed the result.
func (s Seal) Sealed() bool { return s.Second != "" }

// Closed reports whether the result lies in its envelope and cannot be read now.
func (s Seal) Closed() bool { return s.Envelope != "" && s.Doc == "" }
