"""Names beside the reference lists of the repository: firms and streets to match, and names that no list holds.

Firms are composed; streets bear names that occur in many Indonesian cities. The names under ABSENT exist elsewhere (other
agencies, other areas, other ministries) or differ from an entry by what tells names apart: they must be refused.
"""

import random

FIRM_WORDS = """Karya Maju Jaya Bersama Mandiri Sejahtera Abadi Utama Putra Sentosa Makmur Sumber Cipta Bangun Nusa Indah
Persada Konstruksi Perkasa Mulia Berkah Rezeki Anugerah Tunas Harapan Batanghari Siginjai Telanai Gemilang Prima Multi
Teknik Graha Citra Mitra Usaha Bintang Surya Fajar Cahaya Lestari Kencana Pratama Buana Sakti Wijaya Kurnia Bahtera Samudra
Rimba Agung Permata Melati Angkasa Duta Guna Inti Jambi Kreasi Langgeng Nirwana Pelita Rancang Sarana Tirta Wahana""".split()

STREETS = """Sultan Thaha|Kolonel Abunjani|Depati Parbo|Depati Purbo|Sultan Agung|Gatot Subroto|Jenderal Sudirman|Jenderal Ahmad Yani|
Prof. M. Yamin|Hayam Wuruk|Gajah Mada|Slamet Riyadi|Urip Sumoharjo|Raden Mattaher|Raden Pamuk|Kapten Pattimura|
Sumantri Brojonegoro|Letnan Kolonel Slamet Riyadi|Husni Thamrin|Yos Sudarso|Orang Kayo Hitam|Orang Kayo Pingai|Sentot Ali Basa|
Hos Cokroaminoto|Kapten Sujono|Lingkar Barat|Lingkar Selatan|Lingkar Timur|Marsda Surya Dharma|Pangeran Hidayat|Pangeran Antasari|
Sunan Giri|Sunan Bonang|Sunan Drajat|Sunan Kalijaga|Kenali Jaya|Kenali Asam|Mayor Jenderal Sutoyo|Brigadir Jenderal Katamso|
Halim Perdana Kusuma|Iskandar Muda|Cut Nyak Dien|Teuku Umar|Imam Bonjol|Diponegoro|Kartini|Dewi Sartika|Ki Hajar Dewantara|
Wahid Hasyim|Ahmad Dahlan|Sam Ratulangi|Adityawarman|Pattimura|Sisingamangaraja|Hang Tuah|Hang Jebat|Untung Suropati|
Sriwijaya|Majapahit|Syailendra|Panglima Polim|Fatmawati|Arif Rahman Hakim|Basuki Rahmat|Jenderal Basuki Rachmat|
Muhammad Kukuh|Muhammad Husni|Rangkayo Hitam|Sari Bakti|Pakubuwono|Kapten Bakaruddin|Sersan Anwar Bay|Sersan Darpin|
Letnan Muda Ismail|Prajurit Usman|Serma Ishak Ahmad|TP Sriwijaya|Kemajuan|Perintis Kemerdekaan|Pahlawan|Veteran|Merdeka""".replace("\n", "").split("|")

ABSENT = {
    "opd": """Dinas Kehutanan|Dinas Perkebunan|Dinas Kelautan dan Perikanan|Dinas Energi dan Sumber Daya Mineral|Dinas Peternakan dan Kesehatan Hewan|
Dinas Bina Marga|Dinas Cipta Karya|Dinas Kesehatan Provinsi Jambi|Dinas Pendidikan Kabupaten Muaro Jambi|Dinas Perhubungan Kota Palembang|
Dinas Sosial Provinsi Jambi|Dinas Lingkungan Hidup Kabupaten Batang Hari|Badan Narkotika Nasional|Badan Pusat Statistik|Badan Pertanahan Nasional|
Badan Pengawas Obat dan Makanan|Bagian Organisasi Setda|Bagian Umum Setda|Bagian Protokol Setda|Bagian Tata Pemerintahan Setda|
Kecamatan Jambi Luar Kota|Kecamatan Sungai Gelam|Kecamatan Kumpeh Ulu|Kecamatan Jambi Barat|Kecamatan Jambi Utara|Kecamatan Danau Kembar|
RSUD H. Abdul Manap|RSUD Raden Mattaher|Dinas Pekerjaan Umum Pengairan|Badan Keuangan Daerah|Dinas Kesenian|Dinas Pertambangan|
Dinas Pendidikan Dasar|Dinas Pengairan|UPTD Metrologi Legal|UPTD TPA Bukit Baling|Kelurahan Jelutung|Kelurahan Telanaipura|
Dinas Sosial / Dinas Kesehatan|Dinas Lingkungan Hidup (Dinas Kesehatan)|1.02 Dinas Kesehatan|Dishut|Disbun|Dispar|Bapenas|Disnakertrans|
Badan Perhubungan|Dinas Penanggulangan Bencana Daerah|Badan Pendidikan|Kantor Kementerian Agama|Balai Pemasyarakatan|Sekretariat KPU|
Badan Pengelola Perbatasan Daerah|Badan Pengelola Lingkungan Hidup|Dinas Kebudayaan|Dinas Permukiman|Dinas Koperasi|
Perumda Pasar|PDAM Tirta Batanghari|PDAM Tirta Muaro Jambi|Satuan Polisi Lalu Lintas""",
    "kelurahan": """Simpang V Sipin|Simpang II Sipin|Simpang III|Simpang Sipin|Kenali Asam Barat|Kenali Kecil|Kenali|Mendalo Darat|Mendalo Indah|
Pijoan|Kasang Pudak|Kasang Lopak Alai|Kasang Kota Karang|Sungai Duren|Simpang Sungai Duren|Muaro Sebapo|Tangkit|Tangkit Baru|Kebon IX|
Talang Kerinci|Talang Belido|Tanjung Pauh|Senaung|Rengas Bandung|Penyengat Olak|Muaro Pijoan|Pematang Gajah|Pematang Jering|
Sarang Burung|Simpang Limo|Sungai Bertam|Danau Sarang Elang|Sembubuk|Niaso|Setiris|Lopak Aur|Teluk Jambu|Teluk Rendah|Kunangan|
Talang Duku|Tebat Patah|Rukam|Manis Mato|Dusun Mudo|Sakean|Jambi Kecil|Jambi Tulo|Rawa Makmur|Rawa Sakti|Suka Jaya|Suka Maju|
Suka Bangun|Sukarame|Talang Semut|Talang Jambe|Kebun Bunga|Kebun Tebeng|Lebak Gajah|Payo Rengas|Eka Mulya|Wijaya Kusuma|Pakuan Aji|
Beringin Raya|Beringin Jaya|Tambak Rejo|Pasir Gunung|Pasir Mukti|Cempaka Baru|Cempaka Sari|Tanjung Harapan|Tanjung Mulia|
Handil Bakti|Jelutung Barat|Paal Enam|Paal IV|Paal Dua|Olak Rambahan|Arab Kenali|Kecamatan Telanaipura|Kecamatan Jelutung|
Kecamatan Paal Merah|Kecamatan Pasar Jambi|Talang Bakung Atas|Legok Baru|Aur Duri|Simpang Rimba Melintang|Mayang Tengah|Solok""",
    "kecamatan": """Jambi Barat|Jambi Utara|Jambi Tengah|Jambi Luar Kota|Danau Kembar|Danau Kerinci|Danau Teluk Barat|Kota Lama|Paal Lima|
Kelurahan Jelutung|Kelurahan Telanaipura|Pasar Lama|Pasar Muara Bungo|Alam Surambi|Sungai Gelam|Kumpeh|Kumpeh Ulu|Mestong|Sekernan|
Maro Sebo|Bahar Utara|Bahar Selatan|Taman Rajo|Jaluko|Pelawan|Pelepat|Jujuhan|Kota Jambi|Jambi|Kecamatan Kota|Danau Sipin Barat""",
    "kecamatan_lain": """Telanaipura|Jelutung|Paal Merah|Alam Barajo|Danau Sipin|Pasar Jambi|Pelayangan|Ilir Barat I|Ilir Timur II|Bukit Kecil|
Sukarami|Kertapati|Bahar Timur|Bahar Barat|Kerinci|Batang Barat|Tebo|Tebo Barat|Muara Timur|Sarolangun Utara|Bangko Timur|
Betara Selatan|Kayu Agung|Lubuk Basung|Padang Panjang|Payakumbuh|Gunung Talang|Danau Singkarak|Sungai Penuh Timur|Koto Gadang|
Koto Tangah|Nipah|Sadu Barat|Mendahara Tengah|Rantau Panjang|Rantau Prapat|Air Manis|Siulak Barat""",
    "kabkota": """Kabupaten Jambi|Kota Kerinci|Kota Muara Bungo|Kabupaten Sungai Penuh|Kota Palembang|Kabupaten Musi Banyuasin|Kabupaten Indragiri Hilir|
Kabupaten Pelalawan|Kabupaten Solok Selatan|Kota Padang|Kota Pekanbaru|Kabupaten Muara Enim|Kabupaten Tanjung Jabung|
Kabupaten Tanjung Jabung Tengah|Kabupaten Batang|Kabupaten Bangko|Kota Sarolangun|Kabupaten Muaro|Kota Tebo|Kabupaten Dharmasraya""",
    "provinsi": """Sumatera Tengah|Sumatera Timur|Jawa|Jawa Selatan|Papua Timur|Maluku Selatan|Sulawesi|Sulawesi Timur|Nusa Tenggara|Riau Daratan|
Kota Jambi|Kabupaten Muaro Jambi|Banten Selatan|Cirebon|Madura|Timor Timur|Kalimantan|Kalimantan Pusat|Kepulauan Seribu|
Kepulauan Nias|Tapanuli|Bengkalis|Lampung Selatan|Bali Utara|Minahasa|Kota Bengkulu|Kota Gorontalo|Sabah|Sarawak|Papua Utara""",
    "negara": """Skotlandia|Wales|Korea Timur|Bavaria|Texas|California|Kurdistan|Tibet|Abkhazia|Somaliland|Yugoslavia|Cekoslowakia|Jerman Timur|
Vietnam Selatan|Yaman Selatan|Bali|Sumatera|Kalimantan|Siberia|Manchuria|Skandinavia|Bohemia|Catalunya|Flandria|Transnistria|
Ossetia Selatan|Siprus Utara|Irlandia Utara|Irlandia Selatan|Sudan Utara|Afrika Tengah Selatan|Afrika Utara|Amerika Latin|Amerika Selatan|
Asia Tenggara|Eropa Timur|Pulau Jawa|Pulau Lombok|Kepulauan Seribu|Kepulauan Hawaii|Kepulauan Riau|Guinea Selatan|Timor Barat|Timor Timur Raya|
Selandia Lama|Dubai|Abu Dhabi|Shanghai|Tokyo|Seoul|Kobe|Gyeonggi|Kota Kinabalu|Penang|Melaka|Mongolia Dalam|Zanzibar|Katanga|Darfur""",
    "kementerian_lembaga": """Kementerian Agama|Kementerian Pertanian|Kementerian Pertahanan|Kementerian Perdagangan|Kementerian Perindustrian|
Kementerian Ketenagakerjaan|Kementerian Kelautan dan Perikanan|Kementerian Pariwisata|Kementerian Pemuda dan Olahraga|Kementerian Koperasi|
Kementerian Badan Usaha Milik Negara|Kementerian Hukum dan HAM|Kementerian Investasi|Kementerian Pendidikan Dasar dan Menengah|
Badan Kepegawaian Daerah|Badan Pengawas Obat dan Makanan|Badan Pengawas Pemilihan Umum|Badan Meteorologi Klimatologi dan Geofisika|
Dinas Kesehatan|Dinas Sosial|Dinas Perhubungan|Dinas Komunikasi dan Informatika|Lembaga Penerbangan dan Antariksa Nasional|
Direktorat Jenderal Bina Marga|Direktorat Jenderal Perumahan|Balai Prasarana Permukiman Wilayah Riau|Balai Wilayah Sungai Sumatera VI|
Komisi Pemilihan Umum|Komisi Yudisial|Badan Penanggulangan Bencana|Badan Pengembangan Keuangan|Kemenpar|Kemenag|Kementan|Kemenhan|
Kementerian Kebudayaan|Badan Informasi Publik|Badan Pemeriksa Kesehatan|Lembaga Ilmu Pengetahuan Indonesia|Bapeda|Kementerian Sekretariat Kabinet""",
}


def absent(name):
    return [text for text in ABSENT[name].replace("\n", "").split("|") if text]


def firms(count, source):
    """Composed names of firms, no two with the same words."""
    names, seen = [], set()
    while len(names) < count:
        words = source.sample(FIRM_WORDS, source.choice([2, 2, 3, 3, 3]))
        key = tuple(words)
        if key in seen:
            continue
        seen.add(key)
        names.append(f"{source.choice(['PT', 'CV', 'CV', 'UD'])} {' '.join(words)}")
    return names


def own_lists(seed):
    """The lists that the repository does not have, as (entries, absent names)."""
    source = random.Random(seed)
    all_firms = firms(620, source)
    # Of streets with one name some are held back: what is left out is near to what is listed.
    held_back = STREETS[3::7]
    listed = [f"Jalan {street}" for street in STREETS if street not in held_back]
    numbered = [f"Jalan Sunan Giri {number}" for number in ("I", "II", "III", "IV")]
    others = [f"Jalan {street}" for street in held_back] + ["Jalan Sunan Giri V", "Jalan Sunan Giri VI", "Lorong Sunan Giri II"]
    others += [f"Gang {street}" for street in listed[1:30:3]]
    return {"penyedia": (all_firms[:450], all_firms[450:]), "jalan": (listed + numbered, others)}
