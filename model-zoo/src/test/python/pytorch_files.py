"""Writes files as torch.save writes them, sound and hostile ones.

    python3 pytorch_files.py ../resources/pytorch

Sound files come with their tensors as safetensors, by the names that a reader should give them.
Written with PyTorch 1.13; needs torch and numpy alone.
"""

import argparse
import collections
import datetime
import decimal
import functools
import http
import io
import json
import os
import pathlib
import pickle
import random
import struct
import sys
import zipfile

import numpy
import torch
from torch import nn

TYPES = {
    torch.float32: "F32",
    torch.float64: "F64",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


def raw_bytes(tensor):
    tensor = tensor.detach().contiguous()
    if tensor.dtype == torch.bfloat16:
        tensor = tensor.view(torch.int16)
    return tensor.numpy().tobytes()


def write_safetensors(tensors, file):
    header, data = {}, b""
    for name, tensor in tensors.items():
        content = raw_bytes(tensor)
        header[name] = {
            "dtype": TYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(content)],
        }
        data += content
    text = json.dumps(header).encode()
    with open(file, "wb") as output:
        output.write(struct.pack("<Q", len(text)) + text + data)


def all_kinds():
    numbers = torch.arange(24, dtype=torch.float32)
    shared = torch.arange(6, dtype=torch.float32)
    tensors = collections.OrderedDict()
    tensors["contiguous"] = numbers.reshape(2, 3, 4) / 7
    tensors["transposed"] = numbers.reshape(4, 6).t()
    tensors["channels_last"] = numbers.reshape(1, 2, 3, 4).to(memory_format=torch.channels_last)
    tensors["every_second"] = numbers[3::2]
    tensors["inner"] = numbers.reshape(4, 6)[1:3, 2:5]
    tensors["shared"] = shared
    tensors["shared_too"] = shared
    tensors["half_of_shared"] = shared[3:]
    tensors["scalar"] = torch.tensor(2.5)
    tensors["empty"] = torch.zeros(0, 3)
    for dtype in TYPES:
        tensors[str(dtype)] = torch.tensor([0, 1, 1, 0, 1]).to(dtype)
    tensors["halves"] = torch.tensor([1.5, -2.25, 6e-8, 65504, float("inf")]).to(torch.float16)
    tensors["brains"] = torch.tensor([1.5, -2.25, 3e38, 1e-40]).to(torch.bfloat16)
    tensors["large"] = torch.tensor([2**62 + 1, -5])
    tensors["doubles"] = torch.tensor([1 / 3, 1e300], dtype=torch.float64)
    return tensors


class Wrapped(nn.Module):
    """Names as DistributedDataParallel gives them."""

    def __init__(self, module):
        super().__init__()
        self.module = module


def checkpoint(folder):
    """As torchvision's reference scripts save it."""
    model = Wrapped(nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Linear(2, 2)))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
    scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, [2, 4])
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    scheduler.step()
    saved = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "lr_scheduler": scheduler.state_dict(),
        "epoch": 3,
        "best_acc1": numpy.float64(71.5),
        "acc1": torch.tensor(70.0),
        "args": argparse.Namespace(model="small", lr=0.1, milestones=[2, 4], output_dir=None),
    }
    expected = {name[len("module.") :]: t for name, t in model.state_dict().items()}
    for name, options in {
        "checkpoint": {},
        "checkpoint-legacy": {"_use_new_zipfile_serialization": False},
        "checkpoint-protocol4": {"pickle_protocol": 4},
    }.items():
        torch.save(saved, f"{folder}/{name}.pth", **options)
        write_safetensors(expected, f"{folder}/{name}.safetensors")


def training_values(folder):
    """All kinds of plain values beside a state dict, as training scripts keep them."""
    model = nn.Linear(3, 2)
    saved = {
        "state_dict": {f"model.module.{name}": t for name, t in model.state_dict().items()},
        "args": argparse.Namespace(
            output=pathlib.Path("runs"), data=pathlib.PureWindowsPath("d:/data"), sizes=(1, 2, 3, 4)
        ),
        "losses": collections.defaultdict(list, train=[1.5], test=[]),
        "last": collections.deque([0.5, 0.25], maxlen=2),
        "classes": {"cat", "dog"},
        "frozen": frozenset(["fc"]),
        "counts": collections.Counter("aab"),
        "started": datetime.datetime(2022, 3, 4, 5, 6),
        "took": datetime.timedelta(hours=3),
        "seed": numpy.random.RandomState(1).get_state(),
        "accuracy": numpy.float32(71.5),
        "confusion": numpy.eye(2),
        "type": torch.float16,
        "device": torch.device("cpu"),
        "size": torch.Size([3, 2]),
        "phase": 1 + 2j,
        "steps": range(3),
        "optimizer": torch.optim.AdamW(model.parameters()).state_dict(),
        "hook": None,
        "done": False,
    }
    for name, options in {
        "training-values": {},
        "training-values-legacy": {"_use_new_zipfile_serialization": False},
        "training-values-protocol4": {"pickle_protocol": 4},
    }.items():
        torch.save(saved, f"{folder}/{name}.pth", **options)
        write_safetensors(model.state_dict(), f"{folder}/{name}.safetensors")


def parameters(folder):
    """Parameters in the place of tensors, in a plain dictionary."""
    model = nn.Linear(3, 2)
    saved = {"epoch": 1, "state_dict": {n: p for n, p in model.named_parameters()}}
    torch.save(saved, f"{folder}/parameters.pth")
    write_safetensors(model.state_dict(), f"{folder}/parameters.safetensors")


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 2, 3)
        self.bn1 = nn.BatchNorm2d(2)
        self.fc = nn.Linear(2, 2)


class Config(dict):
    """A class of a training script, as OmegaConf's or mmcv's."""

    def __init__(self, **values):
        super().__init__(values)
        self.parent = self


class Compiled(nn.Module):
    """Names as torch.compile gives them."""

    def __init__(self, module):
        super().__init__()
        self._orig_mod = module


def prefixed(prefix, tensors):
    return collections.OrderedDict((prefix + name, tensor) for name, tensor in tensors.items())


def wrapped(folder):
    """One small model, and its moving average, as many training scripts save it."""
    torch.manual_seed(2)
    model = Small()
    average = torch.optim.swa_utils.AveragedModel(model)
    raw = {n: t.clone() for n, t in model.state_dict().items()}
    with torch.no_grad():
        for parameter in average.parameters():
            parameter.mul_(0.5)
    ema = {n: t.clone() for n, t in average.module.state_dict().items()}
    write_safetensors(raw, f"{folder}/wrapped-raw.safetensors")
    write_safetensors(ema, f"{folder}/wrapped-ema.safetensors")
    compiled = nn.DataParallel(Compiled(model)).state_dict()
    criterion = {"criterion.weight": torch.ones(2)}
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    anything = {
        "config": Config(lr=0.1, layers=(1, 2), nested=Config(seed=1)),
        "loss": functools.partial(nn.functional.cross_entropy, label_smoothing=0.1),
        "model_class": Small,
        "criterion": nn.CrossEntropyLoss(weight=torch.ones(2)),
        "order": {(0, 1): "pair", None: "none", b"x": 3, 2**80: "large"},
        "complex": torch.ones(2, dtype=torch.complex64),
        "quantized": torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.quint8),
        "random": numpy.random.default_rng(1),
        "order2": datetime.timezone.utc,
        "level": http.HTTPStatus.OK,
        "decimal": decimal.Decimal("0.1"),
    }
    files = {
        "data-parallel": nn.DataParallel(model).state_dict(),
        "compiled": compiled,
        "averaged": average.state_dict(),
        "timm": {"arch": "small", "state_dict": raw, "state_dict_ema": ema, "epoch": 3},
        "timm-ema-only": {"arch": "small", "state_dict_ema": ema},
        "torchvision": {
            "model": raw,
            "optimizer": optimizer.state_dict(),
            "model_ema": average.state_dict(),
            "args": argparse.Namespace(model="small"),
        },
        "ema-state-dict": {"model_state_dict": compiled, "ema_state_dict": prefixed("module.", ema)},
        "composer": {
            "state": {
                "model": {**prefixed("module.", raw), **criterion},
                "optimizers": {"SGD": optimizer.state_dict()},
                "timestamp": {"iteration": 3},
            },
            "rng": [{"python": random.getstate(), "torch": torch.get_rng_state()}],
        },
        "lightning": {
            "state_dict": {**prefixed("model.net.", raw), **criterion},
            "hyper_parameters": Config(lr=0.1),
            "pytorch-lightning_version": "2.0.0",
        },
        "lightning-ema": {
            "state_dict": {**prefixed("net.", raw), **prefixed("net_ema.module.", ema), **criterion}
        },
        "anything": {**anything, "state_dict": raw},
    }
    for name, saved in files.items():
        torch.save(saved, f"{folder}/wrapped-{name}.pth")
    torch.save(files["torchvision"], f"{folder}/wrapped-torchvision-legacy.pth",
               _use_new_zipfile_serialization=False)
    torch.save(files["anything"], f"{folder}/wrapped-anything-protocol5.pth", pickle_protocol=5)
    write_safetensors(
        {**prefixed("module.", raw), **criterion, "n_averaged": torch.tensor(3)},
        f"{folder}/wrapped-module.safetensors",
    )
    write_safetensors(
        {**prefixed("model.", raw), **prefixed("ema.", ema)}, f"{folder}/wrapped-both.safetensors"
    )
    write_safetensors(
        {**prefixed("student.", raw), **prefixed("teacher.", ema)},
        f"{folder}/wrapped-twice.safetensors",
    )


class Own(nn.Module):
    """A class of a training script."""


class Attack:
    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


def archive(file, entries, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(file, "w", compression) as output:
        for name, content in entries:
            output.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, compression)


def entries_of(value):
    buffer = io.BytesIO()
    torch.save(value, buffer)
    with zipfile.ZipFile(buffer) as source:
        return [(info.filename, source.read(info)) for info in source.infolist()]


def hostile(folder):
    attack = {"weight": torch.zeros(2), "x": Attack(os.system, "echo this must not run")}
    torch.save(attack, f"{folder}/hostile-system.pth")
    torch.save(attack, f"{folder}/hostile-system-legacy.pth", _use_new_zipfile_serialization=False)
    evaluated = Attack(eval, "print('this must not run')")
    torch.save(evaluated, f"{folder}/hostile-eval-protocol4.pth", pickle_protocol=4)
    torch.save(nn.Linear(2, 2), f"{folder}/hostile-module.pth")
    torch.save({"model": Own(), "epoch": 3}, f"{folder}/hostile-own-module.pth")
    names = Attack(os.system, "x")
    garbled = entries_of({"weight": torch.ones(2), "x": names})
    ugly = [(n, d.replace(b"cposix\nsystem", b"c\x1b[2J\x1b[H\nsystem")) for n, d in garbled]
    archive(f"{folder}/hostile-terminal.pth", ugly)
    torch.jit.save(torch.jit.script(nn.ReLU()), f"{folder}/hostile-script.pt")
    torch.save({"weight": torch.zeros(1).expand(1000, 1000, 1000)}, f"{folder}/hostile-expanded.pth")
    sound = entries_of({"weight": torch.ones(8)})
    bomb = [(name, bytes(1 << 20) if name.endswith("/0") else data) for name, data in sound]
    archive(f"{folder}/hostile-bomb.pth", bomb, zipfile.ZIP_DEFLATED)
    archive(f"{folder}/hostile-traversal.pth", sound + [("archive/../../../etc/cron.d/x", b"x")])
    archive(f"{folder}/hostile-missing.pth", [e for e in sound if not e[0].endswith("/0")])
    short = [(name, data[:20] if name.endswith("/0") else data) for name, data in sound]
    archive(f"{folder}/hostile-short.pth", short)
    big = [e for e in sound if not e[0].endswith("byteorder")] + [("archive/byteorder", b"big")]
    archive(f"{folder}/hostile-big-endian.pth", big)
    with open(f"{folder}/hostile-plain.pth", "wb") as output:
        pickle.dump(attack["x"], output, protocol=2)


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    torch.manual_seed(1)
    tensors = all_kinds()
    torch.save(tensors, f"{folder}/kinds.pth")
    torch.save(tensors, f"{folder}/kinds-legacy.pth", _use_new_zipfile_serialization=False)
    write_safetensors(tensors, f"{folder}/kinds.safetensors")
    write_safetensors(tensors, f"{folder}/kinds-legacy.safetensors")
    checkpoint(folder)
    parameters(folder)
    hostile(folder)
    training_values(folder)
    wrapped(folder)


if __name__ == "__main__":
    main()
