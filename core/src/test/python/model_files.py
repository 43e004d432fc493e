"""Model files across the border: PyTorch reads what Linnet wrote, and writes what Linnet reads.

    pip install torch safetensors
    python core/src/test/python/model_files.py

reads model-0.1.0.safetensors in core/src/test/resources/models (GoldenModel wrote it) and writes beside it
model-0.1.0.pytorch.txt (what PyTorch computes with that model), pytorch-{f64,f32,f16,bf16}.safetensors (what PyTorch
saves) and pytorch.txt (the numbers in them). ModelFileTest compares; the build itself needs no Python.

A line of a text is `key = values`, values in hexadecimal text; tensors as PyTorch has them, row by row.
"""

import json
from pathlib import Path

import safetensors
import torch
from safetensors.torch import load_file, save_file
from torch import nn

MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"
HEAD = (
    "# Printed by core/src/test/python/model_files.py with "
    f"PyTorch {torch.__version__}, safetensors {safetensors.__version__}. Not to be edited.\n"
)


def text(values):
    return " ".join(float(x).hex() for x in values.flatten())


def pytorch_reads_linnet(name):
    path = MODELS / f"{name}.safetensors"
    model = nn.Sequential(
        nn.Linear(3, 5), nn.LeakyReLU(0.2), nn.Linear(5, 4, bias=False), nn.Tanh(), nn.Linear(4, 2)
    ).double()
    print(name, model.load_state_dict(load_file(path)))  # strict: all keys match, and their shapes

    with safetensors.safe_open(path, "pt") as file:
        scaler = json.loads(file.metadata()["linnet.scaler"])
        seed = json.loads(file.metadata()["linnet.seed"])
        labels = json.loads(file.metadata()["linnet.labels"])
    mean, factor = (
        torch.tensor([float.fromhex(x) for x in scaler[key]], dtype=torch.float64) for key in ("mean", "factor")
    )
    assert seed == -42 and labels == ["Apfel", '"Käse"'], (seed, labels)

    inputs = torch.arange(-9, 9).double().reshape(6, 3) / 4
    logits = model((inputs - mean) * factor)
    results = {"inputs": inputs, "logits": logits.detach(), "softmax": logits.detach().softmax(1)}
    lines = [f"{key} = {text(values)}\n" for key, values in results.items()]
    (MODELS / f"{name}.pytorch.txt").write_text(HEAD + "".join(lines))


def pytorch_writes():
    torch.manual_seed(1)
    double = torch.float64
    model = nn.Sequential(nn.Linear(4, 3, dtype=double), nn.ReLU(), nn.Linear(3, 2, dtype=double))
    with torch.no_grad():
        model[0].bias.copy_(torch.tensor([0.0, -0.0, 1e-7]))  # 1e-7 is subnormal in 16 bits
    lines = []
    for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
        short = {"float64": "f64", "float32": "f32", "float16": "f16", "bfloat16": "bf16"}[str(dtype).split(".")[1]]
        tensors = {key: value.to(dtype) for key, value in model.state_dict().items()}
        save_file(tensors, MODELS / f"pytorch-{short}.safetensors", metadata={"format": "pt"})
        lines += [f"{short} {key} = {text(value.double())}\n" for key, value in tensors.items()]
    (MODELS / "pytorch.txt").write_text(HEAD + "".join(lines))


pytorch_reads_linnet("model-0.1.0")
pytorch_writes()
