//! Hostile provider metadata: no forbidden address is reached, and every wait is bounded.

mod addresses;
mod failures;

use crate::hostile::{Hostile, Reply, discovery};
use serde_json::json;
use wariin_domain::{EmailAddress, LoginRenewal};
use wariin_ports::{AuthorizationParameters, Freshness, IdentityProviders, IdpFault};

fn parameters(freshness: Freshness) -> AuthorizationParameters {
    AuthorizationParameters {
        state: "the-state".into(),
        nonce: "the-nonce".into(),
        verifier: "v".repeat(43),
        freshness,
        renewal: LoginRenewal::PromptAndMaxAge,
        hint: Some(EmailAddress::parse("taro@example.com").unwrap()),
    }
}

async fn sent_to(idp: &Hostile, freshness: Freshness) -> Result<String, IdpFault> {
    idp.providers.authorization_url(&idp.client, &parameters(freshness)).await
}

/// A provider that has its sign-in page, tokens and keys on another host, as Amazon Cognito does.
async fn spread() -> (Hostile, Hostile) {
    let elsewhere = Hostile::start().await;
    let idp = Hostile::start_beside(Some(&elsewhere.issuer)).await;
    let mut found = discovery(&idp.issuer);
    for (name, path) in
        [("authorization_endpoint", "authorize"), ("token_endpoint", "token"), ("jwks_uri", "jwks")]
    {
        found[name] = json!(format!("{}/{path}", elsewhere.issuer));
    }
    idp.answer(|a| a.discovery = Reply::Json(found));
    let token = crate::hostile::KEY.token(&crate::hostile::header(), &idp.claims());
    elsewhere.hands_out(&token);
    (idp, elsewhere)
}
