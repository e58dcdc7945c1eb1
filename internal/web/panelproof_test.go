package web_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

func TestProposalIsProvedAndItsProofCanBeCheckedByAnybody(t *testing.T) {
	site, officer := proposed(t)
	page := officer.Get(panelsPath).Want(http.StatusOK)
	if !page.Says("No better panels exist") || page.Has(`a[href="/en/desk/2027/assign/repair"]`) {
		t.Errorf("the verdict: %s", page.Text("main"))
	}
	file := officer.Get(panelsPath + "/proof.json").Want(http.StatusOK)
	var doc assign.Document
	if err := json.Unmarshal([]byte(file.Body), &doc); err != nil {
		t.Fatal(err)
	}
	if err := assign.Check(doc.Input, doc.Plan); err != nil {
		t.Errorf("the proof does not hold: %v", err)
	}
	plan := draftOf(site)
	if plan.Certificate != doc.Plan.Certificate.Hash() || plan.Proposed != doc.Plan.Hash() {
		t.Error("the draft names another proof")
	}
	doc.Plan.Seats[0].Judge = doc.Plan.Seats[1].Judge
	if assign.Check(doc.Input, doc.Plan) == nil {
		t.Error("a changed seat is accepted")
	}
}

func TestPublishingRecordsPolicySeedAndCertificate(t *testing.T) {
	site, officer := proposed(t)
	plan := draftOf(site)
	officer.Get(panelsPath + "/publish").Form("main form").Send().Want(http.StatusSeeOther)
	site.View(func(tx *database.Tx) error {
		events, err := tx.EventsOf(site.Sample.Edition.ID)
		last := events[len(events)-1]
		for _, want := range []string{plan.Certificate, plan.Proposed, `"country_most":2`, `"seed":"`} {
			if last.Deed != award.DeedPublishPanel || !strings.Contains(last.Detail, want) {
				t.Errorf("the event %s lacks %s: %s", last.Deed, want, last.Detail)
			}
		}
		return err
	})
}

func TestPolicyIsChangedBesideThePictureAndKept(t *testing.T) {
	site, officer := proposed(t)
	form := officer.Get(panelsPath).Form("aside form")
	form.Set("judges", "2").Set("country_most", "1").Set("load.0.min", "0").Set("load.0.target", "2").Set("load.0.max", "3").Send().Want(http.StatusSeeOther)
	plan := draftOf(site)
	if plan.Version != 2 || plan.Policy.Judges != 2 || plan.Policy.CountryMost != 1 {
		t.Fatalf("the draft is %+v", plan.Policy)
	}
	page := officer.Get(panelsPath).Want(http.StatusOK)
	if !page.Says("20 of 20") {
		t.Errorf("two judges for each of ten entries: %s", page.Text("main"))
	}
	site.View(func(tx *database.Tx) error {
		judges, err := tx.Judges(site.Sample.Edition.ID)
		if j := judges[0]; j.LoadTarget != 2 || j.LoadMax != 3 {
			t.Errorf("the limits of the first judge are %d and %d", j.LoadTarget, j.LoadMax)
		}
		return err
	})
}

func TestPolicyThatCannotBeIsToldAtItsFieldAndNothingChanges(t *testing.T) {
	site, officer := proposed(t)
	before := draftOf(site)
	for field, told := range map[string]string{
		"expertise": "from 0 to 10,000", "experts": "A panel has 3 judges", "country_most": "from 0 to 20", "load.1.max": "three whole numbers that do not fall",
	} {
		form := officer.Get(panelsPath).Form("aside form")
		value := map[string]string{"experts": "9", "load.1.max": "1"}[field]
		if value == "" {
			value = "99999"
		}
		page := form.Set(field, value).Send().Want(http.StatusUnprocessableEntity)
		if !strings.Contains(page.Text(".summary"), told) {
			t.Errorf("%s: %q", field, page.Text(".summary"))
		}
		if got := page.Doc().Find(`[name="`+field+`"]`).AttrOr("value", ""); got != value {
			t.Errorf("%s: the text %q is not kept: %q", field, value, got)
		}
	}
	if after := draftOf(site); after.Hash() != before.Hash() || after.Version != before.Version {
		t.Error("the draft changed")
	}
}

func TestTryingAPanelTellsWhatItBringsAboutAndChangesNothing(t *testing.T) {
	site, officer := proposed(t)
	before := draftOf(site)
	entry := entryOf(site, "lakemont-falls")
	form := officer.Get(panelsPath + "/" + entry.Reference).Form("main form")
	form.Set("seat.3", "").Values.Set("try", "yes")
	page := form.Send().Want(http.StatusOK)
	if got := page.Text("#effect"); !strings.Contains(got, "The panel would have 2 of 3 judges") || !strings.Contains(got, "Worse by 1: empty places (0 now, 1 then)") {
		t.Errorf("the effect: %q", got)
	}
	if after := draftOf(site); after.Hash() != before.Hash() {
		t.Error("trying changed the draft")
	}
}

func TestChangeByHandIsMeasuredAgainstTheProposal(t *testing.T) {
	site, officer := proposed(t)
	entry := entryOf(site, "lakemont-falls")
	officer.Get(panelsPath+"/"+entry.Reference).Form("main form").Set("seat.3", "").Send().Want(http.StatusSeeOther)
	page := officer.Get(panelsPath).Want(http.StatusOK)
	if page.Says("No better panels exist") || !page.Says("The proposal was proved best") || !page.Says("1 place was changed by hand") || !strings.Contains(page.Text("thead"), "Now") {
		t.Errorf("the verdict: %s", page.Text("main"))
	}
}

func TestWhyNotNamesTheBarOrThePrice(t *testing.T) {
	site, officer := proposed(t)
	entry := entryOf(site, "lakemont-falls")
	at := panelsPath + "/" + entry.Reference + "/why?judge="
	barred := officer.Get(at + string(site.Person("judge/margot").ID)).Want(http.StatusOK)
	if !barred.Says("Margot Ellsworth may not read this entry: it is from their own city") || barred.Says("What it would take") {
		t.Errorf("barred: %s", barred.Text("main"))
	}
	plan := draftOf(site)
	free, seated := award.ID(""), plan.Of(entry.ID)[0]
	for _, key := range []string{"judge/wanjiru", "judge/hyunwoo", "judge/meera", "judge/kristjan", "judge/rana", "judge/willem"} {
		if id := site.Person(key).ID; !slices.Contains(plan.Of(entry.ID), id) {
			free = id
		}
	}
	if page := officer.Get(at + string(free)).Want(http.StatusOK); !page.Says("What it would take to put this judge on the entry") || !page.Says("On the panel") {
		t.Errorf("free: %s", page.Text("main"))
	}
	if page := officer.Get(at + string(seated)).Want(http.StatusOK); !page.Says("What it would take to take this judge off") {
		t.Errorf("seated: %s", page.Text("main"))
	}
	officer.Get(at + "nobody").Want(http.StatusNotFound)
}

func TestRepairMovesLeastAndTellsOnlyThoseWhoseListChanges(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	officer := site.As("officer")
	before := mailsTo(site)
	page := officer.Get(panelsPath + "/repair").Want(http.StatusOK)
	if !page.Says("stay because their scoresheets are begun") || !page.Says("No other place has to move") || !page.Says("1 mail") {
		t.Fatalf("the repair: %s", page.Text("main"))
	}
	form := page.Form("main form")
	form.Send().Want(http.StatusSeeOther)
	form.Send().Want(http.StatusConflict) // pressed twice
	if told := mailsTo(site) - before; told != 1 {
		t.Errorf("%d mails", told)
	}
	if page := officer.Get(panelsPath); !page.Says("120 of 120") {
		t.Errorf("after the repair: %s", page.Text("main"))
	}
	if again := officer.Get(panelsPath + "/repair").Want(http.StatusOK); !again.Says("There is nothing to change") {
		t.Errorf("again: %s", again.Text("main"))
	}
}

func mailsTo(s *testkit.Platform) (n int) {
	s.View(func(tx *database.Tx) error {
		all, err := tx.MailIn(award.MailWaiting, 1000)
		n = len(all)
		return err
	})
	return n
}
