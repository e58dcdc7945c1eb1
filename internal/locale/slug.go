package locale

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainLetters are letters that Unicode does not divide into a base and a mark.
var plainLetters = strings.NewReplacer("ı", "i", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ß", "ss", "æ", "ae", "œ", "oe")

// slugMax keeps addresses short enough to read and to print.
const slugMax = 80

// Slug writes words as a part of an address: small Latin letters without marks,
// digits, and a hyphen between words, at most 80 long. Letters of other scripts
// are left out, so it may be "".
func Slug(words ...string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(plainLetters.Replace(strings.ToLower(strings.Join(words, " ")))) {
		switch {
		case r <= unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		default:
			b.WriteByte(' ')
		}
	}
	slug := strings.Join(strings.Fields(b.String()), "-")
	return strings.TrimRight(slug[:min(len(slug), slugMax)], "-")
}
