//! Two people share a mailbox (O-22): what the second one can do, and what not.

use crate::browser::{Browser, Page};
use crate::first_use_attacks::shows_nothing;
use crate::late_enrolment::{CODE, TARO, confirm, consents, prove, recipient, sender, sent};
use crate::service::{CANARY, PASSWORD, Service};
use poem::http::StatusCode;
use wariin_app_http::work_until_idle;
use wariin_domain::{
    Actor, Document, EmailAddress, EnrolmentClass, EnrolmentRule, EventKind, RecipientId,
};
use wariin_ports::TimelineEvent;

const JIRO: &str = "jiro@example.com";

/// Follows the link of this recipient and types the access code.
async fn unlock(service: &Service, browser: &mut Browser<'_>, recipient: RecipientId) {
    browser.get(&format!("/l/{}", service.link(recipient))).await;
    let page = browser.post(&format!("/r/{recipient}/access-code"), &[("code", CODE)]).await;
    assert_eq!(page.header("location"), format!("/r/{recipient}"), "{}", page.text());
}

async fn moves(service: &Service, browser: &mut Browser<'_>, document: &Document) -> Page {
    let path = format!("/r/{}/own-address", recipient(document));
    let page = browser.post(&path, &[("email", JIRO)]).await;
    work_until_idle(service.ports()).await.unwrap();
    page
}

// O-22 T-037 T-082 E2
#[tokio::test]
async fn the_second_person_at_a_mailbox_consents_by_an_own_account_and_touches_nothing_of_the_first()
 {
    let service = Service::start().await;
    let by = sender(&service).await;
    let taro = service.person(TARO, true).await;
    service.clock.advance(60);
    let own = service.sent(&by, TARO).await;
    let document = sent(&service, &by, EnrolmentRule::BehindAccessCode, Some(CODE)).await;
    let id = recipient(&document);
    service.clock.advance(60);

    // The code to the shared mailbox leads to Taro's account, and from there on to the own address.
    let mut jiro = Browser::new(&service);
    unlock(&service, &mut jiro, id).await;
    let page = prove(&service, &mut jiro, id).await;
    assert_eq!(page.header("location"), format!("/r/{id}/register"));
    let page = jiro.get(&format!("/r/{id}/register")).await;
    assert!(page.tells(&format!("/r/{id}/own-address")), "{}", page.text());
    let page = jiro.get(&format!("/r/{id}/own-address")).await;
    assert!(page.tells("ご自分のメールアドレスで受け取る") && page.tells(TARO));
    let page = jiro.post(&format!("/r/{id}/own-address"), &[("email", TARO)]).await;
    assert!(page.tells("ご自身のメールアドレスです"), "{}", page.text());
    let before = service.mails().len();
    let page = moves(&service, &mut jiro, &document).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.tells("新しいリンクを送りました") && page.tells(JIRO) && !page.tells(CANARY));
    let mails = service.mails().split_off(before);
    assert_eq!(mails.len(), 2, "the link, and a word to the sender");
    assert!(mails.iter().any(|mail| mail.contains(JIRO) && !mail.contains(TARO)));

    // The way of every recipient, at the own address: the access code is asked for again.
    let moved = service.document(document.id).await;
    let next = moved.recipients[1].id;
    jiro.get(&format!("/l/{}", service.link(next))).await;
    let page = jiro.post(&format!("/r/{next}/code"), &[]).await;
    assert!(page.header("location").ends_with("/access-code"));
    unlock(&service, &mut jiro, next).await;
    prove(&service, &mut jiro, next).await;
    let fields = [("name", "山田 次郎"), ("password", PASSWORD)];
    jiro.post(&format!("/r/{next}/register"), &fields).await;
    confirm(&service, &mut jiro, next).await;
    let asked = Document::restore({
        let mut parts = (*moved).clone();
        parts.recipients.remove(0);
        parts
    });
    let page = consents(&mut jiro, &asked.unwrap()).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());

    // The evidence says by whose factor, and that no account took the turn along.
    let kept = service.document(document.id).await;
    let consent = kept.recipients[1].consent().unwrap();
    let address = |email: &str| EmailAddress::parse(email).unwrap();
    let mut tx = service.ports().storage.begin().await.unwrap();
    let of_jiro = tx.accounts().find_by_email(&address(JIRO)).await.unwrap().unwrap();
    let of_taro = tx.accounts().find_by_email(&address(TARO)).await.unwrap().unwrap();
    drop(tx);
    assert_eq!(consent.assurance.account(), Some(of_jiro.id));
    assert_eq!(consent.assurance.class(), Some(EnrolmentClass::BehindAccessCode));
    let history = service.ports().views.timeline(document.id).await.unwrap();
    let is_forwarding =
        |what: &TimelineEvent| matches!(what, TimelineEvent::Known(EventKind::Forwarded { .. }));
    let forwarded = history.iter().find(|entry| is_forwarding(&entry.what));
    assert_eq!(forwarded.unwrap().actor.actor, Some(Actor::LinkHolder(id)));

    // Taro's account, factor and documents are Taro's.
    shows_nothing(&service, &mut jiro, &own).await;
    assert!(!jiro.get("/received-documents").await.tells(&own.id.to_string()));
    assert_eq!(service.ports().views.factors(of_taro.id).await.unwrap().len(), 1);
    let mut owner = Browser::with_session(&service, &service.strongly(&taro).await);
    assert!(owner.get(&format!("/r/{}/document", recipient(&own))).await.tells(CANARY));
    for gone in [id, next] {
        assert!(!owner.get(&format!("/r/{gone}/document")).await.tells(CANARY), "nor Jiro's his");
    }
}

// O-22 E2 EN-01
#[tokio::test]
async fn the_reader_of_the_mailbox_without_the_access_code_takes_nothing_along() {
    let service = Service::start().await;
    let by = sender(&service).await;
    service.person(TARO, true).await;
    service.clock.advance(60);
    let coded = sent(&service, &by, EnrolmentRule::BehindAccessCode, Some(CODE)).await;
    let plain = service.sent(&by, TARO).await;

    // (a) The mailbox, of a document without an access code: what tells two readers of it apart is not there.
    let mut reader = Browser::new(&service);
    reader.get(&format!("/l/{}", service.link(recipient(&plain)))).await;
    prove(&service, &mut reader, recipient(&plain)).await;
    let page = reader.get(&format!("/r/{}/own-address", recipient(&plain))).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.tells("訂正するよう依頼してください") && !page.tells("name=\"email\""));
    let page = moves(&service, &mut reader, &plain).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text());
    assert_eq!(service.document(plain.id).await, plain);

    // (a) The mailbox, of a document with one; (b) the link alone.
    for follows in [true, false] {
        let mut reader = Browser::new(&service);
        if follows {
            reader.get(&format!("/l/{}", service.link(recipient(&coded)))).await;
            reader.post(&format!("/r/{}/code", recipient(&coded)), &[]).await;
        }
        let page = moves(&service, &mut reader, &coded).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.text());
        assert_eq!(service.document(coded.id).await, coded);
    }
    // The link and the access code, without the mailbox.
    let mut holder = Browser::new(&service);
    unlock(&service, &mut holder, recipient(&coded)).await;
    let page = holder.get(&format!("/r/{}/own-address", recipient(&coded))).await;
    assert_eq!(page.header("location"), format!("/r/{}", recipient(&coded)));
    let page = moves(&service, &mut holder, &coded).await;
    assert_eq!(page.header("wariin-error"), "mailbox_not_proven");
    assert_eq!(service.document(coded.id).await, coded);
}
