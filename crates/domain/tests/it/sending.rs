//! Sending, cancelling, concluding, and what the draft may look like.

use wariin_domain::fixtures::{
    NOW, after, by_mail, by_password, by_totp, consent_to, draft, file, guest, id, new_draft,
    recipient, sender, sent, signed_in, taro,
};
use wariin_domain::{
    Document, DocumentError, DocumentStatus, EventKind, FileDigest, GateRefusal, Job,
    MAX_FILE_BYTES, MAX_RECIPIENTS, Party, Problem, RecipientState, Seal, SealLevel, SealedFile,
};

// T-047 T-050 PO-02
#[test]
fn sending_is_refused_after_the_second_factor_was_dropped() {
    let mut document = draft();
    let _ = document.request_advanced_auth(&by_totp(&sender(), NOW), NOW).unwrap();
    let before = document.clone();
    let refused = document.send(&by_password(&sender()), NOW);
    assert!(matches!(refused, Err(DocumentError::WeakSignIn(_))));
    assert_eq!(document, before);
    assert_eq!(document.status, DocumentStatus::Draft);
}

// T-046 T-048
#[test]
fn the_draft_keeps_the_request_and_is_sent_once_the_sender_is_strong_again() {
    let mut document = draft();
    let _ = document.request_advanced_auth(&by_totp(&sender(), NOW), NOW).unwrap();
    let _ = document.send(&by_password(&sender()), NOW).unwrap_err();
    assert!(document.advanced_auth.is_requested());
    let _ = document.send(&by_totp(&sender(), after(5)), after(5)).unwrap();
    assert!(matches!(document.status, DocumentStatus::AwaitingConsent { .. }));
}

// T-061
#[test]
fn without_the_request_a_password_is_enough_to_send() {
    let mut document = draft();
    let _ = document.send(&by_password(&sender()), NOW).unwrap();
    assert!(matches!(document.status, DocumentStatus::AwaitingConsent { .. }));
}

// T-004
#[test]
fn sending_keeps_with_which_sign_in_in_the_document_and_in_its_event() {
    let mut document = draft();
    assert_eq!(document.sent_by, None);
    let by = by_totp(&sender(), NOW);
    let events = document.send(&by, NOW).unwrap();
    assert_eq!(document.sent_by.as_ref(), Some(&by));
    let method = by.method().clone();
    let kept = |event: &wariin_domain::Event| matches!(&event.kind, EventKind::Sent { sign_in, .. } if *sign_in == Some(method.clone()));
    assert!(events.iter().any(kept));
}

// T-080 PO-08
#[test]
fn only_the_first_recipient_is_invited_by_sending() {
    let mut document = draft();
    let events = document.send(&by_totp(&sender(), NOW), NOW).unwrap();
    let jobs: Vec<_> = events.iter().flat_map(wariin_domain::Event::jobs).collect();
    let invite = Job::Invite { document: document.id, recipient: id(1), generation: 1 };
    assert_eq!(jobs, [invite]);
    assert_eq!(document.recipients[1].state, RecipientState::Waiting);
}

#[test]
fn a_document_needs_a_recipient_to_be_sent_and_a_file_to_begin() {
    let (mut document, _) = Document::draft(new_draft(), &sender(), NOW).unwrap();
    let refused = document.send(&by_totp(&sender(), NOW), NOW);
    assert_eq!(refused, Err(Problem::NoRecipient.into()));
    let mut empty = new_draft();
    empty.files.clear();
    assert_eq!(Document::draft(empty, &sender(), NOW), Err(Problem::NoFile.into()));
    // O-41
    let by_guest = Document::draft(new_draft(), &guest(sender()), NOW);
    assert_eq!(by_guest, Err(DocumentError::Guest));
}

#[test]
fn limits_hold_for_files_and_recipients() {
    let by = by_password(&sender());
    let mut document = draft();
    let mut huge = file(8);
    huge.bytes = MAX_FILE_BYTES + 1;
    assert_eq!(document.replace_files(vec![huge], &by, NOW), Err(Problem::TooLarge.into()));
    let mut third = file(9);
    third.bytes = MAX_FILE_BYTES;
    let three = vec![third.clone(), third.clone(), third];
    assert_eq!(document.replace_files(three, &by, NOW), Err(Problem::TooLarge.into()));
    let many = vec![file(1); 101];
    assert_eq!(document.replace_files(many, &by, NOW), Err(Problem::TooManyFiles.into()));
    for number in document.recipients.len()..MAX_RECIPIENTS {
        let more = recipient(100 + number as u128, "more@example.com");
        let _ = document.add_recipient(more, &by, NOW).unwrap();
    }
    let refused = document.add_recipient(recipient(9, "over@example.com"), &by, NOW);
    assert_eq!(refused, Err(Problem::TooManyRecipients.into()));
}

#[test]
fn the_routing_order_can_be_changed_on_a_draft() {
    let mut document = draft();
    let by = by_password(&sender());
    let _ = document.move_recipient_up(id(2), &by, NOW).unwrap();
    assert_eq!(document.recipients.iter().map(|r| r.id).collect::<Vec<_>>(), [id(2), id(1)]);
    assert!(document.move_recipient_up(id(2), &by, NOW).unwrap().is_empty());
    let _ = document.remove_recipient(id(1), &by, NOW).unwrap();
    assert_eq!(document.remove_recipient(id(1), &by, NOW), Err(Problem::NoSuchRecipient.into()));
}

// T-043
#[test]
fn only_the_sender_cancels_and_only_while_a_consent_is_awaited() {
    let mut document = sent(true);
    let other = by_totp(&taro(), NOW);
    assert_eq!(document.cancel(&other, NOW), Err(DocumentError::NotSender));
    let by = by_password(&sender());
    assert!(draft().cancel(&by, NOW).is_err());
    let events = document.cancel(&by, NOW).unwrap();
    let told: Vec<_> = events.iter().flat_map(wariin_domain::Event::jobs).collect();
    let to_taro = Job::NotifyCancelled { document: document.id, to: Party::Recipient(id(1)) };
    assert_eq!(told, [to_taro], "only those who were mailed are told");
    let strong = by_totp(&taro(), NOW);
    let shut = document.admit(id(1), signed_in(&taro(), &strong), NOW);
    assert_eq!(shut, Err(GateRefusal::Closed));
    assert!(document.cancel(&by, NOW).is_err());
}

// INV1 INV4
#[test]
fn a_document_is_concluded_only_with_every_consent_and_every_file_sealed() {
    let digest = FileDigest::new([1; 32]);
    let sealed =
        [SealedFile { file: file(7).id, seal: Seal { digest, level: SealLevel::Archived } }];
    assert!(sent(false).conclude(&sealed, NOW).is_err());

    let mut document = sent(false);
    for number in [1, 2] {
        let shown = document.content_digest();
        let _ = document.consent(id(number), by_mail(number), consent_to(shown), NOW).unwrap();
    }
    assert!(matches!(document.status, DocumentStatus::Sealing { .. }));
    assert!(document.cancel(&by_password(&sender()), NOW).is_err());
    let other =
        [SealedFile { file: file(8).id, seal: Seal { digest, level: SealLevel::Archived } }];
    assert_eq!(document.conclude(&other, NOW), Err(Problem::SealedOtherFiles.into()));
    assert_eq!(document.conclude(&[], NOW), Err(Problem::SealedOtherFiles.into()));
    assert!(document.issue_certificate(sealed[0].seal, NOW).is_err());
    let _ = document.conclude(&sealed, after(1)).unwrap();
    assert!(document.status.is_final());
    assert_eq!(document.files[0].sealed.map(|seal| seal.digest), Some(digest));
}

// O-17
#[test]
fn evidence_is_taken_of_concluded_documents_only_and_by_the_operator_on_record() {
    let mut document = sent(false);
    for number in [1, 2] {
        let shown = consent_to(document.content_digest());
        let _ = document.consent(id(number), by_mail(number), shown, NOW).unwrap();
    }
    assert!(document.expect_evidence().is_err());
    assert!(document.evidence_taken_by_operator(NOW).is_err());
    let seal = Seal { digest: FileDigest::new([7; 32]), level: SealLevel::Basic };
    let sealed: Vec<_> =
        document.files.iter().map(|file| SealedFile { file: file.id, seal }).collect();
    let _ = document.conclude(&sealed, NOW).unwrap();
    assert_eq!(document.expect_evidence(), Ok(()));
    let taken = document.evidence_taken_by_operator(NOW).unwrap();
    assert!(taken.iter().all(|event| event.kind == EventKind::EvidenceTaken));
    assert_eq!(taken.iter().count(), 1);
}
