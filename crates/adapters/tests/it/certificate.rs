//! The certificate of agreement: everything it has to say is on its pages, whatever the names are, and it says what
//! the seal says.

mod glyphs;
mod largest;

use crate::people::NOW;
use crate::seal::{order, run, sealer};
use std::process::Command;
use wariin_adapters::KrillaCertificates;
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{
    AccountId, AgreedParty, Agreement, Assurance, CertificateFacts, CertifiedFile, CertifiedParty,
    ChainHead, ContentDigest, CopyRecipient, CorrectedFrom, DeliveredPages, EmailAddress,
    EndedHold, EnrolmentClass, FactorId, FactorMethod, FileDigest, FileName, Forwarding, Hold,
    HoldReason, IdpConnectionId, IdpIdentity, IdpSubject, Issuer, Language, OrganisationName,
    PersonName, RecipientId, Seal, SealLevel, Span, TimeSource, TimeZoneName, Timestamp, Title,
    Uuid,
};
use wariin_ports::{CertificatePrinter, SealOrder, SealedSubject, Sealer};

const URL: &str = "https://contracts.example.jp";

fn name(text: &str) -> PersonName {
    PersonName::parse(text).unwrap()
}

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn after(minutes: u32) -> Timestamp {
    NOW.plus(Span::minutes(minutes))
}

fn two_factor(enrolled_at: Timestamp) -> Assurance {
    Assurance::TwoFactor {
        account: AccountId::from(Uuid::from_u128(1)),
        factor: FactorId::from(Uuid::from_u128(2)),
        method: FactorMethod::Totp,
        enrolled_at,
        behind_code: Some(true),
        class: EnrolmentClass::at(enrolled_at, NOW),
        authenticated_at: after(20),
        assertion: None,
    }
}

pub(crate) fn by_passkey() -> Assurance {
    Assurance::TwoFactor {
        account: AccountId::from(Uuid::from_u128(1)),
        factor: FactorId::from(Uuid::from_u128(2)),
        method: FactorMethod::Passkey,
        enrolled_at: NOW.minus(Span::days(3)),
        behind_code: None,
        class: EnrolmentClass::PasskeyBeforeSending,
        authenticated_at: after(20),
        assertion: Some(Uuid::from_u128(88).into()),
    }
}

pub(crate) fn idp() -> Assurance {
    Assurance::Idp {
        account: AccountId::from(Uuid::from_u128(1)),
        identity: IdpIdentity {
            connection: IdpConnectionId::from(Uuid::from_u128(3)),
            issuer: Issuer::parse("https://login.idp.example.com/tenant").unwrap(),
            subject: IdpSubject::parse("hanako-0042").unwrap(),
        },
        linked_at: NOW.minus(Span::days(40)),
        behind_code: Some(true),
        class: EnrolmentClass::NamedIdp,
        authenticated_at: after(31),
        acr: Some("urn:example:loa:2".into()),
        amr: vec!["pwd".into(), "mfa".into()],
        id_token: Some(Uuid::from_u128(77).into()),
    }
}

fn party(number: u32, called: &str, assurance: Assurance) -> CertifiedParty {
    CertifiedParty {
        statement: Some(STATEMENT),
        number,
        agreed: AgreedParty {
            recipient: RecipientId::from(Uuid::from_u128(number.into())),
            name: name(called),
            assurance,
            consented_at: after(20 + number),
        },
        email: email(&format!("party{number}@example.com")),
        organisation: Some(OrganisationName::parse("株式会社 例示商事").unwrap()),
        content: ContentDigest::parse(&"5a".repeat(32)).unwrap(),
        opened_at: Some(after(3)),
        delivered: Some(DeliveredPages { at: after(12), pages: 4 }),
        access_code_at: None,
        holds: Vec::new(),
        forwarded: Vec::new(),
        corrected: Vec::new(),
    }
}

fn file(number: u8) -> CertifiedFile {
    let seal = Seal { digest: FileDigest::new([0xa0 ^ number; 32]), level: SealLevel::Archived };
    CertifiedFile {
        name: FileName::sanitized(&format!("業務委託契約書 第{number}部.pdf")),
        pages: 4,
        digest: FileDigest::new([number; 32]),
        seal,
    }
}

/// A certificate of these parties and files.
fn facts(parties: Vec<CertifiedParty>, files: Vec<CertifiedFile>) -> CertificateFacts {
    let Agreement { document, sender, .. } = order().agreement;
    let agreed = parties.iter().map(|party| party.agreed.clone()).collect();
    CertificateFacts {
        agreement: Agreement { document, sender, parties: agreed },
        title: Title::parse("業務委託基本契約書（2026年度）").unwrap(),
        sender_email: email("eigyo@warijirushi.example.jp"),
        sent_at: NOW,
        agreed_at: after(40),
        concluded_at: after(41),
        files,
        parties,
        copies: Vec::new(),
        time_source: TimeSource::TimestampAuthority,
        head: ChainHead { sequence: 17, hash: FileDigest::new([0xc4; 32]) },
        zone: TimeZoneName::parse("Asia/Tokyo").unwrap(),
    }
}

/// A contract as it is usual, with one party of each kind.
fn usual() -> CertificateFacts {
    let mut first = party(1, "髙橋 𠮷郎", two_factor(after(5)));
    first.access_code_at = Some(after(2));
    first.corrected = vec![CorrectedFrom {
        name: "髙橋 𠮷朗".to_owned(),
        email: "takahashi@example.co".to_owned(),
        at: after(1),
    }];
    first.forwarded = vec![Forwarding {
        name: name("渡邉 総務"),
        email: email("soumu@example.com"),
        at: after(1),
    }];
    let second = party(2, "葛\u{e0100}城 花子", idp());
    let mut third = party(3, "Maria Müller", Assurance::Mailbox { generation: 2 });
    third.holds = vec![EndedHold {
        hold: Hold { since: after(4), why: HoldReason::BackupCode },
        released_at: after(9),
    }];
    let fourth = party(4, "高橋 次郎", by_passkey());
    let mut facts = facts(vec![first, second, third, fourth], vec![file(1), file(2)]);
    facts.copies = vec![CopyRecipient {
        id: Uuid::from_u128(8).into(),
        name: name("経理 担当"),
        email: email("keiri@example.jp"),
    }];
    facts
}

pub(crate) async fn printed(facts: CertificateFacts) -> Vec<u8> {
    KrillaCertificates::new(URL.into()).print(facts).await.unwrap()
}

/// The text of a PDF, without blanks: lines break where they have to.
pub(crate) fn text_of(pdf: &[u8]) -> String {
    text_within(pdf, &[])
}

/// The same of one page.
fn page_of(pdf: &[u8], number: u32) -> String {
    let number = number.to_string();
    text_within(pdf, &["-f", &number, "-l", &number])
}

fn text_within(pdf: &[u8], pages: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("certificate.pdf");
    std::fs::write(&path, pdf).unwrap();
    let said = run(Command::new("pdftotext").arg("-raw").args(pages).arg(&path).arg("-"));
    said.split_whitespace().collect()
}

pub(crate) fn expect_said(text: &str, expected: &str) {
    let expected: String = expected.split_whitespace().collect();
    assert!(text.contains(&expected), "{expected} is not in {text}");
}

// T-004, CO-07
#[tokio::test]
async fn every_fact_stands_on_the_certificate() {
    let facts = usual();
    let pdf = printed(facts.clone()).await;
    let text = text_of(&pdf);
    for expected in [
        facts.title.as_str(),
        "00000000-0000-0000-0000-00000000002a",
        "髙橋𠮷郎",
        "渡邉総務",
        "soumu@example.com",
        "宛先の訂正",
        "髙橋𠮷朗（takahashi@example.co）から",
        "花子",
        "Maria Müller",
        "株式会社例示商事",
        "2要素認証・認証アプリ (E1)",
        "IdP認証 (https://login.idp.example.com/tenant, E4)",
        "hanako-0042",
        "urn:example:loa:2",
        "pwd mfa",
        "メール認証",
        "送信の5分後",
        "送信の40日前",
        "全4ページ",
        "アクセスコード",
        "2要素認証・パスキー (E5/E3)",
        "送信の3日前",
        "00000000-0000-0000-0000-000000000058",
        "バックアップコード",
        "経理担当",
        "keiri@example.jp",
        "第1版、日本語で表示",
        STATEMENT.text(),
        STATEMENT.in_language(Language::English),
        "時刻認証局",
        "2026年11月18日20:27:40",
        "2026-11-18T11:27:40Z",
        URL,
    ] {
        expect_said(&text, expected);
    }
    for file in &facts.files {
        expect_said(&text, file.name.as_str());
        expect_said(&text, &file.digest.to_string());
        expect_said(&text, &file.seal.digest.to_string());
    }
    for party in &facts.parties {
        expect_said(&text, party.email.as_str());
        expect_said(&text, &party.content.to_string());
    }
    expect_said(&text, &facts.head.hash.to_string());
    assert_eq!(printed(usual()).await, pdf, "the same facts gave another certificate");
}

// T-004
#[tokio::test]
async fn the_first_page_is_the_agreement_at_a_glance() {
    let facts = usual();
    let page = page_of(&printed(facts.clone()).await, 1);
    for expected in [
        "合意締結証明書",
        "概要",
        facts.title.as_str(),
        "00000000-0000-0000-0000-00000000002a",
        "髙橋𠮷郎",
        "Maria Müller",
        "株式会社例示商事",
        "2要素認証・認証アプリ (E1)",
        "メール認証",
        "業務委託契約書第2部.pdf（4ページ）",
        "SHA-256a2a2a2a2a2a2a2a2…",
        "同意2026年11月18日20:30:40",
        URL,
    ] {
        expect_said(&page, expected);
    }
    assert!(!page.contains("overleaf"), "everything has room");
}

// T-086: the seal, the certificate and the chain's events are made of the same facts; the chain's part is in the domain
#[tokio::test]
async fn the_certificate_words_each_party_as_the_reason_of_the_seal_does() {
    let folder = tempfile::tempdir().unwrap();
    let facts = usual();
    let pdf = printed(facts.clone()).await;
    let text = text_of(&pdf);
    let subject = SealedSubject::Certificate;
    let order = SealOrder { subject, agreement: facts.agreement.clone(), ..order() };
    let sealed = sealer(&folder.path().join("seal.pem")).seal(pdf.clone(), order).await.unwrap();
    assert!(sealed.pdf.starts_with(&pdf));
    let file = folder.path().join("sealed.pdf");
    std::fs::write(&file, &sealed.pdf).unwrap();
    let pdfsig = run(Command::new("pdfsig").arg("-nocert").arg(&file));
    assert!(pdfsig.contains("Signature is Valid.") && pdfsig.contains("Total document signed"));
    let sealed = String::from_utf8_lossy(&sealed.pdf).into_owned();
    let reason_has = |text: &str| {
        let utf16: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        assert!(sealed.contains(&utf16), "{text} is not in the reason");
    };
    reason_has("合意締結証明書 / document 00000000-0000-0000-0000-00000000002a");
    for method in [
        "2要素認証・認証アプリ (E1)",
        "IdP認証 (https://login.idp.example.com/tenant, E4)",
        "2要素認証・パスキー (E5/E3)",
        "メール認証",
        "パスワード認証",
    ] {
        reason_has(method);
        expect_said(&text, method);
    }
    for party in &facts.agreement.parties {
        let at = wariin_pades::Utc::from_unix(party.consented_at.as_seconds()).rfc3339();
        reason_has(&at);
        expect_said(&text, &at);
    }
}

#[tokio::test]
async fn the_certificate_is_a_sound_pdf_a_with_embedded_fonts() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("certificate.pdf");
    std::fs::write(&file, printed(usual()).await).unwrap();
    let checked = run(Command::new("qpdf").arg("--check").arg(&file));
    assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
    let raw = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
    assert!(raw.contains("<pdfaid:part>2</pdfaid:part>") && raw.contains("pdfaid:conformance>B"));
    let fonts = run(Command::new("pdffonts").arg(&file));
    let lines: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(!lines.is_empty());
    for line in lines {
        // emb, sub and uni stand before the number of the object and its generation.
        let columns: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(columns[columns.len() - 5..columns.len() - 2], ["yes", "yes", "yes"], "{line}");
    }
}
