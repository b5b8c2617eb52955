//! What connections are secured with: files of the operator, or a certificate that the service gets by ACME.

use super::ConfigError;
use super::value::{is_local, wrong};
use std::fs;
use std::path::PathBuf;
use url::{Host, Url};
use wariin_domain::EmailAddress;

/// TLS of the service's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TlsSettings {
    /// A certificate that the operator keeps up.
    Files(TlsFiles),
    /// One that the service gets and renews.
    Acme(AcmeSettings),
}

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

/// Who issues the certificate, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AcmeSettings {
    /// `WARIIN_TLS_ACME`: the directory of the authority (RFC 8555, section 7.1.1).
    pub(crate) directory: String,
    /// `WARIIN_TLS_ACME_CONTACT`: addresses (`mailto:…`) that the authority may write to.
    pub(crate) contacts: Vec<String>,
    /// The host of the base URL, then those of `WARIIN_TLS_ACME_HOSTS`.
    pub(crate) hosts: Vec<String>,
    /// `WARIIN_TLS_ACME_CA_FILE`: what the directory's own certificate may lead to beside the public roots, in PEM.
    pub(crate) trusted: Option<String>,
    /// The address under which people reach the service.
    pub(crate) base_url: Url,
}

/// As it is written.
pub(super) struct Raw {
    pub(super) certificate: Option<PathBuf>,
    pub(super) key: Option<PathBuf>,
    pub(super) directory: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) hosts: Option<String>,
    pub(super) ca_file: Option<PathBuf>,
}

impl Raw {
    /// Files or an authority, and an address that is reached by TLS.
    pub(super) fn check(self, base_url: &Url) -> Result<Option<TlsSettings>, ConfigError> {
        let Self { certificate, key, directory, contact, hosts, ca_file } = self;
        let Some(directory) = directory else {
            for (named, is_set) in [
                ("WARIIN_TLS_ACME_CONTACT", contact.is_some()),
                ("WARIIN_TLS_ACME_HOSTS", hosts.is_some()),
                ("WARIIN_TLS_ACME_CA_FILE", ca_file.is_some()),
            ] {
                if is_set {
                    return Err(wrong(named, "means something beside WARIIN_TLS_ACME only"));
                }
            }
            return files(certificate, key, base_url);
        };
        if certificate.is_some() || key.is_some() {
            let problem = "the certificate comes from WARIIN_TLS_CERT already; set one of the two";
            return Err(wrong("WARIIN_TLS_ACME", problem));
        }
        if base_url.scheme() != "https" {
            let problem = "must begin with https:// where WARIIN_TLS_ACME is set";
            return Err(wrong("WARIIN_BASE_URL", problem));
        }
        Ok(Some(TlsSettings::Acme(AcmeSettings {
            directory: directory_url(&directory)?,
            contacts: contacts(contact.as_deref().unwrap_or_default())?,
            hosts: all_hosts(base_url, hosts.as_deref().unwrap_or_default())?,
            trusted: ca_file.as_ref().map(trusted).transpose()?,
            base_url: base_url.clone(),
        })))
    }
}

/// Both files or none.
fn files(
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    base_url: &Url,
) -> Result<Option<TlsSettings>, ConfigError> {
    match (certificate, key) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) if base_url.scheme() != "https" => {
            let problem = "must begin with https:// where WARIIN_TLS_CERT is set";
            Err(wrong("WARIIN_BASE_URL", problem))
        }
        (Some(certificate), Some(key)) => {
            let base_url = base_url.clone();
            Ok(Some(TlsSettings::Files(TlsFiles { certificate, key, base_url })))
        }
        (Some(_), None) => Err(wrong("WARIIN_TLS_KEY", "missing beside WARIIN_TLS_CERT")),
        (None, Some(_)) => Err(wrong("WARIIN_TLS_CERT", "missing beside WARIIN_TLS_KEY")),
    }
}

/// An account's key is used there: `https`, or on this machine.
fn directory_url(text: &str) -> Result<String, ConfigError> {
    let problem = "expected the address of an authority's directory, like \
        https://acme-v02.api.letsencrypt.org/directory";
    let url = Url::parse(text).map_err(|_| wrong("WARIIN_TLS_ACME", problem))?;
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_local(&url));
    // The address stands in the log and in what `wariin doctor` says.
    let is_secret = !url.username().is_empty() || url.password().is_some() || url.query().is_some();
    (is_safe && !is_secret)
        .then(|| url.to_string())
        .ok_or_else(|| wrong("WARIIN_TLS_ACME", problem))
}

fn contacts(text: &str) -> Result<Vec<String>, ConfigError> {
    let read = |part: &str| {
        let problem = "expected mail addresses, separated by commas";
        let address = EmailAddress::parse(part);
        let address = address.map_err(|_| wrong("WARIIN_TLS_ACME_CONTACT", problem))?;
        Ok(format!("mailto:{}", address.as_str()))
    };
    parts(text).map(read).collect()
}

fn all_hosts(base_url: &Url, others: &str) -> Result<Vec<String>, ConfigError> {
    let own = match base_url.host() {
        Some(Host::Domain(name)) if is_public_name(name) => name.to_owned(),
        _ => {
            let problem = "no authority issues a certificate for this host; it has to be a name in \
                the public DNS, or WARIIN_TLS_CERT has to name a certificate";
            return Err(wrong("WARIIN_BASE_URL", problem));
        }
    };
    let mut hosts = vec![own];
    for part in parts(others) {
        let problem = "expected names of hosts, like www.sign.example.jp, separated by commas";
        let refused = || wrong("WARIIN_TLS_ACME_HOSTS", problem);
        let Ok(Host::Domain(name)) = Host::parse(part) else { return Err(refused()) };
        if !is_public_name(&name) {
            return Err(refused());
        }
        if !hosts.contains(&name) {
            hosts.push(name);
        }
    }
    Ok(hosts)
}

/// A name that may stand in the public DNS, without a wildcard: that one is not proved by the service itself.
fn is_public_name(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    name.contains('.') && name.split('.').all(is_label) && !name.ends_with(".localhost")
}

fn trusted(file: &PathBuf) -> Result<String, ConfigError> {
    fs::read_to_string(file).map_err(|error| ConfigError::Value {
        key: "WARIIN_TLS_ACME_CA_FILE",
        problem: format!("{}: {error}", file.display()),
    })
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ']).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::{ConfigError, Settings, TlsSettings};

    const BASE: (&str, &str) = ("WARIIN_BASE_URL", "https://sign.example.jp");
    const ACME: (&str, &str) = ("WARIIN_TLS_ACME", "https://acme.example/directory");

    fn with(pairs: &[(&str, &str)]) -> Result<Settings, ConfigError> {
        let pairs = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Settings::from_sources(None, pairs.collect::<Vec<_>>())
    }

    #[test]
    fn one_setting_names_the_authority_and_the_base_url_the_host() {
        let Some(TlsSettings::Acme(acme)) = with(&[BASE, ACME]).unwrap().tls else {
            unreachable!("another kind of TLS");
        };
        assert_eq!((acme.directory.as_str(), acme.contacts.len()), (ACME.1, 0));
        assert_eq!(acme.hosts, ["sign.example.jp"]);
        let contact = ("WARIIN_TLS_ACME_CONTACT", "ops@example.jp, it@example.jp");
        let hosts = ("WARIIN_TLS_ACME_HOSTS", "WWW.sign.example.jp sign.example.jp 署名.example");
        let Some(TlsSettings::Acme(acme)) = with(&[BASE, ACME, contact, hosts]).unwrap().tls else {
            unreachable!("another kind of TLS");
        };
        assert_eq!(acme.contacts, ["mailto:ops@example.jp", "mailto:it@example.jp"]);
        assert_eq!(acme.hosts, ["sign.example.jp", "www.sign.example.jp", "xn--eqrt32h.example"]);
    }

    #[test]
    fn what_no_authority_could_issue_for_is_refused_by_the_name_of_its_setting() {
        for (settings, named) in [
            (&[BASE, ("WARIIN_TLS_ACME", "letsencrypt")][..], "WARIIN_TLS_ACME:"),
            (
                &[BASE, ("WARIIN_TLS_ACME", "https://me:secret@acme.example/directory")],
                "WARIIN_TLS_ACME:",
            ),
            (
                &[BASE, ("WARIIN_TLS_ACME", "https://acme.example/directory?key=secret")],
                "WARIIN_TLS_ACME:",
            ),
            (&[BASE, ("WARIIN_TLS_ACME", "http://acme.example/directory")], "WARIIN_TLS_ACME:"),
            (
                &[BASE, ACME, ("WARIIN_TLS_CERT", "/c"), ("WARIIN_TLS_KEY", "/k")],
                "WARIIN_TLS_ACME:",
            ),
            (&[ACME], "WARIIN_BASE_URL"),
            (&[ACME, ("WARIIN_BASE_URL", "https://localhost")], "WARIIN_BASE_URL"),
            (&[ACME, ("WARIIN_BASE_URL", "https://192.0.2.1")], "WARIIN_BASE_URL"),
            (&[ACME, ("WARIIN_BASE_URL", "https://sign")], "WARIIN_BASE_URL"),
            (&[BASE, ACME, ("WARIIN_TLS_ACME_CONTACT", "ops")], "WARIIN_TLS_ACME_CONTACT"),
            (&[BASE, ACME, ("WARIIN_TLS_ACME_HOSTS", "*.example.jp")], "WARIIN_TLS_ACME_HOSTS"),
            (&[BASE, ACME, ("WARIIN_TLS_ACME_HOSTS", "192.0.2.1")], "WARIIN_TLS_ACME_HOSTS"),
            (&[BASE, ACME, ("WARIIN_TLS_ACME_CA_FILE", "/nowhere")], "WARIIN_TLS_ACME_CA_FILE"),
            (&[BASE, ("WARIIN_TLS_ACME_CONTACT", "ops@example.jp")], "WARIIN_TLS_ACME_CONTACT"),
            (&[BASE, ("WARIIN_TLS_ACME_HOSTS", "a.example.jp")], "WARIIN_TLS_ACME_HOSTS"),
        ] {
            let error = with(settings).unwrap_err().to_string();
            assert!(error.starts_with(named), "{error}");
        }
    }
}
