use super::*;
use mail_parser::{MessageParser, MimeHeaders};
use wariin_ports::Attachment;

// FA-06 O-48
#[test]
fn a_reply_says_why_a_mail_is_refused_or_that_the_service_itself_is() {
    use MailRefusal::{MailboxFull, Other, Policy, TooLarge, UnknownAddress};
    for (code, text, expected) in [
        ("550", "5.1.1 <taro@example.com>: user unknown", Some(UnknownAddress)),
        ("550", "no such user", Some(UnknownAddress)),
        ("550", "5.2.1 disabled", Some(UnknownAddress)),
        ("550", "5.4.4 no host", Some(UnknownAddress)),
        ("552", "5.2.2 over quota", Some(MailboxFull)),
        ("552", "full", Some(MailboxFull)),
        ("552", "5.3.4 message too big", Some(TooLarge)),
        ("550", "5.2.3 too long", Some(TooLarge)),
        ("550", "5.7.1 blocked", Some(Policy)),
        ("554", "spam", Some(Policy)),
        ("550", "5.1.8 bad sender", Some(Other)),
        ("550", "5.6.0 content", Some(Other)),
        ("501", "5.1 what", Some(Other)),
        ("535", "5.7.8 bad credentials", None),
        ("530", "5.7.0 authentication required", None),
        ("521", "takes no mail", None),
    ] {
        assert_eq!(reason(code, enhanced(text)), expected, "{code} {text}");
    }
}

/// A mail with everything that can go wrong in a header.
fn mail(address: &str) -> Mail {
    let long = "長い一行".repeat(2_000) + "\n.\nhttps://sign.example.jp/l/abc\n";
    Mail {
        id: "0197-42".to_owned(),
        to: Some(PersonName::parse("髙﨑 葛󠄀子 \"Q\", Jr.").unwrap()),
        address: EmailAddress::parse(address).unwrap(),
        reply_to: Some(ReplyTo {
            name: PersonName::parse("𠮷田 <太郎>, =?utf-8?q?x?=").unwrap(),
            address: EmailAddress::parse("sender..@ezweb.ne.jp").unwrap(),
        }),
        subject: "【割印商事】書類の確認をお願いします\r\nBcc: x@example.com".to_owned()
            + &"長".repeat(80),
        text: long.clone(),
        html: format!("<p>{long}</p>"),
        attachments: vec![],
        picture: None,
    }
}

fn composed(mail: Mail) -> (Message, Vec<u8>) {
    let from = From::parse("高﨑 𠮷野 <wariin@example.jp>").unwrap();
    let message = compose(&from, mail).unwrap();
    let raw = message.formatted();
    (message, raw)
}

// MA-01 O-49
#[test]
fn a_mail_is_complete_mime_with_text_and_html_and_says_that_it_is_automatic() {
    let (_, raw) = composed(mail("taro+keiyaku@example.com"));
    let message = MessageParser::default().parse(&raw).unwrap();
    let header = |name: &'static str| message.header_raw(name).map(str::trim);
    assert_eq!(header("MIME-Version"), Some("1.0"));
    assert_eq!(header("Auto-Submitted"), Some("auto-generated"));
    assert_eq!(header("Message-ID"), Some("<0197-42@example.jp>"));
    assert_eq!(header("List-Unsubscribe"), None);
    assert_eq!(header("Bcc"), None);
    assert!(message.date().is_some());
    let to = message.to().unwrap().first().unwrap();
    assert_eq!(to.name(), Some("髙﨑 葛󠄀子 \"Q\", Jr."));
    let reply = message.reply_to().unwrap().first().unwrap();
    assert_eq!(reply.name(), Some("𠮷田 <太郎>, = ?utf-8?q?x?="));
    let subject = message.subject().unwrap();
    assert!(subject.starts_with("【割印商事】書類の確認をお願いします Bcc: x@example.com長"));
    assert!(message.root_part().is_content_type("multipart", "alternative"));
    let [text, html] = [message.body_text(0).unwrap(), message.body_html(0).unwrap()];
    assert!(text.replace("\r\n", "\n").ends_with("\n.\nhttps://sign.example.jp/l/abc\n"));
    assert!(html.starts_with("<p>長い一行"));
    assert_eq!((message.text_body_count(), message.html_body_count()), (1, 1));
}

// RFC 2387 RFC 2392
#[test]
fn a_picture_is_shown_by_the_html_and_is_no_file_of_the_mail() {
    let picture = Some(InlinePicture { id: "42@logo.wariin".to_owned(), png: vec![7; 90] });
    let html = "<img src=\"cid:42@logo.wariin\">".to_owned();
    let pdf = Attachment {
        name: "契約書.pdf".to_owned(),
        media_type: "application/pdf",
        bytes: b"%PDF".to_vec(),
    };
    for attachments in [vec![], vec![pdf]] {
        let count = attachments.len();
        let shown = Mail {
            picture: picture.clone(),
            html: html.clone(),
            attachments,
            ..mail("t@example.com")
        };
        let raw = composed(shown).1;
        let message = MessageParser::default().parse(&raw).unwrap();
        assert_eq!(message.body_html(0).unwrap().trim_end(), html);
        assert!(message.body_text(0).unwrap().starts_with("長い一行"));
        let related =
            message.parts.iter().find(|part| part.is_content_type("multipart", "related"));
        assert!(related.is_some());
        let image = message.parts.iter().find(|part| part.is_content_type("image", "png")).unwrap();
        assert_eq!(image.content_id(), Some("42@logo.wariin"));
        assert!(image.content_disposition().is_some_and(|how| how.ctype() == "inline"));
        assert_eq!(image.contents(), vec![7; 90]);
        let pdfs = message.parts.iter().filter(|p| p.is_content_type("application", "pdf"));
        assert_eq!(pdfs.count(), count);
    }
}

// RFC 5890, section 2.3.2.1
#[test]
fn a_sender_with_an_internationalised_domain_is_written_with_a_labels() {
    let from = From::parse("割印 <wariin@例え.jp>").unwrap();
    let raw = compose(&from, mail("taro@example.com")).unwrap().formatted();
    let head = String::from_utf8(raw).unwrap();
    let (head, _) = head.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("<wariin@xn--r8jz45g.jp>"), "{head}");
    assert!(head.is_ascii(), "{head}");
    assert!(From::parse("割印 <wariin@>").is_err());
}

// RFC 5322, section 2.1.1
#[test]
fn no_line_of_a_mail_is_longer_than_servers_take_and_its_head_is_ascii() {
    let (_, raw) = composed(mail("taro@example.com"));
    let raw = String::from_utf8(raw).unwrap();
    assert!(raw.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])));
    let (head, _) = raw.split_once("\r\n\r\n").unwrap();
    assert!(head.is_ascii(), "{head}");
    let mut words = head.split_whitespace().filter(|word| word.starts_with("=?"));
    assert!(
        words.all(|word| word.len() <= 75 && word.ends_with("?=")),
        "RFC 2047, section 2: {head}"
    );
    let ascii = Mail { text: "x".repeat(5_000), html: "y".repeat(5_000), ..mail("t@example.com") };
    let raw = composed(ascii).1;
    assert!(raw.split(|b| *b == b'\n').all(|line| line.len() <= 998));
}

// EN-12
#[test]
fn old_addresses_of_carriers_and_international_domains_reach_the_server_as_it_takes_them() {
    for (typed, sent) in [
        ("taro@example.com", "taro@example.com"),
        ("taro..yamada@docomo.ne.jp", "\"taro..yamada\"@docomo.ne.jp"),
        ("taro.@ezweb.ne.jp", "\"taro.\"@ezweb.ne.jp"),
        ("ta-_...ro...@au.com", "\"ta-_...ro...\"@au.com"),
        ("taro@日本語.jp", "taro@xn--wgv71a119e.jp"),
    ] {
        let (message, raw) = composed(mail(typed));
        let envelope = message.envelope().to();
        assert_eq!(envelope.len(), 1);
        assert_eq!(envelope[0].to_string(), sent);
        let parsed = MessageParser::default().parse(&raw).unwrap();
        let to = parsed.header_raw("To").unwrap();
        assert!(to.contains(&format!("<{sent}>")), "{to}");
    }
}

// MA-01
#[test]
fn a_subject_is_read_back_as_it_was_written() {
    for subject in [
        "【割印商事】書類の確認をお願いします（お問い合わせ番号 0123-4567）",
        "【Alpha & Beta Ltd. 東京】【再送】書類の確認を お願いします（お問い合わせ番号 0123-4567）",
        "[Alpha Ltd.] A document is waiting for your review (reference 0123-4567)",
        "[Café Ltd.] A document is waiting (reference 0123-4567)",
    ] {
        let raw = composed(Mail { subject: subject.to_owned(), ..mail("t@example.com") }).1;
        assert_eq!(MessageParser::default().parse(&raw).unwrap().subject(), Some(subject));
    }
}

// MA-01
#[test]
fn an_encoded_word_that_was_typed_is_not_decoded() {
    let name = Some(PersonName::parse("=?utf-8?q?Bcc=3A?=").unwrap());
    let subject = "[=?utf-8?q?=0D=0ABcc=3A_x=40example.com?= =?utf-8?q?y?=] A document".to_owned();
    let raw = composed(Mail { to: name, subject, ..mail("t@example.com") }).1;
    let message = MessageParser::default().parse(&raw).unwrap();
    let shown = "[= ?utf-8?q?=0D=0ABcc=3A_x=40example.com?= = ?utf-8?q?y?=] A document";
    assert_eq!(message.subject(), Some(shown));
    let name = message.to().unwrap().first().unwrap().name();
    assert_eq!(name, Some("= ?utf-8?q?Bcc=3A?="));
}
