//! Mail: the server, and what the sender's domain says about who may send for it.

use super::finding::Finding;
use crate::config::Settings;
use wariin_adapters::{DnsRecords, SmtpMailer, sender_domain};
use wariin_domain::EmailAddress;
use wariin_ports::{DnsFault, DomainRecords, Mail, MailError, Mailer};
use wariin_usecases::with_causes;

/// The mail server, and a mail by it to each of these addresses.
pub(super) async fn server(settings: &Settings, to: Vec<EmailAddress>) -> Vec<Finding> {
    let Some(url) = &settings.smtp_url else {
        let says = "There is no mail server; mails are files in the data folder.";
        let finding = if settings.is_for_this_machine_only() && to.is_empty() {
            Finding::note("mail", says)
        } else {
            Finding::wrong("mail", says, "Set WARIIN_SMTP_URL.")
        };
        return vec![finding];
    };
    let mailer = match SmtpMailer::new(url, &settings.mail_from) {
        Ok(mailer) => mailer,
        Err(error) => {
            let cure = "Correct WARIIN_SMTP_URL or WARIIN_MAIL_FROM.";
            return vec![Finding::wrong("mail", format!("{error}."), cure)];
        }
    };
    if let Err(why) = mailer.reach().await {
        let cure = "Check WARIIN_SMTP_URL: host, port, encryption (smtps, or ?tls=required), name and \
            password; and that the mail server lets this machine in.";
        return vec![Finding::wrong(
            "mail",
            format!("The mail server cannot be used: {why}."),
            cure,
        )];
    }
    let mut findings =
        vec![Finding::well("mail", "The mail server answers and lets this service in.")];
    if url.starts_with("smtp://") && !url.contains("tls=required") {
        findings.push(Finding::warning(
            "mail",
            "Mails may go to the mail server unencrypted.",
            "Use smtps://… or smtp://…?tls=required, unless it is on this machine.",
        ));
    }
    for to in to {
        findings.push(sent(&mailer, to).await);
    }
    findings
}

async fn sent(mailer: &SmtpMailer, address: EmailAddress) -> Finding {
    let text = "This mail was sent by `wariin doctor`. The service can send mails.\n".to_owned();
    let mail = Mail {
        id: format!("doctor-{}", uuid::Uuid::new_v4()),
        to: None,
        address,
        reply_to: None,
        subject: "wariin doctor".to_owned(),
        html: format!("<p>{text}</p>"),
        text,
        attachments: Vec::new(),
        picture: None,
    };
    match mailer.send(mail).await {
        Ok(()) => Finding::well(
            "mail",
            "A mail was handed to the mail server; look whether it arrives, and not as spam.",
        ),
        Err(error @ (MailError::Later(_) | MailError::Never { .. })) => Finding::wrong(
            "mail",
            format!("The mail server takes no mail for that address: {}.", with_causes(&error)),
            "See the log of the mail server; perhaps it relays for other senders only.",
        ),
    }
}

/// What the sender's domain publishes.
pub(super) async fn domain(settings: &Settings, selector: Option<&str>) -> Vec<Finding> {
    let Ok(domain) = sender_domain(&settings.mail_from) else {
        return Vec::new();
    };
    if domain == "localhost" {
        let says = "Mails come from an address at localhost, which other servers refuse.";
        return vec![if settings.is_for_this_machine_only() {
            Finding::note("mail_from", says)
        } else {
            Finding::wrong("mail_from", says, "Set WARIIN_MAIL_FROM to an address of your domain.")
        }];
    }
    match DnsRecords::system() {
        Ok(dns) => records(&dns, &domain, selector).await,
        Err(fault) => vec![Finding::note("dns", format!("It could not be asked: {fault}."))],
    }
}

/// SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489) of a domain.
async fn records(dns: &dyn DomainRecords, domain: &str, selector: Option<&str>) -> Vec<Finding> {
    let spf = dns.texts(domain).await;
    let lacks = "who may send for it; receivers may take mails for spam";
    let mut findings = vec![published("spf", domain, spf, "v=spf1", lacks)];
    findings.push(policy(dns, domain).await);
    findings.push(match selector {
        Some(selector) => {
            let name = format!("{selector}._domainkey.{domain}");
            key(&name, dns.texts(&name).await)
        }
        None => Finding::note(
            "dkim",
            "Not looked at: the key's name is known to your mail server alone (--dkim-selector NAME).",
        ),
    });
    findings
}

/// The policy of the domain, or else of the nearest one above it that has one: its `sp`, or else its `p`, counts for
/// subdomains (RFC 7489, section 6.6.3, by the walk up the tree of its successor).
async fn policy(dns: &dyn DomainRecords, domain: &str) -> Finding {
    let lacks = "what receivers do with forged mails; large ones demand it";
    let mut above = domain;
    loop {
        let found = dns.texts(&format!("_dmarc.{above}")).await;
        let is_there =
            found.as_ref().is_ok_and(|texts| texts.iter().any(|text| text.contains("v=DMARC1")));
        let next = above.split_once('.').map(|(_, rest)| rest).filter(|rest| rest.contains('.'));
        match next {
            _ if is_there && above != domain => {
                let says = format!("{domain} has none of its own; that of {above} counts for it.");
                return Finding::well("dmarc", says);
            }
            Some(rest) if !is_there && found.is_ok() => above = rest,
            // That of the domain, or what no one has or could be asked about.
            _ => return published("dmarc", domain, found, "v=DMARC1", lacks),
        }
    }
}

/// A key; one without a value was revoked (RFC 6376, section 3.6.1).
fn key(name: &str, found: Result<Vec<String>, DnsFault>) -> Finding {
    let value = |text: &String| {
        let mut tags = text.split(';').filter_map(|tag| tag.split_once('='));
        tags.find(|(tag, _)| tag.trim() == "p").map(|(_, value)| value.trim().to_owned())
    };
    let values = found.as_ref().map(|texts| texts.iter().filter_map(value).collect::<Vec<_>>());
    if values.is_ok_and(|values| !values.is_empty() && values.iter().all(String::is_empty)) {
        let cure = "Let the mail server sign with a key that is published, or name that one.";
        return Finding::wrong(
            "dkim",
            format!("The key at {name} is revoked: its p= is empty."),
            cure,
        );
    }
    published("dkim", name, found, "p=", "a key; signatures of mails cannot be checked")
}

fn published(
    check: &'static str,
    name: &str,
    found: Result<Vec<String>, DnsFault>,
    marker: &str,
    lacks: &str,
) -> Finding {
    match found {
        Err(fault) => Finding::note(check, format!("{name} could not be asked about: {fault}.")),
        Ok(texts) => match texts.iter().filter(|text| text.contains(marker)).count() {
            0 => Finding::warning(
                check,
                format!("{name} does not say {lacks}."),
                format!(
                    "Publish a TXT record with {marker} there; your mail provider has its text."
                ),
            ),
            1 => Finding::well(check, format!("{name} has one.")),
            more => Finding::warning(
                check,
                format!("{name} has {more}, of which receivers take none."),
                "Leave one of them.",
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;
    use async_trait::async_trait;

    struct Zone(Vec<(&'static str, &'static str)>);

    #[async_trait]
    impl DomainRecords for Zone {
        async fn texts(&self, name: &str) -> Result<Vec<String>, DnsFault> {
            if self.0.is_empty() {
                return Err(DnsFault("timed out".to_owned()));
            }
            let found = self.0.iter().filter(|(known, _)| *known == name);
            Ok(found.map(|(_, text)| (*text).to_owned()).collect())
        }
    }

    async fn levels(zone: &[(&'static str, &'static str)]) -> Vec<(&'static str, Level)> {
        let findings = records(&Zone(zone.to_vec()), "example.jp", Some("mail")).await;
        findings.iter().map(|finding| (finding.check, finding.level)).collect()
    }

    #[tokio::test]
    async fn a_domain_that_lacks_a_record_or_has_two_is_warned_of() {
        let spf = ("example.jp", "v=spf1 mx -all");
        let dmarc = ("_dmarc.example.jp", "v=DMARC1; p=reject");
        let dkim = ("mail._domainkey.example.jp", "v=DKIM1; k=rsa; p=AAAA");
        let all = |level| [("spf", level), ("dmarc", level), ("dkim", level)];
        assert_eq!(levels(&[spf, dmarc, dkim, ("example.jp", "other")]).await, all(Level::Well));
        assert_eq!(levels(&[("example.jp", "other")]).await, all(Level::Warning));
        let two = levels(&[spf, spf, dmarc, dkim]).await;
        assert_eq!(two[0], ("spf", Level::Warning));
    }

    #[tokio::test]
    async fn a_revoked_key_is_wrong_and_the_policy_of_a_domain_above_counts() {
        let spf = ("news.example.co.jp", "v=spf1 mx -all");
        let found = async |zone: &[(&'static str, &'static str)]| {
            let zone = Zone([zone, &[spf]].concat());
            records(&zone, "news.example.co.jp", Some("mail")).await
        };
        let name = "mail._domainkey.news.example.co.jp";
        let level = |findings: &[Finding], check: &str| {
            findings.iter().find(|finding| finding.check == check).unwrap().level
        };
        for (text, expected) in [
            ("v=DKIM1; k=rsa; p=", Level::Wrong),
            ("v=DKIM1; p= ; k=rsa", Level::Wrong),
            ("v=DKIM1; k=rsa; p=AAAA", Level::Well),
        ] {
            assert_eq!(level(&found(&[(name, text)]).await, "dkim"), expected, "{text}");
        }
        let above = found(&[("_dmarc.example.co.jp", "v=DMARC1; p=reject")]).await;
        let dmarc = above.iter().find(|finding| finding.check == "dmarc").unwrap();
        assert_eq!(dmarc.level, Level::Well);
        assert!(dmarc.says.contains("that of example.co.jp counts"), "{}", dmarc.says);
        assert_eq!(level(&found(&[("_dmarc.jp", "v=DMARC1")]).await, "dmarc"), Level::Warning);
    }

    #[tokio::test]
    async fn a_name_server_that_does_not_answer_says_nothing_about_the_domain() {
        assert!(levels(&[]).await.iter().all(|(_, level)| *level == Level::Note));
    }
}
