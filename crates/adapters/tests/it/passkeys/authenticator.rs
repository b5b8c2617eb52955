//! An authenticator in software: one P-256 key, and switches for everything that an attacker would turn.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use wariin_ports::BegunCeremony;

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 4;
const NEW_CREDENTIAL: u8 = 0x40;

pub(crate) struct Authenticator {
    key: EcdsaKeyPair,
    pub(crate) id: Vec<u8>,
    pub(crate) host: &'static str,
    pub(crate) origin: &'static str,
    pub(crate) verifies_user: bool,
    pub(crate) counter: u32,
    pub(crate) user: Option<Vec<u8>>,
}

impl Authenticator {
    pub(crate) fn new(id: u8) -> Self {
        Self {
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            id: vec![id; 16],
            host: "localhost",
            origin: "http://localhost:8080",
            verifies_user: true,
            counter: 0,
            user: None,
        }
    }

    pub(crate) fn public_key(&self) -> &[u8] {
        self.key.public_key().as_ref()
    }

    pub(crate) fn register(&mut self, begun: &BegunCeremony) -> String {
        let options: Value = serde_json::from_str(&begun.options).unwrap();
        self.user = URL_SAFE_NO_PAD.decode(options["user"]["id"].as_str().unwrap()).ok();
        let client = self.client_data("webauthn.create", &options);
        let mut data = self.data(NEW_CREDENTIAL);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        // COSE_Key: EC2, ES256, P-256, x, y.
        data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        data.extend(&self.public_key()[1..33]);
        data.extend([0x22, 0x58, 32]);
        data.extend(&self.public_key()[33..]);
        let mut attestation = vec![0xa3, 0x63];
        attestation.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        attestation.push(u8::try_from(data.len()).unwrap());
        attestation.extend(data);
        self.answer(&json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(client),
            "attestationObject": URL_SAFE_NO_PAD.encode(attestation),
        }))
    }

    pub(crate) fn assert(&mut self, begun: &BegunCeremony) -> String {
        let options: Value = serde_json::from_str(&begun.options).unwrap();
        let client = self.client_data("webauthn.get", &options);
        let data = self.data(0);
        let mut signed = data.clone();
        signed.extend(digest(&SHA256, &client).as_ref());
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(&json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(client),
            "authenticatorData": URL_SAFE_NO_PAD.encode(data),
            "signature": URL_SAFE_NO_PAD.encode(signature.as_ref()),
            "userHandle": self.user.as_ref().map(|user| URL_SAFE_NO_PAD.encode(user)),
        }))
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies_user { USER_VERIFIED } else { 0 };
        let mut data = digest(&SHA256, self.host.as_bytes()).as_ref().to_vec();
        data.push(USER_PRESENT | verified | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        json!({
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": false,
        })
        .to_string()
        .into_bytes()
    }

    fn answer(&self, response: &Value) -> String {
        let id = URL_SAFE_NO_PAD.encode(&self.id);
        json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        })
        .to_string()
    }
}
