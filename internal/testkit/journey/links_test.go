package journey_test

import (
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/service"
)

// people are one of each role who is there at a stage, by the names of the demo:
// the auditor comes when results are sealed.
func people(at demo.Stage) []string {
	all := []string{"", "city", "judge", "chair", "officer", "admin", "producer"}
	if at == demo.Ceremony || at == demo.Public {
		all = append(all, "auditor")
	}
	return all
}

// as returns a client of a person; "" is a visitor.
func as(site *testkit.Platform, who string) *testkit.Client {
	if who == "" {
		return site.Visitor()
	}
	return site.As(who)
}

func TestEveryLinkLeadsSomewhereForEveryRoleAtEveryStage(t *testing.T) {
	for _, stage := range demo.Stages {
		t.Run(string(stage), func(t *testing.T) {
			site := testkit.Site(t, stage)
			for _, who := range people(stage) {
				t.Run(who, func(t *testing.T) {
					pages := crawl(t, as(site, who), "/en/")
					t.Logf("%d pages", len(pages))
				})
			}
		})
	}
}

// The same platform on a PostgreSQL server and an S3 store: every page that
// links lead to, for those whose pages ask the most of the records.
func TestEveryLinkLeadsSomewhereOnPostgresAndS3(t *testing.T) {
	for _, of := range []struct {
		stage demo.Stage
		who   []string
	}{
		{demo.Screen, []string{"officer", "city"}},
		{demo.Judge, []string{"judge", "chair"}},
		{demo.Public, []string{"", "officer", "admin", "producer"}},
	} {
		t.Run(string(of.stage), func(t *testing.T) {
			site := testkit.SiteOn(t, of.stage, service.Postgres(t), service.S3(t))
			for _, who := range of.who {
				crawl(t, as(site, who), "/en/")
			}
		})
	}
}
