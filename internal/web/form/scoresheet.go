package form

import (
	"strconv"

	"we-gov.org/awards/internal/award"
)

// Scoresheet reads a whole sheet as the page of an entry posts it: version, a
// score under the key of each criterion, reason.KEY and comment. A score that
// is no number is noted in faults under score.KEY.
func Scoresheet(e *award.Edition, v Values, faults award.Invalid) award.Scoresheet {
	s := award.Scoresheet{Scores: map[string]float64{}, Reasons: map[string]string{}, Comment: v.Text("comment")}
	s.Version = v.Int("version", faults)
	for _, c := range e.Criteria {
		if text := v.Text(c.Key); text != "" {
			score, err := strconv.ParseFloat(text, 64)
			if err != nil || score != score {
				faults.Add("score."+c.Key, "judge.fault.not_a_score")
				continue
			}
			s.Scores[c.Key] = score
		}
		if text := v.Text("reason." + c.Key); text != "" {
			s.Reasons[c.Key] = text
		}
	}
	return s
}
