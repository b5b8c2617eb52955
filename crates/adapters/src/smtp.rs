//! Mail by SMTP.

use async_trait::async_trait;
use lettre::message::header::ContentType;
use lettre::message::{Attachment as MailAttachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{Address, AsyncTransport, Tokio1Executor};
use std::time::Duration;
use wariin_domain::EmailAddress;
use wariin_ports::{Mail, MailError, Mailer};

/// How long the server may take for each of its answers.
const TIMEOUT: Duration = Duration::from_secs(20);
/// How long it may take for one mail.
const TOTAL: Duration = Duration::from_mins(1);

/// Sends mails by SMTP, over connections that are kept.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: From,
}

/// Why the mail settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SmtpSettingsError {
    /// The URL is not one of an SMTP server.
    #[error("the SMTP URL cannot be used: {0}")]
    Url(String),
    /// The sender's address cannot be used.
    #[error("the sender's address cannot be used: {0}")]
    From(String),
}

impl SmtpMailer {
    /// A mailer for `smtp://`, `smtps://` or `smtp://…?tls=required` URLs, writing from `from`, an
    /// address with or without a name (RFC 5322, section 3.4).
    ///
    /// # Errors
    /// [`SmtpSettingsError`].
    pub fn new(url: &str, from: &str) -> Result<Self, SmtpSettingsError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|e| SmtpSettingsError::Url(e.to_string()))?
            .timeout(Some(TIMEOUT))
            .build();
        Ok(Self { transport, from: From::parse(from)? })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let message = compose(&self.from, mail)?;
        let sent = tokio::time::timeout(TOTAL, self.transport.send(message));
        match sent.await.map_err(|late| MailError::Later(late.into()))? {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(MailError::Never(error.into())),
            Err(error) => Err(MailError::Later(error.into())),
        }
    }
}

/// Who the mails come from.
#[derive(Clone, Debug)]
pub(crate) struct From(Mailbox);

impl From {
    pub(crate) fn parse(from: &str) -> Result<Self, SmtpSettingsError> {
        from.parse().map(Self).map_err(|_| SmtpSettingsError::From(from.to_owned()))
    }
}

/// The mail as a message: UTF-8 plain text, header values encoded by RFC 2047.
pub(crate) fn compose(from: &From, mail: Mail) -> Result<Message, MailError> {
    let never = |e: lettre::error::Error| MailError::Never(e.into());
    let address: Address = address(&mail.address)?;
    let id = format!("<{}@{}>", mail.id, from.0.email.domain());
    let message = Message::builder()
        .from(from.0.clone())
        .to(Mailbox::new(mail.to.map(|name| name.as_str().to_owned()), address))
        .subject(mail.subject)
        .message_id(Some(id));
    if mail.attachments.is_empty() {
        return message.header(ContentType::TEXT_PLAIN).body(mail.body).map_err(never);
    }
    let pdf = ContentType::parse("application/pdf").map_err(|e| MailError::Never(e.into()))?;
    let text = MultiPart::mixed().singlepart(SinglePart::plain(mail.body));
    let parts = mail.attachments.into_iter().fold(text, |parts, file| {
        parts.singlepart(MailAttachment::new(file.name).body(file.bytes, pdf.clone()))
    });
    message.multipart(parts).map_err(never)
}

fn address(address: &EmailAddress) -> Result<Address, MailError> {
    address.as_str().parse().map_err(|e: lettre::address::AddressError| MailError::Never(e.into()))
}
