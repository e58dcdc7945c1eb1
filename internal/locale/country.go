package locale

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

// Region keys, in the order in which pages show them. Their names are the
// messages region.africa and so on.
const (
	Africa     = "africa"
	Americas   = "americas"
	Asia       = "asia"
	Europe     = "europe"
	MiddleEast = "middle_east"
	Oceania    = "oceania"
)

// Regions lists the region keys in the order in which pages show them.
func Regions() []string {
	return []string{Africa, Americas, Asia, Europe, MiddleEast, Oceania}
}

// members lists the ISO 3166-1 alpha-2 codes of each region. The grouping is
// ours, as in the list of members; it says nothing about any territory.
var members = map[string]string{
	Africa:     "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW",
	Americas:   "AG AI AR AW BB BL BM BO BQ BR BS BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI",
	Asia:       "AF AM AZ BD BN BT CN GE HK ID IN IO JP KG KH KP KR KZ LA LK MM MN MO MV MY NP PH PK SG TH TJ TL TM TW UZ VN",
	Europe:     "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA",
	MiddleEast: "AE BH IL IQ IR JO KW LB OM PS QA SA SY YE",
	Oceania:    "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TF TK TO TV UM VU WF WS AQ BV",
}

var regionOf = sync.OnceValue(func() map[string]string {
	of := map[string]string{}
	for region, codes := range members {
		for code := range strings.FieldsSeq(codes) {
			of[code] = region
		}
	}
	return of
})

// Region returns the region key of a country by its ISO alpha-2 code; "" for a
// code that names no country.
func Region(iso2 string) string { return regionOf()[iso2] }

// plainer are names that replace those of the CLDR version in x/text: newer
// official names, and short neutral ones.
var plainer = map[string]map[string]string{
	"en": {"TR": "Türkiye", "MK": "North Macedonia", "SZ": "Eswatini", "CZ": "Czechia", "HK": "Hong Kong", "MO": "Macao", "PS": "Palestine", "MM": "Myanmar", "CD": "DR Congo", "CG": "Congo", "CV": "Cabo Verde", "KR": "Republic of Korea", "KP": "DPR Korea", "VN": "Viet Nam", "LA": "Lao PDR"},
	"ar": {"MK": "مقدونيا الشمالية", "SZ": "إسواتيني", "HK": "هونغ كونغ", "MO": "ماكاو", "PS": "فلسطين", "MM": "ميانمار", "CD": "جمهورية الكونغو الديمقراطية", "CG": "الكونغو", "CV": "كابو فيردي", "KR": "جمهورية كوريا", "KP": "جمهورية كوريا الشعبية الديمقراطية", "TL": "تيمور - ليشتي", "CC": "جزر كوكوس"},
	"ko": {"TR": "튀르키예", "MK": "북마케도니아", "SZ": "에스와티니", "HK": "홍콩", "MO": "마카오", "PS": "팔레스타인", "MM": "미얀마", "CD": "콩고민주공화국", "CG": "콩고공화국"},
}

type countryNames struct {
	byCode map[string]string
	byName map[string]string // folded name -> code
}

func namesIn(code string, tag language.Tag) countryNames {
	names := countryNames{byCode: map[string]string{}, byName: map[string]string{}}
	namer := display.Regions(tag)
	for iso2 := range regionOf() {
		cldr := namer.Name(language.MustParseRegion(iso2))
		names.byName[fold(cldr)] = iso2
		name := cldr
		if plain := plainer[code][iso2]; plain != "" {
			name = plain
		}
		names.byCode[iso2], names.byName[fold(name)] = name, iso2
	}
	return names
}

// Country returns the name of a country by its ISO alpha-2 code; the code
// itself if it names none.
func (w *Words) Country(iso2 string) string {
	if name := w.names.byCode[iso2]; name != "" {
		return name
	}
	return iso2
}

// Country is a country or territory with its name in one language.
type Country struct{ Code, Name string }

// Countries lists every country and territory in the order of the language.
func (w *Words) Countries() []Country {
	all := make([]Country, 0, len(w.names.byCode))
	for code, name := range w.names.byCode {
		all = append(all, Country{code, name})
	}
	Sort(w, all, func(c Country) string { return c.Name })
	return all
}

// CountryCode finds the ISO alpha-2 code of what somebody wrote: a code, or a
// name in any language of the interface, whatever its case.
func CountryCode(written string) (iso2 string, found bool) {
	upper := strings.ToUpper(strings.TrimSpace(written))
	if Region(upper) != "" {
		return upper, true
	}
	for _, l := range languages {
		if code := Must(l.Code).names.byName[fold(written)]; code != "" {
			return code, true
		}
	}
	return "", false
}

func fold(s string) string { return strings.ToLower(norm.NFC.String(strings.TrimSpace(s))) }
