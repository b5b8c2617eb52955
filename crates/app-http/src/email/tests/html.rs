//! The HTML of emails: what it says, loads and leads to.

use super::samples::{invitation, kinds, name};
use super::{ORIGIN, TITLE, alpha, write};
use crate::email::LocalizedEmails;
use wariin_domain::{
    AccentColour, EmailAddress, FileDigest, Language, OrganisationLooks, PersonName, PostalAddress,
    TimeZoneName,
};
use wariin_ports::{
    EmailContent, EmailMessage, EmailOrganisation, EmailSender, EmailTemplates, EmailText,
};

/// What a reader sees of HTML that this service writes.
fn visible(html: &str) -> String {
    let body = html.split_once("<body").unwrap().1;
    let mut seen = String::new();
    let mut is_tag = true;
    for c in body.chars() {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag => seen.push(c),
            _ => {}
        }
    }
    let entities =
        [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    entities.iter().fold(seen, |seen, (entity, c)| seen.replace(entity, c))
}

/// The text without what only sets it out.
fn squashed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"：:>-".contains(*c)).collect()
}

fn addresses(text: &str) -> Vec<String> {
    let starts = text.match_indices("https://").map(|(at, _)| &text[at..]);
    let ends = |c: char| c.is_whitespace() || c == '"' || c == '<';
    let mut found: Vec<String> =
        starts.map(|rest| rest.split(ends).next().unwrap_or_default().to_owned()).collect();
    found.sort();
    found.dedup();
    found
}

// O-49
#[test]
fn text_and_html_of_every_email_say_the_same_and_lead_to_the_same_pages() {
    for language in Language::ALL {
        for kind in kinds(Some(TITLE)).into_iter().chain(kinds(None)) {
            let EmailText { text, html, subject } = write(language, Some(name()), kind);
            let seen = squashed(&visible(&html));
            for line in text.lines() {
                assert!(seen.contains(&squashed(line)), "{language:?}: {line:?} in {html}");
            }
            assert_eq!(addresses(&text), addresses(&html), "{language:?}: {text}");
            for url in addresses(&text) {
                assert!(text.lines().any(|line| line == url), "{url} on a line of its own: {text}");
                assert!(html.contains(&format!("<a class=\"wariin-link\" href=\"{url}\"")));
            }
            assert!(html.contains(&format!("<html lang=\"{}\">", language.tag())), "{html}");
            assert!(html.contains(&format!("<title>{subject}</title>")), "{html}");
        }
    }
}

// MA-02 O-49
#[test]
fn the_html_loads_nothing_and_leads_nowhere_else_whatever_people_typed() {
    const HOSTILE: &str = "<img src=x onerror=alert(1)> \"><a href='https://evil.example'>&amp;";
    for language in Language::ALL {
        for kind in kinds(Some(HOSTILE)) {
            let html = write(language, Some(PersonName::parse("<b>Taro</b>").unwrap()), kind).html;
            for tag in
                ["<img", "<script", "<link", "<b>", "src=\"", "url(", "@import", "onerror=\""]
            {
                assert!(!html.contains(tag), "{tag} in {html}");
            }
            let links = html.match_indices("href=").map(|(at, _)| &html[at..]);
            for link in links {
                let ours = link.starts_with(&format!("href=\"{ORIGIN}/"));
                assert!(ours || link.starts_with("href=&#39;"), "{link}");
            }
        }
    }
}

fn branded(kind: EmailContent) -> EmailText {
    let looks = OrganisationLooks {
        address: Some(PostalAddress::parse("1-1 Marunouchi, <Tokyo>").unwrap()),
        logo: Some(FileDigest::new([9; 32])),
        colour: AccentColour::parse("#8b0000").unwrap(),
    };
    let address = EmailAddress::parse("taro@example.com").unwrap();
    let organisation = EmailOrganisation { looks, ..alpha() };
    let sender = if kind.is_from_a_person() {
        EmailSender::Person { name: name(), email: address.clone(), organisation }
    } else {
        EmailSender::Service
    };
    let (language, time_zone) = (Language::English, TimeZoneName::default());
    let (to, reference) = (Some(name()), None);
    let message = EmailMessage { to, address, language, time_zone, sender, reference, kind };
    LocalizedEmails::new(ORIGIN.to_owned()).write(&message)
}

#[test]
fn an_organisations_colour_logo_and_address_are_on_the_emails_in_its_name_and_on_no_others() {
    let id = format!("cid:{}@logo.wariin", FileDigest::new([9; 32]));
    for kind in kinds(None) {
        let own = kind.is_from_a_person();
        let written = branded(kind);
        assert_eq!(written.html.contains(&id), own);
        let head = if own { "“Alpha Ltd.”</p>" } else { ">Wariin</p>" };
        assert!(written.html.contains(head), "a name that was typed is quoted: {}", written.html);
        assert_eq!(written.html.contains("border-bottom:2px solid #8b0000"), own);
        assert_eq!(written.html.contains("1-1 Marunouchi, &#60;Tokyo&#62;"), own);
        assert_eq!(written.text.contains("Alpha Ltd., 1-1 Marunouchi, <Tokyo>\n"), own);
        assert_eq!(written.html.contains("#0f3ba8"), !own);
    }
    let plain = write(Language::English, None, invitation(None, false)).html;
    assert!(!plain.contains("<img") && plain.contains("#0f3ba8"));
}
