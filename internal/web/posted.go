package web

import (
	"errors"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/web/form"
)

// form reads what a browser has posted, if it is no more than an ordinary form
// sends. Text that cannot be read is an award.Invalid, and the values are what
// could.
func (v *visit) form() (form.Values, error) { return form.Read(v.Request(), formLimit) }

// posted is form with the year of the address.
func (v *visit) posted() (int, form.Values, error) {
	posted, err := v.form()
	return v.Year, posted, err
}

// asInvalid returns the faults in an error, if they are what it is.
func asInvalid(err error) award.Invalid {
	var faults award.Invalid
	errors.As(err, &faults)
	return faults
}
