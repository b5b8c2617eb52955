//! What an organisation demands of recipients, whatever the sender sets.

use wariin_domain::fixtures::{
    NOW, after, by_password, by_totp, connection, details, draft, draft_to, enrolled, factor_id,
    id, recipient, sender, signed_in, taro,
};
use wariin_domain::{
    AccessCodeHash, AccessRequest, Actor, Amount, Assurance, Attributes, CorrectedRecipient,
    Details, Document, DocumentError, DocumentPolicy, EmailAddress, EmailDomain, EnrolmentClass,
    EnrolmentRule, ForwardTo, GateRefusal, IdpDemand, Language, OutsideRecipients, OwnIdpRule,
    PersonName, Problem, Recipient, RecipientPolicy, RequestReason, RequestRule,
    RequestedDocuments, Required, RequiredBy, WeakSignIn,
};

fn under(rule: RequestRule, mut document: Document) -> Document {
    let recipients = RecipientPolicy { request: rule, ..RecipientPolicy::default() };
    document.apply_policy(DocumentPolicy { recipients, ..DocumentPolicy::default() });
    document
}

fn all() -> RequestRule {
    RequestRule { documents: RequestedDocuments::All, ..RequestRule::default() }
}

fn from(yen: &str) -> RequestRule {
    let from_amount = Some(Amount::parse(yen).unwrap());
    RequestRule { from_amount, ..RequestRule::default() }
}

fn outside(own: &str) -> RequestRule {
    let own_domains = vec![EmailDomain::parse(own).unwrap()];
    RequestRule { outside: OutsideRecipients::Requested, own_domains, ..RequestRule::default() }
}

fn costing(document: &mut Document, yen: Option<&str>) {
    let amount = yen.map(|yen| Amount::parse(yen).unwrap());
    let attributes = Attributes { amount, ..document.details.attributes.clone() };
    let details = Details { attributes, ..document.details.clone() };
    let _ = document.describe(details, &by_password(&sender()), NOW).unwrap();
}

// O-13
#[test]
fn the_policy_sets_the_request_and_the_sender_cannot_undo_it() {
    let mut document = under(all(), draft());
    assert_eq!(document.request_required_by(), Some(RequiredBy::Organisation));
    assert_eq!(document.request_reason(), Some(RequestReason::Always));
    let _ = document.withdraw_advanced_auth(&by_totp(&sender(), NOW), NOW).unwrap();
    assert!(document.is_requested());
    let requirement = document.requirement_for(&document.recipients[0]);
    assert_eq!(requirement.second_factor_or_idp, Some(RequiredBy::Organisation));
    assert_eq!(requirement.japanese_only, Some(RequiredBy::Organisation));
    let _ = document.send(&by_totp(&sender(), NOW), NOW).unwrap();
    assert!(document.is_gated());
}

// O-13 PO-02
#[test]
fn a_request_by_policy_needs_the_senders_strong_sign_in_as_the_senders_own_does() {
    let mut document = under(all(), draft());
    let refused = document.send(&by_password(&sender()), NOW);
    assert_eq!(refused, Err(DocumentError::WeakSignIn(WeakSignIn)));
    assert!(document.is_draft());
}

// O-13 O-15
#[test]
fn a_request_by_policy_takes_japanese_recipients_only() {
    let english = details("taro@example.com", Language::English);
    let by = by_totp(&sender(), NOW);
    let mut document = under(all(), draft());
    let refused = document.change_recipient(id(1), english.clone(), &by, NOW);
    assert!(matches!(refused, Err(DocumentError::Excluded(_))));
    let mut document = draft();
    let _ = document.change_recipient(id(1), english, &by, NOW).unwrap();
    let refused = under(all(), document).send(&by, NOW);
    assert!(matches!(refused, Err(DocumentError::Excluded(_))));
}

// O-13
#[test]
fn from_an_amount_on_the_policy_sets_the_request_and_an_unknown_amount_counts_as_reached() {
    let mut document = under(from("1000000"), draft());
    let million = Amount::parse("1000000").unwrap();
    costing(&mut document, None);
    assert_eq!(document.request_reason(), Some(RequestReason::AmountUnknown(million)));
    costing(&mut document, Some("999999"));
    assert!(!document.is_requested());
    costing(&mut document, Some("1000000"));
    assert_eq!(document.request_reason(), Some(RequestReason::Amount(million)));
}

// O-13
#[test]
fn a_recipient_outside_the_organisations_domains_means_the_request_for_the_whole_document() {
    let inside = || draft_to([recipient(1, "taro@Example.com")]);
    assert!(!under(outside("example.com"), inside()).is_requested());
    let mixed = draft_to([recipient(1, "taro@example.com"), recipient(2, "h@sub.example.com")]);
    let mixed = under(outside("example.com"), mixed);
    assert_eq!(mixed.request_reason(), Some(RequestReason::OutsideRecipient));
    assert!(mixed.is_gated_for(&mixed.recipients[0]));
    let unnamed = RequestRule { own_domains: vec![], ..outside("example.com") };
    assert!(under(unnamed, inside()).is_requested(), "without a domain every recipient is outside");
}

// O-13
#[test]
fn a_recipient_outside_to_whom_another_forwarded_has_to_sign_in_strongly() {
    let mut document = under(outside("example.com"), draft());
    let _ = document.send(&by_password(&sender()), NOW).unwrap();
    let account = taro();
    let by = by_totp(&account, after(1));
    let to = ForwardTo {
        id: id(3),
        name: PersonName::parse("外部").unwrap(),
        email: EmailAddress::parse("outside@elsewhere.example").unwrap(),
        organisation: None,
    };
    let _ = document.forward(id(1), signed_in(&account, &by), to, after(1)).unwrap();
    let outside = document.recipient(id(3)).unwrap();
    let requirement = document.requirement_for(outside);
    assert_eq!(requirement.second_factor_or_idp, Some(RequiredBy::Organisation));
    assert!(!document.is_requested(), "the document stays as it was sent");
    assert!(!document.is_gated_for(document.recipient(id(2)).unwrap()));
}

// O-13
#[test]
fn a_draft_follows_the_policy_and_a_sent_document_keeps_that_of_its_time() {
    let mut document = under(all(), draft());
    document.apply_policy(DocumentPolicy::default());
    assert!(!document.is_requested());
    let mut document = under(all(), document);
    let _ = document.send(&by_totp(&sender(), NOW), NOW).unwrap();
    document.apply_policy(DocumentPolicy::default());
    assert_eq!(document.request_required_by(), Some(RequiredBy::Organisation));
}

// O-13
#[test]
fn a_request_of_the_sender_is_named_as_such() {
    let mut document = draft();
    let by = by_totp(&sender(), NOW);
    let _ = document.request_advanced_auth(&by, NOW).unwrap();
    assert_eq!(document.request_required_by(), Some(RequiredBy::Document));
    let _ = document.send(&by, NOW).unwrap();
    assert_eq!(document.request_required_by(), Some(RequiredBy::Document));
}

fn with_enrolment(rule: EnrolmentRule, own: EnrolmentRule, requested: bool) -> Document {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    for (number, own) in [(0, own), (1, EnrolmentRule::Any)] {
        let mut details = document.recipients[number].details.clone();
        details.access_code = Some(AccessCodeHash("hash".to_owned()));
        details.enrolment = own;
        let recipient = document.recipients[number].id;
        let _ = document.change_recipient(recipient, details, &by, NOW).unwrap();
    }
    let recipients = RecipientPolicy { enrolment: rule, ..RecipientPolicy::default() };
    document.apply_policy(DocumentPolicy { recipients, ..DocumentPolicy::default() });
    if requested {
        let _ = document.request_advanced_auth(&by, NOW).unwrap();
    }
    let _ = document.send(&by, NOW).unwrap();
    document
}

// O-13 EN-04
#[test]
fn of_the_organisations_and_the_senders_rule_of_enrolment_the_stricter_counts() {
    use EnrolmentRule::{Any, BeforeSending, BehindAccessCode};
    let required = |rule, own| {
        let document = with_enrolment(rule, own, true);
        document.requirement_for(&document.recipients[0]).enrolment
    };
    let of = |value, required_by| Some(Required { value, required_by });
    assert_eq!(required(Any, Any), None);
    assert_eq!(required(BehindAccessCode, Any), of(BehindAccessCode, RequiredBy::Organisation));
    assert_eq!(required(BehindAccessCode, BeforeSending), of(BeforeSending, RequiredBy::Recipient));
    assert_eq!(
        required(BeforeSending, BehindAccessCode),
        of(BeforeSending, RequiredBy::Organisation)
    );
    let ungated = with_enrolment(BeforeSending, Any, false);
    let requirement = ungated.requirement_for(&ungated.recipients[0]);
    assert_eq!(
        requirement.enrolment, None,
        "a recipient who need not sign in strongly need not enrol"
    );
}

fn demanding_own_idp(mut document: Document) -> Document {
    let own_idp = OwnIdpRule::Demanded;
    let recipients = RecipientPolicy { own_idp, ..RecipientPolicy::default() };
    document.apply_policy(DocumentPolicy { recipients, ..DocumentPolicy::default() });
    document
}

// O-13 EN-04 E4
#[test]
fn where_the_policy_demands_it_the_provider_that_serves_the_address_is_named_at_the_sending() {
    let by = by_totp(&sender(), NOW);
    let mut document = demanding_own_idp(draft());
    assert_eq!(document.without_own_idp().count(), 0, "nothing is demanded without a gate");
    let _ = document.request_advanced_auth(&by, NOW).unwrap();
    assert_eq!(document.without_own_idp().map(|r| r.id).collect::<Vec<_>>(), [id(1), id(2)]);
    document.name_own_idp(id(1), &connection());
    assert_eq!(document.without_own_idp().map(|r| r.id).collect::<Vec<_>>(), [id(2)]);
    let _ = document.send(&by, NOW).unwrap();
    let named = |number: usize| document.requirement_for(&document.recipients[number]).named_idp;
    let value = IdpDemand::of(&connection());
    assert_eq!(named(0), Some(Required { value, required_by: RequiredBy::Organisation }));
    assert_eq!(named(1), None, "no provider serves the other address");

    let strong = by_totp(&taro(), after(1));
    let refused = document.admit(id(1), signed_in(&taro(), &strong), after(1));
    assert_eq!(refused.unwrap_err(), GateRefusal::NamedIdp);
    document.name_own_idp(id(2), &connection());
    assert_eq!(document.recipients[1].details.idp, None, "not once it is sent");
}

// O-09 O-13 EN-04 E4
#[test]
fn so_is_the_provider_that_serves_an_address_which_came_in_by_a_correction_or_a_forwarding() {
    let by = by_totp(&sender(), NOW);
    let sent = || {
        let mut document = demanding_own_idp(draft());
        let _ = document.request_advanced_auth(&by, NOW).unwrap();
        let _ = document.send(&by, NOW).unwrap();
        document
    };
    let email = EmailAddress::parse("jiro@example.com").unwrap();
    let to = |email: &EmailAddress| CorrectedRecipient {
        name: PersonName::parse("次郎").unwrap(),
        email: email.clone(),
    };
    let serving = connection();
    let named = |document: &Document, number: usize| {
        document.requirement_for(&document.recipients[number]).named_idp.map(|n| n.required_by)
    };
    for (to, serving, expected) in [
        (to(&email), Some(&serving), Some(RequiredBy::Organisation)),
        (to(&email), None, None),
        (to(&taro().email), Some(&serving), None),
    ] {
        let mut document = sent();
        let _ = document.correct_recipient(id(1), to, serving, &by, after(1)).unwrap();
        assert_eq!(named(&document, 0), expected);
    }
    let mut chosen = wariin_domain::fixtures::sent(true);
    let corrected = chosen.correct_recipient(id(1), to(&email), Some(&serving), &by, after(1));
    assert!(corrected.is_ok() && named(&chosen, 0).is_none(), "where nothing demands it");

    let mut document = sent();
    let (account, strong) = (taro(), by_totp(&taro(), after(1)));
    let forward = ForwardTo {
        id: id(9),
        name: PersonName::parse("次郎").unwrap(),
        email,
        organisation: None,
    };
    let _ = document.forward(id(1), signed_in(&account, &strong), forward, after(1)).unwrap();
    assert!(document.lacks_own_idp(document.recipient(id(9)).unwrap()));
    document.name_own_idp_of_next(id(9), &serving);
    assert_eq!(named(&document, 1), Some(RequiredBy::Organisation));
    assert!(!document.lacks_own_idp(document.recipient(id(9)).unwrap()));
}

// O-13 E4
#[test]
fn a_provider_that_the_sender_named_is_demanded_by_the_sender_unless_the_policy_demands_it_too() {
    let by = by_totp(&sender(), NOW);
    let named_in = |mut document: Document, with_request| {
        let mut details = document.recipients[0].details.clone();
        details.idp = Some(IdpDemand::of(&connection()));
        let _ = document.change_recipient(id(1), details, &by, NOW).unwrap();
        if with_request {
            let _ = document.request_advanced_auth(&by, NOW).unwrap();
        }
        document.name_own_idp(id(2), &connection());
        let by_whom = |r: &Recipient| document.requirement_for(r).named_idp.map(|n| n.required_by);
        (by_whom(&document.recipients[0]), by_whom(&document.recipients[1]))
    };
    let (sender, organisation) = (Some(RequiredBy::Recipient), Some(RequiredBy::Organisation));
    assert_eq!(named_in(draft(), true), (sender, None));
    assert_eq!(named_in(demanding_own_idp(draft()), false), (sender, None));
    assert_eq!(named_in(demanding_own_idp(draft()), true), (organisation, organisation));
}

// EN-04 O-02
#[test]
fn a_document_is_not_sent_while_class_e2_is_demanded_of_a_recipient_without_access_code() {
    let by = by_totp(&sender(), NOW);
    let demanded = |code: Option<&str>, enrolment| {
        let mut document = draft();
        let mut details = document.recipients[1].details.clone();
        details.enrolment = enrolment;
        details.access_code = code.map(|code| AccessCodeHash(code.to_owned()));
        let _ = document.change_recipient(id(2), details, &by, NOW).unwrap();
        document
    };
    let mut document = demanded(None, EnrolmentRule::BehindAccessCode);
    assert_eq!(document.recipient_without_code().map(|recipient| recipient.id), Some(id(2)));
    assert_eq!(document.send(&by, NOW), Err(Problem::NoAccessCode(id(2)).into()));
    for (code, enrolment) in [
        (Some("hash"), EnrolmentRule::BehindAccessCode),
        (None, EnrolmentRule::BeforeSending),
        (None, EnrolmentRule::Any),
    ] {
        assert!(demanded(code, enrolment).send(&by, NOW).is_ok(), "{enrolment:?}");
    }

    let mut document = demanded(None, EnrolmentRule::BehindAccessCode);
    let mut details = document.recipients[1].details.clone();
    details.idp = Some(IdpDemand::of(&connection()));
    let _ = document.change_recipient(id(2), details, &by, NOW).unwrap();
    assert!(document.send(&by, NOW).is_ok(), "a named provider needs no code");
}

// EN-04 O-02
#[test]
fn where_class_e2_is_demanded_a_factor_counts_only_behind_the_access_code_or_from_before_sending() {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    let mut details = document.recipients[0].details.clone();
    details.enrolment = EnrolmentRule::BehindAccessCode;
    details.access_code = Some(AccessCodeHash("hash".to_owned()));
    let _ = document.change_recipient(id(1), details, &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    let account = taro();
    let late = enrolled(&account, after(2), after(1));
    let access = || AccessRequest { requester: signed_in(&account, &late), unlocked: Some(id(1)) };
    let refused = document.admit(id(1), access(), after(2));
    assert_eq!(
        refused,
        Err(GateRefusal::EnrolledTooLate(EnrolmentRule::BehindAccessCode)),
        "it was enrolled without the code"
    );

    let actor = Actor::Account(account.id);
    let _ = document.enrolled_behind_access_code(id(1), factor_id(), actor, after(2));
    let admitted = document.admit(id(1), access(), after(2)).unwrap();
    assert_eq!(admitted.assurance().class(), Some(EnrolmentClass::BehindAccessCode));
    let locked = AccessRequest { unlocked: None, ..access() };
    assert_eq!(document.admit(id(1), locked, after(2)), Err(GateRefusal::AccessCode));

    let early = by_totp(&account, after(2));
    let access = AccessRequest { requester: signed_in(&account, &early), unlocked: Some(id(1)) };
    let admitted = document.admit(id(1), access, after(2)).unwrap();
    assert!(matches!(admitted.assurance(), Assurance::TwoFactor { .. }));
}

#[test]
fn the_choices_of_the_policy_have_names_that_are_read_back() {
    for choice in RequestedDocuments::ALL {
        assert_eq!(RequestedDocuments::parse(choice.name()), Some(*choice));
    }
    for choice in OutsideRecipients::ALL {
        assert_eq!(OutsideRecipients::parse(choice.name()), Some(*choice));
    }
}
