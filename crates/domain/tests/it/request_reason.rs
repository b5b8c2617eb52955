//! Why a sent document carries the request: as it was when it was sent, whatever was corrected since.

use wariin_domain::fixtures::{NOW, after, by_totp, draft, id, sender, signed_in, taro};
use wariin_domain::{
    AdvancedAuthPolicy, Amount, Attributes, CorrectedRecipient, Document, DocumentParts,
    DocumentPolicy, EmailAddress, EmailDomain, ForwardTo, OutsideRecipients, PersonName,
    RecipientPolicy, RequestReason, RequestRule, RequiredBy,
};

fn sent_under(rule: RequestRule, by_sender: bool, amount: Option<&str>) -> Document {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    let recipients = RecipientPolicy { request: rule, ..RecipientPolicy::default() };
    document.apply_policy(DocumentPolicy { recipients, ..DocumentPolicy::default() });
    let amount = amount.map(|yen| Amount::parse(yen).unwrap());
    let attributes = Attributes { amount, ..document.details.attributes.clone() };
    let details = wariin_domain::Details { attributes, ..document.details.clone() };
    let _ = document.describe(details, &by, NOW).unwrap();
    if by_sender {
        let _ = document.request_advanced_auth(&by, NOW).unwrap();
    }
    let _ = document.send(&by, NOW).unwrap();
    document
}

fn outside(own: &str) -> RequestRule {
    let own_domains = vec![EmailDomain::parse(own).unwrap()];
    RequestRule { outside: OutsideRecipients::Requested, own_domains, ..RequestRule::default() }
}

fn correct(document: &mut Document, number: u128, email: &str) {
    let name = PersonName::parse("次郎").unwrap();
    let to = CorrectedRecipient { name, email: EmailAddress::parse(email).unwrap() };
    let by = by_totp(&sender(), NOW);
    let _ = document.correct_recipient(id(number), to, None, &by, after(1)).unwrap();
}

/// What every screen says: of the document, and on the page of this recipient's link.
fn said(document: &Document, number: u128) -> (Option<RequestReason>, Option<RequiredBy>) {
    let requirement = document.requirement_for(document.recipient(id(number)).unwrap());
    assert_eq!(
        document.request_required_by(),
        requirement.second_factor_or_idp,
        "one and the same"
    );
    (document.request_reason(), requirement.second_factor_or_idp)
}

// O-13 O-09
#[test]
fn a_recipient_who_is_corrected_to_an_own_address_changes_nothing_of_why_the_request_was_set() {
    let reason = (Some(RequestReason::OutsideRecipient), Some(RequiredBy::Organisation));
    let mut document = sent_under(outside("example.jp"), false, None);
    assert_eq!(said(&document, 1), reason);
    for number in [1, 2] {
        correct(&mut document, number, &format!("inside-{number}@example.jp"));
    }
    assert_eq!(said(&document, 1), reason, "the organisation demanded it, and not the sender");
}

// O-13 O-09 T-082
#[test]
fn a_request_of_the_sender_stays_the_senders_when_a_recipient_outside_comes_in() {
    let by_sender = (None, Some(RequiredBy::Document));
    let mut corrected = sent_under(outside("example.com"), true, None);
    assert_eq!(said(&corrected, 1), by_sender);
    correct(&mut corrected, 1, "jiro@elsewhere.example");
    assert_eq!(said(&corrected, 1), by_sender);

    let mut forwarded = sent_under(outside("example.com"), true, None);
    let (account, by) = (taro(), by_totp(&taro(), after(1)));
    let to = ForwardTo {
        id: id(3),
        name: PersonName::parse("外部").unwrap(),
        email: EmailAddress::parse("outside@elsewhere.example").unwrap(),
        organisation: None,
    };
    let _ = forwarded.forward(id(1), signed_in(&account, &by), to, after(1)).unwrap();
    assert_eq!(said(&forwarded, 3), by_sender);
}

// O-13 O-47
#[test]
fn an_amount_that_is_corrected_later_changes_nothing_of_why_the_request_was_set() {
    let million = Amount::parse("1000000").unwrap();
    let rule = || RequestRule { from_amount: Some(million), ..RequestRule::default() };
    for (amount, reason) in [
        (Some("2000000"), RequestReason::Amount(million)),
        (None, RequestReason::AmountUnknown(million)),
    ] {
        let document = sent_under(rule(), false, amount);
        let mut parts: DocumentParts = (*document).clone();
        parts.details.attributes.amount = Some(Amount::parse("5").unwrap());
        let document = Document::restore(parts).unwrap();
        assert_eq!(said(&document, 1), (Some(reason), Some(RequiredBy::Organisation)));
    }
}

// O-13
#[test]
fn of_a_document_whose_reason_was_not_kept_what_the_settings_of_its_time_say_now_is_told() {
    let document = sent_under(outside("example.jp"), false, None);
    let mut parts: DocumentParts = (*document).clone();
    parts.advanced_auth = AdvancedAuthPolicy::Enforced { since: NOW, by: None };
    let document = Document::restore(parts).unwrap();
    let reason = (Some(RequestReason::OutsideRecipient), Some(RequiredBy::Organisation));
    assert_eq!(said(&document, 1), reason);
}
