package judging

import (
	"strconv"
	"time"

	"we-gov.org/awards/internal/award"
)

// zoneOf is the person's time zone; nil if they have not chosen one.
func zoneOf(p award.Person) *time.Location {
	if p.Zone == "" {
		return nil
	}
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return nil
	}
	return zone
}

// panelPage is where an officer mends the panel that has lost a judge.
func panelPage(e *award.Edition, h held) string {
	page := "/desk/" + strconv.Itoa(e.Year) + "/assign/" + h.entry.Reference
	if h.seat.Round == 2 {
		page += "?round=2"
	}
	return page
}
