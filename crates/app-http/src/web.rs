//! What every page is served through: the map, the guard, the visitor, cookies and headers.

pub(crate) mod assets;
mod cookies;
mod form;
mod guard;
mod headers;
pub(crate) mod language;
mod map;
mod page_context;
mod peer;
mod return_to;
mod view;

pub(crate) use cookies::{
    LANGUAGE_COOKIE, LINK_COOKIE, SESSION_COOKIE, cookie, expired, set, set_for_a_year,
};
pub(crate) use form::{FieldKind, FormField, FormFields, has_errors};
pub(crate) use guard::{Browser, Guard};
pub(crate) use headers::Headers;
pub use map::{Access, Entry, Map};
pub(crate) use page_context::{PageContext, redirect_with, with_session, without_session};
pub(crate) use peer::{Limits, Peer};
pub(crate) use return_to::{ReturnTo, Step};
pub(crate) use view::{PageLayout, Section, page, redirect};
