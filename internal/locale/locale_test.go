package locale

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"we-gov.org/awards/internal/award"
)

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

func placeholders(text *i18n.Message) []string {
	var names []string
	for _, form := range pluralForms(text) {
		for _, found := range placeholder.FindAllStringSubmatch(form, -1) {
			if !slices.Contains(names, found[1]) {
				names = append(names, found[1])
			}
		}
	}
	slices.Sort(names)
	return names
}

func TestEveryLanguageHasEveryMessage(t *testing.T) {
	first := Must(languages[0].Code)
	for _, l := range languages[1:] {
		other := Must(l.Code)
		for key := range first.texts {
			if !other.Has(key) {
				t.Errorf("%s lacks %s", l.Code, key)
			}
		}
		for key := range other.texts {
			if !first.Has(key) {
				t.Errorf("%s has %s, which %s lacks", l.Code, key, first.Code)
			}
		}
	}
}

func TestPlaceholdersAgreeBetweenLanguages(t *testing.T) {
	first := Must(languages[0].Code)
	for _, l := range languages[1:] {
		for key, text := range Must(l.Code).texts {
			if base := first.texts[key]; base != nil && !slices.Equal(placeholders(base), placeholders(text)) {
				t.Errorf("%s %s: placeholders %v, but %v in %s", l.Code, key, placeholders(text), placeholders(base), first.Code)
			}
			if base := first.texts[key]; base != nil && isPlain(base) != isPlain(text) {
				t.Errorf("%s %s: one is plural and the other is not", l.Code, key)
			}
		}
	}
}

// The forms that CLDR asks of each language for whole numbers.
var asked = map[string][]string{"en": {"one", "other"}, "ko": {"other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}

func TestPluralsHaveTheFormsOfTheirLanguage(t *testing.T) {
	for _, l := range languages {
		for key, text := range Must(l.Code).texts {
			if isPlain(text) {
				continue
			}
			for category, form := range pluralForms(text) {
				if (form != "") != slices.Contains(asked[l.Code], category) {
					t.Errorf("%s %s: form %q is %q", l.Code, key, category, form)
				}
			}
			if !slices.Contains(placeholders(text), "Count") && key != "fault.choices" {
				t.Logf("%s %s is plural and does not say the count", l.Code, key)
			}
		}
	}
}

func TestEveryMessageIsSaid(t *testing.T) {
	for _, l := range languages {
		w := Must(l.Code)
		for key, text := range w.texts {
			pairs := []any{"Count", 3}
			for _, name := range placeholders(text) {
				if name != "Count" {
					pairs = append(pairs, name, "x")
				}
			}
			if w.T(key, pairs...) == "" {
				t.Errorf("%s %s is empty", l.Code, key)
			}
		}
	}
}

func TestCountChoosesThePlural(t *testing.T) {
	en, ko := Must("en"), Must("ko")
	for _, c := range []struct{ got, want string }{
		{en.T("time.in_days", "Count", 1), "in 1 day"},
		{en.T("time.in_days", "Count", 1200), "in 1,200 days"},
		{ko.T("time.in_days", "Count", 12), "12일 후"},
		{en.Forms("form.words_left")["one"], "You have {n} word left"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestMissingMessagePanicsInTests(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a missing key passed")
		}
	}()
	Must("en").T("no.such.key")
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestDeadlineIsWrittenInBothZones(t *testing.T) {
	at := award.At(time.Date(2027, 5, 31, 9, 0, 0, 0, time.UTC))
	seoul, nairobi, delhi := zone(t, "Asia/Seoul"), zone(t, "Africa/Nairobi"), zone(t, "Asia/Kolkata")
	en, ko := Must("en"), Must("ko")
	for _, c := range []struct{ got, want string }{
		{en.Both(at, nairobi, seoul, "", ""), "31 May 2027, Mon 12:00, Nairobi (UTC+3) [official: 31 May 2027, Mon 18:00, Seoul (UTC+9)]"},
		{en.Both(at, nil, seoul, "", ""), "31 May 2027, Mon 18:00, Seoul (UTC+9)"},
		{en.Both(at, seoul, seoul, "", ""), "31 May 2027, Mon 18:00, Seoul (UTC+9)"},
		{ko.Both(at, nil, seoul, "", ""), "2027년 5월 31일(월) 18:00, 서울 (UTC+9)"},
		{en.Placed(at, delhi, "Agra"), "31 May 2027, Mon 14:30, Agra (UTC+5:30)"},
		{en.Date(0, seoul), ""},
		{ko.Month("2024-03"), "2024년 3월"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestUntilUsesTheLargestTellingUnit(t *testing.T) {
	now := award.At(time.Date(2027, 5, 19, 0, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		ahead time.Duration
		want  string
	}{
		{12 * 24 * time.Hour, "in 12 days"},
		{47 * time.Hour, "in 47 hours"},
		{time.Hour, "in 60 minutes"},
		{30 * time.Second, "now"},
		{-72 * time.Hour, "3 days ago"},
	} {
		if got := Must("en").Until(now, now.Add(c.ahead)); got != c.want {
			t.Errorf("%v: got %q, want %q", c.ahead, got, c.want)
		}
	}
}

func TestNumbersAndSizesFollowTheLanguage(t *testing.T) {
	en := Must("en")
	for _, c := range []struct{ got, want string }{
		{en.Number(1234567), "1,234,567"},
		{en.Number(3.5), "3.5"},
		{en.Fixed(66, 1), "66.0"},
		{en.Percent(0.256), "26%"},
		{en.Bytes(1), "1 byte"},
		{en.Bytes(2_100_000), "2.1 MB"},
		{en.Bytes(999_999), "1 MB"},
		{en.Bytes(500_000_000), "500 MB"},
		{Must("ko").Bytes(2_100_000), "2.1MB"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestLanguageIsMatchedToTheReader(t *testing.T) {
	for header, want := range map[string]string{
		"ko-KR,ko;q=0.9,en;q=0.8": "ko", "en-GB": "en", "sw": "en", "": "en", "\xff": "en", "fr;q=1,ko;q=0.4": "ko", "ar-EG,ar;q=0.9": "ar",
	} {
		if got := Match(header); got != want {
			t.Errorf("%q: got %s, want %s", header, got, want)
		}
	}
}

func TestEveryCountryHasOneRegionAndAName(t *testing.T) {
	if n := len(regionOf()); n != 249 {
		t.Errorf("%d countries and territories, ISO 3166-1 has 249", n)
	}
	total := 0
	for _, codes := range members {
		total += len(codes)/3 + 1
	}
	if total != 249 {
		t.Errorf("%d codes listed: one stands in two regions", total)
	}
	for _, l := range languages {
		for _, c := range Must(l.Code).Countries() {
			if c.Name == c.Code || c.Name == "" {
				t.Errorf("%s: %s has no name", l.Code, c.Code)
			}
			if code, _ := CountryCode(c.Name); code != c.Code {
				t.Errorf("%s: %q is read as %q, want %s", l.Code, c.Name, code, c.Code)
			}
		}
	}
	for written, want := range map[string]string{"kr": "KR", "South Korea": "KR", "대한민국": "KR", "KENYA": "KE", "Turkey": "TR"} {
		if got, _ := CountryCode(written); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}

func TestSortFollowsTheLanguage(t *testing.T) {
	names := []string{"Zürich", "agra", "Älmhult", "Ulsan"}
	Sort(Must("en"), names, func(s string) string { return s })
	if want := []string{"agra", "Älmhult", "Ulsan", "Zürich"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
	korean := []string{"인천", "부산", "서울"}
	Sort(Must("ko"), korean, func(s string) string { return s })
	if want := []string{"부산", "서울", "인천"}; !slices.Equal(korean, want) {
		t.Errorf("got %v, want %v", korean, want)
	}
}

func TestTextOfTheOtherDirectionIsIsolatedInASentence(t *testing.T) {
	ar := Must("ar")
	for _, c := range []struct{ got, want string }{
		{ar.T("library.quoted", "Text", "bus"), "«\u2068bus\u2069»"},
		{ar.T("library.quoted", "Text", "حافلة"), "«حافلة»"},
		{ar.T("library.quoted", "Text", "123 456"), "«\u2068123 456\u2069»"},
		{ar.T("library.quoted", "Text", "−3"), "«\u2068−3\u2069»"},
		{ar.T("library.quoted", "Text", "2027"), "«2027»"},
		{ar.T("library.quoted", "Text", "2027-0040"), "«\u20682027-0040\u2069»"},
		{ar.T("library.quoted", "Text", "10:30"), "«10:30»"},
		{ar.T("library.quoted", "Text", "one\ntwo"), "«one\ntwo»"},
		{ar.T("library.quoted", "Text", ar.T("library.title_search", "Text", "bus")), "««\u2068bus\u2069» في مكتبة الممارسات»"},
		{ar.List("Busan", "سيول"), "\u2068Busan\u2069، سيول"},
		{Must("en").T("library.quoted", "Text", "حافلة"), "“حافلة”"},
		{Must("en").List("Busan", "Seoul"), "Busan, Seoul"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestArabicIsWrittenWithLatinDigitsAndSixPlurals(t *testing.T) {
	ar := Must("ar")
	for _, c := range []struct{ got, want string }{
		{ar.Number(1234567.5), "1,234,567.5"},
		{ar.Bytes(2_100_000), "2.1 ميغابايت"},
		{ar.Month("2024-03"), "مارس 2024"},
		{ar.Country("EG"), "مصر"},
		{ar.T("time.in_days", "Count", 0), "اليوم"},
		{ar.T("time.in_days", "Count", 1), "بعد يوم واحد"},
		{ar.T("time.in_days", "Count", 2), "بعد يومين"},
		{ar.T("time.in_days", "Count", 3), "بعد 3 أيام"},
		{ar.T("time.in_days", "Count", 11), "بعد 11 يومًا"},
		{ar.T("time.in_days", "Count", 100), "بعد 100 يوم"},
		{ar.T("time.in_days", "Count", 103), "بعد 103 أيام"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
