//! Events as the audit chain writes them: a stable name, and facts in a fixed order.

use super::EventKind;
use crate::{Assurance, FileDigest, IdpIdentity, IdpStrength, OrganisationSettings};
use alloc::{format, string::String, vec, vec::Vec};
use core::fmt::Display;

/// A fact of an event: its name and its value as text.
pub type Fact = (&'static str, String);

impl EventKind {
    /// The stable name that stands in the chain.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "drafted",
            Self::Described => "described",
            Self::FilesReplaced { .. } => "files_replaced",
            Self::RecipientAdded { .. } => "recipient_added",
            Self::RecipientChanged { .. } => "recipient_changed",
            Self::RecipientRemoved { .. } => "recipient_removed",
            Self::RecipientsReordered => "recipients_reordered",
            Self::CopyAdded { .. } => "copy_added",
            Self::CopyRemoved { .. } => "copy_removed",
            Self::AdvancedAuthRequested => "advanced_auth_requested",
            Self::AdvancedAuthWithdrawn => "advanced_auth_withdrawn",
            Self::Sent { .. } => "sent",
            Self::Invited { .. } => "invited",
            Self::Opened { .. } => "opened",
            Self::Consented { .. } => "consented",
            Self::ConsentWithdrawn { .. } => "consent_withdrawn",
            Self::AllConsented => "all_consented",
            Self::Declined { .. } => "declined",
            Self::Forwarded { .. } => "forwarded",
            Self::ConsentHeld { .. } => "consent_held",
            Self::ConsentReleased { .. } => "consent_released",
            Self::AccessCodeTyped { .. } => "access_code_typed",
            Self::WrongRecipient { .. } => "wrong_recipient",
            Self::Cancelled { .. } => "cancelled",
            Self::ManagerViewed { .. } => "manager_viewed",
            Self::HandedOver { .. } => "handed_over",
            Self::Concluded { .. } => "concluded",
            Self::Refused { .. } => "refused",
            Self::MailboxCodeAsked { .. } => "mailbox_code_asked",
            Self::MailboxProven { .. } => "mailbox_proven",
            Self::AccountCreated => "account_created",
            Self::MailboxConfirmed => "mailbox_confirmed",
            Self::CredentialsPurged => "credentials_purged",
            Self::PasswordReset => "password_reset",
            Self::SignedIn { .. } => "signed_in",
            Self::SignInRefused { .. } => "sign_in_refused",
            Self::SteppedUp { .. } => "stepped_up",
            Self::FactorEnrolled { .. } => "factor_enrolled",
            Self::FactorRemoved { .. } => "factor_removed",
            Self::BackupCodesShown => "backup_codes_shown",
            Self::BackupCodeUsed => "backup_code_used",
            Self::SignedOut => "signed_out",
            Self::RoleAssigned { .. } => "role_assigned",
            Self::OrganisationJoined { .. } => "organisation_joined",
            Self::OrganisationLeft { .. } => "organisation_left",
            Self::OrganisationCreated => "organisation_created",
            Self::OrganisationConfigured { .. } => "organisation_configured",
            Self::MemberInvited { .. } => "member_invited",
            Self::TemplateSaved { .. } => "template_saved",
            Self::TemplateRenamed { .. } => "template_renamed",
            Self::TemplateDeleted { .. } => "template_deleted",
            Self::ManagedTableTaken { .. } => "managed_table_taken",
            Self::InvitationWithdrawn { .. } => "invitation_withdrawn",
            Self::InvitationCodeAsked { .. } => "invitation_code_asked",
            Self::IdpAdded { .. } => "idp_added",
            Self::IdpChanged { .. } => "idp_changed",
            Self::IdpDomainProven { .. } => "idp_domain_proven",
            Self::IdpTested { .. } => "idp_tested",
            Self::IdpSwitchedOn => "idp_switched_on",
            Self::IdpSwitchedOff => "idp_switched_off",
            Self::IdpRequired => "idp_required",
            Self::IdpRemoved => "idp_removed",
            Self::IdTokenKept { .. } => "id_token_kept",
            Self::IdpCodeAsked { .. } => "idp_code_asked",
            Self::IdpRefused { .. } => "idp_refused",
            Self::IdpLinked { .. } => "idp_linked",
            Self::IdpUnlinked { .. } => "idp_unlinked",
            Self::SignedInByIdp { .. } => "signed_in_by_idp",
            Self::SignedOutByIdp => "signed_out_by_idp",
        }
    }

    /// What else is to be remembered, in a fixed order.
    #[expect(clippy::too_many_lines, reason = "one arm for each event, so that none is forgotten")]
    pub fn facts(&self) -> Vec<Fact> {
        match self {
            Self::Drafted { files } | Self::FilesReplaced { files } => vec![digests(files)],
            Self::RecipientAdded { recipient }
            | Self::RecipientChanged { recipient }
            | Self::RecipientRemoved { recipient }
            | Self::Declined { recipient }
            | Self::ConsentWithdrawn { recipient }
            | Self::AccessCodeTyped { recipient }
            | Self::ConsentReleased { recipient }
            | Self::WrongRecipient { recipient }
            | Self::MailboxProven { recipient } => vec![text("recipient", recipient)],
            Self::CopyAdded { copy } | Self::CopyRemoved { copy } => vec![text("copy", copy)],
            Self::MailboxCodeAsked { recipient, code } => {
                vec![text("recipient", recipient), text("code_id", code)]
            }
            Self::Sent { advanced_auth, files } => {
                vec![text("advanced_auth", advanced_auth), digests(files)]
            }
            Self::Invited { recipient, generation, email, why } => vec![
                text("recipient", recipient),
                text("generation", generation),
                text("email", email),
                text("why", why.name()),
            ],
            Self::ConsentHeld { recipient, why } => {
                vec![text("recipient", recipient), text("why", why.name())]
            }
            Self::Forwarded { recipient, to, email } => {
                vec![text("recipient", recipient), text("to", to), text("email", email)]
            }
            Self::Opened { recipient, assurance } => {
                let mut facts = vec![text("recipient", recipient)];
                facts.extend(assurance_facts(assurance));
                facts
            }
            Self::Consented { recipient, consent } => {
                let mut facts =
                    vec![text("recipient", recipient), text("content", consent.content)];
                facts.extend(assurance_facts(&consent.assurance));
                facts
            }
            Self::Cancelled { invited } => vec![list("invited", invited)],
            Self::ManagerViewed { look } => {
                let mut facts = vec![text("look", look.name())];
                if let crate::ManagerLook::File(file) = look {
                    facts.push(text("file", file));
                }
                facts
            }
            Self::HandedOver { from, to } => vec![text("from", from), text("to", to)],
            Self::RoleAssigned { role } => vec![text("role", role.name())],
            Self::OrganisationJoined { organisation, invitation, role } => vec![
                text("organisation", organisation),
                text("invitation", invitation),
                text("role", role.name()),
            ],
            Self::OrganisationLeft { organisation } => vec![text("organisation", organisation)],
            Self::OrganisationConfigured { settings } => settings_facts(settings),
            Self::MemberInvited { invitation, email, role } => vec![
                text("invitation", invitation),
                text("email", email),
                text("role", role.name()),
            ],
            Self::TemplateSaved { template, document } => {
                vec![text("template", template), text("document", document)]
            }
            Self::TemplateRenamed { template } | Self::TemplateDeleted { template } => {
                vec![text("template", template)]
            }
            Self::ManagedTableTaken { lines } => vec![text("lines", lines)],
            Self::InvitationWithdrawn { invitation } => vec![text("invitation", invitation)],
            Self::InvitationCodeAsked { invitation, code } => {
                vec![text("invitation", invitation), text("code_id", code)]
            }
            Self::Concluded { sealed, .. } => vec![
                list("sealed", sealed.iter().map(|file| file.seal.digest)),
                list("seal_levels", sealed.iter().map(|file| file.seal.level.name())),
            ],
            Self::Refused { recipient, refusal } => {
                let mut facts = vec![text("refusal", refusal.name())];
                facts.extend(recipient.iter().map(|r| text("recipient", r)));
                facts
            }
            Self::SignedIn { two_factor } => vec![text("two_factor", two_factor)],
            Self::SignInRefused { refusal } => vec![text("refusal", refusal.name())],
            Self::SteppedUp { factor } => vec![text("factor", factor)],
            Self::FactorEnrolled { factor, method, behind_code } => vec![
                text("factor", factor),
                text("kind", method.name()),
                text("behind_code", behind_code),
            ],
            Self::FactorRemoved { factor, by } => {
                vec![text("factor", factor), text("by", by.name())]
            }
            Self::Described
            | Self::RecipientsReordered
            | Self::AdvancedAuthRequested
            | Self::AdvancedAuthWithdrawn
            | Self::AllConsented
            | Self::AccountCreated
            | Self::OrganisationCreated
            | Self::MailboxConfirmed
            | Self::CredentialsPurged
            | Self::PasswordReset
            | Self::BackupCodesShown
            | Self::BackupCodeUsed
            | Self::SignedOut
            | Self::SignedOutByIdp
            | Self::IdpSwitchedOn
            | Self::IdpSwitchedOff
            | Self::IdpRequired
            | Self::IdpRemoved => vec![],
            Self::IdpAdded { issuer } => vec![text("issuer", issuer)],
            Self::IdpDomainProven { domain, how } => {
                vec![text("domain", domain), text("by", how.name())]
            }
            Self::IdpChanged { issuer, tenant, strength, membership } => {
                let tenant = tenant.as_ref().map(|tenant| format!("{tenant}")).unwrap_or_default();
                let mut facts = vec![text("issuer", issuer), text("tenant", tenant)];
                facts.push(text("strength", strength));
                facts.push(text("required", membership.is_required));
                facts.push(text("creates_members", membership.creates_members));
                facts
            }
            Self::IdpTested { acr, amr } => method_facts(acr.as_deref(), amr).into(),
            Self::IdTokenKept { recipient, authorization, nonce, sha256, strength } => vec![
                text("recipient", recipient),
                text("authorization", authorization),
                text("nonce", nonce),
                text("sha256", sha256),
                text("strength", strength),
            ],
            Self::IdpCodeAsked { authorization } => vec![text("authorization", authorization)],
            Self::IdpRefused { check } => vec![text("check", check)],
            Self::IdpLinked { identity, at_first_login } => {
                let mut facts = identity_facts(identity);
                facts.push(text("at_first_login", at_first_login));
                facts
            }
            Self::IdpUnlinked { identity } => identity_facts(identity),
            Self::SignedInByIdp { login } => {
                let mut facts = identity_facts(&login.identity);
                let is_strong = login.strength == IdpStrength::Proven;
                facts.push(text("strong", is_strong));
                facts.extend(method_facts(login.acr.as_deref(), &login.amr));
                facts
            }
        }
    }
}

fn assurance_facts(assurance: &Assurance) -> Vec<Fact> {
    let mut facts = vec![text("method", assurance.name())];
    match assurance {
        Assurance::TwoFactor { account, factor, method, enrolled_at, class, authenticated_at } => {
            facts.extend([
                text("account", account),
                text("factor", factor),
                text("factor_kind", method.name()),
                text("factor_enrolled_at", enrolled_at.as_micros()),
                text("enrolment_class", class.name()),
                text("authenticated_at", authenticated_at.as_micros()),
            ]);
        }
        Assurance::Idp {
            account,
            identity,
            linked_at,
            class,
            authenticated_at,
            acr,
            amr,
            id_token,
        } => {
            facts.push(text("account", account));
            facts.extend(identity_facts(identity));
            facts.extend([
                text("linked_at", linked_at.as_micros()),
                text("enrolment_class", class.name()),
                text("authenticated_at", authenticated_at.as_micros()),
            ]);
            facts.extend(method_facts(acr.as_deref(), amr));
            facts.extend(id_token.iter().map(|id| text("testimony", id)));
        }
        Assurance::Mailbox { generation } => facts.push(text("generation", generation)),
    }
    facts
}

fn settings_facts(settings: &OrganisationSettings) -> Vec<Fact> {
    let policy = settings.policy;
    vec![
        text("second_factor", settings.second_factor.name()),
        text("link_life_days", policy.link_life),
        text("step_up_minutes", policy.step_up_age),
        text("request_languages", policy.request_languages.name()),
        text("completion_files", policy.completion.name()),
        text("time_zone", settings.time_zone.as_str()),
    ]
}

fn identity_facts(identity: &IdpIdentity) -> Vec<Fact> {
    vec![
        text("connection", identity.connection),
        text("issuer", &identity.issuer),
        text("sub", &identity.subject),
    ]
}

fn method_facts(acr: Option<&str>, amr: &[String]) -> [Fact; 2] {
    [text("acr", acr.unwrap_or_default()), text("amr", amr.join(" "))]
}

fn text(name: &'static str, value: impl Display) -> Fact {
    (name, format!("{value}"))
}

fn digests(files: &[FileDigest]) -> Fact {
    list("files", files)
}

fn list<T: Display>(name: &'static str, values: impl IntoIterator<Item = T>) -> Fact {
    let values: Vec<String> = values.into_iter().map(|v| format!("{v}")).collect();
    (name, values.join(" "))
}
