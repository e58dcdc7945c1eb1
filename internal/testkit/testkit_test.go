package testkit_test

import (
	"net/http"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

func TestSiteServesItsPagesToThoseWhoSignIn(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	if page := site.Visitor().Get("/en/"); page.Status != http.StatusOK || page.Text("h1") == "" {
		t.Errorf("the home page answered %d", page.Status)
	}
	for _, role := range award.Roles {
		c := site.As(string(role))
		page := c.Get("/en/").Want(http.StatusOK)
		if !strings.Contains(page.Body, c.Person.Name) {
			t.Errorf("%s is not recognised as %s", role, c.Person.Name)
		}
	}
}

func TestSitesAreAloneWithTheirRecords(t *testing.T) {
	one, other := testkit.Site(t, demo.Submit), testkit.Site(t, demo.Submit)
	entry := demo.ID("entry/castelmar/1")
	one.Update(func(tx *database.Tx) error {
		e, err := tx.Entry(entry)
		if err != nil {
			return err
		}
		e.Title = "Changed"
		return tx.SaveEntry(&e)
	})
	other.View(func(tx *database.Tx) error {
		e, err := tx.Entry(entry)
		if e.Title == "Changed" {
			t.Error("a change in one site shows in another")
		}
		return err
	})
}

func TestServerAnswersOverTheNetwork(t *testing.T) {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, testkit.Empty(t).Server(t)+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("answered %d", answer.StatusCode)
	}
}

func BenchmarkSite(b *testing.B) {
	for b.Loop() {
		testkit.Site(b, demo.Judge)
	}
}
