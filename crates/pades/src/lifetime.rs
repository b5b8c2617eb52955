//! Until when a timestamp can be relied on: it has to be renewed before (ETSI EN 319 102-1, section 5.6.2.3).

use crate::Utc;
use crate::cms::certificate::Certificate;
use crate::cms::phase_out::{PhaseOut, of_hash, of_key};
use crate::cms::tsp::Token;
use crate::proof::MAX_CHAIN;

/// The earliest of the ends of the authority's certificates, as far as the token holds them, and of its algorithms. A
/// root is no limit: what relies on it trusts it by itself.
pub(crate) fn relied_until(token: &Token<'_>) -> Option<Utc> {
    let leaf = token.signed.signer_certificate()?;
    let chain = chain(leaf, &token.signed.certificates);
    let hashes = [token.hash().ok(), token.signed.hash().ok()].into_iter().flatten();
    let hashes = hashes.filter_map(of_hash).map(PhaseOut::begins);
    let keys = chain.iter().filter_map(Certificate::key);
    let keys = keys.filter_map(|key| of_key(&key)).map(PhaseOut::begins);
    let ends = chain.iter().filter(|one| !one.is_self_issued()).map(|one| one.not_after);
    ends.chain([leaf.not_after]).chain(hashes).chain(keys).min()
}

/// The certificates from the leaf upwards that are among these.
fn chain<'a>(leaf: Certificate<'a>, among: &[Certificate<'a>]) -> Vec<Certificate<'a>> {
    let mut chain = vec![leaf];
    while chain.len() < MAX_CHAIN {
        let Some(last) = chain.last().filter(|last| !last.is_self_issued()) else { break };
        let issuer = among.iter().find(|issuer| {
            issuer.subject == last.issuer && issuer.is_ca() && last.is_signed_by(issuer)
        });
        let Some(issuer) = issuer.copied() else { break };
        chain.push(issuer);
    }
    chain
}
