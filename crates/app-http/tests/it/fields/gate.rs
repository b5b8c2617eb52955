//! Who may fill a field: its own person behind the gate, and no one during a hold.

use super::{Desk, VALUE, text_field, three};
use crate::browser::Browser;
use poem::http::StatusCode;
use wariin_domain::{Assignee, HoldReason};

// O-33 AU-03
#[tokio::test]
async fn a_field_of_another_person_and_one_that_there_is_not_change_nothing() {
    let desk = Desk::set(three).await;
    let nowhere = text_field("丁", Assignee::Sender, 25).id;
    for foreign in [desk.id("丙"), nowhere] {
        let page = desk.fill(foreign, VALUE).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let image = desk.browser().get(&format!("{}/{foreign}?w=640", desk.form_at())).await;
        assert_eq!(image.status, StatusCode::NOT_FOUND);
    }
    let page = desk.browser().post(&desk.form_at(), &[("f", "no-id"), ("v-no-id", "x")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    let unnamed = format!("v-{}", desk.id("甲"));
    let page = desk.browser().post(&desk.form_at(), &[(unnamed.as_str(), "x")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "a form without fields saves none");
    assert_eq!(desk.now().await, desk.document);
}

// O-33 EN-03
#[tokio::test]
async fn without_the_gate_and_during_a_hold_nothing_is_saved() {
    let desk = Desk::set(three).await;
    let id = desk.id("甲").to_string();
    let name = format!("v-{id}");
    let inputs = [("f", id.as_str()), (name.as_str(), VALUE)];
    let mut anonymous = Browser::new(&desk.service);
    assert_eq!(anonymous.post(&desk.form_at(), &inputs).await.status, StatusCode::FORBIDDEN);
    let mut linked = Browser::new(&desk.service);
    linked.get(&format!("/l/{}", desk.service.link(desk.taro()))).await;
    assert_eq!(linked.post(&desk.form_at(), &inputs).await.status, StatusCode::FORBIDDEN);
    let mut weak =
        Browser::with_session(&desk.service, &desk.service.by_password(&desk.taro).await);
    assert_eq!(weak.post(&desk.form_at(), &inputs).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.now().await, desk.document);

    let account = desk.document.recipients[0].account.unwrap();
    let mut tx = desk.service.ports().storage.begin().await.unwrap();
    let account = tx.accounts().find(account).await.unwrap().unwrap();
    let mut document = tx.documents().find(desk.document.id).await.unwrap().unwrap();
    let held = document.hold(&account, HoldReason::BackupCode, desk.service.ports().clock.now());
    tx.documents().save(&document, held).await.unwrap();
    tx.commit().await.unwrap();
    let page = desk.browser().post(&desk.form_at(), &inputs).await;
    assert_eq!((page.status, page.header("wariin-error")), (StatusCode::FORBIDDEN, "consent_held"));
    assert!(desk.now().await.fields.iter().all(|field| field.value.is_none()));
    let shown = desk.browser().get(&format!("/r/{}/document", desk.taro())).await.text();
    assert!(!shown.contains("data-fill-form"), "there is no form to be filled");
}
