//! A certificate that an authority issues by ACME, kept in the database for all nodes. The authority looks whose the
//! host is by `tls-alpn-01` (RFC 8737): it connects to this listener, and whichever node it reaches answers.

use super::{Used, builder, used};
use crate::config::AcmeSettings;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::ClientHello;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use std::sync::{Arc, Mutex, PoisonError};
use wariin_adapters::{AcmeAuthority, KeptCertificate, answering_pair, self_signed_pair};
use wariin_ports::{CertificateOrders, Clock, IssuedCertificate};
use wariin_usecases::with_causes;

/// By which protocol an authority asks (RFC 8737, section 6.2).
const ASKS_BY: &[u8] = b"acme-tls/1";

/// Who issues the certificate, and where it is kept.
pub(crate) struct Acme {
    settings: AcmeSettings,
    clock: Arc<dyn Clock>,
    /// The authority.
    pub(crate) authority: AcmeAuthority,
    /// The certificate and its order.
    pub(crate) kept: KeptCertificate,
    /// The same, as what orders are kept by.
    pub(crate) orders: Arc<dyn CertificateOrders>,
    /// The chain that was read last, whether it could be used or not.
    seen: Mutex<Option<String>>,
}

impl Acme {
    /// # Errors
    /// Names the setting that cannot be used.
    pub(crate) fn new(
        settings: AcmeSettings,
        kept: KeptCertificate,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, String> {
        let AcmeSettings { directory, contacts, hosts, trusted, .. } = settings.clone();
        let authority = AcmeAuthority::new(directory, contacts, hosts, trusted.as_deref());
        let authority = authority.map_err(|why| format!("WARIIN_TLS_ACME_CA_FILE: {why}"))?;
        let orders = Arc::new(kept.clone());
        Ok(Self { settings, clock, authority, kept, orders, seen: Mutex::default() })
    }

    /// What is used at the start.
    pub(super) async fn begin(&self) -> Result<Used, String> {
        match self.newer().await {
            Ok(Some(used)) => return Ok(used),
            Ok(None) => tracing::warn!(
                "there is no TLS certificate yet: until the authority of WARIIN_TLS_ACME has issued one, connections \
                 are secured with one of the service's own making, which browsers warn of"
            ),
            Err(error) => tracing::error!(
                error,
                "the kept TLS certificate cannot be used; until there is another one, connections are secured with \
                 one of the service's own making, which browsers warn of; `wariin tls renew` orders a new one"
            ),
        }
        let pair = self_signed_pair(&self.settings.hosts)?;
        let made = used(pair.certificate.as_bytes(), pair.key.as_bytes(), &self.settings.base_url);
        let made = made.map_err(|unusable| unusable.why().to_owned())?;
        Ok(Used { until: None, ..made })
    }

    /// The kept certificate, if it is another one than before.
    pub(super) async fn newer(&self) -> Result<Option<Used>, String> {
        let found = self.kept.certificate().await.map_err(|error| with_causes(&error))?;
        let Some(IssuedCertificate { chain, key, .. }) = found else { return Ok(None) };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.as_ref() == Some(&chain) {
            return Ok(None);
        }
        // Also when it cannot be used, so that the log says so once.
        let made = used(chain.as_bytes(), key.as_bytes(), &self.settings.base_url);
        *seen = Some(chain);
        made.map(Some).map_err(|unusable| unusable.why().to_owned())
    }

    /// What the authority is answered with (RFC 8737, section 3).
    ///
    /// # Errors
    /// When no authority is expected to ask for this host.
    pub(super) async fn answer(&self, host: &str) -> Result<Arc<ServerConfig>, String> {
        if !self.settings.hosts.iter().any(|own| own == host) {
            return Err("it is another host".to_owned());
        }
        let digest = self.kept.answer_for(host, self.clock.now()).await;
        let digest = digest.map_err(|error| with_causes(&error))?;
        let digest = digest.ok_or("no authority is expected to ask")?;
        let pair = answering_pair(host, &digest)?;
        let own = CertificateDer::from_pem_slice(pair.certificate.as_bytes());
        let key = PrivateKeyDer::from_pem_slice(pair.key.as_bytes());
        let (own, key) = own.ok().zip(key.ok()).ok_or("the answer cannot be read")?;
        let key = any_supported_type(&key).map_err(|error| error.to_string())?;
        // Not looked at: it has a critical extension that is made for this alone.
        let own = SingleCertAndKey::from(CertifiedKey::new(vec![own], key));
        let mut config = builder()?.with_cert_resolver(Arc::new(own));
        config.alpn_protocols = vec![ASKS_BY.to_vec()];
        Ok(Arc::new(config))
    }
}

/// For which host an authority asks; `None` for everything else that connects.
pub(super) fn asked_by(hello: &ClientHello<'_>) -> Option<String> {
    let asks = hello.alpn().is_some_and(|mut protocols| protocols.any(|name| name == ASKS_BY));
    let host = hello.server_name().unwrap_or_default().to_ascii_lowercase();
    asks.then_some(host)
}
