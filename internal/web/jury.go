package web

import (
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/templates"
)

// juryFrame is what the pages of panels, progress and results share: the way to
// the others.
type juryFrame struct {
	templates.Frame
	Tabs templates.Tabs
}

// jury is the frame of such a page; current is the key of its tab.
func (v *visit) jury(title string, year int, current string) juryFrame {
	f := juryFrame{Frame: v.frame(title)}
	f.Wide = true
	f.Tabs.Label = v.Words.T("assign.tabs")
	for _, p := range []struct {
		key  string
		deed award.Deed
	}{{"assign", award.DeedPropose}, {"progress", award.DeedProgress}, {"results", award.DeedResults}, {"publish", award.DeedPublish}} {
		if award.MayTry(v.Actor, p.deed) == nil {
			f.Tabs.Links = append(f.Tabs.Links, templates.Link{Text: v.Words.T("assign.tab." + p.key), URL: v.to("/desk/" + strconv.Itoa(year) + "/" + p.key), Current: p.key == current})
		}
	}
	return f
}
