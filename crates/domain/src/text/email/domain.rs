//! The part of an address behind the `@`.

use alloc::borrow::Cow;
use alloc::string::String;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

/// The host name in lower case, its internationalised labels as A-labels (UTS 46); `None` for no host name.
pub(super) fn canonical(host: &str) -> Option<String> {
    let ascii = Uts46::new().to_ascii(
        host.as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::CheckFirstLast,
        DnsLength::Verify,
    );
    ascii.ok().map(Cow::into_owned).filter(|host| is_host_name(host))
}

/// The host name for readers: A-labels in the script that they stand for, where no reader takes that for
/// another domain.
pub(super) fn shown(host: &str) -> String {
    let is_shown = |label: &[char], top: &[char], _: bool| {
        let is_distinct = label.iter().all(|c| is_distinct(*c));
        is_distinct || top.iter().any(|c| !c.is_ascii())
    };
    let (shown, _) = Uts46::new().to_user_interface(
        host.as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::CheckFirstLast,
        is_shown,
    );
    shown.into_owned()
}

/// Whether the character looks like no letter of ASCII: those of East Asian scripts, and letters of Latin with
/// their marks. Cyrillic, Greek and others have letters that look the same.
fn is_distinct(c: char) -> bool {
    c.is_ascii()
        || matches!(c,
            '\u{DF}'..='\u{F6}' | '\u{F8}'..='\u{FF}'
            | '々' | '〆' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | 'ヽ'..='ヿ' | 'ゝ' | 'ゞ'
            | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{20000}'..='\u{323AF}')
}

fn is_host_name(host: &str) -> bool {
    let labels = host.split('.').count();
    (labels >= 2 || host == "localhost")
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}
