package web

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/templates"
)

// autosaved is the answer to a script that has saved one field.
type autosaved struct {
	Version int         `json:"version,omitempty"`
	At      string      `json:"at,omitempty"`
	By      string      `json:"by,omitempty"`
	Value   string      `json:"value,omitempty"`
	Values  [][2]string `json:"values,omitempty"`
	Fault   string      `json:"fault,omitempty"`
}

// autosave keeps one answer while it is being written. What cannot be kept is
// told in words; a colleague's change comes back with their text.
func autosaveAnswer(s *Site, v *visit) error {
	values, err := v.form()
	var broken award.Invalid
	if errors.As(err, &broken) {
		return v.JSON(http.StatusUnprocessableEntity, autosaved{Fault: v.said(firstFault(broken))})
	} else if err != nil {
		return err
	}
	o, err := s.Intake.Read(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	q, there := o.Edition.Question(values.Line("field"))
	if !there {
		return award.ErrNotFound
	}
	version, _ := strconv.Atoi(values.Line("version"))
	saved, err := s.Intake.Save(v.ctx(), v.Actor, o.Entry.Reference, []intake.Change{{Question: q.Key, Value: posted(q, values), Version: version}})
	if refused := (*award.Refusal)(nil); errors.As(err, &refused) {
		return v.JSON(http.StatusUnprocessableEntity, autosaved{Fault: v.said(refused.Fault)})
	} else if err != nil {
		return err
	}
	switch now := saved.Answers[q.Key]; {
	case len(saved.Clashes) > 0:
		f := v.questionField(o.Edition, q, now)
		return v.JSON(http.StatusConflict, autosaved{
			Version: now.Version, By: v.named(saved.Clashes[0].By), At: v.savedAt(now.Changed, o.Edition), Value: v.plainAnswer(q, now.Value), Values: postedPairs(f),
		})
	case len(saved.Lost) > 0:
		return v.JSON(http.StatusUnprocessableEntity, autosaved{Fault: v.said(saved.Faults[q.Key])})
	default:
		return v.JSON(http.StatusOK, autosaved{Version: now.Version, At: v.savedAt(saved.At, o.Edition)})
	}
}

func firstFault(faults award.Invalid) award.Fault {
	return faults[slices.Sorted(maps.Keys(faults))[0]]
}

// plainAnswer is an answer as one text.
func (v *visit) plainAnswer(q award.Question, value string) string {
	shown := v.answerPair(q, value, "", "")
	lines := shown.Lines
	for _, l := range shown.Links {
		lines = append(lines, l.Text)
	}
	if shown.Rows != nil {
		for _, row := range shown.Rows.Rows {
			lines = append(lines, strings.Join(row, " · "))
		}
	}
	return strings.Join(lines, "\n")
}

// postedPairs are the names and values with which a browser would post a field.
func postedPairs(f templates.Field) [][2]string {
	pairs := [][2]string{}
	switch f.Kind {
	case templates.Table:
		for row := range f.Rows {
			for _, cell := range f.Cells(row) {
				pairs = append(pairs, [2]string{cell.ID, cell.Value})
			}
		}
	case templates.Checks, templates.Consents, templates.Goals:
		for _, value := range f.Values {
			pairs = append(pairs, [2]string{f.Name, value})
		}
	default:
		pairs = append(pairs, [2]string{f.Name, f.Value})
	}
	return pairs
}
