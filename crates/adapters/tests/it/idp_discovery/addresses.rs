//! Which addresses are reached, and which are not.

use super::{parameters, sent_to, spread};
use crate::hostile::{Answers, Hostile, Reply, answer, canary, discovery};
use serde_json::json;
use wariin_adapters::{IdpNetwork, OpenIdProviders};
use wariin_domain::{ClientId, EndpointOrigin, Issuer, LoginRenewal, StrengthRule};
use wariin_ports::{
    AuthorizationCodeGrant, AuthorizationParameters, Freshness, IdentityProviders, IdpFault,
};

// RP-04 O-12
#[tokio::test]
async fn the_authorization_url_holds_state_nonce_and_challenge_but_never_the_verifier() {
    let mut idp = Hostile::start().await;
    idp.client.connection.strength = StrengthRule::Acr(vec!["phr".into(), "phrh".into()]);
    let address = sent_to(&idp, Freshness::Recent).await.unwrap();
    assert!(address.starts_with(&format!("{}/authorize?", idp.issuer)), "{address}");
    for part in [
        "response_type=code",
        "client_id=wariin",
        "state=the-state",
        "nonce=the-nonce",
        "code_challenge_method=S256",
        "scope=openid+email+profile",
        "max_age=43200",
        "acr_values=phr+phrh",
        "login_hint=taro%40example.com",
        "redirect_uri=https%3A%2F%2Fsign.example%2Fidp%2F",
    ] {
        assert!(address.contains(part), "{part} is not in {address}");
    }
    assert!(!address.contains(&"v".repeat(43)));
    assert!(!address.contains("prompt="));
    for (renewal, has_prompt, has_max_age) in [
        (LoginRenewal::PromptAndMaxAge, true, true),
        (LoginRenewal::Prompt, true, false),
        (LoginRenewal::MaxAge, false, true),
    ] {
        let parameters = AuthorizationParameters { renewal, ..parameters(Freshness::Now) };
        let fresh = idp.providers.authorization_url(&idp.client, &parameters).await.unwrap();
        let has = |wanted: &str| fresh.split('&').any(|parameter| parameter == wanted);
        assert_eq!(has("prompt=login"), has_prompt, "{fresh}");
        assert_eq!(has("max_age=5"), has_max_age, "{fresh}");
        assert!(!has("max_age=0"), "{fresh}");
    }
}

// RP-03
#[tokio::test]
async fn a_description_of_another_issuer_is_refused() {
    let idp = Hostile::start().await;
    for issuer in ["https://evil.example".to_owned(), format!("{}/", idp.issuer)] {
        idp.clock.advance(5);
        let mut other = discovery(&idp.issuer);
        other["issuer"] = json!(issuer);
        idp.answer(|a| a.discovery = Reply::Json(other));
        assert_eq!(idp.redeem().await.unwrap_err(), IdpFault::Untrusted("discovery: issuer"));
    }
}

// RP-07
#[tokio::test]
async fn the_issuer_that_comes_back_with_the_code_is_the_one_that_was_asked() {
    let idp = Hostile::start().await;
    let with = |issuer: Option<&str>| AuthorizationCodeGrant {
        issuer: issuer.map(str::to_owned),
        ..answer()
    };
    let redeem = async |issuer| idp.providers.redeem(&idp.client, &with(issuer)).await.map(|_| ());
    let wrong = Err(IdpFault::Untrusted("iss parameter"));
    assert_eq!(redeem(Some("https://evil.example")).await, wrong, "iss_param_wrong");
    assert_eq!(redeem(Some(&idp.issuer)).await, Ok(()));
    assert_eq!(redeem(None).await, Ok(()));
    idp.clock.advance(301);
    let mut announced = discovery(&idp.issuer);
    announced["authorization_response_iss_parameter_supported"] = json!(true);
    idp.answer(|a| a.discovery = Reply::Json(announced));
    assert_eq!(redeem(None).await, wrong, "iss_param_missing");
    assert_eq!(idp.count("/token"), 2, "no code is redeemed for another issuer's answer");
}

type Change = Box<dyn FnOnce(&mut Answers, &str)>;

// RP-08
#[tokio::test]
async fn nothing_outside_the_connections_origins_is_reached_and_no_redirect_followed() {
    let (canary, hits) = canary().await;
    let named = |name: &str, path: &str| {
        let (canary, name, path) = (canary.clone(), name.to_owned(), path.to_owned());
        move |a: &mut Answers, issuer: &str| {
            let mut found = discovery(issuer);
            found[name] = json!(format!("{canary}{path}"));
            a.discovery = Reply::Json(found);
        }
    };
    let to = canary.clone();
    let redirects = move || Reply::Redirect(format!("{to}/jwks"));
    let (r1, r2, r3) = (redirects.clone(), redirects.clone(), redirects);
    let cases: Vec<(&str, Change)> = vec![
        ("jwks_internal", Box::new(named("jwks_uri", "/jwks"))),
        ("token_internal", Box::new(named("token_endpoint", "/token"))),
        ("authz_internal", Box::new(named("authorization_endpoint", "/authorize"))),
        ("jwks_redirect", Box::new(move |a: &mut Answers, _: &str| a.jwks = r1())),
        ("token_redirect", Box::new(move |a: &mut Answers, _: &str| a.token = r2())),
        ("disco_redirect", Box::new(move |a: &mut Answers, _: &str| a.discovery = r3())),
    ];
    for (name, change) in cases {
        // Even where the operator allows the other address for another provider.
        let idp = Hostile::start_beside(Some(&canary)).await;
        let issuer = idp.issuer.clone();
        idp.answer(|a| change(a, &issuer));
        let refused = idp.redeem().await.map(|_| ());
        let expected = match name.strip_suffix("_internal") {
            Some(_) => {
                matches!(&refused, Err(IdpFault::OtherHosts(hosts)) if *hosts == [canary.clone()])
            }
            None => matches!(refused, Err(IdpFault::Forbidden(_))),
        };
        assert!(expected, "{name}: {refused:?}");
    }
    for bad in ["javascript:alert(1)//", "data:text/html,x", "file:///etc/passwd", "//evil.example"]
    {
        let idp = Hostile::start().await;
        let mut found = discovery(&idp.issuer);
        found["authorization_endpoint"] = json!(bad);
        idp.answer(|a| a.discovery = Reply::Json(found));
        assert!(sent_to(&idp, Freshness::Recent).await.is_err(), "authz_js: {bad}");
    }
    assert_eq!(hits.lock().unwrap().len(), 0);
}

// RP-08
#[tokio::test]
async fn endpoints_on_another_host_are_used_only_while_it_is_named_for_the_connection() {
    let (mut idp, elsewhere) = spread().await;
    let named = [EndpointOrigin::parse(&elsewhere.issuer).unwrap()];
    let others = Err(IdpFault::OtherHosts(vec![elsewhere.issuer.clone()]));
    assert_eq!(sent_to(&idp, Freshness::Recent).await.map(|_| ()), others);
    assert_eq!(idp.redeem().await.map(|_| ()), others);
    assert_eq!(elsewhere.asked.lock().unwrap().len(), 0, "not even for its keys");

    idp.client.connection.hosts = named.to_vec();
    let address = sent_to(&idp, Freshness::Recent).await.unwrap();
    assert!(address.starts_with(&format!("{}/authorize?", elsewhere.issuer)), "{address}");
    assert_eq!(idp.redeem().await.unwrap().said.identity.issuer.as_str(), idp.issuer);
    assert_eq!((idp.count("/token"), elsewhere.count("/token")), (0, 1));

    // The metadata is cached still; the next use is judged anew.
    idp.client.connection.hosts.clear();
    let before = elsewhere.asked.lock().unwrap().len();
    assert_eq!(sent_to(&idp, Freshness::Recent).await.map(|_| ()), others);
    assert!(idp.redeem().await.is_err());
    assert_eq!(elsewhere.asked.lock().unwrap().len(), before);
}

// RP-08
#[tokio::test]
async fn a_named_host_allows_no_redirect_no_other_port_and_no_other_name() {
    let (mut idp, elsewhere) = spread().await;
    let (canary, hits) = canary().await;
    let other_port = EndpointOrigin::parse(&format!("{}0", elsewhere.issuer)).unwrap();
    let other_name = elsewhere.issuer.replace("127.0.0.1", "localhost");
    for named in [other_port, EndpointOrigin::parse(&other_name).unwrap()] {
        idp.client.connection.hosts = vec![named.clone()];
        let refused = idp.redeem().await.map(|_| ());
        // A name that the operator did not allow here is refused for that already.
        let is_refused = matches!(refused, Err(IdpFault::OtherHosts(_) | IdpFault::Forbidden(_)));
        assert!(is_refused, "{named}: {refused:?}");
    }
    assert_eq!(elsewhere.asked.lock().unwrap().len(), 0);
    idp.client.connection.hosts = vec![EndpointOrigin::parse(&elsewhere.issuer).unwrap()];
    for change in [
        |a: &mut Answers, to: String| a.jwks = Reply::Redirect(to),
        |a: &mut Answers, to: String| a.token = Reply::Redirect(to),
    ] {
        idp.clock.advance(301);
        elsewhere.answer(|a| change(a, format!("{canary}/jwks")));
        let refused = idp.redeem().await.map(|_| ());
        assert!(matches!(refused, Err(IdpFault::Forbidden(_))), "{refused:?}");
        elsewhere.answer(|a| {
            a.jwks = Reply::Json(json!({ "keys": [crate::hostile::KEY.jwk("one")] }));
        });
    }
    assert_eq!(hits.lock().unwrap().len(), 0);
}

// RP-08
#[tokio::test]
async fn a_description_that_moves_to_another_host_is_refused_at_the_next_look() {
    let idp = Hostile::start().await;
    let (canary, hits) = canary().await;
    idp.redeem().await.unwrap();
    let mut moved = discovery(&idp.issuer);
    moved["token_endpoint"] = json!("https://tokens.evil.example/token");
    moved["jwks_uri"] = json!(format!("{canary}/jwks"));
    idp.answer(|a| a.discovery = Reply::Json(moved));
    idp.clock.advance(301);
    let refused = idp.redeem().await.map(|_| ());
    assert!(
        matches!(refused, Err(IdpFault::Forbidden(_))),
        "loopback is not proposed: {refused:?}"
    );
    idp.clock.advance(5);
    let mut moved = discovery(&idp.issuer);
    moved["token_endpoint"] = json!("https://tokens.evil.example/token");
    idp.answer(|a| a.discovery = Reply::Json(moved));
    let refused = idp.redeem().await.map(|_| ());
    let named = IdpFault::OtherHosts(vec!["https://tokens.evil.example".into()]);
    assert_eq!(refused, Err(named));
    assert_eq!(hits.lock().unwrap().len(), 0);
}

// RP-08
#[tokio::test]
async fn a_host_on_a_private_or_disguised_address_cannot_be_named() {
    let idp = Hostile::start().await;
    let issuer = Issuer::parse("https://idp.example.com").unwrap();
    for host in [
        "http://auth.example.com",
        "https://169.254.169.254",
        "https://10.0.0.1",
        "https://[::1]",
        "https://2130706433",
        "https://auth.example.com:443",
    ] {
        let hosts = [EndpointOrigin::parse(host).unwrap()];
        assert!(idp.providers.admits(&issuer, &hosts).is_err(), "{host}");
    }
    let hosts = [EndpointOrigin::parse("auth.example.com").unwrap()];
    idp.providers.admits(&issuer, &hosts).unwrap();
}

// RP-08: a host has exactly one spelling, so that what is compared is what is connected to.
#[tokio::test]
async fn an_issuer_whose_host_is_not_in_canonical_form_is_refused() {
    let idp = Hostile::start().await;
    for (issuer, is_plain) in [
        ("https://idp.example.com", true),
        ("https://8.8.8.8", true),
        ("https://0x08.8.8.8", false),
        ("https://134744072", false),
        ("https://idp.example.com:443", false),
        ("https://[2606:4700:0::1111]", false),
    ] {
        let admitted = idp.providers.admits(&Issuer::parse(issuer).unwrap(), &[]);
        assert_eq!(admitted.is_ok(), is_plain, "{issuer}: {admitted:?}");
    }
}

// RP-08
#[tokio::test]
async fn an_issuer_that_the_operator_did_not_name_is_not_reached_on_this_machine() {
    let (canary, hits) = canary().await;
    let port = canary.rsplit_once(':').unwrap().1;
    let idp = Hostile::start().await;
    let providers =
        OpenIdProviders::new("https://sign.example", IdpNetwork::default(), idp.clock.clone());
    let providers = providers.unwrap();
    for issuer in [
        format!("http://127.0.0.1:{port}"),
        format!("https://127.0.0.1:{port}"),
        format!("https://localhost:{port}"),
        format!("https://[::1]:{port}"),
        format!("https://2130706433:{port}"),
        format!("https://0x7f.1:{port}"),
        "https://169.254.169.254".to_owned(),
    ] {
        let mut client = idp.client.clone();
        client.connection.issuer = Issuer::parse(&issuer).unwrap();
        client.connection.client = ClientId::parse("x").unwrap();
        let refused = providers.authorization_url(&client, &parameters(Freshness::Recent)).await;
        assert!(matches!(refused, Err(IdpFault::Forbidden(_))), "{issuer}: {refused:?}");
    }
    assert_eq!(hits.lock().unwrap().len(), 0);
}
