//! Lossless incremental PDF editing and PAdES signatures (ETSI EN 319 142-1).
//!
//! A PDF is never rewritten: what is signed is the received bytes plus one revision appended to them.
//! [`intake`] says whether an upload can be sealed, [`sign`] adds a B-B signature, [`sign_with_timestamp`]
//! a B-T one, [`archive`] makes either B-LTA and renews it, [`verify`] reports on every signature of any
//! PDF. The crate knows nothing of contracts, and opens no connection itself.
//!
//! ```no_run
//! use wariin_pades::{KeyKind, SealKey, SignatureRequest, Trust, Utc, sign, verify};
//!
//! # fn main() -> Result<(), wariin_pades::Error> {
//! let now = Utc::from_unix(1_800_000_000);
//! let key = SealKey::generate(KeyKind::Rsa, "Example KK", now)?.key;
//! let pdf = std::fs::read("contract.pdf").unwrap_or_default();
//! let request = SignatureRequest::new("Example KK", "document 42", now);
//! let sealed = sign(pdf, &key, &request)?;
//! let report = verify(sealed, &Trust { roots: vec![key.certificate().to_vec()], now })?;
//! println!("{report}");
//! assert!(report.is_intact());
//! # Ok(())
//! # }
//! ```

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod appearance;
mod archive;
mod change;
mod cms;
mod error;
mod form_field;
#[cfg(fuzzing)]
pub mod fuzzing;
mod key;
mod lifetime;
mod network;
mod pdf;
mod proof;
#[cfg(test)]
mod properties;
mod revision;
mod sign;
mod signatures;
mod text;
mod time;
mod verify;

pub use appearance::{Appearance, Area};
pub use archive::{ProofScope, archive};
pub use change::Change;
pub use cms::algorithm::KeyKind;
pub use cms::phase_out::{PHASE_OUTS, PhaseOut};
pub use cms::tsp::{Timestamp, TimestampRequest, verify_timestamp};
pub use error::{Error, ProofError, Refused, TimestampError};
pub use form_field::{FormField, FormFieldKind, TextFormat};
#[cfg(feature = "pkcs11")]
pub use key::TokenKey;
pub use key::{KeyError, NewKey, SealKey};
pub use network::{HttpRequest, Network, Services, sign_with_timestamp};
pub use pdf::intake::{Intake, Opening, intake, intake_with};
pub use revision::{Laid, Revision};
pub use sign::{Prepared, Signature, SignatureRequest, prepare, room_for, sign};
pub use text::{PageContents, TextCut, TextEdit};
pub use time::Utc;
pub use verify::{
    Added, Chain, Coverage, Format, Indication, Integrity, Level, Report, Revocation,
    SignatureKind, SignatureReport, SubIndication, TimestampReport, Trust, Verdict, Verified,
    certificate_until, verify, verify_last,
};
