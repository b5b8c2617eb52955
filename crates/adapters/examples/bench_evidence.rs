//! `cargo xtask bench evidence`, its first part: the processor time of certificate and pack beside that of the seals,
//! and of verifying the pack, for a contract of one page and for the largest document.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]

use sha2::{Digest, Sha256};
use std::fs;
use std::io::Read;
use std::time::Duration;
use wariin_adapters::{
    EvidenceAnchors, EvidenceOutcome, KeySource, KrillaCertificates, MasterKey, PadesSealer,
    SealSettings, SqlDatabase, UuidV7Ids, ZipEvidence, check_evidence,
};
use wariin_domain::fixtures::{self, after, consent_to};
use wariin_domain::{
    Account, AccountId, Agreement, Attributes, CertificateFacts, ChainHead, Consented, Details,
    Document, DocumentFile, DocumentId, EventKind, Events, FileDigest, FileId, Identity, Language,
    Membership, NewDraft, Organisation, OrganisationId, Recipient, RecipientId, Requester, Seal,
    SealedFile, Title,
};
use wariin_ports::{
    CertificatePrinter, Evidence, EvidencePacker, EvidenceView, Ids, SealOrder, SealedPdf,
    SealedSubject, Sealer, ShownSeal, Storage, TimelineEvent, TransparencyLog, Views,
};

const NO_TOKENS: &str = r#"{"format":"wariin-id-token-evidence-1","id_tokens":[]}"#;
const NO_ASSERTIONS: &str = r#"{"format":"wariin-passkey-evidence-1","assertions":[]}"#;

/// The work of one document, in processor time.
struct Times {
    seals: Duration,
    certificate: Duration,
    pack: Duration,
    check: Duration,
    bytes: usize,
}

#[tokio::main]
async fn main() {
    println!("milliseconds of processor time; in brackets the goal, and whether it is met\n");
    println!(
        "{:>5} {:>10} {:>10} {:>22} {:>22} {:>22} {:>9}",
        "files", "recipients", "seals", "certificate + pack", "of the seals", "verify", "pack kB"
    );
    for (files, recipients, make, check) in [(1, 1, 50.0, 1_000.0), (100, 128, 2_000.0, 1_000.0)] {
        let times = measured(files, recipients).await;
        let made = times.certificate + times.pack;
        let ratio = made.as_secs_f64() / times.seals.as_secs_f64();
        println!(
            "{files:>5} {recipients:>10} {:>10.1} {:>22} {:>22} {:>22} {:>9}",
            millis(times.seals),
            judged(made, make),
            format!("{ratio:.2} ×"),
            judged(times.check, check),
            times.bytes / 1_000,
        );
        println!(
            "      certificate {:.1} ms (printed and sealed), pack {:.1} ms",
            millis(times.certificate),
            millis(times.pack)
        );
    }
}

/// The figure with its goal, and whether it is met.
fn judged(time: Duration, goal: f64) -> String {
    let verdict = if millis(time) <= goal { "met" } else { "NOT met" };
    format!("{:.1} ({goal}: {verdict})", millis(time))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The processor time that this process has used (proc(5): nanoseconds in `schedstat` of each thread).
fn used() -> Duration {
    let threads = fs::read_dir("/proc/self/task").unwrap();
    let nanos = threads.flatten().filter_map(|thread| {
        let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_ascii_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanos.sum())
}

/// What it comes to, and the processor time that it took.
async fn timed<T>(work: impl AsyncFnOnce() -> T) -> (T, Duration) {
    let before = used();
    let done = work().await;
    (done, used().saturating_sub(before))
}

async fn measured(files: usize, recipients: usize) -> Times {
    let folder = tempfile::tempdir().unwrap();
    let master = MasterKey::from_bytes([1; 32]);
    let database =
        SqlDatabase::open_sqlite(&folder.path().join("bench.db"), &master).await.unwrap();
    let key = KeySource::Own(folder.path().join("seal.pem"));
    let settings = SealSettings { key, subject: None, authorities: vec![], roots: vec![] };
    let maker = PadesSealer::open(settings, after(0)).unwrap();
    let agreed = agreed(&database, files, recipients).await;
    let contract = contract();
    let (sealed, seals) = timed(async || {
        let mut sealed = Vec::new();
        for _ in 0..files {
            let order = order(&agreed, SealedSubject::Contract);
            sealed.push(maker.seal(contract.clone(), order).await.unwrap());
        }
        sealed
    })
    .await;
    stepped(&database, agreed.id, |document| {
        let each = document.files.iter().zip(&sealed);
        let sealed: Vec<_> =
            each.map(|(file, pdf)| SealedFile { file: file.id, seal: seal_of(pdf) }).collect();
        document.conclude(&sealed, after(500)).unwrap()
    })
    .await;
    let facts = facts(&database, agreed.id).await;
    let certificates = KrillaCertificates::new("https://contracts.example.jp/verify".into());
    let (certificate, printed) = timed(async || {
        let pdf = certificates.print(facts).await.unwrap();
        maker.seal(pdf, order(&agreed, SealedSubject::Certificate)).await.unwrap()
    })
    .await;
    let seal = seal_of(&certificate);
    let issue = |document: &mut Document| document.issue_certificate(seal, after(501)).unwrap();
    let document = stepped(&database, agreed.id, issue).await;
    database.integrate().await.unwrap();
    let history = database.history(document.id).await.unwrap().unwrap();
    let evidence = Evidence {
        sender: fixtures::sender().name.to_string(),
        organisation: fixtures::organisation().name.to_string(),
        sender_email: fixtures::sender().email,
        history: history.json,
        checkpoint: history.checkpoint,
        certificate: certificate.pdf,
        id_tokens: NO_TOKENS.to_owned(),
        passkeys: NO_ASSERTIONS.to_owned(),
        view: EvidenceView::Whole,
        at: after(600),
        document,
    };
    let zip = ZipEvidence::new(folder.path().to_owned(), &master);
    let (pack, packed) = timed(async || {
        let ids: Vec<FileId> = evidence.document.files.iter().map(|file| file.id).collect();
        let mut pack = zip.begin(evidence).await.unwrap();
        for (file, sealed) in ids.into_iter().zip(sealed) {
            pack.add(file, contract.clone(), sealed.pdf).await.unwrap();
        }
        let mut bytes = Vec::new();
        pack.finish().await.unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    })
    .await;
    let (check, checked) =
        timed(async || check_evidence(&pack, &EvidenceAnchors::default(), after(700))).await;
    assert_eq!(check.outcome, EvidenceOutcome::Good, "{}", check.text(Language::English));
    Times { seals, certificate: printed, pack: packed, check: checked, bytes: pack.len() }
}

/// A document that all recipients agreed to.
async fn agreed(database: &SqlDatabase, files: usize, recipients: usize) -> Document {
    let sender = sender(database).await;
    let by = fixtures::by_totp(&sender, after(0));
    let digest = FileDigest::new(Sha256::digest(contract()).into());
    let file = |_| DocumentFile { id: FileId::from(UuidV7Ids.next()), digest, ..fixtures::file(1) };
    let title = Title::parse("業務委託契約書").unwrap();
    let new = NewDraft {
        id: DocumentId::from(UuidV7Ids.next()),
        details: Details { title, attributes: Attributes::default() },
        files: (0..files).map(file).collect(),
    };
    let (mut document, mut events) = Document::draft(new, &sender, after(0)).unwrap();
    for number in 0..recipients {
        let details = fixtures::details(&format!("r{number}@example.com"), Language::Japanese);
        let recipient = Recipient::new(RecipientId::from(UuidV7Ids.next()), details);
        events = events.and(document.add_recipient(recipient, &by, after(1)).unwrap());
    }
    events = events.and(document.request_advanced_auth(&by, after(2)).unwrap());
    let mut tx = database.begin().await.unwrap();
    tx.documents().save(&document, events).await.unwrap();
    tx.commit().await.unwrap();
    let send = |document: &mut Document| document.send(&by, after(3)).unwrap();
    let mut document = stepped(database, document.id, send).await;
    for place in 0..recipients {
        document = stepped(database, document.id, |document| consent(document, place)).await;
    }
    document
}

async fn sender(database: &SqlDatabase) -> Account {
    let name = fixtures::organisation().name;
    let organisation = Organisation::new(OrganisationId::from(UuidV7Ids.next()), name);
    let account = Account {
        id: AccountId::from(UuidV7Ids.next()),
        membership: Membership::of_founder(organisation.id),
        ..fixtures::sender()
    };
    let operator = wariin_domain::Actor::Operator;
    let mut tx = database.begin().await.unwrap();
    let founded = organisation.created(operator, after(0));
    tx.accounts().add_organisation(&organisation, founded).await.unwrap();
    let created = account.created(operator, after(0));
    let hash = wariin_ports::PasswordHash("hash".into());
    tx.accounts().add(&account, &hash, created).await.unwrap();
    tx.commit().await.unwrap();
    account
}

fn consent(document: &mut Document, place: usize) -> Events {
    let recipient = &document.recipients[place];
    let account = Account {
        id: AccountId::from(UuidV7Ids.next()),
        membership: Membership::of_founder(document.organisation),
        ..fixtures::account(0, recipient.details.email.as_str())
    };
    let id = recipient.id;
    let sign_in = fixtures::by_totp(&account, fixtures::NOW);
    let requester = Requester::SignedIn(Identity::new(&account, &sign_in).unwrap());
    let request = consent_to(document.content_digest());
    match document.consent(id, requester, request, after(5)).unwrap() {
        Consented::Now(events) => events,
        Consented::Before(_) => Events::none(),
    }
}

async fn stepped(
    database: &SqlDatabase,
    id: DocumentId,
    step: impl FnOnce(&mut Document) -> Events,
) -> Document {
    let mut tx = database.begin().await.unwrap();
    let mut document = tx.documents().find(id).await.unwrap().unwrap();
    let events = step(&mut document);
    tx.documents().save(&document, events).await.unwrap();
    tx.commit().await.unwrap();
    document
}

/// What the certificate says of the document.
async fn facts(database: &SqlDatabase, id: DocumentId) -> CertificateFacts {
    let document = database.document(id).await.unwrap().unwrap();
    let history = database.timeline(id).await.unwrap();
    let head = history.last().map(|entry| ChainHead { sequence: entry.number, hash: entry.hash });
    let events: Vec<(_, &EventKind)> = history
        .iter()
        .filter_map(|entry| match &entry.what {
            TimelineEvent::Known(kind) => Some((entry.at, kind)),
            TimelineEvent::Unknown { .. } => None,
        })
        .collect();
    let (sender, organisation) = (fixtures::sender(), fixtures::organisation());
    CertificateFacts::gather(&document, &events, head.unwrap(), &sender, &organisation).unwrap()
}

fn seal_of(sealed: &SealedPdf) -> Seal {
    Seal { digest: FileDigest::new(Sha256::digest(&sealed.pdf).into()), level: sealed.level }
}

fn order(document: &Document, subject: SealedSubject) -> SealOrder {
    let (sender, organisation) = (fixtures::sender().name, fixtures::organisation().name);
    SealOrder {
        subject,
        agreement: Agreement::of(document, sender, organisation),
        at: after(500),
        fields: Vec::new(),
        shown: ShownSeal::Nothing,
    }
}

/// A contract of one page.
fn contract() -> Vec<u8> {
    let content = "BT /F 12 Tf 60 760 Td (Agreement) Tj ET";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F<<\
         /Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    let mut pdf = String::from("%PDF-1.7\n");
    let mut table = String::from("xref\n0 5\n0000000000 65535 f \n");
    for (object, number) in objects.iter().zip(1..) {
        table += &format!("{:010} 00000 n \n", pdf.len());
        pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let at = pdf.len();
    pdf += &format!("{table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n");
    pdf.into_bytes()
}
