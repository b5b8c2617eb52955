//! What the service is reached by and what it asks: its address, the seal, timestamps, providers, the time.

use super::finding::Finding;
use crate::config::Settings;
use crate::wiring::{providers as connect_providers, seal_settings};
use std::sync::Arc;
use wariin_adapters::{
    KeySource, PadesSealer, SealCertificates, SealSettings, SqlDatabase, SystemClock, server_time,
};
use wariin_domain::Timestamp;
use wariin_ports::{Clock, Storage, Views};
use wariin_usecases::with_causes;

/// Within so many days of its end a certificate is warned of, and is wrong.
const SOON: i64 = 60;
const VERY_SOON: i64 = 7;
/// Codes of authenticators live 30 seconds.
const FAR_OFF: i64 = 15;
const OFF: i64 = 2;

/// The address under which people reach the service.
pub(super) fn base_url(settings: &Settings) -> Finding {
    let origin = settings.origin();
    if settings.is_https() {
        Finding::well("base_url", format!("People reach the service at {origin}."))
    } else if settings.listen.ip().is_loopback() {
        Finding::note("base_url", format!("{origin} works on this machine only."))
    } else {
        Finding::wrong(
            "base_url",
            format!("{origin} works on this machine only, but {} is open.", settings.listen),
            "Set WARIIN_BASE_URL to the https address that people open.",
        )
    }
}

/// The seal's key and the timestamp authorities, by a signature and a seal that are discarded.
pub(super) async fn seal(settings: &Settings) -> Vec<Finding> {
    let own = settings.data_dir.join("keys/seal.pem");
    if !settings.role.runs_jobs() {
        let says = "This process makes no seals and needs no key; run this where jobs are run too.";
        return vec![Finding::note("seal", says)];
    }
    let wrong = |why: String| {
        let cure = "See WARIIN_SEAL_KEY, WARIIN_SEAL_PASSWORD_FILE and WARIIN_TSA_CA_FILE.";
        Finding::wrong("seal", format!("Nothing can be sealed: {why}."), cure)
    };
    let found = match seal_settings(settings, &own) {
        Ok(found) => found,
        Err(error) => return vec![wrong(error.to_string())],
    };
    if matches!(found.key, KeySource::Own(_)) && !own.exists() {
        let says = "There is no key yet; `wariin serve` makes keys/seal.pem.";
        return vec![Finding::note("seal", says)];
    }
    let has_authorities = !found.authorities.is_empty();
    let now = SystemClock.now();
    let sealer = match open(found, now) {
        Ok(sealer) => sealer,
        Err(why) => return vec![wrong(why)],
    };
    let mut findings = Vec::new();
    if let Err(error) = sealer.try_key(now).await {
        findings.push(wrong(with_causes(&error)));
    } else if let Some(until) = sealer.certificates().seal {
        findings.push(ends("seal", "The key signs; its certificate", until, now));
    }
    if !has_authorities {
        findings
            .push(Finding::note("timestamps", "There is no timestamp authority (WARIIN_TSA_URL)."));
    } else if let Err(error) = sealer.try_out(now).await {
        findings.push(Finding::wrong(
            "timestamps",
            format!("No seal with a timestamp can be made: {}.", with_causes(&error)),
            "Check WARIIN_TSA_URL and that this machine may connect there, and to the OCSP responders and \
             revocation lists of its certificates. Documents wait for their seal until then.",
        ));
    } else {
        let SealCertificates { authority, .. } = sealer.certificates();
        findings.push(match authority {
            Some(until) => ends(
                "timestamps",
                "A trial seal was stamped; the authority's certificate",
                until,
                now,
            ),
            None => Finding::well("timestamps", "A trial seal was stamped."),
        });
    }
    findings
}

fn open(settings: SealSettings, now: Timestamp) -> Result<PadesSealer, String> {
    PadesSealer::open(settings, now).map_err(|error| with_causes(&error))
}

/// A certificate by how many days are left.
pub(super) fn ends(check: &'static str, what: &str, until: Timestamp, now: Timestamp) -> Finding {
    let days = (until.as_seconds() - now.as_seconds()).div_euclid(86_400);
    let says = match days {
        ..0 => format!("{what} has ended {} days ago.", -days),
        _ => format!("{what} ends in {days} days."),
    };
    let cure = "Have a new certificate issued before then (docs/operations/secrets.md).";
    match days {
        ..VERY_SOON => Finding::wrong(check, says, cure),
        VERY_SOON..SOON => Finding::warning(check, says, cure),
        _ => Finding::well(check, says),
    }
}

/// Every identity provider that is switched on.
pub(super) async fn providers(settings: &Settings, database: &SqlDatabase) -> Vec<Finding> {
    let Ok(connections) = database.idp_connections(None).await else {
        return Vec::new(); // The database itself was found wrong.
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let providers = match connect_providers(settings, &clock) {
        Ok(providers) => providers,
        Err(error) => {
            let cure = "Correct WARIIN_IDP_CA_FILE.";
            return vec![Finding::wrong("identity_providers", format!("{error}."), cure)];
        }
    };
    let mut findings = Vec::new();
    for connection in connections.iter().filter(|connection| connection.is_on()) {
        let issuer = &connection.issuer;
        findings.push(match providers.reach(connection).await {
            Ok(()) => Finding::well("identity_providers", format!("{issuer} answers with its keys.")),
            Err(fault) => Finding::wrong(
                "identity_providers",
                format!("{issuer} cannot be used: {}.", with_causes(&fault)),
                format!(
                    "Its users cannot sign in. Ask its operator; `wariin idp optional {}` lets passwords in.",
                    connection.id
                ),
            ),
        });
    }
    findings
}

/// This machine's clock against others.
pub(super) async fn clock(settings: &Settings, database: Option<&SqlDatabase>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(database) = database
        && let Ok(Some(then)) = database.time().await
    {
        findings.push(off("the database", then, SystemClock.now(), 0));
    }
    for address in &settings.tsa_urls {
        let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
        let host = host.unwrap_or_default();
        let before = SystemClock.now();
        findings.push(match server_time(address).await {
            // It has no fractions of a second, and was on its way.
            Ok(then) => {
                let now = SystemClock.now();
                off(&host, then, now, now.since(before).as_seconds_up() + 1)
            }
            Err(why) => Finding::note("clock", format!("{host} could not be asked: {why}.")),
        });
    }
    if findings.is_empty() {
        findings.push(Finding::note(
            "clock",
            "There is no other clock to compare this machine's with.",
        ));
    }
    findings
}

/// Two clocks, of which one was read up to so many seconds before the other.
fn off(whose: &str, then: Timestamp, now: Timestamp, vague: i64) -> Finding {
    let difference = (now.as_seconds() - then.as_seconds()).abs();
    let says = format!("This machine's clock is {difference} s from that of {whose}.");
    let cure = "Let the machine keep its time by NTP (`timedatectl set-ntp true`).";
    if difference > FAR_OFF + vague {
        Finding::wrong("clock", says, cure)
    } else if difference > OFF + vague {
        Finding::warning("clock", says, cure)
    } else {
        Finding::well("clock", says)
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn a_clock_is_warned_of_from_three_seconds_and_wrong_from_sixteen_in_either_direction() {
        for (seconds, level) in
            [(0, Level::Well), (2, Level::Well), (3, Level::Warning), (16, Level::Wrong)]
        {
            for then in [at(1_000 - seconds), at(1_000 + seconds)] {
                assert_eq!(off("it", then, at(1_000), 0).level, level, "{seconds}");
            }
        }
    }

    #[test]
    fn a_certificate_is_warned_of_in_its_last_sixty_days_and_wrong_in_its_last_seven() {
        let day = 86_400;
        for (left, level) in
            [(61, Level::Well), (59, Level::Warning), (6, Level::Wrong), (-1, Level::Wrong)]
        {
            assert_eq!(ends("seal", "It", at(left * day + 9), at(0)).level, level, "{left}");
        }
    }
}
