//! Where the seal's key is: a file of the service's own, a file from a certificate authority, or a token.

use crate::new_file::make_new_file;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use wariin_pades::{KeyKind, SealKey, TokenKey, Utc};

/// The subject of a key that is made without one being asked for.
pub(super) const DEFAULT_SUBJECT: &str = "Wariin";

/// Where the key is.
#[derive(Clone)]
pub enum KeySource {
    /// A PEM file of the service's own, generated with a P-256 key when it does not exist.
    Own(PathBuf),
    /// A PEM file with private key and certificates, or PKCS#12 (`.p12`, `.pfx`) with this password.
    File {
        /// The file.
        path: PathBuf,
        /// The password of a PKCS#12 file.
        password: Option<String>,
    },
    /// A key in a token, by its `pkcs11:` URI (RFC 7512).
    Token(String),
}

/// Why there is no key to seal with.
#[derive(Debug, thiserror::Error)]
pub enum SealKeyError {
    /// The file cannot be read or written.
    #[error("the seal key's file {path} cannot be used")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The service's own key was made for another subject than the one that is asked for.
    #[error(
        "the seal key {path} was made at the first start for {made_for} and cannot become that of {wanted}; \
         leave the subject out, or seal with another key"
    )]
    OtherSubject {
        /// The file.
        path: PathBuf,
        /// The subject of its certificate.
        made_for: String,
        /// What the settings ask for.
        wanted: String,
    },
    /// A password was given for a key that has none.
    #[error("a password is given, but the seal key is not a PKCS#12 file, which it would open")]
    NeedlessPassword,
    /// The key or certificate cannot be used.
    #[error("the seal key cannot be used")]
    Key(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl KeySource {
    /// The key. One of the service's own has the subject that is asked for, if one is.
    pub(super) fn open(&self, subject: Option<&str>, now: Utc) -> Result<SealKey, SealKeyError> {
        match self {
            Self::Own(path) => {
                let key = if path.exists() {
                    from_file(path, None)?
                } else {
                    make(path, subject.unwrap_or(DEFAULT_SUBJECT), now)?
                };
                match subject {
                    Some(wanted) => expect_subject(path, key, wanted),
                    None => Ok(key),
                }
            }
            Self::File { path, password } => from_file(path, password.as_deref()),
            Self::Token(uri) => {
                let token = TokenKey::open(uri).map_err(|e| SealKeyError::Key(e.into()))?;
                SealKey::from_token(token, Vec::new()).map_err(|e| SealKeyError::Key(e.into()))
            }
        }
    }
}

fn expect_subject(path: &Path, key: SealKey, wanted: &str) -> Result<SealKey, SealKeyError> {
    let made_for = key.subject().map_err(|e| SealKeyError::Key(e.into()))?;
    if made_for == format!("CN={wanted} Seal, O={wanted}") {
        return Ok(key);
    }
    Err(SealKeyError::OtherSubject { path: path.to_owned(), made_for, wanted: wanted.to_owned() })
}

fn make(path: &Path, name: &str, now: Utc) -> Result<SealKey, SealKeyError> {
    let new = SealKey::generate(KeyKind::P256, name, now);
    let new = new.map_err(|e| SealKeyError::Key(e.into()))?;
    match make_new_file(path, new.pem.as_bytes()) {
        Ok(true) => Ok(new.key),
        // Another node came first.
        Ok(false) => from_file(path, None),
        Err(source) => Err(SealKeyError::File { path: path.to_owned(), source }),
    }
}

fn from_file(path: &Path, password: Option<&str>) -> Result<SealKey, SealKeyError> {
    let bytes = fs::read(path);
    let bytes = bytes.map_err(|source| SealKeyError::File { path: path.to_owned(), source })?;
    let key = match std::str::from_utf8(&bytes) {
        Ok(text) if text.contains("-----BEGIN") => match password {
            None => SealKey::from_pem(text),
            Some(_) => return Err(SealKeyError::NeedlessPassword),
        },
        _ => SealKey::from_pkcs12(&bytes, password.unwrap_or_default()),
    };
    key.map_err(|e| SealKeyError::Key(e.into()))
}

impl std::fmt::Debug for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Own(path) => write!(f, "Own({})", path.display()),
            Self::File { path, .. } => write!(f, "File({})", path.display()),
            // The URI may hold the PIN.
            Self::Token(_) => f.write_str("Token(..)"),
        }
    }
}
