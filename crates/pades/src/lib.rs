//! Lossless incremental PDF editing and PAdES signatures (ETSI EN 319 142-1).
//!
//! A PDF is never rewritten: what is signed is the bytes that came, plus one revision behind them.
//! [`intake`] says whether an upload can be sealed, [`sign`] adds a B-B signature, [`verify_last`]
//! checks one. The crate knows nothing of contracts.
//!
//! ```no_run
//! use wariin_pades::{SealKey, SignatureRequest, Utc, sign, verify_last};
//!
//! # fn main() -> Result<(), wariin_pades::Error> {
//! let key = SealKey::generate("Example KK", Utc::from_unix(1_800_000_000))?;
//! let pdf = std::fs::read("contract.pdf").unwrap_or_default();
//! let request = SignatureRequest {
//!     name: "Example KK".into(),
//!     reason: "document 42".into(),
//!     at: Utc::from_unix(1_800_000_000),
//! };
//! let sealed = sign(pdf, &key, &request)?;
//! verify_last(&sealed)?;
//! # Ok(())
//! # }
//! ```

mod cms;
mod error;
mod key;
mod pdf;
mod sign;
mod time;
mod verify;

pub use error::{Error, Refused};
pub use key::SealKey;
pub use pdf::intake::{Intake, intake};
pub use sign::{Prepared, SignatureRequest, prepare, sign};
pub use time::Utc;
pub use verify::{Verified, verify_last};
