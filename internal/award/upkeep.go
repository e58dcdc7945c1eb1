package award

// Running is what a city says of a practice years later.
type Running string

// What a city can say. The empty one: it has not been heard yet.
const (
	RunningYes     Running = "yes"
	RunningChanged Running = "changed"
	RunningEnded   Running = "ended"
)

// Runnings lists what a city can say, in the order of forms.
var Runnings = []Running{RunningYes, RunningChanged, RunningEnded}

// Upkeep is what is known of a practice beyond what its city entered.
type Upkeep struct {
	Practice ID `db:"practice"`
	// Series is the ID of the earliest practice that this one continues; the
	// practices of a series are one practice entered in several editions.
	Series    ID      `db:"series"`
	Remark    string  `db:"remark"` // of the jury, public
	Running   Running `db:"running"`
	Said      string  `db:"said"`
	Confirmed Time    `db:"confirmed"`
	Asked     Time    `db:"asked"`
	Hash      string  `db:"token_hash"` // of the secret in the link that was mailed last
	// Revoked: the prize was taken away. The page is then gone like that of a
	// practice that its city withdrew, and says so.
	Revoked bool `db:"revoked"`
}

// InquiryKind says what somebody wants from the city of a practice.
type InquiryKind string

// The kinds of inquiry.
const (
	InquiryQuestion    InquiryKind = "question"
	InquiryReplication InquiryKind = "replication" // we are doing this too
)

// Inquiry is what another city asks the city of a practice, or tells it: that
// it does the same. Neither sees the other's address.
type Inquiry struct {
	ID       ID          `db:"id"`
	Practice ID          `db:"practice"`
	Kind     InquiryKind `db:"kind"`
	Name     string      `db:"name"`
	Email    string      `db:"email"` // blank once it is no longer needed
	City     string      `db:"city"`
	Country  string      `db:"country"`
	Language string      `db:"language"`
	Text     string      `db:"text"`
	Created  Time        `db:"created"`
	// AskerHash is of the secret by which the asker says that the address is
	// theirs, OwnerHash of the one by which the city answers.
	AskerHash string `db:"asker_hash"`
	Confirmed Time   `db:"confirmed"`
	OwnerHash string `db:"owner_hash"`
	Answered  Time   `db:"answered"`
	Accepted  bool   `db:"accepted"` // a replication that the city confirmed
	Reply     string `db:"reply"`
}
