//! What a stranger achieves who reads the recipient's mailbox, who holds the link alone, and who knows the address alone.

use crate::browser::{Browser, Page};
use crate::late_enrolment::{CODE, TARO, confirm, consents, prove, recipient, sender, sent};
use crate::service::{CANARY, PASSWORD, Service};
use poem::http::StatusCode;
use wariin_app_http::work_until_idle;
use wariin_domain::{Document, EnrolmentClass, EnrolmentRule, RecipientState};

/// Every page and file of the recipient shows nothing, and nothing is answered.
pub(crate) async fn shows_nothing(
    service: &Service,
    browser: &mut Browser<'_>,
    document: &Document,
) {
    let (id, file) = (recipient(document), document.files[0].id);
    for path in [
        "",
        "/document",
        "/consent",
        "/decline",
        "/forward",
        "/withdraw",
        &format!("/files/{file}"),
        &format!("/files/{file}/pages/1"),
        &format!("/files/{file}/pages/1/text"),
    ] {
        let page = browser.get(&format!("/r/{id}{path}")).await;
        assert!(!page.tells(CANARY), "{path}: {}", page.text());
        assert_ne!(page.header("content-type"), "application/pdf", "{path}");
        assert!(!page.header("content-type").starts_with("image/"), "{path}");
    }
    let shown = document.content_digest().to_string();
    let reason = [("reason", "いいえ")];
    let to = [("name", "次郎"), ("email", "jiro@example.net"), ("confirmed", "yes")];
    let consent = [("shown", shown.as_str()), ("statement", "1/ja")];
    for (path, fields) in
        [("consent", consent.as_slice()), ("decline", reason.as_slice()), ("forward", &to)]
    {
        let page = browser.post(&format!("/r/{id}/{path}"), fields).await;
        assert!(!page.tells(CANARY) && page.status != StatusCode::OK, "{path}: {}", page.status);
    }
    let kept = service.document(document.id).await;
    assert_eq!(kept.recipients, document.recipients, "nothing is answered or changed");
}

async fn register(browser: &mut Browser<'_>, document: &Document) -> Page {
    let fields = [("name", "山田 太郎"), ("password", PASSWORD)];
    browser.post(&format!("/r/{}/register", recipient(document)), &fields).await
}

// EN-01 EN-04 E1 E2 E3 O-02
#[tokio::test]
async fn the_reader_of_the_mailbox_is_stopped_by_the_access_code_and_by_an_earlier_enrolment_alone()
{
    // E2: without the access code no code is mailed and no account made.
    let service = Service::start().await;
    let by = sender(&service).await;
    let coded = sent(&service, &by, EnrolmentRule::BehindAccessCode, Some(CODE)).await;
    let mut thief = Browser::new(&service);
    thief.get(&format!("/l/{}", service.link(recipient(&coded)))).await;
    let mails = service.mails().len();
    let page = thief.post(&format!("/r/{}/code", recipient(&coded)), &[]).await;
    assert!(page.header("location").ends_with("/access-code"));
    for guess in ["0000", "1234", "himitsu"] {
        let at = format!("/r/{}/access-code", recipient(&coded));
        assert_ne!(thief.post(&at, &[("code", guess)]).await.status, StatusCode::SEE_OTHER);
    }
    register(&mut thief, &coded).await;
    work_until_idle(service.ports()).await.unwrap();
    assert_eq!(service.mails().len(), mails, "not even a code is mailed");
    shows_nothing(&service, &mut thief, &coded).await;

    // E3: the account and its factor come too late for this document.
    let service = Service::start().await;
    let by = sender(&service).await;
    let before = sent(&service, &by, EnrolmentRule::BeforeSending, None).await;
    service.clock.advance(60);
    let mut thief = Browser::new(&service);
    thief.get(&format!("/l/{}", service.link(recipient(&before)))).await;
    prove(&service, &mut thief, recipient(&before)).await;
    register(&mut thief, &before).await;
    confirm(&service, &mut thief, recipient(&before)).await;
    shows_nothing(&service, &mut thief, &before).await;

    // E1, the floor: the request alone does not stop such a reader, and the evidence says what it was.
    let service = Service::start().await;
    let by = sender(&service).await;
    let floor = service.sent(&by, TARO).await;
    service.clock.advance(60);
    let mut thief = Browser::new(&service);
    thief.get(&format!("/l/{}", service.link(recipient(&floor)))).await;
    prove(&service, &mut thief, recipient(&floor)).await;
    register(&mut thief, &floor).await;
    confirm(&service, &mut thief, recipient(&floor)).await;
    assert_eq!(consents(&mut thief, &floor).await.status, StatusCode::SEE_OTHER);
    let kept = service.document(floor.id).await;
    let consent = kept.recipients[0].consent().unwrap();
    assert_eq!(consent.assurance.class(), Some(EnrolmentClass::AfterSending), "E1, and marked");
    assert!(kept.late_factor(&kept.recipients[0], &consent.assurance).is_some());
}

// EN-01 EN-02 LI-02 LI-03
#[tokio::test]
async fn the_holder_of_the_link_alone_reaches_no_code_no_account_and_no_contents() {
    for code in [None, Some(CODE)] {
        let service = Service::start().await;
        let by = sender(&service).await;
        let rule =
            if code.is_some() { EnrolmentRule::BehindAccessCode } else { EnrolmentRule::Any };
        let document = match code {
            Some(_) => sent(&service, &by, rule, code).await,
            None => service.sent(&by, TARO).await,
        };
        let id = recipient(&document);
        let mut holder = Browser::new(&service);
        holder.get(&format!("/l/{}", service.link(id))).await;
        let page = holder.get(&format!("/r/{id}")).await;
        assert!(!page.tells(TARO), "the address is masked");
        holder.post(&format!("/r/{id}/code"), &[]).await;
        for guess in ["000000", "123456", "999999"] {
            let page = holder.post(&format!("/r/{id}/code/check"), &[("code", guess)]).await;
            assert!(!page.header("location").ends_with("/register"), "{guess}");
        }
        let page = register(&mut holder, &document).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert_eq!(page.header("wariin-error"), "mailbox_not_proven");
        holder.post("/settings/security/enrol", &[("next", &format!("turn:{id}"))]).await;
        shows_nothing(&service, &mut holder, &document).await;
        // What is left: to say that the link reached the wrong person, which the same link takes back.
        let word = [("word", "違います")];
        let page = holder.post(&format!("/r/{id}/not-me"), &word).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let state = service.document(document.id).await.recipients[0].state.clone();
        assert!(matches!(state, RecipientState::WrongRecipient { .. }));
        holder.post(&format!("/r/{id}/not-me/undo"), &[]).await;
        let after = service.document(document.id).await;
        assert_eq!(after.recipients[0].state, document.recipients[0].state);
    }
}

// LI-03 T-083 T-061
#[tokio::test]
async fn a_report_is_taken_back_without_the_request_too_and_the_same_link_opens_the_document() {
    let service = Service::start().await;
    let by = sender(&service).await;
    let document = sent(&service, &by, EnrolmentRule::Any, None).await;
    let id = recipient(&document);
    let mut holder = Browser::new(&service);
    holder.get(&format!("/l/{}", service.link(id))).await;
    holder.post(&format!("/r/{id}/not-me"), &[("word", "違います")]).await;
    let page = holder.get(&format!("/r/{id}")).await;
    assert!(page.tells("申し出を取り消す"), "{}", page.text());
    let page = holder.post(&format!("/r/{id}/open"), &[]).await;
    assert_ne!(page.status, StatusCode::SEE_OTHER, "meanwhile it opens nothing");
    let page = holder.post(&format!("/r/{id}/not-me/undo"), &[]).await;
    assert_eq!(page.header("location"), format!("/r/{id}"));
    let page = holder.post(&format!("/r/{id}/open"), &[]).await;
    assert_eq!(page.header("location"), format!("/r/{id}/document"));
    assert!(holder.get(&format!("/r/{id}/document")).await.tells(CANARY));
    assert_eq!(consents(&mut holder, &document).await.status, StatusCode::SEE_OTHER);
}

// SF-07 WE-08 LI-02
#[tokio::test]
async fn who_knows_the_address_alone_gets_no_page_no_code_and_shuts_no_person_out() {
    let service = Service::start().await;
    let by = sender(&service).await;
    let taro = service.person(TARO, true).await;
    let document = service.sent(&by, TARO).await;
    let id = recipient(&document);
    let mut stranger = Browser::new(&service);
    for path in ["code", "open", "renew", "not-me", "not-me/undo", "idp"] {
        let page = stranger.post(&format!("/r/{id}/{path}"), &[("word", "違います")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(page.header("wariin-error"), "link_required", "{path}");
        assert!(!page.tells(CANARY), "{path}");
    }
    for _ in 0..12 {
        let page = stranger.post("/sign-in", &[("email", TARO), ("password", "guess-guess")]).await;
        assert!(!page.header("location").contains("code"), "no code before the password");
    }
    stranger.post("/sign-in/code", &[("code", "123456")]).await;
    stranger.post("/forgotten-password", &[("email", TARO)]).await;
    shows_nothing(&service, &mut stranger, &document).await;
    // The owner gets in from a known session, or once the wait of the network has passed.
    service.clock.advance(3_600);
    let mut owner = Browser::with_session(&service, &service.strongly(&taro).await);
    assert!(owner.get(&format!("/r/{id}/document")).await.tells(CANARY));
}
