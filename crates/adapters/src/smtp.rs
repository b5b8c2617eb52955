//! Mail by SMTP.

use async_trait::async_trait;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as MailAttachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{Address, AsyncTransport, Tokio1Executor};
use std::time::Duration;
use wariin_domain::{EmailAddress, MailRefusal, PersonName};
use wariin_ports::{InlinePicture, Mail, MailError, Mailer, ReplyTo};

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

    /// Connects and greets, as before a mail, with encryption and password where the URL has them; no mail is
    /// sent.
    ///
    /// # Errors
    /// What went wrong, as a sentence for the operator.
    pub async fn reach(&self) -> Result<(), String> {
        match tokio::time::timeout(TIMEOUT, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("the server ends the connection after the greeting".to_owned()),
            Ok(Err(error)) => {
                let cause = std::error::Error::source(&error);
                let cause = cause.map(|cause| format!(": {cause}")).unwrap_or_default();
                Err(format!("{error}{cause}"))
            }
            Err(_) => Err(format!("no answer within {} s", TIMEOUT.as_secs())),
        }
    }
}

/// The domain of the sender's address, as DNS has it.
///
/// # Errors
/// [`SmtpSettingsError::From`].
pub fn sender_domain(from: &str) -> Result<String, SmtpSettingsError> {
    Ok(From::parse(from)?.0.email.domain().to_owned())
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
    /// Reads a name and an address, or an address. An internationalised domain is written with A-labels: few
    /// servers take another in an envelope (RFC 6531).
    pub(crate) fn parse(from: &str) -> Result<Self, SmtpSettingsError> {
        let refused = || SmtpSettingsError::From(from.to_owned());
        let typed: Mailbox = from.parse().map_err(|_| refused())?;
        let address = EmailAddress::parse(typed.email.as_ref()).map_err(|_| refused())?;
        let email = address.mailbox().parse().map_err(|_| refused())?;
        Ok(Self(Mailbox::new(typed.name, email)))
    }
}

/// The mail as a message: text and HTML in UTF-8, header values encoded by RFC 2047, and marked as written by
/// no person, so that no absence notice answers it (RFC 3834, section 5).
pub(crate) fn compose(from: &From, mail: Mail) -> Result<Message, MailError> {
    let id = format!("<{}@{}>", mail.id, from.0.email.domain());
    let to = mailbox(mail.to.as_ref(), &mail.address)?;
    // Not read back from the header, where a name may hide the address.
    let envelope = Envelope::new(Some(from.0.email.clone()), vec![to.email.clone()]);
    let envelope = envelope.map_err(unusable)?;
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let message = Message::builder()
        .envelope(envelope)
        .from(from.0.clone())
        .to(to)
        .subject(one_line(&mail.subject))
        .message_id(Some(id))
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()));
    let message = match &mail.reply_to {
        Some(ReplyTo { name, address }) => message.reply_to(mailbox(Some(name), address)?),
        None => message,
    };
    let words = words(mail.text, mail.html, mail.picture)?;
    if mail.attachments.is_empty() {
        return message.multipart(words).map_err(unusable);
    }
    let mut parts = MultiPart::mixed().multipart(words);
    for file in mail.attachments {
        let kind = ContentType::parse(file.media_type).map_err(unusable)?;
        parts = parts.singlepart(MailAttachment::new(file.name).body(file.bytes, kind));
    }
    message.multipart(parts).map_err(unusable)
}

/// Text and HTML; a picture that the HTML shows is related to it, and no file of the mail (RFC 2387).
fn words(
    text: String,
    html: String,
    picture: Option<InlinePicture>,
) -> Result<MultiPart, MailError> {
    let Some(InlinePicture { id, png }) = picture else {
        return Ok(MultiPart::alternative_plain_html(text, html));
    };
    let png_type = ContentType::parse("image/png").map_err(unusable)?;
    let shown = MultiPart::related()
        .singlepart(SinglePart::html(html))
        .singlepart(MailAttachment::new_inline(id).body(png, png_type));
    Ok(MultiPart::alternative().singlepart(SinglePart::plain(text)).multipart(shown))
}

/// A header's text as one line, in which nothing reads as an encoded word (RFC 2047) but what is encoded here.
fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.split(char::is_control).filter(|line| !line.is_empty()).collect();
    lines.join(" ").replace("=?", "= ?")
}

fn mailbox(name: Option<&PersonName>, address: &EmailAddress) -> Result<Mailbox, MailError> {
    let name = name.map(|name| one_line(name.as_str()));
    Ok(Mailbox::new(name, smtp_address(address)?))
}

/// The address as servers take it: a local part of an old kind in quotes.
fn smtp_address(address: &EmailAddress) -> Result<Address, MailError> {
    address.mailbox().parse().map_err(|error: lettre::address::AddressError| MailError::Never {
        why: MailRefusal::UnknownAddress,
        source: error.into(),
    })
}

#[cfg(test)]
mod tests;
