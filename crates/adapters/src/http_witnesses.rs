//! Witnesses over HTTP: C2SP `tlog-witness` (<https://c2sp.org/tlog-witness>). Only the addresses that the operator
//! has named are asked, with limits of time and size, and no redirect is followed.

use crate::cosignature::CosignatureVerifier;
use crate::tls::client_config;
use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use std::time::Duration;
use wariin_ports::{CosignError, LogWitnesses, WitnessAnswer};

/// How long one request may take: someone may wait for an evidence pack.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The greatest number of bytes of an answer.
const LIMIT: usize = 16 * 1024;
/// `tlog-witness` allows no longer proofs.
const LONGEST_PROOF: usize = 63;

/// The witnesses of the settings.
#[derive(Debug)]
pub struct HttpWitnesses {
    client: Client,
    witnesses: Vec<(Url, CosignatureVerifier)>,
}

/// Why a list of witnesses cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WitnessSettingsError {
    /// An entry is not an address with a key.
    #[error("expected the address of a witness and its verifier key, separated by a blank")]
    Entry,
    /// The address is not one of HTTP.
    #[error("{0} is not an address of http or https")]
    Address(String),
    /// The key is not one for cosignatures.
    #[error("{0} is not a verifier key for cosignatures (C2SP tlog-cosignature, type 4)")]
    Key(String),
    /// The same witness stands twice.
    #[error("the key {0} stands twice")]
    Twice(String),
    /// The client cannot be made.
    #[error("{0}")]
    Client(String),
}

impl HttpWitnesses {
    /// Reads `url vkey`, separated by commas.
    ///
    /// # Errors
    /// [`WitnessSettingsError`].
    pub fn new(list: &str) -> Result<Self, WitnessSettingsError> {
        let mut witnesses: Vec<(Url, CosignatureVerifier)> = Vec::new();
        for entry in list.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let mut words = entry.split_whitespace();
            let (Some(address), Some(key), None) = (words.next(), words.next(), words.next())
            else {
                return Err(WitnessSettingsError::Entry);
            };
            let verifier = CosignatureVerifier::parse(key);
            let verifier = verifier.ok_or_else(|| WitnessSettingsError::Key(key.to_owned()))?;
            if witnesses.iter().any(|(_, known)| *known == verifier) {
                return Err(WitnessSettingsError::Twice(key.to_owned()));
            }
            witnesses.push((add_checkpoint(address)?, verifier));
        }
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(TIMEOUT)
            .user_agent("Wariin")
            .tls_backend_preconfigured(client_config(None).map_err(WitnessSettingsError::Client)?)
            .build()
            .map_err(|e| WitnessSettingsError::Client(e.to_string()))?;
        Ok(Self { client, witnesses })
    }

    async fn post(&self, address: &Url, body: String) -> Result<(StatusCode, String), CosignError> {
        let away = |error: reqwest::Error| CosignError::Away(error.without_url().to_string());
        let mut response =
            self.client.post(address.clone()).body(body).send().await.map_err(away)?;
        let (status, mut answer) = (response.status(), Vec::new());
        while let Some(chunk) = response.chunk().await.map_err(away)? {
            answer.extend_from_slice(&chunk);
            if answer.len() > LIMIT {
                return Err(CosignError::Away("the answer is too large".to_owned()));
            }
        }
        let answer = String::from_utf8(answer);
        Ok((status, answer.map_err(|_| CosignError::Away("the answer is no text".to_owned()))?))
    }
}

#[async_trait]
impl LogWitnesses for HttpWitnesses {
    fn keys(&self) -> Vec<String> {
        self.witnesses.iter().map(|(_, verifier)| verifier.to_string()).collect()
    }

    async fn cosign(
        &self,
        key: &str,
        checkpoint: &str,
        from: u64,
        proof: &[[u8; 32]],
    ) -> Result<WitnessAnswer, CosignError> {
        let found = self.witnesses.iter().find(|(_, verifier)| verifier.to_string() == key);
        let (address, verifier) =
            found.ok_or_else(|| CosignError::Away("it is not configured".to_owned()))?;
        let (status, answer) = self.post(address, request(checkpoint, from, proof)).await?;
        match status {
            StatusCode::OK => {
                let mut lines = answer.lines();
                let own = lines.find(|line| verifier.cosigned_at(checkpoint, line).is_some());
                own.map(|line| WitnessAnswer::Cosigned(line.to_owned()))
                    .ok_or(CosignError::NotGenuine)
            }
            StatusCode::CONFLICT => {
                let size = answer.strip_suffix('\n').and_then(|size| size.parse().ok());
                size.map(WitnessAnswer::From)
                    .ok_or_else(|| CosignError::Away("it names no size".to_owned()))
            }
            StatusCode::UNPROCESSABLE_ENTITY => Err(CosignError::Inconsistent),
            other => Err(CosignError::Refused(other.as_u16())),
        }
    }
}

/// The body of `add-checkpoint`: the old size, the lines of the proof, a blank line, the checkpoint.
fn request(checkpoint: &str, from: u64, proof: &[[u8; 32]]) -> String {
    let lines = proof.iter().take(LONGEST_PROOF).map(|hash| STANDARD.encode(hash) + "\n");
    format!("old {from}\n{}\n{checkpoint}", lines.collect::<String>())
}

/// Where checkpoints are posted to, behind the witness's submission prefix.
fn add_checkpoint(prefix: &str) -> Result<Url, WitnessSettingsError> {
    let unusable = || WitnessSettingsError::Address(prefix.to_owned());
    let address = format!("{}/add-checkpoint", prefix.trim_end_matches('/'));
    let address = Url::parse(&address).map_err(|_| unusable())?;
    let is_http = ["http", "https"].contains(&address.scheme()) && address.has_host();
    is_http.then_some(address).ok_or_else(unusable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cosignature::tests::cosigned;

    // EV-01
    #[test]
    fn a_witness_is_an_address_and_a_key_for_cosignatures() {
        let key = cosigned(7, "a\n\n", 1).0.to_string();
        let other = cosigned(8, "a\n\n", 1).0.to_string();
        let list = format!("https://witness.example/sub/ {key}, http://127.0.0.1:1 {other}");
        let witnesses = HttpWitnesses::new(&list).unwrap();
        assert_eq!(witnesses.keys(), [key.clone(), other]);
        let addresses: Vec<&str> =
            witnesses.witnesses.iter().map(|(url, _)| url.as_str()).collect();
        let expected =
            ["https://witness.example/sub/add-checkpoint", "http://127.0.0.1:1/add-checkpoint"];
        assert_eq!(addresses, expected);
        assert!(HttpWitnesses::new("").unwrap().keys().is_empty());
        for broken in [
            "https://witness.example".to_owned(),
            format!("https://witness.example {key} more"),
            format!("file:///etc/passwd {key}"),
            format!("{key} https://witness.example"),
            format!("https://a.example {key}, https://b.example {key}"),
        ] {
            assert!(HttpWitnesses::new(&broken).is_err(), "{broken}");
        }
    }

    // EV-01
    #[test]
    fn what_is_posted_is_the_old_size_the_proof_and_the_checkpoint() {
        let body = request("origin\n5\nhash\n\n— origin sig\n", 3, &[[0; 32], [255; 32]]);
        let zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        let ones = "//////////////////////////////////////////8=";
        assert_eq!(body, format!("old 3\n{zeros}\n{ones}\n\norigin\n5\nhash\n\n— origin sig\n"));
        assert_eq!(request("c", 0, &[]), "old 0\n\nc");
    }
}
