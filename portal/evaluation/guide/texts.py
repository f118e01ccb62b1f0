"""Texts of the tours, step by step, and frequent questions; five minutes to read each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Step:
    """A heading with what is said below it.

    :ivar endpoint: the page where it is done, or empty.
    """

    heading: Any
    text: Any
    endpoint: str = ""
    link: Any = ""

    @property
    def is_own(self) -> bool:
        """Whether its page asks for a record of the own work, or of the own people."""
        return self.endpoint.startswith("work.")


FOR_STAFF: Sequence[Step] = (
    Step(
        _l("1. Menyepakati apa yang diharapkan"),
        _l(
            "Di awal tahun Anda menulis SKP: apa yang akan terwujud, dengan indikator, "
            "target, dan sumber angkanya. Mulailah dari contoh; sepuluh menit cukup. Pejabat "
            "penilai menyepakati atau mengembalikannya dengan alasan. Diam bukan kesepakatan."
        ),
        "plans.index",
        _l("Ke SKP saya"),
    ),
    Step(
        _l("2. Mencatat pekerjaan, dua puluh detik"),
        _l(
            "Satu kalimat untuk satu kegiatan, dari ponsel, juga tanpa sinyal: isian menunggu "
            "di ponsel dan terkirim sendiri. Lima hari kerja ke belakang masih boleh. Tidak "
            "ada lokasi, jam, atau data perangkat yang dicatat."
        ),
        "work.activities",
        _l("Isi aktivitas"),
    ),
    Step(
        _l("3. Melaporkan realisasi setiap triwulan"),
        _l(
            "Untuk setiap indikator: angkanya dan buktinya (berkas, tautan, atau angka portal "
            "ini). Pejabat penilai memeriksa atau menyanggah dengan alasan; bila menyanggah, "
            "kedua angka tersimpan. Yang terlupa diingatkan dua kali sebelum dihitung."
        ),
    ),
    Step(
        _l("4. Berbicara sebelum terlambat"),
        _l(
            "Sedikitnya satu dialog setiap triwulan, dengan hasil yang Anda setujui atau "
            "sanggah. Bila ada yang sulit, tulis sebabnya: alat, beban, proses, atau harapan "
            "yang tidak jelas tidak sembuh oleh pelatihan."
        ),
    ),
    Step(
        _l("5. Membaca hasil Anda sendiri"),
        _l(
            "Hasil setahun menunjukkan setiap sumber: bobotnya, nilainya, siapa, kapan, dan "
            "mengapa; juga yang tidak dipakai dan sebabnya. Predikat diputuskan orang dengan "
            "alasan, bukan oleh mesin."
        ),
        "cycles.rules",
        _l("Bagaimana hasil terbentuk"),
    ),
    Step(
        _l("6. Berkeberatan bila tidak adil"),
        _l(
            "Hari terakhirnya tertulis di halaman hasil. Yang memutuskan bukan penilai Anda, "
            "melainkan atasannya atau pengganti yang diundi. Keberatan tidak menurunkan hasil "
            "Anda kecuali aturan siklus mengatakannya, dan rekan tidak melihatnya."
        ),
    ),
)
FOR_APPRAISERS: Sequence[Step] = (
    Step(
        _l("1. Sepakati sejak awal"),
        _l(
            "Baca SKP begitu dikirim; tenggatnya tertulis di halaman pertama. Kembalikan "
            "dengan alasan yang dapat dikerjakan. Harapan yang tidak pernah Anda tulis tidak "
            "dapat Anda tuntut di akhir tahun."
        ),
        "plans.index",
        _l("Yang menunggu saya"),
    ),
    Step(
        _l("2. Lihat pekerjaan setiap minggu"),
        _l(
            "Aktivitas yang tiga hari kerja tidak dilihat dicatat pada Anda, bukan pada "
            "pegawai. Terima sekaligus, kembalikan yang perlu diperbaiki. Bila Anda cuti, "
            "tunjuk siapa yang mewakili."
        ),
        "work.looking",
        _l("Lihat aktivitas"),
    ),
    Step(
        _l("3. Tulis pengamatan, bukan sifat"),
        _l(
            "Tanggal, apa yang terjadi, apa akibatnya. Bukan: ia malas. Melainkan: tiga "
            "berkas tanggal 4 Mei kembali karena lampiran tidak diperiksa. Pegawai membacanya "
            "dan boleh menjawab."
        ),
    ),
    Step(
        _l("4. Kesalahan yang sering terjadi"),
        _l(
            "Semua tujuh perilaku diberi nilai sama; hanya bulan terakhir yang diingat; yang "
            "dekat dinilai lebih baik; satu alasan disalin untuk tiga orang. Portal "
            "menanyakannya kembali, tetapi tidak mengubah apa pun: Anda yang memutuskan."
        ),
    ),
    Step(
        _l("5. Cari sebabnya"),
        _l(
            "Sebelum menilai kurang, tanyakan: keterampilan, beban, alat, proses, pribadi, "
            "atau harapan yang tidak jelas? Tulis apa yang Anda sediakan; janji itu tampil "
            "lagi triwulan depan."
        ),
    ),
    Step(
        _l("6. Beri alasan, dan terima diperiksa"),
        _l(
            "Bila tingkat Anda berbeda dari bantu baca, tulis alasannya, paling sedikit tiga "
            "puluh huruf. Butuh Perbaikan ke bawah dibaca penilai kedua yang diundi. "
            "Keberatan diputuskan orang lain. Anda tidak menilai keluarga, orang serumah, "
            "atau diri sendiri."
        ),
    ),
)
QUESTIONS: Sequence[Step] = (
    Step(
        _l("Apakah ini menggantikan e-Kinerja BKN?"),
        _l(
            "Tidak. Catatan resmi tetap e-Kinerja. SKP dan progres harian dapat diimpor dari "
            "sana dan diunduh untuk sana, supaya tidak ada yang diketik dua kali."
        ),
    ),
    Step(
        _l("Apakah penilaian warga menentukan predikat saya?"),
        _l(
            "Tidak sendirian. Dipakai hanya bila jawabannya cukup banyak, "
            "dibandingkan dengan layanan yang sama, dan tidak lebih dari bagiannya menurut "
            "aturan siklus. Tanpa itu sumbernya tidak dipakai, dan itu bukan nilai nol."
        ),
    ),
    Step(
        _l("Siapa yang membaca aktivitas saya?"),
        _l(
            "Anda, pejabat penilai, yang mewakilinya, dan auditor; setiap pembukaan oleh "
            "orang lain tercatat. Rekan, administrator, dan warga tidak."
        ),
    ),
    Step(
        _l("Bagaimana bila atasan yang tercatat keliru?"),
        _l(
            "Buka Catatan saya, tekan Ini bukan atasan saya, dan sebut siapa. Koordinator "
            "memeriksa, orang kedua menyetujui; Anda diberi tahu. Perubahan tidak berlaku "
            "surut ke masa yang sudah dinilai."
        ),
        "people.me",
        _l("Catatan saya"),
    ),
    Step(
        _l("Saya cuti panjang. Apakah nilainya nol?"),
        _l(
            "Tidak. Masa tidak masuk yang disetujui ditinggalkan, bukan dihitung nol, dan "
            "tenggat berhenti selama itu."
        ),
    ),
    Step(
        _l("Saya pindah di tengah tahun."),
        _l(
            "SKP lama ditutup dan dinilai oleh penilai lama; SKP baru dimulai pada jabatan "
            "baru. Penilai terakhir membaca keduanya."
        ),
    ),
    Step(
        _l("Apakah ada peringkat orang?"),
        _l(
            "Tidak, di mana pun. Umum hanya melihat bagaimana prosesnya berjalan di setiap "
            "instansi, tidak pernah nama atau hasil seseorang."
        ),
    ),
    Step(
        _l("Apa yang rekan katakan tentang saya?"),
        _l(
            "Rekan diundi dan menjawab tertutup; yang tersisa hanya satu angka gabungan, dan "
            "hanya bila cukup banyak yang menjawab. Tidak seorang pun, juga bukan pengelola "
            "portal, dapat membaca siapa menjawab apa."
        ),
    ),
    Step(
        _l("Isian saya hilang ketika sesi berakhir?"),
        _l(
            "Tidak. Yang Anda ketik disimpan di server sebagai rancangan; buka lagi "
            "halamannya dan tekan Isikan rancangan."
        ),
    ),
)
ONE_PAGE: Sequence[Step] = (
    Step(
        _l("Untuk apa"),
        _l(
            "Pegawai dan pejabat penilai menyepakati apa yang diharapkan, melihatnya bersama "
            "sepanjang tahun, dan di akhir tahun setiap orang dapat membaca dari apa hasilnya "
            "terbentuk. Catatan resmi tetap e-Kinerja BKN."
        ),
    ),
    Step(
        _l("Tahun Anda"),
        _l(
            "Awal tahun: SKP disepakati kedua pihak. Setiap pekan: satu kalimat tentang yang "
            "dikerjakan. Setiap triwulan: realisasi dengan bukti, dan satu dialog. Akhir tahun: "
            "laporan diri, evaluasi, hasil yang Anda terima."
        ),
    ),
    Step(
        _l("Siapa memutuskan"),
        _l(
            "Pejabat penilai, dengan alasan. Bantu baca hanya membantu membaca angka. Butuh "
            "Perbaikan ke bawah dibaca dahulu oleh penilai kedua yang diundi. Mesin tidak pernah "
            "memutuskan."
        ),
    ),
    Step(
        _l("Suara warga"),
        _l(
            "Hanya bila jawabannya cukup banyak, dibandingkan dengan layanan tempat Anda "
            "bertugas, dan tidak pernah sendirian menurunkan hasil. Bila tidak ada, bagiannya "
            "diberikan ke sumber lain; bukan nol."
        ),
    ),
    Step(
        _l("Rekan kerja"),
        _l(
            "Diundi, tanpa nama, dilebur menjadi satu angka, lalu jawabannya dimusnahkan. Tidak "
            "seorang pun dapat membaca siapa menjawab apa."
        ),
    ),
    Step(
        _l("Cuti, pindah, lupa"),
        _l(
            "Cuti yang disetujui ditinggalkan, bukan dihitung nol. Bila pindah, SKP lama ditutup "
            "oleh penilai lama. Yang terlupa diingatkan dua kali."
        ),
    ),
    Step(
        _l("Bila tidak adil"),
        _l(
            "Tulis keberatan dari halaman hasil, dengan alasan; hari terakhirnya tertulis di "
            "sana. Yang memutuskan bukan penilai Anda. Kedua pihak didengar, dan Anda boleh "
            "didampingi."
        ),
    ),
    Step(
        _l("Yang tidak pernah ada"),
        _l(
            "Peringkat orang. Nama atau hasil seseorang di halaman umum. Lokasi, jam masuk, foto "
            "layar. Perkara disiplin. Hitungan tunjangan."
        ),
    ),
    Step(
        _l("Mulai dari mana"),
        _l(
            "Masuk, buka Kinerja, lalu Penjelasan dan latihan: lima menit membaca, lalu SKP "
            "latihan yang tidak dihitung di mana pun."
        ),
    ),
)
