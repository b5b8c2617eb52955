//! Turning templates into responses.

use super::Visit;
use crate::error::PageError;
use askama::Template;
use poem::Response;
use poem::http::StatusCode;
use wariin_domain::Role;

/// A part of the service, as the menu names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Section {
    Documents,
    Templates,
    Managed,
    Organisation,
    Security,
    /// None that the menu names.
    #[default]
    Elsewhere,
}

impl Section {
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
        } else if is_under("/settings/security") {
            Self::Security
        } else if is_under("/settings") {
            Self::Organisation
        } else {
            Self::Elsewhere
        }
    }
}

/// What the frame around every page needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shell {
    /// The name of the person who is signed in.
    pub(crate) person: Option<String>,
    /// What that person may do in the organisation.
    pub(crate) role: Option<Role>,
    /// The part of the service that the page belongs to.
    pub(crate) section: Section,
    /// The token that every form carries.
    pub(crate) csrf: String,
    /// Whether mails go to the built-in mailbox page.
    pub(crate) has_dev_mailbox: bool,
    /// Whether the page belongs to a recipient's path, where the sender's menu has no place.
    pub(crate) is_recipient: bool,
}

impl Shell {
    /// The frame for this visitor.
    pub(crate) fn of(visit: &Visit) -> Self {
        Self {
            person: visit.account().map(|account| account.name.to_string()),
            section: visit.section,
            role: visit.account().map(|account| account.role),
            csrf: visit.app.ports.tokens.form_token(&visit.browser),
            has_dev_mailbox: visit.app.settings.has_dev_mailbox(),
            is_recipient: false,
        }
    }

    /// The frame for this visitor on a recipient's path.
    pub(crate) fn of_recipient(visit: &Visit) -> Self {
        Self { is_recipient: true, ..Self::of(visit) }
    }

    /// Whether the person manages the organisation.
    pub(crate) fn is_admin(&self) -> bool {
        self.role == Some(Role::Admin)
    }

    /// Whether the person is a document manager.
    pub(crate) fn is_manager(&self) -> bool {
        self.role == Some(Role::Manager)
    }

    /// The address of an asset, with its digest, so that it may be cached for good.
    #[expect(clippy::unused_self, reason = "templates call it on the shell they have at hand")]
    pub(crate) fn asset(&self, name: &str) -> String {
        super::assets::address(name)
    }
}

/// A page.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Result<Response, PageError> {
    let html = template.render().map_err(|error| PageError::fault(&error))?;
    Ok(Response::builder().status(status).content_type("text/html; charset=utf-8").body(html))
}

/// Go on there.
pub(crate) fn redirect(path: impl AsRef<str>) -> Response {
    Response::builder().status(StatusCode::SEE_OTHER).header("location", path.as_ref()).finish()
}
