package library

import "testing"

// Two letters of which one takes more bytes than the other word has brought the
// search down once.
func TestOneEditIsToldInAnyScript(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"aᛮaa", "aaxaa"}: false, {"ᛮa", "ab"}: false, {"abᛮ", "aᛮb"}: true, {"ᛮᛮ", "ab"}: false,
		{"water", "wtaer"}: true, {"water", "watr"}: true, {"water", "water"}: false, {"вода", "водй"}: true,
	} {
		if got := oneEdit(pair[0], pair[1]); got != want {
			t.Errorf("%q, %q: %v", pair[0], pair[1], got)
		}
	}
}
