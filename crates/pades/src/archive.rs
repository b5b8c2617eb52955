//! Archiving (PAdES B-LTA), so that signatures can be verified after their certificates have expired: one
//! revision adds the proofs that the certificates were valid (DSS) and a document timestamp over everything
//! before it (ETSI EN 319 142-1, sections 5.4 and 5.5). Archiving again renews.

use crate::cms::algorithm::Hash;
use crate::cms::signed_data::SignedData;
use crate::cms::tsp::{Timestamp, Token};
use crate::network::Services;
use crate::pdf::edit::Edit;
use crate::pdf::file::File;
use crate::pdf::raw::{RawDict, items, reference};
use crate::proof::{Proofs, add, others};
use crate::sign::{RESERVE, prepare_timestamp};
use crate::signatures::{Found, Kind, fields_from_the_end, signatures_in};
use crate::{Error, TimestampRequest, Utc};
use std::sync::Arc;

/// The signatures scope certificates are proven.
#[derive(Clone, Copy, Debug)]
pub enum ProofScope<'a> {
    /// All of them. The signers' certificates name the addresses that are asked: only for files scope
    /// signers are trusted that far.
    All,
    /// The newest signature, which has to be by the signer with this certificate in DER, and the timestamps
    /// after it.
    NewestBy(&'a [u8]),
    /// The last document timestamp alone: for renewing, when what it covers was proven before.
    LastTimestamp,
}

/// Adds proofs for the signatures and timestamps of the PDF, and a document timestamp. The bytes given
/// are a prefix of the bytes returned.
///
/// # Errors
/// [`Error::Proof`] or [`Error::Timestamp`] when a needed answer is refused or missing; the PDF given
/// stays valid as it was.
pub fn archive(
    pdf: Vec<u8>,
    scope: ProofScope<'_>,
    services: &Services<'_>,
) -> Result<Vec<u8>, Error> {
    let mut proofs = proofs_of(&pdf, scope, services)?;
    // The authority is known only once its token has arrived: when its certificate is not among those
    // proven, it is proven too, and a new timestamp is requested that covers that proof.
    for _ in 0..3 {
        let mut edit = Edit::of(pdf.clone())?;
        add_store(&mut edit, &proofs)?;
        let prepared = prepare_timestamp(edit, RESERVE)?;
        let request = TimestampRequest::over_digest(prepared.digest_by(Hash::Sha256))?;
        let timestamp = services.timestamp_request(&request)?;
        if !prove_token(&timestamp, &mut proofs, services)? {
            return prepared.embed(timestamp.as_der());
        }
    }
    Err(Error::Object("a timestamp authority that uses another certificate for each token"))
}

/// Proves the authority of a token; returns whether it was not proven before.
fn prove_token(
    timestamp: &Timestamp,
    proofs: &mut Proofs,
    services: &Services<'_>,
) -> Result<bool, Error> {
    let before = proofs.certificates.len();
    if let Ok(token) = Token::read(timestamp.as_der()) {
        prove_authority(&token, proofs, services)?;
    }
    Ok(proofs.certificates.len() > before)
}

/// What proves the certificates of these signatures and timestamps.
fn proofs_of(pdf: &[u8], scope: ProofScope<'_>, services: &Services<'_>) -> Result<Proofs, Error> {
    let bytes = Arc::new(pdf.to_vec());
    let file = File::open(&bytes)?;
    let found = match scope {
        ProofScope::All => signatures_in(&file)?,
        ProofScope::NewestBy(certificate) => own(&file, certificate)?,
        ProofScope::LastTimestamp => vec![last_timestamp(&file)?],
    };
    let mut proofs = Proofs::default();
    for Found { kind, value, .. } in found {
        match kind {
            Kind::Signature => {
                let signed = SignedData::read(&value);
                let signed = signed?;
                let used_at = prove_timestamp(&signed, &mut proofs, services)?;
                if let Some(signer) = signed.signer_certificate() {
                    let at = used_at.unwrap_or(services.now);
                    proofs.gather(signer.der, &others(&signed), at, services)?;
                }
            }
            Kind::Timestamp => {
                let token = Token::read(&value);
                prove_authority(&token?, &mut proofs, services)?;
            }
        }
    }
    Ok(proofs)
}

/// The newest signature, which has to be this signer's, and the timestamps after it: found by the position of
/// their fields, which this crate has set, and not by their contents.
fn own(file: &File, certificate: &[u8]) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    for field in fields_from_the_end(file)? {
        let field = field.ok_or(Error::Object("a signature of one's own"))?;
        if field.kind == Kind::Timestamp {
            found.push(field);
            continue;
        }
        let signed = SignedData::read(&field.value).ok().and_then(|it| it.signer_certificate());
        return if signed.is_some_and(|signer| signer.der == certificate) {
            found.push(field);
            Ok(found)
        } else {
            Err(Error::Object("a signature of one's own"))
        };
    }
    Err(Error::Object("a signature of one's own"))
}

/// The last field, which has to be a document timestamp.
fn last_timestamp(file: &File) -> Result<Found, Error> {
    let last = fields_from_the_end(file)?.next().flatten();
    let last = last.filter(|field| field.kind == Kind::Timestamp);
    last.ok_or(Error::Object("a document timestamp at the end"))
}

/// Proves the timestamp over a signature; its time.
fn prove_timestamp(
    signed: &SignedData<'_>,
    proofs: &mut Proofs,
    services: &Services<'_>,
) -> Result<Option<Utc>, Error> {
    let Some(token) = signed.timestamp().and_then(|der| Token::read(der).ok()) else {
        return Ok(None);
    };
    token.verify(&token.hash()?.of(signed.signature()))?;
    prove_authority(&token, proofs, services)?;
    Ok(Some(token.at))
}

fn prove_authority(
    token: &Token<'_>,
    proofs: &mut Proofs,
    services: &Services<'_>,
) -> Result<(), Error> {
    let authority = token.signed.signer_certificate();
    let authority = authority.ok_or(Error::NotIntact("the authority's certificate"))?;
    Ok(proofs.gather(authority.der, &others(&token.signed), token.at, services)?)
}

/// Adds to the document security store what is not in it yet.
fn add_store(edit: &mut Edit, proofs: &Proofs) -> Result<(), Error> {
    let raw = edit.catalog_entry("DSS")?;
    let own = raw.as_deref().and_then(reference);
    let mut store = match (own, raw.as_deref().and_then(RawDict::parse)) {
        (Some(id), _) => edit.file().dict(id)?,
        (None, direct) => direct.unwrap_or_default(),
    };
    store.set("Type", "/DSS");
    let kinds =
        [("Certs", &proofs.certificates), ("OCSPs", &proofs.responses), ("CRLs", &proofs.lists)];
    for (key, wanted) in kinds {
        let (mut references, present) = stored(edit, &store, key)?;
        let mut missing = Vec::new();
        wanted.iter().filter(|item| !present.contains(item)).for_each(|item| {
            add(&mut missing, item.clone());
        });
        references.extend(missing.iter().map(|item| format!("{} 0 R", edit.add_stream(item))));
        if !references.is_empty() {
            store.set(key, format!("[{}]", references.join(" ")));
        }
    }
    match own {
        Some(id) => *edit.dict(id)? = store,
        None => {
            let number = edit.reserve();
            edit.add(number, store.write());
            edit.catalog()?.set("DSS", format!("{number} 0 R"));
        }
    }
    Ok(())
}

/// The references of one kind in the store, and the data that they refer to.
fn stored(edit: &Edit, store: &RawDict, key: &str) -> Result<(Vec<String>, Vec<Vec<u8>>), Error> {
    let array = edit.file().array_under(store, key)?.unwrap_or_default();
    let ids: Vec<(u32, u16)> =
        items(&array).unwrap_or_default().into_iter().filter_map(reference).collect();
    let present = ids.iter().filter_map(|id| edit.file().stream(*id).ok()).collect();
    Ok((
        ids.iter().map(|(number, generation)| format!("{number} {generation} R")).collect(),
        present,
    ))
}
