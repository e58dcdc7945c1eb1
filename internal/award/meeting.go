package award

// Rescore is what a judge made of an entry anew in the jury's meeting: scores
// that count instead of those of the scoresheet, which stays as it was sent.
type Rescore struct {
	ID     ID
	Seat   ID
	Scores map[string]float64
	Reason string
	At     Time
	By     ID // who noted it
}

// Rescored returns the sheet with the scores that were given anew, and the texts
// that were sent.
func (s Scoresheet) Rescored(r Rescore) Scoresheet {
	s.Scores = r.Scores
	return s
}

// Presence is whether and how somebody is at the jury's meeting.
type Presence string

// The presences.
const (
	InRoom Presence = "room"
	Remote Presence = "remote"
	Away   Presence = "away"
)

// Presences lists every presence in the order in which pages offer them.
var Presences = []Presence{InRoom, Remote, Away}

// There reports whether the person takes part.
func (p Presence) There() bool { return p == InRoom || p == Remote }

// Attendance notes one person's presence at the meeting.
type Attendance struct {
	Edition ID       `db:"edition" json:"-"`
	Person  ID       `db:"person" json:"person"`
	How     Presence `db:"how" json:"how"`
	At      Time     `db:"at" json:"-"`
	By      ID       `db:"noted_by" json:"-"`
}

// ExtraPlace is a place that the jury adds to a prize in one category. The prize
// itself is the edition's, so certificates, ceremony and library know it.
type ExtraPlace struct {
	ID       ID     `db:"id"`
	Edition  ID     `db:"edition"`
	Category string `db:"category"`
	Prize    string `db:"prize"`
	Reason   string `db:"reason"`
	At       Time   `db:"at"`
	By       ID     `db:"added_by"`
}

// With returns the prize with the places that were added to it in a category.
func (p Prize) With(extra []ExtraPlace) Prize {
	for _, e := range extra {
		if e.Prize == p.Key {
			p.PerCategory++
		}
	}
	return p
}

// Ballot is one vote of the jury as it was recorded. A secret one holds counts
// alone, an open one who voted for what.
type Ballot struct {
	Question string         `json:"question"`
	Secret   bool           `json:"secret"`
	Eligible []ID           `json:"eligible"` // who could vote: present and without a tie
	Options  []BallotOption `json:"options"`
	// Abstained are those who voted for nothing; of an open vote By is filled in.
	Abstained BallotOption `json:"abstained"`
}

// BallotOption is one answer of a vote: an entry by its reference, or one of the
// motion's two answers.
type BallotOption struct {
	Key   string `json:"key"`
	Count int    `json:"count"`
	By    []ID   `json:"by,omitempty"`
}

// The answers of a vote that is not about entries.
const (
	MotionFor     = "for"
	MotionAgainst = "against"
)

// Cast counts the votes that were given, abstentions among them.
func (b Ballot) Cast() int {
	n := b.Abstained.Count
	for _, o := range b.Options {
		n += o.Count
	}
	return n
}
