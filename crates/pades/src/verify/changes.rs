//! What was added after a signature: nothing, what signing itself adds, or something else.
//!
//! The sections after the signature are read strictly, without recovery. Each object in them has to be one that
//! signing changes, and changed in the way that signing changes it; everything else counts as a change of the
//! document.

use super::Integrity;
use crate::pdf::edit::Id;
use crate::pdf::file::File;
use crate::pdf::lexer::Lexer;
use crate::pdf::object::body_at;
use crate::pdf::raw::{RawDict, items, reference, references};
use crate::pdf::sections::{Place, Section, is_head, is_sound, places, stream_data, unpacked};
use crate::signatures::Found;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// What follows the bytes that a signature covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// Nothing.
    Nothing,
    /// Further signatures, timestamps, and what proves certificates.
    Signatures,
    /// Something else; each change in a few words.
    Changes(Vec<String>),
    /// What the signature covers is no PDF by itself, or its objects are not at their offsets, so that nothing
    /// can be compared.
    Unreadable,
}

impl fmt::Display for Added {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("Nothing was added since."),
            Self::Signatures => f.write_str(
                "Only signatures, timestamps and proofs of certificates were added since.",
            ),
            Self::Changes(changes) => {
                write!(f, "THE DOCUMENT WAS CHANGED SINCE: {}.", changes.join(", "))
            }
            Self::Unreadable => f.write_str("What was added since cannot be made out."),
        }
    }
}

/// How many changes are listed.
const MAX_NAMED: usize = 10;
/// The keys of a trailer that describe its own section.
const OWN_KEYS: [&str; 8] = ["Size", "Prev", "ID", "Type", "W", "Index", "Length", "Filter"];
/// The keys that a signature's widget may not have: they would do or show something.
const SHOWING_KEYS: [&str; 6] = ["AP", "A", "AA", "MK", "Kids", "Parent"];

/// What was added after this signature.
pub(super) fn after(pdf: &[u8], newest: &File, found: &Found, integrity: &Integrity) -> Added {
    let end = found.range[2].saturating_add(found.range[3]);
    if *integrity != Integrity::Intact {
        return Added::Unreadable;
    }
    if end >= pdf.len() {
        return Added::Nothing;
    }
    let covered = Arc::new(pdf[..end].to_vec());
    let Ok(before) = File::open(&covered) else {
        return Added::Unreadable;
    };
    if !is_sound(&covered, &before.chain.places()) {
        return Added::Unreadable;
    }
    match Comparison::of(pdf, end, &before, newest) {
        None => Added::Changes(vec!["another cross-reference chain".into()]),
        Some(comparison) => match comparison.changes() {
            changes if changes.is_empty() => Added::Signatures,
            changes => Added::Changes(changes.into_iter().take(MAX_NAMED).collect()),
        },
    }
}

struct Comparison<'f> {
    pdf: &'f [u8],
    end: usize,
    before: &'f File,
    /// The sections after the signature, newest first.
    added: &'f [Section],
    /// The offsets of the objects in these sections.
    places: BTreeMap<u32, Place>,
    /// The offsets of the objects that were signed.
    signed: BTreeMap<u32, Place>,
}

/// An object in the added bytes.
struct Raw {
    bytes: Vec<u8>,
    dict: Option<RawDict>,
    is_stream: bool,
}

impl<'f> Comparison<'f> {
    /// `None` unless the newest chain ends in the signed one.
    fn of(pdf: &'f [u8], end: usize, before: &'f File, newest: &'f File) -> Option<Self> {
        let sections = &newest.chain.sections;
        let old = &before.chain.sections;
        let added = sections.len().checked_sub(old.len())?;
        let (added, kept) = sections.split_at(added);
        let same = kept.iter().zip(old).all(|(one, other)| one.offset == other.offset);
        let behind = added.iter().all(|section| section.offset >= end);
        let signed = before.chain.places();
        (same && behind).then(|| Self {
            pdf,
            end,
            before,
            added,
            places: places(added.iter()),
            signed,
        })
    }

    fn changes(&self) -> BTreeSet<String> {
        let mut changes = BTreeSet::new();
        if !self.added.iter().all(|section| self.says_the_same(&section.trailer)) {
            changes.insert("the trailer".to_owned());
        }
        let roles = self.roles();
        // In every section, not in the newest only: an object that was changed and changed back was changed.
        for (number, place) in self.added.iter().flat_map(|section| &section.entries) {
            if let Err(change) = self.judge(*number, *place, &roles) {
                changes.insert(change);
            }
        }
        changes
    }

    /// Whether a trailer keeps every entry that does not describe its own section.
    fn says_the_same(&self, trailer: &RawDict) -> bool {
        let rest = |dict: &RawDict| {
            let mut dict = dict.clone();
            for key in OWN_KEYS.iter().chain(&["DecodeParms", "XRefStm"]) {
                dict.remove(key);
            }
            dict.sorted()
        };
        trailer.get("XRefStm").is_none()
            && rest(trailer) == rest(&self.before.chain.newest().trailer)
    }

    /// The objects of the signed revision that signing may change, each with its role.
    fn roles(&self) -> BTreeMap<u32, Role> {
        let mut roles = BTreeMap::new();
        let mut name = |raw: Option<&[u8]>, role: Role| {
            if let Some((number, 0)) = raw.and_then(reference) {
                roles.entry(number).or_insert(role);
            }
        };
        let catalog = self.before.catalog().unwrap_or_default();
        let form = self.before.dict_under(&catalog, "AcroForm").ok().flatten().unwrap_or_default();
        name(self.before.chain.newest().trailer.get("Root"), Role::Catalog);
        name(catalog.get("AcroForm"), Role::Form);
        name(form.get("Fields"), Role::List);
        name(catalog.get("DSS"), Role::Store);
        for page in self.before.pages() {
            name(Some(format!("{} {} R", page.0, page.1).as_bytes()), Role::Page);
            let annots = self.before.dict(page).unwrap_or_default();
            name(annots.get("Annots"), Role::List);
        }
        roles
    }

    fn judge(&self, number: u32, place: Place, roles: &BTreeMap<u32, Role>) -> Result<(), String> {
        let changed = || format!("object {number}");
        let new = match place {
            Place::Free if number == 0 => return Ok(()),
            Place::Free => return Err(format!("object {number} removed")),
            place => self.read(number, place).ok_or_else(changed)?,
        };
        let id = (number, 0);
        let old = || self.before.dict(id).map_err(|_| changed());
        match roles.get(&number) {
            Some(_) if new.is_stream => Err(changed()),
            Some(Role::Catalog) => self.catalog(&old()?, &new.dict.ok_or_else(changed)?),
            Some(Role::Form) => self.form(&old()?, &new.dict.ok_or_else(changed)?),
            Some(Role::Page) => {
                let (before, after) = (old()?, new.dict.ok_or_else(changed)?);
                if differs_beyond(&before, &after, &["Annots"]) {
                    return Err(format!("a page (object {number})"));
                }
                self.entry(&before, &after, "Annots", "an annotation")
            }
            Some(Role::List) => {
                let before = self.before.array(id).map_err(|_| changed())?;
                self.list(&before, &new.bytes, "a field or annotation")
            }
            Some(Role::Store) => new.dict.map(|_| ()).ok_or_else(changed),
            None if self.signed.contains_key(&number) => Err(changed()),
            None if self.was_referred_to(number) => Err(changed()),
            None => Ok(()),
        }
    }

    /// Whether the signed revision refers to this number, which it did not have.
    fn was_referred_to(&self, number: u32) -> bool {
        self.signed.keys().any(|known| {
            let raw = self.before.structure((*known, 0)).unwrap_or_default();
            references(&raw).is_none_or(|all| all.contains(&number))
        })
    }

    /// Reads an object at exactly the offset in its section.
    fn read(&self, number: u32, place: Place) -> Option<Raw> {
        match place {
            Place::Free => None,
            Place::At(offset, generation) => {
                let is_sound = offset >= self.end
                    && generation == 0
                    && is_head(self.pdf, offset, number, generation);
                is_sound.then(|| object_at(self.pdf, offset)).flatten()
            }
            Place::Within(stream) => {
                let Some(Place::At(offset, 0)) = self.places.get(&stream).copied() else {
                    return None;
                };
                let is_sound = offset >= self.end && is_head(self.pdf, offset, stream, 0);
                is_sound.then(|| within(self.pdf, offset, number)).flatten()
            }
        }
    }

    /// The newest state of an object, among the added ones.
    fn added_dict(&self, id: Id) -> Option<RawDict> {
        let place = self.places.get(&id.0).filter(|_| id.1 == 0)?;
        let raw = self.read(id.0, *place)?;
        raw.dict.filter(|_| !raw.is_stream)
    }

    /// The catalog may gain a form and a document security store, and nothing else.
    fn catalog(&self, old: &RawDict, new: &RawDict) -> Result<(), String> {
        if differs_beyond(old, new, &["AcroForm", "DSS", "Extensions"]) {
            return Err("the catalog".into());
        }
        if old.reference("DSS").is_some() && old.get("DSS") != new.get("DSS") {
            return Err("another store of proofs".into());
        }
        let form = |raw: Option<&[u8]>| raw.and_then(RawDict::parse);
        match (old.get("AcroForm"), new.get("AcroForm")) {
            (before, after) if before == after => Ok(()),
            (None, Some(after)) => {
                let after = match reference(after) {
                    Some(id) => self.added_dict(id),
                    None => RawDict::parse(after),
                };
                self.form(&RawDict::default(), &after.ok_or("the form")?)
            }
            (before, after) => match (form(before), form(after)) {
                (Some(before), Some(after)) => self.form(&before, &after),
                _ => Err("another form".into()),
            },
        }
    }

    /// The form may gain signature fields, and the flags that announce them.
    fn form(&self, old: &RawDict, new: &RawDict) -> Result<(), String> {
        if differs_beyond(old, new, &["Fields", "SigFlags"]) {
            return Err("the form".into());
        }
        self.entry(old, new, "Fields", "a form field")
    }

    /// A list under a key, direct or indirect; an indirect list may not be replaced by another object.
    fn entry(&self, old: &RawDict, new: &RawDict, key: &str, what: &str) -> Result<(), String> {
        match (old.get(key), new.get(key)) {
            (before, after) if before == after => Ok(()),
            (before, Some(after)) if reference(after).is_none() => {
                let before = match before.and_then(reference) {
                    Some(id) => self.before.array(id).map_err(|_| what.to_owned())?,
                    None => before.unwrap_or(b"[]").to_vec(),
                };
                self.list(&before, after, what)
            }
            _ => Err(format!("{what} changed or removed")),
        }
    }

    /// A list may only grow, by signatures.
    fn list(&self, old: &[u8], new: &[u8], what: &str) -> Result<(), String> {
        let (before, after) = items(old).zip(items(new)).ok_or_else(|| what.to_owned())?;
        if after.get(..before.len()) != Some(&before[..]) {
            return Err(format!("{what} changed or removed"));
        }
        let is_signature = |raw: &&[u8]| {
            let field = reference(raw).and_then(|id| self.added_dict(id));
            field.is_some_and(|field| is_bare_signature(&field))
        };
        if after[before.len()..].iter().all(is_signature) {
            Ok(())
        } else {
            Err(format!("{what} added"))
        }
    }
}

/// The role of an object of the signed revision, as far as signing may change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Catalog,
    Form,
    /// The form's fields, or a page's annotations.
    List,
    Page,
    /// The document security store.
    Store,
}

/// Whether a field is a signature without visible appearance or action.
fn is_bare_signature(field: &RawDict) -> bool {
    let corners = field.get("Rect").and_then(items).unwrap_or_default();
    let number = |raw: &&[u8]| std::str::from_utf8(raw).ok()?.parse::<f64>().ok();
    let corners: Option<Vec<f64>> = corners.iter().map(number).collect();
    let is_flat = matches!(corners.as_deref(), Some(&[left, bottom, right, top])
        if (right - left).abs() < f64::EPSILON && (top - bottom).abs() < f64::EPSILON);
    field.get("FT") == Some(b"/Sig")
        && field.get("Subtype") == Some(b"/Widget")
        && field.reference("V").is_some()
        && is_flat
        && SHOWING_KEYS.iter().all(|key| field.get(key).is_none())
}

/// The object at this offset, whose head was checked.
fn object_at(pdf: &[u8], offset: usize) -> Option<Raw> {
    let mut lexer = body_at(pdf, offset)?;
    let bytes = pdf.get(lexer.value()?)?.to_vec();
    lexer.blank();
    let is_stream = lexer.expect(b"stream").is_some();
    let dict = RawDict::parse(&bytes);
    Some(Raw { bytes, dict, is_stream })
}

/// An object in the object stream at this offset (ISO 32000-2, section 7.5.7).
fn within(pdf: &[u8], offset: usize, wanted: u32) -> Option<Raw> {
    let mut lexer = body_at(pdf, offset)?;
    let dict = RawDict::parse(pdf.get(lexer.value()?)?)?;
    (dict.get("Type") == Some(b"/ObjStm")).then_some(())?;
    let data = unpacked(&dict, stream_data(&mut lexer, &dict)?)?;
    let first = usize::try_from(dict.integer("First")?).ok()?;
    let mut head = Lexer { bytes: data.get(..first)?, at: 0 };
    for _ in 0..dict.integer("N")?.min(100_000) {
        let (number, at) = head.number().zip(head.number())?;
        if number == u64::from(wanted) {
            let at = first.checked_add(usize::try_from(at).ok()?)?;
            let mut body = Lexer { bytes: &data, at };
            body.blank();
            let bytes = data.get(body.value()?)?.to_vec();
            let dict = RawDict::parse(&bytes);
            return Some(Raw { bytes, dict, is_stream: false });
        }
    }
    None
}

/// Whether two dictionaries differ in any key but these.
fn differs_beyond(old: &RawDict, new: &RawDict, but: &[&str]) -> bool {
    let kept = |dict: &RawDict| {
        let mut dict = dict.clone();
        for key in but {
            dict.remove(key);
        }
        dict.sorted()
    };
    kept(old) != kept(new)
}
