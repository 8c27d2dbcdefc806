"""The networks of the kernel benchmark, as PyTorch modules.

Every network ends in 10 logits. ``vgg11_bn`` is torchvision's feature extractor followed by the
single linear layer that is usual for 32x32 inputs; the others are the published networks, those on
224x224 images as torchvision has them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional

CLASSES = 10


@dataclass(frozen=True)
class Case:
    """A network and the shape (channels, height, width) of one of its images."""

    build: Callable[[], nn.Module]
    image_shape: tuple[int, int, int]


class PadShortcut(nn.Module):
    """Option A of the ResNet paper: every second pixel, new channels filled with zeros."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.padding = (out_channels - in_channels) // 2

    def forward(self, x: Tensor) -> Tensor:
        return functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.padding, self.padding))


def projection_shortcut(in_channels: int, out_channels: int) -> nn.Module:
    """Option B of the ResNet paper: a 1x1 convolution of stride 2 and batch norm."""
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, 1, stride=2, bias=False),
        nn.BatchNorm2d(out_channels),
    )


class BasicBlock(nn.Module):
    """Two 3x3 convolutions and a shortcut (https://arxiv.org/abs/1512.03385)."""

    def __init__(
        self, in_channels: int, out_channels: int, stride: int, shortcut: nn.Module
    ) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.shortcut = shortcut
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += self.shortcut(x)
        return self.relu(out)


def stages(
    widths: list[int], blocks: int, make_shortcut: Callable[[int, int], nn.Module]
) -> nn.Sequential:
    """Stages of basic blocks; each stage after the first halves height and width."""
    layers: list[nn.Module] = []
    in_channels = widths[0]

    for width in widths:
        for _ in range(blocks):
            halves = width != in_channels
            shortcut = make_shortcut(in_channels, width) if halves else nn.Identity()
            layers.append(BasicBlock(in_channels, width, 2 if halves else 1, shortcut))
            in_channels = width

    return nn.Sequential(*layers)


def resnet20() -> nn.Module:
    """The CIFAR-10 ResNet-20 with option A shortcuts: 269,722 parameters."""
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(inplace=True),
        stages([16, 32, 64], 3, PadShortcut),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(64, CLASSES),
    )


def resnet18() -> nn.Module:
    """torchvision's ResNet-18 with 10 classes: 11,181,642 parameters."""
    return nn.Sequential(
        nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False),
        nn.BatchNorm2d(64),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(3, stride=2, padding=1),
        stages([64, 128, 256, 512], 2, projection_shortcut),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(512, CLASSES),
    )


def vgg11_bn() -> nn.Module:
    """torchvision's vgg11_bn features and one linear layer: 9,231,114 parameters."""
    layers: list[nn.Module] = []
    in_channels = 3

    for width in (64, "pool", 128, "pool", 256, 256, "pool", 512, 512, "pool", 512, 512, "pool"):
        if isinstance(width, str):
            layers.append(nn.MaxPool2d(2))
        else:
            layers += [
                nn.Conv2d(in_channels, width, 3, padding=1),
                nn.BatchNorm2d(width),
                nn.ReLU(inplace=True),
            ]
            in_channels = width

    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(512, CLASSES))


def lenet5() -> nn.Module:
    """LeNet-5 with ReLU and max pooling: 61,706 parameters."""
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.ReLU(inplace=True),
        nn.Linear(120, 84),
        nn.ReLU(inplace=True),
        nn.Linear(84, CLASSES),
    )


def torchvision_model(name: str) -> nn.Module:
    """A network of torchvision, which only its cases need (Debian's python3-torchvision)."""
    from torchvision import models

    return getattr(models, name)(num_classes=CLASSES)


CASES = {
    "lenet5": Case(lenet5, (1, 28, 28)),
    "resnet20": Case(resnet20, (3, 32, 32)),
    "vgg11_bn": Case(vgg11_bn, (3, 32, 32)),
    "resnet18": Case(resnet18, (3, 64, 64)),
    "resnet50": Case(partial(torchvision_model, "resnet50"), (3, 224, 224)),
    **{
        name: Case(partial(torchvision_model, name), (3, 224, 224))
        for name in (
            "mobilenet_v2",
            "mobilenet_v3_large",
            "efficientnet_b0",
            "densenet121",
            "convnext_tiny",
        )
    },
}

LAYOUTS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}
