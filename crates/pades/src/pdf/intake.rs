//! Inspection of an upload: what it is, whether it can be sealed, and what has to be changed before.

use super::clean::{cleaned, filters};
use super::edit::{Edit, Id};
use super::field_look::Fallback;
use super::file::File;
use super::objects::Objects;
use super::raw::{items, with_references};
use super::rebuild::rebuilt;
use super::sections::is_sound;
use super::signed;
use super::surface::drawable_pages;
use super::tree::made_plain;
use crate::sign::{RESERVE, prepare_edit};
use crate::signatures::signatures_in;
use crate::verify::expect_last_in_place;
use crate::{Change, FormField, Refused, SignatureRequest, Utc};
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
pub fn intake(pdf: impl Into<Arc<Vec<u8>>>) -> Result<Intake, Refused> {
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
pub fn intake_with(pdf: impl Into<Arc<Vec<u8>>>, opening: Opening<'_>) -> Result<Intake, Refused> {
    let Opening { password, fonts } = opening;
    let pdf = pdf.into();
    let start = header(&pdf)?;
    if start == 0
        && let Ok(file) = File::open(&pdf)
    {
        if is_signed(&file) {
            return signed_upload(&pdf, file);
        }
        if is_plain(&pdf, &file) {
            return unsigned_upload(Edit::over(pdf, file)?, None, fonts);
        }
    }
    let (restored, change) = restored(&pdf, start, password)?;
    drop(pdf);
    unsigned_upload(plain(restored)?, Some(change), fonts)
}

/// A restored file in a structure that can be read in one way only.
fn plain(restored: Vec<u8>) -> Result<Edit, Refused> {
    let mut restored = Arc::new(restored);
    let mut file = File::open(&restored).map_err(|_| Refused::Damaged)?;
    if is_signed(&file) {
        return Err(Refused::SignedDamaged);
    }
    // Counted before the structure is judged: a file without pages says so.
    pages(&file)?;
    if !file.has_plain_tree() {
        restored = Arc::new(compact(&made_plain(restored.to_vec())?, &BTreeSet::new())?);
        file = File::open(&restored).map_err(|_| Refused::Damaged)?;
    }
    if !is_plain(&restored, &file) {
        return Err(Refused::Damaged);
    }
    Ok(Edit::over(restored, file)?)
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
        Ok(0) if has_kids(file) => Err(Refused::Damaged),
        Ok(0) => Err(Refused::NoPages),
        Ok(count) if pages <= Intake::MAX_PAGES => Ok(count),
        _ => Err(Refused::TooManyPages),
    }
}

/// Whether the page tree names pages, readable or not.
fn has_kids(file: &File) -> bool {
    let tree = file.catalog().and_then(|catalog| file.dict_under(&catalog, "Pages"));
    let kids = tree.ok().flatten().map(|tree| file.array_under(&tree, "Kids"));
    let kids = kids.and_then(|kids| kids.ok().flatten());
    kids.is_some_and(|kids| items(&kids).is_some_and(|kids| !kids.is_empty()))
}

fn signed_upload(pdf: &Arc<Vec<u8>>, file: File) -> Result<Intake, Refused> {
    let pages = pages(&file)?;
    let changes = signed::taken(pdf, &file)?;
    filters::expect_known(&file)?;
    let edit = Edit::over(Arc::clone(pdf), file).map_err(|_| Refused::SignedDamaged)?;
    expect_sealable(edit).map_err(|_| Refused::SignedDamaged)?;
    Ok(Intake {
        pages,
        is_signed: true,
        drawable: None,
        repaired: None,
        changes,
        fields: Vec::new(),
    })
}

/// Takes a file with a plain structure; `change` says how it came to have it.
fn unsigned_upload(
    edit: Edit,
    change: Option<Change>,
    fonts: &[&'static [u8]],
) -> Result<Intake, Refused> {
    let pages = pages(edit.file())?;
    if signed::is_certified(edit.file(), &[]) {
        return Err(Refused::Certified);
    }
    filters::expect_known(edit.file())?;
    let WithoutExtras { mut edit, is_cleaned, mut told, fields } =
        without_extras(edit, fonts, pages)?;
    let is_new = is_cleaned || change.is_some();
    told.extend(change);
    told.sort();
    let drawable = drawable_pages(&mut edit).ok();
    let used = Arc::clone(edit.base());
    expect_sealable(edit)?;
    let repaired =
        is_new.then(|| Arc::try_unwrap(used).unwrap_or_else(|shared| shared.as_ref().clone()));
    Ok(Intake { pages, is_signed: false, drawable, repaired, changes: told, fields })
}

/// An upload without what is no part of its pages.
struct WithoutExtras {
    /// What is used from now on, of which nothing is changed.
    edit: Edit,
    /// Whether something was taken out.
    is_cleaned: bool,
    /// What is to be told.
    told: Vec<Change>,
    fields: Vec<FormField>,
}

fn without_extras(
    mut edit: Edit,
    fonts: &[&'static [u8]],
    pages: u32,
) -> Result<WithoutExtras, Refused> {
    let mut findings = cleaned(&mut edit, Fallback::of(fonts))?;
    let fields = std::mem::take(&mut findings.fields);
    let told = findings.told();
    if edit.is_untouched() {
        return Ok(WithoutExtras { edit, is_cleaned: false, told, fields });
    }
    let gone = edit.take_gone();
    let mut bytes = edit.finish();
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
    if !told.iter().all(is_kept) {
        bytes = compact(&bytes, &gone)?;
    }
    Ok(WithoutExtras { edit: opened_clean(bytes, pages)?, is_cleaned: true, told, fields })
}

/// The newest revision alone, without these objects.
pub(crate) fn compact(pdf: &[u8], gone: &BTreeSet<Id>) -> Result<Vec<u8>, Refused> {
    rebuilt(&version(pdf), &Objects::read(pdf, "")?, gone)
}

/// What was changed has to be sound itself, with as many pages and nothing left to change.
fn opened_clean(pdf: Vec<u8>, count: u32) -> Result<Edit, Refused> {
    let pdf = Arc::new(pdf);
    let file = File::open(&pdf).map_err(|_| Refused::Damaged)?;
    let is_same = pages(&file)? == count && is_plain(&pdf, &file);
    let mut edit = Edit::over(pdf, file)?;
    cleaned(&mut edit, Fallback::default())?;
    (is_same && edit.is_untouched()).then_some(edit).ok_or(Refused::Damaged)
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

/// What stands in the place of a signature in the trial: a DER value without meaning.
const TRIAL: &[u8] = &[0x30, 0x03, 0x02, 0x01, 0x00];

/// Whether a signature could be added: otherwise it is refused now, and not after all recipients have consented.
/// What a file may prevent is that the revision is appended and its signature found again, where it covers all; a
/// key, and the random numbers that making one takes, would show nothing more about the file.
fn expect_sealable(edit: Edit) -> Result<(), Refused> {
    let trial = SignatureRequest::new("trial", "trial", Utc::from_unix(0));
    let tried = || expect_last_in_place(&prepare_edit(edit, &trial, RESERVE)?.embed(TRIAL)?);
    tried().map_err(|_| Refused::Damaged)
}
