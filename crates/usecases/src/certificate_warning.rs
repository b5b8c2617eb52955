//! Telling the admins by mail that a certificate of the service ends.

use crate::organisation::all_admins;
use crate::{Ports, Result};
use wariin_domain::{
    Account, CertificateWarning, Organisation, ServiceCertificate, Span, Timestamp, Uuid,
};
use wariin_ports::{CertificateWarnings, EmailContent, EmailMessage, EmailSender, Mail, MailError};

/// How long giving a warning may take; after it another process may begin.
const LEASE: Span = Span::minutes(10);

/// Mails the warnings that are due and were not given to every admin of every organisation. Returns how many mails
/// were sent. After a kill in the middle the mails of one warning may be sent again, with the same ids.
///
/// # Errors
/// When storage fails, or a mail cannot be handed over now: the warning is then given again later.
pub async fn warn_of_certificates(
    ports: &Ports,
    warnings: &dyn CertificateWarnings,
    certificates: &[(ServiceCertificate, Timestamp)],
) -> Result<u64> {
    let mut mailed = 0;
    for (certificate, ends_at) in certificates {
        let now = ports.clock.now();
        let Some(warning) = CertificateWarning::due(*certificate, *ends_at, now) else {
            continue;
        };
        if !warnings.take_on(warning, now, LEASE).await? {
            continue;
        }
        mailed += give(ports, warning).await?;
        warnings.given(warning, ports.clock.now()).await?;
    }
    Ok(mailed)
}

async fn give(ports: &Ports, warning: CertificateWarning) -> Result<u64> {
    let mut mailed = 0;
    for (organisation, admin) in all_admins(ports).await? {
        match ports.mailer.send(mail(ports, warning, &organisation, admin)).await {
            Ok(()) => mailed += 1,
            // An address that takes no mail keeps no other admin from it.
            Err(MailError::Never { .. }) => {}
            Err(later) => return Err(later.into()),
        }
    }
    Ok(mailed)
}

fn mail(
    ports: &Ports,
    warning: CertificateWarning,
    organisation: &Organisation,
    admin: Account,
) -> Mail {
    let CertificateWarning { certificate, ends_at, days } = warning;
    let (name, end, to) = (certificate.name(), ends_at.as_seconds(), Uuid::from(admin.id));
    let message = EmailMessage {
        to: Some(admin.name),
        address: admin.email,
        language: admin.language,
        time_zone: organisation.settings.time_zone.clone(),
        sender: EmailSender::Service,
        reference: None,
        kind: EmailContent::CertificateEnds { certificate, ends_at },
    };
    let written = ports.emails.write(&message);
    Mail {
        id: format!("certificate-{name}-{end}-{days}-{to}"),
        to: message.to,
        address: message.address,
        reply_to: None,
        subject: written.subject,
        text: written.text,
        html: written.html,
        attachments: Vec::new(),
        picture: None,
    }
}
