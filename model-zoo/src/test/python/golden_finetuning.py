"""Writes what PyTorch makes of a small residual network by some steps with frozen parameters.

    python3 golden_finetuning.py ../resources/finetuning

The files hold the state dict before (before.*) and after (after.*), and the steps' inputs and labels.
Convolutions and norms at the start are frozen, and one convolution in the middle; the running
statistics of frozen norms move, as in PyTorch they do.
"""

import os
import sys

import torch
from torch import nn

sys.path.append(os.path.join(os.path.dirname(__file__), "../../../../benchmarks/golden/src/test/python"))

from golden_cases import write
from golden_hooks import network

FROZEN = ("conv1.", "bn1.", "layer1.", "layer2.0.conv1.")
STEPS, BATCH = 5, 6


def case(folder, name, optimizer, args):
    net = network().train()
    torch.manual_seed(2)
    tensors = {
        "input": torch.randn(STEPS, BATCH, 3, 8, 8),
        "labels": torch.randint(5, (STEPS, BATCH)),
    }

    def record(prefix):
        for key, tensor in net.state_dict().items():
            if tensor.dtype == torch.float32:
                tensors[prefix + key] = tensor.clone()

    record("before.")
    for key, parameter in net.named_parameters():
        parameter.requires_grad = not key.startswith(FROZEN)
    trained = [parameter for parameter in net.parameters() if parameter.requires_grad]
    steps = optimizer(trained, **args)
    for x, labels in zip(tensors["input"], tensors["labels"]):
        steps.zero_grad()
        nn.functional.cross_entropy(net(x), labels).backward()
        nn.utils.clip_grad_norm_(trained, 0.5)
        steps.step()
    record("after.")
    write(os.path.join(folder, name), "FineTuning", args, tensors)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    case(sys.argv[1], "sgd", torch.optim.SGD, {"lr": 0.05, "momentum": 0.9, "weight_decay": 0.01})
    case(sys.argv[1], "adamw", torch.optim.AdamW, {"lr": 0.01, "weight_decay": 0.1})
