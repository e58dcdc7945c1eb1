package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// patience is how long a press of the button waits for panels, which for an
// edition of today's size are ready in a blink, before it shows the way instead.
const patience = 700 * time.Millisecond

// runView is a proposal in the making.
type runView struct {
	Text     string
	Step, Of int
	Again    string
	Stop     string
}

func (v *visit) running(p *office.Panels) *runView {
	run := v.site.Office.PanelRun(p.Edition.ID, p.Round)
	if run == nil || ended(run) {
		return nil
	}
	step, of, goal := run.Step()
	return &runView{
		Text: v.Words.T("assign.running", "Step", step, "Of", of, "Aim", v.Words.T("assign.seeking."+goal)), Step: step, Of: of,
		Again: v.to(panelPath(p.Edition.Year, "/assign", p.Round)), Stop: v.to("/desk/" + strconv.Itoa(p.Edition.Year) + "/assign/stop"),
	}
}

func ended(run *office.PanelRun) bool {
	select {
	case <-run.Done():
		return true
	default:
		return false
	}
}

func proposePanels(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	faults := award.Invalid{}
	order := readPolicy(posted, v.Year, faults)
	if err = faults.Or(); err == nil {
		err = v.propose(s, order)
	}
	if faults := asInvalid(err); faults != nil {
		return v.panels(http.StatusUnprocessableEntity, order.Round, posted, atRows(faults, posted.All("judge")))
	}
	if err != nil {
		return err
	}
	return v.goTo(panelPath(v.Year, "/assign", order.Round))
}

// propose starts the engine and waits a moment for it.
func (v *visit) propose(s *Site, order office.PanelOrder) error {
	run, err := s.Office.StartPanels(v.ctx(), v.Actor, order)
	if err != nil {
		return err
	}
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case <-run.Done():
		if err := run.Err(); err != nil {
			return err
		}
		v.tell(templates.OK, "assign.proposed")
	case <-wait.C:
	case <-v.ctx().Done():
	}
	return nil
}

func stopPanels(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	round := roundOf(posted.Text("round"))
	if err := s.Office.StopPanels(v.ctx(), v.Actor, v.Year, round); err != nil {
		return err
	}
	v.tell(templates.Info, "assign.stopped")
	return v.goTo(panelPath(v.Year, "/assign", round))
}

// panelProof is the proof as a file that `wego assign check` reads.
func panelProof(s *Site, v *visit) error {
	round := roundOf(v.QueryParam("round"))
	text, err := s.Office.PanelProof(v.ctx(), v.Actor, v.Year, round)
	if err != nil {
		return err
	}
	name := "panels-" + strconv.Itoa(v.Year) + "-" + strconv.Itoa(round) + ".json"
	v.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return v.Blob(http.StatusOK, "application/json; charset=utf-8", []byte(text))
}
