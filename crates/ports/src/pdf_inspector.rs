//! Inspection of an uploaded PDF, before it is kept.

use async_trait::async_trait;
use std::fmt;
use wariin_domain::{FieldDefinition, FileChange, FoundName, Surface};
use zeroize::Zeroizing;

/// Inspects uploads.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PdfInspector: Send + Sync {
    /// Whether this upload, opened by this password where it needs one, can be sealed later. Inspections never
    /// wait for seals.
    ///
    /// # Errors
    /// [`PdfRefusal`] says why not.
    async fn inspect(
        &self,
        pdf: Vec<u8>,
        password: Option<PdfPassword>,
    ) -> Result<InspectedPdf, PdfRefusal>;
}

/// An upload that can be sealed later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedPdf {
    /// The number of pages.
    pub pages: u32,
    /// Whether input fields can be placed on it, as it is used.
    pub surface: Surface,
    /// The empty form fields that the upload had, where it showed them; at most
    /// [`wariin_domain::MAX_FIELDS`].
    pub prepared: Vec<FieldDefinition>,
    /// The bytes to be used instead, where the upload itself cannot be used.
    pub replacement: Option<Vec<u8>>,
    /// What was changed, or found and kept.
    pub changes: Vec<FileChange>,
}

/// The password that opens a PDF (PDFのパスワード), as the sender typed it: used once, never kept. Its memory is
/// overwritten when it is dropped, and its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct PdfPassword(Zeroizing<String>);

impl PdfPassword {
    /// How many characters are read: more than count in any PDF (ISO 32000-2, 7.6.4.3.3: 127 bytes).
    pub const LIMIT: usize = 250;

    /// Takes the password exactly as typed; `None` when none was typed.
    pub fn read(typed: String) -> Option<Self> {
        let mut typed = Zeroizing::new(typed);
        if let Some((end, _)) = typed.char_indices().nth(Self::LIMIT) {
            typed.truncate(end);
        }
        (!typed.is_empty()).then_some(Self(typed))
    }

    /// The password in clear.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PdfPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PdfPassword(..)")
    }
}

/// Why an upload is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfRefusal {
    /// Not a PDF at all.
    #[error("it is not a PDF")]
    NotPdf,
    /// A PDF whose structure cannot be read, nor repaired without a loss.
    #[error("it is damaged")]
    Damaged,
    /// Its end is missing: it was not received as a whole.
    #[error("its end is missing")]
    Truncated,
    /// Signed, and nothing can be appended to it; saving it again would destroy the signature.
    #[error("it is signed, and nothing can be appended to it")]
    SignedDamaged,
    /// It opens with a password only, and none was given.
    #[error("it opens with a password only")]
    PasswordNeeded,
    /// The password that was given does not open it.
    #[error("the password does not open it")]
    WrongPassword,
    /// Encrypted for certificates, or in a way that is not known.
    #[error("it is encrypted in a way that is not known")]
    Encrypted,
    /// No page.
    #[error("it has no page")]
    NoPages,
    /// More than 2,000 pages.
    #[error("it has too many pages")]
    TooManyPages,
    /// Signed, and starts programs: that cannot be taken out of it any more.
    #[error("it is signed, and starts programs")]
    Launch,
    /// An XFA form without form fields beside it: its contents are not its pages.
    #[error("it is an XFA form")]
    Xfa,
    /// A form whose appearance each viewer generates, and that could not be made: what is seen is not what is
    /// sealed.
    #[error("it is a form whose appearance is not fixed")]
    UnfixedForm,
    /// A form or a note without an appearance whose text has a character that no font has: neither its own nor one
    /// of the service.
    #[error("no font has the character {character}")]
    MissingGlyph {
        /// The character, and its code point.
        character: FoundName,
        /// The name of the form field; `None` where it is a note, or has no name.
        field: Option<FoundName>,
    },
    /// Layers that are shown on screen and not in print, or the other way round.
    #[error("its layers differ between screen and print")]
    Layers,
    /// Plays films, sound or 3D scenes on its pages.
    #[error("it plays media")]
    Media,
    /// A stream that its pages need uses a filter of this name, which no viewer knows.
    #[error("it uses the unknown filter {0}")]
    UnknownFilter(FoundName),
    /// Certified so that no further signature is allowed.
    #[error("it is certified against changes")]
    Certified,
    /// Took too long or too much memory to look at.
    #[error("it is too complex")]
    TooComplex,
}

impl PdfRefusal {
    /// How many characters of the name of an unknown filter are shown at most.
    pub const FILTER_LIMIT: usize = 40;
    /// How many characters of the name of a form field are shown at most.
    pub const FIELD_LIMIT: usize = 60;

    /// Whether a password, or another one, may open it.
    pub const fn asks_for_password(&self) -> bool {
        match self {
            Self::PasswordNeeded | Self::WrongPassword => true,
            Self::NotPdf
            | Self::Damaged
            | Self::Truncated
            | Self::SignedDamaged
            | Self::Encrypted
            | Self::NoPages
            | Self::TooManyPages
            | Self::Launch
            | Self::Xfa
            | Self::UnfixedForm
            | Self::MissingGlyph { .. }
            | Self::Layers
            | Self::Media
            | Self::UnknownFilter(_)
            | Self::Certified
            | Self::TooComplex => false,
        }
    }
}
