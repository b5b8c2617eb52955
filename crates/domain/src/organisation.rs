//! An organisation (組織), its settings, and what its admins do about its members.

mod admin;
mod looks;
mod recipient_policy;
mod retention;
mod settings;

use crate::{
    Actor, Event, EventKind, Events, FileDigest, OrganisationId, OrganisationName, SignIn, Subject,
    Timestamp, WeakSignIn,
};

pub use admin::{OrganisationAdmin, OrganisationError};
pub use looks::{AccentColour, ColourError, OrganisationLooks};
pub use recipient_policy::{
    NewFactorRule, OutsideRecipients, OwnIdpRule, RecipientPolicy, RequestReason, RequestRule,
    RequestedDocuments,
};
pub use retention::{BookkeepingDuty, RetentionPolicy, RetentionYears};
pub use settings::{
    CompletionFiles, DocumentPolicy, LinkLife, OrganisationSettings, RequestLanguages, SealMark,
    SecondFactorRule, StepUpAge,
};

/// An organisation: what documents and accounts belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: OrganisationName,
    /// What its admins have set.
    pub settings: OrganisationSettings,
    /// The image of its stamp (印影), by the digest of the PNG.
    pub stamp: Option<FileDigest>,
    /// What it shows of itself.
    pub looks: OrganisationLooks,
    /// How long it keeps the documents that it sent.
    pub retention: RetentionPolicy,
}

impl Organisation {
    /// A new organisation with the default settings.
    pub fn new(id: OrganisationId, name: OrganisationName) -> Self {
        Self {
            id,
            name,
            settings: OrganisationSettings::default(),
            stamp: None,
            looks: OrganisationLooks::default(),
            retention: RetentionPolicy::default(),
        }
    }

    /// The organisation was made; `actor` made it.
    pub fn created(&self, actor: Actor, now: Timestamp) -> Events {
        let subject = Subject::Organisation(self.id);
        Events::one(Event { subject, at: now, actor, kind: EventKind::OrganisationCreated })
    }

    /// Whether this sign-in is enough to work as a member.
    ///
    /// # Errors
    /// [`WeakSignIn`] where the organisation demands a second factor of its members.
    pub fn admit_member(&self, sign_in: &SignIn) -> Result<(), WeakSignIn> {
        match self.settings.second_factor {
            SecondFactorRule::Optional => Ok(()),
            SecondFactorRule::Required => sign_in.strong().map(|_| ()),
        }
    }
}
