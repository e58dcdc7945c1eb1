package locale

import (
	_ "embed"
	"strings"
	"sync"
	"time"

	"we-gov.org/awards/internal/award"
)

// zoneNames are the time zones of zone.tab of the IANA database, which is in
// the public domain.
//
//go:embed zones.txt
var zoneNames string

// Zones lists the names of the world's time zones in IANA form, sorted. Zones
// that the machine does not know are left out.
var Zones = sync.OnceValue(func() []string {
	all := []string{"UTC"}
	for _, name := range strings.Fields(zoneNames) {
		if _, err := time.LoadLocation(name); err == nil {
			all = append(all, name)
		}
	}
	return all
})

// ZoneLabel names a time zone for a list, with its distance from UTC at an
// instant: "Africa/Nairobi (UTC+3)".
func (w *Words) ZoneLabel(name string, at award.Time) string {
	zone, err := award.Zone(name)
	if err != nil || name == "UTC" {
		return name
	}
	label := strings.ReplaceAll(name, "_", " ")
	if key := "place." + strings.ReplaceAll(name, "/", "_"); w.Has(key) {
		label += ", " + w.T(key)
	}
	return label + " (" + offset(in(at, zone)) + ")"
}
