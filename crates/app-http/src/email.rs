//! Emails, each as a whole in its recipient's language, as text and as HTML from one source. What people
//! typed is quoted in them, so that it never reads like a sentence of the service.

mod body;
mod name;
mod to_account;
mod to_sender;

use crate::i18n::labels;
use crate::i18n::{CommonMessages, Locale};
use askama::Template;
use body::{EmailBody, EmailPart};
use name::name;
use wariin_domain::{
    AccentColour, DocumentFile, DocumentId, Language, ServiceCertificate, Timestamp, Title,
};
use wariin_ports::{
    EmailContent, EmailMessage, EmailOrganisation, EmailSender, EmailTemplates, EmailText,
    InvitationOccasion, Place,
};

/// Writes emails with links to this service.
pub(crate) struct LocalizedEmails {
    origin: String,
}

/// An email as HTML: styles in the elements, nothing that has to be loaded.
#[derive(Template)]
#[template(path = "email.html")]
struct HtmlEmail<'a> {
    lang: &'a str,
    fonts: &'a str,
    subject: &'a str,
    brand: &'a str,
    /// The content id of the logo that goes with the email.
    logo: Option<String>,
    /// The colour of buttons and links, as `#rrggbb`: white words on it can be read, and it on white.
    colour: String,
    /// Whose address stands in the footer.
    address: Option<&'a str>,
    greeting: &'a str,
    parts: &'a [EmailPart],
    instead: String,
    footer: &'a str,
    reply: Option<&'a str>,
    help: &'a str,
    help_url: &'a str,
}

impl LocalizedEmails {
    pub(crate) fn new(origin: String) -> Self {
        Self { origin }
    }

    fn place(&self, place: &Place) -> String {
        match place {
            Place::Document(id) => format!("{}/documents/{id}", self.origin),
            Place::ManagedDocument(id) => format!("{}/managed-documents/{id}", self.origin),
            Place::Invitation(id) => format!("{}/invitations/{id}", self.origin),
            Place::Link(token) => format!("{}/l/{token}", self.origin),
            Place::ReceivedConcluded => {
                format!("{}/received-documents?show=concluded", self.origin)
            }
        }
    }
}

impl EmailTemplates for LocalizedEmails {
    fn write(&self, message: &EmailMessage) -> EmailText {
        let locale = Locale::new(message.language, &message.time_zone);
        let t = locale.common;
        let (subject, mut body) = self.say(&locale, &message.kind);
        if let Some(reference) = message.reference {
            body = body.fact(t.email_reference_label(), reference.to_string());
        }
        let subject = full_subject(t, message, subject);
        let greeting = message
            .to
            .as_ref()
            .filter(|to| to.reads_like_a_name())
            .map_or_else(|| t.email_greeting_no_name(), |to| t.email_greeting(to.as_str()));
        let footer = Footer::of(t, message, &self.origin);
        let text = format!("{greeting}\n\n{}\n\n--\n{}\n", body.text(&locale), footer.text());
        let html = HtmlEmail {
            lang: message.language.tag(),
            fonts: fonts(message.language),
            subject: &subject,
            brand: &brand(t, &message.sender),
            logo: message.sender.organisation().and_then(EmailOrganisation::logo_id),
            colour: colour(&message.sender).to_string(),
            address: footer.address.as_deref(),
            greeting: &greeting,
            parts: &body.parts,
            instead: t.email_action_instead(),
            footer: &footer.about,
            reply: footer.reply.as_deref(),
            help: &footer.help,
            help_url: &footer.help_url,
        };
        // It is filled in with texts alone, and cannot fail; an empty part would still leave the text.
        let html = html.render().unwrap_or_default();
        EmailText { subject, text, html }
    }

    fn attachment_name(&self, file: &DocumentFile) -> String {
        labels::file_name(file)
    }

    fn certificate_name(&self, document: DocumentId) -> String {
        labels::certificate_name(document)
    }
}

/// What stands below every email.
struct Footer {
    address: Option<String>,
    about: String,
    reply: Option<String>,
    help: String,
    help_url: String,
}

impl Footer {
    fn of(t: &CommonMessages, message: &EmailMessage, origin: &str) -> Self {
        let reply = match (&message.sender, message.reference) {
            (EmailSender::Person { .. }, Some(_)) => Some(t.email_footer_reply()),
            (EmailSender::Person { .. }, None)
            | (EmailSender::Service | EmailSender::OwnOrganisation(_), _) => None,
        };
        let address = message.sender.organisation().and_then(|own| {
            let address = own.looks.address.as_ref()?;
            Some(t.email_footer_address(name(&own.name), name(address)))
        });
        Self {
            address,
            about: t.email_footer(),
            reply,
            help: t.email_label(t.email_footer_help()),
            help_url: format!("{origin}/help#unknown-mail"),
        }
    }

    fn text(&self) -> String {
        let lines = [
            self.address.as_ref(),
            Some(&self.about),
            self.reply.as_ref(),
            Some(&self.help),
            Some(&self.help_url),
        ];
        let lines: Vec<&str> = lines.into_iter().flatten().map(String::as_str).collect();
        lines.join("\n")
    }
}

/// The subject, with the sender's organisation where a person of another one writes, and with the number of
/// the document: so that many emails can be told apart without their telling what is in a contract.
fn full_subject(t: &CommonMessages, message: &EmailMessage, subject: String) -> String {
    let subject = match &message.sender {
        EmailSender::Person { organisation, .. } => {
            t.email_subject_of(name(&organisation.name), subject)
        }
        EmailSender::Service | EmailSender::OwnOrganisation(_) => subject,
    };
    match message.reference {
        Some(reference) => t.email_subject_about(subject, reference.to_string()),
        None => subject,
    }
}

/// Whose name stands at the head of the HTML: the service's, or an organisation's, which was typed and is quoted.
fn brand(t: &CommonMessages, sender: &EmailSender) -> String {
    sender.organisation().map_or_else(|| "Wariin".to_owned(), |own| t.email_brand(name(&own.name)))
}

/// The organisation's colour, or the service's own.
fn colour(sender: &EmailSender) -> AccentColour {
    sender.organisation().map(|organisation| organisation.looks.colour).unwrap_or_default()
}

/// Fonts that devices have, with the forms of characters that the language writes.
fn fonts(language: Language) -> &'static str {
    match language {
        Language::Japanese => "'Hiragino Sans','Yu Gothic UI','Noto Sans JP',Meiryo,sans-serif",
        Language::English => "system-ui,-apple-system,'Segoe UI',Roboto,sans-serif",
        Language::SimplifiedChinese => "'PingFang SC','Microsoft YaHei','Noto Sans SC',sans-serif",
        Language::TraditionalChinese => {
            "'PingFang TC','Microsoft JhengHei','Noto Sans TC',sans-serif"
        }
    }
}

impl LocalizedEmails {
    /// The subject, and what stands between the greeting and the footer.
    fn say(&self, locale: &Locale, kind: &EmailContent) -> (String, EmailBody) {
        let t = locale.common;
        let body = EmailBody::default;
        match kind {
            EmailContent::Invitation { .. } => self.invitation(locale, kind),
            EmailContent::Preflight { sender, organisation, token, until } => (
                t.email_preflight_subject(),
                body()
                    .say(t.email_preflight(name(organisation), name(sender)))
                    .say(t.email_preflight_asks())
                    .action(t.email_preflight_link(), format!("{}/l/{token}", self.origin))
                    .fact(t.email_preflight_link_until(), locale.at(*until))
                    .say(t.email_preflight_not_me()),
            ),
            EmailContent::MemberInvitation { by, organisation, place, until } => (
                t.email_member_invitation_subject(),
                body()
                    .say(t.email_member_invitation(name(organisation), name(by)))
                    .action(t.email_member_invitation_action(), self.place(place))
                    .fact(t.email_member_invitation_until(), locale.at(*until)),
            ),
            EmailContent::Checkpoint { note, events, at } => (
                t.email_checkpoint_subject(),
                body()
                    .say(t.email_checkpoint())
                    .fact(t.email_checkpoint_events(), events.to_string())
                    .fact(t.email_checkpoint_at(), locale.at(*at))
                    .say(note)
                    .say(t.email_checkpoint_note()),
            ),
            EmailContent::CertificateEnds { certificate, ends_at } => {
                certificate_ends(locale, *certificate, *ends_at)
            }
            EmailContent::FileDamaged { title } => (
                t.email_file_damaged_subject(),
                about(t, title.as_ref())
                    .say(t.email_file_damaged())
                    .say(t.email_file_damaged_note()),
            ),
            EmailContent::MailboxCode { .. }
            | EmailContent::AddressCode { .. }
            | EmailContent::AddressTaken
            | EmailContent::PasswordReset { .. }
            | EmailContent::NoPasswordToReset
            | EmailContent::AccountChanged { .. }
            | EmailContent::ForeignAccount => self.to_account(locale, kind),
            EmailContent::Concluded { title, place, has_files } => (
                t.email_concluded_subject(),
                self.concluded(t, title.as_ref(), place.as_ref(), *has_files),
            ),
            EmailContent::Cancelled { sender, had_consented } => {
                let body = body().say(t.email_cancelled(name(sender)));
                let body =
                    if *had_consented { body.say(t.email_cancelled_consented()) } else { body };
                (t.email_cancelled_subject(), body)
            }
            EmailContent::NoLongerAsked { sender, organisation } => (
                t.email_no_longer_asked_subject(),
                body().say(t.email_no_longer_asked(name(organisation), name(sender))),
            ),
            EmailContent::DeclinedByOther { sender, organisation, title } => (
                t.email_declined_by_other_subject(),
                about(t, title.as_ref())
                    .say(t.email_declined_by_other(name(organisation), name(sender))),
            ),
            EmailContent::Declined { .. }
            | EmailContent::Withdrawn { .. }
            | EmailContent::Held { .. }
            | EmailContent::Disputed { .. }
            | EmailContent::Forwarded { .. }
            | EmailContent::WrongRecipient { .. }
            | EmailContent::NewFactor { .. }
            | EmailContent::ReportTakenBack { .. }
            | EmailContent::LegalHold { .. }
            | EmailContent::Undelivered { .. } => self.to_sender(locale, kind),
            EmailContent::DeletionAnnounced { title, on, place } => {
                self.deletion(locale, title.as_ref(), *on, place)
            }
        }
    }

    fn deletion(
        &self,
        locale: &Locale,
        title: Option<&Title>,
        on: Timestamp,
        place: &Place,
    ) -> (String, EmailBody) {
        let t = locale.common;
        let body = about(t, title)
            .say(t.email_deletion(locale.at(on)))
            .action(t.email_open_document(), self.place(place));
        (t.email_deletion_subject(), body)
    }

    fn invitation(&self, locale: &Locale, kind: &EmailContent) -> (String, EmailBody) {
        let EmailContent::Invitation {
            sender,
            organisation,
            title,
            message,
            token,
            until,
            advanced_auth,
            occasion,
        } = kind
        else {
            return (String::new(), EmailBody::default());
        };
        let t = locale.common;
        let mut body =
            EmailBody::default().say(t.email_invitation(name(organisation), name(sender)));
        if *occasion == InvitationOccasion::Lapsed {
            body = body.say(t.email_invitation_lapsed());
        }
        if let Some(title) = title {
            body = body.typed(t.email_title_label(), title.as_str());
        }
        if let Some(message) = message {
            body = body.typed(t.email_message_label(), message.as_str());
        }
        body = body
            .action(t.email_invitation_link(), format!("{}/l/{token}", self.origin))
            .fact(t.email_invitation_link_until(), locale.at(*until));
        if *advanced_auth {
            body = body.say(t.email_invitation_advanced_auth());
        }
        match occasion {
            InvitationOccasion::First => (t.email_invitation_subject(), body),
            InvitationOccasion::Again => {
                (t.email_invitation_again_subject(), body.say(t.email_invitation_again()))
            }
            InvitationOccasion::Lapsed => {
                (t.email_invitation_lapsed_subject(), body.say(t.email_invitation_again()))
            }
        }
    }

    fn concluded(
        &self,
        t: &CommonMessages,
        title: Option<&Title>,
        place: Option<&Place>,
        has_files: bool,
    ) -> EmailBody {
        let mut body = about(t, title).say(t.email_concluded());
        if has_files {
            body = body.say(t.email_concluded_attached());
        }
        match place {
            Some(place) => body
                .say(t.email_concluded_download())
                .action(t.email_concluded_download_action(), self.place(place)),
            None if has_files => body,
            None => body.say(t.email_concluded_in_copy()),
        }
    }
}

/// That a certificate of the service ends.
fn certificate_ends(
    locale: &Locale,
    certificate: ServiceCertificate,
    ends_at: Timestamp,
) -> (String, EmailBody) {
    let t = locale.common;
    let which = match certificate {
        ServiceCertificate::Seal => t.email_certificate_ends_seal(),
        ServiceCertificate::TimestampAuthority => t.email_certificate_ends_timestamp(),
        ServiceCertificate::Tls => t.email_certificate_ends_tls(),
    };
    let body = EmailBody::default()
        .say(t.email_certificate_ends())
        .fact(t.email_certificate_ends_which(), which)
        .fact(t.email_certificate_ends_until(), locale.at(ends_at))
        .say(t.email_certificate_ends_note());
    (t.email_certificate_ends_subject(), body)
}

/// A body that begins with the title, where the email may tell it.
fn about(t: &CommonMessages, title: Option<&Title>) -> EmailBody {
    match title {
        Some(title) => EmailBody::default().typed(t.email_title_label(), title.as_str()),
        None => EmailBody::default(),
    }
}

#[cfg(test)]
mod tests;
