//! PDFs with one field, and what other programs show of them.

use super::super::super::file::File;
use super::super::super::raw::RawDict;
use super::super::{Fallback, FieldLook, look_of};
use crate::Error;
use std::cell::RefCell;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// Width and height of the page.
const PAGE: (usize, usize) = (300, 200);
/// The number of the first object that a test adds.
pub(super) const FIRST: usize = 6;

/// A page with one field, which is object 4; object 5 is the form.
pub(super) struct Sample {
    field: String,
    form: String,
    objects: Vec<Vec<u8>>,
}

/// What is made of it.
pub(super) struct Made {
    pub(super) dict: RawDict,
    pub(super) contents: String,
    /// The PDF with the appearance.
    pub(super) pdf: Vec<u8>,
}

impl Sample {
    /// A field with these entries and a rectangle from (50, 60), this wide and high.
    pub(super) fn new((width, height): (usize, usize), entries: &str) -> Self {
        let rect = format!("[50 60 {} {}]", 50 + width, 60 + height);
        let field = format!("/Type/Annot/Subtype/Widget/F 4/T(f)/Rect{rect}{entries}");
        Self { field, form: "/DA(/Helv 0 Tf 0 g)".to_owned(), objects: Vec::new() }
    }

    /// With these entries of the form instead.
    pub(super) fn form(mut self, entries: &str) -> Self {
        self.form = entries.to_owned();
        self
    }

    /// With one more object.
    pub(super) fn object(mut self, object: &str) -> Self {
        self.objects.push(object.into());
        self
    }

    /// With one more stream.
    pub(super) fn stream(mut self, entries: &str, data: &[u8]) -> Self {
        let head = format!("<</Length {}{entries}>>\nstream\n", data.len());
        self.objects.push([head.as_bytes(), data, b"\nendstream"].concat());
        self
    }

    pub(super) fn look(&self) -> Result<Option<(RawDict, Vec<u8>)>, Error> {
        let file = File::open(&Arc::new(self.pdf("", ""))).unwrap();
        let (widget, form) = (file.dict((4, 0)).unwrap(), file.dict((5, 0)).unwrap());
        let fallback = RefCell::new(Fallback::default());
        let (file, widget, form) = (&file, &widget, &form);
        let look = look_of(&FieldLook { file, widget, form, fallback: &fallback })?;
        look.map(|look| look.stream(|_| None)).transpose()
    }

    /// What is made; the appearance is the last object.
    pub(super) fn made(&self) -> Made {
        let (dict, contents) = self.look().unwrap().expect("something is shown");
        let mut with = Self {
            field: self.field.clone(),
            form: self.form.clone(),
            objects: self.objects.clone(),
        };
        let number = FIRST + with.objects.len();
        let head = String::from_utf8(dict.write()).unwrap();
        let head = head.strip_prefix("<<").unwrap().strip_suffix(">>").unwrap().to_owned();
        with = with.stream(&format!("\n{head}"), &contents);
        let pdf = with.pdf(&format!("/AP<</N {number} 0 R>>"), "");
        Made { dict, contents: String::from_utf8(contents).unwrap(), pdf }
    }

    /// The words as poppler shows them, when it is told to draw the field.
    pub(super) fn words_of_poppler(&self) -> String {
        words(&self.pdf("", "/NeedAppearances true"), "pdftotext")
    }

    /// What is shown, which both programs agree about, and which stays inside the rectangle.
    pub(super) fn words(&self) -> String {
        let made = self.made();
        Self::expect_inside(&made);
        let [poppler, mupdf] = ["pdftotext", "mutool"].map(|program| words(&made.pdf, program));
        // They differ in where they see blanks.
        assert_eq!(poppler.replace(' ', ""), mupdf.replace(' ', ""));
        poppler
    }

    /// Everything that is painted is inside the rectangle of the field.
    pub(super) fn expect_inside(made: &Made) {
        Self::expect_inside_by("pdftoppm", made);
        Self::expect_inside_by("mutool", made);
    }

    pub(super) fn expect_inside_by(program: &str, made: &Made) {
        let file = File::open(&Arc::new(made.pdf.clone())).unwrap();
        let rect = file.dict((4, 0)).unwrap().get("Rect").unwrap().to_vec();
        let rect = String::from_utf8(rect).unwrap();
        let rect: Vec<usize> =
            rect.trim_matches(['[', ']']).split(' ').map(|it| it.parse().unwrap()).collect();
        let dots = dots(&made.pdf, program);
        assert!(!dots.is_empty(), "{program} shows nothing");
        let is_inside = |(x, y): &(usize, usize)| {
            (rect[0] - 1..=rect[2]).contains(x) && (rect[1] - 1..=rect[3]).contains(y)
        };
        let outside = dots.iter().find(|dot| !is_inside(dot));
        assert_eq!(outside, None, "{program}\n{}", made.contents);
    }

    fn pdf(&self, field: &str, form: &str) -> Vec<u8> {
        let (width, height) = PAGE;
        let mut objects: Vec<Vec<u8>> = vec![
            b"<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Annots[4 0 R]>>")
                .into(),
            format!("<<{}{field}/P 3 0 R>>", self.field).into(),
            format!("<</Fields[4 0 R]{}{form}>>", self.form).into(),
        ];
        objects.extend(self.objects.iter().cloned());
        let mut pdf = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (index, object) in objects.iter().enumerate() {
            table += &format!("{:010} 00000 n \n", pdf.len());
            pdf.extend(
                [format!("{} 0 obj\n", index + 1).as_bytes(), object, b"\nendobj\n"].concat(),
            );
        }
        let at = pdf.len();
        let trailer = format!("trailer\n<</Size {}/Root 1 0 R>>\n", objects.len() + 1);
        pdf.extend(format!("{table}{trailer}startxref\n{at}\n%%EOF\n").bytes());
        pdf
    }
}

/// The words on the page.
pub(super) fn words(pdf: &[u8], program: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.pdf");
    std::fs::write(&file, pdf).unwrap();
    let mut command = Command::new(program);
    match program {
        "mutool" => command.args(["draw", "-q", "-F", "txt"]).arg(&file),
        _ => command.args(["-layout"]).args([&file, Path::new("-")]),
    };
    let output = command.output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The dots that are not white, counted from the lower left corner.
pub(super) fn dots(pdf: &[u8], program: &str) -> Vec<(usize, usize)> {
    let folder = tempfile::tempdir().unwrap();
    let (file, picture) = (folder.path().join("it.pdf"), folder.path().join("it.ppm"));
    std::fs::write(&file, pdf).unwrap();
    let mut command = Command::new(program);
    match program {
        "mutool" => command
            .args(["draw", "-q", "-r", "72", "-c", "rgb", "-A", "0", "-F", "ppm", "-o"])
            .args([&picture, &file]),
        _ => command
            .args(["-r", "72", "-aa", "no", "-aaVector", "no", "-singlefile"])
            .args([&file, &folder.path().join("it")]),
    };
    let output = command.output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    let bytes = std::fs::read(picture).unwrap();
    let (width, height) = PAGE;
    let pixels = &bytes[bytes.len() - width * height * 3..];
    let dots = pixels.chunks_exact(3).enumerate().filter(|(_, dot)| *dot != [255; 3]);
    dots.map(|(at, _)| (at % width, height - 1 - at / width)).collect()
}
