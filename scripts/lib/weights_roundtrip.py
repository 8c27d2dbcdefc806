"""What scripts/weights-roundtrip runs; see there."""

import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

import torch
import torchvision
from torch import nn
from torch.nn import functional

NETWORKS = """
    resnet20 resnet18 resnet34 resnet50 resnet101 resnet152 mobilenet_v2 googlenet alexnet
    vgg11 vgg11_bn vgg13 vgg13_bn vgg16 vgg16_bn vgg19 vgg19_bn
    resnet18:1:3 resnet50:3:101 mobilenet_v2:1:2 googlenet:1:7 alexnet:1:5 vgg11_bn:1:4
""".split()
FIRST_CONVOLUTIONS = {"googlenet": "conv1.conv", "mobilenet_v2": "features.0.0"}
TOLERANCE = 1e-4
TYPES = {"F32": torch.float32, "F64": torch.float64, "F16": torch.float16, "I64": torch.int64}
NAMES = {dtype: name for name, dtype in TYPES.items()}


def read_safetensors(file):
    content = pathlib.Path(file).read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        raw = bytearray(content[begin:end])
        tensor = torch.frombuffer(raw, dtype=TYPES[entry["dtype"]]) if raw else torch.zeros(0)
        tensors[name] = tensor.reshape(entry["shape"])
    return tensors


def write_safetensors(tensors, file):
    """In the order of the state dict; safetensors leaves it to the writer."""
    header, data = {"__metadata__": {"format": "pt"}}, []
    offset = 0
    for name, tensor in tensors.items():
        raw = tensor.detach().contiguous().numpy().tobytes()
        header[name] = {
            "dtype": NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(raw)],
        }
        data.append(raw)
        offset += len(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    pathlib.Path(file).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(data))


class Block(nn.Module):
    """Of the CIFAR ResNets with shortcuts without parameters, which torchvision does not have."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, outputs // inputs, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.growth = outputs // inputs

    def forward(self, x):
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        if self.growth > 1:
            channels = x.shape[1] // 2
            x = functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, channels, channels))
        return functional.relu(y + x)


class CifarResNet(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(*(Block(16, 16) for _ in range(depth)))
        self.layer2 = nn.Sequential(Block(16, 32), *(Block(32, 32) for _ in range(depth - 1)))
        self.layer3 = nn.Sequential(Block(32, 64), *(Block(64, 64) for _ in range(depth - 1)))
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.linear(x.mean((2, 3)))


def network(case):
    """Of a case NAME[:CHANNELS:CLASSES]; torchvision's networks have three channels by themselves."""
    name, channels, classes = parts(case)
    if name == "resnet20":
        return CifarResNet(3)
    options = {"aux_logits": False, "init_weights": True} if name == "googlenet" else {}
    if name == "googlenet":
        options["transform_input"] = False
    model = getattr(torchvision.models, name)(num_classes=classes, **options)
    if channels != 3:
        first = FIRST_CONVOLUTIONS.get(name, "conv1" if name.startswith("resnet") else "features.0")
        replace_input(model, first, channels)
    return model


def parts(case):
    name, channels, classes = (case.split(":") + ["3", "10"])[:3] if ":" in case else (case, 3, 10)
    return name, int(channels), int(classes)


def replace_input(model, path, channels):
    parent, _, last = path.rpartition(".")
    module = model.get_submodule(parent)
    old = getattr(module, last)
    bias = old.bias is not None
    new = nn.Conv2d(channels, old.out_channels, old.kernel_size, old.stride, old.padding, bias=bias)
    setattr(module, last, new)


def randomized(name):
    """With running statistics, too, and outputs of a size that is worth comparing."""
    torch.manual_seed(1)
    model = network(name)
    for key, tensor in model.state_dict().items():
        if key.endswith("running_mean"):
            tensor.normal_(0, 0.1)
        elif key.endswith("running_var"):
            tensor.uniform_(0.5, 1.5)
        elif key.endswith("num_batches_tracked"):
            tensor.fill_(7)
    return model.eval()


def convoy(*arguments):
    result = subprocess.run([os.environ["CONVOY"], *map(str, arguments)], capture_output=True, text=True)
    if result.returncode != 0:
        raise AssertionError(f"convoy {arguments[0]} failed: {result.stderr.strip()}")


def logits(model, images, folder):
    write_safetensors({"input": images}, folder / "input.safetensors")
    command = os.environ["LOGITS"].split()
    output = folder / "logits.safetensors"
    subprocess.run([*command, model, folder / "input.safetensors", output], check=True)
    return read_safetensors(output)["logits"]


def require_same(tensors, expected):
    expected = {k: t for k, t in expected.items() if not k.endswith("num_batches_tracked")}
    if tensors.keys() != expected.keys():
        raise AssertionError(f"other names: {sorted(tensors.keys() ^ expected.keys())[:5]}")
    for name, tensor in expected.items():
        if tensors[name].numpy().tobytes() != tensor.contiguous().numpy().tobytes():
            raise AssertionError(f"{name} has other bytes")


def roundtrip(name, folder):
    """The largest difference of a logit, by the largest logit."""
    model = randomized(name)
    pth, first, weights = folder / "a.pth", folder / "a.safetensors", folder / "w.safetensors"
    torch.save(model.state_dict(), pth)
    convoy("import", pth, "--out", first)
    convoy("export", first, "--what", "weights", "--out", weights)
    exported = read_safetensors(weights)
    require_same(exported, model.state_dict())

    returned = network(name).eval()
    returned.load_state_dict(exported)
    back, second = folder / "b.safetensors", folder / "c.safetensors"
    write_safetensors(returned.state_dict(), back)
    convoy("import", back, "--out", second)
    if first.read_bytes() != second.read_bytes():
        raise AssertionError("the model that came back has other bytes")

    side = 32 if name == "resnet20" else 224
    images = torch.randn(2, parts(name)[1], side, side)
    with torch.no_grad():
        expected = returned(images)
    difference = (logits(second, images, folder) - expected).abs().max() / expected.abs().max()
    if not difference <= TOLERANCE:
        raise AssertionError(f"logits differ by {difference:.1e} of the largest")
    return float(difference)


def main():
    failed = 0
    names = sys.argv[1:] or NETWORKS
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            try:
                difference = roundtrip(name, pathlib.Path(folder))
                print(f"{name}: same bytes, logits within {difference:.1e}", flush=True)
            except AssertionError as problem:
                failed += 1
                print(f"{name}: {problem}", flush=True)
    print(f"{len(names) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
