//! 宛先の訂正, attacked by the reader of the former address in every state of that person's path.

use crate::browser::{Browser, Page};
use crate::path::digits_of;
use crate::service::{CANARY, Person, Service};
use poem::http::StatusCode;
use wariin_app_http::work_until_idle;
use wariin_domain::{
    Document, EmailAddress, EmailDomain, EnrolmentRule, Events, Language, OutsideRecipients,
    PersonName, RequestRule,
};
use wariin_ports::LinkClaim;
use wariin_usecases::{
    AccessCodeChange, IdpConstraint, RecipientInput, change_recipient, send_document,
};

const TARO: &str = "taro@example.com";
const JIRO: &str = "jiro@example.com";

fn path(document: &Document) -> String {
    format!("/documents/{}/recipients/{}/correct", document.id, document.recipients[0].id)
}

pub(crate) async fn corrects(
    service: &Service,
    sender: &Person,
    document: &Document,
    email: &str,
) -> Page {
    let mut browser = Browser::with_session(service, &service.strongly(sender).await);
    let fields = [("name", "佐々木 次郎"), ("email", email)];
    let page = browser.post(&path(document), &fields).await;
    work_until_idle(service.ports()).await.unwrap();
    page
}

/// A browser that follows the first link of the recipient.
async fn follows<'a>(service: &'a Service, document: &Document) -> Browser<'a> {
    let mut browser = Browser::new(service);
    browser.get(&format!("/l/{}", service.link(document.recipients[0].id))).await;
    browser
}

// O-09 LI-01 EN-01 EN-02
#[tokio::test]
async fn the_reader_of_the_former_address_gets_nowhere_from_any_step_of_the_path() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let jiro = service.person(JIRO, true).await;
    let document = service.sent(&service.strongly(&sender).await, TARO).await;
    let recipient = document.recipients[0].id;
    let at = format!("/r/{recipient}");
    // One followed the link, one asked for a code, one typed it, and one has a strong account of that address.
    let mut followed = follows(&service, &document).await;
    let mut asked = follows(&service, &document).await;
    asked.post(&format!("{at}/code"), &[]).await;
    work_until_idle(service.ports()).await.unwrap();
    let code = digits_of(&service.mails().pop().unwrap());
    let mut proved = follows(&service, &document).await;
    service.clock.advance(60);
    proved.post(&format!("{at}/code"), &[]).await;
    work_until_idle(service.ports()).await.unwrap();
    let own = digits_of(&service.mails().pop().unwrap());
    let page = proved.post(&format!("{at}/code/check"), &[("code", &own)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());

    let page = corrects(&service, &sender, &document, JIRO).await;
    assert!(page.header("location").ends_with("notice=corrected"), "{}", page.text());

    for browser in [&mut followed, &mut asked, &mut proved] {
        let page = browser.get(&format!("{at}/document")).await;
        assert!(!page.text().contains(CANARY));
        let page = browser.post(&format!("{at}/code"), &[]).await;
        assert!(page.status.is_client_error(), "no code is mailed to either address");
    }
    let page = asked.post(&format!("{at}/code/check"), &[("code", &code)]).await;
    assert!(page.status.is_client_error(), "a code to the former address proves nothing");
    let fields = [("name", "山田 太郎"), ("password", crate::service::PASSWORD)];
    let page = proved.post(&format!("{at}/register"), &fields).await;
    assert!(page.status.is_client_error(), "and what it proved registers no account");
    let page = follows(&service, &document).await.get(&at).await;
    assert!(!page.text().contains(CANARY) && !page.text().contains(JIRO), "{}", page.text());

    let taro = service.person(TARO, true).await;
    let mut strong = Browser::with_session(&service, &service.strongly(&taro).await);
    let page = strong.get(&format!("{at}/document")).await;
    assert!(!page.text().contains(CANARY) && !page.text().contains(JIRO));
    assert!(!page.text().contains("j***@"), "nor the masked address: {}", page.text());
    let page = strong.get("/received-documents").await;
    assert!(!page.text().contains(CANARY) && !page.text().contains(&recipient.to_string()));
    let told: Vec<String> =
        service.mails().into_iter().filter(|mail| mail.contains("<taro@example.com>")).collect();
    assert!(
        told.iter().any(|mail| mail.contains("Subject"))
            && told.iter().all(|mail| !mail.contains(CANARY))
    );

    let mut right = Browser::with_session(&service, &service.strongly(&jiro).await);
    right
        .get(&format!("/l/{}", service.ports().tokens.link(LinkClaim { recipient, generation: 2 })))
        .await;
    assert!(right.get(&format!("{at}/document")).await.text().contains(CANARY));
}

// O-09 RA-02
#[tokio::test]
async fn a_recipient_who_has_opened_the_document_is_not_corrected_any_more() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person(TARO, true).await;
    let document = service.sent(&service.strongly(&sender).await, TARO).await;
    let mut browser = Browser::with_session(&service, &service.strongly(&taro).await);
    browser.look_through(document.recipients[0].id, &document).await;
    let page = corrects(&service, &sender, &document, JIRO).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.tells("すでに書類を開いたか、回答しているため"));
    let kept = service.document(document.id).await;
    assert_eq!(kept.recipients[0].details.email.as_str(), TARO);
    let mut browser = Browser::with_session(&service, &service.strongly(&sender).await);
    let page = browser.get(&path(&document)).await;
    assert_eq!(page.header("location"), format!("/documents/{}", document.id));
}

// O-09 MA-04
#[tokio::test]
async fn a_sender_cannot_have_one_mailbox_mailed_to_again_and_again_by_corrections() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let document = service.sent(&service.strongly(&sender).await, TARO).await;
    for number in 1..=3 {
        let page =
            corrects(&service, &sender, &document, &format!("jiro+{number}@example.com")).await;
        // From the second correction on the mailbox of Jiro counts twice.
        assert_eq!(page.status.is_redirection(), number < 3, "{number}: {}", page.text());
    }
    let kept = service.document(document.id).await;
    assert_eq!(kept.recipients[0].details.email.as_str(), "jiro+2@example.com");
    let page = corrects(&service, &sender, &document, "not an address").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("not an address"), "what was typed stays");
}

// EN-06 EN-09
#[tokio::test]
async fn a_password_alone_does_not_enrol_its_way_back_to_a_concluded_document() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let document = service.sent(&service.strongly(&sender).await, TARO).await;
    let recipient = document.recipients[0].id;
    let taro = service.person(TARO, false).await;
    let taro = service.enrolled(taro, Some(recipient)).await;
    let mut browser = Browser::with_session(&service, &service.strongly(&taro).await);
    browser.look_through(recipient, &document).await;
    let shown = document.content_digest().to_string();
    browser
        .post(&format!("/r/{recipient}/consent"), &[("shown", &shown), ("statement", "1/ja")])
        .await;
    work_until_idle(service.ports()).await.unwrap();
    assert!(service.document(document.id).await.is_concluded());
    service.clock.advance(2 * 60 * 60);
    let mut owner = Browser::with_session(&service, &service.strongly(&taro).await);
    let factor = service.factor(&taro).await;
    let code = service.code(&taro);
    let removed =
        owner.post(&format!("/settings/security/remove/{factor}"), &[("code", &code)]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text());

    // The password alone signs in, and enrols nothing.
    let mut thief = Browser::with_session(&service, &service.by_password(&taro).await);
    let page = thief.post("/settings/security/enrol", &[]).await;
    assert!(page.status.is_client_error(), "{}", page.header("location"));
    let page = thief.get(&format!("/r/{recipient}/document")).await;
    assert!(!page.text().contains(CANARY));

    // The reader of the mailbox has a code mailed by the link of the concluded document, and enrols.
    let mut own = Browser::with_session(&service, &service.by_password(&taro).await);
    own.get(&format!("/l/{}", service.link(recipient))).await;
    own.post(&format!("/r/{recipient}/code"), &[]).await;
    work_until_idle(service.ports()).await.unwrap();
    let digits = digits_of(&service.mails().pop().unwrap());
    let page = own.post(&format!("/r/{recipient}/code/check"), &[("code", &digits)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let page = own.post("/settings/security/enrol", &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
}

/// The organisation asks recipients outside `example.com` for the request from now on.
async fn asks_outside(service: &Service, sender: &Person) {
    let mut tx = service.ports().storage.begin().await.unwrap();
    let address = EmailAddress::parse(&sender.email).unwrap();
    let account = tx.accounts().find_by_email(&address).await.unwrap().unwrap();
    let id = account.membership.organisation().unwrap();
    let mut own = tx.accounts().lock_organisation(id).await.unwrap().unwrap();
    let own_domains = vec![EmailDomain::parse("example.com").unwrap()];
    let outside = OutsideRecipients::Requested;
    own.settings.policy.recipients.request =
        RequestRule { outside, own_domains, ..RequestRule::default() };
    tx.accounts().save_organisation(&own, Events::none()).await.unwrap();
    tx.commit().await.unwrap();
}

// O-09 O-13 T-069
#[tokio::test]
async fn a_correction_to_an_address_outside_says_why_its_language_does_not_go_with_the_request() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    asks_outside(&service, &sender).await;
    let on = service.draft(&service.strongly(&sender).await, TARO).await;
    let recipient = service.document(on.document).await.recipients[0].id;
    let english = RecipientInput {
        name: PersonName::parse("Taro Yamada").unwrap(),
        email: EmailAddress::parse(TARO).unwrap(),
        organisation: None,
        language: Language::English,
        idp: IdpConstraint::Any,
        access_code: AccessCodeChange::Keep,
        enrolment: EnrolmentRule::Any,
    };
    change_recipient(service.ports(), on, recipient, english).await.unwrap();
    send_document(service.ports(), on).await.unwrap();
    work_until_idle(service.ports()).await.unwrap();
    let document = service.document(on.document).await;

    let page = corrects(&service, &sender, &document, "taro@elsewhere.example").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.tells("この宛先の言語（English）とは一緒に使えません"), "{}", page.text());
    assert!(page.tells("複製した下書きで言語を日本語にして送信してください"), "the way on");
    assert!(page.tells("taro@elsewhere.example"), "what was typed stays");
    let kept = service.document(document.id).await;
    assert_eq!(kept.recipients[0].details.email.as_str(), TARO);
    let page = corrects(&service, &sender, &document, JIRO).await;
    assert!(page.header("location").ends_with("notice=corrected"), "{}", page.text());
}
