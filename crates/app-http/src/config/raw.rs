//! The settings as they are written, before their values are read.

use super::value::{
    checkpoint_every, expect_usable, installation_name, log_format, metrics_addr, private_origin,
    registration, role, seal_subject, totp_next_code, tsa_url, wrong,
};
use super::{ConfigError, Settings, TrustedProxies, storage, tls};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;
use url::Url;

/// Every setting, as it stands in the environment.
pub(super) const KEYS: [&str; 43] = [
    "WARIIN_LISTEN",
    "WARIIN_BASE_URL",
    "WARIIN_INSTALLATION_NAME",
    "WARIIN_DATA_DIR",
    "WARIIN_DATABASE_URL",
    "WARIIN_SMTP_URL",
    "WARIIN_MAIL_FROM",
    "WARIIN_ROLE",
    "WARIIN_REGISTRATION",
    "WARIIN_TOTP_NEXT_CODE",
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
    "WARIIN_TLS_ACME",
    "WARIIN_TLS_ACME_CONTACT",
    "WARIIN_TLS_ACME_HOSTS",
    "WARIIN_TLS_ACME_CA_FILE",
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
pub(super) struct Raw {
    listen: String,
    base_url: Option<String>,
    installation_name: Option<String>,
    data_dir: PathBuf,
    database_url: Option<String>,
    smtp_url: Option<String>,
    mail_from: String,
    role: String,
    registration: String,
    totp_next_code: String,
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
    tls_acme: Option<String>,
    tls_acme_contact: Option<String>,
    tls_acme_hosts: Option<String>,
    tls_acme_ca_file: Option<PathBuf>,
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

    /// What says how connections are secured.
    fn tls(&self) -> tls::Raw {
        tls::Raw {
            certificate: self.tls_cert.clone(),
            key: self.tls_key.clone(),
            directory: self.tls_acme.clone(),
            contact: self.tls_acme_contact.clone(),
            hosts: self.tls_acme_hosts.clone(),
            ca_file: self.tls_acme_ca_file.clone(),
        }
    }

    /// What the settings are, once each value was read.
    ///
    /// # Errors
    /// [`ConfigError`] names the key.
    pub(super) fn check(self, platform: Vec<(String, String)>) -> Result<Settings, ConfigError> {
        let storage = self.storage().check(&self.data_dir, platform)?;
        let tls = self.tls();
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
        let totp_next_code = totp_next_code(&self.totp_next_code)?;
        let trusted_proxies = TrustedProxies::parse(&self.trusted_proxies)?;
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
        let tls = tls.check(&base_url)?;
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
            totp_next_code,
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
            secrets_dir: None,
        })
    }
}
