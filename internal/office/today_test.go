package office_test

import (
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
)

func todayOf(t *testing.T, s *testkit.Platform, d *office.Desk, who string) office.Today {
	t.Helper()
	today, err := d.Today(ctx, actor(t, s, who), year)
	if err != nil {
		t.Fatal(err)
	}
	return today
}

// The page said that nothing waited while four categories were to be decided and
// one to be signed.
func TestTodayTellsTheJurysSideWhichResultsWait(t *testing.T) {
	s, d := at(t, demo.Decide)
	for _, who := range []string{"officer", "chair"} {
		if got := todayOf(t, s, d, who).Results; got != (office.WaitingResults{ToDecide: 4, ToSign: 1}) {
			t.Errorf("%s: %+v", who, got)
		}
	}
	if err := sealed(d.Sign(ctx, actor(t, s, "chair"), year, "services")); err != nil {
		t.Fatal(err)
	}
	if got := todayOf(t, s, d, "chair").Results.ToSign; got != 0 {
		t.Errorf("who has signed is to sign %d again", got)
	}
	if got := todayOf(t, s, d, "officer").Results.ToSign; got != 1 {
		t.Errorf("the second person is to sign %d", got)
	}
	if got := todayOf(t, s, d, "admin").Results; got != (office.WaitingResults{}) {
		t.Errorf("the administrator learns of results: %+v", got)
	}
}

func TestTodayTellsToOpenOnlyFromTheCeremonyOn(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	if got := todayOf(t, s, d, "officer").Results; got != (office.WaitingResults{}) {
		t.Errorf("before the ceremony: %+v", got)
	}
	stage, _ := s.Sample.Edition.Stage(award.StageCeremony)
	s.Clock.Set(stage.Opens)
	if got := todayOf(t, s, d, "officer").Results; got != (office.WaitingResults{ToOpen: 5}) {
		t.Errorf("at the ceremony: %+v", got)
	}
}

func TestTodayTellsToChooseFinalistsBetweenTheRounds(t *testing.T) {
	s, d := at(t, demo.Decide)
	stage, _ := s.Sample.Edition.Stage(award.StageRound1)
	s.Clock.Set(stage.Closes)
	if got := todayOf(t, s, d, "chair").Results; got.ToChoose != 4 || got.ToDecide != 0 { // one category has its finalists
		t.Errorf("%+v", got)
	}
}

// Accepted entries without any judge were not counted as short of judges.
func TestTodayCountsEntriesThatHaveNoJudgeYet(t *testing.T) {
	s, d := at(t, demo.Screen)
	stage, _ := s.Sample.Edition.Stage(award.StageConflicts)
	if got := todayOf(t, s, d, "officer").Short; got != 0 {
		t.Errorf("before panels are made %d entries are short", got)
	}
	s.Clock.Set(stage.Opens)
	if got := todayOf(t, s, d, "officer"); got.Short != got.Accepted || got.Short == 0 {
		t.Errorf("%d of %d entries are short", got.Short, got.Accepted)
	}
}

// Today, the jury pool and the page of progress told different numbers of late judges.
func TestEveryPageCountsTheSameJudgesAsLate(t *testing.T) {
	s, d := at(t, demo.Judge)
	officer := actor(t, s, "officer")
	progress, err := d.Progress(ctx, officer, year, 1)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := d.Judges(ctx, officer, year)
	if err != nil {
		t.Fatal(err)
	}
	inPool, inProgress := 0, 0
	for _, j := range pool.Judges {
		if j.Late {
			inPool++
		}
	}
	for _, j := range progress.Judges {
		if j.Late {
			inProgress++
		}
	}
	if late := todayOf(t, s, d, "officer").Late; late == 0 || late != inPool || late != inProgress {
		t.Errorf("today %d, the pool %d, progress %d", late, inPool, inProgress)
	}
}
