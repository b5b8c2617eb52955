//! Raising B-B seals and renewing archive timestamps, with a real authority: pages, commands, packs and old copies.

use crate::authority::{Authority, now};
use crate::browser::Browser;
use crate::evidence::{checked, concluded};
use crate::service::{PROGRAM, Service};
use poem::http::StatusCode;
use std::io::Read;
use std::process::Command;
use wariin_adapters::{EvidenceAnchors, EvidenceOutcome, check_evidence};
use wariin_app_http::work_until_idle;
use wariin_domain::{Document, EmailAddress, FileName, Language, SealLevel, Timestamp};
use wariin_pades::{Level, SignatureKind, Trust, Utc, verify};
use wariin_ports::{Clock, Evidence, EvidenceView};
use wariin_usecases::{
    OpenDocument, Principal, Renewal, RenewalOutcome, Upload, evidence_as_operator,
    evidence_as_recipient, renew_as_operator, verify_file,
};

async fn sealed(service: &Service, document: &Document) -> Vec<u8> {
    let digest = document.files[0].sealed.unwrap().digest;
    service.ports().files.get(digest).await.unwrap()
}

/// What the independent verifier says of a pack.
pub(crate) fn by_python(pack: &[u8]) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pack.zip");
    std::fs::write(&file, pack).unwrap();
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/examples/verify_evidence.py");
    let output = Command::new("python3").arg(program).arg(&file).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// The command line on the service's own data.
fn tool(service: &Service, authority: &Authority, arguments: &[&str]) -> (bool, String) {
    let data = service.folder.path().join("data");
    let mut command = Command::new(PROGRAM);
    command.args(arguments).env_clear().env("WARIIN_DATA_DIR", data);
    let output = command.env("WARIIN_TSA_URL", &authority.times[0]).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// The operator's commands renew both files of the document, and say so.
fn renewed_by_commands(service: &Service, authority: &Authority, document: &Document) {
    let (is_well, said) = tool(service, authority, &["seal", "renew", "--due"]);
    assert!(is_well && said.contains("0 files done"), "{said}");
    let (is_well, said) = tool(service, authority, &["seal", "renew", "--all", "--dry-run"]);
    assert!(is_well && said.contains("2 files of 1 documents. Nothing was changed."), "{said}");
    let id = document.id.to_string();
    let (is_well, said) = tool(service, authority, &["seal", "renew", &id]);
    assert!(is_well && said.contains("2 files done, 0 failed"), "{said}");
    let (is_well, said) = tool(service, authority, &["seal", "raise", "--all"]);
    assert!(is_well && said.contains("0 files done"), "{said}");
    let (is_well, said) = tool(service, authority, &["seal", "status"]);
    assert!(is_well && said.contains("0 sealed files are due"), "{said}");
    assert!(said.contains("The last renewal was at"), "{said}");
    assert!(!tool(service, authority, &["seal", "renew"]).0, "what is renewed has to be said");
}

async fn known_here(service: &Service, pdf: &[u8]) -> bool {
    let contents = Box::new(pdf.to_vec());
    let upload = Upload { name: FileName::sanitized("a.pdf"), contents };
    let told = verify_file(service.ports(), upload, Language::Japanese).await.unwrap();
    told.concluded_here.is_some()
}

/// A pack with the file of before the renewal contradicts its events.
async fn expect_no_stale_pack(
    service: &Service,
    raised: &Document,
    renewed: &Document,
    (upload, second): (Vec<u8>, Vec<u8>),
) {
    let history = service.ports().log.history(raised.id).await.unwrap().unwrap();
    let certificate = renewed.certificate.unwrap().digest;
    let evidence = Evidence {
        document: raised.clone(),
        sender: "営業 花子".into(),
        organisation: "割印商事".into(),
        sender_email: EmailAddress::parse("hanako@example.jp").unwrap(),
        certificate: service.ports().files.get(certificate).await.unwrap(),
        history: history.json,
        checkpoint: None,
        id_tokens: service.ports().idps.id_token_file(&[]),
        passkeys: service.ports().passkeys.evidence_file(&[]),
        view: EvidenceView::Whole,
        at: service.clock.now(),
    };
    let mut stale = service.ports().evidence.begin(evidence).await.unwrap();
    stale.add(raised.files[0].id, upload, second).await.unwrap();
    let mut pack = Vec::new();
    stale.finish().await.unwrap().read_to_end(&mut pack).unwrap();
    let check = check_evidence(&pack, &EvidenceAnchors::default(), service.clock.now());
    assert_eq!(check.outcome, EvidenceOutcome::Failed, "{}", check.text(Language::English));
    let said = check.text(Language::English);
    assert!(said.contains("the events say something else"), "{said}");
    assert!(!by_python(&pack).0);
}

// O-21 O-46 O-17 O-43 O-44
#[tokio::test]
async fn a_basic_seal_is_raised_and_renewed_and_packs_verify_and_old_copies_are_recognised() {
    let begin = Timestamp::from_micros(Utc::as_unix(now()) * 1_000_000);
    let service = Service::start_at(begin, &[]).await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let by = service.strongly(&sender).await;
    let sent = service.sent(&by, "taro@example.com").await;
    let basic = concluded(&service, &sent, &taro).await;
    assert_eq!(basic.seal_level(), Some(SealLevel::Basic));
    let first = sealed(&service, &basic).await;
    let path = format!("/documents/{}", basic.id);
    let action = format!("{path}/seals");
    let page = Browser::with_session(&service, &by).get(&path).await.text();
    assert!(!page.contains(&action), "without an authority there is nothing to ask for");
    let refused = Browser::with_session(&service, &by).post(&action, &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);

    let authority = tokio::task::spawn_blocking(Authority::start).await.unwrap();
    let service = service.restart_with(&[("WARIIN_TSA_URL", &authority.times[0])]).await;
    let mut browser = Browser::with_session(&service, &by);
    let page = browser.get(&path).await.text();
    assert!(page.contains(&action) && page.contains("タイムスタンプを追加する"));
    let asked = browser.post(&action, &[]).await;
    assert_eq!(asked.header("location"), format!("{path}?notice=raising"));
    work_until_idle(service.ports()).await.unwrap();
    let raised = service.document(basic.id).await;
    assert!(!raised.has_basic_seal() && raised.seal_level() == Some(SealLevel::Archived));
    let second = sealed(&service, &raised).await;
    assert!(second.starts_with(&first) && second.len() > first.len());
    let page = browser.get(&path).await.text();
    assert!(page.contains("署名した日時ではありません") && !page.contains(&action));
    let check = checked(&service, basic.id).await;
    assert_eq!(check.outcome, EvidenceOutcome::Good, "{}", check.text(Language::English));

    renewed_by_commands(&service, &authority, &basic);

    let renewed = service.document(basic.id).await;
    let third = sealed(&service, &renewed).await;
    assert!(third.starts_with(&second) && third.len() > second.len());
    let trust = Trust { roots: vec![authority.root()], now: now() };
    let report = verify(third.clone(), &trust).unwrap();
    assert!(report.is_intact(), "{report}");
    assert_eq!(report.signatures[0].level, Some(Level::Archived));
    let stamps = report.signatures.iter().filter(|s| s.kind == SignatureKind::DocumentTimestamp);
    assert_eq!(stamps.count(), 2);

    let check = checked(&service, basic.id).await;
    assert_eq!(check.outcome, EvidenceOutcome::Good, "{}", check.text(Language::English));
    let mut pack = Vec::new();
    let packed = evidence_as_operator(service.ports(), Principal::Operator, basic.id).await;
    packed.unwrap().read_to_end(&mut pack).unwrap();
    let (verifies, said) = by_python(&pack);
    assert!(verifies, "{said}");
    service.clock.advance(90);
    let session = service.ports().tokens.session_key(&service.strongly(&taro).await);
    let recipient = renewed.recipients[0].id;
    let command = OpenDocument { principal: Some(session.into()), recipient };
    let mut own = Vec::new();
    let packed = evidence_as_recipient(service.ports(), command).await.unwrap();
    { packed }.read_to_end(&mut own).unwrap();
    let (verifies, said) = by_python(&own);
    assert!(verifies, "{said}");
    let check = check_evidence(&own, &EvidenceAnchors::default(), service.clock.now());
    assert_eq!(check.outcome, EvidenceOutcome::Good, "{}", check.text(Language::English));

    for (copy, is_known) in [(&first, true), (&second, true), (&third, true)] {
        assert_eq!(known_here(&service, copy).await, is_known);
    }
    let upload = service.ports().files.get(renewed.files[0].digest).await.unwrap();
    assert!(!known_here(&service, &upload).await);
    let mut changed = second.clone();
    changed.extend(b"\n");
    assert!(!known_here(&service, &changed).await);

    expect_no_stale_pack(&service, &raised, &renewed, (upload, second)).await;
    let page = Browser::with_session(&service, &by).get("/settings/organisation/seals").await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    assert!(page.contains("電子署名の有効性の延長") && page.contains("2件"), "{page}");
    assert!(!page.contains("最後に失敗した更新"));
}

// O-46 FA-07
#[tokio::test]
async fn an_authority_that_is_away_fails_the_renewal_and_the_file_stays_as_it_is() {
    let begin = Timestamp::from_micros(Utc::as_unix(now()) * 1_000_000);
    let authority = tokio::task::spawn_blocking(Authority::start).await.unwrap();
    let service = Service::start_at(begin, &[("WARIIN_TSA_URL", &authority.times[0])]).await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let by = service.strongly(&sender).await;
    let sent = service.sent(&by, "taro@example.com").await;
    let document = concluded(&service, &sent, &taro).await;
    assert_eq!(document.seal_level(), Some(SealLevel::Archived));
    drop(authority);
    let operator = Principal::Operator;
    let done = renew_as_operator(service.ports(), operator, document.id, Renewal::All).await;
    let done = done.unwrap();
    assert_eq!(done.len(), 2);
    assert!(done.iter().all(|part| matches!(part.outcome, RenewalOutcome::Failed(_))), "{done:?}");
    assert_eq!(service.document(document.id).await, document);
    assert!(sealed(&service, &document).await.starts_with(b"%PDF"));
    let page = Browser::with_session(&service, &by).get("/settings/organisation/seals").await;
    let page = page.text();
    assert!(page.contains("最後に失敗した更新"), "{page}");
    assert!(!page.contains("127.0.0.1"), "no address of another machine is shown");
    let due = renew_as_operator(service.ports(), operator, document.id, Renewal::Due).await;
    assert_eq!(due.unwrap(), [], "nothing of it is due");
}
