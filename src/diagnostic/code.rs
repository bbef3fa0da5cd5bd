//! The register of codes: a code is never reused, and each has a page under `terbuka explain`.

/// A stable code such as `TB0104`: 01 configuration, 02 sources, 03 values, 04 checks, 05 release, 06 system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(pub &'static str);

/// One page of `terbuka explain`.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The code.
    pub code: Code,
    /// What it means and what to do, in Indonesian.
    pub id: &'static str,
    /// The same in English.
    pub en: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $id:literal, $en:literal;)*) => {
        $(#[doc = $en] pub const $name: Code = Code($code);)*
        /// Every code with its page, in order.
        pub const PAGES: &[Page] = &[$(Page { code: Code($code), id: $id, en: $en },)*];
    };
}

codes! {
    YAML_SYNTAX = "TB0101", "Berkas bukan YAML yang benar. Periksa indentasi, titik dua, dan tanda kutip di tempat yang ditunjuk.", "The file is not well-formed YAML. Check indentation, colons and quotes at the place shown.";
    UNKNOWN_KEY = "TB0102", "Kunci tidak dikenal di tempat ini. terbuka menolak kunci asing agar salah ketik tidak diam-diam diabaikan.", "The key is not known at this place. Unknown keys are refused so that a typing error is never ignored in silence.";
    WRONG_TYPE = "TB0103", "Nilai bukan dari jenis yang diharapkan, atau kunci wajib tidak ada.", "The value is not of the expected kind, or a required key is absent.";
    UNKNOWN_COLUMN = "TB0104", "Kolom yang disebut tidak ada pada titik ini dalam tahap. Lihat urutan langkah: kolom mungkin sudah diganti nama atau dibuang sebelumnya.", "The named column does not exist at this point of the stage. Mind the order of steps: an earlier step may have renamed or dropped it.";
    WRONG_COLUMN_TYPE = "TB0105", "Kolom ada, tetapi jenisnya tidak cocok dengan langkah ini; uraikan dulu dengan langkah parse_*.", "The column exists, but its type does not fit this step; parse it first with a parse_* step.";
    UNKNOWN_NAME = "TB0106", "Nama tahap, sumber, atau daftar acuan tidak dikenal.", "The name of a stage, source or reference list is not known.";
    CYCLE = "TB0107", "Tahap-tahap saling menunggu dalam lingkaran.", "Stages wait for each other in a circle.";
    SQL = "TB0108", "Ungkapan SQL tidak dapat dibaca, atau memakai bentuk yang tidak didukung.", "The SQL expression cannot be read, or uses a form that is not supported.";
    SQL_TYPE = "TB0109", "Jenis-jenis di dalam ungkapan SQL tidak cocok satu sama lain.", "The types inside the SQL expression do not fit each other.";
    DUPLICATE_NAME = "TB0110", "Nama dipakai dua kali.", "A name is used twice.";
    BAD_VALUE = "TB0111", "Nilai pengaturan di luar yang diperbolehkan.", "The value of a setting is outside what is allowed.";
    REFERENCE_FILE = "TB0112", "Berkas acuan tidak dapat dibaca atau tidak punya kolom yang diminta.", "A reference file cannot be read or lacks a column that is asked for.";
    NO_WORKSPACE = "TB0113", "Tidak ada `terbuka.yml` di folder ini atau di atasnya.", "No `terbuka.yml` in this folder or above it.";
    SOURCE_ABSENT = "TB0201", "Tidak ada berkas yang cocok dengan sumber. Bisa dicoba lagi bila berkas datang kemudian.", "No file matches the source. Try again when the file has come.";
    SOURCE_UNREADABLE = "TB0202", "Berkas sumber rusak, terkunci kata sandi, atau bukan format yang dikenal.", "The source file is damaged, locked with a password, or not of a known format.";
    RECORD_BROKEN = "TB0203", "Sebuah baris sumber tidak dapat dibaca (jumlah kolom salah, kutip tidak tertutup, byte rusak); baris itu masuk karantina.", "A record of the source cannot be read (wrong field count, unclosed quote, bad byte); it goes to quarantine.";
    HEADER_ABSENT = "TB0204", "Baris judul tabel tidak ditemukan.", "The header of the table was not found.";
    COLUMN_UNDECLARED = "TB0205", "Sumber punya kolom yang tidak dipakai dan tidak diabaikan. Sebutkan di `columns` atau `ignore`.", "The source has a column that is neither used nor ignored. Name it under `columns` or `ignore`.";
    COLUMN_ABSENT = "TB0206", "Kolom yang dideklarasikan tidak ada di berkas sumber.", "A declared column is not in the source file.";
    SHEET_ABSENT = "TB0207", "Tidak ada lembar yang cocok.", "No sheet matches.";
    HIDDEN = "TB0208", "Buku kerja punya baris, kolom, atau lembar tersembunyi; isinya tetap dibaca dan dilaporkan.", "The workbook has hidden rows, columns or sheets; this is reported.";
    ORIGIN_CHANGED = "TB0209", "Isi berkas sumber tidak sama dengan sha256 pada catatan asalnya.", "The content of a source file differs from the sha256 of its origin record.";
    ORIGIN_ABSENT = "TB0210", "Berkas sumber tidak punya catatan asal (asal, lisensi, tanggal, sha256).", "A source file has no origin record (origin, licence, date, sha256).";
    ENCODING_GUESSED = "TB0211", "Berkas teks tidak menyatakan enkodenya dan bukan UTF-8; enkodenya ditebak. Periksa huruf beraksen, lalu tulis enkodenya di `table`.", "A text file does not tell its encoding and is not UTF-8; the encoding was guessed. Check letters with accents, then write the encoding under `table`.";
    SEVERAL_TABLES = "TB0212", "Satu lembar memuat beberapa tabel, dan sumber tidak mengatakan yang mana. Tulis satu sumber per tabel dengan `table: { columns: 'H:M' }` atau `table: { rows: '30:58' }`, atau `side_by_side: true` bila judulnya sama.", "A sheet holds several tables and the source does not say which. Write one source for each with `table: { columns: 'H:M' }` or `table: { rows: '30:58' }`, or `side_by_side: true` when their headings are the same.";
    IDENTITY_ABSENT = "TB0213", "Nama kantor, periode, atau identitas lain yang diminta dengan `identity` tidak ada di nama berkas, nama lembar, atau baris di atas tabel, atau masih berupa titik-titik.", "The office, period or other identity that `identity` asks for is not in the file's name, the sheet's name or the lines above the table, or is still dots.";
    STORED_ODDLY = "TB0214", "Angka disimpan dengan cara yang janggal: sebagai teks di sebagian sel atau berkas. Nilainya tetap dibaca menurut aturan langkahnya.", "Numbers are stored in an odd way: as text in some cells or files. They are read by the rules of their step all the same.";
    FILE_TWICE = "TB0215", "Dua berkas dari satu sumber sama isinya: baris-barisnya akan terhitung dua kali; rilis ditahan. Hapus salah satunya.", "Two files of one source have the same content: their rows would be counted twice; the release is held. Remove one of them.";
    VALUE_REFUSED = "TB0311", "Isi sel tidak dapat dibaca sebagai jenis nilai yang diminta; tidak ditebak.", "The cell cannot be read as the kind of value asked for; nothing is guessed.";
    NOT_IN_LOOKUP = "TB0321", "Nilai tidak ada dalam daftar pemetaan.", "The value is not in the lookup file.";
    NOT_MATCHED = "TB0322", "Nama tidak cocok dengan satu pun entri daftar acuan, atau cocok dengan beberapa.", "The name matches no entry of the reference list, or several.";
    EXPRESSION_FAILED = "TB0323", "Ungkapan tidak dapat dihitung untuk baris ini (pembagian nol, angka terlalu besar).", "The expression cannot be computed for this row (division by zero, number too large).";
    SPLIT_FAILED = "TB0324", "Teks tidak terbagi menjadi jumlah bagian yang diminta.", "The text does not split into the number of parts asked for.";
    JOIN_UNMATCHED = "TB0325", "Baris tidak punya pasangan di tabel yang digabungkan.", "The row has no partner in the joined table.";
    JOIN_AMBIGUOUS = "TB0326", "Tabel yang digabungkan punya beberapa baris untuk satu kunci.", "The joined table has several rows for one key.";
    PIVOT_CONFLICT = "TB0327", "Dua baris mengisi sel pivot yang sama.", "Two rows fill the same cell of the pivot.";
    SCALE_UNDECLARED = "TB0328", "Judul kolom atau baris di atas tabel menyebut skala (ribu, juta), tetapi langkah parse_money tidak menetapkannya.", "A heading or a line above the table names a scale (thousands, millions), but the step `parse_money` declares none.";
    LABEL_LOST = "TB0329", "Label yang harus diulang ke bawah mungkin berada di baris yang ditolak; perbaiki baris itu dulu.", "The label to be repeated may stand in a row that was refused; mend that row first.";
    INCOMPLETE = "TB0330", "Baris yang dikarantina tidak ikut dijumlahkan; perbaiki baris itu agar jumlah kelompoknya lengkap.", "Rows in quarantine are not in the sums; mend them so that the sums of the groups are complete.";
    NOTATION_OPEN = "TB0331", "Sel punya dua bacaan dan tidak ada sel lain di kolom itu yang membuktikan notasinya (`5/4/2019`, `1.234`). Tetapkan notasinya dengan satu baris `options` pada langkahnya, atau `table: { locale: id-ID }` pada sumbernya.", "A cell has two readings, and no other cell of the column proves its notation (`5/4/2019`, `1.234`). Declare the notation in one line: `options` of the step, or `table: { locale: id-ID }` of the source.";
    NOTATION_CONTRADICTED = "TB0332", "Sel bertentangan dengan notasi yang dibuktikan sel-sel lain di kolomnya; sel pembuktinya disebut.", "The cell contradicts the notation that the other cells of its column prove; the proving cell is named.";
    CORRECTION_WRITTEN = "TB0333", "Baris `corrections.csv` tidak lengkap atau tidak dapat dipakai: tiap baris perlu key, column, reason, by, date, dan nilai seperti yang dimiliki kolomnya.", "A line of `corrections.csv` is not complete or cannot be used: each needs key, column, reason, by and date, and values as the column has them.";
    CORRECTION_STALE = "TB0334", "Koreksi tidak lagi cocok: nilai lamanya sudah tidak ada di sel itu, atau barisnya tidak ditemukan. Sumbernya sudah diperbaiki atau berubah.", "A correction fits no longer: its old value is not in the cell, or its row is not there. The source has been repaired or has changed.";
    CORRECTION_EXPIRED = "TB0335", "Masa berlaku koreksi sudah lewat: data kini lebih baru daripada `expires`. Periksa lagi, lalu perpanjang atau hapus barisnya.", "A correction has expired: the data are newer than its `expires`. Look at it again, then prolong or remove the line.";
    CORRECTIONS_UNUSED = "TB0336", "Ada `corrections.csv` di samping pipeline, tetapi tidak ada langkah `correct` yang memakainya.", "There is a `corrections.csv` beside the pipeline, but no step `correct` applies it.";
    DAMAGED = "TB0337", "Lembar kerja (Excel) tampaknya merusak isi kolom: nol di depan kode hilang, kode menjadi tanggal, atau `1.474` dibaca sebagai desimal di antara bilangan bulat. Tidak diperbaiki tanpa pernyataan Anda.", "A spreadsheet seems to have damaged the column: zeros in front of codes are lost, codes became dates, or `1.474` was taken for a decimal among whole numbers. Nothing is mended unless you declare it.";
    NOTATION_BORROWED = "TB0338", "Sebuah berkas atau lembar tidak membuktikan notasinya sendiri; selnya dibaca menurut bukti dari berkas lain. Periksa, lalu tetapkan notasinya bila perlu.", "A file or sheet does not prove its own notation; its cells are read as the proof in other files says. Look at it, and declare the notation if needed.";
    STATUS_UNKNOWN = "TB0340", "Kolom `status` berkas pemetaan hanya berisi `terima`, `usulan`, `tolak`, atau kosong. Baris usulan dari `terbuka cluster` tidak pernah dipakai sebelum statusnya diganti `terima`.", "The column `status` of a lookup file holds `terima` (accept), `usulan` (proposed), `tolak` (reject) or nothing. Rows proposed by `terbuka cluster` are never used before their status is `terima`.";
    ROW_UNKNOWN = "TB0350", "Tidak ada baris, atau ada beberapa baris, dengan kunci yang ditanyakan kepada `terbuka why`. Tulis nilai kuncinya seperti di berkas rilis, dipisah `|` bila kuncinya beberapa kolom, atau `kolom=nilai`.", "No row, or several, have the key that `terbuka why` was asked for. Write the key as it stands in the released file, separated by `|` when it has several columns, or `column=value`.";
    SOURCE_DIFFERS = "TB0351", "Berkas sumber tidak sama dengan yang dibaca rilis terakhir; jawaban `terbuka why` tentang berkas yang ada sekarang.", "A source file differs from the one that the last release read; the answer of `terbuka why` is about the present file.";
    RELEASE_DIFFERS = "TB0352", "Nilai yang terbit bukan nilai yang dihasilkan berkas dan pipeline yang ada sekarang; jalankan `terbuka run` untuk menerbitkan yang baru.", "The published value is not what the present files and pipeline give; `terbuka run` publishes the new one.";
    REQUIRED = "TB0401", "Nilai wajib kosong.", "A required value is empty.";
    NOT_UNIQUE = "TB0402", "Kunci muncul lebih dari sekali.", "A key occurs more than once.";
    NOT_ONE_OF = "TB0403", "Nilai di luar daftar yang diperbolehkan.", "The value is outside the allowed list.";
    NOT_BETWEEN = "TB0404", "Nilai di luar batas.", "The value is outside its bounds.";
    NOT_MATCHING = "TB0405", "Teks tidak sesuai pola.", "The text does not fit its pattern.";
    NOT_REFERENCED = "TB0406", "Nilai tidak ada di tabel acuan.", "The value is not in the referenced table.";
    RULE_BROKEN = "TB0407", "Aturan tidak terpenuhi.", "A rule does not hold.";
    ROW_COUNT = "TB0408", "Jumlah baris di luar batas.", "The number of rows is outside its bounds.";
    TOTAL_DIFFERS = "TB0409", "Jumlah yang tertulis tidak sama dengan jumlah barisnya.", "A printed total differs from the sum of its rows.";
    MEASURE_UNBALANCED = "TB0410", "Jumlah sebuah ukuran yang masuk ke tahap tidak sama dengan keluar + karantina + dibuang + digabung, melebihi `tolerance`-nya; rilis ditahan. `terbuka ledger` menunjukkan tiap suku.", "The amounts of a measure that came into a stage differ from out + quarantined + dropped + merged by more than its `tolerance`; the release is held. `terbuka ledger` shows each term.";
    MEASURE_CHANGED = "TB0411", "Sebuah langkah mengganti nilai ukuran dengan nilai lain. Tulis hasilnya ke kolom baru, atau nyatakan langkah itu di `measures: { nama: { adjusted_by: [langkah] } }`.", "A step replaces the amounts of a measure by others. Write the result to a new column, or declare the step under `measures: { name: { adjusted_by: [step] } }`.";
    SUM_TOO_LARGE = "TB0412", "Jumlah sebuah ukuran melebihi 38 angka, sehingga neracanya tidak dapat diperiksa; rilis ditahan.", "The sum of a measure has more than 38 digits, so that its balance cannot be checked; the release is held.";
    TOTAL_UNREAD = "TB0413", "Sebuah jumlah yang tertulis tidak terbaca sebagai angka yang pasti, sehingga tidak dapat dibandingkan dengan barisnya. Perbaiki selnya.", "A printed total cannot be read as a certain amount, so that it could not be compared with its rows. Mend its cell.";
    TOTAL_ABSENT = "TB0414", "Tidak ada yang dicocokkan: tidak ada jumlah tercetak yang dikenali, atau tidak ada kode induk. Jumlah dengan label lain mungkin masih terhitung sebagai data.", "Nothing was compared: no printed total was recognised, or no code is a parent. A total under another label may still be among the data.";
    HELD = "TB0501", "Rilis ditahan; rilis baik terakhir tetap berlaku.", "The release is held; the last good release stays.";
    PERSONAL_DATA = "TB0502", "Data pribadi ditemukan di kolom keluaran; rilis ditahan.", "Personal data was found in an outgoing column; the release is held.";
    KEY_BROKEN = "TB0503", "Kunci utama rilis kosong atau ganda.", "The primary key of the release is empty or not unique.";
    BALANCE = "TB0504", "Baris masuk tidak sama dengan keluar + karantina + dibuang + digabung.", "Rows in differ from out + quarantined + dropped + merged.";
    CHANGED_TOO_MUCH = "TB0505", "Jumlah atau banyaknya baris berubah melebihi batas `gates: change`; rilis ditahan.", "A sum or the number of rows changed beyond the limit of `gates: change`; the release is held.";
    BREAKS_READERS = "TB0506", "Perubahan kolom, tipe, satuan, atau kunci memutus pemakai data; rilis ditahan. Kembalikan, atau umumkan dengan `release: deprecation: { major, reason, until }`: lalu terbit sebagai versi mayor baru, dan yang lama tetap dilayani sampai tanggal itu. Kolom yang hanya berganti nama: tulis `was: nama_lama`.", "A change of columns, types, units or the key breaks those who read the data; the release is held. Undo it, or announce it by `release: deprecation: { major, reason, until }`: it is then released as a new major version, and the old one is served until that day. Of a column that only has another name, say `was: old_name`.";
    RESTATED = "TB0507", "Angka yang sudah terbit berubah melebihi batas `gates: restated`; rilis ditahan. Ukuran, jumlah lama dan baru, dan baris terbesar disebut.", "Amounts that had been released became others beyond the limit of `gates: restated`; the release is held. The measure, the sums before and after, and the largest rows are named.";
    DEPRECATION_SHORT = "TB0508", "`deprecation: until` kurang dari 30 hari setelah tanggal data; pemakai perlu waktu untuk berpindah.", "`deprecation: until` is less than 30 days after the day of the data; readers need time to move.";
    LAST_RELEASE = "TB0509", "Rilis terakhir tidak dapat dibaca, sehingga rilis baru tidak dapat dibandingkan dengannya. Periksa dengan `terbuka verify`, pulihkan berkasnya, atau arahkan tautan `public` ke generasi sebelumnya.", "The last release cannot be read, so that the new one cannot be compared with it. Look with `terbuka verify`, restore its files, or point the link `public` at the generation before.";
    SUM_DIFFERS = "TB0521", "Isi berkas tidak sama dengan `SHA256SUMS`: berkas berubah atau rusak setelah terbit, atau yang diterima adalah halaman lain. Unduh lagi; bila tetap, jangan pakai berkas itu dan beri tahu penerbitnya.", "The content of a file differs from `SHA256SUMS`: it was changed or damaged after the release, or another page was received. Download it again; if it stays so, do not use it and tell the publisher.";
    FILE_ABSENT = "TB0522", "Berkas yang disebut `SHA256SUMS` atau `datapackage.json` tidak ada.", "A file that `SHA256SUMS` or `datapackage.json` names is not there.";
    FILE_UNLISTED = "TB0523", "Berkas ada di folder rilis, tetapi tidak disebut di `SHA256SUMS`: tidak ada yang menjamin isinya.", "A file lies in the folder of a release, but `SHA256SUMS` does not name it: nothing vouches for its content.";
    MANIFEST_DIFFERS = "TB0524", "`SHA256SUMS`, `datapackage.json`, dan `index.json` tidak saling cocok, atau salah satunya rusak.", "`SHA256SUMS`, `datapackage.json` and `index.json` do not agree, or one of them is damaged.";
    CONTENT_DIFFERS = "TB0525", "Isi sebuah tabel tidak sama di semua formatnya, atau bukan isi yang dinyatakan `datapackage.json` (`terbuka:logicalHash`, `terbuka:rows`). Baris dan kolom pertama yang berbeda disebut.", "The content of a table is not the same in all its formats, or is not what `datapackage.json` states (`terbuka:logicalHash`, `terbuka:rows`). The first row and column that differ are named.";
    CONTENT_UNREADABLE = "TB0526", "Berkas data tidak dapat dibaca sebagai formatnya: terpotong, bukan UTF-8, kolomnya lain, atau sebuah nilai bukan dari jenis kolomnya.", "A data file cannot be read as its format: it is cut off, not UTF-8, has other columns, or a value is not of its column's type.";
    SIGNATURE_REFUSED = "TB0527", "Tanda tangan `SHA256SUMS.minisig` tidak sah: dibuat kunci lain, atau untuk isi lain. Jangan pakai rilis itu sebelum penerbitnya menjawab.", "The signature `SHA256SUMS.minisig` does not hold: another key made it, or it was made for other content. Do not use the release before its publisher has answered.";
    SIGNATURE_ABSENT = "TB0528", "Rilis tidak ditandatangani, padahal seharusnya: `datapackage.json` menyebut kunci, atau kunci diminta dengan `--key`. Versi yang terbit sebelum ada kunci tidak pernah ditandatangani.", "The release is not signed though it should be: `datapackage.json` names a key, or one was asked for with `--key`. Versions released before there was a key are never signed.";
    SIGNATURE_OWN_WITNESS = "TB0529", "Tanda tangan sah, tetapi kuncinya berasal dari tempat yang sama dengan datanya: siapa yang mengganti data dapat mengganti kunci. Ambil kunci publik dari sumber lain dan berikan dengan `--key`.", "The signature holds, but its key comes from where the data come from: who replaces the data can replace the key. Take the public key from another place and give it with `--key`.";
    NO_RELEASE = "TB0530", "Tidak ada rilis di tempat itu: folder versi dan `latest` berisi `SHA256SUMS`, pohon publik berisi `index.json`.", "There is no release at that place: the folder of a version and `latest` hold `SHA256SUMS`, a public tree holds `index.json`.";
    ADDRESS_UNREADABLE = "TB0531", "Alamat tidak menjawab, atau menjawab dengan galat. Periksa alamat dan jaringan, lalu coba lagi.", "The address does not answer, or answers with an error. Check the address and the network, then try again.";
    HASH_UNSTATED = "TB0532", "Rilis dibuat sebelum ada `terbuka:logicalHash`, atau dengan definisi lain; format-formatnya hanya dibandingkan satu sama lain.", "The release was made before there was `terbuka:logicalHash`, or by another definition; its formats are only compared with each other.";
    SIGNING_KEY = "TB0540", "Kunci rahasia untuk menandatangani rilis tidak ada, tidak terbaca, tidak cocok dengan kunci publiknya, atau tidak cukup terlindungi. Tidak ada yang diterbitkan tanpa tanda tangan selama `terbuka.yml` menyebut kunci.", "The secret key for signing releases is absent, cannot be read, does not fit its public key, or is not protected. Nothing is published without a signature while `terbuka.yml` names a key.";
    WITHDRAWN = "TB0541", "Dataset ini ditahan, karena isinya sama dengan versi yang pernah ditarik dengan `terbuka rollback`. Perbaiki sumber atau pipelinenya; bila versi itu ternyata benar, tampilkan lagi generasinya.", "The dataset is held, since what it holds is a version that was taken back with `terbuka rollback`. Mend its source or pipeline; if that version was right, show its generation again.";
    GENERATION_UNKNOWN = "TB0542", "Generasi pohon publik yang disebut tidak ada di folder `generations/`, atau sudah tampak.", "The generation of the public tree that was named is not in the folder `generations/`, or is seen already.";
    ARCHIVE_INCOMPLETE = "TB0543", "Versi ini tidak dapat dibuat ulang: berkas yang menjadi dasarnya tidak ada lagi di arsip `.terbuka/archive`.", "The version cannot be made again: a file that it rests on is no longer in the archive `.terbuka/archive`.";
    FEW_PERSONS = "TB0544", "Sebuah kolom hitungan orang memuat angka di bawah batas (`gates: persons: { k: 5 }` bila tidak ditulis), sehingga orangnya dapat dikenali; rilis ditahan. Sembunyikan dengan langkah `suppress`, gabungkan kelompoknya, atau sebutkan dasar hukum kolom itu di `lawful_because` (dasar itu ikut terbit). Kolom yang tidak menghitung orang: tulis `unit`-nya.", "A column that counts persons holds numbers below the limit (`gates: persons: { k: 5 }` when nothing is said), so that they could be recognised; the release is held. Hide them by the step `suppress`, put groups together, or state the legal ground of the column in `lawful_because`, which is published. Of a column that counts no persons, state the `unit`.";
    FEW_BY_DIFFERENCE = "TB0545", "Rilis ini bersama rilis terakhir menyingkap kurang dari k orang: selisih dua angka terbit, atau sel tersembunyi yang kini dapat dihitung; rilis ditahan. Terbitkan bersama perubahan berikutnya, gabungkan kelompoknya, atau sebutkan dasar hukum kolom itu di `lawful_because`.", "This release and the last one together reveal fewer than k persons: by the difference of two published numbers, or by a hidden cell that can be computed now; the release is held. Publish it with the next change, put groups together, or state the legal ground of the column in `lawful_because`.";
    GROUP_OF_FEW = "TB0546", "Sebuah kelompok terlalu sedikit orangnya, sehingga jumlahnya sendiri menyingkap mereka. Langkah `suppress` menyembunyikan semua barisnya; jangan terbitkan jumlahnya di tabel lain, atau gabungkan kelompok itu dengan yang lain.", "A group is so few persons that its total alone reveals them. The step `suppress` hides all of its rows; do not publish its total in another table, or put the group together with another.";
    RESTS_ON_HIDDEN = "TB0547", "Kolom persen atau rata-rata masih berisi nilai di baris yang hitungan orangnya disembunyikan; dari sana hitungannya mungkin dapat dihitung kembali. Sebutkan kolom itu di `with` langkah `suppress`.", "A column of percentages or averages still has values in rows whose count of persons is hidden, from which the count may be recomputed. Name the column under `with` of the step `suppress`.";
    DATA_OLDER = "TB0551", "Data baru lebih tua daripada data rilis terakhir: mungkin berkas periode lalu terkirim lagi. `gates: freshness: hold` menahannya; tanpa itu hanya diberitahukan.", "The new data are older than those of the last release: the file of an earlier period may have come again. `gates: freshness: hold` holds them; without it they are only told.";
    OVERDUE = "TB0552", "Dataset terlambat: menurut `frequency` data yang lebih baru seharusnya sudah ada. Rilis terakhir tetap berlaku. Minta data baru kepada produsennya, atau perpanjang `gates: freshness: { grace: P5D }`.", "The dataset is overdue: by its `frequency` newer data should be there. The last release stays. Ask its producer for new data, or prolong `gates: freshness: { grace: P5D }`.";
    BEYOND_LEARNED = "TB0553", "Baris, jumlah, atau bagian yang dikarantina di luar batas yang dipelajari dari rilis-rilis sebelumnya (`bounds.yml`); rilis ditahan. Batas di `gates` menggantikannya.", "The rows, a sum or the share in quarantine are outside the bounds learned from earlier releases (`bounds.yml`); the release is held. A bound under `gates` takes their place.";
    APPROVAL_WRITTEN = "TB0554", "Baris `approvals.csv` tidak lengkap atau tidak dapat dipakai: tiap baris perlu code, covers, reason, by, dan date. Tulis dengan `terbuka approve`.", "A line of `approvals.csv` is not complete or cannot be used: each needs code, covers, reason, by and date. Write it by `terbuka approve`.";
    APPROVAL_UNUSED = "TB0555", "Persetujuan di `approvals.csv` tidak dipakai: kandidatnya sudah lain, temuannya tidak ada lagi, atau masa berlakunya lewat. Persetujuan tidak pernah berlaku untuk data lain. Hapus barisnya, atau lihat `terbuka status` dan setujui temuan yang sekarang.", "An approval in `approvals.csv` is not used: the candidate is another one, the finding is gone, or it has expired. An approval never holds for other data. Remove the line, or look at `terbuka status` and approve what is found now.";
    NEVER_APPROVED = "TB0556", "Temuan ini tidak dapat disetujui. Data pribadi, neraca yang tidak seimbang, kunci ganda, kolom wajib yang kosong, dan nilai di luar daftar rilis tidak pernah diloloskan: perbaiki sumbernya, koreksi sel di `corrections.csv`, atau ubah pipeline.", "The finding cannot be approved. Personal data, a balance that does not close, a key that repeats, an empty required column and a value outside the lists of the release are never let through: mend the source, correct the cell in `corrections.csv`, or change the pipeline.";
    BOUNDS_OLD = "TB0557", "`bounds.yml` bukan lagi yang mengikuti dari rilis-rilis yang ada. Lihat perbedaannya, lalu tulis lagi dengan `terbuka bounds --propose`.", "`bounds.yml` is no longer what follows from the releases that are out. Look at the difference, then write it anew by `terbuka bounds --propose`.";
    WRITE = "TB0601", "Berkas tidak dapat ditulis: periksa ruang disk dan izin.", "A file cannot be written: check disk space and permissions.";
    READ = "TB0602", "Berkas tidak dapat dibaca: periksa izin dan apakah berkas sedang terbuka di program lain.", "A file cannot be read: check permissions and whether another program holds it.";
    LOCKED = "TB0603", "Proses terbuka lain sedang berjalan di ruang kerja ini.", "Another terbuka run is at work in this workspace.";
    ENGINE = "TB0604", "Mesin hitung gagal.", "The engine failed.";
    USAGE = "TB0606", "Perintah tidak dipakai sebagaimana mestinya.", "The command was not used as it should be.";
    BUG = "TB0607", "Galat program: data Anda tidak salah. Laporkan pesan lengkapnya bersama versi terbuka.", "A bug of the program: your data are not at fault. Report the whole message with the version of terbuka.";
}

/// The page of a code, if it exists.
#[must_use]
pub fn page(code: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.code.0.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_never_twice() {
        assert!(PAGES.windows(2).all(|pair| pair[0].code < pair[1].code));
    }
}
