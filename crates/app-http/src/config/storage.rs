//! Where files are kept, and how buckets are reached.

use super::ConfigError;
use super::value::{is_local, wrong};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use url::Url;
use wariin_adapters::{BucketAccess, BucketEncryption, BucketKey, FilePlace};

/// What the platform tells a machine or container of the role it has been given (AWS SDKs and Tools Reference Guide,
/// "Environment variables list").
const ROLE: [&str; 6] = [
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_SESSION_NAME",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
];

/// Where files are kept.
#[derive(Clone, Debug)]
pub(crate) struct Storage {
    /// `WARIIN_FILES_URL`: the place of files and drawn pages; the data folder when absent.
    pub(crate) files: FilePlace,
    /// `WARIIN_FILES_ALSO_URL`: where files are read that are not there, while they move.
    pub(crate) also: Option<FilePlace>,
    /// `WARIIN_S3_…`: how buckets are reached.
    pub(crate) access: BucketAccess,
    /// `WARIIN_S3_CA_FILE`: certificates that the server may have beside the public ones.
    pub(crate) ca_file: Option<PathBuf>,
}

/// The settings as they stand in the environment.
pub(super) struct Raw {
    pub(super) files_url: Option<String>,
    pub(super) files_also_url: Option<String>,
    pub(super) s3_endpoint: Option<String>,
    pub(super) s3_allow_http: Option<String>,
    pub(super) s3_region: Option<String>,
    pub(super) s3_access_key_id: Option<String>,
    pub(super) s3_secret_access_key: Option<String>,
    pub(super) s3_addressing: Option<String>,
    pub(super) s3_encryption: Option<String>,
    pub(super) s3_ca_file: Option<PathBuf>,
}

/// Those of these variables that tell of a role.
pub(super) fn role(environment: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let told = |name: &&str| Some(((*name).to_owned(), environment.get(*name)?.clone()));
    ROLE.iter().filter_map(told).collect()
}

impl Raw {
    pub(super) fn check(
        self,
        data_dir: &Path,
        role: Vec<(String, String)>,
    ) -> Result<Storage, ConfigError> {
        let place = |key, text: &str| {
            FilePlace::parse(text).map_err(|error| wrong(key, &error.to_string()))
        };
        let files = self.files_url.as_deref().map(|text| place("WARIIN_FILES_URL", text));
        let files = files.unwrap_or_else(|| Ok(FilePlace::Folder(data_dir.to_owned())))?;
        let also = self.files_also_url.as_deref();
        let also = also.map(|text| place("WARIIN_FILES_ALSO_URL", text)).transpose()?;
        if also.as_ref() == Some(&files) {
            let problem = "expected another place than that of WARIIN_FILES_URL";
            return Err(wrong("WARIIN_FILES_ALSO_URL", problem));
        }
        let allows_http = match self.s3_allow_http.as_deref() {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return Err(wrong("WARIIN_S3_ALLOW_HTTP", "expected true or false")),
        };
        let endpoint = self.s3_endpoint.as_deref();
        let endpoint = endpoint.map(|text| server(text, allows_http)).transpose()?;
        let key = key(self.s3_access_key_id, self.s3_secret_access_key)?;
        if endpoint.is_some() && key.is_none() {
            let problem = "missing beside WARIIN_S3_ENDPOINT: only Amazon knows roles of machines";
            return Err(wrong("WARIIN_S3_ACCESS_KEY_ID", problem));
        }
        let is_path_style = match self.s3_addressing.as_deref() {
            None => endpoint.is_some(),
            Some("path") => true,
            Some("host") => false,
            Some(_) => {
                let problem =
                    "expected path (https://server/bucket) or host (https://bucket.server)";
                return Err(wrong("WARIIN_S3_ADDRESSING", problem));
            }
        };
        let encryption = encryption(self.s3_encryption.as_deref())?;
        let default = BucketAccess::default();
        let region = self.s3_region.unwrap_or(default.region);
        let is_region = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if !region.chars().all(is_region) {
            return Err(wrong("WARIIN_S3_REGION", "expected a region, like ap-northeast-1"));
        }
        let access = BucketAccess {
            endpoint,
            region,
            key,
            role,
            is_path_style,
            encryption,
            certificates: None,
            patience: default.patience,
        };
        Ok(Storage { files, also, access, ca_file: self.s3_ca_file })
    }
}

/// The origin of a server. Files are as secret as what is said over the way to them.
fn server(text: &str, allows_http: bool) -> Result<String, ConfigError> {
    let refused = |problem| Err(wrong("WARIIN_S3_ENDPOINT", problem));
    let Ok(url) = Url::parse(text) else {
        return refused("expected https://host or https://host:port");
    };
    let origin = url.origin().ascii_serialization();
    if text != origin && text.strip_suffix('/') != Some(&origin) {
        return refused("expected https://host or https://host:port and nothing else");
    }
    match url.scheme() {
        "https" => Ok(origin),
        "http" if allows_http || is_local(&url) => Ok(origin),
        "http" => refused(
            "must begin with https:// unless it is on this machine; WARIIN_S3_ALLOW_HTTP=true \
             allows http, where the network to the server is yours alone",
        ),
        _ => refused("expected https://host or https://host:port"),
    }
}

fn key(id: Option<String>, secret: Option<String>) -> Result<Option<BucketKey>, ConfigError> {
    match (id, secret) {
        (None, None) => Ok(None),
        (Some(id), Some(secret)) => Ok(Some(BucketKey { id, secret: secret.into() })),
        (Some(_), None) => {
            Err(wrong("WARIIN_S3_SECRET_ACCESS_KEY", "missing beside WARIIN_S3_ACCESS_KEY_ID"))
        }
        (None, Some(_)) => {
            Err(wrong("WARIIN_S3_ACCESS_KEY_ID", "missing beside WARIIN_S3_SECRET_ACCESS_KEY"))
        }
    }
}

fn encryption(text: Option<&str>) -> Result<BucketEncryption, ConfigError> {
    match text {
        None => Ok(BucketEncryption::Default),
        Some("AES256") => Ok(BucketEncryption::Server),
        Some("aws:kms") => Ok(BucketEncryption::Managed(None)),
        Some(text) => match text.strip_prefix("aws:kms:").filter(|key| !key.is_empty()) {
            Some(key) => Ok(BucketEncryption::Managed(Some(key.to_owned()))),
            None => Err(wrong(
                "WARIIN_S3_ENCRYPTION",
                "expected AES256, aws:kms, or aws:kms: with the id of a key behind it",
            )),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ConfigError, Settings};
    use super::*;
    use std::fs;

    const KEY: [(&str, &str); 2] =
        [("WARIIN_S3_ACCESS_KEY_ID", "AKID"), ("WARIIN_S3_SECRET_ACCESS_KEY", "SECRET")];

    fn with(pairs: &[(&str, &str)]) -> Result<Storage, ConfigError> {
        let pairs = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Settings::from_sources(None, pairs).map(|settings| settings.storage)
    }

    #[test]
    fn files_are_in_the_data_folder_unless_another_place_is_named() {
        let storage = with(&[("WARIIN_DATA_DIR", "/data")]).unwrap();
        assert_eq!(storage.files, FilePlace::Folder("/data".into()));
        let storage = with(&[("WARIIN_FILES_URL", "s3://contracts/wariin")]).unwrap();
        assert_eq!(storage.files.to_string(), "s3://contracts/wariin");
        assert!(!storage.access.is_path_style && storage.access.key.is_none());
    }

    #[test]
    fn a_server_that_is_not_amazons_needs_a_key_and_tls_except_on_this_machine() {
        let at = |endpoint: &'static str, more: &[(&'static str, &'static str)]| {
            let mut pairs = vec![("WARIIN_S3_ENDPOINT", endpoint)];
            pairs.extend(more);
            with(&pairs)
        };
        let named = at("https://s3.example", &[]).unwrap_err().to_string();
        assert!(named.starts_with("WARIIN_S3_ACCESS_KEY_ID: "), "{named}");
        let storage = at("https://s3.example:9000/", &KEY).unwrap();
        assert_eq!(storage.access.endpoint.as_deref(), Some("https://s3.example:9000"));
        assert!(storage.access.is_path_style);
        assert!(at("http://127.0.0.1:9000", &KEY).is_ok());
        let open = at("http://s3.example", &KEY).unwrap_err().to_string();
        assert!(open.starts_with("WARIIN_S3_ENDPOINT: ") && open.contains("WARIIN_S3_ALLOW_HTTP"));
        let said = [KEY[0], KEY[1], ("WARIIN_S3_ALLOW_HTTP", "true")];
        assert!(at("http://s3.example", &said).is_ok());
        let host = [KEY[0], KEY[1], ("WARIIN_S3_ADDRESSING", "host")];
        assert!(!at("https://s3.example", &host).unwrap().access.is_path_style);
    }

    #[test]
    fn a_setting_of_the_storage_that_makes_no_sense_is_refused_by_its_key_and_shows_no_secret() {
        for (key, value) in [
            ("WARIIN_FILES_URL", "gs://contracts"),
            ("WARIIN_FILES_URL", "s3://AKID:SECRET@contracts"),
            ("WARIIN_FILES_ALSO_URL", "contracts"),
            ("WARIIN_FILES_ALSO_URL", "file:///data"),
            ("WARIIN_S3_ENDPOINT", "s3.example"),
            ("WARIIN_S3_ENDPOINT", "https://AKID:SECRET@s3.example"),
            ("WARIIN_S3_ENDPOINT", "https://s3.example/contracts"),
            ("WARIIN_S3_ALLOW_HTTP", "yes"),
            ("WARIIN_S3_REGION", "ap northeast"),
            ("WARIIN_S3_SECRET_ACCESS_KEY", ""),
            ("WARIIN_S3_ADDRESSING", "dns"),
            ("WARIIN_S3_ENCRYPTION", "aws:kms:"),
        ] {
            let mut pairs = vec![("WARIIN_DATA_DIR", "/data")];
            pairs.extend(KEY.iter().filter(|(name, _)| *name != key));
            pairs.push((key, value));
            let error = with(&pairs).unwrap_err().to_string();
            assert!(error.starts_with(key), "{error}");
            assert!(!error.contains("SECRET@"), "{error}");
        }
        let told = format!("{:?}", with(&KEY).unwrap());
        assert!(!told.contains("SECRET") && !told.contains("AKID"), "{told}");
    }

    // EV-02
    #[test]
    fn keys_come_from_files_and_roles_from_what_the_platform_says() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(KEY[0].0), "AKID\n").unwrap();
        fs::write(folder.path().join(KEY[1].0), "SECRET\n").unwrap();
        let secrets = folder.path().display().to_string();
        let key = with(&[("WARIIN_SECRETS_DIR", &secrets)]).unwrap().access.key.unwrap();
        assert_eq!((key.id.as_str(), key.secret.as_str()), ("AKID", "SECRET"));
        let role = [("AWS_ROLE_ARN", "arn:aws:iam::1:role/r"), ("AWS_SECRET_ACCESS_KEY", "other")];
        let role = with(&role).unwrap().access.role;
        assert_eq!(role, [("AWS_ROLE_ARN".to_owned(), "arn:aws:iam::1:role/r".to_owned())]);
    }
}
