//! Claims whose JSON type differs between providers, read for what they mean; what is not clear is refused.

use super::Members;
use super::token::Problem;
use serde_json::Value;
use wariin_domain::{EmailVerified, Timestamp};

/// How long a value of `acr`, `amr` or `sid` may be, and how many of them there may be.
const MAX_VALUE_BYTES: usize = 255;
const MAX_VALUES: usize = 20;
const YEAR_3000: f64 = 32_503_680_000.0;

/// `email_verified`: a boolean (OpenID Connect Core, section 5.1), or the text or number that stands for
/// one at some providers.
pub(super) fn email_verified(claims: &Members) -> Result<EmailVerified, Problem> {
    let unclear = Problem::Claim("email_verified");
    let is_verified = match claims.get("email_verified") {
        None | Some(Value::Null) => return Ok(EmailVerified::Unsaid),
        Some(Value::Bool(is_verified)) => *is_verified,
        Some(Value::Number(number)) => match number.as_f64() {
            Some(1.0) => true,
            Some(0.0) => false,
            Some(_) | None => return Err(unclear),
        },
        Some(Value::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => true,
            "false" | "no" | "0" => false,
            _ => return Err(unclear),
        },
        Some(Value::Array(_) | Value::Object(_)) => return Err(unclear),
    };
    Ok(if is_verified { EmailVerified::Yes } else { EmailVerified::No })
}

/// `auth_time`: seconds since 1970, a fraction dropped.
pub(super) fn auth_time(claims: &Members) -> Result<Option<Timestamp>, Problem> {
    match claims.get("auth_time") {
        None | Some(Value::Null) => Ok(None),
        Some(value) => seconds(value).map(Some).ok_or(Problem::Claim("auth_time")),
    }
}

/// Seconds since 1970 as a number or as the same number in decimal digits.
fn seconds(value: &Value) -> Option<Timestamp> {
    let seconds = number(value).filter(|s| (0.0..YEAR_3000).contains(s))?;
    #[expect(clippy::cast_possible_truncation, reason = "it was checked to be within range")]
    let seconds = seconds.floor() as i64;
    Some(Timestamp::from_micros(seconds * 1_000_000))
}

/// A number, or a text of decimal digits with at most one point between them.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            let are_digits = |part: &str| {
                (1..=20).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
            };
            (are_digits(whole) && are_digits(fraction)).then(|| text.parse().ok()).flatten()
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `acr` as one text or as a list of them, or, where there is none, Microsoft's `acrs`; several stand
/// with blanks between them.
pub(super) fn acr(claims: &Members) -> Result<Option<String>, Problem> {
    let name = match claims.get("acr") {
        Some(Value::String(acr)) => return plain(acr, "acr").map(Some),
        Some(Value::Null) | None => "acrs",
        Some(_) => "acr",
    };
    let values = strings(claims, name)?;
    // A blank within a value would make two of it.
    if values.iter().any(|value| value.is_empty() || value.contains(char::is_whitespace)) {
        return Err(Problem::Claim(name));
    }
    Ok((!values.is_empty()).then(|| values.join(" ")))
}

/// A list of texts; none when the claim is missing.
pub(super) fn strings(claims: &Members, name: &'static str) -> Result<Vec<String>, Problem> {
    match claims.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(values)) if values.len() <= MAX_VALUES => values
            .iter()
            .map(|value| plain(value.as_str().ok_or(Problem::Claim(name))?, name))
            .collect(),
        Some(_) => Err(Problem::Claim(name)),
    }
}

/// A value that is short and has no control character in it.
pub(super) fn plain(value: &str, name: &'static str) -> Result<String, Problem> {
    let is_plain = value.len() <= MAX_VALUE_BYTES && !value.chars().any(char::is_control);
    is_plain.then(|| value.to_owned()).ok_or(Problem::Claim(name))
}
