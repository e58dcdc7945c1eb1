package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/storage/database"
)

// holdersFile names two people and the phrases of their keys, a line each.
type holdersFile struct {
	Holders string `help:"File with two lines, each an address and the phrase of that person's sealing key: opens the envelopes of sealed results for this command. Remove the file afterwards." type:"existingfile"`
}

// unseal opens the envelopes of an edition for work in this process, as the two
// people of the file; nothing without a file.
func (h holdersFile) unseal(ctx context.Context, db *database.DB, desk *office.Desk, year int) error {
	if h.Holders == "" {
		return nil
	}
	text, err := os.ReadFile(h.Holders)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(lines) != 2 {
		return fmt.Errorf("%s: two lines are needed, each an address and a phrase", h.Holders)
	}
	var actors [2]award.Actor
	var acts [2]office.Act
	for i, line := range lines {
		email, phrase, _ := strings.Cut(strings.TrimSpace(line), " ")
		acts[i] = office.Act{Purpose: award.ForWork, Phrase: phrase}
		err := db.View(ctx, func(tx *database.Tx) error {
			p, err := tx.PersonByEmail(award.Email(email))
			if err != nil {
				return err
			}
			actors[i], err = tx.Actor(p.ID)
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: nobody may open envelopes as %q", h.Holders, email)
		}
	}
	if err := desk.AskOpening(ctx, actors[0], year, acts[0]); err != nil {
		return h.said(1, err)
	}
	_, err = desk.Open(ctx, actors[1], year, acts[1])
	return h.said(2, err)
}

// said tells which line does not open.
func (h holdersFile) said(line int, err error) error {
	if _, wrong := errors.AsType[award.Invalid](err); wrong {
		return fmt.Errorf("%s: line %d: this is not the phrase of that person's key", h.Holders, line)
	}
	if err != nil {
		return fmt.Errorf("%s: line %d: %w", h.Holders, line, err)
	}
	return nil
}
