package library

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
)

func built(texts ...text) *index {
	l, languages := newLexicon(), []string{"en"}
	var pieces []*piece
	for some := range slices.Chunk(texts, batchSize) {
		pieces = append(pieces, l.newBatch().piece(some))
		for _, t := range some {
			languages = append(languages, t.language)
		}
	}
	slices.Sort(languages)
	return newIndex(slices.Compact(languages), func(award.ID) bool { return true }, l.join(pieces))
}

func (x *index) finds(query string) []award.ID {
	var ids []award.ID
	for at, score := range x.search(query).scores {
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

// Cases meant to be hard, by what they are about.
var hardCases = []searchCase{
	// Chinese: parts and turns of a run, the other way to write it, digits
	{"zh", "市政府推出智慧停車收費系統", "停车收费"},
	{"zh", "社区垃圾分类积分制度", "垃圾分類"},
	{"zh", "为老年人提供上门服务", "老年人服务"},
	{"zh", "全市共安装１２００个传感器", "1200"},
	{"zh", "建立城市大脑平台，提升应急响应能力", "应急平台"},
	{"zh", "《城市管理条例》实施三年", "管理条例"},
	{"zh", "臺北市 YouBike 公共自行車", "自行车"},
	// Japanese: Kana either way, long marks, half width, okurigana, grammar
	{"ja", "ゴミの分別をアプリで案内する", "ごみ 分別"},
	{"ja", "粗大ごみの申込をＬＩＮＥで受付", "line"},
	{"ja", "サーバの利用料を削減した", "サーバー"},
	{"ja", "高齢者の見守りサービス", "見守り"},
	{"ja", "図書館の予約システム", "圖書館"},
	{"ja", "防災無線が聞こえにくい地域への対策", "防災対策"},
	{"ja", "バスロケーションシステム", "ロケーション"},
	// Thai, Lao, Khmer, Burmese: words within a run
	{"th", "โครงการรถโดยสารไฟฟ้าของกรุงเทพมหานคร", "รถโดยสาร"},
	{"th", "โครงการรถโดยสารไฟฟ้าของกรุงเทพมหานคร", "กรุงเทพ"},
	{"th", "ศูนย์บริการประชาชนเปิด ๒๔ ชั่วโมง", "24"},
	{"lo", "ການບໍລິການສາທາລະນະ", "ບໍລິການ"},
	{"km", "សេវាសាធារណៈក្នុងទីក្រុង", "ទីក្រុង"},
	{"my", "မြို့တော်စည်ပင်သာယာရေး", "စည်ပင်သာယာ"},
	// Korean: endings of nouns and verbs, spaces, parts, Chinese characters
	{"ko", "시민들이 직접 예산을 결정합니다", "시민"},
	{"ko", "시민이 예산을 결정한다", "시민들의 예산"},
	{"ko", "버스정류장에서 대기시간을 안내한다", "버스 정류장"},
	{"ko", "공공데이터 개방 플랫폼", "공공 데이터"},
	{"ko", "교통약자를 위한 저상버스", "저상버스를"},
	{"ko", "온라인으로 민원을 신청할 수 있게 되었다", "신청하는"},
	{"ko", "지능형교통체계를 도입했다", "교통체계"},
	{"ko", "재난문자 발송 체계", "재난문자에서는"},
	{"ko", "스마트도시 통합운영센터", "통합운영"},
	{"ko", "고양시 드론 안전관리", "고양"},
	// Arabic: article with particles, hamza, plurals, endings, points
	{"ar", "الاستجابة للطوارئ في الأسواق", "سوق"},
	{"ar", "حماية الأطفال في المدارس", "طفل مدرسة"},
	{"ar", "مشاريع النقل الحضري", "مشروع"},
	{"ar", "مشروع الحدائق العامة", "حديقة"},
	{"ar", "خدمة المواطنين بالمدينة", "المدينة"},
	{"ar", "وللمدينة شبكة حافلات", "مدينة"},
	{"ar", "أنظمة الإنارة الذكية", "نظام"},
	{"ar", "التَّعَلُّمُ الرَّقْمِيّ", "التعلم الرقمي"},
	{"ar", "البلديات والمواطنون", "بلدية مواطن"},
	{"ar", "إعادة تدوير المياه", "مياه"},
	{"ar", "مستشفى عام", "المستشفي"},
	{"ar", "خطة ٢٠٣٠ للمدينة", "2030"},
	// Persian, Urdu: letters, plurals, the joiner
	{"fa", "شهرهای هوشمند ایران", "شهر"},
	{"fa", "مدیریت پسماند شهرى", "مديريت شهری"},
	{"fa", "کتاب\u200cخانه\u200cهای عمومی", "كتابخانه"},
	{"ur", "شہریوں کے لیے آن لائن خدمات", "شهری"},
	{"ur", "سڑکوں کی مرمت", "سڑک"},
	// Russian and others in Cyrillic
	{"ru", "Учёт отходов и вывоз мусора", "учет мусор"},
	{"ru", "информирование пассажиров на остановках", "остановка пассажир"},
	{"ru", "детских садов стало больше", "детский сад"},
	{"ru", "участие граждан в бюджетировании", "учасите"},
	{"ru", "Электронная очередь в поликлиниках", "поликлинника"},
	{"ru", "умные светофоры", "СВЕТОФОР"},
	{"uk", "Електронні послуги міста Києва", "послуга"},
	{"uk", "Київська міська рада", "киівська"},
	{"uk", "об’єкти інфраструктури", "обєкти"},
	{"uk", "розумне місто", "міста"},
	{"bg", "градски транспорт", "градския"},
	{"kk", "қала тұрғындары", "қала"},
	// French, Italian: elision, accents, plurals
	{"fr", "qu’aujourd’hui l’eau est surveillée", "eau"}, //nolint:misspell // meant
	{"fr", "œuvres d'art dans la rue", "oeuvre"},
	{"fr", "les hôpitaux municipaux", "hopital"},
	{"fr", "L'ÉCOLE NUMÉRIQUE", "ecole numerique"},
	{"fr", "réseaux de chaleur", "réseau"},
	{"it", "dell’acqua e dell’aria", "acqua"},
	{"it", "le città intelligenti", "citta intelligente"}, //nolint:misspell // meant
	// Spanish, Portuguese, Romanian
	{"es", "participaciones ciudadanas", "participación"},
	{"es", "Niños y niñas de la ciudad", "nino"},
	{"es", "autobuses eléctricos", "autobus electrico"},
	{"es", "soluciones de movilidad", "solución"},
	{"pt", "habitações sociais", "habitação social"},
	{"pt", "informações aos cidadãos", "informacao cidadao"},
	{"pt", "postos de saúde e hospitais", "hospital"},
	{"ro", "Primăria București oferă servicii", "bucuresti serviciu"},
	// German and neighbours: umlauts, sharp s, compounds
	{"de", "Straßenbahnhaltestellen", "haltestelle"},
	{"de", "Öffentliche Grünflächen", "gruenflaechen"},
	{"de", "Buergerbeteiligung in Muenchen", "München Bürgerbeteiligung"},
	{"de", "Abfallsammlung mit Sensoren", "sammlung"},
	{"de", "Die Häuser der Stadt", "Haus"},
	{"de", "GROSSE STRASSE", "große straße"},
	{"nl", "fietsenstalling bij het station", "stalling"},
	{"sv", "kollektivtrafik på landsbygden", "trafik"},
	{"fi", "jätteiden kierrätys kaupungissa", "kierratys"},
	{"da", "Børnehaver i København", "kobenhavn"},
	// Turkish, Azerbaijani
	{"tr", "ISPARTA VE IĞDIR BELEDİYELERİ", "ığdır belediye"},
	{"tr", "Işıklı kavşaklar", "isikli kavsak"},
	{"tr", "vatandaşların şikâyetleri", "sikayet"},
	{"az", "şəhər nəqliyyatı", "seher"},
	// Polish, Czech, Croatian
	{"pl", "usługi dla mieszkańców", "usługa mieszkańcy"},
	{"cs", "městská hromadná doprava", "mestska doprava"},
	{"hr", "gradske usluge građanima", "usluga"},
	// Vietnamese, Indonesian, Filipino
	{"vi", "Ứng dụng phản ánh hiện trường", "ung dung phan anh"},
	{"vi", "xe buýt điện Hà Nội", "xe buyt dien"},
	{"id", "pelayanan publik untuk masyarakat", "layanan"},
	// Hindi and others of India
	{"hi", "सड़कों की मरम्मत", "सडक"},
	{"hi", "नागरिकों के लिए सेवाएँ", "नागरिक सेवा"},
	{"hi", "ज़िला पंचायत के आँकड़े", "जिला आंकड़े"},
	{"bn", "নাগরিক সেবা কেন্দ্র", "সেবা"},
	{"ta", "பொது போக்குவரத்து", "போக்குவரத்து"},
	{"hi", "वर्ष २०२४ में", "2024"},
	// Greek, Hebrew, Armenian, Georgian, Ethiopic
	{"el", "ΔΗΜΟΣ ΑΘΗΝΑΙΩΝ", "δήμος"},
	{"el", "Έξυπνες πόλεις", "πόλη"},
	{"el", "πολίτης", "ΠΟΛΙΤΗΣ"},
	{"he", "שירותים לתושבי העיר", "עיר"},
	{"he", "התחבורה הציבורית", "תחבורה ציבורית"},
	{"hy", "Երևան քաղաք", "երեւան"},
	{"ka", "თბილისის მერია", "მერია"},
	{"am", "አዲስ አበባ ከተማ", "ከተማ"},
	// English: spelling, plurals, hyphens, typos, possessives, beginnings
	{"en", "The organisation of neighbourhood centres", "organization neighborhood center"},
	{"en", "buses and children", "bus child"},
	{"en", "A paperless city hall", "paper-less"},
	{"en", "smart city platform", "smartcity"},
	{"en", "the city’s budget", "citys budget"},
	{"en", "co\u00adoperation between towns", "cooperation"},
	{"en", "Wi‑Fi in parks", "wifi"},
	{"en", "wastewater treatment", "watsewater"},
	{"en", "bicycle sharing", "bycicle"},
	{"en", "maintenance of lifts", "maintainance"}, //nolint:misspell // meant
	{"en", "procurement", "procuremnet"},
	{"en", "transparency portal", "\"transparency portal\""},
	{"en", "e-participation platform", "eparticipation"},
	{"en", "ﬁre brigade", "fire"},
	{"en", "travelling libraries", "traveling library"},
}

// What must not be found: words that only look alike, and phrases out of order.
var strangers = []searchCase{
	{"en", "portal of transparency", "\"transparency portal\""},
	{"zh", "京东公司", "东京"},
	{"ko", "서울", "부산"},
	{"en", "university", "universe*"},
	{"ar", "مدينة", "مدرسة"},
	{"ru", "город", "горох"},
}

func TestSearchFindsHardCases(t *testing.T) {
	for _, c := range caseFailures(t, hardCases) {
		t.Errorf("%s: %s does not find %s", c.lang, c.query, c.text)
	}
}

// Each case alone: what is found must not hang on what else there is.
func TestSearchFindsEachCaseAlone(t *testing.T) {
	for _, c := range slices.Concat(tableCases, ownCases, hardCases) {
		if len(caseFailures(t, []searchCase{c})) > 0 {
			t.Errorf("%s: %s does not find %s", c.lang, c.query, c.text)
		}
	}
}

func TestSearchDoesNotTakeOneWordForAnother(t *testing.T) {
	for _, c := range strangers {
		others := []text{{"other", c.lang, [fieldCount]string{fieldBody: c.query}}}
		for _, id := range built(append(others, text{"text", c.lang, [fieldCount]string{fieldBody: c.text}})...).finds(c.query) {
			if id == "text" {
				t.Errorf("%s: %s finds %s", c.lang, c.query, c.text)
			}
		}
	}
}

// Few words in many orders: what stands in a text in just this order, and
// nothing else, is a phrase of it.
func TestPhraseIsFoundWhereItsWordsFollowEachOther(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 8)) //nolint:gosec // the same texts in every run
	words := []string{"bakso", "meril", "tondu"}
	line := func(n int) string {
		var all []string
		for range n {
			all = append(all, words[random.IntN(len(words))])
		}
		return strings.Join(all, " ")
	}
	var texts []text
	for i := range 40 {
		texts = append(texts, text{award.ID(strconv.Itoa(i)), "en", [fieldCount]string{fieldBody: line(3 + random.IntN(200*(i%2)+12))}})
	}
	x, hits := built(texts...), 0
	for range 400 {
		phrase := line(2 + random.IntN(5))
		found := x.finds(`"` + phrase + `"`)
		for _, one := range texts {
			stands := strings.Contains(one.fields[fieldBody], phrase)
			if stands {
				hits++
			}
			if stands != slices.Contains(found, one.id) {
				t.Fatalf("%q in %q: %v, found %v", phrase, one.fields[fieldBody], stands, !stands)
			}
		}
	}
	if hits < 1000 || hits > 12_000 {
		t.Errorf("%d of 16,000 stand", hits)
	}
}

func TestPhraseWrittenTwiceNarrowsNothing(t *testing.T) {
	x := built(text{"text", "en", [fieldCount]string{fieldBody: "a new bus line"}})
	if units := x.ask(`"bus line" bus "bus line" line bus`); len(units) != 3 {
		t.Errorf("%d units: %v", len(units), units)
	}
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
		texts = append(texts, text{award.ID(strconv.Itoa(i)), c.lang, [fieldCount]string{fieldBody: c.text}})
	}
	x := built(texts...)
	for _, c := range cases {
		hit := false
		for _, id := range x.finds(c.query) {
			at, _ := strconv.Atoi(string(id))
			hit = hit || cases[at].text == c.text
		}
		if !hit {
			missed = append(missed, c)
		}
	}
	return missed
}
