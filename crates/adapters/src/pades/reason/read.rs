//! A signature's reason, read back. It is as good as the signature that it stands in.

use wariin_domain::{DocumentId, FoundName, Timestamp, Uuid};
use wariin_ports::{SaidMethod, SaidParty};

/// How long a name is at most of what is shown.
const NAME: usize = 200;
/// The most parties that are read: a document's recipients and its sender.
const PARTIES: usize = 129;

/// What a reason says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) document: DocumentId,
    /// The sender, where it is named, and everyone who consented.
    pub(crate) parties: Vec<SaidParty>,
}

/// What the reason says; `None` where it is not worded as by [`super::reason`].
pub(crate) fn read(reason: &str) -> Option<Said> {
    let subject = ["合意締結証明書", "合意締結"].iter().find_map(|s| reason.strip_prefix(s))?;
    let text = subject.strip_prefix(" / document ")?;
    let (id, mut rest) = text.split_once("; ").unwrap_or((text, ""));
    let document = Uuid::parse_str(id).ok()?.into();
    let mut parties = Vec::new();
    while !rest.is_empty() {
        let (said, after) = party(rest)?;
        parties.push(said);
        rest = after;
        if parties.len() > PARTIES {
            return None;
        }
    }
    Some(Said { document, parties })
}

/// The party at the beginning of the text, and what comes after it.
fn party(text: &str) -> Option<(SaidParty, &str)> {
    let (place, rest) = text.split_once(" 「")?;
    let (name, mut rest) = rest.split_once("」 ")?;
    let mut sender_of = None;
    if place == "送信" {
        let (organisation, after) = rest.strip_prefix('「')?.split_once("」 ")?;
        (sender_of, rest) = (Some(FoundName::cut(organisation, NAME)), after);
    } else {
        let (number, count) = place.split_once('/')?;
        (number.parse::<u32>().is_ok() && count.parse::<u32>().is_ok()).then_some(())?;
    }
    let (how, after) = rest.split_once("; ").unwrap_or((rest, ""));
    let (how, at) = how.rsplit_once(' ')?;
    let said = SaidParty {
        name: FoundName::cut(name, NAME),
        sender_of,
        how: method(how)?,
        at: instant(at)?,
    };
    Some((said, after))
}

fn method(text: &str) -> Option<SaidMethod> {
    if let Some(provider) = text.strip_prefix("IdP認証 (") {
        let provider = provider.strip_suffix(')')?;
        let issuer = provider.split_once(", ").map_or(provider, |(issuer, _)| issuer);
        return Some(SaidMethod::Idp(FoundName::cut(issuer, NAME)));
    }
    let (method, _) = text.split_once(" (").unwrap_or((text, ""));
    match method {
        "2要素認証・認証アプリ" => Some(SaidMethod::App),
        "2要素認証・パスキー" => Some(SaidMethod::Passkey),
        "メール認証" => Some(SaidMethod::Mailbox),
        "パスワード認証" => Some(SaidMethod::Password),
        _ => None,
    }
}

/// A time in RFC 3339.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let at = text.parse::<jiff::Timestamp>().ok()?;
    Some(Timestamp::from_micros(at.as_microsecond()))
}
