//! The status of the certificates: the root of their chain, their revocation, and the level that follows.

use super::{
    Added, Chain, Checked, CheckedToken, Integrity, Level, Revocation, SignatureKind,
    SignatureReport, TimestampReport, Trust, entry, subject,
};
use crate::Utc;
use crate::cms::certificate::Certificate;
use crate::cms::revocation::{Crl, OcspResponse, Status};
use crate::pdf::file::File;
use crate::pdf::raw::{items, reference};
use crate::pdf::string::string;
use crate::proof::{MAX_CHAIN, Proofs};
use crate::signatures::{Found, Kind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many proofs of a kind are read, and how many bytes of them.
const MAX_PROOFS: usize = 1_000;
const MAX_PROOF_BYTES: usize = 64 * 1024 * 1024;

/// The authorities whose timestamps count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Authorities {
    /// Trusted authorities only.
    Trusted,
    /// Any authority whose timestamp is intact: to tell which parts a signature has.
    Any,
}

/// The proofs of certificates in the file, now and as they were at each document timestamp.
pub(super) struct Evidence<'a> {
    trust: &'a Trust,
    store: Proofs,
    /// For each intact document timestamp: how far it reaches, and what the store held then.
    archived: Vec<(usize, Proofs)>,
}

impl<'a> Evidence<'a> {
    pub(super) fn of(
        bytes: &[u8],
        file: &File,
        found: &[Found],
        checked: &[Checked],
        trust: &'a Trust,
    ) -> Self {
        let archived = found.iter().zip(checked).filter_map(|(found, checked)| {
            let is_sound = found.kind == Kind::Timestamp && checked.integrity == Integrity::Intact;
            let end = found.range[2].checked_add(found.range[3]).filter(|_| is_sound)?;
            let covered = Arc::new(bytes.get(..end)?.to_vec());
            Some((end, store(&File::open(&covered).ok()?)))
        });
        Self { trust, store: store(file), archived: archived.collect() }
    }

    /// For each signature, the earliest time at which it existed: by its own timestamp, or by the first
    /// document timestamp that covers it. Only intact ones count, and of those only these authorities'.
    pub(super) fn times(
        &self,
        found: &[Found],
        checked: &[Checked],
        whose: Authorities,
    ) -> Vec<Option<Utc>> {
        let counts = |token: &&CheckedToken| {
            token.integrity == Integrity::Intact
                && (whose == Authorities::Any || self.is_trusted(token))
        };
        let own: Vec<Option<Utc>> = checked
            .iter()
            .map(|checked| checked.timestamp.as_ref().filter(counts).map(|token| token.at))
            .collect();
        let end = |found: &Found| found.range[2].saturating_add(found.range[3]);
        (0..found.len())
            .map(|place| {
                let later = (0..found.len()).filter(|other| {
                    found[*other].kind == Kind::Timestamp
                        && checked[*other].integrity == Integrity::Intact
                        && end(&found[*other]) > end(&found[place])
                });
                later.filter_map(|other| own[other]).chain(own[place]).min()
            })
            .collect()
    }

    fn is_trusted(&self, token: &CheckedToken) -> bool {
        let (chain, revocation) = self.judge(&token.certificates, token.at, &self.store);
        chain == Chain::Trusted && !matches!(revocation, Revocation::RevokedAt(_))
    }

    /// `proven_at` is the time by a trusted authority, `stamped_at` by any.
    pub(super) fn report(
        &self,
        (found, checked): (&Found, &Checked),
        (proven_at, stamped_at): (Option<Utc>, Option<Utc>),
        added: Added,
    ) -> SignatureReport {
        let used_at = proven_at.unwrap_or(self.trust.now);
        let (mut chain, revocation) = self.judge(&checked.certificates, used_at, &self.store);
        let signer = checked.certificates.first().and_then(|der| Certificate::read(der));
        if signer.is_some_and(|signer| !signer.may_sign()) {
            chain = Chain::NotForSigning;
        }
        let timestamp = checked.timestamp.as_ref().map(|token| TimestampReport {
            at: token.at,
            authority: subject(token.certificates.first()),
            integrity: token.integrity.clone(),
            chain: self.judge(&token.certificates, token.at, &self.store).0,
        });
        let is_intact = checked.integrity == Integrity::Intact;
        SignatureReport {
            kind: SignatureKind::of(found.kind),
            signer: subject(checked.certificates.first()),
            certificate: checked.certificates.first().cloned().unwrap_or_default(),
            name: entry(found, "Name"),
            reason: entry(found, "Reason"),
            claimed_at: found.dictionary.get("M").and_then(string).and_then(|m| Utc::from_pdf(&m)),
            integrity: checked.integrity.clone(),
            coverage: checked.coverage,
            added,
            timestamp,
            proven_at,
            chain,
            revocation,
            level: is_intact.then(|| self.level(found, checked, stamped_at)),
        }
    }

    fn level(&self, found: &Found, checked: &Checked, stamped_at: Option<Utc>) -> Level {
        let Some(used_at) = stamped_at else {
            return Level::Basic;
        };
        let is_proven = |store: &Proofs| {
            let own = self.judge(&checked.certificates, used_at, store).1;
            let token = checked.timestamp.as_ref().map_or(Revocation::NotRevoked, |token| {
                self.judge(&token.certificates, token.at, store).1
            });
            [own, token]
                .iter()
                .all(|said| matches!(said, Revocation::NotRevoked | Revocation::NoIssuer))
        };
        let end = found.range[2].saturating_add(found.range[3]);
        if self.archived.iter().any(|(covered, store)| *covered > end && is_proven(store)) {
            Level::Archived
        } else if is_proven(&self.store) {
            Level::LongTerm
        } else {
            Level::Timed
        }
    }

    /// Where the chain of the first of these certificates ends, and the revocation status of the chain.
    fn judge(&self, certificates: &[Vec<u8>], at: Utc, store: &Proofs) -> (Chain, Revocation) {
        let pool: Vec<Certificate<'_>> = certificates
            .iter()
            .chain(&store.certificates)
            .chain(&self.trust.roots)
            .filter_map(|der| Certificate::read(der))
            .collect();
        let Some(mut last) = certificates.first().and_then(|der| Certificate::read(der)) else {
            return (Chain::Incomplete, Revocation::Unknown);
        };
        let is_trusted = |c: &Certificate<'_>| self.trust.roots.iter().any(|root| root == c.der);
        let mut revocation = Revocation::NotRevoked;
        for length in 0..MAX_CHAIN {
            if !last.is_valid_at(at) {
                return (Chain::Expired, Revocation::Unknown);
            }
            if last.is_limited_otherwise() && !is_trusted(&last) {
                return (Chain::Limited, Revocation::Unknown);
            }
            if last.is_self_issued() || is_trusted(&last) {
                let chain = match (is_trusted(&last), length) {
                    (true, _) => Chain::Trusted,
                    (false, 0) => Chain::SelfSigned,
                    (false, _) => Chain::UnknownRoot,
                };
                let alone = length == 0 && last.is_self_issued();
                return (chain, if alone { Revocation::NoIssuer } else { revocation });
            }
            let issuer = pool.iter().find(|c| c.is_ca() && last.is_signed_by(c));
            let Some(issuer) = issuer else {
                return (Chain::Incomplete, Revocation::Unknown);
            };
            if !issuer.allows_below(length) {
                return (Chain::Limited, Revocation::Unknown);
            }
            revocation = worse(revocation, said_of(&last, issuer, at, store));
            last = *issuer;
        }
        (Chain::Incomplete, Revocation::Unknown)
    }
}

fn worse(one: Revocation, other: Revocation) -> Revocation {
    match (one, other) {
        (Revocation::RevokedAt(at), _) | (_, Revocation::RevokedAt(at)) => {
            Revocation::RevokedAt(at)
        }
        (Revocation::Unknown, _) | (_, Revocation::Unknown) => Revocation::Unknown,
        (_, other) => other,
    }
}

/// The status of a certificate that was used at this time, by the responses and lists in the store. Data that
/// is older than that time counts only while it is still current then.
fn said_of(
    certificate: &Certificate<'_>,
    issuer: &Certificate<'_>,
    at: Utc,
    store: &Proofs,
) -> Revocation {
    let responses = store.responses.iter().filter_map(|der| {
        let response = OcspResponse::read(der)?;
        response.signer(issuer).and_then(|_| response.status(certificate, issuer))
    });
    let lists = store.lists.iter().filter_map(|der| {
        let list = Crl::read(der)?;
        if list.is_signed_by(issuer) { list.status(certificate) } else { None }
    });
    let said: Vec<Status> = responses.chain(lists).collect();
    if let Some(revoked) = said.iter().filter_map(|status| status.revoked_at).find(|r| *r <= at) {
        return Revocation::RevokedAt(revoked);
    }
    let counts =
        |status: &Status| status.until.is_some_and(|until| until >= at) || status.from >= at;
    if said.iter().any(counts) { Revocation::NotRevoked } else { Revocation::Unknown }
}

/// The document security store (ETSI EN 319 142-1, section 5.4.2).
fn store(file: &File) -> Proofs {
    let found = file.catalog().and_then(|catalog| file.dict_under(&catalog, "DSS"));
    let Some(store) = found.ok().flatten() else {
        return Proofs::default();
    };
    let streams = |key: &str| {
        let array = file.array_under(&store, key).ok().flatten().unwrap_or_default();
        let ids: BTreeSet<(u32, u16)> =
            items(&array).unwrap_or_default().into_iter().filter_map(reference).collect();
        let mut bytes = 0;
        let streams = ids.into_iter().take(MAX_PROOFS).filter_map(|id| file.stream(id).ok());
        streams
            .take_while(|stream| {
                bytes += stream.len();
                bytes <= MAX_PROOF_BYTES
            })
            .collect()
    };
    Proofs { certificates: streams("Certs"), responses: streams("OCSPs"), lists: streams("CRLs") }
}
