//! Two people share a mailbox (O-22): the one who does not own its account takes the turn along to an own address.

use wariin_domain::fixtures::{
    NOW, account, after, by_totp, draft, enrolled, id, sender, signed_in, taro,
};
use wariin_domain::{
    AccessCodeHash, AccessRequest, Account, Actor, AdvancedAuthPolicy, CorrectedRecipient,
    Document, DocumentError, DocumentParts, DocumentPolicy, EmailAddress, EnrolmentClass,
    EnrolmentRule, Events, GateRefusal, HoldReason, MailboxReader, NewFactorRule,
    OutsideRecipients, OwnAddress, Problem, ProvenMailbox, RecipientId, RecipientState, Timestamp,
};

/// The second person at Taro's mailbox, who has an account of another address.
fn jiro() -> Account {
    account(14, "jiro@example.com")
}

fn own() -> OwnAddress {
    OwnAddress { id: id(90), email: jiro().email }
}

fn mailbox() -> ProvenMailbox {
    ProvenMailbox { recipient: id(1), address: taro().email, at: NOW }
}

/// Sent with the request, and with an access code for the recipient at Taro's mailbox.
fn coded(policy: DocumentPolicy) -> Document {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    document.apply_policy(policy);
    let _ = document.request_advanced_auth(&by, NOW).unwrap();
    let mut details = document.recipients[0].details.clone();
    details.access_code = Some(AccessCodeHash("hash".into()));
    let _ = document.change_recipient(id(1), details, &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    document
}

fn moved_as(
    document: &mut Document,
    (mailbox, unlocked): (&ProvenMailbox, Option<RecipientId>),
    to: OwnAddress,
) -> Result<Events, DocumentError> {
    document.move_to_own_address(id(1), MailboxReader { mailbox, unlocked }, to, after(1))
}

fn moved(document: &mut Document) -> Result<Events, DocumentError> {
    moved_as(document, (&mailbox(), Some(id(1))), own())
}

fn changed(document: &Document, change: impl FnOnce(&mut DocumentParts)) -> Document {
    let mut parts: DocumentParts = (**document).clone();
    change(&mut parts);
    Document::restore(parts).unwrap()
}

// O-22 T-082
#[test]
fn the_second_person_at_a_mailbox_answers_by_an_own_account_and_the_evidence_says_by_which() {
    let mut document = coded(DocumentPolicy::default());
    let events = moved(&mut document).unwrap();
    let names: Vec<_> = events.iter().map(|event| event.kind.name()).collect();
    assert_eq!(names, ["forwarded", "invited"]);
    assert!(events.iter().all(|event| event.actor == Actor::LinkHolder(id(1))), "by no account");

    let before = document.recipient(id(1)).unwrap().clone();
    let next = document.recipient(id(90)).unwrap();
    assert_eq!(before.state, RecipientState::Forwarded { at: after(1), to: id(90) });
    assert_eq!((&next.details.name, &next.details.email), (&before.details.name, &jiro().email));
    assert_eq!(next.details.access_code, before.details.access_code, "it is asked for again");

    // The owner of the account at the shared mailbox does not answer for the second person.
    let (taro, jiro) = (taro(), jiro());
    let by_taro = by_totp(&taro, NOW);
    let access =
        |person, by| AccessRequest { requester: signed_in(person, by), unlocked: Some(id(90)) };
    let refused = document.admit(id(90), access(&taro, &by_taro), after(2)).unwrap_err();
    assert!(matches!(refused, GateRefusal::WrongAccount { .. }));
    let of_shared = AccessRequest { unlocked: Some(id(1)), ..access(&taro, &by_taro) };
    assert_eq!(document.admit(id(1), of_shared, after(2)).unwrap_err(), GateRefusal::Closed);

    let by_jiro = enrolled(&jiro, after(3), after(2));
    let (admission, _) = document.open(id(90), access(&jiro, &by_jiro), after(3)).unwrap();
    assert_eq!(admission.assurance().account(), Some(jiro.id));
    assert_eq!(admission.assurance().class(), Some(EnrolmentClass::AfterSending));
    assert_eq!(document.recipient(id(90)).unwrap().account, Some(jiro.id));
}

// O-22 E1 E2 E3
#[test]
fn a_factor_at_the_own_address_is_never_one_from_before_the_sending_however_old_it_is() {
    let jiro = jiro();
    let mut document = coded(DocumentPolicy::default());
    let _ = moved(&mut document).unwrap();
    let old = Timestamp::from_micros(1);
    let class = |document: &Document| {
        let by = enrolled(&jiro, after(3), old);
        let access = AccessRequest { requester: signed_in(&jiro, &by), unlocked: Some(id(90)) };
        document.admit(id(90), access, after(3)).unwrap().assurance().class()
    };
    assert_eq!(class(&document), Some(EnrolmentClass::AfterSending));
    let coded = changed(&document, |parts| {
        parts.recipients[1].behind_access_code.push(wariin_domain::fixtures::factor_id());
    });
    assert_eq!(class(&coded), Some(EnrolmentClass::BehindAccessCode));
    let name = document.recipient(id(90)).unwrap().details.name.clone();
    let to = CorrectedRecipient { name, email: jiro.email.clone() };
    let elsewhere = EmailAddress::parse("elsewhere@example.com").unwrap();
    let away = CorrectedRecipient { email: elsewhere, ..to.clone() };
    let by = by_totp(&sender(), NOW);
    for correction in [away, to] {
        let _ = document.correct_recipient(id(90), correction, None, &by, after(2)).unwrap();
    }
    assert_eq!(class(&document), Some(EnrolmentClass::BeforeSending), "the sender wrote it");
}

// O-22 E1 E2
#[test]
fn neither_the_mailbox_nor_the_access_code_alone_takes_a_turn_along() {
    let document = coded(DocumentPolicy::default());
    let elsewhere = ProvenMailbox { address: jiro().email, ..mailbox() };
    let of_other = ProvenMailbox { recipient: id(2), ..mailbox() };
    for (mailbox, unlocked, refusal) in [
        (mailbox(), None, GateRefusal::AccessCode),
        (mailbox(), Some(id(2)), GateRefusal::AccessCode),
        (elsewhere, Some(id(1)), GateRefusal::ProveMailbox),
        (of_other, Some(id(1)), GateRefusal::ProveMailbox),
    ] {
        let mut tried = document.clone();
        let refused = moved_as(&mut tried, (&mailbox, unlocked), own());
        assert_eq!(refused.unwrap_err(), refusal.into());
        assert_eq!(tried, document);
    }
    // Without an access code nothing tells the two readers of the mailbox apart.
    let uncoded = changed(&document, |parts| parts.recipients[0].details.access_code = None);
    let refused = moved_as(&mut uncoded.clone(), (&mailbox(), Some(id(1))), own());
    assert_eq!(refused.unwrap_err(), Problem::StaysAtAddress.into());
    assert!(!uncoded.may_move_to_own_address(uncoded.recipient(id(1)).unwrap()));
}

// O-22 EN-04 PO-04
#[test]
fn a_turn_that_the_owner_has_begun_or_that_demands_an_older_factor_is_not_taken_along() {
    let document = coded(DocumentPolicy::default());
    let taro = taro();
    let by = by_totp(&taro, NOW);
    let mut opened = document.clone();
    let access = AccessRequest { requester: signed_in(&taro, &by), unlocked: Some(id(1)) };
    let _ = opened.open(id(1), access, NOW).unwrap();
    let older = changed(&document, |parts| {
        parts.recipients[0].details.enrolment = EnrolmentRule::BeforeSending;
    });
    for document in [opened, older] {
        assert!(!document.may_move_to_own_address(document.recipient(id(1)).unwrap()));
        let mut tried = document.clone();
        assert_eq!(moved(&mut tried).unwrap_err(), Problem::StaysAtAddress.into());
        assert_eq!(tried, document);
    }
    let mut document = document;
    let shared = OwnAddress { email: taro.email.clone(), ..own() };
    let refused = moved_as(&mut document, (&mailbox(), Some(id(1))), shared);
    assert_eq!(refused.unwrap_err(), Problem::ForwardToOneself.into());
    let _ = document.cancel(&by_totp(&sender(), NOW), after(1)).unwrap();
    assert!(matches!(moved(&mut document), Err(DocumentError::NotPossible { .. })));
}

// O-22 O-13
#[test]
fn a_turn_is_not_taken_along_to_an_address_of_which_less_is_demanded() {
    let outside = changed(&coded(DocumentPolicy::default()), |parts| {
        parts.advanced_auth = AdvancedAuthPolicy::NotRequested;
        parts.policy.recipients.request.outside = OutsideRecipients::Requested;
        parts.policy.recipients.request.own_domains =
            [EmailAddress::parse("jiro@example.com").unwrap().domain()].into_iter().collect();
        parts.recipients[0].details.email = EmailAddress::parse("taro@example.net").unwrap();
    });
    let mailbox =
        ProvenMailbox { address: outside.recipients[0].details.email.clone(), ..mailbox() };
    assert!(outside.may_move_to_own_address(outside.recipient(id(1)).unwrap()));
    let refused = moved_as(&mut outside.clone(), (&mailbox, Some(id(1))), own());
    assert_eq!(refused.unwrap_err(), Problem::StaysAtAddress.into());
}

// O-02 O-22
#[test]
fn where_the_policy_holds_consents_by_younger_factors_the_one_at_the_own_address_is_held() {
    let mut policy = DocumentPolicy::default();
    policy.recipients.new_factor = NewFactorRule::Hold;
    let mut document = coded(policy);
    let names: Vec<_> = moved(&mut document).unwrap().iter().map(|e| e.kind.name()).collect();
    assert_eq!(names, ["forwarded", "consent_held", "invited"]);
    let next = document.recipient(id(90)).unwrap();
    assert_eq!(document.hold_to_see_to(next), Some(HoldReason::ForwardedByNewFactor));
}
