#!/usr/bin/env python3
"""Writes averages of weights by PyTorch, as torchvision's reference training takes them.

    golden_average_cases.py > spark-job/src/test/resources/org/convoy/strategy/averages.json

A parameter and a buffer walk at random for some epochs; after each step stand the parameter, the buffer
and their averages: `ema` by the loop of torchvision's references/classification/train.py, with its
adjusted decay, `swa` by torch.optim.swa_utils once an epoch. Needs torch.
"""
import json
import sys

import torch
from torch.optim.swa_utils import AveragedModel

EPOCHS, STEPS, WORKERS, BATCH, EVERY, DECAY, WARM_UP, SWA_START = 4, 7, 2, 8, 3, 0.99, 1, 1


class ExponentialMovingAverage(AveragedModel):
    """Of torchvision's references/classification/utils.py."""

    def __init__(self, model, decay):
        super().__init__(model, "cpu", lambda average, value, count: decay * average + (1 - decay) * value,
                         use_buffers=True)


class Walk(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.randn(3))
        self.register_buffer("mean", torch.randn(2))

    def step(self):
        self.weight.data += 0.1 * torch.randn(3)
        self.mean += 0.1 * torch.randn(2)


def values(model):
    return torch.cat([model.weight.detach(), model.mean]).tolist()


def main():
    torch.manual_seed(1)
    model = Walk()
    adjust = WORKERS * BATCH * EVERY / EPOCHS
    ema = ExponentialMovingAverage(model, 1.0 - min(1.0, (1.0 - DECAY) * adjust))
    swa = AveragedModel(model, use_buffers=True)
    initial, steps = values(model), []
    for epoch in range(EPOCHS):
        for i in range(STEPS):
            model.step()
            if i % EVERY == 0:
                ema.update_parameters(model)
                if epoch < WARM_UP:
                    ema.n_averaged.fill_(0)
            if i == STEPS - 1 and epoch >= SWA_START:
                swa.update_parameters(model)
            steps.append({"model": values(model), "ema": values(ema.module), "swa": values(swa.module)})
    json.dump({"initial": initial, "steps": steps}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
