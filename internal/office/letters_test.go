package office_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/storage/database"
)

// waiting is the category whose feedback the demo has not released at stage public.
const waiting = "digital-divide"

func TestLettersLeaveOnlyAfterTheResultIsOpen(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	chair := actor(t, s, "chair")
	_, err := d.ReleaseLetters(ctx, chair, year, waiting, office.LetterChoice{Comments: true})
	refusedAs(t, err, award.ErrClosed, "letters.refused.closed")
	if mails(s, "result_letter") != 0 {
		t.Error("a refused release sent mail")
	}
	c, err := d.CategoryLetters(ctx, chair, year, waiting)
	if err != nil || len(c.Lines) != 8 {
		t.Fatalf("%d letters, %v", len(c.Lines), err)
	}
	if slices.ContainsFunc(c.Lines, func(l office.LetterLine) bool { return l.Letter.Prize != "" }) {
		t.Error("a letter names a winner before the result is open")
	}
	for _, l := range c.Lines {
		_, _, err := s.Parts.Intake.Letter(ctx, memberActor(t, s, l), l.Entry.Reference)
		if !errors.Is(err, award.ErrNotFound) {
			t.Errorf("%s is read before its release: %v", l.Entry.Reference, err)
		}
	}
	must(t, d.AskOpening(ctx, actor(t, s, "officer"), year, office.Act{Purpose: award.ForPublic, Category: waiting, Phrase: demo.Phrase}))
	if _, err := d.Open(ctx, chair, year, office.Act{Purpose: award.ForPublic, Category: waiting, Phrase: demo.Phrase}); err != nil {
		t.Fatal(err)
	}
	n, err := d.ReleaseLetters(ctx, chair, year, waiting, office.LetterChoice{})
	if err != nil || n == 0 || mails(s, "result_letter") != n {
		t.Errorf("%d mails, %v", n, err)
	}
}

func TestLettersGoOnceToEveryPersonInTheirLanguage(t *testing.T) {
	s, d := at(t, demo.Public)
	chair := actor(t, s, "chair")
	c, err := d.CategoryLetters(ctx, chair, year, waiting)
	if err != nil {
		t.Fatal(err)
	}
	var people []award.Person
	s.Update(func(tx *database.Tx) error {
		for i, l := range c.Lines {
			members, err := tx.Members(l.Entry.City)
			if err != nil {
				return err
			}
			for _, m := range members {
				p, err := tx.Person(m.Person)
				if err != nil {
					return err
				}
				if i == 0 {
					p.Language = "ko"
					if err := tx.SavePerson(p); err != nil {
						return err
					}
				}
				people = append(people, p)
			}
		}
		return nil
	})
	held := c.Lines[0].Comments[0]
	if err := d.HoldComment(ctx, chair, year, waiting, held.Seat, true); err != nil {
		t.Fatal(err)
	}
	if err := d.HoldComment(ctx, chair, year, waiting, award.NewID(), true); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("a comment that is not there is held: %v", err)
	}
	before := mails(s, "result_letter")
	n, err := d.ReleaseLetters(ctx, chair, year, waiting, office.LetterChoice{Comments: true})
	if err != nil || n != len(people) || mails(s, "result_letter") != before+n || events(s, award.DeedRelease) != 5 {
		t.Fatalf("%d mails for %d people, %d events, %v", n, len(people), events(s, award.DeedRelease), err)
	}
	_, err = d.ReleaseLetters(ctx, chair, year, waiting, office.LetterChoice{})
	refusedAs(t, err, award.ErrConflict, "letters.refused.released")
	refusedAs(t, d.HoldComment(ctx, chair, year, waiting, held.Seat, false), award.ErrConflict, "letters.refused.released")
	for _, p := range people {
		got := s.Mailbox(p.Email)
		i := slices.IndexFunc(got, func(m award.Mail) bool { return m.Kind == "result_letter" })
		if i < 0 || got[i].Language != p.Language {
			t.Errorf("%s has %+v", p.Email, got)
			continue
		}
		for _, l := range c.Lines {
			for _, secret := range []string{"Best e-Government", "winner", "finalist", "third"} {
				if strings.Contains(got[i].Text+got[i].Subject, secret) {
					t.Errorf("the mail about %s tells %q", l.Entry.Reference, secret)
				}
			}
		}
	}
}

// official is the score that the jury sees of the entry of a letter.
func official(t *testing.T, d *office.Desk, a award.Actor, l award.Letter) float64 {
	t.Helper()
	c, err := d.Category(ctx, a, year, l.Category, l.Round)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(c.Lines, func(line office.ResultLine) bool { return line.Entry.Reference == l.Reference })
	return c.Lines[i].Official
}

func TestLetterNamesNoJudgeAndAddsUp(t *testing.T) {
	s, d := at(t, demo.Public)
	chair := actor(t, s, "chair")
	bands, read := map[award.Band]int{}, 0
	for _, category := range s.Sample.Edition.Categories {
		if category.Key == waiting {
			continue
		}
		c, err := d.CategoryLetters(ctx, chair, year, category.Key)
		if err != nil {
			t.Fatal(err)
		}
		rounds := map[int]int{}
		for _, l := range c.Lines {
			o, letter, err := s.Parts.Intake.Letter(ctx, memberActor(t, s, l), l.Entry.Reference)
			if err != nil {
				t.Fatalf("%s: %v", l.Entry.Reference, err)
			}
			read++
			rounds[letter.Round]++
			bands[letter.Band]++
			sum, plain := 0.0, 0.0
			for i, x := range letter.Score.Scores {
				sum, plain = sum+x.Total+x.Correction, plain+x.Total
				if i > 0 && x.Total > letter.Score.Scores[i-1].Total {
					t.Errorf("%s: the scores stand in an order of their own", o.Entry.Reference)
				}
			}
			if n := float64(len(letter.Score.Scores)); math.Abs(sum/n-letter.Score.Official) > .00501 || letter.Score.Official != official(t, d, chair, letter) || math.Abs(plain/n-letter.Score.Raw) > .00501 {
				t.Errorf("%s: %+v does not add up", o.Entry.Reference, letter.Score)
			}
			if letter.Score.Margin <= 0 {
				t.Errorf("%s is not told how sure its score is", o.Entry.Reference)
			}
			if letter.Rank != 0 || len(letter.Criteria) != len(o.Edition.Criteria) || len(letter.Comments) == 0 {
				t.Errorf("%s is told %+v", o.Entry.Reference, letter)
			}
			text, err := json.Marshal(letter)
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range s.Sample.People {
				if j.Role == award.RoleJudge && (strings.Contains(string(text), j.Person.Name) || strings.Contains(string(text), string(j.Person.ID))) {
					t.Errorf("the letter of %s names %s", o.Entry.Reference, j.Person.Name)
				}
			}
		}
		if category.Key == "open-city" && (rounds[2] != 5 || rounds[1] == 0) {
			t.Errorf("the letters of two rounds are of %v", rounds)
		}
	}
	if read < 30 || bands[award.BandWinner] != 12 || bands[award.BandFinalist] == 0 {
		t.Errorf("%d letters, %v", read, bands)
	}
}

func TestLettersStayWhereTheSheetsNoLongerGiveWhatWasSealed(t *testing.T) {
	s, d := at(t, demo.Public)
	chair := actor(t, s, "chair")
	c, err := d.Category(ctx, chair, year, waiting, 0)
	if err != nil {
		t.Fatal(err)
	}
	s.Update(func(tx *database.Tx) error {
		sheet, err := tx.Scoresheet(c.Lines[0].Judges[0].Sheet.Seat)
		if err != nil {
			return err
		}
		sheet.Scores["need"] = 1
		return tx.SaveScoresheet(&sheet)
	})
	_, err = d.ReleaseLetters(ctx, chair, year, waiting, office.LetterChoice{})
	refusedAs(t, err, award.ErrConflict, "letters.refused.altered")
}
