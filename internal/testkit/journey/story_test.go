package journey_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo/data"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
	"we-gov.org/awards/storage/database"
)

// TestBrowserStoryOfAnEdition drives one edition with real clicks: a city
// enters with attachments, is asked for a correction and answers, is accepted;
// judges accept, declare and score; prizes are decided and sealed by two people;
// the ceremony is rehearsed and run; the public finds the winner in the library,
// in English and in Korean.
func TestBrowserStoryOfAnEdition(t *testing.T) {
	s := newStory(t)
	ref := s.cityEnters()
	s.officerAsksForACorrection(ref)
	s.cityCorrects(ref)
	s.officerAccepts(ref)
	s.judgesAreInvitedAndDeclare()
	s.panelsArePublished()
	s.judgesScore(ref)
	s.prizesAreDecided(ref)
	s.twoPeopleSeal()
	s.nothingShowsYet()
	s.ceremonyRuns()
	s.resultsAreOpened()
	s.libraryFindsIt()
}

const (
	practice  = "Night bus by text message"
	cityName  = "Hanbit Harbour"
	localName = "한빛항"
	officerAt = "entry.officer@example.org"
)

// story is one edition under way and the people who take part in it.
type story struct {
	t       *testing.T
	site    *testkit.Platform
	base    string
	edition *award.Edition
	judges  []*browser.Tab
	emails  map[*browser.Tab]string // who sits before which window
	city    *browser.Tab
	officer *browser.Tab
	chair   *browser.Tab
	papers  map[*browser.Tab]string // the phrases of sealing keys
}

// newStory sets up a platform with the staff of the Secretariat and an edition
// of one category; all its questions, criteria and prizes are the real ones.
func newStory(t *testing.T) *story {
	site := testkit.Empty(t)
	s := &story{t: t, site: site, emails: map[*browser.Tab]string{}, papers: map[*browser.Tab]string{}}
	s.edition = s.importEdition()
	s.base = site.Server(t)
	s.at(award.StageSubmit, 24*time.Hour)
	s.officer = s.staff("Mina Office", award.RoleOfficer, award.RoleProducer)
	s.chair = s.staff("Ingrid Chair", award.RoleChair)
	return s
}

// importEdition imports the recommended edition, cut to one category.
func (s *story) importEdition() *award.Edition {
	var file map[string]any
	if err := json.Unmarshal(data.Edition, &file); err != nil {
		s.t.Fatal(err)
	}
	categories, is := file["categories"].([]any)
	if !is {
		s.t.Fatal("the edition's file has no categories")
	}
	file["categories"] = categories[:1]
	delete(file, "translations") // they speak of categories that are cut
	cut, err := json.Marshal(file)
	if err != nil {
		s.t.Fatal(err)
	}
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		s.t.Fatal(err)
	}
	given := office.Defaults{Year: 2027, Ceremony: award.At(time.Date(2027, 10, 20, 15, 0, 0, 0, seoul)), Zone: "Asia/Seoul"}
	if _, err := s.site.Parts.Office.ImportEdition(context.Background(), award.Operator(), bytes.NewReader(cut), given, ""); err != nil {
		s.t.Fatal(err)
	}
	var e *award.Edition
	s.site.View(func(tx *database.Tx) (err error) {
		e, err = tx.EditionOf(2027)
		return err
	})
	return e
}

// at moves the calendar to a while after the opening of a stage.
func (s *story) at(stage string, after time.Duration) {
	s.t.Helper()
	of, there := s.edition.Stage(stage)
	if !there {
		s.t.Fatalf("the edition has no stage %s", stage)
	}
	s.site.Clock.Set(of.Opens.Add(after))
}

// staff adds a person with roles and signs them in with the code of their mail.
func (s *story) staff(name string, roles ...award.Role) *browser.Tab {
	s.t.Helper()
	p := award.Person{
		ID: award.NewID(), Name: name, Email: strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@example.org",
		Language: "en", Zone: "Asia/Seoul", Created: s.site.Clock.Now(),
	}
	s.site.Update(func(tx *database.Tx) error {
		if err := tx.AddPerson(p); err != nil {
			return err
		}
		for _, r := range roles {
			if err := tx.Grant(p.ID, r, "", p.Created); err != nil {
				return err
			}
		}
		return nil
	})
	tab := browser.Open(s.t).Tab(browser.View{})
	s.signIn(tab, p.Email)
	return tab
}

var sixDigits = regexp.MustCompile(`\b\d{3} \d{3}\b`)

// signIn enters as whoever reads the mail of an address.
func (s *story) signIn(tab *browser.Tab, email string) {
	s.t.Helper()
	s.emails[tab] = email
	tab.Go(s.base + "/en/sign-in")
	s.codeFor(tab, email)
	tab.See("Sign out")
}

// codeFor asks for a code and enters it.
func (s *story) codeFor(tab *browser.Tab, email string) {
	s.t.Helper()
	tab.Fill("Your e-mail address", email)
	tab.ClickText("Mail me a code")
	tab.Fill("Six-digit code", sixDigits.FindString(s.mail(email, award.MailSignIn).Text))
	tab.In("main").ClickText("Sign in")
}

// open goes to a page, signing in again where the session has run out: months
// pass between the steps of an edition.
func (s *story) open(tab *browser.Tab, path string) {
	s.t.Helper()
	tab.Go(s.base + path)
	if strings.Contains(tab.URL(), "/sign-in") {
		s.signIn(tab, s.emails[tab])
		tab.Go(s.base + path)
	}
}

// mail is the last mail of a kind to an address.
func (s *story) mail(email, kind string) award.Mail {
	s.t.Helper()
	for _, m := range s.site.Mailbox(email) {
		if m.Kind == kind {
			return m
		}
	}
	s.t.Fatalf("no mail of kind %s for %s", kind, email)
	return award.Mail{}
}

// files are a letter and a photograph for a city to attach.
func (s *story) files() (letter, cover string) {
	s.t.Helper()
	dir := s.t.TempDir()
	letter, cover = filepath.Join(dir, "letter.pdf"), filepath.Join(dir, "cover.jpg")
	for path, made := range map[string][]byte{letter: onePage(), cover: photograph(s.t)} {
		if err := os.WriteFile(path, made, 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	return letter, cover
}
