//! The certificate of agreement (合意締結証明書): what was done to conclude a document, as typed facts. They come from the
//! document and its events, never from settings: how a person *was* authenticated, not how it was asked for.

mod agreement;
mod facts;
mod party;

pub use agreement::{AgreedParty, AgreedSender, Agreement};
pub use facts::{CertificateFacts, CertifiedFile, ChainHead, TimeSource};
pub use party::{CertifiedParty, CorrectedFrom, DeliveredPages, EndedHold, Forwarding};
