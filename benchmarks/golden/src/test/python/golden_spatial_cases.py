#!/usr/bin/env python3
"""Writes random golden cases of convolution, pooling, linear and flatten layers, by PyTorch.

    golden_spatial_cases.py FOLDER [COUNT [SEED]]

makes COUNT cases of every operation under FOLDER/layers, in the format of the checked-in ones;
then run scripts/golden FOLDER. Needs torch and numpy.
"""
import json
import os
import random
import struct
import sys

import torch
from torch import nn


def save(path, op, args, tensors):
    header = {"__metadata__": {"case": json.dumps({"op": op, "args": args}),
                               "source": "PyTorch " + torch.__version__}}
    body = b""
    for name, tensor in tensors.items():
        data = tensor.detach().contiguous().numpy().tobytes()
        header[name] = {"dtype": "I64" if tensor.dtype == torch.int64 else "F32",
                        "shape": list(tensor.shape),
                        "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


def size(low, high, axes):
    """One number for all axes, or one for each."""
    if random.random() < 0.4:
        return random.randint(low, high)
    return [random.randint(low, high) for _ in range(axes)]


def spread(value, axes):
    return value if isinstance(value, list) else [value] * axes


def image(channels, low, high, axes):
    batch = random.choice([1, 2, 3])
    return torch.randn(batch, channels, *[random.randint(low, high) for _ in range(axes)])


def gradients(module, x):
    """Output and gradients of one step, by the names of the golden format."""
    x = x.clone().requires_grad_()
    tensors = {"input": x}
    for name, parameter in module.named_parameters():
        tensors["param." + name] = parameter
    output = module(x)
    indices = None
    if isinstance(output, tuple):
        output, indices = output
    given = torch.randn_like(output)
    output.backward(given)
    tensors.update({"output": output, "grad.output": given, "grad.input": x.grad})
    if indices is not None:
        tensors["indices"] = indices
    for name, parameter in module.named_parameters():
        tensors["grad.param." + name] = parameter.grad
    return tensors


def convolution(kind, axes):
    groups = random.choice([1, 1, 1, 2, 3])
    channels = groups * random.choice([1, 2, 3, 8])
    mode = random.choice(["zeros", "zeros", "reflect", "replicate", "circular"])
    args = {"in_channels": channels, "out_channels": groups * random.choice([1, 2, 3, 8]),
            "kernel_size": size(1, 4, axes), "stride": size(1, 3, axes),
            "padding": size(0, 3, axes), "dilation": size(1, 3, axes), "groups": groups,
            "bias": random.random() < 0.7, "padding_mode": mode}
    if random.random() < 0.15:
        args.update(padding=random.choice(["same", "valid"]), stride=1)
    x = image(channels, 3, 9 if axes == 2 else 6, axes)
    return args, gradients(kind(**args), x)


def conv2d():
    return convolution(nn.Conv2d, 2)


def conv3d():
    return convolution(nn.Conv3d, 3)


def pooling(dilations):
    kernel = size(1, 5, 2)
    args = {"kernel_size": kernel, "ceil_mode": random.random() < 0.5}
    if random.random() < 0.8:
        args["stride"] = size(1, 4, 2)
    padding = [random.randint(0, length // 2) for length in spread(kernel, 2)]
    args["padding"] = padding[0] if padding[0] == padding[1] else padding
    if dilations and random.random() < 0.4:
        args["dilation"] = size(1, 3, 2)
    return args


def max_pool2d():
    args = pooling(dilations=True)
    if random.random() < 0.4:
        args["return_indices"] = True
    tensors = gradients(nn.MaxPool2d(**args), image(random.choice([1, 3, 8, 17]), 2, 12, 2))
    if torch.isinf(tensors["output"]).any():
        raise ValueError("a window that sees only padding, which Convoy refuses")
    return args, tensors


def avg_pool2d():
    args = pooling(dilations=False)
    args["count_include_pad"] = random.random() < 0.5
    if random.random() < 0.3:
        args["divisor_override"] = random.randint(1, 7)
    return args, gradients(nn.AvgPool2d(**args), image(random.choice([1, 3, 8, 17]), 2, 12, 2))


def adaptive_avg_pool2d():
    args = {"output_size": size(1, 8, 2)}
    if isinstance(args["output_size"], list):
        for axis in range(2):
            if random.random() < 0.2:
                args["output_size"][axis] = None
    x = image(random.choice([1, 3, 8, 17]), 1, 12, 2)
    return args, gradients(nn.AdaptiveAvgPool2d(**args), x)


def linear():
    args = {"in_features": random.randint(1, 40), "out_features": random.randint(1, 40),
            "bias": random.random() < 0.5}
    leading = random.choice([[1], [4], [2, 3]])
    return args, gradients(nn.Linear(**args), torch.randn(*leading, args["in_features"]))


def flatten():
    axes = random.choice([2, 3])
    start = random.randint(1, axes + 1)
    end = random.randint(start, axes + 1)
    args = {"start_dim": start, "end_dim": random.choice([end, end - axes - 2])}
    return args, gradients(nn.Flatten(**args), image(random.choice([1, 3]), 1, 4, axes))


def max_unpool2d():
    args = pooling(dilations=False)
    del args["ceil_mode"]
    pool_input = image(random.choice([1, 3, 8]), 4, 12, 2)
    pooled, indices = nn.MaxPool2d(return_indices=True, **args)(pool_input)
    args["output_size"] = list(pool_input.shape[2:])
    unpool = nn.MaxUnpool2d(**{k: v for k, v in args.items() if k != "output_size"})
    x = torch.randn_like(pooled).requires_grad_()
    output = unpool(x, indices, args["output_size"])
    given = torch.randn_like(output)
    output.backward(given)
    return args, {"pool_input": pool_input, "pool_output": pooled, "indices": indices, "input": x,
                  "output": output, "grad.output": given, "grad.input": x.grad}


OPERATIONS = {"Conv2d": conv2d, "Conv3d": conv3d, "MaxPool2d": max_pool2d,
              "AvgPool2d": avg_pool2d, "AdaptiveAvgPool2d": adaptive_avg_pool2d,
              "Linear": linear, "Flatten": flatten, "MaxUnpool2d": max_unpool2d}


def main(folder, count=20, seed=1):
    random.seed(int(seed))
    torch.manual_seed(int(seed))
    os.makedirs(os.path.join(folder, "layers"), exist_ok=True)
    for op, make in OPERATIONS.items():
        made = 0
        while made < int(count):
            try:
                args, tensors = make()
            except (RuntimeError, ValueError):
                continue  # Arguments that PyTorch refuses.
            name = f"{op.lower()}_random_{seed}_{made}.safetensors"
            save(os.path.join(folder, "layers", name), op, args, tensors)
            made += 1


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
