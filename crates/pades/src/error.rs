//! What can go wrong with a PDF, a key or a signature.

/// Why an upload cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No `%PDF-` within the first 1024 bytes.
    #[error("it is not a PDF")]
    NotPdf,
    /// Its structure cannot be read, nor repaired.
    #[error("its structure cannot be read")]
    Damaged,
    /// It is encrypted.
    #[error("it is encrypted")]
    Encrypted,
    /// It has no page.
    #[error("it has no page")]
    NoPages,
    /// It has more than [`crate::Intake::MAX_PAGES`] pages.
    #[error("it has too many pages")]
    TooManyPages,
    /// It contains JavaScript.
    #[error("it contains JavaScript")]
    JavaScript,
    /// It starts programs, opens other files or sends data (actions `Launch`, `GoToR`, `GoToE`,
    /// `ImportData`, `SubmitForm`).
    #[error("it opens programs or other files, or sends data")]
    Launch,
    /// It carries other files.
    #[error("it has files embedded")]
    EmbeddedFiles,
    /// It is an XFA form.
    #[error("it is an XFA form")]
    Xfa,
    /// It is a form whose appearance viewers make up (`NeedAppearances`).
    #[error("it is a form whose appearance is not fixed")]
    UnfixedForm,
    /// It is certified so that nothing may be added (`DocMDP`, P = 1).
    #[error("it is certified against changes")]
    Certified,
    /// Its objects are nested too deeply.
    #[error("it is too complex")]
    TooComplex,
}

/// Why something could not be signed or verified.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The cross-reference chain cannot be walked.
    #[error("the cross-reference chain is broken: {0}")]
    Xref(&'static str),
    /// An object that is needed is missing or of the wrong type.
    #[error("an object is missing or of the wrong type: {0}")]
    Object(&'static str),
    /// The signature does not fit into the space that was reserved for it.
    #[error("the signature does not fit: {needed} bytes into {reserved}")]
    TooLarge {
        /// Bytes of the signature.
        needed: usize,
        /// Bytes reserved.
        reserved: usize,
    },
    /// The key or certificate cannot be used.
    #[error("the key or certificate cannot be used: {0}")]
    Key(String),
    /// The signature is not intact.
    #[error("the signature is not intact: {0}")]
    NotIntact(&'static str),
}
