package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/templates"
)

// receiptRoutes are the addresses of what judges and cities hold against the
// public proof.
func receiptRoutes() []route {
	return []route{
		{method: see, path: "/:lang/judge/:year/receipt", deed: award.DeedReceipt, do: judgeReceipt},
		{method: see, path: "/:lang/judge/:year/receipt.json", deed: award.DeedReceipt, do: judgeReceiptFile},
		{method: see, path: "/:lang/my/entries/:ref/receipt.json", deed: award.DeedReadEntry, do: cityReceiptFile},
	}
}

type judgeReceiptView struct {
	templates.Frame
	Empty   string
	Rows    []judgeReceiptRow
	File    string
	Verify  string
	Command string
}

type judgeReceiptRow struct{ Category, Reference, Letter, Total string }

func judgeReceipt(s *Site, v *visit) error {
	r, err := s.Office.JudgeReceipt(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	v.in(r.Edition)
	t, at := v.Words.T, "/judge/"+strconv.Itoa(v.Year)
	view := judgeReceiptView{Frame: v.frame(t("receipt.title", "Year", strconv.Itoa(v.Year))), Verify: v.to("/verify")}
	view.Crumbs = v.crumbs(t("judge.title"), "/judge", view.Title, "")
	for _, l := range r.Lines {
		view.Rows = append(view.Rows, judgeReceiptRow{v.text(l.Category), l.Reference, l.Letter, v.Words.Fixed(l.Total, 2)})
	}
	switch {
	case !r.Opened:
		view.Empty = t("receipt.closed")
	case len(r.Lines) == 0:
		view.Empty = t("receipt.none")
	default:
		view.File = v.to(at + "/receipt.json")
		view.Command = "wego verify receipt receipt.json bundle.json --key " + s.Office.PublicKey()
	}
	return v.show(http.StatusOK, "judge_receipt", view)
}

func judgeReceiptFile(s *Site, v *visit) error {
	r, err := s.Office.JudgeReceipt(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	return v.saveAs("receipt.json", r.File)
}

func cityReceiptFile(s *Site, v *visit) error {
	text, err := s.Intake.Receipt(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return err
	}
	return v.saveAs("receipt-"+v.Param("ref")+".json", text)
}
