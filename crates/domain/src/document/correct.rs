//! 訂正: what a document is searched by can be put right after its conclusion; the history keeps what stood there before.

use super::{Attributes, Document, DocumentError};
use crate::{
    Account, Actor, Amount, CalendarDate, Counterparty, EventKind, Events, Role, Timestamp,
};

/// The fields of a concluded document that can be corrected: those that 電子帳簿保存法 demands to be searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFields {
    /// 契約締結日
    pub contract_date: Option<CalendarDate>,
    /// 取引金額
    pub amount: Option<Amount>,
    /// 契約相手の名称
    pub counterparty: Option<Counterparty>,
}

impl From<&Attributes> for SearchFields {
    fn from(attributes: &Attributes) -> Self {
        Self {
            contract_date: attributes.contract_date,
            amount: attributes.amount,
            counterparty: attributes.counterparty.clone(),
        }
    }
}

impl Document {
    /// What the document is searched by.
    pub fn search_fields(&self) -> SearchFields {
        (&self.details.attributes).into()
    }

    /// Whether this person may correct what the document is searched by: its sender, or a document manager of the
    /// sender's organisation, once it is concluded.
    pub fn may_correct(&self, account: &Account) -> bool {
        self.is_concluded() && self.keeps(account)
    }

    /// Whether this person keeps the document for the organisation that sent it.
    fn keeps(&self, account: &Account) -> bool {
        let is_manager = account.membership.has_role(Role::Manager)
            && account.membership.is_in(self.organisation)
            && !self.is_draft();
        is_manager || self.is_of(account)
    }

    /// Corrects what the document is searched by. Neither its files nor its certificate change; what stood there before
    /// stays in the history.
    ///
    /// # Errors
    /// [`DocumentError::NotSender`] when the person may not, or [`DocumentError::NotPossible`] before the conclusion.
    pub fn correct(
        &mut self,
        to: SearchFields,
        by: &Account,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        if !self.keeps(by) {
            return Err(DocumentError::NotSender);
        }
        if !self.is_concluded() {
            let (status, attempted) = (self.status.name(), "correct");
            return Err(DocumentError::NotPossible { status, attempted });
        }
        let from = self.search_fields();
        if from == to {
            return Ok(Events::none());
        }
        let attributes = &mut self.0.details.attributes;
        let dates_change = attributes.contract_date != to.contract_date;
        attributes.contract_date = to.contract_date;
        attributes.amount = to.amount;
        attributes.counterparty.clone_from(&to.counterparty);
        if dates_change {
            // The time for which the document is kept ends at another date, which has to be announced.
            self.0.deletion_announced_at = None;
        }
        let corrected = EventKind::Corrected { from, to };
        Ok(Events::one(self.event(now, Actor::Account(by.id), corrected)))
    }
}
