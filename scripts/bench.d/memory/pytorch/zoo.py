"""The networks of Convoy's zoo as PyTorch modules, for images of their usual size."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import networks
from torch import nn


@dataclass(frozen=True)
class Usual:
    """A network, its number of classes and the shape (channels, height, width) of its images."""

    build: Callable[[], nn.Module]
    classes: int
    image_shape: tuple[int, int, int]


def usual(name: str) -> Usual:
    if name == "lenet5":
        return Usual(networks.lenet5, 10, (1, 28, 28))

    if name in CIFAR:
        return Usual(CIFAR[name], 10, (3, 32, 32))

    if match := re.fullmatch(r"resnet(20|32|44|56|110)(_b)?", name):
        build = partial(cifar_resnet, (int(match[1]) - 2) // 6, match[2] is not None)
        return Usual(build, 10, (3, 32, 32))

    return Usual(partial(torchvision_model, name), 1000, (3, 224, 224))


def torchvision_model(name: str) -> nn.Module:
    from torchvision import models

    if name.startswith("googlenet"):
        return models.googlenet(aux_logits=name.endswith("_aux"), init_weights=False)

    return getattr(models, name)()


def cifar_resnet(blocks: int, projects: bool) -> nn.Module:
    """The CIFAR-10 ResNets of the paper: option A shortcuts, or B."""
    shortcut = networks.projection_shortcut if projects else networks.PadShortcut
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(inplace=True),
        networks.stages([16, 32, 64], blocks, shortcut),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(64, networks.CLASSES),
    )


def speedrun_cifar() -> nn.Module:
    layers: list[nn.Module] = [nn.Conv2d(3, 24, 2), nn.GELU()]
    in_channels = 24

    for width in (64, 256, 256):
        layers += [
            nn.Conv2d(in_channels, width, 3, padding=1, bias=False),
            nn.MaxPool2d(2),
            nn.BatchNorm2d(width),
            nn.GELU(),
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.GELU(),
        ]
        in_channels = width

    return nn.Sequential(
        *layers, nn.MaxPool2d(3), nn.Flatten(), nn.Linear(256, networks.CLASSES, bias=False)
    )


CIFAR = {"vgg11_bn_cifar": networks.vgg11_bn, "speedrun_cifar": speedrun_cifar}
