//! Verification of an ID token: the checks of the library, and those that it leaves to its user.

use super::Members;
use super::jws::{ALGORITHMS, Jws};
use super::provider::Provider;
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, IdTokenVerifier, IssuerUrl,
    Nonce, SignatureVerificationError,
};
use serde_json::Value;
use wariin_domain::{
    EmailAddress, EmailVerified, IdpConnection, IdpIdentity, IdpStatement, IdpSubject, Timestamp,
};
use wariin_ports::{IdpFault, RedeemedLogin};

/// Seconds by which two clocks may differ.
const LEEWAY: i64 = 60;
/// The greatest length of a token in bytes: it is kept, and its claims go into sessions and the audit log.
const MAX_TOKEN_BYTES: usize = 16 * 1024;
/// How long a value of `acr`, `amr` or `sid` may be, and how many of them there may be.
const MAX_VALUE_BYTES: usize = 255;
const MAX_VALUES: usize = 20;
/// Seconds after which a token that was just asked for is too old.
const MAX_TOKEN_AGE: i64 = 600;

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
    pub(super) token: &'a CoreIdToken,
    pub(super) access_token: &'a AccessToken,
    pub(super) nonce: &'a Nonce,
    pub(super) now: Timestamp,
}

impl Checked<'_> {
    /// The content of the token, when every check passes.
    pub(super) fn against(&self, provider: &Provider) -> Result<RedeemedLogin, Problem> {
        let raw = self.token.to_string();
        if raw.len() > MAX_TOKEN_BYTES {
            return Err(Problem::Claim("id_token: too large"));
        }
        let jws = Jws::read(&raw)?;
        jws.algorithm()?;
        let verifier = self.verifier(provider)?;
        let claims = self.token.claims(&verifier, self.nonce).map_err(untrusted)?;
        let key = self.token.signing_key(&verifier).map_err(unsigned)?;
        if let Some(said) = claims.access_token_hash() {
            let algorithm = self.token.signing_alg().map_err(|_| Problem::Claim("alg"))?;
            let actual = AccessTokenHash::from_token(self.access_token, algorithm, key);
            if actual.map_err(|_| Problem::Claim("at_hash"))? != *said {
                return Err(Problem::Claim("at_hash"));
            }
        }
        let client = self.connection.client.as_str();
        if jws.payload.contains_key("azp") && jws.claim("azp") != Some(client) {
            return Err(Problem::Claim("azp"));
        }
        let key = serde_json::to_string(key).map_err(|_| Problem::Claim("key"))?;
        let said = statement(self.connection, &jws.payload)?;
        Ok(RedeemedLogin { said, id_token: raw, key })
    }

    /// A verifier that knows no client secret, so that none can stand in for a key.
    fn verifier(&self, provider: &Provider) -> Result<CoreIdTokenVerifier<'_>, Problem> {
        let issuer = IssuerUrl::new(self.connection.issuer.to_string());
        let issuer = issuer.map_err(|_| Problem::Claim("iss"))?;
        let client = ClientId::new(self.connection.client.to_string());
        let now = self.now.as_seconds();
        let verifier = IdTokenVerifier::new_public_client(client, issuer, provider.keys().clone())
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || instant(now - LEEWAY))
            .set_issue_time_verifier_fn(move |issued| {
                let age = now - issued.timestamp();
                if (-LEEWAY..=MAX_TOKEN_AGE).contains(&age) { Ok(()) } else { Err("iat".into()) }
            })
            .set_other_audience_verifier_fn(|_| false);
        Ok(verifier)
    }
}

/// Seconds since 1970 as the library's type.
fn instant(seconds: i64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

fn untrusted(error: ClaimsVerificationError) -> Problem {
    match error {
        ClaimsVerificationError::Expired(why) if why == "iat" => Problem::Claim("iat"),
        ClaimsVerificationError::Expired(_) => Problem::Claim("exp"),
        ClaimsVerificationError::InvalidAudience(_) => Problem::Claim("aud"),
        ClaimsVerificationError::InvalidIssuer(_) => Problem::Claim("iss"),
        ClaimsVerificationError::InvalidNonce(_) => Problem::Claim("nonce"),
        ClaimsVerificationError::InvalidSubject(_) => Problem::Claim("sub"),
        ClaimsVerificationError::SignatureVerification(error) => unsigned(error),
        _ => Problem::Claim("id_token"),
    }
}

fn unsigned(error: SignatureVerificationError) -> Problem {
    match error {
        SignatureVerificationError::NoMatchingKey
        | SignatureVerificationError::AmbiguousKeyId(_) => Problem::UnknownKey,
        SignatureVerificationError::DisallowedAlg(_)
        | SignatureVerificationError::UnsupportedAlg(_)
        | SignatureVerificationError::NoSignature => Problem::Claim("alg"),
        _ => Problem::Claim("signature"),
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
        authenticated_at: claims.get("auth_time").map(time).transpose()?,
        acr: acr(claims)?,
        amr: strings(claims, "amr")?,
        tenant,
        email: text("email").and_then(|email| EmailAddress::parse(&email).ok()),
        email_verified: match claims.get("email_verified") {
            Some(Value::Bool(true)) => EmailVerified::Yes,
            None => EmailVerified::Unsaid,
            Some(_) => EmailVerified::No,
        },
        name: text("name"),
    })
}

/// `acr`, or, where there is none, Microsoft's `acrs`, with blanks between them.
fn acr(claims: &Members) -> Result<Option<String>, Problem> {
    match claims.get("acr") {
        Some(Value::String(acr)) => plain(acr, "acr").map(Some),
        Some(Value::Null) | None => {
            let acrs = strings(claims, "acrs")?;
            Ok((!acrs.is_empty()).then(|| acrs.join(" ")))
        }
        Some(_) => Err(Problem::Claim("acr")),
    }
}

fn strings(claims: &Members, name: &'static str) -> Result<Vec<String>, Problem> {
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
fn plain(value: &str, name: &'static str) -> Result<String, Problem> {
    let is_plain = value.len() <= MAX_VALUE_BYTES && !value.chars().any(char::is_control);
    is_plain.then(|| value.to_owned()).ok_or(Problem::Claim(name))
}

/// Seconds since 1970, whole or with a fraction, as an instant; a fraction is dropped.
fn time(value: &Value) -> Result<Timestamp, Problem> {
    const YEAR_3000: f64 = 32_503_680_000.0;
    let seconds = value.as_f64().filter(|s| (0.0..YEAR_3000).contains(s));
    let seconds = seconds.ok_or(Problem::Claim("auth_time"))?;
    #[expect(clippy::cast_possible_truncation, reason = "it was checked to be within range")]
    let seconds = seconds.floor() as i64;
    Ok(Timestamp::from_micros(seconds * 1_000_000))
}
