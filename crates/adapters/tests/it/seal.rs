//! Sealing, through the port.

use crate::people::NOW;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use wariin_adapters::{KeySource, PadesSealer, PdfWorkers, SealSettings};
use wariin_domain::{
    AccountId, AgreedParty, AgreedSender, Agreement, Assurance, DocumentId, EnrolmentClass,
    FactorId, FactorMethod, OrganisationName, PersonName, RecipientId, SealLevel, SignInMethod,
    Uuid,
};
use wariin_ports::{
    PdfInspector, PdfRefusal, SealError, SealOrder, SealedSubject, Sealer, ShownSeal,
};

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");

pub(crate) fn sealer(path: &Path) -> PadesSealer {
    let settings = SealSettings {
        key: KeySource::Own(path.to_owned()),
        subject: Some("割印商事".into()),
        authorities: Vec::new(),
        roots: Vec::new(),
    };
    PadesSealer::open(settings, NOW).unwrap()
}

pub(crate) fn order() -> SealOrder {
    let agreement = Agreement {
        document: DocumentId::from(Uuid::from_u128(42)),
        sender: Some(AgreedSender {
            name: PersonName::parse("営業 花子").unwrap(),
            organisation: OrganisationName::parse("割印商事").unwrap(),
            sign_in: SignInMethod::Password { at: NOW },
            sent_at: NOW,
        }),
        parties: vec![AgreedParty {
            recipient: RecipientId::from(Uuid::from_u128(4)),
            name: PersonName::parse("山田 太郎").unwrap(),
            assurance: Assurance::TwoFactor {
                account: AccountId::from(Uuid::from_u128(1)),
                factor: FactorId::from(Uuid::from_u128(2)),
                method: FactorMethod::Totp,
                enrolled_at: NOW,
                behind_code: Some(true),
                class: EnrolmentClass::AfterSending,
                authenticated_at: NOW,
                assertion: None,
            },
            consented_at: NOW,
        }],
    };
    let (subject, shown) = (SealedSubject::Contract, ShownSeal::Nothing);
    SealOrder { subject, agreement, at: NOW, fields: Vec::new(), shown }
}

// T-004
#[tokio::test]
async fn the_seal_names_the_document_and_how_each_party_was_authenticated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seal.pem");
    let made = sealer(&path);
    let sealed = made.seal(CONTRACT.to_vec(), order()).await.unwrap();
    assert_eq!((sealed.level, made.level()), (SealLevel::Basic, SealLevel::Basic));
    let pdf = sealed.pdf;
    assert!(pdf.starts_with(CONTRACT));
    let at = wariin_pades::Utc::from_unix(NOW.as_seconds()).rfc3339();
    let reason = format!(
        "document 00000000-0000-0000-0000-00000000002a; 送信 「営業 花子」 「割印商事」 パスワード認証 {at}; \
         1/1 「山田 太郎」 2要素認証・認証アプリ (E1) {at}"
    );
    let utf16: String = reason.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    assert!(String::from_utf8_lossy(&pdf).contains(&utf16));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(sealer(&path).certificate_pem(), made.certificate_pem());
}

pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

/// The words on the first page of a sealed PDF, with what its signature's field shows.
fn words(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.pdf");
    fs::write(&file, pdf).unwrap();
    let qpdf = run(Command::new("qpdf").arg("--check").arg(&file));
    assert!(qpdf.contains("No syntax or stream encoding errors"), "{qpdf}");
    let pdfsig = run(Command::new("pdfsig").arg("-nocert").arg(&file));
    assert!(pdfsig.contains("Signature is Valid."), "{pdfsig}");
    assert!(pdfsig.contains("Total document signed"), "{pdfsig}");
    run(Command::new("mutool").args(["draw", "-q", "-F", "txt"]).arg(&file).arg("1"))
}

// O-35
#[tokio::test]
async fn the_first_page_shows_the_mark_where_pages_may_be_drawn_on_and_it_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let maker = sealer(&folder.path().join("seal.pem"));
    let marked = || SealOrder { shown: ShownSeal::Mark, ..order() };
    let sealed = maker.seal(CONTRACT.to_vec(), marked()).await.unwrap().pdf;
    assert!(sealed.starts_with(CONTRACT));
    let mark = "電子署名済み 書類ID 00000000-0000-0000-0000-00000000002a";
    assert!(words(&sealed).contains(mark), "{}", words(&sealed));
    let plain = maker.seal(CONTRACT.to_vec(), order()).await.unwrap().pdf;
    assert!(!words(&plain).contains("電子署名済み"));
    assert!(String::from_utf8_lossy(&plain).contains("/Rect[0 0 0 0]"));

    let again = maker.seal(plain.clone(), marked()).await.unwrap().pdf;
    assert!(again.starts_with(&plain));
    assert_eq!(words(&again), words(&plain), "nothing is drawn on a file that came signed");
}

#[tokio::test]
async fn a_file_that_is_no_pdf_is_reported_as_unsealable() {
    let folder = tempfile::tempdir().unwrap();
    let sealer = sealer(&folder.path().join("seal.pem"));
    let unsealable = sealer.seal(b"no pdf".to_vec(), order()).await;
    assert!(matches!(unsealable, Err(SealError::Unsealable(_))));
}

#[tokio::test]
async fn an_upload_is_refused_when_its_worker_cannot_start() {
    let worker = PdfWorkers::new("/nowhere".into(), "inspect");
    let refused = worker.inspect(CONTRACT.to_vec(), None).await;
    assert_eq!(refused, Err(PdfRefusal::TooComplex));
}

fn with(key: KeySource, authorities: &[&str]) -> SealSettings {
    SealSettings {
        key,
        subject: Some("割印商事".into()),
        authorities: authorities.iter().map(|address| (*address).to_owned()).collect(),
        roots: Vec::new(),
    }
}

/// An error with its causes.
fn said(error: &dyn std::error::Error) -> String {
    let cause = error.source().map(|cause| format!(": {}", said(cause)));
    error.to_string() + &cause.unwrap_or_default()
}

#[tokio::test]
async fn a_key_that_cannot_be_used_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.pem");
    let other = folder.path().join("other.pem");
    sealer(&own);
    sealer(&other);
    let file = |path: &Path| KeySource::File { path: path.to_owned(), password: None };
    let pem = |path: &Path| fs::read_to_string(path).unwrap();
    let mixed = folder.path().join("mixed.pem");
    let (own_pem, other_pem) = (pem(&own), pem(&other));
    let parts = |text: &str| {
        let at = text.find("-----BEGIN CERTIFICATE").unwrap();
        (text[..at].to_owned(), text[at..].to_owned())
    };
    let (key, certificate) = (parts(&own_pem).0, parts(&other_pem).1);
    fs::write(&mixed, key + &certificate).unwrap();
    let garbage = folder.path().join("garbage.p12");
    fs::write(&garbage, [7; 300]).unwrap();
    for (source, what) in [
        (file(&mixed), "another key"),
        (file(&garbage), "no private key"),
        (file(&folder.path().join("missing.p12")), "missing.p12"),
        (
            KeySource::Token("pkcs11:token=x?module-path=/nowhere.so&pin-value=1".into()),
            "nowhere.so",
        ),
    ] {
        let refused = PadesSealer::open(with(source, &[]), NOW).unwrap_err();
        assert!(said(&refused).contains(what), "{}", said(&refused));
    }
    let after = NOW.plus(wariin_domain::Span::days(20 * 366));
    let refused = PadesSealer::open(with(KeySource::Own(own), &[]), after).unwrap_err();
    assert!(said(&refused).contains("expired on"), "{}", said(&refused));
}

// FA-07
#[tokio::test]
async fn without_its_timestamp_authority_nothing_is_sealed_and_the_trial_names_the_authority() {
    let folder = tempfile::tempdir().unwrap();
    let key = KeySource::Own(folder.path().join("seal.pem"));
    let sealer =
        PadesSealer::open(with(key, &["http://user:hush@127.0.0.1:9/tsa?key=hush"]), NOW).unwrap();
    assert_eq!(sealer.level(), SealLevel::Archived);
    let refused = sealer.seal(CONTRACT.to_vec(), order()).await;
    assert!(matches!(refused, Err(SealError::Unavailable(_))), "{refused:?}");
    let trial = sealer.try_out(NOW).await.unwrap_err();
    assert!(said(&trial).contains("http://127.0.0.1:9/tsa"), "{}", said(&trial));
    assert!(!said(&trial).contains("hush"), "{}", said(&trial));
    let plain = with(KeySource::Own(folder.path().join("seal.pem")), &[]);
    PadesSealer::open(plain, NOW).unwrap().try_out(NOW).await.unwrap();
}

// O-21
#[test]
fn a_key_that_was_made_for_one_subject_is_not_used_when_another_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seal.pem");
    let with = |subject: Option<&str>| {
        let subject = subject.map(str::to_owned);
        PadesSealer::open(SealSettings { subject, ..with(KeySource::Own(path.clone()), &[]) }, NOW)
    };
    let made = with(None).unwrap().certificate_pem();
    let refused = with(Some("割印商事")).unwrap_err();
    let text = said(&refused);
    assert!(text.contains("CN=Wariin Seal, O=Wariin") && text.contains("割印商事"), "{text}");
    assert_eq!(with(Some("Wariin")).unwrap().certificate_pem(), made);
    fs::remove_file(&path).unwrap();
    with(Some("割印商事")).unwrap();
    with(None).unwrap();
}
