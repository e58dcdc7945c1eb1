package locale

import (
	"strings"
	"testing"
)

func TestSlugKeepsWhatAnAddressCanHold(t *testing.T) {
	for _, c := range []struct {
		words []string
		want  string
	}{
		{[]string{"São Paulo", "Open and Inclusive City", "2020"}, "sao-paulo-open-and-inclusive-city-2020"},
		{[]string{"Songpa-gu, Seoul"}, "songpa-gu-seoul"},
		{[]string{"Beyoğlu"}, "beyoglu"},
		{[]string{"Iğdır"}, "igdir"},
		{[]string{"Côte d'Ivoire"}, "cote-divoire"},
		{[]string{"고양"}, ""},
		{[]string{"", "고양", "2020"}, "2020"},
		{[]string{strings.Repeat("a", 79) + " bc"}, strings.Repeat("a", 79)},
	} {
		if got := Slug(c.words...); got != c.want {
			t.Errorf("%q: %q, want %q", c.words, got, c.want)
		}
	}
}
