# The pages of a document's files, shown as images.

viewer-tools = ページの操作
viewer-page = ページ
# $pages (Number) - how many pages the files have in all
viewer-pages-in-all = 全{ $pages }ページ
viewer-smaller = 縮小する
viewer-larger = 拡大する
viewer-thumbnails = ページの一覧
viewer-contents = 書類の内容
# $page (Number) - the number of the page
# $pages (Number) - how many pages the file has
viewer-page-of = { $page } / { $pages } ページ
viewer-is-image = このページの文字は読み取れません（画像として表示しています）。
# $page (Number) - the number of the page
viewer-text-of = { $page }ページの文字
viewer-undrawable = このページは画像で表示できません。
viewer-undrawable-see-pdf = 「PDFを開く」からご確認ください。
# $count (Number) - how many pages were not shown
viewer-not-all-shown = まだ表示していないページが{ $count }ページあります。すべてのページを表示してから同意できます。
viewer-show-all = 最後まで表示する
