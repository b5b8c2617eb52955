//! The certificates that TLS trusts in outgoing connections.

use rustls::pki_types::{CertificateDer, pem::PemObject};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use wariin_domain::Timestamp;
use wariin_pades::certificate_until;

/// The certificates of a PEM text.
pub(crate) fn certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_slice_iter(pem.as_bytes());
    read.collect::<Result<_, _>>().map_err(|e| format!("the certificates to trust: {e}"))
}

/// When a certificate in DER ends; `None` when it is none.
pub fn certificate_end(der: &[u8]) -> Option<Timestamp> {
    let until = certificate_until(der)?.as_unix();
    Some(Timestamp::from_micros(until.saturating_mul(1_000_000)))
}

/// The public roots, and those of this PEM text.
pub(crate) fn client_config(trusted: Option<&str>) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in certificates(trusted.unwrap_or_default())? {
        roots.add(certificate).map_err(|e| format!("the certificates to trust: {e}"))?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
