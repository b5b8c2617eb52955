//! Turning templates into responses.

use super::assets::Picture;
use super::language::{Reading, SenderMark};
use super::{PageContext, ReturnTo};
use crate::error::PageError;
use crate::i18n::{CommonMessages, Locale, OFFICE_LANGUAGES, OfficeMessages};
use askama::Template;
use poem::Response;
use poem::http::StatusCode;
use wariin_domain::{Language, Membership, ReferenceNumber, Role};

/// A part of the service, as the menu names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Section {
    Documents,
    Templates,
    Managed,
    Organisation,
    Security,
    /// One's own account.
    Account,
    /// What was received.
    Received,
    /// None that the menu names.
    #[default]
    Elsewhere,
}

impl Section {
    /// Whether only senders, document managers and admins come here.
    pub(crate) fn is_office(self) -> bool {
        match self {
            Self::Documents | Self::Templates | Self::Managed | Self::Organisation => true,
            Self::Security | Self::Account | Self::Received | Self::Elsewhere => false,
        }
    }

    /// The part to which the page at this path belongs.
    pub(crate) fn of(path: &str) -> Self {
        let is_under = |root: &str| {
            path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if is_under("/documents") {
            Self::Documents
        } else if is_under("/templates") {
            Self::Templates
        } else if is_under("/managed-documents") {
            Self::Managed
        } else if is_under("/received-documents") {
            Self::Received
        } else if is_under("/settings/security") {
            Self::Security
        } else if is_under("/settings/account") {
            Self::Account
        } else if is_under("/settings") {
            Self::Organisation
        } else {
            Self::Elsewhere
        }
    }
}

/// What the frame around every page needs, and in which language it is: `layout.common` has the messages
/// for every reader, `layout.office` those for senders, document managers and admins.
#[derive(Clone)]
pub(crate) struct PageLayout {
    /// The locale of the page.
    pub(crate) locale: Locale,
    /// The messages for every reader, in the reader's language.
    pub(crate) common: &'static CommonMessages,
    /// The messages for senders, document managers and admins, in the reader's language.
    pub(crate) office: &'static OfficeMessages,
    /// What the reader may choose instead; empty where there is no choice.
    pub(crate) choices: &'static [Language],
    /// Where a reader who chooses another language comes back to.
    pub(crate) back: String,
    /// The name of the person who is signed in.
    pub(crate) person: Option<String>,
    /// Whether that person belongs to an organisation, and what the person may do there.
    pub(crate) membership: Option<Membership>,
    /// The part of the service that the page belongs to.
    pub(crate) section: Section,
    /// The token that every form carries.
    pub(crate) csrf: String,
    /// Whether mails go to the built-in mailbox page.
    pub(crate) has_dev_mailbox: bool,
    /// Whether the page belongs to a recipient's path, where the sender's menu has no place.
    pub(crate) is_recipient: bool,
    /// What the sender's organisation shows of itself on a recipient's pages.
    pub(crate) sender: Option<SenderMark>,
    /// The number by which the recipient and the sender speak of the document, on the recipient's path.
    pub(crate) reference: Option<ReferenceNumber>,
}

impl PageLayout {
    /// The frame for this reader.
    pub(crate) fn of(context: &PageContext) -> Self {
        let Reading { locale, choices, reference, .. } = context.reading.clone();
        Self {
            common: locale.common,
            office: locale.office,
            locale,
            choices,
            back: context.back.clone(),
            person: context.account().map(|account| account.name.to_string()),
            section: context.section,
            membership: context.account().map(|account| account.membership),
            csrf: context.app.ports.tokens.form_token(&context.browser),
            has_dev_mailbox: context.app.settings.has_dev_mailbox(),
            is_recipient: false,
            sender: None,
            reference,
        }
    }

    /// The frame around an error, where nothing is known of the reader.
    pub(crate) fn bare(locale: &Locale) -> Self {
        Self {
            common: locale.common,
            office: locale.office,
            locale: locale.clone(),
            choices: &[],
            back: String::new(),
            person: None,
            membership: None,
            section: Section::Elsewhere,
            csrf: String::new(),
            has_dev_mailbox: false,
            is_recipient: false,
            sender: None,
            reference: None,
        }
    }

    /// The frame for this reader on a recipient's path.
    pub(crate) fn of_recipient(context: &PageContext) -> Self {
        Self { is_recipient: true, sender: context.reading.sender.clone(), ..Self::of(context) }
    }

    /// The frame for a page that leads on to another place.
    pub(crate) fn toward(context: &PageContext, next: ReturnTo) -> Self {
        if next.turn().is_some() { Self::of_recipient(context) } else { Self::of(context) }
    }

    /// Whether the person belongs to an organisation, and may send.
    pub(crate) fn is_member(&self) -> bool {
        self.membership.is_some_and(|own| !own.is_guest())
    }

    /// Whether the person manages the organisation.
    pub(crate) fn is_admin(&self) -> bool {
        self.membership.is_some_and(|own| own.has_role(Role::Admin))
    }

    /// Whether the person is a document manager.
    pub(crate) fn is_manager(&self) -> bool {
        self.membership.is_some_and(|own| own.has_role(Role::Manager))
    }

    /// The language of the messages for senders, document managers and admins.
    pub(crate) fn office_language(&self) -> Language {
        let own = self.locale.language;
        if OFFICE_LANGUAGES.contains(&own) { own } else { Language::English }
    }

    /// The address of an asset, with its digest, so that it may be cached for good.
    #[expect(clippy::unused_self, reason = "templates call it on the layout they have at hand")]
    pub(crate) fn asset(&self, name: &str) -> String {
        super::assets::address(name)
    }

    /// A picture of a screen, if there is one of that name.
    #[expect(clippy::unused_self, reason = "templates call it on the layout they have at hand")]
    pub(crate) fn picture(&self, name: &str) -> Option<Picture> {
        Picture::of(name)
    }
}

/// A page.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Result<Response, PageError> {
    let html = template.render().map_err(|error| PageError::fault(&error))?;
    Ok(html_response(status, html))
}

/// A response with a page that was made of its template already.
pub(crate) fn html_response(status: StatusCode, html: String) -> Response {
    Response::builder().status(status).content_type("text/html; charset=utf-8").body(html)
}

/// Go on there.
pub(crate) fn redirect(path: impl AsRef<str>) -> Response {
    Response::builder().status(StatusCode::SEE_OTHER).header("location", path.as_ref()).finish()
}
