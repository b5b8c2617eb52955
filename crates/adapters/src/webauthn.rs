//! Passkeys by Web Authentication: the ceremonies of `webauthn-rs`, with a challenge of our own where a consent
//! needs one.

mod evidence;
mod key;

pub use evidence::{PasskeyEvidenceProblem, verify_passkey_evidence};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;
use wariin_domain::{FileDigest, PasskeyAssertion, PasskeyEvidence, Uuid};
use wariin_ports::{
    BegunCeremony, CeremonyState, ClaimedCredential, PasskeyChallenge, PasskeyCredential,
    PasskeyError, PasskeyUser, Passkeys, VerifiedAssertion,
};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// Passkeys of the service at one address.
pub struct WebauthnPasskeys {
    /// `None` at an IP address.
    webauthn: Option<Webauthn>,
}

/// The service's address cannot be that of a relying party.
#[derive(Debug, thiserror::Error)]
#[error("passkeys cannot be used at {origin}: {reason}")]
pub struct PasskeySettingsError {
    origin: String,
    reason: String,
}

impl WebauthnPasskeys {
    /// Passkeys of the service at this address (`https://sign.example.com`), whose host is the id of the
    /// relying party; authenticators show `name`. At an IP address there are none.
    ///
    /// # Errors
    /// [`PasskeySettingsError`] for what is no address.
    pub fn new(origin: &str, name: &str) -> Result<Self, PasskeySettingsError> {
        let refused = |reason: String| PasskeySettingsError { origin: origin.to_owned(), reason };
        let url = Url::parse(origin).map_err(|error| refused(error.to_string()))?;
        let Some(host) = url.domain() else {
            return Ok(Self { webauthn: None });
        };
        let webauthn = WebauthnBuilder::new(host, &url)
            .and_then(|builder| builder.rp_name(name).build())
            .map_err(|error| refused(error.to_string()))?;
        Ok(Self { webauthn: Some(webauthn) })
    }

    fn webauthn(&self) -> Result<&Webauthn, PasskeyError> {
        self.webauthn.as_ref().ok_or(PasskeyError::Unavailable)
    }
}

impl Passkeys for WebauthnPasskeys {
    fn are_available(&self) -> bool {
        self.webauthn.is_some()
    }

    fn begin_registration(
        &self,
        user: &PasskeyUser,
        known: &[PasskeyCredential],
    ) -> Result<BegunCeremony, PasskeyError> {
        let known = known.iter().map(|credential| credential.id.clone()).collect();
        let (options, state) = self
            .webauthn()?
            .start_passkey_registration(
                Uuid::from(user.account),
                &user.address,
                &user.name,
                Some(known),
            )
            .map_err(refused)?;
        let mut options = to_value(&options)?;
        let selection = &mut options["publicKey"]["authenticatorSelection"];
        selection["residentKey"] = json!("required");
        selection["requireResidentKey"] = json!(true);
        begun(&options, &to_value(&state)?)
    }

    fn finish_registration(
        &self,
        state: &CeremonyState,
        answer: &str,
    ) -> Result<PasskeyCredential, PasskeyError> {
        let state: PasskeyRegistration = stored(&state.0)?;
        let answer: RegisterPublicKeyCredential = answered(answer)?;
        let passkey = self.webauthn()?.finish_passkey_registration(&answer, &state);
        credential(&passkey.map_err(refused)?)
    }

    fn begin_authentication(
        &self,
        known: &[PasskeyCredential],
        challenge: &PasskeyChallenge,
    ) -> Result<BegunCeremony, PasskeyError> {
        let known: Vec<Passkey> =
            known.iter().map(|credential| stored(&credential.record)).collect::<Result<_, _>>()?;
        let (options, state) =
            self.webauthn()?.start_passkey_authentication(&known).map_err(refused)?;
        let (mut options, mut state) = (to_value(&options)?, to_value(&state)?);
        match challenge {
            PasskeyChallenge::Random => {}
            PasskeyChallenge::DigestOf(preimage) => {
                let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(preimage));
                for place in
                    [&mut options["publicKey"]["challenge"], &mut state["ast"]["challenge"]]
                {
                    if !place.is_string() {
                        return Err(PasskeyError::Corrupt("no place for the challenge".into()));
                    }
                    *place = json!(challenge);
                }
            }
        }
        // The credentials are looked up again at the end, as they are then.
        state["ast"]["credentials"] = json!([]);
        begun(&options, &state)
    }

    fn begin_discoverable(&self) -> Result<BegunCeremony, PasskeyError> {
        let (options, state) =
            self.webauthn()?.start_discoverable_authentication().map_err(refused)?;
        begun(&to_value(&options)?, &to_value(&state)?)
    }

    fn claimed(&self, answer: &str) -> Result<ClaimedCredential, PasskeyError> {
        let answer: PublicKeyCredential = answered(answer)?;
        let claimed = self.webauthn()?.identify_discoverable_authentication(&answer);
        let (account, credential) = claimed.map_err(refused)?;
        Ok(ClaimedCredential { account, credential: credential.to_vec() })
    }

    fn finish_authentication(
        &self,
        state: &CeremonyState,
        known: &[PasskeyCredential],
        answer: &str,
    ) -> Result<VerifiedAssertion, PasskeyError> {
        // Both kinds of authentication have a state of the same form, but for its credentials.
        let state: DiscoverableAuthentication = stored(&state.0)?;
        let answer: PublicKeyCredential = answered(answer)?;
        let used = known.iter().find(|known| known.id == answer.get_credential_id());
        let used = used.ok_or(PasskeyError::UnknownCredential)?;
        let mut passkey: Passkey = stored(&used.record)?;
        let verified = self
            .webauthn()?
            .finish_discoverable_authentication_v2(&answer, state, &passkey)
            .map_err(refused)?;
        if !verified.user_verified() {
            return Err(PasskeyError::Unverified);
        }
        let assertion = PasskeyAssertion {
            credential: used.id.clone(),
            key: key::to_jwk(passkey.get_public_key())?.to_string(),
            authenticator_data: answer.response.authenticator_data.clone(),
            client_data: answer.response.client_data_json.clone(),
            signature: answer.response.signature.clone(),
        };
        let _ = passkey.update_credential(&verified);
        let signature_sha256 = FileDigest::new(Sha256::digest(&assertion.signature).into());
        Ok(VerifiedAssertion { credential: credential(&passkey)?, assertion, signature_sha256 })
    }

    fn evidence_file(&self, evidence: &[PasskeyEvidence]) -> String {
        evidence::file(evidence)
    }
}

fn begun(options: &Value, state: &Value) -> Result<BegunCeremony, PasskeyError> {
    let options = options
        .get("publicKey")
        .ok_or_else(|| PasskeyError::Corrupt("the options have no publicKey".to_owned()))?;
    Ok(BegunCeremony { options: options.to_string(), state: CeremonyState(state.to_string()) })
}

fn credential(passkey: &Passkey) -> Result<PasskeyCredential, PasskeyError> {
    let record = to_value(passkey)?.to_string();
    Ok(PasskeyCredential { id: passkey.cred_id().clone(), record })
}

fn to_value<T: Serialize>(value: &T) -> Result<Value, PasskeyError> {
    serde_json::to_value(value).map_err(|error| PasskeyError::Corrupt(error.to_string()))
}

fn stored<T: DeserializeOwned>(json: &str) -> Result<T, PasskeyError> {
    serde_json::from_str(json).map_err(|error| PasskeyError::Corrupt(error.to_string()))
}

/// What a browser sent: it may be anything.
fn answered<T: DeserializeOwned>(json: &str) -> Result<T, PasskeyError> {
    serde_json::from_str(json)
        .map_err(|_| PasskeyError::Refused("it is no answer of an authenticator".to_owned()))
}

fn refused(error: WebauthnError) -> PasskeyError {
    match error {
        WebauthnError::UserNotVerified => PasskeyError::Unverified,
        WebauthnError::CredentialPossibleCompromise => PasskeyError::CounterWentBack,
        WebauthnError::CredentialNotFound | WebauthnError::InvalidUserUniqueId => {
            PasskeyError::UnknownCredential
        }
        error => PasskeyError::Refused(error.to_string()),
    }
}
