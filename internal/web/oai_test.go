package web_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/service"
	"we-gov.org/awards/storage/database"
)

type oaiHeader struct {
	Status string   `xml:"status,attr"`
	ID     string   `xml:"identifier"`
	At     string   `xml:"datestamp"`
	Sets   []string `xml:"setSpec"`
}

type oaiAnswer struct {
	Request struct {
		Verb string `xml:"verb,attr"`
	} `xml:"request"`
	Fault struct {
		Code string `xml:"code,attr"`
	} `xml:"error"`
	Headers []oaiHeader `xml:"ListIdentifiers>header"`
	Records []struct {
		Header   oaiHeader `xml:"header"`
		Metadata *struct {
			Title string `xml:"dc>title"`
		} `xml:"metadata"`
	} `xml:"ListRecords>record"`
	Token struct {
		Size   int    `xml:"completeListSize,attr"`
		Cursor int    `xml:"cursor,attr"`
		Text   string `xml:",chardata"`
	} `xml:"ListRecords>resumptionToken"`
}

// harvester asks a site and keeps every answer, to be held against the schema.
type harvester struct {
	t    *testing.T
	c    *testkit.Client
	dir  string
	kept int
}

func newHarvester(t *testing.T, site *testkit.Platform) *harvester {
	t.Helper()
	return &harvester{t: t, c: site.Visitor(), dir: t.TempDir()}
}

func (h *harvester) ask(query string) (a oaiAnswer) {
	h.t.Helper()
	page := h.c.Get("/oai?" + query).Want(http.StatusOK)
	if err := xml.Unmarshal([]byte(page.Body), &a); err != nil {
		h.t.Fatalf("%s: %v", query, err)
	}
	h.kept++
	if err := os.WriteFile(filepath.Join(h.dir, fmt.Sprintf("%04d.xml", h.kept)), []byte(page.Body), 0o600); err != nil {
		h.t.Fatal(err)
	}
	return a
}

// valid holds all answers against the schemas.
func (h *harvester) valid() {
	h.t.Helper()
	files, err := filepath.Glob(filepath.Join(h.dir, "*.xml"))
	if err != nil || len(files) == 0 {
		h.t.Fatalf("no answer was kept: %v", err)
	}
	said, err := exec.Command(service.XMLLint(h.t), append([]string{"--nonet", "--noout", "--schema", "testdata/oai/oai.xsd"}, files...)...).CombinedOutput() //nolint:gosec // our own files
	if err != nil {
		h.t.Errorf("%v: %s", err, said)
	}
}

const oaiList = "verb=ListRecords&metadataPrefix=oai_dc"

func TestWholeHarvestTakesEveryPracticeOnce(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	site.AddPractices(240)
	h := newHarvester(t, site)
	seen := map[string]int{}
	var stand int
	site.View(func(tx *database.Tx) error {
		all, err := tx.Practices()
		stand = len(all)
		return err
	})
	for next := oaiList; next != ""; {
		a := h.ask(next)
		if a.Token.Cursor != len(seen) {
			t.Errorf("cursor %d after %d", a.Token.Cursor, len(seen))
		}
		for _, r := range a.Records {
			seen[r.Header.ID]++
			if r.Metadata == nil || r.Metadata.Title == "" {
				t.Errorf("%s says nothing", r.Header.ID)
			}
		}
		if next = ""; a.Token.Text != "" {
			next = "verb=ListRecords&resumptionToken=" + url.QueryEscape(a.Token.Text)
		}
		if a.Token.Size != stand {
			t.Errorf("%d of %d are announced", a.Token.Size, stand)
		}
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s was given %d times", id, n)
		}
	}
	if len(seen) != stand {
		t.Errorf("%d of %d were given", len(seen), stand)
	}
	h.valid()
}

func TestHarvesterIsToldWhatWasTakenBack(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p, h := published(t, site), newHarvester(t, site)
	site.Clock.Advance(time.Hour)
	since := site.Clock.Now().Std().Format("2006-01-02T15:04:05Z")
	if a := h.ask(oaiList + "&from=" + since); a.Fault.Code != "noRecordsMatch" {
		t.Fatalf("something has changed already: %+v", a)
	}
	site.As("officer").Get("/en/desk/library/"+p.Slug).Form("form:has([name=reason])").Set("kind", "revoke").Set("reason", "Not true.").Send().Want(http.StatusSeeOther)
	a := h.ask(oaiList + "&from=" + since)
	if len(a.Records) != 1 || a.Records[0].Header.Status != "deleted" || a.Records[0].Metadata != nil || a.Records[0].Header.ID != "oai:wego.test:"+p.Slug {
		t.Fatalf("%+v", a.Records)
	}
	site.Clock.Advance(time.Hour)
	officer := site.As("officer")
	prize := officer.Get("/en/desk/library/"+p.Slug).Attr("main a[href*='/certificates/']", "href")
	officer.Get(prize).Form("form:has([value=restored])").Set("reason", "It was true.").Send().Want(http.StatusSeeOther)
	a = h.ask(oaiList + "&from=" + since)
	if len(a.Records) != 1 || a.Records[0].Header.Status != "" || a.Records[0].Metadata.Title != p.Title {
		t.Errorf("put back: %+v", a.Records)
	}
	h.valid()
}

func TestHarvesterIsToldWhatIsWrong(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	h := newHarvester(t, site)
	id := "oai:wego.test:seoul-urban-management-2014"
	for query, code := range map[string]string{
		"": "badVerb", "verb=Nonsense": "badVerb", "verb=Identify&verb=Identify": "badVerb", "verb=%ff": "badVerb",
		"verb=Identify&from=2020-01-01": "badArgument", "verb=ListRecords": "badArgument", "verb=GetRecord&identifier=" + id: "badArgument",
		"verb=GetRecord&metadataPrefix=oai_dc&metadataPrefix=oai_dc&identifier=" + id: "badArgument",
		oaiList + "&from=2020":                                  "badArgument",
		oaiList + "&from=2020-13-01":                            "badArgument",
		oaiList + "&from=":                                      "badArgument",
		oaiList + "&from=2020-01-02&until=2020-01-01":           "badArgument",
		oaiList + "&from=2020-01-02&until=2021-01-01T00:00:00Z": "badArgument",
		oaiList + "&resumptionToken=x":                          "badArgument",
		"verb=ListRecords&resumptionToken=x":                    "badResumptionToken",
		"verb=ListRecords&resumptionToken=":                     "badResumptionToken",
		"verb=ListSets&resumptionToken=x":                       "badResumptionToken",
		oaiList + "&set=a%20b":                                  "badArgument", "verb=ListRecords&metadataPrefix=a%20b": "badArgument", "verb=ListMetadataFormats&identifier=%ff%20": "badArgument",
		"verb=ListRecords&metadataPrefix=marc":                                  "cannotDisseminateFormat",
		"verb=GetRecord&metadataPrefix=marc&identifier=" + id:                   "cannotDisseminateFormat",
		"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:wego.test:nowhere": "idDoesNotExist",
		"verb=ListMetadataFormats&identifier=nowhere":                           "idDoesNotExist",
		oaiList + "&until=1990-01-01":                                           "noRecordsMatch",
		oaiList + "&set=theme:nothing":                                          "noRecordsMatch",
	} {
		a := h.ask(query)
		if a.Fault.Code != code {
			t.Errorf("%q: %q, want %q", query, a.Fault.Code, code)
		}
		if named := a.Request.Verb != ""; named == (code == "badVerb" || code == "badArgument") {
			t.Errorf("%q: the request is repeated: %v", query, named)
		}
	}
	for _, query := range []string{
		"verb=Identify", "verb=ListSets", "verb=ListMetadataFormats", "verb=ListMetadataFormats&identifier=" + id, "verb=GetRecord&metadataPrefix=oai_dc&identifier=" + id,
		"verb=ListIdentifiers&metadataPrefix=oai_dc&set=edition:2014", "verb=ListIdentifiers&metadataPrefix=oai_dc&set=theme", oaiList + "&from=2000-01-01&until=2099-01-01&set=theme:mobility",
	} {
		if a := h.ask(query); a.Fault.Code != "" {
			t.Errorf("%q: %s", query, a.Fault.Code)
		}
	}
	h.valid()
	sent := site.Visitor().Post("/oai", url.Values{"verb": {"GetRecord"}, "metadataPrefix": {"oai_dc"}, "identifier": {id}}).Want(http.StatusOK)
	if !strings.Contains(sent.Body, "<dc:title>") {
		t.Errorf("sent: %s", sent.Body)
	}
}
