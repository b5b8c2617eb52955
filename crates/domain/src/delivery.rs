//! Emails that a recipient's mail system refused for good (不達).

use crate::Timestamp;

/// An email to a recipient was refused for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// When.
    pub at: Timestamp,
    /// Why, as far as the mail system said it.
    pub why: MailRefusal,
}

/// Why a mail system refuses an email for good, after the reply codes of SMTP (RFC 5321, section 4.2.3)
/// and the enhanced status codes (RFC 3463).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailRefusal {
    /// There is no such mailbox or domain, or it takes no mail.
    UnknownAddress,
    /// The mailbox is full.
    MailboxFull,
    /// The email is too large.
    TooLarge,
    /// A rule of the mail system: a filter, a block list, no permission.
    Policy,
    /// Another reason, or none was given.
    Other,
}

impl MailRefusal {
    /// Every reason.
    pub const ALL: [Self; 5] =
        [Self::UnknownAddress, Self::MailboxFull, Self::TooLarge, Self::Policy, Self::Other];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownAddress => "unknown_address",
            Self::MailboxFull => "mailbox_full",
            Self::TooLarge => "too_large",
            Self::Policy => "policy",
            Self::Other => "other",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }
}
