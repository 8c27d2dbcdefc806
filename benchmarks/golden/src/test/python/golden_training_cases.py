#!/usr/bin/env python3
"""Writes random golden cases of optimizers, schedules and networks, by PyTorch and torchvision.

    golden_training_cases.py FOLDER [COUNT [SEED]]

makes COUNT cases of every optimizer and schedule and one of each network under FOLDER; then run
scripts/golden FOLDER. Needs torch, torchvision and numpy.
"""
import json
import os
import random
import struct
import sys

import numpy
import torch
import torchvision
from torch import optim
import torch.optim.swa_utils
from torch.optim import lr_scheduler

STEPS = 60
MODELS = ["alexnet", "vgg11", "vgg13", "vgg16_bn", "resnet34", "resnet50", "resnet101",
          "googlenet", "mobilenet_v2"]


def save(path, op, args, tensors):
    header = {"__metadata__": {"case": json.dumps({"op": op, "args": args})}}
    kinds = {"float64": "F64", "float32": "F32", "int64": "I64"}
    body = b""
    for name, array in tensors.items():
        data = numpy.ascontiguousarray(array).tobytes()
        header[name] = {"dtype": kinds[str(array.dtype)], "shape": list(array.shape),
                        "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


def some(**choices):
    """Every argument with probability one half."""
    return {name: random.choice(values) for name, values in choices.items() if random.random() < 0.5}


DECAY = [0, 1e-4, 0.01, 0.3]
BETAS = [[0.9, 0.999], [0.5, 0.9], [0.0, 0.99], [0.95, 0.5]]
RATES = [1e-3, 0.01, 0.1]
OPTIMIZERS = {
    "SGD": lambda: sgd(),
    "Adam": lambda: some(lr=RATES, betas=BETAS, eps=[1e-8, 1e-3], weight_decay=DECAY,
                         amsgrad=[True], maximize=[True]),
    "AdamW": lambda: some(lr=RATES, betas=BETAS, eps=[1e-8, 1e-3], weight_decay=DECAY,
                          amsgrad=[True], maximize=[True]),
    "NAdam": lambda: some(lr=RATES, betas=BETAS, eps=[1e-8, 1e-3], weight_decay=DECAY,
                          momentum_decay=[0, 4e-3, 0.1]),
    "Adagrad": lambda: some(lr=RATES, lr_decay=[0, 0.1], weight_decay=DECAY, maximize=[True],
                            initial_accumulator_value=[0, 0.1, 2.0], eps=[1e-10, 1e-3]),
    "Adadelta": lambda: some(lr=[0.1, 1.0], rho=[0.5, 0.9, 0.99], eps=[1e-6, 1e-3],
                             weight_decay=DECAY, maximize=[True]),
    "RMSprop": lambda: some(lr=RATES, alpha=[0.5, 0.99], eps=[1e-8, 1e-3], weight_decay=DECAY,
                            momentum=[0.5, 0.9], centered=[True], maximize=[True]),
}


def sgd():
    args = {"lr": random.choice(RATES)}
    args.update(some(momentum=[0.5, 0.9], weight_decay=DECAY, maximize=[True]))
    if args.get("momentum") and random.random() < 0.5:
        args.update(some(nesterov=[True]) or {"dampening": 0.3})
    return args


def optimizer_case(op):
    args = OPTIMIZERS[op]()
    size = random.choice([1, 7, 19, 200])
    scale = random.choice([1e-3, 1.0, 30.0])
    parameter = torch.nn.Parameter(torch.randn(size))
    initial = parameter.detach().numpy().copy()
    optimizer = getattr(optim, op)([parameter], **args)
    gradients, trace = [], []
    for step in range(random.choice([1, 12, 40])):
        gradient = torch.randn(size) * scale
        if random.random() < 0.2:
            gradient[: size // 2] = 0
        parameter.grad = gradient.clone()
        optimizer.step()
        gradients.append(gradient.numpy())
        trace.append(parameter.detach().numpy().copy())
    return args, {"param.initial": initial, "grads": numpy.stack(gradients),
                  "params": numpy.stack(trace)}


def group_case(op):
    """Parameter groups, whose learning rates a schedule scales alike; the last has none of its own."""
    args = OPTIMIZERS[op]()
    args.setdefault("lr", 0.01)
    lengths = [random.choice([1, 3, 1100]) for _ in range(random.choice([2, 3]))]
    groups = [own_settings(op, args) for _ in lengths[1:]]
    parameters = [torch.nn.Parameter(torch.randn(length)) for length in lengths]
    initial = torch.cat([p.detach() for p in parameters]).numpy()
    made = [{"params": [p], **own} for p, own in zip(parameters, groups + [{}])]
    optimizer = getattr(optim, op)(made, **args)
    gamma = random.choice([0.5, 0.9, 1.0])
    schedule = lr_scheduler.ExponentialLR(optimizer, gamma)
    gradients, trace = [], []
    for step in range(9):
        for parameter in parameters:
            parameter.grad = torch.randn(parameter.shape)
        gradients.append(torch.cat([p.grad for p in parameters]).numpy())
        optimizer.step()
        schedule.step()
        trace.append(torch.cat([p.detach() for p in parameters]).numpy())
    args["groups"] = [{**own, "length": length} for own, length in zip(groups, lengths)]
    return {**args, "gamma": gamma}, {
        "param.initial": initial, "grads": numpy.stack(gradients), "params": numpy.stack(trace)}


def own_settings(op, args):
    own = OPTIMIZERS[op]()
    own.pop("maximize", None)  # PyTorch has it for each group, Convoy for all.
    own.pop("initial_accumulator_value", None)  # PyTorch does not look at a group's.
    if args.get("momentum") and not own.get("momentum") and op == "SGD":
        own.update(momentum=0, nesterov=False)
    if op == "SGD" and own.setdefault("nesterov", False):
        own["dampening"] = 0
    return own


SCHEDULES = {
    "StepLR": lambda: {"step_size": random.randint(1, 40), **some(gamma=[0.2, 0.9, 1.0])},
    "MultiStepLR": lambda: {"milestones": [random.randint(1, 70) for _ in range(4)],
                            **some(gamma=[0.2, 0.9])},
    "ExponentialLR": lambda: {"gamma": random.choice([0.5, 0.93, 1.0, 1.02])},
    "ConstantLR": lambda: some(factor=[0.1, 0.5, 1.0], total_iters=[0, 1, 7, 100]),
    "LinearLR": lambda: some(start_factor=[0.01, 0.5, 1.0], end_factor=[0.0, 0.3, 1.0],
                             total_iters=[1, 9, 100]),
    "PolynomialLR": lambda: some(total_iters=[1, 9, 60, 100], power=[0.5, 1.0, 2.0, 3.3]),
    "CosineAnnealingLR": lambda: {"T_max": random.choice([1, 7, 25, 60, 100]),
                                  **some(eta_min=[0, 1e-4, 0.01, 0.2])},
    "CosineAnnealingWarmRestarts": lambda: {"T_0": random.choice([1, 3, 10, 70]),
                                            **some(T_mult=[1, 2, 3], eta_min=[0, 1e-3])},
    "OneCycleLR": lambda: one_cycle(),
    "ReduceLROnPlateau": lambda: some(mode=["min", "max"], factor=[0.1, 0.5], patience=[0, 2, 5],
                                      threshold=[1e-4, 0.1], threshold_mode=["rel", "abs"],
                                      cooldown=[0, 3], min_lr=[0, 0.02, [0.01]], eps=[1e-8, 0.01]),
    "SWALR": lambda: {"swa_lr": random.choice([0.05, 0.5]),
                      **some(anneal_epochs=[0, 1, 7, 90], anneal_strategy=["linear", "cos"])},
    "WarmupCosine": lambda: {"warmup_steps": random.choice([1, 5, 20]), "total_steps": 60,
                             "start_factor": random.choice([0.01, 0.5])},
}


def one_cycle():
    total = {"epochs": 12, "steps_per_epoch": 5} if random.random() < 0.3 else {"total_steps": 60}
    return {"max_lr": random.choice([0.1, 0.4]), **total,
            **some(pct_start=[0.1, 0.25, 0.45], anneal_strategy=["linear", "cos"],
                   div_factor=[4.0, 30.0], final_div_factor=[10.0, 1e3], three_phase=[True],
                   cycle_momentum=[False], base_momentum=[0.7], max_momentum=[0.9])}


def scheduler(op, optimizer, args):
    if op == "SWALR":
        return optim.swa_utils.SWALR(optimizer, **args)
    if op != "WarmupCosine":
        return getattr(lr_scheduler, op)(optimizer, **args)
    warmup = args["warmup_steps"]
    return lr_scheduler.SequentialLR(optimizer, [
        lr_scheduler.LinearLR(optimizer, args["start_factor"], total_iters=warmup),
        lr_scheduler.CosineAnnealingLR(optimizer, args["total_steps"] - warmup)], [warmup])


def schedule_case(op):
    args = SCHEDULES[op]()
    base = random.choice([0.01, 0.1, 1.0])
    optimizer = optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=base, momentum=0.9)
    schedule = scheduler(op, optimizer, args)
    tensors, rates, momentums = {}, [], []
    if op == "ReduceLROnPlateau":
        metrics = numpy.round(numpy.random.rand(STEPS) * random.choice([-1, 1, 100]), 1)
        tensors["metrics"] = metrics.astype("float64")
    for step in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        momentums.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        if op == "ReduceLROnPlateau":
            schedule.step(float(metrics[step]))
        elif step < STEPS - 1:
            schedule.step()
    tensors["lrs"] = numpy.array(rates, dtype="float64")
    if op == "OneCycleLR" and args.get("cycle_momentum", True):
        tensors["momentums"] = numpy.array(momentums, dtype="float64")
    return {**args, "base_lr": base}, tensors


def fill(index, count):
    return numpy.sin(0.7548776662 * numpy.arange(count, dtype="float64") + 1.3247179572 * index)


def filled(name, tensor, index):
    values = fill(index, tensor.numel())
    if name.endswith("running_var"):
        values = 1 + 0.3 * values
    elif name.endswith("running_mean"):
        values = 0.1 * values
    elif tensor.dim() > 1:
        values = values * (2 / (tensor.numel() / tensor.shape[0])) ** 0.5 * 2 ** 0.5
    elif name.endswith("weight"):
        values = 1 + 0.2 * values
    else:
        values = 0.1 * values
    return torch.from_numpy(values.astype("float32")).reshape(tensor.shape)


def model_case(name):
    extra = {"aux_logits": False, "init_weights": False} if name == "googlenet" else {}
    model = getattr(torchvision.models, name)(num_classes=random.choice([3, 10, 100]), **extra)
    state, listed, index = model.state_dict(), [], 0
    for key, tensor in state.items():
        floating = tensor.dtype == torch.float32
        listed.append([key, list(tensor.shape), "F32" if floating else "I64"])
        if floating:
            tensor.copy_(filled(key, tensor, index))
            index += 1
    model.eval()
    shape = [random.choice([1, 2]), 3, random.choice([64, 96]), random.choice([64, 80])]
    x = torch.from_numpy(fill(1000, int(numpy.prod(shape))).astype("float32")).reshape(shape)
    with torch.no_grad():
        y = model(x)
    args = {"name": name, "num_classes": y.shape[1], "fill": "as in the cases of golden/models",
            "parameters": sum(p.numel() for p in model.parameters()), "state_dict": listed}
    return args, {"input": x.numpy(), "output": y.numpy()}


def main(folder, count=20, seed=1):
    for generator in (random.seed, numpy.random.seed, torch.manual_seed):
        generator(int(seed))
    kinds = (("optimizers", OPTIMIZERS, optimizer_case), ("schedules", SCHEDULES, schedule_case))
    for kind, operations, make in kinds:
        for op in operations:
            for number in range(int(count)):
                name = f"{op.lower()}_random_{seed}_{number}.safetensors"
                save(os.path.join(folder, kind, name), op, *make(op))
    for op in OPTIMIZERS:
        for number in range(int(count)):
            name = f"{op.lower()}_groups_{seed}_{number}.safetensors"
            save(os.path.join(folder, "optimizers", name), op, *group_case(op))
    for name in MODELS:
        save(os.path.join(folder, "models", name + ".safetensors"), "Model", *model_case(name))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
