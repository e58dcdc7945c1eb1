package demo

import (
	"bytes"
	"fmt"
	"sync"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo/data"
	"we-gov.org/awards/internal/office"
)

const (
	year = 2027
	zone = "Asia/Seoul"
)

// calendar is the demo's edition as the recommended file gives it, read once.
var calendar = sync.OnceValues(func() (*award.Edition, error) { return newEdition() })

// newEdition reads the recommended edition for the demo's year.
func newEdition() (*award.Edition, error) {
	seoul, err := time.LoadLocation(zone)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	ceremony := award.At(time.Date(year, time.October, 20, 15, 0, 0, 0, seoul))
	e, err := office.ReadEdition(bytes.NewReader(data.Edition), office.Defaults{Year: year, Ceremony: ceremony, Zone: zone})
	if err != nil {
		return nil, fmt.Errorf("demo: edition: %w", err)
	}
	e.ID, e.Sample, e.CeremonyPlace = ID("edition"), true, "Seoul (sample)"
	e.Paper = award.PaperRule{Opens: award.PaperPublic, From: award.PaperOnDay}
	return e, nil
}

// Day returns the instant at which the demo of a stage begins: inside the
// edition's dates for that stage, and half an hour before the ceremony.
func Day(stage Stage) award.Time {
	e, err := calendar()
	if err != nil {
		return 0
	}
	return dayOf(e, stage)
}

func dayOf(e *award.Edition, stage Stage) award.Time {
	switch stage {
	case Submit:
		return within(e, award.StageSubmit, 0.6)
	case Screen:
		return within(e, award.StageScreen, 0.5)
	case Judge:
		return within(e, award.StageRound1, 0.6)
	case Decide:
		return within(e, award.StageJury, 0.3)
	case Ceremony:
		return e.Ceremony.Add(-30 * time.Minute)
	}
	return within(e, award.StageLibrary, 1).Add(26 * time.Hour)
}

// within returns the instant at a part of a stage, on the full minute.
func within(e *award.Edition, stage string, part float64) award.Time {
	s, _ := e.Stage(stage)
	long := time.Duration(float64(s.Closes.Sub(s.Opens)) * part)
	return s.Opens.Add(long.Truncate(time.Minute))
}

// ClockFrom returns a clock that stands at an instant now and goes on as the
// machine's does.
func ClockFrom(day award.Time, machine award.Clock) award.Clock {
	began := machine()
	return func() award.Time { return day.Add(machine().Sub(began)) }
}
