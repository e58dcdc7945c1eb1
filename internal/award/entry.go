package award

// Entry is what a city enters: answers and attachments in one category.
type Entry struct {
	ID        ID         `db:"id"`
	Edition   ID         `db:"edition"`
	City      ID         `db:"city"`
	Number    int        `db:"number"`    // counts from 1 within the edition
	Reference string     `db:"reference"` // such as 2027-0007; the entry's address
	Category  string     `db:"category"`
	Title     string     `db:"title"`
	State     EntryState `db:"state"`
	// Version rises with each change of state, category or title, not of an answer.
	Version   int  `db:"version"`
	Created   Time `db:"created"`
	CreatedBy ID   `db:"created_by"`
	Sent      Time `db:"sent"`     // when it was last sent; 0 = never, or taken back
	Decided   Time `db:"decided"`  // when screening accepted or refused it
	Reopened  Time `db:"reopened"` // until when its city may change it though entries are closed; 0 = not
}

// EntryState is how far an entry has come before it is judged. What judges
// make of it is kept elsewhere, so that no query for entries can tell.
type EntryState string

// The states of an entry.
const (
	EntryDraft      EntryState = "draft"
	EntrySent       EntryState = "sent"       // with the Secretariat
	EntryReturned   EntryState = "returned"   // back with the city for correction
	EntryAccepted   EntryState = "accepted"   // to be judged
	EntryIneligible EntryState = "ineligible" // refused with a reason
	EntryWithdrawn  EntryState = "withdrawn"
)

// EntryStates lists every state in the order in which an entry meets them.
var EntryStates = []EntryState{EntryDraft, EntrySent, EntryReturned, EntryAccepted, EntryIneligible, EntryWithdrawn}

// Answer is what a city says to one question, with the version that guards it
// against silent overwriting. Value is the text itself for text kinds and a
// canonical JSON document for lists and tables (see answers.go).
type Answer struct {
	Entry    ID     `db:"entry"`
	Question string `db:"question"`
	Value    string `db:"value"`
	Version  int    `db:"version"`
	Changed  Time   `db:"changed"`
	By       ID     `db:"changed_by"`
}

// Attachment is a file of an entry, kept in the object store under Key.
type Attachment struct {
	ID     ID     `db:"id"`
	Entry  ID     `db:"entry"`
	Kind   string `db:"kind"`
	Name   string `db:"name"`  // as the city named it; shown, never used as a path
	Media  string `db:"media"` // decided by content
	Size   int64  `db:"size"`
	SHA256 string `db:"sha256"`
	Key    string `db:"object_key"`
	Thumb  string `db:"thumb_key"` // a small JPEG without metadata; empty = none
	Wide   string `db:"wide_key"`  // a larger one, for the public; empty = the small one is as large as the picture
	// The same two copies as WebP, which is a third smaller; empty = none is kept.
	ThumbWebP string `db:"thumb_webp_key"`
	WideWebP  string `db:"wide_webp_key"`
	Width     int    `db:"width"`
	Height    int    `db:"height"`
	Pages     int    `db:"pages"`
	Caption   string `db:"caption"`
	Alt       string `db:"alt"`
	Credit    string `db:"credit"`
	Language  string `db:"language"`
	Public    bool   `db:"public"`
	Position  int    `db:"position"`
	Version   int    `db:"version"`
	Created   Time   `db:"created"`
	By        ID     `db:"created_by"`
}

// The longest side of the copies that are made of a picture, in pixels.
const (
	ThumbSide = 480
	WideSide  = 1280
)

// Scaled is how wide and high a picture is whose longest side is at most so
// long; 0 and 0 for what is no picture.
func (a Attachment) Scaled(side int) (width, height int) {
	longest := max(a.Width, a.Height)
	if longest <= side {
		return a.Width, a.Height
	}
	return max(1, a.Width*side/longest), max(1, a.Height*side/longest)
}

// Sending is one act of sending an entry: what was sent stays, whatever is
// changed afterwards. Doc is the canonical JSON of answers and attachments and
// SHA256 its hash, which the receipt shows.
type Sending struct {
	Entry  ID     `db:"entry"`
	Number int    `db:"number"` // 1 for the first sending
	At     Time   `db:"at"`
	By     ID     `db:"sent_by"`
	SHA256 string `db:"sha256"`
	Doc    string `db:"doc"`
	Back   Time   `db:"taken_back"` // 0 = stands
}

// Query is a question of the Secretariat to a city about its entry, with the
// city's answer. A query with Return set asks for a correction.
type Query struct {
	ID        ID     `db:"id"`
	Entry     ID     `db:"entry"`
	Text      string `db:"text"`
	Due       Time   `db:"due"`
	Asked     Time   `db:"asked"`
	AskedBy   ID     `db:"asked_by"`
	Reply     string `db:"reply"`
	Replied   Time   `db:"replied"`
	RepliedBy ID     `db:"replied_by"`
}

// Screening is the Secretariat's check of an entry.
type Screening struct {
	Entry     ID              `json:"entry"`
	Checklist map[string]bool `json:"checklist"` // check key -> passed
	Note      string          `json:"note"`      // for the Secretariat only
	Reason    string          `json:"reason"`    // told to the city when not eligible
	By        ID              `json:"by"`
	At        Time            `json:"at"`
	Version   int             `json:"version"`
}
