//! Forms that come again: a double click, a retry after an answer that was lost, two nodes at once.

use crate::browser::{Browser, Page};
use crate::service::Service;
use poem::http::StatusCode;
use wariin_domain::{Document, DocumentId, Uuid};
use wariin_ports::SessionCookie;
use wariin_usecases::{FormKey, begin_from_template};

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");

/// A service, and its sender's session.
async fn world() -> (Service, SessionCookie) {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    (service, cookie)
}

/// The key of the form on this page.
fn key(page: &Page) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("name=\"form_key\" value=\"").expect("a form with a key");
    rest.split('"').next().unwrap().to_owned()
}

fn document_of(page: &Page) -> DocumentId {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let location = page.header("location");
    let id = location.strip_prefix("/documents/").unwrap().split('/').next().unwrap();
    Uuid::parse_str(id).unwrap().into()
}

async fn begin(browser: &mut Browser<'_>, key: &str, title: &str) -> Page {
    let fields = [("title", title), ("form_key", key), ("action", "next")];
    browser.upload_file("/documents/new", &fields, Some(CONTRACT)).await
}

// RA-04, CO-08
#[tokio::test]
async fn a_first_step_that_comes_twice_begins_one_draft_and_leads_to_it_twice() {
    let (service, cookie) = world().await;
    let mut browser = Browser::with_session(&service, &cookie);
    let form = key(&browser.get("/documents/new").await);
    let first = document_of(&begin(&mut browser, &form, "契約").await);
    let events = service.events().await;
    assert_eq!(document_of(&begin(&mut browser, &form, "契約").await), first);
    assert_eq!(service.events().await, events, "nothing happened");

    // The sender goes back, corrects the title and goes on.
    assert_eq!(document_of(&begin(&mut browser, &form, "契約書").await), first);
    assert_eq!(service.document(first).await.details.title.as_str(), "契約書");

    let other = key(&browser.get("/documents/new").await);
    assert_ne!(document_of(&begin(&mut browser, &other, "契約書").await), first);
    // A key is worth nothing to another account.
    let stranger = service.person("stranger@example.jp", true).await;
    let stranger = service.strongly(&stranger).await;
    let mut stranger = Browser::with_session(&service, &stranger);
    assert_ne!(document_of(&begin(&mut stranger, &form, "契約書").await), first);
}

// RA-04
#[tokio::test(flavor = "multi_thread")]
async fn a_first_step_that_comes_to_two_nodes_at_once_begins_one_draft() {
    let (service, cookie) = world().await;
    let other = Service {
        endpoint: service.node().await,
        app: service.app.clone(),
        clock: service.clock.clone(),
        folder: tempfile::tempdir().unwrap(),
    };
    for _ in 0..5 {
        let (mut one, mut two) =
            (Browser::with_session(&service, &cookie), Browser::with_session(&other, &cookie));
        let form = key(&one.get("/documents/new").await);
        let (first, second) =
            tokio::join!(begin(&mut one, &form, "契約"), begin(&mut two, &form, "契約"));
        assert_eq!(document_of(&first), document_of(&second));
    }
}

async fn draft(service: &Service, cookie: &SessionCookie) -> Document {
    let on = service.draft(cookie, "taro@example.com").await;
    service.document(on.document).await
}

// RA-04
#[tokio::test]
async fn a_recipient_and_a_person_in_copy_are_added_once_by_one_form() {
    let (service, cookie) = world().await;
    let document = draft(&service, &cookie).await;
    let mut browser = Browser::with_session(&service, &cookie);
    let path = format!("/documents/{}", document.id);
    let form = key(&browser.get(&format!("{path}/02?edit=new")).await);
    let add = |name, email| [("name", name), ("email", email), ("form_key", form.as_str())];
    for _ in 0..2 {
        let hanako = add("山田 花子", "hanako@example.com");
        let added = browser.post(&format!("{path}/recipients"), &hanako).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(service.document(document.id).await.recipients.len(), 2);
    // The dialog is gone back to, for one more person.
    browser.post(&format!("{path}/recipients"), &add("鈴木 次郎", "jiro@example.com")).await;
    assert_eq!(service.document(document.id).await.recipients.len(), 3);

    let form = key(&browser.get(&format!("{path}/02?edit=copy")).await);
    for _ in 0..2 {
        let copy = [("name", "経理"), ("email", "books@example.com"), ("form_key", form.as_str())];
        browser.post(&format!("{path}/copies"), &copy).await;
    }
    assert_eq!(service.document(document.id).await.copies.len(), 1);
}

// RA-04
#[tokio::test]
async fn a_template_is_saved_once_and_begun_from_once_by_one_form() {
    let (service, cookie) = world().await;
    let document = draft(&service, &cookie).await;
    let mut browser = Browser::with_session(&service, &cookie);
    let path = format!("/documents/{}/template", document.id);
    let form = key(&browser.get(&path).await);
    for _ in 0..2 {
        let saved = browser.post(&path, &[("name", "雛形"), ("form_key", &form)]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
    }
    let templates = service.ports().views.templates(document.organisation).await.unwrap();
    assert_eq!(templates.len(), 1);

    let form = key(&browser.get("/templates").await);
    let begin = format!("/templates/{}/begin", templates[0].id);
    let first = document_of(&browser.post(&begin, &[("form_key", &form)]).await);
    let events = service.events().await;
    assert_eq!(document_of(&browser.post(&begin, &[("form_key", &form)]).await), first);
    assert_eq!(service.events().await, events);
    // The list is gone back to after the first draft was gone on with.
    let title = [("title", "別の契約"), ("action", "next")];
    browser.upload(&format!("/documents/{first}/01"), &title).await;
    assert_ne!(document_of(&browser.post(&begin, &[("form_key", &form)]).await), first);

    let session = service.ports().tokens.session_key(&cookie);
    let id = templates[0].id;
    let fresh = || begin_from_template(service.ports(), session.into(), FormKey::none(), id);
    assert_ne!(fresh().await.unwrap().0, fresh().await.unwrap().0, "without a key each is its own");
}

// RA-04, CO-08
#[tokio::test]
async fn sending_and_cancelling_twice_happen_once_and_get_the_first_answer() {
    let (service, cookie) = world().await;
    let document = draft(&service, &cookie).await;
    let path = format!("/documents/{}", document.id);
    let send = [("action", "send"), ("message", "")];
    let (mut one, mut two) =
        (Browser::with_session(&service, &cookie), Browser::with_session(&service, &cookie));
    let (four, cancel) = (format!("{path}/04"), format!("{path}/cancel"));
    let (first, second) = tokio::join!(one.post(&four, &send), two.post(&four, &send));
    for answer in [first, second, one.post(&four, &send).await] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        assert!(answer.header("location").starts_with(&path), "{}", answer.header("location"));
    }
    let timeline = service.ports().views.timeline(document.id).await.unwrap();
    assert_eq!(timeline.iter().filter(|entry| entry.what.name() == "sent").count(), 1);
    assert_eq!(timeline.iter().filter(|entry| entry.what.name() == "invited").count(), 1);

    for _ in 0..2 {
        let cancelled = one.post(&cancel, &[]).await;
        assert_eq!(cancelled.header("location"), format!("{path}?notice=cancelled"));
    }
    let timeline = service.ports().views.timeline(document.id).await.unwrap();
    assert_eq!(timeline.iter().filter(|entry| entry.what.name() == "cancelled").count(), 1);
}
