//! A certificate from files, which are read again when they change.

use super::{Unusable, Used, used};
use crate::config::TlsFiles;
use std::fs;
use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};

/// The files, and what they held when they were read last, whether it could be used or not.
pub(super) struct Files {
    files: TlsFiles,
    seen: RwLock<(Vec<u8>, Vec<u8>)>,
}

impl Files {
    pub(super) fn open(files: TlsFiles) -> Result<(Self, Used), String> {
        let seen = read(&files)?;
        let used = made(&files, &seen)?;
        Ok((Self { files, seen: RwLock::new(seen) }, used))
    }

    /// What the files hold, if it is something new.
    pub(super) async fn newer(&self) -> Result<Option<Used>, String> {
        let files = self.files.clone();
        let found = tokio::task::spawn_blocking(move || read(&files)).await;
        let found = found.map_err(|error| error.to_string())??;
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        if *seen == found {
            return Ok(None);
        }
        // Also when it cannot be used, so that the log says so once. The two files change one after the other:
        // a pair that does not fit is looked at again when the second one is there.
        let made = made(&self.files, &found);
        *seen = found;
        made.map(Some)
    }
}

fn read(files: &TlsFiles) -> Result<(Vec<u8>, Vec<u8>), String> {
    let read = |setting: &str, path: &PathBuf| {
        fs::read(path).map_err(|error| format!("{setting}: {}: {error}", path.display()))
    };
    Ok((read("WARIIN_TLS_CERT", &files.certificate)?, read("WARIIN_TLS_KEY", &files.key)?))
}

fn made(files: &TlsFiles, (certificate, key): &(Vec<u8>, Vec<u8>)) -> Result<Used, String> {
    used(certificate, key, &files.base_url).map_err(|unusable| {
        let (setting, file) = match unusable {
            Unusable::Certificate(_) => ("WARIIN_TLS_CERT", &files.certificate),
            Unusable::Key(_) => ("WARIIN_TLS_KEY", &files.key),
        };
        format!("{setting}: {}: {}", file.display(), unusable.why())
    })
}

#[cfg(test)]
mod tests {
    use super::super::Tls;
    use super::*;
    use rcgen::{CertificateParams, KeyPair};
    use std::sync::Arc;

    fn made(name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
    }

    fn files(folder: &tempfile::TempDir, certificate: &str, key: &str) -> TlsFiles {
        let [cert_file, key_file] = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
        fs::write(&cert_file, certificate).unwrap();
        fs::write(&key_file, key).unwrap();
        let base_url = url::Url::parse("https://sign.example.jp").unwrap();
        TlsFiles { certificate: cert_file, key: key_file, base_url }
    }

    #[test]
    fn a_pair_that_cannot_be_used_is_refused_by_the_name_of_its_setting() {
        let folder = tempfile::tempdir().unwrap();
        let ((certificate, key), (other, other_key)) =
            (made("sign.example.jp"), made("other.example.jp"));
        assert!(Tls::open(files(&folder, &certificate, &key)).unwrap().until().is_some());
        for (certificate, key, setting, why) in [
            (&certificate, &other_key, "WARIIN_TLS_KEY", "does not belong"),
            (&other, &other_key, "WARIIN_TLS_CERT", "sign.example.jp"),
            (&key, &key, "WARIIN_TLS_CERT", "no certificate"),
            (&certificate, &certificate, "WARIIN_TLS_KEY", "no private key"),
        ] {
            let error = Tls::open(files(&folder, certificate, key)).err().unwrap();
            assert!(error.starts_with(setting) && error.contains(why), "{error}");
        }
        let mut missing = files(&folder, &certificate, &key);
        missing.key = folder.path().join("nothing.pem");
        assert!(Tls::open(missing).err().unwrap().starts_with("WARIIN_TLS_KEY"));
    }

    #[tokio::test]
    async fn files_that_change_are_used_and_a_pair_that_does_not_fit_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let ((certificate, key), (newer, newer_key)) =
            (made("sign.example.jp"), made("sign.example.jp"));
        let tls = Tls::open(files(&folder, &certificate, &key)).unwrap();
        let used = || Arc::as_ptr(&tls.config());
        let before = used();
        assert_eq!(tls.look().await, Ok(false));
        files(&folder, &newer, &key);
        assert!(tls.look().await.is_err());
        assert_eq!(tls.look().await, Ok(false), "it is said once");
        assert_eq!(used(), before);
        files(&folder, &newer, &newer_key);
        assert_eq!(tls.look().await, Ok(true));
        assert_ne!(used(), before);
    }
}
