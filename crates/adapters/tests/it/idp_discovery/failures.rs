//! Answers that are too large, late or wrong.

use super::{parameters, sent_to, spread};
use crate::hostile::{Answers, Hostile, Reply, discovery};
use serde_json::json;
use std::time::Duration;
use wariin_adapters::{IdpNetwork, OpenIdProviders};
use wariin_domain::{EndpointOrigin, Issuer};
use wariin_ports::{Freshness, IdentityProviders, IdpFault};

// RP-09 RP-13
#[tokio::test]
async fn answers_beyond_a_mebibyte_and_failures_are_given_up() {
    for change in [
        (|a: &mut Answers| a.discovery = Reply::Endless) as fn(&mut Answers),
        |a| a.jwks = Reply::Endless,
        |a| a.token = Reply::Endless,
        |a| a.discovery = Reply::Status(500),
        |a| a.jwks = Reply::Status(503),
        |a| a.token = Reply::Status(500),
    ] {
        let idp = Hostile::start().await;
        idp.answer(change);
        let refused = idp.redeem().await.map(|_| ());
        assert!(matches!(refused, Err(IdpFault::Unreachable(_))), "{refused:?}");
    }
    let idp = Hostile::start().await;
    let no_origins =
        IdpNetwork { private_origins: vec!["http://127.0.0.1:9".into()], certificates: None };
    let providers =
        OpenIdProviders::new("https://sign.example", no_origins, idp.clock.clone()).unwrap();
    let mut client = idp.client.clone();
    client.connection.issuer = Issuer::parse("http://127.0.0.1:9").unwrap();
    let refused = providers.authorization_url(&client, &parameters(Freshness::Recent)).await;
    assert!(matches!(refused, Err(IdpFault::Unreachable(_))), "{refused:?}");
}

// RP-09 RP-13: time stands still until every task waits, then jumps to the next timer.
#[tokio::test(start_paused = true)]
async fn a_provider_that_does_not_answer_is_given_up_after_four_seconds() {
    for change in [
        (|a: &mut Answers| a.discovery = Reply::Stall) as fn(&mut Answers),
        |a| a.jwks = Reply::Stall,
        |a| a.token = Reply::Stall,
    ] {
        let idp = Hostile::start().await;
        idp.answer(change);
        let began = tokio::time::Instant::now();
        let refused = idp.redeem().await.map(|_| ());
        assert!(matches!(refused, Err(IdpFault::Unreachable(_))), "{refused:?}");
        assert!(began.elapsed() <= Duration::from_secs(4), "{:?}", began.elapsed());
    }
}

// RP-13: a wrong client id is a configuration error, not an attack.
#[tokio::test]
async fn a_configuration_error_is_told_apart_from_an_untrusted_answer() {
    let idp = Hostile::start().await;
    for broken in [
        Reply::Status(404),
        Reply::Text("text/html", "<html>".into()),
        Reply::Json(json!({ "issuer": 1 })),
    ] {
        idp.clock.advance(5);
        idp.answer(|a| a.discovery = broken);
        assert!(matches!(idp.redeem().await.map(|_| ()), Err(IdpFault::Misconfigured(_))));
    }
    idp.clock.advance(5);
    let issuer = idp.issuer.clone();
    idp.answer(|a| {
        a.discovery = Reply::Json(discovery(&issuer));
        a.token = Reply::Json(json!({ "error": "invalid_client" }));
    });
    let fault = idp.redeem().await.map(|_| ());
    assert!(fault.is_err(), "{fault:?}");
}

// RP-02 RP-09
#[tokio::test]
async fn a_provider_that_just_failed_is_not_asked_again_at_once_however_many_requests_need_it() {
    let idp = std::sync::Arc::new(Hostile::start().await);
    let good = idp.answers.lock().unwrap().discovery.clone();
    idp.answer(|a| a.discovery = Reply::Status(500));
    let many = (0..20).map(|_| {
        let idp = std::sync::Arc::clone(&idp);
        tokio::spawn(async move { idp.redeem().await.is_err() })
    });
    for one in many.collect::<Vec<_>>() {
        assert!(one.await.unwrap());
    }
    assert_eq!(idp.count("openid-configuration"), 1);
    idp.answer(|a| a.discovery = good);
    assert!(idp.redeem().await.is_err(), "left alone for a moment");
    idp.clock.advance(5);
    assert!(idp.redeem().await.is_ok());
}

// RP-06 RP-13 FA-08
#[tokio::test]
async fn no_browser_is_sent_to_a_provider_that_died_while_its_description_is_cached() {
    for dead in [Reply::Status(500), Reply::Status(503), Reply::Endless] {
        let idp = Hostile::start().await;
        sent_to(&idp, Freshness::Recent).await.unwrap();
        let asked = idp.count("openid-configuration");
        idp.clock.advance(9);
        sent_to(&idp, Freshness::Now).await.unwrap();
        assert_eq!(idp.count("openid-configuration"), asked, "it was there a moment ago");
        let good = idp.answers.lock().unwrap().discovery.clone();
        idp.answer(|a| a.discovery = dead.clone());
        idp.clock.advance(1);
        for _ in 0..5 {
            let refused = sent_to(&idp, Freshness::Recent).await;
            assert!(matches!(refused, Err(IdpFault::Unreachable(_))), "{refused:?}");
        }
        assert_eq!(idp.count("openid-configuration"), asked + 1, "asked once in five seconds");
        idp.answer(|a| a.discovery = good);
        idp.clock.advance(5);
        sent_to(&idp, Freshness::Recent).await.unwrap();
    }
}

// RP-06 RP-13
#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_is_found_out_within_four_seconds() {
    let idp = Hostile::start().await;
    sent_to(&idp, Freshness::Recent).await.unwrap();
    idp.clock.advance(10);
    idp.answer(|a| a.discovery = Reply::Stall);
    let began = tokio::time::Instant::now();
    let refused = sent_to(&idp, Freshness::Recent).await;
    assert!(matches!(refused, Err(IdpFault::Unreachable(_))), "{refused:?}");
    assert!(began.elapsed() <= Duration::from_secs(4), "{:?}", began.elapsed());
}

// RP-06 RP-13
#[tokio::test]
async fn a_sign_in_page_on_another_host_is_found_dead_although_the_issuer_answers() {
    let (mut idp, elsewhere) = spread().await;
    idp.client.connection.hosts = vec![EndpointOrigin::parse(&elsewhere.issuer).unwrap()];
    sent_to(&idp, Freshness::Recent).await.unwrap();
    assert!(elsewhere.asked.lock().unwrap().iter().any(|asked| asked.starts_with("HEAD ")));
    for (status, is_there) in [(503, false), (502, false), (400, true), (405, true), (500, true)] {
        idp.clock.advance(10);
        // What stands at `/authorize` there.
        elsewhere.answer(|a| a.discovery = Reply::Status(status));
        let sent = sent_to(&idp, Freshness::Recent).await.map(|_| ());
        assert_eq!(sent.is_ok(), is_there, "{status}: {sent:?}");
        assert!(is_there || matches!(sent, Err(IdpFault::Unreachable(_))), "{sent:?}");
    }
}

// RP-02
#[tokio::test]
async fn many_unknown_keys_at_once_make_one_request() {
    let idp = std::sync::Arc::new(Hostile::start().await);
    idp.redeem().await.unwrap();
    idp.clock.advance(60);
    let mut head = crate::hostile::header();
    head["kid"] = json!("unknown");
    idp.hands_out(&crate::hostile::KEY.token(&head, &idp.claims()));
    let before = idp.count("/jwks");
    let many = (0..20).map(|_| {
        let idp = std::sync::Arc::clone(&idp);
        tokio::spawn(async move { idp.redeem().await.is_err() })
    });
    for one in many.collect::<Vec<_>>() {
        assert!(one.await.unwrap());
    }
    assert_eq!(idp.count("/jwks"), before + 1);
}
