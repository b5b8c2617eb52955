//! Verification of an ID token (OpenID Connect Core, section 3.1.3.7).

use super::Members;
use super::claims::{acr, auth_time, email_verified, plain, strings};
use super::jws::Jws;
use super::provider::Provider;
use openidconnect::core::CoreJsonWebKey;
use openidconnect::{AccessToken, AccessTokenHash};
use serde_json::Value;
use wariin_domain::{
    EmailAddress, IdpConnection, IdpIdentity, IdpStatement, IdpSubject, Timestamp,
};
use wariin_ports::{IdpFault, RedeemedLogin};

/// Seconds by which two clocks may differ.
const LEEWAY: f64 = 60.0;
/// Seconds after which a token that was just asked for is too old.
const MAX_TOKEN_AGE: f64 = 600.0;
/// The greatest length of a token in bytes: it is kept, and its claims go into sessions and the audit log.
const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// Why a token is refused.
#[derive(Debug)]
pub(super) enum Problem {
    /// This claim, header or part.
    Claim(&'static str),
    /// It was signed by a key that was not published when the provider was last asked.
    UnknownKey,
}

impl Problem {
    pub(super) fn into_fault(self) -> IdpFault {
        match self {
            Self::Claim(claim) => IdpFault::Untrusted(claim),
            Self::UnknownKey => IdpFault::Untrusted("kid"),
        }
    }
}

/// A token and everything that it is checked against.
pub(super) struct Checked<'a> {
    pub(super) connection: &'a IdpConnection,
    pub(super) token: &'a str,
    pub(super) access_token: &'a AccessToken,
    pub(super) nonce: &'a str,
    pub(super) now: Timestamp,
}

impl Checked<'_> {
    /// The content of the token, when every check passes.
    pub(super) fn against(&self, provider: &Provider) -> Result<RedeemedLogin, Problem> {
        if self.token.len() > MAX_TOKEN_BYTES {
            return Err(Problem::Claim("id_token: too large"));
        }
        let jws = Jws::read(self.token)?;
        self.expect_addressed(&jws)?;
        let key = jws.verify(provider.keys())?;
        self.expect_timely(&jws.payload)?;
        if jws.claim("nonce") != Some(self.nonce) {
            return Err(Problem::Claim("nonce"));
        }
        self.expect_access_token(&jws, key)?;
        let key = serde_json::to_string(key).map_err(|_| Problem::Claim("key"))?;
        let said = statement(self.connection, &jws.payload)?;
        Ok(RedeemedLogin { said, id_token: self.token.to_owned(), key })
    }

    /// From this issuer, for this client and no other.
    fn expect_addressed(&self, jws: &Jws<'_>) -> Result<(), Problem> {
        jws.algorithm()?;
        let kind = jws.header_text("typ")?.unwrap_or("JWT").to_ascii_lowercase();
        if !["jwt", "application/jwt"].contains(&kind.as_str()) {
            return Err(Problem::Claim("typ"));
        }
        if jws.header_text("cty")?.is_some() {
            return Err(Problem::Claim("cty"));
        }
        if jws.claim("iss") != Some(self.connection.issuer.as_str()) {
            return Err(Problem::Claim("iss"));
        }
        let client = self.connection.client.as_str();
        let is_for_us = match jws.payload.get("aud") {
            Some(Value::String(audience)) => audience == client,
            Some(Value::Array(all)) => !all.is_empty() && all.iter().all(|one| one == client),
            _ => false,
        };
        if !is_for_us {
            return Err(Problem::Claim("aud"));
        }
        if jws.payload.contains_key("azp") && jws.claim("azp") != Some(client) {
            return Err(Problem::Claim("azp"));
        }
        Ok(())
    }

    fn expect_timely(&self, claims: &Members) -> Result<(), Problem> {
        let seconds = |name| claims.get(name).and_then(Value::as_f64);
        #[expect(clippy::cast_precision_loss, reason = "seconds are far below 2^52")]
        let now = self.now.as_seconds() as f64;
        if seconds("exp").is_none_or(|exp| now - LEEWAY >= exp) {
            return Err(Problem::Claim("exp"));
        }
        let age = seconds("iat").map(|iat| now - iat.floor());
        if !age.is_some_and(|age| (-LEEWAY..=MAX_TOKEN_AGE).contains(&age)) {
            return Err(Problem::Claim("iat"));
        }
        Ok(())
    }

    /// `at_hash`, where it is said (section 3.1.3.6).
    fn expect_access_token(&self, jws: &Jws<'_>, key: &CoreJsonWebKey) -> Result<(), Problem> {
        if !jws.payload.contains_key("at_hash") {
            return Ok(());
        }
        let actual = AccessTokenHash::from_token(self.access_token, &jws.algorithm()?, key);
        let actual = actual.map_err(|_| Problem::Claim("at_hash"))?;
        if jws.claim("at_hash") == Some(actual.as_str()) {
            return Ok(());
        }
        Err(Problem::Claim("at_hash"))
    }
}

/// The content of the claims.
fn statement(connection: &IdpConnection, claims: &Members) -> Result<IdpStatement, Problem> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
    let subject = text("sub").and_then(|sub| IdpSubject::parse(&sub).ok());
    let identity = IdpIdentity {
        connection: connection.id,
        issuer: connection.issuer.clone(),
        subject: subject.ok_or(Problem::Claim("sub"))?,
    };
    let tenant = connection.tenant.as_ref().and_then(|tenant| text(&tenant.claim));
    Ok(IdpStatement {
        identity,
        session: text("sid").map(|sid| plain(&sid, "sid")).transpose()?,
        authenticated_at: auth_time(claims)?,
        acr: acr(claims)?,
        amr: strings(claims, "amr")?,
        tenant,
        email: text("email")
            .filter(|email| email.is_ascii())
            .and_then(|email| EmailAddress::parse(&email).ok()),
        email_verified: email_verified(claims)?,
        name: text("name"),
    })
}
