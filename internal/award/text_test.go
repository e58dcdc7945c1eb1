package award

import (
	"maps"
	"slices"
	"testing"
)

// twoTongues is a small edition with its first category and question in Korean.
func twoTongues() *Edition {
	e := smallEdition()
	e.Translate("ko", e.Categories[0].Name, "행정서비스")
	e.Translate("ko", e.Questions[0].Label, "사업 제목")
	return e
}

func TestATextIsSaidInTheReadersLanguageOrElseInTheOneThatBinds(t *testing.T) {
	e := twoTongues()
	for _, c := range []struct{ text, lang, said, in string }{
		{e.Categories[0].Name, "ko", "행정서비스", "ko"},
		{e.Categories[0].Name, "ar", e.Categories[0].Name, "en"},
		{e.Categories[0].Name, "en", e.Categories[0].Name, "en"},
		{e.Criteria[0].Name, "ko", e.Criteria[0].Name, "en"},
	} {
		if said, in := e.Text(c.text, c.lang); said != c.said || in != c.in {
			t.Errorf("%q in %s: %q in %s, want %q in %s", c.text, c.lang, said, in, c.said, c.in)
		}
	}
}

func TestAnEditionForAReaderTellsWhichOfItsTextsAreTranslated(t *testing.T) {
	e := twoTongues()
	before := e.Copy()
	read := e.In("ko")
	if read.Categories[0].Name != "행정서비스" || read.Questions[0].Label != "사업 제목" {
		t.Errorf("in Korean: %q, %q", read.Categories[0].Name, read.Questions[0].Label)
	}
	if said, in := read.Text(read.Categories[0].Name, "ko"); said != "행정서비스" || in != "ko" {
		t.Errorf("what is translated: %q in %s", said, in)
	}
	if said, in := read.Text(read.Criteria[0].Name, "ko"); said != e.Criteria[0].Name || in != "en" {
		t.Errorf("what is not: %q in %s", said, in)
	}
	if again := read.In("ko"); again.Categories[0].Name != "행정서비스" {
		t.Errorf("read once more: %q", again.Categories[0].Name)
	}
	if e.In("en") != e || e.In("ar") != e {
		t.Error("an edition that nothing is translated of was copied")
	}
	if !sameEdition(e, before) {
		t.Error("reading an edition changed it")
	}
}

// sameEdition reports whether two editions have the same texts and translations.
func sameEdition(a, b *Edition) bool {
	for _, part := range TextParts {
		if !slices.Equal(a.Texts(part), b.Texts(part)) {
			return false
		}
	}
	return maps.EqualFunc(a.Translations, b.Translations, func(x, y map[string]string) bool { return maps.Equal(x, y) })
}

func TestARewordedTextIsNotShownInItsOldTranslation(t *testing.T) {
	was := twoTongues()
	e := was.Copy()
	e.Categories[0].Name = "Services for all"
	e.KeepInStep(was)
	if said, in := e.Text("Services for all", "ko"); said != "Services for all" || in != "en" {
		t.Errorf("the new wording: %q in %s", said, in)
	}
	if got := e.Outdated["ko"]["Services for all"]; got != "행정서비스" {
		t.Errorf("for the translator: %q", got)
	}
	if faults := e.Check(); len(faults) > 0 {
		t.Error(faults)
	}
	missing := e.Untranslated("ko", PartCategories)
	e.Translate("ko", "Services for all", "모두를 위한 서비스")
	if e.Untranslated("ko", PartCategories) != missing-1 || len(e.Outdated["ko"]) != 0 {
		t.Errorf("translated anew: %d missing, outdated %v", e.Untranslated("ko", PartCategories), e.Outdated)
	}
}

func TestWhatTranslatesNoTextAnyMoreIsDropped(t *testing.T) {
	was := twoTongues()
	e := was.Copy()
	e.Questions = e.Questions[1:]
	e.KeepInStep(was)
	if _, there := e.Translations["ko"]["사업 제목"]; there || len(e.Translations["ko"]) != 1 || len(e.Outdated) != 0 {
		t.Errorf("kept: %v, outdated: %v", e.Translations, e.Outdated)
	}
}

func TestTranslationsThatCannotBeAreNamed(t *testing.T) {
	for name, c := range map[string]struct{ lang, text, said, field, fault string }{
		"of nothing":              {"ko", "No such text", "없음", "translations.ko.No such text", "edition.fault.translates_nothing"},
		"into its own":            {"en", "Services", "Services", "translations.en", "edition.fault.language"},
		"into no language":        {"x", "Services", "?", "translations.x", "edition.fault.language"},
		"with nothing but spaces": {"ko", "Services", "  ", "translations.ko.Services", "edition.fault.no_name"},
	} {
		e := smallEdition()
		e.Translate(c.lang, c.text, c.said)
		if got := e.Check()[c.field].Key; got != c.fault {
			t.Errorf("%s: %q, want %q", name, got, c.fault)
		}
	}
}

func TestTranslationsMayBeMendedWhateverDependsOnTheEdition(t *testing.T) {
	before, after := twoTongues(), twoTongues()
	after.Translate("ko", after.Categories[0].Name, "시민 서비스")
	after.Translate("ar", after.Criteria[0].Name, "الحاجة")
	use := Use{Sheets: 9, Sent: 4, Decisions: 2, Answers: map[string]int{"title": 4}, Entries: map[string]int{"services": 4}}
	if err := before.CheckChange(after, use, "", noon); err != nil {
		t.Error(err)
	}
}
