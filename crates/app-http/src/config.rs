//! Settings: from the environment and, beneath it, an optional TOML file. Unknown and invalid keys are
//! refused by name.

mod secrets;

use crate::serve::tls::TlsFiles;
use config::{Config, Environment, File, FileFormat};
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::{Host, Url};
use wariin_domain::{OrganisationName, Registration, Span};

/// What the service is told at its start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `WARIIN_LISTEN`: the address and port to listen on.
    pub listen: SocketAddr,
    /// `WARIIN_BASE_URL`: the address under which people reach the service.
    pub base_url: Url,
    /// `WARIIN_INSTALLATION_NAME`: what authenticator apps call this service; the host of the base URL when
    /// absent.
    pub installation_name: String,
    /// `WARIIN_DATA_DIR`: the folder for keys, files and the embedded database.
    pub data_dir: PathBuf,
    /// `WARIIN_DATABASE_URL`: `postgres://…`; the embedded database when absent.
    pub database_url: Option<String>,
    /// `WARIIN_SMTP_URL`: `smtp://…` or `smtps://…`; mails go to a folder when absent.
    pub smtp_url: Option<String>,
    /// `WARIIN_MAIL_FROM`: who the mails come from.
    pub mail_from: String,
    /// `WARIIN_REGISTRATION`: what a recipient who registers becomes; a guest when absent.
    pub registration: Registration,
    /// `WARIIN_LOG`: what is logged, as `tracing` directives.
    pub log: String,
    /// `WARIIN_LOG_FORMAT`: how lines of the log are written.
    pub log_format: LogFormat,
    /// `WARIIN_METRICS_ADDR`: the address and port at which `/metrics` is answered; nowhere when absent.
    pub metrics_addr: Option<SocketAddr>,
    /// `WARIIN_TRUSTED_PROXIES`: addresses whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// `WARIIN_CONNECTIONS_PER_ADDRESS`: how many connections one client's address may have open.
    pub connections_per_address: usize,
    /// `WARIIN_DRAIN_SECONDS`: how long connections are still taken after readiness went off at the end.
    pub drain_seconds: Option<u64>,
    /// `WARIIN_IDP_PRIVATE_ORIGINS`: origins of identity providers that may be at a private address.
    pub idp_private_origins: Vec<String>,
    /// `WARIIN_IDP_CA_FILE`: certificates that identity providers may have beside the public ones.
    pub idp_ca_file: Option<PathBuf>,
    /// `WARIIN_SEAL_KEY`: a PEM or PKCS#12 file, or a `pkcs11:` URI; a key of our own when absent.
    pub seal_key: Option<String>,
    /// `WARIIN_SEAL_SUBJECT`: whose name the certificate of our own key has; `Wariin` when absent.
    pub seal_subject: Option<OrganisationName>,
    /// `WARIIN_SEAL_PASSWORD_FILE`: the file with the password of a PKCS#12 file.
    pub seal_password_file: Option<PathBuf>,
    /// `WARIIN_TSA_URL`: timestamp authorities (RFC 3161), asked in this order.
    pub tsa_urls: Vec<String>,
    /// `WARIIN_TSA_CA_FILE`: the roots (PEM) that are trusted for timestamps.
    pub tsa_ca_file: Option<PathBuf>,
    /// `WARIIN_CHECKPOINT_SECONDS`: how often a checkpoint of the log is published while something happens.
    pub checkpoint_every: Span,
    /// `WARIIN_WITNESSES`: who cosigns checkpoints, as addresses with verifier keys.
    pub witnesses: String,
    /// `WARIIN_TLS_CERT` and `WARIIN_TLS_KEY`: what connections are secured with; plain HTTP when absent.
    pub(crate) tls: Option<TlsFiles>,
    /// `WARIIN_MASTER_KEY_FILE`: the file with the master key; `keys/master.key`, which is made at the first
    /// start, when absent.
    pub master_key_file: Option<PathBuf>,
}

/// How lines of the log are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A key is unknown or its value is of the wrong type.
    #[error("{0}")]
    Key(String),
    /// A value makes no sense.
    #[error("{key}: {problem}")]
    Value {
        /// The key, as it stands in the environment.
        key: &'static str,
        /// What is wrong and what is expected.
        problem: String,
    },
}

const KEYS: [&str; 27] = [
    "WARIIN_LISTEN",
    "WARIIN_BASE_URL",
    "WARIIN_INSTALLATION_NAME",
    "WARIIN_DATA_DIR",
    "WARIIN_DATABASE_URL",
    "WARIIN_SMTP_URL",
    "WARIIN_MAIL_FROM",
    "WARIIN_REGISTRATION",
    "WARIIN_LOG",
    "WARIIN_LOG_FORMAT",
    "WARIIN_METRICS_ADDR",
    "WARIIN_TRUSTED_PROXIES",
    "WARIIN_CONNECTIONS_PER_ADDRESS",
    "WARIIN_DRAIN_SECONDS",
    "WARIIN_IDP_PRIVATE_ORIGINS",
    "WARIIN_IDP_CA_FILE",
    "WARIIN_SEAL_KEY",
    "WARIIN_SEAL_SUBJECT",
    "WARIIN_SEAL_PASSWORD_FILE",
    "WARIIN_TSA_URL",
    "WARIIN_TSA_CA_FILE",
    "WARIIN_CHECKPOINT_SECONDS",
    "WARIIN_WITNESSES",
    "WARIIN_TLS_CERT",
    "WARIIN_TLS_KEY",
    "WARIIN_MASTER_KEY_FILE",
    "WARIIN_SECRETS_DIR",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    listen: String,
    base_url: Option<String>,
    installation_name: Option<String>,
    data_dir: PathBuf,
    database_url: Option<String>,
    smtp_url: Option<String>,
    mail_from: String,
    registration: String,
    log: String,
    log_format: String,
    metrics_addr: Option<String>,
    trusted_proxies: String,
    connections_per_address: String,
    drain_seconds: Option<String>,
    idp_private_origins: String,
    idp_ca_file: Option<PathBuf>,
    seal_key: Option<String>,
    seal_subject: Option<String>,
    seal_password_file: Option<PathBuf>,
    tsa_url: String,
    tsa_ca_file: Option<PathBuf>,
    checkpoint_seconds: String,
    witnesses: String,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    master_key_file: Option<PathBuf>,
}

impl Settings {
    /// Reads the settings of this process: the environment over the TOML file, if one is named.
    ///
    /// # Errors
    /// [`ConfigError`] names the key.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let environment = std::env::vars_os()
            .filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)));
        Self::from_sources(file, environment)
    }

    /// Reads the settings from these sources.
    ///
    /// # Errors
    /// [`ConfigError`] names the key.
    pub fn from_sources(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut environment: config::Map<String, String> = environment
            .into_iter()
            .filter(|(key, value)| key.starts_with("WARIIN_") && !value.is_empty())
            .collect();
        if let Some(unknown) = environment.keys().find(|key| !KEYS.contains(&key.as_str())) {
            let known = KEYS.join(", ");
            return Err(ConfigError::Key(format!("{unknown} is not a setting; there are {known}")));
        }
        if let Some(folder) = environment.remove("WARIIN_SECRETS_DIR") {
            for (key, value) in secrets::read(Path::new(&folder))? {
                if environment.insert(key.to_owned(), value).is_some() {
                    let problem =
                        "is set in the environment and is a file of WARIIN_SECRETS_DIR".to_owned();
                    return Err(ConfigError::Value { key, problem });
                }
            }
        }
        let unusable = |e: config::ConfigError| ConfigError::Key(e.to_string());
        let mut builder = Config::builder();
        for (key, value) in [
            ("listen", "127.0.0.1:8080"),
            ("data_dir", "wariin-data"),
            ("mail_from", "Wariin <wariin@localhost>"),
            ("registration", Registration::Invited.name()),
            ("log", "info"),
            ("log_format", "text"),
            ("trusted_proxies", ""),
            ("connections_per_address", "64"),
            ("idp_private_origins", ""),
            ("tsa_url", ""),
            ("checkpoint_seconds", "600"),
            ("witnesses", ""),
        ] {
            builder = builder.set_default(key, value).map_err(unusable)?;
        }
        if let Some(file) = file {
            builder = builder.add_source(File::from(file).format(FileFormat::Toml).required(true));
        }
        let environment =
            Environment::with_prefix("WARIIN").prefix_separator("_").source(Some(environment));
        let raw = builder.add_source(environment).build().map_err(unusable)?;
        raw.try_deserialize::<Raw>().map_err(unusable)?.check()
    }

    /// Where the master key is.
    pub(crate) fn master_key_path(&self) -> PathBuf {
        self.master_key_file.clone().unwrap_or_else(|| self.data_dir.join("keys/master.key"))
    }

    /// `scheme://host[:port]` of the base URL.
    pub fn origin(&self) -> String {
        self.base_url.origin().ascii_serialization()
    }

    /// An address of ours, for mails.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// How long connections are still taken at the end, so that a load balancer can see that the process
    /// is not ready any more. There is none before a service for this machine only.
    pub(crate) fn drain_grace(&self) -> Duration {
        let default = if self.is_for_this_machine_only() { 0 } else { 5 };
        Duration::from_secs(self.drain_seconds.unwrap_or(default))
    }

    /// Whether people reach the service over TLS.
    pub fn is_https(&self) -> bool {
        self.base_url.scheme() == "https"
    }

    /// Whether mails are kept on this machine and shown on a page: without a mail server, and only
    /// where no other machine can reach the page.
    pub fn has_dev_mailbox(&self) -> bool {
        self.smtp_url.is_none() && self.is_for_this_machine_only()
    }

    /// Whether only this machine reaches the service: no other one does, neither directly nor through a
    /// proxy at the base URL.
    pub fn is_for_this_machine_only(&self) -> bool {
        self.listen.ip().is_loopback() && is_local(&self.base_url)
    }
}

impl Raw {
    fn check(self) -> Result<Settings, ConfigError> {
        let listen: SocketAddr = self.listen.parse().map_err(|_| {
            wrong("WARIIN_LISTEN", "expected an address and port, like 0.0.0.0:8080")
        })?;
        let base_url =
            self.base_url.unwrap_or_else(|| format!("http://localhost:{}", listen.port()));
        let base_url = Url::parse(&base_url).map_err(|_| {
            wrong("WARIIN_BASE_URL", "expected a URL, like https://sign.example.co.jp")
        })?;
        expect_usable(&base_url)?;
        let installation_name = installation_name(self.installation_name.as_deref(), &base_url)?;
        let is_postgres =
            |url: &String| url.starts_with("postgres://") || url.starts_with("postgresql://");
        if self.database_url.as_ref().is_some_and(|url| !is_postgres(url)) {
            return Err(wrong(
                "WARIIN_DATABASE_URL",
                "expected postgres://…; leave it out for the embedded database",
            ));
        }
        let registration = registration(&self.registration)?;
        let trusted_proxies = trusted_proxies(&self.trusted_proxies)?;
        let connections_per_address = match self.connections_per_address.parse() {
            Ok(connections) if connections > 0 => connections,
            Ok(_) | Err(_) => {
                let problem = "expected a number of connections, like 64";
                return Err(wrong("WARIIN_CONNECTIONS_PER_ADDRESS", problem));
            }
        };
        let drain_seconds =
            self.drain_seconds.map(|text| text.parse()).transpose().map_err(|_| {
                wrong("WARIIN_DRAIN_SECONDS", "expected a number of seconds, like 5")
            })?;
        let idp_private_origins = self
            .idp_private_origins
            .split([',', ' '])
            .filter(|part| !part.is_empty())
            .map(|part| {
                private_origin(part).ok_or_else(|| {
                    let problem = "expected origins like https://idp.corp.example, separated by \
                        commas; http only on localhost";
                    wrong("WARIIN_IDP_PRIVATE_ORIGINS", problem)
                })
            })
            .collect::<Result<_, _>>()?;
        let log_format = log_format(&self.log_format)?;
        let metrics_addr = metrics_addr(self.metrics_addr.as_deref(), listen)?;
        let tls = tls_files(self.tls_cert, self.tls_key, &base_url)?;
        let seal_subject = self.seal_subject.as_deref().map(seal_subject).transpose()?;
        if seal_subject.is_some() && self.seal_key.is_some() {
            let problem = "the certificate of WARIIN_SEAL_KEY has its subject already";
            return Err(wrong("WARIIN_SEAL_SUBJECT", problem));
        }
        let tsa_urls = self
            .tsa_url
            .split([',', ' '])
            .filter(|part| !part.is_empty())
            .map(|part| {
                tsa_url(part).ok_or_else(|| {
                    let problem =
                        "expected addresses like https://tsa.example/, separated by commas";
                    wrong("WARIIN_TSA_URL", problem)
                })
            })
            .collect::<Result<_, _>>()?;
        let checkpoint_every = match self.checkpoint_seconds.parse() {
            Ok(seconds) if seconds > 0 => Span::seconds(seconds),
            Ok(_) | Err(_) => {
                let problem = "expected a number of seconds, like 600";
                return Err(wrong("WARIIN_CHECKPOINT_SECONDS", problem));
            }
        };
        Ok(Settings {
            listen,
            base_url,
            installation_name,
            data_dir: self.data_dir,
            database_url: self.database_url,
            smtp_url: self.smtp_url,
            mail_from: self.mail_from,
            registration,
            log: self.log,
            log_format,
            metrics_addr,
            trusted_proxies,
            connections_per_address,
            drain_seconds,
            idp_private_origins,
            idp_ca_file: self.idp_ca_file,
            seal_key: self.seal_key,
            seal_subject,
            seal_password_file: self.seal_password_file,
            tsa_urls,
            tsa_ca_file: self.tsa_ca_file,
            checkpoint_every,
            witnesses: self.witnesses,
            tls,
            master_key_file: self.master_key_file,
        })
    }
}

/// A value that makes no sense.
fn wrong(key: &'static str, problem: &str) -> ConfigError {
    ConfigError::Value { key, problem: problem.to_owned() }
}

fn trusted_proxies(text: &str) -> Result<Vec<IpAddr>, ConfigError> {
    let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
    let read = |part: &str| {
        let problem = "expected IP addresses, separated by commas";
        part.parse().map_err(|_| wrong("WARIIN_TRUSTED_PROXIES", problem))
    };
    parts.map(read).collect()
}

fn log_format(word: &str) -> Result<LogFormat, ConfigError> {
    match word {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(wrong("WARIIN_LOG_FORMAT", "expected text or json")),
    }
}

/// Where metrics are told: at another place than the pages.
fn metrics_addr(text: Option<&str>, listen: SocketAddr) -> Result<Option<SocketAddr>, ConfigError> {
    let Some(text) = text else { return Ok(None) };
    let refused = |problem| Err(wrong("WARIIN_METRICS_ADDR", problem));
    match text.parse::<SocketAddr>() {
        Err(_) => refused("expected an IP address and a port, like 127.0.0.1:9464"),
        Ok(address) if address.port() != 0 && address == listen => {
            refused("expected another address or port than that of WARIIN_LISTEN")
        }
        Ok(address) => Ok(Some(address)),
    }
}

/// Both files or none, and an address that is reached by TLS.
fn tls_files(
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    base_url: &Url,
) -> Result<Option<TlsFiles>, ConfigError> {
    match (certificate, key) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) if base_url.scheme() != "https" => {
            let problem = "must begin with https:// where WARIIN_TLS_CERT is set";
            Err(wrong("WARIIN_BASE_URL", problem))
        }
        (Some(certificate), Some(key)) => {
            Ok(Some(TlsFiles { certificate, key, base_url: base_url.clone() }))
        }
        (Some(_), None) => Err(wrong("WARIIN_TLS_KEY", "missing beside WARIIN_TLS_CERT")),
        (None, Some(_)) => Err(wrong("WARIIN_TLS_CERT", "missing beside WARIIN_TLS_KEY")),
    }
}

/// An origin in its plain form, `https` or on this machine.
fn private_origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_local(&url));
    let origin = url.origin().ascii_serialization();
    (is_safe && (text == origin || text.strip_suffix('/') == Some(&origin))).then_some(origin)
}

/// The issuer of an authenticator's entry: a name without the colon that ends it.
fn installation_name(text: Option<&str>, base_url: &Url) -> Result<String, ConfigError> {
    let Some(text) = text else {
        // IPv6 addresses lose their colons.
        let host = base_url.host_str().unwrap_or("Wariin");
        return Ok(host.replace(['[', ']'], "").replace(':', "-"));
    };
    let name = OrganisationName::parse(text).ok().filter(|name| !name.as_str().contains(':'));
    name.map(|name| name.as_str().to_owned()).ok_or_else(|| ConfigError::Value {
        key: "WARIIN_INSTALLATION_NAME",
        problem: "expected a name without a colon, like 割印商事 電子契約".to_owned(),
    })
}

/// Sessions are only safe over TLS, but for this machine alone.
fn expect_usable(base_url: &Url) -> Result<(), ConfigError> {
    if base_url.scheme() != "https" && !(base_url.scheme() == "http" && is_local(base_url)) {
        let problem = "must begin with https:// unless it is on localhost: \
            sessions are only safe over TLS";
        return Err(wrong("WARIIN_BASE_URL", problem));
    }
    if base_url.path() == "/" {
        Ok(())
    } else {
        Err(wrong("WARIIN_BASE_URL", "must not have a path"))
    }
}

/// The subject of a certificate: with the word that follows it, it has 64 characters at most (RFC 5280,
/// Whether recipients who register become guests or found organisations.
fn registration(word: &str) -> Result<Registration, ConfigError> {
    Registration::parse(word).ok_or_else(|| ConfigError::Value {
        key: "WARIIN_REGISTRATION",
        problem: "expected invited (recipients who register become guests, who cannot send) or \
            open (each becomes the admin of an organisation of its own)"
            .to_owned(),
    })
}

/// appendix A.1).
fn seal_subject(text: &str) -> Result<OrganisationName, ConfigError> {
    let name = OrganisationName::parse(text).ok();
    name.filter(|name| name.as_str().chars().count() <= 59).ok_or_else(|| ConfigError::Value {
        key: "WARIIN_SEAL_SUBJECT",
        problem: "expected an organisation's name of at most 59 characters".to_owned(),
    })
}

/// The address of a timestamp authority. Many answer over plain HTTP: the token is signed.
fn tsa_url(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    (["http", "https"].contains(&url.scheme()) && url.has_host()).then(|| url.to_string())
}

fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Settings, ConfigError> {
        let pairs = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Settings::from_sources(None, pairs)
    }

    #[test]
    fn nothing_needs_to_be_configured() {
        let settings = with(&[("PATH", "/bin")]).unwrap();
        assert_eq!(settings.origin(), "http://localhost:8080");
        assert!(settings.has_dev_mailbox() && !settings.is_https());
    }

    #[test]
    fn an_unknown_key_is_refused_by_its_name() {
        let error = with(&[("WARIIN_BSE_URL", "https://a.example")]).unwrap_err();
        assert!(error.to_string().contains("WARIIN_BSE_URL"), "{error}");
    }

    #[test]
    fn an_invalid_value_is_refused_by_its_key() {
        for (key, value) in [
            ("WARIIN_LISTEN", "8080"),
            ("WARIIN_BASE_URL", "http://sign.example.co.jp"),
            ("WARIIN_BASE_URL", "https://sign.example.co.jp/wariin"),
            ("WARIIN_DATABASE_URL", "mysql://x"),
            ("WARIIN_TRUSTED_PROXIES", "10.0.0.1, proxy"),
            ("WARIIN_CONNECTIONS_PER_ADDRESS", "0"),
            ("WARIIN_CONNECTIONS_PER_ADDRESS", "many"),
            ("WARIIN_DRAIN_SECONDS", "-1"),
            ("WARIIN_CHECKPOINT_SECONDS", "0"),
            ("WARIIN_CHECKPOINT_SECONDS", "10m"),
            ("WARIIN_IDP_PRIVATE_ORIGINS", "http://10.0.0.1"),
            ("WARIIN_IDP_PRIVATE_ORIGINS", "https://idp.example/realms"),
            ("WARIIN_INSTALLATION_NAME", "割印商事: 電子契約"),
            ("WARIIN_INSTALLATION_NAME", "割印商事\u{202e}"),
            ("WARIIN_INSTALLATION_NAME", "https://割印.example"),
            ("WARIIN_SECRETS_DIR", "/nowhere"),
            ("WARIIN_LOG_FORMAT", "xml"),
            ("WARIIN_METRICS_ADDR", "9464"),
            ("WARIIN_METRICS_ADDR", "127.0.0.1:8080"),
            ("WARIIN_SEAL_SUBJECT", "https://割印.example"),
            ("WARIIN_SEAL_SUBJECT", "割印商事\u{202e}"),
            ("WARIIN_SEAL_SUBJECT", &"割".repeat(60)),
            ("WARIIN_TSA_URL", "tsa.example"),
            ("WARIIN_TSA_URL", "https://tsa.example, file:///etc/passwd"),
        ] {
            let error = with(&[(key, value)]).unwrap_err();
            assert!(error.to_string().contains(key), "{error}");
        }
    }

    #[test]
    fn tls_needs_both_files_and_an_address_with_https() {
        let (cert, key) = (("WARIIN_TLS_CERT", "/cert.pem"), ("WARIIN_TLS_KEY", "/key.pem"));
        let base_url = ("WARIIN_BASE_URL", "https://sign.example.jp");
        assert!(with(&[cert, key, base_url]).unwrap().tls.is_some());
        for (settings, named) in [
            (&[cert, base_url][..], "WARIIN_TLS_KEY"),
            (&[key, base_url], "WARIIN_TLS_CERT"),
            (&[cert, key], "WARIIN_BASE_URL"),
        ] {
            let error = with(settings).unwrap_err().to_string();
            assert!(error.starts_with(named), "{error}");
        }
    }

    #[test]
    fn authenticators_show_the_name_of_this_installation_or_its_host() {
        let name = |pairs: &[(&str, &str)]| with(pairs).unwrap().installation_name;
        assert_eq!(name(&[]), "localhost");
        let base_url = ("WARIIN_BASE_URL", "https://sign.example.co.jp:8443");
        assert_eq!(name(&[base_url]), "sign.example.co.jp");
        assert_eq!(name(&[("WARIIN_BASE_URL", "https://[2001:db8::1]")]), "2001-db8--1");
        assert_eq!(name(&[("WARIIN_BASE_URL", "https://署名.example")]), "xn--eqrt32h.example");
        let named = ("WARIIN_INSTALLATION_NAME", " 割印商事 電子契約 ");
        assert_eq!(name(&[base_url, named]), "割印商事 電子契約");
    }

    #[test]
    fn a_subject_is_given_to_our_own_key_only() {
        let subject = ("WARIIN_SEAL_SUBJECT", " 割印商事 ");
        let settings = with(&[subject]).unwrap();
        assert_eq!(settings.seal_subject.unwrap().as_str(), "割印商事");
        let error = with(&[subject, ("WARIIN_SEAL_KEY", "/key.pem")]).unwrap_err();
        assert!(error.to_string().contains("WARIIN_SEAL_SUBJECT"), "{error}");
    }

    #[test]
    fn the_mailbox_page_exists_on_loopback_without_a_mail_server_only() {
        assert!(!with(&[("WARIIN_SMTP_URL", "smtp://mail")]).unwrap().has_dev_mailbox());
        let open = with(&[
            ("WARIIN_LISTEN", "0.0.0.0:8080"),
            ("WARIIN_BASE_URL", "https://sign.example.co.jp"),
        ]);
        assert!(!open.unwrap().has_dev_mailbox());
        let behind_a_proxy = with(&[("WARIIN_BASE_URL", "https://sign.example.co.jp")]).unwrap();
        assert!(!behind_a_proxy.has_dev_mailbox() && !behind_a_proxy.is_for_this_machine_only());
    }
}
