//! Timestamps (RFC 3161): requesting one, and checking the token before it is used.

use super::algorithm::{Hash, octets};
use super::der::{
    BOOLEAN, GENERALIZED_TIME, INTEGER, OCTET_STRING, Reader, SEQUENCE, element, sequence, unsigned,
};
use super::fault::Fault;
use super::oids;
use super::signed_data::{Proven, SignedData};
use crate::{TimestampError, Utc};

/// A request for a timestamp, and what the response must match.
#[derive(Clone, Debug)]
pub struct TimestampRequest {
    der: Vec<u8>,
    imprint: Vec<u8>,
    nonce: Vec<u8>,
}

impl TimestampRequest {
    /// A request over the SHA-256 of `bytes`, with a nonce of 64 random bits, for a token that carries
    /// its certificates.
    ///
    /// # Errors
    /// [`TimestampError::NoRandomness`].
    pub fn over(bytes: &[u8]) -> Result<Self, TimestampError> {
        Self::over_digest(Hash::Sha256.of(bytes))
    }

    pub(crate) fn over_digest(digest: Vec<u8>) -> Result<Self, TimestampError> {
        let mut random = [0; 8];
        aws_lc_rs::rand::fill(&mut random).map_err(|_| TimestampError::NoRandomness)?;
        let nonce = unsigned(&random);
        let imprint = sequence(&[&Hash::Sha256.identifier(), &octets(&digest)]);
        let request = [&element(INTEGER, &[1])[..], &imprint, &nonce, &element(BOOLEAN, &[0xff])];
        Ok(Self { der: sequence(&request), imprint: digest, nonce })
    }

    /// What is posted to the authority, with the media type `application/timestamp-query`.
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// Reads the authority's response: the token, after every check that needs nothing but the response
    /// itself (status, imprint, nonce, signature, purpose of the certificate, its validity then).
    ///
    /// # Errors
    /// [`TimestampError`] says which check failed; asking again, or another authority, may help.
    pub fn accept(&self, answer: &[u8]) -> Result<Timestamp, TimestampError> {
        let mut response = Reader(answer).sequence().ok_or(TimestampError::Malformed)?;
        let mut status = response.sequence().ok_or(TimestampError::Malformed)?;
        let granted = status.expect(INTEGER).ok_or(TimestampError::Malformed)?.contents;
        if !matches!(granted, [0 | 1]) {
            return Err(TimestampError::Refused);
        }
        let token = response.expect(SEQUENCE).ok_or(TimestampError::Malformed)?.whole;
        let read = Token::read(token).map_err(|_| TimestampError::Malformed)?;
        if read.nonce.as_deref() != Some(&self.nonce[..]) {
            return Err(TimestampError::OtherNonce);
        }
        read.verify(&self.imprint)?;
        Ok(Timestamp { token: token.to_vec(), at: read.at })
    }
}

/// A token that matches its request.
#[derive(Clone, Debug)]
pub struct Timestamp {
    pub(crate) token: Vec<u8>,
    at: Utc,
}

impl Timestamp {
    /// The token (a CMS `ContentInfo`).
    pub fn as_der(&self) -> &[u8] {
        &self.token
    }

    /// The time that the authority states.
    pub fn at(&self) -> Utc {
        self.at
    }
}

/// A token as it was read.
#[derive(Debug)]
pub(crate) struct Token<'a> {
    pub(crate) signed: SignedData<'a>,
    pub(crate) at: Utc,
    /// `Err` with the name of a digest algorithm that is not known.
    hash: Result<Hash, String>,
    imprint: Vec<u8>,
    nonce: Option<Vec<u8>>,
}

impl<'a> Token<'a> {
    pub(crate) fn read(der: &'a [u8]) -> Result<Self, Fault> {
        let unreadable = Fault::Format("its structure (RFC 3161 token)");
        let signed = SignedData::read(der)?;
        let content = signed.content.clone().filter(|_| signed.content_type == oids::TST_INFO);
        let info = content.as_deref().and_then(info);
        let (at, hash, imprint, nonce) = info.ok_or(unreadable)?;
        Ok(Self { signed, at, hash, imprint, nonce })
    }

    /// Checks a new token over a digest that was made with its own algorithm, as strictly as RFC 3161 has it: it
    /// must be by an authority's certificate that was valid then, and by algorithms that are relied on.
    pub(crate) fn verify(&self, digest: &[u8]) -> Result<(), TimestampError> {
        if self.imprint != digest {
            return Err(TimestampError::OtherImprint);
        }
        let proven =
            self.check(digest).map_err(|e| TimestampError::NotIntact(Box::new(e.into())))?;
        if !proven.weak.is_empty() {
            return Err(TimestampError::Weak(proven.weak.join(", ")));
        }
        let authority = proven.certificate;
        match authority.purpose(oids::FOR_TIME_STAMPING) {
            Some(purpose) if purpose.is_exclusive => {}
            _ => return Err(TimestampError::NotAnAuthority),
        }
        if !authority.is_valid_at(self.at) {
            return Err(TimestampError::Expired);
        }
        Ok(())
    }

    /// Checks that the token is intact and over this digest, which was made with its own algorithm.
    pub(crate) fn check(&self, digest: &[u8]) -> Result<Proven<'a>, Fault> {
        let hash = self.hash()?;
        let content = self.signed.content.as_deref().unwrap_or_default();
        let mut proven = self.signed.verify(&self.signed.hash()?.of(content))?;
        if self.imprint != digest {
            return Err(Fault::Imprint);
        }
        if hash.is_weak() && !proven.weak.iter().any(|weak| weak == hash.name()) {
            proven.weak.push(hash.name().to_owned());
        }
        Ok(proven)
    }

    /// The digest algorithm of what is stamped.
    pub(crate) fn hash(&self) -> Result<Hash, Fault> {
        self.hash.clone().map_err(Fault::Unknown)
    }
}

/// Checks that a token is intact, over these bytes, and by a certificate for timestamping that was valid then. Whether
/// that certificate is trusted is not looked at. Returns the time that the authority states.
///
/// # Errors
/// [`TimestampError`] says which check failed.
pub fn verify_timestamp(token: &[u8], bytes: &[u8]) -> Result<Utc, TimestampError> {
    let read = Token::read(token).map_err(|_| TimestampError::Malformed)?;
    let hash = read.hash().map_err(|_| TimestampError::Malformed)?;
    read.verify(&hash.of(bytes))?;
    Ok(read.at)
}

type Info = (Utc, Result<Hash, String>, Vec<u8>, Option<Vec<u8>>);

/// `TSTInfo` (RFC 3161, section 2.4.2): time, imprint, nonce.
fn info(content: &[u8]) -> Option<Info> {
    let mut parts = Reader(content).sequence()?;
    parts.expect(INTEGER)?;
    parts.oid()?;
    let mut imprint = parts.sequence()?;
    let hash = Hash::read(&imprint.expect(SEQUENCE)?);
    let digest = imprint.expect(OCTET_STRING)?.octets()?.into_owned();
    parts.expect(INTEGER)?;
    let at = Utc::from_asn1(parts.expect(GENERALIZED_TIME)?.contents, true)?;
    parts.optional(SEQUENCE);
    parts.optional(BOOLEAN);
    let nonce = parts.optional(INTEGER).map(|nonce| nonce.whole.to_vec());
    Some((at, hash, digest, nonce))
}
