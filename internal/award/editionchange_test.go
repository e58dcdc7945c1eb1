package award

import (
	"errors"
	"slices"
	"testing"
	"time"
)

const dayLong = Time(24 * 60 * 60 * 1000)

// noon is an instant that is no midnight in Seoul.
var noon = At(time.Date(2027, 3, 1, 3, 0, 0, 0, time.UTC))

// smallEdition is an edition that is right in every part; entries close ten
// days after noon.
func smallEdition() *Edition {
	e := &Edition{
		Year: 2027, Name: "Small", Zone: "Asia/Seoul", EntryLanguage: "en", EntriesPerCity: 2, Finalists: 5, FilesMax: 3, FilesTotalMB: 50,
		Categories: []Category{{Key: "services", Name: "Services"}, {Key: "open-city", Name: "Open City"}},
		Sections:   []Section{{Key: "one", Title: "One"}},
		Questions: []Question{
			{Key: "title", Section: "one", Label: "Title", Kind: ShortText, Required: true, Public: true},
			{Key: "contact", Section: "one", Label: "Contact", Kind: ShortText},
			{Key: "status", Section: "one", Label: "Status", Kind: Choice, Options: []Option{{"pilot", "Pilot"}, {"ended", "Ended"}}},
			{Key: "letter", Section: "one", Label: "Letter", Kind: FileKind, Attachment: "letter"},
		},
		Attachments: []AttachmentKind{{Key: "letter", Name: "Letter", Max: 1, Formats: []string{"pdf"}, MB: 10, Public: Never}},
		Scale:       Scale{1, 5, 0.5},
		Criteria:    []Criterion{{Key: "need", Name: "Need", Weight: 40, Anchors: []Anchor{{1, "None"}, {5, "Great"}}}, {Key: "impact", Name: "Impact", Weight: 60}},
		Comments:    CommentRule{Below: 2, AtLeast: 5}, Panel: PanelRule{JudgesPerEntry: 3, MinScores: 3},
		TieOrder: []TieStep{"criterion:impact", "vote"},
		Prizes:   []Prize{{Key: "best", Name: "Best", Rank: 1, PerCategory: 1}},
		Ceremony: noon + 90*dayLong,
		Stages: []Stage{
			{Key: StageSubmit, Opens: noon - 10*dayLong, Closes: noon + 10*dayLong},
			{Key: StageRound1, Opens: noon + 20*dayLong, Closes: noon + 40*dayLong},
			{Key: StageCeremony, Opens: noon + 90*dayLong, Closes: noon + 90*dayLong},
		},
	}
	return e
}

func TestASmallEditionIsRight(t *testing.T) {
	if err := smallEdition().Check().Or(); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsWrongWithAnEditionIsNamedAtItsField(t *testing.T) {
	for field, c := range map[string]struct {
		spoil func(*Edition)
		want  string
	}{
		"zone":                        {func(e *Edition) { e.Zone = "Local" }, "zone"},
		"year":                        {func(e *Edition) { e.Year = 27 }, "year"},
		"categories":                  {func(e *Edition) { e.Categories = nil }, "empty_categories"},
		"categories.1.key":            {func(e *Edition) { e.Categories[1].Key = "services" }, "key_twice"},
		"categories.0.key":            {func(e *Edition) { e.Categories[0].Key = "The Services" }, "key"},
		"categories.0.name":           {func(e *Edition) { e.Categories[0].Name = " " }, "no_name"},
		"categories.0.about":          {func(e *Edition) { e.Categories[0].About = "\xff" }, "encoding"},
		"questions.1.section":         {func(e *Edition) { e.Questions[1].Section = "two" }, "section"},
		"questions.1.kind":            {func(e *Edition) { e.Questions[1].Kind = "poem" }, "kind"},
		"questions.1.words":           {func(e *Edition) { e.Questions[1].Words = -1 }, "range"},
		"questions.1.options":         {func(e *Edition) { e.Questions[1].Options = []Option{{"a", "A"}} }, "options_unused"},
		"questions.2.options":         {func(e *Edition) { e.Questions[2].Options = nil }, "options"},
		"questions.2.options.1.value": {func(e *Edition) { e.Questions[2].Options[1].Value = "pilot" }, "key_twice"},
		"questions.3.attachment":      {func(e *Edition) { e.Questions[3].Attachment = "film" }, "attachment"},
		"questions.0.attachment":      {func(e *Edition) { e.Questions[0].Attachment = "letter" }, "attachment_unused"},
		"attachments.0.mb":            {func(e *Edition) { e.Attachments[0].MB = 51 }, "range"},
		"attachments.0.formats.0":     {func(e *Edition) { e.Attachments[0].Formats[0] = "exe" }, "unknown"},
		"attachments.0.formats":       {func(e *Edition) { e.Attachments[0].Formats = nil }, "formats"},
		"attachments.0.public":        {func(e *Edition) { e.Attachments[0].Public = "" }, "unknown"},
		"scale":                       {func(e *Edition) { e.Scale.Step = 0.3 }, "scale"},
		"criteria":                    {func(e *Edition) { e.Criteria[0].Weight = 41 }, "weights"},
		"criteria.0.anchors.1.score":  {func(e *Edition) { e.Criteria[0].Anchors[1].Score = 5.25 }, "off_scale"},
		"comments.below":              {func(e *Edition) { e.Comments.Below = 9 }, "off_scale"},
		"panel.min_valid_scores":      {func(e *Edition) { e.Panel.MinScores = 4 }, "range"},
		"score_method":                {func(e *Edition) { e.ScoreMethod = "zscore" }, "score_method"},
		"tie_order.0":                 {func(e *Edition) { e.TieOrder[0] = "criterion:beauty" }, "tie"},
		"prizes.0.rank":               {func(e *Edition) { e.Prizes[0].Rank = 2 }, "rank"},
		"prizes":                      {func(e *Edition) { e.Prizes = nil }, "empty_prizes"},
		"stages":                      {func(e *Edition) { e.Stages = e.Stages[:2] }, "stage_missing"},
		"stages.0.closes":             {func(e *Edition) { e.Stages[0].Closes = noon - 11*dayLong }, "closes_first"},
		"stages.1.opens":              {func(e *Edition) { e.Stages[1].Opens = noon + 9*dayLong }, "overlap_submit"},
		"stages.1.closes":             {func(e *Edition) { e.Stages[1].Closes += 12 * 60 * 60 * 1000 }, "midnight"},
		"stages.2.opens":              {func(e *Edition) { e.Stages[2].Opens = noon }, "stage_order"},
		"ceremony":                    {func(e *Edition) { e.Ceremony = 0 }, "moment"},
	} {
		e := smallEdition()
		c.spoil(e)
		if got := e.Check(); got[field].Key != "edition.fault."+c.want {
			t.Errorf("%s: %v, want %s", field, got, c.want)
		}
	}
}

func TestWhatDependsOnAnEditionKeepsItFromChanging(t *testing.T) {
	inUse := Use{
		Entries: map[string]int{"services": 3}, Answers: map[string]int{"title": 3, "contact": 2, "status": 1},
		Files: map[string]int{"letter": 2}, AllEntries: 3, Sent: 2, Sheets: 4, Decisions: 1,
	}
	for want, change := range map[string]func(*Edition){
		"category":          func(e *Edition) { e.Categories = e.Categories[1:] },
		"question_removed":  func(e *Edition) { e.Questions = e.Questions[1:] },
		"question_kind":     func(e *Edition) { e.Questions[0].Kind = LongText },
		"question_public":   func(e *Edition) { e.Questions[1].Public = true },
		"question_option":   func(e *Edition) { e.Questions[2].Options = e.Questions[2].Options[1:] },
		"question_required": func(e *Edition) { e.Questions[1].Required = true },
		"files_removed":     func(e *Edition) { e.Attachments = nil },
		"files_public":      func(e *Edition) { e.Attachments[0].Public = Always },
		"scoring":           func(e *Edition) { e.Criteria[0].Weight, e.Criteria[1].Weight = 50, 50 },
		"prizes":            func(e *Edition) { e.Prizes[0].PerCategory = 2 },
		"zone":              func(e *Edition) { e.Zone = "Europe/Paris" },
		"stage_begun":       func(e *Edition) { e.Stages[0].Opens = noon + dayLong },
		"deadline_earlier":  func(e *Edition) { e.Stages[0].Closes = noon + dayLong },
		"stage_removed":     func(e *Edition) { e.Stages = e.Stages[1:] },
	} {
		before, after := smallEdition(), smallEdition()
		change(after)
		var refusal *Refusal
		if err := before.CheckChange(after, inUse, "because", noon); !errors.As(err, &refusal) || refusal.Key != "edition.frozen."+want || !errors.Is(err, ErrForbidden) {
			t.Errorf("%s: %v", want, err)
		}
		if slices.Contains([]string{"stage_begun", "deadline_earlier", "stage_removed"}, want) {
			continue
		}
		if err := before.CheckChange(after, Use{}, "", noon); err != nil {
			t.Errorf("%s is refused though nothing depends on it: %v", want, err)
		}
	}
}

func TestTheDeadlineMovesOnlyWithAReason(t *testing.T) {
	before, after := smallEdition(), smallEdition()
	after.Stages[0].Closes += 3 * dayLong
	var faults Invalid
	if err := before.CheckChange(after, Use{}, "", noon); !errors.As(err, &faults) || faults["reason"].Key == "" {
		t.Errorf("without a reason: %v", err)
	}
	if err := before.CheckChange(after, Use{}, "A storm", noon); err != nil {
		t.Errorf("with a reason: %v", err)
	}
	if err := before.CheckChange(after, Use{}, "", noon-20*dayLong); err != nil {
		t.Errorf("before entries open: %v", err)
	}
}

func TestWhatIsOverOpensAgainOnlyWithAReason(t *testing.T) {
	before, after := smallEdition(), smallEdition()
	now := noon + 50*dayLong
	after.Stages[1].Closes = now + dayLong
	if err := before.CheckChange(after, Use{Sheets: 3}, "", now); err == nil {
		t.Error("round 1 was opened again silently")
	}
	if err := before.CheckChange(after, Use{Sheets: 3}, "A judge was ill", now); err != nil {
		t.Error(err)
	}
}

func TestWordsOfAQuestionMayChangeAtAnyTime(t *testing.T) {
	before, after := smallEdition(), smallEdition()
	after.Questions[0].Label, after.Questions[0].Help = "Name of the project", "In English"
	after.Questions[2].Options = append(after.Questions[2].Options, Option{"running", "Running"})
	if err := before.CheckChange(after, Use{Answers: map[string]int{"title": 3, "status": 3}, Sent: 3}, "", noon); err != nil {
		t.Error(err)
	}
}

func TestWhichScoreIsOfficialIsFixedWhenTheFirstRoundOpens(t *testing.T) {
	before, after := smallEdition(), smallEdition()
	after.ScoreMethod = ScoreAdjusted
	opens := before.Stages[1].Opens
	if err := before.CheckChange(after, Use{}, "", opens-1); err != nil {
		t.Errorf("before the round: %v", err)
	}
	for name, at := range map[string]struct {
		use Use
		now Time
	}{"the round has opened": {Use{}, opens}, "somebody has scored": {Use{Sheets: 1}, noon}} {
		var refusal *Refusal
		if err := before.CheckChange(after, at.use, "because", at.now); !errors.As(err, &refusal) || refusal.Key != "edition.frozen.method" {
			t.Errorf("%s: %v", name, err)
		}
	}
	after.ScoreMethod = ScoreRaw // which is what nothing stands for
	if err := before.CheckChange(after, Use{Sheets: 1}, "", opens); err != nil {
		t.Errorf("the same method in words: %v", err)
	}
	after.ScoreMethod = "best"
	if after.Check()["score_method"].Key != "edition.fault.score_method" {
		t.Error("a method that nobody knows is taken")
	}
}
