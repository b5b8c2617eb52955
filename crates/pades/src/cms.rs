//! Cryptographic Message Syntax (RFC 5652) and what belongs to it: certificates, timestamps,
//! revocation data.

pub(crate) mod algorithm;
pub(crate) mod certificate;
pub(crate) mod der;
pub(crate) mod limits;
pub(crate) mod oids;
pub(crate) mod revocation;
pub(crate) mod signed_data;
pub(crate) mod tsp;
