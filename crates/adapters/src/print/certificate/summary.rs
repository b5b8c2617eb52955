//! The first page: the agreement at a glance, for a folder. It is one page however much there is. What has no room on it
//! is counted, and everything stands on the pages after it.

use super::Service;
use super::blocks::{Row, VALUE_WIDTH, hairline, heading, rows};
use super::flow::{Column, Flow, Item, LEFT, RIGHT, WIDTH};
use super::how::How;
use super::lines::{BODY, INK, Line, Look, SMALL, lines};
use super::words::instant;
use wariin_domain::{CertificateFacts, CertifiedFile, CertifiedParty};

/// Where the columns of the tables begin, from the left margin.
const FILES: [f32; 3] = [0.0, 22.0, 330.0];
const PARTIES: [f32; 4] = [0.0, 22.0, 196.0, 356.0];
/// Between two columns.
const GUTTER: f32 = 8.0;
/// The side of the QR code, in points.
const CODE: f32 = 74.0;
/// What stands under the tables.
const FOOT: f32 = CODE + 28.0;
/// What the parties need at the least: their heading and some of them.
const SOME_PARTIES: f32 = 260.0;
/// The line that counts what has no room.
const REST: f32 = 18.0;

/// The page; what follows begins on the next one.
pub(super) fn write(flow: &mut Flow, facts: &CertificateFacts, service: &Service) {
    heading(flow, "概要", "Summary");
    rows(flow, about(facts), &|_| {});
    heading(flow, "ファイル", "Files");
    let files = facts.files.iter().zip(1..).map(|(file, number)| file_row(number, file));
    table(flow, files.collect(), FOOT + SOME_PARTIES, "ファイル", "files");
    heading(flow, "同意した当事者", "Parties that agreed");
    let parties = facts.parties.iter().map(|party| party_row(party, facts));
    table(flow, parties.collect(), FOOT, "名", "parties");
    write_foot(flow, service);
    flow.turn();
}

fn about(facts: &CertificateFacts) -> Vec<Row> {
    let value = |text: &str, most| clipped(lines(text, BODY, VALUE_WIDTH), most);
    let sender = facts.agreement.sender.as_ref();
    let sender = sender.map(|sender| format!("{}　{}", sender.name, sender.organisation));
    let sender = sender.unwrap_or_else(|| facts.sender_email.to_string());
    vec![
        Row::new(("タイトル", "Title"), value(facts.title.as_str(), 4)),
        Row::text(("書類ID", "Document id"), &facts.agreement.document.to_string()),
        Row::new(("送信者", "Sender"), value(&sender, 3)),
        Row::words(("締結日時", "Concluded"), &instant(facts.concluded_at, &facts.zone)),
    ]
}

/// Rows until what is under the table would have no room; then how many there are besides.
fn table(flow: &mut Flow, all: Vec<Vec<Column>>, under: f32, japanese: &str, english: &str) {
    let count = all.len();
    for (number, row) in all.into_iter().enumerate() {
        let is_last = number + 1 == count;
        let needed = height(&row) + if is_last { 0.0 } else { REST };
        if flow.room() < under + needed {
            let left = count - number;
            let said =
                format!("ほか{left}{japanese}（次のページ以降）　{left} more {english}, overleaf");
            flow.write(LEFT, lines(&said, SMALL, WIDTH));
            return;
        }
        flow.row(row, &|_| {});
        flow.space(1.6);
        hairline(flow);
        flow.space(2.0);
    }
}

fn height(row: &[Column]) -> f32 {
    let of = |column: &Column| column.lines.iter().map(|line| line.height).sum::<f32>();
    row.iter().map(of).fold(0.0, f32::max) + 3.6
}

fn file_row(number: u32, file: &CertifiedFile) -> Vec<Column> {
    let digest: String = file.seal.digest.to_string().chars().take(16).collect();
    let said = format!("{}（{}ページ）", file.name, file.pages);
    vec![
        cell(FILES, 0, &number.to_string(), BODY, 1),
        cell(FILES, 1, &said, BODY, 2),
        cell(FILES, 2, &format!("SHA-256 {digest}…"), SMALL, 1),
    ]
}

fn party_row(party: &CertifiedParty, facts: &CertificateFacts) -> Vec<Column> {
    let agreed = &party.agreed;
    let mut who = cell(PARTIES, 1, agreed.name.as_str(), BODY, 2);
    if let Some(organisation) = &party.organisation {
        who.lines.extend(cell(PARTIES, 1, organisation.as_str(), SMALL, 2).lines);
    }
    let (consented, _) = instant(agreed.consented_at, &facts.zone);
    vec![
        cell(PARTIES, 0, &party.number.to_string(), BODY, 1),
        who,
        cell(PARTIES, 2, &How::of(&agreed.assurance).method.0, BODY, 3),
        cell(PARTIES, 3, &format!("同意　{consented}"), BODY, 2),
    ]
}

/// The text in the column with this number, in so many lines at the most.
fn cell<const N: usize>(
    columns: [f32; N],
    number: usize,
    text: &str,
    look: Look,
    most: usize,
) -> Column {
    let begins = columns.get(number).copied().unwrap_or_default();
    let ends = columns.get(number + 1).map_or(WIDTH, |next| next - GUTTER);
    Column { x: LEFT + begins, lines: clipped(lines(text, look, ends - begins), most) }
}

/// So many lines at the most; the last of them says that there is more.
fn clipped(mut all: Vec<Line>, most: usize) -> Vec<Line> {
    if all.len() > most {
        all.truncate(most.saturating_sub(1));
        all.extend(lines("…", BODY, WIDTH));
    }
    all
}

fn write_foot(flow: &mut Flow, service: &Service) {
    flow.space(10.0);
    let squares = service.code.squares((RIGHT - CODE, flow.y()), CODE);
    flow.put(Item::Fill { rectangles: squares, colour: INK });
    let wide = WIDTH - CODE - 18.0;
    let mut said = lines(
        "認証の詳細、ファイルのSHA-256、検証の手順は、次のページ以降に記載しています。",
        BODY,
        wide,
    );
    let english = "How each party was authenticated, the digests of the files and how to verify them stand on the next pages.";
    said.extend(lines(english, SMALL, wide));
    said.extend(lines(&format!("検証ページ：{}", service.url), BODY, wide));
    flow.write(LEFT, said);
}
