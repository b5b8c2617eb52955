//! 受け取った書類 of a person without a factor: the list leads to an enrolment, or says who can help.

use crate::browser::Browser;
use crate::late_enrolment::{TARO, confirm, consents, prove, sender, sent};
use crate::service::{CANARY, Service};
use poem::http::StatusCode;
use wariin_app_http::work_until_idle;
use wariin_domain::{Document, EnrolmentClass, EnrolmentRule};

const LIST: &str = "/received-documents";

fn place(document: &Document) -> String {
    format!("/r/{}/document", document.recipients[0].id)
}

// T-038 EN-01 O-22 E1
#[tokio::test]
async fn a_received_document_leads_an_account_without_a_factor_to_enrol_behind_a_code_without_the_mail()
 {
    let service = Service::start().await;
    let strong = sender(&service).await;
    let document = service.sent(&strong, TARO).await;
    let taro = service.person(TARO, false).await;
    let recipient = document.recipients[0].id;
    service.clock.advance(60);
    let mut browser = Browser::with_session(&service, &service.by_password(&taro).await);
    assert!(browser.get(LIST).await.tells(&place(&document)));
    let page = browser.get(&place(&document)).await;
    assert_eq!(page.header("location"), format!("/r/{recipient}"));
    let page = browser.get(&format!("/r/{recipient}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.tells("確認コードを送る") && !page.tells(CANARY));
    assert!(!page.tells("この宛先は私ではありません"), "that is for the link's holder to say");
    let page = browser.post(&format!("/r/{recipient}/code"), &[]).await;
    assert_eq!(page.header("location"), format!("/r/{recipient}/code"), "{}", page.text());
    assert!(browser.get(&format!("/r/{recipient}/code")).await.tells("確認コードの入力"));
    service.clock.advance(60);
    let page = prove(&service, &mut browser, recipient).await;
    let enrolment = format!("/settings/security/enrol?next=turn:{recipient}");
    assert_eq!(page.header("location"), enrolment, "{}", page.text());
    confirm(&service, &mut browser, recipient).await;
    assert!(browser.get(&place(&document)).await.tells(CANARY));
    assert_eq!(consents(&mut browser, &document).await.status, StatusCode::SEE_OTHER);
    let kept = service.document(document.id).await;
    let assurance = &kept.recipients[0].consent().unwrap().assurance;
    assert_eq!(assurance.class(), Some(EnrolmentClass::AfterSending), "E1, and not E0");
}

// LI-02 LI-05 EN-01
#[tokio::test]
async fn without_the_link_another_account_and_a_stranger_get_no_code_for_a_received_document() {
    let service = Service::start().await;
    let strong = sender(&service).await;
    let document = service.sent(&strong, TARO).await;
    let hanako = service.person("hanako@example.com", false).await;
    let recipient = document.recipients[0].id;
    let before = service.mails().len();
    for mut browser in [
        Browser::new(&service),
        Browser::with_session(&service, &service.by_password(&hanako).await),
    ] {
        let page = browser.get(&format!("/r/{recipient}")).await;
        assert_eq!(page.header("wariin-error"), "link_required");
        let page = browser.post(&format!("/r/{recipient}/code"), &[]).await;
        assert_eq!(page.header("wariin-error"), "link_required", "{}", page.text());
        let page = browser.get(&format!("/r/{recipient}/code")).await;
        assert_eq!(page.header("wariin-error"), "link_required");
    }
    work_until_idle(service.ports()).await.unwrap();
    assert_eq!(service.mails().len(), before);
}

// E3 EN-04
#[tokio::test]
async fn an_account_without_a_factor_is_told_that_only_the_sender_helps_where_an_older_one_is_demanded()
 {
    let service = Service::start().await;
    let by = sender(&service).await;
    let document = sent(&service, &by, EnrolmentRule::BeforeSending, None).await;
    let taro = service.person(TARO, false).await;
    let recipient = document.recipients[0].id;
    for follows in [true, false] {
        let mut browser = Browser::with_session(&service, &service.by_password(&taro).await);
        if follows {
            browser.get(&format!("/l/{}", service.link(recipient))).await;
        }
        let page = browser.get(&place(&document)).await;
        assert_eq!(page.header("location"), format!("/r/{recipient}"));
        let page = browser.get(&format!("/r/{recipient}")).await;
        assert!(page.tells("いま登録しても、この書類は開けません"), "{}", page.text());
        assert!(page.tells("送信者にご連絡ください") && page.tells("お問い合わせ番号"));
        assert!(!page.tells("name=\"password\"") && !page.tells("確認コードを送る"));
    }
}
