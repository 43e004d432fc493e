"""Prints what PyTorch makes of penalties on sizes, limited norms, class weights and smoothed answers; a test holds Linnet's steps to it.

    pip install numpy torch
    python core/src/test/python/training_steps.py

A perceptron 5-7-3 with tanh takes ten steps of SGD on all of 23 rows. Parameters are written as Linnet lays them out: each
weight [inputs, outputs], then its bias. It rewrites core/src/test/resources/training_steps.txt.
"""

from pathlib import Path

import numpy as np
import torch

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
STEPS, RATE = 10, 0.5
torch.set_default_dtype(torch.float64)
random = np.random.default_rng(7)
x = torch.tensor(random.normal(size=(23, 5)))
y = torch.tensor(random.integers(0, 3, size=23))
start = [torch.tensor(random.normal(size=shape) * 0.7) for shape in [(7, 5), (7,), (3, 7), (3,)]]
answers = torch.nn.functional.one_hot(y, 3) * (1 - 0.2) + 0.2 / 2  # each class yes or no, for itself
class_weights = torch.tensor([1.0, 2.5, 0.5])


def flat(parameters):
    return np.concatenate([p.detach().numpy().T.ravel() for p in parameters])


def network():
    net = torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.Tanh(), torch.nn.Linear(7, 3))
    with torch.no_grad():
        for p, value in zip(net.parameters(), start):
            p.copy_(value)
    return net


def run(loss=torch.nn.CrossEntropyLoss(), l1=0.0, l1_of_all=0.0, l2_of_all=0.0, max_norm=None, y=y):
    net = network()
    rule = torch.optim.SGD(net.parameters(), lr=RATE, weight_decay=l2_of_all)
    for _ in range(STEPS):
        rule.zero_grad()
        penalty = l1 * sum(layer.weight.abs().sum() for layer in (net[0], net[2]))
        penalty = penalty + l1_of_all * sum(p.abs().sum() for p in net.parameters())
        (loss(net(x), y) + penalty).backward()
        rule.step()
        if max_norm is not None:
            with torch.no_grad():
                for layer in (net[0], net[2]):
                    layer.weight.copy_(torch.renorm(layer.weight, p=2, dim=0, maxnorm=max_norm))
    return flat(net.parameters())


def line(name, values):
    return name + " = " + " ".join(repr(float(v)) for v in values)


lines = [
    f"# Printed by core/src/test/python/training_steps.py with PyTorch {torch.__version__.split('+')[0]}, NumPy {np.__version__}.",
    line("x", x.numpy().ravel()),
    line("y", y.numpy()),
    line("start", flat(start)),
    line("plain", run()),
    line("l1", run(l1=0.01)),
    line("penalizedBiases", run(l1_of_all=0.01, l2_of_all=0.05)),
    line("maxNorm", run(max_norm=0.8)),
    line("classWeights", run(loss=torch.nn.CrossEntropyLoss(weight=class_weights))),
    line("smoothedAnswers", run(loss=torch.nn.BCEWithLogitsLoss(), y=answers)),
]
(RESOURCES / "training_steps.txt").write_text("\n".join(lines) + "\n", encoding="ascii")
