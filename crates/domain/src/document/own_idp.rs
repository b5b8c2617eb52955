//! The provider that serves a recipient's address, demanded by the organisation's settings (class E4).

use super::Document;
use crate::{IdpConnection, IdpDemand, OwnIdpRule, Recipient, RecipientId};

impl Document {
    /// Whether the organisation's settings demand that this recipient signs in at the provider of the own organisation,
    /// if there is one.
    pub fn demands_own_idp_of(&self, recipient: &Recipient) -> bool {
        match self.policy.recipients.own_idp {
            OwnIdpRule::Demanded => self.is_gated_for(recipient),
            OwnIdpRule::Chosen => false,
        }
    }

    /// Whether the settings demand the provider of this recipient's own organisation, and none is demanded.
    pub(super) fn has_no_own_idp(&self, recipient: &Recipient) -> bool {
        recipient.details.idp.is_none() && self.demands_own_idp_of(recipient)
    }

    /// The recipients of a draft for which the sending has to find the provider that serves their address: the settings
    /// demand it, and the sender has named none.
    pub fn without_own_idp(&self) -> impl Iterator<Item = &Recipient> {
        let recipients = self.recipients.iter().filter(|_| self.is_draft());
        recipients.filter(|r| self.has_no_own_idp(r))
    }

    /// Demands this provider, which serves the recipient's address, where [`Self::without_own_idp`] names the recipient.
    pub fn name_own_idp(&mut self, recipient: RecipientId, serving: &IdpConnection) {
        let is_due = self.without_own_idp().any(|r| r.id == recipient);
        if let Some(addressee) = self.recipient_mut(recipient).filter(|_| is_due) {
            addressee.details.idp = Some(IdpDemand::of(serving));
        }
    }

    /// Whether the sending would have found the provider for this recipient, to which the document was forwarded: it is
    /// found then.
    pub fn lacks_own_idp(&self, forwarded_to: &Recipient) -> bool {
        forwarded_to.opened_at.is_none()
            && self.is_awaiting_consent()
            && self.has_no_own_idp(forwarded_to)
    }

    /// Demands this provider, which serves the address that the document was forwarded to, where
    /// [`Self::lacks_own_idp`] says so.
    pub fn name_own_idp_of_next(&mut self, forwarded_to: RecipientId, serving: &IdpConnection) {
        let is_due = self.recipient(forwarded_to).is_some_and(|next| self.lacks_own_idp(next));
        if let Some(next) = self.recipient_mut(forwarded_to).filter(|_| is_due) {
            next.details.idp = Some(IdpDemand::of(serving));
        }
    }
}
