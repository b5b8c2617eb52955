//! The secrets in mailed links, and codes that are mailed.

use crate::databases::master;
use crate::people::{NOW, after, fresh};
use wariin_adapters::{KeyedTokens, MasterKey};
use wariin_domain::{
    AccountChange, AccountReport, BackupCode, MailboxCodeId, PasswordResetId, RecipientId,
    Timestamp,
};
use wariin_ports::{LinkClaim, PreflightClaim, Tokens};

// LI-01 LI-04
#[test]
fn a_link_names_its_recipient_only_under_the_key_and_unchanged() {
    let tokens = KeyedTokens::new(&master());
    let claim = LinkClaim { recipient: RecipientId::from(fresh()), generation: 7 };
    let token = tokens.link(claim);
    assert_eq!(tokens.read_link(&token), Some(claim));
    assert_eq!(tokens.link(claim), token, "a second try of the same mail carries the same link");
    for place in 0..token.len() {
        let mut forged = token.clone().into_bytes();
        forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
        assert_eq!(tokens.read_link(&String::from_utf8(forged).unwrap()), None);
    }
    let stranger = KeyedTokens::new(&MasterKey::from_bytes([1; 32]));
    assert_eq!(stranger.read_link(&token), None);
    for odd in ["", "a", "%00", &"A".repeat(10_000)] {
        assert_eq!(tokens.read_link(odd), None);
    }
}

// O-01 LI-01
#[test]
fn the_link_of_a_preflight_opens_no_document_and_is_another_one_each_time_it_is_asked() {
    let tokens = KeyedTokens::new(&master());
    let claim = PreflightClaim { recipient: RecipientId::from(fresh()), asked_at: NOW };
    let token = tokens.preflight_link(claim);
    assert_eq!(tokens.read_preflight_link(&token), Some(claim));
    assert_eq!(
        tokens.read_preflight_link(&format!("<{token}>")),
        Some(claim),
        "as mail programs do"
    );
    assert_eq!(tokens.read_link(&token), None);
    assert_eq!(tokens.read_damaged_link(&token), None);
    let of_turn = tokens.link(LinkClaim { recipient: claim.recipient, generation: 1 });
    assert_eq!(tokens.read_preflight_link(&of_turn), None);
    let later = PreflightClaim { asked_at: after(60), ..claim };
    assert_ne!(tokens.preflight_link(later), token);
    for place in 0..token.len() {
        let mut forged = token.clone().into_bytes();
        forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
        assert_eq!(tokens.read_preflight_link(&String::from_utf8(forged).unwrap()), None);
    }
    let stranger = KeyedTokens::new(&MasterKey::from_bytes([1; 32]));
    assert_eq!(stranger.read_preflight_link(&token), None);
}

// LI-01
#[test]
fn a_link_is_read_through_what_mail_programs_do_to_it_and_its_recipient_when_it_was_cut() {
    let tokens = KeyedTokens::new(&master());
    let claim = LinkClaim { recipient: RecipientId::from(fresh()), generation: 7 };
    let token = tokens.link(claim);
    let (begin, end) = token.split_at(20);
    for tail in [
        ".",
        ">",
        "=",
        ")",
        "」",
        "。",
        "』",
        "）",
        "…",
        "％３Ｅ",
        " ",
        "\u{A0}",
        "\u{3000}",
        "\r\n",
        "=3D",
        "%20",
        "%3E",
        "/x",
        "&gt;",
        "&gt",
        "&#12301;",
        "=E3=80=82",
        "です",
        ").Thanks",
    ] {
        let bent = format!("{token}{tail}");
        assert_eq!(tokens.read_damaged_link(&bent), Some(claim), "{tail:?}");
    }
    for within in [
        "=\r\n",
        "=",
        "\n",
        "\r\n> ",
        " ",
        "\u{200B}",
        "\u{A0}",
        "=20",
        "=3D",
        "=C2=A0",
        "%20",
        "%C2%A0",
        "%E3%80%80",
        "=\n ",
        "\u{AD}",
        "> ",
        "&nbsp;",
        "&#160;",
        "&shy;",
        "&#x200b;",
    ] {
        let bent = format!("{begin}{within}{end}");
        assert_eq!(tokens.read_damaged_link(&bent), Some(claim), "{within:?}");
    }
    for (head, tail) in [
        ("<", ">"),
        ("「", "」"),
        ("『", "』。"),
        ("（", "）"),
        ("&lt;", "&gt;"),
        ("&lt", "&gt"),
        ("&quot;", "&quot;"),
        ("&#12300;", "&#12301;"),
        ("=3C", "=3E"),
        ("%3C", "%3E"),
        ("=E3=80=8C", "=E3=80=8D"),
        ("*", "*"),
    ] {
        let bent = format!("{head}{token}{tail}");
        assert_eq!(tokens.read_damaged_link(&bent), Some(claim), "{head}");
        let named = tokens.recipient_of_cut_link(&format!("{head}{begin}{end:.9}"));
        assert_eq!(named, Some(claim.recipient), "{head}, and cut off");
    }
    // What became other letters cannot be read; the page for cut links stands there.
    assert_eq!(tokens.read_damaged_link(&token.to_ascii_uppercase()), None);
    for left in 0..token.len() {
        let cut = &token[..left];
        assert_eq!(tokens.read_damaged_link(cut), None);
        let named = (left >= 22).then_some(claim.recipient);
        assert_eq!(tokens.recipient_of_cut_link(&format!("{cut}>")), named, "{left}");
    }
    for odd in ["", "」", &"=".repeat(10_000), &format!("{token}{}", "x".repeat(10_000))] {
        assert_eq!(tokens.read_damaged_link(odd), None);
    }
    let reset = PasswordResetId::from(fresh());
    let link = tokens.password_reset_link(reset);
    assert_eq!(tokens.read_password_reset_link(&format!("{link}=3D」")), Some(reset));
    let at = Timestamp::from_micros(1_795_323_900_000_000);
    let report = AccountReport { account: fresh().into(), change: AccountChange::Registered, at };
    let link = tokens.report_link(report);
    assert_eq!(tokens.read_report_link(&format!("{}= {}).", &link[..9], &link[9..])), Some(report));
}

// EN-02
#[test]
fn a_mailed_code_is_six_digits_and_matches_its_hash() {
    let tokens = KeyedTokens::new(&master());
    let id = MailboxCodeId::from(fresh());
    let digits = tokens.mailbox_code(id);
    assert!(digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit()));
    assert!(tokens.is_mailbox_code(id, &digits));
    assert!(!tokens.is_mailbox_code(MailboxCodeId::from(fresh()), &digits) || digits == "000000");
    assert!(!tokens.is_mailbox_code(id, ""));
    let hash = tokens.backup_code_hash(&BackupCode::from_entropy([1; 10]));
    assert_ne!(hash, tokens.backup_code_hash(&BackupCode::from_entropy([2; 10])));
    assert_eq!(tokens.new_backup_codes().len(), BackupCode::AT_ONCE);
    assert_ne!(tokens.form_token("one"), tokens.form_token("two"));
}
