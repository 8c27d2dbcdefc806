"""Writes the small JPEG files of src/test/resources/images.

Usage: python3 small_images.py FOLDER
Needs Debian's python3-pil and libjpeg-turbo-progs (cjpeg).
"""

import pathlib
import subprocess
import sys
import tempfile

from PIL import Image

# Odd sides, so that no block and no subsampled pair is whole at the edges.
WIDTH, HEIGHT = 37, 23
ORIENTATION = 0x0112


def picture():
    image = Image.new("RGB", (WIDTH, HEIGHT))

    for y in range(HEIGHT):
        for x in range(WIDTH):
            inside = (x - 10) ** 2 + (y - 8) ** 2 < 36
            image.putpixel((x, y), (230, 40 + x, 60) if inside else (x * 6, y * 10, 200 - x * 4))

    return image


def cjpeg(image, target, *options):
    with tempfile.NamedTemporaryFile(suffix=".ppm") as source:
        image.save(source.name)
        subprocess.run(["cjpeg", *options, "-outfile", str(target), source.name], check=True)


def write_all(folder):
    image = picture()
    by_options = {
        "sampling-444.jpg": ["-sample", "1x1"],
        "sampling-440.jpg": ["-sample", "1x2"],
        "sampling-411.jpg": ["-sample", "4x1"],
        "sampling-410.jpg": ["-sample", "4x2"],
        "adobe-rgb.jpg": ["-rgb"],
        "arithmetic.jpg": ["-arithmetic"],
        "arithmetic-progressive.jpg": ["-arithmetic", "-progressive"],
        "restart.jpg": ["-restart", "2B"],
    }

    for name, options in by_options.items():
        cjpeg(image, folder / name, "-quality", "85", *options)

    image.save(folder / "baseline-420.jpg", quality=85)
    image.save(folder / "progressive-422.jpg", quality=85, progressive=True, subsampling=1)
    image.convert("L").save(folder / "gray.jpg", quality=85)
    image.convert("L").save(folder / "gray-progressive.jpg", quality=85, progressive=True)
    image.convert("CMYK").save(folder / "cmyk.jpg", quality=85)

    for orientation in range(10):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        image.save(folder / f"orientation-{orientation}.jpg", quality=85, exif=exif)


if __name__ == "__main__":
    write_all(pathlib.Path(sys.argv[1]))
