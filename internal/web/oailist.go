package web

import (
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/url"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
)

// harvestToken is where a list goes on, in the request's own words. It names
// the last practice that was given and not a number of rows, so that nothing is
// left out when practices change meanwhile: what changes moves to the end. It
// needs no memory here and never expires.
type harvestToken struct {
	Set   string     `json:"s,omitempty"`
	From  award.Time `json:"f,omitempty"`
	Until award.Time `json:"u,omitempty"`
	At    award.Time `json:"a"`
	Slug  string     `json:"p"`
	Given int        `json:"n"`
}

func (t harvestToken) String() string {
	doc, _ := json.Marshal(t)
	return base64.RawURLEncoding.EncodeToString(doc)
}

func readHarvestToken(text string) (t harvestToken, err error) {
	doc, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(doc, &t)
	}
	if err != nil || t.Slug == "" || t.Given <= 0 || t.String() != text {
		return t, wrongAsk("badResumptionToken", "This resumptionToken was not given here.")
	}
	return t, nil
}

// harvestStart is the first token of a list that is asked for.
func harvestStart(values url.Values) (t harvestToken, err error) {
	if values.Has("resumptionToken") {
		return readHarvestToken(values.Get("resumptionToken"))
	}
	var fromDay, untilDay bool
	if t.From, fromDay, err = harvestRange("from", values.Get("from")); err != nil {
		return t, err
	}
	if t.Until, untilDay, err = harvestRange("until", values.Get("until")); err != nil {
		return t, err
	}
	t.Set = values.Get("set")
	switch {
	case values.Has("from") && values.Get("from") == "", values.Has("until") && values.Get("until") == "", values.Has("set") && t.Set == "":
		return t, wrongAsk("badArgument", "An argument is empty.")
	case t.From != 0 && t.Until != 0 && fromDay != untilDay:
		return t, wrongAsk("badArgument", "from and until must both be days or both be seconds.")
	case t.Until != 0 && t.From > t.Until:
		return t, wrongAsk("badArgument", "from is later than until.")
	case values.Get("metadataPrefix") != harvestPrefix:
		return t, wrongAsk("cannotDisseminateFormat", "Records are given as %s.", harvestPrefix)
	}
	return t, nil
}

func (v *visit) harvestList(doc *harvestDoc, all []library.Change, values url.Values) error {
	t, err := harvestStart(values)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(c library.Change) bool {
		return c.At < t.From || t.Until != 0 && c.At > t.Until || t.Set != "" && !slices.Contains(setsOf(c), t.Set)
	})
	rest := slices.DeleteFunc(slices.Clone(all), func(c library.Change) bool {
		return t.Slug != "" && (c.At < t.At || c.At == t.At && c.Slug <= t.Slug)
	})
	if len(rest) == 0 && t.Slug == "" {
		return wrongAsk("noRecordsMatch", "Nothing has changed in this time and set.")
	}
	if len(rest) == 0 {
		return wrongAsk("badResumptionToken", "The list has ended.")
	}
	given := rest[:min(harvestPage, len(rest))]
	var more *harvestMore
	if t.Slug != "" || len(given) < len(rest) {
		more = &harvestMore{Size: max(len(all), t.Given+len(rest)), Cursor: t.Given}
	}
	if last := given[len(given)-1]; len(given) < len(rest) {
		t.At, t.Slug, t.Given = last.At, last.Slug, t.Given+len(given)
		more.Token = t.String()
	}
	if values.Get("verb") == "ListIdentifiers" {
		doc.Identifiers = &harvestIdentifiers{More: more}
		for _, c := range given {
			doc.Identifiers.Headers = append(doc.Identifiers.Headers, v.harvestHeader(c))
		}
		return nil
	}
	doc.Records = &harvestRecords{More: more}
	for _, c := range given {
		doc.Records.Records = append(doc.Records.Records, v.harvestRecord(c))
	}
	return nil
}

// The documents of the protocol. Prefixes stand in the names as they are, since
// encoding/xml makes up its own.
const (
	harvestSchema    = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
	harvestNamespace = "http://www.openarchives.org/OAI/2.0/oai_dc/"
	schemaInstance   = "http://www.w3.org/2001/XMLSchema-instance"
)

type (
	harvestDoc struct {
		XMLName     xml.Name            `xml:"OAI-PMH"`
		Space       string              `xml:"xmlns,attr"`
		XSI         string              `xml:"xmlns:xsi,attr"`
		Schema      string              `xml:"xsi:schemaLocation,attr"`
		At          string              `xml:"responseDate"`
		Request     harvestRequest      `xml:"request"`
		Fault       *harvestFault       `xml:"error"`
		Identify    *harvestIdentity    `xml:"Identify"`
		Formats     *harvestFormats     `xml:"ListMetadataFormats"`
		Sets        *harvestSets        `xml:"ListSets"`
		Record      *harvestOne         `xml:"GetRecord"`
		Identifiers *harvestIdentifiers `xml:"ListIdentifiers"`
		Records     *harvestRecords     `xml:"ListRecords"`
	}
	harvestRequest struct {
		Attrs []xml.Attr `xml:",any,attr"`
		URL   string     `xml:",chardata"`
	}
	harvestIdentity struct {
		Name        string `xml:"repositoryName"`
		URL         string `xml:"baseURL"`
		Version     string `xml:"protocolVersion"`
		Mail        string `xml:"adminEmail"`
		Earliest    string `xml:"earliestDatestamp"`
		Deleted     string `xml:"deletedRecord"`
		Granularity string `xml:"granularity"`
		Description struct {
			Identifier harvestNaming `xml:"oai-identifier"`
		} `xml:"description"`
	}
	harvestNaming struct {
		Space     string `xml:"xmlns,attr"`
		XSI       string `xml:"xmlns:xsi,attr"`
		Schema    string `xml:"xsi:schemaLocation,attr"`
		Scheme    string `xml:"scheme"`
		Host      string `xml:"repositoryIdentifier"`
		Delimiter string `xml:"delimiter"`
		Sample    string `xml:"sampleIdentifier"`
	}
	harvestFormats struct {
		All []harvestFormat `xml:"metadataFormat"`
	}
	harvestFormat struct {
		Prefix string `xml:"metadataPrefix"`
		Schema string `xml:"schema"`
		Space  string `xml:"metadataNamespace"`
	}
	harvestSets struct {
		All []harvestSet `xml:"set"`
	}
	harvestSet struct {
		Spec string `xml:"setSpec"`
		Name string `xml:"setName"`
	}
	harvestOne struct {
		Record harvestRecord `xml:"record"`
	}
	harvestIdentifiers struct {
		Headers []harvestHeader `xml:"header"`
		More    *harvestMore    `xml:"resumptionToken"`
	}
	harvestRecords struct {
		Records []harvestRecord `xml:"record"`
		More    *harvestMore    `xml:"resumptionToken"`
	}
	harvestMore struct {
		Size   int    `xml:"completeListSize,attr"`
		Cursor int    `xml:"cursor,attr"`
		Token  string `xml:",chardata"`
	}
	harvestHeader struct {
		Status string   `xml:"status,attr,omitempty"`
		ID     string   `xml:"identifier"`
		At     string   `xml:"datestamp"`
		Sets   []string `xml:"setSpec"`
	}
	harvestRecord struct {
		Header   harvestHeader    `xml:"header"`
		Metadata *harvestMetadata `xml:"metadata"`
	}
	harvestMetadata struct {
		DC dublinCore `xml:"oai_dc:dc"`
	}
	dublinCore struct {
		OAI          string   `xml:"xmlns:oai_dc,attr"`
		DC           string   `xml:"xmlns:dc,attr"`
		XSI          string   `xml:"xmlns:xsi,attr"`
		Schema       string   `xml:"xsi:schemaLocation,attr"`
		Title        string   `xml:"dc:title"`
		Creator      string   `xml:"dc:creator"`
		Subjects     []string `xml:"dc:subject"`
		Descriptions []string `xml:"dc:description"`
		Publisher    string   `xml:"dc:publisher"`
		Date         string   `xml:"dc:date"`
		Type         string   `xml:"dc:type"`
		Format       string   `xml:"dc:format"`
		Identifiers  []string `xml:"dc:identifier"`
		Sources      []string `xml:"dc:source"`
		Language     string   `xml:"dc:language,omitempty"`
		Relation     string   `xml:"dc:relation"`
		Coverage     string   `xml:"dc:coverage"`
	}
)

func newHarvest(at string, now award.Time) harvestDoc {
	const space = "http://www.openarchives.org/OAI/2.0/"
	return harvestDoc{
		Space: space, XSI: schemaInstance, Schema: space + " " + space + "OAI-PMH.xsd", At: now.Std().Format(harvestSecond), Request: harvestRequest{URL: at},
	}
}

// ask repeats the arguments of a request that could be read.
func (d *harvestDoc) ask(values url.Values) {
	for _, name := range []string{"verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"} {
		if values.Has(name) {
			d.Request.Attrs = append(d.Request.Attrs, xml.Attr{Name: xml.Name{Local: name}, Value: values.Get(name)})
		}
	}
}

// fault takes a fault of the request into the answer and returns any other. A
// request with a wrong argument is not repeated, as the protocol says.
func (d *harvestDoc) fault(err error) error {
	var wrong harvestFault
	if !errors.As(err, &wrong) {
		return err
	}
	if d.Fault = &wrong; wrong.Code == "badArgument" || wrong.Code == "badVerb" {
		d.Request.Attrs = nil
	}
	return nil
}

func newHarvestNaming(host, sample string) harvestNaming {
	const space = "http://www.openarchives.org/OAI/2.0/oai-identifier"
	return harvestNaming{Space: space, XSI: schemaInstance, Schema: space + " " + space + ".xsd", Scheme: "oai", Host: host, Delimiter: ":", Sample: sample}
}

func newDublinCore() dublinCore {
	return dublinCore{
		OAI: harvestNamespace, DC: "http://purl.org/dc/elements/1.1/", XSI: schemaInstance, Schema: harvestNamespace + " " + harvestSchema,
	}
}
