//! Stamps, signatures and boxes as they are sent, and the fields of the sender.

use super::{Desk, field, set, text_field};
use crate::browser::Browser;
use crate::service::{CANARY, Printing, Service};
use poem::http::StatusCode;
use wariin_domain::{Assignee, FieldKind, InputField, RecipientId, StampShape};

fn every_kind(taro: RecipientId, _: RecipientId) -> Vec<InputField> {
    let own = Assignee::Recipient(taro);
    vec![
        field("印", own, FieldKind::Stamp(StampShape::Round), 5),
        field("署名", own, FieldKind::Signature, 12),
        field("確認", own, FieldKind::Checkbox { initially_checked: true }, 20),
    ]
}

// O-33
#[tokio::test]
async fn stamps_signatures_and_boxes_are_read_as_they_are_sent() {
    let desk = Desk::set(every_kind).await;
    let (stamp, signature, check) = (desk.id("印"), desk.id("署名"), desk.id("確認"));
    let page = desk.browser().get(&format!("/r/{}/document", desk.taro())).await.text();
    assert!(page.contains("data-preset=\"山田\""), "the surname");
    assert_eq!(
        desk.fill(stamp, "九文字は長すぎます").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(desk.fill(stamp, "𠮷髙").await.status, StatusCode::SEE_OTHER);

    let image = [("f", &*stamp.to_string()), (&*format!("i-{stamp}"), "on")];
    let page = desk.browser().post(&desk.form_at(), &image).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("組織に登録された印影ではありません"));

    let (f, s, c) = (signature.to_string(), format!("s-{signature}"), format!("c-{signature}"));
    let drawn = async |strokes: &str| {
        let inputs = [("f", f.as_str()), (s.as_str(), strokes)];
        desk.browser().post(&desk.form_at(), &inputs).await.status
    };
    for wrong in ["1", "1.2_", "-", "10001.0", "1.2,3.4", "1.2_3.x"] {
        assert_eq!(drawn(wrong).await, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let many = vec!["1234.5678"; 4_001].join("_");
    assert_eq!(drawn(&many).await, StatusCode::UNPROCESSABLE_ENTITY);
    let most = vec!["1234.5678"; 4_000].join("_");
    assert_eq!(drawn(&most).await, StatusCode::SEE_OTHER, "as many as there may be, in one form");
    assert_eq!(drawn("0.0_9.9-10000.10000").await, StatusCode::SEE_OTHER);
    let kept = desk.now().await.field(signature).unwrap().value.clone();
    assert!(kept.is_some());
    assert_eq!(drawn("").await, StatusCode::SEE_OTHER, "a form that draws nothing keeps it");
    assert_eq!(desk.now().await.field(signature).unwrap().value, kept);
    let inputs = [("f", f.as_str()), (c.as_str(), "on")];
    desk.browser().post(&desk.form_at(), &inputs).await;
    assert_eq!(desk.now().await.field(signature).unwrap().value, None);

    let unchecked = desk.browser().post(&desk.form_at(), &[("f", &check.to_string())]).await;
    assert_eq!(unchecked.status, StatusCode::SEE_OTHER);
    assert!(desk.now().await.field(check).unwrap().is_missing());
}

fn of_the_sender(taro: RecipientId, _: RecipientId) -> Vec<InputField> {
    let of_taro = text_field("甲", Assignee::Recipient(taro), 10);
    vec![text_field("番号", Assignee::Sender, 5), of_taro]
}

// O-33
#[tokio::test]
async fn a_sender_fills_the_own_fields_at_step_04_before_sending() {
    let service = Service::start_printing(Printing::Works).await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let on = service.draft(&strong, "taro@example.com").await;
    service.add(on, "hanako@example.com").await;
    set(&service, on, of_the_sender).await;
    let mut browser = Browser::with_session(&service, &strong);
    let step = format!("/documents/{}/04", on.document);
    let page = browser.post(&step, &[("action", "send"), ("message", "")]).await;
    assert_eq!((page.status, page.header("wariin-error")), (StatusCode::CONFLICT, "field_fault"));
    let draft = service.document(on.document).await;
    let (own, of_taro) = (draft.fields[0].id.to_string(), draft.fields[1].id.to_string());
    assert!(page.text().contains(&format!("href=\"#fill-{own}\"")));
    assert!(!page.text().contains(&format!("href=\"#fill-{of_taro}\"")));
    let form = format!("/documents/{}/fields", on.document);
    let (v_own, v_taro) = (format!("v-{own}"), format!("v-{of_taro}"));
    let refused = browser.post(&form, &[("f", &of_taro), (&v_taro, "x")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let bad = browser.post(&form, &[("f", &own), (&v_own, "\u{202e}")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = browser.post(&form, &[("f", &own), (&v_own, CANARY)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert!(browser.get(saved.header("location")).await.tells(CANARY));
    assert!(browser.get(&format!("{form}/{own}?w=320")).await.tells(CANARY));
    let sent = browser.post(&step, &[("action", "send"), ("message", "")]).await;
    assert!(sent.header("location").ends_with("?notice=sent"), "{}", sent.text());
}
