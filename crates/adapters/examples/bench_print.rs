//! `cargo xtask bench seal`, its second part: a seal with the mark and with the values of 20 input fields, beside one
//! without, on the same file in one run.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]

use std::time::{Duration, Instant};
use wariin_adapters::{KeySource, KrillaPrinter, PadesSealer, SealSettings};
use wariin_domain::{
    Agreement, DocumentId, FieldArea, FieldKind, FieldText, FieldValue, FontSize, Length,
    Signature, StampFace, StampShape, StampText, Strokes, TextLines, TextPattern, TextRule,
    TimeZoneName, Timestamp, Uuid,
};
use wariin_ports::{FieldPrinter, PrintedField, SealOrder, SealedSubject, Sealer, ShownSeal};

const CONTRACT: &[u8] = include_bytes!("../../../docs/examples/contract.pdf");
const ROUNDS: usize = 60;
/// How many times as long a seal with 20 fields may take.
const GOAL: f64 = 2.0;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let key = KeySource::Own(folder.path().join("seal.pem"));
    let settings = SealSettings { key, subject: None, authorities: vec![], roots: vec![] };
    let sealer = PadesSealer::open(settings, Timestamp::from_micros(1_795_000_000_000_000));
    let sealer = sealer.unwrap();
    let area = area(20, 240, 110, 30);
    let seal_box = ShownSeal::Box { page: 1, area, zone: TimeZoneName::default() };
    let orders = [
        ("nothing seen", order(Vec::new(), ShownSeal::Nothing)),
        ("mark", order(Vec::new(), ShownSeal::Mark)),
        ("box", order(Vec::new(), seal_box)),
        ("20 fields", order(fields(), ShownSeal::Nothing)),
        ("20 fields, mark", order(fields(), ShownSeal::Mark)),
    ];
    println!(
        "\nmedian milliseconds of one B-B seal of a contract of two pages (P-256), and the bytes it adds\n"
    );
    let (mut plain, mut goals) = (None, Vec::new());
    for (name, order) in orders {
        let mut added = 0;
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let (pdf, order) = (CONTRACT.to_vec(), order.clone());
            let start = Instant::now();
            let made = sealer.seal(pdf, order).await.unwrap().pdf;
            times.push(start.elapsed());
            added = made.len() - CONTRACT.len();
        }
        let median = median(times);
        let plain = *plain.get_or_insert(median);
        let times = median.as_secs_f64() / plain.as_secs_f64();
        println!("{name:16} {:>8.3} ms {times:>6.2} × {added:>8} bytes", millis(median));
        if name == "20 fields" {
            goals.push((times <= GOAL, format!("a seal with {name} takes {GOAL} × one without")));
        }
    }
    let printer = KrillaPrinter::new();
    let mut times = Vec::new();
    for field in fields() {
        let start = Instant::now();
        printer.image(field, 600).await.unwrap();
        times.push(start.elapsed());
    }
    println!("{:16} {:>8.3} ms\n", "a field's image", millis(median(times)));
    for (is_met, goal) in goals {
        println!("{:8} {goal}", if is_met { "met" } else { "not met" });
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn order(fields: Vec<PrintedField>, shown: ShownSeal) -> SealOrder {
    SealOrder {
        subject: SealedSubject::Contract,
        agreement: Agreement {
            document: DocumentId::from(Uuid::from_u128(42)),
            sender: None,
            parties: Vec::new(),
        },
        at: Timestamp::from_micros(1_795_000_000_000_000),
        fields,
        shown,
    }
}

fn area(left: u32, top: u32, width: u32, height: u32) -> FieldArea {
    let [left, top, width, height] = [left, top, width, height].map(Length::mm);
    FieldArea { left, top, width, height }
}

/// Twenty fields as a contract has them, on two pages.
fn fields() -> Vec<PrintedField> {
    let place = |number: u32| (1 + number / 10, 20 + number % 10 * 25);
    (0..20)
        .map(|number| {
            let (page, top) = place(number);
            let (kind, value, size) = match number % 5 {
                0 | 1 => {
                    let text = format!("東京都渋谷区神南{number}丁目2番3号 髙島ビル");
                    (text_kind(), FieldValue::Text(FieldText::parse(&text).unwrap()), (90, 8))
                }
                2 => (
                    FieldKind::Checkbox { initially_checked: false },
                    FieldValue::Checked(true),
                    (6, 6),
                ),
                3 => {
                    let face = StampFace::Drawn(StampText::parse("割印商事").unwrap());
                    (FieldKind::Stamp(StampShape::Round), FieldValue::Stamp(face), (20, 20))
                }
                _ => {
                    let strokes = (0..5).map(|x| (0..40).map(|y| (x * 2_000, y * 250)).collect());
                    let strokes = Strokes::new(strokes.collect()).unwrap();
                    (
                        FieldKind::Signature,
                        FieldValue::Signature(Signature::Drawn(strokes)),
                        (50, 18),
                    )
                }
            };
            let area = area(20, top, size.0, size.1);
            PrintedField { page, area, kind, value, image: None }
        })
        .collect()
}

fn text_kind() -> FieldKind {
    let (size, lines) = (FontSize::default(), TextLines::One);
    FieldKind::Text(TextRule {
        size,
        lines,
        limit: 100,
        pattern: TextPattern::Any,
        placeholder: None,
    })
}
