//! What happened to a document, in plain words for those who send and manage documents.

use super::{hold, method};
use crate::i18n::{Locale, OfficeMessages};
use wariin_domain::{HoldReason, Recipient};
use wariin_ports::TimelineEntry;

/// An event in plain words.
pub(crate) fn event(locale: &Locale, entry: &TimelineEntry, recipients: &[Recipient]) -> String {
    let o = locale.office;
    let line = Line { locale, entry, recipients };
    match entry.kind.as_str() {
        "drafted" => o.history_drafted(),
        "described" => o.history_described(),
        "files_replaced" => o.history_files_replaced(),
        "recipient_added" => o.history_recipient_added(),
        "recipient_changed" => o.history_recipient_changed(),
        "recipient_removed" => o.history_recipient_removed(),
        "copy_added" => o.history_copy_added(),
        "copy_removed" => o.history_copy_removed(),
        "recipients_reordered" => o.history_recipients_reordered(),
        "advanced_auth_requested" => o.history_request_set(),
        "advanced_auth_withdrawn" => o.history_request_withdrawn(),
        "sent" if line.fact("advanced_auth") == Some("true") => o.history_sent_with_request(),
        "sent" => o.history_sent(),
        "invited" => match line.fact("why") {
            Some("reminder") => o.history_reminded(line.recipient()),
            Some("forwarding") => o.history_invited_by_forwarding(line.recipient()),
            Some("renewal") => o.history_link_renewed(line.recipient()),
            _ => o.history_invited(line.recipient()),
        },
        "mailbox_code_asked" => o.history_mailbox_code_asked(line.recipient()),
        "mailbox_proven" => o.history_mailbox_proven(line.recipient()),
        "opened" => o.history_opened(line.recipient(), line.by()),
        "consented" => o.history_consented(line.recipient(), line.by()),
        "id_token_kept" => o.history_id_token_kept(line.recipient()),
        "consent_withdrawn" => o.history_consent_withdrawn(line.recipient()),
        "all_consented" => o.history_all_consented(),
        "declined" => o.history_declined(line.recipient()),
        "consent_held" => o.history_consent_held(line.recipient(), line.why_held()),
        "consent_released" => o.history_consent_released(line.recipient()),
        "access_code_typed" => o.history_access_code_typed(line.recipient()),
        "forwarded" => o.history_forwarded(line.recipient(), line.new_recipient()),
        "wrong_recipient" => o.history_wrong_recipient(line.recipient()),
        "manager_viewed" => match line.fact("look") {
            Some("file") => o.history_manager_viewed_file(),
            Some("export") => o.history_manager_exported_file(),
            _ => o.history_manager_viewed(),
        },
        "handed_over" => o.history_handed_over(),
        "cancelled" => o.history_cancelled(),
        "concluded" => o.history_concluded(),
        "refused" => o.history_refused(refused(o, line.fact("refusal").unwrap_or_default())),
        other => other.to_owned(),
    }
}

/// An event, and whoever it may be about.
struct Line<'a> {
    locale: &'a Locale,
    entry: &'a TimelineEntry,
    recipients: &'a [Recipient],
}

impl Line<'_> {
    fn fact(&self, name: &str) -> Option<&str> {
        self.entry.facts.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    fn person(&self, fact: &str) -> Option<&Recipient> {
        let id = self.fact(fact)?;
        self.recipients.iter().find(|recipient| recipient.id.to_string() == id)
    }

    fn recipient(&self) -> String {
        let o = self.locale.office;
        self.person("recipient").map_or_else(
            || o.history_some_recipient(),
            |person| o.history_person(person.details.name.as_str()),
        )
    }

    /// The person to whom it was forwarded.
    fn new_recipient(&self) -> String {
        let o = self.locale.office;
        self.person("to").map_or_else(
            || o.history_some_recipient(),
            |to| o.history_person_at(to.details.name.as_str(), to.details.email.as_str()),
        )
    }

    /// How the person was authenticated.
    fn by(&self) -> String {
        let by = self.fact("method").map(|name| method(self.locale, name)).unwrap_or_default();
        match self.fact("issuer") {
            Some(issuer) => self.locale.office.history_method_and_issuer(by, issuer),
            None => by,
        }
    }

    fn why_held(&self) -> String {
        let why = self.fact("why").and_then(HoldReason::parse);
        why.map(|why| hold(self.locale, why)).unwrap_or_default()
    }
}

/// What was refused, by the stable name of the refusal.
fn refused(o: &OfficeMessages, name: &str) -> String {
    match name {
        "wrong_code" => o.history_refused_wrong_code(),
        "consent_held" => o.history_refused_consent_held(),
        "wrong_access_code" => o.history_refused_wrong_access_code(),
        "otp_replay" => o.history_refused_otp_replay(),
        "throttled" => o.history_refused_throttled(),
        "locked" => o.history_refused_locked(),
        "advanced_auth_required" => o.history_refused_advanced_auth_required(),
        "wrong_account" => o.history_refused_wrong_account(),
        "step_up_required" => o.history_refused_step_up_required(),
        "other_contents" => o.history_refused_other_contents(),
        "not_editable" => o.history_refused_not_editable(),
        "language_must_be_ja" => o.history_refused_language(),
        "named_idp_required" => o.history_refused_named_idp_required(),
        "enrolled_too_late" => o.history_refused_enrolled_too_late(),
        "sub" => o.history_refused_idp_subject(),
        "auth_time_old" | "auth_time_missing" | "auth_time_future" => o.history_refused_idp_time(),
        "acr_amr" => o.history_refused_idp_strength(),
        "iss" | "tenant" | "switched_off" => o.history_refused_other_idp(),
        _ => o.history_refused_other(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::{Language, TimeZoneName, Timestamp};
    use wariin_ports::Party;

    fn written(language: Language, kind: &str, facts: &[(&str, &str)]) -> String {
        let entry = TimelineEntry {
            number: 1,
            at: Timestamp::from_micros(0),
            actor: Party { kind: "service".to_owned(), name: None },
            kind: kind.to_owned(),
            facts: facts.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
        };
        event(&Locale::new(language, &TimeZoneName::default()), &entry, &[])
    }

    #[test]
    fn an_event_says_how_somebody_was_authenticated_and_why_consent_is_held() {
        let facts = [("method", "idp"), ("issuer", "https://idp.example")];
        assert_eq!(
            written(Language::Japanese, "opened", &facts),
            "宛先が書類を開きました（IdP認証・https://idp.example）"
        );
        assert_eq!(
            written(Language::English, "opened", &facts),
            "Opened by a recipient · IdP authentication, https://idp.example"
        );
        let why = [("why", HoldReason::AdminReset.name())];
        assert_eq!(
            written(Language::Japanese, "consent_held", &why),
            "宛先のアカウントの認証アプリが、所属組織の管理者にリセットされました。同意の受け付けを止めました"
        );
    }

    #[test]
    fn what_was_refused_is_said_by_the_name_of_the_refusal() {
        let refused = |language, name| written(language, "refused", &[("refusal", name)]);
        assert_eq!(refused(Language::Japanese, "wrong_code"), "操作を拒否しました（コードの誤り）");
        assert_eq!(refused(Language::English, "iss"), refused(Language::English, "switched_off"));
        assert_eq!(refused(Language::English, "unheard of"), "Action refused (other)");
    }
}
