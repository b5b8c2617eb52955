//! Identifiers: one type per thing, so that a recipient's id is never taken for a document's.

use core::fmt;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A document (書類): the files of one contract and everything agreed about them.
    DocumentId
    /// One PDF of a document.
    FileId
    /// A recipient (送付先) of one document.
    RecipientId
    /// A copy recipient of one document (共有先).
    CopyId
    /// A template.
    TemplateId
    /// A person's account.
    AccountId
    /// An organisation (組織), to which accounts and documents belong.
    OrganisationId
    /// A second factor of an account.
    FactorId
    /// A code mailed to prove a mailbox.
    MailboxCodeId
    /// A wish to set a new password by a mailed link.
    PasswordResetId
    /// A wish for another mail address of an account.
    AddressChangeId
    /// An organisation's connection to its identity provider.
    IdpConnectionId
    /// An invitation to join an organisation.
    InvitationId
    /// An input field of one document.
    FieldId
    /// One authorization request to an identity provider, from the redirect to the callback.
    AuthorizationRequestId
}

/// The SHA-256 digest of a file's bytes; it is also the file's address in storage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileDigest([u8; 32]);

impl FileDigest {
    /// Wraps the 32 bytes of a SHA-256 digest.
    pub const fn new(sha256: [u8; 32]) -> Self {
        Self(sha256)
    }

    /// The 32 bytes of the digest.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 lower-case hexadecimal digits, as [`fmt::Display`] writes them.
    pub fn parse(hex: &str) -> Option<Self> {
        let digits = hex.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Self(bytes))
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for FileDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for FileDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileDigest({self})")
    }
}
