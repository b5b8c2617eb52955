//! Renewing what proves the seals of a concluded document, and raising seals that have no such proof yet.

use super::{Document, DocumentError, Seal, SealLevel};
use crate::{Actor, Event, EventKind, Events, FileDigest, FileId, SignIn, Timestamp};

impl Document {
    /// The seal of this file, or of the certificate of agreement where no file is named.
    pub fn seal_of(&self, file: Option<FileId>) -> Option<Seal> {
        match file {
            Some(id) => self.files.iter().find(|file| file.id == id)?.sealed,
            None => self.certificate,
        }
    }

    /// Everything that is sealed: the files in their order, and the certificate of agreement.
    pub fn sealed_parts(&self) -> impl Iterator<Item = (Option<FileId>, Seal)> + '_ {
        let files = self.files.iter().filter_map(|file| Some((Some(file.id), file.sealed?)));
        files.chain(self.certificate.map(|seal| (None, seal)))
    }

    /// Whether one of its seals is B-B, so that it can be raised.
    pub fn has_basic_seal(&self) -> bool {
        self.sealed_parts().any(|(_, seal)| seal.level == SealLevel::Basic)
    }

    /// The sender asks for the B-B seals to be raised to B-LTA.
    ///
    /// # Errors
    /// [`DocumentError::NotPossible`] where there is none, or the document is not concluded.
    pub fn ask_to_raise_seals(&self, by: &SignIn, now: Timestamp) -> Result<Events, DocumentError> {
        self.expect_basic_seal()?;
        let asked = EventKind::SealRaiseAsked;
        Ok(Events::one(self.event(now, Actor::Account(by.account()), asked)))
    }

    /// B-B seals can be raised once the document is concluded.
    ///
    /// # Errors
    /// [`DocumentError::NotPossible`] where there is none.
    pub fn expect_basic_seal(&self) -> Result<(), DocumentError> {
        let can = self.is_concluded() && self.has_basic_seal();
        if can { Ok(()) } else { Err(self.not_possible("raise the seals of")) }
    }

    /// Keeps a sealed file, or the certificate where no file is named, with another archive timestamp behind it.
    /// Nothing happens where the seal is no longer `before`: it was renewed meanwhile.
    ///
    /// # Errors
    /// [`DocumentError::NotPossible`] when the document is not concluded, or the level would become lower.
    pub fn renew_seal(
        &mut self,
        file: Option<FileId>,
        before: FileDigest,
        after: Seal,
        actor: Actor,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        if !self.is_concluded() || after.level != SealLevel::Archived {
            return Err(self.not_possible("renew the seals of"));
        }
        let Some(before) = self.seal_of(file).filter(|seal| seal.digest == before) else {
            return Ok(Events::none());
        };
        match file {
            Some(id) => {
                if let Some(file) = self.0.files.iter_mut().find(|file| file.id == id) {
                    file.sealed = Some(after);
                }
            }
            None => self.0.certificate = Some(after),
        }
        let renewed = EventKind::SealRenewed { file, before, after };
        Ok(Events::one(Event::of_document(self.id, now, actor, renewed)))
    }
}
