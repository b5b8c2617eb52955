//! Two people share a mailbox (O-22): what the second one can do, and what not.

use crate::browser::Browser;
use crate::correct_recipient::corrects;
use crate::first_use_attacks::shows_nothing;
use crate::late_enrolment::{TARO, confirm, consents, prove, recipient};
use crate::service::{CANARY, PASSWORD, Service};
use poem::http::StatusCode;
use wariin_domain::{EmailAddress, EnrolmentClass, ReferenceNumber};
use wariin_ports::LinkClaim;

const JIRO: &str = "jiro@example.com";

// O-22 T-037 O-09
#[tokio::test]
async fn the_second_person_at_a_mailbox_is_corrected_to_an_own_address_and_consents_by_an_own_account()
 {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let by = service.strongly(&sender).await;
    let taro = service.person(TARO, true).await;
    let [own, document] = [service.sent(&by, TARO).await, service.sent(&by, TARO).await];
    let id = recipient(&document);

    // The code to the shared mailbox leads to Taro's account, and from there on to what the sender has to be told.
    let mut jiro = Browser::new(&service);
    jiro.get(&format!("/l/{}", service.link(id))).await;
    let page = prove(&service, &mut jiro, id).await;
    assert_eq!(page.header("location"), format!("/r/{id}/register"));
    let page = jiro.get(&format!("/r/{id}/register")).await;
    assert!(page.tells(&format!("/r/{id}/own-address")), "{}", page.text());
    let page = jiro.get(&format!("/r/{id}/own-address")).await;
    assert!(page.tells("訂正するよう依頼してください") && page.tells(TARO), "{}", page.text());
    assert!(page.tells(&ReferenceNumber::of(document.id).to_string()) && !page.tells(CANARY));
    shows_nothing(&service, &mut jiro, &document).await;

    let page = corrects(&service, &sender, &document, JIRO).await;
    assert!(page.header("location").ends_with("notice=corrected"), "{}", page.text());

    // The way of every recipient, at the own address.
    let mut jiro = Browser::new(&service);
    let link = service.ports().tokens.link(LinkClaim { recipient: id, generation: 2 });
    jiro.get(&format!("/l/{link}")).await;
    prove(&service, &mut jiro, id).await;
    let fields = [("name", "佐々木 次郎"), ("password", PASSWORD)];
    jiro.post(&format!("/r/{id}/register"), &fields).await;
    confirm(&service, &mut jiro, id).await;
    let page = consents(&mut jiro, &service.document(document.id).await).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());

    let kept = service.document(document.id).await;
    let consent = kept.recipients[0].consent().unwrap();
    let address = EmailAddress::parse(JIRO).unwrap();
    let mut tx = service.ports().storage.begin().await.unwrap();
    let of_jiro = tx.accounts().find_by_email(&address).await.unwrap().unwrap();
    drop(tx);
    assert_eq!(consent.assurance.account(), Some(of_jiro.id), "the evidence says by whose account");
    assert_eq!(consent.assurance.class(), Some(EnrolmentClass::AfterSending));

    // Taro's documents are Taro's, and Jiro's are Jiro's.
    shows_nothing(&service, &mut jiro, &own).await;
    let mut owner = Browser::with_session(&service, &service.strongly(&taro).await);
    assert!(owner.get(&format!("/r/{}/document", recipient(&own))).await.tells(CANARY));
    assert!(!owner.get(&format!("/r/{id}/document")).await.tells(CANARY));
}

// O-22 EN-01
#[tokio::test]
async fn the_page_for_the_second_person_is_shown_behind_the_mailed_code_alone() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    service.person(TARO, true).await;
    let document = service.sent(&service.strongly(&sender).await, TARO).await;
    let id = recipient(&document);
    // The address alone, and the link alone.
    for follows in [false, true] {
        let mut reader = Browser::new(&service);
        if follows {
            reader.get(&format!("/l/{}", service.link(id))).await;
        }
        let page = reader.get(&format!("/r/{id}/own-address")).await;
        assert!(page.status != StatusCode::OK && !page.tells(TARO), "{}", page.text());
    }
}
