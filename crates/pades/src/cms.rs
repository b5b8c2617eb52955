//! Cryptographic Message Syntax (RFC 5652) and what belongs to it: certificates, timestamps,
//! revocation data.

pub(crate) mod algorithm;
pub(crate) mod attributes;
pub(crate) mod certificate;
pub(crate) mod der;
pub(crate) mod fault;
mod hash;
pub(crate) mod limits;
mod names;
pub(crate) mod oids;
pub(crate) mod other;
pub(crate) mod phase_out;
pub(crate) mod revocation;
mod scheme;
pub(crate) mod signed_data;
pub(crate) mod tsp;
