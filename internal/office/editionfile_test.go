package office_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo/data"
	"we-gov.org/awards/internal/office"
)

// seoul2027 is a ceremony in Seoul on 20 October 2027, the day alone.
var seoul2027 = office.Defaults{Year: 2027, Zone: "Asia/Seoul", Ceremony: award.At(time.Date(2027, 10, 20, 0, 0, 0, 0, time.FixedZone("KST", 9*3600)))}

func defaultEdition(t *testing.T) *award.Edition {
	t.Helper()
	e, err := office.ReadEdition(bytes.NewReader(data.Edition), seoul2027)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestTheRecommendedEditionIsReadWhole(t *testing.T) {
	e := defaultEdition(t)
	if e.Name != "WeGO Awards 2027" || e.Year != 2027 || e.EntriesPerCity != 2 || e.Finalists != 5 || !e.SharedPrizes {
		t.Errorf("basics: %q %d %d %d %v", e.Name, e.Year, e.EntriesPerCity, e.Finalists, e.SharedPrizes)
	}
	if len(e.Categories) != 5 || len(e.Questions) != 39 || len(e.Attachments) != 8 || len(e.Criteria) != 6 || len(e.Stages) != 14 || len(e.Prizes) != 2 {
		t.Errorf("counts: %d categories, %d questions, %d attachments, %d criteria, %d stages, %d prizes",
			len(e.Categories), len(e.Questions), len(e.Attachments), len(e.Criteria), len(e.Stages), len(e.Prizes))
	}
	if e.Comments != (award.CommentRule{Below: 2, AtLeast: 5, Overall: true}) {
		t.Errorf("comments: %+v", e.Comments)
	}
	if got := join(e.TieOrder); got != "criterion:impact criterion:innovation first_places vote shared" {
		t.Errorf("tie order: %s", got)
	}
	if got := len(e.Criteria[0].Anchors); got != 3 || e.Criteria[0].Anchors[2].Score != 5 {
		t.Errorf("anchors: %+v", e.Criteria[0].Anchors)
	}
}

func join(steps []award.TieStep) string {
	var all []string
	for _, s := range steps {
		all = append(all, string(s))
	}
	return strings.Join(all, " ")
}

func TestQuestionsOfThePlanGetTheirKinds(t *testing.T) {
	e := defaultEdition(t)
	for key, want := range map[string]award.Question{
		"title":             {Kind: award.ShortText, Words: 15, Section: "the_practice", Label: "Project title"},
		"problem":           {Kind: award.LongText, Words: 250, Section: "need", Label: "The need: what was wrong, for whom, how you know"},
		"status":            {Kind: award.Choice, Section: "the_practice", Label: "Status"},
		"indicators":        {Kind: award.Indicators, RowsMax: 6, Section: "results", Label: "Up to 6 indicators"},
		"cost":              {Kind: award.Money, Section: "cost", Label: "Cost to build, cost to run each year (currency), staff, who pays"},
		"sdgs":              {Kind: award.Goals, RowsMax: 3, Section: "transfer", Label: "Sustainable Development Goals (up to 3)"},
		"links":             {Kind: award.Links, RowsMax: 3, Section: "transfer", Label: "Up to 3 links"},
		"links_private":     {Kind: award.ShortText, Section: "transfer", Label: "Demo account for judges if sign-in is needed"},
		"declare":           {Kind: award.Consents, Section: "publication", Label: "Declarations"},
		"publish_choice":    {Kind: award.Choices, Section: "publication", Label: "Parts not for publication"},
		"nomination_letter": {Kind: award.FileKind, Section: "nomination", Label: "Signed nomination letter (mayor or authorised officer)", Attachment: "nomination_letter"},
	} {
		q, there := e.Question(key)
		if !there {
			t.Errorf("no question %s", key)
			continue
		}
		if q.Kind != want.Kind || q.Words != want.Words || q.RowsMax != want.RowsMax || q.Section != want.Section || q.Label != want.Label || q.Attachment != want.Attachment {
			t.Errorf("%s: %+v", key, q)
		}
	}
	status, _ := e.Question("status")
	if len(status.Options) != 4 || status.Options[0] != (award.Option{Value: "pilot", Label: "Pilot"}) {
		t.Errorf("options of status: %v", status.Options)
	}
	for _, s := range e.Sections {
		if n := len(e.QuestionsOf(s.Key)); n == 0 || n > 8 {
			t.Errorf("section %s has %d questions", s.Key, n)
		}
	}
}

func TestAttachmentsOfThePlanGetTheirLimits(t *testing.T) {
	e := defaultEdition(t)
	evidence, _ := e.Attachment("evidence_document")
	if evidence.Max != 3 || evidence.PagesMax != 20 || evidence.Public != award.Chosen || strings.Join(evidence.Needs, " ") != "language" {
		t.Errorf("evidence: %+v", evidence)
	}
	cover, _ := e.Attachment("cover_photograph")
	if cover.MinWidth != 1920 || !cover.Required || cover.Public != award.Always || strings.Join(cover.Needs, " ") != "caption alt credit" {
		t.Errorf("cover: %+v", cover)
	}
	video, _ := e.Attachment("video")
	if video.Max != 1 || video.MinutesMax != 3 || video.MB != 500 || !video.RequiredForFinalists {
		t.Errorf("video: %+v", video)
	}
}

func TestStagesCountBackFromTheCeremony(t *testing.T) {
	e := defaultEdition(t)
	seoul := e.Location()
	for key, want := range map[string]string{
		"submit":                   "2026-10-20 18:00 2027-02-16 18:00",
		"conflicts_and_assignment": "2027-03-12 18:00 2027-03-19 18:00",
		"ceremony":                 "2027-10-20 18:00 2027-10-20 18:00",
		"library":                  "2027-10-28 18:00 2027-10-28 18:00",
		"follow_up":                "2028-10-20 18:00 2028-10-20 18:00",
	} {
		s, _ := e.Stage(key)
		const form = "2006-01-02 15:04"
		if got := s.Opens.Std().In(seoul).Format(form) + " " + s.Closes.Std().In(seoul).Format(form); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}

func TestAMonthBeforeTheThirtyFirstStaysInItsMonth(t *testing.T) {
	given := seoul2027
	given.Ceremony = award.At(time.Date(2027, 10, 31, 12, 0, 0, 0, time.UTC))
	e, err := office.ReadEdition(bytes.NewReader(data.Edition), given)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := e.Stage("announce")
	if got := s.Opens.Std().In(e.Location()).Format(time.DateOnly); got != "2026-09-30" {
		t.Errorf("13 months before 31 October: %s", got)
	}
}

func TestWhatThePlatformDoesNotUseIsKept(t *testing.T) {
	e := defaultEdition(t)
	for _, key := range []string{"_note", "category_presets", "library", "edition", "prizes", "scoring", "attachments", "finalists_per_category"} {
		if e.Extra[key] == nil {
			t.Errorf("lost: %s", key)
		}
	}
	scoring := e.Extra["scoring"].(map[string]any)
	if scoring["anchors_generic_0_10"] == nil || scoring["combine"] == nil || scoring["panel"] == nil {
		t.Errorf("scoring: %v", scoring)
	}
}

func TestWhatIsWrittenIsReadUnchanged(t *testing.T) {
	first := written(t, defaultEdition(t))
	again, err := office.ReadEdition(bytes.NewReader(first), office.Defaults{})
	if err != nil {
		t.Fatal(err)
	}
	if second := written(t, again); !bytes.Equal(first, second) {
		t.Errorf("differs:\n%s", second)
	}
	if !bytes.HasSuffix(first, []byte("}\n")) || !bytes.Contains(first, []byte(`"opens": "2026-10-20T18:00:00+09:00"`)) {
		t.Errorf("form:\n%s", first[:400])
	}
}

func written(t *testing.T, e *award.Edition) []byte {
	t.Helper()
	out, err := office.EditionJSON(e)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAPlanThatIsNotRightIsRefusedAtItsPlace(t *testing.T) {
	refused(t, string(data.Edition), seoul2027, []slip{
		{`"weight": 20,`, `"weight": 21,`, "The weights must total 100. They total 101"},
		{`"weight": 20,`, `"weight": "20",`, "a whole number expected, text found"},
		{`"type": "sdg"`, `"type": "sgd"`, `unknown type "sgd"`},
		{`"count": "up to 5"`, `"count": "five"`, `a count expected, such as "1", "up to 5", "up to 3, 20 pages each" or "1, 3 minutes"`},
		{`"min_px": "1920 wide"`, `"min_px": "big"`, `a width in pixels expected, such as "1920 wide"`},
		{`"public": "applicant chooses"`, `"public": "maybe"`, `true, false or "applicant chooses" expected`},
		{`"limit_words": 15,`, `"limit_words": 1.5,`, "a whole number or null expected"},
		{`"step": 0.5`, `"step": 0`, "The scale must rise from its lowest to its highest score in whole steps, at most 100 of them"},
		{`"name": "Need and fit",`, `"name": "Need and fit", "colour": "x",`, `unknown key "colour"`},
		{`"key": "efficiency",`, `"key": "services",`, "The key “services” stands twice. Each needs its own"},
		{`"key": "efficiency",`, `"key": "x", "key": "efficiency",`, `key "key" stands twice`},
		{`"key": "efficiency",`, ``, `key "key" is missing`},
		{`"months_before_ceremony": 8,`, `"months_before_ceremony": 14,`, "This opens before the stage above it. Stages stand in the order in which they open"},
		{`"len_weeks": 17`, `"len_weeks": 30`, "Judging cannot open before entries close"},
		{`"rank": 2,`, `"rank": 3,`, "Prizes stand in the order of their ranks: this one must have rank 2"},
		{`"higher Innovation"`, `"higher Nothing"`, `a step of the tie rule expected: "higher" and the name of a criterion, "more judges ranking it first", "vote" or "shared prize"`},
		{`"Services",`, "\"Serv\xffices\",", "not valid UTF-8"},
		{`"Services",`, `"Services,`, "not JSON: invalid character '\\n' in string literal"},
	})
}

func TestAnExportedEditionThatIsNotRightIsRefusedAtItsPlace(t *testing.T) {
	refused(t, string(written(t, defaultEdition(t))), office.Defaults{}, []slip{
		{`"year": 2027,`, `"year": 27,`, "Enter a year from 2000 to 2100"},
		{`"zone": "Asia/Seoul"`, `"zone": "Asia/Soul"`, "The time zone “Asia/Soul” is not known. Give a name such as Asia/Seoul"},
		{`"kind": "goals"`, `"kind": "goal"`, "There is no kind of question “goal”"},
		{`"attachment": "nomination_letter"`, `"attachment": "letter"`, "There is no kind of attachment “letter”. A question answered by a file must name one"},
		{`"opens": "2026-10-20T18:00:00+09:00"`, `"opens": "2026-10-20"`, "date and time expected, such as 2027-05-31T18:00:00+09:00"},
		{`"closes": "2027-02-16T18:00:00+09:00"`, `"closes": "2027-02-16T00:00:00+09:00"`, "Do not use 00:00: some read it as the day before, some as the day after. Use 23:59 or a time of day"},
		{`"judges_per_entry": 3,`, `"judges": 3,`, `unknown key "judges"`},
		{`"finalists_per_category": 5,`, `"finalists_per_category": 5, "colour": "red",`, `unknown key "colour"`},
		{`"finalists_per_category": 5,`, ``, `key "finalists_per_category" is missing`},
		{`"per_category": 2`, `"per_category": true`, "a whole number expected, true or false found"},
		{`"label": "Open City"`, `"label": "Open Town"`, "The question about the category must offer exactly the categories of the edition"},
	})
}

// slip is one change to a file and the sentence that it must be refused with.
type slip struct{ from, to, reason string }

func refused(t *testing.T, good string, given office.Defaults, slips []slip) {
	t.Helper()
	for _, s := range slips {
		if !strings.Contains(good, s.from) {
			t.Errorf("the file lacks %s", s.from)
			continue
		}
		bad := strings.Replace(good, s.from, s.to, 1)
		e, err := office.ReadEdition(strings.NewReader(bad), given)
		var row *award.RowError
		if !errors.As(err, &row) || row.Reason != s.reason || e != nil {
			t.Errorf("%s: %v, want %s", s.to, err, s.reason)
			continue
		}
		if line := 1 + strings.Count(good[:strings.Index(good, s.from)], "\n"); row.Line > line+20 || row.Line < line-12 && !strings.Contains(s.reason, "cannot open before") {
			t.Errorf("%s: line %d, want about %d", s.to, row.Line, line)
		}
	}
}

func TestDataAfterTheEditionIsRefused(t *testing.T) {
	_, err := office.ReadEdition(strings.NewReader(string(data.Edition)+"{}"), seoul2027)
	var row *award.RowError
	if !errors.As(err, &row) || !strings.Contains(row.Reason, "after top-level value") {
		t.Error(err)
	}
}

// An editor that marks the file with a byte order mark changed nothing of it.
func TestAnEditionWithAByteOrderMarkIsTheSame(t *testing.T) {
	file := written(t, defaultEdition(t))
	e, err := office.ReadEdition(bytes.NewReader(append([]byte("\ufeff"), file...)), office.Defaults{})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written(t, e), file) {
		t.Error("it was read as another edition")
	}
}

func TestAnEmptyFileOfAnEditionIsToldSo(t *testing.T) {
	for _, file := range []string{"", "\ufeff", " \r\n"} {
		_, err := office.ReadEdition(strings.NewReader(file), seoul2027)
		if err == nil || err.Error() != "line 1, column 1: the file is empty" {
			t.Errorf("%q: %v", file, err)
		}
	}
}

func TestAPlanNeedsACeremonyAndAKnownZone(t *testing.T) {
	for _, given := range []office.Defaults{{Zone: "Asia/Seoul"}, {Ceremony: seoul2027.Ceremony, Zone: "Asia/Soul"}, {Ceremony: seoul2027.Ceremony}} {
		if e, err := office.ReadEdition(bytes.NewReader(data.Edition), given); err == nil || e != nil {
			t.Errorf("%+v was taken", given)
		}
	}
}

func TestADefaultThatContradictsTheFileIsRefused(t *testing.T) {
	file := written(t, defaultEdition(t))
	_, err := office.ReadEdition(bytes.NewReader(file), office.Defaults{Year: 2028})
	if err == nil || !strings.Contains(err.Error(), "line 2, column 11: the file is of the edition of 2027, not 2028") {
		t.Error(err)
	}
}

func FuzzReadEdition(f *testing.F) {
	f.Add(data.Edition)
	f.Add([]byte(`{"edition":{}}`))
	f.Add([]byte(`[1,{"a":null}]`))
	f.Fuzz(func(t *testing.T, file []byte) {
		e, err := office.ReadEdition(bytes.NewReader(file), seoul2027)
		if (e == nil) == (err == nil) {
			t.Fatalf("edition %v with error %v", e != nil, err)
		}
	})
}
