package web

import (
	"errors"
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/templates"
)

// sendPage is the check list before the scores of a round are sent.
type sendPage struct {
	templates.Frame
	Heading  string
	Due      templates.Due
	Note     *templates.Note
	Missing  []entryRow
	Lacking  string
	Ties     []string
	TieLinks []templates.Link
	Ready    []entryRow
	Sent     string
	Action   string
	Stamp    int
	TakeBack string
	Button   string
	Back     templates.Link
}

func judgeSend(v *visit, at judging.Place, b judging.Board) error {
	return v.showSend(http.StatusOK, at, b, nil)
}

func (v *visit) showSend(status int, at judging.Place, b judging.Board, note *templates.Note) error {
	path := roundPath(at.Year, at.Round)
	list := v.Words.T("judge.list.heading", "Round", at.Round)
	page := sendPage{
		Frame: v.frame(v.Words.T("judge.send.title")), Heading: v.Words.T("judge.send.title"), Due: v.roundDue(b), Note: note,
		Action: v.to(path + "/send"), Stamp: b.Stamp(), Back: templates.Link{Text: list, URL: v.to(path)},
	}
	page.Crumbs = v.crumbs(v.Words.T("judge.title"), "/judge", list, path, page.Heading, "")
	for _, l := range b.Lines {
		switch {
		case l.Seat.State == award.SeatSent:
		case l.Seat.State == award.SeatDone && len(l.Sheet.Check(b.Edition)) == 0:
			page.Ready = append(page.Ready, v.entryRow(b, l))
		default:
			page.Missing = append(page.Missing, v.entryRow(b, l))
		}
	}
	for _, group := range b.Ties() {
		text, link := v.tieText(b, group)
		page.Ties, page.TieLinks = append(page.Ties, text), append(page.TieLinks, link)
	}
	if n := len(page.Missing); n > 0 {
		page.Lacking = v.Words.T("judge.send.missing", "Count", n)
	}
	if n := b.Count(award.SeatSent); n > 0 {
		page.Sent = v.Words.T("judge.send.sent", "Count", n)
		if b.Open() {
			page.TakeBack = v.to(path + "/take-back")
		}
	}
	if n := len(page.Ready); n > 0 && b.Open() {
		page.Button = v.Words.T("judge.send.button", "Count", n)
	}
	return v.show(status, "judge_send", page)
}

func sendSheets(s *Site, v *visit, at judging.Place) error {
	values, err := v.form()
	if err != nil {
		return err
	}
	stamp, _ := strconv.Atoi(values.Text("stamp"))
	n, err := s.Judging.Send(v.ctx(), v.Actor, at.Year, at.Round, stamp)
	var refusal *award.Refusal
	if errors.As(err, &refusal) && errors.Is(err, award.ErrConflict) {
		b, failed := s.Judging.Board(v.ctx(), v.Actor, at.Year, at.Round)
		if failed != nil {
			return failed
		}
		return v.showSend(http.StatusConflict, at, b, &templates.Note{Kind: templates.Warn, Lines: []string{v.said(refusal.Fault)}})
	}
	if err != nil {
		return err
	}
	v.tell(templates.OK, "judge.send.done", "Count", n)
	return v.goTo(roundPath(at.Year, at.Round))
}

// takeBackSheets takes back the sheet of the address's entry, or all of the
// round when it names none.
func takeBackSheets(s *Site, v *visit, at judging.Place) error {
	n, err := s.Judging.TakeBack(v.ctx(), v.Actor, at)
	if err != nil {
		return err
	}
	v.tell(templates.OK, "judge.send.taken_back", "Count", n)
	if at.Reference != "" {
		return v.goTo(seatPath(at))
	}
	return v.goTo(roundPath(at.Year, at.Round))
}
