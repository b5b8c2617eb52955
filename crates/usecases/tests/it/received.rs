//! 受け取った書類: who is told what, page by page.

use crate::world::{NOW, by_password, by_totp, recipient_id, sender, sent, session, taro};
use std::sync::{Arc, Mutex};
use wariin_domain::fixtures::id;
use wariin_domain::{
    Account, AccountId, DocumentId, GateRefusal, PersonName, ReceivedState, Session, SignIn,
    Timestamp, Uuid,
};
use wariin_ports::{ReceivedCursor, ReceivedLine, ReceivedQuery};
use wariin_usecases::{
    Caller, Error, Ports, ReceivedPage, ReceivedRow, ReceivedSelection, received_documents,
};

/// Taro, a guest.
fn guest(sign_in: SignIn) -> Caller {
    let account = wariin_domain::fixtures::guest(taro());
    Caller { session: session(sign_in), account: Some(account), organisation: None }
}

fn weak() -> Caller {
    guest(by_password(&taro()))
}

fn strong() -> Caller {
    guest(by_totp(&taro(), NOW))
}

/// The line of the document to Taro, or of the next ones with the same contents.
fn line(number: u8, is_closed_to_mail: bool) -> ReceivedLine {
    ReceivedLine {
        recipient: recipient_id(),
        document: sent(true).id,
        updated_at: Timestamp::from_micros(NOW.as_micros() - i64::from(number)),
        title: sent(true).details.title.clone(),
        is_closed_to_mail,
        sender: PersonName::parse("送信 花子").unwrap(),
        organisation: wariin_domain::fixtures::organisation().name,
    }
}

/// How many documents were read.
type Read = Arc<Mutex<Vec<DocumentId>>>;

/// Storage with so many lines, each of a document with or without the request.
fn world(count: u8, with_request: bool) -> (Ports, Read) {
    let mut world = Ports::mock();
    let read = Read::default();
    world.views.expect_received().returning(move |query: &ReceivedQuery| {
        let all = (0..count).map(|number| line(number, with_request));
        let behind =
            all.filter(|line| query.after.is_none_or(|after| line.updated_at < after.updated_at));
        Ok(behind.take(usize::try_from(query.limit).unwrap()).collect())
    });
    let kept = Arc::clone(&read);
    world.views.expect_document().returning(move |id| {
        kept.lock().unwrap().push(id);
        Ok(Some(sent(with_request)))
    });
    (world.wire().0, read)
}

fn all() -> ReceivedSelection {
    ReceivedSelection { limit: 50, ..ReceivedSelection::default() }
}

fn words(text: &str) -> ReceivedSelection {
    ReceivedSelection { text: Some(text.to_owned()), ..all() }
}

async fn list(ports: &Ports, caller: &Caller, selection: ReceivedSelection) -> ReceivedPage {
    received_documents(ports, Some(caller), selection).await.unwrap()
}

async fn only(ports: &Ports, caller: &Caller) -> ReceivedRow {
    let page = list(ports, caller, all()).await;
    let [row] = page.rows.try_into().unwrap();
    row
}

// O-22
#[tokio::test]
async fn nothing_is_listed_without_a_sign_in() {
    let (ports, _) = Ports::mock().wire();
    assert!(matches!(received_documents(&ports, None, all()).await, Err(Error::NotSignedIn)));
    let nameless =
        Caller { session: Session { sign_in: None, ..weak().session }, account: None, ..weak() };
    let asked = received_documents(&ports, Some(&nameless), all()).await;
    assert!(matches!(asked, Err(Error::NotSignedIn)));
}

// EN-03 O-22 O-41
#[tokio::test]
async fn a_guest_lists_what_was_received_and_the_gated_title_after_a_strong_sign_in_only() {
    let title = sent(true).details.title.clone();
    let (gated, _) = world(1, true);
    let row = only(&gated, &weak()).await;
    assert_eq!(row.title, Err(GateRefusal::SecondFactor));
    assert_eq!((row.sender.as_str(), row.state), ("送信 花子", ReceivedState::ToDo));
    assert_eq!(only(&gated, &strong()).await.title, Ok(title.clone()));
    let (open, _) = world(1, false);
    assert_eq!(only(&open, &weak()).await.title, Ok(title));
}

// O-22
#[tokio::test]
async fn a_line_that_is_no_more_the_callers_is_left_out() {
    let (ports, _) = world(3, false);
    let other = Account { id: AccountId::from(Uuid::from_u128(99)), ..sender() };
    let by = by_totp(&other, NOW);
    let caller = Caller { account: Some(other), ..guest(by) };
    assert_eq!(list(&ports, &caller, all()).await, ReceivedPage::default());
    let mut gone = Ports::mock();
    gone.views.expect_received().returning(|_| Ok(vec![line(0, false)]));
    gone.views.expect_document().returning(|_| Ok(None));
    let (ports, _) = gone.wire();
    assert_eq!(list(&ports, &weak(), all()).await, ReceivedPage::default());
}

// EN-13 O-22
#[tokio::test]
async fn an_address_that_was_not_proved_is_not_asked_for() {
    for (proved, asked) in [(Some(NOW), true), (None, false)] {
        let mut world = Ports::mock();
        world.views.expect_received().times(1).returning(move |query| {
            assert_eq!(query.account, taro().id);
            assert_eq!(query.address, asked.then(|| taro().email));
            Ok(vec![])
        });
        let (ports, _) = world.wire();
        let account = Account { mailbox_proven_at: proved, ..taro() };
        let caller = Caller { account: Some(account), ..weak() };
        list(&ports, &caller, all()).await;
    }
}

// EN-03 O-22
#[tokio::test]
async fn words_are_looked_for_in_what_is_told_and_nowhere_else() {
    let title = sent(true).details.title.to_string();
    let (gated, read) = world(1, true);
    assert!(list(&gated, &weak(), words(&title)).await.rows.is_empty());
    assert!(read.lock().unwrap().is_empty(), "not even the time of the answer tells of the title");
    assert_eq!(list(&gated, &strong(), words(&title)).await.rows.len(), 1);
    // A strong sign-in to a document that is closed by now: the title is compared, and not told.
    let mut ended = Ports::mock();
    ended.views.expect_received().returning(|_| Ok(vec![line(0, true)]));
    ended.views.expect_document().returning(|_| {
        let mut document = sent(true);
        let _ = document.cancel(&by_password(&sender()), NOW).unwrap();
        Ok(Some(document))
    });
    let (ended, _) = ended.wire();
    assert!(list(&ended, &strong(), words(&title)).await.rows.is_empty());
    for told in ["送信", "わりいん 割印", "割印商事 花子"] {
        let expected = usize::from(told != "わりいん 割印");
        assert_eq!(list(&gated, &weak(), words(told)).await.rows.len(), expected, "{told}");
    }
    let reference = only(&gated, &weak()).await.reference.to_string();
    for spoken in [reference.clone(), reference.replace('-', "")] {
        assert_eq!(list(&gated, &weak(), words(&spoken)).await.rows.len(), 1);
    }
    let (open, _) = world(1, false);
    assert_eq!(list(&open, &weak(), words(&title)).await.rows.len(), 1);
}

// O-22
#[tokio::test]
async fn a_gated_title_is_looked_in_where_the_own_link_was_opened() {
    let title = sent(false).details.title.to_string();
    let mut world = Ports::mock();
    // Closed to mail because of another recipient; the own link opens it.
    world.views.expect_received().returning(|_| Ok(vec![line(0, true)]));
    world.views.expect_document().returning(|_| Ok(Some(sent(false))));
    let (ports, _) = world.wire();
    let mut caller = weak();
    caller.session.opened = Some((id(77), 1));
    assert!(list(&ports, &caller, words(&title)).await.rows.is_empty());
    caller.session.opened = Some((recipient_id(), 1));
    assert_eq!(list(&ports, &caller, words(&title)).await.rows.len(), 1);
}

// O-22
#[tokio::test]
async fn each_page_continues_where_the_previous_one_ended() {
    let (ports, _) = world(5, false);
    for text in [None, Some("花子".to_owned())] {
        let mut selection = ReceivedSelection { limit: 2, text, ..all() };
        let mut lengths = Vec::new();
        loop {
            let page = list(&ports, &weak(), selection.clone()).await;
            lengths.push(page.rows.len());
            let Some(next) = page.next else { break };
            assert_eq!(next.updated_at, page.rows.last().unwrap().updated_at);
            selection.after = Some(next);
        }
        assert_eq!(lengths, [2, 2, 1]);
    }
    let whole = ReceivedSelection { limit: 5, ..all() };
    assert_eq!(list(&ports, &weak(), whole).await.next, None, "the last page is known to be it");
}

// O-22
#[tokio::test]
async fn a_search_looks_through_so_many_lines_and_goes_on_with_the_next_page() {
    let mut world = Ports::mock();
    let asked = Arc::new(Mutex::new(0_u64));
    let count = Arc::clone(&asked);
    world.views.expect_received().returning(move |query| {
        *count.lock().unwrap() += query.limit;
        let from = query.after.map_or(NOW, |after| after.updated_at).as_micros();
        Ok((1..=i64::try_from(query.limit).unwrap())
            .map(|n| ReceivedLine { updated_at: Timestamp::from_micros(from - n), ..line(0, true) })
            .collect())
    });
    let (ports, _) = world.wire();
    let page = list(&ports, &weak(), words("何もない")).await;
    assert!(page.rows.is_empty());
    let end = ReceivedCursor {
        updated_at: Timestamp::from_micros(NOW.as_micros() - 5_000),
        recipient: recipient_id(),
    };
    assert_eq!(page.next, Some(end));
    assert!(*asked.lock().unwrap() <= 5_500);
}
