//! The mailer, which remembers how the last mail went.

use super::failing::Failing;
use async_trait::async_trait;
use std::sync::Arc;
use wariin_ports::{Clock, Mail, MailError, Mailer};

/// A mailer whose last mail is known.
pub(crate) struct WatchedMailer {
    mailer: Arc<dyn Mailer>,
    clock: Arc<dyn Clock>,
    failing: Failing,
}

impl WatchedMailer {
    pub(crate) fn new(mailer: Arc<dyn Mailer>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { mailer, clock, failing: Failing::default() })
    }

    /// Whether the mail server took or refused the last mail, or none was sent yet.
    ///
    /// # Errors
    /// For how long it has put off every mail, and what cures it.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self.failing.lasts(self.clock.now()) {
            None => Ok(()),
            Some(lasts) => Err(format!(
                "no mail has left for {} s: the mail server cannot be reached, or puts mails off; they are tried again \
                 every minute. `wariin doctor` tries WARIIN_SMTP_URL, `wariin jobs list --state waiting` has the errors",
                lasts.as_seconds_up()
            )),
        }
    }
}

#[async_trait]
impl Mailer for WatchedMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let sent = self.mailer.send(mail).await;
        // One that is refused for good was answered: the server is there.
        self.failing.note(matches!(sent, Err(MailError::Later(_))), self.clock.now());
        sent
    }
}
