package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// untranslated takes away what stands for some texts in a language.
func untranslated(t *testing.T, site *testkit.Platform, lang string, texts ...string) {
	t.Helper()
	site.Update(func(tx *database.Tx) error {
		e, err := tx.EditionOf(2027)
		if err != nil {
			return err
		}
		for _, text := range texts {
			e.Translate(lang, text, "")
		}
		return tx.SaveEdition(e)
	})
}

func TestRulesAreReadInTheReadersLanguageAndSayWhichTextBinds(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	for lang, want := range map[string][]string{
		"ko": {"지방정부마다 출품작은 2개까지입니다", "행정서비스", "필요성과 부문 적합성", "번역문입니다. 효력은 영어 원문에 있습니다."},
		"ar": {"مشاركتان على الأكثر لكل حكومة محلية", "الخدمات", "الحاجة والملاءمة", "هذه ترجمة"},
	} {
		page := site.Visitor().Get("/" + lang + "/awards/2027").Want(http.StatusOK)
		for _, text := range want {
			if !page.Says(text) {
				t.Errorf("%s: %q is not there", lang, text)
			}
		}
		if page.Has("main li[lang]") {
			t.Errorf("%s: a translated rule is marked as foreign", lang)
		}
	}
	if page := site.Visitor().Get("/en/awards/2027").Want(http.StatusOK); page.Says("translation") || page.Has("main li[lang]") {
		t.Error("the text that binds is called a translation")
	}
}

func TestATextWithoutATranslationStandsInItsOwnLanguageAndIsMarked(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	e := site.Sample.Edition
	title, _ := e.Question("title")
	status, _ := e.Question("status")
	untranslated(t, site, "ar", e.Eligibility[2].Text, title.Label, status.Options[0].Label)
	page := site.Visitor().Get("/ar/awards/2027").Want(http.StatusOK)
	if got := page.All("main li[lang='en'][dir='auto']"); len(got) != 1 || got[0] != e.Eligibility[2].Text {
		t.Errorf("rules marked as English: %q", got)
	}
	draft := site.As("city").Get(strings.Replace(portOriel, "/en/", "/ar/", 1) + "/sections/" + title.Section).Want(http.StatusOK)
	if got := draft.Text("label[for='title'] [lang='en']"); got != title.Label {
		t.Errorf("the label that is missing: %q", got)
	}
	if got := draft.All("fieldset#status [lang='en']"); len(got) != 1 || got[0] != status.Options[0].Label {
		t.Errorf("the answer that is missing: %q", got)
	}
	if got := draft.Text("label[for='one_line']"); !strings.HasPrefix(got, "سطر واحد") {
		t.Errorf("the label that is there: %q", got)
	}
}

func TestAJudgeReadsTheCriteriaInTheirLanguage(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	guide := site.As("judge").Get("/ko/judge/2027/1/guide").Want(http.StatusOK)
	if !guide.Says("의도만 있음.") || !guide.Says("번역문입니다") || guide.Says("Intentions only") {
		t.Error("the guide is not in Korean")
	}
	untranslated(t, site, "ko", "Intentions only.")
	guide = site.As("judge").Get("/ko/judge/2027/1/guide").Want(http.StatusOK)
	if got := guide.All("dd[lang='en']"); len(got) != 1 || got[0] != "Intentions only." {
		t.Errorf("what is missing: %q", got)
	}
}

func TestTheOfficeSeesWhatIsMissingAndTranslatesIt(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	untranslated(t, site, "ko", "Innovation", "Intentions only.")
	officer := site.As("officer")
	if got := officer.Get(settings + "/translations").Want(http.StatusOK).Text("a[href='" + settings + "/translations/ko/criteria']"); !strings.HasPrefix(got, "2 missing") {
		t.Errorf("missing: %q", got)
	}
	if overview := officer.Get(settings).Want(http.StatusOK); !overview.Says("Korean: 2 missing") || !overview.Says("Arabic: Complete") {
		t.Error("the overview does not count what is missing")
	}
	page := officer.Get(settings + "/translations/ko/criteria").Want(http.StatusOK)
	page.Form("form[novalidate]").Set(page.Attr("label:contains('Innovation')", "for"), "새로움").Send().Want(http.StatusSeeOther)
	e := storedEdition(site)
	if said, in := e.Text("Innovation", "ko"); said != "새로움" || in != "ko" {
		t.Errorf("stored: %q in %s", said, in)
	}
	if c, _ := e.Criterion("innovation"); c.Name != "Innovation" {
		t.Errorf("the text that binds became %q", c.Name)
	}
	history := officer.Get(settings).Want(http.StatusOK)
	if !history.Says("Translations changed") || !history.Says("Translation into Korean: “Innovation”") {
		t.Error("the change is not in the history")
	}
}

func TestATranslationOfAnEarlierWordingIsShownToTheTranslatorOnly(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	officer := site.As("officer")
	officer.Get(settings+"/categories").Form("form[novalidate]").Set("categories.0.name", "Services for All").Send().Want(http.StatusSeeOther)
	if page := site.Visitor().Get("/ko/awards/2027").Want(http.StatusOK); page.Says("행정서비스") || page.Text("dt bdi[lang='en']") != "Services for All" {
		t.Error("readers see the translation of the earlier wording")
	}
	page := officer.Get(settings + "/translations/ko/categories").Want(http.StatusOK)
	if got := page.Text(".hint bdi[lang='ko']"); got != "행정서비스" {
		t.Errorf("for the translator: %q", got)
	}
}

func TestTranslationsAreIntoTheOtherLanguagesOfTheSiteOnly(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	for _, at := range []string{"en/criteria", "fr/criteria", "ko/dates"} {
		site.As("officer").Get(settings + "/translations/" + at).Want(http.StatusNotFound)
		site.As("officer").Post(settings+"/translations/"+at, url.Values{"version": {"1"}}).Want(http.StatusNotFound)
	}
}

func TestTheLibraryNamesACategoryAsItsEditionIsTranslated(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	site.Update(func(tx *database.Tx) error {
		e, err := tx.EditionOf(2027)
		if err != nil {
			return err
		}
		e.Translate("ko", e.Categories[0].Name, "시민 서비스")
		return tx.SaveEdition(e)
	})
	var p award.Practice
	site.View(func(tx *database.Tx) error {
		all, err := tx.Practices()
		for _, one := range all {
			if one.Year == 2027 && one.Category == "Services" {
				p = one
			}
		}
		return err
	})
	if page := site.Visitor().Get("/ko/library/" + p.Slug).Want(http.StatusOK); !page.Says("시민 서비스") {
		t.Error("the page of a practice names its category otherwise")
	}
	if page := site.Visitor().Get("/ko/winners/2027").Want(http.StatusOK); !page.Says("시민 서비스") {
		t.Error("the winners of the edition are under another name")
	}
}

func TestPagesOfAResultNameCategoriesAndPrizesInTheReadersLanguage(t *testing.T) {
	for _, at := range []struct {
		who, path string
		stage     demo.Stage
	}{
		{"officer", "/ko/desk/2027/certificates", demo.Public},
		{"officer", "/ko/desk/2027/open/envelopes/services", demo.Ceremony},
		{"producer", "/ko/stage/2027/paper", demo.Ceremony},
		{"producer", "/ko/stage/2027/paper/services", demo.Ceremony},
		{"judge", "/ko/judge/2027/receipt", demo.Public},
	} {
		said := testkit.Site(t, at.stage).As(at.who).Get(at.path).Want(http.StatusOK).Text("main")
		if !strings.Contains(said, "행정") || strings.Contains(said, "Services") || strings.Contains(said, "e-Government Prize") {
			t.Errorf("%s says %q", at.path, said)
		}
	}
}
