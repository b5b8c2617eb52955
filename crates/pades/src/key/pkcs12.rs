//! Keys in PKCS#12 files (RFC 7292), those with modern encryption and those without.

use super::{KeyError, SealKey};
use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;

impl SealKey {
    /// Reads the only private key, with its certificates.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_pkcs12(file: &[u8], password: &str) -> Result<Self, KeyError> {
        let archive = Pkcs12Archive::from_pkcs12(file, password).map_err(|error| match error {
            Error::MacError(_) => KeyError::WrongPassword,
            other => KeyError::Unreadable(other.to_string()),
        })?;
        let [private] = archive.keys.as_slice() else {
            let count = archive.keys.len();
            return Err(KeyError::Unreadable(format!("{count} private keys instead of one")));
        };
        let certificates = archive.certs.iter().map(|bag| bag.cert.as_der().to_vec()).collect();
        Self::from_der(private.key.as_der(), certificates)
    }
}
