//! Mails as files in a folder: for trying the service without a mail server.

use crate::smtp::{From, SmtpSettingsError, compose};
use async_trait::async_trait;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use tokio::task::spawn_blocking;
use wariin_ports::{Mail, MailError, Mailer};

/// Writes every mail as `<id>.eml`; a second try of the same mail replaces the first.
#[derive(Debug)]
pub struct MaildirMailer {
    folder: PathBuf,
    from: From,
}

impl MaildirMailer {
    /// Mails from `from` into this folder, which must exist.
    ///
    /// # Errors
    /// [`SmtpSettingsError::From`].
    pub fn new(folder: &Path, from: &str) -> Result<Self, SmtpSettingsError> {
        Ok(Self { folder: folder.to_owned(), from: From::parse(from)? })
    }
}

#[async_trait]
impl Mailer for MaildirMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let path = self.folder.join(format!("{}.eml", mail.id));
        let message = compose(&self.from, mail)?.formatted();
        let written = spawn_blocking(move || write(&path, &message)).await;
        written.map_err(later)?.map_err(later)
    }
}

fn write(path: &Path, message: &[u8]) -> io::Result<()> {
    let half = path.with_extension("tmp");
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half)?;
    file.write_all(message)?;
    fs::rename(&half, path)
}

fn later(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> MailError {
    MailError::Later(error.into())
}
