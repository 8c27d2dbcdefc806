"""Writes reference cases of torchvision's transforms on PIL images, with random arguments.

    python3 generate_pillow_cases.py FOLDER CASES_PER_OP SEED [LARGEST_SIDE]

Needs torchvision 0.14 and Pillow 9. A case is one safetensors file: uint8 HWC tensors "input" and
"output", and the metadata key "case" with the op and its arguments. The cases in
src/test/resources/golden/pillow were made with: 2 1 24.
"""

import json
import random
import struct
import sys
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from torchvision.transforms import InterpolationMode, RandomGrayscale
from torchvision.transforms import autoaugment, functional


def image(largest):
    height, width = random.randint(1, largest), random.randint(1, largest)
    smooth = random.random() < 0.5
    pixels = np.random.randint(0, 256, (height, width, 3), dtype=np.uint8)

    if smooth:
        small = Image.fromarray(np.random.randint(0, 256, (3, 3, 3), dtype=np.uint8))
        pixels = np.asarray(small.resize((width, height), Image.BICUBIC))

    result = Image.fromarray(pixels)
    return result.convert("L") if random.random() < 0.25 else result


def fill(picture):
    if random.random() < 0.5:
        return random.choice([0, 77, 255])

    return [random.randint(0, 255) for _ in picture.getbands()]


def mode():
    return random.choice(["constant", "edge", "reflect", "symmetric"])


def resize(picture):
    size = random.choice([random.randint(1, 60), [random.randint(1, 60), random.randint(1, 60)]])
    args = {"size": size, "interpolation": random.choice(["bilinear", "bilinear", "bicubic", "nearest"])}

    if isinstance(size, int) and random.random() < 0.5:
        args["max_size"] = size + random.randint(1, 20)

    try:
        interpolation = InterpolationMode(args["interpolation"])
        return args, functional.resize(picture, size, interpolation, args.get("max_size"))
    except ValueError:  # extreme aspect ratios: a side of 0
        return resize(image(20))


def resize_by(name, picture):
    size = [random.randint(1, 60), random.randint(1, 60)]
    output = functional.resize(picture, size, InterpolationMode(name))
    return {"size": size, "interpolation": name}, output


def resized_crop(picture):
    height, width = random.randint(1, picture.height), random.randint(1, picture.width)
    args = {
        "top": random.randint(0, picture.height - height),
        "left": random.randint(0, picture.width - width),
        "height": height,
        "width": width,
        "size": [random.randint(1, 40), random.randint(1, 40)],
    }
    output = functional.resized_crop(picture, **args)
    return {**args, "interpolation": "bilinear"}, output


def rotate(picture):
    args = {
        "degrees": random.choice([random.uniform(-400, 400), random.randint(-8, 8) * 45, random.randint(-360, 360)]),
        "interpolation": random.choice(["nearest", "bilinear"]),
        "expand": random.random() < 0.3,
        "center": random.choice([None, [random.randint(-5, 20), random.uniform(-5, 20)]]),
        "fill": fill(picture),
    }
    output = functional.rotate(
        picture,
        args["degrees"],
        InterpolationMode(args["interpolation"]),
        args["expand"],
        args["center"],
        args["fill"],
    )
    return args, output


def pad(picture):
    low = -min(2, (min(picture.size) - 1) // 2)
    side = lambda: random.randint(low, 30)
    args = {
        "padding": random.choice([side(), [side(), side()], [side(), side(), side(), side()]]),
        "fill": fill(picture),
        "mode": mode(),
    }
    return args, functional.pad(picture, args["padding"], args["fill"], args["mode"])


def center_crop(picture):
    args = {"size": random.choice([random.randint(1, 40), [random.randint(1, 40), random.randint(1, 40)]])}
    return args, functional.center_crop(picture, args["size"])


def adjust(name, low, high):
    def case(picture):
        factor = random.choice([0.0, min(1.0, high), low, high] + [random.uniform(low, high)] * 6)
        return {"factor": factor}, getattr(functional, name)(picture, factor)

    return case


def grayscale(picture):
    args = {"channels": random.choice([1, 3])}
    return args, functional.rgb_to_grayscale(picture, args["channels"])


def random_grayscale(picture):
    return {}, RandomGrayscale(p=1)(picture)


def augment(name, picture):
    space = autoaugment.TrivialAugmentWide()._augmentation_space(31)
    magnitudes, signed = space[name]
    magnitude = float(random.choice(magnitudes)) if magnitudes.ndim > 0 else 0.0
    magnitude *= random.choice([1, -1]) if signed else 1
    args = {
        "name": name,
        "magnitude": magnitude,
        "interpolation": random.choice(["nearest", "bilinear"]),
        "fill": fill(picture),
    }
    interpolation = InterpolationMode(args["interpolation"])
    return args, autoaugment._apply_op(picture, name, magnitude, interpolation, args["fill"])


AUGMENT_OPS = autoaugment.RandAugment()._augmentation_space(31, (1, 1))

OPS = {
    "Resize": resize,
    "ResizedCrop": resized_crop,
    "Rotate": rotate,
    "Pad": pad,
    "CenterCrop": center_crop,
    "Grayscale": grayscale,
    "AdjustBrightness": adjust("adjust_brightness", 0, 2.5),
    "AdjustContrast": adjust("adjust_contrast", 0, 2.5),
    "AdjustSaturation": adjust("adjust_saturation", 0, 2.5),
    "AdjustHue": adjust("adjust_hue", -0.5, 0.5),
    "AdjustSharpness": adjust("adjust_sharpness", 0, 2.5),
    **{"Augment " + name: partial(augment, name) for name in AUGMENT_OPS},
    **{"Resize " + name: partial(resize_by, name) for name in ("box", "hamming", "lanczos")},
    "RandomGrayscale": random_grayscale,
}


def tensor(picture):
    pixels = np.asarray(picture)
    return pixels[:, :, None] if pixels.ndim == 2 else pixels


def write(path, op, args, before, after):
    arrays = {"input": tensor(before), "output": tensor(after)}
    header = {"__metadata__": {"case": json.dumps({"op": op, "args": args})}}
    offset = 0

    for name, array in arrays.items():
        header[name] = {"dtype": "U8", "shape": array.shape, "data_offsets": [offset, offset + array.size]}
        offset += array.size

    text = json.dumps(header).encode()
    data = b"".join(array.tobytes() for array in arrays.values())
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def magnitudes(path):
    """The strengths of each operation, for images of 32 rows and 48 columns."""
    spaces = {
        "RAND_AUGMENT": autoaugment.RandAugment()._augmentation_space(31, (32, 48)),
        "TRIVIAL_AUGMENT_WIDE": autoaugment.TrivialAugmentWide()._augmentation_space(31),
    }
    table = {
        space: {name: values.tolist() for name, (values, _) in ops.items() if values.ndim > 0}
        for space, ops in spaces.items()
    }
    path.write_text(json.dumps(table) + "\n")


def main(folder, count, seed, largest="40"):
    random.seed(int(seed))
    np.random.seed(int(seed))
    Path(folder).mkdir(parents=True, exist_ok=True)

    for op, case in OPS.items():
        for i in range(int(count)):
            before = image(int(largest))
            args, after = case(before)
            path = Path(folder) / f"{op.lower().replace(' ', '_')}{i}.safetensors"
            write(path, op.split()[0], args, before, after)

    magnitudes(Path(folder) / "magnitudes.json")


main(*sys.argv[1:])
