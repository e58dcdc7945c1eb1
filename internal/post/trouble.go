package post

import (
	"log/slog"
	"time"

	"we-gov.org/awards/internal/award"
)

// remindAfter is how long a trouble that goes on is not told again.
const remindAfter = time.Hour

// trouble tells the log when something that is tried every second begins to fail
// and when it works again, and while it fails once an hour.
type trouble struct {
	log   *slog.Logger
	clock award.Clock
	told  award.Time // when it was last told; 0 = all is well
}

// heard takes in how a try went.
func (t *trouble) heard(err error) {
	now := t.clock()
	switch {
	case err == nil && !t.told.IsZero():
		t.told = 0
		t.log.Info("outbox goes on")
	case err != nil && (t.told.IsZero() || now >= t.told.Add(remindAfter)):
		t.told = now
		t.log.Error("outbox", "error", err)
	}
}
