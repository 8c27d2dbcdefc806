"""Writes by how much PyTorch's own bf16 is off for the cases of layers: golden_autocast.py DIR FILE

For each case below DIR the largest error of each result, relative to the largest expected magnitude: of
convolutions and linear layers under torch.autocast, which casts what they read; of others on inputs in
bf16, as they come after these. Layers that PyTorch cannot run so are left out.
"""

import json
import struct
import sys
from pathlib import Path

import torch

TYPES = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64}
CAST = ("Conv2d", "Conv3d", "Linear")


def read(path: Path) -> tuple[dict, dict[str, torch.Tensor]]:
    """Returns what a safetensors file says of its case, and the tensors in it."""
    content = bytearray(path.read_bytes())
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    case = json.loads(header.pop("__metadata__")["case"])
    data = memoryview(content)[8 + length :]
    tensors = {
        name: torch.frombuffer(data[slice(*one["data_offsets"])], dtype=TYPES[one["dtype"]])
        .reshape(one["shape"])
        .clone()
        for name, one in header.items()
    }
    return case, tensors


def errors(path: Path) -> dict[str, float]:
    case, tensors = read(path)
    arguments = dict(case["args"])
    training = arguments.pop("training", True)
    layer = getattr(torch.nn, case["op"])(**arguments).train(training)
    state = {
        name.split(".", 1)[1]: tensor
        for name, tensor in tensors.items()
        if name.startswith(("param.", "buffer."))
    }
    layer.load_state_dict(state)
    given = tensors["input"].clone().requires_grad_()
    if case["op"] in CAST:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output = layer(given)
    else:
        output = layer(given.bfloat16())
    results = {"output": output}
    if "grad.output" in tensors:
        output.backward(tensors["grad.output"].to(output.dtype))
        results["grad.input"] = given.grad
        results |= {f"grad.param.{name}": one.grad for name, one in layer.named_parameters()}
    return {
        name: float((result.double() - tensors[name].double()).abs().max())
        / max(float(tensors[name].double().abs().max()), 1e-30)
        for name, result in results.items()
        if name in tensors
    }


def main() -> None:
    folder, target = map(Path, sys.argv[1:])
    found = {}
    for path in sorted(folder.rglob("layers/*.safetensors")):
        try:
            found[path.stem] = errors(path)
        except (RuntimeError, AttributeError, TypeError) as error:
            print(f"{path.stem}: {error}", file=sys.stderr)
    target.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
