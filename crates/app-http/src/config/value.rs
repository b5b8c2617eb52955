//! Reading single values: each is refused by the name of its key.

use super::{ConfigError, LogFormat};
use std::net::SocketAddr;
use url::{Host, Url};
use wariin_adapters::{NextCode, NodeRole};
use wariin_domain::{OrganisationName, Registration, Span};

/// A value that makes no sense.
pub(super) fn wrong(key: &'static str, problem: &str) -> ConfigError {
    ConfigError::Value { key, problem: problem.to_owned() }
}

pub(super) fn log_format(word: &str) -> Result<LogFormat, ConfigError> {
    match word {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(wrong("WARIIN_LOG_FORMAT", "expected text or json")),
    }
}

/// How often a checkpoint is published.
pub(super) fn checkpoint_every(text: &str) -> Result<Span, ConfigError> {
    let seconds = text.parse::<u32>().ok().filter(|seconds| *seconds > 0);
    seconds
        .map(Span::seconds)
        .ok_or_else(|| wrong("WARIIN_CHECKPOINT_SECONDS", "expected a number of seconds, like 600"))
}

/// What this process does. Several of them need a database that they share.
pub(super) fn role(word: &str, has_server: bool) -> Result<NodeRole, ConfigError> {
    match NodeRole::parse(word) {
        None => Err(wrong(
            "WARIIN_ROLE",
            "expected all (the default), web (answers requests, runs no jobs) or worker (runs jobs)",
        )),
        Some(NodeRole::Web | NodeRole::Worker) if !has_server => Err(wrong(
            "WARIIN_ROLE",
            "web and worker are for several processes on one PostgreSQL database: set \
             WARIIN_DATABASE_URL, or leave WARIIN_ROLE out",
        )),
        Some(role) => Ok(role),
    }
}

/// Where metrics are told: at another place than the pages.
pub(super) fn metrics_addr(
    text: Option<&str>,
    listen: SocketAddr,
) -> Result<Option<SocketAddr>, ConfigError> {
    let Some(text) = text else { return Ok(None) };
    let refused = |problem| Err(wrong("WARIIN_METRICS_ADDR", problem));
    match text.parse::<SocketAddr>() {
        Err(_) => refused("expected an IP address and a port, like 127.0.0.1:9464"),
        Ok(address) if address.port() != 0 && address == listen => {
            refused("expected another address or port than that of WARIIN_LISTEN")
        }
        Ok(address) => Ok(Some(address)),
    }
}

/// An origin in its plain form, `https` or on this machine.
pub(super) fn private_origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_local(&url));
    let origin = url.origin().ascii_serialization();
    (is_safe && (text == origin || text.strip_suffix('/') == Some(&origin))).then_some(origin)
}

/// The issuer of an authenticator's entry: a name without the colon that ends it.
pub(super) fn installation_name(text: Option<&str>, base_url: &Url) -> Result<String, ConfigError> {
    let Some(text) = text else {
        // IPv6 addresses lose their colons.
        let host = base_url.host_str().unwrap_or("Wariin");
        return Ok(host.replace(['[', ']'], "").replace(':', "-"));
    };
    let name = OrganisationName::parse(text).ok().filter(|name| !name.as_str().contains(':'));
    name.map(|name| name.as_str().to_owned()).ok_or_else(|| ConfigError::Value {
        key: "WARIIN_INSTALLATION_NAME",
        problem: "expected a name without a colon, like 割印商事 電子契約".to_owned(),
    })
}

/// Sessions are only safe over TLS, but for this machine alone.
pub(super) fn expect_usable(base_url: &Url) -> Result<(), ConfigError> {
    if base_url.scheme() != "https" && !(base_url.scheme() == "http" && is_local(base_url)) {
        let problem = "must begin with https:// unless it is on localhost: \
            sessions are only safe over TLS";
        return Err(wrong("WARIIN_BASE_URL", problem));
    }
    if base_url.path() == "/" {
        Ok(())
    } else {
        Err(wrong("WARIIN_BASE_URL", "must not have a path"))
    }
}

/// Whether recipients who register become guests or found organisations.
pub(super) fn registration(word: &str) -> Result<Registration, ConfigError> {
    Registration::parse(word).ok_or_else(|| ConfigError::Value {
        key: "WARIIN_REGISTRATION",
        problem: "expected invited (recipients who register become guests, who cannot send) or \
            open (each becomes the admin of an organisation of its own)"
            .to_owned(),
    })
}

/// Whether authenticators' codes of the next 30 seconds count.
pub(super) fn totp_next_code(word: &str) -> Result<NextCode, ConfigError> {
    match word {
        "accept" => Ok(NextCode::Accepted),
        "refuse" => Ok(NextCode::Refused),
        _ => Err(wrong(
            "WARIIN_TOTP_NEXT_CODE",
            "expected accept (codes of the step before, this one and the next count) or refuse \
                (not those of the next)",
        )),
    }
}

/// The subject of a certificate: with the word that follows it, it has 64 characters at most (RFC 5280,
/// appendix A.1).
pub(super) fn seal_subject(text: &str) -> Result<OrganisationName, ConfigError> {
    let name = OrganisationName::parse(text).ok();
    name.filter(|name| name.as_str().chars().count() <= 59).ok_or_else(|| ConfigError::Value {
        key: "WARIIN_SEAL_SUBJECT",
        problem: "expected an organisation's name of at most 59 characters".to_owned(),
    })
}

/// The address of a timestamp authority. Many answer over plain HTTP: the token is signed.
pub(super) fn tsa_url(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    (["http", "https"].contains(&url.scheme()) && url.has_host()).then(|| url.to_string())
}

pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
