//! The TLS certificate that an authority issues.

use super::finding::Finding;
use crate::cli::jobs::instant;
use crate::config::{AcmeSettings, Settings, TlsSettings};
use crate::health::cure;
use wariin_adapters::{AcmeAuthority, SqlDatabase};
use wariin_domain::OrderFailure;
use wariin_ports::OrderStanding;
use wariin_usecases::with_causes;

/// How the certificate stands, and whether the authority's directory can be reached from here; nothing where no
/// authority is named.
pub(super) async fn look(settings: &Settings, database: Option<&SqlDatabase>) -> Vec<Finding> {
    let Some(TlsSettings::Acme(acme)) = &settings.tls else { return Vec::new() };
    let mut findings = vec![directory(acme).await];
    if let Some(database) = database {
        let kept = database.kept_certificate(&acme.directory, &acme.hosts);
        findings.push(match kept.standing().await {
            Ok(standing) => standing_of(standing),
            Err(error) => Finding::wrong(
                "tls_certificate",
                format!("How it stands cannot be read: {}.", with_causes(&error)),
                "See the log of the database server.",
            ),
        });
    }
    findings
}

async fn directory(acme: &AcmeSettings) -> Finding {
    let AcmeSettings { directory, contacts, hosts, trusted, .. } = acme.clone();
    let authority = AcmeAuthority::new(directory, contacts, hosts, trusted.as_deref());
    let authority = match authority {
        Ok(authority) => authority,
        Err(why) => {
            let says = format!("WARIIN_TLS_ACME_CA_FILE cannot be used: {why}.");
            return Finding::wrong("tls_authority", says, "Name a file of certificates in PEM.");
        }
    };
    match authority.try_directory().await {
        Ok(()) => Finding::well("tls_authority", "The directory of the authority answers."),
        Err(error) => Finding::wrong(
            "tls_authority",
            format!("The directory of the authority cannot be used: {error}."),
            cure(OrderFailure::Unreachable),
        ),
    }
}

fn standing_of(standing: OrderStanding) -> Finding {
    let OrderStanding { until, failures, failure, .. } = standing;
    match (until, failure) {
        (Some(until), None) => {
            let says = format!("The kept certificate ends at {}.", instant(until));
            Finding::well("tls_certificate", says)
        }
        (until, Some((failure, problem))) => {
            let has = until.map_or_else(
                || "there is no certificate yet".to_owned(),
                |until| format!("the kept certificate ends at {}", instant(until)),
            );
            let says = format!("Orders failed ({failures} in a row); {has}. The last: {problem}.");
            Finding::wrong("tls_certificate", says, cure(failure))
        }
        (None, None) => Finding::warning(
            "tls_certificate",
            "There is no certificate yet.",
            "Start the service: it orders one within seconds, and says how that went.",
        ),
    }
}
