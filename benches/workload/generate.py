#!/usr/bin/env python3
"""Deterministic generator for workload W (Indonesian municipal programme records).

usage: generate.py N OUT.csv [--seed S] [--jobs J] [--crlf] [--easy]   (N = number of data records, a multiple of 10000)
       generate.py --ref REF.csv                                   (alias reference: jenis,alias,kode,nama)

Standard library only. Records come in blocks of 10,000; block b depends on (seed, b) alone, so the file for a small N
is a prefix of the file for a larger one. Every name, NIP and amount is invented.
"""
import argparse, csv, io, random, sys
from multiprocessing import Pool

BLOCK = 10_000
HEADER = ["no_urut", "tanggal", "opd", "kecamatan", "program", "kegiatan", "pagu", "realisasi", "progres_fisik",
          "sumber_dana", "penanggung_jawab", "nip", "status", "catatan"]

# ---- reference: 30 OPD, 11 kecamatan --------------------------------------------------------------------------------
OPD = [
    ("Dinas Pendidikan", ["Disdik", "Din. Pendidikan", "DINAS PENDIDKAN", "Dinas Pendidikan Kota", "Diknas"]),
    ("Dinas Kesehatan", ["Dinkes", "Din. Kesehatan", "Dinas Kesehatn", "Dinas Kesehatan Kota", "DKK"]),
    ("Dinas Pekerjaan Umum dan Penataan Ruang", ["PUPR", "Dinas PUPR", "DPUPR", "Dinas PU dan Penataan Ruang", "Dinas Pekerjaan Umum & Penataan Ruang"]),
    ("Dinas Perumahan Rakyat dan Kawasan Permukiman", ["Perkim", "Dinas Perkim", "DPRKP", "Dinas Perumahan Rakyat & Kawasan Pemukiman", "Disperkim"]),
    ("Dinas Sosial", ["Dinsos", "Din. Sosial", "Dinas Sosail", "Dinas Sosial Kota", "DINSOS KOTA"]),
    ("Dinas Perhubungan", ["Dishub", "Din. Perhubungan", "Dinas Perhubugan", "Dinas Perhubungan Kota", "DISHUB KOTA"]),
    ("Dinas Lingkungan Hidup", ["DLH", "Din. Lingkungan Hidup", "Dinas Lingkungn Hidup", "Dinas LH", "DLH Kota"]),
    ("Dinas Komunikasi dan Informatika", ["Diskominfo", "Kominfo", "Dinas Kominfo", "Dinas Komunikasi & Informatika", "Dinas Komunikasi dan Infomatika"]),
    ("Dinas Kependudukan dan Pencatatan Sipil", ["Disdukcapil", "Dukcapil", "Dinas Dukcapil", "Dinas Kependudukan & Catatan Sipil", "Capil"]),
    ("Dinas Pemberdayaan Masyarakat Perempuan dan Perlindungan Anak", ["DPMPPA", "DPMPPA Kota", "Dinas PMPPA", "Dinas Pemberdayaan Masy. Perempuan & Perlindungan Anak", "DPMPPA/KB"]),
    ("Dinas Pengendalian Penduduk dan Keluarga Berencana", ["DPPKB", "Dinas PPKB", "Dinas KB", "Dinas Pengendalian Penduduk & KB", "DPPKB Kota"]),
    ("Dinas Perdagangan dan Perindustrian", ["Disdagrin", "Disperindag", "Dinas Perindag", "Dinas Perdagangan & Perindustrian", "Disperdagin"]),
    ("Dinas Koperasi Usaha Kecil dan Menengah", ["Diskop UKM", "Dinas Koperasi UKM", "Dinkop", "Dinas Koperasi dan UKM", "Dinas Koperasi, UKM"]),
    ("Dinas Tenaga Kerja", ["Disnaker", "Din. Tenaga Kerja", "Dinas Tenga Kerja", "Disnakertrans", "Dinas Naker"]),
    ("Dinas Pariwisata dan Kebudayaan", ["Disparbud", "Dinas Parbud", "Dinas Pariwisata & Kebudayaan", "Disbudpar", "Dinas Pariwisata dan Kebudayan"]),
    ("Dinas Pemuda dan Olahraga", ["Dispora", "Dinas Pora", "Dinas Pemuda & Olahraga", "Dinas Pemuda dan Olah Raga", "DISPORA KOTA"]),
    ("Dinas Perpustakaan dan Arsip", ["Dispusip", "DPAD", "Dinas Perpustakaan & Arsip", "Dinas Perpustakaan dan Kearsipan", "Disperpusip"]),
    ("Dinas Pertanian dan Ketahanan Pangan", ["DPKP", "Distan KP", "Dinas Pertanian & Ketahanan Pangan", "Dinas Pertanian", "Dinas Pertanian dan Ketahanan Pngan"]),
    ("Dinas Pemadam Kebakaran dan Penyelamatan", ["Damkar", "Dinas Damkar", "Damkartan", "Dinas Pemadam Kebakaran & Penyelamatan", "DPKPN"]),
    ("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", ["DPMPTSP", "Dinas PMPTSP", "PTSP", "Dinas Penanaman Modal & PTSP", "DPM-PTSP"]),
    ("Badan Perencanaan Pembangunan Daerah", ["Bappeda", "BAPPEDA KOTA", "Badan Perencanaan Pemb. Daerah", "Bapeda", "Badan Perencanan Pembangunan Daerah"]),
    ("Badan Pengelola Keuangan dan Aset Daerah", ["BPKAD", "Badan Keuangan dan Aset", "BPKAD Kota", "Badan Pengelola Keuangan & Aset Daerah", "DPKAD"]),
    ("Badan Pengelola Pajak dan Retribusi Daerah", ["BPPRD", "Bapenda", "Badan Pajak dan Retribusi", "BPPRD Kota", "Badan Pengelola Pajak & Retribusi Daerah"]),
    ("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", ["BKPSDM", "BKPSDMD", "BKD", "Badan Kepegawaian & Pengembangan SDM", "Badan Kepegawaian dan PSDM"]),
    ("Badan Penanggulangan Bencana Daerah", ["BPBD", "BPBD Kota", "Badan Penanggulangan Bencana", "Badan Penanggulangn Bencana Daerah", "B.P.B.D."]),
    ("Badan Kesatuan Bangsa dan Politik", ["Kesbangpol", "Bakesbangpol", "Badan Kesbangpol", "Badan Kesatuan Bangsa & Politik", "Kesbang Pol"]),
    ("Satuan Polisi Pamong Praja", ["Satpol PP", "SATPOL-PP", "Sat Pol PP", "Satuan Pol. PP", "Pol PP"]),
    ("Sekretariat Daerah", ["Setda", "Setda Kota", "Sekretariat Daerah Kota", "Sekertariat Daerah", "SETDAKO"]),
    ("Sekretariat DPRD", ["Setwan", "Sekretariat Dewan", "Set. DPRD", "Sekertariat DPRD", "SETWAN KOTA"]),
    ("Inspektorat Daerah", ["Inspektorat", "Inspektorat Kota", "Inspektorat Drh", "Inspektorat Darah", "ITDA"]),
]
KEC = ["Jambi Timur", "Jambi Selatan", "Telanaipura", "Pasar Jambi", "Danau Teluk", "Pelayangan", "Kota Baru",
       "Jelutung", "Alam Barajo", "Danau Sipin", "Paal Merah"]
KEC_EXTRA = {"Jambi Timur": ["Jambi Tmur"], "Jambi Selatan": ["Jambi Slatan"], "Telanaipura": ["Telanai Pura"],
             "Pasar Jambi": ["Ps. Jambi"], "Danau Teluk": ["Danau Tluk"], "Pelayangan": ["Playangan"],
             "Kota Baru": ["Kotabaru"], "Jelutung": ["Jlutung"], "Alam Barajo": ["Alambarajo"],
             "Danau Sipin": ["Danau Spin"], "Paal Merah": ["Pal Merah", "Pall Merah"]}


def reference():
    rows = []
    for i, (name, al) in enumerate(OPD, 1):
        for a in [name] + al:
            rows.append(("opd", a, f"OPD-{i:02d}", name))
    for i, name in enumerate(KEC, 1):
        for base in [name] + KEC_EXTRA[name]:
            for a in (base, "Kec. " + base, "Kecamatan " + base):
                rows.append(("kecamatan", a, f"1571{i:03d}", name))
    return rows


# ---- pools ------------------------------------------------------------------------------------------------------------
NB = "\u00a0"
MON_FULL = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
            "November", "Desember"]
MON_ALT = [["Jan"], ["Feb", "Peb", "Pebruari"], ["Mar"], ["Apr"], ["Mei"], ["Jun"], ["Jul"],
           ["Agu", "Agt", "Ags", "Agust"], ["Sep", "Sept"], ["Okt"], ["Nov", "Nop", "Nopember"], ["Des"]]
DAYN = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Jum'at", "Sabtu", "Minggu"]
VERB = ["Pembangunan", "Rehabilitasi", "Pemeliharaan rutin", "Pengadaan", "Peningkatan", "Penyusunan", "Pelatihan",
        "Sosialisasi", "Monitoring dan evaluasi", "Pengawasan", "Penataan", "Fasilitasi", "Pembinaan", "Perbaikan",
        "Pembuatan", "Penyediaan", "Koordinasi", "Verifikasi dan validasi", "Pendataan", "Penguatan"]
OBJ = ["jalan lingkungan", "drainase primer", "gedung sekolah dasar", "puskesmas pembantu", "alat kesehatan",
       "lampu penerangan jalan umum", "jembatan beton", "taman kota", "data terpadu kesejahteraan sosial",
       "aparatur perangkat daerah", "sistem informasi pelayanan publik", "jaringan irigasi", "air bersih perpipaan",
       "sanitasi berbasis masyarakat", "sarana olahraga", "pasar rakyat", "bibit tanaman hortikultura",
       "buku perpustakaan", "kendaraan operasional persampahan", "posyandu", "rumah tidak layak huni",
       "dokumen perencanaan tahunan", "laporan keuangan semesteran", "arsip dinamis", "perangkat komputer kantor",
       "trotoar dan median jalan", "pos pemadam kebakaran", "bantuan modal usaha mikro", "kader kelurahan siaga",
       "peta rencana detail tata ruang"]
LOC = ["RT {:02d}", "RT {:02d} RW {:02d}", "Kelurahan {0:d} zona {1:d}", "Lorong {:d}", "Blok {:d} No. {:d}",
       "STA {:d}+{:03d}", "SDN {:d}/IV", "Puskesmas {:d}", "Paket {:d}", "Tahap {:d} Tahun {:d}"]
TAIL = ["", " (lanjutan)", " sesuai dokumen anggaran", ", termasuk biaya umum", " dan fasilitas pendukungnya",
        " di wilayah kota", " untuk masyarakat berpenghasilan rendah", " - tahun jamak", " secara swakelola",
        " melalui penyedia barang/jasa"]
PROGRAM = [f"Program {a} {b}" for a in ("Peningkatan", "Pengelolaan", "Pengembangan", "Pemenuhan", "Penunjang")
           for b in ("Sarana dan Prasarana Aparatur", "Pendidikan Dasar", "Upaya Kesehatan Perorangan",
                     "Urusan Pemerintahan Daerah", "Penyelenggaraan Jalan", "Kawasan Permukiman",
                     "Sistem Drainase Perkotaan", "Pelayanan Administrasi Umum")]
DANA = ["APBD", "APBN", "DAK Fisik", "DAK Non Fisik", "DAU", "Bankeu Provinsi", "BLUD", "DID"]
STATUS = ["Selesai", "Berjalan", "Belum mulai", "Putus kontrak", "Lelang ulang", "Dalam proses"]
NOTE = ["Pekerjaan terkendala cuaca", "Menunggu dokumen kontrak", "Sudah serah terima pertama", "Perlu adendum waktu",
        "Lokasi bergeser atas usulan warga", "Foto dokumentasi menyusul", "Volume disesuaikan hasil ukur ulang",
        "Tenaga kerja lokal dilibatkan", "Material terlambat tiba", "Pembayaran termin kedua dalam proses",
        "Sesuai jadwal", "Rapat koordinasi telah dilaksanakan", "Catatan pemeriksa sudah ditindaklanjuti",
        "Anggaran digeser pada perubahan"]
FN = ["Ahmad", "Siti", "Rudi", "Dewi", "Yusuf", "Nurul", "Hendra", "Lestari", "Bambang", "Ratna", "Fajar", "Wulan"]
LN = ["Fauzi", "Rahmawati", "Saputra", "Anggraini", "Hidayat", "Siregar", "Pratama", "Kusuma", "Hasibuan", "Nasution"]
TI = ["Ir. {}", "{}, S.T.", "{}, S.T., M.T.", "Drs. {}", "H. {}, M.Si", "dr. {}", "Hj. {}, S.E., M.M.", "{}"]
NAMES = [t.format(f"{a} {b}") for t in TI for a in FN for b in LN]
JUNK_DATE = ["31/02/2019", "00/00/0000", "2019-13-05", "belum", "TW III", "32 Januari 2020", "5 Sepptember 2019", "2020",
             "12/2019", "n/a", "Selasa, 2019", "29/02/2019"]
JUNK_RP = ["belum ada", "TBA", "1.23.456", "Rp", "12x", "Rp 1,234,567", "1.234.567,50", "dua juta", "5 jt-an", "#REF!"]
JUNK_PCT = ["selesai", "n/a", "5O%", "100 %%", "lima puluh", "50-60%"]
BAD_PCT = ["105%", "-5%", "250 persen", "120,5 %", "1000"]
BAD_OPD = ["Dinas Antariksa", "PT Karya Mandiri", "???", "Dinas Pendidikan dan Kesehatan", "CV Maju Jaya", ""]
BAD_KEC = ["Sungai Gelam", "Kec. Mestong", "Luar Kota", "-", ""]


def variants(names):
    """spacing / case / punctuation decorations of each alias: list of raw spellings per canonical name"""
    out = []
    for n in names:
        v = [n, n, n, n.upper(), n.lower(), n + " ", " " + n, n.replace(" ", "  ", 1), n.replace(" ", NB, 1), n + "."]
        out.extend(v)
    return out


OPD_RAW = [[v for v in variants([name] * 3 + al)] for name, al in OPD]
OPD_POOL = [v for vs in OPD_RAW for v in vs]
KEC_POOL = []
for name in KEC:
    bases = [name] * 3 + KEC_EXTRA[name]
    KEC_POOL += [v for b in bases for v in variants([b, "Kec. " + b, "Kecamatan " + b, b])]


def dates_pool():
    import datetime
    d0 = datetime.date(2015, 1, 1)
    pool = []
    for k in range(3653):
        d = d0 + datetime.timedelta(days=k)
        full, alt, wd = MON_FULL[d.month - 1], MON_ALT[d.month - 1], DAYN[k % 8]
        a = alt[k % len(alt)]
        pool += [f"{d.day:02d}/{d.month:02d}/{d.year}", f"{d.day}/{d.month}/{d.year}", d.isoformat(), d.isoformat(),
                 f"{d.day} {full} {d.year}", f"{d.day} {a} {d.year}", f"{wd}, {d.day} {full} {d.year}",
                 f"{d.day:02d}-{d.month:02d}-{d.year}", f"{d.day:02d} {full.upper()} {d.year}",
                 f" {d.day}  {a} {d.year} "]
    return pool


DATES = None


def rp(v, k):
    """render integer rupiah v in style k (0..19)"""
    neg = v < 0
    if neg:
        return "(" + f"{-v:,}".replace(",", ".") + ")"
    if k < 5:
        return str(v)
    s = f"{v:,}".replace(",", ".")
    if k < 9:
        return "Rp. " + s + ",00"
    if k < 12:
        return "Rp " + s
    if k < 14:
        return s + ",00"
    if k < 16:
        return "Rp" + s + ",-"
    if k == 16:
        return "Rp" + NB + s
    if k == 17:
        return s
    return "IDR " + s


UNITS = [("milyar", 10**9), ("Milyar", 10**9), ("miliar", 10**9), ("M", 10**9), ("juta", 10**6), ("jt", 10**6),
         ("JT", 10**6), ("ribu", 10**3), ("rb", 10**3)]


def pct(x, k):
    """x = hundredths of a percent, 0..10000"""
    a, b = divmod(x, 100)
    if k < 3:
        return f"{a}%"
    if k < 5:
        return f"{a} persen"
    if k < 7:
        return f"{a},{b:02d} %"
    if k < 8:
        return f"{a}.{b:02d}%"
    if k < 9:
        s = f"{x:05d}"  # bare fraction 0,xxxx
        return "1" if x == 10000 else "0," + s[1:].rstrip("0") if x else "0"
    return f"{max(a, 2)}"


def q(s):
    return '"' + s.replace('"', '""') + '"'


def enc(s):
    """minimal quoting"""
    if ";" in s or '"' in s or "\n" in s:
        return q(s)
    return s


def base_rows(rng, ids):
    """list of field-lists, one per id (raw values, unquoted)"""
    global DATES
    if DATES is None:
        DATES = dates_pool()
    n = len(ids)
    rnd = rng.random
    ch = rng.choices
    dt = ch(DATES, k=n)
    opd = ch(OPD_POOL, k=n)
    kec = ch(KEC_POOL, k=n)
    prog = ch(PROGRAM, k=n)
    verb, obj, loc, tail = ch(VERB, k=n), ch(OBJ, k=n), ch(LOC, k=n), ch(TAIL, k=n)
    dana, nm, st = ch(DANA, k=n), ch(NAMES, k=n), ch(STATUS, k=n)
    n1, n2 = ch(NOTE, k=n), ch(NOTE, k=n)
    rows = []
    for i in range(n):
        r = rnd()
        u = int(rnd() * 1e9)
        a, b = u % 97 + 1, u // 97 % 899 + 1
        keg = verb[i] + " " + obj[i] + " " + loc[i].format(a, b) + tail[i]
        m = u % 100
        if m < 12:
            keg = keg.replace(" ", "  ", 2)
        elif m < 20:
            keg = keg.replace(" ", NB, 3)
        elif m < 23:
            keg = keg + " "
        elif m < 27:
            keg = keg.replace(" ", "\n", 1)       # embedded newline -> quoted
        elif m < 30:
            keg = keg + "; volume " + str(b) + " m"   # embedded delimiter -> quoted
        elif m < 32:
            keg = 'Paket "' + keg + '"'
        # amounts
        mag = u % 7
        base = int(10 ** (6 + mag * 0.5) * (1 + rnd() * 9))
        base -= base % (1000 if u % 3 else 1)
        ks = int(rnd() * 400)
        if ks < 32:                                    # unit style
            nm_, mul = UNITS[ks % 9]
            w = u % 950 + 1
            fr = u // 7 % 4
            pv = w * mul
            if fr == 0:
                ptxt = f"Rp{w} {nm_}"
            elif fr == 1:
                ptxt = f"{w} {nm_}"
            elif fr == 2:
                ptxt = f"Rp {w},5 {nm_}"
                pv += mul // 2
            else:
                ptxt = f"{w},25{nm_}"
                pv += mul // 4
            base = pv
        elif ks < 44:
            ptxt = "-"
        elif ks < 50:
            ptxt = ""
        elif ks < 52:
            ptxt = JUNK_RP[u % 10]
        elif ks < 54:
            ptxt = rp(-base, 0)
        else:
            ptxt = rp(base, ks % 20)
        k2 = int(rnd() * 400)
        if k2 < 10:
            rtxt = "-"
        elif k2 < 20:
            rtxt = ""
        elif k2 < 22:
            rtxt = JUNK_RP[u // 11 % 10]
        elif k2 < 28:
            rtxt = rp(-(base % 9_999_999) - 1, 0)
        else:
            rtxt = rp(int(base * (rnd() * 1.02)), k2 % 20)
        k3 = int(rnd() * 1000)
        if k3 < 3:
            ptx = JUNK_PCT[u % 6]
        elif k3 < 6:
            ptx = BAD_PCT[u % 5]
        elif k3 < 20:
            ptx = ""
        else:
            ptx = pct(u // 13 % 10001, k3 % 10)
        d, o, k = dt[i], opd[i], kec[i]
        ident = str(ids[i])
        if r < 0.005:
            d = ""
        elif r < 0.009:
            d = JUNK_DATE[u % 12]
        elif r < 0.012:
            d = ("17/08/1945", "2099-01-01", "1 Januari 1900")[u % 3]
        elif r < 0.015:
            o = BAD_OPD[u % 6]
        elif r < 0.017:
            k = BAD_KEC[u % 5]
        elif r < 0.0171:
            ident = ("", "x12", "12a")[u % 3]
        elif r < 0.03:
            ident = " " + ident
        c = n1[i]
        m = u // 1000 % 100
        if m < 25:
            c = ""
        elif m < 55:
            c = c + ". " + n2[i] + "."
        elif m < 60:
            c = c + ",\n" + n2[i] + " pada minggu ke-" + str(a)
        elif m < 65:
            c = c + "; " + n2[i] + NB + NB + "(" + str(b) + ")"
        elif m < 67:
            c = c + ', status "' + n2[i] + '"'
        elif m < 75:
            c = c + "   " + n2[i] + " " + str(b) + " "
        s = st[i]
        if u % 11 == 0:
            s = s.upper()
        elif u % 11 == 1:
            s = s + " "
        nip = f"19{60 + u % 40:02d}{1 + u // 40 % 12:02d}{1 + u // 480 % 28:02d}20{10 + u % 14:02d}{1 + u // 17 % 12:02d}{1 + u % 2}{u % 1000:03d}"
        rows.append([ident, d, o, k, prog[i], keg, ptxt, rtxt, ptx, dana[i], nm[i], nip, s, c])
    return rows


def special_row(seed, b):
    """the row at local index 7 of block b: other blocks may repeat it (a duplicate far away in the file)"""
    rng = random.Random(f"{seed}:special:{b}")
    return base_rows(rng, [b * BLOCK + 8])[0]


def block(args):
    seed, b, eol, easy = args
    rng = random.Random(f"{seed}:{b}")
    # composition of one block of 10,000 records: 20 totals, 20 broken, 30 duplicates (2 of them far), 3 conflicting
    n_tot, n_brk, n_dup, n_conf = 20, 20, 30, 3
    n_base = BLOCK - n_tot - n_dup - n_conf
    ids = [b * BLOCK + i + 1 for i in range(n_base)]
    rows = base_rows(rng, ids)
    rows[7] = special_row(seed, b)
    # broken rows: 20 of the base rows get a wrong number of fields
    lines = [";".join(map(enc, r)) for r in rows]
    brk = rng.sample(range(20, n_base), n_brk)
    for j, i in enumerate(brk):
        f = list(map(enc, rows[i]))
        k = j % 5
        if k == 0:
            f = f[:-1 - 2 * easy - (j // 5)]           # truncated: 1..4 (--easy: 3..6) trailing fields missing
        elif k == 1:
            f = f[:5] + f[6:]                          # one field lost in the middle
        elif k == 2:
            f = f + ["lihat lampiran"]                 # one extra field
        elif k == 3:
            f = f[:5] + ["tahap 1", "tahap 2"] + f[5:]   # two extra fields (unquoted ';' in the text)
        else:
            f = f[:3]                                   # badly truncated
        lines[i] = ";".join(f)
    brkset = set(brk)
    ok = [i for i in range(20, n_base) if i not in brkset]
    ins = []                                            # (position, line)
    for i in rng.sample(ok, n_dup - 2):
        ins.append((min(n_base, i + 1 + int(rng.random() ** 3 * 5000)), lines[i]))
    for _ in range(2):                                  # far duplicates (in block 0: of this block's own special row)
        src = int(rng.random() * b) if b else 0
        ins.append((9 + int(rng.random() * (n_base - 10)), ";".join(map(enc, special_row(seed, src)))))
    for i in rng.sample(ok, n_conf):                    # same id, other content: the first must win
        r = list(rows[i])
        r[6] = "Rp. 999.000,00"
        r[12] = "Selesai"
        ins.append((min(n_base, i + 1 + int(rng.random() * 3000)), ";".join(map(enc, r))))
    for j in range(n_tot):
        pos = (j + 1) * (n_base // n_tot)
        s = rp(int(rng.random() * 1e12), 7)
        if j % 3 == 0:
            t = ["JUMLAH", "", "", "", "", "", s, s, "", "", "", "", "", ""]
        elif j % 3 == 1:
            t = ["", "", "JUMLAH", "", "", "", s, s, "50%", "", "", "", "", ""]
        else:
            t = ["", "", "Jumlah total", "", "", "", s, s, "", "", "", "", "", ""]
        ins.append((pos, ";".join(t)))
    ins.sort(key=lambda t: t[0])
    out, p = [], 0
    for pos, line in ins:
        out.extend(lines[p:pos])
        p = pos
        out.append(line)
    out.extend(lines[p:])
    assert len(out) == BLOCK, len(out)
    return (eol.join(out) + eol).encode("utf-8")


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("n", nargs="?", type=int)
    ap.add_argument("out", nargs="?")
    ap.add_argument("--seed", default="terbuka-1")
    ap.add_argument("--jobs", type=int, default=2)
    ap.add_argument("--crlf", action="store_true")
    ap.add_argument("--easy", action="store_true", help="every truncated record also lost its nip (for peers that cannot count fields)")
    ap.add_argument("--ref")
    a = ap.parse_args()
    if a.ref:
        with open(a.ref, "w", encoding="utf-8", newline="") as f:
            w = csv.writer(f, lineterminator="\n")
            w.writerow(["jenis", "alias", "kode", "nama"])
            w.writerows(reference())
        return
    if a.n % BLOCK:
        sys.exit(f"N must be a multiple of {BLOCK}")
    eol = "\r\n" if a.crlf else "\n"
    todo = [(a.seed, b, eol, int(a.easy)) for b in range(a.n // BLOCK)]
    with open(a.out, "wb", buffering=1 << 20) as f:
        f.write(b"\xef\xbb\xbf" + (";".join(HEADER) + eol).encode())
        if a.jobs > 1 and len(todo) > 1:
            with Pool(a.jobs) as p:
                for blk in p.imap(block, todo, chunksize=1):
                    f.write(blk)
        else:
            for t in todo:
                f.write(block(t))


if __name__ == "__main__":
    main()
