//! Reminders, and new links in place of ended ones.

use crate::world::{NOW, PRINCIPAL, by_password, draft, recipient_id, sender, sent, session, work};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Document, DocumentError, EventKind, InvitedBy, LINK_INTERVAL, LinkLife, Problem, SignIn,
    SignInMethod, Span, Timestamp,
};
use wariin_ports::LinkClaim;
use wariin_ports::mock::MockWork;
use wariin_usecases::{DocumentCommand, Error, Ports, read_link, remind, renew_link};

const LINK: fn(u32) -> LinkClaim = |generation| LinkClaim { recipient: recipient_id(), generation };

fn ago(span: Span) -> Timestamp {
    Timestamp::from_micros(2 * NOW.as_micros() - NOW.plus(span).as_micros())
}

/// Sent with the request, that long ago.
fn sent_ago(span: Span) -> Document {
    let mut document = draft();
    let at = ago(span);
    let by = SignIn::new(
        sender().id,
        SignInMethod::TwoFactor {
            at,
            factor: crate::world::factor_id(),
            method: wariin_domain::FactorMethod::Totp,
            enrolled_at: at,
            behind_code: Some(true),
        },
    );
    let _ = document.request_advanced_auth(&by, at).unwrap();
    let _ = document.send(&by, at).unwrap();
    document
}

fn saves(mut work: MockWork, expected: InvitedBy) -> MockWork {
    work.documents.expect_save().times(1).returning(move |document, events| {
        assert_eq!(document.recipients[0].generation, 2);
        let event = events.iter().next().unwrap();
        assert!(matches!(&event.kind, EventKind::Invited { why, .. } if *why == expected));
        Ok(())
    });
    work
}

// T-081
#[tokio::test]
async fn a_sender_signed_in_by_password_reminds_and_the_new_link_is_kept() {
    let mut work = work(Some(session(by_password(&sender()))), vec![sender()]);
    let document = sent_ago(LINK_INTERVAL);
    work.finds(&document);
    let (ports, commits) = Ports::mock().with([saves(work, InvitedBy::Reminder)]).wire();
    let on = DocumentCommand { document: document.id, principal: PRINCIPAL };
    remind(&ports, on, recipient_id()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// O-07 LI-01
#[tokio::test]
async fn a_link_that_ended_is_told_apart_from_one_that_leads_nowhere() {
    let mut cancelled = sent(true);
    let _ = cancelled.cancel(&by_password(&sender()), NOW).unwrap();
    let cases: [(Document, Option<u32>, &str); 5] = [
        (sent(true), Some(1), "leads"),
        (sent(true), Some(0), "expired"),
        (sent_ago(LinkLife::default().span()), Some(1), "expired"),
        (cancelled, Some(0), "dead"),
        (sent(true), None, "dead"),
    ];
    for (document, generation, expected) in cases {
        let mut world = Ports::mock();
        world.tokens.expect_read_link().returning(move |_| generation.map(LINK));
        world.views.expect_document_of().returning(move |_| Ok(Some(document.clone())));
        let (ports, _) = world.wire();
        let got = match read_link(&ports, "token").await {
            Ok(_) => "leads",
            Err(Error::ExpiredLink) => "expired",
            Err(Error::InvalidLink) => "dead",
            Err(_) => "other",
        };
        assert_eq!(got, expected);
    }
}

// O-07 MA-04
#[tokio::test]
async fn an_ended_link_is_replaced_by_a_new_one_mailed_once_an_hour() {
    let mut ended = MockWork::default();
    ended.finds(&sent_ago(LinkLife::default().span()));
    let (ports, commits) = Ports::mock().with([saves(ended, InvitedBy::Renewal)]).wire();
    assert!(renew_link(&ports, LINK(1)).await.unwrap());
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let mut living = MockWork::default();
    living.finds(&sent_ago(LINK_INTERVAL));
    let (ports, commits) = Ports::mock().with([living]).wire();
    assert!(!renew_link(&ports, LINK(1)).await.unwrap(), "it still leads there");
    assert_eq!(commits.load(Ordering::SeqCst), 0);

    let mut hasty = MockWork::default();
    hasty.finds(&sent(true));
    let (ports, _) = Ports::mock().with([hasty]).wire();
    let refused = renew_link(&ports, LINK(0)).await;
    let too_soon = DocumentError::from(Problem::LinkJustMailed);
    assert!(matches!(refused, Err(Error::Document(e)) if e == too_soon));

    let mut cancelled = sent(true);
    let _ = cancelled.cancel(&by_password(&sender()), NOW).unwrap();
    let mut over = MockWork::default();
    over.finds(&cancelled);
    let (ports, _) = Ports::mock().with([over]).wire();
    assert!(matches!(renew_link(&ports, LINK(0)).await, Err(Error::InvalidLink)));
}
