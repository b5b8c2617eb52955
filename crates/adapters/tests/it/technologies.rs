//! TOTP, tokens under two keys, passwords, files and mails.

use crate::databases::master;
use crate::people::{NOW, fresh};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use wariin_adapters::{
    Argon2idPasswords, Authenticator, KeyedTokens, LocalFiles, MaildirMailer, MasterKey, NextCode,
    SmtpMailer, TotpFactors,
};
use wariin_domain::{
    BackupCode, EmailAddress, MailboxCodeId, NewPassword, PersonName, RecipientId, Timestamp,
};
use wariin_ports::{
    Attachment, FileError, Files, LinkClaim, Mail, Mailer, Passwords, SeedOwner, Tokens,
    TotpAuthenticator,
};

fn owner() -> SeedOwner {
    SeedOwner { account: fresh().into(), factor: fresh().into() }
}

fn address() -> EmailAddress {
    EmailAddress::parse("taro@example.com").unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(seconds * 1_000_000)
}

// T-033
#[test]
fn codes_are_those_of_rfc_6238() {
    // Appendix B, SHA-1, the last six of eight digits; the seed is "12345678901234567890".
    let uri = "otpauth://totp/Wariin:taro?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Wariin";
    let app = Authenticator::scan(uri).unwrap();
    for (seconds, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(app.code(at(seconds)), code);
    }
}

// T-033 SF-03
#[test]
fn a_code_of_this_step_or_a_neighbour_is_accepted_and_its_step_named() {
    let factors = TotpFactors::new(&master(), "Wariin");
    let owner = owner();
    let seed = factors.new_seed(owner).unwrap();
    let enrolment = factors.enrolment(&seed, owner, &address()).unwrap();
    let app = Authenticator::scan(&enrolment.uri).unwrap();
    let start = 1_795_000_020 / 30 * 30;
    for now in [start, start + 29] {
        for offset in -3..=3_i64 {
            let code = app.code(at(start + offset * 30));
            let step = factors.matching_step(&seed, owner, &code, at(now)).unwrap();
            let expected = (-1..=1).contains(&offset).then_some(start / 30 + offset);
            assert_eq!(step.map(|s| s.number().cast_signed()), expected, "{offset} at {now}");
        }
    }
}

// SF-03
#[test]
fn where_codes_of_the_next_step_are_refused_those_of_this_step_and_the_one_before_are_accepted() {
    let factors = TotpFactors::new(&master(), "Wariin").with_next_code(NextCode::Refused);
    let owner = owner();
    let seed = factors.new_seed(owner).unwrap();
    let enrolment = factors.enrolment(&seed, owner, &address()).unwrap();
    let app = Authenticator::scan(&enrolment.uri).unwrap();
    let start = 1_795_000_020 / 30 * 30;
    for now in [start, start + 29] {
        for offset in -3..=3_i64 {
            let code = app.code(at(start + offset * 30));
            let step = factors.matching_step(&seed, owner, &code, at(now)).unwrap();
            assert_eq!(step.is_some(), (-1..=0).contains(&offset), "{offset} at {now}");
        }
    }
}

// SF-08
#[test]
fn two_installations_have_two_entries_and_their_names_are_escaped() {
    let owner = owner();
    let entry = |issuer: &str, address: &str| {
        let factors = TotpFactors::new(&master(), issuer);
        let seed = factors.new_seed(owner).unwrap();
        factors.enrolment(&seed, owner, &EmailAddress::parse(address).unwrap()).unwrap().uri
    };
    for (issuer, escaped) in [
        ("sign.example.co.jp", "sign.example.co.jp"),
        ("staging.example.co.jp", "staging.example.co.jp"),
        ("割印 商事", "%E5%89%B2%E5%8D%B0%20%E5%95%86%E4%BA%8B"),
        ("A&B = C? #1/2 100%+", "A%26B%20%3D%20C%3F%20%231%2F2%20100%25%2B"),
    ] {
        let uri = entry(issuer, "taro+keiyaku@example.com");
        let label = format!("otpauth://totp/{escaped}:taro%2Bkeiyaku%40example.com?secret=");
        assert!(uri.starts_with(&label), "{uri}");
        assert!(uri.ends_with(&format!("&issuer={escaped}")), "{uri}");
        let url = url::Url::parse(&uri).unwrap();
        let said: Vec<_> = url.query_pairs().filter(|(name, _)| name == "issuer").collect();
        assert_eq!(said.len(), 1, "{uri}");
        assert_eq!(said[0].1, issuer, "{uri}");
    }
}

// SF-11
#[test]
fn a_code_is_read_in_any_width_with_blanks_and_anything_else_is_refused() {
    let factors = TotpFactors::new(&master(), "Wariin");
    let owner = owner();
    let seed = factors.new_seed(owner).unwrap();
    let enrolment = factors.enrolment(&seed, owner, &address()).unwrap();
    let code = Authenticator::scan(&enrolment.uri).unwrap().code(NOW);
    let wide: String = code.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
    let spaced = format!(" {} {}\n", &code[..3], &code[3..]);
    for typed in [&code, &wide, &spaced] {
        assert!(factors.matching_step(&seed, owner, typed, NOW).unwrap().is_some(), "{typed:?}");
    }
    let odd = [
        format!("+{code}"),
        format!("{code}0"),
        code[..5].to_owned(),
        format!("{code}\0"),
        String::new(),
        "9".repeat(10_000_000),
        "١٢٣٤٥٦".to_owned(),
    ];
    for typed in odd {
        assert!(factors.matching_step(&seed, owner, &typed, NOW).unwrap().is_none());
    }
}

// SF-08 SF-09 SF-10
#[test]
fn seeds_are_long_distinct_encrypted_and_bound_to_their_row() {
    let factors = TotpFactors::new(&master(), "Wariin");
    let owner = owner();
    let mut keys = std::collections::BTreeSet::new();
    for _ in 0..1_000 {
        let seed = factors.new_seed(owner).unwrap();
        let enrolment = factors.enrolment(&seed, owner, &address()).unwrap();
        assert_eq!(enrolment.key.trim_end_matches('=').len(), 32, "160 bits in base32");
        assert!(!seed.0.windows(32).any(|w| w == enrolment.key.as_bytes()));
        assert_eq!(format!("{seed:?}{enrolment:?}"), "Seed(..)Enrolment(..)");
        assert!(keys.insert(enrolment.key));
    }
    let seed = factors.new_seed(owner).unwrap();
    let swapped = SeedOwner { factor: fresh().into(), ..owner };
    assert!(factors.matching_step(&seed, swapped, "123456", NOW).is_err(), "never a plain no");
    let other_key = TotpFactors::new(&MasterKey::from_bytes([1; 32]), "Wariin");
    assert!(other_key.matching_step(&seed, owner, "123456", NOW).is_err());
    let mut flipped = seed.clone();
    flipped.0[40] ^= 1;
    assert!(factors.matching_step(&flipped, owner, "123456", NOW).is_err());
}

// EV-02
#[test]
fn what_was_handed_out_under_the_key_of_before_is_recognised_until_that_key_is_retired() {
    let (old, new) = ("2a".repeat(32), "07".repeat(32));
    let tokens = |keys: &str| KeyedTokens::new(&MasterKey::parse(keys).unwrap());
    let (before, after) = (tokens(&old), tokens(&format!("{old}\n{new}")));
    let retired = tokens(&format!("retired {old}\n{new}"));
    let claim = LinkClaim { recipient: RecipientId::from(uuid()), generation: 1 };
    let (code, reset) = (MailboxCodeId::from(uuid()), fresh().into());
    let (link, mail) = (before.link(claim), before.password_reset_link(reset));
    assert_eq!(after.read_link(&link), Some(claim));
    assert_eq!(retired.read_link(&link), None);
    assert_ne!(after.link(claim), link, "what is new is of the newest key");
    assert_eq!(retired.read_link(&after.link(claim)), Some(claim));
    assert_eq!(after.read_password_reset_link(&mail), Some(reset));
    assert_eq!(retired.read_password_reset_link(&mail), None);
    assert!(after.is_mailbox_code(code, &before.mailbox_code(code)));
    assert!(!retired.is_mailbox_code(code, &before.mailbox_code(code)));
    let form = before.form_token("browser");
    assert!(after.is_form_token("browser", &form) && !after.is_form_token("other", &form));
    assert!(!retired.is_form_token("browser", &form) && !retired.is_form_token("browser", ""));
    // Made twice and compared: the same on either side of the change.
    assert_eq!(after.form_id(uuid(), uuid()), before.form_id(uuid(), uuid()));
    assert_eq!(after.pkce_verifier(uuid().into()), before.pkce_verifier(uuid().into()));
    assert_eq!(after.idp_nonce(uuid().into()), before.idp_nonce(uuid().into()));
    assert_ne!(retired.idp_nonce(uuid().into()), before.idp_nonce(uuid().into()));
    // Kept as hashes, or put in a zone of the DNS: for good.
    let backup = BackupCode::from_entropy([1; 10]);
    assert_eq!(retired.backup_code_hash(&backup), before.backup_code_hash(&backup));
}

#[tokio::test]
async fn a_password_matches_its_hash_and_an_unknown_account_takes_as_long() {
    let passwords = Argon2idPasswords::new().unwrap();
    let hash = passwords.hash(NewPassword::parse("correct horse").unwrap()).await.unwrap();
    assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
    let verify = |typed: &str, hash| passwords.verify(typed.to_owned(), hash);
    assert!(verify("correct horse", Some(hash.clone())).await.unwrap());
    assert!(!verify("correct horsf", Some(hash)).await.unwrap());
    assert!(!verify("the password of no account", None).await.unwrap());
}

// DO-01
#[tokio::test]
async fn a_file_that_was_changed_on_disk_is_refused_until_it_is_kept_again() {
    let folder = tempfile::tempdir().unwrap();
    let files = LocalFiles::open(folder.path()).unwrap();
    let digest = files.put(b"a contract".to_vec()).await.unwrap();
    assert_eq!(files.put(b"a contract".to_vec()).await.unwrap(), digest);
    assert_eq!(files.get(digest).await.unwrap(), b"a contract");
    let name = digest.to_string();
    let path = folder.path().join(&name[..2]).join(&name);
    fs::write(&path, b"another one").unwrap();
    assert!(matches!(files.get(digest).await, Err(FileError::Corrupt(d)) if d == digest));
    assert_eq!(files.put(b"a contract".to_vec()).await.unwrap(), digest);
    assert_eq!(files.get(digest).await.unwrap(), b"a contract", "kept again, it is put right");
    fs::remove_file(&path).unwrap();
    assert!(matches!(files.get(digest).await, Err(FileError::Missing(_))));
}

fn mail(subject: &str) -> Mail {
    Mail {
        id: "0197-42".into(),
        to: Some(PersonName::parse("山田, \"太郎\"").unwrap()),
        address: address(),
        reply_to: None,
        subject: subject.into(),
        text: "本文\n.\nhttps://sign.example.jp/l/abc\n".into(),
        html: "<p>本文</p>".into(),
        attachments: vec![],
        picture: None,
    }
}

// MA-01 MA-03
#[tokio::test]
async fn a_mail_has_one_recipient_one_subject_and_the_same_id_at_every_try() {
    let folder = tempfile::tempdir().unwrap();
    let mailer = MaildirMailer::new(folder.path(), "Wariin <wariin@example.jp>").unwrap();
    let hostile = "書類\r\nBcc: victim@example.com\r\n\r\nfake body";
    for _ in 0..2 {
        mailer.send(mail(hostile)).await.unwrap();
    }
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    let raw = fs::read_to_string(&files[0]).unwrap();
    let (head, _) = raw.split_once("\r\n\r\n").unwrap();
    let starts = |name: &str| head.lines().filter(|line| line.starts_with(name)).count();
    assert_eq!((starts("To:"), starts("Subject:"), starts("Bcc:"), starts("Cc:")), (1, 1, 0, 0));
    assert!(head.contains("Message-ID: <0197-42@example.jp>"), "{head}");
    assert_eq!(fs::metadata(&files[0]).unwrap().permissions().mode() & 0o777, 0o600);
}

// T-088 DO-08
#[tokio::test]
async fn files_are_attached_unchanged_and_under_their_own_names() {
    let folder = tempfile::tempdir().unwrap();
    let mailer = MaildirMailer::new(folder.path(), "Wariin <wariin@example.jp>").unwrap();
    let name = "契約書\r\nBcc: x\"_締結済.pdf".to_owned();
    let bytes: Vec<u8> = (0..=255).cycle().take(5_000).collect();
    let attachments =
        vec![Attachment { name, media_type: "application/pdf", bytes: bytes.clone() }];
    mailer.send(Mail { attachments, ..mail("締結") }).await.unwrap();
    let raw = fs::read(folder.path().join("0197-42.eml")).unwrap();
    let message = mail_parser::MessageParser::default().parse(&raw).unwrap();
    assert!(message.body_text(0).unwrap().contains("本文"));
    let file = message.attachments().next().unwrap();
    assert_eq!(file.contents(), bytes);
    let head = String::from_utf8_lossy(&raw);
    assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
}

#[tokio::test]
async fn mail_settings_that_cannot_be_used_are_refused_at_the_start() {
    assert!(SmtpMailer::new("http://mail.example.jp", "wariin@example.jp").is_err());
    assert!(SmtpMailer::new("smtp://mail.example.jp", "no address").is_err());
}

// EV-02
#[test]
fn the_master_key_is_generated_once_and_readable_by_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    let link = |key: &MasterKey| {
        KeyedTokens::new(key)
            .link(LinkClaim { recipient: RecipientId::from(uuid()), generation: 1 })
    };
    let made = MasterKey::load_or_create(&path).unwrap();
    let read = MasterKey::load_or_create(&path).unwrap();
    assert_eq!(link(&made), link(&read));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(format!("{made:?}"), "MasterKey(..)");
    fs::write(&path, "not a key").unwrap();
    assert!(MasterKey::load_or_create(&path).is_err());
}

fn uuid() -> wariin_domain::Uuid {
    wariin_domain::Uuid::from_u128(5)
}
