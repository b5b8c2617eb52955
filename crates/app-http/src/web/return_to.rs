//! Where a reader comes back to after signing in: one of our own places, never an address from outside.

use super::Section;
use percent_encoding::percent_decode_str;
use poem::Request;
use serde::{Deserialize, Deserializer};
use std::fmt;
use wariin_domain::{DocumentId, InvitationId, RecipientId, Uuid};

/// A place to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum ReturnTo {
    /// The reader's first page: a member's documents, or what a guest received.
    #[default]
    Home,
    /// A recipient's document.
    Turn(RecipientId),
    /// A step of a draft.
    Draft(DocumentId, Step),
    /// The organisation's connections to identity providers.
    Connections,
    /// テンプレート
    Templates,
    /// 管理書類
    Managed,
    /// The organisation's settings.
    Organisation,
    /// The organisation's members.
    Members,
    /// An invitation to join an organisation.
    Invitation(InvitationId),
    /// One's own ways to sign in.
    Security,
    /// One's own account.
    Account,
    /// 受け取った書類
    Received,
}

/// A step of the wizard that asks for a strong sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// 02 送付先の設定
    Recipients,
    /// 04 送信内容の確認
    Review,
}

/// Where the form that was posted says that its reader goes on.
#[derive(Clone, Copy)]
pub(crate) struct FormReturnTo(pub(crate) ReturnTo);

impl ReturnTo {
    /// Where a request comes back to once its reader has signed in: the page's own place, and for a
    /// page on the way to another one what its query or its form says.
    pub(crate) fn of(request: &Request) -> Self {
        let path = request.uri().path();
        if let Some(recipient) = recipient_of(path) {
            return Self::Turn(recipient);
        }
        match Section::of(path) {
            Section::Documents => draft_of(path).unwrap_or_default(),
            Section::Templates => Self::Templates,
            Section::Managed => Self::Managed,
            Section::Organisation if path.starts_with("/settings/idp") => Self::Connections,
            Section::Organisation if path.starts_with("/settings/organisation") => {
                Self::Organisation
            }
            Section::Organisation => Self::Members,
            Section::Account => Self::Account,
            Section::Received => Self::Received,
            Section::Security | Section::Elsewhere => Self::of_query(request)
                .or_else(|| request.data::<FormReturnTo>().map(|form| form.0))
                .unwrap_or_default(),
        }
    }

    fn of_query(request: &Request) -> Option<Self> {
        let query = url::form_urlencoded::parse(request.uri().query()?.as_bytes());
        let next = query.into_iter().find_map(|(name, value)| (name == "next").then_some(value))?;
        Some(Self::parse(Some(&next)))
    }

    /// Reads what [`fmt::Display`] writes; anything else leads to the first page.
    pub(crate) fn parse(text: Option<&str>) -> Self {
        Self::read(text.unwrap_or_default()).unwrap_or_default()
    }

    fn read(text: &str) -> Option<Self> {
        match text {
            "connections" => return Some(Self::Connections),
            "templates" => return Some(Self::Templates),
            "managed" => return Some(Self::Managed),
            "organisation" => return Some(Self::Organisation),
            "members" => return Some(Self::Members),
            "security" => return Some(Self::Security),
            "account" => return Some(Self::Account),
            "received" => return Some(Self::Received),
            _ => {}
        }
        let (kind, id) = text.split_once(':')?;
        let id = Uuid::parse_str(id).ok()?;
        match kind {
            "invitation" => Some(Self::Invitation(id.into())),
            "turn" => Some(Self::Turn(id.into())),
            "02" => Some(Self::Draft(id.into(), Step::Recipients)),
            "04" => Some(Self::Draft(id.into(), Step::Review)),
            _ => None,
        }
    }

    /// The place's path.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Connections => "/settings/idp".to_owned(),
            Self::Templates => "/templates".to_owned(),
            Self::Managed => "/managed-documents".to_owned(),
            Self::Organisation => "/settings/organisation".to_owned(),
            Self::Members => "/settings/members".to_owned(),
            Self::Invitation(id) => format!("/invitations/{id}"),
            Self::Security => "/settings/security".to_owned(),
            Self::Account => "/settings/account".to_owned(),
            Self::Received => "/received-documents".to_owned(),
            Self::Turn(recipient) => format!("/r/{recipient}/document"),
            Self::Draft(document, Step::Recipients) => format!("/documents/{document}/02"),
            Self::Draft(document, Step::Review) => format!("/documents/{document}/04"),
        }
    }

    /// Where a recipient proves the own mailbox first, on the way to this place.
    pub(crate) fn landing(self) -> Option<String> {
        self.turn().map(|recipient| format!("/r/{recipient}"))
    }

    /// The recipient whose path this is.
    pub(crate) fn turn(self) -> Option<RecipientId> {
        match self {
            Self::Turn(recipient) => Some(recipient),
            Self::Home
            | Self::Draft(..)
            | Self::Connections
            | Self::Templates
            | Self::Managed
            | Self::Organisation
            | Self::Members
            | Self::Invitation(_)
            | Self::Security
            | Self::Account
            | Self::Received => None,
        }
    }
}

impl fmt::Display for ReturnTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => f.write_str("home"),
            Self::Connections => f.write_str("connections"),
            Self::Templates => f.write_str("templates"),
            Self::Managed => f.write_str("managed"),
            Self::Organisation => f.write_str("organisation"),
            Self::Members => f.write_str("members"),
            Self::Invitation(id) => write!(f, "invitation:{id}"),
            Self::Security => f.write_str("security"),
            Self::Account => f.write_str("account"),
            Self::Received => f.write_str("received"),
            Self::Turn(recipient) => write!(f, "turn:{recipient}"),
            Self::Draft(document, Step::Recipients) => write!(f, "02:{document}"),
            Self::Draft(document, Step::Review) => write!(f, "04:{document}"),
        }
    }
}

impl<'de> Deserialize<'de> for ReturnTo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::parse(Some(&text)))
    }
}

/// The step of the wizard at this path.
fn draft_of(path: &str) -> Option<ReturnTo> {
    let (document, step) = path.strip_prefix("/documents/")?.split_once('/')?;
    ReturnTo::read(&format!("{}:{document}", step.get(..2)?))
        .filter(|place| matches!(place, ReturnTo::Draft(..)))
}

/// The recipient on whose path a page is.
fn recipient_of(path: &str) -> Option<RecipientId> {
    let id = path.strip_prefix("/r/")?.split('/').next()?;
    let decoded = percent_decode_str(id).decode_utf8().ok()?;
    Uuid::parse_str(&decoded).ok().map(RecipientId::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    // RP-10
    #[test]
    fn only_our_own_places_are_returned_to() {
        for text in ["//e", "/\\e", "https:e", "turn://e", "turn:", "javascript:alert(1)", "\t//e"]
        {
            assert_eq!(ReturnTo::parse(Some(text)), ReturnTo::Home, "{text}");
        }
        let turn = ReturnTo::Turn(RecipientId::from(Uuid::from_u128(7)));
        assert_eq!(ReturnTo::parse(Some(&turn.to_string())), turn);
        assert_eq!(turn.path(), "/r/00000000-0000-0000-0000-000000000007/document");
    }
}
