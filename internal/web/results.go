package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// resultRoutes are the addresses of results, decisions and seals.
func resultRoutes() []route {
	const at = "/:lang/desk/:year"
	return []route{
		{method: see, path: at + "/results", deed: award.DeedResults, do: results},
		{method: see, path: at + "/results.csv", deed: award.DeedExport, do: exportResults},
		{method: see, path: at + "/results.xlsx", deed: award.DeedExport, do: exportResults, raw: true},
		{method: see, path: at + "/results/:category", deed: award.DeedResults, do: categoryResult},
		{method: see, path: at + "/results/:category/seal", deed: award.DeedSeal, do: sealPage},
		{method: send, path: at + "/results/:category/sign", deed: award.DeedSeal, do: signResult},
		{method: send, path: at + "/results/:category/break", deed: award.DeedSeal, do: breakSeal},
		{method: see, path: at + "/results/:category/decide/:prize", deed: award.DeedDecide, do: decidePage},
		{method: send, path: at + "/results/:category/decide/:prize", deed: award.DeedDecide, do: decide},
		{method: send, path: at + "/results/:category/undo", deed: award.DeedDecide, do: undoDecision},
		{method: see, path: at + "/results/:category/confirm", deed: award.DeedConfirm, do: confirmPage},
		{method: send, path: at + "/results/:category/confirm", deed: award.DeedConfirm, do: confirmCorrections},
		{method: see, path: at + "/results/:category/places/:prize", deed: award.DeedDecide, do: placePage},
		{method: send, path: at + "/results/:category/places/:prize", deed: award.DeedDecide, do: addPlace},
		{method: send, path: at + "/results/:category/places/:prize/undo", deed: award.DeedDecide, do: dropPlace},
		{method: see, path: at + "/results/:category/finalists", deed: award.DeedDecide, do: finalistsPage},
		{method: send, path: at + "/results/:category/finalists", deed: award.DeedDecide, do: chooseFinalists},
		{method: send, path: at + "/results/:category/finalists/undo", deed: award.DeedDecide, do: undoFinalists},
		{method: see, path: at + "/results/:category/:ref", deed: award.DeedResults, do: entryResult},
		{method: see, path: at + "/results/:category/:ref/rescore", deed: award.DeedRescore, do: rescorePage},
		{method: send, path: at + "/results/:category/:ref/rescore", deed: award.DeedRescore, do: rescore},
		{method: see, path: at + "/publish", deed: award.DeedPublish, do: publication},
	}
}

type resultsView struct {
	deskFrame
	Rows    []categoryRow
	Publish string
	Open    string
	Exports []templates.Link
}

type categoryRow struct {
	Link                     templates.Link
	Note                     string
	Entries, Sheets, Flagged string
	Prizes                   string
	State                    templates.Tag
}

func results(s *Site, v *visit) error {
	r, err := s.Office.Results(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	r.Edition = v.in(r.Edition)
	view := resultsView{deskFrame: v.desk(v.Words.T("results.title"), v.Year, "results")}
	for _, c := range r.Categories {
		view.Rows = append(view.Rows, v.categoryRow(c))
	}
	if award.MayTry(v.Actor, award.DeedPublish) == nil {
		view.Publish = v.to("/desk/" + strconv.Itoa(v.Year) + "/publish")
	}
	if award.MayTry(v.Actor, award.DeedOpen) == nil {
		view.Open = v.to("/desk/" + strconv.Itoa(v.Year) + "/open")
	}
	if award.MayTry(v.Actor, award.DeedExport) == nil {
		for _, kind := range []string{"csv", "xlsx"} {
			view.Exports = append(view.Exports, templates.Link{Text: v.Words.T("results.export." + kind), URL: v.to("/desk/" + strconv.Itoa(v.Year) + "/results." + kind)})
		}
	}
	return v.show(http.StatusOK, "results", view)
}

func exportResults(s *Site, v *visit) error {
	t, err := s.Office.ResultTable(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	return v.sendTable(t, "results-"+strconv.Itoa(v.Year))
}

func (v *visit) categoryRow(c office.CategorySummary) categoryRow {
	w := v.Words
	row := categoryRow{Link: templates.Link{Text: v.text(c.Category.Name)}}
	switch {
	case c.Tied:
		row.Note = w.T("results.tied")
		return row
	case c.Scoring:
		row.Note = w.T("results.scoring")
		return row
	}
	row.Link.URL = v.to(categoryPath(v.Year, c.Category.Key))
	row.Entries, row.Flagged = w.Number(c.Entries), w.Number(c.Flagged)
	row.Sheets = w.T("assign.of", "Done", c.Sheets, "All", c.Panel)
	if !c.Seal.Closed() {
		row.Prizes = w.T("assign.of", "Done", c.Decided, "All", c.Places)
	}
	row.State = v.sealTag(c.Seal)
	if c.Seal.First == "" {
		switch {
		case !c.Over:
			row.State = templates.Tag{Kind: templates.Info, Text: w.T("results.state.judging")}
		case c.Decided < c.Places:
			row.State = templates.Tag{Kind: templates.Warn, Text: w.T("results.state.deciding")}
		default:
			row.State = templates.Tag{Kind: templates.Warn, Text: w.T("results.state.decided")}
		}
	}
	return row
}

func (v *visit) sealTag(s award.Seal) templates.Tag {
	switch {
	case !s.Opened.IsZero():
		return templates.Tag{Kind: templates.OK, Text: v.Words.T("results.state.opened")}
	case s.Sealed():
		return templates.Tag{Kind: templates.OK, Text: v.Words.T("results.state.sealed")}
	}
	return templates.Tag{Kind: templates.Warn, Text: v.Words.T("results.state.signed")}
}

func categoryPath(year int, category string) string {
	return "/desk/" + strconv.Itoa(year) + "/results/" + category
}
