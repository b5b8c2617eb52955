//! Hostile ID tokens: each is refused, and the claim that failed is named.

use crate::hostile::{
    ACCESS_TOKEN, CLIENT, Hostile, KEY, NONCE, OTHER_KEY, RSA_KEY, Reply, SECRET, header, signed,
};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use wariin_domain::EmailVerified;
use wariin_ports::IdpFault;

fn hs256(secret: &[u8]) -> impl FnOnce(&[u8]) -> Vec<u8> + '_ {
    move |message| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
        mac.update(message);
        mac.finalize().into_bytes().to_vec()
    }
}

async fn refused(idp: &Hostile, token: &str) -> &'static str {
    idp.hands_out(token);
    match idp.redeem().await {
        Err(IdpFault::Untrusted(check)) => check,
        Err(other) => panic!("{other}"),
        Ok(_) => "accepted",
    }
}

/// The claims with one changed, or taken away by `null`.
fn with(idp: &Hostile, name: &str, value: Value) -> String {
    let mut claims = idp.claims();
    let members = claims.as_object_mut().unwrap();
    if value.is_null() {
        members.remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
    KEY.token(&header(), &claims)
}

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
    for value in [json!(1_794_999_970.75), json!("1794999970"), json!("1794999970.75")] {
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
        json!("taro@example.com"),
    ] {
        let got = refused(&idp, &with(&idp, "email_verified", value.clone())).await;
        assert_eq!(got, "email_verified", "{value}");
    }
    for (value, expected) in [
        (json!(true), EmailVerified::Yes),
        (json!("true"), EmailVerified::Yes),
        (json!("True"), EmailVerified::Yes),
        (json!("1"), EmailVerified::Yes),
        (json!(1), EmailVerified::Yes),
        (json!(false), EmailVerified::No),
        (json!("false"), EmailVerified::No),
        (json!("FALSE"), EmailVerified::No),
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
        json!(0),
        json!(null),
    ] {
        lifetime(value.clone());
        assert!(idp.redeem().await.is_ok(), "{value}");
    }
    for value in
        [json!(-1), json!("-1"), json!("soon"), json!(""), json!([300]), json!({}), json!(true)]
    {
        lifetime(value.clone());
        let refused = idp.redeem().await.map(|_| ());
        assert_eq!(refused, Err(IdpFault::Untrusted("token response")), "{value}");
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
