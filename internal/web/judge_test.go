package web_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

const round1 = "/en/judge/2027/1"

// ownSeats returns the seats of a judge in round 1 with their references, in
// reading order, those that are gone left out.
func ownSeats(s *testkit.Platform, who string) (refs []string, seats []award.Seat) {
	s.View(func(tx *database.Tx) error {
		all, err := tx.SeatsOfJudge(s.Sample.Edition.ID, 1, s.Person(who).ID)
		if err != nil {
			return err
		}
		for _, seat := range all {
			if seat.State.Gone() {
				continue
			}
			e, err := tx.Entry(seat.Entry)
			if err != nil {
				return err
			}
			refs, seats = append(refs, e.Reference), append(seats, seat)
		}
		return nil
	})
	return refs, seats
}

// inState returns the reference of the first own seat in a state.
func inState(t *testing.T, s *testkit.Platform, who string, state award.SeatState) string {
	t.Helper()
	refs, seats := ownSeats(s, who)
	i := slices.IndexFunc(seats, func(x award.Seat) bool { return x.State == state })
	if i < 0 {
		t.Fatalf("%s has no seat that is %s", who, state)
	}
	return refs[i]
}

// fresh returns the reference of an own seat without a sheet.
func fresh(t *testing.T, s *testkit.Platform, who string) string {
	t.Helper()
	refs, seats := ownSeats(s, who)
	for i, seat := range seats {
		version := 1
		s.View(func(tx *database.Tx) error {
			sheet, err := tx.Scoresheet(seat.ID)
			version = sheet.Version
			return err
		})
		if version == 0 && seat.State == award.SeatOpen {
			return refs[i]
		}
	}
	t.Fatalf("%s has begun every entry", who)
	return ""
}

// press sends one field of a sheet as the script does.
func press(t *testing.T, c *testkit.Client, ref, field, value string, version int) (int, map[string]any) {
	t.Helper()
	p := c.Post(round1+"/"+ref+"/score", url.Values{"field": {field}, "value": {value}, "version": {strconv.Itoa(version)}})
	said := map[string]any{}
	if err := json.Unmarshal([]byte(p.Body), &said); err != nil && p.Status < 400 {
		t.Fatalf("%s: %v in %q", p.Path, err, p.Body)
	}
	return p.Status, said
}

// fullSheet is a whole scoresheet as a form posts it.
func fullSheet(e *award.Edition, score string, version int) url.Values {
	form := url.Values{"version": {strconv.Itoa(version)}, "comment": {"Clear and useful."}}
	for _, c := range e.Criteria {
		form.Set(c.Key, score)
	}
	return form
}

func TestJudgeCannotOpenAnothersSheet(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge := site.As("judge/meera")
	mine, _ := ownSeats(site, "judge/meera")
	others, _ := ownSeats(site, "judge/kristjan")
	for _, ref := range append(others, "2027-9999", "x") {
		if slices.Contains(mine, ref) {
			continue
		}
		path := round1 + "/" + ref
		for _, page := range []*testkit.Page{
			judge.Get(path), judge.Get(path + "/recuse"), judge.Post(path, fullSheet(site.Sample.Edition, "3", 0)),
			judge.Post(path+"/score", url.Values{"field": {"need"}, "value": {"3"}, "version": {"0"}}),
			judge.Post(path+"/recuse", url.Values{"reason": {"work"}}), judge.Post(path+"/take-back", nil),
			judge.Get(path + "/files/" + string(award.NewID())),
		} {
			page.Want(http.StatusNotFound)
		}
	}
	for _, who := range []string{"officer", "city", "producer"} {
		site.As(who).Get(round1 + "/" + mine[0]).Want(http.StatusNotFound)
	}
}

// Every name, address and score of a judge that another judge must not see.
func TestJudgeSeesNothingOfOtherJudges(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge := site.As("judge/meera")
	var names []string
	for _, p := range site.Sample.People {
		if p.Role == award.RoleJudge && p.Person.ID != judge.Person.ID {
			names = append(names, p.Person.Name, p.Person.Email, string(p.Person.ID))
		}
	}
	mine, _ := ownSeats(site, "judge/meera")
	for _, path := range []string{"/en/judge", round1, round1 + "/guide", round1 + "/send", "/en/judge/2027/conflicts", round1 + "/compare?ids=" + strings.Join(mine, ","), round1 + "/" + mine[0]} {
		page := judge.Get(path).Want(http.StatusOK)
		for _, n := range names {
			if strings.Contains(page.Body, n) {
				t.Errorf("%s tells of %s", path, n)
			}
		}
	}
}

// Two worlds that differ only in what another judge did look the same.
func TestAnothersScoresChangeNothingThatAJudgeSees(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge := site.As("judge/meera")
	mine, _ := ownSeats(site, "judge/meera")
	read := func() (all string) {
		for _, path := range []string{"/en/judge", round1, round1 + "/send", round1 + "/compare?ids=" + strings.Join(mine, ","), round1 + "/" + mine[0]} {
			all += judge.Get(path).Want(http.StatusOK).Body
		}
		return all
	}
	before := read()
	site.Update(func(tx *database.Tx) error {
		seats, err := tx.Seats(site.Sample.Edition.ID, 1)
		for _, s := range seats {
			if s.Judge == judge.Person.ID {
				continue
			}
			sheet, err := tx.Scoresheet(s.ID)
			if err != nil {
				return err
			}
			sheet.Scores, sheet.Comment = map[string]float64{"need": 1}, "Changed behind the page's back"
			if err := tx.SaveScoresheet(&sheet); err != nil {
				return err
			}
			s.State = award.SeatRecused
			if err := tx.SaveSeat(&s); err != nil {
				return err
			}
		}
		return err
	})
	if read() != before {
		t.Error("a page of one judge shows what others did")
	}
}

func TestContactsAndConsentsAreKeptFromJudges(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	ref := inState(t, site, "judge/meera", award.SeatOpen)
	judge := site.As("judge/meera")
	page := judge.Get(round1 + "/" + ref).Want(http.StatusOK)
	var files []award.Attachment
	site.View(func(tx *database.Tx) error {
		entry, err := tx.EntryRef(ref)
		if err != nil {
			return err
		}
		answers, err := tx.Answers(entry.ID)
		for _, key := range []string{"contact", "contact2", "press_contact"} {
			if v := answers[key].Value; v != "" && strings.Contains(page.Body, v) {
				t.Errorf("the answer to %s is shown", key)
			}
		}
		if v := answers["solution"].Value; v == "" || !page.Says(strings.Fields(v)[0]) {
			t.Error("what the city did is not shown")
		}
		if err == nil {
			files, err = tx.Attachments(entry.ID)
		}
		return err
	})
	for _, f := range files {
		want := http.StatusOK
		if k, _ := site.Sample.Edition.Attachment(f.Kind); k.Public == award.Never {
			want = http.StatusNotFound
		}
		judge.Get(round1 + "/" + ref + "/files/" + string(f.ID)).Want(want)
	}
}

func TestJudgeDeclaresTiesBeforeReading(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge := site.As("judge/lucia")
	mine, _ := ownSeats(site, "judge/lucia")
	for _, path := range []string{round1, round1 + "/" + mine[0], round1 + "/send", round1 + "/guide"} {
		if to := judge.Get(path).Want(http.StatusSeeOther).Location(); to != "/en/judge/2027/conflicts" {
			t.Errorf("%s leads to %s", path, to)
		}
	}
	page := judge.Get("/en/judge/2027/conflicts").Want(http.StatusOK)
	refused := page.Form("main form").Send().Want(http.StatusUnprocessableEntity)
	if !refused.Has(".summary a[href='#declare-0']") || !strings.HasPrefix(refused.Text("title"), "Error") {
		t.Error("a declaration that says nothing is not told at its field")
	}
	var tied award.City
	site.View(func(tx *database.Tx) error {
		e, err := tx.EntryRef(mine[0])
		if err != nil {
			return err
		}
		tied, err = tx.City(e.City)
		return err
	})
	form := page.Form("main form").Set("tie."+string(tied.ID), "adviser").Set("note", "In 2025.")
	form.Set("declare", "none").Send().Want(http.StatusUnprocessableEntity)
	form.Set("declare", "some").Send().Want(http.StatusSeeOther)
	judge.Get(round1 + "/" + mine[0]).Want(http.StatusNotFound)
	judge.Get(round1 + "/" + mine[1]).Want(http.StatusOK)
	mails := site.Mailbox(site.Person("officer").Email)
	if !slices.ContainsFunc(mails, func(m award.Mail) bool { return m.Kind == "judge_recused" && strings.Contains(m.Subject, mine[0]) }) {
		t.Error("the Secretariat is not told of the seat that was given up")
	}
	again := judge.Get("/en/judge/2027/conflicts").Want(http.StatusOK)
	if again.Has("select[name='tie." + string(tied.ID) + "']") {
		t.Error("a declared tie can be undone by the judge")
	}
}

func TestOwnCountryAndMembershipAreKeptFromTheJudgeThoughASeatExists(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	mine, seats := ownSeats(site, "judge/meera")
	judge := site.As("judge/meera")
	judge.Get(round1 + "/" + mine[0]).Want(http.StatusOK)
	site.Update(func(tx *database.Tx) error {
		e, err := tx.Entry(seats[0].Entry)
		if err != nil {
			return err
		}
		if err := tx.AddMember(award.Membership{City: e.City, Person: judge.Person.ID, Right: award.MayRead, Since: 1}); err != nil {
			return err
		}
		second, err := tx.Entry(seats[1].Entry)
		if err != nil {
			return err
		}
		city, err := tx.City(second.City)
		if err != nil {
			return err
		}
		j, err := tx.Judge(site.Sample.Edition.ID, judge.Person.ID)
		j.Countries = append(j.Countries, city.Country)
		if err == nil {
			err = tx.SaveJudge(&j)
		}
		return err
	})
	for _, ref := range mine[:2] {
		judge.Get(round1 + "/" + ref).Want(http.StatusNotFound)
		if strings.Contains(judge.Get(round1).Body, ref) {
			t.Errorf("the list still shows %s", ref)
		}
	}
}

func TestEntryVanishesAfterSteppingAside(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge := site.As("judge/meera")
	ref := inState(t, site, "judge/meera", award.SeatDone)
	page := judge.Get(round1 + "/" + ref + "/recuse").Want(http.StatusOK)
	page.Form("main form").Send().Want(http.StatusUnprocessableEntity)
	page.Form("main form").Set("reason", "other").Send().Want(http.StatusUnprocessableEntity)
	list := page.Form("main form").Set("reason", "work").Set("note", "I worked there.").Send().Follow().Want(http.StatusOK)
	if slices.Contains(list.All("td"), ref) || strings.Contains(list.Text("main table"), ref) {
		t.Error("the entry is still in the list")
	}
	for _, path := range []string{"", "/recuse"} {
		judge.Get(round1 + "/" + ref + path).Want(http.StatusNotFound)
	}
	if status, _ := press(t, judge, ref, "need", "3", 1); status != http.StatusNotFound {
		t.Errorf("scoring it answers %d", status)
	}
	mails := site.Mailbox(site.Person("officer").Email)
	if !slices.ContainsFunc(mails, func(m award.Mail) bool {
		return m.Kind == "judge_recused" && !strings.Contains(m.Text+m.Subject, judge.Person.Name)
	}) {
		t.Error("the Secretariat is not told, or the mail names the judge")
	}
}

func TestPressesAreSavedAndMissingIsNotZero(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge, e := site.As("judge/meera"), site.Sample.Edition
	ref := fresh(t, site, "judge/meera")
	version := 0
	for i, c := range e.Criteria {
		status, said := press(t, judge, ref, c.Key, "3.5", version)
		if status != http.StatusOK {
			t.Fatalf("%s answers %d %v", c.Key, status, said)
		}
		version = int(said["version"].(float64))
		if last := i == len(e.Criteria)-1; (said["total"] == "–") == last {
			t.Errorf("after %d of %d the total is %v", i+1, len(e.Criteria), said["total"])
		}
	}
	status, said := press(t, judge, ref, e.Criteria[0].Key, "5", version)
	if status != http.StatusOK || !slices.Contains(said["asks"].([]any), any(e.Criteria[0].Key)) {
		t.Errorf("a score of 5 asks for no reason: %d %v", status, said)
	}
	page := judge.Get(round1 + "/" + ref).Want(http.StatusOK)
	if got := page.Attr("input[name="+e.Criteria[0].Key+"][checked]", "value"); got != "5" {
		t.Errorf("the page shows %q", got)
	}
}

func TestOffScaleScoresAreRefused(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge, key := site.As("judge/meera"), site.Sample.Edition.Criteria[0].Key
	ref := fresh(t, site, "judge/meera")
	for field, values := range map[string][]string{key: {"0", "5.5", "3.25", "-1", "x", "NaN", "Inf", "1e9", "５"}, "nothing": {"3"}, "reason.nothing": {"x"}} {
		for _, v := range values {
			if status, said := press(t, judge, ref, field, v, 0); status != http.StatusUnprocessableEntity || said["fault"] == "" {
				t.Errorf("%s = %q answers %d %v", field, v, status, said)
			}
		}
	}
	if status, _ := press(t, judge, ref, "comment", strings.Repeat("x", award.CommentMax+1), 0); status != http.StatusUnprocessableEntity {
		t.Errorf("a comment without end answers %d", status)
	}
	judge.Post(round1+"/"+ref+"/score", url.Values{"field": {"comment"}, "value": {"\xff"}, "version": {"0"}}).Want(http.StatusUnprocessableEntity)
	form := fullSheet(site.Sample.Edition, "3", 0)
	form.Set(key, "7")
	page := judge.Post(round1+"/"+ref, form).Want(http.StatusUnprocessableEntity)
	if !page.Has(`.summary a[href="#c-`+key+`-0"]`) || !strings.Contains(page.Body, "Clear and useful.") {
		t.Error("the page does not tell the fault at its criterion, or drops the comment")
	}
}

func TestTwoWindowsNeverOverwriteEachOther(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge, e := site.As("judge/meera"), site.Sample.Edition
	ref := fresh(t, site, "judge/meera")
	if status, _ := press(t, judge, ref, "need", "4", 0); status != http.StatusOK {
		t.Fatalf("first press answers %d", status)
	}
	status, said := press(t, judge, ref, "need", "2", 0)
	if fields, _ := said["fields"].(map[string]any); status != http.StatusConflict || fields["need"] != "4" {
		t.Errorf("the second window gets %d %v", status, said)
	}
	page := judge.Post(round1+"/"+ref, fullSheet(e, "2", 0)).Want(http.StatusConflict)
	if both := page.Text(".conflict[role=alert] dl"); !strings.Contains(both, "Stored: 4") || !strings.Contains(both, "Here: 2") {
		t.Errorf("the page does not show both: %s", both)
	}
	kept := page.Form("#sheet")
	if kept.Values.Get("need") != "2" || kept.Values.Get("version") != "1" {
		t.Errorf("the page does not keep what was typed: %v", kept.Values)
	}
	kept.Press("[data-finish]").Want(http.StatusSeeOther)
}

func TestFinishAsksForWhatIsMissingAndLeadsOn(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge, e := site.As("judge/meera"), site.Sample.Edition
	ref := fresh(t, site, "judge/meera")
	form := judge.Get(round1 + "/" + ref).Want(http.StatusOK).Form("#sheet")
	page := form.Press("[data-finish]").Want(http.StatusUnprocessableEntity)
	if n := page.Doc().Find(".summary li").Length(); n != len(e.Criteria)+1 {
		t.Errorf("%d faults, want one for each criterion and the comment", n)
	}
	for _, c := range e.Criteria {
		form.Set(c.Key, "3")
	}
	form.Set(e.Criteria[1].Key, "5").Set(e.Criteria[2].Key, "1.5").Set("comment", "Useful.")
	page = form.Press("[data-finish]").Want(http.StatusUnprocessableEntity)
	for _, i := range []int{1, 2} {
		if !page.Has(`.summary a[href="#reason.` + e.Criteria[i].Key + `"]`) {
			t.Errorf("no reason is asked for %s", e.Criteria[i].Key)
		}
		form.Set("reason."+e.Criteria[i].Key, "Because.")
	}
	next := form.Press("[data-finish]").Want(http.StatusSeeOther).Location()
	if next == round1+"/"+ref || !strings.HasPrefix(next, round1+"/") {
		t.Errorf("finishing leads to %s", next)
	}
	again := judge.Get(round1 + "/" + ref).Form("#sheet")
	if again.Values.Get("comment") != "Useful." || again.Values.Get(e.Criteria[2].Key) != "1.5" {
		t.Errorf("the sheet holds %v", again.Values)
	}
	// Taking a reason away from a finished sheet opens it again.
	version, _ := strconv.Atoi(again.Values.Get("version"))
	if status, _ := press(t, judge, ref, "reason."+e.Criteria[1].Key, "", version); status != http.StatusOK {
		t.Fatalf("taking a reason away answers %d", status)
	}
	if refs, seats := ownSeats(site, "judge/meera"); seats[slices.Index(refs, ref)].State != award.SeatOpen {
		t.Error("an incomplete sheet still counts")
	}
}

func TestSkippingKeepsWhatWasTyped(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge := site.As("judge/meera")
	ref := fresh(t, site, "judge/meera")
	judge.Get(round1+"/"+ref).Form("#sheet").Set("need", "4").Set("comment", "Half read").Press("[data-skip]").Want(http.StatusSeeOther)
	form := judge.Get(round1 + "/" + ref).Form("#sheet")
	if form.Values.Get("need") != "4" || form.Values.Get("comment") != "Half read" {
		t.Errorf("the sheet holds %v", form.Values)
	}
	if got := inState(t, site, "judge/meera", award.SeatSkipped); got != ref {
		t.Errorf("%s is skipped", got)
	}
}

func TestSentScoresMayBeTakenBackUntilTheRoundCloses(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge := site.As("judge/meera")
	ref := inState(t, site, "judge/meera", award.SeatDone)
	page := judge.Get(round1 + "/send").Want(http.StatusOK)
	stale := page.Form("main form[action$=send]")
	list := stale.Send().Follow().Want(http.StatusOK)
	if !strings.Contains(list.Text(".note"), "sent") {
		t.Errorf("the list says %q", list.Text(".note"))
	}
	stale.Send().Want(http.StatusConflict)
	if status, said := press(t, judge, ref, "need", "2", 1); status != http.StatusForbidden || said["fault"] == "" {
		t.Errorf("changing a sent sheet answers %d %v", status, said)
	}
	sheet := judge.Get(round1 + "/" + ref).Want(http.StatusOK)
	if sheet.Has("[data-finish]") || !sheet.Has("fieldset.crit[disabled]") {
		t.Error("a sent sheet looks changeable")
	}
	back := sheet.Form("#sheet").Press("button[formaction]").Follow().Want(http.StatusOK)
	if !back.Has("[data-finish]") {
		t.Error("a sheet that was taken back cannot be changed")
	}
	judge.Get(round1 + "/send").Form("main form[action$=take-back]").Send().Want(http.StatusSeeOther)
	closes, _ := site.Sample.Edition.Stage(award.StageRound1)
	site.Clock.Set(closes.Closes)
	judge = site.As("judge/meera")
	if status, said := press(t, judge, ref, "need", "2", 1); status != http.StatusForbidden || said["fault"] == "" {
		t.Errorf("scoring in a closed round answers %d %v", status, said)
	}
	judge.Post(round1+"/"+ref, fullSheet(site.Sample.Edition, "3", 1)).Want(http.StatusForbidden)
	judge.Post(round1+"/send", url.Values{"stamp": {"0"}}).Want(http.StatusForbidden)
	judge.Post(round1+"/"+ref+"/take-back", nil).Want(http.StatusForbidden)
	judge.Post(round1+"/"+ref+"/recuse", url.Values{"reason": {"work"}}).Want(http.StatusForbidden)
	closed := judge.Get(round1 + "/" + ref).Want(http.StatusOK)
	if closed.Has("[data-finish]") || closed.Has("a[href$=recuse]") || closed.Has("form[data-save]") {
		t.Error("a closed round looks open")
	}
	judge.Get(round1).Want(http.StatusOK)
}

func TestSheetIsNotInTheRecordOfDeeds(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge := site.As("judge/meera")
	ref := fresh(t, site, "judge/meera")
	press(t, judge, ref, "comment", "Canary-73", 0)
	press(t, judge, ref, "need", "4.5", 1)
	refs, seats := ownSeats(site, "judge/meera")
	seat := seats[slices.Index(refs, ref)]
	site.View(func(tx *database.Tx) error {
		events, err := tx.EventsOf(seat.ID)
		sheet, _ := tx.Scoresheet(seat.ID)
		if len(events) != 2 || !strings.Contains(events[1].Detail, sheet.Commitment()) {
			t.Errorf("the events are %v", events)
		}
		for _, e := range events {
			if strings.Contains(e.Detail, "Canary") || strings.Contains(e.Detail, "4.5") {
				t.Errorf("the detail tells the sheet: %s", e.Detail)
			}
		}
		return err
	})
}

func TestListsShowOnlyTheChosenPart(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	judge := site.As("judge/kristjan")
	refs, seats := ownSeats(site, "judge/kristjan")
	for part, states := range map[string][]award.SeatState{
		"todo": {award.SeatOpen}, "skipped": {award.SeatSkipped}, "done": {award.SeatDone}, "sent": {award.SeatSent}, "nonsense": {award.SeatOpen, award.SeatSkipped, award.SeatDone, award.SeatSent},
	} {
		want := map[string]bool{}
		for i, s := range seats {
			if slices.Contains(states, s.State) {
				want[round1+"/"+refs[i]] = true
			}
		}
		page := judge.Get(round1 + "?show=" + part).Want(http.StatusOK)
		got := map[string]bool{}
		for _, row := range page.Doc().Find("main tbody th a").EachIter() {
			got[row.AttrOr("href", "")] = true
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s shows %v, want %v", part, got, want)
		}
	}
	if judge.Get(round1).Attr("svg.dots", "role") != "img" {
		t.Error("no strip of own scores")
	}
}
