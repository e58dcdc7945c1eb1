package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/locale"
)

// The library for harvesters, by the Open Archives Initiative Protocol for
// Metadata Harvesting 2.0 (openarchives.org/OAI/openarchivesprotocol.html).
// Records are in English, with the practice's own text as it is. What it says
// of a wrong request is for the programs that ask, and therefore stands here in
// English and not in the catalogue.
//
// Why no answer is kept: each says when it was given.

// harvestPage is how many records an incomplete list holds.
const harvestPage = 100

const (
	harvestDay    = "2006-01-02"
	harvestSecond = "2006-01-02T15:04:05Z"
	harvestPrefix = "oai_dc"
)

// harvestFault is a fault of a request, by the codes of the protocol.
type harvestFault struct {
	Code string `xml:"code,attr"`
	Text string `xml:",chardata"`
}

// Error tells the fault.
func (f harvestFault) Error() string { return f.Code + ": " + f.Text }

func wrongAsk(code, format string, args ...any) error {
	return harvestFault{code, fmt.Sprintf(format, args...)}
}

// harvestVerbs are what may be asked, with the arguments of each; those with a
// star are required.
var harvestVerbs = map[string][]string{
	"Identify":            {},
	"ListMetadataFormats": {"identifier"},
	"ListSets":            {"resumptionToken"},
	"GetRecord":           {"identifier*", "metadataPrefix*"},
	"ListIdentifiers":     {"from", "until", "metadataPrefix*", "set", "resumptionToken"},
	"ListRecords":         {"from", "until", "metadataPrefix*", "set", "resumptionToken"},
}

// harvestForms are how arguments are written.
var harvestForms = map[string]*regexp.Regexp{
	"identifier":     regexp.MustCompile(`^[!#-;=?-Z_a-z~]+$`),
	"metadataPrefix": regexp.MustCompile(`^[A-Za-z0-9\-_.!~*'()]+$`),
	"set":            regexp.MustCompile(`^[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*$`),
}

// harvest answers one request of a harvester, by GET or by POST.
func harvest(s *Site, v *visit) error {
	v.inEnglish()
	values, err := harvestValues(v.Request())
	if err != nil {
		return err
	}
	doc := newHarvest(s.URL+"/oai", v.Now)
	if err = checkAsk(values); err == nil {
		doc.ask(values)
		err = v.harvestInto(&doc, values)
	}
	if err := doc.fault(err); err != nil {
		return err
	}
	body, err := xmlDoc(doc)
	if err != nil {
		return err
	}
	return v.Blob(http.StatusOK, "text/xml; charset=utf-8", body)
}

// harvestValues are the arguments of a request. Broken ones are left out, so
// that what is missing is named.
func harvestValues(r *http.Request) (url.Values, error) {
	if r.Method != send {
		values, _ := url.ParseQuery(r.URL.RawQuery) // what can be read
		return values, nil
	}
	err := r.ParseForm()
	if errors.Is(err, errTooLarge) {
		return nil, err
	}
	return r.PostForm, nil
}

// checkAsk holds a request against its verb.
func checkAsk(values url.Values) error {
	verb := values["verb"]
	allowed, known := harvestVerbs[values.Get("verb")]
	if !known || len(verb) != 1 {
		return wrongAsk("badVerb", "The verb is missing, repeated or not one of the protocol.")
	}
	for name, given := range values {
		if name == "verb" {
			continue
		}
		if !slices.Contains(allowed, name) && !slices.Contains(allowed, name+"*") {
			return wrongAsk("badArgument", "%s takes no argument %q.", verb[0], name)
		}
		if len(given) > 1 {
			return wrongAsk("badArgument", "The argument %s stands there twice.", name)
		}
		if form := harvestForms[name]; form != nil && !form.MatchString(given[0]) {
			return wrongAsk("badArgument", "The argument %s is not well formed.", name)
		}
	}
	if values.Has("resumptionToken") {
		if len(values) != 2 {
			return wrongAsk("badArgument", "A resumptionToken allows no other argument.")
		}
		return nil
	}
	for _, name := range allowed {
		if name, required := strings.CutSuffix(name, "*"); required && values.Get(name) == "" {
			return wrongAsk("badArgument", "%s needs the argument %s.", verb[0], name)
		}
	}
	return nil
}

func (v *visit) harvestInto(doc *harvestDoc, values url.Values) error {
	changes, err := v.site.Library.Changes(v.ctx())
	if err != nil {
		return err
	}
	switch values.Get("verb") {
	case "Identify":
		doc.Identify = v.harvestIdentity(changes)
	case "ListMetadataFormats":
		if id := values.Get("identifier"); values.Has("identifier") {
			if _, err := v.harvested(changes, id); err != nil {
				return err
			}
		}
		doc.Formats = &harvestFormats{[]harvestFormat{{harvestPrefix, harvestSchema, harvestNamespace}}}
	case "ListSets":
		if values.Has("resumptionToken") {
			return wrongAsk("badResumptionToken", "All sets stand in one list.")
		}
		doc.Sets = v.harvestSets(changes)
	case "GetRecord":
		c, err := v.harvested(changes, values.Get("identifier"))
		if err != nil {
			return err
		}
		if values.Get("metadataPrefix") != harvestPrefix {
			return wrongAsk("cannotDisseminateFormat", "Records are given as %s.", harvestPrefix)
		}
		doc.Record = &harvestOne{v.harvestRecord(c)}
	default:
		return v.harvestList(doc, changes, values)
	}
	return nil
}

// harvestHost is the name of the site in identifiers.
func (s *Site) harvestHost() string {
	if u, err := url.Parse(s.URL); err == nil && strings.Contains(u.Hostname(), ".") && strings.ContainsAny(u.Hostname(), "abcdefghijklmnopqrstuvwxyz") {
		return u.Hostname()
	}
	return "localhost.localdomain"
}

// contact is the address at which whoever keeps the site is reached.
func (s *Site) contact() string { return cmp.Or(s.Mail, "awards@"+s.harvestHost()) }

func (s *Site) harvestID(slug string) string { return "oai:" + s.harvestHost() + ":" + slug }

// harvested finds a practice by its identifier.
func (v *visit) harvested(all []library.Change, id string) (library.Change, error) {
	for _, c := range all {
		if v.site.harvestID(c.Slug) == id {
			return c, nil
		}
	}
	return library.Change{}, wrongAsk("idDoesNotExist", "No practice has this identifier.")
}

// setsOf are the sets of a practice: its themes and its edition.
func setsOf(c library.Change) []string {
	sets := []string{"edition", "edition:" + strconv.Itoa(c.Year)}
	for i, theme := range library.Themes(c.Practice) {
		if i == 0 {
			sets = append(sets, "theme")
		}
		sets = append(sets, "theme:"+theme)
	}
	return sets
}

func (v *visit) harvestSets(all []library.Change) *harvestSets {
	sets := []harvestSet{{"theme", v.Words.T("library.facet.theme")}}
	for _, key := range library.ThemeKeys() {
		sets = append(sets, harvestSet{"theme:" + key, v.Words.T("library.theme." + key)})
	}
	sets = append(sets, harvestSet{"edition", v.Words.T("library.facet.edition")})
	names := map[int]string{}
	for _, c := range all {
		names[c.Year] = library.EditionName(v.Words, c.Edition)
	}
	years := make([]int, 0, len(names))
	for year := range names {
		years = append(years, year)
	}
	slices.Sort(years)
	for _, year := range years {
		sets = append(sets, harvestSet{"edition:" + strconv.Itoa(year), names[year]})
	}
	return &harvestSets{sets}
}

func (v *visit) harvestIdentity(all []library.Change) *harvestIdentity {
	earliest := v.Now
	if len(all) > 0 {
		earliest = all[0].At
	}
	id := &harvestIdentity{
		Name: v.Words.T("library.title") + " · " + v.Words.T("frame.site"), URL: v.site.URL + "/oai", Version: "2.0", Mail: v.site.contact(),
		Earliest: earliest.Std().Format(harvestSecond), Deleted: "persistent", Granularity: "YYYY-MM-DDThh:mm:ssZ",
	}
	id.Description.Identifier = newHarvestNaming(v.site.harvestHost(), v.site.harvestID("seoul-urban-management-2014"))
	return id
}

// harvestRange reads an instant of a request; until is the end of a day that is
// named alone.
func harvestRange(name, text string) (at award.Time, day bool, err error) {
	if text == "" {
		return 0, false, nil
	}
	if t, err := time.Parse(harvestSecond, text); err == nil {
		return award.At(t), false, nil
	}
	t, err := time.Parse(harvestDay, text)
	if err != nil {
		return 0, false, wrongAsk("badArgument", "The argument %s must be a day or a second in UTC, such as 2027-10-20 or 2027-10-20T09:00:00Z.", name)
	}
	if at = award.At(t); name == "until" {
		at = at.Add(24*time.Hour - time.Second)
	}
	return at, true, nil
}

func (v *visit) harvestHeader(c library.Change) harvestHeader {
	h := harvestHeader{ID: v.site.harvestID(c.Slug), At: c.At.Std().Format(harvestSecond), Sets: setsOf(c)}
	if c.Gone {
		h.Status = "deleted"
	}
	return h
}

// harvestRecord is a practice in Dublin Core; of one that is gone only that it
// is.
func (v *visit) harvestRecord(c library.Change) harvestRecord {
	r := harvestRecord{Header: v.harvestHeader(c)}
	if c.Gone {
		return r
	}
	w, p := v.Words, c.Practice
	dc := newDublinCore()
	dc.Title, dc.Creator, dc.Publisher = v.heading(p), p.CityName+", "+w.Country(p.Country), w.T("library.cite.publisher")
	for _, theme := range library.Themes(p) {
		dc.Subjects = append(dc.Subjects, w.T("library.theme."+theme))
	}
	dc.Subjects = append(dc.Subjects, nonEmpty(library.CategoryName(w, p))...)
	dc.Descriptions = append(nonEmpty(p.Summary), nonEmpty(v.prizeLabel(p))...)
	dc.Date, dc.Type, dc.Format, dc.Language = strconv.Itoa(p.Year), "Text", "text/html", p.Language
	for _, l := range locale.Languages() {
		dc.Identifiers = append(dc.Identifiers, v.site.URL+"/"+l.Code+"/library/"+p.Slug)
	}
	dc.Sources, dc.Relation, dc.Coverage = strings.Fields(p.Sources), library.EditionName(w, p.Edition), p.CityName+", "+w.Country(p.Country)
	r.Metadata = &harvestMetadata{dc}
	return r
}
