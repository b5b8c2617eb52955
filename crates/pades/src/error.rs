//! What can go wrong with a PDF, a key or a signature.

use crate::{KeyError, Utc};

/// Why an upload cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No `%PDF-` within the first 1024 bytes.
    #[error("it is not a PDF")]
    NotPdf,
    /// Its structure cannot be read, nor repaired without a loss.
    #[error("its structure cannot be read")]
    Damaged,
    /// Its end is missing: it was not received as a whole.
    #[error("its end is missing")]
    Truncated,
    /// It is signed, and its structure does not allow another revision; saving it again would destroy the
    /// signature.
    #[error("it is signed, and nothing can be appended to it")]
    SignedDamaged,
    /// It opens with a password only.
    #[error("it opens with a password only")]
    PasswordNeeded,
    /// The password that was given does not open it.
    #[error("the password does not open it")]
    WrongPassword,
    /// It is encrypted for certificates, or in a way that is not known.
    #[error("it is encrypted in a way that is not known")]
    Encrypted,
    /// It has no page.
    #[error("it has no page")]
    NoPages,
    /// It has more than [`crate::Intake::MAX_PAGES`] pages.
    #[error("it has too many pages")]
    TooManyPages,
    /// It is signed and starts programs (action `Launch`), which cannot be taken out of it any more.
    #[error("it is signed, and starts programs")]
    Launch,
    /// It is an XFA form without form fields beside it.
    #[error("it is an XFA form")]
    Xfa,
    /// It is a form that may look different in different viewers: values without an appearance that could be
    /// made, or pages whose contents do not end.
    #[error("it is a form whose appearance is not fixed")]
    UnfixedForm,
    /// A text that has to be drawn has a character that neither its own font has nor one that was given.
    #[error("no font has the character {char:?}")]
    MissingGlyph {
        /// The character.
        char: char,
        /// The name of the form field that holds it; `None` where it is in a note.
        field: Option<String>,
    },
    /// It has layers that are shown on screen and not in print, or the other way round.
    #[error("its layers differ between screen and print")]
    Layers,
    /// It plays films, sound or 3D scenes on its pages.
    #[error("it plays media")]
    Media,
    /// A stream that its pages need uses a filter of this name, which no viewer knows.
    #[error("it uses the unknown filter {0}")]
    UnknownFilter(String),
    /// It is certified so that nothing may be added (`DocMDP`, P = 1).
    #[error("it is certified against changes")]
    Certified,
    /// Its objects are nested too deeply.
    #[error("it is too complex")]
    TooComplex,
}

impl From<Error> for Refused {
    /// Why an upload is refused whose structure is not as expected.
    fn from(error: Error) -> Self {
        match error {
            Error::UnfixedForm | Error::Page(_) => Self::UnfixedForm,
            Error::MissingGlyph(char) => Self::MissingGlyph { char, field: None },
            Error::Encrypted => Self::Encrypted,
            _ => Self::Damaged,
        }
    }
}

/// Why there is no timestamp.
#[derive(Debug, thiserror::Error)]
pub enum TimestampError {
    /// No random bytes for the nonce.
    #[error("no random bytes could be had")]
    NoRandomness,
    /// The authority could not be reached, or what came was no answer.
    #[error("the authority {address} did not answer: {why}")]
    Unreachable {
        /// Its address.
        address: String,
        /// What happened.
        why: String,
    },
    /// The answer is no `TimeStampResp`, or its token cannot be read.
    #[error("the answer cannot be read")]
    Malformed,
    /// The authority granted no timestamp.
    #[error("the authority refused")]
    Refused,
    /// The token is over something else.
    #[error("the token is over something else")]
    OtherImprint,
    /// The token answers another request.
    #[error("the token answers another request")]
    OtherNonce,
    /// The token's signature is not intact.
    #[error("the token's signature is not intact")]
    NotIntact(#[source] Box<Error>),
    /// The token was made by algorithms that are too weak to rely on.
    #[error("the token relies on {0}, which is too weak")]
    Weak(String),
    /// The certificate is not for timestamps only (RFC 3161, section 2.3).
    #[error("the certificate is not one of a timestamp authority")]
    NotAnAuthority,
    /// The certificate was not valid at the token's time.
    #[error("the certificate was not valid at that time")]
    Expired,
    /// The certificate does not lead to any of the roots that are trusted for timestamps.
    #[error("the certificate leads to no root that is trusted for timestamps")]
    Untrusted,
    /// The token's time is far from ours; one of the two clocks is wrong.
    #[error("the authority's clock says {0}")]
    OtherTime(Utc),
    /// There is no authority to ask.
    #[error("no timestamp authority is configured")]
    NoAuthority,
}

/// Why there is no proof that a certificate was valid.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// A certificate's issuer is not known.
    #[error("the issuer of {0} is not known")]
    NoIssuer(String),
    /// A certificate sets limits that are not kept, or that are not known here.
    #[error("{0} sets limits that are not kept or not known")]
    Limited(String),
    /// Neither a responder nor a list gave a valid answer.
    #[error("no source says whether {subject} was revoked: {why}")]
    NoStatus {
        /// The certificate's subject.
        subject: String,
        /// What was tried.
        why: String,
    },
    /// The certificate was revoked.
    #[error("{subject} was revoked at {at}")]
    Revoked {
        /// The certificate's subject.
        subject: String,
        /// When.
        at: Utc,
    },
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
    /// It is encrypted.
    #[error("the document is encrypted")]
    Encrypted,
    /// A form field has a value or decorations, but nothing in the file says what it looks like.
    #[error("the appearance of a form field is not fixed")]
    UnfixedForm,
    /// The font of a form field cannot show a character of its value.
    #[error("the font of a form field lacks the character {0:?}")]
    MissingGlyph(char),
    /// Nothing can be painted on a page so that every viewer shows it.
    #[error("nothing can be painted on a page: {0}")]
    Page(&'static str),
    /// It is signed: nothing is changed about what its pages show.
    #[error("the document is signed")]
    Signed,
    /// A page is not as large as the one that it is laid over; both are counted from 0.
    #[error("page {page} is not as large as page {over}, over which it is laid")]
    OtherSize {
        /// The page of the other PDF.
        page: usize,
        /// The page that it was to be laid over.
        over: usize,
    },
    /// The signature does not fit into the space that was reserved for it.
    #[error("the signature does not fit: {needed} bytes into {reserved}")]
    TooLarge {
        /// Bytes of the signature.
        needed: usize,
        /// Bytes reserved.
        reserved: usize,
    },
    /// The key or certificate cannot be used.
    #[error("the key or certificate cannot be used")]
    Key(#[from] KeyError),
    /// No timestamp could be obtained; trying again later may help.
    #[error("no timestamp could be had")]
    Timestamp(#[from] TimestampError),
    /// No proof that a certificate was valid could be obtained; trying again later may help.
    #[error("no proof that a certificate is valid could be had")]
    Proof(#[from] ProofError),
    /// The signature is not intact.
    #[error("the signature is not intact: {0}")]
    NotIntact(&'static str),
}
