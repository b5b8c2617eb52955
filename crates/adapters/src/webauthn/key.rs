//! Public keys of passkeys as JSON Web Keys (RFC 7517), which other programs read.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use wariin_ports::PasskeyError;
use webauthn_rs::prelude::{
    COSEAlgorithm, COSEEC2Key, COSEKey, COSEKeyType, COSERSAKey, ECDSACurve,
};

/// The key as a JWK with its algorithm (RFC 7518, section 3.1).
pub(super) fn to_jwk(key: &COSEKey) -> Result<Value, PasskeyError> {
    match (&key.key, key.type_) {
        (COSEKeyType::EC_EC2(key), COSEAlgorithm::ES256) => Ok(ec("P-256", "ES256", key)),
        (COSEKeyType::EC_EC2(key), COSEAlgorithm::ES384) => Ok(ec("P-384", "ES384", key)),
        (COSEKeyType::RSA(key), COSEAlgorithm::RS256) => {
            Ok(json!({ "kty": "RSA", "alg": "RS256", "n": base64(&key.n), "e": base64(&key.e) }))
        }
        _ => Err(PasskeyError::Corrupt("a key of an algorithm that was not asked for".into())),
    }
}

fn ec(curve: &str, algorithm: &str, key: &COSEEC2Key) -> Value {
    json!({
        "kty": "EC",
        "alg": algorithm,
        "crv": curve,
        "x": base64(&key.x),
        "y": base64(&key.y),
    })
}

/// Reads what [`to_jwk`] writes.
pub(super) fn of_jwk(jwk: &Value) -> Option<COSEKey> {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    let bytes = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
    let (type_, key) = match (text("kty")?, text("alg")?) {
        ("EC", "ES256") if text("crv") == Some("P-256") => {
            (COSEAlgorithm::ES256, of_curve(ECDSACurve::SECP256R1, bytes("x")?, bytes("y")?))
        }
        ("EC", "ES384") if text("crv") == Some("P-384") => {
            (COSEAlgorithm::ES384, of_curve(ECDSACurve::SECP384R1, bytes("x")?, bytes("y")?))
        }
        ("RSA", "RS256") => {
            let e = bytes("e")?.try_into().ok()?;
            (COSEAlgorithm::RS256, COSEKeyType::RSA(COSERSAKey { n: bytes("n")?, e }))
        }
        _ => return None,
    };
    Some(COSEKey { type_, key })
}

fn of_curve(curve: ECDSACurve, x: Vec<u8>, y: Vec<u8>) -> COSEKeyType {
    COSEKeyType::EC_EC2(COSEEC2Key { curve, x, y })
}

fn base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
