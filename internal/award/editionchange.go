package award

import (
	"slices"
	"strings"
)

// Use counts what depends on an edition already, by the keys of its parts.
type Use struct {
	Entries    map[string]int // by category
	Answers    map[string]int // by question
	Files      map[string]int // by attachment kind
	Sent       int            // entries that were ever sent and stand
	Sheets     int            // scoresheets
	Decisions  int            // decided prizes
	AllEntries int            // in any state
}

// CheckChange tells whether an edition may become after: nil; a Refusal of
// ErrForbidden for what is frozen, because entries, scores or decisions depend
// on it; or Invalid with the field "reason" when the change needs a reason and
// has none. It does not check after itself; Check does.
func (e *Edition) CheckChange(after *Edition, use Use, reason string, now Time) error {
	for _, rule := range []func(*Edition, Use) error{e.keepCategories, e.keepQuestions, e.keepFiles, e.keepScoring, e.keepPanel, e.keepPrizes, e.keepZone} {
		if err := rule(after, use); err != nil {
			return err
		}
	}
	if err := e.keepMethod(after, use, now); err != nil {
		return err
	}
	needsReason, err := e.keepStages(after, now)
	if err == nil && needsReason && reason == "" {
		faults := Invalid{}
		faults.Add("reason", "edition.fault.reason")
		return faults
	}
	return err
}

// frozen is the refusal of a change, with the words of what is frozen.
func frozen(key string, pairs ...any) error {
	return Refuse(ErrForbidden, "edition.frozen."+key, pairs...)
}

func (e *Edition) keepCategories(after *Edition, use Use) error {
	for _, c := range e.Categories {
		if _, there := after.Category(c.Key); !there && use.Entries[c.Key] > 0 {
			return frozen("category", "Name", c.Name, "Count", use.Entries[c.Key])
		}
	}
	return nil
}

func (e *Edition) keepQuestions(after *Edition, use Use) error {
	for _, was := range e.Questions {
		is, there := after.Question(was.Key)
		if err := was.mayBecome(is, there, use.Answers[was.Key]); err != nil {
			return err
		}
		if there && is.Required && !was.Required && use.Sent > 0 {
			return frozen("question_required", "Label", is.Label, "Count", use.Sent)
		}
	}
	for _, is := range after.Questions {
		if _, there := e.Question(is.Key); !there && is.Required && use.Sent > 0 {
			return frozen("question_required", "Label", is.Label, "Count", use.Sent)
		}
	}
	return nil
}

// mayBecome holds for every change of a question that nobody has answered.
func (q Question) mayBecome(is Question, there bool, answers int) error {
	switch {
	case answers == 0:
		return nil
	case !there:
		return frozen("question_removed", "Label", q.Label, "Count", answers)
	case is.Kind != q.Kind:
		return frozen("question_kind", "Label", q.Label, "Count", answers)
	case is.Public && !q.Public:
		return frozen("question_public", "Label", q.Label, "Count", answers)
	}
	for _, o := range q.Options {
		if q.Key != "category" && !is.offers(o.Value) {
			return frozen("question_option", "Label", q.Label, "Option", o.Label, "Count", answers)
		}
	}
	return nil
}

func (e *Edition) keepFiles(after *Edition, use Use) error {
	for _, was := range e.Attachments {
		n := use.Files[was.Key]
		is, there := after.Attachment(was.Key)
		switch {
		case n == 0:
		case !there:
			return frozen("files_removed", "Name", was.Name, "Count", n)
		case is.Public != was.Public && was.Public != Always:
			return frozen("files_public", "Name", was.Name, "Count", n)
		}
	}
	return nil
}

// keepScoring: scores that were given by one rule are not counted by another.
func (e *Edition) keepScoring(after *Edition, use Use) error {
	same := e.Scale == after.Scale && e.Comments == after.Comments && slices.Equal(e.TieOrder, after.TieOrder) &&
		slices.EqualFunc(e.Criteria, after.Criteria, func(a, b Criterion) bool {
			return a.Key == b.Key && a.Name == b.Name && a.Weight == b.Weight && slices.Equal(a.Anchors, b.Anchors)
		})
	if !same && use.Sheets > 0 {
		return frozen("scoring", "Count", use.Sheets)
	}
	return nil
}

// keepPanel: judges have begun under what is said of panels; the second round may
// still be told otherwise.
func (e *Edition) keepPanel(after *Edition, use Use) error {
	before, now := e.Panel, after.Panel
	before.MinSecond, before.CommentsSecond = now.MinSecond, now.CommentsSecond
	if before != now && use.Sheets > 0 {
		return frozen("scoring", "Count", use.Sheets)
	}
	return nil
}

// keepMethod: which score is official is not chosen once scores can be seen.
func (e *Edition) keepMethod(after *Edition, use Use, now Time) error {
	if e.Official() != after.Official() && e.MethodFixed(use, now) {
		return frozen("method")
	}
	return nil
}

// MethodFixed reports whether the method of the official score can no longer
// change: the first round has opened, or somebody has scored.
func (e *Edition) MethodFixed(use Use, now Time) bool {
	return use.Sheets > 0 || e.State(StageRound1, now) != Ahead
}

func (e *Edition) keepPrizes(after *Edition, use Use) error {
	if use.Decisions > 0 && (e.SharedPrizes != after.SharedPrizes || !slices.Equal(e.Prizes, after.Prizes)) {
		return frozen("prizes", "Count", use.Decisions)
	}
	return nil
}

// keepZone: a deadline that was shown to somebody does not change its meaning.
func (e *Edition) keepZone(after *Edition, use Use) error {
	if use.AllEntries > 0 && (e.Zone != after.Zone || e.Year != after.Year) {
		return frozen("zone", "Count", use.AllEntries)
	}
	return nil
}

// keepStages: what has begun does not lie ahead again, an announced deadline is
// not brought forward, and what is over opens again only with a reason, as does
// the deadline of entries move.
func (e *Edition) keepStages(after *Edition, now Time) (needsReason bool, err error) {
	for _, was := range e.Stages {
		is, there := after.Stage(was.Key)
		begun := was.Opens <= now
		switch {
		case !there && begun:
			return false, frozen("stage_removed", "Stage", was.Key)
		case !there:
			continue
		case begun && is.Opens > now:
			return false, frozen("stage_begun", "Stage", was.Key, "At", was.Opens)
		case was.Key == StageSubmit && begun && is.Closes < was.Closes:
			return false, frozen("deadline_earlier", "At", was.Closes)
		case was.Key == StageSubmit && begun && is.Closes != was.Closes, was.Closes <= now && is.Closes > now:
			needsReason = true
		}
	}
	return needsReason, nil
}

// Criterion returns the key of the criterion that a step compares, and whether
// it compares one.
func (s TieStep) Criterion() (key string, is bool) { return strings.CutPrefix(string(s), "criterion:") }

// KeepInStep mends what follows from other parts of an edition: the question
// about the category offers the categories, prizes rank in their order, the tie
// rule names no criterion that is gone, the ceremony is when its stage is, and
// what translated a text that was worded otherwise in was is outdated.
func (e *Edition) KeepInStep(was *Edition) {
	for i, q := range e.Questions {
		if q.Key == "category" && q.Kind == Choice {
			e.Questions[i].Options = e.CategoryOptions()
		}
	}
	for i := range e.Prizes {
		e.Prizes[i].Rank = i + 1
	}
	e.TieOrder = slices.DeleteFunc(e.TieOrder, func(step TieStep) bool {
		key, is := step.Criterion()
		_, there := e.Criterion(key)
		return is && !there
	})
	if s, there := e.Stage(StageCeremony); there {
		e.Ceremony = s.Opens
	}
	e.keepTranslations(was)
}
