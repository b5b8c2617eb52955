//! No sequence of steps breaks an invariant.

use proptest::prelude::*;
use wariin_domain::fixtures::{NOW, after, consent_to, proof};
use wariin_domain::fixtures::{
    by_idp, by_password, by_totp, details, file, hanako, id, identity_of, new_draft, recipient,
    sender, signed_in, taro,
};
use wariin_domain::{
    Account, AdvancedAuthPolicy, Assurance, ConsentRequest, CorrectedRecipient, Document,
    DocumentError, DocumentStatus, Events, FileDigest, ForwardTo, HoldReason, LINK_INTERVAL,
    Language, ProvenMailbox, Reason, RecipientId, Requester, Seal, SealLevel, SealedFile, SignIn,
    Timestamp,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strength {
    Password,
    Totp,
    Idp,
    IdTokenKept,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Add(u8, bool),
    Remove(u8),
    Up(u8),
    Translate(u8, bool),
    Request(Strength),
    Withdraw(Strength),
    Send(Strength),
    AskPreflight(Strength),
    AnswerPreflight(u8, Strength),
    RefusePreflight(u8),
    Cancel,
    Remind(u8),
    Renew(u8),
    Open(u8, Strength),
    OpenByMail(u8),
    Consent(u8, Strength),
    ConsentByMail(u8),
    Decline(u8, Strength),
    TakeBack(u8, Strength),
    Disown(u8),
    Correct(u8, Strength),
    Forward(u8, Strength),
    Hold(u8),
    Release(u8, Strength),
    HoldBySender(u8),
    AskAnew(u8),
    Conclude,
    ForeignCancel,
}

fn strength() -> impl Strategy<Value = Strength> {
    prop_oneof![
        Just(Strength::Password),
        Just(Strength::Totp),
        Just(Strength::Idp),
        Just(Strength::IdTokenKept)
    ]
}

fn step() -> impl Strategy<Value = Step> {
    // Four to six took over from one to three.
    let caller = 1..7_u8;
    prop_oneof![
        3 => (caller.clone(), any::<bool>()).prop_map(|(n, foreign)| Step::Add(n, foreign)),
        1 => caller.clone().prop_map(Step::Remove),
        1 => caller.clone().prop_map(Step::Up),
        1 => (caller.clone(), any::<bool>()).prop_map(|(n, foreign)| Step::Translate(n, foreign)),
        3 => strength().prop_map(Step::Request),
        1 => strength().prop_map(Step::Withdraw),
        3 => strength().prop_map(Step::Send),
        2 => strength().prop_map(Step::AskPreflight),
        2 => (caller.clone(), strength()).prop_map(|(n, s)| Step::AnswerPreflight(n, s)),
        1 => caller.clone().prop_map(Step::RefusePreflight),
        1 => Just(Step::Cancel),
        1 => caller.clone().prop_map(Step::Remind),
        1 => caller.clone().prop_map(Step::Renew),
        2 => (caller.clone(), strength()).prop_map(|(n, s)| Step::Open(n, s)),
        1 => caller.clone().prop_map(Step::OpenByMail),
        6 => (caller.clone(), strength()).prop_map(|(n, s)| Step::Consent(n, s)),
        3 => caller.clone().prop_map(Step::ConsentByMail),
        1 => (caller.clone(), strength()).prop_map(|(n, s)| Step::Decline(n, s)),
        3 => (caller.clone(), strength()).prop_map(|(n, s)| Step::TakeBack(n, s)),
        1 => caller.clone().prop_map(Step::Disown),
        2 => (caller.clone(), strength()).prop_map(|(n, s)| Step::Correct(n, s)),
        2 => (caller.clone(), strength()).prop_map(|(n, s)| Step::Forward(n, s)),
        1 => caller.clone().prop_map(Step::Hold),
        2 => caller.clone().prop_map(Step::HoldBySender),
        1 => caller.clone().prop_map(Step::AskAnew),
        2 => (caller, strength()).prop_map(|(n, s)| Step::Release(n, s)),
        3 => Just(Step::Conclude),
        1 => Just(Step::ForeignCancel),
    ]
}

fn person(number: u8) -> Account {
    match number {
        1 => taro(),
        2 => hanako(),
        3 => wariin_domain::fixtures::account(13, "saburo@example.com"),
        n => wariin_domain::fixtures::account(20 + u128::from(n), &format!("next{n}@example.com")),
    }
}

fn signs_in(account: &Account, strength: Strength, at: Timestamp) -> SignIn {
    match strength {
        Strength::Password => by_password(account),
        Strength::Totp => by_totp(account, at),
        Strength::Idp | Strength::IdTokenKept => by_idp(account, at),
    }
}

fn language(foreign: bool) -> Language {
    if foreign { Language::English } else { Language::Japanese }
}

/// When this recipient was asked last; a moment at which no recipient was asked without one.
fn asked_at(document: &Document, recipient: RecipientId) -> Timestamp {
    let preflight = document.recipient(recipient).and_then(|recipient| recipient.preflight);
    preflight.map_or(Timestamp::from_micros(0), |preflight| preflight.asked_at)
}

/// The recipient says to be ready, in a session that proved the mailbox just now.
fn answer_preflight(
    document: &mut Document,
    n: u8,
    strength: Strength,
    now: Timestamp,
) -> Result<Events, DocumentError> {
    let (account, recipient) = (person(n), id(u128::from(n)));
    let sign_in = signs_in(&account, strength, now);
    let identity = identity_of(&account, &sign_in);
    let mailbox = ProvenMailbox { recipient, address: account.email.clone(), at: now };
    let asked_at = asked_at(document, recipient);
    document.answer_preflight((recipient, asked_at), (identity, Some(&mailbox)), None, now)
}

/// The sender writes another address for the recipient, and with the next correction the first one again.
fn correct(
    document: &mut Document,
    n: u8,
    strength: Strength,
    now: Timestamp,
) -> Result<Events, DocumentError> {
    let (recipient, own) = (id(u128::from(n)), person(n).email);
    let is_own = document.recipient(recipient).is_some_and(|r| r.details.email == own);
    let email = if is_own { person(9).email } else { own };
    let to = CorrectedRecipient { name: person(n).name, email };
    document.correct_recipient(recipient, to, None, &signs_in(&sender(), strength, now), now)
}

fn take(document: &mut Document, step: Step, now: Timestamp) -> Result<Events, DocumentError> {
    let by = by_password(&sender());
    let reason = || Reason::parse("理由").unwrap();
    let number = |n: u8| id(u128::from(n));
    let as_recipient = |document: &mut Document, n: u8, s: Strength| {
        let account = person(n);
        let sign_in = signs_in(&account, s, now);
        let shown = document.content_digest();
        let proof = match s {
            Strength::IdTokenKept => Some(proof(&account, number(n), shown, now)),
            Strength::Password | Strength::Totp | Strength::Idp => None,
        };
        let request = ConsentRequest { proof: proof.as_ref(), ..consent_to(shown) };
        document.consent(number(n), signed_in(&account, &sign_in), request, now)
    };
    let events = |consented| match consented {
        wariin_domain::Consented::Now(events) => events,
        wariin_domain::Consented::Before(_) => Events::none(),
    };
    match step {
        Step::Add(n, foreign) => {
            let mut new = recipient(u128::from(n), person(n).email.as_str());
            new.details.language = language(foreign);
            if document.recipient(new.id).is_some() {
                return Ok(Events::none());
            }
            document.add_recipient(new, &by, now)
        }
        Step::Remove(n) => document.remove_recipient(number(n), &by, now),
        Step::Up(n) => document.move_recipient_up(number(n), &by, now),
        Step::Translate(n, foreign) => {
            let details = details(person(n).email.as_str(), language(foreign));
            document.change_recipient(number(n), details, &by, now)
        }
        Step::Request(s) => document.request_advanced_auth(&signs_in(&sender(), s, now), now),
        Step::Withdraw(s) => document.withdraw_advanced_auth(&signs_in(&sender(), s, now), now),
        Step::Send(s) => document.send(&signs_in(&sender(), s, now), now),
        Step::AskPreflight(s) => document.ask_preflight(&signs_in(&sender(), s, now), now),
        Step::AnswerPreflight(n, s) => answer_preflight(document, n, s, now),
        Step::RefusePreflight(n) => {
            document.refuse_preflight(number(n), asked_at(document, number(n)), now)
        }
        Step::Cancel => document.cancel(&by, now),
        Step::Remind(n) => document.remind(number(n), &by, now.plus(LINK_INTERVAL)),
        Step::Renew(n) => document.renew_link(number(n), 0, now.plus(LINK_INTERVAL)),
        Step::ForeignCancel => document.cancel(&by_totp(&taro(), now), now),
        Step::Open(n, s) => {
            let account = person(n);
            let sign_in = signs_in(&account, s, now);
            document.open(number(n), signed_in(&account, &sign_in), now).map(|(_, e)| e)
        }
        Step::TakeBack(n, s) => {
            let account = person(n);
            let sign_in = signs_in(&account, s, now);
            document.withdraw_consent(number(n), signed_in(&account, &sign_in), now)
        }
        Step::OpenByMail(n) => {
            let requester = Requester::LinkHolder { recipient: number(n), generation: 1 };
            document.open(number(n), requester, now).map(|(_, e)| e)
        }
        Step::Consent(n, s) => as_recipient(document, n, s).map(events),
        Step::ConsentByMail(n) => {
            let requester = Requester::LinkHolder { recipient: number(n), generation: 1 };
            let shown = document.content_digest();
            document.consent(number(n), requester, consent_to(shown), now).map(events)
        }
        Step::Decline(n, s) => {
            let account = person(n);
            let sign_in = signs_in(&account, s, now);
            document.decline(number(n), signed_in(&account, &sign_in), reason(), now)
        }
        Step::Correct(n, s) => correct(document, n, s, now),
        Step::Disown(n) => document.report_wrong_recipient(number(n), now),
        Step::Hold(n) => Ok(document.hold(&person(n), HoldReason::BackupCode, now)),
        Step::Release(n, s) => document.release(number(n), &signs_in(&sender(), s, now), now),
        Step::HoldBySender(n) => document.hold_by_sender(number(n), &by_password(&sender()), now),
        Step::AskAnew(n) => document.ask_anew(number(n), &by_password(&sender()), now),
        Step::Forward(n, s) => {
            let account = person(n);
            let sign_in = signs_in(&account, s, now);
            let next = person(n + 3);
            if document.recipient(number(n + 3)).is_some() {
                return Ok(Events::none());
            }
            let to = ForwardTo {
                id: number(n + 3),
                name: next.name,
                email: next.email,
                organisation: None,
            };
            document.forward(number(n), signed_in(&account, &sign_in), to, now)
        }
        Step::Conclude => {
            let sealed = SealedFile {
                file: file(7).id,
                seal: Seal { digest: FileDigest::new([9; 32]), level: SealLevel::Archived },
            };
            document.conclude(&[sealed], now)
        }
    }
}

fn is_strong(step: Step) -> bool {
    matches!(step, Step::Send(s) if s != Strength::Password)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    // PO-03 PO-04 INV1 INV2 INV3 INV4 INV11
    #[test]
    fn any_order(steps in prop::collection::vec(step(), 1..40)) {
        let (mut document, _) = Document::draft(new_draft(), &sender(), NOW).unwrap();
        let mut was_taken_back = false;
        let mut sent_policy: Option<AdvancedAuthPolicy> = None;
        for (minute, step) in (1..).zip(steps) {
            let before = document.clone();
            let now = after(minute);
            let result = take(&mut document, step, now);

            if result.is_err() {
                prop_assert_eq!(&document, &before, "a refused step changed something");
            }
            if before.status.is_final() {
                prop_assert_eq!(&document.status, &before.status, "a final state was left");
                prop_assert!(document.recipients.iter().zip(&before.recipients).all(|(a, b)| a.state == b.state));
            }
            if before.status == DocumentStatus::Draft && document.status != DocumentStatus::Draft {
                prop_assert!(!document.advanced_auth.is_requested() || is_strong(step));
                sent_policy = Some(document.advanced_auth);
            }
            if let Some(policy) = sent_policy {
                prop_assert_eq!(document.advanced_auth, policy, "the request changed after sending");
            }
            if document.advanced_auth.is_requested() {
                prop_assert!(document.recipients.iter().all(|r| r.details.language == Language::Japanese));
                for consent in document.recipients.iter().filter_map(|r| r.consent()) {
                    let by_mail = matches!(*consent.assurance, Assurance::Mailbox { .. });
                    prop_assert!(!by_mail, "a consent by mail despite the request");
                    let silent = matches!(*consent.assurance, Assurance::Idp { id_token: None, .. });
                    prop_assert!(!silent, "a consent by IdP without an ID token for it");
                }
            }
            if matches!(document.status, DocumentStatus::Sealing { .. } | DocumentStatus::Concluded { .. }) {
                let parties = document.recipients.iter().filter(|r| !r.is_forwarded());
                prop_assert!(parties.clone().all(|r| r.consent().is_some() && r.consent_held.is_none()));
                prop_assert!(parties.count() > 0);
            }
            for (old, new) in before.recipients.iter().zip(&document.recipients) {
                let is_new = old.id == new.id && old.consent().is_none() && new.consent().is_some();
                prop_assert!(!is_new || old.held.is_none(), "a held consent was given");
                if old.id == new.id && sent_policy.is_some() && old.details.email != new.details.email {
                    prop_assert!(old.account.is_none() && old.opened_at.is_none() && old.consent().is_none());
                    let link = document.recipient_by_link(old.id, old.generation, now);
                    prop_assert!(link.is_none(), "a link to the former address opens the document");
                }
            }
            let invited = document.recipients.iter().filter(|r| {
                matches!(r.state, wariin_domain::RecipientState::Invited { .. })
            });
            was_taken_back |= matches!(step, Step::TakeBack(..) | Step::AskAnew(..)) && document != before;
            prop_assert!(invited.count() <= 1 || was_taken_back, "two turns at once");
        }
    }
}
