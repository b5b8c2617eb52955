//! A signed token in compact form (RFC 7515, section 3.1), read strictly: duplicate members are refused.

use super::Members;
use super::token::Problem;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKey, JsonWebKeyAlgorithm, JsonWebKeyUse, JwsSigningAlgorithm};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// The algorithms that are accepted: signatures by a key that only the provider has.
pub(super) const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// A token's parts.
pub(super) struct Jws<'a> {
    header: Members,
    pub(super) payload: Members,
    signed: &'a str,
    signature: Vec<u8>,
}

impl<'a> Jws<'a> {
    /// Reads a token; checks no signature.
    pub(super) fn read(token: &'a str) -> Result<Self, Problem> {
        let (signed, signature) = token.rsplit_once('.').ok_or(Problem::Claim("jws"))?;
        let (header, payload) = signed.split_once('.').ok_or(Problem::Claim("jws"))?;
        if payload.contains('.') {
            return Err(Problem::Claim("jws"));
        }
        let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Problem::Claim("jws"));
        let header = members(&bytes(header)?)?;
        if header.contains_key("crit") {
            return Err(Problem::Claim("crit"));
        }
        let payload = members(&bytes(payload)?)?;
        Ok(Self { header, payload, signed, signature: bytes(signature)? })
    }

    pub(super) fn claim(&self, name: &str) -> Option<&str> {
        self.payload.get(name)?.as_str()
    }

    /// The algorithm, one of those that are accepted.
    pub(super) fn algorithm(&self) -> Result<CoreJwsSigningAlgorithm, Problem> {
        let name = self.header.get("alg").cloned().ok_or(Problem::Claim("alg"))?;
        let algorithm: CoreJwsSigningAlgorithm =
            serde_json::from_value(name).map_err(|_| Problem::Claim("alg"))?;
        if ALGORITHMS.contains(&algorithm) { Ok(algorithm) } else { Err(Problem::Claim("alg")) }
    }

    /// A text in the header; another type is refused.
    pub(super) fn header_text(&self, name: &'static str) -> Result<Option<&str>, Problem> {
        match self.header.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Problem::Claim(name)),
        }
    }

    /// Checks the signature against the one of the provider's keys that fits, and returns that key.
    pub(super) fn verify<'k>(
        &self,
        keys: &'k CoreJsonWebKeySet,
    ) -> Result<&'k CoreJsonWebKey, Problem> {
        let algorithm = self.algorithm()?;
        let kid = self.header_text("kid")?;
        let mut fitting = keys.keys().iter().filter(|key| {
            kid.is_none_or(|kid| key.key_id().is_some_and(|id| id.as_str() == kid))
                && may_sign(key, &algorithm)
        });
        let (Some(key), None) = (fitting.next(), fitting.next()) else {
            return Err(Problem::UnknownKey);
        };
        self.verify_by(key)?;
        Ok(key)
    }

    /// Checks the signature against this key.
    pub(super) fn verify_by(&self, key: &CoreJsonWebKey) -> Result<(), Problem> {
        let algorithm = self.algorithm()?;
        key.verify_signature(&algorithm, self.signed.as_bytes(), &self.signature)
            .map_err(|_| Problem::Claim("signature"))
    }
}

fn may_sign(key: &CoreJsonWebKey, algorithm: &CoreJwsSigningAlgorithm) -> bool {
    let is_for_it = match key.signing_alg() {
        JsonWebKeyAlgorithm::Algorithm(named) => named == algorithm,
        JsonWebKeyAlgorithm::Unspecified => true,
        JsonWebKeyAlgorithm::Unsupported => false,
    };
    let has_its_type = algorithm.key_type().is_some_and(|kind| kind == *key.key_type());
    is_for_it && has_its_type && key.key_use().is_none_or(JsonWebKeyUse::allows_signature)
}

/// The members of a JSON object, if no name is duplicated in it or at any depth below.
pub(super) fn members(json: &[u8]) -> Result<Members, Problem> {
    let Unique(value) = serde_json::from_slice(json).map_err(|_| Problem::Claim("json"))?;
    match value {
        Value::Object(members) => Ok(members.into_iter().collect()),
        _ => Err(Problem::Claim("json")),
    }
}

/// Whether the JSON is an object in which no name stands twice, at no depth.
pub(crate) fn is_object_of_unique_names(json: &[u8]) -> bool {
    members(json).is_ok()
}

/// A JSON value without duplicate names in any object.
struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Self)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without repeated names")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Unique(value)) = items.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut members = serde_json::Map::new();
        while let Some((name, Unique(value))) = entries.next_entry::<String, Unique>()? {
            if members.insert(name, value).is_some() {
                return Err(A::Error::custom("a name stands twice"));
            }
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // RP-14
    #[test]
    fn a_name_that_stands_twice_is_refused_at_any_depth() {
        for json in [r#"{"a":1,"a":2}"#, r#"{"a":{"b":1,"b":1}}"#, r#"{"a":[{"b":1,"b":1}]}"#] {
            assert!(members(json.as_bytes()).is_err(), "{json}");
        }
        let good = members(r#"{"a":[1,2.5,-3,true,null,"x",{"b":{}}]}"#.as_bytes()).unwrap();
        assert_eq!(good["a"].as_array().unwrap().len(), 7);
        for json in ["[]", "1", "{", ""] {
            assert!(members(json.as_bytes()).is_err(), "{json}");
        }
    }
}
