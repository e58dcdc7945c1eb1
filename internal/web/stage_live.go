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

// partCard is the slide of a secret cue as a presenter's window is given it.
type partCard struct {
	Cue int    `json:"cue"`
	Say string `json:"say"`
	card
}

// showCards are the secret slides of one part of the real show, once its envelope is
// open: a presenter's window asks for them, which was made while it was closed.
func showCards(_ *Site, v *visit) error {
	r, err := v.realShow()
	if err != nil {
		return err
	}
	cards, hall := []partCard{}, v.inHall(r.Plan)
	for i, c := range r.Cues {
		if c.Part.Key != v.Param("part") || !c.Secret() {
			continue
		}
		if c.Closed {
			return award.ErrNotFound
		}
		of, err := hall.drawn(c, false)
		if err != nil {
			return err
		}
		cards = append(cards, partCard{i, string(of.Say), card{string(of.Slide), of.Photos}})
	}
	if len(cards) == 0 {
		return award.ErrNotFound
	}
	return v.JSON(http.StatusOK, cards)
}

// follower is one window that hears of the steps of a show.
type follower struct {
	*visit
	of        stage.Live
	presenter bool
	version   int    // of the step that it knows
	cue       int    // whose slide it was given
	waits     bool   // for the slide of a cue that is closed
	screens   string // what it was told of how many screens follow
	open      string // what it was told of the parts that can be shown
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
	if err := f.tellOpen(); err != nil {
		return err
	}
	step, err := f.site.Stage.At(f.ctx(), f.Actor, f.of)
	if err != nil || step.Version == f.version && !f.waits {
		return err
	}
	var slide card
	if !f.presenter {
		if step, slide, err = f.screen(step); err != nil {
			return err
		}
		if step.Plan, step.Shown = step.Shown, ""; step.Version == f.version && f.waits {
			return nil
		}
	}
	data, err := json.Marshal(told{Cue: step.Cue, Black: step.Black, Plan: step.Plan, Shown: step.Shown, By: step.By, Outline: step.Outline, card: slide})
	if err != nil {
		return err
	}
	f.version = step.Version
	id := strconv.Itoa(step.Version)
	if f.waits { // asked anew, it is told again
		id = "waits"
	}
	return f.write(fmt.Sprintf("id: %s\ndata: %s\n\n", id, data))
}

// tellOpen tells a presenter's window of the real show which parts can be shown.
func (f *follower) tellOpen() error {
	if !f.presenter || f.of.Rehearsal {
		return nil
	}
	keys, err := f.site.Stage.Open(f.ctx(), f.Actor, f.of.Year)
	if err != nil {
		return err
	}
	data, err := json.Marshal(append([]string{}, keys...))
	if err != nil || string(data) == f.open {
		return err
	}
	f.open = string(data)
	return f.write("event: parts\ndata: " + f.open + "\n\n")
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
	f.cue, f.waits = step.Cue, c.Closed
	if c.Closed {
		f.cue = -1
	}
	if c.Closed || !c.Secret() {
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
