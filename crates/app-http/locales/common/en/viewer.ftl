# The pages of a document's files, shown as images.

viewer-tools = Pages
viewer-page = Page
viewer-pages-in-all = { $pages ->
    [one] { $pages } page
   *[other] { $pages } pages
}
viewer-smaller = Zoom out
viewer-larger = Zoom in
viewer-thumbnails = All pages
viewer-contents = Contents of the document
viewer-page-of = Page { $page } of { $pages }
viewer-is-image = The text of this page cannot be read out: it is shown as an image.
viewer-text-of = Text of page { $page }
viewer-undrawable = This page cannot be shown as an image.
viewer-undrawable-see-pdf = Please read it in the PDF.
viewer-not-all-shown = { $count ->
    [one] { $count } page has not been shown yet.
   *[other] { $count } pages have not been shown yet.
} You can agree once every page has been shown.
viewer-show-all = Show all pages
