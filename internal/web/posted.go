package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// form reads what a browser has posted, if it is no more than an ordinary form
// sends. Text that cannot be read is an award.Invalid, and the values are what
// could be.
func (v *visit) form() (form.Values, error) { return form.Read(v.Request(), formLimit) }

// formFaults is form for whoever notes more faults beside those of text that cannot
// be read.
func (v *visit) formFaults() (form.Values, award.Invalid, error) {
	posted, err := v.form()
	faults := award.Invalid{}
	if errors.As(err, &faults) {
		err = nil
	}
	return posted, faults, err
}

// retryAfter tells a program when the next try is welcome; a page tells it in words.
func (v *visit) retryAfter(again award.Time) {
	if again > v.Now {
		v.Response().Header().Set("Retry-After", strconv.Itoa(int((again.Sub(v.Now)+time.Second-1)/time.Second)))
	}
}

// unfit is the status of a form whose fields are at fault: one that says how long
// to wait where there were too many tries.
func (v *visit) unfit(faults award.Invalid) int {
	for _, f := range faults {
		if f.Again > 0 {
			v.retryAfter(f.Again)
			return http.StatusTooManyRequests
		}
	}
	return http.StatusUnprocessableEntity
}

// formPage shows a form: with what was posted and the faults beside it, or as it is
// kept when both are nil.
type formPage func(status int, posted form.Values, faults award.Invalid) error

// again answers a form whose deed was refused: with the form again where fields are
// at fault, else with the error.
func again(err error, posted form.Values, page formPage) error {
	if faults := asInvalid(err); faults != nil {
		return page(http.StatusUnprocessableEntity, posted, faults)
	}
	return err
}

// againOrChanged is again for a form that also says, by changedNote, that somebody
// else was quicker.
func againOrChanged(err error, posted form.Values, page formPage) error {
	if stale(err) {
		return page(http.StatusConflict, posted, nil)
	}
	return again(err, posted, page)
}

// whyRefused takes an error apart into the faults of fields or the sentence of a
// refusal, with the status of the page that tells them; 0 for any other error.
func whyRefused(err error) (int, award.Invalid, *award.Refusal) {
	faults, refused := asInvalid(err), (*award.Refusal)(nil)
	switch {
	case errors.As(err, &refused):
		return http.StatusConflict, faults, refused
	case faults != nil:
		return http.StatusUnprocessableEntity, faults, nil
	}
	return 0, nil, nil
}

// asInvalid returns the faults in an error, if they are what it is.
func asInvalid(err error) award.Invalid {
	var faults award.Invalid
	errors.As(err, &faults)
	return faults
}

// stale reports whether a form was refused because what it is about has changed
// since the form was made.
func stale(err error) bool {
	var refusal *award.Refusal
	return errors.Is(err, award.ErrConflict) && !errors.As(err, &refusal)
}

// changedNote says that somebody else was quicker, above a form that still holds
// what was written; nil for any other answer.
func (v *visit) changedNote(status int) *templates.Note {
	if status != http.StatusConflict {
		return nil
	}
	return &templates.Note{Kind: templates.Err, Title: v.Words.T("screening.changed"), Lines: []string{v.Words.T("screening.changed_text")}}
}
