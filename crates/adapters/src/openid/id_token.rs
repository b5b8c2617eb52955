//! ID token evidence as a file, and its verification without the provider: the nonce in the signed ID token
//! is the digest of what was consented to.

use super::claims::auth_time;
use super::jws::{Jws, members};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::CoreJsonWebKey;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use wariin_domain::{
    AccountId, ConsentTransaction, Content, ContentDigest, FileDigest, IdTokenEvidence,
    IdpConnectionId, IdpIdentity, IdpSubject, Issuer, Timestamp, Uuid,
};

const FORMAT: &str = "wariin-id-token-evidence-1";

/// Why ID token evidence is not valid.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenProblem {
    /// The file cannot be read.
    #[error("the file is not a list of ID token evidence")]
    Unreadable,
    /// This entry is not valid, and why.
    #[error("ID token number {number} is not valid: {what}")]
    Broken {
        /// Its place in the file, from 1.
        number: usize,
        /// What is wrong.
        what: &'static str,
    },
}

/// ID token evidence as a JSON file.
pub(super) fn file(id_tokens: &[IdTokenEvidence]) -> String {
    let entries: Vec<Value> = id_tokens.iter().map(entry).collect();
    let file = json!({ "format": FORMAT, "id_tokens": entries });
    serde_json::to_string_pretty(&file).unwrap_or_default()
}

fn entry(id_token: &IdTokenEvidence) -> Value {
    let transaction = &id_token.transaction;
    let key: Value = serde_json::from_str(&id_token.key).unwrap_or_default();
    json!({
        "document": Uuid::from(id_token.document).to_string(),
        "recipient": Uuid::from(transaction.recipient).to_string(),
        "files": id_token.content.files.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "content_preimage": hex::encode(id_token.content.preimage()),
        "content_digest": transaction.content.to_string(),
        "transaction": Uuid::from(transaction.id).to_string(),
        "random": hex::encode(transaction.random),
        "preimage": hex::encode(transaction.preimage()),
        "nonce": nonce(&transaction.preimage()),
        "issuer": transaction.identity.issuer.as_str(),
        "sub": transaction.identity.subject.as_str(),
        "began_at": transaction.began_at.as_micros(),
        "received_at": id_token.received_at.as_micros(),
        "id_token": id_token.id_token,
        "key": key,
    })
}

fn nonce(preimage: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(preimage))
}

/// Verifies every entry of a file of ID token evidence; returns how many there are.
///
/// Whether the key is the provider's cannot be verified here: compare it with the keys that the provider
/// publishes, or published at that time.
///
/// # Errors
/// [`IdTokenProblem`].
pub fn verify_id_tokens(file: &str) -> Result<usize, IdTokenProblem> {
    let file = members(file.as_bytes()).map_err(|_| IdTokenProblem::Unreadable)?;
    if file.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(IdTokenProblem::Unreadable);
    }
    let entries = file.get("id_tokens").and_then(Value::as_array);
    let entries = entries.ok_or(IdTokenProblem::Unreadable)?;
    for (number, entry) in (1..).zip(entries) {
        verify(entry).map_err(|what| IdTokenProblem::Broken { number, what })?;
    }
    Ok(entries.len())
}

fn verify(entry: &Value) -> Result<(), &'static str> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    let files = entry.get("files").and_then(Value::as_array).ok_or("files: missing")?;
    let digest = |file: &Value| file.as_str().and_then(FileDigest::parse);
    let files = files.iter().map(digest).collect::<Option<Vec<_>>>();
    let files = files.ok_or("files: not SHA-256 digests")?;
    let content = content_digest(text("content_preimage"), files)?;
    if text("content_digest") != Some(content.to_string().as_str()) {
        return Err("content_digest: not that of the files");
    }
    let transaction = transaction(entry, content).ok_or("transaction: cannot be read")?;
    let preimage = transaction.preimage();
    if text("preimage") != Some(hex::encode(preimage).as_str()) {
        return Err("preimage: not made of these parts");
    }
    let expected = nonce(&preimage);
    if text("nonce") != Some(expected.as_str()) {
        return Err("nonce: not the digest of the preimage");
    }
    let token = text("id_token").ok_or("id_token: missing")?;
    let jws = Jws::read(token).map_err(|_| "id_token: cannot be read")?;
    let key = entry.get("key").cloned().unwrap_or_default();
    let key: CoreJsonWebKey = serde_json::from_value(key).map_err(|_| "key: cannot be read")?;
    jws.verify_by(&key).map_err(|_| "id_token: not signed by this key")?;
    for (claim, expected) in
        [("nonce", Some(expected.as_str())), ("iss", text("issuer")), ("sub", text("sub"))]
    {
        if jws.claim(claim) != expected {
            return Err("id_token: says something else");
        }
    }
    let began = transaction.began_at.as_seconds();
    // Read and compared as it was for the consent: a number or its digits, and a clock one second behind.
    let at = auth_time(&jws.payload).ok().flatten();
    let is_fresh = at.is_some_and(|at| at.as_seconds() + 1 >= began);
    if is_fresh { Ok(()) } else { Err("auth_time: before the consent was begun") }
}

/// The digest of the content: of the preimage that comes along, which has to begin with these files, or of the
/// files alone.
pub(crate) fn content_digest(
    preimage: Option<&str>,
    files: Vec<FileDigest>,
) -> Result<ContentDigest, &'static str> {
    let without_fields = Content { files, fields: Vec::new() };
    let Some(preimage) = preimage else {
        return Ok(without_fields.digest());
    };
    let preimage = hex::decode(preimage).map_err(|_| "content_preimage: not hexadecimal")?;
    let files = without_fields.preimage();
    // The last eight bytes count no fields and no values.
    if !preimage.starts_with(&files[..files.len() - 8]) {
        return Err("content_preimage: not that of the files");
    }
    Ok(ContentDigest::new(Sha256::digest(&preimage).into()))
}

/// The parts of the preimage; the account is not one of them.
fn transaction(entry: &Value, content: ContentDigest) -> Option<ConsentTransaction> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    let uuid = |name: &str| Uuid::parse_str(text(name)?).ok();
    let mut random = [0; 32];
    hex::decode_to_slice(text("random")?, &mut random).ok()?;
    Some(ConsentTransaction {
        statement: None,
        id: uuid("transaction")?.into(),
        account: AccountId::from(Uuid::nil()),
        identity: IdpIdentity {
            connection: IdpConnectionId::from(Uuid::nil()),
            issuer: Issuer::parse(text("issuer")?).ok()?,
            subject: IdpSubject::parse(text("sub")?).ok()?,
        },
        recipient: uuid("recipient")?.into(),
        content,
        random,
        began_at: Timestamp::from_micros(entry.get("began_at")?.as_i64()?),
    })
}
