//! The TLS certificate: one from files, or one that an authority issues.

use super::finding::Finding;
use super::others::ends;
use crate::cli::jobs::instant;
use crate::config::{AcmeSettings, Settings, TlsFiles, TlsSettings};
use crate::health::cure;
use crate::serve::tls::Tls;
use wariin_adapters::{AcmeAuthority, SqlDatabase, SystemClock};
use wariin_domain::OrderFailure;
use wariin_ports::{Clock, OrderStanding};
use wariin_usecases::with_causes;

/// How the certificate stands, and whether the authority's directory can be reached from here; nothing where connections
/// are not secured here.
pub(super) async fn look(settings: &Settings, database: Option<&SqlDatabase>) -> Vec<Finding> {
    let acme = match &settings.tls {
        None => return Vec::new(),
        Some(TlsSettings::Files(files)) => return vec![of_files(files)],
        Some(TlsSettings::Acme(acme)) => acme,
    };
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

/// Certificate and key as `wariin serve` reads them: whether they fit each other and the base URL, and until when.
fn of_files(files: &TlsFiles) -> Finding {
    match Tls::open(files.clone()) {
        Err(why) => Finding::wrong(
            "tls_certificate",
            format!("{why}."),
            "Name the certificate (with those up to its root) and its key without a password, both in PEM, for the host \
             of WARIIN_BASE_URL, and let the user that the service runs as read them.",
        ),
        Ok(tls) => match tls.until() {
            Some(until) => {
                let what = "Certificate and key fit each other and the base URL; the certificate";
                ends("tls_certificate", what, until, SystemClock.now())
            }
            None => Finding::well("tls_certificate", "Certificate and key fit each other."),
        },
    }
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
