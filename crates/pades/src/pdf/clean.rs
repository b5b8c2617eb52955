//! What an unsigned upload carries besides its pages, taken out of it: scripts, attachments, links to other
//! files, usage rights, layers that could be switched.

pub(crate) mod action;
pub(crate) mod attachments;
pub(crate) mod document;
pub(crate) mod embedded;
pub(crate) mod filters;
pub(crate) mod layers;
pub(crate) mod links;

use super::edit::Edit;
use super::field_look::Fallback;
use super::flatten::flatten;
use crate::{Change, FormField, Refused};
use std::collections::BTreeSet;

/// What was found, and is told to the sender.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) changes: BTreeSet<Change>,
    pub(crate) links: BTreeSet<String>,
    /// Names of layers that are not shown.
    pub(crate) hidden_layers: BTreeSet<String>,
    /// Comments that open on a click.
    pub(crate) comments: BTreeSet<String>,
    /// Names of embedded files that go.
    pub(crate) attachments: BTreeSet<String>,
    /// Names of those that stay: it is an electronic invoice.
    pub(crate) attachments_kept: BTreeSet<String>,
    /// Fields that show another text than their data hold, with both.
    pub(crate) contradicted: BTreeSet<String>,
    /// Empty fields of the form.
    pub(crate) fields: Vec<FormField>,
    /// Whether something starts a program.
    pub(crate) starts_programs: bool,
}

impl Findings {
    /// Everything, in the order of [`Change`].
    pub(crate) fn told(mut self) -> Vec<Change> {
        if !self.links.is_empty() {
            self.changes.insert(Change::LinksRemoved(self.links.into_iter().collect()));
        }
        if !self.hidden_layers.is_empty() {
            let names = self.hidden_layers.into_iter().collect();
            self.changes.insert(Change::HiddenLayersKept(names));
        }
        if !self.comments.is_empty() {
            self.changes.insert(Change::CommentsRemoved(self.comments.into_iter().collect()));
        }
        if !self.attachments.is_empty() {
            let names = self.attachments.into_iter().collect();
            self.changes.insert(Change::AttachmentsRemoved(names));
        }
        if !self.attachments_kept.is_empty() {
            let names = self.attachments_kept.into_iter().collect();
            self.changes.insert(Change::AttachmentsKept(names));
        }
        if !self.contradicted.is_empty() {
            let fields = self.contradicted.into_iter().collect();
            self.changes.insert(Change::ValuesContradicted(fields));
        }
        self.changes.into_iter().collect()
    }

    /// The same for a signed file, of which nothing is removed.
    ///
    /// # Errors
    /// [`Refused::Launch`] where it starts programs.
    pub(crate) fn told_of_signed(self) -> Result<Vec<Change>, Refused> {
        if self.starts_programs {
            return Err(Refused::Launch);
        }
        let mut told = Vec::new();
        if !self.hidden_layers.is_empty() {
            told.push(Change::HiddenLayersKept(self.hidden_layers.iter().cloned().collect()));
        }
        let attachments: Vec<String> =
            self.attachments.union(&self.attachments_kept).cloned().collect();
        if !attachments.is_empty() {
            told.push(Change::AttachmentsKept(attachments));
        }
        if self.changes.contains(&Change::ActionsRemoved) {
            told.push(Change::ActionsKept);
        }
        Ok(told)
    }
}

/// Takes everything out, and makes what annotations show part of the pages, with these fonts for what theirs lack.
/// Returns what is to be told.
///
/// # Errors
/// [`Refused`] says what cannot be taken out so that the pages stay as they are shown.
pub(crate) fn cleaned(edit: &mut Edit, fallback: Fallback) -> Result<Findings, Refused> {
    let mut findings = Findings::default();
    document::clean(edit, &mut findings)?;
    attachments::clean(edit, &mut findings)?;
    links::clean(edit, &mut findings)?;
    layers::fix(edit, &mut findings)?;
    flatten(edit, &mut findings, fallback)?;
    Ok(findings)
}

/// What a signed file carries besides its pages; nothing is changed.
///
/// # Errors
/// [`Refused::Media`] and [`Refused::Launch`].
pub(crate) fn carried(mut edit: Edit) -> Result<Vec<Change>, Refused> {
    let mut findings = Findings::default();
    document::clean(&mut edit, &mut findings)?;
    attachments::clean(&mut edit, &mut findings)?;
    links::clean(&mut edit, &mut findings)?;
    findings.hidden_layers = layers::hidden(edit.file())?;
    findings.told_of_signed()
}
