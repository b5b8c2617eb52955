use super::super::tests::written;
use super::super::text;
use super::Reading;
use wariin_ports::TextRun;

const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
/// Vertical Japanese in a font that the file does not bring along.
const MINCHO: &str = "<</Type/Font/Subtype/Type0/BaseFont/MS-Mincho/Encoding/UniJIS-UTF16-V\
    /DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/MS-Mincho/CIDSystemInfo\
    <</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>/FontDescriptor<</Type/FontDescriptor\
    /FontName/MS-Mincho/Flags 4/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80\
    /FontBBox[0 -120 1000 880]>>>>]>>";

/// A PDF of one page of 200 by 100 points with this font and content, and these objects from number 5 on, of which the
/// first is the root of a structure tree.
fn pdf(font: &str, content: &str, tree: &[&str]) -> Vec<u8> {
    let root = if tree.is_empty() { "" } else { "/StructTreeRoot 5 0 R/MarkInfo<</Marked true>>" };
    let mut objects = vec![
        format!("<</Type/Catalog/Pages 2 0 R/Lang(ja){root}>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/StructParents 0/Contents 4 0 R\
             /Resources<</Font<</F {font}>>>>>>"
        ),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    objects.extend(tree.iter().map(|object| (*object).to_owned()));
    written(&objects)
}

fn shown(x: u32, y: u32, text: &str) -> String {
    format!("BT /F 8 Tf {x} {y} Td ({text}) Tj ET ")
}

fn part(number: u32, x: u32, y: u32, text: &str) -> String {
    format!("/P <</MCID {number}>> BDC {} EMC ", shown(x, y, text))
}

/// The runs as they are read, and behind a bar those that are not.
fn read(pdf: Vec<u8>) -> String {
    let page = text(pdf, 1).unwrap();
    let (said, left): (Vec<&TextRun>, Vec<&TextRun>) =
        page.in_reading_order().into_iter().partition(|run| run.place.is_some());
    let joined = |runs: Vec<&TextRun>| {
        runs.iter().map(|run| run.text.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (said, left) = (joined(said), joined(left));
    if left.is_empty() { said } else { format!("{said} | {left}") }
}

/// Two columns that are drawn line by line across the page, the right one first.
fn columns() -> String {
    let footer = format!("/Artifact <</Type/Pagination>> BDC {} EMC ", shown(20, 5, "Page 1"));
    let note = format!("/Artifact BMC {} EMC ", shown(120, 20, "a value"));
    [
        footer,
        note,
        part(2, 110, 80, "right one"),
        part(0, 10, 80, "left one"),
        part(3, 110, 60, "right two"),
        part(1, 10, 60, "left two"),
    ]
    .concat()
}

// O-30
#[test]
fn a_tagged_page_is_read_in_the_order_of_its_tree_and_not_in_which_it_is_drawn() {
    let tree = [
        "<</Type/StructTreeRoot/K 6 0 R>>",
        "<</Type/StructElem/S/Document/P 5 0 R/K[7 0 R 8 0 R]>>",
        "<</Type/StructElem/S/Sect/P 6 0 R/Pg 3 0 R/K[<</S/P/P 7 0 R/K 0>> <</S/P/P 7 0 R/K[1]>>]>>",
        "<</Type/StructElem/S/Sect/P 6 0 R/Lang(en-GB)/K[<</Type/MCR/Pg 3 0 R/MCID 2>> 9 0 R]>>",
        "<</Type/StructElem/S/P/P 8 0 R/Pg 3 0 R/K[<</Type/MCR/MCID 3>> <</Type/MCR/Pg 2 0 R/MCID 0>>]>>",
    ];
    let tagged = pdf(HELVETICA, &columns(), &tree);
    assert_eq!(read(tagged.clone()), "left one, left two, right one, right two, a value | Page 1");
    let page = text(tagged, 1).unwrap();
    let drawn: Vec<&str> = page.runs.iter().map(|run| run.text.as_str()).collect();
    assert_eq!(drawn[0], "Page 1", "the runs themselves stay as they are drawn");
    let language =
        |text: &str| page.runs.iter().find(|run| run.text == text).unwrap().language.as_deref();
    assert_eq!((language("left one"), language("right two")), (None, Some("en-GB")));
}

// O-30
#[test]
fn parts_that_follow_each_other_in_the_tree_are_one_run_and_others_are_not() {
    let content = "BT /F 8 Tf 10 50 Td /Span <</MCID 0>> BDC (Hello) Tj EMC \
                   /Span <</MCID 1/Lang(fr)>> BDC ( monde) Tj EMC /Span <</MCID 2>> BDC (!) Tj EMC ET";
    let tree = |order: &str| {
        let elements = format!("<</Type/StructElem/S/P/Pg 3 0 R/K[{order}]>>");
        read(pdf(HELVETICA, content, &["<</Type/StructTreeRoot/K 6 0 R>>", &elements]))
    };
    assert_eq!(tree("0 1 2"), "Hello, monde, !", "another language is another run");
    let content = content.replace("/Lang(fr)", "");
    let tree = |order: &str| {
        let elements = format!("<</Type/StructElem/S/P/Pg 3 0 R/K[{order}]>>");
        read(pdf(HELVETICA, &content, &["<</Type/StructTreeRoot/K 6 0 R>>", &elements]))
    };
    assert_eq!(tree("0 1 2"), "Hello monde!");
    assert_eq!(tree("2 0 1"), "!, Hello monde");
}

// O-30
#[test]
fn a_tree_that_is_circular_or_names_contents_of_forms_orders_nothing() {
    let by_place = "right one, left one, right two, left two, Page 1, a value";
    let circular = ["<</Type/StructTreeRoot/K 6 0 R>>", "<</S/Sect/Pg 3 0 R/K[0 6 0 R 6 0 R]>>"];
    assert_eq!(read(pdf(HELVETICA, &columns(), &circular)), by_place);
    let of_form = [
        "<</Type/StructTreeRoot/K 6 0 R>>",
        "<</S/P/Pg 3 0 R/K[1 0 <</Type/MCR/Stm 4 0 R/MCID 0>>]>>",
    ];
    assert_eq!(read(pdf(HELVETICA, &columns(), &of_form)), by_place);
    let of_another_page = ["<</Type/StructTreeRoot/K 6 0 R>>", "<</S/P/Pg 2 0 R/K[1 0]>>"];
    assert_eq!(read(pdf(HELVETICA, &columns(), &of_another_page)), by_place);
}

// O-30
#[test]
fn a_page_without_a_tree_is_read_from_the_top_and_its_columns_stay_whole() {
    let content = [
        shown(20, 5, "footer"),
        shown(10, 60, "left one"),
        shown(10, 40, "left two"),
        shown(110, 60, "right one"),
        shown(110, 40, "right two"),
        shown(10, 90, "a heading over both of the columns"),
    ];
    assert_eq!(
        read(pdf(HELVETICA, &content.concat(), &[])),
        "a heading over both of the columns, left one, left two, right one, right two, footer"
    );
    let table = [shown(10, 60, "a"), shown(110, 60, "1"), shown(10, 40, "b"), shown(110, 40, "2")];
    assert_eq!(read(pdf(HELVETICA, &table.concat(), &[])), "a, 1, b, 2", "rows stay rows");
}

// O-30
#[test]
fn vertical_text_is_read_from_the_right() {
    // 甲は and 乙は, the left line first.
    let content = "BT /F 20 Tf 50 80 Td <4E59306F> Tj ET BT /F 20 Tf 150 80 Td <7532306F> Tj ET";
    assert_eq!(read(pdf(MINCHO, content, &[])), "甲は, 乙は");
    let content = "/P <</MCID 0>> BDC BT /F 20 Tf 50 80 Td <4E59306F> Tj ET EMC \
                   /P <</MCID 1>> BDC BT /F 20 Tf 150 80 Td <7532306F> Tj ET EMC";
    let tree = ["<</Type/StructTreeRoot/K 6 0 R>>", "<</S/Document/Pg 3 0 R/K[0 1]>>"];
    assert_eq!(read(pdf(MINCHO, content, &tree)), "乙は, 甲は", "as the tree says");
}

#[test]
fn a_run_goes_on_in_the_same_or_the_next_part() {
    let goes_on = |one: Reading, other| one.goes_on_with(other);
    assert!(
        goes_on(Reading::Tree(1), Reading::Tree(1)) && goes_on(Reading::Tree(1), Reading::Tree(2))
    );
    assert!(
        !goes_on(Reading::Tree(1), Reading::Tree(3))
            && !goes_on(Reading::Tree(2), Reading::Tree(1))
    );
    assert!(!goes_on(Reading::Tree(u32::MAX), Reading::Tree(0)));
    assert!(!goes_on(Reading::Place, Reading::LeftOut) && goes_on(Reading::Place, Reading::Place));
}
