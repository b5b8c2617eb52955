//! A page of a consent is for one turn: after a withdrawal it is shown anew.

use crate::browser::{Browser, Page};
use crate::service::Service;
use poem::http::StatusCode;

/// The hidden fields of the form on the page.
fn form(page: &Page) -> Vec<(String, String)> {
    let text = page.text();
    let (_, form) = text.split_once("class=\"stack\"").expect("the form");
    let value = |name: &str| {
        let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).expect("a field");
        (name.to_owned(), rest.split('"').next().unwrap().to_owned())
    };
    ["shown", "statement", "turn"].map(value).to_vec()
}

// CO-08 T-084
#[tokio::test]
async fn an_old_form_consents_to_nothing_after_a_withdrawal_and_is_shown_anew() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let sender = service.strongly(&sender).await;
    let on = service.draft(&sender, "taro@example.com").await;
    service.add(on, "hanako@example.com").await;
    let document = service.send(on).await;
    let recipient = document.recipients[0].id;
    let mut browser = Browser::with_session(&service, &service.strongly(&taro).await);
    browser.look_through(recipient, &document).await;
    let at = format!("/r/{recipient}/consent");
    let old = form(&browser.get(&at).await);
    let given: Vec<(&str, &str)> = old.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(browser.post(&at, &given).await.status, StatusCode::SEE_OTHER);
    service.clock.advance(1);
    let withdrawn = browser.post(&format!("/r/{recipient}/withdraw"), &[]).await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER, "{}", withdrawn.text());

    let page = browser.post(&at, &given).await;
    assert_eq!((page.status, page.header("wariin-error")), (StatusCode::CONFLICT, "other_turn"));
    assert!(page.tells("同意が取り消されたか"));
    assert!(!page.tells("name=\"code\""), "the sign-in is fresh");
    let page_by_passkey = browser.post(&format!("{at}/passkey/begin"), &given).await;
    assert_eq!(page_by_passkey.status, StatusCode::CONFLICT);
    assert!(page_by_passkey.tells("\"error\":\"other_turn\""), "{}", page_by_passkey.text());
    let after = service.document(document.id).await;
    assert!(after.recipients[0].consent().is_none(), "the factor is recent, and still no consent");

    let new = form(&page);
    let given: Vec<(&str, &str)> = new.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(browser.post(&at, &given).await.status, StatusCode::SEE_OTHER);
    assert!(service.document(document.id).await.recipients[0].consent().is_some());
    let spoiled = [("shown", given[0].1), ("statement", "1/ja"), ("turn", "yesterday")];
    assert_eq!(browser.post(&at, &spoiled).await.status, StatusCode::BAD_REQUEST);
}
