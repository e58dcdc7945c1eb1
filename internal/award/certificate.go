package award

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"
)

// Certificate is the paper of a prize. Its code tells neither how many there are
// nor whose it is. None is stored before the result of its category is open.
type Certificate struct {
	Code     string `db:"code"`
	Edition  ID     `db:"edition"`
	Category string `db:"category"`
	Prize    string `db:"prize"` // its key
	Entry    ID     `db:"entry"`
	// Name and LocalName are the city's name as it is to be printed, in Latin
	// letters and in its own script; empty = as the city is called.
	Name      string `db:"name"`
	LocalName string `db:"local_name"`
	Made      Time   `db:"made"`
}

// PrintedMax is how many characters a printed name may have.
const PrintedMax = 80

// codeLetters are those of Crockford's base32: none that is read as another.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codeLength = 20 // 100 random bits
	codeGroup  = 4
)

// NewCode draws the code of a certificate: 100 random bits in five groups of
// four letters and digits.
func NewCode() string {
	var b [codeLength]byte
	_, _ = rand.Read(b[:]) // never fails
	return codeOf(b)
}

// codeOf writes five bits of each byte as a code.
func codeOf(b [codeLength]byte) string {
	for i := range b {
		b[i] = codeLetters[b[i]%32]
	}
	return grouped(string(b[:]))
}

// Certificates are those of a result's winners, as its opening at a moment stores
// them.
//
// Why their codes follow from the result's secret nonce: certificates are printed
// before the opening, and a row that ties an entry to a prize would tell the
// winner to whoever reads the records. So nothing is stored, and while two people
// have the envelope open the same codes are made again. A result that is sealed
// anew has another nonce, so a paper of the old one is never genuine.
func (r Result) Certificates(edition ID, at Time) (all []Certificate) {
	for _, won := range r.Prizes {
		if won.Outcome == Withheld || won.Entry == "" {
			continue
		}
		sum := sha256.Sum256([]byte(r.Nonce + "\ncertificate\n" + won.Prize + "\n" + string(won.Entry)))
		all = append(all, Certificate{
			Code: codeOf([codeLength]byte(sum[:codeLength])), Edition: edition, Category: r.Category, Prize: won.Prize, Entry: won.Entry, Made: at,
		})
	}
	return all
}

func grouped(letters string) string {
	var groups []string
	for i := 0; i < len(letters); i += codeGroup {
		groups = append(groups, letters[i:i+codeGroup])
	}
	return strings.Join(groups, "-")
}

// ReadCode reads a code as a person types it: capital or small letters, any
// spaces and hyphens, O for 0, I and L for 1. It reports false for what cannot
// be a code.
func ReadCode(typed string) (code string, ok bool) {
	letters := strings.Map(func(r rune) rune {
		switch {
		case r == 'O':
			return '0'
		case r == 'I' || r == 'L':
			return '1'
		case r < 0x80 && strings.ContainsRune(codeLetters, r):
			return r
		case strings.ContainsRune(" -\u00a0\u2010\u2011\u2013\u2014_.\t\r\n", r):
			return -1
		}
		return '?'
	}, strings.ToUpper(typed))
	if len(letters) != codeLength || strings.Contains(letters, "?") {
		return "", false
	}
	return grouped(letters), true
}

// PrizeAct is what became of a prize after its result was opened.
type PrizeAct string

// The acts.
const (
	PrizeRevoked  PrizeAct = "revoked"  // taken away, since it should not have been given
	PrizeReturned PrizeAct = "returned" // given back by its city
	PrizeRestored PrizeAct = "restored" // an earlier one of these was wrong
	PrizePromoted PrizeAct = "promoted" // the next in line takes a place that became free
)

// Takes reports whether the act takes a prize from its winner.
func (a PrizeAct) Takes() bool { return a == PrizeRevoked || a == PrizeReturned }

// Amendment is one act on a prize of an open result. It is the only record of
// it: page, certificate, lists and show follow from it. City and Title are those
// of an entry that is promoted, on that day.
type Amendment struct {
	Seq      int64    `db:"seq"` // given by the store, rising
	Edition  ID       `db:"edition"`
	Category string   `db:"category"`
	Prize    string   `db:"prize"`
	Entry    ID       `db:"entry"`
	Act      PrizeAct `db:"act"`
	City     string   `db:"city"`
	Title    string   `db:"title"`
	Reason   string   `db:"reason"` // everybody reads it
	At       Time     `db:"at"`
	By       ID       `db:"done_by"`
}

// Taken is the act by which an entry lost a prize, and whether it did. All are
// the amendments of its category, the oldest first.
func Taken(all []Amendment, prize string, entry ID) (act Amendment, taken bool) {
	for _, a := range all {
		if a.Prize == prize && a.Entry == entry {
			act, taken = a, a.Act.Takes()
		}
	}
	return act, taken
}

// Standing is what of a result's prizes stands after the amendments of its
// category, the oldest first. A place that was taken is withheld until somebody
// is promoted to it.
func (r Result) Standing(all []Amendment) []PrizeWon {
	prizes := make([]PrizeWon, len(r.Prizes))
	copy(prizes, r.Prizes)
	empty := map[int]ID{} // who held the place
	for _, a := range all {
		for i, p := range prizes {
			if p.Prize != a.Prize {
				continue
			}
			lost, free := empty[i]
			switch {
			case a.Act.Takes() && p.Entry == a.Entry && p.Entry != "":
				prizes[i] = PrizeWon{Prize: p.Prize, Name: p.Name, Rank: p.Rank, Outcome: Withheld, Reason: a.Reason}
				empty[i] = a.Entry
			case a.Act == PrizeRestored && free && lost == a.Entry:
				prizes[i] = r.wonBy(a, p)
				delete(empty, i)
			case a.Act == PrizePromoted && free:
				prizes[i] = PrizeWon{Prize: p.Prize, Name: p.Name, Rank: p.Rank, Outcome: Given, Entry: a.Entry, City: a.City, Title: a.Title, Reason: a.Reason}
				delete(empty, i)
			default:
				continue
			}
			break
		}
	}
	return prizes
}

// wonBy is a place as its restored holder won it.
func (r Result) wonBy(a Amendment, place PrizeWon) PrizeWon {
	for _, p := range r.Prizes {
		if p.Prize == a.Prize && p.Entry == a.Entry {
			return p
		}
	}
	return PrizeWon{Prize: place.Prize, Name: place.Name, Rank: place.Rank, Outcome: Given, Entry: a.Entry, City: a.City, Title: a.Title, Reason: a.Reason}
}

// Free is how many places of a prize were taken from their winners and stand
// empty.
func (r Result) Free(all []Amendment, prize string) int {
	n := 0
	for i, p := range r.Standing(all) {
		if p.Prize == prize && p.Outcome == Withheld && r.Prizes[i].Outcome != Withheld {
			n++
		}
	}
	return n
}

// NextInLine is the first entry of the order that holds no prize and has lost
// none; false when there is none.
func (r Result) NextInLine(all []Amendment) (Standing, bool) {
	out := map[ID]bool{}
	for _, p := range r.Standing(all) {
		out[p.Entry] = true
	}
	for _, a := range all {
		out[a.Entry] = true
	}
	for _, s := range r.Standings {
		if s.Rank > 0 && !out[s.Entry] {
			return s, true
		}
	}
	return Standing{}, false
}
