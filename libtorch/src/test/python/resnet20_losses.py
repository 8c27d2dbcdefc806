#!/usr/bin/env python3
"""The losses of 50 steps of ResNet-20 by PyTorch's own autograd: resnet20_losses.py > FILE

Weights and images are made by a formula that TestResNet20 has as well, so that the file holds nothing
but a loss a line, in f32 on one thread. Written with torch 1.13.1.
"""
import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy, pad

STEPS, BATCH, PIXELS = 50, 16, 3 * 32 * 32


def numbers(key, count):
    """Numbers from -1 to 1, by SplitMix64's finalizer."""
    z = (np.arange(count, dtype=np.uint64) + np.uint64(key << 32)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return torch.from_numpy((z >> np.uint64(40)).astype(np.float64) / 2**23 - 1)


def batch(step):
    """Each class has a pattern, under noise."""
    labels = (torch.arange(BATCH) * 7 + step) % 10
    noise = numbers(1000 + step, BATCH * PIXELS).view(BATCH, PIXELS)
    patterns = torch.stack([numbers(2000 + int(label), PIXELS) for label in labels])
    return (noise + patterns).float().view(BATCH, 3, 32, 32), labels


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.stride, self.more = outputs // inputs, (outputs - inputs) // 2
        self.conv1 = nn.Conv2d(inputs, outputs, 3, self.stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)

    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        short = pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.more, self.more))
        return (y + short).relu()


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.blocks = nn.Sequential(
            *[Block(16, 16) for _ in range(3)],
            Block(16, 32), Block(32, 32), Block(32, 32),
            Block(32, 64), Block(64, 64), Block(64, 64))
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        return self.fc(self.blocks(self.bn1(self.conv1(x)).relu()).mean((2, 3)))


torch.set_num_threads(1)
model = ResNet20()
with torch.no_grad():
    for key, value in enumerate(model.parameters()):
        if value.dim() > 1:
            scale = (6 / value[0].numel()) ** 0.5
            value.copy_((numbers(key, value.numel()) * scale).view(value.shape))
        elif key == len(list(model.parameters())) - 1:
            value.zero_()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
for step in range(STEPS):
    images, labels = batch(step)
    optimizer.zero_grad()
    loss = cross_entropy(model(images), labels)
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.7f}")
