//! Uploads of which something was removed, or that need a password, from the form of step 01 to sending.

use crate::browser::{Browser, Page};
use crate::service::Service;
use async_trait::async_trait;
use std::sync::Arc;
use wariin_domain::{FileChange, FoundNames, Surface};
use wariin_ports::{InspectedPdf, PdfInspector, PdfPassword, PdfRefusal, SessionCookie};

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");
const PASSWORD: &str = "himitsu-7f3a91";

/// Takes every upload; one whose bytes end in `LOCKED` opens by [`PASSWORD`] only, one that ends in `ATTACHED` has
/// files embedded.
struct TestInspector;

#[async_trait]
impl PdfInspector for TestInspector {
    async fn inspect(
        &self,
        pdf: Vec<u8>,
        password: Option<PdfPassword>,
    ) -> Result<InspectedPdf, PdfRefusal> {
        let attached = FoundNames::of(["a.xlsx", "<b>.txt"]);
        let changes = if pdf.ends_with(b"LOCKED") {
            match password.as_ref().map(PdfPassword::expose) {
                None => return Err(PdfRefusal::PasswordNeeded),
                Some(PASSWORD) => vec![FileChange::Decrypted],
                Some(_) => return Err(PdfRefusal::WrongPassword),
            }
        } else if pdf.ends_with(b"ATTACHED") {
            vec![FileChange::Repaired, FileChange::AttachmentsRemoved(attached)]
        } else {
            vec![]
        };
        let replacement = (!changes.is_empty()).then(|| CONTRACT.to_vec());
        let (surface, prepared) = (Surface::Closed, Vec::new());
        Ok(InspectedPdf { pages: 2, surface, prepared, replacement, changes })
    }
}

async fn service() -> (Service, SessionCookie) {
    let service = Service::start_connected(|ports| ports.inspector = Arc::new(TestInspector)).await;
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    (service, cookie)
}

fn ending(with: &[u8]) -> Vec<u8> {
    [CONTRACT, with].concat()
}

async fn begin(browser: &mut Browser<'_>, file: &[u8], password: Option<&str>) -> Page {
    let mut fields = vec![("title", "業務委託契約書"), ("action", "next")];
    fields.extend(password.map(|password| ("pdf_password", password)));
    browser.upload_file("/documents/new", &fields, Some(file)).await
}

/// The first action of a form on the page that ends like this.
fn action(page: &Page, end: &str) -> String {
    let text = page.text();
    let mut actions = text.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    actions.find(|action| action.ends_with(end)).unwrap_or_default().to_owned()
}

// DO-03
#[tokio::test]
async fn a_draft_is_sent_only_after_its_sender_has_agreed_to_what_was_removed() {
    let (service, cookie) = service().await;
    let mut browser = Browser::with_session(&service, &cookie);
    let begun = begin(&mut browser, &ending(b"ATTACHED"), None).await;
    let step_01 = begun.header("location").to_owned();
    assert!(step_01.ends_with("/01"), "the sender is asked at once: {step_01}");
    let draft = step_01.trim_end_matches("/01").to_owned();

    let page = browser.get(&step_01).await;
    for text in [
        "添付ファイル a.xlsx、&#60;b&#62;.txt は契約書に含まれません。",
        "内容を確認して使う",
        "このファイルを外す",
        "構造の誤りを直しました",
    ] {
        assert!(page.tells(text), "{text}: {}", page.text());
    }
    assert!(!page.text().contains("表示内容は変わりません"));

    let again = browser.upload(&step_01, &[("title", "契約"), ("action", "next")]).await;
    assert_eq!(again.header("location"), format!("{step_01}?notice=unconfirmed"));
    let page = browser.get(again.header("location")).await;
    assert!(page.tells("変更点を確認していないファイルがあります"));

    let recipient = [("name", "山田 太郎"), ("email", "taro@example.jp"), ("language", "ja")];
    browser.post(&format!("{draft}/recipients"), &recipient).await;
    let review = browser.get(&format!("{draft}/04")).await;
    assert!(review.tells("「a.pdf」の変更点が確認されていません"), "{}", review.text());
    let refused = browser.post(&format!("{draft}/04"), &[("action", "send")]).await;
    assert_eq!(
        (refused.status.as_u16(), refused.header("wariin-error")),
        (409, "changes_unconfirmed")
    );

    let confirm = action(&page, "/confirm");
    let confirmed = browser.post(&confirm, &[]).await;
    assert_eq!(confirmed.header("location"), format!("{step_01}?notice=confirmed"));
    let page = browser.get(confirmed.header("location")).await;
    assert!(page.tells("変更点を確認済み") && page.tells("a.xlsx"), "{}", page.text());
    assert!(action(&page, "/confirm").is_empty(), "there is nothing to agree to any more");
    let sent = browser.post(&format!("{draft}/04"), &[("action", "send")]).await;
    assert!(sent.header("location").ends_with("?notice=sent"), "{}", sent.text());
    let page = browser.get(&draft).await;
    assert!(page.tells("ファイルの変更点を確認しました：添付ファイル a.xlsx"), "{}", page.text());
}

// DO-03
#[tokio::test]
async fn a_file_is_removed_and_another_one_has_to_be_chosen() {
    let (service, cookie) = service().await;
    let mut browser = Browser::with_session(&service, &cookie);
    let begun = begin(&mut browser, &ending(b"ATTACHED"), None).await;
    let step_01 = begun.header("location").to_owned();
    let draft = step_01.trim_end_matches("/01").to_owned();
    let page = browser.get(&step_01).await;
    let removed = browser.post(&action(&page, "/remove"), &[]).await;
    assert_eq!(removed.header("location"), format!("{step_01}?notice=removed"));
    let gone = browser.post(&action(&page, "/confirm"), &[]).await;
    assert_eq!(gone.status.as_u16(), 404);
    for step in ["01", "02", "03"] {
        assert!(browser.get(&format!("{draft}/{step}")).await.status.is_success(), "{step}");
    }
    let next = browser.upload(&step_01, &[("title", "契約"), ("action", "next")]).await;
    assert!(next.status.as_u16() == 422 && next.tells("PDF"), "{}", next.text());
    let recipient = [("name", "山田 太郎"), ("email", "taro@example.jp"), ("language", "ja")];
    browser.post(&format!("{draft}/recipients"), &recipient).await;
    assert!(browser.get(&format!("{draft}/04")).await.status.is_success());
    let refused = browser.post(&format!("{draft}/04"), &[("action", "send")]).await;
    assert_eq!(refused.status.as_u16(), 409);

    let fields = [("title", "契約"), ("action", "next")];
    let next = browser.upload_file(&step_01, &fields, Some(CONTRACT)).await;
    assert_eq!(next.header("location"), format!("{draft}/02"));
}

// DO-03 LI-03
#[tokio::test]
async fn a_pdf_with_a_password_is_asked_for_it_and_it_is_used_once_and_kept_nowhere() {
    let (service, cookie) = service().await;
    let mut browser = Browser::with_session(&service, &cookie);
    let locked = ending(b"LOCKED");
    let page = browser.get("/documents/new").await;
    assert!(page.tells("PDFのパスワード") && !page.text().contains("<details class=\"fold\" open"));

    for (password, says) in [
        (None, "「a.pdf」を開くにはパスワードが必要です"),
        (Some(""), "「a.pdf」を開くにはパスワードが必要です"),
        (Some("wrong-7f3a91"), "「a.pdf」は、入力されたパスワードでは開けませんでした"),
    ] {
        let refused = begin(&mut browser, &locked, password).await;
        let text = refused.text();
        assert_eq!(
            (refused.status.as_u16(), refused.header("wariin-error")),
            (422, "pdf_password")
        );
        assert!(text.contains(says) && text.contains("<details class=\"fold\" open"), "{text}");
        assert!(!text.contains("7f3a91"), "a password does not come back");
    }
    let taken = begin(&mut browser, &locked, Some(PASSWORD)).await;
    let step_01 = taken.header("location").to_owned();
    let page = browser.get(&step_01).await;
    assert!(page.tells("権限があることを確認してください") && !page.text().contains("7f3a91"));
    drop(browser);

    let data = service.folder.path().join("data");
    let mut looked_into = 0;
    for entry in walk(&data) {
        looked_into += 1;
        let bytes = std::fs::read(&entry).unwrap();
        let is_kept = bytes.windows(PASSWORD.len()).any(|found| found == PASSWORD.as_bytes());
        assert!(!is_kept, "{}", entry.display());
    }
    assert!(looked_into > 2);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}

// DO-03
#[tokio::test]
async fn a_copy_of_a_document_asks_anew_and_another_member_cannot_agree() {
    let (service, cookie) = service().await;
    let mut browser = Browser::with_session(&service, &cookie);
    let begun = begin(&mut browser, &ending(b"ATTACHED"), None).await;
    let step_01 = begun.header("location").to_owned();
    let draft = step_01.trim_end_matches("/01").to_owned();
    let page = browser.get(&step_01).await;
    let confirm = action(&page, "/confirm");

    let other = service.person("other@example.jp", true).await;
    let mut stranger = Browser::with_session(&service, &service.strongly(&other).await);
    assert_eq!(stranger.post(&confirm, &[]).await.status.as_u16(), 404);

    browser.post(&confirm, &[]).await;
    let copy = browser.post(&format!("{draft}/duplicate"), &[]).await;
    let page = browser.get(copy.header("location")).await;
    assert!(page.tells("内容を確認して使う"), "{}", page.text());
    assert!(!action(&page, "/confirm").is_empty());
}

#[tokio::test]
async fn a_document_without_a_title_is_named_by_its_file() {
    let (service, cookie) = service().await;
    let mut browser = Browser::with_session(&service, &cookie);
    let fields = [("title", " "), ("action", "next")];
    let begun = browser.upload_file("/documents/new", &fields, Some(CONTRACT)).await;
    let step_02 = begun.header("location").to_owned();
    assert!(step_02.ends_with("/02"), "{}", begun.text());
    let page = browser.get(&step_02.replace("/02", "/01")).await;
    assert!(page.tells("name=\"title\" type=\"text\" value=\"a\""), "{}", page.text());
}

#[tokio::test]
async fn a_wrong_amount_loses_no_file() {
    let (service, cookie) = service().await;
    let mut browser = Browser::with_session(&service, &cookie);
    let fields = [("title", "業務委託契約書"), ("amount", "たくさん"), ("action", "next")];
    let page = browser.upload_file("/documents/new", &fields, Some(CONTRACT)).await;
    assert_eq!(page.status, 422);
    assert!(page.tells("<strong>a.pdf</strong>") && page.tells("たくさん"), "{}", page.text());
    let step_01 = action(&page, "/01");
    let mended = [("title", "業務委託契約書"), ("amount", "1000"), ("action", "next")];
    let page = browser.upload_file(&step_01, &mended, None).await;
    assert!(page.header("location").ends_with("/02"), "{}", page.text());
}

#[tokio::test]
async fn what_is_wrong_with_a_file_stands_in_the_summary_of_the_form() {
    let (service, cookie) = service().await;
    let mut browser = Browser::with_session(&service, &cookie);
    let fields = [("title", ""), ("action", "next")];
    let page = browser.upload_file("/documents/new", &fields, Some(&ending(b"LOCKED"))).await;
    assert!(page.tells("<a href=\"#f-files\">"), "{}", page.text());
}
