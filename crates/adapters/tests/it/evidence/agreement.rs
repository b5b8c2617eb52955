//! Certificate, seal and chain are compared: each names every party, how each was authenticated, and when.

use super::{Concluded, checked, consent_said, draft, failures, plain_draft, sealed};
use crate::certificate::{by_passkey, expect_said, idp, printed, text_of};
use crate::databases::{TestDatabase, sqlite};
use crate::people::{account, after, by_totp, consent, fresh, kept, stepped};
use crate::seal::sealer;
use wariin_domain::fixtures;
use wariin_domain::{
    Actor, Assurance, CertificateFacts, ChainHead, Document, EmailAddress, Event, EventKind,
    Events, FactorMethod, ForwardTo, HoldReason, PersonName, RecipientId, Requester, Timestamp,
};
use wariin_pades::{Trust, Utc, verify};
use wariin_ports::{TimelineEvent, Views};

/// How the seal and the certificate name what was done, written from `docs/evidence.md`.
fn words(assurance: &Assurance) -> String {
    match assurance {
        Assurance::TwoFactor { method: FactorMethod::Totp, class, .. } => {
            format!("2要素認証・認証アプリ ({})", class.name())
        }
        Assurance::TwoFactor { method: FactorMethod::Passkey, class, .. } => {
            format!("2要素認証・パスキー ({})", class.name())
        }
        Assurance::Idp { identity, class, .. } => {
            format!("IdP認証 ({}, {})", identity.issuer, class.name())
        }
        Assurance::Mailbox { .. } => "メール認証".to_owned(),
    }
}

fn utc(at: Timestamp) -> String {
    Utc::from_unix(at.as_seconds()).rfc3339()
}

/// The reason of the first signature in a PDF.
fn reason(pdf: &[u8]) -> String {
    let trust = Trust { roots: Vec::new(), now: Utc::from_unix(after(90).as_seconds()) };
    let report = verify(pdf.to_vec(), &trust).unwrap();
    report.signatures[0].reason.clone().unwrap()
}

/// A concluded document with what its chain says.
struct Agreed {
    concluded: Concluded,
    /// Every consent as its event has it.
    chained: Vec<(RecipientId, Assurance, Timestamp)>,
    facts: CertificateFacts,
    /// The text of the printed certificate.
    certificate: String,
}

impl Agreed {
    async fn of(test: &TestDatabase, agreed: &Document) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let maker = sealer(&folder.path().join("seal.pem"));
        let concluded = sealed(test, agreed, &maker, folder).await;
        let document = &concluded.evidence.document;
        let history = test.database.timeline(document.id).await.unwrap();
        let known = history.iter().filter_map(|entry| match &entry.what {
            TimelineEvent::Known(kind) => Some((entry.at, kind)),
            TimelineEvent::Unknown { .. } => None,
        });
        let events: Vec<(Timestamp, &EventKind)> = known.collect();
        let chained = events.iter().filter_map(|(_, kind)| match kind {
            EventKind::Consented { recipient, consent } => {
                Some((*recipient, (*consent.assurance).clone(), consent.at))
            }
            _ => None,
        });
        let chained = chained.collect();
        let newest = history.last().unwrap();
        let head = ChainHead { sequence: newest.number, hash: newest.hash };
        let (sender, organisation) = (fixtures::sender(), fixtures::organisation());
        let facts =
            CertificateFacts::gather(document, &events, head, &sender, &organisation).unwrap();
        let certificate = text_of(&printed(facts.clone()).await);
        Self { concluded, chained, facts, certificate }
    }

    /// The three say the same of each party, and the check of the pack holds them against each other.
    async fn expect_same(&self, expected: &[&str]) {
        let said: Vec<String> = self.chained.iter().map(|(_, how, _)| words(how)).collect();
        assert_eq!(said, expected);
        let seals = [&self.concluded.sealed, &self.concluded.evidence.certificate];
        let reasons = seals.map(|pdf| reason(pdf));
        let count = self.chained.len();
        for (recipient, how, at) in &self.chained {
            let find =
                |party: &&wariin_domain::CertifiedParty| party.agreed.recipient == *recipient;
            let party = self.facts.parties.iter().find(find).unwrap();
            assert_eq!((&party.agreed.assurance, party.agreed.consented_at), (how, *at));
            let (name, number) = (party.agreed.name.as_str(), party.number);
            let line = format!("; {number}/{count} 「{name}」 {} {}", words(how), utc(*at));
            for reason in &reasons {
                assert!(reason.contains(&line), "{line} is not in {reason}");
            }
            for word in [name, &words(how), &utc(*at), party.email.as_str()] {
                expect_said(&self.certificate, word);
            }
        }
        let failed = failures(&checked(&self.concluded.pack().await));
        for about in ["reasons", "certificate", "events", "chain"] {
            assert!(!failed.contains(&about), "{failed:?}");
        }
    }
}

/// A document with the request, to which two recipients consented like this.
async fn agreed_by(test: &TestDatabase, how: [fn(Assurance) -> Assurance; 2]) -> Agreed {
    let database = &test.database;
    let sender = account(database, &format!("{}@example.com", fresh())).await;
    let (document, events) = draft(&sender, ["taro@example.com", "hanako@example.com"]);
    kept(database, &document, events).await;
    let id = document.id;
    let send = |document: &mut Document| document.send(&by_totp(sender.id), after(3)).unwrap();
    let mut document = stepped(database, id, send).await;
    for (place, (how, minute)) in how.into_iter().zip([5, 8]).enumerate() {
        let step = |document: &mut Document| consent_said(document, place, after(minute), how);
        document = stepped(database, id, step).await;
    }
    Agreed::of(test, &document).await
}

// T-086 CO-07 T-004
#[tokio::test]
async fn certificate_seal_and_chain_say_the_same_of_app_passkey_and_provider() {
    let test = sqlite().await;
    let app = "2要素認証・認証アプリ (E3)";
    let passkey = "2要素認証・パスキー (E5/E3)";
    let provider = "IdP認証 (https://login.idp.example.com/tenant, E4)";
    let as_it_was = |was| was;
    for (how, expected) in
        [([as_it_was, |_| by_passkey()], [app, passkey]), ([|_| idp(), as_it_was], [provider, app])]
    {
        let how: [fn(Assurance) -> Assurance; 2] = how;
        agreed_by(&test, how).await.expect_same(&expected).await;
    }
}

/// What happened besides, with no rule of its own here.
fn noted(document: &Document, minute: u32, kind: EventKind) -> Events {
    Events::one(Event::of_document(document.id, after(minute), Actor::Service, kind))
}

// T-086 CO-07 T-004
#[tokio::test]
async fn certificate_seal_and_chain_say_the_same_of_mail_access_code_hold_and_forwarding() {
    let test = sqlite().await;
    let database = &test.database;
    let sender = account(database, &format!("{}@example.com", fresh())).await;
    let (document, events) = plain_draft(&sender, ["taro@example.com", "hanako@example.com"]);
    kept(database, &document, events).await;
    let id = document.id;
    let send = |document: &mut Document| document.send(&by_totp(sender.id), after(3)).unwrap();
    let document = stepped(database, id, send).await;
    let (from, to) = (document.recipients[0].id, RecipientId::from(fresh()));
    stepped(database, id, |document| {
        let generation = document.recipients[0].generation;
        let by = Requester::LinkHolder { recipient: from, generation };
        let name = PersonName::parse("三人目 𠮷").unwrap();
        let email = EmailAddress::parse("third@example.com").unwrap();
        document
            .forward(from, by, ForwardTo { id: to, name, email, organisation: None }, after(4))
            .unwrap()
    })
    .await;
    stepped(database, id, |document| {
        let code = noted(document, 5, EventKind::AccessCodeTyped { recipient: to });
        let hold = EventKind::ConsentHeld { recipient: to, why: HoldReason::BackupCode };
        let on_hold = noted(document, 6, hold);
        let released = noted(document, 7, EventKind::ConsentReleased { recipient: to });
        let place = document.recipients.iter().position(|recipient| recipient.id == to).unwrap();
        code.and(on_hold).and(released).and(consent(document, place, after(8)))
    })
    .await;
    let agreed = stepped(database, id, |document| {
        let place =
            document.recipients.iter().position(|r| r.details.email.as_str().starts_with("hanako"));
        consent(document, place.unwrap(), after(9))
    })
    .await;
    let agreed = Agreed::of(&test, &agreed).await;
    agreed.expect_same(&["メール認証", "メール認証"]).await;

    let party = agreed.facts.parties.iter().find(|party| party.agreed.recipient == to).unwrap();
    assert_eq!(party.access_code_at, Some(after(5)));
    assert_eq!(party.forwarded[0].email.as_str(), "taro@example.com");
    assert_eq!((party.holds[0].hold.since, party.holds[0].released_at), (after(6), after(7)));
    for said in ["アクセスコード", "バックアップコード", "taro@example.com"] {
        expect_said(&agreed.certificate, said);
    }
}
