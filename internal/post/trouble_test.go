package post

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
)

func TestTroubleIsToldWhenItBeginsOnceAnHourAndWhenItEnds(t *testing.T) {
	var log bytes.Buffer
	now := award.At(time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC))
	told := trouble{log: slog.New(slog.NewTextHandler(&log, nil)), clock: func() award.Time { return now }}
	said := func(after time.Duration, err error) int {
		now = now.Add(after)
		before := strings.Count(log.String(), "\n")
		told.heard(err)
		return strings.Count(log.String(), "\n") - before
	}
	down := errors.New("the database is down")
	for i, step := range []struct {
		after time.Duration
		err   error
		want  int
	}{
		{0, nil, 0},
		{time.Second, down, 1},
		{time.Second, down, 0},
		{58 * time.Minute, down, 0},
		{2 * time.Minute, down, 1},
		{time.Second, nil, 1},
		{time.Second, nil, 0},
		{time.Second, down, 1},
	} {
		if got := said(step.after, step.err); got != step.want {
			t.Errorf("step %d wrote %d lines, want %d: %s", i+1, got, step.want, log.String())
		}
	}
}
