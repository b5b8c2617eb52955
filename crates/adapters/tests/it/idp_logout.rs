//! Logout tokens: a valid one is read, a hostile one refused.

use crate::hostile::{CLIENT, Hostile, KEY, OTHER_KEY, header};
use serde_json::{Value, json};
use wariin_ports::{IdentityProviders, IdpFault, LogoutNotice};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

fn claims(idp: &Hostile) -> Value {
    let now = crate::people::NOW.as_seconds();
    json!({
        "iss": idp.issuer, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "notice-1",
        "sub": "taro-at-the-idp", "sid": "idp-session", "events": { EVENT: {} },
    })
}

async fn notice(idp: &Hostile, token: &str) -> Result<LogoutNotice, IdpFault> {
    idp.providers.logout(&idp.client, token).await
}

#[tokio::test]
async fn a_logout_token_names_a_person_or_a_session() {
    let idp = Hostile::start().await;
    let whole = notice(&idp, &KEY.token(&header(), &claims(&idp))).await.unwrap();
    assert_eq!(whole.id, "notice-1");
    assert_eq!(whole.subject.unwrap().as_str(), "taro-at-the-idp");
    assert_eq!(whole.session.as_deref(), Some("idp-session"));
    let mut only = claims(&idp);
    only.as_object_mut().unwrap().remove("sub");
    let by_session = notice(&idp, &KEY.token(&header(), &only)).await.unwrap();
    assert_eq!((by_session.subject, by_session.session.as_deref()), (None, Some("idp-session")));
}

#[tokio::test]
async fn a_logout_token_with_any_wrong_part_is_refused() {
    let idp = Hostile::start().await;
    let now = crate::people::NOW.as_seconds();
    for (name, value) in [
        ("iss", json!("https://evil.example")),
        ("aud", json!("another")),
        ("aud", json!([CLIENT, "another"])),
        ("iat", json!(now - 601)),
        ("iat", json!(now + 61)),
        ("iat", Value::Null),
        ("exp", json!(now - 60)),
        ("exp", json!("never")),
        ("jti", Value::Null),
        ("jti", json!("")),
        ("events", Value::Null),
        ("events", json!({ "other": {} })),
        ("events", json!({ EVENT: 1 })),
        ("nonce", json!("an ID token in disguise")),
    ] {
        let mut changed = claims(&idp);
        let members = changed.as_object_mut().unwrap();
        match &value {
            Value::Null => drop(members.remove(name)),
            value => drop(members.insert(name.to_owned(), value.clone())),
        }
        let refused = notice(&idp, &KEY.token(&header(), &changed)).await;
        assert_eq!(refused, Err(IdpFault::Untrusted(name)), "{name} {value}");
    }
    let mut without_subject = claims(&idp);
    for name in ["sub", "sid"] {
        without_subject.as_object_mut().unwrap().remove(name);
    }
    assert!(notice(&idp, &KEY.token(&header(), &without_subject)).await.is_err());
    let forged = OTHER_KEY.token(&header(), &claims(&idp));
    assert_eq!(notice(&idp, &forged).await, Err(IdpFault::Untrusted("signature")));
    let mut head = header();
    head["typ"] = json!("at+jwt");
    let other_kind = KEY.token(&head, &claims(&idp));
    assert_eq!(notice(&idp, &other_kind).await, Err(IdpFault::Untrusted("typ")));
    let mut head = header();
    head["crit"] = json!(["exp"]);
    let critical = KEY.token(&head, &claims(&idp));
    assert_eq!(notice(&idp, &critical).await, Err(IdpFault::Untrusted("crit")));
    let mut head = header();
    head["alg"] = json!("none");
    let unsigned = KEY.token(&head, &claims(&idp));
    assert_eq!(notice(&idp, &unsigned).await, Err(IdpFault::Untrusted("alg")));
    let id_token = KEY.token(&header(), &idp.claims());
    assert!(notice(&idp, &id_token).await.is_err(), "an ID token ends no session");
}
