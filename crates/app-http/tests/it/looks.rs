//! What an organisation shows of itself: the page of its admins, and what recipients see of it.

use crate::browser::{Browser, Page};
use crate::service::Service;
use poem::http::StatusCode;
use wariin_app_http::work_until_idle;
use wariin_domain::Role;
use wariin_ports::SessionCookie;

const PAGE: &str = "/settings/organisation/looks";
const LOGO: &str = "/settings/organisation/logo";
const SVG: &[u8] = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><rect width="4" height="1" fill="#8b0000"/></svg>"##;
const NAME: &str = "割印ホールディングス";
const ADDRESS: &str = "東京都千代田区丸の内1-1";
const FORM: [(&str, &str); 3] = [("name", NAME), ("address", ADDRESS), ("colour", "#8b0000")];

async fn describe(service: &Service, admin: &SessionCookie) -> Page {
    let mut browser = Browser::with_session(service, admin);
    let page = browser.upload_file(LOGO, &[], Some(SVG)).await;
    assert_eq!(page.header("location"), format!("{PAGE}?notice=logo"), "{}", page.text());
    let page = browser.post(PAGE, &FORM).await;
    assert_eq!(page.header("location"), format!("{PAGE}?notice=saved"));
    browser.get(PAGE).await
}

#[tokio::test]
async fn an_admin_sets_name_address_colour_and_logo() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let admin = service.strongly(&sender).await;
    let shown = describe(&service, &admin).await.text();
    for expected in [NAME, ADDRESS, "#8b0000", "/accent/8b0000.css", LOGO] {
        assert!(shown.contains(expected), "{expected}");
    }
    let mut browser = Browser::with_session(&service, &admin);
    let logo = browser.get(LOGO).await;
    assert_eq!(logo.header("content-type"), "image/png");
    assert!(logo.body.starts_with(b"\x89PNG"), "no SVG is ever served");
    let page = browser.post(&format!("{LOGO}/remove"), &[]).await;
    assert_eq!(page.header("location"), format!("{PAGE}?notice=no-logo"));
    assert_eq!(browser.get(LOGO).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_pale_colour_or_a_logo_with_text_is_refused_with_the_reason() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let mut browser = Browser::with_session(&service, &service.strongly(&sender).await);
    let form = [("name", NAME), ("address", ""), ("colour", "#ffcc00")];
    let page = browser.post(PAGE, &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("色が薄く") && page.text().contains(NAME), "what was typed stays");
    let text = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><text>a</text></svg>"#;
    let page = browser.upload_file(LOGO, &[], Some(text)).await;
    assert_eq!(page.header("wariin-error"), "logo_refused");
    assert!(page.text().contains("アウトライン"));
    let page = browser.upload_file(LOGO, &[], None).await;
    assert_eq!(page.header("wariin-error"), "logo_refused");
}

#[tokio::test]
async fn a_member_is_told_that_there_is_nothing_and_a_weak_admin_changes_nothing() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let member = service.colleague("member@example.jp", &sender, Role::Member).await;
    let mut browser = Browser::with_session(&service, &service.by_password(&member).await);
    for path in [PAGE, LOGO] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(browser.post(PAGE, &FORM).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.upload_file(LOGO, &[], Some(SVG)).await.status, StatusCode::NOT_FOUND);

    let weak = service.person("weak@example.org", false).await;
    let mut browser = Browser::with_session(&service, &service.by_password(&weak).await);
    let page = browser.post(PAGE, &FORM).await;
    assert!(page.status.is_client_error(), "{}", page.status);
    assert!(!browser.get(PAGE).await.text().contains(ADDRESS));
}

#[tokio::test]
async fn a_recipient_sees_logo_colour_and_address_and_strangers_fetch_no_logo() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let admin = service.strongly(&sender).await;
    describe(&service, &admin).await;
    let document = service.sent(&admin, "taro@example.com").await;
    work_until_idle(service.ports()).await.unwrap();
    let recipient = document.recipients[0].id;
    let at = format!("/r/{recipient}/logo");

    let mut browser = Browser::new(&service);
    browser.get(&format!("/l/{}", service.link(recipient))).await;
    let landing = browser.get(&format!("/r/{recipient}")).await.text();
    for expected in [&at, "/accent/8b0000.css", ADDRESS, NAME] {
        assert!(landing.contains(expected), "{expected}");
    }
    let logo = browser.get(&at).await;
    assert_eq!((logo.status, logo.header("content-type")), (StatusCode::OK, "image/png"));
    assert!(logo.header("cache-control").starts_with("private"));

    let stranger = service.person("stranger@example.net", true).await;
    let stranger = service.strongly(&stranger).await;
    for mut browser in [Browser::new(&service), Browser::with_session(&service, &stranger)] {
        let page = browser.get(&at).await;
        assert!(page.status.is_client_error(), "{}", page.status);
        assert!(!page.tells("PNG") && !page.tells(ADDRESS) && !page.tells("8b0000"));
        let landing = browser.get(&format!("/r/{recipient}")).await;
        assert!(!landing.tells(ADDRESS) && !landing.tells("8b0000"));
    }
    let mail = service.mails().into_iter().find(|mail| mail.contains("taro@example.com")).unwrap();
    assert!(mail.contains("Content-ID: <") && mail.contains("@logo.wariin>"));
}

#[tokio::test]
async fn the_style_sheet_of_a_colour_is_there_for_every_readable_colour_and_names_no_organisation()
{
    let service = Service::start().await;
    let mut browser = Browser::new(&service);
    let sheet = browser.get("/accent/8b0000.css").await;
    assert!(sheet.text().contains("--accent: #8b0000"));
    assert!(sheet.header("content-type").starts_with("text/css"));
    assert!(sheet.header("cache-control").contains("immutable"));
    for other in ["ffcc00.css", "8b0000", "8b00.css", "8b0000%7D.css", "red.css"] {
        let page = browser.get(&format!("/accent/{other}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{other}");
    }
}
