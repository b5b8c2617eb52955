//! Mailed links that mail programs have damaged, and addresses that lead nowhere.

use crate::browser::{Browser, Page};
use crate::service::{CANARY, Person, Service};
use poem::http::StatusCode;
use wariin_app_http::work_until_idle;
use wariin_domain::{Document, RecipientId, ReferenceNumber, Uuid};
use wariin_usecases::{DocumentCommand, cancel_document};

async fn sent(service: &Service) -> (Document, Person) {
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    (service.sent(&cookie, "taro@example.com").await, sender)
}

/// Where a reader comes who follows an address through its redirects.
async fn followed(service: &Service, path: &str) -> (String, Page) {
    let mut browser = Browser::new(service);
    let mut path = path.to_owned();
    for _ in 0..5 {
        let page = browser.get(&path).await;
        if page.status != StatusCode::SEE_OTHER {
            return (path, page);
        }
        path = page.header("location").to_owned();
    }
    let last = browser.get(&path).await;
    (path, last)
}

/// How many mails leave when a new link is asked for.
async fn mailed(service: &Service, recipient: RecipientId) -> usize {
    work_until_idle(service.ports()).await.unwrap();
    let before = service.mails().len();
    let mut browser = Browser::new(service);
    let asked = browser.post("/new-link", &[("recipient", &recipient.to_string())]).await;
    assert_eq!((asked.status, asked.header("location")), (StatusCode::SEE_OTHER, "/new-link"));
    work_until_idle(service.ports()).await.unwrap();
    service.mails().len() - before
}

// LI-01
#[tokio::test]
async fn a_bent_link_opens_what_it_was_made_for() {
    let service = Service::start().await;
    let (document, _) = sent(&service).await;
    let recipient = document.recipients[0].id;
    let token = service.link(recipient);
    let (begin, end) = token.split_at(30);
    let landing = format!("/r/{recipient}");
    for bent in [
        format!("{token}."),
        format!("{token}%3E"),
        format!("{token}="),
        format!("{token})"),
        format!("{token}%E3%80%8D"),
        format!("{token}%E3%80%82"),
        format!("{token}%20"),
        format!("{token}%0D%0A"),
        format!("{token}=3D"),
        format!("{token}/"),
        format!("{token}%81%76"),
        format!("{token}%E3%81%A7%E3%81%99"),
        format!("{begin}=%0D%0A{end}"),
        format!("{begin}%20{end}"),
        format!("{begin}=3D{end}"),
        format!("%3C{token}%3E"),
    ] {
        let (path, page) = followed(&service, &format!("/l/{bent}")).await;
        assert_eq!((path, page.status), (landing.clone(), StatusCode::OK), "{bent}");
        assert!(page.tells(&ReferenceNumber::of(document.id).to_string()));
        assert!(!page.tells(CANARY) && !page.tells(&token));
    }
    let (path, _) = followed(&service, "/help%E3%80%8D.").await;
    assert_eq!(path, "/help");
}

// LI-01 WE-08
#[tokio::test]
async fn a_cut_link_offers_a_new_one_and_tells_not_whether_it_existed() {
    let service = Service::start().await;
    let (document, _) = sent(&service).await;
    let known = document.recipients[0].id;
    let unknown = RecipientId::from(Uuid::from_u128(7));
    let pages = [known, unknown].map(|recipient| (recipient, service.link(recipient)));
    let mut shown = Vec::new();
    let mut browser = Browser::new(&service);
    browser.get("/").await;
    for (recipient, token) in &pages {
        for cut in [&token[..25], &token[..53]] {
            let page = browser.get(&format!("/l/{cut}")).await;
            assert_eq!(page.status, StatusCode::GONE);
            assert_eq!(page.header("wariin-error"), "invalid_link");
            assert!(page.tells("新しいリンクを送る") && page.tells(&recipient.to_string()));
            assert!(!page.tells("example.com") && !page.tells(CANARY));
            shown.push(page.text().replace(&recipient.to_string(), "").replace(cut, ""));
        }
    }
    assert!(shown.windows(2).all(|pair| pair[0] == pair[1]), "the same page for all");
    for short in ["/l/AAAA", "/l/", "/l"] {
        let (_, page) = followed(&service, short).await;
        assert_eq!((page.status, page.header("wariin-error")), (StatusCode::GONE, "invalid_link"));
        assert!(!page.tells("新しいリンクを送る"), "it would reach no recipient");
    }
}

// LI-01 MA-04
#[tokio::test]
async fn a_new_link_goes_to_the_registered_address_only_and_once_an_hour() {
    let service = Service::start().await;
    let (document, sender) = sent(&service).await;
    let recipient = document.recipients[0].id;
    work_until_idle(service.ports()).await.unwrap();
    let before = service.mails();

    assert_eq!(mailed(&service, recipient).await, 1, "however lately the invitation was mailed");
    let mail = service.mails().into_iter().find(|mail| !before.contains(mail)).unwrap();
    assert!(mail.contains("<taro@example.com>"));
    let newest = service.document(document.id).await;
    assert_eq!(newest.recipients[0].generation, document.recipients[0].generation + 1);
    assert_eq!(mailed(&service, recipient).await, 0, "once an hour");
    assert_eq!(mailed(&service, RecipientId::from(Uuid::from_u128(7))).await, 0);
    service.clock.advance(3600);
    assert_eq!(mailed(&service, recipient).await, 1);

    service.clock.advance(3600);
    let cookie = service.strongly(&sender).await;
    let principal = service.ports().tokens.session_key(&cookie).into();
    let on = DocumentCommand { document: document.id, principal };
    cancel_document(service.ports(), on).await.unwrap();
    work_until_idle(service.ports()).await.unwrap();
    assert_eq!(mailed(&service, recipient).await, 0, "the document has ended");
}

#[tokio::test]
async fn the_first_page_and_unknown_addresses_say_what_to_do_next() {
    let service = Service::start().await;
    service.person("sender@example.jp", true).await;
    let (_, home) = followed(&service, "/").await;
    assert_eq!(home.status, StatusCode::OK);
    for next in
        ["届いたメールのリンクを開いてください", "href=\"/sign-in\"", "href=\"/help#recipient\""]
    {
        assert!(home.tells(next), "{next}");
    }
    for path in ["/nowhere", "/r/x", "/documents/none/at/all"] {
        let (_, page) = followed(&service, path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.tells("リンクが途中で切れていないか") && page.tells("href=\"/\""), "{path}");
    }
}
