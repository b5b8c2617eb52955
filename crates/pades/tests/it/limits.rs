//! The limits that authorities set: a chain that violates them is not trusted.

use crate::authority::Loopback;
use crate::samples::{NOW, contract, request};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, GeneralSubtree, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, NameConstraints,
};
use wariin_pades::{
    Chain, Error, ProofError, ProofScope, SealKey, Services, Trust, Utc, archive, sign, verify,
};

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn authority(name: &str, limit: BasicConstraints) -> CertificateParams {
    let mut params = named(name);
    params.is_ca = IsCa::Ca(limit);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
}

/// The chain of a signature whose certificate was issued by the second of these, which the first issued.
fn leads_to(
    root: &CertificateParams,
    issuer: &CertificateParams,
    own: &CertificateParams,
) -> Chain {
    let keys: Vec<KeyPair> = (0..3).map(|_| KeyPair::generate().unwrap()).collect();
    let root_certificate = root.self_signed(&keys[0]).unwrap();
    let by_root = Issuer::from_params(root, &keys[0]);
    let issuer_certificate = issuer.signed_by(&keys[1], &by_root).unwrap();
    let own_certificate = own.signed_by(&keys[2], &Issuer::from_params(issuer, &keys[1])).unwrap();
    let roots = vec![root_certificate.der().to_vec()];
    let chain = vec![issuer_certificate.der().to_vec(), own_certificate.der().to_vec()];
    let key = SealKey::from_der(&keys[2].serialize_der(), chain).unwrap();
    let signed = sign(contract(), &key, &request("書類 42")).unwrap();
    let now = Utc::from_unix(NOW);
    // Nothing answers: a chain that is not refused for its limits lacks its proofs.
    let network = Loopback { deaf: Some(""), ..Loopback::default() };
    let services = Services { network: &network, authorities: &[], roots: &roots, now };
    let refused = archive(signed.clone(), ProofScope::All, &services).unwrap_err();
    let is_limited = matches!(refused, Error::Proof(ProofError::Limited(_)));
    let chain = verify(signed, &Trust { roots, now }).unwrap().signatures[0].chain;
    assert_eq!(is_limited, chain == Chain::Limited, "{refused}");
    chain
}

#[test]
fn a_chain_longer_than_one_of_its_authorities_allows_is_not_trusted() {
    let issuer = || authority("Issuer", BasicConstraints::Constrained(0));
    for (limit, expected) in [
        (BasicConstraints::Unconstrained, Chain::Trusted),
        (BasicConstraints::Constrained(1), Chain::Trusted),
        (BasicConstraints::Constrained(0), Chain::Limited),
    ] {
        assert_eq!(leads_to(&authority("Root", limit), &issuer(), &named("Signer")), expected);
    }
}

#[test]
fn limits_that_are_not_evaluated_count_as_violated() {
    let root = authority("Root", BasicConstraints::Unconstrained);
    let plain = || authority("Issuer", BasicConstraints::Unconstrained);
    let mut names = plain();
    names.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("example.jp".into())],
        excluded_subtrees: Vec::new(),
    });
    assert_eq!(leads_to(&root, &names, &named("Signer")), Chain::Limited);
    for (is_critical, expected) in [(true, Chain::Limited), (false, Chain::Trusted)] {
        let mut own = named("Signer");
        let mut unknown =
            CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99_999], vec![5, 0]);
        unknown.set_criticality(is_critical);
        own.custom_extensions.push(unknown);
        assert_eq!(leads_to(&root, &plain(), &own), expected, "critical: {is_critical}");
    }
}
