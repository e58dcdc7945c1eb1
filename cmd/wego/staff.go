package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// staffCommand looks after the staff where no page can: before there is a first
// administrator.
type staffCommand struct {
	Add staffAdd `cmd:"" help:"Give a role in every edition to the person with an e-mail address, such as the first administrator. They sign in with that address."`
}

type staffAdd struct {
	storeSettings
	Email string     `arg:"" help:"E-mail address."`
	Role  award.Role `help:"Role: ${enum}." enum:"admin,officer,chair,producer" default:"admin"`
	Name  string     `help:"Name as it should be printed; asked at the first sign-in when it is not given."`
}

// Run gives the role and says so.
func (c *staffAdd) Run(out io.Writer) error {
	ctx := context.Background()
	kept, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer kept.db.Close() //nolint:errcheck // what was kept is kept already
	somebody := award.Person{Email: c.Email, Name: c.Name}
	err = account.New(kept.db, now).Appoint(ctx, award.Operator(), somebody, c.Role)
	if faults, is := errors.AsType[award.Invalid](err); is {
		for _, fault := range faults {
			return fmt.Errorf("%s: %s", c.Email, locale.Must("en").T(fault.Key))
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", c.Email, err)
	}
	_, err = fmt.Fprintf(out, "%s is now %s\n", award.Email(c.Email), c.Role)
	return err
}
