//! Settings: from the environment and, beneath it, an optional TOML file. Unknown and invalid keys are
//! refused by name.

mod secrets;
mod storage;
#[cfg(test)]
mod tests;
mod value;

use crate::serve::tls::TlsFiles;
use config::{Config, Environment, File, FileFormat};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;
pub(crate) use storage::Storage;
use url::Url;
use value::{
    checkpoint_every, expect_usable, installation_name, is_local, log_format, metrics_addr,
    private_origin, registration, role, seal_subject, tls_files, trusted_proxies, tsa_url, wrong,
};
use wariin_adapters::NodeRole;
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
    /// `WARIIN_ROLE`: what this process does; everything when absent.
    pub role: NodeRole,
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
    /// Where files are kept.
    pub(crate) storage: Storage,
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

const KEYS: [&str; 38] = [
    "WARIIN_LISTEN",
    "WARIIN_BASE_URL",
    "WARIIN_INSTALLATION_NAME",
    "WARIIN_DATA_DIR",
    "WARIIN_DATABASE_URL",
    "WARIIN_SMTP_URL",
    "WARIIN_MAIL_FROM",
    "WARIIN_ROLE",
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
    "WARIIN_FILES_URL",
    "WARIIN_FILES_ALSO_URL",
    "WARIIN_S3_ENDPOINT",
    "WARIIN_S3_ALLOW_HTTP",
    "WARIIN_S3_REGION",
    "WARIIN_S3_ACCESS_KEY_ID",
    "WARIIN_S3_SECRET_ACCESS_KEY",
    "WARIIN_S3_ADDRESSING",
    "WARIIN_S3_ENCRYPTION",
    "WARIIN_S3_CA_FILE",
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
    role: String,
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
    files_url: Option<String>,
    files_also_url: Option<String>,
    s3_endpoint: Option<String>,
    s3_allow_http: Option<String>,
    s3_region: Option<String>,
    s3_access_key_id: Option<String>,
    s3_secret_access_key: Option<String>,
    s3_addressing: Option<String>,
    s3_encryption: Option<String>,
    s3_ca_file: Option<PathBuf>,
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
        let environment: BTreeMap<String, String> =
            environment.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let platform = storage::role(&environment);
        let mut environment: config::Map<String, String> =
            environment.into_iter().filter(|(key, _)| key.starts_with("WARIIN_")).collect();
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
            ("role", NodeRole::All.name()),
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
        raw.try_deserialize::<Raw>().map_err(unusable)?.check(platform)
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
    /// is not ready any more. There is none before a service for this machine only, and before one that answers no
    /// requests.
    pub(crate) fn drain_grace(&self) -> Duration {
        let is_seen = self.role.serves_pages() && !self.is_for_this_machine_only();
        let default = if is_seen { 5 } else { 0 };
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
    /// What says where files are kept.
    fn storage(&self) -> storage::Raw {
        storage::Raw {
            files_url: self.files_url.clone(),
            files_also_url: self.files_also_url.clone(),
            s3_endpoint: self.s3_endpoint.clone(),
            s3_allow_http: self.s3_allow_http.clone(),
            s3_region: self.s3_region.clone(),
            s3_access_key_id: self.s3_access_key_id.clone(),
            s3_secret_access_key: self.s3_secret_access_key.clone(),
            s3_addressing: self.s3_addressing.clone(),
            s3_encryption: self.s3_encryption.clone(),
            s3_ca_file: self.s3_ca_file.clone(),
        }
    }

    fn check(self, platform: Vec<(String, String)>) -> Result<Settings, ConfigError> {
        let storage = self.storage().check(&self.data_dir, platform)?;
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
        let role = role(&self.role, self.database_url.is_some())?;
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
        let checkpoint_every = checkpoint_every(&self.checkpoint_seconds)?;
        Ok(Settings {
            listen,
            base_url,
            installation_name,
            data_dir: self.data_dir,
            database_url: self.database_url,
            smtp_url: self.smtp_url,
            mail_from: self.mail_from,
            role,
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
            storage,
        })
    }
}
