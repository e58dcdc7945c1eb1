package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// judgesRoutes are the addresses of the jury pool.
func judgesRoutes() []route {
	const at = "/:lang/desk/:year/judges"
	return []route{
		{method: see, path: at, deed: award.DeedProgress, do: judgeList},
		{method: see, path: "/:lang/desk/:year/judges.csv", deed: award.DeedExport, do: exportJudges},
		{method: see, path: "/:lang/desk/:year/judges.xlsx", deed: award.DeedExport, do: exportJudges, raw: true},
		{method: see, path: at + "/new", deed: award.DeedInviteJudge, do: judgeFormAt},
		{method: send, path: at + "/new", deed: award.DeedInviteJudge, do: inviteJudge},
		{method: see, path: at + "/:id", deed: award.DeedProgress, do: poolJudge},
		{method: see, path: at + "/:id/edit", deed: award.DeedEditJudge, do: judgeFormAt},
		{method: send, path: at + "/:id/edit", deed: award.DeedEditJudge, do: editJudge},
		{method: send, path: at + "/:id/resend", deed: award.DeedInviteJudge, do: resendInvitation},
		{method: send, path: at + "/:id/remove", deed: award.DeedEditJudge, do: removeJudge},
		{method: send, path: at + "/:id/conflicts", deed: award.DeedConflict, do: noteConflict},
		{method: send, path: at + "/:id/conflicts/:conflict/remove", deed: award.DeedConflict, do: dropConflict},
	}
}

// judgeID is the judge of the address; "" where it names none.
func (v *visit) judgeID() award.ID { return award.ID(v.Param("id")) }

// judgePath is the address of a judge, or for none of all, without the language.
func judgePath(year int, person award.ID) string {
	path := "/desk/" + strconv.Itoa(year) + "/judges"
	if person != "" {
		path += "/" + string(person)
	}
	return path
}

type poolPage struct {
	deskFrame
	Lede       string
	Note       *templates.Note
	Categories []string
	Rows       []poolRow
	New        string
	Exports    []templates.Link
	Columns    []templates.Pair
	Empty      templates.Empty
}

type poolRow struct {
	Name, URL, Countries string
	State                templates.Tag
	Declared             templates.Tag
	Load                 string
	Late                 *templates.Tag
	Conflicts            string
	Expertise            []level
}

// level is how well a judge knows a category: a digit, and the word for it.
type level struct{ Digit, Word string }

func judgeList(s *Site, v *visit) error {
	list, err := s.Office.Judges(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	p := poolPage{deskFrame: v.desk(v.Words.T("judges.title"), v.Year, "judges")}
	p.Lede = v.Words.T("judges.lede", "Count", len(list.Judges), "Pool", list.Edition.Panel.Pool)
	if list.Need > list.Room && len(list.Judges) > 0 {
		p.Note = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("judges.short", "Need", list.Need, "Room", list.Room)}}
	}
	for _, c := range list.Edition.Categories {
		p.Categories = append(p.Categories, c.Name)
	}
	for _, j := range list.Judges {
		p.Rows = append(p.Rows, v.poolRow(list.Edition, j))
	}
	p.Empty = templates.Empty{Title: v.Words.T("judges.none"), Text: v.Words.T("judges.none_text")}
	if award.MayTry(v.Actor, award.DeedInviteJudge) == nil {
		p.New = p.Base + "/judges/new"
		p.Empty.Main = &templates.Link{Text: v.Words.T("judges.invite"), URL: p.New}
	}
	if award.MayTry(v.Actor, award.DeedExport) == nil {
		p.Exports = []templates.Link{{Text: v.Words.T("desk.export.csv"), URL: p.Base + "/judges.csv"}, {Text: v.Words.T("desk.export.xlsx"), URL: p.Base + "/judges.xlsx"}}
		for _, c := range office.JudgeColumns {
			p.Columns = append(p.Columns, templates.Pair{Term: c, Lines: []string{v.Words.T("column." + c)}})
		}
	}
	return v.show(http.StatusOK, "judges", p)
}

var judgeTags = map[award.JudgeState]string{
	award.JudgeInvited: templates.Warn, award.JudgeAccepted: templates.OK, award.JudgeDeclined: templates.Err, award.JudgeLeft: templates.Plain,
}

func (v *visit) poolRow(e *award.Edition, j office.JudgeLine) poolRow {
	r := poolRow{
		Name: j.Name, URL: v.to(judgePath(e.Year, j.Person)), Countries: v.countryNames(j.Countries),
		State: v.judgeState(j), Load: v.loadWords(j), Conflicts: v.Words.Number(j.Conflicts), Declared: v.declaredTag(j),
	}
	if j.Late {
		r.Late = &templates.Tag{Kind: templates.Warn, Text: v.Words.T("judges.late")}
	}
	for _, c := range e.Categories {
		n := strconv.Itoa(j.Expertise[c.Key])
		r.Expertise = append(r.Expertise, level{n, v.Words.T("judges.level_" + n)})
	}
	return r
}

func (v *visit) judgeState(j office.JudgeLine) templates.Tag {
	t := templates.Tag{Kind: judgeTags[j.State], Text: v.Words.T("judge_state." + string(j.State))}
	if j.State == award.JudgeInvited && j.Expired {
		t = templates.Tag{Kind: templates.Err, Text: v.Words.T("judges.expired")}
	}
	return t
}

func (v *visit) declaredTag(j office.JudgeLine) templates.Tag {
	switch {
	case j.Declared > 0:
		return templates.Tag{Kind: templates.Plain, Text: v.Words.T("judges.declared")}
	case j.State == award.JudgeAccepted:
		return templates.Tag{Kind: templates.Warn, Text: v.Words.T("judges.undeclared")}
	}
	return templates.Tag{Kind: templates.Plain, Text: "–"}
}

// loadWords is what a judge has done of what is given to them, else what they
// take.
func (v *visit) loadWords(j office.JudgeLine) string {
	if j.Seats > 0 {
		return v.Words.T("judges.load_done", "Done", j.Done, "Seats", j.Seats, "Max", j.LoadMax)
	}
	return v.Words.T("judges.load_free", "Target", j.LoadTarget, "Max", j.LoadMax)
}

func (v *visit) countryNames(codes []string) string {
	var names []string
	for _, c := range codes {
		names = append(names, v.Words.Country(c))
	}
	return v.Words.List(names...)
}

func exportJudges(s *Site, v *visit) error {
	table, err := s.Office.JudgeTable(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	return v.sendTable(table, "judges-"+strconv.Itoa(v.Year))
}

type judgeFormPage struct {
	deskFrame
	Changed *templates.Note
	Lede    string
	Fields  []templates.Field
	Version int
	New     bool
	Back    string
}

func judgeFormAt(_ *Site, v *visit) error { return v.judgeForm(http.StatusOK, nil, nil) }

// judgeForm shows what is kept of the judge of the address as a form; an empty one
// for a new judge.
func (v *visit) judgeForm(status int, posted form.Values, faults award.Invalid) error {
	person := v.judgeID()
	f, err := v.keptJudge(person)
	if err != nil {
		return err
	}
	title := v.Words.T("judges.invite")
	at := judgePath(v.Year, "")
	if person != "" {
		title = v.Words.T("judges.edit_title", "Name", f.Name)
	}
	p := judgeFormPage{deskFrame: v.desk(title, v.Year, "judges"), New: person == "", Version: f.Version, Back: v.to(at)}
	p.Crumbs = v.crumbs(v.Words.T("judges.title"), at, title, "")
	if person != "" {
		p.Back = v.to(judgePath(v.Year, person))
		p.Crumbs = v.crumbs(v.Words.T("judges.title"), at, f.Name, judgePath(v.Year, person), v.Words.T("judges.edit"), "")
	}
	p.Changed = v.changedNote(status)
	sheet := form.NewSheet(v.Words, posted, faults)
	p.Fields = v.judgeFields(sheet, f, p.New)
	p.Faults = sheet.Lines()
	return v.show(status, "judges_form", p)
}

// keptJudge is what is kept of a judge; of a new one, what the form suggests.
func (v *visit) keptJudge(person award.ID) (office.JudgeFile, error) {
	if person != "" {
		return v.site.Office.JudgeFile(v.ctx(), v.Actor, v.Year, person)
	}
	f := office.JudgeFile{}
	list, err := v.site.Office.Judges(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return f, err
	}
	f.Edition = list.Edition
	f.LoadTarget = suggestLoad(list)
	f.LoadMax = f.LoadTarget + f.LoadTarget/4
	f.Languages = []string{list.Edition.EntryLanguage}
	return f, nil
}

// suggestLoad is an even share of all readings over the pool that is wanted.
func suggestLoad(list office.JudgeList) int {
	pool := max(list.Edition.Panel.Pool, len(list.Judges)+1)
	if list.Need == 0 {
		return 25
	}
	return (list.Need + pool - 1) / pool
}

// judgeLanguages are the languages that the form offers; others that a judge
// has are offered too.
var judgeLanguages = []string{"en", "ko", "ar", "de", "es", "fr", "hi", "id", "ja", "mn", "pt", "ru", "th", "tr", "vi", "zh"}

func (v *visit) judgeLanguageOptions(more []string) []templates.Option {
	namer := display.Languages(language.MustParse(v.Lang))
	codes := slices.Clone(judgeLanguages)
	for _, c := range more {
		if !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	var all []templates.Option
	for _, c := range codes {
		name := c
		if tag, err := language.Parse(c); err == nil {
			name = namer.Name(tag)
		}
		all = append(all, templates.Option{Value: c, Text: name})
	}
	locale.Sort(v.Words, all, func(o templates.Option) string { return o.Text })
	return all
}

func (v *visit) judgeFields(sheet *form.Sheet, f office.JudgeFile, fresh bool) []templates.Field {
	w := v.Words
	fields := []templates.Field{sheet.Add(templates.Field{Kind: templates.Text, Name: "name", Label: w.T("judges.name"), Hint: w.T("judges.name_hint"), Value: f.Name, Autocomplete: "off"})}
	if fresh {
		fields = append(fields,
			sheet.Add(templates.Field{Kind: templates.Email, Name: "email", Label: w.T("judges.email"), Hint: w.T("judges.email_hint"), Autocomplete: "off"}),
			sheet.Add(templates.Field{Kind: templates.Radios, Name: "language", Label: w.T("judges.language"), Options: v.mailLanguages(), Value: v.Lang, Inline: true}))
	}
	var countries []string
	for _, c := range f.Countries {
		countries = append(countries, w.Country(c))
	}
	fields = append(fields,
		sheet.Add(templates.Field{Kind: templates.Long, Name: "countries", Label: w.T("judges.countries"), Hint: w.T("judges.countries_hint"), Value: strings.Join(countries, "\n"), Lines: 3}),
		sheet.Add(templates.Field{Kind: templates.Long, Name: "organisations", Label: w.T("judges.organisations"), Hint: w.T("judges.organisations_hint"), Value: strings.Join(f.Organisations, "\n"), Lines: 3, Optional: true}),
		sheet.Add(templates.Field{Kind: templates.Long, Name: "cities", Label: w.T("judges.cities"), Hint: w.T("judges.cities_hint"), Value: strings.Join(f.CityNames, "\n"), Lines: 2, Optional: true}),
		sheet.Add(templates.Field{Kind: templates.Checks, Name: "languages", Label: w.T("judges.languages"), Hint: w.T("judges.languages_hint"), Options: v.judgeLanguageOptions(f.Languages), Values: f.Languages, Inline: true}))
	levels := make([]templates.Option, 4)
	for i := range levels {
		n := strconv.Itoa(i)
		levels[i] = templates.Option{Value: n, Text: w.T("judges.level_" + n)}
	}
	for _, c := range f.Edition.Categories {
		fields = append(fields, sheet.Add(templates.Field{
			Kind: templates.Radios, Name: "expertise." + c.Key, Label: w.T("judges.expertise", "Category", c.Name),
			Options: levels, Value: strconv.Itoa(f.Expertise[c.Key]), Inline: true,
		}))
	}
	for _, n := range []struct {
		name  string
		value int
	}{{"min", f.LoadMin}, {"target", f.LoadTarget}, {"max", f.LoadMax}} {
		fields = append(fields, sheet.Add(templates.Field{
			Kind: templates.Number, Name: n.name, Label: w.T("judges.load_" + n.name), Hint: w.T("judges.load_" + n.name + "_hint"), Value: strconv.Itoa(n.value), InputMode: "numeric",
		}))
	}
	return fields
}

func (v *visit) mailLanguages() []templates.Option {
	var all []templates.Option
	for _, l := range locale.Languages() {
		all = append(all, templates.Option{Value: l.Code, Text: l.Name})
	}
	return all
}

// readJudge reads the form of a judge; what is wrong with it is noted in faults.
func readJudge(posted form.Values, faults award.Invalid) office.JudgeForm {
	f := office.JudgeForm{
		Name: posted.Line("name"), Language: posted.Text("language"), Cities: posted.Lines("cities"), Organisations: posted.Lines("organisations"),
		Languages: posted.All("languages"), Expertise: map[string]int{}, Min: posted.Int("min", faults), Target: posted.Int("target", faults), Max: posted.Int("max", faults),
	}
	f.Email = posted.Email("email", faults)
	for _, line := range posted.Lines("countries") {
		code, found := locale.CountryCode(line)
		if !found {
			faults.Add("countries", "judges.fault.country", "Country", line)
		} else if !slices.Contains(f.Countries, code) {
			f.Countries = append(f.Countries, code)
		}
	}
	for _, name := range posted.Names("expertise.") {
		f.Expertise[strings.TrimPrefix(name, "expertise.")] = posted.Int(name, faults)
	}
	f.Version, _ = strconv.Atoi(posted.Text("version"))
	return f
}

// postedJudge reads the form of a judge; what is wrong with it is an award.Invalid.
func (v *visit) postedJudge() (office.JudgeForm, form.Values, error) {
	posted, faults, err := v.formFaults()
	if err != nil {
		return office.JudgeForm{}, posted, err
	}
	f := readJudge(posted, faults)
	return f, posted, faults.Or()
}

func inviteJudge(s *Site, v *visit) error {
	var person award.ID
	f, posted, err := v.postedJudge()
	if err == nil {
		person, err = s.Office.InviteJudge(v.ctx(), v.Actor, v.Year, f)
	}
	if err != nil {
		return againOrChanged(err, posted, v.judgeForm)
	}
	v.tell(templates.OK, "judges.invited", "Name", f.Name)
	return v.goTo(judgePath(v.Year, person))
}

func editJudge(s *Site, v *visit) error {
	f, posted, err := v.postedJudge()
	if err == nil {
		err = s.Office.EditJudge(v.ctx(), v.Actor, v.Year, v.judgeID(), f)
	}
	if err != nil {
		return againOrChanged(err, posted, v.judgeForm)
	}
	v.tell(templates.OK, "judges.saved")
	return v.goTo(judgePath(v.Year, v.judgeID()))
}

type judgePageView struct {
	deskFrame
	Name       string
	State      templates.Tag
	Facts      []templates.Pair
	Levels     *templates.Grid
	Ties       []poolTie
	TieFields  []templates.Field
	Version    int
	MayEdit    bool
	MayResend  bool
	Resend     string
	Cancel     bool
	RemoveText string
	At         string // address of the judge
}

type poolTie struct {
	With, Reason, By string
	When             templates.Stamp
	Remove           string
	About            string
}

func poolJudge(_ *Site, v *visit) error { return v.judgeView(http.StatusOK, nil, nil) }

func (v *visit) judgeView(status int, posted form.Values, faults award.Invalid) error {
	f, err := v.site.Office.JudgeFile(v.ctx(), v.Actor, v.Year, v.judgeID())
	if err != nil {
		return err
	}
	p := judgePageView{deskFrame: v.desk(f.Name, v.Year, "judges"), Name: f.Name, State: v.judgeState(f.JudgeLine), Version: f.Version}
	p.Crumbs = v.crumbs(v.Words.T("judges.title"), judgePath(v.Year, ""), f.Name, "")
	p.At = v.to(judgePath(v.Year, f.Person))
	p.MayEdit = award.MayTry(v.Actor, award.DeedEditJudge) == nil && f.State != award.JudgeLeft
	p.MayResend = award.MayTry(v.Actor, award.DeedInviteJudge) == nil && f.State != award.JudgeAccepted
	p.Resend = v.Words.T("judges.resend")
	if f.State != award.JudgeInvited {
		p.Resend = v.Words.T("judges.invite_again")
	}
	p.Cancel = f.State == award.JudgeInvited || f.State == award.JudgeDeclined
	p.RemoveText = v.Words.T("judges.remove_text", "Seats", f.Seats, "Done", f.Done)
	p.Facts = v.judgeFacts(f)
	p.Levels = &templates.Grid{Caption: v.Words.T("judges.expertise_caption"), Head: []string{v.Words.T("desk.column.category"), v.Words.T("judges.level")}}
	for _, c := range f.Edition.Categories {
		p.Levels.Rows = append(p.Levels.Rows, []string{c.Name, v.Words.T("judges.level_" + strconv.Itoa(f.Expertise[c.Key]))})
	}
	p.Ties = v.poolTies(f, p)
	sheet := form.NewSheet(v.Words, posted, faults)
	p.TieFields = []templates.Field{
		sheet.Text("with", v.Words.T("judges.tie_with"), v.Words.T("judges.tie_with_hint"), ""),
		sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: v.Words.T("judges.tie_reason"), Hint: v.Words.T("judges.tie_reason_hint"), Lines: 3}),
	}
	p.Faults = sheet.Lines()
	return v.show(status, "judges_one", p)
}

func (v *visit) poolTies(f office.JudgeFile, p judgePageView) []poolTie {
	var rows []poolTie
	for _, t := range f.Ties {
		r := poolTie{With: t.City, Reason: t.Reason, By: t.ByName, When: v.moment(t.At, f.Edition.Location())}
		switch {
		case t.Title != "":
			r.With = t.Reference + " " + t.Title + " – " + t.City
		case t.Reference != "":
			r.With = t.Reference
		}
		if t.Own {
			r.By = v.Words.T("judges.tie_own")
		} else if award.MayTry(v.Actor, award.DeedConflict) == nil {
			r.Remove, r.About = p.At+"/conflicts/"+string(t.ID)+"/remove", r.With
		}
		rows = append(rows, r)
	}
	return rows
}

func (v *visit) judgeFacts(f office.JudgeFile) []templates.Pair {
	w := v.Words
	namer := display.Languages(language.MustParse(v.Lang))
	var languages []string
	for _, c := range f.Languages {
		name := c
		if tag, err := language.Parse(c); err == nil {
			name = namer.Name(tag)
		}
		languages = append(languages, name)
	}
	pair := func(key, text string) templates.Pair {
		return templates.Pair{Term: w.T("judges.fact." + key), Lines: oneLine(text), Empty: emptyWord(text, w.T("form.not_provided"))}
	}
	facts := []templates.Pair{
		pair("email", f.Email), pair("countries", v.countryNames(f.Countries)), pair("organisations", strings.Join(f.Organisations, "\n")),
		pair("cities", v.Words.List(f.CityNames...)), pair("languages", v.Words.List(languages...)), pair("load", v.loadWords(f.JudgeLine)),
	}
	declared := w.T("judges.undeclared")
	if f.Declared > 0 {
		declared = v.both(f.Declared, f.Edition)
	}
	facts = append(facts, pair("declared", declared))
	if f.Invitation != nil {
		key := "judges.invited_until"
		if f.Expired {
			key = "judges.invited_expired"
		}
		facts = append(facts, pair("invitation", w.T(key, "When", v.moment(f.Invitation.Expires, f.Edition.Location()).Text)))
	}
	return facts
}

func resendInvitation(s *Site, v *visit) error {
	if _, err := v.form(); err != nil {
		return err
	}
	if err := s.Office.ResendInvitation(v.ctx(), v.Actor, v.Year, v.judgeID()); err != nil {
		return err
	}
	v.tell(templates.OK, "judges.resent")
	return v.goTo(judgePath(v.Year, v.judgeID()))
}

func removeJudge(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(posted.Text("version"))
	emptied, err := s.Office.RemoveJudge(v.ctx(), v.Actor, v.Year, v.judgeID(), version)
	if err != nil {
		return err
	}
	v.tell(templates.OK, "judges.removed", "Count", emptied)
	return v.goTo(judgePath(v.Year, ""))
}

func noteConflict(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	emptied, err := s.Office.NoteConflict(v.ctx(), v.Actor, v.Year, v.judgeID(), office.NewTie{With: posted.Line("with"), Reason: posted.Text("reason")})
	if err != nil {
		return again(err, posted, v.judgeView)
	}
	v.tell(templates.OK, "judges.noted", "Count", emptied)
	return v.goTo(judgePath(v.Year, v.judgeID()))
}

func dropConflict(s *Site, v *visit) error {
	if _, err := v.form(); err != nil {
		return err
	}
	if err := s.Office.DropConflict(v.ctx(), v.Actor, v.Year, v.judgeID(), award.ID(v.Param("conflict"))); err != nil {
		return err
	}
	v.tell(templates.OK, "judges.dropped")
	return v.goTo(judgePath(v.Year, v.judgeID()))
}
