package web_test

import (
	"net/http"
	"strings"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

// What cannot be read is told as it is: signed already, damaged, or missing.
func TestTheAuditorReadsHowEachEnvelopeStands(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	site.CloseEnvelopes()
	site.Tamper(`UPDATE seal SET envelope = REPLACE(envelope, '"content":"Y', '"content":"Z') WHERE category = 'services'`)
	site.Tamper(`UPDATE seal SET envelope = '', doc = '' WHERE category = 'efficiency'`)
	site.Tamper(`DELETE FROM audit WHERE category IN ('services', 'efficiency', 'open-city')`)
	page := site.As("auditor").Get("/en/audit/2027").Want(http.StatusOK)
	for category, says := range map[string]string{"services": "The envelope is damaged", "efficiency": "The envelope is missing", "open-city": "Ask two people with keys"} {
		if text := page.Text("section:has(#" + category + ")"); !strings.Contains(text, says) {
			t.Errorf("%s: %q", category, text)
		}
	}
	if text := page.Text("section:has(#urban-management)"); strings.Contains(text, "Ask two people") || !strings.Contains(text, "Signed by") {
		t.Errorf("signed already: %q", text)
	}
}
