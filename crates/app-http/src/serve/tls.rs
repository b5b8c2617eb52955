//! TLS of the service's own, where no proxy stands before it: with a certificate from files, or from an authority.

mod acme;
mod files;

use crate::config::TlsFiles;
pub(crate) use acme::Acme;
use files::Files;
use rustls::client::verify_server_name;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::{ParsedCertificate, WantsServerCert};
use rustls::{ConfigBuilder, ServerConfig};
use std::io;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use tokio_rustls::{LazyConfigAcceptor, TlsAcceptor};
use url::Url;
use wariin_adapters::certificate_end;
use wariin_domain::Timestamp;

/// What connections are secured with now.
pub(crate) struct Tls {
    source: Source,
    used: RwLock<Used>,
}

/// Where the certificate comes from.
enum Source {
    Files(Files),
    Acme(Box<Acme>),
}

/// A certificate as it is used.
struct Used {
    config: Arc<ServerConfig>,
    /// When it ends; `None` for one of the service's own making.
    until: Option<Timestamp>,
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// Names the setting and says what is wrong: a file cannot be read, the key does not belong to the
    /// certificate, or the certificate is for another name than that of the base URL.
    pub(crate) fn open(files: TlsFiles) -> Result<Arc<Self>, String> {
        let (files, used) = Files::open(files)?;
        Ok(Arc::new(Self { source: Source::Files(files), used: RwLock::new(used) }))
    }

    /// The certificate that an authority issued; one of the service's own making where there is none yet.
    ///
    /// # Errors
    /// When not even that one can be made.
    pub(crate) async fn from_authority(acme: Acme) -> Result<Arc<Self>, String> {
        let used = acme.begin().await?;
        Ok(Arc::new(Self { source: Source::Acme(Box::new(acme)), used: RwLock::new(used) }))
    }

    /// Who issues the certificate; `None` when it comes from files.
    pub(crate) fn acme(&self) -> Option<&Acme> {
        match &self.source {
            Source::Files(_) => None,
            Source::Acme(acme) => Some(acme),
        }
    }

    /// When the certificate ends; `None` when it is one of the service's own making.
    pub(crate) fn until(&self) -> Option<Timestamp> {
        self.used.read().unwrap_or_else(PoisonError::into_inner).until
    }

    /// Reads the certificate again, and uses it from now on if it is another one.
    ///
    /// # Errors
    /// When it cannot be used; the one before stays.
    pub(crate) async fn look(&self) -> Result<bool, String> {
        let newer = match &self.source {
            Source::Files(files) => files.newer().await?,
            Source::Acme(acme) => acme.newer().await?,
        };
        let Some(newer) = newer else { return Ok(false) };
        *self.used.write().unwrap_or_else(PoisonError::into_inner) = newer;
        Ok(true)
    }

    /// The secured connection; `None` after an authority has been answered, which asks nothing else.
    pub(super) async fn handshake(
        &self,
        stream: TcpStream,
    ) -> io::Result<Option<TlsStream<TcpStream>>> {
        let config = self.config();
        let Source::Acme(acme) = &self.source else {
            return TlsAcceptor::from(config).accept(stream).await.map(Some);
        };
        let begun = LazyConfigAcceptor::new(rustls::server::Acceptor::default(), stream).await?;
        match acme::asked_by(&begun.client_hello()) {
            None => begun.into_stream(config).await.map(Some),
            Some(host) => {
                let answer = acme.answer(&host).await.map_err(io::Error::other)?;
                begun.into_stream(answer).await?;
                Ok(None)
            }
        }
    }

    fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.used.read().unwrap_or_else(PoisonError::into_inner).config)
    }
}

/// A certificate and key that cannot be used.
enum Unusable {
    Certificate(String),
    Key(String),
}

impl Unusable {
    /// Why.
    fn why(&self) -> &str {
        match self {
            Self::Certificate(why) | Self::Key(why) => why,
        }
    }
}

/// TLS 1.2 and 1.3 with this certificate and key (PEM), which is for the host of the base URL; HTTP/2 and HTTP/1.1 by
/// ALPN.
fn used(certificate: &[u8], key: &[u8], base_url: &Url) -> Result<Used, Unusable> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificate).collect();
    let chain = chain.map_err(|error| Unusable::Certificate(error.to_string()))?;
    let own = chain.first();
    let own = own.ok_or_else(|| Unusable::Certificate("there is no certificate in PEM".into()))?;
    expect_name(own, base_url).map_err(Unusable::Certificate)?;
    let until = certificate_end(own);
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|_| Unusable::Key("there is no private key in PEM without a password".into()))?;
    Ok(Used { config: config(chain, key)?, until })
}

fn config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Arc<ServerConfig>, Unusable> {
    let builder = builder().map_err(Unusable::Key)?;
    let mut config = builder.with_single_cert(chain, key).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => {
            Unusable::Key("the key does not belong to the certificate".to_owned())
        }
        other => Unusable::Key(other.to_string()),
    })?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// TLS 1.2 and 1.3 without certificates of clients.
fn builder() -> Result<ConfigBuilder<ServerConfig, WantsServerCert>, String> {
    let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()));
    let builder = builder.with_safe_default_protocol_versions();
    Ok(builder.map_err(|error| error.to_string())?.with_no_client_auth())
}

/// Whether browsers that ask for the base URL take the certificate as that of its host.
fn expect_name(own: &CertificateDer<'_>, base_url: &Url) -> Result<(), String> {
    let host = base_url.host_str().unwrap_or_default();
    let parsed = ParsedCertificate::try_from(own).map_err(|error| error.to_string())?;
    let name = ServerName::try_from(host.trim_matches(['[', ']']))
        .map_err(|_| format!("{host} is no name of a server"))?;
    verify_server_name(&parsed, &name)
        .map_err(|_| format!("the certificate is not for {host}, the host of WARIIN_BASE_URL"))
}
