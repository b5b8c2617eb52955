//! Cryptographic Message Syntax (RFC 5652), as far as a PAdES signature needs it.

pub(crate) mod der;
pub(crate) mod signed_data;
