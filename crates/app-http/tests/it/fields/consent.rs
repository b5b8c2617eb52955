//! Values and the consent to them: what it waits for, and who reads them from when on.

use super::{Desk, VALUE, three};
use crate::browser::Browser;
use poem::http::StatusCode;

// O-33 CO-04
#[tokio::test]
async fn a_consent_waits_for_the_fields_and_for_what_was_shown() {
    let desk = Desk::set(three).await;
    let (taro, mut browser) = (desk.taro(), desk.browser());
    let consent_at = format!("/r/{taro}/consent");
    browser.look_through(taro, &desk.document).await;
    let asked = browser.get(&consent_at).await.text();
    assert!(asked.contains("未入力の項目が1件あります") && !asked.contains("name=\"shown\""));
    let shown = desk.document.content_digest_for(taro).to_string();
    let page = browser.post(&consent_at, &[("shown", &shown), ("statement", "1/ja")]).await;
    assert_eq!(
        (page.status, page.header("wariin-error")),
        (StatusCode::CONFLICT, "fields_missing")
    );
    assert!(page.text().contains(&format!("/r/{taro}/document#fields")), "the way back");

    desk.fill(desk.id("甲"), "最初").await;
    let shown = desk.now().await.content_digest_for(taro).to_string();
    assert!(browser.get(&consent_at).await.text().contains(&shown));
    desk.fill(desk.id("乙"), "別のタブで").await;
    let page = browser.post(&consent_at, &[("shown", &shown), ("statement", "1/ja")]).await;
    assert_eq!(
        (page.status, page.header("wariin-error")),
        (StatusCode::CONFLICT, "other_contents")
    );
    assert!(page.text().contains(&format!("/r/{taro}/document#fields")), "the way back");
    let shown = desk.now().await.content_digest_for(taro).to_string();
    assert_eq!(
        browser.post(&consent_at, &[("shown", &shown), ("statement", "1/ja")]).await.status,
        StatusCode::SEE_OTHER
    );

    let page = desk.fill(desk.id("甲"), "後から").await;
    assert_eq!((page.status, page.header("wariin-error")), (StatusCode::CONFLICT, "not_your_turn"));
    let withdraw = browser.get(&format!("/r/{taro}/withdraw")).await.text();
    assert!(withdraw.contains("入力した内容も取り消され"));
    browser.post(&format!("/r/{taro}/withdraw"), &[]).await;
    assert!(desk.now().await.fields.iter().all(|field| field.value.is_none()));
}

// O-33 AU-01
#[tokio::test]
async fn a_value_is_shown_to_the_sender_from_the_consent_on_and_counted_before() {
    let desk = Desk::set(three).await;
    desk.fill(desk.id("甲"), VALUE).await;
    let mut sender = Browser::with_session(&desk.service, &desk.as_sender);
    let page_at = format!("/documents/{}", desk.document.id);
    let image_at = format!("{page_at}/fields/{}?w=640", desk.id("甲"));
    let page = sender.get(&page_at).await;
    assert!(page.text().contains("入力項目を入力しました（1件）"));
    assert!(!page.tells(VALUE));
    assert_eq!(sender.get(&image_at).await.status, StatusCode::NOT_FOUND);
    let mut browser = desk.browser();
    browser.look_through(desk.taro(), &desk.document).await;
    let shown = desk.now().await.content_digest_for(desk.taro()).to_string();
    browser
        .post(&format!("/r/{}/consent", desk.taro()), &[("shown", &shown), ("statement", "1/ja")])
        .await;
    assert!(sender.get(&page_at).await.tells(VALUE));
    assert!(sender.get(&image_at).await.tells(VALUE));
    wariin_app_http::work_until_idle(desk.service.ports()).await.unwrap();
    assert!(desk.service.mails().iter().all(|mail| !mail.contains(VALUE)));
    let duplicate = sender.post(&format!("{page_at}/duplicate"), &[]).await;
    let copy = duplicate.header("location").strip_suffix("/01").unwrap();
    let copy = sender.get(&format!("{copy}/04")).await;
    assert_eq!(copy.status, StatusCode::OK);
    assert!(!copy.tells(VALUE), "a duplicate begins empty");
}
