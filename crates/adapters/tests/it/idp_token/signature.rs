//! What a token is signed with, its issuer, its audience, and its times.

use super::{hs256, refused, with};
use crate::hostile::{
    CLIENT, Hostile, KEY, NONCE, OTHER_KEY, RSA_KEY, Reply, SECRET, header, signed,
};
use serde_json::{Value, json};
use wariin_domain::EmailVerified;

// T-002 T-040
#[tokio::test]
async fn a_valid_token_names_person_time_and_method() {
    let idp = Hostile::start().await;
    let login = idp.redeem().await.unwrap();
    let said = login.said;
    assert_eq!(said.identity.subject.as_str(), "taro-at-the-idp");
    assert_eq!(said.identity.issuer.as_str(), idp.issuer);
    assert_eq!(said.authenticated_at.unwrap().as_seconds(), crate::people::NOW.as_seconds() - 30);
    assert_eq!(
        (said.acr.as_deref(), said.amr),
        (Some("urn:example:2fa"), vec!["pwd".into(), "mfa".into()])
    );
    assert_eq!(said.email.unwrap().as_str(), "taro@example.com");
    assert_eq!(said.email_verified, EmailVerified::Yes);
    assert_eq!(said.session.as_deref(), Some("idp-session"));
    assert_eq!(
        login.id_token,
        KEY.token(&header(), &idp.claims())
            .rsplit_once('.')
            .map(|(m, _)| { format!("{m}.{}", login.id_token.rsplit_once('.').unwrap().1) })
            .unwrap(),
        "the token is kept as it came"
    );
    let key: Value = serde_json::from_str(&login.key).unwrap();
    assert_eq!(key["x"], KEY.jwk("one")["x"]);
    let asked = idp.asked.lock().unwrap().join("\n");
    assert!(asked.contains(&format!("code_verifier={}", "v".repeat(43))), "RP-04: PKCE");
    assert!(
        asked.contains("redirect_uri=https%3A%2F%2Fsign.example%2Fidp%2F"),
        "one for each connection"
    );
}

// RP-01
#[tokio::test]
async fn only_the_providers_own_signature_algorithms_are_accepted() {
    let idp = Hostile::start().await;
    let claims = idp.claims().to_string();
    let head = |alg: &str| json!({ "alg": alg, "kid": "one" });
    let by_secret = signed(&head("HS256"), &claims, hs256(SECRET.as_bytes()));
    assert_eq!(refused(&idp, &by_secret).await, "alg", "hs256_client_secret");
    let public = KEY.jwk("one").to_string();
    let by_public_key = signed(&head("HS256"), &claims, hs256(public.as_bytes()));
    assert_eq!(refused(&idp, &by_public_key).await, "alg", "hs256_pubkey");
    let unsigned = signed(&head("none"), &claims, |_| Vec::new());
    assert_eq!(refused(&idp, &unsigned).await, "alg", "alg_none");
    let half_signed = signed(&head("none"), &claims, |message| KEY.sign(message));
    assert_eq!(refused(&idp, &half_signed).await, "alg", "alg_none_sig");
    let es256_by_rsa = signed(&head("ES256"), &claims, |message| RSA_KEY.sign(message));
    assert_eq!(refused(&idp, &es256_by_rsa).await, "signature");
    idp.answer(|a| a.jwks = Reply::Json(json!({ "keys": [RSA_KEY.jwk("one")] })));
    idp.clock.advance(301);
    let rsa = RSA_KEY.token(&head("RS256"), &idp.claims());
    assert_eq!(refused(&idp, &rsa).await, "accepted", "RS256 is the usual one");
}

// RP-02
#[tokio::test]
async fn keys_come_from_the_providers_jwks_only() {
    let idp = Hostile::start().await;
    let wrong = OTHER_KEY.token(&header(), &idp.claims());
    assert_eq!(refused(&idp, &wrong).await, "signature", "wrong_key");
    let (canary, hits) = crate::hostile::canary().await;
    for extra in ["jku", "x5u"] {
        let mut head = header();
        head[extra] = json!(format!("{canary}/jwks"));
        let led_away = OTHER_KEY.token(&head, &idp.claims());
        assert_eq!(refused(&idp, &led_away).await, "signature", "{extra}_header");
    }
    let mut head = header();
    head["jwk"] = OTHER_KEY.jwk("one");
    let own_key = OTHER_KEY.token(&head, &idp.claims());
    assert_eq!(refused(&idp, &own_key).await, "signature", "jwk_header");
    let mut head = header();
    head["kid"] = json!("../../etc/passwd");
    let unknown = KEY.token(&head, &idp.claims());
    assert_eq!(refused(&idp, &unknown).await, "kid", "kid_unknown");
    let mut head = header();
    head["crit"] = json!(["x"]);
    let critical = KEY.token(&head, &idp.claims());
    assert_ne!(refused(&idp, &critical).await, "accepted");
    assert_eq!(hits.lock().unwrap().len(), 0);
}

// RP-03
#[tokio::test]
async fn issuer_audience_and_authorised_party_must_match_exactly() {
    let idp = Hostile::start().await;
    for (name, value, check) in [
        ("iss", json!("https://evil.example"), "iss"),
        ("iss", json!(format!("{}/", idp.issuer)), "iss"),
        ("aud", json!("another-client"), "aud"),
        ("aud", json!([]), "aud"),
        ("aud", json!([CLIENT, "another-client"]), "aud"),
        ("azp", json!("another-client"), "azp"),
        ("azp", json!(7), "accepted or refused"),
    ] {
        let got = refused(&idp, &with(&idp, name, value.clone())).await;
        if check == "accepted or refused" {
            assert_ne!(got, "accepted", "{name} {value}");
        } else {
            assert_eq!(got, check, "{name} {value}");
        }
    }
    assert_eq!(refused(&idp, &with(&idp, "azp", json!(CLIENT))).await, "accepted");
    assert_eq!(refused(&idp, &with(&idp, "aud", json!([CLIENT]))).await, "accepted");
}

// RP-04
#[tokio::test]
async fn the_nonce_is_the_one_that_was_sent() {
    let idp = Hostile::start().await;
    assert_eq!(refused(&idp, &with(&idp, "nonce", json!("another"))).await, "nonce");
    assert_eq!(refused(&idp, &with(&idp, "nonce", Value::Null)).await, "nonce");
    assert_eq!(refused(&idp, &with(&idp, "nonce", json!(NONCE.to_uppercase()))).await, "nonce");
}

// RP-06 CO-04
#[tokio::test]
async fn times_are_checked_and_auth_time_is_a_number_of_seconds_whatever_its_type() {
    let idp = Hostile::start().await;
    let now = crate::people::NOW.as_seconds();
    assert_eq!(refused(&idp, &with(&idp, "iat", json!(now + 61))).await, "iat", "iat_future");
    assert_eq!(refused(&idp, &with(&idp, "iat", json!(now - 601))).await, "iat", "iat_old");
    assert_eq!(refused(&idp, &with(&idp, "exp", json!(now - 60))).await, "exp", "exp_past");
    assert_eq!(refused(&idp, &with(&idp, "exp", json!(now - 59))).await, "accepted", "leeway");
    for value in [
        json!(-1),
        json!(1e300),
        json!(true),
        json!({}),
        json!([now]),
        json!(""),
        json!("now"),
        json!("-1"),
        json!("+1795000000"),
        json!(" 1795000000"),
        json!("1795000000\n"),
        json!("1e9"),
        json!("0x6afd2000"),
        json!("1795000000."),
        json!("1.795.000"),
        json!("１７９５００００００"),
        json!("NaN"),
        json!("inf"),
        // Milliseconds.
        json!("1794999970000"),
        json!(1_794_999_970_000_i64),
    ] {
        let got = refused(&idp, &with(&idp, "auth_time", value.clone())).await;
        assert_eq!(got, "auth_time", "auth_time {value}");
    }
    for value in [
        json!(1_794_999_970.75),
        json!("1794999970"),
        json!("1794999970.0"),
        json!("1794999970.75"),
        json!("0001794999970"),
    ] {
        idp.hands_out(&with(&idp, "auth_time", value.clone()));
        let said = idp.redeem().await.unwrap().said;
        assert_eq!(said.authenticated_at.unwrap().as_micros(), 1_794_999_970_000_000, "{value}");
    }
    for name in ["iat", "exp"] {
        for value in [Value::Null, json!([now]), json!({}), json!("soon"), json!(true)] {
            assert_eq!(refused(&idp, &with(&idp, name, value)).await, name);
        }
    }
    idp.hands_out(&with(&idp, "auth_time", json!(0)));
    assert_eq!(idp.redeem().await.unwrap().said.authenticated_at.unwrap().as_micros(), 0);
    idp.hands_out(&with(&idp, "auth_time", Value::Null));
    assert_eq!(idp.redeem().await.unwrap().said.authenticated_at, None);
}
