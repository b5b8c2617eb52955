//! The worker's side: limits itself, then answers one request after the other until its input ends.

use super::prepared;
use super::protocol::{self, Answer, Drawable, Removable, Reply, Request};
use crate::render::{self, SANS, SERIF, codec};
use rlimit::Resource;
use std::fs;
use std::io::{self, Read, Write};
use std::sync::Arc;
use wariin_domain::{FileChange, FoundName, FoundNames};
use wariin_pades::{Change, Intake, Opening, Refused, intake_with};
use wariin_ports::{ImageFormat, PageImage, PdfRefusal, RemovableText, RenderFault, TextRemoval};

/// Address space of a worker: an upload of 20 MB, what it unpacks to, and a repaired copy or a page of 16
/// million pixels.
const MEMORY: u64 = 512 * 1024 * 1024;
/// For how many seconds of processor time pages are compared: those of longer documents are only compared object
/// by object.
const COMPARING: u64 = 4;
/// For how many seconds of processor time pages are looked at for what is doubtful about them.
const DOUBTING: u64 = 2;
/// How often a second the system counts a process's time.
const TICKS: u64 = 100;

/// The name under which the worker reports that a filter is not known; its name comes beside it.
const UNKNOWN_FILTER: &str = "unknown_filter";
/// The name under which the worker reports that no font has a character; it and the name of its field come beside it.
const MISSING_GLYPH: &str = "missing_glyph";
/// The names under which the worker reports all other refusals.
const REFUSALS: [(Refused, PdfRefusal, &str); 16] = [
    (Refused::NotPdf, PdfRefusal::NotPdf, "not_pdf"),
    (Refused::Damaged, PdfRefusal::Damaged, "damaged"),
    (Refused::Truncated, PdfRefusal::Truncated, "truncated"),
    (Refused::SignedDamaged, PdfRefusal::SignedDamaged, "signed_damaged"),
    (Refused::PasswordNeeded, PdfRefusal::PasswordNeeded, "password_needed"),
    (Refused::WrongPassword, PdfRefusal::WrongPassword, "wrong_password"),
    (Refused::Encrypted, PdfRefusal::Encrypted, "encrypted"),
    (Refused::NoPages, PdfRefusal::NoPages, "no_pages"),
    (Refused::TooManyPages, PdfRefusal::TooManyPages, "too_many_pages"),
    (Refused::Launch, PdfRefusal::Launch, "launch"),
    (Refused::Xfa, PdfRefusal::Xfa, "xfa"),
    (Refused::UnfixedForm, PdfRefusal::UnfixedForm, "unfixed_form"),
    (Refused::Layers, PdfRefusal::Layers, "layers"),
    (Refused::Media, PdfRefusal::Media, "media"),
    (Refused::Certified, PdfRefusal::Certified, "certified"),
    (Refused::TooComplex, PdfRefusal::TooComplex, "too_complex"),
];

/// Works on one PDF after the other, each with [`super::SECONDS`] of processor time.
///
/// # Errors
/// When the limits cannot be set or the pipes break.
pub fn work_on_pdfs(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    Resource::AS.set(MEMORY, MEMORY)?;
    Resource::CORE.set(0, 0)?;
    let (_, most) = Resource::CPU.get()?;
    while let Some((request, pdf)) = protocol::read(input)? {
        Resource::CPU.set((seconds_used()? + super::SECONDS).min(most), most)?;
        let (answer, body) = answer(request, pdf);
        protocol::write(output, &Reply { answer, resident: resident()? }, &body)?;
    }
    Ok(())
}

fn answer(request: Request, pdf: Vec<u8>) -> (Answer, Vec<u8>) {
    let drawn = match request {
        Request::Inspect { password } => {
            let password = password.as_ref().map_or("", |password| &password.0);
            let pdf = Arc::new(pdf);
            return with_doubts(verdict(inspected(&pdf, password)), pdf);
        }
        Request::Logo => {
            return match crate::logo::drawn(&pdf) {
                Ok(png) => (Answer::Png, png),
                Err(refusal) => (
                    Answer::Refused { name: refusal.name().to_owned(), about: Vec::new() },
                    Vec::new(),
                ),
            };
        }
        Request::Verify(question) => {
            let found = crate::verification::look(pdf, &question);
            return serde_json::to_vec(&found)
                .map_or((Answer::TooComplex, Vec::new()), |found| (Answer::Verified, found));
        }
        Request::Sizes => {
            render::sizes(pdf).and_then(|sizes| json(Answer::Sizes, codec::write_sizes(&sizes)))
        }
        Request::Image { page, width } => {
            render::image(pdf, page, width).map(|PageImage { format, bytes }| match format {
                ImageFormat::Png => (Answer::Png, bytes),
                ImageFormat::WebP => (Answer::WebP, bytes),
            })
        }
        Request::WithoutTexts { texts } => {
            let texts: Vec<_> = texts.into_iter().map(removable).collect();
            render::without_texts(&pdf, &texts).map(|TextRemoval { pdf, is_gone }| {
                (Answer::WithoutTexts { is_gone }, pdf.unwrap_or_default())
            })
        }
        Request::Text { page } => {
            render::text(pdf, page).and_then(|text| json(Answer::Text, codec::write_text(&text)))
        }
    };
    drawn.unwrap_or_else(|fault| match fault {
        RenderFault::Undrawable => (Answer::Undrawable, Vec::new()),
        RenderFault::TooComplex | RenderFault::Unavailable => (Answer::TooComplex, Vec::new()),
    })
}

fn removable(Removable { page, parts, text }: Removable) -> RemovableText {
    RemovableText { page, parts, text }
}

/// The verdict on an upload. Where other bytes are to be used instead, their pages look like those of the upload.
fn inspected(pdf: &Arc<Vec<u8>>, password: &str) -> Result<Intake, Refused> {
    let taken = intake_with(Arc::clone(pdf), Opening { password, fonts: &[SANS, SERIF] })?;
    let Some(used) = &taken.repaired else {
        return Ok(taken);
    };
    // What was made from values was not shown before, and the sender is asked to look at it.
    let is_new = |change: &Change| matches!(change, Change::FormDrawn | Change::AnnotationsDrawn);
    if taken.changes.iter().any(is_new) {
        return Ok(taken);
    }
    let until = seconds_used().map_or(0, |used| used + COMPARING);
    let goes_on = || seconds_used().is_ok_and(|used| used < until);
    if render::looks_same((Arc::clone(pdf), password), used.clone(), goes_on) {
        return Ok(taken);
    }
    let is_painted = |change: &Change| {
        matches!(change, Change::FormFixed | Change::AnnotationsFixed | Change::LayersFixed)
    };
    Err(if taken.changes.iter().any(is_painted) { Refused::UnfixedForm } else { Refused::Damaged })
}

/// The answer, with what is doubtful about how the pages are shown.
fn with_doubts((mut answer, body): (Answer, Vec<u8>), pdf: Arc<Vec<u8>>) -> (Answer, Vec<u8>) {
    if let Answer::Taken { is_replaced, changes, .. } = &mut answer {
        let until = seconds_used().map_or(0, |used| used + DOUBTING);
        let goes_on = || seconds_used().is_ok_and(|used| used < until);
        let used = if *is_replaced { Arc::new(body.clone()) } else { pdf };
        let render::Doubts { fonts, pages, differing } = render::doubts(used, goes_on);
        if !fonts.is_empty() {
            changes.push(protocol::Change::of(&FileChange::FontsReplaced(FoundNames::of(fonts))));
        }
        let numbers = |pages: &[usize]| FoundNames::of(pages.iter().map(ToString::to_string));
        if !pages.is_empty() {
            changes.push(protocol::Change::of(&FileChange::PagesUnshown(numbers(&pages))));
        }
        if !differing.is_empty() {
            changes.push(protocol::Change::of(&FileChange::PagesDiffer(numbers(&differing))));
        }
    }
    (answer, body)
}

fn json(answer: Answer, json: Option<Vec<u8>>) -> Result<(Answer, Vec<u8>), RenderFault> {
    json.map(|json| (answer, json)).ok_or(RenderFault::Undrawable)
}

fn verdict(result: Result<Intake, Refused>) -> (Answer, Vec<u8>) {
    match result {
        Ok(Intake { pages, is_signed, drawable, repaired, changes, fields }) => {
            let is_replaced = repaired.is_some();
            let surface = drawable_of(is_signed, drawable);
            let prepared = prepared::told(&fields, &surface);
            let changes =
                changes.iter().map(|change| protocol::Change::of(&file_change(change))).collect();
            let taken = Answer::Taken { pages, is_replaced, changes, surface, prepared };
            (taken, repaired.unwrap_or_default())
        }
        Err(Refused::UnknownFilter(filter)) => {
            let about = vec![FoundName::cut(&filter, PdfRefusal::FILTER_LIMIT).to_string()];
            (Answer::Refused { name: UNKNOWN_FILTER.to_owned(), about }, Vec::new())
        }
        Err(Refused::MissingGlyph { char, field }) => {
            let field = field.map(|field| FoundName::cut(&field, PdfRefusal::FIELD_LIMIT));
            let character = format!("{char} (U+{:04X})", u32::from(char));
            let about = [character].into_iter().chain(field.map(|field| field.to_string()));
            (Answer::Refused { name: MISSING_GLYPH.to_owned(), about: about.collect() }, Vec::new())
        }
        Err(refused) => {
            let known = REFUSALS.iter().find(|(r, ..)| *r == refused);
            let name = known.map_or("too_complex", |(.., name)| name).to_owned();
            (Answer::Refused { name, about: Vec::new() }, Vec::new())
        }
    }
}

fn file_change(change: &Change) -> FileChange {
    match change {
        Change::Repaired => FileChange::Repaired,
        Change::Decrypted => FileChange::Decrypted,
        Change::FormFixed => FileChange::FormFixed,
        Change::FormDrawn => FileChange::FormDrawn,
        Change::AnnotationsFixed => FileChange::AnnotationsFixed,
        Change::AnnotationsDrawn => FileChange::AnnotationsDrawn,
        Change::CommentsRemoved(texts) => FileChange::CommentsRemoved(FoundNames::of(texts)),
        Change::LayersFixed => FileChange::LayersFixed,
        Change::HiddenLayersKept(names) => FileChange::HiddenLayersKept(FoundNames::of(names)),
        Change::UsageRightsRemoved => FileChange::UsageRightsRemoved,
        Change::XfaRemoved => FileChange::XfaRemoved,
        Change::ActionsRemoved => FileChange::ActionsRemoved,
        Change::LinksRemoved(to) => FileChange::LinksRemoved(FoundNames::of(to)),
        Change::AttachmentsRemoved(names) => FileChange::AttachmentsRemoved(FoundNames::of(names)),
        Change::AttachmentsKept(names) => FileChange::AttachmentsKept(FoundNames::of(names)),
        Change::ActionsKept => FileChange::ActionsKept,
        Change::ValuesContradicted(fields) => {
            FileChange::ValuesContradicted(FoundNames::of(fields))
        }
    }
}

fn drawable_of(is_signed: bool, sizes: Option<Vec<(f64, f64)>>) -> Drawable {
    match sizes {
        _ if is_signed => Drawable::Signed,
        Some(sizes) => Drawable::Pages(
            sizes.iter().map(|(width, height)| (paper(*width), paper(*height))).collect(),
        ),
        None => Drawable::No,
    }
}

/// A length of 1/72 inch in hundredths of a millimetre.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page is at most a few kilometres long, and a negative length becomes 0"
)]
pub(super) fn paper(points: f64) -> u32 {
    (points * 2540.0 / 72.0).round() as u32
}

/// The refusal with this name, about these names.
pub(super) fn refusal(name: &str, about: &[String]) -> Option<PdfRefusal> {
    if name == UNKNOWN_FILTER {
        let filter = FoundName::cut(about.first()?, PdfRefusal::FILTER_LIMIT);
        return Some(PdfRefusal::UnknownFilter(filter));
    }
    if name == MISSING_GLYPH {
        let field = about.get(1).map(|field| FoundName::cut(field, PdfRefusal::FIELD_LIMIT));
        let character = FoundName::cut(about.first()?, PdfRefusal::FILTER_LIMIT);
        return Some(PdfRefusal::MissingGlyph { character, field });
    }
    REFUSALS.iter().find(|(.., known)| *known == name).map(|(_, refusal, _)| refusal.clone())
}

/// The processor time that this process has used (proc(5): `utime` and `stime` of `stat`).
fn seconds_used() -> io::Result<u64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The second field is the program's name in brackets, which may hold spaces.
    let after_name = stat.rsplit_once(')').map(|(_, rest)| rest).ok_or_else(unreadable)?;
    let times = after_name.split_ascii_whitespace().skip(11).take(2);
    let ticks = times.map(str::parse::<u64>).sum::<Result<u64, _>>().map_err(|_| unreadable())?;
    Ok(ticks.div_ceil(TICKS))
}

/// The memory that this process holds, in bytes (proc(5): `VmRSS` of `status`).
fn resident() -> io::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or_else(unreadable)?;
    let kilobytes = line.trim().trim_end_matches(" kB").parse::<u64>();
    kilobytes.map(|kilobytes| kilobytes * 1024).map_err(|_| unreadable())
}

fn unreadable() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "/proc cannot be read")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_known_by_its_name() {
        for (refused, expected, name) in REFUSALS {
            let (Answer::Refused { name, about }, _) = verdict(Err(refused)) else {
                panic!("{name}");
            };
            assert_eq!(refusal(&name, &about), Some(expected));
        }
        assert_eq!(refusal("other", &[]), None);
    }

    #[test]
    fn an_unknown_filter_is_named_without_what_disturbs_the_text_around_it() {
        let hostile = "Fancy\u{202E}\n\u{200F}Decode".to_owned() + &"x".repeat(900);
        let (Answer::Refused { name, about }, _) = verdict(Err(Refused::UnknownFilter(hostile)))
        else {
            panic!("it was taken");
        };
        assert!(about.first().is_some_and(|about| about.len() == 40));
        let Some(PdfRefusal::UnknownFilter(filter)) = refusal(&name, &about) else {
            panic!("{name}");
        };
        assert_eq!(filter.as_str(), format!("FancyDecode{}", "x".repeat(29)));
    }

    #[test]
    fn a_character_that_no_font_has_is_named_with_its_field() {
        for (field, expected) in [(Some("氏\u{202E}名\n"), Some("氏名")), (None, None)] {
            let refused = Refused::MissingGlyph { char: 'ʬ', field: field.map(str::to_owned) };
            let (Answer::Refused { name, about }, _) = verdict(Err(refused)) else {
                panic!("it was taken");
            };
            let Some(PdfRefusal::MissingGlyph { character, field }) = refusal(&name, &about) else {
                panic!("{name}");
            };
            assert_eq!(character.as_str(), "ʬ (U+02AC)");
            assert_eq!(field.as_ref().map(FoundName::as_str), expected);
        }
        assert_eq!(refusal(MISSING_GLYPH, &[]), None);
    }

    #[test]
    fn every_change_arrives_as_it_was_found() {
        let names = || vec!["a.xlsx".to_owned(), "b\u{7}.txt".to_owned()];
        let changes = vec![
            Change::Repaired,
            Change::Decrypted,
            Change::FormFixed,
            Change::FormDrawn,
            Change::AnnotationsFixed,
            Change::AnnotationsDrawn,
            Change::CommentsRemoved(names()),
            Change::LayersFixed,
            Change::HiddenLayersKept(names()),
            Change::UsageRightsRemoved,
            Change::XfaRemoved,
            Change::ActionsRemoved,
            Change::LinksRemoved(names()),
            Change::AttachmentsRemoved(names()),
            Change::AttachmentsKept(names()),
            Change::ActionsKept,
            Change::ValuesContradicted(names()),
        ];
        for change in &changes {
            assert_eq!(file_change(change).needs_confirmation(), change.needs_word(), "{change:?}");
        }
        let expected: Vec<_> = changes.iter().map(file_change).collect();
        let taken = Intake {
            pages: 1,
            is_signed: false,
            drawable: None,
            repaired: None,
            changes,
            fields: Vec::new(),
        };
        let (Answer::Taken { changes, .. }, _) = verdict(Ok(taken)) else {
            panic!("it was refused");
        };
        let arrived: Vec<_> = changes.iter().filter_map(protocol::Change::change).collect();
        assert_eq!(arrived, expected);
    }

    #[test]
    fn a_process_knows_its_time_and_its_memory() {
        assert!(seconds_used().unwrap() < 600);
        assert!(resident().unwrap() > 1024 * 1024);
    }
}
