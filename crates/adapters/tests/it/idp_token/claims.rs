//! How each claim is read, and the limits of a token.

use super::{refused, with};
use crate::hostile::{ACCESS_TOKEN, Hostile, KEY, OTHER_KEY, RSA_KEY, Reply, header, signed};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};
use wariin_domain::EmailVerified;
use wariin_ports::IdpFault;

// RP-05
#[tokio::test]
async fn acr_and_amr_are_read_unchanged_and_refused_in_any_other_type() {
    let idp = Hostile::start().await;
    for (name, value) in [
        ("amr", json!("mfa")),
        ("amr", json!([1])),
        ("acr", json!(2)),
        ("acr", json!(true)),
        ("acr", json!({ "2": true })),
        ("acr", json!([2])),
        ("acr", json!([["2"]])),
        ("acr", json!([[]])),
        ("acr", json!([{ "2": "2" }])),
        ("acr", json!(["2", ""])),
        ("acr", json!(["\u{3000}"])),
        ("amr", json!({ "mfa": true })),
        ("amr", json!([["mfa"]])),
        ("acr", json!(["2", null])),
        ("acr", json!(["0 2"])),
        ("acr", json!([""])),
        ("acr", json!(["a\nb"])),
        ("acr", json!(vec!["2"; 21])),
    ] {
        let got = refused(&idp, &with(&idp, name, value.clone())).await;
        assert_eq!(got, name, "{name} {value}");
    }
    for (value, expected) in [
        (json!(["2"]), Some("2")),
        (json!(["1", "urn:example:2fa"]), Some("1 urn:example:2fa")),
        (json!([]), None),
    ] {
        idp.hands_out(&with(&idp, "acr", value.clone()));
        assert_eq!(idp.redeem().await.unwrap().said.acr.as_deref(), expected, "{value}");
    }
    idp.hands_out(&with(&idp, "amr", Value::Null));
    assert!(idp.redeem().await.unwrap().said.amr.is_empty());
    let mut claims = idp.claims();
    claims.as_object_mut().unwrap().remove("acr");
    claims["acrs"] = json!(["c1", "c2"]);
    idp.hands_out(&KEY.token(&header(), &claims));
    assert_eq!(idp.redeem().await.unwrap().said.acr.as_deref(), Some("c1 c2"));
}

// RP-11
#[tokio::test]
async fn email_verified_is_read_for_what_it_means_and_refused_where_that_is_not_clear() {
    let idp = Hostile::start().await;
    for value in [
        json!([]),
        json!([true]),
        json!(["true"]),
        json!({}),
        json!({ "true": true }),
        json!(2),
        json!(-1),
        json!(0.5),
        json!(""),
        json!("null"),
        json!("verified"),
        json!(" true"),
        json!("true\n"),
        json!("ｔｒｕｅ"),
        json!("on"),
        json!("1.0"),
        json!("01"),
        json!("taro@example.com"),
    ] {
        let got = refused(&idp, &with(&idp, "email_verified", value.clone())).await;
        assert_eq!(got, "email_verified", "{value}");
    }
    for (value, expected) in [
        (json!(true), EmailVerified::Yes),
        (json!("true"), EmailVerified::Yes),
        (json!("True"), EmailVerified::Yes),
        (json!("TRUE"), EmailVerified::Yes),
        (json!("Yes"), EmailVerified::Yes),
        (json!("1"), EmailVerified::Yes),
        (json!(1.0), EmailVerified::Yes),
        (json!(1), EmailVerified::Yes),
        (json!(false), EmailVerified::No),
        (json!("false"), EmailVerified::No),
        (json!("FALSE"), EmailVerified::No),
        (json!("False"), EmailVerified::No),
        (json!("no"), EmailVerified::No),
        (json!("0"), EmailVerified::No),
        (json!(0), EmailVerified::No),
        (Value::Null, EmailVerified::Unsaid),
    ] {
        idp.hands_out(&with(&idp, "email_verified", value.clone()));
        assert_eq!(idp.redeem().await.unwrap().said.email_verified, expected, "{value}");
    }
    let mut claims = idp.claims();
    claims["email_verified"] = Value::Null;
    idp.hands_out(&KEY.token(&header(), &claims));
    assert_eq!(idp.redeem().await.unwrap().said.email_verified, EmailVerified::Unsaid);
    for address in ["tаro@example.com", "taro@ехample.com", "not an address"] {
        idp.hands_out(&with(&idp, "email", json!(address)));
        assert_eq!(idp.redeem().await.unwrap().said.email, None, "{address}");
    }
}

// RP-14
#[tokio::test]
async fn a_lifetime_is_a_number_of_seconds_whatever_its_type() {
    let idp = Hostile::start().await;
    let lifetime = |value: Value| {
        let mut tokens = crate::hostile::tokens(&KEY.token(&header(), &idp.claims()));
        tokens["expires_in"] = value;
        idp.answer(|a| a.token = Reply::Json(tokens));
    };
    for value in [
        json!(300),
        json!("300"),
        json!(300.5),
        json!("300.0"),
        json!(3.6e3),
        json!("3600.5"),
        json!(4_294_967_296_u64),
        json!(0),
        json!(null),
    ] {
        lifetime(value.clone());
        assert!(idp.redeem().await.is_ok(), "{value}");
    }
    for value in [
        json!(-1),
        json!(-0.5),
        json!("-1"),
        json!("-3600.5"),
        json!("1e400"),
        json!("3600."),
        json!(".5"),
        json!("３６００"),
        json!("soon"),
        json!(""),
        json!([300]),
        json!({}),
        json!(true),
    ] {
        lifetime(value.clone());
        let refused = idp.redeem().await.map(|_| ());
        assert_eq!(refused, Err(IdpFault::Untrusted("token response")), "{value}");
    }
    // No number that can be written in 64 bits.
    let tokens = crate::hostile::tokens(&KEY.token(&header(), &idp.claims())).to_string();
    for number in ["1e400", "-1e400", "NaN", "Infinity", "0x10", "+5", "05"] {
        let tokens = tokens.replace("\"expires_in\":300", &format!("\"expires_in\":{number}"));
        idp.answer(|a| a.token = Reply::Text("application/json", tokens));
        let refused = idp.redeem().await.map(|_| ());
        assert_eq!(refused, Err(IdpFault::Untrusted("token response")), "{number}");
    }
    for kind in ["Bearer", "bearer", "BEARER"] {
        let mut tokens = crate::hostile::tokens(&KEY.token(&header(), &idp.claims()));
        tokens["token_type"] = json!(kind);
        idp.answer(|a| a.token = Reply::Json(tokens));
        assert!(idp.redeem().await.is_ok(), "{kind}");
    }
}

// RP-06: `updated_at` and `phone_number_verified` differ in type as well, and nothing here reads them.
#[tokio::test]
async fn a_claim_that_is_not_read_may_have_any_type() {
    let idp = Hostile::start().await;
    for (name, value) in [
        ("updated_at", json!("2026-11-22T08:00:00.000Z")),
        ("phone_number_verified", json!("false")),
        ("birthdate", json!(19_700_101)),
        ("address", json!("東京都")),
        ("locale", json!(["ja"])),
    ] {
        assert_eq!(refused(&idp, &with(&idp, name, value)).await, "accepted", "{name}");
    }
}

// RP-01
#[tokio::test]
async fn a_header_says_that_it_is_an_id_token_or_nothing() {
    let idp = Hostile::start().await;
    for (name, value, check) in [
        ("typ", json!("logout+jwt"), "typ"),
        ("typ", json!("at+jwt"), "typ"),
        ("typ", json!(1), "typ"),
        ("typ", json!("application/jwt"), "accepted"),
        ("cty", json!("JWT"), "cty"),
        ("kid", json!(1), "kid"),
    ] {
        let mut head = header();
        head[name] = value.clone();
        let token = KEY.token(&head, &idp.claims());
        assert_eq!(refused(&idp, &token).await, check, "{name} {value}");
    }
}

// RP-02: a provider that gives no key ids has one key of each type.
#[tokio::test]
async fn without_a_key_id_the_only_key_of_the_right_type_counts() {
    let idp = Hostile::start().await;
    let bare = |key: &crate::hostile::Key| {
        let mut jwk = key.jwk("");
        for name in ["kid", "alg", "use"] {
            jwk.as_object_mut().unwrap().remove(name);
        }
        jwk
    };
    let token = KEY.token(&json!({ "alg": "ES256" }), &idp.claims());
    idp.answer(|a| a.jwks = Reply::Json(json!({ "keys": [bare(&RSA_KEY), bare(&KEY)] })));
    assert_eq!(refused(&idp, &token).await, "accepted");
    idp.clock.advance(301);
    let mut late = idp.claims();
    late["exp"] = json!(crate::people::NOW.as_seconds() + 900);
    let token = KEY.token(&json!({ "alg": "ES256" }), &late);
    idp.answer(|a| a.jwks = Reply::Json(json!({ "keys": [bare(&OTHER_KEY), bare(&KEY)] })));
    assert_eq!(refused(&idp, &token).await, "kid", "which of the two is not said");
}

// RP-14
#[tokio::test]
async fn wrong_hashes_repeated_members_and_a_missing_token_are_refused() {
    let idp = Hostile::start().await;
    assert_eq!(
        refused(&idp, &with(&idp, "at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA"))).await,
        "at_hash"
    );
    let hash = digest(&SHA256, ACCESS_TOKEN.as_bytes());
    let right = json!(BASE64.encode(&hash.as_ref()[..16]));
    assert_eq!(refused(&idp, &with(&idp, "at_hash", right)).await, "accepted");
    let claims = idp.claims().to_string();
    for twice in [
        claims.replacen('{', "{\"sub\":\"wrong-account\",", 1),
        claims.replacen("\"amr\"", "\"amr\":[],\"amr\"", 1),
    ] {
        let token = signed(&header(), &twice, |message| KEY.sign(message));
        assert_ne!(refused(&idp, &token).await, "accepted", "dup_keys");
    }
    let head = format!("{{\"alg\":\"none\",{}", &header().to_string()[1..]);
    let message = format!("{}.{}", BASE64.encode(head), BASE64.encode(&claims));
    let token = format!("{message}.{}", BASE64.encode(KEY.sign(message.as_bytes())));
    assert_ne!(refused(&idp, &token).await, "accepted", "dup_keys in the header");
    idp.answer(|a| {
        a.token = Reply::Json(json!({ "access_token": ACCESS_TOKEN, "token_type": "Bearer" }));
    });
    assert_eq!(idp.redeem().await.unwrap_err(), IdpFault::Untrusted("id_token"));
    for garbage in ["", "a.b", "a.b.c", "a.b.c.d.e"] {
        assert_ne!(refused(&idp, garbage).await, "accepted", "{garbage}");
    }
}

// RP-12
#[tokio::test]
async fn a_new_key_is_accepted_within_a_minute_and_a_removed_one_at_most_five() {
    let idp = Hostile::start().await;
    idp.redeem().await.unwrap();
    let mut head = header();
    head["kid"] = json!("two");
    let rotated = OTHER_KEY.token(&head, &idp.claims());
    idp.answer(|a| {
        a.jwks = Reply::Json(json!({ "keys": [KEY.jwk("one"), OTHER_KEY.jwk("two")] }));
    });
    let before = idp.count("/jwks");
    for _ in 0..20 {
        assert_eq!(refused(&idp, &rotated).await, "kid");
    }
    assert_eq!(idp.count("/jwks"), before, "just asked: not asked again for an unknown key");
    idp.clock.advance(60);
    assert_eq!(refused(&idp, &rotated).await, "accepted");
    assert_eq!(idp.count("/jwks"), before + 1);

    let old = KEY.token(&header(), &idp.claims());
    idp.answer(|a| a.jwks = Reply::Json(json!({ "keys": [OTHER_KEY.jwk("two")] })));
    assert_eq!(refused(&idp, &old).await, "accepted");
    idp.clock.advance(300);
    let mut late = idp.claims();
    late["iat"] = json!(crate::people::NOW.as_seconds() + 360);
    late["exp"] = json!(crate::people::NOW.as_seconds() + 660);
    assert_eq!(refused(&idp, &KEY.token(&header(), &late)).await, "kid");
}

// RP-09
#[tokio::test]
async fn claims_that_are_kept_are_bounded_in_size() {
    let idp = Hostile::start().await;
    let long = "x".repeat(256);
    for (name, value) in [
        ("sid", json!(long)),
        ("acr", json!(long)),
        ("acr", json!("a\nb")),
        ("amr", json!([long])),
        ("amr", json!(vec!["mfa"; 21])),
    ] {
        assert_eq!(refused(&idp, &with(&idp, name, value)).await, name);
    }
    let huge = with(&idp, "picture", json!("x".repeat(16 * 1024)));
    assert_eq!(refused(&idp, &huge).await, "id_token: too large");
    assert_eq!(refused(&idp, &with(&idp, "amr", json!(vec!["mfa"; 20]))).await, "accepted");
}
