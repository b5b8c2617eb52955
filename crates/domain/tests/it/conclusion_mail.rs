//! The email that tells of the conclusion, when it is refused for good.

use wariin_domain::fixtures::{
    after, by_mail, by_password, consent_to, draft_to, id, link_life, recipient, send, sender, taro,
};
use wariin_domain::{
    Document, DocumentError, Event, EventKind, FileDigest, Job, MailRefusal, Obstacle, Party, Seal,
    SealLevel, SealedFile,
};

const WHY: MailRefusal = MailRefusal::MailboxFull;

/// Concluded at the third minute; an email was refused before, while the document was read already.
fn concluded() -> Document {
    let mut document = send(draft_to([recipient(1, "taro@example.com")]), false);
    let _ = document.mail_refused(Party::Recipient(id(1)), WHY, after(1));
    let shown = consent_to(document.content_digest());
    let _ = document.consent(id(1), by_mail(1), shown, after(2)).unwrap();
    let seal = Seal { digest: FileDigest::new([9; 32]), level: SealLevel::Basic };
    let sealed: Vec<_> =
        document.files.iter().map(|file| SealedFile { file: file.id, seal }).collect();
    let _ = document.conclude(&sealed, after(3)).unwrap();
    document
}

fn obstacle(document: &Document) -> Option<Obstacle> {
    document.obstacle(&document.recipients[0], after(10))
}

fn refuse(document: &mut Document, minute: u32) -> Vec<Job> {
    let events = document.conclusion_mail_refused(Party::Recipient(id(1)), WHY, after(minute));
    events.iter().flat_map(Event::jobs).collect()
}

// FA-06 O-48
#[test]
fn a_recipient_who_was_not_told_of_the_conclusion_is_for_the_sender_to_see_to() {
    let mut document = concluded();
    assert_eq!(obstacle(&document), None, "what was refused before says nothing of this email");
    assert_eq!(document.attention_from(), None);
    let _ = document.mail_refused(Party::Recipient(id(1)), WHY, after(4));
    assert_eq!(obstacle(&document), None, "nor does another email, of an announced deletion");

    let (to, on) = (Party::Recipient(id(1)), document.id);
    assert_eq!(refuse(&mut document, 5), [Job::NotifyUndelivered { document: on, to }]);
    assert_eq!(obstacle(&document), Some(Obstacle::ConclusionUndelivered(WHY)));
    assert_eq!(document.attention_from(), Some(after(5)));
    assert_eq!(refuse(&mut document, 6), [], "it is known");
    assert_eq!(document.attention_from(), Some(after(5)));
    let cancelled = |minute| {
        let mut sent = send(draft_to([recipient(1, "taro@example.com")]), false);
        let _ = sent.cancel(&by_password(&sender()), after(minute)).unwrap();
        let _ = sent.conclusion_mail_refused(to, WHY, after(9));
        sent
    };
    assert_eq!(obstacle(&cancelled(2)), None, "a document that was not concluded");
}

// FA-06 O-48
#[test]
fn the_sender_has_it_mailed_again_or_tells_the_recipient_otherwise_and_either_ends_the_mark_once() {
    let (by, another) = (by_password(&sender()), by_password(&taro()));
    for is_mailed in [true, false] {
        let mut document = concluded();
        let see_to = |document: &mut Document, by| {
            if is_mailed {
                document.mail_conclusion_again(id(1), by, after(7))
            } else {
                document.conclusion_was_told(id(1), by, after(7))
            }
        };
        assert!(see_to(&mut document, &by).unwrap().is_empty(), "there is nothing to see to");
        let _ = refuse(&mut document, 5);
        let stranger = see_to(&mut document, &another);
        assert_eq!(stranger.unwrap_err(), DocumentError::NotSender);
        assert!(obstacle(&document).is_some());

        let events = see_to(&mut document, &by).unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
        let jobs: Vec<_> = events.iter().flat_map(Event::jobs).collect();
        let to = Party::Recipient(id(1));
        if is_mailed {
            assert_eq!(kinds, [EventKind::ConclusionMailAsked { recipient: id(1) }]);
            assert_eq!(jobs, [Job::NotifyConcluded { document: document.id, to }]);
        } else {
            assert_eq!(kinds, [EventKind::ConclusionTold { recipient: id(1) }]);
            assert_eq!(jobs, []);
        }
        assert_eq!((obstacle(&document), document.attention_from()), (None, None));
        assert!(see_to(&mut document, &by).unwrap().is_empty(), "the same form once more");
        assert_eq!(refuse(&mut document, 8).len(), 1, "another refusal is news again");
        assert!(obstacle(&document).is_some());
    }
}

// FA-06
#[test]
fn an_open_document_has_no_email_of_its_conclusion_to_see_to() {
    let mut document = send(draft_to([recipient(1, "taro@example.com")]), false);
    let _ = document.mail_refused(Party::Recipient(id(1)), WHY, after(1));
    let by = by_password(&sender());
    assert!(document.mail_conclusion_again(id(1), &by, after(2)).unwrap().is_empty());
    assert!(document.conclusion_was_told(id(1), &by, after(2)).unwrap().is_empty());
    assert_eq!(obstacle(&document), Some(Obstacle::Undelivered(WHY)), "its cure is another one");
    assert!(document.obstacle(&document.recipients[0], after(1).plus(link_life())).is_some());
}
