package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"we-gov.org/awards/internal/assign"
)

// holdsPlan says whether a file is a document with a plan rather than an input.
func holdsPlan(path string) bool {
	var probe struct {
		Plan json.RawMessage `json:"plan"`
	}
	text, _ := os.ReadFile(path) // who cannot read it is told by readJSON
	return json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &probe) == nil && probe.Plan != nil
}

// rowFault says in words what is wrong with which row of an input.
func rowFault(err error) error {
	var at *assign.RowError
	if !errors.As(err, &at) {
		return err
	}
	if at.List == "pair" {
		return fmt.Errorf("there is no %s %q in the file", at.Field, map[string]string{"judge": at.Judge, "entry": at.Entry}[at.Field])
	}
	row := fmt.Sprintf("row %d of %s", at.Row+1, at.List)
	if strings.HasPrefix(at.List, "policy") {
		row = at.List
	}
	for _, named := range [][2]string{{"judge", at.Judge}, {"entry", at.Entry}} {
		if named[1] != "" {
			row += fmt.Sprintf(", %s %q", named[0], named[1])
		}
	}
	if at.Field != "" {
		row += ", field " + at.Field
	}
	return fmt.Errorf("%s: %s", row, said(at))
}

// said is what is wrong with a row.
func said(at *assign.RowError) string {
	switch {
	case errors.Is(at, assign.ErrNoID):
		return "the id is empty"
	case errors.Is(at, assign.ErrDuplicate):
		return "it is there twice"
	case errors.Is(at, assign.ErrUnknownID):
		return "there is no such id in the file"
	case errors.Is(at, assign.ErrNegative):
		return "the number is below zero"
	case errors.Is(at, assign.ErrRange) && at.Field == "min":
		return "the minimum is above the maximum, or too large"
	case errors.Is(at, assign.ErrRange):
		return "the number is too large"
	case errors.Is(at, assign.ErrReason):
		return fmt.Sprintf("%q is no reason; reasons are %v", at.Reason, assign.Reasons())
	case errors.Is(at, assign.ErrGoal):
		return fmt.Sprintf("there is no such goal; goals are %v", assign.Goals())
	case errors.Is(at, assign.ErrLockedBarred):
		return fmt.Sprintf("the seat is locked, but the judge is barred from the entry (%s)", at.Reason)
	}
	return at.Error()
}
