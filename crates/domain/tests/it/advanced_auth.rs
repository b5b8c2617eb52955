//! Setting and undoing the request.

use wariin_domain::fixtures::{
    NOW, by_idp, by_password, by_totp, details, draft, recipient, sender, sent, taro,
};
use wariin_domain::{
    AdvancedAuthPolicy, CopyId, CopyRecipient, DocumentError, DocumentPolicy, EmailAddress, Event,
    EventKind, Excluded, Exclusion, Job, Language, Party, PersonName, RequestLanguages, WeakSignIn,
};

// T-010 PO-01
#[test]
fn setting_the_request_needs_a_strong_sign_in() {
    let mut document = draft();
    let before = document.clone();
    let refused = document.request_advanced_auth(&by_password(&sender()), NOW);
    assert_eq!(refused, Err(DocumentError::WeakSignIn(WeakSignIn)));
    assert_eq!(document, before);
    for by in [by_totp(&sender(), NOW), by_idp(&sender(), NOW)] {
        let events = document.request_advanced_auth(&by, NOW).unwrap();
        assert!(document.advanced_auth.is_requested());
        assert_eq!(events.iter().next().unwrap().kind, EventKind::AdvancedAuthRequested);
    }
}

#[test]
fn only_the_sender_sets_or_undoes_the_request() {
    let mut document = draft();
    let other = by_totp(&taro(), NOW);
    assert_eq!(document.request_advanced_auth(&other, NOW), Err(DocumentError::NotSender));
    assert_eq!(document.withdraw_advanced_auth(&other, NOW), Err(DocumentError::NotSender));
}

// T-016 T-017
#[test]
fn undoing_clears_the_request_and_unlocks_the_languages() {
    let mut document = draft();
    let by = by_totp(&sender(), NOW);
    let _ = document.request_advanced_auth(&by, NOW).unwrap();
    let weak = by_password(&sender());
    assert!(document.withdraw_advanced_auth(&weak, NOW).is_err());
    let _ = document.withdraw_advanced_auth(&by, NOW).unwrap();
    assert_eq!(document.advanced_auth, AdvancedAuthPolicy::NotRequested);
    let english = details("john@example.com", Language::English);
    let first = document.recipients[0].id;
    assert!(document.change_recipient(first, english, &by, NOW).is_ok());
}

// T-019
#[test]
fn setting_and_undoing_is_idempotent_and_each_time_recorded() {
    let mut document = draft();
    let by = by_totp(&sender(), NOW);
    for _ in 0..3 {
        assert!(!document.request_advanced_auth(&by, NOW).unwrap().is_empty());
        assert!(document.advanced_auth.is_requested());
    }
    for _ in 0..3 {
        assert!(!document.withdraw_advanced_auth(&by, NOW).unwrap().is_empty());
        assert!(!document.advanced_auth.is_requested());
    }
}

// T-030
#[test]
fn the_request_is_the_documents_so_a_recipient_added_later_is_asked_as_well() {
    let mut document = draft();
    let by = by_totp(&sender(), NOW);
    let _ = document.request_advanced_auth(&by, NOW).unwrap();
    let _ = document.add_recipient(recipient(3, "late@example.com"), &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    assert!(matches!(document.advanced_auth, AdvancedAuthPolicy::Enforced { .. }));
    assert_eq!(document.recipients.len(), 3);
}

// T-042 PO-04 INV11
#[test]
fn after_sending_the_request_cannot_be_changed() {
    let mut document = sent(true);
    let by = by_totp(&sender(), NOW);
    let before = document.clone();
    for refused in [
        document.withdraw_advanced_auth(&by, NOW),
        document.clone().request_advanced_auth(&by, NOW),
    ] {
        assert!(matches!(
            refused,
            Err(DocumentError::NotPossible { status: "awaiting_consent", .. })
        ));
    }
    assert_eq!(document, before);
}

// T-069 T-071 T-073 PO-06
#[test]
fn the_request_and_another_language_exclude_each_other_in_both_orders() {
    let by = by_totp(&sender(), NOW);
    for language in [Language::English, Language::SimplifiedChinese, Language::TraditionalChinese] {
        let foreign = details("john@example.com", language);
        let mut document = draft();
        let first = document.recipients[0].id;
        let _ = document.change_recipient(first, foreign.clone(), &by, NOW).unwrap();
        assert!(matches!(
            document.request_advanced_auth(&by, NOW),
            Err(DocumentError::Excluded(Excluded::Language { .. }))
        ));
        let japanese = details("john@example.com", Language::Japanese);
        let _ = document.change_recipient(first, japanese, &by, NOW).unwrap();
        let _ = document.request_advanced_auth(&by, NOW).unwrap();

        let mut late = recipient(3, "john@example.com");
        late.details = foreign.clone();
        let before = document.clone();
        assert!(document.add_recipient(late, &by, NOW).is_err());
        assert!(document.change_recipient(first, foreign, &by, NOW).is_err());
        assert_eq!(document, before);
    }
}

// O-15
#[test]
fn an_organisation_may_lift_the_language_lock_and_a_draft_under_the_lock_is_refused_again_at_sending()
 {
    let by = by_totp(&sender(), NOW);
    let lifted =
        DocumentPolicy { request_languages: RequestLanguages::Any, ..DocumentPolicy::default() };
    let mut document = draft();
    document.apply_policy(lifted);
    let first = document.recipients[0].id;
    let foreign = details("john@example.com", Language::English);
    let _ = document.change_recipient(first, foreign, &by, NOW).unwrap();
    let _ = document.request_advanced_auth(&by, NOW).unwrap();
    assert!(document.clone().send(&by, NOW).is_ok());

    document.apply_policy(DocumentPolicy::default());
    let before = document.clone();
    assert!(matches!(document.send(&by, NOW), Err(DocumentError::Excluded(_))));
    assert_eq!(document, before);
}

// T-045
#[test]
fn every_row_of_the_table_has_a_name_and_is_what_refusals_are_called() {
    let names: Vec<_> = Exclusion::ALL.iter().map(|exclusion| exclusion.name()).collect();
    assert_eq!(names, ["language_must_be_ja"]);
    let mut document = draft();
    let first = document.recipients[0].id;
    let foreign = details("john@example.com", Language::English);
    let by = by_totp(&sender(), NOW);
    let _ = document.change_recipient(first, foreign, &by, NOW).unwrap();
    let found = document.excluded().unwrap();
    assert_eq!(found.exclusion(), Exclusion::ForeignLanguage);
    let refused = document.request_advanced_auth(&by, NOW).unwrap_err();
    assert_eq!(refused.refusal().unwrap().name(), found.exclusion().name());
}

// T-030
#[test]
fn a_copy_is_told_of_the_conclusion_and_asked_for_nothing() {
    let copy = CopyRecipient {
        id: CopyId::from(uuid::Uuid::from_u128(60)),
        name: PersonName::parse("共有 花子").unwrap(),
        email: EmailAddress::parse("copy@example.com").unwrap(),
    };
    let by = by_totp(&sender(), NOW);
    let mut document = draft();
    let _ = document.request_advanced_auth(&by, NOW).unwrap();
    let _ = document.add_copy(copy.clone(), &by, NOW).unwrap();
    assert!(
        document.remove_copy(CopyId::from(uuid::Uuid::from_u128(61)), &by, NOW).unwrap().is_empty()
    );
    let sent = document.send(&by, NOW).unwrap();
    let parties: Vec<_> = sent.iter().flat_map(Event::jobs).collect();
    assert!(!parties.iter().any(|e| matches!(e, Job::NotifyConcluded { .. })));
    assert!(document.remove_copy(copy.id, &by, NOW).is_err(), "sent is sent");
    let concluded =
        EventKind::Concluded { sealed: vec![], recipients: vec![], copies: vec![copy.id] };
    let event = Event::of_document(document.id, NOW, wariin_domain::Actor::Service, concluded);
    let to = Party::Copy(copy.id);
    assert!(event.jobs().contains(&Job::NotifyConcluded { document: document.id, to }));
}
