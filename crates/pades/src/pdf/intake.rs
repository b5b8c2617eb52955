//! Inspection of an upload: what it is, and whether it can be sealed.

use super::file::File;
use super::raw::references;
use super::repair::rewritten;
use super::sections::is_sound;
use crate::signatures::signatures_in;
use crate::{Change, Error, KeyKind, Refused, Revision, SealKey, SignatureRequest};
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, String};
use hayro_syntax::{LoadPdfError, Pdf};
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
}

impl Intake {
    /// The greatest number of pages.
    pub const MAX_PAGES: usize = 2_000;
}

/// Actions that leave the document or run something.
const OUTWARD: [&str; 12] = [
    "Launch",
    "GoToR",
    "GoToE",
    "ImportData",
    "SubmitForm",
    "Thread",
    "Rendition",
    "RichMediaExecute",
    "Movie",
    "Sound",
    "ResetForm",
    "SetOCGState",
];

/// How deep direct objects may be nested.
const MAX_DEPTH: usize = 64;

/// Inspects an upload.
///
/// # Errors
/// [`Refused`] says why it cannot be sealed.
pub fn intake(pdf: Vec<u8>) -> Result<Intake, Refused> {
    intake_with_password(pdf, "")
}

/// The same, with the password that opens the upload.
///
/// # Errors
/// [`Refused`] says why it cannot be sealed.
pub fn intake_with_password(pdf: Vec<u8>, password: &str) -> Result<Intake, Refused> {
    let _ = password;
    let pdf = Arc::new(pdf);
    let mut taken = take(&pdf)?;
    if let Some(changed) = taken.repaired.take() {
        let changed = Arc::new(changed);
        // A repaired file has to be sound itself, or it is refused.
        let again = take(&changed)?;
        if again.repaired.is_some() {
            return Err(Refused::Damaged);
        }
        expect_sealable(&changed)?;
        taken.drawable = again.drawable;
        return Ok(Intake { repaired: Some(Arc::unwrap_or_clone(changed)), ..taken });
    }
    expect_sealable(&pdf)?;
    Ok(taken)
}

fn take(pdf: &Arc<Vec<u8>>) -> Result<Intake, Refused> {
    let header = pdf.iter().take(1024).copied().collect::<Vec<_>>();
    let header = header.windows(5).position(|w| w == b"%PDF-").ok_or(Refused::NotPdf)?;
    let is_sound = header == 0 && is_sound_file(pdf);
    let bytes = if is_sound { Arc::clone(pdf) } else { Arc::new(repaired(pdf)?) };
    let file = File::open(&bytes).map_err(|_| Refused::Damaged)?;
    let (pages, is_signed) = look_into(&file)?;
    let is_said_to_be = !signatures_in(&file).map_err(|_| Refused::Damaged)?.is_empty();
    // A signature dictionary that no field refers to would count as a signature, and keep the form in place.
    if is_signed != is_said_to_be || !is_sound && is_signed {
        return Err(Refused::Damaged);
    }
    if is_signed && is_unfixed(&file)? {
        return Err(Refused::UnfixedForm);
    }
    drop(file);
    let (flattened, drawable) = if is_signed { (None, None) } else { flattened(&bytes)? };
    let rewritten = || (!is_sound).then(|| Arc::unwrap_or_clone(bytes));
    Ok(Intake {
        pages,
        is_signed,
        drawable,
        changes: if flattened.is_some() || !is_sound { vec![Change::Repaired] } else { Vec::new() },
        repaired: flattened.or_else(rewritten),
    })
}

fn is_sound_file(pdf: &Arc<Vec<u8>>) -> bool {
    File::open(pdf).is_ok_and(|file| !file.chain.is_hybrid && is_where_it_says(pdf, &file))
}

fn repaired(pdf: &Arc<Vec<u8>>) -> Result<Vec<u8>, Refused> {
    expect_unencrypted(pdf)?;
    rewritten(pdf).ok_or(Refused::Damaged)
}

/// Whether viewers are told to generate the appearances of its form fields (`NeedAppearances`).
fn is_unfixed(file: &File) -> Result<bool, Refused> {
    let needs_appearances = || {
        let form = file.dict_under(&file.catalog()?, "AcroForm")?.unwrap_or_default();
        file.value(&form, "NeedAppearances")
    };
    needs_appearances().map(|it| it.as_deref() == Some(b"true")).map_err(|_| Refused::Damaged)
}

/// Width and height of each page.
type Sizes = Vec<(f64, f64)>;

/// The PDF with its form fields made part of the pages, where there are any; otherwise the sizes of its pages,
/// where other pages can be laid over them.
fn flattened(pdf: &[u8]) -> Result<(Option<Vec<u8>>, Option<Sizes>), Refused> {
    let mut revision = Revision::of(pdf.to_vec()).map_err(|_| Refused::Damaged)?;
    let has_form = revision.flatten_form().map_err(|error| match error {
        Error::UnfixedForm | Error::Page(_) => Refused::UnfixedForm,
        _ => Refused::Damaged,
    })?;
    Ok(if has_form {
        (Some(revision.write()), None)
    } else {
        (None, revision.drawable_pages().ok())
    })
}

/// Whether every object is at its offset, none has a number at or above `Size`, and none refers to a number
/// that is not used yet: an object of ours could get that number and would then be shown.
fn is_where_it_says(pdf: &[u8], file: &File) -> bool {
    let places = file.chain.places();
    let refers_ahead = |number: &u32| {
        let raw = file.structure((*number, 0)).unwrap_or_default();
        references(&raw).is_none_or(|all| all.iter().any(|other| *other >= file.chain.size))
    };
    file.chain.is_counted
        && file.has_plain_tree()
        && is_sound(pdf, &places)
        && !places.keys().any(refers_ahead)
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

fn expect_unencrypted(pdf: &Arc<Vec<u8>>) -> Result<(), Refused> {
    match Pdf::new(Arc::clone(pdf)) {
        Err(LoadPdfError::Decryption(_)) => Err(Refused::Encrypted),
        _ if super::xref::Chain::walk(pdf).is_ok_and(|chain| chain.is_encrypted) => {
            Err(Refused::Encrypted)
        }
        _ => Ok(()),
    }
}

/// The number of pages, and whether there is a signature.
fn look_into(file: &File) -> Result<(u32, bool), Refused> {
    if file.chain.is_encrypted {
        return Err(Refused::Encrypted);
    }
    let pages = file.pdf.pages().len();
    if pages == 0 {
        return Err(Refused::NoPages);
    }
    if pages > Intake::MAX_PAGES {
        return Err(Refused::TooManyPages);
    }
    let mut is_signed = false;
    for object in file.pdf.objects() {
        is_signed |= inspect(&object, 0)?;
    }
    let pages = u32::try_from(pages).map_err(|_| Refused::TooManyPages)?;
    Ok((pages, is_signed))
}

/// Refuses forbidden actions and contents in an object and everything direct in it; returns whether it is a
/// signature.
fn inspect(object: &Object<'_>, depth: usize) -> Result<bool, Refused> {
    if depth > MAX_DEPTH {
        return Err(Refused::TooComplex);
    }
    match object {
        Object::Dict(dict) => inspect_dict(dict, depth),
        Object::Stream(stream) if stream.dict().contains_key("F") => Err(Refused::Launch),
        Object::Stream(stream) => inspect_dict(stream.dict(), depth),
        Object::Array(array) => inspect_array(array, depth),
        _ => Ok(false),
    }
}

fn inspect_array(array: &Array<'_>, depth: usize) -> Result<bool, Refused> {
    let mut is_signed = false;
    for item in array.raw_iter() {
        if let MaybeRef::NotRef(item) = item {
            is_signed |= inspect(&item, depth + 1)?;
        }
    }
    Ok(is_signed)
}

fn inspect_dict(dict: &Dict<'_>, depth: usize) -> Result<bool, Refused> {
    let is = |key: &str, values: &[&str]| {
        dict.get::<Name<'_>>(key).is_some_and(|n| values.contains(&n.as_str()))
    };
    if is("S", &["JavaScript"]) || dict.contains_key("JS") || dict.contains_key("JavaScript") {
        return Err(Refused::Launch);
    }
    if is("S", &OUTWARD) {
        return Err(Refused::Launch);
    }
    if dict.contains_key("EF")
        || dict.contains_key("EmbeddedFiles")
        || is("Type", &["EmbeddedFile"])
    {
        return Err(Refused::Launch);
    }
    if dict.contains_key("XFA") {
        return Err(Refused::Xfa);
    }
    if is("TransformMethod", &["DocMDP"]) {
        let params: Option<Dict<'_>> = dict.get("TransformParams");
        if params.and_then(|p| p.get::<i32>("P")) == Some(1) {
            return Err(Refused::Certified);
        }
    }
    let scripted =
        |uri: String<'_>| uri.as_bytes().to_ascii_lowercase().starts_with(b"javascript:");
    if dict.get::<String<'_>>("URI").is_some_and(scripted) {
        return Err(Refused::Launch);
    }
    let mut is_signed = dict.contains_key("ByteRange") && dict.contains_key("Contents");
    for (_, value) in dict.entries() {
        if let MaybeRef::NotRef(value) = value {
            is_signed |= inspect(&value, depth + 1)?;
        }
    }
    Ok(is_signed)
}
