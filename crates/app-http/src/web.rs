//! What every page is served through: the map, the guard, the visitor, cookies and headers.

pub(crate) mod assets;
mod cookies;
mod form;
mod guard;
mod headers;
pub(crate) mod language;
mod map;
mod next;
mod peer;
mod view;
mod visit;

pub(crate) use cookies::{
    LANGUAGE_COOKIE, LINK_COOKIE, SESSION_COOKIE, cookie, expired, set, set_for_a_year,
};
pub(crate) use form::{Field, FieldKind, Fields, has_errors};
pub(crate) use guard::{Browser, Guard};
pub(crate) use headers::Headers;
pub use map::{Access, Entry, Map};
pub(crate) use next::{Next, Step};
pub(crate) use peer::{Limits, Peer};
pub(crate) use view::{Section, Shell, page, redirect};
pub(crate) use visit::{Visit, redirect_with, with_session, without_session};
