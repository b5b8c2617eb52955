//! Pages as poppler and `MuPDF` show them.

use crate::seal::run;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A picture without smooth edges: width, height, and three bytes for each dot.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) dots: Vec<u8>,
}

impl Picture {
    /// Reads a binary portable pixmap.
    fn read(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap();
        let mut at = 0;
        let mut word = || {
            let start = at;
            at += bytes[start..].iter().position(u8::is_ascii_whitespace).unwrap() + 1;
            std::str::from_utf8(&bytes[start..at - 1]).unwrap().to_owned()
        };
        assert_eq!(word(), "P6");
        let (width, height) = (word().parse().unwrap(), word().parse().unwrap());
        assert_eq!(word(), "255");
        Self { width, height, dots: bytes[at..].to_vec() }
    }

    pub(crate) fn dot(&self, x: usize, y: usize) -> [u8; 3] {
        let at = 3 * (y * self.width + x);
        [self.dots[at], self.dots[at + 1], self.dots[at + 2]]
    }

    /// The rectangle around all dots that differ: left, top, right, bottom; `None` where all are alike.
    pub(crate) fn differing(&self, other: &Self) -> Option<[usize; 4]> {
        assert_eq!((self.width, self.height), (other.width, other.height), "sizes");
        let dots = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        let differ = dots.filter(|(x, y)| self.dot(*x, *y) != other.dot(*x, *y));
        differ.fold(None, |around, (x, y)| {
            let [left, top, right, bottom] = around.unwrap_or([x, y, x, y]);
            Some([left.min(x), top.min(y), right.max(x), bottom.max(y)])
        })
    }
}

/// The first page as poppler shows it, with so many dots an inch.
pub(crate) fn by_poppler(pdf: &[u8], dots: u32) -> Picture {
    drawn(pdf, |file, picture| {
        let mut poppler = Command::new("pdftoppm");
        poppler.args(["-singlefile", "-cropbox", "-aa", "no", "-aaVector", "no", "-r"]);
        poppler.arg(dots.to_string()).arg(file).arg(picture.with_extension(""));
        poppler
    })
}

/// The first page as `MuPDF` shows it.
pub(crate) fn by_mupdf(pdf: &[u8], dots: u32) -> Picture {
    drawn(pdf, |file, picture| {
        let mut mupdf = Command::new("mutool");
        mupdf.args(["draw", "-q", "-A", "0", "-c", "rgb", "-r"]).arg(dots.to_string());
        mupdf.arg("-o").arg(picture).arg(file).arg("1");
        mupdf
    })
}

fn drawn(pdf: &[u8], command: impl FnOnce(&Path, &Path) -> Command) -> Picture {
    let folder = tempfile::tempdir().unwrap();
    let (file, picture) = (folder.path().join("it.pdf"), folder.path().join("it.ppm"));
    fs::write(&file, pdf).unwrap();
    let said = run(&mut command(&file, &picture));
    assert!(picture.exists(), "{said}");
    Picture::read(&picture)
}
