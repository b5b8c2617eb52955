//! Proofs that a certificate was valid when it was used, for verification years later: the certificates
//! up to its root, and an OCSP response or revocation list for each.

use crate::cms::certificate::Certificate;
use crate::cms::der::{Reader, context};
use crate::cms::oids;
use crate::cms::revocation::{Crl, OcspResponse, Status, ocsp_request};
use crate::cms::signed_data::SignedData;
use crate::cms::tsp::Token;
use crate::network::{HttpRequest, Services};
use crate::{ProofError, Utc};

/// Certificates, OCSP responses and lists, each once, as they are kept in a PDF.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proofs {
    pub(crate) certificates: Vec<Vec<u8>>,
    pub(crate) responses: Vec<Vec<u8>>,
    pub(crate) lists: Vec<Vec<u8>>,
}

/// The longest chain that is followed.
pub(crate) const MAX_CHAIN: usize = 10;
/// How many addresses of a certificate are asked.
const MAX_ADDRESSES: usize = 3;
const CERTIFICATE_LIMIT: usize = 64 * 1024;
const RESPONSE_LIMIT: usize = 256 * 1024;
/// Public authorities publish lists of some megabytes.
const LIST_LIMIT: usize = 16 * 1024 * 1024;
/// How far ahead of ours the clock of a responder may be, in seconds.
const SKEW: i64 = 300;

/// The certificates from a token's authority to its root.
pub(crate) fn chain_of_token(
    token: &[u8],
    services: &Services<'_>,
) -> Result<Vec<Vec<u8>>, ProofError> {
    let unreadable = || ProofError::NoIssuer("a token that cannot be read".into());
    let token = Token::read(token).map_err(|_| unreadable())?;
    let authority = token.signed.signer_certificate().ok_or_else(unreadable)?;
    chain(authority.der, &others(&token.signed), services)
}

/// The certificates that came with a signature.
pub(crate) fn others(signed: &SignedData<'_>) -> Vec<Vec<u8>> {
    signed.certificates.iter().map(|certificate| certificate.der.to_vec()).collect()
}

/// The certificates from `leaf` to its root: those given, then those at the addresses that certificates
/// name.
pub(crate) fn chain(
    leaf: &[u8],
    at_hand: &[Vec<u8>],
    services: &Services<'_>,
) -> Result<Vec<Vec<u8>>, ProofError> {
    let mut chain = vec![leaf.to_vec()];
    while chain.len() < MAX_CHAIN {
        let Some(last) = chain.last().and_then(|der| Certificate::read(der)) else {
            return Err(ProofError::NoIssuer("a certificate that cannot be read".into()));
        };
        if last.is_limited_otherwise() && !services.roots.iter().any(|root| root == last.der) {
            return Err(ProofError::Limited(last.subject_text()));
        }
        if last.is_self_issued() {
            return Ok(chain);
        }
        let is_issuer = |der: &Vec<u8>| {
            Certificate::read(der)
                .is_some_and(|issuer| issuer.is_ca() && last.is_signed_by(&issuer))
        };
        // A root proves itself; another certificate of it, signed by an older root, only leads further.
        let mut known: Vec<&Vec<u8>> =
            services.roots.iter().chain(at_hand).filter(|der| is_issuer(der)).collect();
        known.sort_by_key(|der| !ends_here(der, services.roots));
        let known = known.first().map(|der| (*der).clone());
        let issuer = known.or_else(|| published(&last, services).into_iter().find(is_issuer));
        let issuer = issuer.ok_or_else(|| ProofError::NoIssuer(last.subject_text()))?;
        let limited = Certificate::read(&issuer).filter(|it| !it.allows_below(chain.len() - 1));
        if let Some(limited) = limited {
            return Err(ProofError::Limited(limited.subject_text()));
        }
        chain.push(issuer);
    }
    Err(ProofError::NoIssuer("a chain that does not end".into()))
}

fn ends_here(der: &[u8], roots: &[Vec<u8>]) -> bool {
    roots.iter().any(|root| root == der)
        || Certificate::read(der).is_some_and(|certificate| certificate.is_self_issued())
}

/// The issuer's certificates from the addresses that a certificate names for them: each holds one
/// certificate, or a PKCS#7 with several (RFC 5280, section 4.2.2.1).
fn published(certificate: &Certificate<'_>, services: &Services<'_>) -> Vec<Vec<u8>> {
    let addresses = certificate.access(oids::AT_CA_ISSUERS);
    let get = |address: &String| {
        let request = HttpRequest { address, posted: None, limit: CERTIFICATE_LIMIT };
        services.network.fetch(request).ok()
    };
    let answers: Vec<Vec<u8>> =
        addresses.iter().filter(|a| is_web(a)).take(MAX_ADDRESSES).filter_map(get).collect();
    let certificates = |answer: &Vec<u8>| match Certificate::read(answer) {
        Some(one) => vec![one.der.to_vec()],
        None => bundled(answer).unwrap_or_default(),
    };
    answers.iter().flat_map(certificates).collect()
}

/// The certificates of a PKCS#7 without signers.
fn bundled(answer: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut info = Reader(answer).sequence()?;
    (info.oid()? == oids::SIGNED_DATA).then_some(())?;
    let data = info.next()?.inside().sequence()?;
    let set = data.all().find(|element| element.tag == context(0))?;
    Some(set.inside().all().map(|element| element.whole.to_vec()).collect())
}

fn is_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

impl Proofs {
    /// Gathers the proofs that `leaf` and every certificate up to its root were valid at `used_at`.
    pub(crate) fn gather(
        &mut self,
        leaf: &[u8],
        at_hand: &[Vec<u8>],
        used_at: Utc,
        services: &Services<'_>,
    ) -> Result<(), ProofError> {
        if self.certificates.iter().any(|known| known == leaf) {
            return Ok(());
        }
        let chain = chain(leaf, at_hand, services)?;
        for (place, pair) in chain.windows(2).enumerate() {
            let (Some(certificate), Some(issuer)) =
                (Certificate::read(&pair[0]), Certificate::read(&pair[1]))
            else {
                return Err(ProofError::NoIssuer("a certificate that cannot be read".into()));
            };
            if self.certificates.contains(&pair[0]) {
                break;
            }
            let status = self.status(&certificate, &issuer, place == 0, services)?;
            if let Some(at) = status.revoked_at.filter(|at| *at <= used_at) {
                return Err(ProofError::Revoked { subject: certificate.subject_text(), at });
            }
        }
        for certificate in chain {
            add(&mut self.certificates, certificate);
        }
        Ok(())
    }

    /// The revocation status of a certificate: for an end entity from the responder first, for an authority
    /// from the list first, otherwise from the other of the two.
    fn status(
        &mut self,
        certificate: &Certificate<'_>,
        issuer: &Certificate<'_>,
        is_leaf: bool,
        services: &Services<'_>,
    ) -> Result<Status, ProofError> {
        let mut tried = Vec::new();
        for by_responder in [is_leaf, !is_leaf] {
            let outcome = if by_responder {
                self.by_responder(certificate, issuer, services)
            } else {
                self.by_list(certificate, issuer, services)
            };
            match outcome {
                Ok(status) => return Ok(status),
                Err(why) => tried.push(why),
            }
        }
        Err(ProofError::NoStatus { subject: certificate.subject_text(), why: tried.join("; ") })
    }

    fn by_responder(
        &mut self,
        certificate: &Certificate<'_>,
        issuer: &Certificate<'_>,
        services: &Services<'_>,
    ) -> Result<Status, String> {
        let mut why = "it names no responder".to_owned();
        for address in
            certificate.access(oids::AT_OCSP).iter().filter(|a| is_web(a)).take(MAX_ADDRESSES)
        {
            let request = ocsp_request(certificate, issuer);
            let posted = Some(("application/ocsp-request", &request[..]));
            let request = HttpRequest { address, posted, limit: RESPONSE_LIMIT };
            let answer = services.network.fetch(request);
            let checked = answer.and_then(|der| {
                let checked = self.checked_response(&der, certificate, issuer, services)?;
                add(&mut self.responses, der);
                Ok(checked)
            });
            match checked {
                Ok(status) => return Ok(status),
                Err(error) => why = format!("{address}: {error}"),
            }
        }
        Err(why)
    }

    fn checked_response(
        &mut self,
        der: &[u8],
        certificate: &Certificate<'_>,
        issuer: &Certificate<'_>,
        services: &Services<'_>,
    ) -> Result<Status, String> {
        let response = OcspResponse::read(der).ok_or("the response cannot be read")?;
        let signer = response
            .signer(issuer)
            .ok_or("the response is not signed by an authorized responder")?;
        let status = response
            .status(certificate, issuer)
            .ok_or("the response is about other certificates")?;
        expect_current(&status, services.now)?;
        if signer.der != issuer.der {
            add(&mut self.certificates, signer.der.to_vec());
            if !signer.needs_no_check() {
                let status = self.by_list(&signer, issuer, services)?;
                if status.revoked_at.is_some_and(|at| at <= services.now) {
                    return Err("the responder was revoked".into());
                }
            }
        }
        Ok(status)
    }

    fn by_list(
        &mut self,
        certificate: &Certificate<'_>,
        issuer: &Certificate<'_>,
        services: &Services<'_>,
    ) -> Result<Status, String> {
        let mut why = "it names no list".to_owned();
        for address in certificate.crl_addresses().iter().filter(|a| is_web(a)).take(MAX_ADDRESSES)
        {
            let request = HttpRequest { address, posted: None, limit: LIST_LIMIT };
            let checked = services.network.fetch(request).and_then(|der| {
                let list = Crl::read(&der).ok_or("the list cannot be read")?;
                if !list.is_signed_by(issuer) {
                    return Err("the list is not the issuer's, or not of everything".into());
                }
                let status =
                    list.status(certificate).ok_or("the list covers other certificates only")?;
                expect_current(&status, services.now)?;
                add(&mut self.lists, der);
                Ok(status)
            });
            match checked {
                Ok(status) => return Ok(status),
                Err(error) => why = format!("{address}: {error}"),
            }
        }
        Err(why)
    }
}

fn expect_current(status: &Status, now: Utc) -> Result<(), String> {
    let ends = status.until.is_some_and(|until| until.plus_seconds(SKEW) < now);
    if ends || status.from > now.plus_seconds(SKEW) {
        return Err("it is outdated or not valid yet".into());
    }
    Ok(())
}

pub(crate) fn add(list: &mut Vec<Vec<u8>>, item: Vec<u8>) {
    if !list.contains(&item) {
        list.push(item);
    }
}
