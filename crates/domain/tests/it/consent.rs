//! Consenting and declining.

use wariin_domain::fixtures::{
    NOW, after, by_mail, by_password, by_totp, consent_to, enrolled, hanako, id, sender, sent,
    signed_in, taro,
};
use wariin_domain::{
    Assurance, ConsentRequest, Consented, Content, Document, DocumentError, DocumentStatus,
    EnrolmentClass, Event, EventKind, Events, FileDigest, GateRefusal, Job, Party, Reason,
    RecipientState,
};

fn now(consented: Consented) -> Events {
    match consented {
        Consented::Now(events) => events,
        Consented::Before(_) => panic!("the consent was given before"),
    }
}

// T-001 T-049
#[test]
fn consenting_needs_the_gate_to_be_open_at_that_very_moment() {
    let (mut document, account) = (sent(true), taro());
    let before = document.clone();
    let shown = document.content_digest();
    let weak = by_password(&account);
    for (requester, expected) in
        [(signed_in(&account, &weak), GateRefusal::SecondFactor), (by_mail(1), GateRefusal::SignIn)]
    {
        let refused = document.consent(id(1), requester, consent_to(shown), NOW);
        assert_eq!(refused, Err(DocumentError::Gate(expected)));
    }
    assert_eq!(document, before);
    let strong = by_totp(&account, NOW);
    let _ =
        now(document.consent(id(1), signed_in(&account, &strong), consent_to(shown), NOW).unwrap());
}

// CO-01 O-12
#[test]
fn a_factor_last_used_more_than_fifteen_minutes_ago_is_asked_for_again() {
    let account = taro();
    let strong = by_totp(&account, NOW);
    let mut document = sent(true);
    let shown = document.content_digest();
    let before = document.clone();
    let late = document.consent(id(1), signed_in(&account, &strong), consent_to(shown), after(16));
    assert_eq!(late, Err(DocumentError::StepUpRequired));
    assert_eq!(document, before);
    let in_time =
        document.consent(id(1), signed_in(&account, &strong), consent_to(shown), after(15));
    let _ = now(in_time.unwrap());
}

// CO-02
#[test]
fn a_consent_is_bound_to_the_files_that_were_shown() {
    let (mut document, account) = (sent(true), taro());
    let strong = by_totp(&account, NOW);
    let before = document.clone();
    let [file] = document.file_digests()[..] else { panic!("one file") };
    for files in [vec![FileDigest::new([0xee; 32])], vec![], vec![file, file]] {
        let shown = Content { files, fields: vec![] }.digest();
        let refused = document.consent(id(1), signed_in(&account, &strong), consent_to(shown), NOW);
        assert_eq!(refused, Err(DocumentError::OtherContents));
    }
    assert_eq!(document, before);
}

// CO-08 INV2
#[test]
fn consenting_twice_gives_the_first_answer_again() {
    let (mut document, account) = (sent(true), taro());
    let strong = by_totp(&account, NOW);
    let shown = document.content_digest();
    let _ =
        now(document.consent(id(1), signed_in(&account, &strong), consent_to(shown), NOW).unwrap());
    let before = document.clone();
    let again =
        document.consent(id(1), signed_in(&account, &strong), consent_to(shown), after(1)).unwrap();
    assert!(matches!(again, Consented::Before(consent) if consent.at == NOW));
    assert_eq!(document, before);
}

// T-080
#[test]
fn the_next_recipient_is_invited_only_by_the_consent_of_the_one_before() {
    let mut document = sent(true);
    let shown = document.content_digest();
    let (taro, hanako) = (taro(), hanako());
    let strong = by_totp(&taro, NOW);
    let events = now(document
        .consent(id(1), signed_in(&taro, &strong), consent_to(shown), after(1))
        .unwrap());
    let jobs: Vec<_> = events.iter().flat_map(Event::jobs).collect();
    let invite = Job::Invite { document: document.id, recipient: id(2), generation: 1 };
    assert_eq!(jobs, [invite]);
    assert!(matches!(document.status, DocumentStatus::AwaitingConsent { .. }));

    let strong = by_totp(&hanako, NOW);
    let events = now(document
        .consent(id(2), signed_in(&hanako, &strong), consent_to(shown), after(2))
        .unwrap());
    let jobs: Vec<_> = events.iter().flat_map(Event::jobs).collect();
    assert_eq!(jobs, [Job::Seal { document: document.id }]);
    assert!(matches!(document.status, DocumentStatus::Sealing { .. }));
}

// T-004 T-086 O-02 CO-07
#[test]
fn the_evidence_says_how_the_person_was_authenticated_and_what_the_enrolment_is_worth() {
    let account = taro();
    for (enrolled_at, class) in [
        (wariin_domain::Timestamp::from_micros(NOW.as_micros() - 1), EnrolmentClass::BeforeSending),
        (NOW, EnrolmentClass::AfterSending),
        (after(3), EnrolmentClass::AfterSending),
    ] {
        let mut document = sent(true);
        let shown = document.content_digest();
        let strong = enrolled(&account, after(4), enrolled_at);
        let requester = signed_in(&account, &strong);
        let events = now(document.consent(id(1), requester, consent_to(shown), after(5)).unwrap());
        let consent = document.recipients[0].consent().unwrap();
        let Assurance::TwoFactor { class: said, authenticated_at, account: caller, .. } =
            &*consent.assurance
        else {
            panic!("not by two factors");
        };
        assert_eq!((*said, *authenticated_at, *caller), (class, after(4), account.id));
        assert_eq!(consent.content, shown);
        let consented = EventKind::Consented { recipient: id(1), consent: consent.clone() };
        assert_eq!(events.iter().next().unwrap().kind, consented, "the evidence holds all of it");
    }
}

// T-083
#[test]
fn declining_passes_the_gate_and_ends_the_document() {
    let (mut document, account) = (sent(true), taro());
    let reason = Reason::parse("金額が違います").unwrap();
    let refused = document.decline(id(1), by_mail(1), reason.clone(), NOW);
    assert_eq!(refused, Err(DocumentError::Gate(GateRefusal::SignIn)));
    let strong = by_totp(&account, NOW);
    let requester = signed_in(&account, &strong);
    let events = document.decline(id(1), requester, reason.clone(), NOW).unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
    assert_eq!(kinds, [EventKind::Declined { recipient: id(1) }], "no one had consented");
    assert!(document.status.is_final());
    let shown = document.content_digest();
    assert_eq!(
        document.consent(id(1), requester, consent_to(shown), NOW),
        Err(DocumentError::Gate(GateRefusal::Closed))
    );
    assert_eq!(document.recipients[1].state, RecipientState::Waiting);
}

// T-083
#[test]
fn who_had_consented_is_told_when_another_recipient_declines_or_the_sender_cancels() {
    let consented = |document: &mut Document| {
        let content = document.content_digest();
        let _ = now(document.consent(id(1), by_mail(1), consent_to(content), NOW).unwrap());
    };
    let told = |events: &Events| -> Vec<Job> {
        let jobs = events.iter().flat_map(Event::jobs);
        jobs.filter(|job| matches!(job.addressee(), Some(Party::Recipient(_)))).collect()
    };
    let mut declined = sent(false);
    consented(&mut declined);
    let reason = Reason::parse("金額が違います").unwrap();
    let events = declined.decline(id(2), by_mail(2), reason, NOW).unwrap();
    let (document, to) = (declined.id, Party::Recipient(id(1)));
    assert_eq!(told(&events), [Job::NotifyDeclined { document, to }]);

    let mut cancelled = sent(false);
    consented(&mut cancelled);
    let events = cancelled.cancel(&by_password(&sender()), NOW).unwrap();
    let both = [1, 2].map(|n| Job::NotifyCancelled { document, to: Party::Recipient(id(n)) });
    assert_eq!(told(&events), both);
}

// RA-02
#[test]
fn one_who_consented_can_no_longer_decline() {
    let mut document = sent(false);
    let shown = document.content_digest();
    let _ = now(document.consent(id(1), by_mail(1), consent_to(shown), NOW).unwrap());
    let reason = Reason::parse("やはり").unwrap();
    assert_eq!(document.decline(id(1), by_mail(1), reason, NOW), Err(DocumentError::NotYourTurn));
}

// INV1
#[test]
fn a_document_with_a_recipient_who_did_not_consent_is_never_ready_for_its_seal() {
    let mut parts = (*sent(false)).clone();
    parts.recipients[0].state = RecipientState::WrongRecipient { at: NOW, invited_at: NOW };
    parts.recipients[1].state = RecipientState::Invited { at: NOW };
    parts.recipients[1].generation = 1;
    let mut document = wariin_domain::Document::restore(parts).unwrap();
    let shown = document.content_digest();
    let _ = now(document.consent(id(2), by_mail(2), consent_to(shown), NOW).unwrap());
    assert!(matches!(document.status, DocumentStatus::AwaitingConsent { .. }));
}

// DO-01
#[test]
fn a_consent_to_a_damaged_file_is_refused_and_an_earlier_one_is_answered_as_before() {
    let (mut document, account) = (sent(true), taro());
    let by = by_totp(&account, after(1));
    let damaged =
        ConsentRequest { are_files_whole: false, ..consent_to(document.content_digest()) };
    let before = document.clone();
    let refused = document.consent(id(1), signed_in(&account, &by), damaged, after(1));
    assert_eq!(refused, Err(DocumentError::FileDamaged));
    assert_eq!(document, before);
    let whole = consent_to(document.content_digest());
    let _ = document.consent(id(1), signed_in(&account, &by), whole, after(1)).unwrap();
    let again = document.consent(id(1), signed_in(&account, &by), damaged, after(2)).unwrap();
    assert!(matches!(again, Consented::Before(_)));
}

// O-31
#[test]
fn a_consent_before_every_page_was_shown_is_refused_and_an_earlier_one_is_answered_as_before() {
    let (mut document, account) = (sent(true), taro());
    let by = by_totp(&account, after(1));
    let unread = ConsentRequest { are_pages_shown: false, ..consent_to(document.content_digest()) };
    let before = document.clone();
    let refused = document.consent(id(1), signed_in(&account, &by), unread, after(1));
    assert_eq!(refused, Err(DocumentError::PagesNotShown));
    assert_eq!(document, before);
    let read = consent_to(document.content_digest());
    let _ = document.consent(id(1), signed_in(&account, &by), read, after(1)).unwrap();
    let again = document.consent(id(1), signed_in(&account, &by), unread, after(2)).unwrap();
    assert!(matches!(again, Consented::Before(_)));
}
