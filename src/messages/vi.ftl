# Câu chữ của dòng lệnh. Mỗi mã thông báo: câu nói điều gì sai, `.label` nói ngay tại chỗ,
# `.help` nói cách sửa. Câu ngắn, viết thường chữ đầu, không chấm câu, giá trị đặt trong `…`.

level-error = lỗi
level-warning = cảnh báo
level-help = gợi ý
did-you-mean = có phải `{ $known }`?
more-of-code = … và { $count } chỗ nữa cùng mã `{ $code }`

## Phần đầu bài: cú pháp

tep-rong = tệp rỗng
    .label = chưa có gì ở đây
    .help = chạy `nq71 new "<tiêu đề>" --type tin` để có một bài mẫu
thieu-phan-dau = bài không bắt đầu bằng dòng `+++`
    .label = dòng đầu phải là `+++`
    .help = đặt tiêu đề, ngày, hình thức giữa hai dòng `+++` ở đầu tệp
yaml = phần đầu bài viết kiểu YAML (`---`)
    .label = dùng `+++` thay cho `---`
    .help = đổi hai dòng `---` thành `+++` và viết mỗi khóa dạng `khóa = "giá trị"`
thieu-dong-ket = phần đầu bài không có dòng `+++` kết thúc
    .label = mở ở đây mà không đóng
    .help = thêm một dòng `+++` sau khóa cuối cùng
toml-sai = dòng này không đúng cú pháp TOML
    .label = không đọc được từ đây
    .help = mỗi dòng viết dạng `khóa = "giá trị"`
khoa-lap-toml = khóa `{ $key }` đã có ở trên
    .label = viết lần thứ hai
    .help = giữ lại một dòng, xóa dòng kia
ngoac-cong = giá trị đặt trong ngoặc kép cong
    .label = phải là dấu ngoặc kép thẳng `"`
    .help = thay “ và ” bằng dấu `"`
thieu-ngoac = thiếu dấu đóng ở cuối giá trị
    .label = mở ngoặc mà không đóng
    .help = thêm dấu đóng vào cuối giá trị
thieu-dau-dong = thiếu dấu `{ $sign }`
    .label = mở ở đây mà không đóng
    .help = thêm `{ $sign }` vào cuối
gach-cheo-nguoc = dấu `\` trong giá trị
    .label = không hiểu ký tự sau `\`
    .help = viết `/` thay cho `\`, hoặc đặt giá trị trong dấu nháy đơn '…'
ngoac-trong-ngoac = dấu `"` nằm bên trong giá trị
    .label = ngoặc kép đã đóng trước chỗ này
    .help = dùng “ ” ở bên trong, hoặc đặt cả giá trị trong dấu nháy đơn '…'
thieu-ngoac-kep = giá trị chữ phải đặt trong dấu `"`
    .label = thiếu dấu `"`
    .help = viết dạng `khóa = "giá trị"`
hai-cham = dùng dấu `:` thay cho `=`
    .label = phải là dấu `=`
    .help = viết dạng `khóa = "giá trị"`
khoa-co-dau = tên khóa `{ $key }` không đúng dạng
    .label = tên khóa chỉ gồm chữ không dấu, chữ số và gạch dưới
    .help = xem danh sách khóa trong tài liệu
dong-la = dòng này không có khóa và giá trị
    .label = không hiểu dòng này
    .help = mỗi dòng viết dạng `khóa = "giá trị"`; lời ghi chú đặt sau dấu `#`
thieu-gia-tri = khóa `{ $key }` chưa có giá trị
    .label = chưa có gì sau dấu `=`
    .help = viết giá trị, hoặc xóa dòng này
thua-sau-gia-tri = có chữ thừa sau giá trị
    .label = thừa từ đây
    .help = mỗi dòng chỉ có một khóa và một giá trị; lời ghi chú đặt sau dấu `#`
ky-tu-an = có dấu cách lạ hoặc ký tự không nhìn thấy được
    .label = ở đây
    .help = xóa khoảng trống này rồi gõ lại bằng phím cách
ngay-sai-dang = ngày ở `{ $key }` viết không đúng dạng
    .label = cần dấu `"`, hoặc đủ năm-tháng-ngày
    .help = viết `2026-05-20` hoặc `"20/5/2026"`
write-line = viết `{ $line }`

## Phần đầu bài và cài đặt: khóa và kiểu

khoa-la = không có khóa `{ $name }`
    .label = khóa lạ
    .help = xóa dòng này, hoặc xem danh sách khóa trong tài liệu
key-above-tables = đặt `{ $name }` phía trên dòng `[…]` đầu tiên
khoa-lap = khóa `{ $name }` lặp lại khóa `{ $key }`
    .label = hai tên của cùng một khóa
    .help = giữ lại một trong hai
sai-kieu = `{ $key }` có giá trị sai kiểu
    .label = đây là { $kind ->
        [text] chữ
        [number] số
        [flag] giá trị có hay không
        [date] ngày
        [list] danh sách
       *[table] bảng
    }
want-text = viết `{ $key } = "chữ trong ngoặc kép"`
want-texts = viết `{ $key } = ["một", "hai"]`
want-flag = viết `{ $key } = true` hoặc `{ $key } = false`
want-number = viết `{ $key }` là một số nguyên, ví dụ `12`
want-tables = viết `{ $key } = [{"{"} { $inner } = … {"}"}]`
want-table = viết `{ $key } = {"{"} { $inner } = … {"}"}`
so-sai = `{ $key }` không phải số nguyên: `{ $value }`
    .label = cần một số nguyên
    .help = chỉ viết chữ số, ví dụ `12`
bang-ma-cu = { $kind ->
        [mojibake] chữ bị hỏng vì tệp từng được mở sai bảng mã
       *[other] chữ gõ bằng bảng mã cũ { $kind }
    }
    .label = nên là `{ $mended }`
    .help = { $kind ->
        [mojibake] chép lại chữ từ bản gốc, rồi lưu tệp với bảng mã UTF-8
       *[other] chuyển văn bản sang Unicode (UniKey: Ctrl+Shift+F6) rồi dán lại
    }

## Phần đầu bài: giá trị

thieu-tieu-de = thiếu tiêu đề
    .label = phần đầu bài chưa có `{ $key }`
    .help = thêm `{ $key } = "…"`
tieu-de-ngan = tiêu đề chỉ có { $length } ký tự
    .label = cần ít nhất 10 ký tự
    .help = viết tiêu đề nói rõ việc gì, ở đâu
tieu-de-dai = tiêu đề dài { $length } ký tự
    .label = nhiều nhất 150 ký tự
    .help = rút gọn, đưa phần còn lại vào tóm tắt
thieu-ngay = thiếu ngày đăng
    .label = phần đầu bài chưa có `{ $key }`
    .help = thêm `{ $key } = 2026-05-20`
ngay-sai = `{ $key }` không phải ngày
    .label = không đọc được ngày
    .help = viết `2026-05-20` hoặc `"20/5/2026"` (ngày trước, tháng sau)
ngay-khong-co = `{ $key }` là ngày không có thật
    .label = { $month ->
        [ok] lịch không có ngày này
       *[other] không có tháng { $month }
    }
    .help = viết `2026-05-20`, hoặc ngày trước tháng sau: `"20/5/2026"`
ngay-xa = `{ $key }` nằm ngoài khoảng 2000–2100
    .label = kiểm tra lại năm
    .help = viết đủ bốn chữ số của năm, ví dụ `2026-05-20`
ngay-truoc-nghi-quyet = bài có ngày trước khi nghị quyết được ban hành
    .label = nghị quyết ban hành ngày { $issued }
    .help = kiểm tra lại năm; nếu đúng thì không cần sửa
thieu-hinh-thuc = thiếu hình thức
    .label = phần đầu bài chưa có `{ $key }`
    .help = thêm `{ $key } = "tin"` (hoặc bai, video, van-ban, …)
hinh-thuc-la = không có hình thức `{ $name }`
    .label = không có trong danh mục
    .help = các hình thức: { $known }
noi-dung-la = không có nội dung `{ $name }`
    .label = không có trong danh mục
    .help = các nội dung: { $known }
nhiem-vu-la = không có nhiệm vụ `{ $name }`
    .label = không có trong danh mục
    .help = nhiệm vụ là số từ 1 đến 8
doi-tuong-la = không có đối tượng `{ $name }`
    .label = không có trong danh mục
    .help = các đối tượng: { $known }
kenh-la = không có kênh `{ $name }`
    .label = không có trong danh mục
    .help = các kênh: { $known }
thieu-kenh = mục kênh chưa nói kênh nào
    .label = cần `{ $key }`
    .help = thêm `{ $key } = "fanpage"` (hoặc zalo, youtube, …)
loai-la = không có loại đơn vị `{ $name }`
    .label = không có trong danh mục
    .help = các loại: { $known }
trang-thai-la = không có trạng thái `{ $name }`
    .label = không có trong danh mục
    .help = dùng `nhap`, `cho-duyet`, `da-duyet` hoặc `da-go`
dong-y-la = không có giá trị đồng ý `{ $name }`
    .label = không có trong danh mục
    .help = dùng `khong-can`, `tap-the`, `da-co` hoặc `chua`
chua-dong-y = bài chưa được đăng vì người trong ảnh chưa đồng ý
    .label = chưa có sự đồng ý
    .help = khi đã có sự đồng ý, viết `{ $key } = "da-co"`
quy-sai = quý không hợp lệ
    .label = chỉ nhận quý 1 đến quý 4
quy-la = không đọc được quý `{ $value }`
    .label = không phải quý
write-quarter = viết `{ $key } = "{ $quarter }"`
quy-xa = quý { $quarter } cách xa ngày của bài
    .label = ngày của bài thuộc quý { $dated }
    .help = chỉ được ghi sang quý liền trước hoặc liền sau; sửa `{ $key }` hoặc `{ $date }`
thieu-don-vi-bai = không biết bài này của đơn vị nào
    .label = phần đầu bài chưa có `{ $key }`
    .help = đặt tệp vào thư mục `content/<mã đơn vị>/` hoặc thêm `{ $key } = "…"`
don-vi-la = không có đơn vị `{ $name }`
    .label = không có trong danh sách đơn vị
    .help = kiểm tra mã trong `don-vi.csv` hoặc bảng `[unit]`
don-vi-khac = `{ $key }` ghi `{ $name }` mà tệp nằm trong thư mục của `{ $folder }`
    .label = hai nơi nói khác nhau
    .help = chuyển tệp sang đúng thư mục, hoặc xóa dòng này
cap-nhat-truoc = ngày cập nhật đứng trước ngày đăng { $date }
    .label = bài không thể được sửa trước khi đăng
    .help = sửa lại ngày, hoặc bỏ dòng này
ngay-sau-hom-nay = `{ $key }` là ngày chưa tới: { $date }
    .label = ngày này sau ngày dựng trang
    .help = sửa lại ngày; đến hôm đó trang mới ghi ngày này
dang-lai-chinh-no = bài đăng lại chính nó
    .label = `repost_of` ghi mã của chính bài này
    .help = bỏ `repost_of` nếu đây là bài gốc; bài đăng lại không được tính
dang-lai-tu-la = không có bài nào mang mã `{ $id }` để đăng lại
    .label = `repost_of` cần mã một bài, hoặc địa chỉ web của bài gốc
    .help = bài này vẫn bị coi là đăng lại và không được tính
thieu-tom-tat = bài chưa có tóm tắt
    .label = nên có `{ $key }` dài 20–60 từ
    .help = thêm `{ $key } = "…"`; nếu không, phần đầu của bài được dùng thay
tom-tat-dai-ngan = tóm tắt có { $words } từ
    .label = nên dài 20–60 từ
    .help = viết lại cho vừa một đoạn ngắn
dia-chi-sai = `{ $key }` không phải địa chỉ web: `{ $value }`
    .label = cần bắt đầu bằng `https://` và không có dấu cách
    .help = chép cả địa chỉ từ thanh địa chỉ của trình duyệt
dia-chi-co-duoi = địa chỉ chuyên mục trong `{ $key }` không được có `{ $sign }`
    .label = chỉ ghi thư mục, là phần đứng trước chỗ này
thieu-cho-nghi-quyet = nghị quyết khác thì phải ghi `{ $key }` của nghị quyết đó
    .label = cần `{ $key }`
    .help = nếu không, ngày và nội dung của Nghị quyết số 71-NQ/TW sẽ đứng dưới số hiệu này
danh-muc-trung = `{ $name }` đã có trong danh mục này
    .label = mỗi mã và mỗi nhãn chỉ dùng một lần
    .help = đặt mã, nhãn khác; để sửa một mục có sẵn thì chỉ viết mã của mục đó một lần
duong-dan-sai = `slug` chỉ gồm chữ thường không dấu, số và gạch nối
    .label = không dùng được trong địa chỉ
ten-tep-khong-chu = tên tệp `{ $name }` không có chữ cái hay chữ số
    .label = không lập được địa chỉ từ tên tệp
    .help = đổi tên tệp, ví dụ `2026-05-20-le-khai-giang.md`, hoặc thêm `slug = "…"`
ma-bai-sai = mã bài `{ $id }` có dấu cách hoặc dấu phẩy
    .label = mã bài phải liền một chuỗi
    .help = thay dấu cách bằng gạch nối
chi-nhan-khong-tinh = `{ $key }` chỉ nhận `false`
    .label = bài được tính hay không là do hình thức quyết định
    .help = xóa dòng này
thieu-ly-do = `{ $key } = false` mà không có lý do
    .label = cần `{ $reason }`
    .help = thêm `{ $reason } = "vì sao không tính"`
ly-do-thua = có `{ $reason }` mà không có `{ $key } = false`
    .label = lý do cho việc gì?
    .help = thêm `{ $key } = false`, hoặc xóa dòng này
ngon-ngu-la = không biết ngôn ngữ `{ $name }`
    .label = không phải tên hay mã ngôn ngữ
    .help = viết tên như `"Thái"`, `"Ê Đê"`, hoặc mã như `"blt"`
ban-dich-cua-la = không có bài mang mã `{ $id }`
    .label = bản dịch của bài nào?
    .help = mã bài có dạng `<mã đơn vị>/<tên tệp không đuôi>`
ban-dich-vong = các bản dịch nối thành vòng
    .label = đi theo từ đây thì quay về chính bài này
    .help = bài gốc không được có `translation_of`
thieu-ngay-tiep-can = số liệu tiếp cận thiếu ngày
    .label = cần `{ $key }`
    .help = thêm `{ $key } = 2026-05-20`: ngày xem số liệu
thieu-dia-chi-media = mục phim, âm thanh thiếu địa chỉ
    .label = cần `{ $key }`
    .help = thêm `{ $key } = "https://…"`
thieu-mo-ta-anh-chinh = ảnh đại diện chưa có mô tả
    .label = cần `{ $key }`
    .help = thêm `{ $key } = "ảnh cho thấy điều gì"` cho người không nhìn thấy ảnh
anh-la = `{ $path }` không phải ảnh
    .label = chỉ nhận .jpg, .png, .gif, .webp
    .help = lưu ảnh lại thành .jpg
dia-chi-cu-sai = địa chỉ cũ `{ $value }` không dùng được
    .label = không phải địa chỉ trong chuyên mục
    .help = viết phần cuối cũ (`ten-bai-cu`) hoặc cả đường dẫn cũ trong chuyên mục (`bai/ten-bai-cu.html`)
dia-chi-cu-trung = địa chỉ cũ `{ $path }` trùng với { $other }
    .label = địa chỉ này đã có nơi dùng
    .help = xóa địa chỉ cũ này, hoặc đổi `slug` của bài kia

## Nội dung bài

lien-ket-hong = không có bài `{ $path }`
    .label = liên kết tới tệp không có
    .help = kiểm tra tên tệp; đường dẫn tính từ chính tệp này
lien-ket-an = liên kết tới bài chưa đăng `{ $path }`
    .label = hiện thành chữ thường, không có liên kết
    .help = đăng bài kia, hoặc bỏ liên kết
thieu-tep = không có tệp `{ $path }`
    .label = không tìm thấy
    .help = đặt tệp cạnh bài; tên tệp phân biệt chữ hoa, chữ thường
ra-ngoai = đường dẫn `{ $path }` đi ra ngoài thư mục của trang
    .label = ra ngoài
    .help = chép tệp vào thư mục của trang rồi dùng đường dẫn tới đó
dia-chi-cam = địa chỉ `{ $address }` không được dùng
    .label = chỉ nhận http, https, mailto, tel và đường dẫn tương đối
    .help = thay bằng địa chỉ `https://…`
dia-chi-goc = địa chỉ `{ $address }` tính từ gốc của máy chủ
    .label = sẽ hỏng khi chuyên mục đặt trong thư mục con
    .help = dùng đường dẫn tới tệp `.md`, hoặc địa chỉ đầy đủ `https://…`
dia-chi-trong = liên kết không có địa chỉ
    .label = chưa dẫn tới đâu
    .help = viết địa chỉ vào ngoặc tròn, hoặc bỏ liên kết
thieu-mo-ta-anh = ảnh chưa có mô tả
    .label = viết mô tả trong ngoặc vuông
    .help = viết `![ảnh cho thấy điều gì](…)`
the-html-bi-bo = thẻ HTML `<{ $tag }>` bị bỏ
    .label = không được phép trong bài
    .help = dùng Markdown; với phim, dùng khóa `media`
chu-thich-mo = chú thích mở bằng `<!--` mà không có `-->`
    .label = từ đây đến hết bài không được đăng
    .help = viết `-->` ở cuối phần chú thích
thuoc-tinh-html-bi-bo = thuộc tính `{ $attribute }` của thẻ `<{ $tag }>` bị bỏ
    .label = không được phép trong bài
    .help = dùng Markdown; màu chữ và cỡ chữ theo giao diện

## Tệp và thư mục

khong-utf8 = tệp không phải UTF-8
    .label = không đọc được từ đây
    .help = mở tệp, chọn “Lưu thành” rồi chọn bảng mã UTF-8
utf-16 = tệp là UTF-16, không phải UTF-8
    .help = mở tệp, chọn “Lưu thành” rồi chọn bảng mã UTF-8 (trong Excel: “CSV UTF-8”)
bai-qua-lon = tệp bài lớn hơn { $limit } MB
    .help = bài chỉ gồm chữ; để ảnh và tài liệu thành tệp riêng cạnh bài
tep-qua-lon = tệp `{ $path }` lớn hơn { $limit } MB
    .help = thu nhỏ tệp, hoặc để ở nơi khác và đặt liên kết
loai-tep-cam = loại tệp của `{ $path }` không được đăng
    .help = các loại được đăng: { $kinds }
anh-hong = không đọc được ảnh `{ $path }`: { $reason ->
        [picture-unknown-format] không phải JPEG, PNG, GIF hay WebP
        [picture-truncated] tệp bị cụt
       *[other] tệp bị hỏng
    }
    .help = mở ảnh và lưu lại thành .jpg (ảnh HEIC của điện thoại cũng vậy)
anh-webp = ảnh `{ $path }` là WebP
    .help = một số máy chủ cũ không gửi được .webp; nên lưu lại thành .jpg
tep-khong-doc = tệp `{ $path }` không được đọc như một bài
    .help = nếu là bài, đổi tên cho kết thúc bằng `.md` (trong Windows, cho hiện phần đuôi tên tệp) và lưu ở dạng Markdown
lien-ket-vong = lối tắt `{ $path }` đi vòng tròn
    .help = xóa lối tắt (symlink) này
lien-ket-dut = lối tắt `{ $path }` không dẫn tới đâu
    .help = xóa lối tắt (symlink) này, hoặc chép tệp vào
lien-ket-ra-ngoai = lối tắt `{ $path }` dẫn ra ngoài thư mục của trang
    .help = chép tệp vào thay cho lối tắt (symlink)
ten-tep-hong = tên tệp `{ $path }` có ký tự hỏng
    .help = đổi tên tệp
trung-ten-tep = hai tệp cùng tên `{ $path }`, chỉ khác cách ghi dấu
    .help = xóa hoặc đổi tên một tệp
thieu-thu-muc-bai = không có thư mục `{ $path }`, nơi chứa các bài
    .help = đưa thư mục `{ $path }` trở lại đúng chỗ; nếu chưa có bài nào, tạo một thư mục trống tên `{ $path }`
tep-khong-mo-duoc = { $reason ->
        [permission] không có quyền đọc tệp `{ $path }`, hoặc tệp đang mở trong chương trình khác
       *[other] không đọc được tệp `{ $path }` (hệ điều hành báo “{ $reason }”)
    }
    .help = đóng chương trình đang mở tệp, xem lại quyền đọc của tệp, rồi thử lại
thu-muc-ten-bai = thư mục `{ $path }` có tên như một bài
    .help = bỏ đuôi `.md` trong tên thư mục
thu-muc-la = thư mục `{ $name }` không phải mã của đơn vị nào
    .help = đổi tên thư mục thành mã trong `don-vi.csv`
doi-khi-dung = tệp vừa bị sửa trong lúc đang dựng trang
    .help = chạy lại lệnh
trung-ma = mã bài `{ $id }` đã có ở { $other }
    .label = bài thứ hai cùng mã
    .help = xóa bài thừa, đổi tên tệp, hoặc đặt `id` khác cho một bài
trung-dia-chi = địa chỉ `{ $path }` đã có ở { $other }
    .label = bài thứ hai cùng địa chỉ
    .help = đổi tên tệp, hoặc đặt `slug` khác cho một bài
trung-trang = hai trang cùng địa chỉ `{ $path }`
    .help = đổi mã đơn vị hoặc mã danh mục đã tạo ra địa chỉ này
trung-lien-ket = bài dẫn tới cùng một địa chỉ với { $other }
    .label = cùng `link`
    .help = nếu là một sản phẩm thì giữ một bài, để không bị tính hai lần

## Cài đặt và danh sách đơn vị

thieu-cai-dat = không có tệp cài đặt `{ $path }`
    .help = chạy `nq71 init` để tạo, hoặc chỉ thư mục bằng `--root`
thieu-don-vi = cài đặt không nói đơn vị nào
    .label = cần bảng `[unit]` hoặc khóa `registry`
    .help = trường: thêm `[unit]` với `code` và `name`; Sở, xã: thêm `registry = "don-vi.csv"`
hai-nguon-don-vi = có cả `registry` và `[unit]`
    .label = chỉ dùng một trong hai
    .help = trường giữ `[unit]`; Sở, xã giữ `registry`
bang-tin-thieu-ma = tờ in dán bảng tin không có mã QR vì bài chưa có địa chỉ đầy đủ
    .label = bài có `notice = true`
    .help = thêm `base_url` vào cài đặt; với chuyên mục riêng của một đơn vị, thêm `section_url` vào danh sách đơn vị
bang-tin-trung = tờ in dán bảng tin của bài trùng địa chỉ `{ $path }` với { $other }
    .label = bài có `notice = true`
    .help = đổi tên tệp, hoặc đặt `slug` khác cho một bài
thieu-base-url = chưa có `base_url` nên không có RSS, sơ đồ cho máy tìm kiếm và địa chỉ đầy đủ
    .help = thêm `base_url = "https://…/nghi-quyet-71/"` vào cài đặt
thieu-dia-chi-chuyen-muc = đơn vị `{ $code }` chưa có `section_url` nên chuyên mục riêng không có RSS
    .help = thêm địa chỉ chuyên mục của đơn vị vào danh sách đơn vị
thieu-ma = thiếu mã
    .label = cần `{ $key }`
    .help = mã gồm chữ thường không dấu, số và gạch nối, ví dụ `thcs-hoa-sen`
ma-sai = mã `{ $code }` không dùng được
    .label = chỉ gồm chữ thường không dấu, số và gạch nối, không quá 60 ký tự
ma-danh-rieng = mã `{ $code }` là từ dành riêng
    .label = tên này Windows hoặc trang thống kê đã dùng
    .help = đặt mã khác, ví dụ `th-{ $code }`
thieu-ten-don-vi = thiếu tên đơn vị
    .label = cần `{ $key }`
    .help = viết tên đầy đủ, ví dụ `Trường THCS Hoa Sen`
thieu-nhan = mục danh mục mới thiếu tên gọi
    .label = cần `{ $key }`
    .help = thêm `{ $key } = "…"`
danh-muc-day = danh mục đã đủ 255 mục
    .label = không thêm được nữa
ket-thuc-truoc-bat-dau = ngày kết thúc đứng trước ngày bắt đầu
    .label = sớm hơn ngày bắt đầu
    .help = kiểm tra lại hai ngày
chi-tieu-lon = chỉ tiêu lớn hơn { $most } sản phẩm mỗi quý
    .label = kiểm tra lại con số
    .help = chỉ tiêu thường là `2`; `0` là không giao chỉ tiêu
cach-dua-len-la = không có cách đưa lên `{ $name }`
    .label = không có trong danh mục
    .help = dùng `folder`, `paste`, `iframe`, `link` hoặc `hosted-by-parent`
cap-tren-la = cấp trên `{ $name }` không có trong danh sách đơn vị
    .label = được coi là một nhóm riêng
    .help = kiểm tra mã; nếu đúng, thêm một dòng cho cấp trên
ngon-ngu-trang = trang không có tiếng `{ $name }`
    .label = chỉ có `vi` và `en`
    .help = viết `lang = "vi"`
ky-la = không có cách tính kỳ `{ $name }`
    .label = chỉ có `calendar` và `nd09`
    .help = `calendar`: quý theo lịch; `nd09`: từ ngày 15 đến ngày 14
thieu-danh-sach = không có danh sách đơn vị `{ $path }`
    .label = không tìm thấy tệp
    .help = đặt tệp cạnh tệp cài đặt
danh-sach-excel = danh sách đơn vị `{ $path }` là tệp Excel
    .label = cần tệp CSV
    .help = trong Excel: Lưu thành → “CSV UTF-8”
danh-sach-rong = danh sách đơn vị không có dòng nào
    .label = cần một dòng tiêu đề và mỗi đơn vị một dòng
    .help = cột bắt buộc: `code` (Mã đơn vị) và `name` (Tên đơn vị)
thieu-cot = danh sách đơn vị thiếu cột { $key ->
        [code] mã đơn vị
       *[name] tên đơn vị
    }
    .label = dòng tiêu đề
    .help = thêm cột { $key ->
        [code] “Mã đơn vị”
       *[name] “Tên đơn vị”
    }
cot-la = không có cột `{ $name }`
    .label = tiêu đề lạ
    .help = xóa cột này, hoặc sửa tiêu đề
cot-lap = cột `{ $name }` lặp lại cột `{ $key }`
    .label = hai cột cùng nghĩa
    .help = giữ lại một cột
thua-o = dòng có { $cells } ô mà bảng chỉ có { $columns } cột
    .label = thừa ô
    .help = đặt giá trị có dấu phân cách trong ngoặc kép `"…"`
ngoac-csv = ô mở dấu `"` mà không đóng
    .label = ô này nuốt các dòng sau
    .help = thêm `"` vào cuối ô, hoặc xóa dấu `"` thừa
ngoac-trong-o = dấu `"` đứng một mình trong ô
    .label = ô đã đóng trước chỗ này
    .help = viết hai dấu `""`, hoặc dùng “ ”
sap-nhap-vong = đơn vị `{ $code }` sáp nhập vòng quanh vào chính nó
    .label = theo cột này thì đơn vị lại thành một phần của chính nó
    .help = ghi mã của đơn vị còn hoạt động sau khi sáp nhập, hoặc bỏ trống
mot-dia-chi-nhieu-don-vi = một địa chỉ `--base-url` không thể là của nhiều đơn vị
    .help = ghi `section_url` của từng đơn vị trong danh sách đơn vị, hoặc dựng từng đơn vị một
trung-ma-don-vi = mã đơn vị `{ $code }` đã có ở dòng { $line }
    .label = mã lặp lại
    .help = mỗi đơn vị một mã; xóa dòng thừa hoặc đổi mã

## Giao diện

thieu-giao-dien = không có giao diện `{ $name }`
    .help = tạo thư mục `themes/{ $name }/`, hoặc viết `theme = "chuan"`
mau-nhan-sai = `{ $value }` không phải một màu
    .label = chưa đúng cách viết
    .help = viết dấu `#` và sáu chữ số hệ mười sáu, như `"#8a1538"`
mau-nhan-yeu = màu `{ $value }` quá nhạt để đọc được trên nền trang
    .label = độ tương phản dưới 4,5 : 1
    .help = viết `"{ $better }"`, màu gần nhất đọc được; các trang đang dùng màu này
thieu-logo = không có tệp logo `{ $path }`
    .label = không tìm thấy
    .help = đặt tệp cạnh tệp cài đặt; tên tệp phân biệt chữ hoa, chữ thường
logo-la = logo `{ $path }` không phải ảnh dùng được
    .label = chỉ nhận .png, .jpg, .gif
    .help = lưu logo thành .png (ảnh .svg cũng vậy)
tep-giao-dien-la = tệp `{ $path }` không thay tệp nào của giao diện, và không mẫu nào dùng đến
    .help = kiểm tra tên tệp và thư mục; danh sách có trong `docs/theme.md`
chuoi-la = không mẫu nào dùng câu chữ `{ $name }`
    .help = kiểm tra tên câu chữ trong `{ $path }`
mau-loi = { $cause ->
        [syntax] mẫu trang `{ $template }` viết sai cú pháp
        [name] mẫu trang `{ $template }` dùng `{ $name }`, một tên không có
        [text] mẫu trang `{ $template }` dùng câu chữ `{ $name }`, không có trong tệp câu chữ
        [file] mẫu trang `{ $template }` cần mẫu `{ $name }`, không có trong giao diện
        [circle] mẫu trang `{ $template }` gọi lại chính nó
       *[other] mẫu trang `{ $template }` không dựng được thành trang
    } (bộ dựng trang báo: { $reason })
    .label = lỗi ở đây
    .help = sửa mẫu trong thư mục `themes/` của trang
template-of-page = lỗi hiện ra khi dựng `{ $page }`; sửa mẫu trong thư mục `themes/` của trang
chuoi-loi = dòng này của tệp câu chữ không đúng cú pháp
    .label = không đọc được từ đây
    .help = viết mỗi câu dạng `ten_cau = nội dung`

## Lệnh

ngay-lenh-sai = `{ $value }` không phải ngày
    .help = viết `--date 2026-05-20` hoặc `--date 20/5/2026`
epoch-sai = biến môi trường `SOURCE_DATE_EPOCH` không dùng được: `{ $value }`
    .help = ghi số giây tính từ ngày 1/1/1970, hoặc dùng `--date 2026-05-20`
thieu-don-vi-lenh = chưa biết bài của đơn vị nào
    .help = thêm `--unit <mã>`; các mã: { $known }
thu-muc-cua-nguoi-khac = thư mục `{ $folder }` có tệp khác và không có danh sách tệp của nq71
    .help = chọn thư mục khác bằng `--output-dir`, hoặc thêm `--force`: tệp lạ không bị xóa
danh-sach-hong = danh sách tệp `{ $file }` trong thư mục `{ $folder }` không đọc được
    .help = chép lại tệp đó từ bản lưu; hoặc thêm `--force`: mọi tệp đang có được chuyển ra chỗ khác khi cần, không mất
chuyen-muc-thua = thư mục `{ $folder }` không thuộc đơn vị nào nữa
    .help = không cần thì xóa thư mục này
thu-muc-cam = không ghi kết quả vào thư mục `{ $folder }` được
    .help = đó là nơi của bài viết, giao diện hay tài liệu nội bộ; chọn thư mục khác, ví dụ `public`
da-co-cai-dat = đã có tệp `{ $path }`
    .help = thư mục này đã là một trang; chạy `nq71 build`

## Đăng lên máy chủ: cài đặt và dòng lệnh

ten-noi-dang = tên nơi đăng `{ $name }` không đúng dạng
    .label = chỉ dùng chữ thường không dấu, chữ số và gạch ngang
    .help = đặt tên ngắn, ví dụ `chinh`
thieu-cach-dang = chưa biết đăng bằng cách nào
    .label = bảng này chưa có `{ $key }`
    .help = thêm `kind = "ftps"`, hoặc `sftp`, `ftp`, `folder`, `zip`
cach-dang-la = không có cách đăng `{ $name }`
    .label = không có trong danh sách
    .help = chọn một trong: ftps, sftp, ftp, folder, zip
thieu-may-chu = chưa có tên máy chủ
    .label = bảng này chưa có `{ $key }`
    .help = ghi tên máy chủ FTP mà nhà cung cấp hosting đã gửi, ví dụ `host = "ftp.thcshoasen.example.edu.vn"`
thieu-tai-khoan = chưa có tên tài khoản
    .label = bảng này chưa có `{ $key }`
    .help = ghi tên tài khoản FTP, không ghi mật khẩu
ten-may-chu = tên máy chủ không đúng dạng
    .label = xem `host` trong bảng này
    .help = chỉ ghi tên, không ghi `ftp://`, dấu `/`, tài khoản hay mật khẩu
cong-sai = không có cổng `{ $value }`
    .label = cổng là số từ 1 đến 65535
    .help = thường là 21 với FTP, FTPS và 22 với SFTP; xóa dòng này để dùng số đó
dau-van-tay-sai = `{ $key }` không phải dấu vân tay SHA-256
    .label = không đọc được dấu này
    .help = { $key ->
        [host_key] chép dòng `SHA256:…` mà `ssh-keygen -l` cho thấy (43 ký tự sau `SHA256:`)
       *[certificate] ghi `SHA256:` và 64 chữ số hệ mười sáu
    }; hoặc xóa dòng này rồi chạy `nq71 publish --setup`
thu-muc-la-dia-chi = `path` là một địa chỉ, không phải thư mục
    .label = xem `path` trong bảng này
    .help = chỉ ghi thư mục trên máy chủ, ví dụ `public_html/nghi-quyet-71`; máy chủ và tài khoản ghi ở `host` và `user`
thieu-thu-muc-dang = chưa biết ghi vào thư mục nào
    .label = bảng này chưa có `{ $key }`
    .help = ghi đường dẫn của thư mục, ví dụ `path = "dang"`
tls-la = không có lựa chọn `{ $value }`
    .label = chỉ nhận "1.2"
    .help = xóa dòng này để dùng bản TLS mới nhất mà máy chủ biết
so-ket-noi-sai = không dùng `{ $value }` kết nối được
    .label = số kết nối là từ 1 đến 8
    .help = xóa dòng này để dùng 3; hosting khó tính thì ghi 1
mat-khau-trong-cai-dat = không ghi mật khẩu trong cài đặt
    .label = xóa dòng này
    .help = lệnh đăng hỏi mật khẩu khi chạy, hoặc đọc biến môi trường `NQ71_MAT_KHAU`; mật khẩu đã từng nằm trong tệp thì nên đổi
chua-co-noi-dang = cài đặt chưa có nơi đăng nào
    .help = chạy `nq71 publish --setup`
chon-noi-dang = cài đặt có nhiều nơi đăng, chưa biết chọn nơi nào
    .help = ghi tên nơi đăng sau lệnh: { $known }
noi-dang-la = cài đặt không có nơi đăng `{ $name }`
    .help = xem các bảng `[publish.<tên>]` trong tệp cài đặt
thieu-don-vi-dang = nơi đăng `{ $name }` có chỗ cho mã đơn vị mà chưa biết đơn vị nào
    .help = thêm `--unit <mã>`
cho-cua-don-vi = nơi đăng `{ $name }` không phải của riêng đơn vị `{ $unit }`
    .help = thêm `unit = "{ $unit }"` vào bảng của nơi đăng, hoặc ghi `{"{"}unit{"}"}` trong `path`, để không đè lên chuyên mục của đơn vị khác
tep-la-dung-cho = đúng chỗ cần ghi đã có { $count } tệp không phải của nq71: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = các tệp đó được giữ nguyên; đổi tên hoặc xóa chúng, hoặc đặt `path` của `{ $name }` là một thư mục con còn trống
may-chu-cua-don-vi-khac = chỗ của nơi đăng `{ $name }` đang là chuyên mục của đơn vị `{ $there }`
    .help = chưa ghi gì; sửa `path` của nơi đăng. Nếu đơn vị vừa đổi mã thì chạy lại trong cửa sổ lệnh và trả lời câu hỏi
da-sua-tren-may-chu = { $count } tệp của chuyên mục đã bị sửa trên máy chủ sau lần đăng trước: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = khi đăng, bản đang có trên máy chủ được chép về thư mục `tu-may-chu` trước khi bị thay
da-chep-ve = { $count } tệp trên máy chủ không giống lần đăng trước, đã được chép về { $folder } trước khi bị thay hoặc xóa: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = xem các bản chép; điều gì cần giữ thì sửa trong bài rồi đăng lại
tep-de-lai = { $count } tệp không bị xóa vì không còn giống danh sách trên máy chủ, và không phải do thư mục này đăng: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = từ nay nq71 coi đó là tệp của người khác; không cần thì tự xóa trên máy chủ
muc-la-tren-may-chu = thư mục trên máy chủ đã có { $count } mục không phải của nq71: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = các mục đó được giữ nguyên
xoa-qua-nhieu = lần đăng này xóa { $count } tệp trên máy chủ, nhiều hơn { $most }
    .help = chưa ghi gì; xem danh sách bằng `--dry-run`, đúng ý thì chạy lại với `--max-deletes { $count }`
can-dong-y = cần có người đồng ý trước khi đăng
    .help = chạy tự động thì thêm `--yes`
chua-dang = chưa biết đã đăng những gì lên `{ $name }`
    .help = chạy `nq71 publish` trước
khong-co-dia-chi = nơi đăng `{ $name }` chưa có địa chỉ công khai để kiểm tra
    .help = thêm `check_url = "https://…"` vào bảng của nơi đăng

## Đăng lên máy chủ: kết nối

may-chu-la = không tìm thấy máy chủ `{ $host }`
    .help = kiểm tra tên máy chủ trong cài đặt và kết nối mạng của máy này
may-chu-tu-choi = máy chủ `{ $host }` không nhận kết nối
    .help = kiểm tra `port` và `kind`; nhiều hosting chỉ mở FTP sau khi bật trong trang quản trị, và chỉ cho vài kết nối cùng lúc
may-chu-dong = máy chủ `{ $host }` không nhận thêm kết nối
    .help = đóng FileZilla hay chương trình FTP khác đang mở, đợi vài phút rồi chạy lại; vẫn vậy thì thêm `connections = 1` vào bảng của nơi đăng
may-chu-im-lang = máy chủ `{ $host }` không trả lời kịp
    .help = thử lại sau; nếu vẫn vậy, tường lửa của cơ quan hoặc của hosting có thể chặn cổng này
mat-ket-noi = mất kết nối tới máy chủ `{ $host }` giữa chừng, thử lại nhiều lần không được
    .help = trang công khai không bị dở dang; chạy lại lệnh khi mạng ổn định, phần đã tải lên được giữ lại
sai-mat-khau = máy chủ `{ $host }` không nhận tài khoản `{ $user }` hoặc mật khẩu
    .help = kiểm tra chữ hoa, chữ thường và bộ gõ tiếng Việt; tài khoản FTP của cPanel thường có dạng `ten@tenmien`
thieu-mat-khau = không có mật khẩu của tài khoản `{ $user }` trên `{ $host }`
    .help = chạy tự động thì đặt biến môi trường `{ $said }` hoặc `NQ71_MAT_KHAU`
khoa-ssh-sai = không dùng được tệp khóa `{ $path }`
    .help = kiểm tra đường dẫn ở `key` và mật khẩu của khóa; tệp phải là khóa riêng dạng OpenSSH
khoa-ssh-bi-tu-choi = máy chủ `{ $host }` không nhận khóa `{ $path }` của tài khoản `{ $user }`
    .help = chép dòng trong tệp `.pub` của khóa vào `~/.ssh/authorized_keys` của tài khoản trên máy chủ (cPanel: *SSH Access* → *Import Key* rồi *Authorize*), và kiểm tra tên tài khoản
may-chu-khac-giao-thuc = cổng này của máy chủ `{ $host }` không nói giao thức ghi ở `kind`
    .help = kiểm tra `kind` và `port`: `ftps` và `ftp` thường ở cổng 21, `sftp` ở cổng 22
thu-muc-may-chu = không có thư mục `{ $path }`
    .help = { $place ->
        [folder] kiểm tra `path` và ổ đĩa chung đã nối chưa; thư mục mới thì chạy `nq71 publish --setup { $name }`
       *[server] kiểm tra `path`: ở cPanel thường là `public_html/…`, ở DirectAdmin là `domains/<tên miền>/public_html/…`; thư mục mới thì chạy `nq71 publish --setup { $name }`
    }
may-chu-khong-cho = { $place ->
        [folder] máy này không cho ghi hoặc đọc `{ $path }`
       *[server] tài khoản `{ $user }` không có quyền với `{ $path }`
    }
    .help = { $place ->
        [folder] xem quyền của thư mục ở `path`: người chạy lệnh cần quyền ghi
       *[server] nhờ người quản trị hosting cho tài khoản quyền ghi trong thư mục của chuyên mục
    }
may-chu-day = hết chỗ trên máy chủ khi ghi `{ $path }`
    .help = xóa bớt thư cũ, bản sao lưu trên hosting hoặc nâng dung lượng, rồi chạy lại: phần đã tải lên được giữ lại
cong-du-lieu = máy chủ `{ $host }` nhận lệnh mà không mở được đường truyền dữ liệu
    .help = tường lửa đang chặn các cổng thụ động (passive) của FTP; nhờ bộ phận mạng hoặc nhà cung cấp mở, hoặc dùng SFTP, hoặc `kind = "zip"`
may-chu-khong-tls = máy chủ `{ $host }` không có FTPS
    .help = hỏi nhà cung cấp về FTPS hoặc SFTP; chỉ dùng `kind = "ftp"` khi chấp nhận mật khẩu đi trên mạng không được mã hóa
may-chu-doi-tls = máy chủ `{ $host }` chỉ cho đăng nhập khi có mã hóa
    .help = đổi `kind = "ftps"`
chung-thu-la = chứng thư của máy chủ `{ $host }` không do tổ chức được tin cậy cấp
    .help = nếu máy chủ dùng chứng thư tự ký và nhà cung cấp xác nhận dấu vân tay, thêm `certificate = "{ $said }"`; không thì hỏi nhà cung cấp tên máy chủ FTP đúng
chung-thu-het-han = chứng thư của máy chủ `{ $host }` không có hiệu lực hôm nay{ $count ->
        [0] {""}
       *[other] {" "}(mốc hiệu lực: { $said })
    }
    .help = xem lại ngày giờ của máy này; đúng rồi thì nhờ nhà cung cấp hosting gia hạn chứng thư
chung-thu-sai-ten = chứng thư của máy chủ không phải của tên `{ $host }`{ $count ->
        [0] {""}
       *[other] , mà của: { $some }
    }
    .help = ghi ở `host` tên máy chủ mà nhà cung cấp dùng, thường là một tên trong chứng thư
chung-thu-doi = chứng thư của máy chủ `{ $host }` ĐÃ ĐỔI, không gửi mật khẩu
    .help = hỏi nhà cung cấp trước khi làm tiếp; nếu họ xác nhận đã thay, sửa thành `certificate = "{ $said }"`
khoa-may-chu-la = chưa biết khóa của máy chủ `{ $host }`
    .help = hỏi nhà cung cấp dấu vân tay của máy chủ; nếu đúng, thêm `host_key = "{ $said }"` hoặc chạy `nq71 publish --setup`
khoa-may-chu-doi = khóa của máy chủ `{ $host }` ĐÃ ĐỔI, không gửi mật khẩu
    .help = có thể ai đó đang đứng giữa; hỏi nhà cung cấp trước khi làm tiếp; nếu họ xác nhận đã thay, sửa thành `host_key = "{ $said }"`
phien-tls = máy chủ `{ $host }` đòi dùng lại phiên TLS mà không nhận phiên của kết nối đầu
    .help = thử thêm `tls = "1.2"`, hoặc dùng SFTP
may-chu-che-tep-lon = máy chủ không nhận tệp lớn như `{ $path }`
    .help = thu nhỏ tệp, hoặc hỏi nhà cung cấp giới hạn cỡ tệp
tep-len-sai = tệp `{ $path }` lên máy chủ không còn nguyên vẹn
    .help = chạy lại; nếu vẫn vậy, phần mềm diệt virus hoặc máy chủ đang sửa tệp: hỏi nhà cung cấp
nguoi-khac-dang = { $known ->
        [yes] máy `{ $machine }` đang đăng lên cùng chỗ; dấu hiệu gần nhất: { $minutes } phút trước
       *[no] một máy khác vừa bắt đầu đăng lên cùng chỗ
    }
    .help = đợi máy đó xong rồi chạy lại; nếu máy đó đã tắt giữa chừng, 15 phút sau lệnh tự nhận lại chỗ
may-chu-da-doi = trên máy chủ vừa có lần đăng khác trong lúc lệnh này đang xem
    .help = chạy lại lệnh để so lại từ đầu
tep-nguon-doi = không đọc được `{ $path }`, hoặc tệp đã đổi trong lúc đăng
    .help = đợi lệnh dựng trang khác xong rồi chạy lại
dung-giua-chung = đã dừng theo yêu cầu
    .help = chạy lại để tiếp tục
may-chu-loi = { $place ->
        [folder] không làm được với `{ $path }`
       *[server] máy chủ từ chối thao tác với `{ $path }`
    }
    .help = { $place ->
        [folder] xem lý do ở dưới; kiểm tra ổ đĩa hoặc thư mục ở `path`
       *[server] xem lời máy chủ ở dưới; không rõ thì gửi nguyên văn cho nhà cung cấp hosting
    }
ftp-khong-ma-hoa = `kind = "ftp"`: mật khẩu và bài đi tới `{ $host }` không được mã hóa
    .help = dùng `ftps` hoặc `sftp` nếu hosting có
khong-xem-duoc = đã đăng xong nhưng không mở được { $url }: { $said }
    .help = { $why ->
        [denied] máy chủ web không có quyền đọc: trong File Manager đặt quyền 644 cho tệp, 755 cho thư mục của chuyên mục
       *[other] mở địa chỉ đó bằng trình duyệt; sai thì sửa `check_url`
    }
cong-khai-khac = đã đăng xong nhưng { $url } cho thấy nội dung khác
    .help = có thể `path` không phải thư mục của địa chỉ này, hoặc máy chủ còn giữ bản cũ trong bộ nhớ đệm
tep-bi-sua = tệp `{ $path }` trên địa chỉ công khai khác với tệp đã đăng
    .help = không phải do mình sửa thì có thể trang bị chèn nội dung lạ: đổi mật khẩu hosting, rồi chạy `nq71 publish --all`
tep-bi-mat = tệp `{ $path }` không có trên địa chỉ công khai
    .help = chạy `nq71 publish --all` để tải lại mọi tệp
tep-khong-cho-xem = tệp `{ $path }` không mở được trên địa chỉ công khai: { $said }
    .help = mã 403 thường là thiếu quyền đọc: trong File Manager đặt quyền 644 cho tệp, 755 cho thư mục; lỗi khác thì hỏi nhà cung cấp hosting
khong-toi-dia-chi = không mở được địa chỉ công khai { $url }: { $said }
    .help = kiểm tra `check_url` trong cài đặt và mạng của máy này
thu-muc-chua-xem = có { $count } thư mục trên máy chủ chưa xem được bên trong nên chưa biết có tệp lạ không: { $some }{ $more ->
        [yes] , …
       *[no] {""}
    }
    .help = máy chủ không cho liệt kê; xem bằng File Manager của hosting
tep-la = tệp `{ $path }` trên máy chủ không phải của nq71
    .help = không rõ ai đặt thì hỏi người quản trị hosting: tệp lạ có thể là dấu hiệu bị xâm nhập
dang-tu-noi-khac = lần đăng sau cùng lên `{ $name }` không phải từ thư mục này
    .help = kết quả so với lần đăng từ thư mục này; chạy `--verify` ở máy đã đăng sau cùng, hoặc đăng lại từ đây
khong-tim-tep-la = chưa tìm tệp lạ trên máy chủ vì không có mật khẩu
    .help = đặt biến môi trường `{ $said }` hoặc chạy trong cửa sổ lệnh
thieu-ten-chuyen-muc = trang chủ công khai không có đúng tên “{ $title }”
    .help = kiểm tra địa chỉ `check_url`, rồi đăng lại

publish-steps = { $new } tệp mới, { $changed } tệp sửa, { $removed } xóa; cần tải lên { $size } MB.
publish-resumed = Lần đăng trước bị ngắt; lần này làm tiếp, phần đã lên được giữ lại.
publish-ask = Tiếp tục? [C/k]
publish-ask-careful = Tiếp tục? [c/K]
publish-ask-unit = Chỗ này đang là chuyên mục của đơn vị { $there }. Thay bằng chuyên mục của đơn vị này? [c/K]
publish-ask-deletes = Lần này xóa { $count } tệp trên máy chủ. Xóa thật? [c/K]
publish-ask-pin =
    Máy chủ { $host } cho thấy dấu vân tay chưa biết:
      { $said }
    Hãy so với dấu vân tay mà nhà cung cấp hosting công bố. Tin máy chủ này và ghi vào cài đặt? [c/K]
publish-ask-folder = Thư mục { $path } chưa có. Tạo mới? [C/k]
publish-ask-password = Mật khẩu của { $user } trên { $host } (không hiện khi gõ):
publish-again = Máy chủ không nhận mật khẩu vừa gõ; thử lại.
publish-done = Đã đăng lên `{ $name }` trong { $seconds } giây.
publish-nothing = Máy chủ `{ $name }` đã có đủ, không cần tải gì ({ $seconds } giây).
publish-seen = Địa chỉ công khai đã hiện bản mới: { $url }
publish-verified-public = Đã so { $count } tệp với địa chỉ công khai: khớp cả. Tệp lạ thì nơi đăng kiểu `zip` không tìm được.
publish-verified = Đã so { $count } tệp với địa chỉ công khai: khớp cả, không có tệp lạ.
publish-stopped = Đã dừng. Trang công khai không bị dở dang; chạy lại lệnh để tiếp tục.
publish-said = máy chủ nói: “{ $said }”
publish-reason = lý do: { $said }
publish-waiting = mất kết nối{ $at ->
        [yes] {" "}ở `{ $path }`
       *[no] {""}
    }{ $why ->
        [yes] {" "}({ $said })
       *[no] {""}
    }; thử lại sau { $seconds } giây
publish-watching = Máy chủ còn dấu khóa của một lần đăng bị bỏ dở; đợi { $seconds } giây xem có còn ai đăng không.
publish-sent = Đã tải { $done }/{ $files } tệp, { $rate } KB/giây{ $left ->
        [minutes] , còn chừng { $minutes } phút
        [soon] , sắp xong
       *[unknown] {""}
    }
publish-zip = Đã tạo: { $path }
publish-zip-changes = Chưa muốn tải lại cả trang thì chỉ giải nén tệp `{ $name }-thay-doi`, rồi xóa trên máy chủ các tệp ghi trong `{ $name }-xoa.txt`.
publish-ask-uploaded = Các tệp nén lần trước đã được tải lên và giải nén trên máy chủ chưa? [c/K]
publish-setup-kind = Đăng bằng cách nào? ftps, sftp, ftp, folder, zip
publish-setup-host = Tên máy chủ (ví dụ: ftp.thcshoasen.example.edu.vn)
publish-setup-port = Cổng
publish-setup-user = Tên tài khoản
publish-setup-key = Tệp khóa riêng SSH (bỏ trống nếu dùng mật khẩu)
publish-setup-path = Thư mục trên máy chủ
publish-setup-folder = Thư mục trên máy này
publish-setup-url = Địa chỉ công khai của chuyên mục
publish-setup-again = Enter là giữ nguyên; gõ dấu - để bỏ trống.
publish-setup-done = Xong: nơi đăng `{ $name }` dùng được và đã ghi vào cài đặt. Tiếp theo: nq71 publish{ $named ->
        [yes] {" "}{ $name }
       *[no] {""}
    }

build-done = { $many ->
        [yes] Xong: { $units } đơn vị, { $published } bài đăng, { $counted } sản phẩm được tính
       *[no] Xong: { $published } bài đăng, { $counted } sản phẩm được tính
    }, { $hidden } bài chưa đăng; { $rendered } tệp dựng mới, { $kept } giữ nguyên, { $removed } bỏ; { $warnings } cảnh báo; { $seconds } giây.
build-open = Mở để xem: { $path }
build-refused = Không ghi gì: { $errors } lỗi, { $warnings } cảnh báo. Lần dựng trước vẫn còn nguyên.
build-cut = Bản dựng trong { $folder } chưa trọn. Sửa lỗi dưới đây rồi dựng lại trước khi đăng.
moved-aside = Tệp không phải của nq71 nằm đúng chỗ cần ghi đã được chuyển sang { $folder }
progress-render = Đang dựng trang

init-ask-name = Tên đơn vị (ví dụ: Trường THCS Hoa Sen):
init-ask-code = Mã đơn vị, chữ thường không dấu [{ $default }]:
init-ask-url = Địa chỉ web của chuyên mục (bỏ trống nếu chưa có):
init-ask-parent = Cơ quan chủ quản (bỏ trống nếu chưa rõ):
init-ask-sample = Có tạo sẵn một bài mẫu không? co/khong [{ $default }]:
init-wrote = Đã tạo { $path }
init-enter = Hãy vào thư mục vừa tạo: cd "{ $folder }"
init-next =
    Tiếp theo:
      nq71 new "Tiêu đề bài" --type tin    tạo một bài mới
      nq71 build                           dựng chuyên mục
init-settings =
    # Cài đặt chuyên mục “Nghị quyết 71-NQ/TW”. Dòng bắt đầu bằng # là lời giải thích.

    # Địa chỉ nơi chuyên mục được đặt; cần cho RSS và liên kết đầy đủ.
    { $base_url }

    { $section }
    # Mã: chữ thường không dấu, không đổi về sau.
    { $code }
    { $name }
    # Cơ quan chủ quản.
    { $parent }
    # Chức vụ người chịu trách nhiệm nội dung, ví dụ "Hiệu trưởng".
    # responsible = ""
    # contact_email = ""

    { $counting }
    # Số sản phẩm tối thiểu mỗi quý.
    target_per_quarter = 2
    # "calendar": quý theo lịch. "nd09": từ ngày 15 tháng trước quý đến ngày 14 tháng cuối quý.
    period_rule = "calendar"
init-post-title = Đơn vị mở chuyên mục “Nghị quyết 71-NQ/TW”
init-post =
    +++
    title = "{ $title }"
    date = { $date }
    type = "tin"
    # Bài nháp không ai thấy. Khi đã duyệt, đổi thành "da-duyet".
    status = "nhap"
    summary = "Từ hôm nay, đơn vị mở chuyên mục “Nghị quyết 71-NQ/TW” để thầy cô, học sinh và cha mẹ học sinh theo dõi việc thực hiện nghị quyết của Bộ Chính trị về đột phá phát triển giáo dục và đào tạo."
    +++

    Thay đoạn này bằng nội dung của đơn vị. Mỗi bài trả lời được: việc gì, ở đâu, khi nào, ai làm, kết quả ra sao.

    ## Đề mục nhỏ

    - Ý thứ nhất
    - Ý thứ hai
new-post =
    +++
    title = { $title }
    date = { $date }
    type = { $kind }  # { $label }
    unit = { $unit }
    status = "nhap"  # đổi thành "da-duyet" khi đã duyệt
    # summary = "Tóm tắt 20–60 từ, hiện ở danh sách bài và khi chia sẻ."
    { $more }
    +++

    Viết nội dung ở đây.
new-post-picture =
    # image = "anh/ten-anh.jpg"
    # image_alt = "Ảnh cho thấy điều gì"
new-post-document =
    # doc_number = "01/KH-…"
    # doc_date = 2026-01-15
    # doc_issuer = "…"
    # doc_abstract = "…"
    # attachments = ["tep/van-ban.pdf"]

## Xem thử

serve-listening = Đang mở tại { $url } (bấm Ctrl+C để dừng)
serve-port-taken = Cổng { $port } đã có chương trình khác dùng, nên dùng cổng kế tiếp.
serve-network = Máy khác trong cùng mạng xem được ở { $url }, kể cả bài nháp. Chỉ dùng trong mạng tin cậy. Quét mã bằng điện thoại:
serve-no-browser = Không mở được trình duyệt; tự mở địa chỉ { $url }
serve-polling = { $reason ->
        [many] Hệ thống không báo được tệp thay đổi: quá nhiều thư mục cần theo dõi. Hãy đóng bớt chương trình, hoặc nhờ người quản trị máy tăng giới hạn (trên Linux: `fs.inotify.max_user_watches`).
        [permission] Hệ thống không báo được tệp thay đổi: có thư mục không được phép xem. Hãy xem lại quyền của các thư mục trong trang.
        [other] Hệ thống không báo được tệp thay đổi (hệ điều hành báo “{ $said }”).
       *[remote] Thư mục nằm trên máy khác.
    } Cứ { $milliseconds } ms xem lại các tệp một lần.
serve-read = { $first ->
        [yes] Đã đọc xong
       *[no] Đã cập nhật
    }: { $errors } lỗi, { $warnings } cảnh báo; { $milliseconds } ms.
serve-forbidden = Máy chủ xem thử chỉ trả lời địa chỉ của chính máy này.
serve-bar = Thanh xem thử
serve-eyes-editors = Người viết
serve-eyes-public = Công chúng
serve-hidden = { $withdrawn ->
        [yes] Công chúng thấy đúng thông báo này
       *[no] Công chúng không thấy trang này
    }
serve-phone = Cỡ điện thoại
serve-portal = Trên cổng
serve-open = Mở tệp
serve-opened = Đã mở tệp
serve-copied = Đã chép đường dẫn
serve-board = Kiểm tra
serve-fine = Không có lỗi
serve-errors = lỗi
serve-warnings = cảnh báo
serve-hide = Thu nhỏ
serve-show = Xem lỗi
serve-close = Đóng
serve-changed = Vừa sửa:
serve-elsewhere = Có lỗi ở tệp khác:
serve-lost = Máy chủ xem thử đã dừng. Chạy lại lệnh “nq71 serve” để xem tiếp.
serve-standing = { $standing ->
        [published] Đã đăng
        [draft] Bản nháp
        [waiting] Chờ duyệt
        [future] Hẹn ngày { $date }
        [no-consent] Chưa có sự đồng ý
       *[withdrawn] Đã gỡ
    }
serve-counts = { $reason ->
        [unpublished] Chưa đăng nên chưa tính vào { $quarter }
        [withdrawn] Đã gỡ nên không tính vào { $quarter }
        [hinh-thuc-khong-tinh] Không tính: hình thức không phải sản phẩm
        [dang-lai] Không tính: bài đăng lại
        [ban-dich] Không tính: bản dịch của bài đã tính
        [khai-bao-khong-tinh] Không tính: bài tự khai không tính
        [ngoai-thoi-gian-don-vi] Không tính: ngoài thời gian hoạt động của đơn vị
       *[counted] Được tính vào { $quarter }
    }
serve-words = { $words } chữ
serve-no-summary = thiếu tóm tắt
serve-no-alt = thiếu mô tả ảnh
serve-findings = { $count } điều cần xem
serve-overlay = { $errors } lỗi cần sửa
serve-overlay-below = Bên dưới là bản xem được gần nhất. Sửa tệp rồi lưu lại, bảng này tự đóng.
serve-overlay-nothing = Sửa tệp rồi lưu lại, trang tự hiện ra.
serve-warnings-too = { $count } cảnh báo
serve-more = … và { $count } chỗ nữa
serve-reading = Đang đọc các bài
serve-reading-about = Trang tự hiện ra khi đọc xong.
serve-instead = Chưa xem được trang này
serve-instead-about = Sửa các điều dưới đây rồi lưu lại, trang tự hiện ra.
serve-board-total = { $state ->
        [fine] Không có lỗi, không có cảnh báo.
        [warning] Không có lỗi, { $warnings } cảnh báo.
       *[error] { $errors } lỗi, { $warnings } cảnh báo. Còn lỗi thì lệnh `nq71 build` không ghi gì.
    }
serve-board-home = Về chuyên mục
serve-board-settings = Cài đặt, danh sách đơn vị, giao diện
serve-board-count = { $state ->
        [warning] { $warnings } cảnh báo
       *[error] { $errors } lỗi, { $warnings } cảnh báo
    }
serve-board-unpublished = { $count } bài công chúng chưa thấy

error-io = không thể { $doing } `{ $path }`: { $reason }
error-broken =
    Chương trình gặp lỗi của chính nó và đã dừng. Bài viết của bạn không bị sửa.
    Xin gửi hai dòng sau cho người làm ra chương trình:
      nq71 { $version }, { $at }
      { $said }
error-too-large = tệp `{ $path }` lớn hơn { $limit } MB
error-busy = một lệnh nq71 khác đang ghi vào cùng thư mục (khóa `{ $path }`); đợi lệnh kia xong rồi chạy lại
doing-open-folder = mở thư mục
doing-list-folder = liệt kê thư mục
doing-make-folder = tạo thư mục
doing-listen = mở cổng mạng
doing-read-file = đọc tệp
doing-write-file = ghi tệp
doing-move-file = chuyển tệp
doing-remove-file = xóa tệp
doing-read-cache = đọc thư mục tạm
doing-write-cache = ghi thư mục tạm
reason-port-used = cổng này đã có chương trình khác dùng
reason-no-address = máy này không có địa chỉ đó
reason-not-found = không tìm thấy
reason-permission = không có quyền, hoặc tệp đang mở trong chương trình khác
reason-full = ổ đĩa đã đầy
reason-read-only = ổ đĩa chỉ cho đọc
reason-not-a-folder = không phải thư mục
reason-a-folder = là thư mục, không phải tệp
reason-other = hệ điều hành báo “{ $said }”

usage-command = không có lệnh `{ $name }`
usage-unknown = không có tùy chọn `{ $argument }`
usage-extra = thừa tham số `{ $argument }`
usage-missing = thiếu { $argument }
usage-no-value = `{ $argument }` cần một giá trị
usage-takes-none = `{ $argument }` không nhận giá trị
usage-value = `{ $value }` không dùng được cho `{ $argument }`; các giá trị: { $known }
usage-values-port = số từ 0 đến 65535
usage-values-split = từ 1 đến 10000
usage-values-interface = địa chỉ IP của máy này, như 127.0.0.1 hoặc 0.0.0.0
usage-values-poll = từ 50ms đến 600s
usage-conflict = `{ $argument }` không đi cùng `{ $other }`
usage-twice = `{ $argument }` viết hai lần
usage-utf8 = tham số có ký tự hỏng
usage-other = tham số không đúng: { $argument }
usage-see-help = xem `nq71 --help`, hoặc `nq71 <lệnh> --help`

help-usage = Cách dùng
help-commands = Lệnh
help-command = LỆNH
help-alias = cũng viết `{ $alias }`
help-value-options = TÙY CHỌN
help-value-thu-muc = THƯ MỤC
help-value-tep = TỆP
help-value-ten = TÊN
help-value-ma = MÃ
help-value-dia-chi = ĐỊA CHỈ
help-value-tieu-de = TIÊU ĐỀ
help-value-hinh-thuc = HÌNH THỨC
help-value-dia-chi-may = MÁY
help-value-cong = CỔNG
help-value-nhip = NHỊP
help-value-ngay = NGÀY
help-arguments = Tham số
help-options = Tùy chọn
help-about = nq71: từ bài viết Markdown thành chuyên mục “Nghị quyết 71-NQ/TW” trên cổng thông tin của đơn vị
help-after = Mã thoát: 0 xong; 1 nội dung có lỗi; 2 sai lệnh hoặc cài đặt; 3 lỗi máy hoặc mạng; 130 dừng bằng Ctrl+C.
help-help = in trợ giúp
help-version = in phiên bản
help-root = thư mục của trang (mặc định: thư mục hiện tại)
help-config = tệp cài đặt, tính từ thư mục của trang (mặc định: nq71.toml)
help-lang = ngôn ngữ của dòng lệnh (mặc định: vi); trang theo `lang` trong cài đặt
help-format = dạng kết quả in ra (mặc định: human)
help-quiet = chỉ in lỗi
help-color = dùng màu (mặc định: auto)
help-init = tạo trang mới: năm câu hỏi
help-init-after = Tự động: nq71 init thu-muc --name "Trường THCS Hoa Sen" --yes
help-init-folder = thư mục của trang mới (mặc định: thư mục hiện tại)
help-init-name = tên đơn vị
help-init-code = mã đơn vị (mặc định: lập từ tên)
help-init-base-url = địa chỉ web của chuyên mục
help-init-parent = cơ quan chủ quản
help-init-sample = có tạo bài mẫu hay không (mặc định: co)
help-init-yes = không hỏi, dùng giá trị mặc định
help-new = tạo một bài nháp và in đường dẫn của nó
help-new-after = Ví dụ: nq71 new "Sinh hoạt chuyên đề ứng dụng AI" --type tin
help-new-title = tiêu đề bài, 10–150 ký tự
help-new-kind = hình thức: tin, bai, video, van-ban, …
help-new-unit = mã đơn vị (trang của Sở, xã)
help-new-date = ngày đăng (mặc định: hôm nay)
help-serve = xem thử chuyên mục trong trình duyệt, tự cập nhật khi lưu tệp
help-serve-after = Không ghi gì vào thư mục kết quả. Bài nháp, bài chờ duyệt và bài hẹn ngày hiện kèm dấu, không tính vào số liệu.
help-serve-interface = địa chỉ máy để mở (mặc định: 127.0.0.1, chỉ máy này xem được; 0.0.0.0: cả máy khác trong mạng)
help-serve-port = cổng (mặc định: 1171; bận thì dùng cổng kế tiếp; 0: cổng bất kỳ)
help-serve-open = mở luôn trình duyệt
help-serve-poll = tự xem lại các tệp theo nhịp, cho ổ đĩa mạng (mặc định: 700ms)
help-serve-date = xem như đang ở ngày này (mặc định: hôm nay, giờ Việt Nam)
help-build = dựng chuyên mục vào thư mục public/
help-build-after = Khi có lỗi, không tệp nào bị ghi: lần dựng trước vẫn còn nguyên.
help-build-output-dir = thư mục kết quả (mặc định: public)
help-build-base-url = địa chỉ web của chuyên mục, thay cho cài đặt
help-build-date = ngày dựng trang (mặc định: hôm nay, giờ Việt Nam)
help-build-unit = chỉ dựng chuyên mục riêng của một đơn vị (viết được nhiều lần)
help-build-each-unit = dựng chuyên mục riêng của từng đơn vị vào public-don-vi/
help-build-force = dùng thư mục kết quả đã có tệp khác; tệp lạ không bị xóa
help-publish = dựng rồi đăng chuyên mục lên máy chủ của đơn vị
help-publish-after = Mật khẩu: hỏi khi chạy, hoặc đọc biến môi trường NQ71_MAT_KHAU_<TÊN NƠI ĐĂNG>, NQ71_MAT_KHAU. Bị ngắt thì chạy lại là làm tiếp.
help-publish-name = tên nơi đăng trong cài đặt (mặc định: nơi duy nhất)
help-publish-unit = đăng chuyên mục riêng của một đơn vị
help-publish-date = ngày dựng trang (mặc định: hôm nay, giờ Việt Nam)
help-publish-dry-run = chỉ so và liệt kê, không ghi gì lên máy chủ
help-publish-yes = không hỏi, dùng khi chạy tự động
help-publish-max-deletes = xóa nhiều tệp hơn số này thì phải hỏi (mặc định: nửa số tệp đang có, từ 10 đến 100)
help-publish-all = tải lại mọi tệp, không tin vào những gì máy chủ đang có
help-publish-split = chia tệp ZIP thành nhiều tệp không quá chừng này MB
help-publish-uploaded = với `kind = "zip"`: các tệp nén lần trước đã tải lên máy chủ, từ nay chỉ tính thay đổi sau đó
help-publish-verify = không đăng; so từng tệp trên địa chỉ công khai với lần đăng trước, tìm tệp bị sửa, mất và tệp lạ
help-publish-setup = hỏi, thử kết nối và ghi nơi đăng vào cài đặt
help-value-so = SỐ
help-value-mb = MB
help-aggregate = thu tin, bài của các đơn vị về để tổng hợp
help-aggregate-after = Nguồn lỗi thì bản thu lần trước vẫn được dùng. Chạy xong, dựng trang bằng nq71 build.
help-aggregate-only = chỉ thu nguồn của một đơn vị (viết được nhiều lần)
help-aggregate-offline = không kết nối mạng, chỉ đọc tệp và thư mục trên máy
help-aggregate-refresh = lấy lại từ đầu; kèm --only thì nhận cả bản đang chờ người xem
help-aggregate-strict = có nguồn lỗi thì kết thúc với mã 3
help-aggregate-date = ngày thu (mặc định: hôm nay, giờ Việt Nam)

## Thu tin, bài từ nơi khác

ban-hong = bản đã thu `{ $path }` không còn nguyên vẹn, không dùng được
    .help = chạy lại `nq71 aggregate` để lấy lại bản này
nguon-co-van-de = nguồn của `{ $unit }`: { $reason }
    .help = xem `noi-bo/nguon/` sau khi dựng trang
bo-khong-khop = `[[exclude]]` với địa chỉ `{ $url }` không khớp bài nào đã thu
    .help = chép lại địa chỉ bài từ trình duyệt; bài không còn ở nguồn thì xóa mục này
ban-khong-nguon = bản đã thu từ `{ $url }` không còn nguồn nào trong cài đặt: bài của bản này không được tính
    .help = khai lại nguồn này, hoặc xóa thư mục `{ $path }` nếu không cần nữa
nguon-lap = nguồn `{ $url }` khai báo hai lần
    .label = đã có một nguồn cùng địa chỉ của đơn vị này
    .help = xóa một trong hai
nguon-hai-don-vi = nguồn `{ $url }` khai cho hai đơn vị, `{ $first }` và `{ $second }`
    .help = xem lại cột `exchange_url`: mỗi đơn vị một nguồn; bài trùng địa chỉ chỉ tính cho đơn vị đứng trước
dia-chi-thieu-https = `{ $value }` không phải địa chỉ web đầy đủ, nên sẽ bị tìm như một tệp trên máy
    .help = viết đủ `https://` ở đầu và không có dấu cách, ví dụ `https://truong-a.example.edu.vn/rss.xml`
thieu-dia-chi-nguon = nguồn chưa có địa chỉ `{ $key }`
    .help = thêm địa chỉ RSS, tệp trao đổi, thư mục hoặc tệp ZIP
thieu-dia-chi-bo = mục `[[exclude]]` chưa có địa chỉ `{ $key }`
    .help = thêm địa chỉ bài không lấy; kết thúc bằng `/` thì bỏ mọi bài ở dưới địa chỉ đó
thieu-don-vi-nguon = nguồn chưa nêu đơn vị `{ $key }`
    .help = thêm mã đơn vị có tin, bài ở nguồn này
cap-hinh-thuc = `{ $value }` không phải một cặp chuyên mục và hình thức
    .label = thiếu dấu `=`
    .help = viết dạng `"tên chuyên mục của nguồn = hình thức"`, ví dụ `"Video = video"`

nguon-moi = chưa thu lần nào
nguon-tot = đã thu
nguon-loi = lỗi
nguon-giu = chờ người xem
nguon-ban-hong-giu = bản đã thu bị hỏng ({ $detail }) và bản mới có ít bài hơn; chép lại bản sao lưu của thư mục `tong-hop/`, hoặc nhận bản mới
nguon-ban-hong = bản đã thu bị hỏng ({ $detail }), cần thu lại
nguon-khong-utf8 = tệp không viết bằng mã UTF-8; mở và lưu lại dạng “CSV UTF-8”
nguon-khong-phai-tep-trao-doi = không phải tệp trao đổi của nq71; kiểm tra lại địa chỉ hoặc tệp
nguon-phien-ban-moi = tệp do bản nq71 mới hơn làm ra; cài bản mới rồi thu lại
nguon-muc-luc-sai = muc-luc.csv đã bị sửa hoặc bị hỏng; nơi gửi dựng lại rồi gửi cả thư mục trao-doi
nguon-qua-nhieu-dong = có quá nhiều dòng; chia thành nhiều tệp
nguon-csv-hong = tệp CSV bị hỏng; nơi gửi lưu lại dạng “CSV UTF-8” rồi gửi lại
nguon-het-gio = máy chủ không trả lời kịp; lần thu sau sẽ thử lại
nguon-khong-ket-noi = không kết nối được với { $detail }; kiểm tra địa chỉ và đường truyền
nguon-tu-choi-ket-noi = máy chủ { $detail } từ chối kết nối; kiểm tra địa chỉ, hoặc hỏi đơn vị quản trị cổng
nguon-tra-loi-sai = máy chủ trả lời sai quy cách web; báo đơn vị quản trị cổng
nguon-khong-co-may = không tìm thấy máy chủ { $detail }; kiểm tra tên miền trong địa chỉ
nguon-tls = chứng thư bảo mật của trang không hợp lệ; báo đơn vị quản trị cổng gia hạn
nguon-chuyen-huong = chuyển hướng quá nhiều lần hoặc không tới đâu; ghi thẳng địa chỉ cuối cùng
nguon-dia-chi-sai = địa chỉ không dùng được: { $detail }; chép lại từ thanh địa chỉ của trình duyệt
nguon-dia-chi-noi-bo = địa chỉ nằm trong mạng nội bộ ({ $detail }); nếu tin cậy, thêm máy chủ vào `inner_hosts` trong cài đặt
nguon-khong-cho-doc = máy chủ không cho đọc (mã { $detail }); đề nghị đơn vị quản trị cổng cho phép
nguon-khong-co-trang = không có trang ở địa chỉ này (mã { $detail }); kiểm tra lại địa chỉ
nguon-may-chu-loi = máy chủ đang lỗi (mã { $detail }); lần thu sau sẽ thử lại
nguon-hoi-nhieu = máy chủ báo đang bận (mã { $detail }); lần thu sau sẽ thử lại
nguon-ma-http = máy chủ trả lời không dùng được (mã { $detail }); kiểm tra lại địa chỉ
nguon-da-bo = nguồn đã bị gỡ hẳn (mã 410); hỏi đơn vị địa chỉ mới
nguon-chua-hoi = máy chủ này không trả lời các nguồn khác nên chưa hỏi nguồn này; lần thu sau sẽ hỏi trước
nguon-cho = máy chủ yêu cầu chờ, sẽ thu lại sau { $detail } phút
nguon-cho-gio = máy chủ yêu cầu chờ, sẽ thu lại sau { $detail } giờ
nguon-cho-ngay = máy chủ yêu cầu chờ, sẽ thu lại sau { $detail } ngày
nguon-qua-lon = lớn quá giới hạn { $detail } MB; chia nhỏ hoặc bớt bài trong nguồn
nguon-la-trang-web = là một trang web không dẫn tới RSS; ghi thẳng địa chỉ RSS, tệp trao đổi hoặc bảng tính
nguon-xml-hong = RSS bị hỏng, không đọc được; báo đơn vị quản trị cổng
nguon-khong-hieu = không nhận ra loại tệp; cần RSS, tệp trao đổi, bảng tính XLSX hoặc CSV có cột tiêu đề và ngày đăng
nguon-rong = tệp rỗng; kiểm tra lại ở nơi gửi
nguon-la-pdf = là tệp PDF, không đọc thành bảng được; gửi bảng tính XLSX hoặc CSV
nguon-la-xls = là tệp Excel đời cũ (.xls) hoặc có mật khẩu; lưu lại dạng .xlsx không mật khẩu
nguon-la-gz = là tệp nén .gz; giải nén rồi gửi lại, hoặc gửi tệp ZIP
nguon-khong-co-tep = không tìm thấy { $detail }; kiểm tra tên tệp và thư mục
nguon-khong-doc-duoc = không đọc được { $detail }; kiểm tra quyền đọc
nguon-zip-hong = tệp ZIP bị hỏng hoặc có mật khẩu; nén lại không mật khẩu rồi gửi lại
nguon-zip-khong-muc-luc = tệp ZIP không có muc-luc.csv; nén cả thư mục public hoặc trao-doi (bài Markdown thì gửi thư mục, không nén)
nguon-sai-ma-kiem = tệp { $detail } không khớp mã kiểm SHA-256 trong mục lục; gửi lại cả thư mục trao-doi
nguon-bi-ngat = máy chủ ngắt kết nối giữa chừng; lần thu sau sẽ thử lại
nguon-thieu-https = địa chỉ thiếu https:// ở đầu hoặc có dấu cách; chép lại từ thanh địa chỉ của trình duyệt
nguon-giam-nua = chỉ còn nhận được { $detail } bài, chưa bằng một nửa lần trước; giữ bản cũ
nguon-doi-loai = nguồn đổi loại, không còn là RSS; nhận thì mất { $detail } bài; giữ bản cũ
nguon-khong-ghi-duoc = không ghi được { $detail }: đĩa đầy, hoặc không có quyền
nguon-da-va = bản đã thu từng bị hỏng; phần hỏng để ở { $detail }. Xem xong thì xóa thư mục đó
nguon-con-cho = còn bài chờ người xem ở { $detail }; đúng là của đơn vị thì nhận bằng `nq71 aggregate --only MÃ --refresh`, không thì xóa thư mục đó
nguon-cua-don-vi-khac = nguồn này là của đơn vị `{ $detail }`, không phải của đơn vị đang khai
nguon-doi-don-vi = đổi mã đơn vị ({ $detail }); giữ bản cũ
nguon-doi-tieu-de = nguồn đổi tên thành “{ $detail }”; giữ bản cũ
nguon-bang-tinh-hong = bảng tính bị hỏng, không đọc được; mở, lưu lại dạng .xlsx rồi gửi lại
nguon-khong-co-cot = bảng tính không có cột ngày đăng và cột tiêu đề; đặt tên cột như trong hướng dẫn
nguon-dang-doi = tệp { $detail } đang được sửa hoặc vừa bị xóa, sẽ thu lại lần sau
nguon-khong-tieu-de = trang không có đúng tên chuyên mục; sửa tên thành đúng tên quy định

tu-choi-so-o-sai = số ô khác số cột ({ $detail })
tu-choi-o-qua-dai = có ô quá dài ({ $detail })
tu-choi-don-vi-la = không có đơn vị `{ $detail }` trong danh sách
tu-choi-ngoai-pham-vi = nguồn này không được gửi bài của `{ $detail }`, vì đơn vị đó không trực thuộc
tu-choi-thieu-ma = thiếu mã bài, hoặc mã quá dài
tu-choi-trang-thai-la = trạng thái “{ $detail }”: chỉ nhận bài đã duyệt hoặc đã gỡ
tu-choi-ngay-sai = ngày “{ $detail }” không đọc được; ghi đủ ngày, tháng, năm, ví dụ 5/10/2026
tu-choi-dong-ghi-chu = không phải sản phẩm: không có số thứ tự, hình thức hay đường dẫn như các dòng trên; nếu là bài thật thì ghi hình thức hoặc đường dẫn
tu-choi-thieu-don-vi = ô đơn vị trống; ghi đơn vị cho từng dòng, hoặc lấy tên đơn vị đặt tên cho trang tính (ô gộp khi lưu thành CSV chỉ còn ở dòng đầu)
tu-choi-thieu-ngay = ô ngày trống; ghi ngày đăng cho từng dòng (ô gộp khi lưu thành CSV chỉ còn ngày ở dòng đầu)
tu-choi-nghi-quyet-khac = “{ $detail }” có thể là nghị quyết khác cùng số; nếu đúng, ghi đủ ký hiệu trong bài hoặc khai chuyên mục của bài trong `categories`
tu-choi-thieu-tieu-de = thiếu tiêu đề
tu-choi-hinh-thuc-la = không có hình thức `{ $detail }` trong danh mục; có thể thêm ở `[vocabulary]`
tu-choi-thieu-dia-chi = thiếu địa chỉ bài, và đơn vị chưa khai địa chỉ chuyên mục
tu-choi-dia-chi-sai = địa chỉ “{ $detail }” không dùng được; viết đủ https:// ở đầu, không có dấu cách
tu-choi-bai-loi = bài có lỗi: { $detail }
tu-choi-da-bo = cài đặt bỏ địa chỉ này: `[[exclude]]` { $detail }
tu-choi-chuyen-muc-da-bo = bài không nêu Nghị quyết, lấy theo chuyên mục “{ $detail }” mà cài đặt không còn khai
tu-choi-trung-ten = trùng tên với bài { $detail }: đổi tên một tệp
tu-choi-lap-ma = mã bài lặp lại trong cùng một nguồn
tu-choi-lap-dong = dòng lặp lại bài đã có ở trang tính “{ $detail }”: chỉ xét dòng ở trang tính đó

xet-thu-nham = thu từ nguồn của đơn vị này khi nguồn bị khai nhầm cho đơn vị khác: chỉ tính cho đơn vị này
xet-da-go = đơn vị đã gỡ bài: không tính, dù một nguồn khác còn nêu
xet-trung-ma = trùng mã bài: tính một lần
xet-trung-dia-chi = trùng địa chỉ: tính một lần
xet-trung-tieu-de = trùng tiêu đề và ngày ở hai nguồn: tính một lần
xet-dang-lai = cấp trên đăng lại bài của đơn vị: tính cho đơn vị
xet-nguon-hai-don-vi = một nguồn khai cho hai đơn vị: tính cho đơn vị đứng trước
xet-chung-dia-chi = hai đơn vị cùng nêu một địa chỉ: vẫn tính cho cả hai, cần xem lại
xet-ban-dich-vong = bản dịch chỉ vòng về chính nó: xét riêng
xet-ban-dich-mat = không tìm thấy bản gốc của bản dịch: xét riêng
xet-noi-dung-la = nội dung không có trong danh mục: bỏ qua
xet-hinh-thuc-tam = nguồn không nêu hình thức: tạm ghi theo mặc định
xet-ngay-tam = nguồn không nêu ngày: ghi theo ngày thu lần đầu
xet-ngay-khong-doc = nguồn ghi ngày không đọc được: tạm lấy ngày thấy lần đầu
xet-giu-ngay = nguồn đổi ngày bài sang quý khác: giữ ngày đã thu
xet-thang-truoc = ngày ghi kiểu Mỹ, tháng đứng trước: đã đọc là tháng/ngày/năm; nếu không phải thì ghi lại ngày/tháng/năm
xet-ngay-sau = ngày đăng ở sau ngày dựng trang: chưa hiện, chưa tính
xet-khong-con = RSS của nguồn không còn bài này, tuy vẫn có bài cũ hơn: vẫn tính; nếu bài đã bị xóa thì thêm địa chỉ vào `[[exclude]]`
xet-quy-khong-doc = quý khai báo không đọc được: tính theo ngày
xet-quy-khong-lien-ke = quý khai báo không liền kề: tính theo ngày
xet-quy-khac = nơi gửi tính quý khác: tính theo quy tắc ở đây
xet-gui-tinh = nơi gửi tính, ở đây không tính
xet-gui-khong-tinh = nơi gửi không tính, ở đây có tính

chua-co-nguon = chưa khai nguồn nào để thu tin, bài
    .help = điền cột `exchange_url` trong danh sách đơn vị, hoặc thêm bảng `[[source]]` vào cài đặt
aggregate-done = Đã thu { $good }/{ $all } nguồn · { $posts } bài { $quarter } · { $failed } nguồn có vấn đề · { $rejected } dòng không nhận
aggregate-sections = Xem trang chuyên mục của đơn vị chưa thu được bài nào: { $seen }/{ $all } trang đúng tên
aggregate-sections-silent = { $silent } trang chuyên mục không trả lời ở lần xem gần nhất: giữ kết quả trước đó
aggregate-today = dùng bản hôm nay
aggregate-age = bản cũ { $days } ngày
aggregate-no-copy = chưa có bản nào
aggregate-more = … và { $n } nguồn nữa
aggregate-taken-over = { $unit }: địa chỉ nguồn đã đổi; dùng tiếp bản đã thu từ { $url }
aggregate-left = tong-hop/ban/{ $key }: không còn nguồn nào trong cài đặt; bài của bản này không được tính
aggregate-only-none = Đơn vị nêu ở `--only` chưa có nguồn: khai `exchange_url` trong danh sách đơn vị, hoặc `[[source]]` trong cài đặt
aggregate-offline = Không thu { $n } nguồn trên mạng, vì có --offline
aggregate-held = Nguồn chờ người xem: xem lại ở nơi gửi; nếu đúng, nhận bằng `nq71 aggregate --only { $unit } --refresh` (mỗi đơn vị một lần)
aggregate-next = Chạy `nq71 build` để dựng trang; tình trạng từng nguồn ở noi-bo/nguon/
