//! Key pairs and certificates for the service's own TLS: what is asked to be signed, what answers an authority, and
//! what is used before there is one.

use rcgen::{CertificateParams, CustomExtension, DistinguishedName, DnType, KeyPair};
use zeroize::Zeroizing;

/// A certificate and its private key, both in PEM.
#[derive(Clone)]
pub struct CertificatePair {
    /// The certificate.
    pub certificate: String,
    /// Its key.
    pub key: Zeroizing<String>,
}

/// What is asked to be signed (PKCS#10 in DER), and its key in PEM.
pub(super) struct RequestPair {
    pub(super) request: Vec<u8>,
    pub(super) key: Zeroizing<String>,
}

/// Asks for a certificate for these hosts, of a new key (ECDSA with P-256).
pub(super) fn request(hosts: &[String]) -> Result<RequestPair, String> {
    let key = KeyPair::generate().map_err(|e| e.to_string())?;
    let request = params(hosts)?.serialize_request(&key).map_err(|e| e.to_string())?;
    Ok(RequestPair { request: request.der().to_vec(), key: key.serialize_pem().into() })
}

/// What an authority is answered with by `tls-alpn-01` (RFC 8737, section 3): a certificate for the host alone that
/// carries the digest.
///
/// # Errors
/// When no key can be made, or the host is none.
pub fn answering_pair(host: &str, digest: &[u8; 32]) -> Result<CertificatePair, String> {
    let mut params = params(&[host.to_owned()])?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    signed(&params)
}

/// What is used before an authority has issued a certificate: one that no browser trusts.
///
/// # Errors
/// When no key can be made, or a host is none.
pub fn self_signed_pair(hosts: &[String]) -> Result<CertificatePair, String> {
    let mut params = params(hosts)?;
    params.distinguished_name.push(DnType::CommonName, "Wariin, before the first certificate");
    signed(&params)
}

fn params(hosts: &[String]) -> Result<CertificateParams, String> {
    let mut params = CertificateParams::new(hosts).map_err(|e| e.to_string())?;
    params.distinguished_name = DistinguishedName::new();
    Ok(params)
}

fn signed(params: &CertificateParams) -> Result<CertificatePair, String> {
    let key = KeyPair::generate().map_err(|e| e.to_string())?;
    let certificate = params.self_signed(&key).map_err(|e| e.to_string())?;
    Ok(CertificatePair { certificate: certificate.pem(), key: key.serialize_pem().into() })
}
