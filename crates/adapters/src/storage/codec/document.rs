//! What is stored of those who are told of a document's conclusion (共有先).

use super::JsonColumn;
use serde::{Deserialize, Serialize};
use wariin_domain::{CopyRecipient, EmailAddress, PersonName, Uuid};

/// Those who are told of the conclusion, in order.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::storage) struct Copies(pub(in crate::storage) Vec<CopyRecipient>);

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredCopies {
    copies: Vec<StoredCopy>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredCopy {
    id: Uuid,
    name: String,
    email: String,
}

impl StoredCopy {
    pub(super) fn of(copy: &CopyRecipient) -> Self {
        Self { id: copy.id.into(), name: copy.name.to_string(), email: copy.email.to_string() }
    }

    pub(super) fn restored(self) -> Option<CopyRecipient> {
        Some(CopyRecipient {
            id: self.id.into(),
            name: PersonName::parse(&self.name).ok()?,
            email: EmailAddress::parse(&self.email).ok()?,
        })
    }
}

impl JsonColumn for Copies {
    const COLUMN: &'static str = "document.copies";
    type Stored = StoredCopies;

    fn stored(&self) -> StoredCopies {
        StoredCopies { copies: self.0.iter().map(StoredCopy::of).collect() }
    }

    fn restored(stored: StoredCopies) -> Option<Self> {
        stored.copies.into_iter().map(StoredCopy::restored).collect::<Option<_>>().map(Self)
    }
}
