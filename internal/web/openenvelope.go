package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// envelopeView is the page of one envelope: whether it can be opened, by whom,
// and what to do where it cannot.
type envelopeView struct {
	deskFrame
	State templates.Note
	Steps []string // what to do about a broken one
	Facts []templates.Pair
	// Reprint is where two people draw another phrase on paper; "" for who cannot.
	Reprint string
	Back    string
}

func (v *visit) envelopeURL(c award.Category) string {
	return v.to(openPath(v.Year) + "/envelopes/" + c.Key)
}

func holderNames(all []office.EnvelopeHolder) (names []string) {
	for _, h := range all {
		names = append(names, h.Name)
	}
	return names
}

func envelopePage(s *Site, v *visit) error {
	e, err := s.Office.Envelope(v.ctx(), v.Actor, v.Year, v.Param("category"))
	if err != nil {
		return err
	}
	v.in(e.Edition)
	t, name := v.Words.T, v.text(e.Category.Name)
	view := envelopeView{deskFrame: v.desk(t("envelope.title", "Category", name), v.Year, "publish"), Back: v.to(openPath(v.Year)), Facts: v.envelopeFacts(e)}
	view.Wide = false
	view.Crumbs = v.crumbs(t("publish.open_title"), openPath(v.Year), name, "")
	kind := templates.OK
	if e.State.Broken() {
		kind = templates.Err
		for n := 1; v.Words.Has("envelope.steps." + string(e.State) + "_" + strconv.Itoa(n)); n++ {
			view.Steps = append(view.Steps, t("envelope.steps."+string(e.State)+"_"+strconv.Itoa(n)))
		}
	}
	switch {
	case !e.Seal.Sealed():
		view.State, view.Facts = templates.Note{Kind: templates.Warn, Lines: []string{t("publish.state.unsealed")}}, nil
	case !e.Seal.Opened.IsZero():
		view.State = templates.Note{Kind: templates.OK, Lines: []string{t("publish.state.opened", "At", v.Words.Both(e.Seal.Opened, v.zone(), e.Edition.Location(), "", ""))}}
	case e.State == office.EnvelopeNone:
		view.State = templates.Note{Kind: templates.Info, Lines: []string{t("envelope.says.none")}}
	default:
		view.State = templates.Note{Kind: kind, Title: t("envelope.state." + string(e.State)), Lines: []string{t("envelope.says." + string(e.State))}}
	}
	if e.MayReprint {
		view.Reprint = v.to(v.reprintPath())
	}
	return v.show(http.StatusOK, "envelope", view)
}

func (v *visit) envelopeFacts(e office.SealedEnvelope) []templates.Pair {
	t := v.Words.T
	at := func(when award.Time) string { return v.Words.Both(when, v.zone(), e.Edition.Location(), "", "") }
	facts := []templates.Pair{
		{Term: t("envelope.sealed"), Lines: []string{t("seal.first", "Name", e.First, "At", at(e.Seal.FirstAt)), t("seal.second", "Name", e.Second, "At", at(e.Seal.SecondAt))}},
	}
	var lines []string
	for _, h := range e.Holders {
		if line := h.Name; h.Able {
			lines = append(lines, line)
		} else {
			lines = append(lines, t("envelope.unable", "Name", line))
		}
	}
	paper := t("envelope.paper_no")
	switch {
	case !e.Anew.IsZero():
		paper = t("paper.anew.seen", "Name", e.Seen, "At", at(e.Anew))
	case e.Paper:
		paper = t("envelope.paper_yes", "Name", e.Seen)
	}
	if e.State == office.EnvelopeDamaged || e.State == office.EnvelopeGone { // nobody can say
		return append(facts, templates.Pair{Term: t("seal.hash"), Lines: []string{e.Seal.Commitment}})
	}
	facts = append(facts, templates.Pair{Term: t("envelope.holders"), Lines: someLines([]string{v.Words.List(lines...)}), Empty: emptyText(v.Words.List(lines...), t("envelope.key_nobody"))}, templates.Pair{Term: t("envelope.paper"), Lines: []string{paper}})
	if !e.Work.IsZero() {
		facts = append(facts, templates.Pair{Term: t("publish.purpose.work"), Lines: []string{t("envelope.until", "At", at(e.Work))}})
	}
	return append(facts, templates.Pair{Term: t("seal.hash"), Lines: []string{e.Seal.Commitment}})
}
