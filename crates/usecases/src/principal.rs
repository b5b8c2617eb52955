//! Who calls a use case, before the unit of work has resolved it.

use crate::{Error, Result};
use wariin_domain::SessionKey;

/// Who is asking. A command carries one; the use case resolves it within its own unit of work, so that
/// what a session has proved cannot change before the result is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principal {
    /// A browser session, and the account that is signed in to it, if there is one.
    Session(SessionKey),
    /// The operator of the service, at the command line.
    Operator,
}

impl From<SessionKey> for Principal {
    fn from(session: SessionKey) -> Self {
        Self::Session(session)
    }
}

impl Principal {
    /// The browser session, where the principal is one.
    pub(crate) fn session(self) -> Option<SessionKey> {
        match self {
            Self::Session(key) => Some(key),
            Self::Operator => None,
        }
    }

    /// What concerns every organisation is the operator's; for a session it does not exist.
    ///
    /// # Errors
    /// [`Error::NotFound`] for every other principal.
    pub(crate) fn expect_operator(self) -> Result<()> {
        match self {
            Self::Operator => Ok(()),
            Self::Session(_) => Err(Error::NotFound),
        }
    }
}
