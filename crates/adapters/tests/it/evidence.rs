//! Evidence packs: made of a concluded document in a real database, verified, and found out when anything in them
//! was changed.

use crate::databases::{TestDatabase, master, on_each, sqlite};
use crate::hostile::{Hostile, KEY};
use crate::id_token::id_token;
use crate::people::{account, after, by_totp, consent, fresh, kept, stepped};
use crate::seal::sealer;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::process::Command;
use wariin_adapters::{
    EvidenceAnchors, EvidenceCheck, EvidenceOutcome, ZipEvidence, check_evidence, verify_history,
};
use wariin_domain::fixtures;
use wariin_domain::{
    Agreement, Attributes, Details, Document, DocumentFile, DocumentId, FileDigest, FileId,
    Language, NewDraft, Recipient, RecipientId, Seal, SealedFile, Title,
};
use wariin_ports::{
    Evidence, EvidencePacker, EvidenceView, IdentityProviders, SealOrder, SealedSubject, Sealer,
    ShownSeal, TransparencyLog,
};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const NO_TOKENS: &str = r#"{"format":"wariin-id-token-evidence-1","id_tokens":[]}"#;

/// The smallest contract, so that it is checked hundreds of times in a moment.
fn contract() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>",
    ];
    let mut pdf = String::from("%PDF-1.7\n");
    let mut table = String::from("xref\n0 4\n0000000000 65535 f \n");
    for (object, number) in objects.iter().zip(1..) {
        table += &format!("{:010} 00000 n \n", pdf.len());
        pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let at = pdf.len();
    pdf += &format!("{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n");
    pdf.into_bytes()
}

/// A concluded document, with what a pack is made of.
struct Concluded {
    evidence: Evidence,
    sealed: Vec<u8>,
    certificate: String,
    key: String,
    folder: tempfile::TempDir,
}

/// A document of one file, sent to two recipients with the request, agreed to, sealed and integrated.
async fn concluded(test: &TestDatabase) -> Concluded {
    let database = &test.database;
    let sender = account(database, &format!("{}@example.com", fresh())).await;
    let file = DocumentFile {
        id: FileId::from(fresh()),
        digest: FileDigest::new(Sha256::digest(contract()).into()),
        changes: vec![],
        ..fixtures::file(1)
    };
    let title = Title::parse("業務委託契約書").unwrap();
    let new = NewDraft {
        id: DocumentId::from(fresh()),
        details: Details { title, attributes: Attributes::default() },
        files: vec![file],
    };
    let (mut document, mut events) = Document::draft(new, &sender, after(0)).unwrap();
    for email in ["taro@example.com", "hanako@example.com"] {
        let details = fixtures::details(email, Language::Japanese);
        let recipient = Recipient::new(RecipientId::from(fresh()), details);
        let by = by_totp(sender.id);
        events = events.and(document.add_recipient(recipient, &by, after(1)).unwrap());
    }
    events = events.and(document.request_advanced_auth(&by_totp(sender.id), after(2)).unwrap());
    kept(database, &document, events).await;
    let id = document.id;
    let send = |document: &mut Document| document.send(&by_totp(sender.id), after(3)).unwrap();
    stepped(database, id, send).await;
    stepped(database, id, |document| consent(document, 0, after(5))).await;
    let agreed = stepped(database, id, |document| consent(document, 1, after(8))).await;
    let folder = tempfile::tempdir().unwrap();
    let maker = sealer(&folder.path().join("seal.pem"));
    let sealed = maker.seal(contract(), order(&agreed)).await.unwrap();
    let digest = FileDigest::new(Sha256::digest(&sealed.pdf).into());
    let seal = Seal { digest, level: sealed.level };
    let document = stepped(database, id, |document| {
        let file = document.files[0].id;
        document.conclude(&[SealedFile { file, seal }], after(30)).unwrap()
    })
    .await;
    database.integrate().await.unwrap();
    let evidence = Evidence {
        document,
        sender: fixtures::sender().name.to_string(),
        organisation: fixtures::organisation().name.to_string(),
        history: database.history(id).await.unwrap().unwrap(),
        id_tokens: NO_TOKENS.to_owned(),
        view: EvidenceView::Whole,
        at: after(60),
    };
    let (certificate, key) = (maker.certificate_pem(), database.verifier_key());
    Concluded { evidence, sealed: sealed.pdf, certificate, key, folder }
}

/// What the use case seals by.
fn order(document: &Document) -> SealOrder {
    let sender = (fixtures::sender().name, fixtures::organisation().name);
    SealOrder {
        subject: SealedSubject::Contract,
        agreement: Agreement::of(document, sender.0, sender.1),
        at: after(30),
        fields: Vec::new(),
        shown: ShownSeal::Nothing,
    }
}

impl Concluded {
    async fn pack_of(&self, evidence: Evidence) -> Vec<u8> {
        let packer = ZipEvidence::new(self.folder.path().to_owned(), &master());
        let file = evidence.document.files[0].id;
        let mut pack = packer.begin(evidence).await.unwrap();
        pack.add(file, contract(), self.sealed.clone()).await.unwrap();
        let mut bytes = Vec::new();
        pack.finish().await.unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    }

    async fn pack(&self) -> Vec<u8> {
        self.pack_of(self.evidence.clone()).await
    }

    fn anchors(&self) -> EvidenceAnchors {
        let roots = wariin_adapters::trusted_certificates(&self.certificate).unwrap();
        EvidenceAnchors { key: Some(self.key.clone()), roots }
    }
}

/// Checked without any anchor.
fn checked(pack: &[u8]) -> EvidenceCheck {
    check_evidence(pack, &EvidenceAnchors::default(), after(90))
}

fn failures(check: &EvidenceCheck) -> Vec<&'static str> {
    check.findings.iter().filter(|f| f.has_failed()).map(|f| f.about.name()).collect()
}

fn parts(pack: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(pack)).unwrap();
    let each = (0..archive.len()).map(|number| {
        let mut part = archive.by_index(number).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().to_owned(), bytes)
    });
    each.collect()
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::DEFAULT
        .compression_method(CompressionMethod::Stored)
        .unix_permissions(0o644);
    for (name, bytes) in parts {
        archive.start_file(name, stored).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn part<'p>(parts: &'p mut [(String, Vec<u8>)], name: &str) -> &'p mut Vec<u8> {
    &mut parts.iter_mut().find(|(known, _)| known == name).unwrap().1
}

/// A note by the key of a forger, who names it as the service's.
fn forged(text: &str) -> String {
    let key = forger();
    let name = "wariin/forged00";
    let public = [&[1], key.verifying_key().as_bytes().as_slice()].concat();
    let id = &Sha256::digest([name.as_bytes(), b"\n", &public].concat())[..4];
    let signed = [id, &key.sign(text.as_bytes()).to_bytes()].concat();
    format!("{text}\n— {name} {}\n", STANDARD.encode(signed))
}

fn forger() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn forgers_key() -> String {
    let public = [&[1], forger().verifying_key().as_bytes().as_slice()].concat();
    let id = &Sha256::digest([b"wariin/forged00\n".as_slice(), &public].concat())[..4];
    format!("wariin/forged00+{}+{}", hex::encode(id), STANDARD.encode(&public))
}

/// The pack with evidence that was edited, and everything signed anew by a forger.
fn forged_pack(pack: &[u8], edit: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut parts = parts(pack);
    let mut evidence: Value = serde_json::from_slice(part(&mut parts, "evidence.json")).unwrap();
    let checkpoint = evidence["history"]["checkpoint"].as_str().unwrap().to_owned();
    let (_, rest) = checkpoint.rsplit_once("\n\n").unwrap().0.split_once('\n').unwrap();
    evidence["history"]["checkpoint"] = json!(forged(&format!("wariin/forged00\n{rest}\n")));
    evidence["history"]["key"] = json!(forgers_key());
    edit(&mut evidence);
    *part(&mut parts, "evidence.json") = serde_json::to_vec_pretty(&evidence).unwrap();
    let note = String::from_utf8(part(&mut parts, "manifest.txt").clone()).unwrap();
    let lines: Vec<&str> = note.split('\n').collect();
    let mut text = format!("{}\n{}\n{}\n{}\n", lines[0], lines[1], lines[2], forgers_key());
    for (name, bytes) in parts.iter().filter(|(name, _)| name != "manifest.txt") {
        text += &format!("{}  {name}\n", hex::encode(Sha256::digest(bytes)));
    }
    *part(&mut parts, "manifest.txt") = forged(&text).into_bytes();
    zipped(&parts)
}

/// The places of all values in the JSON that hold no others.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| leaves(value, &format!("{at}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().zip(0..).for_each(|(item, n)| leaves(item, &format!("{at}/{n}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            found.push(at.to_owned());
        }
    }
}

/// Another value of the same type, where there is one.
fn edited(value: &Value) -> Value {
    match value {
        Value::Bool(value) => json!(!value),
        Value::Number(number) => json!(number.as_i64().unwrap() + 1),
        Value::String(text) => {
            let last = if text.ends_with('1') { '2' } else { '1' };
            let mut text = text.clone();
            text.pop();
            text.push(last);
            json!(text)
        }
        Value::Null => json!("00000000-0000-0000-0000-000000000001"),
        Value::Array(_) | Value::Object(_) => panic!("no leaf"),
    }
}

// O-17
#[tokio::test]
async fn a_pack_verifies_with_nothing_but_itself_and_its_anchors() {
    on_each(async |test| {
        let concluded = concluded(test).await;
        let pack = concluded.pack().await;
        let check = check_evidence(&pack, &concluded.anchors(), after(90));
        assert_eq!(check.outcome, EvidenceOutcome::Good, "{}", check.text(Language::English));
        assert_eq!(checked(&pack).outcome, EvidenceOutcome::Good);
        let unknown = checked(&pack);
        let unknown = unknown.findings.iter().filter(|f| !f.holds()).map(|f| f.about.name());
        assert_eq!(unknown.collect::<Vec<_>>(), ["key", "trust", "attested"]);
        let mut parts = parts(&pack);
        let evidence: Value = serde_json::from_slice(part(&mut parts, "evidence.json")).unwrap();
        verify_history(&evidence["history"].to_string(), Some(&concluded.key)).unwrap();
    })
    .await;
}

// O-17
#[tokio::test]
async fn packing_twice_gives_the_same_bytes_but_for_the_time_in_the_manifest() {
    let concluded = concluded(&sqlite().await).await;
    let first = concluded.pack().await;
    assert!(first == concluded.pack().await);
    let later = Evidence { at: after(61), ..concluded.evidence.clone() };
    let later = concluded.pack_of(later).await;
    assert!(first != later);
    let differing =
        parts(&first).into_iter().zip(parts(&later)).filter(|(one, other)| one != other);
    let names: Vec<String> = differing.map(|((name, _), _)| name).collect();
    assert_eq!(names, ["manifest.txt"]);
}

// O-17
#[tokio::test]
async fn one_changed_byte_at_each_of_a_thousand_places_is_found() {
    let concluded = concluded(&sqlite().await).await;
    let mut pack = concluded.pack().await;
    let mut random: u64 = 16;
    for _ in 0..1_000 {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = usize::try_from(random >> 33).unwrap() % pack.len();
        let before = pack[place];
        pack[place] ^= 1 << (random >> 30 & 7);
        let outcome = checked(&pack).outcome;
        assert!(
            matches!(outcome, EvidenceOutcome::Failed | EvidenceOutcome::Unreadable),
            "{place}: {outcome:?}"
        );
        pack[place] = before;
    }
    assert_eq!(checked(&pack).outcome, EvidenceOutcome::Good);
    for length in (0..pack.len()).step_by(4_999) {
        assert_ne!(checked(&pack[..length]).outcome, EvidenceOutcome::Good, "{length}");
    }
}

// O-17
#[tokio::test]
async fn every_field_of_the_evidence_that_was_edited_is_found() {
    let concluded = concluded(&sqlite().await).await;
    let pack = concluded.pack().await;
    let forged = forged_pack(&pack, |_| {});
    assert_eq!(failures(&checked(&forged)), Vec::<&str>::new());
    let known = EvidenceAnchors { key: Some(concluded.key.clone()), roots: Vec::new() };
    assert_eq!(failures(&check_evidence(&forged, &known, after(90))), ["key"]);

    let mut original = parts(&pack);
    let evidence: Value = serde_json::from_slice(part(&mut original, "evidence.json")).unwrap();
    let mut places = Vec::new();
    leaves(&evidence, "", &mut places);
    assert!(places.len() > 100, "{}", places.len());
    let mut only_attested = Vec::new();
    for (place, number) in places.into_iter().zip(0..) {
        let other = edited(evidence.pointer(&place).unwrap());
        // The list of parts sees every edit by the digest alone.
        if number % 16 == 0 {
            let mut parts = original.clone();
            let mut changed = evidence.clone();
            *changed.pointer_mut(&place).unwrap() = other.clone();
            *part(&mut parts, "evidence.json") = serde_json::to_vec_pretty(&changed).unwrap();
            assert!(failures(&checked(&zipped(&parts))).contains(&"manifest"), "{place}");
        }
        let forged = forged_pack(&pack, |evidence| *evidence.pointer_mut(&place).unwrap() = other);
        if checked(&forged).outcome != EvidenceOutcome::Failed {
            only_attested.push(place);
        }
    }
    assert_eq!(
        only_attested,
        [
            "/document/title",
            "/files/0/name",
            "/files/0/pages",
            "/recipients/0/organisation",
            "/recipients/1/organisation"
        ],
        "a forger can change only what the log's signature alone vouches for"
    );
}

// O-17
#[tokio::test]
async fn parts_of_another_document_are_found() {
    let test = sqlite().await;
    let (own, other) = (concluded(&test).await, concluded(&test).await);
    let (own, other) = (own.pack().await, parts(&other.pack().await));
    for (name, bytes) in other {
        let mut parts = parts(&own);
        if *part(&mut parts, &name) == bytes {
            continue;
        }
        *part(&mut parts, &name) = bytes.clone();
        assert_eq!(checked(&zipped(&parts)).outcome, EvidenceOutcome::Failed, "{name}");
    }
    let other_seal = {
        let other = concluded(&test).await;
        let mut parts = parts(&own);
        *part(&mut parts, "sealed/001.pdf") = other.sealed;
        let digest = hex::encode(Sha256::digest(&part(&mut parts, "sealed/001.pdf")[..]));
        let swapped = zipped(&parts);
        forged_pack(&swapped, |evidence| evidence["files"][0]["sealed"]["sha256"] = json!(digest))
    };
    let found = failures(&checked(&other_seal));
    assert!(found.contains(&"events") && found.contains(&"reasons"), "{found:?}");
}

// O-17
#[tokio::test]
async fn a_zip_that_is_no_pack_gets_a_clear_verdict() {
    let concluded = concluded(&sqlite().await).await;
    let parts = parts(&concluded.pack().await);
    for name in ["../evidence.json", "/etc/passwd", "uploads/../../x", "uploads\\001.pdf", "a/"] {
        let mut parts = parts.clone();
        parts.push((name.to_owned(), b"x".to_vec()));
        assert_eq!(failures(&checked(&zipped(&parts))), ["container"], "{name}");
    }
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("evidence.json", "/etc/passwd", SimpleFileOptions::DEFAULT).unwrap();
    assert_eq!(failures(&checked(&link.finish().unwrap().into_inner())), ["container"]);
    let mut many = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..400 {
        many.start_file(format!("uploads/{number:03}.pdf"), SimpleFileOptions::DEFAULT).unwrap();
    }
    assert_eq!(failures(&checked(&many.finish().unwrap().into_inner())), ["container"]);
    let mut twice = zipped(&parts);
    let again = twice.clone();
    twice.extend(again);
    assert_eq!(failures(&checked(&twice)), ["container"]);
    for bytes in [&b""[..], b"PK", b"PK\x05\x06", &[0; 22], b"no ZIP at all"] {
        assert_eq!(checked(bytes).outcome, EvidenceOutcome::Unreadable);
    }
    for missing in 0..parts.len() {
        let mut parts = parts.clone();
        let (name, _) = parts.remove(missing);
        assert_eq!(checked(&zipped(&parts)).outcome, EvidenceOutcome::Failed, "{name}");
    }
}

// O-17
#[tokio::test]
async fn a_recipients_pack_verifies_and_tells_of_the_others_what_the_seal_says() {
    let concluded = concluded(&sqlite().await).await;
    let own = concluded.evidence.document.recipients[1].id;
    let evidence = Evidence { view: EvidenceView::Recipient(own), ..concluded.evidence.clone() };
    let pack = concluded.pack_of(evidence).await;
    let check = check_evidence(&pack, &concluded.anchors(), after(90));
    assert_eq!(check.outcome, EvidenceOutcome::Good, "{}", check.text(Language::English));
    let mut parts = parts(&pack);
    let json = String::from_utf8(part(&mut parts, "evidence.json").clone()).unwrap();
    assert!(json.contains("hanako@example.com"));
    assert!(!json.contains("taro@example.com"), "the address of another recipient");
    assert!(!json.contains("\"sent\""), "how the sender was signed in");
    let evidence: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(evidence["recipients"][0]["consent"]["assurance"], Value::Null);
    assert_ne!(evidence["recipients"][1]["consent"]["assurance"], Value::Null);
}

// CO-03
#[tokio::test]
async fn an_id_token_to_which_no_event_commits_is_found() {
    let concluded = concluded(&sqlite().await).await;
    let idp = Hostile::start().await;
    let id_tokens = idp.providers.id_token_file(&[id_token(&idp, &KEY)]);
    let pack = concluded.pack_of(Evidence { id_tokens, ..concluded.evidence.clone() }).await;
    assert_eq!(failures(&checked(&pack)), ["id_tokens"]);
}

fn by_python(pack: &[u8], key: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pack.zip");
    fs::write(&file, pack).unwrap();
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/examples/verify_evidence.py");
    let mut command = Command::new("python3");
    let output = command.arg(program).arg(&file).args(["--key", key]).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

// O-43
#[tokio::test]
async fn a_second_program_comes_to_the_same_verdicts() {
    let concluded = concluded(&sqlite().await).await;
    let pack = concluded.pack().await;
    let (verifies, said) = by_python(&pack, &concluded.key);
    assert!(verifies, "{said}");
    let own = concluded.evidence.document.recipients[0].id;
    let evidence = Evidence { view: EvidenceView::Recipient(own), ..concluded.evidence.clone() };
    let (verifies, said) = by_python(&concluded.pack_of(evidence).await, &concluded.key);
    assert!(verifies, "{said}");
    for place in [
        "/document/concluded_at",
        "/recipients/0/consent/at",
        "/recipients/1/consent/content",
        "/history/events/3/data",
        "/history/events/2/at",
        "/files/0/upload/sha256",
        "/content/head",
        "/recipients/0/email",
        "/history/events/1/leaf",
        "/recipients/0/consent/assurance/class",
    ] {
        let edit = |evidence: &mut Value| {
            let value = evidence.pointer_mut(place).unwrap();
            *value = edited(value);
        };
        let forged = forged_pack(&pack, edit);
        let (verifies, said) = by_python(&forged, &forgers_key());
        assert!(!verifies && !said.contains("Traceback"), "{place}: {said}");
    }
    let (verifies, said) = by_python(&forged_pack(&pack, |_| {}), &concluded.key);
    assert!(!verifies && said.contains("key"), "{said}");
}
