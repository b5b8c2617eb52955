//! Settings from a folder of files, as Kubernetes mounts secrets: each file has the name of a setting.

use super::ConfigError;
use std::fs;
use std::path::Path;

/// The settings that may come from a file of their name: what stands in it, or, where the setting names a file,
/// the file itself.
const SECRETS: [(&str, Holds); 10] = [
    ("WARIIN_DATABASE_URL", Holds::Value),
    ("WARIIN_SMTP_URL", Holds::Value),
    ("WARIIN_TSA_URL", Holds::Value),
    ("WARIIN_S3_ACCESS_KEY_ID", Holds::Value),
    ("WARIIN_S3_SECRET_ACCESS_KEY", Holds::Value),
    ("WARIIN_MASTER_KEY_FILE", Holds::File),
    ("WARIIN_SEAL_KEY", Holds::File),
    ("WARIIN_SEAL_PASSWORD_FILE", Holds::File),
    ("WARIIN_TLS_CERT", Holds::File),
    ("WARIIN_TLS_KEY", Holds::File),
];

/// What a file of the folder is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// It holds the value.
    Value,
    /// It is the file that the setting names.
    File,
}

/// The settings of this folder. Other files, and what Kubernetes keeps there for itself, are passed over; one
/// that reads like a setting and is none of them is refused.
///
/// # Errors
/// [`ConfigError`] names the file.
pub(super) fn read(folder: &Path) -> Result<Vec<(&'static str, String)>, ConfigError> {
    let failed = |error: std::io::Error| ConfigError::Value {
        key: "WARIIN_SECRETS_DIR",
        problem: format!("{}: {error}", folder.display()),
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let Some(name) = name.to_str().filter(|name| name.starts_with("WARIIN_")) else {
            continue;
        };
        let Some((key, holds)) = SECRETS.iter().find(|(known, _)| *known == name) else {
            let known = SECRETS.map(|(key, _)| key).join(", ");
            let problem =
                format!("{name} is not a setting that may come from a file; there are {known}");
            return Err(ConfigError::Value { key: "WARIIN_SECRETS_DIR", problem });
        };
        let path = folder.join(name);
        let text = || fs::read_to_string(&path).map(|text| text.trim().to_owned());
        let value = match holds {
            Holds::Value => text().map_err(failed)?,
            // A URI of a token and no key.
            Holds::File if text().is_ok_and(|text| text.starts_with("pkcs11:")) => {
                text().map_err(failed)?
            }
            Holds::File => path.display().to_string(),
        };
        found.push((*key, value));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::{ConfigError, Settings};
    use std::fs;
    use std::path::{Path, PathBuf};

    fn with(folder: &Path, more: &[(&str, &str)]) -> Result<Settings, ConfigError> {
        let folder = folder.display().to_string();
        let pairs =
            [("WARIIN_SECRETS_DIR", folder.as_str())].into_iter().chain(more.iter().copied());
        let pairs = pairs.map(|(key, value)| (key.to_owned(), value.to_owned()));
        Settings::from_sources(None, pairs.collect::<Vec<_>>())
    }

    #[test]
    fn a_secret_comes_from_the_file_of_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("..data")).unwrap();
        fs::write(path("WARIIN_SMTP_URL"), "smtps://user:secret@mail.example:465\n").unwrap();
        fs::write(path("WARIIN_MASTER_KEY_FILE"), "00".repeat(32)).unwrap();
        fs::write(path("WARIIN_SEAL_KEY"), "pkcs11:token=t;pin-value=1\n").unwrap();
        let settings = with(folder.path(), &[]).unwrap();
        assert_eq!(settings.smtp_url.as_deref(), Some("smtps://user:secret@mail.example:465"));
        assert_eq!(settings.master_key_path(), path("WARIIN_MASTER_KEY_FILE"));
        assert_eq!(settings.seal_key.as_deref(), Some("pkcs11:token=t;pin-value=1"));
        fs::write(path("WARIIN_SEAL_KEY"), "-----BEGIN PRIVATE KEY-----").unwrap();
        let seal_key = with(folder.path(), &[]).unwrap().seal_key.map(PathBuf::from);
        assert_eq!(seal_key, Some(path("WARIIN_SEAL_KEY")));
    }

    #[test]
    fn a_secret_that_is_set_twice_or_is_none_is_refused_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("WARIIN_SMTP_URL"), "smtp://a.example").unwrap();
        let twice = with(folder.path(), &[("WARIIN_SMTP_URL", "smtp://b.example")]).unwrap_err();
        assert!(twice.to_string().starts_with("WARIIN_SMTP_URL"), "{twice}");
        fs::write(folder.path().join("WARIIN_SMPT_URL"), "smtp://a.example").unwrap();
        let unknown = with(folder.path(), &[]).unwrap_err();
        assert!(unknown.to_string().contains("WARIIN_SMPT_URL"), "{unknown}");
    }
}
