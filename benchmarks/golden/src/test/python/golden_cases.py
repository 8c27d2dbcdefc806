"""Writes more golden cases of activations, normalizations and losses, computed by PyTorch 1.13.

    python3 golden_cases.py DIR      then: scripts/golden DIR

DIR gets the folders layers and losses in the format of src/test/resources/golden.
"""

import itertools
import json
import math
import os
import struct
import sys

import torch
import torchvision
from torch import nn



class ChannelShuffle(nn.Module):
    """That of nn has no gradient on CPUs."""

    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def forward(self, x):
        return torchvision.models.shufflenetv2.channel_shuffle(x, self.groups)


TORCHVISION = {
    "ChannelShuffle": ChannelShuffle,
    "LayerNorm2d": torchvision.models.convnext.LayerNorm2d,
    "StochasticDepth": torchvision.ops.StochasticDepth,
}
SHAPES = [(2, 16, 5, 5), (3, 6, 4, 7), (1, 4, 1, 1), (4, 10)]


def write(path, op, args, tensors):
    header, data = {"__metadata__": {"case": json.dumps({"op": op, "args": args})}}, b""
    for name, tensor in tensors.items():
        kind = "I64" if tensor.dtype == torch.int64 else "F32"
        raw = tensor.detach().contiguous().numpy().tobytes()
        header[name] = {
            "dtype": kind,
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def layer_case(folder, number, op, args, shape, training=True, scale=3.0):
    torch.manual_seed(number)
    layer = (TORCHVISION.get(op) or getattr(nn, op))(**args)
    tensors = {"input": (torch.randn(shape) * scale).requires_grad_()}
    for name, parameter in layer.named_parameters():
        with torch.no_grad():
            parameter.copy_(torch.randn(parameter.shape))
        tensors["param." + name] = parameter.clone()
    for name, buffer in layer.named_buffers():
        if buffer.dtype == torch.float32:
            buffer.copy_(torch.rand(buffer.shape) + 0.5)
        else:
            buffer.fill_(number % 5)
        tensors["buffer." + name] = buffer.clone()
    layer.train(training)
    output = layer(tensors["input"])
    tensors["output"] = output
    tensors["grad.output"] = torch.randn(output.shape)
    output.backward(tensors["grad.output"])
    tensors["grad.input"] = tensors["input"].grad
    for name, parameter in layer.named_parameters():
        tensors["grad.param." + name] = parameter.grad
    for name, buffer in layer.named_buffers():
        tensors["buffer_after." + name] = buffer
    args = dict(args, training=training)
    write(os.path.join(folder, f"{number:03d}_{op}"), op, args, tensors)


def layer_cases():
    activations = [("ReLU", {}), ("Sigmoid", {}), ("Tanh", {}), ("ReLU6", {}), ("SiLU", {})]
    activations += [("Hardswish", {}), ("Hardsigmoid", {}), ("GELU", {}), ("GELU", {"approximate": "tanh"})]
    activations += [("LeakyReLU", {"negative_slope": s}) for s in (0.0, 0.01, 0.3, 1.5, -0.2)]
    activations += [("ELU", {"alpha": a}) for a in (0.0, 0.5, 1.0, 2.0, -1.0)]
    activations += [("RReLU", {"lower": 0.2, "upper": 0.2}), ("PReLU", {"num_parameters": 1})]
    activations += [("LeakyReLU", {}), ("ELU", {}), ("PReLU", {}), ("PReLU", {"init": -0.3})]
    for (op, args), shape in itertools.product(activations, SHAPES):
        yield op, args, shape, True
    for shape in SHAPES:
        yield "PReLU", {"num_parameters": shape[1], "init": 0.1}, shape, True
        yield "RReLU", {}, shape, False
        yield "RReLU", {"lower": -0.1, "upper": 0.7}, shape, False
        for p, training in ((0.5, False), (0.0, True), (1.0, True)):
            yield "Dropout", {"p": p}, shape, training
            if len(shape) == 4:
                yield "Dropout2d", {"p": p}, shape, training
        for dim in range(-len(shape), len(shape)):
            yield "Softmax", {"dim": dim}, shape, True
        for groups in (1, 2, shape[1]):
            if shape[1] // groups * math.prod(shape[2:]) >= 5:
                norm = {"num_groups": groups, "num_channels": shape[1]}
                yield "GroupNorm", norm, shape, True
                yield "GroupNorm", dict(norm, eps=1e-2, affine=False), shape, False
        for training in (True, False):
            norm = {"normalized_shape": shape[-1]}
            if shape[-1] > 1:  # of one value, PyTorch's is rounding
                yield "LayerNorm", norm, shape, training
                yield "LayerNorm", dict(norm, elementwise_affine=False), shape, training
            if len(shape) == 4:
                yield "LayerNorm2d", {"normalized_shape": shape[1], "eps": 1e-3}, shape, training
        if len(shape) == 4:
            yield "ChannelShuffle", {"groups": 2}, shape, True
            yield "ChannelShuffle", {"groups": shape[1] // 2}, shape, True
            yield "StochasticDepth", {"p": 0.5, "mode": "row"}, shape, False
    for shape in [(2, 16, 5, 5), (3, 6, 4, 7), (4, 3, 2, 1), (9, 7, 1, 1), (2, 32, 13, 13)]:
        for size, beta in itertools.product((1, 2, 3, 4, 5, 7, 9), (0.75, 0.5, 1.3)):
            yield "LocalResponseNorm", {"size": size, "beta": beta, "alpha": 0.3}, shape, True
        yield "LocalResponseNorm", {"size": 5}, shape, True
        yield "LocalResponseNorm", {"size": 5, "alpha": 1e-2, "k": 2.0}, shape, False
        for affine, track, momentum, training in itertools.product(
            (True, False), (True, False), (0.1, 0.3, None, 0.0, 1.0), (True, False)
        ):
            options = {"affine": affine, "track_running_stats": track, "momentum": momentum}
            yield "BatchNorm2d", dict(options, num_features=shape[1]), shape, training
        yield "BatchNorm2d", {"num_features": shape[1], "eps": 0.5}, shape, True
        yield "BatchNorm2d", {"num_features": shape[1], "affine": False}, shape, True


def loss_case(folder, number, op, args, classes, soft, scale=3.0, ignored=0):
    torch.manual_seed(number)
    inputs = (torch.randn(6, classes) * scale).requires_grad_()
    tensors, written, given = {"input": inputs}, dict(args), dict(args)
    if args.get("weight"):
        given["weight"] = tensors["weight"] = torch.rand(classes) + 0.1
        written["weight"] = "tensor:weight"
    if op == "BCEWithLogitsLoss" or (op == "BinaryCrossEntropy" and soft):
        target = torch.rand(6, classes)
    elif op not in ("CrossEntropyLoss", "BinaryCrossEntropy"):
        target = torch.randn(6, classes) * scale
    elif soft and op == "CrossEntropyLoss":
        target = torch.softmax(torch.randn(6, classes), 1)
        written["soft_targets"] = True
    else:
        target = torch.randint(0, classes, (6,))
        target[:ignored] = args.get("ignore_index", -100)
    tensors["target"] = target
    criterion = BinaryCrossEntropy(**given) if op == "BinaryCrossEntropy" else getattr(nn, op)(**given)
    loss = criterion(inputs, target)
    loss.backward()
    tensors["loss"] = loss.reshape(1)
    tensors["grad.input"] = inputs.grad
    write(os.path.join(folder, f"{number:03d}_{op}"), op, written, tensors)


class BinaryCrossEntropy(nn.Module):
    """timm/loss/binary_cross_entropy.py, with its mixup.py's smoothing of soft targets."""

    def __init__(self, smoothing=0.1, target_threshold=None, sum_classes=False):
        super().__init__()
        self.smoothing, self.threshold, self.sum_classes = smoothing, target_threshold, sum_classes

    def forward(self, x, target):
        classes = x.shape[-1]
        off_value = self.smoothing / classes
        on_value = 1. - self.smoothing + off_value
        if target.shape != x.shape:
            target = torch.full(x.shape, off_value).scatter_(1, target.view(-1, 1), on_value)
        else:
            target = target * (on_value - off_value) + off_value
        if self.threshold is not None:
            target = target.gt(self.threshold).to(dtype=x.dtype)
        loss = nn.functional.binary_cross_entropy_with_logits(x, target, reduction="none")
        return loss.sum(-1).mean() if self.sum_classes else loss.mean()


def loss_cases():
    for reduction, smoothing, weight, soft in itertools.product(
        ("mean", "sum"), (0.0, 0.1, 1.0), (False, True), (False, True)
    ):
        args = {"reduction": reduction, "label_smoothing": smoothing}
        args = dict(args, weight=True) if weight else args
        for classes, scale in ((10, 3.0), (3, 1000.0)):
            yield "CrossEntropyLoss", args, classes, soft, scale, 0
            if not soft:
                yield "CrossEntropyLoss", args, classes, soft, scale, 2
                yield "CrossEntropyLoss", dict(args, ignore_index=1), classes, soft, scale, 3
    for reduction, classes in itertools.product(("mean", "sum"), (1, 10)):
        yield "BCEWithLogitsLoss", {"reduction": reduction}, classes, True, 30.0, 0
    for args, soft in itertools.product(
        ({}, {"smoothing": 0.0}, {"target_threshold": 0.2}, {"smoothing": 0.2, "sum_classes": True}),
        (False, True),
    ):
        yield "BinaryCrossEntropy", args, 10, soft, 3.0, 0
    for reduction, classes in itertools.product(("mean", "sum"), (1, 10)):
        yield "MSELoss", {"reduction": reduction}, classes, True, 3.0, 0
        yield "L1Loss", {"reduction": reduction}, classes, True, 3.0, 0
        for delta in (0.3, 1.0, 2.5):
            yield "HuberLoss", {"reduction": reduction, "delta": delta}, classes, True, 1.0, 0
        for beta in (0.0, 0.3, 1.0, 2.5):
            yield "SmoothL1Loss", {"reduction": reduction, "beta": beta}, classes, True, 1.0, 0


def unreduced_case(folder, number, op, args, shape):
    """Losses that are not reduced, with a gradient by each, and classes at each of several places."""
    torch.manual_seed(number)
    inputs = torch.randn(shape).requires_grad_()
    if op == "CrossEntropyLoss":
        target = torch.randint(0, shape[1], shape[:1] + shape[2:])
    else:
        target = torch.randn(shape)
    tensors = {"input": inputs, "target": target}
    loss = getattr(nn, op)(**args)(inputs, target)
    given = torch.randn_like(loss)
    loss.backward(given)
    tensors.update({"loss": loss, "grad.output": given, "grad.input": inputs.grad})
    write(os.path.join(folder, f"unreduced{number:03d}_{op}"), op, args, tensors)


def unreduced_cases():
    for reduction, shape in itertools.product(("none", "mean"), ((4, 3), (2, 3, 5), (2, 3, 2, 4))):
        args = {"reduction": reduction}
        yield "CrossEntropyLoss", dict(args, label_smoothing=0.1, ignore_index=1), shape
        for op in ("MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss"):
            yield op, args, shape


def main(folder):
    for kind in ("layers", "losses"):
        os.makedirs(os.path.join(folder, kind), exist_ok=True)
    for number, (op, args, shape, training) in enumerate(layer_cases()):
        layer_case(os.path.join(folder, "layers"), number, op, args, shape, training)
    for number, case in enumerate(loss_cases()):
        loss_case(os.path.join(folder, "losses"), number, *case)
    for number, case in enumerate(unreduced_cases()):
        unreduced_case(os.path.join(folder, "losses"), number, *case)


if __name__ == "__main__":
    main(sys.argv[1])
