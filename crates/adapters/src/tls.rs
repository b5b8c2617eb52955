//! Whom TLS trusts when we call others.

use rustls::pki_types::{CertificateDer, pem::PemObject};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;

/// The public roots, and those of this PEM text.
pub(crate) fn client_config(certificates: Option<&str>) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in CertificateDer::pem_slice_iter(certificates.unwrap_or_default().as_bytes()) {
        let certificate = certificate.map_err(|e| format!("the certificates to trust: {e}"))?;
        roots.add(certificate).map_err(|e| format!("the certificates to trust: {e}"))?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
