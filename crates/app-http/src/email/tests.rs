use super::*;
use wariin_domain::{
    AccountChange, DocumentId, EmailAddress, EnrolmentClass, FactorMethod, FileDigest, HoldReason,
    InvitationId, Language, LateFactor, MailRefusal, Message, OrganisationLooks, OrganisationName,
    PersonName, PostalAddress, Reason, ReferenceNumber, ServiceCertificate, TimeZoneName,
    Timestamp, Uuid,
};
use wariin_ports::ReportLink;

const ORIGIN: &str = "https://sign.example.com";
/// The title in these emails; nothing else in them contains it.
const TITLE: &str = "Merger with Beta";
/// A checkpoint, whose lines have to be read from the email as they are.
const CHECKPOINT: &str =
    "wariin/00000000\n7\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n\n— wariin/00000000 AAAA\n";
const MESSAGE: &str = "First line\nSecond line";

/// Characters that simplified Chinese alone writes, among these four languages.
const SIMPLIFIED: &str = "们这请书认证签订确发链邮码组织输过时为账设转开览电应验问题录边从实东";
/// Characters that Japanese or traditional Chinese write where simplified Chinese has others.
const UNSIMPLIFIED: &str =
    "們這請書認證簽訂確發鏈郵碼組織輸過時為帳設轉開覽電應驗問題錄發証覧転録応験変権実";
/// Characters that Japanese alone writes.
const JAPANESE: &str = "証発覧転録応験変権実込働戻";
/// Characters that traditional Chinese writes where Japanese has others.
const TRADITIONAL: &str = "們這發證簽轉覽應驗錄鏈碼您";

fn name() -> PersonName {
    PersonName::parse("Taro Yamada").unwrap()
}

fn place() -> Place {
    Place::Document(DocumentId::from(Uuid::nil()))
}

fn invitation(title: Option<Title>, is_plain: bool) -> EmailContent {
    EmailContent::Invitation {
        sender: name(),
        organisation: OrganisationName::parse("Alpha Ltd.").unwrap(),
        message: title.is_some().then(|| Message::parse(MESSAGE).unwrap()),
        title,
        token: "token".to_owned(),
        until: Timestamp::from_micros(1_795_323_900_000_000),
        advanced_auth: !is_plain,
        occasion: if is_plain { InvitationOccasion::First } else { InvitationOccasion::Again },
    }
}

/// The invitation after the recipient's consent has lapsed.
fn lapsed(mut invitation: EmailContent) -> EmailContent {
    if let EmailContent::Invitation { occasion, .. } = &mut invitation {
        *occasion = InvitationOccasion::Lapsed;
    }
    invitation
}

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

/// Whether emails of this kind may show the title. A new kind is decided on here.
fn may_show_title(kind: &EmailContent) -> bool {
    match kind {
        EmailContent::Invitation { .. }
        | EmailContent::Concluded { .. }
        | EmailContent::DeletionAnnounced { .. }
        | EmailContent::LegalHold { .. }
        | EmailContent::Declined { .. }
        | EmailContent::DeclinedByOther { .. }
        | EmailContent::Withdrawn { .. }
        | EmailContent::Held { .. }
        | EmailContent::Disputed { .. }
        | EmailContent::Forwarded { .. }
        | EmailContent::WrongRecipient { .. }
        | EmailContent::NewFactor { .. }
        | EmailContent::ReportTakenBack { .. }
        | EmailContent::Undelivered { .. }
        | EmailContent::FileDamaged { .. } => true,
        EmailContent::Preflight { .. }
        | EmailContent::MemberInvitation { .. }
        | EmailContent::Checkpoint { .. }
        | EmailContent::CertificateEnds { .. }
        | EmailContent::MailboxCode { .. }
        | EmailContent::Cancelled { .. }
        | EmailContent::NoLongerAsked { .. }
        | EmailContent::AccountChanged { .. }
        | EmailContent::PasswordReset { .. }
        | EmailContent::AddressCode { .. }
        | EmailContent::AddressTaken
        | EmailContent::NoPasswordToReset
        | EmailContent::ForeignAccount => false,
    }
}

/// An email of every kind; those that may show the title have this one.
#[expect(clippy::too_many_lines, reason = "a sample of each email")]
fn kinds(title: Option<&str>) -> Vec<EmailContent> {
    let title = || title.map(|title| Title::parse(title).unwrap());
    let until = Timestamp::from_micros(1_795_323_900_000_000);
    let concluded = |place, has_files| EmailContent::Concluded { title: title(), place, has_files };
    let mut kinds = vec![
        invitation(title(), true),
        invitation(title(), false),
        lapsed(invitation(title(), true)),
        EmailContent::MemberInvitation {
            by: name(),
            organisation: OrganisationName::parse("Alpha Ltd.").unwrap(),
            place: Place::Invitation(InvitationId::from(Uuid::nil())),
            until,
        },
        EmailContent::Preflight {
            sender: name(),
            organisation: OrganisationName::parse("Alpha Ltd.").unwrap(),
            token: "token".to_owned(),
            until,
        },
        EmailContent::MailboxCode { digits: "012345".to_owned(), until },
        EmailContent::Checkpoint { note: CHECKPOINT.to_owned(), events: 7, at: until },
        concluded(Some(Place::Link("token".to_owned())), true),
        concluded(Some(place()), false),
        concluded(Some(Place::ReceivedConcluded), false),
        concluded(None, true),
        concluded(None, false),
        EmailContent::DeletionAnnounced {
            title: title(),
            on: until,
            place: Place::ManagedDocument(DocumentId::from(Uuid::nil())),
        },
        EmailContent::LegalHold { title: title(), by: name(), is_held: true, place: place() },
        EmailContent::LegalHold { title: title(), by: name(), is_held: false, place: place() },
        EmailContent::Cancelled { sender: name(), had_consented: false },
        EmailContent::Cancelled { sender: name(), had_consented: true },
        EmailContent::NoLongerAsked {
            sender: name(),
            organisation: OrganisationName::parse("Wariin Test").unwrap(),
        },
        EmailContent::DeclinedByOther {
            sender: name(),
            organisation: OrganisationName::parse("Alpha Ltd.").unwrap(),
            title: title(),
        },
        EmailContent::Declined {
            title: title(),
            by: name(),
            reason: Reason::parse("Too expensive\nTry again").unwrap(),
            place: place(),
        },
        EmailContent::Withdrawn { title: title(), recipient: name(), place: place() },
        EmailContent::Forwarded {
            title: title(),
            by: name(),
            to: PersonName::parse("Hanako").unwrap(),
            email: EmailAddress::parse("hanako@example.com").unwrap(),
            place: place(),
        },
        EmailContent::Disputed { title: title(), recipient: name(), place: place() },
        EmailContent::WrongRecipient { title: title(), recipient: name(), place: place() },
        EmailContent::NewFactor {
            title: title(),
            recipient: name(),
            factor: LateFactor {
                is_address_newer: false,
                method: Some(FactorMethod::Totp),
                class: EnrolmentClass::AfterSending,
                made_at: until,
            },
            place: place(),
        },
        EmailContent::ReportTakenBack { title: title(), recipient: name(), place: place() },
        EmailContent::AddressCode {
            digits: "012345".to_owned(),
            until,
            to: Some(EmailAddress::parse("new@example.com").unwrap()),
        },
        EmailContent::AddressCode { digits: "012345".to_owned(), until, to: None },
        EmailContent::AddressTaken,
        EmailContent::PasswordReset { token: "token".to_owned(), until, by_admin: false },
        EmailContent::PasswordReset { token: "token".to_owned(), until, by_admin: true },
        EmailContent::NoPasswordToReset,
        EmailContent::ForeignAccount,
        EmailContent::FileDamaged { title: title() },
    ];
    kinds.extend(
        ServiceCertificate::ALL
            .map(|certificate| EmailContent::CertificateEnds { certificate, ends_at: until }),
    );
    kinds.extend(HoldReason::ALL.map(|why| EmailContent::Held {
        title: title(),
        recipient: name(),
        why,
        place: place(),
    }));
    kinds.extend(MailRefusal::ALL.map(|why| EmailContent::Undelivered {
        title: title(),
        to: name(),
        email: EmailAddress::parse("hanako@example.com").unwrap(),
        why,
        place: place(),
    }));
    for change in AccountChange::ALL {
        kinds.push(EmailContent::AccountChanged { change, report: None });
        let report = Some(ReportLink { token: "token".to_owned(), until });
        kinds.push(EmailContent::AccountChanged { change, report });
    }
    kinds
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
