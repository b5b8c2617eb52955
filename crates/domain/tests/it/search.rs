//! What a reader would not tell apart is found by the same words.

use proptest::prelude::*;
use wariin_domain::search::{fold, words};

/// Texts that are the same to a reader.
const SAME: &[&[&str]] = &[
    &["髙橋", "高橋", "髙\u{E0100}橋", "高槗", "高𣘺"],
    &["山﨑", "山崎", "山嵜"],
    &["𠮷田", "吉田"],
    &["渡邊", "渡邉", "渡辺", "渡邉\u{E0101}", "渡邊\u{FE00}"],
    &["齋藤", "齊藤", "斎藤", "斉藤"],
    &["濵田", "濱田", "浜田"],
    &["中嶋", "中嶌", "中島"],
    &["冨田", "富田"],
    &["澤口", "沢口"],
    &["廣瀨", "広瀬", "廣瀬"],
    &["桒原", "桑原"],
    &["栁澤", "柳沢"],
    &["德川", "徳川"],
    &["眞鍋", "真鍋"],
    &["櫻井", "桜井"],
    &["塚本", "塚本"],
    &["國分", "国分"],
    &["龍造寺", "竜造寺"],
    &["惠", "恵"],
    &["與謝野", "与謝野"],
    &["葛󠄀城", "葛城"],
    &["株式会社割印", "㈱割印", "(株)割印", "（株）割印", "㍿割印", "株式會社割印", "（株） 割印"],
    &["有限会社例示", "㈲例示", "(有)例示", "（有）例示"],
    &["合同会社例示", "(合)例示", "（同）例示"],
    &["山田 太郎", "山田　太郎", "山田太郎", "山田\u{200B}太郎"],
    &["ヤマダ", "ﾔﾏﾀﾞ", "やまだ", "ヤマタ\u{3099}"],
    &["ガギグ", "ｶﾞｷﾞｸﾞ", "がぎぐ"],
    &["サーバー", "ｻｰﾊﾞｰ", "さーばー"],
    &["鎌ヶ谷", "鎌ケ谷"],
    &["Müller", "MULLER", "muller", "Ｍüｌｌｅｒ", "Mu\u{308}ller"],
    &["Straße", "STRASSE", "strasse"],
    &["Łódź", "lodz"],
    &["Smørrebrød", "smorrebrod"],
    &["İstanbul", "istanbul"],
    &["ΟΔΥΣΣΕΥΣ", "οδυσσεύς"],
    &["ＡＢＣ１２３", "ABC123", "abc１２３"],
    &["O’Brien", "o'brien"],
    &["2026‐11", "2026-11", "2026－11", "2026−11"],
    &["⼭⽥", "山田"],
];

/// Texts that a reader tells apart.
const OTHER: &[(&str, &str)] = &[
    ("大阪", "大坂"),
    ("后", "後"),
    ("干", "乾"),
    ("太田", "大田"),
    ("か", "が"),
    ("は", "ぱ"),
    ("おばさん", "おばーさん"),
    ("つ", "っ"),
    ("崎", "埼"),
    ("土", "士"),
    ("末", "未"),
    ("予", "与"),
    ("株式会社", "有限会社"),
    ("a b", "ab"),
    ("10", "100"),
    ("हिन्दी", "हन्द"),
];

#[test]
fn what_a_reader_would_not_tell_apart_is_the_same() {
    for same in SAME {
        let first = fold(same[0]);
        for text in &same[1..] {
            assert_eq!(fold(text), first, "{text} and {}", same[0]);
        }
    }
}

#[test]
fn what_a_reader_tells_apart_stays_apart() {
    for (one, other) in OTHER {
        assert_ne!(fold(one), fold(other), "{one} and {other}");
    }
}

#[test]
fn lines_stay_lines_and_every_word_is_folded_by_itself() {
    assert_eq!(fold("契約書 \n 山田　太郎\n"), "契約書\n山田太郎\n");
    assert_eq!(
        words(" 髙橋　㈱割印  ＡＢＣ ").collect::<Vec<_>>(),
        ["高橋", "株式会社割印", "abc"]
    );
    assert_eq!(words("\u{200B} \u{FE0F}").count(), 0);
    assert_eq!(fold(""), "");
}

/// Characters that rules are about, among any others.
fn text() -> impl Strategy<Value = String> {
    let special = prop::sample::select(
        "髙﨑𠮷邊邉齋㈱㍿（株）(株) 　\u{3099}\u{309A}\u{308}¨ßİςヶヵガｶﾞﾞー‐’\u{E0100}\u{FE0F}\u{200B}⼭塚Åﬁ½㌔゛"
            .chars()
            .collect::<Vec<_>>(),
    );
    prop::collection::vec(prop_oneof![special, any::<char>()], 0..24)
        .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn folding_again_changes_nothing(text in text()) {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded);
    }

    #[test]
    fn the_fold_of_earlier_versions_folds_to_the_same(text in text()) {
        use unicode_normalization::UnicodeNormalization;
        let before: String = text.nfkc().flat_map(char::to_lowercase).collect();
        prop_assert_eq!(fold(&before), fold(&text));
    }

    #[test]
    fn every_form_leads_to_one_that_stands_for_itself(c in any::<char>()) {
        let folded = fold(&c.to_string());
        prop_assert!(folded.chars().all(|c| fold(&c.to_string()) == c.to_string()));
    }
}
