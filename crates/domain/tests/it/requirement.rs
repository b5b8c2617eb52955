//! What is demanded of a recipient, and by which rule.

use wariin_domain::fixtures::{
    NOW, after, by_idp, by_totp, connection, draft, enrolled, id, sender, sent, signed_in, taro,
};
use wariin_domain::{
    AccessCodeHash, Document, EnrolmentClass, EnrolmentRule, GateRefusal, IdpDemand,
    RecipientDetails, RequestLanguages, Required, RequiredBy,
};

/// The draft after the sender changed what is demanded of Taro, sent.
fn sent_with(change: impl Fn(&mut RecipientDetails)) -> Document {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    let mut details = document.recipients[0].details.clone();
    change(&mut details);
    let _ = document.change_recipient(id(1), details, &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    document
}

// T-001 T-036
#[test]
fn the_request_demands_a_strong_sign_in_of_every_recipient_and_says_so() {
    for recipient in &sent(true).recipients {
        let requirement = sent(true).requirement_for(recipient);
        assert_eq!(requirement.second_factor_or_idp, Some(RequiredBy::Document));
        assert_eq!(requirement.japanese_only, Some(RequiredBy::Document));
        assert!(requirement.is_gated() && requirement.is_closed_to_mail());
    }
    let free = sent(false);
    assert!(!free.is_gated() && !free.is_closed_to_mail() && !free.is_japanese_only());
    assert!(!free.is_gated_for(&free.recipients[0]));
}

// EN-04
#[test]
fn a_named_provider_gates_its_own_recipient_only_and_is_the_recipients_rule() {
    let demand = IdpDemand::of(&connection());
    let document = sent_with(|details| details.idp = Some(demand.clone()));
    let [taro, hanako] = &document.recipients[..] else { panic!("two recipients") };
    let requirement = document.requirement_for(taro);
    assert_eq!(requirement.second_factor_or_idp, Some(RequiredBy::Recipient));
    let named = Required { value: demand.clone(), required_by: RequiredBy::Recipient };
    assert_eq!(requirement.named_idp, Some(named));
    assert!(document.is_gated_for(taro) && !document.is_gated_for(hanako));
    assert!(document.is_gated() && document.is_closed_to_mail(), "no mail tells its title");
    assert!(!document.is_japanese_only(), "the request alone is Japanese only");
}

// T-096
#[test]
fn an_access_code_closes_mails_and_gates_nothing() {
    let document =
        sent_with(|details| details.access_code = Some(AccessCodeHash("hash".to_owned())));
    let requirement = document.requirement_for(&document.recipients[0]);
    assert_eq!(requirement.access_code.as_ref().unwrap().required_by, RequiredBy::Recipient);
    assert!(!requirement.is_gated() && requirement.is_closed_to_mail());
    assert!(!document.is_gated() && document.is_closed_to_mail());
    assert_eq!(requirement.expect_unlocked(id(1), None), Err(GateRefusal::AccessCode));
    assert_eq!(requirement.expect_unlocked(id(1), Some(id(2))), Err(GateRefusal::AccessCode));
    assert_eq!(requirement.expect_unlocked(id(1), Some(id(1))), Ok(()));
}

// T-074 O-15
#[test]
fn the_request_is_japanese_only_until_the_organisation_lifts_the_lock() {
    let mut document = draft();
    let _ = document.request_advanced_auth(&by_totp(&sender(), NOW), NOW).unwrap();
    assert!(document.is_japanese_only());
    let mut policy = document.policy.clone();
    policy.request_languages = RequestLanguages::Any;
    document.apply_policy(policy);
    assert!(!document.is_japanese_only());
}

// EN-02 EN-03
#[test]
fn where_an_earlier_enrolment_is_demanded_a_later_factor_does_not_pass() {
    let document = sent_with(|details| details.enrolment = EnrolmentRule::BeforeSending);
    let requirement = document.requirement_for(&document.recipients[0]);
    assert_eq!(requirement.second_factor_or_idp, Some(RequiredBy::Recipient));
    let account = taro();
    let late = enrolled(&account, after(2), after(1));
    let refused = document.admit(id(1), signed_in(&account, &late), after(2));
    assert_eq!(refused, Err(GateRefusal::EnrolledTooLate(EnrolmentRule::BeforeSending)));
    let early = by_totp(&account, NOW);
    assert!(document.admit(id(1), signed_in(&account, &early), NOW).is_ok());
    let linked_late = by_idp(&account, NOW);
    let refused = document.admit(id(1), signed_in(&account, &linked_late), NOW);
    assert_eq!(
        refused,
        Err(GateRefusal::EnrolledTooLate(EnrolmentRule::BeforeSending)),
        "the identity was linked on sending"
    );
}

#[test]
fn rules_classes_and_sources_have_names_that_are_read_back() {
    for rule in EnrolmentRule::ALL {
        assert_eq!(EnrolmentRule::parse(rule.name()), Some(rule));
    }
    assert_eq!(EnrolmentRule::parse("never"), None);
    assert!(EnrolmentRule::Any.is_met(EnrolmentClass::AfterSending));
    assert!(!EnrolmentRule::BeforeSending.is_met(EnrolmentClass::AfterSending));
    assert!(EnrolmentRule::BeforeSending.is_met(EnrolmentClass::NamedIdp));
    let sources = [RequiredBy::Organisation, RequiredBy::Document, RequiredBy::Recipient];
    assert_eq!(sources.map(RequiredBy::name), ["organisation", "document", "recipient"]);
}
