package journey_test

import "testing"

func TestPagesThatDifferOnlyInWhatTheyNameAreOnePattern(t *testing.T) {
	for path, want := range map[string]string{
		"/en/desk/2027/entries/2027-0007?page=2": "/en/desk/:x/entries/:x",
		"/en/library/taipei-services-2014":       "/en/library/:x",
		"/en/judge/2027/1/2027-0031":             "/en/judge/:x/:x/:x",
		"/en/my/entries/2027-0007/sections/need": "/en/my/entries/:x/sections/:x",
		"/en/library":                            "/en/library",
		"/en/verify/2ZQQ-AQ2D-S2XZ-YTYJ-0X53":    "/en/verify/:x",
		"/en/desk/2027/certificates/print":       "/en/desk/:x/certificates/print",
		"/en/desk/2027/open/envelopes/services":  "/en/desk/:x/open/envelopes/:x",
		"/en/winners/2014/services":              "/en/winners/:x/:x",
	} {
		if got := pattern(path); got != want {
			t.Errorf("pattern of %s is %s, want %s", path, got, want)
		}
	}
}
