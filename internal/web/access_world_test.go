package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/static"
	"we-gov.org/awards/storage/database"
)

// The world of the access table: one entry A with everything that hangs on it,
// and somebody of every kind around it.
const (
	cityA  = "port-oriel"
	entryA = "2027-0040"
	cityB  = "marvale"
	entryB = "2027-0007"
)

// principal is one kind of person of the access table.
type principal struct {
	name string
	key  string // of the sample person who plays the part; "" = nobody
	// after is what happens to them once they have signed in.
	after func(*crowd) func(*database.Tx) error
}

// principals is everybody whom the access table tells apart.
var principals = []principal{
	{name: "stranger"},
	{name: "disabled", key: "officer2", after: func(c *crowd) func(*database.Tx) error {
		return func(tx *database.Tx) error {
			p := c.site.Person("officer2")
			p.Disabled = c.site.Clock.Now()
			return tx.SavePerson(p)
		}
	}},
	{name: "expired", key: "officer", after: func(c *crowd) func(*database.Tx) error {
		return func(tx *database.Tx) error {
			now := c.site.Clock.Now()
			kept, err := tx.SessionsOf(c.site.Person("officer").ID, now)
			if err != nil {
				return err
			}
			for _, s := range kept {
				s.Expires = now
				if err := tx.ChangeSession(s); err != nil {
					return err
				}
			}
			return nil
		}
	}},
	{name: "newcomer", key: "newcomer"},
	{name: "demoted", key: "demoted", after: func(c *crowd) func(*database.Tx) error {
		return func(tx *database.Tx) error {
			return tx.Revoke(demo.ID("person/demoted"), award.RoleOfficer, c.site.Sample.Edition.ID)
		}
	}},
	{name: "city-sender", key: "city/" + cityA},
	{name: "city-editor", key: cityA + "/editor"},
	{name: "city-reader", key: cityA + "/reader"},
	{name: "city-removed", key: cityA + "/deputy", after: func(*crowd) func(*database.Tx) error {
		return func(tx *database.Tx) error {
			return tx.RemoveMember(demo.ID("city/"+cityA), demo.ID("person/"+cityA+"/deputy"))
		}
	}},
	{name: "city-other", key: "city/" + cityB},
	{name: "judge-on", key: "judge/kristjan"},
	{name: "judge-off", key: "judge/wanjiru"},
	{name: "judge-recused", key: "judge/huimin"},
	{name: "judge-tied", key: "judge/meera"},
	{name: "judge-city", key: "judge/hyunwoo"},
	{name: "judge-left", key: "judge/willem"},
	{name: "judge-undeclared", key: "judge/lucia"},
	{name: "chair", key: "chair"},
	{name: "chair-tied", key: "chair-tied"},
	{name: "officer", key: "officer"},
	{name: "officer-tied", key: "officer-tied"},
	{name: "admin", key: "admin"},
	{name: "producer", key: "producer"},
	{name: "many", key: "many"},
	{name: "auditor", key: "counter"},
}

// newPeople are the parts for which the demo has nobody.
var newPeople = []struct {
	key  string
	role award.Role
}{
	{"newcomer", ""},
	{"demoted", award.RoleOfficer},
	{"chair-tied", award.RoleChair},
	{"officer-tied", award.RoleOfficer},
	{"counter", award.RoleAuditor},
}

// crowd is a site with everybody of the access table, who sign in when they are
// first needed.
type crowd struct {
	site   *testkit.Platform
	ids    map[string]award.ID // of things that only this crowd has
	params map[string]string   // of addresses, by the name in the route
	in     map[string]*testkit.Client
}

func gather(t *testing.T, at demo.Stage) *crowd {
	t.Helper()
	c := &crowd{site: testkit.Site(t, at), ids: map[string]award.ID{}, in: map[string]*testkit.Client{}, params: map[string]string{}}
	c.site.Update(func(tx *database.Tx) error {
		for _, step := range []func(*database.Tx) error{c.addPeople, c.addSeats, c.addTies, c.addThings, c.addPractice} {
			if err := step(tx); err != nil {
				return err
			}
		}
		return nil
	})
	return c
}

func (c *crowd) addPeople(tx *database.Tx) error {
	since, edition := c.site.Clock.Now().Add(-time.Hour), c.site.Sample.Edition.ID
	for _, p := range newPeople {
		id := demo.ID("person/" + p.key)
		if err := tx.AddPerson(award.Person{ID: id, Email: p.key + "@example.org", Name: "Somebody " + p.key, Language: "en", Created: since}); err != nil {
			return err
		}
		if p.role == "" {
			continue
		}
		if err := tx.Grant(id, p.role, edition, since); err != nil {
			return err
		}
	}
	for _, m := range []award.Membership{
		{City: demo.ID("city/" + cityA), Person: demo.ID("person/judge/hyunwoo"), Right: award.MayRead, Since: since},
		{City: demo.ID("city/" + cityA), Person: demo.ID("person/chair-tied"), Right: award.MayRead, Since: since},
	} {
		if err := tx.AddMember(m); err != nil {
			return err
		}
	}
	return nil
}

// addSeats puts on entry A every judge who is to have a seat there and has none.
func (c *crowd) addSeats(tx *database.Tx) error {
	entry, err := tx.EntryRef(entryA)
	if err != nil {
		return err
	}
	for judge, state := range map[string]award.SeatState{
		"kristjan": award.SeatOpen, "meera": award.SeatOpen, "hyunwoo": award.SeatOpen,
		"willem": award.SeatOpen, "lucia": award.SeatOpen, "huimin": award.SeatRecused,
	} {
		person := demo.ID("person/judge/" + judge)
		if _, err := tx.Seat(1, entry.ID, person); err == nil {
			continue
		}
		seat := award.Seat{
			ID: demo.ID("seat/access/" + judge), Edition: entry.Edition, Round: 1, Entry: entry.ID, Judge: person,
			State: state, Place: 90, Since: c.site.Clock.Now().Add(-time.Hour), Version: 1,
		}
		if err := tx.AddSeat(seat); err != nil {
			return err
		}
	}
	left, err := tx.Judge(entry.Edition, demo.ID("person/judge/willem"))
	if err != nil {
		return err
	}
	left.State = award.JudgeLeft
	return tx.SaveJudge(&left)
}

// addTies declares what keeps three people from entry A. The judge keeps the
// seat: it must be of no use to them.
func (c *crowd) addTies(tx *database.Tx) error {
	entry, err := tx.EntryRef(entryA)
	if err != nil {
		return err
	}
	for key, city := range map[string]award.ID{"judge/meera": entry.City, "judge/huimin": "", "officer-tied": "", "judge/kristjan": demo.ID("city/harrow-mesa")} {
		tie := award.Conflict{
			ID: demo.ID("conflict/access/" + key), Edition: entry.Edition, Judge: demo.ID("person/" + key), City: city,
			Reason: "A tie of the access table.", At: c.site.Clock.Now().Add(-time.Hour), By: demo.ID("person/" + key),
		}
		switch key {
		case "judge/huimin", "officer-tied":
			tie.Entry = entry.ID
		case "judge/kristjan": // to another city, as the Secretariat knows
			tie.By = demo.ID("person/officer")
		}
		if err := tx.AddConflict(tie); err != nil {
			return err
		}
	}
	return nil
}

// addThings gives entry A a question and an invited colleague, the outbox a mail
// that failed, and two mailed links that nobody has opened.
func (c *crowd) addThings(tx *database.Tx) error {
	entry, err := tx.EntryRef(entryA)
	if err != nil {
		return err
	}
	now := c.site.Clock.Now()
	c.ids["query"], c.ids["asked"] = demo.ID("query/access"), demo.ID("sign-in/access")
	if err := tx.AddQuery(award.Query{ID: c.ids["query"], Entry: entry.ID, Text: "Which year?", Due: now.Add(day), Asked: now.Add(-day), AskedBy: demo.ID("person/officer")}); err != nil {
		return err
	}
	for _, i := range []struct {
		name string
		award.Invitation
	}{
		{"invitation", award.Invitation{Email: "colleague@example.org", Role: award.RoleCity, City: entry.City, Right: award.MayEdit}},
		{"staff", award.Invitation{Email: "staff@example.org", Role: award.RoleOfficer, Edition: entry.Edition}},
	} {
		i.By, i.Created = demo.ID("person/officer"), now.Add(-time.Duration(len(c.ids))*time.Second)
		made, err := tx.Invite(i.Invitation)
		if err != nil {
			return err
		}
		c.ids[i.name], c.params[i.name] = made.ID, made.Secret
	}
	if err := tx.Post(award.Mail{Kind: "entry_unsent", To: "city.port-oriel@example.org", Language: "en", Subject: "A mail", Text: "Text"}, "access", now); err != nil {
		return err
	}
	mails, err := tx.Outbox(1)
	if err != nil {
		return err
	}
	mails[0].State, mails[0].Attempts = award.MailFailed, 1
	c.ids["mail"] = mails[0].ID
	if err := tx.SaveMail(mails[0]); err != nil {
		return err
	}
	secret, hash := award.NewSecret()
	c.params["sign-in"] = secret
	return tx.AddSignIn(award.SignIn{ID: c.ids["asked"], Email: "newcomer@example.org", Hash: hash, CodeHash: hash, Created: now.Add(-2 * time.Minute), Expires: now.Add(time.Hour)})
}

const day = 24 * time.Hour

// addPractice publishes entry B, so that there is a public file, and names what
// stands in addresses.
func (c *crowd) addPractice(tx *database.Tx) error {
	a, err := tx.EntryRef(entryA)
	if err != nil {
		return err
	}
	b, err := tx.EntryRef(entryB)
	if err != nil {
		return err
	}
	own, err := picture(tx, a.ID)
	if err != nil {
		return err
	}
	public, err := picture(tx, b.ID)
	if err != nil {
		return err
	}
	p := award.Practice{
		ID: demo.ID("practice/access"), Slug: "a-practice", Edition: "The awards", Year: 2027, CategoryKey: b.Category, Category: b.Category,
		City: b.City, CityName: "Marvale", Country: "ZZ", Title: b.Title, Language: "en", Entry: b.ID, Published: c.site.Clock.Now(),
	}
	if err := tx.AddPractice(p); err != nil {
		return err
	}
	if err := tx.SetPracticeFiles(p.ID, []award.ID{public}); err != nil {
		return err
	}
	if err := c.addLinks(tx, p.ID); err != nil {
		return err
	}
	c.ids["fileA"], c.ids["fileB"] = own, public
	for name, value := range map[string]string{
		"lang": "en", "year": "2027", "round": "1", "ref": entryA, "file": string(own), "section": c.site.Sample.Edition.Sections[0].Key, "kind": "photographs",
		"query": string(c.ids["query"]), "invitation": string(c.ids["invitation"]), "person": string(demo.ID("person/" + cityA + "/editor")),
		"id": string(demo.ID("person/judge/kristjan")), "conflict": string(demo.ID("conflict/access/judge/kristjan")), "key": "summary", "to": "ko", "part": "questions",
		"category": "services", "prize": c.site.Sample.Edition.Prizes[0].Key, "slug": p.Slug, "mail": string(c.ids["mail"]), "token": c.params["sign-in"],
		"form": "bibtex", "code": "0123-4567-89AB-CDEF-GHJK",
	} {
		c.params[name] = value
	}
	return nil
}

// addLinks mails what lets whoever has it pass a question on, answer it, and say
// whether a practice still runs.
func (c *crowd) addLinks(tx *database.Tx, practice award.ID) error {
	now := c.site.Clock.Now()
	for _, state := range []award.Time{0, now} {
		q := award.Inquiry{
			ID: award.NewID(), Practice: practice, Kind: award.InquiryQuestion, Name: "A", Email: "asker@example.org", City: "Marvale", Country: "ZA",
			Language: "en", Text: "How?", Created: now, Confirmed: state,
		}
		if state == 0 {
			c.params["asked"], q.AskerHash = award.NewSecret()
		} else {
			c.params["answer"], q.OwnerHash = award.NewSecret()
		}
		if err := tx.AddInquiry(q); err != nil {
			return err
		}
	}
	secret, hash := award.NewSecret()
	c.params["running"] = secret
	return tx.SaveUpkeep(award.Upkeep{Practice: practice, Hash: hash, Asked: now})
}

// picture is an attachment of an entry that has a thumbnail, put there if its
// city has not got to it yet.
func picture(tx *database.Tx, entry award.ID) (award.ID, error) {
	files, err := tx.Attachments(entry)
	for _, f := range files {
		if f.Thumb != "" {
			return f.ID, nil
		}
	}
	if err != nil {
		return "", err
	}
	f := award.Attachment{ID: demo.ID("file/access/" + string(entry)), Entry: entry, Kind: "cover_photograph", Name: "a.jpg", Media: "image/jpeg", Size: 1, Key: "access/" + string(entry), Thumb: "access/" + string(entry)}
	return f.ID, tx.AddAttachment(f)
}

// path fills in the names of a route.
func (c *crowd) path(route string) string {
	parts := strings.Split(route, "/")
	for i, part := range parts {
		if name, is := strings.CutPrefix(part, ":"); is {
			parts[i] = c.param(route, name)
		}
	}
	return strings.Replace(strings.Join(parts, "/"), "/static/*", static.Path("css/wego.css"), 1)
}

// forms are what is sent to the routes of which an empty form names nothing.
func (c *crowd) forms() map[string]url.Values {
	return map[string]url.Values{
		"/:lang/demo/as":                        {"person": {string(demo.ID("person/newcomer"))}},
		"/:lang/my/entries/:ref/autosave":       {"field": {"problem"}, "problem": {"Text"}, "version": {"1"}},
		"/:lang/my/entries/:ref/people/:person": {"right": {"read"}},
		"/:lang/judge/:year/:round/:ref/score":  {"field": {"need"}, "value": {"4"}, "version": {"0"}},
		"/:lang/stage/:year/rehearsal/step":     {"cue": {"1"}, "outline": {award.OutlineSum(award.NewShow(c.site.Sample.Edition).Outline(c.site.Sample.Edition))}},
		"/:lang/desk/people/:person":            {"do": {"grant"}, "role": {"nothing"}},
		"/:lang/desk/people/withdraw":           {"invitation": {string(c.ids["staff"])}},
	}
}

// param is the value of a name that means something else in some routes.
func (c *crowd) param(route, name string) string {
	switch {
	case name == "token" && strings.Contains(route, "/invite/"):
		return c.params["staff"]
	case name == "token" && strings.Contains(route, "/asked/"):
		return c.params["asked"]
	case name == "token" && strings.Contains(route, "/answer/"):
		return c.params["answer"]
	case name == "token" && strings.Contains(route, "/still-running/"):
		return c.params["running"]
	case name == "file" && strings.Contains(route, "/library/"):
		return string(c.ids["fileB"])
	case name == "slug" && strings.Contains(route, "/cities/"):
		return cityB
	case name == "year" && strings.Contains(route, "/winners/"):
		return "2014"
	}
	return c.params[name]
}

// as returns the client of a principal.
func (c *crowd) as(p principal) *testkit.Client {
	if in, there := c.in[p.name]; there {
		return in
	}
	in := c.site.Visitor()
	if p.key != "" {
		in = c.site.As(string(demo.ID("person/" + p.key)))
	}
	if p.after != nil {
		c.site.Update(p.after(c))
	}
	c.in[p.name] = in
	return in
}

// everybody signs in all principals; the disabled and expired first, as theirs
// must end before others use the same account.
func (c *crowd) everybody() {
	for _, p := range principals {
		c.as(p)
	}
}

// done is the number of the last event and how many mails there are, which a
// refused request leaves as they were.
func (c *crowd) done() (last int64, mails int) {
	c.site.View(func(tx *database.Tx) error {
		events, err := tx.EventsBefore(0, 1)
		if err != nil {
			return err
		}
		last = events[0].Seq
		counts, err := tx.MailCounts()
		for _, n := range counts {
			mails += n
		}
		return err
	})
	return last, mails
}

// The outcomes of the access table.
const (
	outOK      = "ok"
	outRefused = "refused" // they see it, and are told in words why not
	outSignIn  = "sign-in"
	outMissing = "404"
	outFault   = "fault"
)

// outcome says what an answer is. Open is set for the routes of strangers, whose
// own way leads to the sign-in page.
func outcome(p *testkit.Page, open bool) string {
	switch {
	case p.Status == http.StatusNotFound:
		return outMissing
	case p.Status >= 500 || p.Status == http.StatusMethodNotAllowed:
		return outFault
	case p.Status >= 400 && strings.TrimSpace(p.Body) == "":
		return outFault
	case p.Status >= 400:
		return outRefused
	case !open && p.Status >= 300 && (p.Location() == "/en/sign-in" || strings.HasPrefix(p.Location(), "/en/sign-in?next=")):
		return outSignIn
	}
	return outOK
}
