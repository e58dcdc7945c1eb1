package library

import (
	"context"
	"strconv"
	"testing"

	"we-gov.org/awards/internal/award"
)

func built(t testing.TB, texts ...text) *index {
	t.Helper()
	b, err := newBuilder()
	if err == nil {
		err = b.add(texts)
	}
	if err != nil {
		t.Fatal(err)
	}
	x, err := b.finish()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func (x *index) finds(t testing.TB, query string) []award.ID {
	t.Helper()
	a, err := x.search(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	var ids []award.ID
	for at, score := range a.scores {
		if score > 0 {
			ids = append(ids, x.ids[at])
		}
	}
	return ids
}

type searchCase struct{ lang, text, query string }

// The cases in which engines were tried, in the order of their table.
var tableCases = []searchCase{
	{"zh", "城市公共交通改善了居民的生活质量", "交通"},
	{"zh", "城市公共交通改善了居民的生活质量", "公共交"},
	{"zh", "城市公共交通改善了居民的生活质量", "城"},
	{"ja", "東京都は公共交通を改善しました", "交通"},
	{"ja", "スマートシティプロジェクト", "シティ"},
	{"ko", "서울시는 대중교통을 개선했습니다", "대중교통"},
	{"ko", "서울시는 대중교통을 개선했습니다", "교통"},
	{"th", "การขนส่งสาธารณะในเมือง", "สาธารณะ"},
	{"ar", "تحسين المدينة والنقل العام", "مدينة"},
	{"ar", "مدينة ذكية للجميع", "المدينة"},
	{"ar", "تحسين المدن الكبرى", "مدينة"},
	{"ar", "إدارة النفايات", "ادارة"},
	{"ru", "улучшение городского транспорта", "транспорт"},
	{"ru", "улучшение городского транспорта", "городской"},
	{"ru", "зелёный город", "зеленый"},
	{"fr", "réduction des déchets à l'école", "dechets"},
	{"fr", "réduction des déchets à l'école", "déchet"},
	{"fr", "réduction des déchets à l'école", "école"},
	{"fr", "réduction des déchets à l'école", "ecole"},
	{"es", "gestión de residuos urbanos", "gestion"},
	{"es", "gestión de residuos urbanos", "residuo"},
	{"en", "improving public transportation", "improve"},
	{"de", "Müllabfuhr in den Städten", "stadten"},
	{"de", "Müllabfuhr in den Städten", "abfuhr"},
	{"tr", "İstanbul belediyesi", "istanbul"},
	{"vi", "thành phố thông minh Đà Nẵng", "da nang"},
	{"en", "improving public transportation", "transporation"},
}

// Cases of our own, from sentences of real programmes.
var ownCases = []searchCase{
	{"zh", "一網通辦讓市民在線辦理二百多項業務", "通辦"},
	{"zh", "智慧停车系统减少了绕行时间", "停车系统"},
	{"ja", "市民が窓口に行かずに申請できます", "窓口の申請"},
	{"ja", "ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞによる本人確認", "マイナンバー"},
	{"ko", "스마트 시티 통합플랫폼을 구축하였다", "스마트시티"},
	{"ko", "쓰레기통에 감지기를 달아 수거 횟수를 줄였다", "쓰레기통을"},
	{"ko", "독거노인 안부확인 서비스", "독거노인의"},
	{"ko", "민원 처리 기간이 줄었다", "민원처리"},
	{"th", "ระบบจัดการขยะอัจฉริยะ", "ขยะ"},
	{"ar", "بوابة الخدمات الإلكترونية للمواطنين", "خدمة"},
	{"ar", "تطوير الطرق والجسور", "طريق"},
	{"fa", "سامانه حمل و نقل هوشمند", "نقل"},
	{"ru", "обращения жителей рассматриваются за три дня", "житель"},
	{"ru", "мобильное приложение для парковок", "приложения парковка"},
	{"fr", "L’éclairage intelligent réduit la dépense", "eclairages"},
	{"fr", "Les habitants décident d'une part du budget", "budgets participatifs habitant"},
	{"es", "Los vecinos informan de baches con una aplicación", "aplicaciones bache"},
	{"pt", "orçamento participativo nas regiões", "orcamento participativo"},
	{"de", "Bürgerbüro ohne Wartezeit", "buergerbuero"},
	{"de", "Straßenbeleuchtung mit Sensoren", "strassenbeleuchtung"},
	{"tr", "Akıllı ulaşım ve kent kartı", "akilli ulasim"},
	{"pl", "Łódź – rewitalizacja śródmieścia", "lodz srodmiescia"},
	{"vi", "Cổng dịch vụ công trực tuyến", "dich vu cong"},
	{"en", "An open-data portal for e-government", "egovernment"},
	{"en", "Sensors report how full litter bins are", "sensor bin"},
	{"en", "Passengers get a whistle", "passangers"},
	{"en", "How the city reduced queues at the permit office", "how to reduce a queue"},
	{"el", "Ηλεκτρονικές υπηρεσίες δήμου", "υπηρεσιες"},
	{"hi", "डिजिटल नगर सेवा", "नगर"},
}

func TestSearchFindsTheCasesOfTheTable(t *testing.T) {
	missed := caseFailures(t, tableCases)
	for _, c := range missed {
		t.Errorf("%s: %s does not find %s", c.lang, c.query, c.text)
	}
}

func TestSearchFindsCasesOfOurOwn(t *testing.T) {
	for _, c := range caseFailures(t, ownCases) {
		t.Errorf("%s: %s does not find %s", c.lang, c.query, c.text)
	}
}

// caseFailures indexes all texts together, as in the library, and returns the
// cases whose text is not found.
func caseFailures(t *testing.T, cases []searchCase) (missed []searchCase) {
	t.Helper()
	var texts []text
	for i, c := range cases {
		texts = append(texts, text{award.ID(strconv.Itoa(i)), c.lang, map[string]string{"body": c.text}})
	}
	x := built(t, texts...)
	for _, c := range cases {
		hit := false
		for _, id := range x.finds(t, c.query) {
			at, _ := strconv.Atoi(string(id))
			hit = hit || cases[at].text == c.text
		}
		if !hit {
			missed = append(missed, c)
		}
	}
	return missed
}
