//! 受け取った書類 in words.

use super::status;
use crate::i18n::{CommonMessages, Locale};
use wariin_domain::{DocumentStatus, GateRefusal, ReceivedState, RecipientState};
use wariin_usecases::ReceivedRow;

/// A part of the list.
pub(crate) fn received_state(t: &CommonMessages, state: ReceivedState) -> String {
    match state {
        ReceivedState::ToDo => t.received_todo(),
        ReceivedState::Waiting => t.received_waiting(),
        ReceivedState::Concluded => t.received_concluded(),
        ReceivedState::Ended => t.received_ended(),
    }
}

/// Where the document of a line stands for its reader.
pub(crate) fn received(locale: &Locale, row: &ReceivedRow) -> String {
    let t = locale.common;
    match row.state {
        ReceivedState::ToDo | ReceivedState::Concluded => received_state(t, row.state),
        ReceivedState::Waiting if matches!(row.status, DocumentStatus::Sealing { .. }) => {
            t.received_sealing()
        }
        ReceivedState::Waiting if row.is_held => t.received_held(),
        ReceivedState::Waiting => t.received_waiting(),
        ReceivedState::Ended => match row.turn {
            RecipientState::Forwarded { .. } => t.received_forwarded(),
            RecipientState::WrongRecipient { .. } => t.received_reported(),
            RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::Consented(_)
            | RecipientState::Declined { .. } => status(locale, row.status.name()),
        },
    }
}

/// Why a title is not told, and what helps.
pub(crate) fn title_untold(t: &CommonMessages, why: &GateRefusal) -> String {
    match why {
        GateRefusal::SecondFactor
        | GateRefusal::SignIn
        | GateRefusal::LinkRequired
        | GateRefusal::ProveMailbox => t.received_untold_strong(),
        GateRefusal::NamedIdp => t.received_untold_idp(),
        GateRefusal::AccessCode => t.received_untold_code(),
        GateRefusal::EnrolledTooLate(_) => t.received_untold_late(),
        GateRefusal::Closed | GateRefusal::NotAvailable | GateRefusal::WrongAccount { .. } => {
            t.received_untold_ended()
        }
    }
}
