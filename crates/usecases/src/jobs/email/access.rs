//! Emails that let their reader in: invitations of members, codes, and links for a new password.

use super::{organisation, to_account};
use crate::account::reset::{ResetMail, prepare_mail};
use crate::{Error, Ports, Result};
use wariin_domain::{
    AuthorizationRequestId, INVITATION_LIFE, InvitationId, Language, MAILBOX_CODE_LIFE,
    MailboxCodeId, PasswordResetId, PersonName, TimeZoneName, Timestamp, Uuid,
};
use wariin_ports::{EmailContent, EmailMessage, EmailSender, Place};

pub(super) async fn member_invitation(
    ports: &Ports,
    id: InvitationId,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let invitation = ports.views.invitation(id).await?.ok_or(Error::NotFound)?;
    if !invitation.is_open(now) {
        return Ok(None);
    }
    let by = ports.views.account(invitation.invited_by).await?.ok_or(Error::NotFound)?;
    let organisation = organisation(ports, invitation.organisation).await?;
    let kind = EmailContent::MemberInvitation {
        by: by.name.clone(),
        organisation: organisation.name.clone(),
        place: Place::Invitation(id),
        until: invitation.mailed_at.plus(INVITATION_LIFE),
    };
    Ok(Some(EmailMessage {
        to: None,
        address: invitation.email,
        language: by.language,
        time_zone: organisation.settings.time_zone.clone(),
        sender: EmailSender::Person {
            name: by.name,
            email: by.email,
            organisation: organisation.into(),
        },
        reference: None,
        kind,
    }))
}

pub(super) async fn invitation_code(
    ports: &Ports,
    id: InvitationId,
    code: MailboxCodeId,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let invitation = ports.views.invitation(id).await?.ok_or(Error::NotFound)?;
    let is_open = invitation.is_open(now);
    let Some(code) = invitation.codes.iter().find(|asked| asked.id == code && is_open) else {
        return Ok(None);
    };
    let until = code.until();
    if now > until {
        return Ok(None);
    }
    let digits = ports.tokens.mailbox_code(code.id);
    let by = ports.views.account(invitation.invited_by).await?.ok_or(Error::NotFound)?;
    Ok(Some(EmailMessage {
        to: None,
        address: invitation.email,
        language: by.language,
        time_zone: organisation(ports, invitation.organisation).await?.settings.time_zone,
        sender: EmailSender::Service,
        reference: None,
        kind: EmailContent::MailboxCode { digits, until },
    }))
}

/// An address without an account is mailed nothing.
pub(super) async fn password_reset(
    ports: &Ports,
    id: PasswordResetId,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let Some(ResetMail { account, reset, is_allowed }) = prepare_mail(ports, id, now).await? else {
        return Ok(None);
    };
    let kind = if is_allowed {
        EmailContent::PasswordReset {
            token: ports.tokens.password_reset_link(reset.id),
            until: reset.until(),
            by_admin: reset.asked_by.is_some(),
        }
    } else {
        EmailContent::NoPasswordToReset
    };
    Ok(Some(to_account(ports, account, kind).await?))
}

pub(super) async fn first_login_code(
    ports: &Ports,
    authorization: AuthorizationRequestId,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let Some(first) = ports.views.first_login(authorization).await? else {
        return Ok(None);
    };
    let until = first.at.plus(MAILBOX_CODE_LIFE);
    if now > until {
        return Ok(None);
    }
    let digits = ports.tokens.mailbox_code(MailboxCodeId::from(Uuid::from(authorization)));
    Ok(Some(EmailMessage {
        to: first.said.name.as_deref().and_then(|name| PersonName::parse(name).ok()),
        address: first.address,
        language: Language::Japanese,
        time_zone: TimeZoneName::default(),
        sender: EmailSender::Service,
        reference: None,
        kind: EmailContent::MailboxCode { digits, until },
    }))
}
