//! 管理書類, as it looks in HTTP.

use crate::browser::Browser;
use crate::service::{CANARY, Service};
use poem::http::StatusCode;
use wariin_domain::Role;
use wariin_usecases::{OpenDocument, open_document};

// T-065 T-067 O-23
#[tokio::test]
async fn a_managers_look_is_in_the_history_that_the_sender_sees() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let manager = service.colleague("manager@example.jp", &sender, Role::Manager).await;
    let strong = service.strongly(&sender).await;
    let document = service.sent(&strong, "taro@example.com").await;
    let weak = service.by_password(&manager).await;
    let mut looks = Browser::with_session(&service, &weak);
    let path = format!("/managed-documents/{}", document.id);
    assert_eq!(looks.get(&path).await.status, StatusCode::OK);
    let file = format!("{path}/files/{}", document.files[0].id);
    assert_eq!(looks.get(&file).await.status, StatusCode::OK);
    let pack = looks.get("/managed-documents/export.zip").await;
    assert_eq!((pack.status, pack.header("content-type")), (StatusCode::OK, "application/zip"));

    let mut own = Browser::with_session(&service, &strong);
    let text = own.get(&format!("/documents/{}", document.id)).await.text();
    for line in
        ["書類管理者が書類を閲覧しました", "ファイルを閲覧しました", "ファイルを取り出しました"]
    {
        assert!(text.contains(line), "{line}");
    }
    assert_eq!(service.document(document.id).await, document, "and nothing else happened");
}

// T-065 PO-07 AU-02
#[tokio::test]
async fn the_recipients_manager_sees_nothing_before_that_recipient_passed_the_gate() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let manager = service.colleague("manager@example.com", &taro, Role::Manager).await;
    let strong = service.strongly(&sender).await;
    let document = service.sent(&strong, "taro@example.com").await;
    let weak = service.by_password(&manager).await;
    let mut looks = Browser::with_session(&service, &weak);
    let paths = [
        "/managed-documents".to_owned(),
        "/managed-documents/export.csv".to_owned(),
        "/managed-documents/export.zip".to_owned(),
        format!("/managed-documents/{}", document.id),
        format!("/managed-documents/{}/files/{}", document.id, document.files[0].id),
    ];
    for path in &paths {
        assert!(!looks.get(path).await.tells(CANARY), "{path}");
    }
    let as_taro = service.strongly(&taro).await;
    let session = Some(service.ports().tokens.session_key(&as_taro));
    let recipient = document.recipients[0].id;
    open_document(service.ports(), OpenDocument { principal: session.map(Into::into), recipient })
        .await
        .unwrap();
    for path in &paths {
        let page = looks.get(path).await;
        assert!(page.tells(CANARY), "{path}: {}", page.status);
    }
    let page = looks.get(&paths[3]).await.text();
    assert!(!page.contains("履歴</h2>"), "the sender's history is the sender's");
}

// T-066
#[tokio::test]
async fn a_member_or_admin_who_is_no_manager_finds_no_managed_documents() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let document = service.sent(&strong, "taro@example.com").await;
    let member = service.colleague("member@example.jp", &sender, Role::Member).await;
    let weak = service.by_password(&member).await;
    for cookie in [&weak, &strong] {
        let mut browser = Browser::with_session(&service, cookie);
        for path in ["/managed-documents".to_owned(), format!("/managed-documents/{}", document.id)]
        {
            let page = browser.get(&path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

// 電子帳簿保存法
#[tokio::test]
async fn a_list_says_what_cannot_be_read_and_goes_on_page_by_page() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    for _ in 0..51 {
        service.draft(&strong, "taro@example.com").await;
        service.clock.advance(1);
    }
    let mut browser = Browser::with_session(&service, &strong);
    let first = browser.get("/documents").await.text();
    assert_eq!(first.matches("class=\"row-title\"").count(), 50);
    let (_, rest) = first.split_once("href=\"/documents?after=").unwrap();
    let next = rest.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
    let second = browser.get(&format!("/documents?after={next}")).await.text();
    assert_eq!(second.matches("class=\"row-title\"").count(), 1);
    let odd = browser.get("/documents?min=abc&from=2026-02-30&q=%00").await;
    assert_eq!(odd.status, StatusCode::OK);
    let odd = odd.text();
    assert!(odd.contains("契約締結日（から）は、実在する日付を"));
    assert!(odd.contains("取引金額は 550000 のように"));
    assert_eq!(odd.matches("class=\"row-title\"").count(), 0, "not what was asked for");
    for (query, says, kept) in [
        ("min=200&max=100&q=%E7%B4%84", "取引金額（円以上）と同じか", "value=\"200\""),
        ("from=2026-05-02&to=2026-05-01&max=7", "契約締結日（から）と同じか", "value=\"7\""),
        ("to=2026-13-01&counterparty=abc", "実在する日付を", "value=\"abc\""),
        ("max=-5&from=2026-05-01", "取引金額は 550000 のように", "value=\"2026-05-01\""),
        ("min=99999999999999", "取引金額は 550000 のように", "value=\"99999999999999\""),
    ] {
        let page = browser.get(&format!("/documents?{query}")).await.text();
        assert!(page.contains(says) && page.contains(kept), "{query}");
        assert!(page.contains("検索条件に誤りがあります。"), "{query}");
        assert!(page.contains("aria-invalid=\"true\""), "{query}");
    }
    let equal = browser.get("/documents?min=100&max=100&from=2026-05-01&to=2026-05-01").await;
    assert!(!equal.text().contains("aria-invalid"));
    assert_eq!(browser.get("/documents?after=x").await.status, StatusCode::BAD_REQUEST);
    let nothing = browser.get("/documents?q=%E3%81%AA%E3%81%84").await.text();
    assert!(nothing.contains("条件に合う書類はありません。"));
}
