//! Evidence packs: made of a concluded document in a real database, verified, and found out when anything in them
//! was changed.

mod agreement;
mod changed;
mod checkpoint;
mod enrolment;
mod forged;
mod forger;
mod hostile;
mod kept;
mod mutated;
mod proofs;
mod python;
mod validators;

use crate::databases::{TestDatabase, master, on_each, sqlite};
use crate::people::{account, after, by_totp, consent, fresh, kept, stepped};
use crate::seal::sealer;
use forger::{part, parts};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::io::Read;
use wariin_adapters::{
    EvidenceAnchors, EvidenceCheck, EvidenceOutcome, PadesSealer, ZipEvidence, check_evidence,
    verify_history,
};
use wariin_domain::fixtures;
use wariin_domain::{
    Account, Agreement, Assurance, Attributes, Consent, ConsentAssurance, CorrectedRecipient,
    Details, Document, DocumentFile, DocumentId, EmailAddress, Event, EventKind, Events,
    FileDigest, FileId, Language, NewDraft, Recipient, RecipientId, RecipientState, Seal,
    SealedFile, Timestamp, Title,
};
use wariin_ports::{
    Evidence, EvidencePacker, EvidenceView, SealOrder, SealedPdf, SealedSubject, Sealer, ShownSeal,
    TransparencyLog,
};

const NO_TOKENS: &str = r#"{"format":"wariin-id-token-evidence-1","id_tokens":[]}"#;
const NO_ASSERTIONS: &str = r#"{"format":"wariin-passkey-evidence-1","assertions":[]}"#;

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
    let agreed = agreed(test).await;
    let folder = tempfile::tempdir().unwrap();
    let maker = sealer(&folder.path().join("seal.pem"));
    sealed(test, &agreed, &maker, folder).await
}

/// The draft of a sender with one file and these recipients, with the request.
fn draft(sender: &Account, recipients: [&str; 2]) -> (Document, Events) {
    let (mut document, events) = plain_draft(sender, recipients);
    let requested = document.request_advanced_auth(&by_totp(sender.id), after(2)).unwrap();
    (document, events.and(requested))
}

/// The same without the request.
fn plain_draft(sender: &Account, recipients: [&str; 2]) -> (Document, Events) {
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
    let (mut document, mut events) = Document::draft(new, sender, after(0)).unwrap();
    for email in recipients {
        let details = fixtures::details(email, Language::Japanese);
        let recipient = Recipient::new(RecipientId::from(fresh()), details);
        let by = by_totp(sender.id);
        events = events.and(document.add_recipient(recipient, &by, after(1)).unwrap());
    }
    (document, events)
}

/// The recipient at this place consents, and the service says this of how the person was authenticated.
fn consent_said(
    document: &mut Document,
    place: usize,
    at: Timestamp,
    said: impl Fn(Assurance) -> Assurance,
) -> Events {
    let events = consent(document, place, at);
    let said = |consent: &Consent| {
        let assurance = ConsentAssurance::new(said((*consent.assurance).clone())).unwrap();
        Consent { assurance, ..consent.clone() }
    };
    let mut parts = (**document).clone();
    let RecipientState::Consented(given) = &parts.recipients[place].state else {
        panic!("not consented");
    };
    parts.recipients[place].state = RecipientState::Consented(said(given));
    *document = Document::restore(parts).unwrap();
    events.iter().fold(Events::none(), |all, event| {
        let kind = match &event.kind {
            EventKind::Consented { recipient, consent } => {
                EventKind::Consented { recipient: *recipient, consent: said(consent) }
            }
            kind => kind.clone(),
        };
        all.and(Events::one(Event { kind, ..event.clone() }))
    })
}

async fn agreed(test: &TestDatabase) -> Document {
    let database = &test.database;
    let sender = account(database, &format!("{}@example.com", fresh())).await;
    let (document, events) = draft(&sender, ["taro@example.com", "hanako@example.co"]);
    kept(database, &document, events).await;
    let id = document.id;
    let send = |document: &mut Document| document.send(&by_totp(sender.id), after(3)).unwrap();
    stepped(database, id, send).await;
    stepped(database, id, |document| {
        let hanako = document.recipients[1].clone();
        let email = EmailAddress::parse("hanako@example.com").unwrap();
        let to = CorrectedRecipient { name: hanako.details.name, email };
        document.correct_recipient(hanako.id, to, None, &by_totp(sender.id), after(4)).unwrap()
    })
    .await;
    stepped(database, id, |document| consent(document, 0, after(5))).await;
    stepped(database, id, |document| consent(document, 1, after(8))).await
}

/// Seals the file and the certificate, and integrates the history.
async fn sealed(
    test: &TestDatabase,
    agreed: &Document,
    maker: &PadesSealer,
    folder: tempfile::TempDir,
) -> Concluded {
    let (database, id) = (&test.database, agreed.id);
    let sealed = maker.seal(contract(), order(agreed, SealedSubject::Contract)).await.unwrap();
    stepped(database, id, |document| {
        let file = document.files[0].id;
        document.conclude(&[SealedFile { file, seal: seal_of(&sealed) }], after(30)).unwrap()
    })
    .await;
    // Its pages do not matter here.
    let certificate = order(agreed, SealedSubject::Certificate);
    let certificate = maker.seal(contract(), certificate).await.unwrap();
    let issue = |document: &mut Document| {
        document.issue_certificate(seal_of(&certificate), after(31)).unwrap()
    };
    let document = stepped(database, id, issue).await;
    database.integrate().await.unwrap();
    let evidence = Evidence {
        document,
        sender: fixtures::sender().name.to_string(),
        organisation: fixtures::organisation().name.to_string(),
        sender_email: fixtures::sender().email,
        history: database.history(id).await.unwrap().unwrap().json,
        checkpoint: None,
        certificate: certificate.pdf,
        id_tokens: NO_TOKENS.to_owned(),
        passkeys: NO_ASSERTIONS.to_owned(),
        view: EvidenceView::Whole,
        at: after(60),
    };
    let (certificate, key) = (maker.certificate_pem(), database.verifier_key());
    Concluded { evidence, sealed: sealed.pdf, certificate, key, folder }
}

fn seal_of(sealed: &SealedPdf) -> Seal {
    Seal { digest: FileDigest::new(Sha256::digest(&sealed.pdf).into()), level: sealed.level }
}

/// What the use case seals by.
fn order(document: &Document, subject: SealedSubject) -> SealOrder {
    let sender = (fixtures::sender().name, fixtures::organisation().name);
    SealOrder {
        subject,
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
        EvidenceAnchors { key: Some(self.key.clone()), roots, witnesses: Vec::new() }
    }
}

/// Checked without any anchor.
fn checked(pack: &[u8]) -> EvidenceCheck {
    check_evidence(pack, &EvidenceAnchors::default(), after(90))
}

fn failures(check: &EvidenceCheck) -> Vec<&'static str> {
    check.findings.iter().filter(|f| f.has_failed()).map(|f| f.about.name()).collect()
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
