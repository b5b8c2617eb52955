//! What was added behind a signature: nothing, what signing itself adds, or something that changes what
//! people see.

use super::Integrity;
use crate::pdf::edit::Id;
use crate::pdf::file::File;
use crate::pdf::raw::{Lexer, RawDict, items, reference};
use crate::signatures::Found;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// What stands behind the bytes that a signature covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// Nothing.
    Nothing,
    /// Further signatures, timestamps, and what proves certificates.
    Signatures,
    /// Something else; each change in a few words.
    Changes(Vec<String>),
    /// What the signature covers is no PDF by itself, so that nothing can be compared.
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

/// How many changes are named.
const MAX_NAMED: usize = 10;

/// What was added behind this signature.
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
    let mut comparison = Comparison { before: &before, newest, changes: BTreeSet::new() };
    match comparison.run(&pdf[end..]) {
        None => Added::Unreadable,
        Some(()) if comparison.changes.is_empty() => Added::Signatures,
        Some(()) => Added::Changes(comparison.changes.into_iter().take(MAX_NAMED).collect()),
    }
}

struct Comparison<'f> {
    before: &'f File,
    newest: &'f File,
    changes: BTreeSet<String>,
}

/// An object's bytes, and its dictionary if it is one.
struct Raw {
    bytes: Vec<u8>,
    dict: Option<RawDict>,
}

impl Comparison<'_> {
    fn run(&mut self, appended: &[u8]) -> Option<()> {
        let root = self.before.root().ok()?;
        if self.newest.root().ok()? != root {
            self.note("another catalog");
            return Some(());
        }
        let form = self.before.dict(root).ok()?.reference("AcroForm");
        for id in self.rewritten(appended) {
            let Some(old) = raw(self.before, id) else {
                continue;
            };
            match raw(self.newest, id) {
                Some(new) if new.bytes == old.bytes => {}
                Some(new) if id == root => self.catalog(&old, &new),
                Some(new) if Some(id) == form => self.form(old.dict.as_ref(), new.dict.as_ref()),
                Some(new) => self.object(id, &old, &new),
                None => self.note(&format!("object {} removed", id.0)),
            }
        }
        Some(())
    }

    /// Objects of the revision that was signed which a later section may have replaced: all numbers of
    /// generation 0, and those of other generations that stand in the bytes behind.
    fn rewritten(&self, appended: &[u8]) -> impl Iterator<Item = Id> + use<> {
        let plain = (1..self.before.chain.size).map(|number| (number, 0));
        plain.chain(other_generations(appended))
    }

    fn note(&mut self, change: &str) {
        self.changes.insert(change.to_owned());
    }

    /// The catalog may get a form, a store, and nothing else.
    fn catalog(&mut self, old: &Raw, new: &Raw) {
        let (Some(old), Some(new)) = (&old.dict, &new.dict) else {
            return self.note("the catalog");
        };
        if differs_beyond(old, new, &["AcroForm", "DSS", "Extensions"]) {
            self.note("the catalog");
        }
        let direct = |dict: &RawDict| dict.get("AcroForm").and_then(RawDict::parse);
        match (old.get("AcroForm"), new.get("AcroForm")) {
            (before, after) if before == after => {}
            (Some(before), Some(after))
                if reference(before).is_some() || reference(after).is_some() =>
            {
                self.note("another form");
            }
            (_, Some(after)) => match reference(after) {
                Some(id) => {
                    let form = self.newest.dict(id).ok();
                    self.form(None, form.as_ref());
                }
                None => self.form(direct(old).as_ref(), direct(new).as_ref()),
            },
            (_, None) => self.note("the form removed"),
        }
    }

    /// The form may get signature fields, and flags that say so.
    fn form(&mut self, old: Option<&RawDict>, new: Option<&RawDict>) {
        let Some(new) = new else {
            return self.note("the form");
        };
        let none = RawDict::default();
        let old = old.unwrap_or(&none);
        if differs_beyond(old, new, &["Fields", "SigFlags"]) {
            self.note("the form");
        }
        if old.get("Fields") != new.get("Fields") && new.reference("Fields").is_none() {
            let before = old.get("Fields").unwrap_or(b"[]").to_vec();
            self.list(&before, new.get("Fields").unwrap_or(b"[]"), "a form field");
        }
    }

    /// Any other object: lists of fields or annotations may get signatures, pages get such lists.
    fn object(&mut self, id: Id, old: &Raw, new: &Raw) {
        let number = id.0;
        match (&old.dict, &new.dict) {
            (Some(before), Some(after)) if is_page(before) => {
                if differs_beyond(before, after, &["Annots"]) {
                    self.note(&format!("a page (object {number})"));
                }
                match (before.get("Annots"), after.get("Annots")) {
                    (one, other) if one == other => {}
                    (one, Some(other)) if reference(other).is_none() => {
                        let one = one.unwrap_or(b"[]").to_vec();
                        self.list(&one, other, "an annotation");
                    }
                    _ => self.note(&format!("the annotations of a page (object {number})")),
                }
            }
            (Some(before), Some(_)) if before.get("Type") == Some(b"/DSS") => {}
            (None, None) if items(&old.bytes).is_some() && items(&new.bytes).is_some() => {
                self.list(&old.bytes, &new.bytes, "a field or annotation");
            }
            _ => self.note(&format!("object {number}")),
        }
    }

    /// A list may only grow, by signatures.
    fn list(&mut self, old: &[u8], new: &[u8], what: &str) {
        let (Some(before), Some(after)) = (items(old), items(new)) else {
            return self.note(what);
        };
        if after.get(..before.len()) != Some(&before[..]) {
            return self.note(&format!("{what} changed or removed"));
        }
        let is_signature = |raw: &&[u8]| {
            let field = reference(raw).and_then(|id| self.newest.dict(id).ok());
            field.is_some_and(|field| field.get("FT") == Some(b"/Sig") && shows_nothing(&field))
        };
        if !after[before.len()..].iter().all(is_signature) {
            self.note(&format!("{what} added"));
        }
    }
}

/// Whether a widget covers no part of the page.
fn shows_nothing(widget: &RawDict) -> bool {
    let corners = widget.get("Rect").and_then(items).unwrap_or_default();
    let number = |raw: &&[u8]| std::str::from_utf8(raw).ok()?.parse::<f64>().ok();
    match corners.iter().map(number).collect::<Option<Vec<f64>>>().as_deref() {
        Some(&[left, bottom, right, top]) => {
            (right - left).abs() < f64::EPSILON || (top - bottom).abs() < f64::EPSILON
        }
        _ => corners.is_empty(),
    }
}

fn is_page(dict: &RawDict) -> bool {
    dict.get("Type") == Some(b"/Page")
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

fn raw(file: &File, id: Id) -> Option<Raw> {
    let bytes = file.raw(id)?;
    let dict = RawDict::parse(&bytes);
    Some(Raw { bytes, dict })
}

/// The heads of objects of other generations than 0 that stand in these bytes.
fn other_generations(bytes: &[u8]) -> Vec<Id> {
    const KEYWORD: &[u8] = b" obj";
    let at = bytes.windows(KEYWORD.len()).enumerate().filter(|(_, w)| *w == KEYWORD);
    let head = |(end, _): (usize, &[u8])| {
        let start = bytes[..end].iter().rposition(|b| matches!(b, b'\n' | b'\r'));
        let mut lexer = Lexer { bytes, at: start.map_or(0, |start| start + 1) };
        let number = u32::try_from(lexer.number()?).ok()?;
        let generation = u16::try_from(lexer.number()?).ok()?;
        (generation != 0).then_some((number, generation))
    };
    at.filter_map(head).collect()
}
