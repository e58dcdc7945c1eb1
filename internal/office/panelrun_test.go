package office

import (
	"context"
	"errors"
	"testing"

	"we-gov.org/awards/internal/award"
)

func TestOneProposalOfARoundIsMadeAtATime(t *testing.T) {
	var runs panelRuns
	key := panelKey{award.NewID(), 1}
	begun := make(chan struct{})
	run, err := runs.start(context.Background(), key, func(ctx context.Context) error {
		close(begun)
		<-ctx.Done()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	<-begun
	if _, err := runs.start(context.Background(), key, func(context.Context) error { return nil }); !errors.Is(err, award.ErrConflict) {
		t.Errorf("a second run beside the first: %v", err)
	}
	other, err := runs.start(context.Background(), panelKey{key.edition, 2}, func(context.Context) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	<-other.Done()
	run.stop()
	<-run.Done()
	again, err := runs.start(context.Background(), key, func(context.Context) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	<-again.Done()
}

func TestProposalGoesOnWhenTheRequestEnds(t *testing.T) {
	var runs panelRuns
	ctx, leave := context.WithCancel(context.Background())
	gone := make(chan struct{})
	run, err := runs.start(ctx, panelKey{award.NewID(), 1}, func(ctx context.Context) error {
		<-gone
		return ctx.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	leave()
	close(gone)
	<-run.Done()
	if run.Err() != nil {
		t.Errorf("the run ended with its request: %v", run.Err())
	}
}

func TestProposalThatPanicsFailsAlone(t *testing.T) {
	var runs panelRuns
	run, err := runs.start(context.Background(), panelKey{award.NewID(), 1}, func(context.Context) error { panic("lost") })
	if err != nil {
		t.Fatal(err)
	}
	<-run.Done()
	if run.Err() == nil {
		t.Error("the panic is not told")
	}
}
