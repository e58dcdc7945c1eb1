package award

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"slices"
	"strconv"
)

// ReasonMax and CommentMax are the most characters of a reason for one score
// and of the comment on the whole entry.
const (
	ReasonMax  = 2000
	CommentMax = 6000
)

// Total is the weighted mean of a complete sheet's scores, on the scale of the
// edition and rounded to a millionth; false while a score is missing, since
// missing is not zero.
func (s Scoresheet) Total(e *Edition) (float64, bool) {
	sum, weights := 0.0, 0
	for _, c := range e.Criteria {
		v, there := s.Scores[c.Key]
		if !there {
			return 0, false
		}
		sum += v * float64(c.Weight)
		weights += c.Weight
	}
	if weights == 0 {
		return 0, false
	}
	return math.Round(sum/float64(weights)*1e6) / 1e6, true
}

// Percent is where a total lies between the ends of the scale, from 0 to 100.
func (s Scale) Percent(total float64) float64 {
	if s.Max <= s.Min {
		return 0
	}
	return math.Round((total-s.Min)/(s.Max-s.Min)*1e8) / 1e6
}

// Scored counts the criteria of the edition that have a score.
func (s Scoresheet) Scored(e *Edition) int {
	n := 0
	for _, c := range e.Criteria {
		if _, there := s.Scores[c.Key]; there {
			n++
		}
	}
	return n
}

// CheckTexts returns the faults that keep the reasons and the comment of even an
// unfinished scoresheet from being saved: too long, or of an unknown criterion.
func (s Scoresheet) CheckTexts(e *Edition) Invalid {
	faults := Invalid{}
	for key, text := range s.Reasons {
		if _, there := e.Criterion(key); !there {
			faults.Add("reason."+key, "judge.fault.criterion_unknown")
		} else if len([]rune(text)) > ReasonMax {
			faults.Add("reason."+key, "judge.fault.too_long", "Max", ReasonMax)
		}
	}
	if len([]rune(s.Comment)) > CommentMax {
		faults.Add("comment", "judge.fault.too_long", "Max", CommentMax)
	}
	return faults
}

// Fields are the sheet's values by the name of the field in which a judge gives
// them: KEY for a score, reason.KEY and comment. Empty ones are left out.
func (s Scoresheet) Fields() map[string]string {
	fields := map[string]string{}
	for key, v := range s.Scores {
		fields[key] = ScoreText(v)
	}
	for key, text := range s.Reasons {
		if text != "" {
			fields["reason."+key] = text
		}
	}
	if s.Comment != "" {
		fields["comment"] = s.Comment
	}
	return fields
}

// ScoreText writes a score as forms carry it: "3.5".
func ScoreText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Reseal gives the sheet a fresh salt, so that its commitment tells nothing
// about it to those who do not hold the sheet.
func (s *Scoresheet) Reseal() { s.Salt = rand.Text() }

// Commitment is the SHA-256 over salt, seat, scores and texts: the record of
// deeds holds it in place of the scores, and whoever is given the sheet can
// check that it is the one that was recorded.
func (s Scoresheet) Commitment() string {
	canonical, _ := json.Marshal([]any{s.Salt, s.Seat, s.Scores, s.Reasons, s.Comment})
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

// The sections that no judge reads: how to reach the people of an entry, and
// what may be published of it. Neither bears on a score.
const (
	SectionContacts    = "contacts"
	SectionPublication = "publication"
)

// JudgesSee reports whether judges read the answer to the question. They read
// everything that bears on a score, what is not for publication among it, such
// as a demo account for judges; not contacts, consents and publishing choices.
func (q Question) JudgesSee() bool {
	return q.Kind != Consents && q.Kind != FileKind && !slices.Contains([]string{SectionContacts, SectionPublication}, q.Section)
}

// JudgesSeeFile reports whether judges may open an attachment: all but those of
// a kind that is never public, which are papers for the Secretariat, such as a
// signed letter.
func (e *Edition) JudgesSeeFile(a Attachment) bool {
	k, there := e.Attachment(a.Kind)
	return there && k.Public != Never
}
