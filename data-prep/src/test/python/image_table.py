"""Writes the table that TestOddImages reads: what becomes of each image file, by Pillow.

Usage: python3 image_table.py FOLDER FORMATS ARCHIVE JAR > images.tsv
FOLDER is src/test/resources/images, FORMATS src/test/resources/formats (written with Pillow, or byte
by byte where Pillow does not write such files), ARCHIVE odd-images.tar.gz and JAR the test jar of
com.twelvemonkeys.imageio:imageio-jpeg. Needs Debian's python3-pil (9.4).

Columns: source (folder, formats, archive or jar), file, reason of the refusal or "decoded", height, width,
means of a grid of 4 x 4 cells in RGB and in gray, and 16 single RGB pixels, each in hexadecimal.
"""

import io
import pathlib
import sys
import tarfile
import warnings
import zipfile

from PIL import Image, ImageOps

CELLS = 4
PROBES = 16
IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif")

# Refused by Convoy with these words, by the end of the file's name.
REFUSED = {
    "jpeg-lossless/": "not an image Convoy reads: lossless JPEG",
    "progressive.truncated.jpeg": "scans are missing",
    "invalid-crc32.png": "wrong checksum of chunk IHDR",
    "invalid-noend.png": "truncated PNG: the data ends after chunk IDAT",
    "invalid-palette.png": "color 255 of a palette of 255",
    "invalid-trunc.png": "truncated PNG: the data ends after chunk IDAT",
    "invalid-zlib.png": "corrupt PNG: its pixel data is damaged",
    "110115680-6d6dce80-7d84-11eb-99df-4cb21df3b09f.jpeg": "ends before the first scan",
    "513f29d0-02a8-11e7-9756-6035edb96e79.jpg": "a segment of length 0",
    "51432b02-02a8-11e7-9203-b42b1c43c0c3.jpg": "a segment of length 0",
    "514b20dc-02a8-11e7-92c6-d4fed7b4ebb1.jpg": "a segment of length 0",
    "514e4122-02a8-11e7-8c03-0830d60cd585.jpg": "a segment of length 0",
    "515e763c-02a8-11e7-85fb-573b41201f05.jpg": "a segment of length 0",
    "516c2778-02a8-11e7-9d50-e916ce831200.jpg": "a segment of length 0",
    "5145e95a-02a8-11e7-8372-4787a7307ab8.jpg": "ends before the first scan",
    "514c48ea-02a8-11e7-8789-bb75321f404f.jpg": "ends before the first scan",
    "broken-adobe-marker-bad-length.jpg": "ends before the first scan",
    "broken-adobe-segment-length-beyond-eof.jpg": "ends before the first scan",
    "broken-bogus-data-prepended-real-jfif-start-at-4801.jpg": "corrupt JPEG: no scan",
    "broken-bogus-segment-length.jpg": "a scan header of wrong length",
    "broken-no-sof-ascii-transfer-mode.jpg": "ends before the first scan",
    "broken-sos-before-sof.jpg": "a scan without a frame header",
}

# libjpeg reads these; Pillow stumbles over a stray byte or an empty segment before it gets there.
REPAIRED = ("0x00-to-0xFF-between-segments.jpg", "jfif-bogus-empty-jfif-segment.jpg")


def refusal(name):
    for part, reason in REFUSED.items():
        if name.endswith(part) or (part.endswith("/") and name.startswith(part)):
            return reason

    return None


def repaired(data):
    """The file without application segments and without bytes between segments."""
    clean, at = bytearray(data[:2]), 2

    while True:
        at = data.index(b"\xff", at)
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")

        if marker in (0x00, 0xFF):
            at += 1
        elif marker == 0xDA:
            return bytes(clean + data[at:])
        else:
            if not 0xE0 <= marker <= 0xEF:
                clean += data[at : at + 2 + length]

            at += 2 + length


def decode(name, data):
    image = Image.open(io.BytesIO(repaired(data) if name.endswith(REPAIRED) else data))

    # Pillow turns TIFF when it loads it; this version would turn it once more.
    if image.format != "TIFF":
        image = ImageOps.exif_transpose(image)

    return image.convert("RGB"), image.convert("L")


def span(i, size):
    start = i * size // CELLS
    return start, max(start + 1, (i + 1) * size // CELLS)


def means(image):
    """The rounded mean of each cell and band, row by row."""
    result = []

    for i in range(CELLS):
        for j in range(CELLS):
            top, bottom = span(i, image.height)
            left, right = span(j, image.width)
            cell = image.crop((left, top, right, bottom))
            count = (bottom - top) * (right - left)

            for band in cell.split():
                total = sum(value * n for value, n in enumerate(band.histogram()))
                result.append((2 * total + count) // (2 * count))

    return bytes(result)


def probes(image):
    result = []

    for i in range(PROBES):
        y = (2 * i + 1) * image.height // (2 * PROBES)
        x = (2 * (i * 7 % PROBES) + 1) * image.width // (2 * PROBES)
        result += image.getpixel((x, y))

    return bytes(result)


def row(source, name, data):
    reason = refusal(name)

    if reason:
        return [source, name, reason, "", "", "", "", ""]

    rgb, gray = decode(name, data)
    return [
        source,
        name,
        "decoded",
        str(rgb.height),
        str(rgb.width),
        means(rgb).hex(),
        means(gray).hex(),
        probes(rgb).hex(),
    ]


def files(folder, formats, archive, jar):
    for source, name in (("folder", folder), ("formats", formats)):
        for path in sorted(pathlib.Path(name).iterdir()):
            yield source, path.name, path.read_bytes()

    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda m: m.name):
            if member.name.endswith(IMAGE_SUFFIXES):
                yield "archive", member.name, tar.extractfile(member).read()

    with zipfile.ZipFile(jar) as entries:
        for name in sorted(entries.namelist()):
            if name.endswith(IMAGE_SUFFIXES):
                yield "jar", name, entries.read(name)


if __name__ == "__main__":
    warnings.simplefilter("ignore")

    for source, name, data in files(*sys.argv[1:]):
        print("\t".join(row(source, name, data)))
