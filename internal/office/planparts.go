package office

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
)

// counted reads how many and how long: "1", "up to 3, 20 pages each",
// "1, 3 minutes", "1, 20 slides".
var counted = regexp.MustCompile(`^(?:up to )?(\d{1,3})(?:, (\d{1,4}) (pages?|slides?|minutes?)(?: each)?)?$`)

var minWidth = regexp.MustCompile(`^(\d{1,5}) wide$`)

// needKeys are the words for what an attachment asks for beside the file. What
// is not among them stays in Extra, for people to read.
var needKeys = map[string]string{"caption": "caption", "alternative text": "alt", "credit": "credit", "language": "language", "English captions (vtt/srt)": "captions"}

func (p *planReader) attachments() error {
	other := map[string]any{}
	for i, from := range p.plan.Attachments.Kinds {
		path := "attachments.kinds." + strconv.Itoa(i)
		k := award.AttachmentKind{
			Key: keyFor(from.Kind), Name: capital(from.Kind), Required: from.Required,
			RequiredForFinalists: from.RequiredForFinalists, Formats: from.Formats, MB: from.MB,
		}
		err := errors.Join(p.count(&k, path+".count", from.Count), p.publicity(&k, path+".public", from.Public), p.width(&k, path+".min_px", from.MinPx))
		if err != nil {
			return firstRow(err)
		}
		for _, need := range strings.FieldsFunc(from.Needs, func(r rune) bool { return r == ',' || r == ';' }) {
			if key := needKeys[strings.TrimSpace(need)]; key != "" {
				k.Needs = append(k.Needs, key)
			} else {
				other[k.Key] = from.Needs
			}
		}
		p.e.Attachments = append(p.e.Attachments, k)
	}
	p.keep("attachments", map[string]any{"needs": other}, len(other) > 0)
	return nil
}

// firstRow returns the first of joined errors.
func firstRow(err error) error {
	var row *award.RowError
	errors.As(err, &row)
	return row
}

func (p *planReader) count(k *award.AttachmentKind, path, said string) error {
	m := counted.FindStringSubmatch(said)
	if m == nil {
		return p.fault(path, `a count expected, such as "1", "up to 5", "up to 3, 20 pages each" or "1, 3 minutes"`)
	}
	k.Max, _ = strconv.Atoi(m[1])
	n, _ := strconv.Atoi(m[2])
	if strings.HasPrefix(m[3], "minute") {
		k.MinutesMax = n
	} else {
		k.PagesMax = n
	}
	return nil
}

func (p *planReader) width(k *award.AttachmentKind, path, said string) error {
	if said == "" {
		return nil
	}
	m := minWidth.FindStringSubmatch(said)
	if m == nil {
		return p.fault(path, `a width in pixels expected, such as "1920 wide"`)
	}
	k.MinWidth, _ = strconv.Atoi(m[1])
	return nil
}

func (p *planReader) publicity(k *award.AttachmentKind, path string, said any) error {
	switch said {
	case true:
		k.Public = award.Always
	case false:
		k.Public = award.Never
	case "applicant chooses":
		k.Public = award.Chosen
	default:
		return p.fault(path, `true, false or "applicant chooses" expected`)
	}
	return nil
}

// closing is the hour at which stages open and close: the end of a working day
// in the official zone, never midnight.
const closing = 18

// stages count back from the day of the ceremony.
func (p *planReader) stages(zone *time.Location) error {
	day := p.given.Ceremony.Std().In(zone)
	p.e.Ceremony = p.given.Ceremony
	if day.Hour() == 0 && day.Minute() == 0 {
		p.e.Ceremony = award.At(time.Date(day.Year(), day.Month(), day.Day(), closing, 0, 0, 0, zone))
	}
	for i, s := range p.plan.Stages {
		if math.Abs(s.Months) > 120 || s.Weeks < 0 || s.Weeks > 520 {
			return p.fault("stages."+strconv.Itoa(i), "a stage lies within 120 months of the ceremony and is at most 520 weeks long")
		}
		opens := monthsBefore(day, s.Months)
		closes := opens.AddDate(0, 0, int(math.Round(s.Weeks*7)))
		stage := award.Stage{Key: s.Key, Opens: award.At(opens), Closes: award.At(closes), Note: s.Note}
		if s.Key == award.StageCeremony {
			stage.Opens, stage.Closes = p.e.Ceremony, max(p.e.Ceremony, stage.Closes)
		}
		p.e.Stages = append(p.e.Stages, stage)
	}
	return nil
}

// monthsBefore counts whole months back, staying within the month's days, and
// a broken month as 30 days, to the closing hour.
func monthsBefore(day time.Time, months float64) time.Time {
	whole, broken := math.Modf(months)
	first := time.Date(day.Year(), day.Month()-time.Month(whole), 1, closing, 0, 0, 0, day.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1-int(math.Round(broken*30)))
}
