//! Handing a mail to the mail system.

use async_trait::async_trait;
use wariin_domain::{EmailAddress, PersonName};

/// A mail to one person.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The same for every try of the same mail, so that a copy can be recognised (RFC 5322,
    /// section 3.6.4); without angle brackets or host.
    pub id: String,
    /// The person's name.
    pub to: PersonName,
    /// The person's address.
    pub address: EmailAddress,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Something that takes mails.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands the mail over.
    ///
    /// # Errors
    /// [`MailError`]; the mail may or may not have left when the connection broke.
    async fn send(&self, mail: Mail) -> Result<(), MailError>;
}

/// Why a mail was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Trying again later may help.
    #[error("the mail system cannot take the mail now")]
    Later(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Trying again will not help.
    #[error("the mail system refuses the mail")]
    Never(#[source] Box<dyn std::error::Error + Send + Sync>),
}
