package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/stage"
)

const (
	// beat is how often a window that follows is told that the line stands; it is
	// also how late it hears of a step taken by another process.
	beat = 4 * time.Second
	// followLasts is how long a window follows before it asks anew, with
	// everything that a request is asked: session, rights, whether the show is
	// unlocked.
	followLasts = 2 * time.Minute
	// grace is how long a window that was asked to come again counts as there.
	grace = 5 * time.Second
)

// live is the show that the address names.
func (v *visit) live(rehearsal bool) stage.Live {
	return stage.Live{Year: v.Year, Rehearsal: rehearsal}
}

// showScreen is the audience's window. No secret is in its page.
func showScreen(rehearsal bool) func(*Site, *visit) error {
	return func(s *Site, v *visit) error {
		of := v.live(rehearsal)
		p, cues, err := s.Stage.Follow(v.ctx(), v.Actor, of)
		if err != nil {
			return err
		}
		return v.showWindow("audience", p, cues, rehearsal)
	}
}

// takeStep moves every window of the show. A window that knows no plan leaves
// that of the presenter as it is.
func takeStep(rehearsal bool) func(*Site, *visit) error {
	return func(s *Site, v *visit) error {
		of := v.live(rehearsal)
		posted, err := v.form()
		if err != nil {
			return err
		}
		cue, err := strconv.Atoi(posted.Text("cue"))
		if err != nil {
			return award.ErrNotFound
		}
		err = s.Stage.Step(v.ctx(), v.Actor, of, func(step *award.Step) {
			step.Cue, step.Black, step.By, step.Outline = cue, posted.Bool("black"), posted.Text("by"), posted.Text("outline")
			if posted.Has("plan") {
				step.Plan, step.Shown = posted.Text("plan"), posted.Text("shown")
			}
		})
		if err != nil {
			return err
		}
		return v.NoContent(http.StatusNoContent)
	}
}

// told is a step as a window hears it.
type told struct {
	Cue     int    `json:"cue"`
	Black   bool   `json:"black"`
	Plan    string `json:"plan"`
	Shown   string `json:"shown,omitempty"`
	By      string `json:"by"`
	Outline string `json:"outline"`
	card
}

// card is the slide of a secret cue, for the audience: HTML, and the photos for
// its places.
type card struct {
	Slide  string   `json:"slide,omitempty"`
	Photos [][]byte `json:"photos,omitempty"`
}

// follower is one window that hears of the steps of a show.
type follower struct {
	*visit
	of        stage.Live
	presenter bool
	version   int    // of the step that it knows
	cue       int    // whose slide it was given
	screens   string // what it was told of how many screens follow
}

// followSteps tells a window where the show stands, and every step from then on,
// as server-sent events. Asked without, it answers once.
func followSteps(rehearsal bool) func(*Site, *visit) error {
	return func(s *Site, v *visit) error {
		of := v.live(rehearsal)
		f := follower{visit: v, of: of, presenter: v.QueryParam("view") == "presenter", version: -1, cue: -1}
		if last, err := strconv.Atoi(v.Request().Header.Get("Last-Event-ID")); err == nil {
			f.version = last
		}
		if _, err := s.Stage.At(v.ctx(), v.Actor, of); err != nil {
			return err
		}
		v.Response().Header().Set("Content-Type", "text/event-stream")
		v.Response().Header().Set("X-Accel-Buffering", "no") // nginx would keep it back
		if v.Request().Header.Get("Accept") != "text/event-stream" {
			return f.tell()
		}
		return f.follow()
	}
}

// follow tells until the window goes, the server stops, or it is time to ask
// anew.
func (f *follower) follow() error {
	gone := func() {}
	if !f.presenter {
		gone = f.site.Stage.Watch(f.of)
	}
	beats, end := time.NewTicker(beat), time.NewTimer(followLasts)
	defer beats.Stop()
	defer end.Stop()
	for {
		changes := f.site.Stage.Changes()
		err := f.tell()
		if err != nil {
			gone()
			return f.over(err)
		}
		select {
		case <-changes:
		case <-beats.C:
			f.screens = ""
		case <-f.ctx().Done():
			gone()
			return nil
		case <-f.site.stopping:
			gone()
			return nil
		case <-end.C:
			time.AfterFunc(grace, gone)
			return f.write("retry: 50\n\n")
		}
	}
}

// over is how a stream ends that cannot go on. What has begun can only stop.
func (f *follower) over(err error) error {
	if f.Response().Committed && (errors.Is(err, award.ErrNotFound) || f.ctx().Err() != nil) {
		return nil
	}
	return err
}

// tell writes what the window does not know yet.
func (f *follower) tell() error {
	if screens := f.count(); screens != f.screens {
		if err := f.write("retry: 1000\nevent: watch\ndata: " + screens + "\n\n"); err != nil {
			return err
		}
		f.screens = screens
	}
	step, err := f.site.Stage.At(f.ctx(), f.Actor, f.of)
	if err != nil || step.Version == f.version {
		return err
	}
	var slide card
	if !f.presenter {
		if step, slide, err = f.screen(step); err != nil {
			return err
		}
		step.Plan, step.Shown = step.Shown, ""
	}
	data, err := json.Marshal(told{Cue: step.Cue, Black: step.Black, Plan: step.Plan, Shown: step.Shown, By: step.By, Outline: step.Outline, card: slide})
	if err != nil {
		return err
	}
	f.version = step.Version
	return f.write(fmt.Sprintf("id: %d\ndata: %s\n\n", step.Version, data))
}

// count is how many screens follow; "unsure" shortly after a start, when a
// presenter's window must not take the show for one that nobody watches.
func (f *follower) count() string {
	n, sure := f.site.Stage.Screens(f.of)
	if !sure {
		return "unsure"
	}
	return strconv.Itoa(n)
}

func (f *follower) write(text string) error {
	if _, err := f.Response().Write([]byte(text)); err != nil {
		return err
	}
	return http.NewResponseController(f.Response()).Flush()
}

// screen is the slide of the cue at which the show stands, if it is a secret that
// the window was not given yet, with the step that it was read with: the show may
// have moved on.
func (f *follower) screen(step award.Step) (award.Step, card, error) {
	p, c, step, err := f.shown(step)
	if err != nil || step.Cue == f.cue {
		return step, card{}, err
	}
	if f.cue = step.Cue; !c.Secret() {
		return step, card{}, nil
	}
	of, err := f.inHall(p).drawn(c, f.of.Rehearsal)
	return step, card{string(of.Slide), of.Photos}, err
}

func (f *follower) shown(step award.Step) (stage.Plan, award.Cue, award.Step, error) {
	if !f.of.Rehearsal {
		return f.site.Stage.Shown(f.ctx(), f.Actor, f.of.Year)
	}
	r, err := f.rehearsed()
	if err != nil {
		return stage.Plan{}, award.Cue{}, step, err
	}
	return r.Plan(), r.Cues()[step.Cue], step, nil
}
