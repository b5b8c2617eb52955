//! TLS of the service's own, where no proxy stands before it: certificate and key from files, read again when
//! they change.

use crate::switch::{Switch, is_on};
use rustls::ServerConfig;
use rustls::client::verify_server_name;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::ParsedCertificate;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio_rustls::TlsAcceptor;
use url::Url;
use wariin_adapters::certificate_end;
use wariin_domain::Timestamp;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Where certificate and key are, and for which address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TlsFiles {
    /// `WARIIN_TLS_CERT`: the certificate, then those that lead from it towards a root, in PEM.
    pub(crate) certificate: PathBuf,
    /// `WARIIN_TLS_KEY`: its private key in PEM.
    pub(crate) key: PathBuf,
    /// The address under which people reach the service.
    pub(crate) base_url: Url,
}

/// What connections are secured with now.
pub(crate) struct Tls {
    files: TlsFiles,
    /// What the files held when they were read last, whether it could be used or not.
    seen: RwLock<(Vec<u8>, Vec<u8>)>,
    config: RwLock<Arc<ServerConfig>>,
    /// When the certificate ends, in Unix time.
    until: AtomicI64,
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// Names the setting and says what is wrong: a file cannot be read, the key does not belong to the
    /// certificate, or the certificate is for another name than that of the base URL.
    pub(crate) fn open(files: TlsFiles) -> Result<Arc<Self>, String> {
        let seen = read(&files)?;
        let (config, until) = config(&files, &seen)?;
        let until = AtomicI64::new(until.map_or(0, Timestamp::as_seconds));
        Ok(Arc::new(Self { files, seen: RwLock::new(seen), config: RwLock::new(config), until }))
    }

    /// What a new connection is secured with.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let config = self.config.read().unwrap_or_else(PoisonError::into_inner);
        TlsAcceptor::from(Arc::clone(&config))
    }

    /// When the certificate ends.
    pub(crate) fn until(&self) -> Option<Timestamp> {
        let seconds = self.until.load(Ordering::Relaxed);
        (seconds > 0).then(|| Timestamp::from_micros(seconds.saturating_mul(1_000_000)))
    }

    /// Reads the files again whenever they have changed, until told to stop. What cannot be used is said in the
    /// log, and what was used before stays.
    pub(crate) async fn keep_up(self: Arc<Self>, mut stop: Switch) {
        while !*stop.borrow() {
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = is_on(&mut stop) => return,
            }
            let tls = Arc::clone(&self);
            match tokio::task::spawn_blocking(move || tls.look()).await {
                Ok(Ok(true)) => tracing::info!("another TLS certificate is used from now on"),
                Ok(Ok(false)) | Err(_) => {}
                Ok(Err(error)) => {
                    tracing::error!(
                        error,
                        "the new TLS certificate cannot be used; the one before stays"
                    );
                }
            }
        }
    }

    /// Whether there is something new, which is used from now on.
    fn look(&self) -> Result<bool, String> {
        let found = read(&self.files)?;
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        if *seen == found {
            return Ok(false);
        }
        // Also when it cannot be used, so that the log says so once. The two files change one after the other:
        // a pair that does not fit is looked at again when the second one is there.
        let made = config(&self.files, &found);
        *seen = found;
        let (config, until) = made?;
        *self.config.write().unwrap_or_else(PoisonError::into_inner) = config;
        self.until.store(until.map_or(0, Timestamp::as_seconds), Ordering::Relaxed);
        Ok(true)
    }
}

fn read(files: &TlsFiles) -> Result<(Vec<u8>, Vec<u8>), String> {
    let read = |setting: &str, path: &PathBuf| {
        fs::read(path).map_err(|error| format!("{setting}: {}: {error}", path.display()))
    };
    Ok((read("WARIIN_TLS_CERT", &files.certificate)?, read("WARIIN_TLS_KEY", &files.key)?))
}

/// TLS 1.2 and 1.3 with this certificate, HTTP/2 and HTTP/1.1 by ALPN; and when the certificate ends.
fn config(
    files: &TlsFiles,
    (certificate, key): &(Vec<u8>, Vec<u8>),
) -> Result<(Arc<ServerConfig>, Option<Timestamp>), String> {
    let of_certificate = |why: &dyn std::fmt::Display| {
        format!("WARIIN_TLS_CERT: {}: {why}", files.certificate.display())
    };
    let of_key =
        |why: &dyn std::fmt::Display| format!("WARIIN_TLS_KEY: {}: {why}", files.key.display());
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificate).collect();
    let chain = chain.map_err(|error| of_certificate(&error))?;
    let own = chain.first().ok_or_else(|| of_certificate(&"there is no certificate in PEM"))?;
    expect_name(own, &files.base_url).map_err(|why| of_certificate(&why))?;
    let until = certificate_end(own);
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|_| of_key(&"there is no private key in PEM without a password"))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_no_client_auth();
    let mut config = builder.with_single_cert(chain, key).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => {
            let whose = files.certificate.display();
            of_key(&format!("the key does not belong to the certificate {whose}"))
        }
        other => of_key(&other),
    })?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok((Arc::new(config), until))
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

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair};

    fn made(name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
    }

    fn files(folder: &tempfile::TempDir, certificate: &str, key: &str) -> TlsFiles {
        let [cert_file, key_file] = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
        fs::write(&cert_file, certificate).unwrap();
        fs::write(&key_file, key).unwrap();
        let base_url = Url::parse("https://sign.example.jp").unwrap();
        TlsFiles { certificate: cert_file, key: key_file, base_url }
    }

    #[test]
    fn a_pair_that_cannot_be_used_is_refused_by_the_name_of_its_setting() {
        let folder = tempfile::tempdir().unwrap();
        let ((certificate, key), (other, other_key)) =
            (made("sign.example.jp"), made("other.example.jp"));
        assert!(Tls::open(files(&folder, &certificate, &key)).unwrap().until().is_some());
        for (certificate, key, setting, why) in [
            (&certificate, &other_key, "WARIIN_TLS_KEY", "does not belong"),
            (&other, &other_key, "WARIIN_TLS_CERT", "sign.example.jp"),
            (&key, &key, "WARIIN_TLS_CERT", "no certificate"),
            (&certificate, &certificate, "WARIIN_TLS_KEY", "no private key"),
        ] {
            let error = Tls::open(files(&folder, certificate, key)).err().unwrap();
            assert!(error.starts_with(setting) && error.contains(why), "{error}");
        }
        let mut missing = files(&folder, &certificate, &key);
        missing.key = folder.path().join("nothing.pem");
        assert!(Tls::open(missing).err().unwrap().starts_with("WARIIN_TLS_KEY"));
    }

    #[test]
    fn files_that_change_are_used_and_a_pair_that_does_not_fit_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let ((certificate, key), (newer, newer_key)) =
            (made("sign.example.jp"), made("sign.example.jp"));
        let tls = Tls::open(files(&folder, &certificate, &key)).unwrap();
        let used = || Arc::as_ptr(&tls.config.read().unwrap());
        let before = used();
        assert_eq!(tls.look(), Ok(false));
        files(&folder, &newer, &key);
        assert!(tls.look().is_err());
        assert_eq!(tls.look(), Ok(false), "it is said once");
        assert_eq!(used(), before);
        files(&folder, &newer, &newer_key);
        assert_eq!(tls.look(), Ok(true));
        assert_ne!(used(), before);
    }
}
