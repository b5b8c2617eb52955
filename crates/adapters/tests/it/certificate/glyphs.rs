//! Every character of a certificate is a glyph that its fonts have, as `MuPDF` reads them.

use super::{expect_said, facts, file, largest, party, printed, text_of, two_factor, usual};
use crate::people::NOW;
use crate::seal::run;
use std::process::Command;
use wariin_domain::{
    CertificateFacts, CertifiedFile, CertifiedParty, ConsentStatement, FileName, Language,
    OrganisationName, Title,
};

/// Names as they may be typed: rare and compatibility ideographs, variants that the fonts have and have not, marks that
/// were typed by themselves, symbols that many programs draw as emoji, scripts that no shipped font has.
const NAMES: [&str; 12] = [
    "𠮷田 髙﨑邉",
    "葛\u{e0100}城 辻\u{e0101}",
    "一\u{fe00}郎 二\u{e01ef}郎",
    "☎\u{fe0e} ❤\u{fe0f} ☺",
    "😀 🏢 👩\u{200d}💼 🇯🇵",
    "か\u{3099}き\u{3099} カ\u{3099}\u{fe00}",
    "g\u{30c}q\u{303}\u{304} ŷ",
    "山\u{fe00}\u{fe01}田",
    "สมชาย 홍길동",
    "神\u{fa19} 凞\u{fa15}",
    "张伟 張偉 㐂 〆木",
    "Ærøskøbing Łódź ﾊﾝｶｸ ①Ⅳ㈱",
];

/// A contract of people with all these names, and of as many files and sentences.
fn rare() -> CertificateFacts {
    let parties = (1..).zip(NAMES).map(|(number, called)| {
        let language = Language::ALL[number as usize % Language::ALL.len()];
        CertifiedParty {
            statement: Some(ConsentStatement::newest(language)),
            organisation: Some(OrganisationName::parse(called).unwrap()),
            ..party(number, called, two_factor(NOW))
        }
    });
    let files = (1..).zip(NAMES).map(|(number, called)| CertifiedFile {
        name: FileName::sanitized(&format!("{called}.pdf")),
        ..file(number)
    });
    CertificateFacts {
        title: Title::parse(&NAMES.join("、")).unwrap(),
        ..facts(parties.collect(), files.collect())
    }
}

/// How many glyphs `MuPDF` draws, and those of them that are the box for what a font has not.
fn drawn(pdf: &[u8]) -> (usize, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("certificate.pdf");
    std::fs::write(&path, pdf).unwrap();
    let trace = run(Command::new("mutool").arg("trace").arg(&path));
    let glyphs: Vec<&str> = trace.lines().filter(|line| line.contains("<g ")).collect();
    // The second character of what one glyph stands for, such as a variation selector, has no glyph.
    let is_box =
        |line: &&&str| line.contains(r#"glyph="0""#) || line.contains(r#"glyph=".notdef""#);
    (glyphs.len(), glyphs.iter().filter(is_box).map(ToString::to_string).collect())
}

// T-004
#[tokio::test]
async fn no_character_of_any_name_becomes_a_box() {
    for (facts, least) in [(usual(), 2_000), (rare(), 3_000), (largest::largest(), 50_000)] {
        let (count, boxes) = drawn(&printed(facts).await);
        assert!(count > least, "{count} glyphs");
        assert_eq!(boxes, Vec::<String>::new());
    }
}

// T-004
#[tokio::test]
async fn names_are_read_back_word_for_word_with_code_points_for_what_no_font_has() {
    let text = text_of(&printed(rare()).await);
    for expected in [
        "𠮷田髙﨑邉",
        "一〔U+FE00〕郎二〔U+E01EF〕郎",
        "☎〔U+FE0E〕",
        "〔U+1F600〕〔U+1F3E2〕",
        "がぎ",
        "山〔U+FE00〕〔U+FE01〕田",
        "〔U+0E2A〕",
        "〔U+D64D〕",
        "张伟張偉㐂〆木",
        "ÆrøskøbingŁódź",
        "ﾊﾝｶｸ①Ⅳ㈱",
    ] {
        expect_said(&text, expected);
    }
    for language in ["日本語", "英語", "中国語（簡体字）", "中国語（繁体字）"]
    {
        expect_said(&text, &format!("第1版、{language}で表示"));
    }
}

/// Each party's number among all is followed by the own address, before that of the next party. Numbers of pages look
/// like those of parties.
fn expect_each_party(text: &str, facts: &CertificateFacts) {
    let of = |number: u32| format!("{number}/{}", facts.parties.len());
    for party in &facts.parties {
        let (own, next) = (of(party.number), of(party.number + 1));
        let is_followed = |(at, _): (usize, &str)| {
            let rest = &text[at + own.len()..];
            let end = rest.find(&next).unwrap_or(rest.len());
            rest[..end].contains(party.email.as_str())
        };
        let email = &party.email;
        assert!(text.match_indices(&own).any(is_followed), "{own} is not before {email} in {text}");
    }
}

// T-004
#[tokio::test]
async fn every_party_stands_with_number_and_address_whatever_the_names_are() {
    for facts in [usual(), rare(), largest::largest()] {
        let text = text_of(&printed(facts.clone()).await);
        expect_each_party(&text, &facts);
    }
}
