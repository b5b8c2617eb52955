//! A logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6).

use super::jws::Jws;
use super::provider::Provider;
use super::token::Problem;
use serde_json::Value;
use wariin_domain::{IdpConnection, IdpSubject, Timestamp};
use wariin_ports::LogoutNotice;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// Seconds by which two clocks may differ.
const LEEWAY: i64 = 60;
/// Seconds after which a notice is too old.
const MAX_AGE: i64 = 600;

/// The content of the token, when every check passes.
pub(super) fn notice(
    connection: &IdpConnection,
    provider: &Provider,
    token: &str,
    now: Timestamp,
) -> Result<LogoutNotice, Problem> {
    let jws = Jws::read(token)?;
    jws.verify(provider.keys())?;
    let kind = jws.header_text("typ")?.unwrap_or("JWT").to_ascii_lowercase();
    if !["jwt", "logout+jwt", "application/logout+jwt"].contains(&kind.as_str()) {
        return Err(Problem::Claim("typ"));
    }
    if jws.claim("iss") != Some(connection.issuer.as_str()) {
        return Err(Problem::Claim("iss"));
    }
    let client = connection.client.as_str();
    let is_for_us = match jws.payload.get("aud") {
        Some(Value::String(audience)) => audience == client,
        Some(Value::Array(audiences)) => audiences.len() == 1 && audiences[0] == client,
        _ => false,
    };
    if !is_for_us {
        return Err(Problem::Claim("aud"));
    }
    let seconds = |name| jws.payload.get(name).and_then(Value::as_f64);
    let age = seconds("iat").map(|iat| number(now) - iat);
    if !age.is_some_and(|age| (-number_of(LEEWAY)..=number_of(MAX_AGE)).contains(&age)) {
        return Err(Problem::Claim("iat"));
    }
    let has_expired = seconds("exp").is_some_and(|exp| number(now) - number_of(LEEWAY) >= exp);
    if has_expired || jws.payload.get("exp").is_some_and(|exp| !exp.is_number()) {
        return Err(Problem::Claim("exp"));
    }
    let is_logout = jws.payload.get("events").and_then(|events| events.get(EVENT));
    if !is_logout.is_some_and(Value::is_object) {
        return Err(Problem::Claim("events"));
    }
    if jws.payload.contains_key("nonce") {
        return Err(Problem::Claim("nonce"));
    }
    let id = jws.claim("jti").filter(|jti| !jti.is_empty() && jti.len() <= 255);
    let subject = jws.claim("sub").map(IdpSubject::parse).transpose();
    let subject = subject.map_err(|_| Problem::Claim("sub"))?;
    let session = jws.claim("sid").map(str::to_owned);
    if subject.is_none() && session.is_none() {
        return Err(Problem::Claim("sub"));
    }
    Ok(LogoutNotice { id: id.ok_or(Problem::Claim("jti"))?.to_owned(), subject, session })
}

fn number(at: Timestamp) -> f64 {
    number_of(at.as_seconds())
}

#[expect(clippy::cast_precision_loss, reason = "seconds are far below 2^52")]
fn number_of(seconds: i64) -> f64 {
    seconds as f64
}
