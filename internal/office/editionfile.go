package office

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// Defaults are what a file with stages relative to the ceremony leaves open. A
// file that WriteEdition wrote says all of it itself; a default that
// contradicts such a file is refused.
type Defaults struct {
	Year     int        // 0 = as the file says
	Ceremony award.Time // a time of 00:00 in Zone means that day at 18:00
	Zone     string     // IANA name of the official zone, such as Asia/Seoul
}

// editionFile is the form that WriteEdition writes: the edition with instants
// as people read them, in the official zone.
type editionFile struct {
	award.Edition
	Ceremony      string         `json:"ceremony"`
	CeremonyPlace string         `json:"ceremony_place,omitempty"`
	Stages        []stageFile    `json:"stages"`
	Extra         map[string]any `json:"extra,omitempty"`
}

type stageFile struct {
	Key    string `json:"key"`
	Opens  string `json:"opens"`
	Closes string `json:"closes"`
	Note   string `json:"note,omitempty"`
}

// WriteEdition writes an edition as indented JSON that ends with a newline.
// ReadEdition reads it back unchanged. Instants stand in the official zone.
func WriteEdition(w io.Writer, e *award.Edition) error {
	zone := e.Location()
	written := func(t award.Time) string { return t.Std().In(zone).Format(time.RFC3339Nano) }
	file := editionFile{Edition: *e, Ceremony: written(e.Ceremony), CeremonyPlace: e.CeremonyPlace, Stages: []stageFile{}, Extra: e.Extra}
	for _, s := range e.Stages {
		file.Stages = append(file.Stages, stageFile{s.Key, written(s.Opens), written(s.Closes), s.Note})
	}
	file.fill()
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(file)
}

// fill says what is left open and makes lists of nothing into empty lists, so
// that no null is written.
func (f *editionFile) fill() {
	f.ScoreMethod = f.Official()
	f.Eligibility = append([]award.Rule{}, f.Eligibility...)
	f.Categories = append([]award.Category{}, f.Categories...)
	f.Sections = append([]award.Section{}, f.Sections...)
	f.Questions = append([]award.Question{}, f.Questions...)
	f.Attachments = append([]award.AttachmentKind{}, f.Attachments...)
	f.Criteria = append([]award.Criterion{}, f.Criteria...)
	f.TieOrder = append([]award.TieStep{}, f.TieOrder...)
	f.Prizes = append([]award.Prize{}, f.Prizes...)
	for i, k := range f.Attachments {
		f.Attachments[i].Formats = append([]string{}, k.Formats...)
	}
	for i, k := range f.Criteria {
		f.Criteria[i].Anchors = append([]award.Anchor{}, k.Anchors...)
	}
}

// ReadEdition reads an edition without an ID from either form of file: the one
// that WriteEdition writes, or a plan whose stages count back from the ceremony
// (edition_default.json). A file that is not right in every part gives an
// *award.RowError and no edition.
func ReadEdition(r io.Reader, d Defaults) (*award.Edition, error) {
	f, v, err := readJSON(r)
	if err != nil {
		return nil, err
	}
	var e *award.Edition
	at := func(field string) string { return field }
	if v.has("edition") {
		p := planReader{file: f, given: d, from: map[string]string{}}
		e, err = p.read(v)
		at = p.source
	} else {
		e, err = f.edition(v, d)
	}
	if err != nil {
		return nil, err
	}
	if err := f.firstFault(e.Check(), at); err != nil {
		return nil, err
	}
	return e, nil
}

// firstFault turns the faults of an edition into the error of the first of
// them in the file; nil when there are none. at gives the place of a field.
func (f *fileJSON) firstFault(faults award.Invalid, at func(field string) string) error {
	if len(faults) == 0 {
		return nil
	}
	fields := make([]string, 0, len(faults))
	for field := range faults {
		fields = append(fields, field)
	}
	first := slices.MinFunc(fields, func(a, b string) int {
		return cmp.Or(f.locate(at(a))-f.locate(at(b)), strings.Compare(a, b))
	})
	return f.fault(f.locate(at(first)), "%s", sentence(faults[first]))
}

// sentence is a fault in plain English, for the people who import files at a
// command line.
func sentence(fault award.Fault) string { return said(locale.Must("en"), fault) }

// said is a fault whose values are plain, in somebody's language.
func said(w *locale.Words, fault award.Fault) string {
	var pairs []any
	for name, v := range fault.Values {
		pairs = append(pairs, name, v)
	}
	return w.T(fault.Key, pairs...)
}

// edition reads the form that WriteEdition writes.
func (f *fileJSON) edition(v *value, d Defaults) (*award.Edition, error) {
	var file editionFile
	if err := f.decode(v, &file); err != nil {
		return nil, err
	}
	e := file.Edition
	e.CeremonyPlace, e.Extra = file.CeremonyPlace, file.Extra
	e.ScoreMethod = cmp.Or(e.ScoreMethod, award.ScoreAdjusted)
	var err error
	if e.Ceremony, err = f.instant("ceremony", file.Ceremony); err != nil {
		return nil, err
	}
	for i, s := range file.Stages {
		path := "stages." + strconv.Itoa(i)
		opens, err := f.instant(path+".opens", s.Opens)
		if err != nil {
			return nil, err
		}
		closes, err := f.instant(path+".closes", s.Closes)
		if err != nil {
			return nil, err
		}
		e.Stages = append(e.Stages, award.Stage{Key: s.Key, Opens: opens, Closes: closes, Note: s.Note})
	}
	return &e, f.agrees(&e, d)
}

func (f *fileJSON) instant(path, written string) (award.Time, error) {
	t, err := time.Parse(time.RFC3339, written)
	if err != nil {
		return 0, f.fault(f.locate(path), "date and time expected, such as 2027-05-31T18:00:00+09:00")
	}
	return award.At(t), nil
}

// agrees refuses defaults that contradict what the file says.
func (f *fileJSON) agrees(e *award.Edition, d Defaults) error {
	switch {
	case d.Year != 0 && d.Year != e.Year:
		return f.fault(f.locate("year"), "the file is of the edition of %d, not %d", e.Year, d.Year)
	case d.Zone != "" && d.Zone != e.Zone:
		return f.fault(f.locate("zone"), "the file's official zone is %s, not %s", e.Zone, d.Zone)
	case d.Ceremony != 0 && dayIn(d.Ceremony, e.Location()) != dayIn(e.Ceremony, e.Location()):
		return f.fault(f.locate("ceremony"), "the file's ceremony is on %s, not %s", dayIn(e.Ceremony, e.Location()), dayIn(d.Ceremony, e.Location()))
	}
	return nil
}

func dayIn(t award.Time, zone *time.Location) string { return t.Std().In(zone).Format(time.DateOnly) }

// EditionJSON returns an edition as WriteEdition writes it.
func EditionJSON(e *award.Edition) ([]byte, error) {
	var b bytes.Buffer
	err := WriteEdition(&b, e)
	return b.Bytes(), err
}

// location loads the official zone of the defaults.
func (d Defaults) location() (*time.Location, error) {
	zone, err := time.LoadLocation(d.Zone)
	if err != nil || d.Zone == "" || d.Zone == "Local" {
		return nil, fmt.Errorf("the official time zone %q is not known: give an IANA name such as Asia/Seoul", d.Zone)
	}
	if d.Ceremony.IsZero() {
		return nil, errors.New("the stages of this file count back from the ceremony: give its date")
	}
	return zone, nil
}
