//! Pages as poppler and `MuPDF` show them.

use std::path::Path;
use std::process::Command;

/// A picture of 72 dots an inch without smooth edges: width, and three bytes for each dot.
#[derive(PartialEq)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) dots: Vec<u8>,
}

impl Picture {
    /// Reads a binary portable pixmap.
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        let mut at = 0;
        let mut word = || {
            let start = at;
            at += bytes[start..].iter().position(u8::is_ascii_whitespace).unwrap() + 1;
            std::str::from_utf8(&bytes[start..at - 1]).unwrap().to_owned()
        };
        assert_eq!(word(), "P6");
        let width = word().parse().unwrap();
        let (_height, _depth) = (word(), word());
        Self { width, dots: bytes[at..].to_vec() }
    }

    pub(crate) fn dot(&self, x: usize, y: usize) -> &[u8] {
        let at = 3 * (y * self.width + x);
        &self.dots[at..at + 3]
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.dots.iter().all(|byte| *byte == 255)
    }

    /// This picture with everything that is not white in the other one over it.
    pub(crate) fn under(&self, upper: &Self) -> Self {
        assert_eq!((self.width, self.dots.len()), (upper.width, upper.dots.len()), "sizes");
        let pairs = self.dots.chunks_exact(3).zip(upper.dots.chunks_exact(3));
        let dots = pairs.flat_map(|(lower, upper)| if upper == [255; 3] { lower } else { upper });
        Self { width: self.width, dots: dots.copied().collect() }
    }

    /// How many dots differ.
    pub(crate) fn differing(&self, other: &Self) -> usize {
        assert_eq!((self.width, self.dots.len()), (other.width, other.dots.len()), "sizes");
        let pairs = self.dots.chunks_exact(3).zip(other.dots.chunks_exact(3));
        pairs.filter(|(a, b)| a != b).count()
    }
}

/// The first page as both show it.
pub(crate) fn first_page(pdf: &[u8]) -> [(&'static str, Picture); 2] {
    let folder = tempfile::tempdir().unwrap();
    let (file, picture) = (folder.path().join("it.pdf"), folder.path().join("it.ppm"));
    std::fs::write(&file, pdf).unwrap();
    let mut poppler = Command::new("pdftoppm");
    poppler.args(["-singlefile", "-cropbox", "-r", "72", "-aa", "no", "-aaVector", "no"]);
    run(poppler.arg(&file).arg(picture.with_extension("")));
    let by_poppler = Picture::read(&picture);
    let mut mupdf = Command::new("mutool");
    mupdf.args(["draw", "-q", "-r", "72", "-A", "0", "-c", "rgb", "-o"]);
    run(mupdf.arg(&picture).arg(&file).arg("1"));
    [("poppler", by_poppler), ("mupdf", Picture::read(&picture))]
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}

/// The words of the first page and where they stand.
pub(crate) fn text(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.pdf");
    std::fs::write(&file, pdf).unwrap();
    let mut command = Command::new("pdftotext");
    let output = command.args(["-bbox", "-l", "1"]).arg(&file).arg("-").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let words = said.lines().filter(|line| line.contains("<word"));
    // Hundredths of a point: smaller differences are invisible, and viewers calculate with fewer digits than we
    // write.
    let rounded = |part: &str| part.parse::<f64>().map_or(part.to_owned(), |n| format!("{n:.2}"));
    words.flat_map(|line| line.split('"')).map(rounded).collect()
}

/// What qpdf says of the structure.
pub(crate) fn expect_sound(pdf: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("qpdf").arg("--check").arg(&file).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(said.contains("No syntax or stream encoding errors"), "{said}");
}
