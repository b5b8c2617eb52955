//! What is stored of the codes that were asked for with an invitation.

use super::JsonColumn;
use serde::{Deserialize, Serialize};
use wariin_domain::{BrowserKey, InvitationCode, Timestamp, Uuid};

/// Of each browser its newest code.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::storage) struct InvitationCodes(pub(in crate::storage) Vec<InvitationCode>);

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::storage) struct StoredCodes {
    codes: Vec<StoredCode>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::storage) struct StoredCode {
    id: Uuid,
    /// In hexadecimal digits.
    browser: String,
    asked_at: i64,
}

impl JsonColumn for InvitationCodes {
    const COLUMN: &'static str = "invitation.codes";
    type Stored = StoredCodes;

    fn stored(&self) -> StoredCodes {
        let stored = |code: &InvitationCode| StoredCode {
            id: code.id.into(),
            browser: hex::encode(code.browser.as_bytes()),
            asked_at: code.asked_at.as_micros(),
        };
        StoredCodes { codes: self.0.iter().map(stored).collect() }
    }

    fn restored(stored: StoredCodes) -> Option<Self> {
        let restored = |code: StoredCode| {
            Some(InvitationCode {
                id: code.id.into(),
                browser: BrowserKey::new(hex::decode(code.browser).ok()?.try_into().ok()?),
                asked_at: Timestamp::from_micros(code.asked_at),
            })
        };
        stored.codes.into_iter().map(restored).collect::<Option<_>>().map(Self)
    }
}
