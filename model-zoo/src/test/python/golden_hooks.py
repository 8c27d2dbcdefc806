"""Writes what PyTorch's own hooks see of a small residual network.

    python3 golden_hooks.py ../resources/hooks

Each file holds the weights (state.*), the input, the logits, the gradient by the logits and, of
every layer, its output (forward.*) and the gradient by it (backward.*): in training mode, where the
gradient is that of the mean cross entropy of the labels, and in evaluation mode, where it is given.
"""

import os
import sys

import torch
from torch import nn

from golden_cases import write


class Add(nn.Module):
    def forward(self, left, right):
        return left + right


class ZeroPadShortcut(nn.Module):
    def forward(self, x):
        return nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 4, 4))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = ZeroPadShortcut() if stride > 1 else nn.Sequential()
        self.add = Add()
        self.relu2 = nn.ReLU()

    def forward(self, x):
        y = self.relu1(self.bn1(self.conv1(x)))
        return self.relu2(self.add(self.bn2(self.conv2(y)), self.shortcut(x)))


def network():
    torch.manual_seed(1)
    net = nn.Sequential()
    net.add_module("conv1", nn.Conv2d(3, 8, 3, padding=1, bias=False))
    net.add_module("bn1", nn.BatchNorm2d(8))
    net.add_module("relu", nn.ReLU())
    net.add_module("layer1", nn.Sequential(Block(8, 8, 1)))
    net.add_module("layer2", nn.Sequential(Block(8, 16, 2)))
    net.add_module("avgpool", nn.AdaptiveAvgPool2d(1))
    net.add_module("flatten", nn.Flatten())
    net.add_module("linear", nn.Linear(16, 5))
    with torch.no_grad():
        for name, tensor in net.state_dict().items():
            if "running" in name:
                tensor.uniform_(0.5, 1.5)
            elif "bn" in name:
                tensor.copy_(torch.rand(tensor.shape) + 0.2)
    return net


def case(folder, name, training):
    net = network().train(training)
    tensors = {"input": torch.randn(2, 3, 8, 8)}
    for key, tensor in net.state_dict().items():
        if tensor.dtype == torch.float32:
            tensors["state." + key] = tensor.clone()

    def watch(layer, module):
        def forward(_, __, output):
            tensors["forward." + layer] = output.detach().clone()

        def backward(_, __, gradients):
            tensors["backward." + layer] = gradients[0].detach().clone()

        module.register_forward_hook(forward)
        module.register_full_backward_hook(backward)

    for layer, module in net.named_modules():
        if not isinstance(module, (nn.Sequential, Block)):
            watch(layer, module)

    logits = net(tensors["input"])
    if training:
        tensors["labels"] = torch.tensor([3, 0])
        nn.functional.cross_entropy(logits, tensors["labels"]).backward()
    else:
        tensors["logits_gradient"] = nn.functional.one_hot(logits.argmax(1), 5).float()
        logits.backward(tensors["logits_gradient"])
    write(os.path.join(folder, name), "Hooks", {"training": training}, tensors)


if __name__ == "__main__":
    case(sys.argv[1], "training", True)
    case(sys.argv[1], "evaluation", False)
