# The command line's sentences in English; see vi.ftl for how they are written.

level-error = error
level-warning = warning
level-help = help
did-you-mean = did you mean `{ $known }`?
more-of-code = … and { $count } more with code `{ $code }`

tep-rong = the file is empty
    .label = nothing here yet
    .help = run `nq71 new "<title>" --type tin` for a post to start from
thieu-phan-dau = the post does not start with a line `+++`
    .label = the first line must be `+++`
    .help = put title, date and type between two lines `+++` at the top
yaml = the front matter is YAML (`---`)
    .label = use `+++` instead of `---`
    .help = change both lines `---` to `+++` and write each key as `key = "value"`
thieu-dong-ket = the front matter has no closing line `+++`
    .label = opened here and never closed
    .help = add a line `+++` behind the last key
toml-sai = this line is not valid TOML
    .label = cannot be read from here
    .help = write each line as `key = "value"`
khoa-lap-toml = the key `{ $key }` stands above already
    .label = written a second time
    .help = keep one of the lines
ngoac-cong = the value is in curly quotes
    .label = must be a straight quote `"`
    .help = replace “ and ” by `"`
thieu-ngoac = the value is never closed
    .label = opened and never closed
    .help = add the closing quote
thieu-dau-dong = a `{ $sign }` is missing
    .label = opened here and never closed
    .help = add `{ $sign }` at the end
gach-cheo-nguoc = a `\` in the value
    .label = what follows `\` means nothing
    .help = write `/` instead of `\`, or put the value in single quotes '…'
ngoac-trong-ngoac = a `"` inside the value
    .label = the value ended before this
    .help = use “ ” inside, or put the whole value in single quotes '…'
thieu-ngoac-kep = text must stand in `"`
    .label = quotes are missing
    .help = write `key = "value"`
hai-cham = `:` where `=` should be
    .label = must be `=`
    .help = write `key = "value"`
khoa-co-dau = the key `{ $key }` is not written as a key
    .label = a key has ASCII letters, digits and underscores only
    .help = see the list of keys in the documentation
dong-la = this line has no key and no value
    .label = cannot be understood
    .help = write each line as `key = "value"`; notes go behind a `#`
thieu-gia-tri = the key `{ $key }` has no value
    .label = nothing behind the `=`
    .help = write a value, or delete the line
thua-sau-gia-tri = something is left over behind the value
    .label = too much from here on
    .help = one key and one value a line; notes go behind a `#`
ky-tu-an = an odd space or an invisible character
    .label = here
    .help = delete it and press the space bar instead
ngay-sai-dang = the date of `{ $key }` is not written as one
    .label = quotes are missing, or digits of year-month-day
    .help = write `2026-05-20` or `"20/5/2026"`
write-line = write `{ $line }`

khoa-la = there is no key `{ $name }`
    .label = unknown key
    .help = delete the line, or see the list of keys in the documentation
key-above-tables = put `{ $name }` above the first line `[…]`
khoa-lap = key `{ $name }` repeats key `{ $key }`
    .label = two names of one key
    .help = keep one of them
sai-kieu = the value of `{ $key }` is of the wrong kind
    .label = this is { $kind ->
        [text] text
        [number] a number
        [flag] a yes or no
        [date] a date
        [list] a list
       *[table] a table
    }
want-text = write `{ $key } = "text in quotes"`
want-texts = write `{ $key } = ["one", "two"]`
want-flag = write `{ $key } = true` or `{ $key } = false`
want-number = write `{ $key }` as a whole number, such as `12`
want-tables = write `{ $key } = [{"{"} { $inner } = … {"}"}]`
want-table = write `{ $key } = {"{"} { $inner } = … {"}"}`
so-sai = `{ $key }` is not a whole number: `{ $value }`
    .label = a whole number is needed
    .help = write digits only, such as `12`
bang-ma-cu = { $kind ->
        [mojibake] text that was broken by opening it in the wrong encoding
       *[other] text in the old encoding { $kind }
    }
    .label = should be `{ $mended }`
    .help = { $kind ->
        [mojibake] copy the text from the original and save the file as UTF-8
       *[other] convert the text to Unicode (UniKey: Ctrl+Shift+F6) and paste it again
    }

thieu-tieu-de = the title is missing
    .label = no `{ $key }` in the front matter
    .help = add `{ $key } = "…"`
tieu-de-ngan = the title has only { $length } characters
    .label = at least 10 are needed
    .help = say what happened and where
tieu-de-dai = the title has { $length } characters
    .label = at most 150
    .help = shorten it; the rest belongs into the summary
thieu-ngay = the date is missing
    .label = no `{ $key }` in the front matter
    .help = add `{ $key } = 2026-05-20`
ngay-sai = `{ $key }` is not a date
    .label = cannot be read as a date
    .help = write `2026-05-20` or `"20/5/2026"` (day first)
ngay-khong-co = `{ $key }` is a day that does not exist
    .label = { $month ->
        [ok] no such day in the calendar
       *[other] there is no month { $month }
    }
    .help = write `2026-05-20`, or day first: `"20/5/2026"`
ngay-xa = `{ $key }` lies outside 2000–2100
    .label = check the year
    .help = write all four digits of the year, as in `2026-05-20`
ngay-truoc-nghi-quyet = the post is dated before the resolution was issued
    .label = issued on { $issued }
    .help = check the year; if it is right, nothing needs mending
thieu-hinh-thuc = the content type is missing
    .label = no `{ $key }` in the front matter
    .help = add `{ $key } = "tin"` (or bai, video, van-ban, …)
hinh-thuc-la = there is no content type `{ $name }`
    .label = not in the vocabulary
    .help = content types: { $known }
noi-dung-la = there is no topic `{ $name }`
    .label = not in the vocabulary
    .help = topics: { $known }
nhiem-vu-la = there is no task `{ $name }`
    .label = not in the vocabulary
    .help = a task is a number from 1 to 8
doi-tuong-la = there is no audience `{ $name }`
    .label = not in the vocabulary
    .help = audiences: { $known }
kenh-la = there is no channel `{ $name }`
    .label = not in the vocabulary
    .help = channels: { $known }
thieu-kenh = a channel without a name
    .label = `{ $key }` is needed
    .help = add `{ $key } = "fanpage"` (or zalo, youtube, …)
loai-la = there is no kind of unit `{ $name }`
    .label = not in the vocabulary
    .help = kinds: { $known }
trang-thai-la = there is no status `{ $name }`
    .label = not in the vocabulary
    .help = use `nhap`, `cho-duyet`, `da-duyet` or `da-go`
dong-y-la = there is no consent value `{ $name }`
    .label = not in the vocabulary
    .help = use `khong-can`, `tap-the`, `da-co` or `chua`
chua-dong-y = the post is not published: the people shown have not agreed
    .label = consent is missing
    .help = once it is given, write `{ $key } = "da-co"`
quy-sai = not a valid quarter
    .label = quarters go from 1 to 4
quy-la = `{ $value }` cannot be read as a quarter
    .label = not a quarter
write-quarter = write `{ $key } = "{ $quarter }"`
quy-xa = quarter { $quarter } is far from the post's date
    .label = the date lies in { $dated }
    .help = only the quarter just before or after may be named; mend `{ $key }` or `{ $date }`
thieu-don-vi-bai = whose post is this?
    .label = no `{ $key }` in the front matter
    .help = put the file into `content/<unit code>/`, or add `{ $key } = "…"`
don-vi-la = there is no unit `{ $name }`
    .label = not in the list of units
    .help = check the code in `don-vi.csv` or the table `[unit]`
don-vi-khac = `{ $key }` says `{ $name }`, but the file lies in the folder of `{ $folder }`
    .label = two places disagree
    .help = move the file, or delete this line
cap-nhat-truoc = changed before it was published on { $date }
    .label = a post cannot be changed before it is published
    .help = mend the date, or leave this line out
ngay-sau-hom-nay = `{ $key }` is a day to come: { $date }
    .label = this day is after the build's
    .help = mend the date; pages print it from that day on
dang-lai-chinh-no = the post repeats itself
    .label = `repost_of` names this very post
    .help = leave `repost_of` out if this is the original; a repost does not count
dang-lai-tu-la = no post has the id `{ $id }` that is repeated here
    .label = `repost_of` needs a post's id, or the web address of the original
    .help = this post is taken for a repost all the same, and does not count
thieu-tom-tat = the post has no summary
    .label = `{ $key }` should have 20–60 words
    .help = add `{ $key } = "…"`; without it the first words of the text are used
tom-tat-dai-ngan = the summary has { $words ->
        [1] one word
       *[other] { $words } words
    }
    .label = it should have 20–60
    .help = make it one short paragraph
dia-chi-sai = `{ $key }` is not a web address: `{ $value }`
    .label = must start with `https://` and have no spaces
    .help = copy the whole address from the browser
dia-chi-co-duoi = the section's address in `{ $key }` cannot have `{ $sign }`
    .label = write the folder, which is the part before this
thieu-cho-nghi-quyet = another resolution needs its own `{ $key }`
    .label = `{ $key }` is wanted
    .help = without it, the date and words of Resolution 71-NQ/TW would stand under this number
danh-muc-trung = `{ $name }` is in this vocabulary already
    .label = each code and each label is used once
    .help = choose another code or label; to change a term that is there, write its code once
duong-dan-sai = `slug` may have lower-case ASCII letters, digits and hyphens only
    .label = cannot stand in an address
ten-tep-khong-chu = the file name `{ $name }` has no letter or digit
    .label = no address can be made of it
    .help = rename the file, as in `2026-05-20-le-khai-giang.md`, or add `slug = "…"`
ma-bai-sai = the id `{ $id }` has a space or a comma
    .label = an id is one word
    .help = use hyphens instead of spaces
chi-nhan-khong-tinh = `{ $key }` can only be `false`
    .label = whether a post counts is a matter of its type
    .help = delete the line
thieu-ly-do = `{ $key } = false` without a reason
    .label = `{ $reason }` is needed
    .help = add `{ $reason } = "why it does not count"`
ly-do-thua = `{ $reason }` without `{ $key } = false`
    .label = a reason for what?
    .help = add `{ $key } = false`, or delete the line
ngon-ngu-la = unknown language `{ $name }`
    .label = neither a name nor a tag
    .help = write a name such as `"Thái"`, `"Ê Đê"`, or a tag such as `"blt"`
ban-dich-cua-la = there is no post with the id `{ $id }`
    .label = a translation of what?
    .help = an id looks like `<unit code>/<file name without extension>`
ban-dich-vong = translations go round in a circle
    .label = following them from here leads back here
    .help = the original must not have `translation_of`
thieu-ngay-tiep-can = reach figures without a date
    .label = `{ $key }` is needed
    .help = add `{ $key } = 2026-05-20`: the day the figures were read
thieu-dia-chi-media = a film or recording without an address
    .label = `{ $key }` is needed
    .help = add `{ $key } = "https://…"`
thieu-mo-ta-anh-chinh = the leading picture has no description
    .label = `{ $key }` is needed
    .help = add `{ $key } = "what it shows"` for people who do not see it
anh-la = `{ $path }` is not a picture
    .label = .jpg, .png, .gif, .webp only
    .help = save it as .jpg
dia-chi-cu-sai = the old address `{ $value }` cannot be used
    .label = not an address in the section
    .help = write the old last part (`old-name`) or the whole old path in the section (`bai/old-name.html`)
dia-chi-cu-trung = the old address `{ $path }` clashes with { $other }
    .label = this address is taken
    .help = delete the old address, or change the other post's `slug`

lien-ket-hong = there is no post `{ $path }`
    .label = a link to a file that is not there
    .help = check the file's name; paths start at this very file
lien-ket-an = a link to a post that is not published: `{ $path }`
    .label = shown as plain text
    .help = publish that post, or take the link out
thieu-tep = there is no file `{ $path }`
    .label = not found
    .help = put the file beside the post; upper and lower case matter
ra-ngoai = the path `{ $path }` leaves the site's folder
    .label = leads out
    .help = copy the file into the site's folder and use its path there
dia-chi-cam = the address `{ $address }` is not allowed
    .label = only http, https, mailto, tel and relative paths
    .help = use an address `https://…`
dia-chi-goc = the address `{ $address }` starts at the top of the host
    .label = breaks when the section stands in a sub-folder
    .help = use the path of the `.md` file, or a full address `https://…`
dia-chi-trong = a link without an address
    .label = leads nowhere
    .help = write the address in the round brackets, or take the link out
thieu-mo-ta-anh = a picture without description
    .label = describe it in the square brackets
    .help = write `![what it shows](…)`
the-html-bi-bo = the HTML tag `<{ $tag }>` is left out
    .label = not allowed in a post
    .help = use Markdown; for films, the key `media`
chu-thich-mo = a comment begins with `<!--` and has no `-->`
    .label = from here on, nothing of the post is published
    .help = write `-->` where the comment ends
thuoc-tinh-html-bi-bo = the attribute `{ $attribute }` of `<{ $tag }>` is left out
    .label = not allowed in a post
    .help = use Markdown; colours and sizes are the theme's

khong-utf8 = the file is not UTF-8
    .label = cannot be read from here
    .help = open it, choose “Save as” and then the encoding UTF-8
utf-16 = the file is UTF-16, not UTF-8
    .help = open it, choose “Save as” and then the encoding UTF-8 (in Excel: “CSV UTF-8”)
bai-qua-lon = the post is larger than { $limit } MB
    .help = a post is text; keep pictures and documents as files beside it
tep-qua-lon = the file `{ $path }` is larger than { $limit } MB
    .help = make it smaller, or keep it elsewhere and link to it
loai-tep-cam = files of the kind of `{ $path }` may not be published
    .help = kinds that may be: { $kinds }
anh-hong = the picture `{ $path }` cannot be read: { $reason ->
        [picture-unknown-format] not a JPEG, PNG, GIF or WebP
        [picture-truncated] the file ends too early
       *[other] the file is damaged
    }
    .help = open it and save it as .jpg (so with HEIC pictures from a phone)
anh-webp = the picture `{ $path }` is WebP
    .help = some old hosts cannot send .webp; better save it as .jpg
tep-khong-doc = the file `{ $path }` is not read as a post
    .help = if it is one, make its name end in `.md` (let Windows show file name extensions) and save it as Markdown
lien-ket-vong = the link `{ $path }` goes round in a circle
    .help = delete this symbolic link
lien-ket-dut = the link `{ $path }` leads nowhere
    .help = delete this symbolic link, or copy the file
lien-ket-ra-ngoai = the link `{ $path }` leads out of the site's folder
    .help = copy the file instead of linking to it
ten-tep-hong = the file name `{ $path }` has broken characters
    .help = rename the file
trung-ten-tep = two files named `{ $path }` that differ only in how marks are written
    .help = delete or rename one
thieu-thu-muc-bai = there is no folder `{ $path }`, where the posts are
    .help = put the folder `{ $path }` back; without any posts yet, make an empty folder named `{ $path }`
tep-khong-mo-duoc = { $reason ->
        [permission] the file `{ $path }` may not be read, or another program holds it
       *[other] the file `{ $path }` cannot be read (the system says “{ $reason }”)
    }
    .help = close the program that holds the file, check who may read it, then try again
thu-muc-ten-bai = the folder `{ $path }` is named like a post
    .help = take `.md` out of its name
thu-muc-la = the folder `{ $name }` is no unit's code
    .help = rename it to a code of `don-vi.csv`
doi-khi-dung = the file was changed while the site was being built
    .help = run the command again
trung-ma = the id `{ $id }` is taken by { $other }
    .label = a second post with this id
    .help = delete one, rename the file, or give one of them another `id`
trung-dia-chi = the address `{ $path }` is taken by { $other }
    .label = a second post at this address
    .help = rename the file, or give one of them another `slug`
trung-trang = two pages at the address `{ $path }`
    .help = change the unit code or vocabulary code that makes this address
trung-lien-ket = this post points to the same address as { $other }
    .label = the same `link`
    .help = if it is one product, keep one post, or it counts twice

thieu-cai-dat = there is no settings file `{ $path }`
    .help = run `nq71 init` to make one, or name the folder with `--root`
thieu-don-vi = the settings name no unit
    .label = a table `[unit]` or the key `registry` is needed
    .help = a school: add `[unit]` with `code` and `name`; a department: add `registry = "don-vi.csv"`
hai-nguon-don-vi = both `registry` and `[unit]` are given
    .label = only one of them
    .help = a school keeps `[unit]`, a department keeps `registry`
bang-tin-thieu-ma = the notice-board sheet has no QR code, because the post has no full address
    .label = a post with `notice = true`
    .help = add `base_url` to the settings; for a unit's own section, add `section_url` to the registry
bang-tin-trung = the notice-board sheet of this post has the address `{ $path }` of { $other }
    .label = a post with `notice = true`
    .help = rename the file, or give one of them another `slug`
thieu-base-url = without `base_url` there are no feeds, no map for search engines and no full addresses
    .help = add `base_url = "https://…/nghi-quyet-71/"` to the settings
thieu-dia-chi-chuyen-muc = unit `{ $code }` has no `section_url`, so its own section has no feeds
    .help = add the address of the unit's section to the registry
thieu-ma = the code is missing
    .label = `{ $key }` is needed
    .help = lower-case ASCII letters, digits and hyphens, as in `thcs-hoa-sen`
ma-sai = the code `{ $code }` cannot be used
    .label = lower-case ASCII letters, digits and hyphens only, at most 60
ma-danh-rieng = the code `{ $code }` is a reserved word
    .label = this name is taken by Windows or by a count page
    .help = choose another code, such as `th-{ $code }`
thieu-ten-don-vi = the unit's name is missing
    .label = `{ $key }` is needed
    .help = write it in full, as in `Trường THCS Hoa Sen`
thieu-nhan = a new vocabulary entry without label
    .label = `{ $key }` is needed
    .help = add `{ $key } = "…"`
danh-muc-day = the vocabulary already has 255 entries
    .label = no more can be added
ket-thuc-truoc-bat-dau = it ends before it starts
    .label = earlier than the start
    .help = check both dates
chi-tieu-lon = a target of more than { $most } products a quarter
    .label = check the number
    .help = a target is usually `2`; `0` means none
cach-dua-len-la = there is no section mode `{ $name }`
    .label = not in the vocabulary
    .help = use `folder`, `paste`, `iframe`, `link` or `hosted-by-parent`
cap-tren-la = the parent `{ $name }` is not in the registry
    .label = taken for a group of its own
    .help = check the code; if it is right, add a row for the parent
ngon-ngu-trang = pages cannot be in `{ $name }`
    .label = only `vi` and `en`
    .help = write `lang = "vi"`
ky-la = there is no period rule `{ $name }`
    .label = only `calendar` and `nd09`
    .help = `calendar`: calendar quarters; `nd09`: from the 15th to the 14th
thieu-danh-sach = there is no registry `{ $path }`
    .label = file not found
    .help = put it beside the settings file
danh-sach-excel = the registry `{ $path }` is an Excel file
    .label = a CSV file is needed
    .help = in Excel: Save as → “CSV UTF-8”
danh-sach-rong = the registry has no rows
    .label = one line of headings and a line for each unit are needed
    .help = needed columns: `code` and `name`
thieu-cot = the registry has no column for the unit's { $key ->
        [code] code
       *[name] name
    }
    .label = the line of headings
    .help = add the column `{ $key }`
cot-la = there is no column `{ $name }`
    .label = unknown heading
    .help = delete the column, or mend its heading
cot-lap = column `{ $name }` repeats column `{ $key }`
    .label = two columns of one meaning
    .help = keep one of them
thua-o = the row has { $cells } cells, the table { $columns } columns
    .label = too many cells
    .help = put values that hold the separator in quotes `"…"`
ngoac-csv = a cell opens with `"` and never closes
    .label = this cell swallows the rows behind it
    .help = add `"` at the end of the cell, or delete the stray one
ngoac-trong-o = a `"` stands alone in a cell
    .label = the cell ended before this
    .help = write it twice `""`, or use “ ”
sap-nhap-vong = the unit `{ $code }` is merged into itself in a circle
    .label = by this column the unit becomes part of itself again
    .help = write the code of the unit that still exists after the merger, or leave it empty
mot-dia-chi-nhieu-don-vi = one address in `--base-url` cannot be that of several units
    .help = write each unit's `section_url` in the registry, or build one unit at a time
trung-ma-don-vi = the unit code `{ $code }` stands on line { $line } already
    .label = repeated
    .help = one code a unit; delete the row or change the code

thieu-giao-dien = there is no theme `{ $name }`
    .help = make a folder `themes/{ $name }/`, or write `theme = "chuan"`
mau-nhan-sai = `{ $value }` is not a colour
    .label = not written as a colour
    .help = write `#` and six hexadecimal digits, such as `"#8a1538"`
mau-nhan-yeu = colour `{ $value }` is too light to be read on the page
    .label = contrast below 4.5 : 1
    .help = write `"{ $better }"`, the nearest that can be read; pages use it already
thieu-logo = there is no logo file `{ $path }`
    .label = not found
    .help = put the file beside the settings file; capital and small letters differ
logo-la = logo `{ $path }` is not a picture that can be used
    .label = only .png, .jpg, .gif
    .help = save the logo as .png (a .svg too)
tep-giao-dien-la = file `{ $path }` replaces no file of the theme, and no template uses it
    .help = check its name and folder; `docs/theme.md` has the list
chuoi-la = no template uses the text `{ $name }`
    .help = check its name in `{ $path }`
mau-loi = { $cause ->
        [syntax] the template `{ $template }` is not well formed
        [name] the template `{ $template }` uses `{ $name }`, which there is not
        [text] the template `{ $template }` uses the text `{ $name }`, which the theme does not have
        [file] the template `{ $template }` needs the template `{ $name }`, which the theme does not have
        [circle] the template `{ $template }` uses itself
       *[other] the template `{ $template }` cannot be made into a page
    } (the template engine says: { $reason })
    .label = here
    .help = mend the template in the site's folder `themes/`
template-of-page = it fails while rendering `{ $page }`; mend the template in the site's folder `themes/`
chuoi-loi = this line of the theme's strings is not well formed
    .label = cannot be read from here
    .help = write each sentence as `some_id = text`

ngay-lenh-sai = `{ $value }` is not a date
    .help = write `--date 2026-05-20` or `--date 20/5/2026`
epoch-sai = the environment variable `SOURCE_DATE_EPOCH` cannot be used: `{ $value }`
    .help = give the seconds since 1 January 1970, or use `--date 2026-05-20`
thieu-don-vi-lenh = whose post will it be?
    .help = add `--unit <code>`; codes: { $known }
thu-muc-cua-nguoi-khac = the folder `{ $folder }` holds other files and no list of files of ours
    .help = choose another with `--output-dir`, or add `--force`: foreign files are not removed
danh-sach-hong = the list of files `{ $file }` in the folder `{ $folder }` cannot be read
    .help = put it back from a copy; or add `--force`: files that are there are moved aside where needed, not lost
chuyen-muc-thua = the folder `{ $folder }` belongs to no unit any more
    .help = remove it if nobody needs it
thu-muc-cam = output cannot go into the folder `{ $folder }`
    .help = posts, themes or papers of the office have their place there; choose another, such as `public`
da-co-cai-dat = `{ $path }` is already there
    .help = this folder is a site already; run `nq71 build`

## Publishing: settings and command line

ten-noi-dang = the name of the destination `{ $name }` is not well formed
    .label = only small letters without marks, digits and hyphens
    .help = choose a short name, such as `chinh`
thieu-cach-dang = it is not said how to publish
    .label = this table has no `{ $key }`
    .help = add `kind = "ftps"`, or `sftp`, `ftp`, `folder`, `zip`
cach-dang-la = there is no way of publishing named `{ $name }`
    .label = not in the list
    .help = choose one of: ftps, sftp, ftp, folder, zip
thieu-may-chu = the server has no name
    .label = this table has no `{ $key }`
    .help = write the name of the FTP server that your hosting company told you, such as `host = "ftp.thcshoasen.example.edu.vn"`
thieu-tai-khoan = the account has no name
    .label = this table has no `{ $key }`
    .help = write the name of the FTP account, not its password
ten-may-chu = the name of the server is not well formed
    .label = see `host` in this table
    .help = write the name only, without `ftp://`, `/`, account or password
cong-sai = there is no port `{ $value }`
    .label = a port is a number from 1 to 65535
    .help = usually 21 for FTP and FTPS and 22 for SFTP; delete this line to use that
dau-van-tay-sai = `{ $key }` is no SHA-256 fingerprint
    .label = this cannot be read
    .help = { $key ->
        [host_key] copy the `SHA256:…` that `ssh-keygen -l` shows (43 characters after `SHA256:`)
       *[certificate] write `SHA256:` and 64 hexadecimal digits
    }; or remove this line and run `nq71 publish --setup`
thu-muc-la-dia-chi = `path` is an address, not a folder
    .label = see `path` in this table
    .help = write the folder on the server only, such as `public_html/nghi-quyet-71`; server and account go into `host` and `user`
thieu-thu-muc-dang = it is not said which folder to write to
    .label = this table has no `{ $key }`
    .help = write the path of a folder, such as `path = "dang"`
tls-la = there is no choice `{ $value }`
    .label = only "1.2"
    .help = delete this line to use the newest TLS that the server knows
so-ket-noi-sai = `{ $value }` connections cannot be used
    .label = from 1 to 8 connections
    .help = remove this line for 3; write 1 for a picky host
mat-khau-trong-cai-dat = a password does not belong into the settings
    .label = delete this line
    .help = the command asks for the password, or reads the environment variable `NQ71_MAT_KHAU`; change a password that stood in a file
chua-co-noi-dang = the settings have no destination
    .help = run `nq71 publish --setup`
chon-noi-dang = the settings have several destinations, and none was chosen
    .help = write its name after the command: { $known }
noi-dang-la = the settings have no destination `{ $name }`
    .help = see the tables `[publish.<name>]` in the settings file
thieu-don-vi-dang = the destination `{ $name }` has a place for a unit's code, and no unit was chosen
    .help = add `--unit <code>`
cho-cua-don-vi = the destination `{ $name }` is not the unit `{ $unit }`'s own
    .help = add `unit = "{ $unit }"` to its table, or write `{"{"}unit{"}"}` in its `path`, so that no other section is overwritten
tep-la-dung-cho = { $count } files that are not nq71's lie where its own must go: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = they were left as they are; rename or remove them, or set `path` of `{ $name }` to an empty subfolder
may-chu-cua-don-vi-khac = the place of the destination `{ $name }` holds the section of the unit `{ $there }`
    .help = nothing was written; mend `path` of the destination. If the unit has a new code, run again on a terminal and answer the question
da-sua-tren-may-chu = { $count } files of the section were changed on the server since they were published: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = publishing copies what the server holds into the folder `tu-may-chu` before it is replaced
da-chep-ve = { $count } files on the server were not as they had been published, and were copied into { $folder } before they were replaced or removed: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = look at the copies; what should stay is to be changed in the posts and published again
tep-de-lai = { $count } files were not removed: they are not what the server's list says, and were not published from this folder: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = from now on nq71 takes them for somebody else's; remove them on the server if they are not needed
muc-la-tren-may-chu = the folder on the server holds { $count } entries that are not nq71's: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = they stay as they are
xoa-qua-nhieu = this publish removes { $count } files from the server, more than { $most }
    .help = nothing was written; see the list with `--dry-run`, and if it is right run again with `--max-deletes { $count }`
can-dong-y = somebody has to agree before files are sent
    .help = for an unattended run add `--yes`
chua-dang = it is not known what was published to `{ $name }`
    .help = run `nq71 publish` first
khong-co-dia-chi = the destination `{ $name }` has no public address to check
    .help = add `check_url = "https://…"` to its table

## Publishing: connection

may-chu-la = there is no server `{ $host }`
    .help = check the name in the settings and this machine's network
may-chu-tu-choi = the server `{ $host }` does not take the connection
    .help = check `port` and `kind`; many hosts open FTP only after it was switched on in their control panel, and allow few connections at once
may-chu-dong = the server `{ $host }` takes no more connections
    .help = close FileZilla and other FTP programs, wait some minutes and run it again; if it stays so, add `connections = 1` to the destination's table
may-chu-im-lang = the server `{ $host }` did not answer in time
    .help = try again later; if it stays so, a firewall of your office or of the host may block this port
mat-ket-noi = the connection to `{ $host }` was lost, and several new attempts failed
    .help = the public pages are not left half done; run the command again when the network is stable, what has arrived is kept
sai-mat-khau = the server `{ $host }` does not accept the account `{ $user }` or the password
    .help = check capital letters and the Vietnamese input method; FTP accounts of cPanel often look like `name@domain`
thieu-mat-khau = there is no password for the account `{ $user }` on `{ $host }`
    .help = for an unattended run set the environment variable `{ $said }` or `NQ71_MAT_KHAU`
khoa-ssh-sai = the key file `{ $path }` cannot be used
    .help = check the path in `key` and the key's passphrase; it must be a private key in OpenSSH form
khoa-ssh-bi-tu-choi = the server `{ $host }` does not take the key `{ $path }` for the account `{ $user }`
    .help = put the line of the key's `.pub` file into `~/.ssh/authorized_keys` of the account on the server (cPanel: *SSH Access* → *Import Key*, then *Authorize*), and check the account's name
may-chu-khac-giao-thuc = this port of the server `{ $host }` does not speak the protocol in `kind`
    .help = check `kind` and `port`: `ftps` and `ftp` are mostly at port 21, `sftp` at port 22
thu-muc-may-chu = there is no folder `{ $path }`
    .help = { $place ->
        [folder] check `path`, and whether the shared drive is connected; for a new folder run `nq71 publish --setup { $name }`
       *[server] check `path`: with cPanel usually `public_html/…`, with DirectAdmin `domains/<domain>/public_html/…`; for a new folder run `nq71 publish --setup { $name }`
    }
may-chu-khong-cho = { $place ->
        [folder] this machine does not let `{ $path }` be written or read
       *[server] the account `{ $user }` has no permission for `{ $path }`
    }
    .help = { $place ->
        [folder] look at the permissions of the folder in `path`: whoever runs the command must be able to write
       *[server] ask the administrator of the hosting to let the account write in the section's folder
    }
may-chu-day = no space left on the server while writing `{ $path }`
    .help = remove old mail or backups on the host or get more space, then run again: what has arrived is kept
cong-du-lieu = the server `{ $host }` takes commands, but the connection for data does not come about
    .help = a firewall blocks the passive ports of FTP; ask your network people or the host to open them, or use SFTP, or `kind = "zip"`
may-chu-khong-tls = the server `{ $host }` has no FTPS
    .help = ask the host for FTPS or SFTP; use `kind = "ftp"` only if the password may travel unencrypted
may-chu-doi-tls = the server `{ $host }` lets in only over an encrypted connection
    .help = write `kind = "ftps"`
chung-thu-la = the certificate of the server `{ $host }` is from nobody who is trusted
    .help = if it is self-signed and the host confirms its fingerprint, add `certificate = "{ $said }"`; otherwise ask the host for the right name of the FTP server
chung-thu-het-han = the certificate of the server `{ $host }` is not valid today{ $count ->
        [0] {""}
       *[other] {" "}(its limit: { $said })
    }
    .help = check the date and time of this machine; if they are right, ask the hosting provider to renew the certificate
chung-thu-sai-ten = the certificate of the server is not for the name `{ $host }`{ $count ->
        [0] {""}
       *[other] , but for: { $some }
    }
    .help = let `host` be the name that the provider uses for the server, mostly one in the certificate
chung-thu-doi = the certificate of the server `{ $host }` HAS CHANGED, no password was sent
    .help = ask the host before you go on; if they confirm that it was replaced, write `certificate = "{ $said }"`
khoa-may-chu-la = the host key of the server `{ $host }` is not known yet
    .help = ask the host for the fingerprint; if it is this one, add `host_key = "{ $said }"` or run `nq71 publish --setup`
khoa-may-chu-doi = the host key of the server `{ $host }` HAS CHANGED, no password was sent
    .help = somebody may stand in between; ask the host before you go on; if they confirm that it was replaced, write `host_key = "{ $said }"`
phien-tls = the server `{ $host }` insists on the TLS session of the first connection and does not accept it
    .help = try `tls = "1.2"`, or use SFTP
may-chu-che-tep-lon = the server takes no file as large as `{ $path }`
    .help = make the file smaller, or ask the host for the limit
tep-len-sai = the file `{ $path }` did not arrive as it was sent
    .help = run again; if it stays so, a virus scanner or the server changes files: ask the host
nguoi-khac-dang = { $known ->
        [yes] the machine `{ $machine }` is publishing to the same place; its last sign of life was { $minutes } minutes ago
       *[no] another machine has just begun to publish to the same place
    }
    .help = wait until it is done and run again; if it was switched off meanwhile, the place is free after 15 minutes
may-chu-da-doi = somebody else published to the server while this command was looking
    .help = run the command again to compare anew
tep-nguon-doi = `{ $path }` cannot be read, or changed while it was sent
    .help = wait until another build is done and run again
dung-giua-chung = stopped as asked
    .help = run again to go on
may-chu-loi = { $place ->
        [folder] `{ $path }` could not be handled
       *[server] the server refused an operation on `{ $path }`
    }
    .help = { $place ->
        [folder] see the reason below; look at the drive or folder in `path`
       *[server] see the server's words below; if they are not clear, send them to the hosting provider as they are
    }
ftp-khong-ma-hoa = `kind = "ftp"`: password and posts travel to `{ $host }` unencrypted
    .help = use `ftps` or `sftp` if the host has it
khong-xem-duoc = published, but { $url } cannot be read: { $said }
    .help = { $why ->
        [denied] the web server may not read it: set 644 for the files and 755 for the folders of the section in the file manager
       *[other] open it in a browser; if it is wrong, mend `check_url`
    }
cong-khai-khac = published, but { $url } shows something else
    .help = `path` may not be the folder of this address, or the server still shows an old copy from its cache
tep-bi-sua = the file `{ $path }` at the public address is not the one that was published
    .help = if you did not change it, somebody may have injected something: change the hosting password, then run `nq71 publish --all`
tep-bi-mat = the file `{ $path }` is not at the public address
    .help = run `nq71 publish --all` to send every file again
tep-la = the file `{ $path }` on the server is not nq71's
    .help = if nobody knows who put it there, ask whoever runs the host: it may be a sign of a break-in
dang-tu-noi-khac = the last publish to `{ $name }` did not come from this folder
    .help = this compares with the last one from here; run `--verify` on the machine that published last, or publish again from here
tep-khong-cho-xem = the file `{ $path }` cannot be opened at the public address: { $said }
    .help = 403 mostly means that it may not be read: set 644 for files and 755 for folders in the file manager; for anything else ask the hosting provider
khong-toi-dia-chi = the public address { $url } cannot be opened: { $said }
    .help = check `check_url` in the settings, and this machine's network
thu-muc-chua-xem = { $count } folders on the server could not be looked into, so there may be unknown files: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = the server does not list them; look with the hosting's file manager
khong-tim-tep-la = foreign files on the server were not looked for: there is no password
    .help = set the environment variable `{ $said }`, or run it in a terminal
thieu-ten-chuyen-muc = the public home page does not have the exact title “{ $title }”
    .help = check the address in `check_url`, then publish again

publish-steps = { $new } new, { $changed } changed, { $removed } to remove; { $size } MB to send.
publish-resumed = The last publish was cut off; this one goes on, what has arrived is kept.
publish-ask = Go on? [Y/n]
publish-ask-careful = Go on? [y/N]
publish-ask-unit = This place holds the section of the unit { $there }. Replace it with this unit's? [y/N]
publish-ask-deletes = This removes { $count } files from the server. Really? [y/N]
publish-ask-pin =
    The server { $host } shows a fingerprint that is not known:
      { $said }
    Compare it with the one that your hosting company publishes. Trust it and write it into the settings? [y/N]
publish-ask-folder = There is no folder { $path }. Make it? [Y/n]
publish-ask-password = Password of { $user } on { $host } (not shown):
publish-again = The server did not take that password; try again.
publish-done = Published to `{ $name }` in { $seconds } seconds.
publish-nothing = The server `{ $name }` has everything, nothing to send ({ $seconds } seconds).
publish-seen = The public address shows the new pages: { $url }
publish-verified-public = { $count } files were compared with the public address: all the same. A destination of the kind `zip` cannot be searched for unknown files.
publish-verified = { $count } files compared with the public address: all equal, no foreign file.
publish-stopped = Stopped. The public pages are not left half done; run the command again to go on.
publish-said = the server says: “{ $said }”
publish-reason = reason: { $said }
publish-waiting = connection lost{ $at ->
        [yes] {" "}at `{ $path }`
       *[no] {""}
    }{ $why ->
        [yes] {" "}({ $said })
       *[no] {""}
    }; next attempt in { $seconds } s
publish-watching = The server still has the lock of a run that was given up; waiting { $seconds } s to see whether anybody is publishing.
publish-sent = Sent { $done }/{ $files } files, { $rate } KB/s{ $left ->
        [minutes] , about { $minutes } minutes left
        [soon] , nearly done
       *[unknown] {""}
    }
publish-zip = Written: { $path }
publish-zip-changes = Instead of everything, it is enough to extract `{ $name }-thay-doi` and to remove what `{ $name }-xoa.txt` lists.
publish-ask-uploaded = Were the archives of the last time uploaded and extracted on the server? [y/N]
publish-setup-kind = How to publish? ftps, sftp, ftp, folder, zip
publish-setup-host = Name of the server (such as ftp.thcshoasen.example.edu.vn)
publish-setup-port = Port
publish-setup-user = Account
publish-setup-key = File of the private SSH key (empty for a password)
publish-setup-path = Folder on the server
publish-setup-folder = Folder of this machine
publish-setup-url = Public address of the section
publish-setup-again = Enter keeps what is shown; type - to leave it empty.
publish-setup-done = Done: the destination `{ $name }` works and stands in the settings. Next: nq71 publish{ $named ->
        [yes] {" "}{ $name }
       *[no] {""}
    }

build-done = { $many ->
        [yes] Done: { $units } units, { $published } posts published, { $counted } products counted
       *[no] Done: { $published } posts published, { $counted } products counted
    }, { $hidden ->
        [1] 1 post
       *[other] { $hidden } posts
    } not published; { $rendered } files rendered, { $kept } kept, { $removed } removed; { $warnings } warnings; { $seconds } s.
build-open = Open: { $path }
build-refused = Nothing written: { $errors } errors, { $warnings } warnings. The last output stays as it was.
build-cut = The output in { $folder } is not complete. Mend what follows, and build again before publishing.
moved-aside = Files not ours that stood where pages go were moved to { $folder }
progress-render = Rendering

init-ask-name = Name of the unit (as in: Trường THCS Hoa Sen):
init-ask-code = Code of the unit, lower-case ASCII [{ $default }]:
init-ask-url = Web address of the section (empty if not known yet):
init-ask-parent = Parent body (empty if not known):
init-ask-sample = Make a sample post? co (yes) / khong (no) [{ $default }]:
init-wrote = Made { $path }
init-enter = Go to the new folder: cd "{ $folder }"
init-next =
    Next:
      nq71 new "A title" --type tin    make a post
      nq71 build                       build the section
init-settings =
    # Settings of the section “Nghị quyết 71-NQ/TW”. Lines that start with # explain.

    # Where the section will stand; needed for feeds and full addresses.
    { $base_url }

    { $section }
    # The code: lower-case ASCII, never changed later.
    { $code }
    { $name }
    # The parent body.
    { $parent }
    # The office that answers for the content.
    # responsible = ""
    # contact_email = ""

    { $counting }
    # Products wanted each quarter.
    target_per_quarter = 2
    # "calendar", or "nd09": from the 15th of the month before to the 14th of the last month.
    period_rule = "calendar"
init-post-title = Đơn vị mở chuyên mục “Nghị quyết 71-NQ/TW”
init-post =
    +++
    title = "{ $title }"
    date = { $date }
    type = "tin"
    # Nobody sees a draft. Once it is approved, write "da-duyet".
    status = "nhap"
    summary = "Từ hôm nay, đơn vị mở chuyên mục “Nghị quyết 71-NQ/TW” để thầy cô, học sinh và cha mẹ học sinh theo dõi việc thực hiện nghị quyết của Bộ Chính trị về đột phá phát triển giáo dục và đào tạo."
    +++

    Put the unit's own text here: what, where, when, who, and what came of it.

    ## A heading

    - One point
    - Another point
new-post =
    +++
    title = { $title }
    date = { $date }
    type = { $kind }  # { $label }
    unit = { $unit }
    status = "nhap"  # "da-duyet" once it is approved
    # summary = "20–60 words, shown in lists and when shared."
    { $more }
    +++

    Write the text here.
new-post-picture =
    # image = "anh/name.jpg"
    # image_alt = "What it shows"
new-post-document =
    # doc_number = "01/KH-…"
    # doc_date = 2026-01-15
    # doc_issuer = "…"
    # doc_abstract = "…"
    # attachments = ["tep/document.pdf"]

## Preview

serve-listening = Open at { $url } (Ctrl+C to stop)
serve-port-taken = Port { $port } is used by another program, so the next free one is used.
serve-network = Other machines in the same network can look at { $url }, drafts included. Only for a network you trust. Scan the code with a phone:
serve-no-browser = The browser could not be opened; open { $url } yourself
serve-polling = { $reason ->
        [many] The system cannot tell which files change: there are too many folders to watch. Close some programs, or have the limit raised (on Linux: `fs.inotify.max_user_watches`).
        [permission] The system cannot tell which files change: a folder may not be looked into. Check the permissions of the site's folders.
        [other] The system cannot tell which files change (it says “{ $said }”).
       *[remote] The folder is on another machine.
    } Files are looked at every { $milliseconds } ms.
serve-read = { $first ->
        [yes] Everything read
       *[no] Updated
    }: { $errors } errors, { $warnings } warnings; { $milliseconds } ms.
serve-forbidden = The preview only answers to this machine's own address.
serve-bar = Preview bar
serve-eyes-editors = Editors
serve-eyes-public = Public
serve-hidden = { $withdrawn ->
        [yes] The public sees just this notice
       *[no] The public does not see this page
    }
serve-phone = Phone size
serve-portal = On the portal
serve-open = Open file
serve-opened = File opened
serve-copied = Path copied
serve-board = Checks
serve-fine = No errors
serve-errors = errors
serve-warnings = warnings
serve-hide = Minimise
serve-show = Show errors
serve-close = Close
serve-changed = Just changed:
serve-elsewhere = An error in another file:
serve-lost = The preview has stopped. Run “nq71 serve” again to go on.
serve-standing = { $standing ->
        [published] Published
        [draft] Draft
        [waiting] Waiting for approval
        [future] Due on { $date }
        [no-consent] Consent is missing
       *[withdrawn] Withdrawn
    }
serve-counts = { $reason ->
        [unpublished] Not published, so not counted in { $quarter } yet
        [withdrawn] Withdrawn, so not counted in { $quarter }
        [hinh-thuc-khong-tinh] Not counted: its type is not a product
        [dang-lai] Not counted: a repost
        [ban-dich] Not counted: translates a post that counts
        [khai-bao-khong-tinh] Not counted: as the post itself says
        [ngoai-thoi-gian-don-vi] Not counted: outside the unit's life
       *[counted] Counted in { $quarter }
    }
serve-words = { $words } words
serve-no-summary = no summary
serve-no-alt = picture without description
serve-findings = { $count } to look at
serve-overlay = Errors to mend: { $errors }
serve-overlay-below = Below is the last version that could be shown. Mend the file and save; this panel goes by itself.
serve-overlay-nothing = Mend the file and save; the page appears by itself.
serve-warnings-too = Warnings: { $count }
serve-more = … and { $count } more
serve-reading = Reading the posts
serve-reading-about = The page appears when everything is read.
serve-instead = This page cannot be shown yet
serve-instead-about = Mend what stands below and save; the page appears by itself.
serve-board-total = { $state ->
        [fine] No errors, no warnings.
        [warning] No errors; warnings: { $warnings }.
       *[error] Errors: { $errors }; warnings: { $warnings }. While there are errors, `nq71 build` writes nothing.
    }
serve-board-home = Back to the section
serve-board-settings = Settings, registry, theme
serve-board-count = { $state ->
        [warning] warnings: { $warnings }
       *[error] errors: { $errors }, warnings: { $warnings }
    }
serve-board-unpublished = Posts that the public does not see: { $count }

error-io = cannot { $doing } `{ $path }`: { $reason }
error-broken =
    The program met a mistake of its own and stopped. Your posts were not changed.
    Please send these two lines to the makers of the program:
      nq71 { $version }, { $at }
      { $said }
error-too-large = the file `{ $path }` is larger than { $limit } MB
error-busy = another nq71 is writing into the same folder (lock `{ $path }`); wait for it and run again
doing-open-folder = open the folder
doing-list-folder = list the folder
doing-make-folder = make the folder
doing-listen = listen on
doing-read-file = read the file
doing-write-file = write the file
doing-move-file = move the file
doing-remove-file = remove the file
doing-read-cache = read the cache
doing-write-cache = write the cache
reason-port-used = another program uses this port
reason-no-address = this machine has no such address
reason-not-found = not found
reason-permission = no permission, or open in another program
reason-full = the disk is full
reason-read-only = the disk is read-only
reason-not-a-folder = not a folder
reason-a-folder = a folder, not a file
reason-other = the system says “{ $said }”

usage-command = there is no command `{ $name }`
usage-unknown = there is no option `{ $argument }`
usage-extra = `{ $argument }` is one argument too many
usage-missing = { $argument } is missing
usage-no-value = `{ $argument }` needs a value
usage-takes-none = `{ $argument }` takes no value
usage-value = `{ $value }` cannot be used for `{ $argument }`; values: { $known }
usage-values-port = a number from 0 to 65535
usage-values-split = 1 to 10000
usage-values-interface = an IP address of this machine, such as 127.0.0.1 or 0.0.0.0
usage-values-poll = from 50ms to 600s
usage-conflict = `{ $argument }` does not go with `{ $other }`
usage-twice = `{ $argument }` is given twice
usage-utf8 = an argument has broken characters
usage-other = wrong arguments: { $argument }
usage-see-help = see `nq71 --help`, or `nq71 <command> --help`

help-usage = Usage
help-commands = Commands
help-command = COMMAND
help-alias = also `{ $alias }`
help-value-options = OPTIONS
help-value-thu-muc = FOLDER
help-value-tep = FILE
help-value-ten = NAME
help-value-ma = CODE
help-value-dia-chi = ADDRESS
help-value-tieu-de = TITLE
help-value-hinh-thuc = TYPE
help-value-dia-chi-may = ADDRESS
help-value-cong = PORT
help-value-nhip = INTERVAL
help-value-ngay = DATE
help-arguments = Arguments
help-options = Options
help-about = nq71: from Markdown posts to the section “Nghị quyết 71-NQ/TW” of a unit's web portal
help-after = Exit codes: 0 done; 1 content has mistakes; 2 wrong command or settings; 3 machine or network failed; 130 stopped by Ctrl+C.
help-help = print help
help-version = print the version
help-root = the site's folder (default: the current one)
help-config = the settings file, from the site's folder (default: nq71.toml)
help-lang = language of the command line (default: vi); pages follow `lang` in the settings
help-format = how results are printed (default: human)
help-quiet = print errors only
help-color = use colour (default: auto)
help-init = make a new site: five questions
help-init-after = Unattended: nq71 init folder --name "Trường THCS Hoa Sen" --yes
help-init-folder = the new site's folder (default: the current one)
help-init-name = name of the unit
help-init-code = code of the unit (default: made of the name)
help-init-base-url = web address of the section
help-init-parent = parent body
help-init-sample = make a sample post or not (default: co)
help-init-yes = ask nothing, use defaults
help-new = make a draft post and print its path
help-new-after = Example: nq71 new "Sinh hoạt chuyên đề ứng dụng AI" --type tin
help-new-title = the title, 10–150 characters
help-new-kind = content type: tin, bai, video, van-ban, …
help-new-unit = code of the unit (in a department's site)
help-new-date = date of the post (default: today)
help-serve = show the section in a browser, up to date with every save
help-serve-after = Nothing is written to the output folder. Drafts, posts that wait and posts of days to come are shown with a mark, and do not count.
help-serve-interface = address to listen on (default: 127.0.0.1, this machine only; 0.0.0.0: others in the network too)
help-serve-port = port (default: 1171; the next free one if taken; 0: any)
help-serve-open = open the browser, too
help-serve-poll = look at the files again and again, for network drives (default: 700ms)
help-serve-date = look as on this day (default: today, Vietnamese time)
help-build = build the section into public/
help-build-after = With errors no file is written: the last output stays as it was.
help-build-output-dir = output folder (default: public)
help-build-base-url = web address of the section, instead of the settings'
help-build-date = day of the build (default: today in Viet Nam)
help-build-unit = build one unit's section alone (may be given several times)
help-build-each-unit = build every unit's section alone into public-don-vi/
help-build-force = use an output folder that holds other files; they are not removed
help-publish = build, then publish the section to the unit's host
help-publish-after = Password: asked for, or from the environment: NQ71_MAT_KHAU_<NAME OF DESTINATION>, NQ71_MAT_KHAU. After an interruption run it again: it goes on.
help-publish-name = name of a destination in the settings (default: the only one)
help-publish-unit = publish one unit's section alone
help-publish-date = day of the build (default: today in Viet Nam)
help-publish-dry-run = only compare and list, write nothing to the server
help-publish-yes = do not ask, for unattended runs
help-publish-max-deletes = removing more files than this must be agreed to (default: half of those there, from 10 to 100)
help-publish-all = send every file again, whatever the server holds
help-publish-split = split ZIP files into several of at most so many MB
help-publish-uploaded = with `kind = "zip"`: the archives of the last time are on the server, count changes from there
help-publish-verify = do not publish; compare every file at the public address with the last publish, find altered, missing and foreign files
help-publish-setup = ask, try the connection and write the destination into the settings
help-value-so = NUMBER
help-value-mb = MB
help-aggregate = gather the posts of other units
help-aggregate-after = Where a source fails, its last good copy is used. Then run nq71 build.
help-aggregate-only = only sources of one unit (may be repeated)
help-aggregate-offline = do not use the network, read files and folders only
help-aggregate-refresh = fetch everything anew; with --only, also take what waits for a person
help-aggregate-strict = end with code 3 when a source is in trouble
help-aggregate-date = the day of the run (default: today in Viet Nam)

## Posts gathered from elsewhere

ban-hong = the gathered copy `{ $path }` is damaged and cannot be used
    .help = run `nq71 aggregate` again to fetch it anew
nguon-co-van-de = the source of `{ $unit }`: { $reason }
    .help = look at `noi-bo/nguon/` after a build
bo-khong-khop = the `[[exclude]]` of `{ $url }` fits no post that was gathered
    .help = copy the address of the post from the browser; where the source has the post no more, remove it
ban-khong-nguon = the copy gathered from `{ $url }` belongs to no source in the settings: its posts are not counted
    .help = declare the source again, or remove the folder `{ $path }` where it is not needed any more
nguon-lap = source `{ $url }` is declared twice
    .label = this unit has a source of the same address already
    .help = remove one of the two
nguon-hai-don-vi = the source `{ $url }` is listed for two units, `{ $first }` and `{ $second }`
    .help = look at the column `exchange_url`: each unit has its own; posts of one address count for the first unit only
dia-chi-thieu-https = `{ $value }` is no whole web address, and will be looked for as a file on this machine
    .help = write `https://` before it, and no blank, as in `https://truong-a.example.edu.vn/rss.xml`
thieu-dia-chi-nguon = a source has no address `{ $key }`
    .help = add the address of a feed or an exchange file, or a folder or ZIP file
thieu-dia-chi-bo = an `[[exclude]]` has no address `{ $key }`
    .help = add the address of the post that is not taken; with `/` at its end, all posts under it
thieu-don-vi-nguon = a source names no unit in `{ $key }`
    .help = add the code of the unit whose posts it has
cap-hinh-thuc = `{ $value }` is not a pair of category and content type
    .label = `=` is missing
    .help = write `"category of the source = content type"`, such as `"Video = video"`

nguon-moi = never tried
nguon-tot = read
nguon-loi = failed
nguon-giu = waits for a person
nguon-ban-hong-giu = the gathered copy is damaged ({ $detail }), and the new one has fewer posts; put back a backup of `tong-hop/`, or take the new one
nguon-ban-hong = the gathered copy is damaged ({ $detail }) and must be fetched again
nguon-khong-utf8 = the file is not UTF-8; save it again as “CSV UTF-8”
nguon-khong-phai-tep-trao-doi = not an exchange file of nq71; check the address or the file
nguon-phien-ban-moi = made by a newer nq71; install that one and gather again
nguon-muc-luc-sai = muc-luc.csv was changed or is damaged; the sender should build again and send the whole folder trao-doi
nguon-qua-nhieu-dong = it has too many rows; split it into several files
nguon-csv-hong = the CSV file is broken; the sender should save it again as “CSV UTF-8”
nguon-het-gio = no answer in time; tried again at the next run
nguon-khong-ket-noi = no connection to { $detail }; check the address and the line
nguon-tu-choi-ket-noi = the server { $detail } refuses connections; check the address, or ask who runs the portal
nguon-tra-loi-sai = the server does not answer by the rules of the web; tell who runs the portal
nguon-khong-co-may = there is no server { $detail }; check the name in the address
nguon-tls = the site's certificate is not valid; tell who runs the portal
nguon-chuyen-huong = too many redirects, or one to nowhere; write the last address itself
nguon-dia-chi-sai = the address cannot be used: { $detail }; copy it from the browser
nguon-dia-chi-noi-bo = the address is in an inner network ({ $detail }); if it can be trusted, add its host to `inner_hosts` in the settings
nguon-khong-cho-doc = the server does not allow reading (status { $detail }); ask who runs the portal
nguon-khong-co-trang = there is no page at this address (status { $detail }); check the address
nguon-may-chu-loi = the server has a fault (status { $detail }); tried again at the next run
nguon-hoi-nhieu = the server says that it is busy (code { $detail }); tried again at the next run
nguon-ma-http = the answer is of no use (status { $detail }); check the address
nguon-da-bo = the source is gone for good (status 410); ask the unit for the new address
nguon-chua-hoi = not asked: its server gave other sources no answer; asked first at the next run
nguon-cho = the server asks to wait; tried again after { $detail } min
nguon-cho-gio = the server asks to wait; tried again after { $detail } h
nguon-cho-ngay = the server asks to wait; tried again after { $detail } d
nguon-qua-lon = larger than the limit of { $detail } MB; split it, or put fewer posts into it
nguon-la-trang-web = a web page that leads to no feed; write the address of the feed, the exchange files or the sheet
nguon-xml-hong = the feed is broken and cannot be read; tell who runs the portal
nguon-khong-hieu = the kind of file is not known; needed is a feed, an exchange file, or an XLSX or CSV sheet with columns of titles and days
nguon-rong = the file is empty; look at it where it comes from
nguon-la-pdf = a PDF file, which is no table; send an XLSX or CSV sheet
nguon-la-xls = an old Excel file (.xls), or one with a password; save it as .xlsx without a password
nguon-la-gz = a .gz file; unpack it, or send a ZIP file
nguon-khong-co-tep = there is no { $detail }; check the name and the folder
nguon-khong-doc-duoc = cannot read { $detail }; check who may read it
nguon-zip-hong = the ZIP file is broken or has a password; pack it again without one
nguon-zip-khong-muc-luc = the ZIP file has no muc-luc.csv; pack the whole folder public or trao-doi (posts in Markdown come as a folder)
nguon-sai-ma-kiem = the file { $detail } does not have the SHA-256 that the index names; send the whole folder trao-doi again
nguon-bi-ngat = the server broke off; tried again at the next run
nguon-thieu-https = the address lacks https:// at its start, or has a blank; copy it from the browser
nguon-giam-nua = only { $detail } posts could be taken, less than half of the last time; the old copy stays
nguon-doi-loai = the source is no feed any more; posts that would be lost: { $detail }; the old copy stays
nguon-khong-ghi-duoc = cannot write { $detail }: the disk is full, or there is no permission
nguon-da-va = the gathered copy was damaged; what was damaged is in { $detail }. Remove that folder when you have looked at it
nguon-con-cho = posts wait for a person in { $detail }; if they are the unit's, take them by `nq71 aggregate --only CODE --refresh`, else remove that folder
nguon-cua-don-vi-khac = this source belongs to the unit `{ $detail }`, not to the one it is listed for
nguon-doi-don-vi = the unit code changed ({ $detail }); the old copy stays
nguon-doi-tieu-de = the source now calls itself “{ $detail }”; the old copy stays
nguon-bang-tinh-hong = the workbook is broken and cannot be read; open it and save it as .xlsx again
nguon-khong-co-cot = no sheet has a column of days and a column of titles; name the columns as the guide does
nguon-dang-doi = the file { $detail } is being edited or was just removed; tried again next time
nguon-khong-tieu-de = the page does not carry the exact title; correct its title

tu-choi-so-o-sai = other number of cells than columns ({ $detail })
tu-choi-o-qua-dai = a cell is too long ({ $detail })
tu-choi-don-vi-la = there is no unit `{ $detail }` in the registry
tu-choi-ngoai-pham-vi = this source may not send posts of `{ $detail }`, which is not below it
tu-choi-thieu-ma = the id is missing or too long
tu-choi-trang-thai-la = status “{ $detail }”: only approved and withdrawn posts are taken
tu-choi-ngay-sai = the date “{ $detail }” cannot be read; write day, month and year, as in 5/10/2026
tu-choi-dong-ghi-chu = no product: there is neither number, type nor link as in the rows above; if it is a post, write its type or its link
tu-choi-thieu-don-vi = no unit is named; write it in each row, or name the sheet after the unit (of merged cells, a CSV file keeps only the first)
tu-choi-thieu-ngay = the day is empty; write one in each row (of merged cells, a CSV file keeps only the first)
tu-choi-nghi-quyet-khac = “{ $detail }” may be another resolution of that number; if not, write its full notation in the post, or name the category of the post in `categories`
tu-choi-thieu-tieu-de = the title is missing
tu-choi-hinh-thuc-la = there is no content type `{ $detail }`; `[vocabulary]` can add it
tu-choi-thieu-dia-chi = the address is missing, and the unit has no section address
tu-choi-dia-chi-sai = the address “{ $detail }” cannot be used; write https:// at its start, and no blanks
tu-choi-bai-loi = the post has a mistake: { $detail }
tu-choi-da-bo = the settings leave out its address: `[[exclude]]` { $detail }
tu-choi-chuyen-muc-da-bo = the post does not name the resolution and was taken for the category “{ $detail }”, which the settings name no more
tu-choi-trung-ten = has the name of the post { $detail }: rename one of the files
tu-choi-lap-ma = the id is used twice in one source
tu-choi-lap-dong = the row repeats a post of the sheet “{ $detail }”: the row there decides

xet-thu-nham = gathered from this unit's source while that was listed for another unit by mistake: this unit's alone
xet-da-go = withdrawn by the unit: not counted, though another source still has it
xet-trung-ma = same id: counted once
xet-trung-dia-chi = same address: counted once
xet-trung-tieu-de = same title and day in two sources: counted once
xet-dang-lai = repeated by a unit above: counted for the unit itself
xet-nguon-hai-don-vi = one source is listed for two units: counted for the first
xet-chung-dia-chi = two units name one address: counted for both, somebody should look
xet-ban-dich-vong = a translation of itself: judged by itself
xet-ban-dich-mat = the original of a translation is not known: judged by itself
xet-noi-dung-la = a topic is not known: left out
xet-hinh-thuc-tam = the source names no content type: the default is taken
xet-ngay-tam = the source names no day: the day it was first seen is taken
xet-ngay-khong-doc = the day that the source names cannot be read: the day it was first seen is taken for now
xet-giu-ngay = the source moved the day of a post into another quarter: the day it had stays
xet-thang-truoc = the date is written the American way, month first, and read so; where that is wrong, write day/month/year
xet-ngay-sau = dated after the day of the build: not shown and not counted yet
xet-khong-con = the source's feed shows this post no more, though it shows older ones: still counted; where the post was deleted, add its address to `[[exclude]]`
xet-quy-khong-doc = the declared quarter cannot be read: the date decides
xet-quy-khong-lien-ke = the declared quarter is no neighbour: the date decides
xet-quy-khac = the sender has another quarter: the rule of this site decides
xet-gui-tinh = counted by the sender, not counted here
xet-gui-khong-tinh = not counted by the sender, counted here

chua-co-nguon = there is no source to gather posts from
    .help = fill the column `exchange_url` of the registry, or add a table `[[source]]` to the settings
aggregate-done = Read { $good } of { $all } sources · posts of { $quarter }: { $posts } · sources in trouble: { $failed } · rows refused: { $rejected }
aggregate-sections = Sections of units without gathered posts: { $seen } of { $all } carry the exact title
aggregate-sections-silent = Sections that did not answer when last looked at: { $silent }; what was seen before holds
aggregate-today = today's copy is used
aggregate-age = the copy is { $days } days old
aggregate-no-copy = no copy yet
aggregate-more = … and { $n } more sources
aggregate-taken-over = { $unit }: the source's address was changed; the copy from { $url } is used on
aggregate-left = tong-hop/ban/{ $key }: belongs to no source in the settings; its posts are not counted
aggregate-only-none = The units of `--only` have no source: name one as `exchange_url` in the registry, or as `[[source]]` in the settings
aggregate-offline = { $n } sources on the network were not asked, because of --offline
aggregate-held = Waiting for a person: look at the source; if it is right, take it by `nq71 aggregate --only { $unit } --refresh` (once for each unit)
aggregate-next = Run `nq71 build` to make the pages; noi-bo/nguon/ says how each source is
