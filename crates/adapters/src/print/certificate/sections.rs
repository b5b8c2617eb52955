//! What a certificate says, from its title to how it is verified.

use super::blocks::{Row, TITLE, heading, paragraph, rows};
use super::flow::{Column, Flow, Item, LEFT, RIGHT, WIDTH};
use super::lines::{BODY, INK, SMALL, both, lines};
use super::parties::{write_copies, write_parties, write_sender};
use super::words::instant;
use super::{Service, summary};
use std::collections::BTreeMap;
use wariin_domain::{CertificateFacts, CertifiedFile, ConsentStatement, Language, TimeSource};

/// Where the columns of the table of files begin, from the left margin.
const FILE: [f32; 3] = [0.0, 22.0, 196.0];
/// The side of the QR code, in points.
const CODE: f32 = 74.0;

pub(super) fn write(flow: &mut Flow, facts: &CertificateFacts, service: &Service) {
    write_title(flow);
    summary::write(flow, facts, service);
    write_document(flow, facts);
    write_files(flow, facts);
    write_sender(flow, facts);
    write_parties(flow, facts);
    write_copies(flow, facts);
    write_statements(flow, facts);
    write_verification(flow, facts, service);
    write_law(flow);
}

fn write_title(flow: &mut Flow) {
    flow.write(LEFT, lines("合意締結証明書", TITLE, WIDTH));
    flow.write(LEFT, lines("Certificate of Agreement", SMALL, WIDTH));
    flow.space(8.0);
    paragraph(
        flow,
        "本書は、次の書類について、各当事者がどのように認証され、いつ同意したかを、設定ではなく実際に行われた操作の記録から示すものです。",
        "This certificate states, from the record of what was done and not from settings, how each party to the document below was authenticated and when each agreed.",
    );
}

fn write_document(flow: &mut Flow, facts: &CertificateFacts) {
    heading(flow, "書類", "Document");
    let moment = |label, at| Row::words(label, &instant(at, &facts.zone));
    let source = match facts.time_source {
        TimeSource::Clock => (
            "サービスの時計（時刻認証局のタイムスタンプなし）",
            "the service's clock; no timestamp authority",
        ),
        TimeSource::TimestampAuthority => (
            "時刻認証局のタイムスタンプ（RFC 3161、全ファイル）",
            "timestamp authority (RFC 3161), every file",
        ),
    };
    let source = (source.0.to_owned(), source.1.to_owned());
    rows(
        flow,
        vec![
            Row::text(("タイトル", "Title"), facts.title.as_str()),
            Row::text(("書類ID", "Document id"), &facts.agreement.document.to_string()),
            moment(("送信日時", "Sent"), facts.sent_at),
            moment(("最後の同意", "Last consent"), facts.agreed_at),
            moment(("締結日時", "Concluded"), facts.concluded_at),
            Row::words(("時刻の根拠", "Source of time"), &source),
        ],
        &|_| {},
    );
}

fn write_files(flow: &mut Flow, facts: &CertificateFacts) {
    heading(flow, "ファイル", "Files");
    files_head(flow);
    for (number, file) in (1_u32..).zip(&facts.files) {
        flow.row(file_columns(number, file), &files_head);
        flow.space(1.6);
        super::blocks::hairline(flow);
        flow.space(2.0);
    }
}

fn files_head(flow: &mut Flow) {
    let cell = |place: usize, text: &str| Column {
        x: LEFT + FILE[place],
        lines: lines(text, SMALL, 300.0),
    };
    let head = vec![
        cell(0, "No."),
        cell(1, "ファイル名・ページ数　Name, pages"),
        cell(2, "SHA-256　上段：送信時　下段：締結後（署名済み）　as sent / as sealed"),
    ];
    flow.row(head, &|_| {});
    super::blocks::hairline(flow);
    flow.space(2.0);
}

fn file_columns(number: u32, file: &CertifiedFile) -> Vec<Column> {
    let column = |place: usize, lines| Column { x: LEFT + FILE[place], lines };
    let wide = FILE[2] - FILE[1] - 8.0;
    let pages = file.pages;
    let mut name = lines(file.name.as_str(), BODY, wide);
    name.extend(both(
        &format!("{pages}ページ"),
        &format!("{pages} p., {}", file.seal.level.standard_name()),
        wide,
    ));
    let room = WIDTH - FILE[2];
    let mut digests = lines(&file.digest.to_string(), super::lines::DIGEST, room);
    digests.extend(lines(&file.seal.digest.to_string(), super::lines::DIGEST, room));
    vec![column(0, lines(&number.to_string(), BODY, FILE[1])), column(1, name), column(2, digests)]
}

/// The words of every version that a party agreed to. Who read them in another language has those in the evidence pack.
fn write_statements(flow: &mut Flow, facts: &CertificateFacts) {
    let read = facts.parties.iter().filter_map(|party| party.statement);
    let versions: BTreeMap<u32, ConsentStatement> =
        read.map(|read| (read.version(), read)).collect();
    if versions.is_empty() {
        return;
    }
    flow.keep(80.0);
    heading(flow, "同意の文言", "Statement agreed to");
    for (version, read) in versions {
        paragraph(
            flow,
            &format!("第{version}版　「{}」", read.in_language(Language::Japanese)),
            &format!("Version {version}: {}", read.in_language(Language::English)),
        );
    }
}

fn write_verification(flow: &mut Flow, facts: &CertificateFacts, service: &Service) {
    flow.keep(210.0);
    heading(flow, "記録と検証", "Record and verification");
    let head = (facts.head.sequence, facts.head.hash);
    rows(
        flow,
        vec![
            Row::text(("記録の番号", "Event in the chain"), &head.0.to_string()),
            Row::new(
                ("記録のハッシュ", "Its hash (SHA-256)"),
                lines(&head.1.to_string(), SMALL, WIDTH - 128.0),
            ),
        ],
        &|_| {},
    );
    flow.space(4.0);
    let steps = steps(service);
    let wide = WIDTH - CODE - 18.0;
    let said: Vec<_> = steps
        .iter()
        .flat_map(|(japanese, english)| {
            let mut step = lines(japanese, BODY, wide);
            step.extend(lines(english, SMALL, wide));
            step
        })
        .collect();
    flow.keep(said.iter().map(|line| line.height).sum::<f32>().max(CODE));
    let squares = service.code.squares((RIGHT - CODE, flow.y() + 2.0), CODE);
    flow.put(Item::Fill { rectangles: squares, colour: INK });
    flow.write(LEFT, said);
}

/// How to verify, step by step.
fn steps(service: &Service) -> [(String, String); 5] {
    let url = &service.url;
    [
        ("1. 署名済みファイルのSHA-256を計算し、上の「締結後」の値と比べます。".into(),
         "Compute the SHA-256 of the sealed file and compare it with the value above.".into()),
        ("2. 署名済みファイルと本書をPDF閲覧ソフトで開き、電子署名を確認します。".into(),
         "Open the sealed file and this certificate in a PDF reader and look at their signatures.".into()),
        ("3. コマンド wariin verify ファイル名 で、署名・タイムスタンプ・追記の有無を確認します。".into(),
         "The command wariin verify FILE checks signature, timestamps and later additions.".into()),
        ("4. 署名の「理由」に、本書と同じ当事者・認証方法・日時が記されていることを確認します。".into(),
         "The signature's reason names the same parties, methods and times as this certificate.".into()),
        (format!("5. 締結したサービスの検証ページ（右のQRコード）でファイルを確認します：{url}"),
         "Have the file verified on the page of the service that concluded it (see the QR code).".into()),
    ]
}

// T-003
fn write_law(flow: &mut Flow) {
    flow.keep(90.0);
    heading(flow, "電子署名法第3条について", "On Article 3 of Japan's Electronic Signatures Act");
    paragraph(
        flow,
        "2要素認証やIdP認証を用いた手続は、政府の「電子署名法第3条に関するQ&A」にいう固有性の要件を満たす可能性を高めるものです。本書は、個別の契約の法的な効力を保証するものではありません。",
        "Procedures with two factors or an identity provider raise the possibility that the requirement of uniqueness, as the government's Q&A on Article 3 describes it, is met. This certificate does not guarantee the legal effect of any contract.",
    );
}
