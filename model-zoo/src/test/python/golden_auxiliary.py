"""Writes what torchvision computes of GoogLeNet with its auxiliary classifiers.

    python3 golden_auxiliary.py ../resources/auxiliary

Weights and images are by formula: SplitMix64, see values. Norms have small weights and biases of 2 or
-2, so that hardly a value lies where ReLU has its corner: with others, gradients in float32 and in
float64 differ by a tenth in PyTorch itself. Computed in float64, dropout off. The file holds the loss
and, of each gradient and of each running statistic after the step, its norm and some elements, all of
one training step, and the logits of evaluation before it. Gradients below 1e-10 are rounding, of
biases that the norms after them take away again, and are written as 0.
"""

import os
import sys

import numpy
import torch
import torchvision
from torch.nn.functional import cross_entropy

from golden_cases import write

BATCH, SIDE, CLASSES = 8, 48, 10
IMAGES = 1001
SAMPLES = 32


def values(index, count):
    """From -1 to 1: outputs index * 2^32 + 1 and so on of SplitMix64 from seed 0."""
    with numpy.errstate(over="ignore"):
        z = numpy.arange(1, count + 1, dtype=numpy.uint64) + (numpy.uint64(index) << numpy.uint64(32))
        z *= numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z ^= z >> numpy.uint64(31)
    return (z >> numpy.uint64(11)).astype("float64") / 2**52 - 1


def filled(name, tensor, index):
    v = values(index, tensor.numel())
    if name.endswith("running_var"):
        v = 1 + 0.3 * v
    elif name.endswith("bn.weight"):
        v = 0.3 + 0.05 * v
    elif name.endswith("bn.bias"):
        v = numpy.where(v < -0.5, -2, 2) + 0.1 * v
    elif tensor.dim() > 1:
        v = v * 2 / (tensor.numel() / tensor.shape[0]) ** 0.5
    else:
        v = 0.1 * v
    return torch.from_numpy(v.astype("float32")).reshape(tensor.shape)


def digest(tensors, kind, name, tensor):
    flat = tensor.detach().flatten()
    flat = torch.where(flat.abs() < 1e-10, torch.zeros_like(flat), flat)
    stride = max(1, flat.numel() // SAMPLES)
    tensors[f"{kind}.{name}"] = flat[::stride][:SAMPLES].float()
    tensors[f"{kind}.norm.{name}"] = flat.norm().float()


def main(folder):
    model = torchvision.models.googlenet(num_classes=CLASSES, aux_logits=True, init_weights=False)
    index = 0
    for name, tensor in model.state_dict().items():
        if tensor.is_floating_point():
            tensor.copy_(filled(name, tensor, index))
            index += 1
    model = model.double()
    for dropout in (model.dropout, model.aux1.dropout, model.aux2.dropout):
        dropout.p = 0
    images = values(IMAGES, BATCH * 3 * SIDE * SIDE).astype("float32").astype("float64")
    images = torch.from_numpy(images).reshape(BATCH, 3, SIDE, SIDE)
    labels = torch.arange(BATCH) * 3 % CLASSES
    tensors = {"labels": labels, "evaluation": model.eval()(images).float()}

    output = model.train()(images)
    auxiliary = cross_entropy(output.aux_logits1, labels) + cross_entropy(output.aux_logits2, labels)
    loss = cross_entropy(output.logits, labels) + 0.3 * auxiliary
    loss.backward()
    tensors["loss"] = loss.float()
    for name, parameter in model.named_parameters():
        digest(tensors, "gradient", name, parameter.grad)
    for name, tensor in model.named_buffers():
        if tensor.is_floating_point():
            digest(tensors, "after", name, tensor)
    args = {"state_dict": [name for name, t in model.state_dict().items() if t.is_floating_point()]}
    write(os.path.join(folder, "googlenet"), "Auxiliary", args, tensors)


if __name__ == "__main__":
    main(sys.argv[1])
