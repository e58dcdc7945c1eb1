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

// ZoneNamed is the time zone that a person means: its name in IANA form or a
// label of it, in any case, or the place alone ("nairobi"). What names none of
// Zones is returned as it is.
func ZoneNamed(written string) string {
	name, _, _ := strings.Cut(written, " (")
	name, _, _ = strings.Cut(name, ",")
	name = strings.ReplaceAll(strings.TrimSpace(name), " ", "_")
	for _, z := range Zones() {
		if strings.EqualFold(z, name) || strings.EqualFold(z[strings.LastIndexByte(z, '/')+1:], name) {
			return z
		}
	}
	return written
}
