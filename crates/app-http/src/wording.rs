//! What the service says about values of the domain.

mod field;
mod history;
mod refusal;

use crate::speech::Speech;
use wariin_domain::{
    Assurance, Document, EnrolmentClass, Excluded, Exclusion, HoldReason, Hurdle, Recipient,
    RecipientState, Role,
};

pub(crate) use field::{problem, text_error};
pub(crate) use history::event;
pub(crate) use refusal::{idp_settings, idp_title, refusal};

/// The error of the steps 02 and 04.
pub(crate) fn sender_must_be_strong(speech: &Speech) -> String {
    speech.t.error_sender_must_be_strong()
}

/// Why the language is fixed beside the request.
pub(crate) fn language_fixed(speech: &Speech) -> String {
    speech.t.word_language_fixed()
}

/// What in a document the request does not go together with, and the cure.
pub(crate) fn excluded(speech: &Speech, excluded: &Excluded) -> String {
    match excluded {
        Excluded::Language { recipient, language } => {
            speech.t.word_excluded_language(recipient.as_str(), language.own_name())
        }
    }
}

/// A row of what the request does not go together with, for the help.
pub(crate) fn exclusion(speech: &Speech, exclusion: Exclusion) -> String {
    match exclusion {
        Exclusion::ForeignLanguage => speech.t.word_exclusion_language(),
    }
}

/// A status by its stable name.
pub(crate) fn status(speech: &Speech, name: &str) -> String {
    let t = speech.t;
    match name {
        "draft" => t.word_status_draft(),
        "awaiting_consent" => t.word_status_awaiting_consent(),
        "sealing" => t.word_status_sealing(),
        "concluded" => t.word_status_concluded(),
        "cancelled" => t.word_status_cancelled(),
        "declined" => t.word_status_declined(),
        _ => t.word_unknown(),
    }
}

/// What the sender has to see to before a recipient can go on.
pub(crate) fn hurdle(speech: &Speech, hurdle: Hurdle) -> String {
    let o = speech.o;
    match hurdle {
        Hurdle::Disowned => o.word_recipient_disowned(),
        Hurdle::Held(why) => o.word_recipient_held(hold(speech, why)),
        Hurdle::LinkEnded => o.word_recipient_link_ended(),
    }
}

/// Where a recipient's turn stands, in words for the sender, where nothing is in its way.
pub(crate) fn recipient_state(
    speech: &Speech,
    recipient: &Recipient,
    document: &Document,
) -> String {
    let o = speech.o;
    let is_over = document.status.is_final();
    match &recipient.state {
        RecipientState::Waiting if is_over => o.word_recipient_not_sent(),
        RecipientState::Waiting => o.word_recipient_waiting(),
        RecipientState::Invited { .. } if is_over => o.word_recipient_no_answer(),
        RecipientState::Invited { .. } => match recipient.opened_at {
            Some(at) => o.word_recipient_reading(speech.at(at)),
            None => o.word_recipient_unopened(),
        },
        RecipientState::Consented(consent) => o.word_recipient_consented(speech.at(consent.at)),
        RecipientState::Declined { at, .. } => o.word_recipient_declined(speech.at(*at)),
        RecipientState::Forwarded { at, to } => match document.recipient(*to) {
            Some(to) => o.word_recipient_forwarded_to(to.details.name.as_str(), speech.at(*at)),
            None => o.word_recipient_forwarded(speech.at(*at)),
        },
        RecipientState::Disowned { .. } => o.word_recipient_no_answer(),
    }
}

/// A role.
pub(crate) fn role(speech: &Speech, role: Role) -> String {
    match role {
        Role::Member => speech.t.word_role_member(),
        Role::Manager => speech.t.word_role_manager(),
        Role::Admin => speech.t.word_role_admin(),
    }
}

/// What happened to a recipient's way in.
pub(crate) fn hold(speech: &Speech, why: HoldReason) -> String {
    match why {
        HoldReason::BackupCode => speech.t.word_hold_backup_code(),
        HoldReason::AdminReset => speech.t.word_hold_admin_reset(),
        HoldReason::LeftOrganisation => speech.t.word_hold_left_organisation(),
        HoldReason::IdpUnlinked => speech.t.word_hold_idp_unlinked(),
    }
}

/// How somebody was authenticated, by the stable name of the method.
pub(crate) fn method(speech: &Speech, name: &str) -> String {
    match name {
        "two_factor" => speech.t.word_method_two_factor(),
        "idp" => speech.t.word_method_idp(),
        "mailbox" => speech.t.word_method_mailbox(),
        _ => speech.t.word_unknown(),
    }
}

/// How a consenting person was authenticated.
pub(crate) fn assurance(speech: &Speech, assurance: &Assurance) -> String {
    match assurance {
        Assurance::Idp { identity, class: EnrolmentClass::NamedIdp, .. } => {
            speech.o.word_assurance_named_idp(identity.issuer.as_str())
        }
        Assurance::Idp { identity, .. } => speech.o.word_assurance_idp(identity.issuer.as_str()),
        Assurance::TwoFactor { .. } | Assurance::Mailbox { .. } => method(speech, assurance.name()),
    }
}
