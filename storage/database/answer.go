package database

import "we-gov.org/awards/internal/award"

// AnswerAt returns what an answer was at an earlier version; "" for version 0
// and for one that is not kept.
func (tx *Tx) AnswerAt(entry award.ID, question string, version int) (string, error) {
	var values []string
	err := tx.list(&values, `SELECT value FROM answer_past WHERE entry = ? AND question = ? AND version = ?`, entry, question, version)
	if err != nil || len(values) == 0 {
		return "", err
	}
	return values[0], nil
}
