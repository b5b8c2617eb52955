//! Settings: from the environment and, beneath it, an optional TOML file. Unknown and invalid keys are
//! refused by name.

mod proxies;
mod raw;
mod secrets;
mod storage;
#[cfg(test)]
mod tests;
mod tls;
mod value;

use config::{Config, Environment, File, FileFormat};
pub use proxies::TrustedProxies;
use raw::{KEYS, Raw};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
pub(crate) use storage::Storage;
pub(crate) use tls::{AcmeSettings, TlsFiles, TlsSettings};
use url::Url;
use value::is_local;
use wariin_adapters::{NextCode, NodeRole};
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
    /// `WARIIN_TOTP_NEXT_CODE`: whether authenticators' codes of the next 30 seconds count; they do when absent.
    pub totp_next_code: NextCode,
    /// `WARIIN_LOG`: what is logged, as `tracing` directives.
    pub log: String,
    /// `WARIIN_LOG_FORMAT`: how lines of the log are written.
    pub log_format: LogFormat,
    /// `WARIIN_METRICS_ADDR`: the address and port at which `/metrics` is answered; nowhere when absent.
    pub metrics_addr: Option<SocketAddr>,
    /// `WARIIN_TRUSTED_PROXIES`: addresses and networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: TrustedProxies,
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
    /// What connections are secured with; plain HTTP when absent.
    pub(crate) tls: Option<TlsSettings>,
    /// `WARIIN_MASTER_KEY_FILE`: the file with the master key; `keys/master.key`, which is made at the first
    /// start, when absent.
    pub master_key_file: Option<PathBuf>,
    /// Where files are kept.
    pub(crate) storage: Storage,
    /// `WARIIN_SECRETS_DIR`: the folder with settings as files.
    pub(crate) secrets_dir: Option<PathBuf>,
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
        let secrets_dir = environment.remove("WARIIN_SECRETS_DIR").map(PathBuf::from);
        if let Some(folder) = &secrets_dir {
            for (key, value) in secrets::read(folder)? {
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
            ("totp_next_code", "accept"),
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
        let settings = raw.try_deserialize::<Raw>().map_err(unusable)?.check(platform)?;
        Ok(Self { secrets_dir, ..settings })
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
