//! Mail by SMTP.

use async_trait::async_trait;
use lettre::message::header::ContentType;
use lettre::message::{Attachment as MailAttachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{Address, AsyncTransport, Tokio1Executor};
use std::time::Duration;
use wariin_domain::{EmailAddress, MailRefusal};
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
            Err(error) => Err(match refusal(&error) {
                Some(why) => MailError::Never { why, source: error.into() },
                None => MailError::Later(error.into()),
            }),
        }
    }
}

/// Why the server refuses this mail for good; `None` when another try may help, be it after the operator
/// has mended the settings: a server that refuses the service itself says nothing about the mail.
fn refusal(error: &Error) -> Option<MailRefusal> {
    let code = error.status().filter(|_| error.is_permanent())?;
    let code = code.to_string();
    let text = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    reason(&code, enhanced(&text))
}

/// Replies about the service and not about the mail: authentication and encryption (RFC 4954, RFC 3207), a
/// host that takes no mail at all (RFC 7504).
const ABOUT_THE_SERVICE: [&str; 6] = ["521", "523", "530", "534", "535", "538"];

/// What a reply says by its enhanced status code's subject and detail, or else by its code.
fn reason(code: &str, enhanced: Option<(u16, u16)>) -> Option<MailRefusal> {
    let is_about_the_mail = !ABOUT_THE_SERVICE.contains(&code);
    is_about_the_mail.then(|| enhanced.map_or_else(|| by_code(code), by_status))
}

/// RFC 3463, section 3.
fn by_status(status: (u16, u16)) -> MailRefusal {
    match status {
        (2, 2) => MailRefusal::MailboxFull,
        (2, 3) | (3, 4) => MailRefusal::TooLarge,
        // The sender's address.
        (1, 7 | 8) => MailRefusal::Other,
        (1 | 2, _) | (4, 4) => MailRefusal::UnknownAddress,
        (7, _) => MailRefusal::Policy,
        _ => MailRefusal::Other,
    }
}

/// RFC 5321, section 4.2.3.
fn by_code(code: &str) -> MailRefusal {
    match code {
        "550" | "551" | "553" | "556" => MailRefusal::UnknownAddress,
        "552" => MailRefusal::MailboxFull,
        "554" => MailRefusal::Policy,
        _ => MailRefusal::Other,
    }
}

/// The subject and the detail of the enhanced status code at the beginning of a reply's text.
fn enhanced(text: &str) -> Option<(u16, u16)> {
    let mut numbers = text.split_whitespace().next()?.strip_prefix("5.")?.split('.');
    let (subject, detail) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    numbers.next().is_none().then_some((subject, detail))
}

/// A mail that cannot be written.
fn unusable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> MailError {
    MailError::Never { why: MailRefusal::Other, source: error.into() }
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
    let never = |e: lettre::error::Error| unusable(e);
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
    let pdf = ContentType::parse("application/pdf").map_err(unusable)?;
    let text = MultiPart::mixed().singlepart(SinglePart::plain(mail.body));
    let parts = mail.attachments.into_iter().fold(text, |parts, file| {
        parts.singlepart(MailAttachment::new(file.name).body(file.bytes, pdf.clone()))
    });
    message.multipart(parts).map_err(never)
}

fn address(address: &EmailAddress) -> Result<Address, MailError> {
    address.as_str().parse().map_err(|error: lettre::address::AddressError| MailError::Never {
        why: MailRefusal::UnknownAddress,
        source: error.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // FA-06 O-48
    #[test]
    fn a_reply_says_why_a_mail_is_refused_or_that_the_service_itself_is() {
        use MailRefusal::{MailboxFull, Other, Policy, TooLarge, UnknownAddress};
        for (code, text, expected) in [
            ("550", "5.1.1 <taro@example.com>: user unknown", Some(UnknownAddress)),
            ("550", "no such user", Some(UnknownAddress)),
            ("550", "5.2.1 disabled", Some(UnknownAddress)),
            ("550", "5.4.4 no host", Some(UnknownAddress)),
            ("552", "5.2.2 over quota", Some(MailboxFull)),
            ("552", "full", Some(MailboxFull)),
            ("552", "5.3.4 message too big", Some(TooLarge)),
            ("550", "5.2.3 too long", Some(TooLarge)),
            ("550", "5.7.1 blocked", Some(Policy)),
            ("554", "spam", Some(Policy)),
            ("550", "5.1.8 bad sender", Some(Other)),
            ("550", "5.6.0 content", Some(Other)),
            ("501", "5.1 what", Some(Other)),
            ("535", "5.7.8 bad credentials", None),
            ("530", "5.7.0 authentication required", None),
            ("521", "takes no mail", None),
        ] {
            assert_eq!(reason(code, enhanced(text)), expected, "{code} {text}");
        }
    }
}
