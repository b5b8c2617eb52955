//! From B-B to B-LTA with a real authority, checked by independent validators, and what happens when an
//! authority or responder does not answer.

use crate::authority::{Authority, Loopback, now, python};
use crate::overlay::above;
use crate::samples::{contract, request_at, with_streams};
use std::path::Path;
use std::process::Command;
use wariin_pades::{
    Added, Appearance, Area, Chain, Error, Integrity, Level, ProofError, ProofScope, Report,
    Revocation, Services, SignatureKind, SignatureRequest, TimestampError, Trust, archive, sign,
    sign_with_timestamp, verify,
};

type Lie = fn(Vec<u8>) -> Vec<u8>;

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

fn checked(pdf: &[u8], authority: &Authority) -> Report {
    verify(pdf.to_vec(), &Trust { roots: vec![authority.root()], now: now() }).unwrap()
}

fn level(pdf: &[u8], authority: &Authority) -> Option<Level> {
    checked(pdf, authority).signatures[0].level
}

/// What pyHanko's validation of all signatures says, with revocation as strict as it gets.
fn pyhanko(authority: &Authority, pdf: &Path) -> String {
    let mut command = Command::new(python("pyhanko"));
    command.args(["sign", "validate", "--pretty-print", "--trust-replace", "--trust"]);
    run(command.arg(authority.root_file()).arg(pdf))
}

#[test]
fn a_signature_grows_from_b_b_to_b_lta_and_is_renewed_and_every_validator_agrees() {
    let authority = Authority::start();
    let network = Loopback::default();
    let services = authority.services(&network);
    let key = authority.key("signer");
    let folder = tempfile::tempdir().unwrap();
    for (name, pdf) in [("table", contract()), ("streams", with_streams())] {
        let area = Area { x: 20.0, y: 20.0, width: 100.0, height: 60.0 };
        let appearance =
            Appearance { page: 0, area, pdf: above(100, 60), words: "署名済み".into() };
        let request = SignatureRequest {
            appearance: (name == "table").then_some(appearance),
            ..request_at("document 42", now())
        };
        let basic = sign(pdf.clone(), &key, &request).unwrap();
        assert_eq!(level(&basic, &authority), Some(Level::Basic));

        let timed = sign_with_timestamp(pdf.clone(), &key, &request, &services).unwrap();
        assert_eq!(level(&timed, &authority), Some(Level::Timed));

        let archived = archive(timed.clone(), ProofScope::All, &services).unwrap();
        assert!(archived.starts_with(&timed) && timed.starts_with(&pdf));
        let report = checked(&archived, &authority);
        assert_eq!(report.signatures.len(), 2);
        let [signature, timestamp] = &report.signatures[..] else { panic!("two signatures") };
        assert_eq!(signature.level, Some(Level::Archived), "{report}");
        assert_eq!(signature.chain, Chain::Trusted);
        assert_eq!(signature.revocation, Revocation::NotRevoked);
        assert_eq!(signature.added, Added::Signatures);
        assert_eq!(timestamp.kind, SignatureKind::DocumentTimestamp);
        assert_eq!(timestamp.added, Added::Nothing);
        assert!(report.is_intact());

        let renewed = archive(archived.clone(), ProofScope::All, &services).unwrap();
        assert!(renewed.starts_with(&archived));
        assert_eq!(level(&renewed, &authority), Some(Level::Archived));
        assert!(checked(&renewed, &authority).is_intact());

        // A B-B signature is made B-LTA as well: the document timestamp proves its time.
        let late = archive(basic, ProofScope::All, &services).unwrap();
        assert_eq!(level(&late, &authority), Some(Level::Archived));

        for (stage, bytes) in [("timed", &timed), ("archived", &archived), ("renewed", &renewed)] {
            let path = folder.path().join(format!("{name}-{stage}.pdf"));
            std::fs::write(&path, bytes).unwrap();
            let verdict = pyhanko(&authority, &path);
            assert!(verdict.contains("is judged VALID"), "{name} {stage}: {verdict}");
            assert!(!verdict.contains("INVALID"), "{name} {stage}: {verdict}");
            let pdfsig = run(Command::new("pdfsig").arg("-nocert").arg(&path));
            assert!(pdfsig.contains("Signature is Valid."), "{name} {stage}: {pdfsig}");
            let qpdf = run(Command::new("qpdf").arg("--check").arg(&path));
            assert!(qpdf.contains("No syntax or stream encoding errors"), "{name} {stage}: {qpdf}");
        }
    }
}

#[test]
fn a_timestamp_that_does_not_match_its_request_is_never_embedded() {
    let authority = Authority::start();
    let key = authority.key("signer");
    let flipped = |mut answer: Vec<u8>| {
        let at = answer.len() / 2;
        answer[at] ^= 1;
        answer
    };
    let refusing = |_: Vec<u8>| vec![0x30, 5, 0x30, 3, 2, 1, 2];
    let lies: [(&str, Lie); 4] = [
        ("garbage", |_| b"<html>".to_vec()),
        ("refused", refusing),
        ("flipped", flipped),
        ("cut", |answer| answer[..answer.len() - 9].to_vec()),
    ];
    for (name, lie) in lies {
        let network = Loopback { lies: Some(("tsa", lie)), ..Loopback::default() };
        let services = authority.services(&network);
        let outcome =
            sign_with_timestamp(contract(), &key, &request_at("document 42", now()), &services);
        assert!(matches!(outcome, Err(Error::Timestamp(_))), "{name}: {outcome:?}");
    }
}

// FA-07
#[test]
fn a_second_authority_is_asked_when_the_first_does_not_answer_and_none_is_an_error() {
    let authority = Authority::start();
    let network = Loopback::default();
    let key = authority.key("signer");
    let addresses = ["http://127.0.0.1:9/closed".to_owned(), authority.times[0].clone()];
    let mut services = authority.services(&network);
    services.authorities = &addresses;
    let request = request_at("document 42", now());
    let signed = sign_with_timestamp(contract(), &key, &request, &services).unwrap();
    assert_eq!(level(&signed, &authority), Some(Level::Timed));
    assert_eq!(network.asked.lock().unwrap()[..2], addresses);

    services.authorities = &addresses[..1];
    let outcome = sign_with_timestamp(contract(), &key, &request, &services);
    assert!(matches!(outcome, Err(Error::Timestamp(TimestampError::Unreachable { .. }))));
    services.authorities = &[];
    let outcome = sign_with_timestamp(contract(), &key, &request, &services);
    assert!(matches!(outcome, Err(Error::Timestamp(TimestampError::NoAuthority))));
}

#[test]
fn a_timestamp_of_an_authority_whose_clock_is_far_from_ours_is_refused() {
    let authority = Authority::start();
    let network = Loopback::default();
    let key = authority.key("signer");
    for (off, is_believed) in [(0, true), (7_200, false), (-7_200, false)] {
        let services = Services { now: now().plus_seconds(off), ..authority.services(&network) };
        let signed =
            sign_with_timestamp(contract(), &key, &request_at("書類 42", now()), &services);
        match signed {
            Ok(_) => assert!(is_believed, "{off}"),
            Err(Error::Timestamp(TimestampError::OtherTime(_))) => assert!(!is_believed, "{off}"),
            Err(error) => panic!("{off}: {error}"),
        }
    }
}

#[test]
fn a_timestamp_of_an_authority_without_a_trusted_root_is_refused() {
    let authority = Authority::start();
    let network = Loopback::default();
    let key = authority.key("signer");
    let strangers = [key.certificate().to_vec()];
    let mut services = authority.services(&network);
    services.roots = &strangers;
    let request = request_at("document 42", now());
    let outcome = sign_with_timestamp(contract(), &key, &request, &services);
    assert!(matches!(outcome, Err(Error::Timestamp(TimestampError::Untrusted))), "{outcome:?}");
    let own = [authority.root()];
    services.roots = &own;
    sign_with_timestamp(contract(), &key, &request, &services).unwrap();
}

#[test]
fn without_proof_that_the_certificates_are_valid_nothing_is_archived() {
    let authority = Authority::start();
    let key = authority.key("signer");
    let network = Loopback::default();
    let services = authority.services(&network);
    let request = request_at("document 42", now());
    let timed = sign_with_timestamp(contract(), &key, &request, &services).unwrap();

    // Without the responder the list proves it; without both there is no proof.
    let deaf = Loopback { deaf: Some("ocsp"), ..Loopback::default() };
    let archived = archive(timed.clone(), ProofScope::All, &authority.services(&deaf)).unwrap();
    assert_eq!(level(&archived, &authority), Some(Level::Archived));
    let deaf = Loopback { deaf: Some("crls"), ..Loopback::default() };
    let outcome = archive(timed.clone(), ProofScope::All, &authority.services(&deaf));
    assert!(matches!(outcome, Err(Error::Proof(ProofError::NoStatus { .. }))), "{outcome:?}");
    let forged = Loopback {
        lies: Some(("crls", |mut list| {
            let at = list.len() - 5;
            list[at] ^= 1;
            list
        })),
        ..Loopback::default()
    };
    let outcome = archive(timed, ProofScope::All, &authority.services(&forged));
    assert!(matches!(outcome, Err(Error::Proof(ProofError::NoStatus { .. }))), "{outcome:?}");

    let revoked = authority.key("revoked");
    let signed = sign_with_timestamp(contract(), &revoked, &request, &services).unwrap();
    let outcome = archive(signed, ProofScope::All, &services);
    assert!(matches!(outcome, Err(Error::Proof(ProofError::Revoked { .. }))), "{outcome:?}");
}

#[test]
fn a_broken_timestamp_proves_no_time() {
    let authority = Authority::start();
    let network = Loopback::default();
    let services = authority.services(&network);
    let key = authority.key("signer");
    let request = request_at("document 42", now());
    let timed = sign_with_timestamp(contract(), &key, &request, &services).unwrap();
    // The token is not signed by the signer: a flipped bit in it leaves the signature intact.
    let generalized = b"18";
    let at = timed.windows(2).rposition(|w| w == generalized).unwrap();
    let mut changed = timed.clone();
    changed[at - 40] = if changed[at - 40] == b'0' { b'1' } else { b'0' };
    let report = checked(&changed, &authority);
    let signature = &report.signatures[0];
    let token = signature.timestamp.as_ref();
    let is_noticed = signature.integrity != Integrity::Intact
        || token.is_none_or(|token| token.integrity != Integrity::Intact);
    assert!(is_noticed, "{report}");
    assert_ne!(signature.level, Some(Level::Timed));
}
