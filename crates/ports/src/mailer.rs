//! Handing a mail to the mail system.

use async_trait::async_trait;
use wariin_domain::{EmailAddress, MailRefusal, PersonName};

/// A mail to one person.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The same for every try of the same mail, so that a copy can be recognised (RFC 5322,
    /// section 3.6.4); without angle brackets or host.
    pub id: String,
    /// The person's name, if it is known.
    pub to: Option<PersonName>,
    /// The person's address.
    pub address: EmailAddress,
    /// Who gets an answer; `None` where no person stands behind the mail.
    pub reply_to: Option<ReplyTo>,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Files that go with it.
    pub attachments: Vec<Attachment>,
    /// The picture that the HTML shows, and that is no file for the reader.
    pub picture: Option<InlinePicture>,
}

/// A PNG that the HTML of a mail shows by `cid:` and its id (RFC 2392).
#[derive(Clone)]
pub struct InlinePicture {
    /// Its content id, without angle brackets.
    pub id: String,
    /// The bytes of the PNG.
    pub png: Vec<u8>,
}

impl std::fmt::Debug for InlinePicture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InlinePicture({} bytes)", self.png.len())
    }
}

/// Who gets the answer to a mail (RFC 5322, section 3.6.2).
#[derive(Clone, Debug)]
pub struct ReplyTo {
    /// The person's name.
    pub name: PersonName,
    /// The person's address.
    pub address: EmailAddress,
}

/// A file that goes with a mail.
#[derive(Clone)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// What it is, such as `application/pdf`.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attachment({} bytes)", self.bytes.len())
    }
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
    #[error("the mail system refuses the mail: {}", why.name())]
    Never {
        /// Why.
        why: MailRefusal,
        /// What the mail system answered.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
