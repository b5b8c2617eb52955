//! Emails that were refused for good, and what the sender has to see to.

use uuid::Uuid;
use wariin_domain::fixtures::{
    NOW, after, by_password, by_totp, draft, id, link_life, sender, sent, signed_in, taro,
};
use wariin_domain::{
    AdvancedAuthPolicy, Document, DocumentError, DocumentId, DocumentStatus, EmailAddress, Event,
    EventKind, ForwardTo, Job, MailRefusal, Obstacle, Party, PersonName, RecipientState,
    Undelivered,
};

const WHY: MailRefusal = MailRefusal::UnknownAddress;

fn refuse(document: &mut Document, to: Party) -> Vec<Job> {
    document.mail_refused(to, WHY, NOW).iter().flat_map(Event::jobs).collect()
}

fn obstacle(document: &Document) -> Option<Obstacle> {
    document.obstacle(&document.recipients[0], NOW)
}

// FA-06 O-48
#[test]
fn a_refused_email_is_for_the_sender_to_see_to_until_the_next_link_or_the_first_opening() {
    for is_opened in [true, false] {
        let mut document = sent(true);
        let to = Party::Recipient(id(1));
        let told = Job::NotifyUndelivered { document: document.id, to };
        assert_eq!(refuse(&mut document, to), [told]);
        assert_eq!(obstacle(&document), Some(Obstacle::Undelivered(WHY)));
        assert_eq!(document.attention_from(), Some(NOW));
        assert_eq!(refuse(&mut document, to), [], "it is known");
        if is_opened {
            let (account, by) = (taro(), by_totp(&taro(), NOW));
            let _ = document.open(id(1), signed_in(&account, &by), NOW).unwrap();
        } else {
            let _ = document.remind(id(1), &by_password(&sender()), after(60)).unwrap();
        }
        assert_eq!(obstacle(&document), None, "{is_opened}");
        assert_eq!(refuse(&mut document, to), [told], "it is news again");
    }
}

// FA-06
#[test]
fn every_refused_email_is_in_the_history_and_the_sender_is_told_of_those_to_others() {
    let copy = Party::Copy(wariin_domain::CopyId::from(Uuid::from_u128(9)));
    for is_cancelled in [false, true] {
        let mut document = sent(true);
        if is_cancelled {
            let _ = document.cancel(&by_password(&sender()), NOW).unwrap();
        }
        for (to, is_told) in [(Party::Recipient(id(1)), true), (copy, true), (Party::Sender, false)]
        {
            let events = document.mail_refused(to, WHY, NOW);
            let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
            assert_eq!(kinds, [EventKind::MailRefused { to, why: WHY }]);
            assert_eq!(events.iter().flat_map(Event::jobs).count(), usize::from(is_told));
        }
        let kept = document.recipients[0].undelivered;
        assert_eq!(kept, (!is_cancelled).then_some(Undelivered { at: NOW, why: WHY }));
        assert_eq!(obstacle(&document).is_some(), !is_cancelled);
        assert_eq!(document.recipients[1].undelivered, None, "that person was mailed nothing");
    }
}

#[test]
fn a_list_knows_from_when_on_the_sender_has_to_see_to_something() {
    assert_eq!(draft().attention_from(), None);
    let mut document = sent(true);
    assert_eq!(document.attention_from(), Some(NOW.plus(link_life())), "the link ends");
    let _ = document.report_wrong_recipient(id(1), after(2)).unwrap();
    assert_eq!(document.attention_from(), Some(after(2)));
    let _ = document.cancel(&by_password(&sender()), NOW).unwrap();
    assert_eq!(document.attention_from(), None);
}

// PO-05
#[test]
fn a_duplicate_holds_what_the_document_holds_without_request_and_forwarders_and_is_the_senders() {
    let ids = || {
        let mut next = 1_000;
        move || {
            next += 1;
            Uuid::from_u128(next)
        }
    };
    let new = DocumentId::from(Uuid::from_u128(500));
    let mut document = sent(true);
    let (account, by) = (taro(), by_totp(&taro(), NOW));
    let to = ForwardTo {
        id: id(5),
        name: PersonName::parse("鈴木 花子").unwrap(),
        email: EmailAddress::parse("jiro@example.com").unwrap(),
        organisation: None,
    };
    let _ = document.forward(id(1), signed_in(&account, &by), to, NOW).unwrap();
    let (copy, events) = document.duplicate(new, ids(), &sender(), after(1)).unwrap();
    assert_eq!(copy.status, DocumentStatus::Draft);
    assert_eq!(copy.advanced_auth, AdvancedAuthPolicy::NotRequested);
    assert_eq!(copy.file_digests(), document.file_digests());
    assert_eq!((&copy.details, &copy.message), (&document.details, &document.message));
    assert_eq!(copy.id, new);
    let names = |document: &Document| -> Vec<_> {
        document.recipients.iter().map(|r| r.details.email.clone()).collect()
    };
    let kept: Vec<_> = document.recipients.iter().filter(|r| !r.is_forwarded()).collect();
    assert_eq!(kept.len() + 1, document.recipients.len());
    assert_eq!(names(&copy), kept.iter().map(|r| r.details.email.clone()).collect::<Vec<_>>());
    assert!(copy.recipients.iter().all(|r| r.state == RecipientState::Waiting));
    assert_eq!(events.iter().map(|e| e.kind.name()).collect::<Vec<_>>(), ["drafted"]);
    assert_eq!(document.duplicate(new, ids(), &taro(), NOW).unwrap_err(), DocumentError::NotSender);
}
