package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

const certificatesAt = "/en/desk/2027/certificates"

// codes are those of the certificates that somebody sees at the desk.
func codes(c *testkit.Client) []string {
	return c.Get(certificatesAt).Want(http.StatusOK).All("tbody td.mono")
}

// certified is the first certificate that a category's result gives, stored or
// not, its entry's reference and its city's key.
func certified(t *testing.T, site *testkit.Platform, category string) (code, ref, city string) {
	t.Helper()
	site.View(func(tx *database.Tx) error {
		seal, err := tx.Seal(site.Sample.Edition.ID, category)
		if err != nil {
			return err
		}
		result, err := seal.Result()
		if err != nil {
			return err
		}
		first := result.Certificates(seal.Edition, 0)[0]
		e, err := tx.Entry(first.Entry)
		if err != nil {
			return err
		}
		of, err := tx.City(e.City)
		code, ref, city = first.Code, e.Reference, of.Slug
		return err
	})
	return code, ref, city
}

// stored is how many certificates the records hold.
func stored(site *testkit.Platform) (n int) {
	site.View(func(tx *database.Tx) error {
		all, err := tx.Certificates(site.Sample.Edition.ID)
		n = len(all)
		return err
	})
	return n
}

func TestACertificateSaysToAnybodyWhatItSays(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	code, ref, city := certified(t, site, "services")
	c := site.Visitor()
	page := c.Get("/en/verify/" + code).Want(http.StatusOK)
	if !page.Says("This certificate is genuine") || !page.Says(ref) || !page.Says("Best e-Government Prize") || !page.Has("a[href^='/en/library/']") {
		t.Errorf("the page says %q", page.Text("main"))
	}
	typed := strings.ToLower(strings.NewReplacer("-", " ", "0", "o", "1", "l").Replace(code))
	if at := c.Get("/en/verify/certificate?code=" + url.QueryEscape(typed)).Want(http.StatusSeeOther).Location(); at != "/en/verify/"+code {
		t.Errorf("%q leads to %s", typed, at)
	}
	if at := c.Get("/ko/verify/" + strings.ToLower(code)).Want(http.StatusSeeOther).Location(); at != "/ko/verify/"+code {
		t.Errorf("small letters lead to %s", at)
	}
	note := c.Get("/en/verify/" + code + "/certificate.txt").Want(http.StatusOK)
	said, err := ledger.OpenCertificate(note.Body, demo.Key.Public)
	if err != nil || said.Code != code || said.Entry != ref || said.Year != 2027 {
		t.Errorf("the note says %+v, %v", said, err)
	}
	// One of no certificate, and what cannot be a code.
	none := c.Get("/en/verify/0123-4567-89AB-CDEF-GHJK").Want(http.StatusNotFound)
	if !none.Says("There is no such certificate") || none.Attr("input[name=code]", "value") != "0123-4567-89AB-CDEF-GHJK" {
		t.Errorf("an unknown code: %q", none.Text("main"))
	}
	if odd := c.Get("/en/verify/certificate?code=abc").Want(http.StatusUnprocessableEntity); !odd.Has("#code-fault") || odd.Attr("input[name=code]", "value") != "abc" {
		t.Errorf("what is no code: %q", odd.Text("main"))
	}
	c.Get("/en/verify/abc").Want(http.StatusNotFound)
	// The city has it, and nobody else's.
	own := site.As("city/" + city)
	mine := "/en/my/entries/" + ref
	if !own.Get(mine).Want(http.StatusOK).Has("a[href='" + mine + "/certificate']") {
		t.Error("the entry does not lead to its certificate")
	}
	paper := own.Get(mine + "/certificate").Want(http.StatusOK)
	if !paper.Says(code) || !paper.Has("svg.qr path") || !paper.Says("For the jury") {
		t.Errorf("the paper says %q", paper.Text("main"))
	}
	site.As("city/port-oriel").Get(mine + "/certificate").Want(http.StatusNotFound)
	ko := own.Get(strings.Replace(mine, "/en/", "/ko/", 1) + "/certificate").Want(http.StatusOK)
	if !ko.Says("상장") || !ko.Says("The jury of the") {
		t.Errorf("in Korean: %q", ko.Text("main"))
	}
}

func TestBeforeTheOpeningNoCertificateLeadsAnywhere(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	officer, chair := site.As("officer"), site.As("chair")
	made := codes(officer)
	if len(made) != 14 {
		t.Fatalf("%d certificates are foretold", len(made))
	}
	_, ref, city := certified(t, site, "services")
	c, own := site.Visitor(), site.As("city/"+city)
	none := c.Get("/en/verify/0123-4567-89AB-CDEF-GHJK").Body
	for _, code := range made {
		if page := c.Get("/en/verify/" + code).Want(http.StatusNotFound); strings.ReplaceAll(page.Body, code, "0123-4567-89AB-CDEF-GHJK") != none {
			t.Errorf("%s can be told from a code that is none", code)
		}
		c.Get("/en/verify/" + code + "/certificate.txt").Want(http.StatusNotFound)
		for _, who := range []string{"producer", "admin", "judge/meera"} {
			site.As(who).Get(certificatesAt + "/" + code + "/print").Want(http.StatusNotFound)
		}
	}
	if page := own.Get("/en/my/entries/" + ref).Want(http.StatusOK); page.Has("a[href$='/certificate']") {
		t.Error("the city is told early")
	}
	own.Get("/en/my/entries/" + ref + "/certificate").Want(http.StatusNotFound)
	for _, path := range []string{"/en/winners/2027/press", "/en/winners/2027/press.zip"} {
		c.Get(path).Want(http.StatusNotFound)
	}
	// Who may see the result may print it; nothing can be named or revoked yet.
	if paper := officer.Get(certificatesAt + "/" + made[0] + "/print").Want(http.StatusOK); !paper.Says(made[0]) {
		t.Errorf("the paper says %q", paper.Text("main"))
	}
	if page := officer.Get(certificatesAt + "/" + made[0]).Want(http.StatusOK); !page.Says("Names can be set after the opening") || page.Has("form[action$='/names']") {
		t.Errorf("names before the opening: %q", page.Text("main"))
	}
	officer.Post(certificatesAt+"/"+made[0]+"/names", url.Values{"name": {"Another Name"}}).Want(http.StatusConflict)
	chair.Post(certificatesAt+"/"+made[0]+"/amend", url.Values{"act": {"revoked"}, "reason": {"x"}}).Want(http.StatusNotFound)
	if n := stored(site); n != 0 {
		t.Errorf("%d certificates are stored before the opening", n)
	}
	// A broken seal does away with them.
	code, _, _ := certified(t, site, "services")
	chair.Post("/en/desk/2027/results/services/break", url.Values{"reason": {"A mistake."}}).Want(http.StatusSeeOther)
	if left := codes(officer); len(left) != 11 || strings.Contains(strings.Join(left, " "), code) {
		t.Errorf("%d are left", len(left))
	}
	// Opened, the same codes hold.
	openEfficiency(site)
	code, _, _ = certified(t, site, "efficiency")
	c.Get("/en/verify/" + code).Want(http.StatusOK)
	if !slices.Contains(made, code) || stored(site) != 3 {
		t.Errorf("opened as %s, %d are stored", code, stored(site))
	}
	c.Get("/en/winners/2027/press").Want(http.StatusOK)
	code, _, _ = certified(t, site, "digital-divide")
	c.Get("/en/verify/" + code).Want(http.StatusNotFound)
}

func TestCertificatesInClosedEnvelopesAreNamedByCategoryAlone(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	code, _, _ := certified(t, site, "services")
	site.CloseEnvelopes()
	officer := site.As("officer")
	page := officer.Get(certificatesAt).Want(http.StatusOK)
	if page.Has("tbody") || page.Has("a[href$='/print']") || !page.Says("In the envelope") || !page.Has("main a[href='/en/desk/2027/open']") {
		t.Errorf("the desk says %q", page.Text("main"))
	}
	officer.Get(certificatesAt + "/" + code + "/print").Want(http.StatusNotFound)
}

func TestNoCertificateIsPrintedBeforeTheAuditorHasSigned(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	officer := site.As("officer")
	code, _, _ := certified(t, site, "services")
	site.Tamper(`DELETE FROM audit`)
	site.Update(func(tx *database.Tx) error {
		return tx.Grant(site.Person("producer").ID, award.RoleAuditor, site.Sample.Edition.ID, 1)
	})
	page := officer.Get(certificatesAt).Want(http.StatusOK)
	if !page.Says("The auditor has not signed the result of") || page.Has("a[href='"+certificatesAt+"/print']") || page.Has("form[action$='/pdf']") || page.Has("a[href$='.zip']") {
		t.Errorf("the desk offers %q", page.Text("main"))
	}
	for _, path := range []string{"/print", ".zip", "/" + code + "/print", "/" + code + "/certificate.pdf"} {
		officer.Get(certificatesAt + path).Want(http.StatusConflict)
	}
	officer.Post(certificatesAt+"/pdf", nil).Want(http.StatusConflict)
}

func TestWhoIsTiedToAnEntryMakesNoCertificateOfItsCategory(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	code, ref, _ := certified(t, site, "services")
	officer2 := site.As("officer2")
	site.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(ref)
		if err != nil {
			return err
		}
		return tx.AddConflict(award.Conflict{ID: award.NewID(), Edition: e.Edition, Judge: officer2.Person.ID, Entry: e.ID, Reason: "x", At: 1, By: officer2.Person.ID})
	})
	page := officer2.Get(certificatesAt).Want(http.StatusOK)
	if strings.Contains(page.Body, code) || !page.Says("Closed to you until they are open") {
		t.Errorf("a tied officer sees %q", page.Text("main"))
	}
	officer2.Get(certificatesAt + "/" + code + "/print").Want(http.StatusNotFound)
}

func TestOneActTakesAPrizeAndEverythingFollows(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	code, ref, city := certified(t, site, "services")
	officer, chair, c := site.As("officer"), site.As("chair"), site.Visitor()
	slug := strings.TrimPrefix(c.Get("/en/verify/"+code).Doc().Find("main a[href^='/en/library/']").AttrOr("href", ""), "/en/library/")
	at := certificatesAt + "/" + code
	if page := officer.Get(at).Form("form[action$='/amend']").Send().Want(http.StatusUnprocessableEntity); !page.Has("#reason-fault") {
		t.Errorf("no reason: %q", page.Text("main"))
	}
	officer.Get(at).Form("form[action$='/amend']").Set("reason", "The figures were invented.").Send().Want(http.StatusSeeOther)
	officer.Post(at+"/amend", url.Values{"act": {"revoked"}, "reason": {"Again."}}).Want(http.StatusConflict)
	void := c.Get("/en/verify/" + code).Want(http.StatusOK)
	if !void.Says("This certificate is void since") || !void.Says("The figures were invented.") || void.Has("a[href^='/en/library/']") {
		t.Errorf("the certificate: %q", void.Text("main"))
	}
	if gone := c.Get("/en/library/" + slug).Want(http.StatusGone); !gone.Says("The figures were invented.") {
		t.Errorf("the practice: %q", gone.Text("main"))
	}
	for _, path := range []string{"/en/winners/2027", "/en/winners/2027/press"} {
		if page := c.Get(path).Want(http.StatusOK); page.Has("a[href='/en/library/"+slug+"']") || !page.Says("was revoked. The figures were invented.") {
			t.Errorf("%s: %q", path, page.Text("main"))
		}
	}
	for _, path := range []string{"/en/library.json", "/en/feed.json", "/sitemap.xml"} {
		if strings.Contains(c.Get(path).Body, slug) {
			t.Errorf("%s still names it", path)
		}
	}
	own := site.As("city/" + city)
	own.Get("/en/my/entries/" + ref + "/certificate").Want(http.StatusNotFound)
	if paper := officer.Get(at + "/print").Want(http.StatusOK); !paper.Says("Void since") {
		t.Errorf("the paper is not marked: %q", paper.Text("main"))
	}
	report := proof(t, c)
	if len(report.Void) != 1 || report.Void[0].Code != code || report.Certificates != 14 {
		t.Errorf("the proof has %d void of %d", len(report.Void), report.Certificates)
	}
	// The next in line has nothing until the chair acts.
	if page := officer.Get(at).Want(http.StatusOK); !page.Says("Next in line by the sealed order") || page.Has("form[action$='/promote']") {
		t.Errorf("an officer is offered the chair's act: %q", page.Text("main"))
	}
	officer.Post(at+"/promote", url.Values{"reason": {"x"}}).Want(http.StatusNotFound)
	chair.Get(at).Form("form[action$='/promote']").Set("reason", "Fourth of the order.").Send().Want(http.StatusSeeOther)
	chair.Post(at+"/promote", url.Values{"reason": {"x"}}).Want(http.StatusConflict)
	officer.Post(at+"/amend", url.Values{"act": {"restored"}, "reason": {"x"}}).Want(http.StatusConflict)
	if page := c.Get("/en/winners/2027").Want(http.StatusOK); !page.Says("next in line. Fourth of the order.") {
		t.Errorf("the winners: %q", page.Text("main"))
	}
	if report = proof(t, c); len(report.Void) != 1 || report.Certificates != 15 || len(report.Amended) != 2 {
		t.Errorf("after the promotion: %d void of %d", len(report.Void), report.Certificates)
	}
	promoted := report.Amended[1]
	fresh := ""
	for _, one := range codes(officer) {
		if page := c.Get("/en/verify/" + one).Want(http.StatusOK); page.Says(promoted.Entry) {
			fresh = page.Text("h1")
		}
	}
	if fresh != "This certificate is genuine" {
		t.Errorf("the promoted entry's certificate: %q", fresh)
	}
	// It follows on stage too.
	producer := site.As("producer")
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	show, err := site.Parts.Stage.Run(t.Context(), award.Actor{Person: producer.Person, Roles: []award.Role{award.RoleProducer}}, 2027)
	if err != nil {
		t.Fatal(err)
	}
	won := ""
	for _, cue := range show.Cues {
		for _, f := range cue.Faces {
			if cue.Kind == award.CueReveal || cue.Kind == award.CueWinners {
				won += f.Title + "\n"
			}
		}
	}
	if strings.Contains(won, titleOf(t, site, ref)) || strings.Count(won, promoted.Title) != 2 {
		t.Errorf("the show gives prizes to %q", won)
	}
}

func TestARestoredPrizeIsAsBefore(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	code, ref, city := certified(t, site, "efficiency")
	chair, c := site.As("chair"), site.Visitor()
	at := certificatesAt + "/" + code
	chair.Post(at+"/amend", url.Values{"act": {"returned"}, "reason": {"The city changed its mind."}}).Want(http.StatusSeeOther)
	if page := c.Get("/en/verify/" + code).Want(http.StatusOK); !page.Says("The city gave the prize back") {
		t.Errorf("returned: %q", page.Text("main"))
	}
	chair.Post(at+"/amend", url.Values{"act": {"restored"}, "reason": {"It changed it again."}}).Want(http.StatusSeeOther)
	page := c.Get("/en/verify/" + code).Want(http.StatusOK)
	if !page.Says("This certificate is genuine") || !page.Has("a[href^='/en/library/']") {
		t.Errorf("restored: %q", page.Text("main"))
	}
	c.Get(page.Attr("main a[href^='/en/library/']", "href")).Want(http.StatusOK)
	site.As("city/" + city).Get("/en/my/entries/" + ref + "/certificate").Want(http.StatusOK)
	if report := proof(t, c); len(report.Void) != 0 || len(report.Amended) != 2 {
		t.Errorf("the proof has %d void", len(report.Void))
	}
}

func TestNamesArePrintedAsTheDeskSaysThem(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	code, _, _ := certified(t, site, "services")
	officer := site.As("officer")
	at := certificatesAt + "/" + code
	if page := officer.Get(at).Form("form[action$='/names']").Set("name", strings.Repeat("x", 81)).Send().Want(http.StatusUnprocessableEntity); !page.Has("#name-fault") {
		t.Errorf("a name too long: %q", page.Text("main"))
	}
	officer.Get(at).Form("form[action$='/names']").Set("name", "City of Novolesk").Set("local_name", "<b>नगर</b>").Send().Want(http.StatusSeeOther)
	paper := officer.Get(at + "/print").Want(http.StatusOK)
	if paper.Text(".name") != "City of Novolesk" || paper.Text(".own") != "<b>नगर</b>" {
		t.Errorf("the paper says %q, %q", paper.Text(".name"), paper.Text(".own"))
	}
	note := site.Visitor().Get("/en/verify/" + code + "/certificate.txt").Body
	if said, err := ledger.OpenCertificate(note, demo.Key.Public); err != nil || said.Holder() != "City of Novolesk (<b>नगर</b>)" {
		t.Errorf("the note says %q, %v", said.Holder(), err)
	}
	if report := proof(t, site.Visitor()); report.Certificates != 14 {
		t.Errorf("%d certificates hold", report.Certificates)
	}
}

func TestThePressGetsFactsPhotographsAndCards(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	page := c.Get("/en/winners/2027/press").Want(http.StatusOK)
	if !page.Says("Entries judged") || page.Doc().Find("article").Length() != 14 || !page.Has("a[href='/en/winners/2027/press.zip']") {
		t.Errorf("the kit: %q", page.Text("main"))
	}
	c.Get("/en/winners/2014/press").Want(http.StatusNotFound)
	file := c.Get("/en/winners/2027/press.zip").Want(http.StatusOK)
	z, err := zip.NewReader(strings.NewReader(file.Body), int64(len(file.Body)))
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, f := range z.File {
		kind, _, _ := strings.Cut(f.Name, "/")
		kinds[kind]++
		body := unzipped(t, f)
		switch {
		case len(body) == 0:
			t.Errorf("%s is empty", f.Name)
		case kind == "cards" && !bytes.HasPrefix(body, []byte("\x89PNG")), kind == "photographs" && !bytes.HasPrefix(body, []byte("\xff\xd8")):
			t.Errorf("%s is no picture", f.Name)
		case kind == "facts.txt" && !bytes.Contains(body, []byte("Cities and local governments: 36")):
			t.Errorf("the facts are %.400s", body)
		}
	}
	if kinds["cards"] != 14 || kinds["photographs"] < 14 || kinds["facts.txt"] != 1 || kinds["winners.csv"] != 1 {
		t.Errorf("the ZIP holds %v", kinds)
	}
}

func unzipped(t *testing.T, f *zip.File) []byte {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return body
}

func titleOf(t *testing.T, site *testkit.Platform, ref string) (title string) {
	t.Helper()
	site.View(func(tx *database.Tx) error {
		e, err := tx.EntryRef(ref)
		title = e.Title
		return err
	})
	return title
}

// proof is what the file of proof says, which must hold.
func proof(t *testing.T, c *testkit.Client) *ledger.Report {
	t.Helper()
	report, err := ledger.Verify([]byte(c.Get("/en/verify/bundle.json").Want(http.StatusOK).Body), demo.Key.Public)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// A hall behind one address checks as many certificates as it likes; whoever
// guesses there is sent away after some, and nobody else with them.
func TestGuessedCodesMakeTheirAddressWait(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	code, _, _ := certified(t, site, "services")
	guesser := site.Visitor()
	for range 70 {
		guesser.Get("/en/verify/" + code).Want(http.StatusOK)
	}
	for range 60 {
		guesser.Get("/en/verify/" + award.NewCode()).Want(http.StatusNotFound)
	}
	wrong := "/en/verify/" + award.NewCode()
	page := guesser.Get(wrong).Want(http.StatusTooManyRequests)
	if !page.Says("Try again in 15 minutes") || page.Header.Get("Retry-After") != "900" {
		t.Errorf("after 60 guesses: %q, Retry-After %q", page.Text("main"), page.Header.Get("Retry-After"))
	}
	guesser.Get(wrong + "/certificate.txt").Want(http.StatusTooManyRequests)
	for _, path := range []string{"/en/verify", "/en/verify/" + code, "/en/verify/" + code + "/certificate.txt"} {
		site.Visitor().Get(path).Want(http.StatusOK) // the hall behind the same address
	}
	site.Clock.Advance(15 * time.Minute)
	guesser.Get(wrong).Want(http.StatusNotFound)
}
