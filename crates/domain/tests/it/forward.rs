//! 転送, and the access code before everything else.

use uuid::Uuid;
use wariin_domain::fixtures::{
    NOW, after, by_idp, by_mail, by_password, by_totp, consent_to, draft, enrolled, factor_id,
    hanako, id, sender, sent, signed_in, taro,
};
use wariin_domain::{
    AccessCode, AccessCodeHash, AccessRequest, Account, Document, DocumentError, DocumentParts,
    DocumentPolicy, EmailAddress, EnrolmentClass, Event, EventKind, Events, FactorMethod,
    ForwardTo, GateRefusal, HoldReason, IdpDemand, Job, NewFactorRule, PersonName, Problem, Reason,
    RecipientId, RecipientState, Requester, SignIn, SignInMethod, TextError,
};

fn jiro() -> Account {
    wariin_domain::fixtures::account(14, "jiro@example.com")
}

fn new_id() -> RecipientId {
    RecipientId::from(Uuid::from_u128(90))
}

fn to_jiro() -> ForwardTo {
    ForwardTo {
        id: new_id(),
        name: PersonName::parse("次郎").unwrap(),
        email: EmailAddress::parse("jiro@example.com").unwrap(),
        organisation: None,
    }
}

fn forwarded(with_request: bool) -> Document {
    let mut document = sent(with_request);
    let by = by_totp(&taro(), NOW);
    let _ = document.forward(id(1), signed_in(&taro(), &by), to_jiro(), after(1)).unwrap();
    document
}

// T-082 E1 E3
#[test]
fn what_the_new_recipient_enrolled_before_the_forwarding_does_not_follow_from_its_mail() {
    let (document, jiro) = (forwarded(true), jiro());
    for (minute, class) in [(0, EnrolmentClass::BeforeSending), (1, EnrolmentClass::AfterSending)] {
        let by = enrolled(&jiro, after(2), after(minute));
        let admitted = document.admit(new_id(), signed_in(&jiro, &by), after(2)).unwrap();
        assert_eq!(admitted.assurance().class(), Some(class), "enrolled in minute {minute}");
    }
}

/// Forwarded under this rule by a factor that was enrolled in this minute after the sending.
fn forwarded_under(rule: NewFactorRule, with_request: bool, minute: u32) -> (Document, Events) {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    let mut policy = DocumentPolicy::default();
    policy.recipients.new_factor = rule;
    document.apply_policy(policy);
    if with_request {
        let _ = document.request_advanced_auth(&by, NOW).unwrap();
    }
    let _ = document.send(&by, after(1)).unwrap();
    let by = enrolled(&taro(), after(3), after(minute));
    let events = document.forward(id(1), signed_in(&taro(), &by), to_jiro(), after(3)).unwrap();
    (document, events)
}

// O-02 T-082
#[test]
fn where_the_policy_holds_consents_by_younger_factors_one_that_forwards_holds_the_next_persons() {
    for with_request in [true, false] {
        let (mut document, events) = forwarded_under(NewFactorRule::Hold, with_request, 2);
        let names: Vec<_> = events.iter().map(|event| event.kind.name()).collect();
        assert_eq!(names, ["forwarded", "consent_held", "invited"]);
        let held = document.recipient(new_id()).unwrap();
        assert_eq!(document.hold_to_see_to(held), Some(HoldReason::ForwardedByNewFactor));

        // An older factor of the next recipient does not help: that person was chosen by the holder of the young one.
        let (jiro, by) = (jiro(), enrolled(&jiro(), after(4), NOW));
        let request = consent_to(document.content_digest_for(new_id()));
        let refused = document.consent(new_id(), signed_in(&jiro, &by), request, after(4));
        assert_eq!(refused.unwrap_err(), DocumentError::Held);
        let to_hanako = ForwardTo { id: id(91), ..to_jiro() };
        let to_hanako = ForwardTo { email: hanako().email, ..to_hanako };
        let refused = document.forward(new_id(), signed_in(&jiro, &by), to_hanako, after(4));
        assert_eq!(refused.unwrap_err(), DocumentError::Held, "nor does forwarding it further");

        let _ = document.release(new_id(), &by_totp(&sender(), after(5)), after(5)).unwrap();
        let request = consent_to(document.content_digest_for(new_id()));
        assert!(document.consent(new_id(), signed_in(&jiro, &by), request, after(5)).is_ok());
    }
}

// O-02 T-082
#[test]
fn a_factor_enrolled_before_sending_forwards_without_a_hold_and_without_the_policy_any_does() {
    for (rule, minute) in [(NewFactorRule::Hold, 0), (NewFactorRule::Mark, 2)] {
        let (document, events) = forwarded_under(rule, true, minute);
        assert_eq!(events.iter().count(), 2);
        assert!(!document.recipient(new_id()).unwrap().is_held());
    }
}

// O-02 E0
#[test]
fn a_factor_enrolled_after_sending_by_a_password_alone_does_not_forward_behind_the_gate() {
    let by = SignIn::new(
        taro().id,
        SignInMethod::TwoFactor {
            at: after(2),
            factor: factor_id(),
            method: FactorMethod::Totp,
            enrolled_at: after(1),
            behind_code: Some(false),
        },
    );
    let mut document = sent(true);
    let refused = document.forward(id(1), signed_in(&taro(), &by), to_jiro(), after(2));
    assert_eq!(refused.unwrap_err(), DocumentError::EnrolledByPassword);
    assert!(sent(false).forward(id(1), signed_in(&taro(), &by), to_jiro(), after(2)).is_ok());
}

// T-082 PO-08
#[test]
fn the_new_recipient_passes_the_gate_by_own_authentication_and_the_forwarder_has_no_access() {
    let mut document = forwarded(true);
    let old = by_totp(&taro(), NOW);
    let refused = document.admit(id(1), signed_in(&taro(), &old), after(2));
    assert_eq!(refused.unwrap_err(), GateRefusal::Closed);
    assert!(
        document.recipient_by_link(id(1), 1, after(2)).is_none()
            && !document.can_renew_link(id(1), None)
    );
    let as_next = document.admit(new_id(), signed_in(&taro(), &old), after(2));
    assert!(matches!(as_next, Err(GateRefusal::WrongAccount { .. })));

    let link = Requester::LinkHolder { recipient: new_id(), generation: 1 };
    assert_eq!(document.admit(new_id(), link, after(2)), Err(GateRefusal::SignIn));
    let weak = by_password(&jiro());
    let refused = document.admit(new_id(), signed_in(&jiro(), &weak), after(2));
    assert_eq!(refused.unwrap_err(), GateRefusal::SecondFactor);
    let strong = by_totp(&jiro(), after(2));
    let shown = document.content_digest();
    let request = consent_to(shown);
    let consented = document.consent(new_id(), signed_in(&jiro(), &strong), request, after(2));
    assert!(consented.is_ok());
}

// T-082
#[test]
fn both_stand_in_the_evidence_and_the_sender_is_told() {
    let mut document = sent(true);
    let by = by_totp(&taro(), NOW);
    let events = document.forward(id(1), signed_in(&taro(), &by), to_jiro(), after(1)).unwrap();
    let names: Vec<_> = events.iter().map(|event| event.kind.name()).collect();
    assert_eq!(names, ["forwarded", "invited"]);
    let forwarded = EventKind::Forwarded {
        recipient: id(1),
        to: new_id(),
        email: "jiro@example.com".to_owned(),
    };
    assert_eq!(events.iter().next().unwrap().kind, forwarded);
    let jobs: Vec<_> = events.iter().flat_map(Event::jobs).collect();
    let recipient = new_id();
    assert_eq!(
        jobs,
        [
            Job::NotifyForwarded { document: document.id, recipient: id(1) },
            Job::Invite { document: document.id, recipient, generation: 1 },
        ]
    );
    let state = &document.recipient(id(1)).unwrap().state;
    assert_eq!(*state, RecipientState::Forwarded { at: after(1), to: recipient });
    let place = |r| document.recipients.iter().position(|x| x.id == r).unwrap();
    assert_eq!(place(recipient), place(id(1)) + 1, "in the same place of the order");
}

// T-082 T-080
#[test]
fn the_next_recipient_is_invited_when_the_new_one_has_consented_without_waiting_for_the_forwarder()
{
    let mut document = forwarded(false);
    let shown = document.content_digest();
    let link = |recipient| Requester::LinkHolder { recipient, generation: 1 };
    let _ = document.consent(new_id(), link(new_id()), consent_to(shown), NOW).unwrap();
    assert!(matches!(document.recipient(id(2)).unwrap().state, RecipientState::Invited { .. }));
    let _ = document.consent(id(2), link(id(2)), consent_to(shown), NOW).unwrap();
    assert_eq!(document.status.name(), "sealing");
}

// T-082
#[test]
fn forwarding_passes_the_gate_and_is_for_ones_own_turn_only() {
    let try_it = |mut document: Document, recipient, access: Requester<'_>| {
        let before = document.clone();
        let refused = document.forward(recipient, access, to_jiro(), NOW).unwrap_err();
        assert_eq!(document, before);
        refused
    };
    let weak = by_password(&taro());
    let refused = try_it(sent(true), id(1), signed_in(&taro(), &weak));
    assert_eq!(refused, DocumentError::Gate(GateRefusal::SecondFactor));
    assert!(matches!(try_it(sent(true), id(1), by_mail(1)), DocumentError::Gate(_)));
    let strong = by_totp(&hanako(), NOW);
    let refused = try_it(sent(true), id(2), signed_in(&hanako(), &strong));
    assert_eq!(refused, DocumentError::Gate(GateRefusal::NotAvailable), "not yet");
    let strong = by_totp(&taro(), NOW);
    let refused = try_it(forwarded(true), id(1), signed_in(&taro(), &strong));
    assert_eq!(refused, DocumentError::Gate(GateRefusal::Closed), "once only");

    let mut document = sent(true);
    let oneself = ForwardTo { email: taro().email, ..to_jiro() };
    let refused = document.forward(id(1), signed_in(&taro(), &strong), oneself, NOW);
    assert_eq!(refused.unwrap_err(), Problem::ForwardToOneself.into());
}

// T-082 EN-04
#[test]
fn language_named_provider_and_access_code_go_over_to_the_new_recipient() {
    let mut parts: DocumentParts = (*sent(true)).clone();
    let demand = IdpDemand::of(&wariin_domain::fixtures::connection());
    parts.recipients[0].details.idp = Some(demand.clone());
    parts.recipients[0].details.access_code = Some(AccessCodeHash("hash".into()));
    let mut document = Document::restore(parts).unwrap();
    let by = by_idp(&taro(), NOW);
    let taro = taro();
    let access = AccessRequest { requester: signed_in(&taro, &by), unlocked: Some(id(1)) };
    let _ = document.forward(id(1), access, to_jiro(), NOW).unwrap();
    let details = &document.recipient(new_id()).unwrap().details;
    assert_eq!(details.idp, Some(demand));
    assert_eq!(details.access_code, Some(AccessCodeHash("hash".into())));
    let strong = by_totp(&jiro(), NOW);
    let refused = document.admit(new_id(), signed_in(&jiro(), &strong), NOW);
    assert_eq!(refused.unwrap_err(), GateRefusal::AccessCode);
}

fn coded(with_request: bool) -> Document {
    let mut parts: DocumentParts = (*sent(with_request)).clone();
    parts.recipients[0].details.access_code = Some(AccessCodeHash("hash".into()));
    Document::restore(parts).unwrap()
}

// T-085
#[test]
fn the_access_code_comes_before_sign_in_and_factor_and_is_for_one_recipient() {
    let strong = by_totp(&taro(), NOW);
    let taro = taro();
    let requester = signed_in(&taro, &strong);
    let access = |unlocked| AccessRequest { requester, unlocked };
    for unlocked in [None, Some(id(2))] {
        let refused = coded(true).admit(id(1), access(unlocked), NOW);
        assert_eq!(refused.unwrap_err(), GateRefusal::AccessCode);
    }
    assert!(coded(true).admit(id(1), access(Some(id(1))), NOW).is_ok());
    let stranger = AccessRequest { requester: Requester::Anonymous, unlocked: None };
    assert_eq!(coded(true).admit(id(1), stranger, NOW), Err(GateRefusal::AccessCode));
    let unlocked = AccessRequest { requester: by_mail(1), unlocked: Some(id(1)) };
    assert_eq!(coded(true).admit(id(1), unlocked, NOW), Err(GateRefusal::SignIn));

    assert_eq!(coded(false).admit(id(1), by_mail(1), NOW), Err(GateRefusal::AccessCode));
    assert!(coded(false).admit(id(1), unlocked, NOW).is_ok(), "without the request as well");
    let reason = Reason::parse("理由").unwrap();
    assert!(coded(false).decline(id(1), by_mail(1), reason, NOW).is_err());
}

// T-085
#[test]
fn the_request_and_an_access_code_go_together() {
    let mut document = draft();
    let by = by_totp(&sender(), NOW);
    let _ = document.request_advanced_auth(&by, NOW).unwrap();
    let first = document.recipients[0].clone();
    let mut details = first.details;
    details.access_code = Some(AccessCodeHash("hash".into()));
    assert!(document.change_recipient(first.id, details, &by, NOW).is_ok());
    assert!(document.send(&by, NOW).is_ok());
}

#[test]
fn an_access_code_has_six_to_sixty_four_characters_and_is_never_shown() {
    assert_eq!(AccessCode::parse("12345").unwrap_err(), TextError::TooShort { least: 6 });
    assert!(AccessCode::parse(&"あ".repeat(64)).is_ok());
    assert!(AccessCode::parse(&"あ".repeat(65)).is_err());
    let code = AccessCode::parse("  himitsu  ").unwrap();
    assert_eq!((code.expose(), format!("{code:?}").as_str()), ("himitsu", "AccessCode(..)"));
    assert_eq!(format!("{:?}", AccessCodeHash("x".into())), "AccessCodeHash(..)");
}

// T-082 CO-01
#[test]
fn forwarding_needs_a_factor_as_fresh_as_a_consent_does() {
    let mut document = sent(true);
    let by = by_totp(&taro(), NOW);
    let refused = document.forward(id(1), signed_in(&taro(), &by), to_jiro(), after(16));
    assert_eq!(refused.unwrap_err(), DocumentError::StepUpRequired);
    let by = by_idp(&taro(), NOW);
    let refused = document.forward(id(1), signed_in(&taro(), &by), to_jiro(), after(16));
    assert_eq!(refused.unwrap_err(), DocumentError::StepUpRequired);
    let by = by_totp(&taro(), after(15));
    assert!(document.forward(id(1), signed_in(&taro(), &by), to_jiro(), after(16)).is_ok());
}
