package web

import (
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// policyForm is how panels are made, as an officer changes it beside the picture.
type policyForm struct {
	Groups []policyGroup
	Loads  *templates.Field
	Judges []policyJudge // of the rows of Loads
	Button string
	Open   bool
}

type policyJudge struct{ ID, Name string }

type policyGroup struct {
	Legend string
	Fields []templates.Field
}

// policyFields are the numbers of a policy by group, with their fields.
var policyFields = []struct {
	group string
	names []string
}{
	{"panel", []string{"judges", "experts", "country_most", "region_most"}},
	{"fit", []string{"expertise", "language"}},
	{"price", []string{"over", "steep", "even", "region", "budget"}},
}

// policyNumber is the number of a policy that a field holds.
func policyNumber(p *award.PanelPolicy, name string) *int {
	return map[string]*int{
		"judges": &p.Judges, "experts": &p.Experts, "country_most": &p.CountryMost, "region_most": &p.RegionMost,
		"expertise": &p.Expertise, "language": &p.Language,
		"over": &p.Over, "steep": &p.Steep, "even": &p.Even, "region": &p.Region, "budget": &p.Budget,
	}[name]
}

func (v *visit) policyForm(p *office.Panels, sheet *form.Sheet) *policyForm {
	w, f := v.Words, &policyForm{Button: v.Words.T("assign.propose"), Open: len(sheet.Faults) > 0}
	if p.Plan.Version > 0 {
		f.Button = w.T("assign.propose_again")
	}
	policy := p.Policy
	if policy.Judges == 0 {
		policy.Judges = p.Edition.Panel.JudgesPerEntry
	}
	for _, g := range policyFields {
		group := policyGroup{Legend: w.T("assign.policy.group." + g.group)}
		for _, name := range g.names {
			if p.Round == 2 && name == "judges" {
				continue
			}
			field := templates.Field{Kind: templates.Number, Name: name, Short: true, Label: w.T("assign.policy." + name), Value: strconv.Itoa(*policyNumber(&policy, name))}
			if hint := "assign.policy_hint." + name; w.Has(hint) {
				field.Hint = w.T(hint)
			}
			group.Fields = append(group.Fields, sheet.Add(field))
		}
		f.Groups = append(f.Groups, group)
	}
	if award.MayTry(v.Actor, award.DeedEditJudge) == nil && p.Round == 1 {
		loads := sheet.Add(v.loadTable(p))
		f.Loads = &loads
		for _, j := range p.Judges {
			f.Judges = append(f.Judges, policyJudge{string(j.ID), j.Name})
		}
	}
	return f
}

func (v *visit) loadTable(p *office.Panels) templates.Field {
	w := v.Words
	t := templates.Field{
		Kind: templates.Table, Name: "load", Label: w.T("assign.policy.loads"), Hint: w.T("assign.policy.loads_hint"),
		Columns: []templates.Column{
			{Name: "min", Label: w.T("assign.policy.load_min"), Kind: templates.Number},
			{Name: "target", Label: w.T("assign.policy.load_target"), Kind: templates.Number},
			{Name: "max", Label: w.T("assign.policy.load_max"), Kind: templates.Number},
		},
	}
	for _, j := range p.Judges {
		t.Rows = append(t.Rows, []string{strconv.Itoa(j.Min), strconv.Itoa(j.Wish), strconv.Itoa(j.Max)})
	}
	return t
}

// readPolicy reads an order to the engine from the form; the judges stand in the
// order of the page, which the form repeats by their IDs.
func readPolicy(posted form.Values, year int, faults award.Invalid) office.PanelOrder {
	o := office.PanelOrder{Year: year, Round: roundOf(posted.Text("round")), Loads: map[award.ID]office.JudgeLoad{}}
	o.Version = posted.Int("version", faults)
	for _, g := range policyFields {
		for _, name := range g.names {
			*policyNumber(&o.Policy, name) = posted.Int(name, faults)
		}
	}
	for i, id := range posted.All("judge") {
		at := "load." + strconv.Itoa(i) + "."
		if !posted.Has(at+"max") || strings.TrimSpace(id) == "" {
			continue
		}
		o.Loads[award.ID(id)] = office.JudgeLoad{Min: posted.Int(at+"min", faults), Target: posted.Int(at+"target", faults), Max: posted.Int(at+"max", faults)}
	}
	return o
}

// atRows renames the faults of judges' loads as the rows of the form.
func atRows(faults award.Invalid, judges []string) award.Invalid {
	named := award.Invalid{}
	for field, fault := range faults {
		for i, id := range judges {
			if field == "load."+id {
				field = "load." + strconv.Itoa(i) + ".target"
			}
		}
		named[field] = fault
	}
	return named
}
