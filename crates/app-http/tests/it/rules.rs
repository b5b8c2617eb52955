//! The sender's rules, as they look in HTTP.

use crate::browser::Browser;
use crate::service::Service;
use mail_parser::MessageParser;
use poem::http::StatusCode;
use wariin_domain::DocumentStatus;
use wariin_usecases::{
    OpenDocument, SecretInput, open_document, remove_factor, request_advanced_auth, send_document,
};

// T-010 T-044
#[tokio::test]
async fn setting_by_password_is_403_and_stores_nothing() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", false).await;
    let weak = service.by_password(&sender).await;
    let draft = service.draft(&weak, "taro@example.com").await.document;
    let mut browser = Browser::with_session(&service, &weak);
    let page = browser.post(&format!("/documents/{draft}/advanced-auth"), &[]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(page.header("wariin-error"), "sender_advanced_auth_required");
    assert!(!service.document(draft).await.advanced_auth.is_requested());
}

// T-047 T-050 PO-02
#[tokio::test]
async fn sending_by_password_is_403_the_document_stays_a_draft_and_no_mail_leaves() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let on = service.draft(&strong, "taro@example.com").await;
    request_advanced_auth(service.ports(), on).await.unwrap();
    let code = SecretInput(service.code(&sender));
    let factor = service.factor(&sender).await;
    let weak = remove_factor(service.ports(), on.principal, factor, code).await.unwrap();
    let mut browser = Browser::with_session(&service, &weak);
    let review = browser.get(&format!("/documents/{}/04", on.document)).await;
    assert!(review.text().contains("でのログインが必要です。"));
    let fields = [("action", "send"), ("message", "")];
    let page = browser.post(&format!("/documents/{}/04", on.document), &fields).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(page.header("wariin-error"), "sender_advanced_auth_required");
    let document = service.document(on.document).await;
    assert_eq!(document.status, DocumentStatus::Draft);
    assert!(document.advanced_auth.is_requested(), "T-046: the draft keeps it");
    wariin_app_http::work_until_idle(service.ports()).await.unwrap();
    let told = service.mails();
    assert!(!told.iter().any(|mail| mail.contains("taro@example.com")));
    assert_eq!(told.len(), 2, "the sender is told of the factor that came and went: EN-06");
}

// T-042
#[tokio::test]
async fn after_sending_the_request_is_409_for_the_sender_too() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let document = service.sent(&strong, "taro@example.com").await;
    let mut browser = Browser::with_session(&service, &strong);
    for action in ["advanced-auth", "advanced-auth/withdraw"] {
        let page = browser.post(&format!("/documents/{}/{action}", document.id), &[]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert_eq!(page.header("wariin-error"), "not_editable");
    }
    assert_eq!(service.document(document.id).await, document);
    let page = browser.get(&format!("/documents/{}", document.id)).await;
    assert!(!page.text().contains("高度な認証リクエストを取り消す"));
}

// T-069
#[tokio::test]
async fn another_language_beside_the_request_is_400_in_both_orders() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let on = service.draft(&strong, "taro@example.com").await;
    let mut browser = Browser::with_session(&service, &strong);
    let john = [("name", "John"), ("email", "john@example.com"), ("language", "en")];
    let save = format!("/documents/{}/recipients", on.document);
    let request = format!("/documents/{}/advanced-auth", on.document);
    request_advanced_auth(service.ports(), on).await.unwrap();
    let page = browser.post(&save, &john).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.header("wariin-error"), "language_must_be_ja");
    assert!(page.text().contains("John"), "what was typed is not lost");

    browser.post(&format!("{request}/withdraw"), &[]).await;
    assert_eq!(browser.post(&save, &john).await.status, StatusCode::SEE_OTHER);
    let page = browser.post(&request, &[]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.header("wariin-error"), "language_must_be_ja");
}

// T-015 T-019
#[tokio::test]
async fn setting_twice_says_so_twice_and_a_reload_keeps_the_state() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let on = service.draft(&strong, "taro@example.com").await;
    let mut browser = Browser::with_session(&service, &strong);
    for _ in 0..2 {
        let page = browser.post(&format!("/documents/{}/advanced-auth", on.document), &[]).await;
        let shown = browser.get(page.header("location")).await;
        assert!(shown.text().contains("高度な認証リクエストを設定しました。"));
    }
    let page = browser.get(&format!("/documents/{}/02", on.document)).await;
    assert!(page.text().contains("設定あり"));
}

#[tokio::test]
async fn what_was_typed_comes_back_with_what_is_wrong_with_it() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", false).await;
    let cookie = service.by_password(&sender).await;
    let on = service.draft(&cookie, "taro@example.com").await;
    let mut browser = Browser::with_session(&service, &cookie);
    let fields = [("name", "<b>山田</b>"), ("email", "taro＠example.com"), ("language", "ja")];
    let page = browser.post(&format!("/documents/{}/recipients", on.document), &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    assert!(text.contains("メールアドレスの形式が正しくありません。"));
    assert!(text.contains("taro＠example.com"));
    assert!(!text.contains("<b>山田"), "WE-07: escaped");
}

// T-003 T-060: the feature raises a possibility; nothing anywhere promises validity.
#[tokio::test]
async fn the_help_says_what_the_request_is_worth_and_that_nothing_is_void_without_it() {
    let service = Service::start().await;
    let mut browser = Browser::new(&service);
    let help = browser.get("/help").await.text();
    for said in [
        "電子署名法第3条にいう固有性が認められる可能性を高める",
        "契約の効力そのものを保証するものではありません",
        "設定しなかったことを理由に、契約が無効になることはありません",
    ] {
        assert!(help.contains(said), "{said}");
    }
    assert!(!help.contains("法的に有効") && !help.contains("有効性を保証"));
}

// T-034 T-035
#[tokio::test]
async fn the_invitation_tells_what_is_needed_and_where_the_help_is() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let on = service.draft(&strong, "taro@example.com").await;
    request_advanced_auth(service.ports(), on).await.unwrap();
    send_document(service.ports(), on).await.unwrap();
    wariin_app_http::work_until_idle(service.ports()).await.unwrap();
    let mails = service.mails();
    let mail = mails.iter().find(|mail| mail.contains("taro@example.com")).unwrap();
    let parsed = MessageParser::default().parse(mail.as_bytes()).unwrap();
    let text = parsed.body_text(0).unwrap();
    assert!(text.contains("認証アプリ") && text.contains("/help"), "{text}");
}

// T-062 T-063 T-064 PO-05
#[tokio::test]
async fn no_field_of_any_form_smuggles_the_request_into_a_template_or_out_of_one() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let on = service.draft(&strong, "taro@example.com").await;
    request_advanced_auth(service.ports(), on).await.unwrap();
    let mut browser = Browser::with_session(&service, &strong);
    let smuggled = [("advanced_auth", "requested"), ("omits_request", "false")];
    let named = [("name", "ひな形"), smuggled[0], smuggled[1]];
    let page = browser.get(&format!("/documents/{}/template", on.document)).await;
    let says = "高度な認証リクエストの設定はテンプレートに保存されません";
    assert!(page.text().contains(says));
    let saved = browser.post(&format!("/documents/{}/template", on.document), &named).await;
    assert!(browser.get(saved.header("location")).await.text().contains(says));

    let account = service.document(on.document).await.organisation;
    let template = service.ports().views.templates(account).await.unwrap().remove(0);
    let begun = browser.post(&format!("/templates/{}/begin", template.id), &smuggled).await;
    let location = begun.header("location").to_owned();
    let id = location.split('/').nth(2).unwrap();
    let document = service.document(wariin_domain::Uuid::parse_str(id).unwrap().into()).await;
    assert!(!document.advanced_auth.is_requested());
    assert_eq!(document.recipients.len(), 1);
    assert!(browser.get(&location).await.text().contains("必要な場合は「02 送付先の設定」"));

    let stranger = service.person("stranger@example.net", true).await;
    let foreign = service.strongly(&stranger).await;
    let mut foreign = Browser::with_session(&service, &foreign);
    for action in ["begin", "name", "delete"] {
        let path = format!("/templates/{}/{action}", template.id);
        let page = foreign.post(&path, &[("name", "x")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{action}");
    }
}

// T-031 T-032
#[tokio::test]
async fn before_sending_every_address_is_shown_whole_and_readiness_only_after_the_recipient_acted()
{
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let strong = service.strongly(&sender).await;
    let on = service.draft(&strong, "taro@example.com").await;
    service.add(on, "jiro@mail.invalid").await;
    request_advanced_auth(service.ports(), on).await.unwrap();
    let mut browser = Browser::with_session(&service, &strong);
    let review = browser.get(&format!("/documents/{}/04", on.document)).await.text();
    for expected in [
        "taro@example.com",
        "jiro@mail.invalid",
        "間違いありませんか",
        "2要素認証（認証アプリ・パスキー）か",
    ] {
        assert!(review.contains(expected), "{expected}");
    }
    assert_eq!(review.matches("ドメインは存在しません").count(), 1);

    send_document(service.ports(), on).await.unwrap();
    let page = format!("/documents/{}", on.document);
    let before = browser.get(&page).await.text();
    assert!(!before.contains("認証済み"), "that Taro has an account and a factor is not told");
    let as_taro = service.strongly(&taro).await;
    let session = Some(service.ports().tokens.session_key(&as_taro));
    let recipient = service.document(on.document).await.recipients[0].id;
    open_document(service.ports(), OpenDocument { principal: session.map(Into::into), recipient })
        .await
        .unwrap();
    assert_eq!(browser.get(&page).await.text().matches("認証済み").count(), 1);
}
