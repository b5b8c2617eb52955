//! The assertions of consents as a file, and their verification without the service: the challenge that the
//! authenticator signed is the digest of what was consented to.

use super::key::of_jwk;
use crate::openid::content_digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;
use wariin_domain::{
    AccountId, ContentDigest, FileDigest, PasskeyConsent, PasskeyEvidence, Timestamp, Uuid,
};

const FORMAT: &str = "wariin-passkey-evidence-1";

/// Flags of authenticator data (Web Authentication Level 2, section 6.1): present, and verified.
const USER_PRESENT_AND_VERIFIED: u8 = 0b101;

/// Why evidence of a consent by passkey is not valid.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyEvidenceProblem {
    /// The file cannot be read.
    #[error("the file is not a list of passkey evidence")]
    Unreadable,
    /// This entry is not valid, and why.
    #[error("assertion number {number} is not valid: {what}")]
    Broken {
        /// Its place in the file, from 1.
        number: usize,
        /// What is wrong.
        what: &'static str,
    },
}

/// The assertions as a JSON file.
pub(super) fn file(evidence: &[PasskeyEvidence]) -> String {
    let entries: Vec<Value> = evidence.iter().map(entry).collect();
    let file = json!({ "format": FORMAT, "assertions": entries });
    serde_json::to_string_pretty(&file).unwrap_or_default()
}

fn entry(evidence: &PasskeyEvidence) -> Value {
    let PasskeyEvidence { consent, factor, content, assertion, received_at } = evidence;
    let key: Value = serde_json::from_str(&assertion.key).unwrap_or_default();
    json!({
        "document": Uuid::from(consent.document).to_string(),
        "recipient": Uuid::from(consent.recipient).to_string(),
        "factor": Uuid::from(*factor).to_string(),
        "files": content.files.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "content_preimage": hex::encode(content.preimage()),
        "content_digest": consent.content.to_string(),
        "ceremony": Uuid::from(consent.id).to_string(),
        "random": hex::encode(consent.random),
        "preimage": hex::encode(consent.preimage()),
        "challenge": challenge(&consent.preimage()),
        "began_at": consent.began_at.as_micros(),
        "received_at": received_at.as_micros(),
        "credential": URL_SAFE_NO_PAD.encode(&assertion.credential),
        "key": key,
        "authenticator_data": URL_SAFE_NO_PAD.encode(&assertion.authenticator_data),
        "client_data_json": URL_SAFE_NO_PAD.encode(&assertion.client_data),
        "signature": URL_SAFE_NO_PAD.encode(&assertion.signature),
    })
}

fn challenge(preimage: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(preimage))
}

/// Verifies every entry of a file of passkey evidence; returns how many there are.
///
/// That the key belongs to the recipient's account is what the audit log says: it names the factor, and commits to
/// the SHA-256 of the signature.
///
/// # Errors
/// [`PasskeyEvidenceProblem`].
pub fn verify_passkey_evidence(file: &str) -> Result<usize, PasskeyEvidenceProblem> {
    let file: Value = serde_json::from_str(file).map_err(|_| PasskeyEvidenceProblem::Unreadable)?;
    if file.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(PasskeyEvidenceProblem::Unreadable);
    }
    let entries = file.get("assertions").and_then(Value::as_array);
    let entries = entries.ok_or(PasskeyEvidenceProblem::Unreadable)?;
    for (number, entry) in (1..).zip(entries) {
        verify(entry).map_err(|what| PasskeyEvidenceProblem::Broken { number, what })?;
    }
    Ok(entries.len())
}

fn verify(entry: &Value) -> Result<(), &'static str> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    let bytes = |name: &str| text(name).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    let files = entry.get("files").and_then(Value::as_array).ok_or("files: missing")?;
    let digest = |file: &Value| file.as_str().and_then(FileDigest::parse);
    let files = files.iter().map(digest).collect::<Option<Vec<_>>>();
    let files = files.ok_or("files: not SHA-256 digests")?;
    let digest = content_digest(text("content_preimage"), files)?;
    if text("content_digest") != Some(digest.to_string().as_str()) {
        return Err("content_digest: not that of the files");
    }
    let consent = consent(entry, digest).ok_or("ceremony: cannot be read")?;
    let preimage = consent.preimage();
    if text("preimage") != Some(hex::encode(&preimage).as_str()) {
        return Err("preimage: not made of these parts");
    }
    let expected = challenge(&preimage);
    if text("challenge") != Some(expected.as_str()) {
        return Err("challenge: not the digest of the preimage");
    }
    let client_data = bytes("client_data_json").ok_or("client_data_json: missing")?;
    let said: Value =
        serde_json::from_slice(&client_data).map_err(|_| "client_data_json: cannot be read")?;
    let says = |name: &str| said.get(name).and_then(Value::as_str);
    if says("type") != Some("webauthn.get") || says("challenge") != Some(expected.as_str()) {
        return Err("client_data_json: signed for something else");
    }
    let mut signed = bytes("authenticator_data").ok_or("authenticator_data: missing")?;
    let host = says("origin").and_then(|origin| Url::parse(origin).ok());
    let host = host.as_ref().and_then(Url::domain).ok_or("client_data_json: no origin")?;
    if signed.get(..32) != Some(&*Sha256::digest(host)) {
        return Err("authenticator_data: for another relying party");
    }
    let flags = signed.get(32).copied().ok_or("authenticator_data: too short")?;
    if flags & USER_PRESENT_AND_VERIFIED != USER_PRESENT_AND_VERIFIED {
        return Err("authenticator_data: the user was not verified");
    }
    signed.extend_from_slice(&Sha256::digest(&client_data));
    let key = entry.get("key").and_then(of_jwk).ok_or("key: cannot be read")?;
    let signature = bytes("signature").ok_or("signature: missing")?;
    match key.verify_signature(&signature, &signed) {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err("signature: not by this key"),
    }
}

/// The parts of the preimage; the account is not one of them.
fn consent(entry: &Value, content: ContentDigest) -> Option<PasskeyConsent> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    let uuid = |name: &str| Uuid::parse_str(text(name)?).ok();
    let mut random = [0; 32];
    hex::decode_to_slice(text("random")?, &mut random).ok()?;
    Some(PasskeyConsent {
        statement: None,
        id: uuid("ceremony")?.into(),
        account: AccountId::from(Uuid::nil()),
        recipient: uuid("recipient")?.into(),
        document: uuid("document")?.into(),
        content,
        random,
        began_at: Timestamp::from_micros(entry.get("began_at")?.as_i64()?),
    })
}
