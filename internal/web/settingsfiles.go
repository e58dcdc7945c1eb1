package web

import (
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

var attachmentsPart = settingsPart{
	name: "attachments", fill: fillAttachments,
	back: func(v *visit) string { return v.settingsPath("attachments") },
	edit: func(_ *visit, values form.Values, e *award.Edition) (award.Invalid, func(string) string) {
		faults := award.Invalid{}
		key := func(k *award.AttachmentKind) *string { return &k.Key }
		l := editList(values, "attachments", e.Attachments, key, func(k *award.AttachmentKind, at string) {
			k.Name, k.Required, k.Public = values.Line(at+".name"), values.Bool(at+".required"), award.Publicity(values.Text(at+".public"))
			k.Max, k.MB = values.Int(at+".max", faults), values.Int(at+".mb", faults)
			k.Formats = inOrderOf(k.Formats, values.All(at+".formats"))
		})
		e.Attachments = l.items
		name := l.name("attachments", key)
		return faults, func(path string) string {
			field := name(path)
			if list, _, deeper := strings.Cut(field, ".formats."); deeper {
				return list + ".formats"
			}
			return field
		}
	},
}

// inOrderOf returns what was chosen with what was there before in its old order,
// so that an unchanged choice is no change.
func inOrderOf(before, chosen []string) []string {
	all := slices.DeleteFunc(slices.Clone(before), func(f string) bool { return !slices.Contains(chosen, f) })
	for _, f := range chosen {
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

func fillAttachments(v *visit, set office.Settings, sheet *form.Sheet, p *settingsPartPage) {
	blank := award.AttachmentKind{Public: award.Never}
	all := append(append([]award.AttachmentKind{}, set.Edition.Attachments...), blank)
	for i, k := range all {
		g := p.group(v, "attachments", i, len(all)-1, k.Key)
		g.named(k.Name)
		if n := set.Use.Files[k.Key]; n > 0 {
			g.Tag = &templates.Tag{Kind: templates.Plain, Text: v.Words.T("settings.files", "Count", n)}
			g.Removable = nil
		}
		g.add(sheet, false,
			templates.Field{Kind: templates.Text, Name: g.At + ".name", Label: v.label("name"), Value: k.Name},
			templates.Field{Kind: templates.Number, InputMode: "numeric", Name: g.At + ".max", Label: v.Words.T("settings.attachments.max"), Value: digits(k.Max)},
			templates.Field{Kind: templates.Number, InputMode: "numeric", Name: g.At + ".mb", Label: v.Words.T("settings.attachments.mb"), Value: digits(k.MB), Suffix: "MB"},
			v.formatsField(g.At, k), v.publicityField(g.At, k), v.requiredField(g.At, k))
	}
}

func (v *visit) formatsField(at string, k award.AttachmentKind) templates.Field {
	f := templates.Field{Kind: templates.Checks, Name: at + ".formats", Label: v.Words.T("settings.attachments.formats"), Inline: true, Values: k.Formats}
	for _, format := range award.Formats {
		f.Options = append(f.Options, templates.Option{Value: format, Text: strings.ToUpper(format)})
	}
	return f
}

func (v *visit) publicityField(at string, k award.AttachmentKind) templates.Field {
	f := templates.Field{Kind: templates.Radios, Name: at + ".public", Label: v.Words.T("settings.attachments.public"), Value: string(k.Public)}
	for _, p := range []award.Publicity{award.Never, award.Chosen, award.Always} {
		f.Options = append(f.Options, templates.Option{Value: string(p), Text: v.Words.T("settings.publicity." + string(p))})
	}
	return f
}

func (v *visit) requiredField(at string, k award.AttachmentKind) templates.Field {
	f := v.tick("required", v.Words.T("settings.attachments.required"), k.Required)
	f.Name = at + ".required"
	return f
}
