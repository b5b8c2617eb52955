//! What a recipient was shown before answering: which pages of which file.

use super::Document;
use crate::{Admission, EventKind, Events, FileId, RecipientId, Timestamp};
use alloc::collections::BTreeSet;

/// The pages that were delivered to one session; pages count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownPages(BTreeSet<(FileId, u32)>);

impl ShownPages {
    /// Whether the page is among them.
    pub fn has(&self, file: FileId, page: u32) -> bool {
        self.0.contains(&(file, page))
    }
}

impl FromIterator<(FileId, u32)> for ShownPages {
    fn from_iter<I: IntoIterator<Item = (FileId, u32)>>(pages: I) -> Self {
        Self(pages.into_iter().collect())
    }
}

impl Document {
    /// How many pages the files have in all.
    pub fn pages(&self) -> u32 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.pages))
    }

    /// How many pages are not among those that were shown.
    pub fn unshown_pages(&self, shown: &ShownPages) -> u32 {
        let all =
            self.files.iter().flat_map(|file| (1..=file.pages).map(move |page| (file.id, page)));
        let unshown = all.filter(|(file, page)| !shown.has(*file, *page)).count();
        u32::try_from(unshown).unwrap_or(u32::MAX)
    }

    /// Records that the last of all pages was delivered to the session of this recipient; nothing while one
    /// is missing.
    pub fn pages_shown(&self, admission: &Admission, shown: &ShownPages, now: Timestamp) -> Events {
        if self.unshown_pages(shown) > 0 {
            return Events::none();
        }
        let recipient: RecipientId = admission.recipient();
        let kind = EventKind::PagesShown {
            recipient,
            pages: self.pages(),
            content: self.content_digest(),
        };
        Events::one(self.event(now, super::turn::actor_of(admission), kind))
    }
}
