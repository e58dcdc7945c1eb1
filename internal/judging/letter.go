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

// secretariatPage is where an officer mends a panel that has lost a judge.
func secretariatPage(e *award.Edition) string { return "/desk/" + strconv.Itoa(e.Year) + "/assign" }
