//! Hostile ID tokens: each is refused, and the claim that failed is named.

mod claims;
mod signature;

use crate::hostile::{Hostile, KEY, header};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use wariin_ports::IdpFault;

fn hs256(secret: &[u8]) -> impl FnOnce(&[u8]) -> Vec<u8> + '_ {
    move |message| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
        mac.update(message);
        mac.finalize().into_bytes().to_vec()
    }
}

async fn refused(idp: &Hostile, token: &str) -> &'static str {
    idp.hands_out(token);
    match idp.redeem().await {
        Err(IdpFault::Untrusted(check)) => check,
        Err(other) => panic!("{other}"),
        Ok(_) => "accepted",
    }
}

/// The claims with one changed, or taken away by `null`.
fn with(idp: &Hostile, name: &str, value: Value) -> String {
    let mut claims = idp.claims();
    let members = claims.as_object_mut().unwrap();
    if value.is_null() {
        members.remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
    KEY.token(&header(), &claims)
}
