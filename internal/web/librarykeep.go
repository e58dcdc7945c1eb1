package web

import (
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// keepRoutes are the addresses where the desk keeps what is published.
func keepRoutes() []route {
	const one = "/:lang/desk/:year/publish/:ref"
	return []route{
		{method: see, path: one, deed: award.DeedPrepare, do: prepareForm},
		{method: send, path: one, deed: award.DeedPrepare, do: saveEdits},
		{method: see, path: one + "/preview", deed: award.DeedPrepare, do: previewPractice},
		{method: see, path: "/:lang/desk/library", deed: award.DeedKeepPractice, do: keepList},
		{method: see, path: "/:lang/desk/library/:slug", deed: award.DeedKeepPractice, do: keepOne},
		{method: send, path: "/:lang/desk/library/:slug", deed: award.DeedKeepPractice, do: keep},
	}
}

type keepListPage struct {
	templates.Frame
	Rows  []keepRow
	Empty *templates.Empty
}

type keepRow struct {
	Link           templates.Link
	City           string
	Running, Heard string
	State          templates.Tag
}

func keepList(s *Site, v *visit) error {
	all, err := s.Library.Keeping(v.ctx(), v.Actor)
	if err != nil {
		return err
	}
	w := v.Words
	page := keepListPage{Frame: v.frame(w.T("keep.title"))}
	page.Wide = true
	page.Crumbs = v.crumbs(w.T("frame.nav.desk"), "/desk", page.Title, "")
	for _, k := range all {
		page.Rows = append(page.Rows, v.keepRow(k))
	}
	if len(all) == 0 {
		page.Empty = &templates.Empty{Title: w.T("keep.empty"), Text: w.T("keep.empty_text")}
	}
	return v.show(http.StatusOK, "keep", page)
}

func (v *visit) keepRow(k library.Kept) keepRow {
	w := v.Words
	row := keepRow{
		Link: templates.Link{Text: v.heading(k.Practice), URL: v.to("/desk/library/" + k.Slug)}, City: library.CityName(v.Lang, k.CityName, k.Country),
		Heard: w.T("keep.unheard"), State: v.keepState(k),
	}
	if k.Upkeep.Running != "" {
		row.Running = w.T("library.running." + string(k.Upkeep.Running))
	}
	if k.Upkeep.Confirmed > 0 {
		row.Heard = w.Date(k.Upkeep.Confirmed, v.officialZone())
	} else if k.Upkeep.Asked > 0 {
		row.Heard = w.T("keep.asked", "Date", w.Date(k.Upkeep.Asked, v.officialZone()))
	}
	return row
}

func (v *visit) keepState(k library.Kept) templates.Tag {
	switch {
	case k.Upkeep.Revoked:
		return templates.Tag{Kind: templates.Err, Text: v.Words.T("keep.revoked")}
	case k.Withdrawn != 0:
		return templates.Tag{Kind: templates.Err, Text: v.Words.T("keep.withdrawn")}
	case k.Published > v.Now:
		return templates.Tag{Text: v.Words.T("keep.later", "Date", v.Words.Date(k.Published, v.officialZone()))}
	case k.Stale(v.Now):
		return templates.Tag{Kind: templates.Warn, Text: v.Words.T("keep.stale")}
	}
	return templates.Tag{Kind: templates.OK, Text: v.Words.T("keep.live")}
}

type keepPage struct {
	templates.Frame
	State     templates.Tag
	City      string
	Public    string // the page that everybody reads; "" when there is none
	Gone      *templates.Note
	Running   []templates.Field
	Contact   bool
	Earlier   templates.Field
	Series    []templates.Link
	Inquiries []keptInquiry
	Kind      templates.Field
	Reason    templates.Field
	Action    string
	Prize     string // where the prize of a practice that won here is kept
	Taken     bool   // the prize was taken back, and the page with it
}

type keptInquiry struct {
	ID          award.ID
	Text, State string
	Open        bool // to be decided here
}

func keepOne(_ *Site, v *visit) error { return v.showKeep(http.StatusOK, nil, nil) }

func (v *visit) showKeep(status int, values form.Values, faults award.Invalid) error {
	k, err := v.site.Library.KeepOne(v.ctx(), v.Actor, v.Param("slug"))
	if err != nil {
		return err
	}
	w := v.Words
	sheet := form.NewSheet(w, values, faults)
	page := keepPage{
		Frame: v.frame(v.heading(k.Practice)), State: v.keepState(k), City: library.CityName(v.Lang, k.CityName, k.Country), Contact: k.Contact,
		Running: v.runningFields(sheet, k.Upkeep), Action: v.to("/desk/library/" + k.Slug),
	}
	page.Crumbs = v.crumbs(w.T("frame.nav.desk"), "/desk", w.T("keep.title"), "/desk/library", page.Title, "")
	if k.Published <= v.Now {
		page.Public = v.to("/library/" + k.Slug)
	}
	switch prize, err := v.site.Office.PrizeOf(v.ctx(), v.Actor, k.Entry); {
	case err == nil:
		page.Prize, page.Taken = v.to(certificatesPath(prize.Year, "/"+prize.Code)), prize.Taken
	case !isMissing(err):
		return err
	}
	if k.Withdrawn != 0 {
		page.Gone = &templates.Note{Kind: templates.Warn, Lines: []string{w.T("keep.gone", "Date", w.Date(k.Withdrawn, v.officialZone()), "Reason", k.Notice)}}
	}
	earlier := templates.Field{Kind: templates.Picker, Name: "earlier", Label: w.T("keep.join_field"), Hint: w.T("keep.join_hint"), Optional: true}
	for _, p := range k.Series {
		if p.ID != k.Practice.ID {
			page.Series = append(page.Series, templates.Link{Text: v.heading(p), URL: v.to("/desk/library/" + p.Slug), About: p.Slug})
		}
	}
	page.Earlier = sheet.Add(earlier)
	for _, q := range k.Inquiries {
		page.Inquiries = append(page.Inquiries, v.keptInquiry(k, q))
	}
	page.Kind = sheet.Add(templates.Field{Kind: templates.Radios, Name: "kind", Label: w.T("keep.remove_kind"), Value: "withdraw", Options: []templates.Option{
		{Value: "withdraw", Text: w.T("keep.remove_withdraw")}, {Value: "revoke", Text: w.T("keep.remove_revoke")},
	}})
	page.Reason = sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: w.T("keep.reason"), Max: 600, Lines: 3})
	page.Faults = sheet.Lines()
	return v.show(status, "keep_one", page)
}

func (v *visit) keptInquiry(k library.Kept, q award.Inquiry) keptInquiry {
	w := v.Words
	made := keptInquiry{ID: q.ID, Text: w.T("keep.inquiry_"+string(q.Kind), "From", v.from(q)), State: w.T("keep.open_since", "Date", w.Date(q.Confirmed, v.officialZone()))}
	switch {
	case q.Answered != 0 && q.Kind == award.InquiryQuestion:
		made.State = w.T("keep.answered", "Date", w.Date(q.Answered, v.officialZone()))
	case q.Accepted:
		made.State = w.T("keep.accepted")
	case q.Answered != 0:
		made.State = w.T("keep.declined")
	default:
		made.Open = q.Kind == award.InquiryReplication && !k.Contact
	}
	return made
}

// remove takes a practice off the shelf. A prize that was won here is revoked by
// the office's one act, from which the page follows.
func (v *visit) remove(slug, reason string, revoke bool) error {
	if !revoke {
		return v.site.Library.Remove(v.ctx(), v.Actor, slug, reason, false)
	}
	k, err := v.site.Library.KeepOne(v.ctx(), v.Actor, slug)
	if err != nil {
		return err
	}
	prize, err := v.site.Office.PrizeOf(v.ctx(), v.Actor, k.Entry)
	if isMissing(err) {
		return v.site.Library.Remove(v.ctx(), v.Actor, slug, reason, true)
	}
	if err != nil {
		return err
	}
	return v.site.Office.Amend(v.ctx(), v.Actor, prize.Year, office.PrizeOrder{Code: prize.Code, Act: award.PrizeRevoked, Reason: reason})
}

func keep(s *Site, v *visit) error {
	values, err := v.form()
	if err != nil {
		return err
	}
	ctx, slug, do := v.ctx(), v.Param("slug"), values.Text("do")
	switch do {
	case "running":
		err = s.Library.NoteRunning(ctx, v.Actor, slug, award.Running(values.Text("running")), values.Text("said"))
	case "ask":
		err = s.Library.AskAgain(ctx, v.Actor, slug)
	case "join":
		err = s.Library.Join(ctx, v.Actor, slug, values.Text("earlier"))
	case "accept", "decline":
		err = s.Library.Decide(ctx, v.Actor, slug, award.ID(values.Text("inquiry")), do == "accept")
		do = "decide"
	case "restore":
		err = s.Library.Restore(ctx, v.Actor, slug)
	default:
		do = "remove"
		err = v.remove(slug, values.Text("reason"), values.Text("kind") == "revoke")
	}
	if faults := asInvalid(err); faults != nil {
		return v.showKeep(http.StatusUnprocessableEntity, values, faults)
	}
	if err != nil {
		return err
	}
	v.tell(templates.OK, "keep.done."+do)
	return v.goTo("/desk/library/" + slug)
}
