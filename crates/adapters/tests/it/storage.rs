//! One storage contract, held by both databases.

mod accounts;
mod documents;

use crate::people::{NOW, fresh};
use wariin_domain::{Factor, FactorId, FactorKind, FactorName, FactorState, SessionKey, Throttle};

fn key(number: u8) -> SessionKey {
    SessionKey::new([number; 32])
}

pub(crate) fn pending(account: wariin_domain::AccountId) -> Factor {
    Factor {
        id: FactorId::from(fresh()),
        account,
        name: FactorName::parse("スマートフォン").unwrap(),
        kind: FactorKind::Totp { last_step: None },
        state: FactorState::Pending { since: NOW, session: key(1) },
        throttle: Throttle::clear(),
        last_used_at: None,
    }
}
