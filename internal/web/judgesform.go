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
			sheet.Add(templates.Field{Kind: templates.Radios, Name: "language", Label: w.T("judges.language"), Options: languageOptions(), Value: v.Lang, Inline: true}))
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
