//! A session as its owner reads of it.

use crate::i18n::CommonMessages;
use crate::web::PageContext;
use wariin_domain::{Browser, Device, Session, SessionKey, System};

/// A session of the account.
pub(super) struct ShownSession {
    pub(super) handle: String,
    pub(super) device: String,
    pub(super) place: Option<String>,
    pub(super) began: String,
    pub(super) seen: String,
    pub(super) is_this: bool,
    pub(super) awaits_code: bool,
}

impl ShownSession {
    pub(super) fn of(context: &PageContext, session: &Session, this: Option<SessionKey>) -> Self {
        let (locale, t) = (context.locale(), context.common());
        let from = session.seen_from;
        Self {
            handle: session.key.handle().to_string(),
            device: from.map_or_else(|| t.profile_session_unknown(), |from| device(t, from.device)),
            place: from.and_then(|from| from.place).map(|place| place.text()),
            began: locale.at(session.began_at),
            seen: locale.at(session.seen_at),
            is_this: Some(session.key) == this,
            awaits_code: session.awaiting_code.is_some(),
        }
    }
}

fn device(t: &CommonMessages, device: Device) -> String {
    let Device { browser, system } = device;
    if (browser, system) == (Browser::Other, System::Other) {
        return t.profile_session_unknown();
    }
    let browser = match browser {
        Browser::Edge => "Edge".to_owned(),
        Browser::Opera => "Opera".to_owned(),
        Browser::Samsung => "Samsung Internet".to_owned(),
        Browser::Firefox => "Firefox".to_owned(),
        Browser::Chrome => "Chrome".to_owned(),
        Browser::Safari => "Safari".to_owned(),
        Browser::Other => t.profile_browser_other(),
    };
    let system = match system {
        System::IPhone => "iPhone".to_owned(),
        System::IPad => "iPad".to_owned(),
        System::Android => "Android".to_owned(),
        System::ChromeOs => "ChromeOS".to_owned(),
        System::Windows => "Windows".to_owned(),
        System::MacOs => "macOS".to_owned(),
        System::Linux => "Linux".to_owned(),
        System::Other => t.profile_system_other(),
    };
    t.profile_session_device(browser, system)
}
