mod html;
mod samples;

use super::*;
use samples::{CHECKPOINT, MESSAGE, invitation, kinds, lapsed, may_show_title, name};
use wariin_domain::{
    AccountChange, DocumentId, EmailAddress, Language, MailRefusal, Message, OrganisationLooks,
    OrganisationName, PersonName, ReferenceNumber, TimeZoneName, Timestamp, Uuid,
};
use wariin_ports::ReportLink;

const ORIGIN: &str = "https://sign.example.com";
/// The title in these emails; nothing else in them contains it.
const TITLE: &str = "Merger with Beta";
/// Characters that simplified Chinese alone writes, among these four languages.
const SIMPLIFIED: &str = "们这请书认证签订确发链邮码组织输过时为账设转开览电应验问题录边从实东";
/// Characters that Japanese or traditional Chinese write where simplified Chinese has others.
const UNSIMPLIFIED: &str =
    "們這請書認證簽訂確發鏈郵碼組織輸過時為帳設轉開覽電應驗問題錄發証覧転録応験変権実";
/// Characters that Japanese alone writes.
const JAPANESE: &str = "証発覧転録応験変権実込働戻";
/// Characters that traditional Chinese writes where Japanese has others.
const TRADITIONAL: &str = "們這發證簽轉覽應驗錄鏈碼您";

// MA-02 O-33
#[test]
fn an_invitation_after_a_lapsed_consent_says_so_in_every_language_and_gives_the_new_link() {
    for language in Language::ALL {
        let [first, lapsed] = [invitation(None, true), lapsed(invitation(None, true))]
            .map(|kind| write(language, None, kind));
        assert_ne!(first.subject, lapsed.subject);
        let why = Locale::new(language, &TimeZoneName::default()).common.email_invitation_lapsed();
        assert!(lapsed.text.contains(&why) && !first.text.contains(&why), "{language:?}");
        assert!(lapsed.text.contains("/l/token"), "{language:?}");
    }
}

// EV-01
#[test]
fn a_checkpoint_is_read_from_the_text_of_the_email_in_every_language() {
    for language in Language::ALL {
        let at = Timestamp::from_micros(1_795_323_900_000_000);
        let kind = EmailContent::Checkpoint { note: CHECKPOINT.to_owned(), events: 7, at };
        let text = write(language, None, kind).text;
        assert_eq!(wariin_adapters::checkpoints_in(&text), [CHECKPOINT], "{language:?}");
    }
}

fn alpha() -> EmailOrganisation {
    let name = OrganisationName::parse("Alpha Ltd.").unwrap();
    EmailOrganisation { name, looks: OrganisationLooks::default() }
}

fn write(language: Language, to: Option<PersonName>, kind: EmailContent) -> EmailText {
    let address = EmailAddress::parse("taro@example.com").unwrap();
    let sender = if kind.is_from_a_person() {
        EmailSender::Person { name: name(), email: address.clone(), organisation: alpha() }
    } else {
        EmailSender::Service
    };
    let reference = matches!(kind, EmailContent::Invitation { .. })
        .then(|| ReferenceNumber::of(DocumentId::from(Uuid::nil())));
    let time_zone = TimeZoneName::default();
    let message = EmailMessage { to, address, language, time_zone, sender, reference, kind };
    LocalizedEmails::new(ORIGIN.to_owned()).write(&message)
}

/// Whether a text in this language has no use for the character.
fn is_foreign(language: Language, c: char) -> bool {
    let is_kana = matches!(c, '\u{3040}'..='\u{30ff}');
    let is_wide =
        matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}');
    match language {
        Language::Japanese => SIMPLIFIED.contains(c) || TRADITIONAL.contains(c),
        Language::English => is_wide,
        Language::SimplifiedChinese => is_kana || UNSIMPLIFIED.contains(c),
        Language::TraditionalChinese => is_kana || SIMPLIFIED.contains(c) || JAPANESE.contains(c),
    }
}

#[test]
fn every_email_is_wholly_in_its_language() {
    for language in Language::ALL {
        for kind in kinds(Some(TITLE)) {
            for to in [Some(name()), None] {
                let written = write(language, to, kind.clone());
                assert!(!written.subject.is_empty() && !written.subject.contains('\n'));
                for text in [&written.subject, &written.text] {
                    let foreign = text.chars().find(|c| is_foreign(language, *c));
                    assert_eq!(foreign, None, "{language:?}: {text}");
                    assert!(!text.contains(['{', '}', '$']), "{language:?}: {text}");
                }
                let footer = format!("\n{ORIGIN}/help#unknown-mail\n");
                assert!(written.text.ends_with(&footer), "{language:?}: {}", written.text);
            }
        }
    }
}

#[test]
fn emails_of_one_kind_differ_between_languages() {
    for kind in kinds(Some(TITLE)) {
        let mut written = Language::ALL.map(|language| write(language, None, kind.clone()).text);
        written.sort();
        assert!(written.windows(2).all(|pair| pair[0] != pair[1]), "{kind:?}");
    }
}

#[test]
fn an_email_shows_a_title_only_where_it_may() {
    for language in Language::ALL {
        let locale = Locale::new(language, &TimeZoneName::default());
        let label = locale.common.email_title_label();
        for kind in kinds(Some(TITLE)) {
            let may = may_show_title(&kind);
            let body = write(language, Some(name()), kind).text;
            let label = locale.common.email_label(label.as_str());
            assert_eq!(body.contains(&format!("{label}\n> {TITLE}\n\n")), may, "{body}");
            assert_eq!(body.contains(TITLE), may, "{body}");
        }
        for kind in kinds(None) {
            let written = write(language, Some(name()), kind);
            assert!(!written.text.contains(&label) && !written.text.contains(MESSAGE));
        }
        for kind in kinds(Some(TITLE)).into_iter().chain(kinds(None)) {
            assert!(!write(language, None, kind).subject.contains(TITLE));
        }
    }
}

#[test]
fn what_people_typed_is_quoted_as_it_is() {
    let message = "Dear customer,\n  { $link } \"ご確認\"\n";
    for language in Language::ALL {
        let EmailContent::Invitation { sender, organisation, token, until, .. } =
            invitation(None, true)
        else {
            unreachable!()
        };
        let kind = EmailContent::Invitation {
            sender,
            organisation,
            title: None,
            message: Some(Message::parse(message).unwrap()),
            token,
            until,
            advanced_auth: false,
            occasion: InvitationOccasion::First,
        };
        let body = write(language, None, kind).text;
        assert!(body.contains("> Dear customer,\n>   { $link } \"ご確認\"\n\n"), "{body}");
    }
}

#[test]
fn an_email_begins_with_the_salutation_of_its_language() {
    let begins = |language, to| {
        let body = write(language, to, EmailContent::ForeignAccount).text;
        body.lines().next().unwrap_or_default().to_owned()
    };
    let named = Language::ALL.map(|language| begins(language, Some(name())));
    let greetings =
        ["Taro Yamada 様", "Dear Taro Yamada,", "Taro Yamada，您好：", "Taro Yamada，您好："];
    assert_eq!(named, greetings);
    let unnamed = Language::ALL.map(|language| begins(language, None));
    assert_eq!(unnamed, ["ご利用者 様", "Hello,", "您好：", "您好："]);
}

#[test]
fn the_japanese_code_email_is_laid_out_line_by_line() {
    let until = Timestamp::from_micros(1_795_323_900_000_000);
    let kind = EmailContent::MailboxCode { digits: "012345".to_owned(), until };
    let written = write(Language::Japanese, Some(name()), kind);
    assert_eq!(written.subject, "確認コードのお知らせ");
    assert_eq!(
        written.text,
        "Taro Yamada 様\n\nメールアドレスを確認するためのコードです。\n\n  012345\n\n\
         コードを請求したブラウザーの画面に、2026年11月22日 14:05 までに入力してください。\n\
         このコードを他の人に伝えないでください。書類の送信者や当サービスがお尋ねすることはありません。\n\n\
         --\nこのメールは電子契約サービス Wariin から自動で送信しています。\n\
         お心当たりのない場合の手順：\nhttps://sign.example.com/help#unknown-mail\n"
    );
}

// O-22 T-088
#[test]
fn the_mail_of_the_conclusion_leads_an_account_to_what_it_received() {
    for language in Language::ALL {
        let place = Some(Place::ReceivedConcluded);
        let concluded = EmailContent::Concluded { title: None, place, has_files: false };
        let written = write(language, None, concluded);
        let address = format!("{ORIGIN}/received-documents?show=concluded");
        assert!(written.text.contains(&address) && written.html.contains(&address));
    }
}

// EN-06
#[test]
fn a_mail_about_a_change_has_the_link_to_report_it_where_there_is_one() {
    let until = Timestamp::from_micros(1_795_323_900_000_000);
    let body = |language, change, report| {
        write(language, None, EmailContent::AccountChanged { change, report }).text
    };
    for language in Language::ALL {
        let report = || Some(ReportLink { token: "secret".to_owned(), until });
        let registered = body(language, AccountChange::Registered, report());
        assert!(registered.contains(&format!("{ORIGIN}/n/secret")), "{registered}");
        let plain = body(language, AccountChange::PasswordReset, None);
        assert!(plain.contains(&format!("{ORIGIN}/settings/security")), "{plain}");
        let reported = body(language, AccountChange::Reported, None);
        assert!(reported.contains(&format!("{ORIGIN}/forgotten-password")), "{reported}");
    }
}

#[test]
fn a_subject_names_the_senders_organisation_and_the_reference_number_of_the_document() {
    let subject = |language, kind| write(language, None, kind).subject;
    let invitation = |language| subject(language, invitation(None, true));
    assert_eq!(
        Language::ALL.map(invitation),
        [
            "【Alpha Ltd.】書類の確認をお願いします（お問い合わせ番号 0000-0000）",
            "[Alpha Ltd.] A document is waiting for your review (reference 0000-0000)",
            "【Alpha Ltd.】请确认文件（查询编号 0000-0000）",
            "【Alpha Ltd.】請確認文件（查詢編號 0000-0000）",
        ]
    );
    let until = Timestamp::from_micros(1_795_323_900_000_000);
    let code = EmailContent::MailboxCode { digits: "012345".to_owned(), until };
    assert_eq!(subject(Language::Japanese, code), "確認コードのお知らせ");
}

// MA-02
#[test]
fn only_an_email_from_a_person_says_that_an_answer_reaches_the_sender() {
    for language in Language::ALL {
        let reply = Locale::new(language, &TimeZoneName::default()).common.email_footer_reply();
        for kind in kinds(None) {
            let is_from_a_person = kind.is_from_a_person();
            let is_about_a_document = matches!(kind, EmailContent::Invitation { .. });
            let text = write(language, None, kind).text;
            assert_eq!(text.contains(&reply), is_from_a_person && is_about_a_document, "{text}");
        }
    }
}

// FA-06 O-48
#[test]
fn the_sender_is_told_how_a_refused_email_is_cured_in_every_language() {
    for language in Language::ALL {
        let text = |can_mail_again| {
            let kind = EmailContent::Undelivered {
                title: None,
                to: name(),
                email: EmailAddress::parse("hanako@example.com").unwrap(),
                why: MailRefusal::MailboxFull,
                place: Place::Document(DocumentId::from(Uuid::nil())),
                can_mail_again,
            };
            write(language, None, kind).text
        };
        let t = Locale::new(language, &TimeZoneName::default()).common;
        let [correct, again] = [t.email_undelivered_note(), t.email_undelivered_again()];
        assert!(text(false).contains(&correct) && !text(false).contains(&again), "{language:?}");
        assert!(text(true).contains(&again) && !text(true).contains(&correct), "{language:?}");
    }
}
