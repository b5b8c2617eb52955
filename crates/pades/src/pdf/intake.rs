//! Inspection of an upload: what it is, whether it can be sealed, and what has to be changed before.

use super::clean::{cleaned, filters};
use super::edit::{Edit, Id};
use super::field_look::Fallback;
use super::file::File;
use super::objects::Objects;
use super::raw::with_references;
use super::rebuild::rebuilt;
use super::sections::is_sound;
use super::signed;
use super::tree::made_plain;
use crate::signatures::signatures_in;
use crate::{Change, FormField, KeyKind, Refused, Revision, SealKey, SignatureRequest};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An upload that can be sealed.
#[derive(Clone, Debug)]
pub struct Intake {
    /// The number of pages.
    pub pages: u32,
    /// Whether it is signed already: it can be sealed, but nothing may be laid over its pages.
    pub is_signed: bool,
    /// Width and height of every page as it is shown, in 1/72 inch, where pages can be laid over all of them
    /// ([`Revision::lay_over`]); `None` where that is refused on one of them, and for what is signed.
    pub drawable: Option<Vec<(f64, f64)>>,
    /// The bytes to be used instead, where the upload itself cannot be used.
    pub repaired: Option<Vec<u8>>,
    /// What was changed or found, in the order of [`Change`]; never empty where `repaired` is set.
    pub changes: Vec<Change>,
    /// The empty fields of the form that became part of the pages, in the order of the pages.
    pub fields: Vec<FormField>,
}

impl Intake {
    /// The greatest number of pages.
    pub const MAX_PAGES: usize = 2_000;
}

/// Inspects an upload.
///
/// # Errors
/// [`Refused`] says why it cannot be sealed.
pub fn intake(pdf: Vec<u8>) -> Result<Intake, Refused> {
    intake_with(pdf, Opening::default())
}

/// What an upload is opened with.
#[derive(Clone, Copy, Default)]
pub struct Opening<'a> {
    /// The password that opens it; empty where it needs none.
    pub password: &'a str,
    /// `TrueType` fonts for characters that the fonts of form fields and annotations lack, the first one before the
    /// others; the glyphs that are used are embedded.
    pub fonts: &'a [&'static [u8]],
}

/// The same, with a password and with fonts for what the upload's own lack.
///
/// # Errors
/// [`Refused`] says why it cannot be sealed.
pub fn intake_with(pdf: Vec<u8>, opening: Opening<'_>) -> Result<Intake, Refused> {
    let Opening { password, fonts } = opening;
    let start = header(&pdf)?;
    let pdf = Arc::new(pdf);
    if start == 0
        && let Ok(file) = File::open(&pdf)
    {
        if is_signed(&file) {
            return signed_upload(&pdf, &file);
        }
        if is_plain(&pdf, &file) {
            drop(file);
            return unsigned_upload(&pdf, None, fonts);
        }
    }
    let (restored, change) = restored(&pdf, start, password)?;
    let restored = Arc::new(restored);
    let file = File::open(&restored).map_err(|_| Refused::Damaged)?;
    if is_signed(&file) {
        return Err(Refused::SignedDamaged);
    }
    // Counted before the structure is judged: a file without pages says so.
    pages(&file)?;
    let has_plain_tree = file.has_plain_tree();
    drop(file);
    let restored = if has_plain_tree {
        restored
    } else {
        Arc::new(compact(&made_plain(restored.to_vec())?, &BTreeSet::new())?)
    };
    let file = File::open(&restored).map_err(|_| Refused::Damaged)?;
    if !is_plain(&restored, &file) {
        return Err(Refused::Damaged);
    }
    drop(file);
    unsigned_upload(&restored, Some(change), fonts)
}

/// Where the header begins.
fn header(pdf: &[u8]) -> Result<usize, Refused> {
    let beginning = &pdf[..pdf.len().min(1024)];
    beginning.windows(5).position(|w| w == b"%PDF-").ok_or(Refused::NotPdf)
}

/// A signature that cannot be read counts as one.
fn is_signed(file: &File) -> bool {
    signatures_in(file).is_ok_and(|found| !found.is_empty())
}

/// The number of pages.
fn pages(file: &File) -> Result<u32, Refused> {
    let pages = file.pdf.pages().len();
    match u32::try_from(pages) {
        Ok(0) => Err(Refused::NoPages),
        Ok(count) if pages <= Intake::MAX_PAGES => Ok(count),
        _ => Err(Refused::TooManyPages),
    }
}

fn signed_upload(pdf: &Arc<Vec<u8>>, file: &File) -> Result<Intake, Refused> {
    let pages = pages(file)?;
    let changes = signed::taken(pdf, file)?;
    filters::expect_known(file)?;
    expect_sealable(pdf).map_err(|_| Refused::SignedDamaged)?;
    Ok(Intake {
        pages,
        is_signed: true,
        drawable: None,
        repaired: None,
        changes,
        fields: Vec::new(),
    })
}

/// A file that several readers hold.
type Shared = Arc<Vec<u8>>;

/// Takes a file with a plain structure; `change` says how it came to have it.
fn unsigned_upload(
    pdf: &Arc<Vec<u8>>,
    change: Option<Change>,
    fonts: &[&'static [u8]],
) -> Result<Intake, Refused> {
    let file = File::open(pdf).map_err(|_| Refused::Damaged)?;
    let pages = pages(&file)?;
    if signed::is_certified(&file, &[]) {
        return Err(Refused::Certified);
    }
    filters::expect_known(&file)?;
    drop(file);
    let WithoutExtras { cleaned, mut told, fields } = without_extras(pdf, fonts)?;
    told.extend(change.clone());
    told.sort();
    let used = cleaned.as_ref().unwrap_or(pdf);
    if cleaned.is_some() {
        expect_clean(used, pages)?;
    }
    expect_sealable(used)?;
    let drawable =
        Revision::of(used.to_vec()).ok().and_then(|mut revision| revision.drawable_pages().ok());
    let is_new = cleaned.is_some() || change.is_some();
    let repaired = is_new.then(|| used.to_vec());
    Ok(Intake { pages, is_signed: false, drawable, repaired, changes: told, fields })
}

/// An upload without what is no part of its pages.
struct WithoutExtras {
    /// The bytes; `None` where there was nothing to take out.
    cleaned: Option<Shared>,
    /// What is to be told.
    told: Vec<Change>,
    fields: Vec<FormField>,
}

fn without_extras(pdf: &Arc<Vec<u8>>, fonts: &[&'static [u8]]) -> Result<WithoutExtras, Refused> {
    let mut edit = Edit::of(pdf.to_vec())?;
    let mut findings = cleaned(&mut edit, Fallback::of(fonts))?;
    let fields = std::mem::take(&mut findings.fields);
    let told = findings.told();
    if edit.is_untouched() {
        return Ok(WithoutExtras { cleaned: None, told, fields });
    }
    let gone = edit.take_gone();
    let bytes = edit.finish();
    // What was removed must not be in an earlier revision.
    let is_kept = |change: &Change| {
        matches!(
            change,
            Change::FormFixed
                | Change::FormDrawn
                | Change::AnnotationsFixed
                | Change::AnnotationsDrawn
                | Change::AttachmentsKept(_)
                | Change::HiddenLayersKept(_)
        )
    };
    if told.iter().all(is_kept) {
        return Ok(WithoutExtras { cleaned: Some(Arc::new(bytes)), told, fields });
    }
    let cleaned = Some(Arc::new(compact(&bytes, &gone)?));
    Ok(WithoutExtras { cleaned, told, fields })
}

/// The newest revision alone, without these objects.
pub(crate) fn compact(pdf: &[u8], gone: &BTreeSet<Id>) -> Result<Vec<u8>, Refused> {
    rebuilt(&version(pdf), &Objects::read(pdf, "")?, gone)
}

/// What was changed has to be sound itself, with as many pages and nothing left to change.
fn expect_clean(pdf: &Arc<Vec<u8>>, count: u32) -> Result<(), Refused> {
    let file = File::open(pdf).map_err(|_| Refused::Damaged)?;
    let is_same = pages(&file)? == count && is_plain(pdf, &file);
    drop(file);
    let mut edit = Edit::of(pdf.to_vec())?;
    cleaned(&mut edit, Fallback::default())?;
    (is_same && edit.is_untouched()).then_some(()).ok_or(Refused::Damaged)
}

/// The upload in a plain structure and without encryption.
fn restored(pdf: &[u8], start: usize, password: &str) -> Result<(Vec<u8>, Change), Refused> {
    let read = |from: usize| Objects::read(&pdf[from..], password);
    // Offsets count from the header; some programs count from the first byte (ISO 32000-1, annex H.3).
    let objects = match read(start) {
        Ok(objects) if !objects.is_recovered || start == 0 => objects,
        Err(reason) if start == 0 => return Err(reason),
        from_header => match read(0) {
            Ok(objects) if !objects.is_recovered => objects,
            from_first => from_header.or(from_first)?,
        },
    };
    let change = if objects.is_encrypted() { Change::Decrypted } else { Change::Repaired };
    Ok((rebuilt(&version(&pdf[start..]), &objects, &BTreeSet::new())?, change))
}

/// The first line: `%PDF-1.7`.
fn version(pdf: &[u8]) -> Vec<u8> {
    let digits = pdf
        .get(5..8)
        .filter(|it| it[0].is_ascii_digit() && it[1] == b'.' && it[2].is_ascii_digit());
    [b"%PDF-", digits.unwrap_or(b"1.7")].concat()
}

/// Whether every object is at its offset, none has a number at or above `Size`, and none refers to a number
/// that is not used yet: an object of ours could get that number and would then be shown. Nor to an object that
/// was deleted, which some viewers show nevertheless.
fn is_plain(pdf: &[u8], file: &File) -> bool {
    let refers_wrongly = |number: &u32| {
        let Some(raw) = file.structure_of(*number) else { return false };
        let mut is_wrong = false;
        let read = with_references(&raw, |id| {
            is_wrong |= id.0 >= file.chain.size || !file.exists(id) && file.is_read(id);
            String::new()
        });
        read.is_none() || is_wrong
    };
    !file.chain.is_encrypted
        && file.chain.is_plain
        && file.chain.is_counted
        && file.has_plain_tree()
        && is_sound(pdf, file.places())
        && !file.places().keys().any(refers_wrongly)
}

/// Whether a signature could be added: otherwise it is refused now, and not after all recipients have consented.
fn expect_sealable(pdf: &[u8]) -> Result<(), Refused> {
    let trial = SignatureRequest::new("trial", "trial", crate::Utc::from_unix(0));
    let sign = || {
        let key = SealKey::generate(KeyKind::P256, "trial", trial.at).ok()?.key;
        crate::verify_last(&crate::sign(pdf.to_vec(), &key, &trial).ok()?).ok()
    };
    sign().map(|_| ()).ok_or(Refused::Damaged)
}
