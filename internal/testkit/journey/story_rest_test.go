package journey_test

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/testkit/browser"
)

// desk opens a page of the Secretariat's desk.
func (s *story) desk(tab *browser.Tab, path string) { s.open(tab, "/en/desk/2027/"+path) }

func (s *story) officerAsksForACorrection(ref string) {
	s.at(award.StageScreen, 24*time.Hour)
	s.desk(s.officer, "screening")
	s.officer.ClickText("Begin with the first")
	s.officer.See(practice)
	s.officer.Choose("Ask for a correction")
	s.officer.Fill("What should the city correct or explain?", "Who signed the letter, and may they sign for the city?")
	s.officer.ClickText("Save and stay")
	s.officer.See(ref + " is back with its city")
}

func (s *story) officerAccepts(ref string) {
	s.desk(s.officer, "screening/"+ref)
	s.officer.See("deputy mayor")
	s.officer.Fill("Note for the Secretariat", "Checked by hand against the letter.")
	s.officer.Choose("Accept")
	s.officer.ClickText("Save and stay")
	s.officer.See(ref + " is accepted")
}

// judgesAreInvitedAndDeclare invites three judges of three countries by mail;
// each accepts and says which ties they have.
func (s *story) judgesAreInvitedAndDeclare() {
	s.at(award.StageConflicts, time.Hour)
	for i, country := range []string{"Finland", "Kenya", "Chile"} {
		name := "Judge of " + country
		email := strings.ToLower(country) + ".judge@example.org"
		s.desk(s.officer, "judges")
		s.officer.ClickText("Invite a judge")
		s.officer.Fill("Name", name)
		s.officer.Fill("E-mail address", email)
		s.officer.Fill("Countries or territories", country)
		s.officer.Group("Languages that the judge reads").Choose("English")
		s.officer.Group("Knowledge of Services").Choose("Expert")
		s.officer.Fill("Most entries in a round", fmt.Sprint(5+i))
		s.officer.ClickText("Send the invitation")
		s.officer.See(name)
		s.acceptAndDeclare(email)
	}
}

func (s *story) acceptAndDeclare(email string) {
	tab := browser.Open(s.t).Tab(browser.View{})
	tab.Go(s.base + "/en" + s.mail(email, "invitation_judge").Link)
	tab.ClickText("Accept the invitation")
	tab.See("Sign out")
	tab.Go(s.base + "/en/judge/2027/conflicts")
	tab.Choose("I have no ties other than those shown as kept from me")
	tab.ClickText("Declare")
	tab.See("Your declaration is kept")
	s.judges, s.emails[tab] = append(s.judges, tab), email
}

func (s *story) panelsArePublished() {
	s.desk(s.officer, "assign")
	s.officer.ClickText("Propose panels")
	s.officer.See("Panels are proposed")
	s.officer.ClickText("Check and publish")
	s.officer.ClickText("Publish the panels and send the mails")
	s.officer.See("The panels were published")
}

// judgesScore lets each judge read, score by the keyboard and send.
func (s *story) judgesScore(ref string) {
	s.at(award.StageRound1, 24*time.Hour)
	for _, tab := range s.judges {
		s.open(tab, "/en/judge/2027/1/"+ref)
		tab.See(practice)
		for range s.edition.Criteria {
			tab.Press("4")
		}
		tab.Fill("Your comment on the entry", "Clear need, counted result.")
		tab.ClickText("Finish and next")
		tab.Go(s.base + "/en/judge/2027/1/send")
		tab.ClickText("Send 1 scoresheet")
		tab.See("1 scoresheet is sent")
	}
}

// prizesAreDecided gives the first prize and withholds the others, each with
// its reason.
func (s *story) prizesAreDecided(ref string) {
	s.at(award.StageJury, time.Hour)
	s.desk(s.officer, "results/services")
	s.officer.See("4.00")
	for i, p := range s.edition.Prizes {
		s.desk(s.officer, "results/services")
		s.officer.In("[aria-labelledby=prize-" + p.Key + "]").ClickText("Decide this prize")
		if i == 0 {
			s.officer.Choose("Give the prize")
			s.officer.Choose(ref + " " + practice)
		} else {
			s.officer.Choose("Withhold the prize")
		}
		s.officer.Fill("Reason", "As the panel agreed.")
		s.officer.ClickText("Record the decision")
		s.officer.See("The decision is recorded")
	}
}

// twoPeopleSeal signs as the officer, is refused a second time, and signs as
// the chair.
func (s *story) twoPeopleSeal() {
	s.keysAreMade()
	s.desk(s.officer, "results/services")
	s.officer.ClickText("Sign this result")
	s.officer.ClickText("Sign the result")
	s.officer.See("Your signature is recorded")
	s.desk(s.officer, "results/services")
	s.officer.ClickText("Seal or take back")
	s.officer.See("The second signature must be another person's")
	s.desk(s.chair, "results/services")
	s.chair.ClickText("Seal or take back")
	s.chair.ClickText("Sign the result")
	s.chair.See("Sealed")
}

// nothingShowsYet looks for the winner as the public, and as its own city.
func (s *story) nothingShowsYet() {
	s.open(s.city, "/en/library?q="+url.QueryEscape(practice))
	s.city.In("main").NotSee(cityName)
	s.city.Go(s.base + "/en/winners/2027")
	s.city.NotSee(cityName)
	s.open(s.city, "/en/my/entries")
	s.city.NotSee("Prize")
}

// ceremonyRuns rehearses with invented winners, then unlocks the real ones and
// reveals them press by press in two windows.
func (s *story) ceremonyRuns() {
	s.at(award.StageCeremony, 0)
	s.envelopesAreOpenedForWork()
	producer := s.officer
	s.open(producer, "/en/stage/2027")
	producer.ClickText("Open the rehearsal")
	hall := producer.Opened(func() { producer.ClickText("Open the audience screen") })
	hall.See("Rehearsal: sample winners")
	s.next(producer, hall, "Sample City 1")
	hall.NotSee(cityName)
	producer.Go(s.base + "/en/stage/2027")
	producer.ClickText("Unlock the real winners")
	producer.ClickText("Open the presenter window")
	hall = producer.Opened(func() { producer.ClickText("Open the audience screen") })
	hall.NotSee("Rehearsal")
	hall.NotSee(cityName)
	s.next(producer, hall, "Best e-Government Prize")
	hall.See(cityName)
	producer.Press("b")
	producer.Press("b")
	producer.Go(s.base + "/en/stage/2027")
	producer.ClickText("Lock them again")
}

// next presses until the hall shows a text, one cue at a time.
func (s *story) next(producer, hall *browser.Tab, text string) {
	s.t.Helper()
	for range 40 {
		if strings.Contains(hall.Text("[data-screen]"), text) {
			return
		}
		before := hall.Text("[data-screen]")
		producer.Press("PageDown")
		hall.Eval(fmt.Sprintf(`new Promise((done) => {
			const screen = document.querySelector("[data-screen]"), was = %q;
			const look = () => screen.innerText.replace(/\s+/g, " ").trim() !== was.replace(/\s+/g, " ").trim() ? done(true) : setTimeout(look, 50);
			setTimeout(() => done(false), 5000);
			look();
		})`, before), nil)
	}
	s.t.Fatalf("the hall never showed %q", text)
}

// act does one of the two acts of an opening, with the phrase on one's paper.
func (s *story) act(tab *browser.Tab, what string) {
	tab.In("main").ClickText(what)
	tab.Fill("The phrase on your paper", s.papers[tab])
	tab.In("main form").ClickText(what)
	tab.See("Open the results to the public")
}

// keysAreMade has those who will seal write the phrases of their keys down.
func (s *story) keysAreMade() {
	for _, tab := range []*browser.Tab{s.officer, s.chair} {
		s.open(tab, "/en/desk/key")
		tab.ClickText("Make my key")
		s.papers[tab] = tab.Text("code.phrase")
		tab.Fill("The phrase on your paper", strings.ToLower(s.papers[tab]))
		tab.ClickText("It is on paper")
		tab.See("Your key is ready")
	}
}

// envelopesAreOpenedForWork lets two people look inside for the show.
func (s *story) envelopesAreOpenedForWork() {
	s.desk(s.officer, "open")
	s.act(s.officer, "Ask to open 1 envelope")
	s.desk(s.chair, "open")
	s.act(s.chair, "Open 1 envelope for work")
	s.chair.See("The envelopes are open for work")
}

// resultsAreOpened takes two people: the chair asks, an officer opens.
func (s *story) resultsAreOpened() {
	s.desk(s.chair, "open")
	s.act(s.chair, "Ask to open 1 result")
	s.desk(s.officer, "open")
	s.act(s.officer, "Open 1 result to the public")
	visitor := browser.Open(s.t).Tab(browser.View{})
	visitor.Go(s.base + "/en/winners/2027")
	visitor.See(practice)
}

// libraryFindsIt finds the winner as another city would: by a word of its text
// in English, by the city's own name and by the country in Korean.
func (s *story) libraryFindsIt() {
	visitor := browser.Open(s.t).Tab(browser.View{})
	visitor.Go(s.base + "/en/library")
	visitor.Fill("Search practices", "night bus")
	visitor.In("main").ClickText("Search")
	visitor.ClickText(practice)
	visitor.See(cityName)
	visitor.See("Best e-Government Prize")
	for _, q := range []string{localName, "대한민국"} {
		visitor.Go(s.base + "/ko/library?q=" + url.QueryEscape(q))
		visitor.See(practice)
	}
}
