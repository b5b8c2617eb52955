//! The status of the certificates: the root of their chain, their revocation, and the level that follows.

use super::check::{Checked, Token};
use super::history::{History, View};
use super::search::Located;
use super::{
    Added, Chain, Integrity, Level, Revocation, SignatureKind, SignatureReport, TimestampReport,
    Trust,
};
use crate::Utc;
use crate::cms::certificate::Certificate;
use crate::cms::oids;
use crate::cms::revocation::{Crl, OcspResponse, Status};
use crate::pdf::raw::reference;
use crate::pdf::sections::unpacked_within;
use crate::pdf::string::{string, text};
use crate::proof::{MAX_CHAIN, Proofs};
use crate::signatures::{Found, Kind};
use std::cell::Cell;
use std::collections::BTreeSet;

/// How many proofs of a kind are read, and how many bytes of them.
const MAX_PROOFS: usize = 1_000;
const MAX_PROOF_BYTES: u64 = 64 * 1024 * 1024;

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
        history: &History<'_>,
        located: &[Located],
        checked: &[Checked],
        trust: &'a Trust,
    ) -> Self {
        let archived =
            located.iter().zip(checked).filter_map(|(Located { found, .. }, checked)| {
                let is_sound =
                    found.kind == Kind::Timestamp && checked.integrity == Integrity::Intact;
                let end = found.range[2].checked_add(found.range[3]).filter(|_| is_sound)?;
                Some((end, store(history.view(history.revision_of(end)?))))
            });
        Self { trust, store: store(history.newest()), archived: archived.collect() }
    }

    /// For each signature, the earliest time at which it existed: by its own timestamp, or by the first
    /// document timestamp that covers it. Only intact ones count, and of those only these authorities'.
    pub(super) fn times(
        &self,
        located: &[Located],
        checked: &[Checked],
        whose: Authorities,
    ) -> Vec<Option<Utc>> {
        let counts = |token: &&Token| {
            token.integrity == Integrity::Intact
                && (whose == Authorities::Any || (token.weak.is_empty() && self.is_trusted(token)))
        };
        let own: Vec<Option<Utc>> = checked
            .iter()
            .map(|checked| checked.timestamp.as_ref().filter(counts).map(|token| token.at))
            .collect();
        let end = |place: usize| {
            let range = located[place].found.range;
            range[2].saturating_add(range[3])
        };
        (0..located.len())
            .map(|place| {
                let later = (0..located.len()).filter(|other| {
                    located[*other].found.kind == Kind::Timestamp
                        && checked[*other].integrity == Integrity::Intact
                        && end(*other) > end(place)
                });
                later.filter_map(|other| own[other]).chain(own[place]).min()
            })
            .collect()
    }

    fn is_trusted(&self, token: &Token) -> bool {
        let (chain, revocation) = self.judge(&token.certificates, token.at, &self.store);
        chain == Chain::Trusted
            && !matches!(revocation, Revocation::RevokedAt(_))
            && is_authority(&token.certificates)
    }

    /// `proven_at` is the time by a trusted authority, `stamped_at` by any.
    pub(super) fn report(
        &self,
        (found, checked): (&Found, &Checked),
        (proven_at, stamped_at): (Option<Utc>, Option<Utc>),
        (added, certifies): (Added, Option<u8>),
    ) -> SignatureReport {
        let used_at = proven_at.unwrap_or(self.trust.now);
        let (mut chain, revocation) = self.judge(&checked.certificates, used_at, &self.store);
        let signer = checked.certificates.first().and_then(|der| Certificate::read(der));
        let may_sign = match found.kind {
            Kind::Signature => signer.is_none_or(|signer| signer.may_sign()),
            Kind::Timestamp => is_authority(&checked.certificates),
        };
        if !may_sign {
            chain = Chain::NotForSigning;
        }
        let timestamp = checked.timestamp.as_ref().map(|token| TimestampReport {
            at: token.at,
            authority: subject(token.certificates.first()),
            integrity: token.integrity.clone(),
            chain: match self.judge(&token.certificates, token.at, &self.store).0 {
                Chain::Trusted if !is_authority(&token.certificates) => Chain::NotForSigning,
                chain => chain,
            },
        });
        let is_pades = checked.integrity == Integrity::Intact && checked.format.not_pades.is_none();
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
            format: checked.format.clone(),
            level: is_pades.then(|| self.level(found, checked, stamped_at)),
            weak: checked.weak.clone(),
            oddities: checked.oddities.clone(),
            certifies,
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
        let Some(leaf) = certificates.first().and_then(|der| Certificate::read(der)) else {
            return (Chain::Incomplete, Revocation::Unknown);
        };
        let budget = Cell::new(MAX_LINKS);
        self.climb(leaf, 0, at, (&pool, store, &budget))
    }

    /// The best of the ways from a certificate, which is so many above the first, to a root: a root may have other
    /// certificates, by older roots.
    fn climb(
        &self,
        last: Certificate<'_>,
        length: usize,
        at: Utc,
        (pool, store, budget): (&[Certificate<'_>], &Proofs, &Cell<usize>),
    ) -> (Chain, Revocation) {
        let is_trusted = self.trust.roots.iter().any(|root| root == last.der);
        if !last.is_valid_at(at) {
            return (Chain::Expired, Revocation::Unknown);
        }
        if last.is_limited_otherwise() && !is_trusted {
            return (Chain::Limited, Revocation::Unknown);
        }
        if is_trusted {
            let alone = length == 0 && last.is_self_issued();
            let revocation = if alone { Revocation::NoIssuer } else { Revocation::NotRevoked };
            return (Chain::Trusted, revocation);
        }
        if last.is_self_issued() {
            return match length {
                0 => (Chain::SelfSigned, Revocation::NoIssuer),
                _ => (Chain::UnknownRoot, Revocation::NotRevoked),
            };
        }
        let is_issuer = |issuer: &&Certificate<'_>| {
            let is_named = issuer.subject == last.issuer && issuer.is_ca();
            let left = budget.get().checked_sub(1).filter(|_| is_named);
            left.is_some_and(|left| {
                budget.set(left);
                last.is_signed_by(issuer)
            })
        };
        let ways = pool.iter().filter(|_| length < MAX_CHAIN).filter(is_issuer).map(|issuer| {
            if !issuer.allows_below(length) {
                return (Chain::Limited, Revocation::Unknown);
            }
            let (chain, above) = self.climb(*issuer, length + 1, at, (pool, store, budget));
            let chain =
                if last.is_weak(issuer) && chain == Chain::Trusted { Chain::Weak } else { chain };
            let own = match chain {
                Chain::Trusted | Chain::UnknownRoot | Chain::Weak => {
                    worse(said_of(&last, issuer, at, store), above)
                }
                _ => Revocation::Unknown,
            };
            (chain, own)
        });
        // The first of equals counts.
        let best = ways.take(MAX_WAYS).min_by_key(|(chain, _)| rank(*chain));
        best.unwrap_or((Chain::Incomplete, Revocation::Unknown))
    }
}

/// How many issuers of one certificate are looked at, and how many in all.
const MAX_WAYS: usize = 3;
const MAX_LINKS: usize = 100;

/// The order of chains, the best one first.
fn rank(chain: Chain) -> usize {
    match chain {
        Chain::Trusted => 0,
        Chain::Weak => 1,
        Chain::UnknownRoot | Chain::SelfSigned => 2,
        Chain::Expired => 3,
        Chain::Limited | Chain::NotForSigning => 4,
        Chain::Incomplete => 5,
    }
}

/// Whether the first of these certificates is one of a timestamp authority (RFC 3161, section 2.3).
fn is_authority(certificates: &[Vec<u8>]) -> bool {
    let own = certificates.first().and_then(|der| Certificate::read(der));
    own.is_none_or(|own| own.purpose(oids::FOR_TIME_STAMPING).is_some())
}

/// A text entry of the signature dictionary.
fn entry(found: &Found, key: &str) -> Option<String> {
    found.dictionary.get(key).and_then(text)
}

/// The subject of a certificate in readable form.
fn subject(der: Option<&Vec<u8>>) -> String {
    der.and_then(|der| Certificate::read(der)).map(|c| c.subject_text()).unwrap_or_default()
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
fn store(view: View<'_>) -> Proofs {
    let Some(store) = view.dict(&view.catalog(), "DSS") else {
        return Proofs::default();
    };
    let streams = |key: &str| {
        let items = view.items(&store, key);
        let numbers: BTreeSet<u32> =
            items.iter().filter_map(|item| reference(item)).map(|(number, _)| number).collect();
        let mut budget = MAX_PROOF_BYTES;
        let decoded = |number: u32| {
            let body = view.body(number).filter(|body| body.is_stream)?;
            let raw = view.history.pdf.get(body.data.clone())?;
            let decoded = unpacked_within(body.dict.as_ref()?, raw, budget)?;
            budget = budget.saturating_sub(decoded.len() as u64);
            Some(decoded)
        };
        numbers.into_iter().take(MAX_PROOFS).filter_map(decoded).collect()
    };
    Proofs { certificates: streams("Certs"), responses: streams("OCSPs"), lists: streams("CRLs") }
}
