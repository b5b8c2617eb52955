//! What was added after a signature: nothing, what signing and filling in forms add, or something else.
//!
//! Every revision is compared with the one before it, once for all signatures. An object of the earlier revision that
//! has another value now has to be one that the rules below clear; everything else counts as a change of the
//! document. Objects that are new, or that nothing refers to, show nothing by themselves.

mod fields;
mod form;
mod pages;
mod step;
mod store;

use super::history::History;
use super::permission::Permission;
use super::search::Located;
use crate::pdf::lexer::is_blank;
use std::collections::BTreeSet;
use std::fmt;
pub(super) use step::{Finding, Step};

/// What follows the bytes that a signature covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// Nothing.
    Nothing,
    /// So many bytes behind the end of the file that belong to no revision.
    Bytes(usize),
    /// Further signatures, timestamps, what proves certificates, and data about the document.
    Signatures,
    /// The same, and these form fields were filled in.
    Filled(Vec<String>),
    /// Something else, or what the signature does not allow; each change in a few words.
    Changes(Vec<String>),
    /// What the signature covers is no PDF by itself, or its objects are not at their offsets, so that nothing
    /// can be compared.
    Unreadable,
}

impl Added {
    /// Whether the document still is what was signed, as far as the signature and ISO 32000 allow additions.
    pub fn is_allowed(&self) -> bool {
        match self {
            Self::Nothing | Self::Bytes(_) | Self::Signatures | Self::Filled(_) => true,
            Self::Changes(_) | Self::Unreadable => false,
        }
    }
}

impl fmt::Display for Added {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("Nothing was added since."),
            Self::Bytes(count) => {
                write!(f, "{count} bytes without meaning follow the end of the document.")
            }
            Self::Signatures => f.write_str(
                "Only signatures, timestamps, proofs of certificates and data about the document were added since.",
            ),
            Self::Filled(fields) => {
                write!(f, "Since then form fields were filled in: {}.", fields.join(", "))
            }
            Self::Changes(changes) => {
                write!(f, "THE DOCUMENT WAS CHANGED SINCE: {}.", changes.join(", "))
            }
            Self::Unreadable => f.write_str("What was added since cannot be made out."),
        }
    }
}

/// How many changes are listed.
const MAX_NAMED: usize = 10;
/// What makes readers that repair files read bytes behind the end as objects.
const OBJECTS: [&[u8]; 3] = [b" obj", b"xref", b"trailer"];

/// Every revision against the one before it; the newest first.
pub(super) fn steps(history: &History<'_>) -> Vec<Step> {
    (0..history.sections.len().saturating_sub(1)).map(|index| Step::of(history, index)).collect()
}

/// What was added after this signature, which is intact.
pub(super) fn after(
    history: &History<'_>,
    steps: &[Step],
    located: &Located,
    permission: &Permission,
) -> Added {
    let end = located.found.range[2].saturating_add(located.found.range[3]);
    if end >= history.pdf.len() {
        return Added::Nothing;
    }
    let Some(signed) = history.revision_of(end) else {
        return changed("another cross-reference chain");
    };
    let view = history.view(signed);
    let own = view.spot(located.holder);
    if own.is_none_or(|(offset, _)| offset >= end) {
        return changed("it covers less than the revision that it stands in");
    }
    if !is_ended(&history.pdf[..end]) {
        return changed("it covers less than the revision that it stands in");
    }
    if signed == 0 {
        return behind(&history.pdf[end..]);
    }
    if history.sections[..signed].iter().any(|section| section.offset < end) {
        return changed("a cross-reference section that was there before");
    }
    if !view.reached().iter().all(|number| view.is_sound(*number)) {
        return Added::Unreadable;
    }
    if history.is_exhausted() {
        return Added::Unreadable;
    }
    judged(&steps[..signed], permission)
}

fn changed(what: &str) -> Added {
    Added::Changes(vec![what.to_owned()])
}

/// Whether a revision ends where these bytes do: with its last line (ISO 32000-2, section 7.5.5).
fn is_ended(covered: &[u8]) -> bool {
    let blanks = covered.iter().rev().take_while(|byte| is_blank(**byte)).count();
    covered[..covered.len() - blanks].ends_with(b"%%EOF")
}

/// Bytes behind the last revision.
fn behind(rest: &[u8]) -> Added {
    if OBJECTS.iter().any(|word| rest.windows(word.len()).any(|window| window == *word)) {
        return changed("objects behind the end of the document");
    }
    match rest.iter().filter(|byte| !is_blank(**byte)).count() {
        0 if rest.len() <= 2 => Added::Nothing,
        _ => Added::Bytes(rest.len()),
    }
}

/// What these steps add up to, for a signature that allows this.
fn judged(steps: &[Step], permission: &Permission) -> Added {
    let (mut changes, mut filled) = (BTreeSet::new(), BTreeSet::new());
    for finding in steps.iter().flat_map(|step| &step.findings) {
        match (refusal(finding, permission), finding) {
            (Some(refusal), _) => {
                changes.insert(refusal);
            }
            (None, Finding::Filled { field, is_signature: false, .. }) => {
                filled.insert(field.clone());
            }
            (None, Finding::Filled { .. } | Finding::Form | Finding::Changed(_)) => {}
        }
    }
    match (changes.is_empty(), filled.is_empty()) {
        (false, _) => Added::Changes(changes.into_iter().take(MAX_NAMED).collect()),
        (true, false) => Added::Filled(filled.into_iter().collect()),
        (true, true) => Added::Signatures,
    }
}

/// Why a signature does not allow this.
fn refusal(finding: &Finding, permission: &Permission) -> Option<String> {
    let is_final = permission.level == Some(1);
    match finding {
        Finding::Changed(what) => Some(what.clone()),
        Finding::Form if is_final => {
            Some("the form, which it certifies against changes".to_owned())
        }
        Finding::Form | Finding::Filled { is_proof: true, .. } => None,
        Finding::Filled { field, .. } if is_final => {
            Some(format!("the field {field}, although it certifies the document against changes"))
        }
        Finding::Filled { field, is_new_and_seen: true, .. } if permission.level.is_some() => {
            Some(format!("the visible field {field} added, although it certifies the document"))
        }
        Finding::Filled { field, is_filled: true, .. } if permission.locks(field) => {
            Some(format!("the field {field}, which it locks"))
        }
        Finding::Filled { .. } => None,
    }
}
