package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// describePage asks what there is to say about a file.
type describePage struct {
	templates.Frame
	Heading string
	Back    string
	File    templates.FileRow
	Fields  []templates.Field
	Shown   string
	Version string
	Action  string
}

func describeForm(s *Site, v *visit) error {
	o, f, err := v.editableFile(s)
	if err != nil {
		return err
	}
	return v.showDescribe(http.StatusOK, o, f, form.NewSheet(v.Words, nil, nil))
}

// editableFile is the file that the address names, if the person may change it.
func (v *visit) editableFile(s *Site) (*intake.Dossier, award.Attachment, error) {
	id, err := award.ParseID(v.Param("file"))
	if err != nil {
		return nil, award.Attachment{}, err
	}
	o, f, err := s.Intake.File(v.ctx(), v.Actor, v.Param("ref"), id)
	if err != nil {
		return nil, f, err
	}
	o.Edition = v.in(o.Edition)
	return o, f, o.May(v.Actor, award.DeedEdit)
}

func (v *visit) showDescribe(status int, o *intake.Dossier, f award.Attachment, sheet *form.Sheet) error {
	k, _ := o.Edition.Attachment(f.Kind)
	title := v.Words.T("files.describe.title", "Name", f.Name)
	p := describePage{
		Frame: v.frame(title), Heading: title, Back: v.to(entryPath(o.Entry.Reference, "/files")), File: v.fileRow(o, k, f, false),
		Version: strconv.Itoa(f.Version), Action: v.to(entryPath(o.Entry.Reference, "/files/"+string(f.ID))),
	}
	asks := func(need string) bool { return slices.Contains(k.Needs, need) }
	p.Fields = append(p.Fields, sheet.Add(templates.Field{Kind: templates.Text, Name: "caption", Label: v.Words.T("files.describe.caption"), Hint: v.Words.T("files.describe.caption_hint"), Value: f.Caption, Optional: !asks("caption"), Lang: o.Edition.EntryLanguage}))
	if f.Thumb != "" || asks("alt") {
		p.Fields = append(p.Fields, sheet.Add(templates.Field{Kind: templates.Long, Lines: 3, Name: "alt", Label: v.Words.T("files.describe.alt"), Hint: v.Words.T("files.describe.alt_hint"), Value: f.Alt, Optional: !asks("alt"), Lang: o.Edition.EntryLanguage}))
	}
	p.Fields = append(p.Fields, sheet.Add(templates.Field{Kind: templates.Text, Name: "credit", Label: v.Words.T("files.describe.credit"), Hint: v.Words.T("files.describe.credit_hint"), Value: f.Credit, Optional: !asks("credit")}))
	if f.Thumb == "" || asks("language") {
		p.Fields = append(p.Fields, sheet.Add(templates.Field{Kind: templates.Select, Name: "language", Label: v.Words.T("files.describe.language"), Value: f.Language, Options: v.languageOptions(), Optional: !asks("language")}))
	}
	switch k.Public {
	case award.Chosen:
		p.Fields = append(p.Fields, sheet.Add(templates.Field{Kind: templates.Radios, Name: "public", Label: v.Words.T("files.describe.public"), Value: yesNo(f.Public), Options: []templates.Option{
			{Value: "yes", Text: v.Words.T("files.describe.public_yes")}, {Value: "no", Text: v.Words.T("files.describe.public_no")},
		}}))
	case award.Always:
		p.Shown = v.Words.T("files.describe.always")
	default:
		p.Shown = v.Words.T("files.describe.never")
	}
	p.Faults = sheet.Lines()
	return v.show(status, "file_describe", p)
}

func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// languageOptions are the languages in which a file may be, by name.
func (v *visit) languageOptions() []templates.Option {
	var all []templates.Option
	for code := range strings.FieldsSeq(fileLanguages) {
		all = append(all, templates.Option{Value: code, Text: v.Words.LanguageName(code)})
	}
	locale.Sort(v.Words, all, func(o templates.Option) string { return o.Text })
	return all
}

// fileLanguages are the languages offered for a file, by BCP 47 code.
const fileLanguages = "ar am az bg bn ca cs da de el en es et fa fi fr he hi hr hu hy id it ja ka kk km ko ky lo lt lv mn ms my ne nl no pl pt ro ru si sk sl sr sv sw ta th fil tr uk ur uz vi zh"

func describeFile(s *Site, v *visit) error {
	o, f, err := v.editableFile(s)
	if err != nil {
		return err
	}
	values, err := v.form()
	if err == nil {
		version, _ := strconv.Atoi(values.Text("version"))
		err = s.Intake.Describe(v.ctx(), v.Actor, o.Entry.Reference, f.ID, intake.Description{
			Caption: values.Line("caption"), Alt: values.Text("alt"), Credit: values.Line("credit"), Language: values.Text("language"),
			Public: values.Text("public") == "yes", Version: version,
		})
	}
	if err == nil {
		v.tell(templates.OK, "files.saved", "Name", f.Name)
		return v.goTo(entryPath(o.Entry.Reference, "/files"))
	}
	if faults := asInvalid(err); faults != nil {
		return v.showDescribe(http.StatusUnprocessableEntity, o, f, form.NewSheet(v.Words, values, faults))
	}
	return err
}

func moveFile(s *Site, v *visit) error {
	o, f, err := v.editableFile(s)
	if err != nil {
		return err
	}
	values, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Intake.Move(v.ctx(), v.Actor, o.Entry.Reference, f.ID, values.Text("way") == "up"); err != nil {
		return err
	}
	return v.goTo(entryPath(o.Entry.Reference, "/files#"+f.Kind))
}

func removeForm(s *Site, v *visit) error {
	o, f, err := v.editableFile(s)
	if err != nil {
		return err
	}
	title := v.Words.T("files.remove_page.title", "Name", f.Name)
	back := v.to(entryPath(o.Entry.Reference, "/files"))
	return v.show(http.StatusOK, "entry_confirm", entryConfirmPage{
		Frame: v.frame(title), Heading: title, Text: v.Words.T("files.remove_page.text"), About: v.fileFacts(f),
		Action: back + "/" + string(f.ID) + "/remove", Button: v.Words.T("files.remove_page.button"), Keep: templates.Link{Text: v.Words.T("files.remove_page.keep"), URL: back},
	})
}

func removeFile(s *Site, v *visit) error {
	o, f, err := v.editableFile(s)
	if err != nil {
		return err
	}
	if err := s.Intake.Detach(v.ctx(), v.Actor, o.Entry.Reference, f.ID); err != nil {
		return err
	}
	v.tell(templates.OK, "files.removed", "Name", f.Name)
	return v.goTo(entryPath(o.Entry.Reference, "/files"))
}
