//! Requests to timestamp authorities, OCSP responders and publishers of certificates and revocation lists.
//! The caller makes them: the crate opens no connection itself.

use crate::cms::tsp::{Timestamp, TimestampRequest};
use crate::{Error, TimestampError, Utc, proof};

/// A request to another machine.
#[derive(Clone, Copy, Debug)]
pub struct HttpRequest<'a> {
    /// An `http:` or `https:` address that a certificate or the configuration names.
    pub address: &'a str,
    /// The media type and body of a `POST`; `None` for a `GET`.
    pub posted: Option<(&'static str, &'a [u8])>,
    /// The greatest number of bytes of a response.
    pub limit: usize,
}

/// Access to other machines.
pub trait Network: Sync {
    /// The body of a successful response.
    ///
    /// # Errors
    /// What happened, for a log.
    fn fetch(&self, request: HttpRequest<'_>) -> Result<Vec<u8>, String>;
}

/// The timestamp authorities, and the network over which they and the sources of revocation data are reached.
#[derive(Clone, Copy)]
pub struct Services<'a> {
    /// Access to other machines.
    pub network: &'a dyn Network,
    /// Timestamp authorities, asked in this order until one gives a token that passes every check.
    pub authorities: &'a [String],
    /// Root certificates in DER that are trusted for timestamps. Where there is none, the authority's
    /// chain has to be complete, and its root is left for the verifier to trust.
    pub roots: &'a [Vec<u8>],
    /// The present time, against which authorities' clocks are compared.
    pub now: Utc,
}

/// How far an authority's clock may be from ours, in seconds.
const CLOCKS_APART: i64 = 600;
const TOKEN_LIMIT: usize = 256 * 1024;

impl Services<'_> {
    /// A timestamp over `bytes` from the first authority whose token passes every check.
    ///
    /// # Errors
    /// [`TimestampError`] of the last authority asked. A timestamp is never replaced by anything else.
    pub fn timestamp(&self, bytes: &[u8]) -> Result<Timestamp, TimestampError> {
        self.timestamp_request(&TimestampRequest::over(bytes)?)
    }

    pub(crate) fn timestamp_request(
        &self,
        request: &TimestampRequest,
    ) -> Result<Timestamp, TimestampError> {
        let mut last = TimestampError::NoAuthority;
        for address in self.authorities {
            match self.timestamp_from(address, request) {
                Ok(timestamp) => return Ok(timestamp),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn timestamp_from(
        &self,
        address: &str,
        request: &TimestampRequest,
    ) -> Result<Timestamp, TimestampError> {
        let posted = Some(("application/timestamp-query", request.as_der()));
        let answer = self.network.fetch(HttpRequest { address, posted, limit: TOKEN_LIMIT });
        let unreachable = |why| TimestampError::Unreachable { address: public(address), why };
        let timestamp = request.accept(&answer.map_err(unreachable)?)?;
        if (timestamp.at().as_unix() - self.now.as_unix()).abs() > CLOCKS_APART {
            return Err(TimestampError::OtherTime(timestamp.at()));
        }
        let chain = proof::chain_of_token(timestamp.as_der(), self);
        let chain = chain.map_err(|_| TimestampError::Untrusted)?;
        let is_trusted = self.roots.is_empty()
            || chain.iter().any(|certificate| self.roots.contains(certificate));
        if is_trusted { Ok(timestamp) } else { Err(TimestampError::Untrusted) }
    }
}

/// An address without what may be secret in it: user, password, and query (RFC 3986, section 3).
fn public(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}{path}")
}

impl std::fmt::Debug for Services<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let authorities: Vec<String> = self.authorities.iter().map(|one| public(one)).collect();
        f.debug_struct("Services").field("authorities", &authorities).finish_non_exhaustive()
    }
}

/// A signature by `key` with a timestamp over it (PAdES B-T).
///
/// # Errors
/// As [`crate::sign`]; [`Error::Timestamp`] when no authority gives a timestamp.
pub fn sign_with_timestamp(
    pdf: Vec<u8>,
    key: &crate::SealKey,
    request: &crate::SignatureRequest,
    services: &Services<'_>,
) -> Result<Vec<u8>, Error> {
    crate::prepare(pdf, request, crate::room_for(key))?.finish_with_timestamp(key, services)
}

#[cfg(test)]
mod tests {
    use super::public;

    #[test]
    fn an_address_is_named_without_its_password_and_parameters() {
        let address = "https://user:pass@tsa.example:8443/stamp?key=secret#part";
        assert_eq!(public(address), "https://tsa.example:8443/stamp");
        assert_eq!(public("http://tsa.example?a@b"), "http://tsa.example");
    }
}
