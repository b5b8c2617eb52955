//! The single technologies, as the settings say; what cannot be used is refused by the name of its setting.

use super::StartError;
use crate::config::Settings;
use crate::health::Sealing;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wariin_adapters::{
    HttpWitnesses, IdpNetwork, KeySource, MaildirMailer, MasterKey, OpenIdProviders, PadesSealer,
    PadesTimestamper, SealSettings, SmtpMailer, SmtpSettingsError, SqlDatabase, SqlError,
    TotpFactors, trusted_certificates,
};
use wariin_domain::Timestamp;
use wariin_ports::{Clock, Mailer};

/// The master key. One of the service's own is made where there is none yet; a file that the settings name has to
/// be there.
pub(super) fn master_key(settings: &Settings) -> Result<MasterKey, StartError> {
    let path = settings.master_key_path();
    let loaded = match &settings.master_key_file {
        Some(file) => MasterKey::load(file).map_err(|error| ("WARIIN_MASTER_KEY_FILE: ", error)),
        None => MasterKey::load_or_create(&path).map_err(|error| ("", error)),
    };
    loaded.map_err(|(setting, error)| {
        let why = wariin_usecases::with_causes(&error);
        format!("{setting}{}: {why}", path.display()).into()
    })
}

/// Takes away keys that were made just now; names one of them.
pub(super) fn forget(keys: &[PathBuf]) -> io::Result<Option<String>> {
    for key in keys {
        fs::remove_file(key)?;
    }
    Ok(keys.first().map(|key| key.display().to_string()))
}

/// What tells this start of this machine from every other machine, also from one that it was cloned from (random(4)).
/// Empty where the kernel does not say.
pub(crate) fn machine_boot() -> String {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    boot.trim().chars().filter(|c| *c != '-').take(16).collect()
}

/// The name of this process among those that share a database: the same after a restart, and that of
/// no other process, since two cannot listen at one port of a machine, and machines have names of their own.
pub(super) fn node(settings: &Settings) -> String {
    let machine = rustix::system::uname().nodename().to_string_lossy().into_owned();
    format!("{machine} {}", settings.listen)
}

pub(super) async fn database(
    settings: &Settings,
    master: &MasterKey,
) -> Result<SqlDatabase, StartError> {
    match &settings.database_url {
        Some(url) => SqlDatabase::connect_postgres(url, master).await.map_err(of_setting),
        None => {
            let file = settings.data_dir.join("wariin.db");
            Ok(SqlDatabase::open_sqlite(&file, master).await?)
        }
    }
}

/// The database for a command beside the service, which neither makes nor migrates it.
///
/// # Errors
/// Names the setting that cannot be used.
pub(crate) async fn existing_database(
    settings: &Settings,
    master: &MasterKey,
) -> Result<SqlDatabase, StartError> {
    match &settings.database_url {
        Some(url) => SqlDatabase::connect_postgres(url, master).await.map_err(of_setting),
        None => {
            let file = settings.data_dir.join("wariin.db");
            Ok(SqlDatabase::open_sqlite_as_it_is(&file, master).await?)
        }
    }
}

/// What is wrong with the address of the database, by its setting.
pub(crate) fn of_setting(error: SqlError) -> StartError {
    match error {
        SqlError::Unreachable(_) | SqlError::Address(_) => {
            format!("WARIIN_DATABASE_URL: {error}").into()
        }
        other => other.into(),
    }
}

/// Who seals: this process, where it runs jobs. Another one neither needs nor reads the key.
///
/// # Errors
/// Names the setting that cannot be used.
pub(super) fn sealing(
    settings: &Settings,
    own: &Path,
    now: Timestamp,
) -> Result<Sealing, StartError> {
    if settings.role.runs_jobs() {
        return Ok(Sealing::Here(PadesSealer::open(seal_settings(settings, own)?, now)?));
    }
    let timestamper = PadesTimestamper::new(settings.tsa_urls.clone(), tsa_roots(settings)?)?;
    Ok(Sealing::Elsewhere(timestamper))
}

/// The roots that are trusted for timestamps.
fn tsa_roots(settings: &Settings) -> Result<Vec<Vec<u8>>, StartError> {
    let Some(file) = &settings.tsa_ca_file else { return Ok(Vec::new()) };
    let wrong = |why: &str| format!("WARIIN_TSA_CA_FILE: {}: {why}", file.display());
    let text = fs::read_to_string(file).map_err(|error| wrong(&error.to_string()))?;
    Ok(trusted_certificates(&text).map_err(|why| wrong(&why))?)
}

/// What seals are made with.
///
/// # Errors
/// Names the setting whose file cannot be read.
pub(crate) fn seal_settings(settings: &Settings, own: &Path) -> Result<SealSettings, StartError> {
    let read = |key: &str, file: &PathBuf| {
        fs::read_to_string(file).map_err(|e| format!("{key}: {}: {e}", file.display()))
    };
    let password = settings.seal_password_file.as_ref();
    let password = password.map(|file| read("WARIIN_SEAL_PASSWORD_FILE", file)).transpose()?;
    let password = password.map(|text| text.lines().next().unwrap_or_default().to_owned());
    let key = match (settings.seal_key.as_deref(), password) {
        (Some(uri), None) if uri.starts_with("pkcs11:") => KeySource::Token(uri.to_owned()),
        (Some(path), password) if !path.starts_with("pkcs11:") => {
            KeySource::File { path: path.into(), password }
        }
        (None, None) => KeySource::Own(own.to_owned()),
        (_, Some(_)) | (Some(_), None) => {
            let why = "WARIIN_SEAL_PASSWORD_FILE: WARIIN_SEAL_KEY names no PKCS#12 file that it would open";
            return Err(why.into());
        }
    };
    let roots = tsa_roots(settings)?;
    let authorities = settings.tsa_urls.clone();
    let subject = settings.seal_subject.as_ref().map(ToString::to_string);
    Ok(SealSettings { key, subject, authorities, roots })
}

/// The identity providers, as the settings let them be reached.
///
/// # Errors
/// Names the setting whose file cannot be read.
pub(crate) fn providers(
    settings: &Settings,
    clock: &Arc<dyn Clock>,
) -> Result<OpenIdProviders, StartError> {
    let read = |file: &PathBuf| {
        fs::read_to_string(file).map_err(|e| format!("WARIIN_IDP_CA_FILE: {}: {e}", file.display()))
    };
    let network = IdpNetwork {
        private_origins: settings.idp_private_origins.clone(),
        certificates: settings.idp_ca_file.as_ref().map(read).transpose()?,
    };
    let providers = OpenIdProviders::new(settings.origin(), network, Arc::clone(clock));
    Ok(providers.map_err(|e| format!("WARIIN_IDP_CA_FILE: {e}"))?)
}

pub(super) fn witnesses(settings: &Settings) -> Result<HttpWitnesses, StartError> {
    Ok(HttpWitnesses::new(&settings.witnesses).map_err(|e| format!("WARIIN_WITNESSES: {e}"))?)
}

/// A mail setting that cannot be used, by its key.
fn named(error: SmtpSettingsError) -> String {
    let key = match &error {
        SmtpSettingsError::Url(_) => "WARIIN_SMTP_URL",
        SmtpSettingsError::From(_) => "WARIIN_MAIL_FROM",
    };
    format!("{key}: {error}")
}

/// Authenticator apps, as the settings name them and take their codes.
pub(super) fn totp(settings: &Settings, master: &MasterKey) -> TotpFactors {
    TotpFactors::new(master, settings.installation_name.as_str())
        .with_next_code(settings.totp_next_code)
}

pub(super) fn mailer(settings: &Settings) -> Result<Arc<dyn Mailer>, StartError> {
    let from = &settings.mail_from;
    Ok(match &settings.smtp_url {
        Some(url) => Arc::new(SmtpMailer::new(url, from).map_err(named)?),
        None => Arc::new(MaildirMailer::new(&settings.data_dir.join("mail"), from).map_err(named)?),
    })
}

/// A folder that only its owner may enter.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    match DirBuilder::new().recursive(true).mode(0o700).create(path) {
        Ok(()) => fs::set_permissions(path, fs::Permissions::from_mode(0o700)),
        Err(error) => Err(io::Error::new(
            error.kind(),
            format!("the folder {} cannot be made: {error}", path.display()),
        )),
    }
}
