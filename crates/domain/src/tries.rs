//! Wrong tries, counted by where they come from: strangers who guess get slower, and the owner, who comes
//! from elsewhere or in a browser that is known, does not.

use crate::{BrowserKey, EmailAddress, Span, Throttle, Throttled, Timestamp, Uuid};
use core::net::{IpAddr, Ipv6Addr};
use sha2::{Digest as _, Sha256};

/// What is guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TryKind {
    /// An account's password.
    Password,
    /// A recipient's access code (アクセスコード).
    AccessCode,
    /// A code that was mailed to a recipient.
    MailboxCode,
    /// A code that was mailed to an invited address.
    InvitationCode,
    /// A code that confirms the mailbox at the first login with a provider.
    FirstLoginCode,
    /// The codes of a change of address.
    AddressCodes,
    /// Nothing: the codes that a network had mailed to an invited address, of which there are few.
    InvitationMails,
    /// Nothing: the emails that preflights and corrections of a sender had mailed ([`crate::SenderMails`]).
    PreflightMails,
    /// Nothing: refused sign-ins of an account since they were last recorded.
    RecordedRefusal,
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// The browser, by its own cookie, which no other client knows.
    pub browser: BrowserKey,
    /// The network.
    pub network: ClientNetwork,
}

/// An IPv4 address, or the /64 network of an IPv6 address, which one subscriber has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientNetwork([u8; 16]);

/// By what tries are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrySource {
    /// A browser in which the secret was typed right before.
    Browser(BrowserKey),
    /// A network, of browsers in which it was not.
    Network(ClientNetwork),
    /// Not by where they come from, but by the address to which something is mailed.
    Address(AddressKey),
    /// All of them together.
    AllNetworks,
}

/// An email address as counts know it: the SHA-256 of its mailbox. A `+tag` behind the name of a mailbox leads to the
/// same one with most providers, and is no other address to a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressKey([u8; 32]);

/// The wrong tries that count against one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    kind: TryKind,
    own: (TrySource, Throttle),
    all: Option<Throttle>,
}

/// How many wrong tries from all unknown browsers together cost nothing.
const FREE_OF_ALL: u32 = 100;
/// After how long without a wrong try from an unknown browser they are forgotten.
const FORGET_AFTER: Span = Span::hours(1);

impl TryKind {
    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::AccessCode => "access_code",
            Self::MailboxCode => "mailbox_code",
            Self::InvitationCode => "invitation_code",
            Self::FirstLoginCode => "first_login_code",
            Self::AddressCodes => "address_codes",
            Self::InvitationMails => "invitation_mails",
            Self::PreflightMails => "preflight_mails",
            Self::RecordedRefusal => "recorded_refusal",
        }
    }
}

impl Client {
    /// A caller of this machine, without a browser.
    pub const fn local() -> Self {
        Self { browser: BrowserKey::new([0; 32]), network: ClientNetwork::new([0; 16]) }
    }
}

impl ClientNetwork {
    /// The network of an address; all clients whose address is not known share one.
    pub fn of(address: Option<IpAddr>) -> Self {
        Self(match address.map(|address| address.to_canonical()) {
            None => [0; 16],
            Some(IpAddr::V4(address)) => address.to_ipv6_mapped().octets(),
            Some(IpAddr::V6(address)) => {
                let mut octets = address.octets();
                octets[8..].fill(0);
                octets
            }
        })
    }

    /// The site of an IPv6 address: its first 48 bits, of which one customer has all networks (RFC 6177). `None` for
    /// other addresses, where a network is as much as a customer has.
    pub fn site_of(address: Option<IpAddr>) -> Option<Self> {
        Self::of(address).site()
    }

    /// The site that a network of IPv6 is in, as [`Self::site_of`]. It is no network: its last byte says how long it is.
    pub fn site(self) -> Option<Self> {
        let address = Ipv6Addr::from(self.0);
        if address.is_unspecified() || address.to_ipv4_mapped().is_some() {
            return None;
        }
        let mut octets = self.0;
        octets[6..].fill(0);
        octets[15] = 48;
        Some(Self(octets))
    }

    /// What was stored.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The network as an IPv6 address, IPv4 addresses mapped (RFC 4291, section 2.5.5.2).
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl AddressKey {
    /// The key of an address.
    pub fn of(address: &EmailAddress) -> Self {
        Self::of_text(address.as_str())
    }

    pub(crate) fn of_text(canonical: &str) -> Self {
        let (local, host) = canonical.rsplit_once('@').unwrap_or((canonical, ""));
        let mailbox = local.split_once('+').map_or(local, |(mailbox, _)| mailbox);
        let mailbox = if mailbox.is_empty() { local } else { mailbox };
        Self(
            Sha256::new()
                .chain_update(mailbox)
                .chain_update("@")
                .chain_update(host)
                .finalize()
                .into(),
        )
    }

    /// The digest.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What the tries for an address without an account are counted for, so that they take as long as those of an account.
/// Addresses share 256 of them, so that strangers fill no table; no id of an account is among them.
pub fn tries_without_account(address: &str) -> Uuid {
    let [first, ..]: [u8; 32] = Sha256::digest(address).into();
    Uuid::from_u128(u128::from(first) + 1)
}

impl Tries {
    /// The tries from a browser in which the secret was typed right before: it has a count of its own.
    pub const fn of_known(kind: TryKind, browser: BrowserKey, own: Throttle) -> Self {
        Self { kind, own: (TrySource::Browser(browser), own), all: None }
    }

    /// The tries from an unknown browser: its network has a count, and all such networks have one.
    pub const fn of_unknown(
        kind: TryKind,
        network: ClientNetwork,
        own: Throttle,
        all: Throttle,
    ) -> Self {
        Self { kind, own: (TrySource::Network(network), own), all: Some(all) }
    }

    /// Whether the secret may be tried now.
    ///
    /// # Errors
    /// [`Throttled::Wait`]: what is typed meanwhile counts for nothing, be it right or wrong.
    pub fn admit(&self, now: Timestamp) -> Result<(), Throttled> {
        self.own.1.admit_after_waiting(now)?;
        match self.all {
            Some(all) if all.failures() > FREE_OF_ALL => all.admit_after_waiting(now),
            Some(_) | None => Ok(()),
        }
    }

    /// The counts after one more wrong try: what a network waits grows with an access code, which does not
    /// change, and stays a minute with the others.
    #[must_use]
    pub fn failed(self, now: Timestamp) -> Self {
        let (source, own) = self.own;
        let own = match self.kind {
            TryKind::Password
            | TryKind::MailboxCode
            | TryKind::InvitationCode
            | TryKind::FirstLoginCode
            | TryKind::AddressCodes
            | TryKind::InvitationMails
            | TryKind::PreflightMails
            | TryKind::RecordedRefusal => own.failed_briefly(now),
            TryKind::AccessCode => own.failed(now),
        };
        Self { own: (source, own), all: self.all.map(|all| of_all_failed(all, now)), ..self }
    }

    /// The counts after the secret was typed right.
    #[must_use]
    pub fn succeeded(self) -> Self {
        let all = self.all.map(|_| Throttle::clear());
        Self { own: (self.own.0, Throttle::clear()), all, ..self }
    }

    /// What is to be kept.
    pub fn counts(&self) -> impl Iterator<Item = (TrySource, Throttle)> {
        let all = self.all.map(|all| (TrySource::AllNetworks, all));
        [Some(self.own), all].into_iter().flatten()
    }
}

/// The instant tells when the last try was until there are too many; from then on a try a minute is left.
fn of_all_failed(all: Throttle, now: Timestamp) -> Throttle {
    let last = all.blocked_until().unwrap_or(now);
    let failures = if now.since(last) > FORGET_AFTER { 0 } else { all.failures() };
    let failures = failures.saturating_add(1);
    let wait = if failures > FREE_OF_ALL { Span::minutes(1) } else { Span::seconds(0) };
    Throttle::restore(failures, Some(now.plus(wait)))
}
