//! The lists of documents whose deletion is announced, and of those that are held (保存の継続).

use wariin_domain::{AccountId, DocumentId, OrganisationId, Timestamp};

/// Which documents, in which list, from where on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptQuery {
    /// The organisation that sent them.
    pub of: OrganisationId,
    /// Those of one sender; `None` for all that the organisation sent.
    pub sender: Option<AccountId>,
    /// Which list.
    pub list: KeptList,
    /// Behind which line to go on; `None` from the beginning.
    pub after: Option<KeptCursor>,
    /// How many lines at most.
    pub limit: u64,
}

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptList {
    /// Those whose deletion was announced at this instant or later and that are not held; what was announced first comes
    /// first.
    Announced {
        /// Since when announcements count: since the present policy is in force.
        since: Option<Timestamp>,
    },
    /// Those that are held; what was held last comes first.
    Held,
}

/// A line, and its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptCursor {
    /// When it was announced, or since when it is held.
    pub at: Timestamp,
    /// The document.
    pub document: DocumentId,
}
