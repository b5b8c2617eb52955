//! What every page is served through: the map, the guard, the access check, cookies and headers.

mod accent;
mod access;
mod arriving;
pub(crate) mod assets;
mod bodies;
mod budget;
mod cookies;
mod form;
mod guard;
mod headers;
mod input;
pub(crate) mod language;
mod leaving;
mod map;
mod mended;
mod observed;
mod outcome;
mod page_context;
mod part_heads;
mod peer;
mod return_to;
mod upload;
mod view;
mod visitor;

pub(crate) use accent::{accent_address, accent_sheet};
pub(crate) use bodies::STILL;
pub(crate) use budget::Budget;
pub(crate) use cookies::{
    LANGUAGE_COOKIE, LINK_COOKIE, REPORT_COOKIE, RESET_COOKIE, SESSION_COOKIE, cookie, expired,
    set, set_for, set_for_a_year, with_cookie,
};
pub(crate) use form::{FieldKind, FormField, FormFields, has_errors};
pub(crate) use guard::{Browser, Guard};
pub(crate) use headers::Headers;
pub(crate) use input::{Checkbox, Secret};
pub(crate) use leaving::body_of;
pub use map::{Access, Entry, FormBody, Map};
pub(crate) use observed::{Observed, RequestNumber, answered_by};
pub(crate) use outcome::{ERROR_HEADER, FormOutcome};
pub(crate) use page_context::{PageContext, redirect_with, with_session, without_session};
pub(crate) use peer::{Limits, Peer};
pub(crate) use return_to::{FormReturnTo, ReturnTo, Step};
pub(crate) use upload::UploadForm;
pub(crate) use view::{PageLayout, Section, html_response, page, redirect};
pub(crate) use visitor::{Visitor, Visitors};
