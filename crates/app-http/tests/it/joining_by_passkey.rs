//! An invited person joins by a passkey: the mailed code comes before the passkey is begun.

use crate::browser::Browser;
use crate::path::digits_of;
use crate::service::Service;
use poem::http::StatusCode;
use wariin_app_http::work_until_idle;
use wariin_domain::{EmailAddress, Role};
use wariin_usecases::invite_member;

const HANAKO: &str = "hanako@example.com";

/// The path of the invitation of Hanako.
async fn invited(service: &Service) -> String {
    let admin = service.person("sender@example.jp", true).await;
    let key = service.ports().tokens.session_key(&service.strongly(&admin).await);
    let email = EmailAddress::parse(HANAKO).unwrap();
    invite_member(service.ports(), key.into(), email, Role::Member).await.unwrap();
    work_until_idle(service.ports()).await.unwrap();
    let mail = service.mails().pop().unwrap();
    let message = mail_parser::MessageParser::default().parse(mail.as_bytes()).unwrap();
    let body = message.body_text(0).unwrap().into_owned();
    let (_, rest) = body.split_once("/invitations/").unwrap();
    let id: String = rest.chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').collect();
    format!("/invitations/{id}")
}

// EN-01 EN-02 LI-02 O-03
#[tokio::test]
async fn the_holder_of_an_invitation_begins_no_passkey_without_the_mailed_code() {
    let service = Service::start().await;
    let path = invited(&service).await;
    let begin = format!("{path}/join/begin");
    let mut person = Browser::new(&service);
    person.get(&path).await;
    let page = person.post(&begin, &[("proof", "123456"), ("person", "花子")]).await;
    assert!(page.status.is_client_error(), "no code was mailed: {}", page.text());
    person.post(&format!("{path}/code"), &[]).await;
    work_until_idle(service.ports()).await.unwrap();
    let code = digits_of(&service.mails().pop().unwrap());
    let page = person.get(&format!("{path}/join")).await;
    assert!(page.tells("data-passkey=\"create\"") && page.tells("name=\"password\""));
    assert!(!page.tells(HANAKO), "the address is masked");

    let wrong = if code == "000000" { "000001" } else { "000000" };
    for (proof, name, error) in
        [(wrong, "花子", "wrong_code"), ("", "花子", "no_code"), (&code, "", "name_missing")]
    {
        let page = person.post(&begin, &[("proof", proof), ("person", name)]).await;
        assert!(page.tells(&format!("\"error\":\"{error}\"")), "{}", page.text());
        assert!(page.status.is_client_error() && !page.tells(HANAKO));
    }
    let mut stranger = Browser::new(&service);
    stranger.get(&path).await;
    let page = stranger.post(&begin, &[("proof", &code), ("person", "花子")]).await;
    assert!(page.status.is_client_error() && !page.tells(HANAKO), "{}", page.text());
    let email = EmailAddress::parse(HANAKO).unwrap();
    let mut tx = service.ports().storage.begin().await.unwrap();
    assert!(tx.accounts().find_by_email(&email).await.unwrap().is_none());
    drop(tx);

    let page = person.post(&begin, &[("proof", &code), ("person", "花子")]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.tells(HANAKO) && page.tells("\"challenge\""), "for the passkey");
    // An answer that no authenticator gave makes no account, and the form comes back.
    let ceremony: serde_json::Value = serde_json::from_str(&page.text()).unwrap();
    let ceremony = ceremony["ceremony"].as_str().unwrap().to_owned();
    let fields = [("ceremony", ceremony.as_str()), ("credential", "{}")];
    let page = person.post(&format!("{path}/join"), &fields).await;
    assert!(page.status.is_client_error() && page.tells("data-passkey"), "{}", page.status);
    let mut tx = service.ports().storage.begin().await.unwrap();
    assert!(tx.accounts().find_by_email(&email).await.unwrap().is_none());
}
