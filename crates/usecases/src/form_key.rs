//! Forms that come again: a double click, a retry after an answer that was lost.

use crate::Ports;
use wariin_domain::Uuid;

/// The key of one form, which was shown with it. What the form makes has an id that follows from the key, so
/// that it is made once, whichever node is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormKey(Option<Uuid>);

impl FormKey {
    /// The key of a new form.
    pub fn fresh(ports: &Ports) -> Self {
        Self(Some(ports.ids.next()))
    }

    /// A form without a key: what it makes is made each time.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Reads what a form has brought back; what is no key counts as none.
    pub fn read(text: &str) -> Self {
        Self(Uuid::parse_str(text).ok())
    }

    /// The id of what the form makes for this account or document.
    pub(crate) fn id(self, ports: &Ports, scope: impl Into<Uuid>) -> Uuid {
        match self.0 {
            Some(key) => ports.tokens.form_id(scope.into(), key),
            None => ports.ids.next(),
        }
    }
}

impl std::fmt::Display for FormKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.map_or(Ok(()), |key| key.fmt(f))
    }
}
