//! Passkeys with an authenticator in software, and every way in which its answer can be wrong.

pub(crate) mod authenticator;

use authenticator::Authenticator;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use wariin_adapters::{WebauthnPasskeys, verify_passkey_evidence};
use wariin_domain::fixtures::{NOW, STATEMENT, factor_id, id, sent, taro};
use wariin_domain::{PasskeyConsent, PasskeyEvidence, Uuid};
use wariin_ports::{
    BegunCeremony, PasskeyChallenge, PasskeyCredential, PasskeyError, PasskeyUser, Passkeys,
    VerifiedAssertion,
};

pub(crate) fn passkeys() -> WebauthnPasskeys {
    WebauthnPasskeys::new("http://localhost:8080", "Wariin").unwrap()
}

fn user() -> PasskeyUser {
    PasskeyUser {
        account: taro().id, address: "taro@example.com".into(), name: "山田 太郎".into()
    }
}

pub(crate) fn registered(authenticator: &mut Authenticator) -> PasskeyCredential {
    let begun = passkeys().begin_registration(&user(), &[]).unwrap();
    let answer = authenticator.register(&begun);
    passkeys().finish_registration(&begun.state, &answer).unwrap()
}

fn asked(known: &PasskeyCredential) -> BegunCeremony {
    let known = [known.clone()];
    passkeys().begin_authentication(&known, &PasskeyChallenge::Random).unwrap()
}

pub(crate) fn finished(
    begun: &BegunCeremony,
    known: &PasskeyCredential,
    answer: &str,
) -> Result<VerifiedAssertion, PasskeyError> {
    passkeys().finish_authentication(&begun.state, std::slice::from_ref(known), answer)
}

fn consent() -> PasskeyConsent {
    let document = sent(true);
    PasskeyConsent {
        statement: Some(STATEMENT),
        id: Uuid::from_u128(50).into(),
        account: taro().id,
        recipient: id(1),
        document: document.id,
        content: document.content_digest(),
        random: [9; 32],
        began_at: NOW,
    }
}

#[test]
fn a_new_passkey_is_discoverable_verifies_its_user_and_needs_no_attestation() {
    let known = registered(&mut Authenticator::new(1));
    let begun = passkeys().begin_registration(&user(), std::slice::from_ref(&known)).unwrap();
    let options: Value = serde_json::from_str(&begun.options).unwrap();
    let selection = &options["authenticatorSelection"];
    assert_eq!(selection["residentKey"], "required");
    assert_eq!(selection["requireResidentKey"], true);
    assert_eq!(selection["userVerification"], "required");
    assert!(matches!(options["attestation"].as_str(), None | Some("none")));
    assert_eq!(options["rp"], json!({ "id": "localhost", "name": "Wariin" }));
    let excluded = options["excludeCredentials"][0]["id"].as_str();
    assert_eq!(excluded, Some(URL_SAFE_NO_PAD.encode(&known.id).as_str()));
}

#[test]
fn there_are_no_passkeys_at_an_ip_address() {
    for origin in ["http://127.0.0.1:8080", "http://[::1]:8080", "https://192.0.2.1"] {
        let none = WebauthnPasskeys::new(origin, "Wariin").unwrap();
        assert!(!none.are_available());
        assert_eq!(none.begin_discoverable(), Err(PasskeyError::Unavailable));
    }
    assert!(passkeys().are_available());
}

#[test]
fn a_synced_passkey_whose_counter_stays_zero_is_taken_again_and_again() {
    let mut own = Authenticator::new(1);
    let mut known = registered(&mut own);
    for _ in 0..2 {
        let begun = asked(&known);
        known = finished(&begun, &known, &own.assert(&begun)).unwrap().credential;
    }
}

#[test]
fn a_counter_that_goes_back_or_stays_is_refused() {
    let mut own = Authenticator::new(1);
    own.counter = 5;
    let known = registered(&mut own);
    own.counter = 6;
    let begun = asked(&known);
    let known = finished(&begun, &known, &own.assert(&begun)).unwrap().credential;
    for counter in [6, 5, 0] {
        own.counter = counter;
        let begun = asked(&known);
        let refused = finished(&begun, &known, &own.assert(&begun));
        assert_eq!(refused, Err(PasskeyError::CounterWentBack), "{counter}");
    }
}

#[test]
fn a_passkey_that_does_not_verify_its_user_is_refused() {
    let mut own = Authenticator::new(1);
    let known = registered(&mut own);
    own.verifies_user = false;
    let begun = asked(&known);
    assert_eq!(finished(&begun, &known, &own.assert(&begun)), Err(PasskeyError::Unverified));
    let begun = passkeys().begin_registration(&user(), &[]).unwrap();
    let answer = own.register(&begun);
    assert_eq!(
        passkeys().finish_registration(&begun.state, &answer),
        Err(PasskeyError::Unverified)
    );
}

#[test]
fn an_answer_from_another_origin_or_for_another_relying_party_is_refused() {
    let mut own = Authenticator::new(1);
    let known = registered(&mut own);
    for (origin, host) in [
        ("http://localhost:8081", "localhost"),
        ("https://localhost.example.com", "localhost"),
        ("http://localhost:8080", "example.com"),
    ] {
        (own.origin, own.host) = (origin, host);
        let begun = asked(&known);
        let refused = finished(&begun, &known, &own.assert(&begun));
        assert!(matches!(refused, Err(PasskeyError::Refused(_))), "{origin} {host} {refused:?}");
    }
}

#[test]
fn an_assertion_over_another_challenge_is_refused() {
    let mut own = Authenticator::new(1);
    let known = registered(&mut own);
    let (begun, other) = (asked(&known), asked(&known));
    let refused = finished(&other, &known, &own.assert(&begun));
    assert!(matches!(refused, Err(PasskeyError::Refused(_))), "{refused:?}");
}

#[test]
fn an_assertion_by_another_passkey_is_refused() {
    let (mut own, mut other) = (Authenticator::new(1), Authenticator::new(2));
    let (known, foreign) = (registered(&mut own), registered(&mut other));
    let begun = asked(&known);
    let refused = finished(&begun, &known, &other.assert(&begun));
    assert_eq!(refused, Err(PasskeyError::UnknownCredential));
    other.id = known.id.clone();
    let refused = finished(&begun, &known, &other.assert(&begun));
    assert!(matches!(refused, Err(PasskeyError::Refused(_))), "signed by another key: {refused:?}");
    let removed = passkeys().finish_authentication(&begun.state, &[foreign], &own.assert(&begun));
    assert_eq!(removed, Err(PasskeyError::UnknownCredential), "removed meanwhile");
}

#[test]
fn an_answer_without_a_named_account_claims_one_and_is_verified_by_its_passkey() {
    let mut own = Authenticator::new(1);
    let known = registered(&mut own);
    let begun = passkeys().begin_discoverable().unwrap();
    let options: Value = serde_json::from_str(&begun.options).unwrap();
    assert_eq!(options["allowCredentials"], json!([]));
    assert_eq!(options["userVerification"], "required");
    let answer = own.assert(&begun);
    let claimed = passkeys().claimed(&answer).unwrap();
    assert_eq!((claimed.account, &claimed.credential), (Uuid::from(taro().id), &known.id));
    assert!(finished(&begun, &known, &answer).is_ok());
    for nonsense in ["", "{}", "[1]"] {
        assert!(matches!(passkeys().claimed(nonsense), Err(PasskeyError::Refused(_))));
    }
}

// CO-02 CO-03
#[test]
fn the_challenge_of_a_consent_is_the_digest_of_what_is_consented_to_and_no_other_is_taken() {
    let mut own = Authenticator::new(1);
    let known = registered(&mut own);
    let preimage = consent().preimage();
    let challenge = PasskeyChallenge::DigestOf(preimage.clone());
    let begun = passkeys().begin_authentication(std::slice::from_ref(&known), &challenge).unwrap();
    let options: Value = serde_json::from_str(&begun.options).unwrap();
    assert_eq!(options["challenge"], URL_SAFE_NO_PAD.encode(Sha256::digest(&preimage)));
    assert!(finished(&begun, &known, &own.assert(&begun)).is_ok());
    let random = asked(&known);
    let refused = finished(&begun, &known, &own.assert(&random));
    assert!(matches!(refused, Err(PasskeyError::Refused(_))), "{refused:?}");
}

/// Evidence of a consent, and the key that signed it.
fn evidence() -> (PasskeyEvidence, Vec<u8>) {
    let mut own = Authenticator::new(1);
    let known = registered(&mut own);
    let challenge = PasskeyChallenge::DigestOf(consent().preimage());
    let begun = passkeys().begin_authentication(std::slice::from_ref(&known), &challenge).unwrap();
    let verified = finished(&begun, &known, &own.assert(&begun)).unwrap();
    let evidence = PasskeyEvidence {
        consent: consent(),
        factor: factor_id(),
        content: sent(true).content_for(id(1)),
        assertion: verified.assertion,
        received_at: NOW,
    };
    (evidence, own.public_key().to_vec())
}

// CO-03 CO-07
#[test]
fn evidence_of_a_consent_is_recomputed_without_the_service() {
    let (evidence, key) = evidence();
    let file = passkeys().evidence_file(&[evidence.clone(), evidence]);
    assert_eq!(verify_passkey_evidence(&file), Ok(2));

    // By hand, as docs/evidence.md says.
    let file: Value = serde_json::from_str(&file).unwrap();
    let entry = &file["assertions"][0];
    let bytes = |name: &str| URL_SAFE_NO_PAD.decode(entry[name].as_str().unwrap()).unwrap();
    let preimage = hex::decode(entry["preimage"].as_str().unwrap()).unwrap();
    let client: Value = serde_json::from_slice(&bytes("client_data_json")).unwrap();
    assert_eq!(client["challenge"], URL_SAFE_NO_PAD.encode(Sha256::digest(&preimage)));
    assert!(preimage.starts_with(b"wariin/passkey-consent/v1\0"));
    let mut signed = bytes("authenticator_data");
    signed.extend(Sha256::digest(bytes("client_data_json")));
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key);
    key.verify(&signed, &bytes("signature")).unwrap();
}

#[test]
fn evidence_of_which_anything_was_changed_is_refused() {
    let (evidence, _) = evidence();
    let file: Value = serde_json::from_str(&passkeys().evidence_file(&[evidence])).unwrap();
    let entry = file["assertions"][0].as_object().unwrap().clone();
    // These are told by the audit log, not by the assertion.
    let told = ["factor", "began_at", "received_at", "credential"];
    for (name, value) in entry.iter().filter(|(name, _)| !told.contains(&name.as_str())) {
        let changed = match value {
            Value::String(text) => {
                let first = if text.starts_with('a') { 'b' } else { 'a' };
                json!(format!("{first}{}", &text[1..]))
            }
            _ => json!([]),
        };
        let mut file = file.clone();
        file["assertions"][0][name] = changed;
        assert!(verify_passkey_evidence(&file.to_string()).is_err(), "{name}");
    }
}

/// Evidence of what this authenticator signs, whatever the service would say to it.
fn signed_anyhow(own: &mut Authenticator, challenge: &PasskeyChallenge) -> String {
    let known = registered(&mut Authenticator::new(1));
    let begun = passkeys().begin_authentication(&[known], challenge).unwrap();
    let answer: Value = serde_json::from_str(&own.assert(&begun)).unwrap();
    let bytes =
        |name: &str| URL_SAFE_NO_PAD.decode(answer["response"][name].as_str().unwrap()).unwrap();
    let (mut evidence, _) = evidence();
    let (x, y) = own.public_key()[1..].split_at(32);
    evidence.assertion.key = json!({
        "kty": "EC",
        "alg": "ES256",
        "crv": "P-256",
        "x": URL_SAFE_NO_PAD.encode(x),
        "y": URL_SAFE_NO_PAD.encode(y),
    })
    .to_string();
    evidence.assertion.authenticator_data = bytes("authenticatorData");
    evidence.assertion.client_data = bytes("clientDataJSON");
    evidence.assertion.signature = bytes("signature");
    passkeys().evidence_file(&[evidence])
}

// CO-03
#[test]
fn evidence_that_was_signed_without_the_user_elsewhere_or_for_something_else_is_refused() {
    let own = || Authenticator::new(1);
    let consented = PasskeyChallenge::DigestOf(consent().preimage());
    let verified = |mut own: Authenticator, challenge: &PasskeyChallenge| {
        verify_passkey_evidence(&signed_anyhow(&mut own, challenge)).map_err(|e| e.to_string())
    };
    assert_eq!(verified(own(), &consented), Ok(1));
    let (mut without_user, mut elsewhere, mut looks_alike) = (own(), own(), own());
    without_user.verifies_user = false;
    elsewhere.host = "example.com";
    looks_alike.origin = "https://wariin.example.com";
    for (own, challenge, what) in [
        (without_user, &consented, "the user was not verified"),
        (elsewhere, &consented, "for another relying party"),
        (looks_alike, &consented, "for another relying party"),
        (own(), &PasskeyChallenge::Random, "signed for something else"),
    ] {
        let refused = verified(own, challenge).unwrap_err();
        assert!(refused.ends_with(what), "{refused}");
    }
}
