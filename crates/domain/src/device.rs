//! What a session says of where it is used: browser and system by name, and the network. The header that a browser
//! sends of itself is read and not kept.

use alloc::format;
use alloc::string::String;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A browser, as far as it can be told from what it says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the programs")]
pub enum Browser {
    Edge,
    Opera,
    Samsung,
    Firefox,
    Chrome,
    Safari,
    /// Another one, or none at all.
    Other,
}

/// An operating system, as far as the browser tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the programs")]
pub enum System {
    IPhone,
    IPad,
    Android,
    ChromeOs,
    Windows,
    MacOs,
    Linux,
    /// Another one.
    Other,
}

/// A browser on a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// The browser.
    pub browser: Browser,
    /// The system.
    pub system: System,
}

macro_rules! named {
    ($($kind:ident { $($variant:ident = $name:literal),+ })+) => {$(
        impl $kind {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }

            /// Reads what [`Self::name`] writes.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    )+};
}

named! {
    Browser {
        Edge = "edge", Opera = "opera", Samsung = "samsung", Firefox = "firefox",
        Chrome = "chrome", Safari = "safari", Other = "other"
    }
    System {
        IPhone = "iphone", IPad = "ipad", Android = "android", ChromeOs = "chrome_os",
        Windows = "windows", MacOs = "mac_os", Linux = "linux", Other = "other"
    }
}

/// What a browser writes of itself, most particular first: many name the browsers that they are like, too.
const BROWSERS: [(&str, Browser); 12] = [
    ("Edg/", Browser::Edge),
    ("EdgA/", Browser::Edge),
    ("EdgiOS/", Browser::Edge),
    ("OPR/", Browser::Opera),
    ("SamsungBrowser/", Browser::Samsung),
    ("FxiOS/", Browser::Firefox),
    ("Firefox/", Browser::Firefox),
    ("CriOS/", Browser::Chrome),
    ("Chromium/", Browser::Chrome),
    ("Chrome/", Browser::Chrome),
    ("Version/", Browser::Safari),
    ("Safari/", Browser::Safari),
];

/// What a system is called there, most particular first.
const SYSTEMS: [(&str, System); 8] = [
    ("iPhone", System::IPhone),
    ("iPad", System::IPad),
    ("Android", System::Android),
    ("CrOS", System::ChromeOs),
    ("Windows", System::Windows),
    ("Macintosh", System::MacOs),
    ("Linux", System::Linux),
    ("X11", System::Linux),
];

impl Device {
    /// How much of the header is read, in bytes.
    const READ: usize = 512;

    /// The device of a browser that sends this `User-Agent` (RFC 9110, section 10.1.5).
    pub fn of_user_agent(header: &str) -> Self {
        let mut end = header.len().min(Self::READ);
        while !header.is_char_boundary(end) {
            end -= 1;
        }
        let header = &header[..end];
        let browser = BROWSERS.iter().find(|(mark, _)| header.contains(mark));
        let system = SYSTEMS.iter().find(|(mark, _)| header.contains(mark));
        Self {
            browser: browser.map_or(Browser::Other, |(_, browser)| *browser),
            system: system.map_or(System::Other, |(_, system)| *system),
        }
    }
}

/// Where on the network a session is used: the /24 network of an IPv4 address, the /48 network of an IPv6 address.
/// It is coarse enough not to follow a person about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientPlace(IpAddr);

impl ClientPlace {
    /// The place of an address.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                IpAddr::V4(Ipv4Addr::new(a, b, c, 0))
            }
            IpAddr::V6(address) => {
                let [a, b, c, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
            }
        })
    }

    /// Reads what [`Self::text`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, _) = text.split_once('/')?;
        address.parse().ok().map(Self::of).filter(|place| place.text() == text)
    }

    /// The network with the length of its prefix: `203.0.113.0/24`, `2001:db8:1::/48`.
    pub fn text(&self) -> String {
        let length = if self.0.is_ipv4() { 24 } else { 48 };
        format!("{}/{length}", self.0)
    }
}

/// From where a session was used last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenFrom {
    /// The device.
    pub device: Device,
    /// The place; `None` where the address is not known.
    pub place: Option<ClientPlace>,
}
