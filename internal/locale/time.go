package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
)

// Date writes the day of an instant in a zone: "31 May 2027". Not set is "".
func (w *Words) Date(t award.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return w.date(in(t, zone))
}

// Clock writes the time of day of an instant in a zone: "14:32". Not set is "".
func (w *Words) Clock(t award.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return in(t, zone).Format("15:04")
}

// Moment writes day, weekday and time of an instant in a zone: "31 May 2027,
// Mon 12:00". Not set is "".
func (w *Words) Moment(t award.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	at := in(t, zone)
	return w.T("time.moment", "Date", w.date(at), "Weekday", w.weekday(at), "Clock", at.Format("15:04"))
}

// Month writes a month given as 2024-03: "March 2024". What is not a month is
// returned as it is.
func (w *Words) Month(month string) string {
	at, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	return w.T("time.month_year", "Month", w.T("month."+strconv.Itoa(int(at.Month()))), "Year", strconv.Itoa(at.Year()))
}

// Both writes an instant in the reader's zone first and in the official one
// after it, each with weekday, place and UTC offset, so that no deadline can be
// misread. Without a user zone, or where both agree, only the official one is
// written. An empty name is made from the zone.
func (w *Words) Both(t award.Time, user, official *time.Location, userName, officialName string) string {
	if t.IsZero() {
		return ""
	}
	at := w.Placed(t, official, officialName)
	if user == nil || user.String() == official.String() {
		return at
	}
	return w.T("time.both", "User", w.Placed(t, user, userName), "Official", at)
}

// Placed writes an instant in one zone with weekday, place and UTC offset: "31
// May 2027, Mon 18:00, Seoul (UTC+9)". An empty name is made from the zone.
func (w *Words) Placed(t award.Time, zone *time.Location, name string) string {
	if t.IsZero() {
		return ""
	}
	if name == "" {
		name = w.Place(zone)
	}
	return w.T("time.placed", "Moment", w.Moment(t, zone), "Place", name, "Offset", offset(in(t, zone)))
}

// Place names a time zone by its city: "Seoul" for Asia/Seoul.
func (w *Words) Place(zone *time.Location) string {
	if zone == nil {
		return "UTC"
	}
	name := zone.String()
	if key := "place." + strings.ReplaceAll(name, "/", "_"); w.Has(key) {
		return w.T(key)
	}
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
}

// Until says how far t is from now, ahead or past, in the largest whole unit
// that still tells: "in 12 days", "in 5 hours", "3 days ago". Within a minute it
// is "now".
func (w *Words) Until(now, t award.Time) string {
	span, way := t.Sub(now), "time.in_"
	if span < 0 {
		span, way = -span, "time.ago_"
	}
	switch {
	case span >= 48*time.Hour:
		return w.T(way+"days", "Count", int(span/(24*time.Hour)))
	case span >= 2*time.Hour:
		return w.T(way+"hours", "Count", int(span/time.Hour))
	case span >= time.Minute:
		return w.T(way+"minutes", "Count", int(span/time.Minute))
	}
	return w.T("time.now")
}

// Machine writes an instant for the datetime attribute of a time element.
func Machine(t award.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Std().Format(time.RFC3339)
}

func (w *Words) date(at time.Time) string {
	return w.T("time.date", "Day", strconv.Itoa(at.Day()), "Month", w.T("month."+strconv.Itoa(int(at.Month()))), "Year", strconv.Itoa(at.Year()))
}

func (w *Words) weekday(at time.Time) string {
	return w.T("weekday." + strconv.Itoa(int(at.Weekday())))
}

func in(t award.Time, zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	return t.Std().In(zone)
}

// offset writes the distance from UTC: UTC+9, UTC−3:30, UTC.
func offset(at time.Time) string {
	_, seconds := at.Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	hours, minutes := seconds/3600, seconds%3600/60
	switch {
	case seconds == 0:
		return "UTC"
	case minutes == 0:
		return fmt.Sprintf("UTC%s%d", sign, hours)
	}
	return fmt.Sprintf("UTC%s%d:%02d", sign, hours, minutes)
}
