//! The token endpoint's answer (RFC 6749, section 5.1), of which only the two tokens are used.

use super::claims::number;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
    BasicTokenType,
};
use oauth2::{EndpointNotSet, EndpointSet, StandardRevocableToken};
use openidconnect::{AccessToken, OAuth2TokenResponse, RefreshToken, Scope};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::time::Duration;

/// A client that redeems codes for [`Tokens`].
pub(super) type TokenClient = oauth2::Client<
    BasicErrorResponse,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// The tokens. The ID token is kept as it came and read by [`super::token`].
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Tokens {
    access_token: AccessToken,
    #[serde(deserialize_with = "kind")]
    token_type: BasicTokenType,
    #[serde(default, deserialize_with = "lifetime")]
    expires_in: Option<f64>,
    #[serde(default)]
    id_token: Option<String>,
}

impl Tokens {
    pub(super) fn id_token(&self) -> Option<&str> {
        self.id_token.as_deref()
    }
}

impl OAuth2TokenResponse for Tokens {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &self.token_type
    }

    fn expires_in(&self) -> Option<Duration> {
        self.expires_in.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

/// `Bearer` in any case (RFC 6749, section 5.1); the access token is not used, so that others are no harm.
fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BasicTokenType, D::Error> {
    let kind = String::deserialize(deserializer)?.to_ascii_lowercase();
    Ok(if kind == "bearer" { BasicTokenType::Bearer } else { BasicTokenType::Extension(kind) })
}

/// Seconds as a number, whole or not, or as text.
fn lifetime<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        value => match number(&value) {
            Some(seconds) if seconds >= 0.0 => Ok(Some(seconds)),
            Some(_) | None => Err(D::Error::custom("expires_in is no number of seconds")),
        },
    }
}
