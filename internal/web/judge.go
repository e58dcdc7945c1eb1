package web

import (
	"errors"
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/templates"
)

// judgeRoutes are the addresses of a judge's work.
func judgeRoutes() []route {
	const round, seat = "/:lang/judge/:year/:round", "/:lang/judge/:year/:round/:ref"
	return []route{
		{method: see, path: "/:lang/judge", deed: award.DeedJudge, do: judgeOverview},
		{method: see, path: "/:lang/judge/:year/conflicts", deed: award.DeedDeclare, do: judgeTies},
		{method: send, path: "/:lang/judge/:year/conflicts", deed: award.DeedDeclare, do: declareTies},
		{method: see, path: round, deed: award.DeedJudge, do: onRound(judgeRound)},
		{method: see, path: round + "/guide", deed: award.DeedJudge, do: onRound(judgeGuide)},
		{method: see, path: round + "/compare", deed: award.DeedJudge, do: onRound(judgeCompare)},
		{method: see, path: round + "/send", deed: award.DeedSendAll, do: onRound(judgeSend)},
		{method: send, path: round + "/send", deed: award.DeedSendAll, do: atPlace(sendSheets)},
		{method: send, path: round + "/take-back", deed: award.DeedUnsend, do: atPlace(takeBackSheets)},
		{method: see, path: seat, deed: award.DeedReadSeat, do: onSeat(judgeSheet)},
		{method: send, path: seat, deed: award.DeedScore, do: onSeat(postSheet)},
		{method: send, path: seat + "/score", deed: award.DeedScore, do: atPlace(scoreOne)},
		{method: send, path: seat + "/take-back", deed: award.DeedUnsend, do: atPlace(takeBackSheets)},
		{method: see, path: seat + "/files/:file", deed: award.DeedReadSeat, do: atPlace(judgeFile), raw: true},
		{method: see, path: seat + "/files/:file/thumb", deed: award.DeedReadSeat, do: atPlace(judgeThumb), raw: true},
		{method: see, path: seat + "/recuse", deed: award.DeedRecuse, do: onSeat(recusePage)},
		{method: send, path: seat + "/recuse", deed: award.DeedRecuse, do: onSeat(recuse)},
	}
}

// place is the seat that the address names; ErrNotFound for a round that is no
// number.
func (v *visit) place() (judging.Place, error) {
	at := judging.Place{Year: v.Year, Reference: v.Param("ref")}
	if v.Param("round") != "" {
		var err error
		if at.Round, err = strconv.Atoi(v.Param("round")); err != nil {
			return at, award.ErrNotFound
		}
	}
	return at, nil
}

func roundPath(year, round int) string {
	return "/judge/" + strconv.Itoa(year) + "/" + strconv.Itoa(round)
}

func seatPath(at judging.Place) string { return roundPath(at.Year, at.Round) + "/" + at.Reference }

func tiesPath(year int) string { return "/judge/" + strconv.Itoa(year) + "/conflicts" }

// atPlace does something at the seat or in the round that the address names. A judge
// who has not declared their ties is led to that page instead.
func atPlace(do func(*Site, *visit, judging.Place) error) func(*Site, *visit) error {
	return func(s *Site, v *visit) error {
		at, err := v.place()
		if err != nil {
			return err
		}
		if err = do(s, v, at); !errors.Is(err, judging.ErrDeclareFirst) {
			return err
		}
		v.tell(templates.Info, "judge.ties.first")
		return v.goTo(tiesPath(at.Year))
	}
}

// onRound is atPlace with the judge's list of the round.
func onRound(do func(*visit, judging.Place, judging.Board) error) func(*Site, *visit) error {
	return atPlace(func(s *Site, v *visit, at judging.Place) error {
		b, err := s.Judging.Board(v.ctx(), v.Actor, at.Year, at.Round)
		if err != nil {
			return err
		}
		b.Edition = v.in(b.Edition)
		return do(v, at, b)
	})
}

// onSeat is atPlace with the entry that the judge reads there.
func onSeat(do func(*visit, judging.Place, judging.Reading) error) func(*Site, *visit) error {
	return atPlace(func(s *Site, v *visit, at judging.Place) error {
		r, err := s.Judging.Read(v.ctx(), v.Actor, at)
		if err != nil {
			return err
		}
		r.Board.Edition = v.in(r.Board.Edition)
		return do(v, at, r)
	})
}

// roundCard is one round on a judge's first page.
type roundCard struct {
	Title  string
	Tag    templates.Tag
	Due    templates.Due
	Lines  []string
	Done   int
	Of     int
	Main   *templates.Link
	Links  []templates.Link
	Number int
}

type judgePage struct {
	templates.Frame
	Edition string
	Note    *templates.Note
	Empty   *templates.Empty
	Main    *templates.Link
	Rounds  []roundCard
	Links   []templates.Link
}

func judgeOverview(s *Site, v *visit) error {
	o, err := s.Judging.Overview(v.ctx(), v.Actor)
	if errors.Is(err, award.ErrNotFound) {
		o.Edition = nil
	} else if err != nil {
		return err
	}
	o.Edition = v.in(o.Edition)
	page := judgePage{Frame: v.frame(v.Words.T("judge.title"))}
	if o.Edition == nil || o.Judge.Person == "" {
		page.Empty = &templates.Empty{Title: v.Words.T("judge.not_on_jury.title"), Text: v.Words.T("judge.not_on_jury.text")}
		return v.show(http.StatusOK, "judge", page)
	}
	page.Edition = o.Edition.Name
	ties := tiesPath(o.Edition.Year)
	switch {
	case o.Judge.Declared.IsZero():
		page.Note = &templates.Note{Kind: templates.Warn, Title: v.Words.T("judge.declare.title"), Lines: []string{v.Words.T("judge.declare.text")}}
		page.Main = &templates.Link{Text: v.Words.T("judge.declare.action"), URL: v.to(ties)}
	case o.Added > 0:
		page.Note = &templates.Note{
			Kind: templates.Warn, Lines: []string{v.Words.T("judge.added", "Count", o.Added)},
			Links: []templates.Link{{Text: v.Words.T("judge.added_link"), URL: v.to(ties)}},
		}
	}
	for _, b := range o.Rounds {
		page.Rounds = append(page.Rounds, v.roundCard(b))
	}
	page.Links = []templates.Link{{Text: v.Words.T("judge.ties.title"), URL: v.to(ties)}, {Text: v.Words.T("judge.guide.title"), URL: v.to(roundPath(o.Edition.Year, 1) + "/guide")}}
	year := strconv.Itoa(o.Edition.Year)
	page.Links = append(page.Links, templates.Link{Text: v.Words.T("receipt.title", "Year", year), URL: v.to("/judge/" + year + "/receipt")})
	return v.show(http.StatusOK, "judge", page)
}

// stateTag is the state of a stage in a word.
func (v *visit) stateTag(state award.StageState) templates.Tag {
	kind := map[award.StageState]string{award.Open: templates.OK, award.Ahead: templates.Info, award.Over: templates.Plain}[state]
	return templates.Tag{Kind: kind, Text: v.Words.T("stage_state." + string(state))}
}

func (v *visit) roundCard(b judging.Board) roundCard {
	path := roundPath(b.Edition.Year, b.Round)
	card := roundCard{Title: v.Words.T("judge.round", "Round", b.Round), Tag: v.stateTag(b.State), Due: v.roundDue(b), Done: b.Finished(), Of: len(b.Lines), Number: b.Round}
	if b.Judge.Declared.IsZero() {
		return card
	}
	if len(b.Lines) == 0 {
		card.Lines = []string{v.noneAssigned(b)}
		return card
	}
	card.Lines = []string{v.progressText(b)}
	card.Main = v.goOn(b)
	card.Links = []templates.Link{{Text: v.Words.T("judge.list.title"), URL: v.to(path), About: card.Title}}
	if b.State == award.Open && b.Count(award.SeatDone) > 0 {
		card.Links = append(card.Links, templates.Link{Text: v.Words.T("judge.send.title"), URL: v.to(path + "/send")})
	}
	return card
}

// noneAssigned says when panels come, or that there was no entry for the judge.
func (v *visit) noneAssigned(b judging.Board) string {
	if b.State == award.Over {
		return v.Words.T("judge.none_were")
	}
	if b.State == award.Open {
		return v.Words.T("judge.none_yet")
	}
	return v.Words.T("judge.none_until", "At", v.Words.Both(b.Stage.Opens, v.zone(), b.Edition.Location(), "", ""))
}

// roundDue is the deadline of a round, or the time at which it opens.
func (v *visit) roundDue(b judging.Board) templates.Due {
	at, key := b.Stage.Closes, "judge.closes"
	switch b.State {
	case award.Ahead:
		at, key = b.Stage.Opens, "judge.opens"
	case award.Over:
		key = "judge.closed"
	}
	due := templates.NewDue(v.Words, v.Words.T(key, "Until", v.Words.Until(b.Now, at)), at, v.zone(), b.Edition.Location())
	due.Late = b.State == award.Open && at.Sub(b.Now) < lateSpan
	return due
}

func (v *visit) progressText(b judging.Board) string {
	return v.Words.T("judge.progress", "Done", b.Finished(), "Total", len(b.Lines), "Sent", b.Count(award.SeatSent), "Skipped", b.Count(award.SeatSkipped))
}

// goOn is the main action of a round: the next entry, or sending; nil when
// there is nothing left to do.
func (v *visit) goOn(b judging.Board) *templates.Link {
	path := roundPath(b.Edition.Year, b.Round)
	if b.State == award.Over {
		return nil
	}
	if l, there := b.Next(0); there {
		key := "judge.continue"
		if b.State == award.Ahead {
			key = "judge.read"
		}
		return &templates.Link{Text: v.Words.T(key, "Number", l.Number), URL: v.to(path + "/" + l.Entry.Reference)}
	}
	if b.State == award.Open && b.Count(award.SeatDone) > 0 {
		return &templates.Link{Text: v.Words.T("judge.send.check"), URL: v.to(path + "/send")}
	}
	return nil
}

// percent writes a total as its place between the ends of the scale.
func percent(w *locale.Words, l judging.Line) string {
	if !l.Complete {
		return ""
	}
	return w.Fixed(l.Percent, 0)
}
