"""Prints the numbers that Linnet's tests compare with: PyTorch's, and mpmath's where PyTorch itself rounds too much.

    pip install torch mpmath
    python core/src/test/python/reference_numbers.py

rewrites core/src/test/resources/reference_numbers.txt (what the first release has) and reference_numbers_2.txt (what came
after it). Everything is float64 and seeded: the same versions on the same kind of processor
print the same files.

A line of a file is `key = values`. Values are words, or doubles in Python's shortest round-tripping form, which
Double.parseDouble reads back to the same bits. Matrices are row-major. Weights have PyTorch's shape [out, in].
"""

import math
import platform
import zlib
from pathlib import Path

import mpmath
import torch
import torch.nn.functional as F
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
mpmath.mp.prec = 400

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
SEED = 20240607


class Numbers:
    """Collects `key = values` lines and writes them to one file."""

    def __init__(self, file_name, what):
        self.file_name = file_name
        self.keys = set()
        self.lines = [
            f"# {what}",
            "# Printed by core/src/test/python/reference_numbers.py with "
            f"PyTorch {torch.__version__}, mpmath {mpmath.__version__}, Python {platform.python_version()}. Not to be edited.",
        ]

    def section(self, title):
        self.lines += ["", f"# {title}"]

    def put(self, key, values):
        assert key not in self.keys, key
        self.keys.add(key)
        if isinstance(values, torch.Tensor):
            values = values.detach().reshape(-1).tolist()
        if not isinstance(values, (list, tuple)):
            values = [values]
        self.lines.append(f"{key} = " + " ".join(self.word(value) for value in values))

    @staticmethod
    def word(value):
        if isinstance(value, float):
            return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(value), repr(value))
        return str(value)

    def write(self):
        path = RESOURCES / self.file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(self.lines) + "\n", encoding="ascii")
        print(f"{path.name}: {len(self.keys)} entries, {path.stat().st_size} bytes")


def generator(*purpose):
    """A random stream of its own for each purpose, so that adding a case moves no other case's numbers."""
    return torch.Generator().manual_seed(SEED + zlib.crc32("/".join(purpose).encode()))


def normal(shape, *purpose, scale=1.0):
    return torch.randn(shape, generator=generator(*purpose)) * scale


def uniform(shape, *purpose):
    return torch.rand(shape, generator=generator(*purpose))


def labels(rows, classes, *purpose):
    return torch.randint(classes, (rows,), generator=generator(*purpose))


def probabilities(rows, classes, *purpose):
    return torch.softmax(normal((rows, classes), *purpose), dim=1)


# ---------------------------------------------------------------- activations

SELU_ALPHA = mpmath.mpf("1.6732632423543772848170429916717")
SELU_SCALE = mpmath.mpf("1.0507009873554804934193349852946")


def sigmoid_exact(x):
    return 1 / (1 + mpmath.exp(-x))


def normal_cdf(x):
    return mpmath.erfc(-x / mpmath.sqrt(2)) / 2


def normal_pdf(x):
    return mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mpmath.pi)


# name: (PyTorch's function, the true value, the true derivative)
ACTIVATIONS = {
    "identity": (lambda x: x * 1.0, lambda x: x, lambda x: mpmath.mpf(1)),
    "relu": (F.relu, lambda x: max(x, mpmath.mpf(0)), lambda x: mpmath.mpf(x > 0)),
    "leakyRelu": (
        lambda x: F.leaky_relu(x, 0.01),
        lambda x: x if x > 0 else mpmath.mpf(0.01) * x,
        lambda x: mpmath.mpf(1) if x > 0 else mpmath.mpf(0.01),
    ),
    "elu": (F.elu, lambda x: x if x > 0 else mpmath.expm1(x), lambda x: mpmath.mpf(1) if x > 0 else mpmath.exp(x)),
    "selu": (
        F.selu,
        lambda x: SELU_SCALE * (x if x > 0 else SELU_ALPHA * mpmath.expm1(x)),
        lambda x: SELU_SCALE * (1 if x > 0 else SELU_ALPHA * mpmath.exp(x)),
    ),
    "gelu": (F.gelu, lambda x: x * normal_cdf(x), lambda x: normal_cdf(x) + x * normal_pdf(x)),
    "silu": (
        F.silu,
        lambda x: x * sigmoid_exact(x),
        lambda x: sigmoid_exact(x) * (1 + x * sigmoid_exact(-x)),
    ),
    "sigmoid": (torch.sigmoid, sigmoid_exact, lambda x: sigmoid_exact(x) * sigmoid_exact(-x)),
    "tanh": (torch.tanh, mpmath.tanh, lambda x: mpmath.sech(x) ** 2),
    "softplus": (lambda x: F.softplus(x, threshold=40), lambda x: mpmath.log1p(mpmath.exp(x)), sigmoid_exact),
    "hardTanh": (F.hardtanh, lambda x: min(max(x, mpmath.mpf(-1)), mpmath.mpf(1)), lambda x: mpmath.mpf(abs(x) < 1)),
}

MAGNITUDES = [
    5e-324, 1e-308, 1e-300, 1e-160, 1e-20, 1e-9, 1e-5, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0,
    6.0, 8.0, 8.3, 10.0, 15.0, 18.7, 19.1, 20.0, 27.0, 30.0, 36.0, 37.0, 38.4, 40.0, 100.0, 700.0, 710.0, 745.0, 750.0, 1e4,
    1e160, 1e300, 1.7976931348623157e308,
]  # fmt: skip
ACTIVATION_INPUTS = [-m for m in reversed(MAGNITUDES)] + [0.0] + MAGNITUDES


def to_float(x):
    """The nearest double; what lies below the smallest is zero of the same sign."""
    return float(x) if x == 0 or mpmath.fabs(x) > mpmath.mpf(2) ** -1075 else math.copysign(0.0, x)


def exactly(function, x):
    # 1 + tiny must keep the tiny part: precision grows with the distance of x from 1.
    with mpmath.workprec(400 + 2 * max(0, -math.frexp(x)[1])):
        # Beyond 1e5 an exponential is 0 or the function its asymptote; mpmath would need hours to print as much.
        clamped = mpmath.mpf(x if abs(x) <= 1e5 else math.copysign(1e5, x))
        if clamped == x:
            return to_float(function(clamped))
        value = function(clamped)
        return to_float(value * (mpmath.mpf(x) / clamped)) if mpmath.fabs(value) > 2 else to_float(value)


def print_activations(numbers):
    numbers.section("Activations: value and derivative at x, by PyTorch's autograd and to the nearest double by mpmath")
    numbers.put("activation.names", list(ACTIVATIONS))
    numbers.put("activation.x", ACTIVATION_INPUTS)
    for name, (function, value, derivative) in ACTIVATIONS.items():
        x = torch.tensor(ACTIVATION_INPUTS, requires_grad=True)
        y = function(x)
        (gradient,) = torch.autograd.grad(y.sum(), x)
        numbers.put(f"activation.{name}.torch.value", y)
        numbers.put(f"activation.{name}.torch.derivative", gradient)
        numbers.put(f"activation.{name}.exact.value", [exactly(value, v) for v in ACTIVATION_INPUTS])
        numbers.put(f"activation.{name}.exact.derivative", [exactly(derivative, v) for v in ACTIVATION_INPUTS])


# ---------------------------------------------------------------- losses


def softmax_cross_entropy(z, y, **options):
    return F.cross_entropy(z, y, reduction="none", **options)


def mean_of_columns(loss):
    return lambda z, y: loss(z, y, reduction="none").mean(dim=1)


def quantile(q):
    """The pinball loss, Koenker and Bassett 1978: z is the prediction of the q-quantile of y."""
    return lambda z, y: torch.maximum(q * (y - z), (q - 1) * (y - z)).mean(dim=1)


def binary_focal(gamma, alpha):
    """Lin et al. 2017, equation 5, for independent labels."""

    def loss(z, y):
        log_p, log_q = F.logsigmoid(z), F.logsigmoid(-z)
        positive = alpha * y * (gamma * log_q).exp() * log_p
        negative = (1 - alpha) * (1 - y) * (gamma * log_p).exp() * log_q
        return -(positive + negative).mean(dim=1)

    return loss


def softmax_focal(gamma):
    """Lin et al. 2017, equation 4, for exclusive classes. 1 - p is summed from the other classes: 1 - 1.0 would lose it."""

    def loss(z, y):
        log_p = F.log_softmax(z, dim=1)
        is_label = F.one_hot(y, z.shape[1]).bool()
        log_others = torch.logsumexp(log_p.masked_fill(is_label, -math.inf), dim=1)
        return -(gamma * log_others).exp() * log_p[is_label]

    return loss


# name: (loss of each row, kind of targets). Huber, quantile and others carry their hyper-parameters in their names.
LOSSES = {
    "softmaxCrossEntropy": (softmax_cross_entropy, "labels"),
    "softmaxCrossEntropy.probabilities": (softmax_cross_entropy, "probabilities"),
    "binaryCrossEntropy": (mean_of_columns(F.binary_cross_entropy_with_logits), "binary"),
    "meanSquaredError": (mean_of_columns(F.mse_loss), "values"),
    "meanAbsoluteError": (mean_of_columns(F.l1_loss), "values"),
    "huber.1.0": (mean_of_columns(lambda z, y, reduction: F.huber_loss(z, y, reduction=reduction, delta=1.0)), "values"),
    "huber.0.3": (mean_of_columns(lambda z, y, reduction: F.huber_loss(z, y, reduction=reduction, delta=0.3)), "values"),
    "huber.2.5": (mean_of_columns(lambda z, y, reduction: F.huber_loss(z, y, reduction=reduction, delta=2.5)), "values"),
}

LATER_LOSSES = {
    "labelSmoothing.0.1": (lambda z, y: softmax_cross_entropy(z, y, label_smoothing=0.1), "labels"),
    "labelSmoothing.0.1.probabilities": (lambda z, y: softmax_cross_entropy(z, y, label_smoothing=0.1), "probabilities"),
    "softmaxFocal.2.0": (softmax_focal(2.0), "labels"),
    "softmaxFocal.0.5": (softmax_focal(0.5), "labels"),
    "binaryFocal.2.0.0.25": (binary_focal(2.0, 0.25), "binary"),
    "hinge": (lambda z, y: torch.clamp(1 - (2 * y - 1) * z, min=0).mean(dim=1), "binary"),
    "squaredHinge": (lambda z, y: (torch.clamp(1 - (2 * y - 1) * z, min=0) ** 2).mean(dim=1), "binary"),
    "multiMargin.mean": (lambda z, y: F.multi_margin_loss(z, y, reduction="none"), "labels"),
    "crammerSinger": (
        lambda z, y: torch.clamp(
            1 + (z - F.one_hot(y, z.shape[1]) * 1e30).amax(dim=1) - z.gather(1, y[:, None])[:, 0], min=0
        ),
        "labels",
    ),
    "klDivergence": (
        lambda z, y: F.kl_div(F.log_softmax(z, dim=1), y, reduction="none").sum(dim=1),
        "probabilities",
    ),
    "quantile.0.1": (quantile(0.1), "values"),
    "quantile.0.5": (quantile(0.5), "values"),
    "quantile.0.9": (quantile(0.9), "values"),
    "logCosh": (
        lambda z, y: (torch.abs(z - y) + torch.log1p(torch.exp(-2 * torch.abs(z - y))) - math.log(2)).mean(dim=1),
        "values",
    ),
}


def targets_for(kind, rows, outputs, *purpose):
    if kind == "labels":
        return labels(rows, outputs, *purpose)
    if kind == "probabilities":
        return probabilities(rows, outputs, *purpose)
    if kind == "binary":
        return (uniform((rows, outputs), *purpose) < 0.4).double()
    return normal((rows, outputs), *purpose, scale=1.5)


def print_losses(numbers, losses):
    numbers.section("Losses: each row's loss, and its gradient with respect to the row's logits [rows, outputs]")
    numbers.put("loss.names", list(losses))
    for name, (loss, kind) in losses.items():
        shapes = [(9, 1), (8, 3)] if kind in ("binary", "values") else [(9, 2), (11, 7)]
        for case, (rows, outputs) in enumerate(shapes):
            for scale in (1.0, 30.0):  # ordinary logits, and a network that is very sure of itself
                key = f"loss.{name}.{case}.{'ordinary' if scale == 1.0 else 'large'}"
                z = normal((rows, outputs), key, "logits", scale=2.0 * scale).requires_grad_()
                y = targets_for(kind, rows, outputs, key, "targets")
                row_loss = loss(z, y)
                (gradient,) = torch.autograd.grad(row_loss.sum(), z)
                numbers.put(f"{key}.outputs", outputs)
                numbers.put(f"{key}.logits", z)
                numbers.put(f"{key}.targets", y.double())
                numbers.put(f"{key}.rowLoss", row_loss)
                numbers.put(f"{key}.gradient", gradient)


# ---------------------------------------------------------------- whole networks


class Residual(nn.Module):
    def __init__(self, *block):
        super().__init__()
        self.block = nn.Sequential(*block)

    def forward(self, x):
        return x + self.block(x)


MODULES = {
    "identity": nn.Identity, "relu": nn.ReLU, "leakyRelu": nn.LeakyReLU, "elu": nn.ELU, "selu": nn.SELU, "gelu": nn.GELU,
    "silu": nn.SiLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "softplus": nn.Softplus, "hardTanh": nn.Hardtanh,
}  # fmt: skip


def network(layers, *purpose):
    """`5 7 tanh 3` is Linear(5, 7), Tanh, Linear(7, 3): a Linear leads from each width to the next."""
    modules, width = [], None
    for word in layers.split():
        if word.isdigit():
            if width is not None:
                modules.append(nn.Linear(width, int(word)))
            width = int(word)
        else:
            modules.append(MODULES[word]())
    return draw(nn.Sequential(*modules), *purpose)


def draw(model, *purpose):
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(normal(parameter.shape, *purpose, name, scale=0.8))
    return model


def put_parameters(numbers, key, model):
    for name, parameter in model.named_parameters():
        numbers.put(f"{key}.{name}", parameter)


def put_gradients(numbers, key, model):
    for name, parameter in model.named_parameters():
        numbers.put(f"{key}.{name}", parameter.grad)


# (layers, loss, rows); every other one with weighted rows.
NETWORKS = [
    ("5 7 relu 3", "softmaxCrossEntropy", 9),
    ("5 7 tanh 3", "softmaxCrossEntropy.probabilities", 9),
    ("5 7 sigmoid 1", "binaryCrossEntropy", 8),
    ("3 5 gelu 7 silu 4", "binaryCrossEntropy", 7),
    ("5 7 softplus 1", "meanSquaredError", 11),
    ("4 9 elu 3 selu 2", "meanSquaredError", 6),
    ("5 7 leakyRelu 3", "meanAbsoluteError", 9),
    ("6 5 hardTanh 2", "huber.1.0", 10),
    ("1 1 identity 1", "huber.0.3", 5),
    ("17 33 relu 31 tanh 13 gelu 10", "softmaxCrossEntropy", 19),
    ("3 2", "softmaxCrossEntropy", 1),
    ("5 7 elu 6 silu 3", "softmaxCrossEntropy", 13),
    ("4 5 selu 3", "huber.2.5", 7),
]


def print_networks(numbers):
    numbers.section(
        "Networks: weights [out, in] by PyTorch's names, logits, each row's loss, and the gradient of sum(w * loss) / sum(w)"
    )
    numbers.put("network.count", len(NETWORKS))
    for index, (layers, loss_name, rows) in enumerate(NETWORKS):
        key = f"network.{index}"
        loss, kind = LOSSES[loss_name]
        model = network(layers, key)
        x = normal((rows, model[0].in_features), key, "x")
        weights = uniform((rows,), key, "weights") * 3 if index % 2 == 1 else torch.ones(rows)
        logits = model(x)
        y = targets_for(kind, rows, logits.shape[1], key, "y")
        row_loss = loss(logits, y)
        mean_loss = (row_loss * weights).sum() / weights.sum()
        mean_loss.backward()
        numbers.put(f"{key}.layers", layers)
        numbers.put(f"{key}.loss", loss_name)
        numbers.put(f"{key}.x", x)
        numbers.put(f"{key}.y", y.double())
        numbers.put(f"{key}.weights", weights)
        put_parameters(numbers, f"{key}.parameter", model)
        numbers.put(f"{key}.logits", logits)
        numbers.put(f"{key}.rowLoss", row_loss)
        numbers.put(f"{key}.meanLoss", mean_loss)
        put_gradients(numbers, f"{key}.gradient", model)


# ---------------------------------------------------------------- optimizers


def decaying_weights_only(model, decay):
    """Biases do not decay in Linnet."""
    return [
        {"params": [p for n, p in model.named_parameters() if n.endswith("weight")], "weight_decay": decay},
        {"params": [p for n, p in model.named_parameters() if not n.endswith("weight")], "weight_decay": 0.0},
    ]


OPTIMIZERS = {
    "sgd": lambda m: torch.optim.SGD(m.parameters(), lr=0.1),
    "momentum": lambda m: torch.optim.SGD(m.parameters(), lr=0.05, momentum=0.9),
    "nesterov": lambda m: torch.optim.SGD(m.parameters(), lr=0.05, momentum=0.9, nesterov=True),
    "adam": lambda m: torch.optim.Adam(m.parameters(), lr=0.01),
    "adam.beta": lambda m: torch.optim.Adam(m.parameters(), lr=0.02, betas=(0.8, 0.99), eps=1e-6),
    "adamW": lambda m: torch.optim.AdamW(decaying_weights_only(m, 0.01), lr=0.01),
    "adamW.decay": lambda m: torch.optim.AdamW(decaying_weights_only(m, 0.3), lr=0.02, betas=(0.8, 0.99), eps=1e-6),
}

LATER_OPTIMIZERS = {
    "rmsProp": lambda m: torch.optim.RMSprop(m.parameters(), lr=0.01),
    "rmsProp.rho": lambda m: torch.optim.RMSprop(m.parameters(), lr=0.02, alpha=0.9, eps=1e-6),
    "rmsProp.momentum": lambda m: torch.optim.RMSprop(m.parameters(), lr=0.005, alpha=0.95, momentum=0.9),
    "rmsProp.centered": lambda m: torch.optim.RMSprop(m.parameters(), lr=0.005, alpha=0.95, centered=True),
    "adaGrad": lambda m: torch.optim.Adagrad(m.parameters(), lr=0.1),
    "adaGrad.initial": lambda m: torch.optim.Adagrad(m.parameters(), lr=0.1, initial_accumulator_value=0.1, eps=1e-7),
    "sgd.l2": lambda m: torch.optim.SGD(decaying_weights_only(m, 0.05), lr=0.1),
    "momentum.l2": lambda m: torch.optim.SGD(decaying_weights_only(m, 0.05), lr=0.05, momentum=0.9),
    "nesterov.l2": lambda m: torch.optim.SGD(decaying_weights_only(m, 0.05), lr=0.05, momentum=0.9, nesterov=True),
    "adam.l2": lambda m: torch.optim.Adam(decaying_weights_only(m, 0.05), lr=0.01),
    "rmsProp.l2": lambda m: torch.optim.RMSprop(decaying_weights_only(m, 0.05), lr=0.01),
    "adaGrad.l2": lambda m: torch.optim.Adagrad(decaying_weights_only(m, 0.05), lr=0.1),
}

OPTIMIZER_LAYERS, OPTIMIZER_ROWS, OPTIMIZER_STEPS = "5 7 tanh 3", 9, (1, 2, 12)


def optimizer_problem():
    model = network(OPTIMIZER_LAYERS, "optimizer")
    return model, normal((OPTIMIZER_ROWS, 5), "optimizer", "x"), labels(OPTIMIZER_ROWS, 3, "optimizer", "y")


def print_optimizer_problem(numbers):
    model, x, y = optimizer_problem()
    numbers.put("optimizer.layers", OPTIMIZER_LAYERS)
    numbers.put("optimizer.loss", "softmaxCrossEntropy")
    numbers.put("optimizer.steps", list(OPTIMIZER_STEPS))
    numbers.put("optimizer.x", x)
    numbers.put("optimizer.y", y.double())
    put_parameters(numbers, "optimizer.start", model)


def run_steps(numbers, key, model, x, y, optimizer, before_step=lambda: None, after_step=lambda: None):
    losses = []
    for step in range(1, max(OPTIMIZER_STEPS) + 1):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        losses.append(loss.item())
        before_step()
        optimizer.step()
        after_step()
        if step in OPTIMIZER_STEPS:
            put_parameters(numbers, f"{key}.{step}", model)
    numbers.put(f"{key}.losses", losses)


def print_optimizers(numbers, optimizers):
    numbers.section(
        "Optimizers: parameters after so many full-batch steps from the same start, and the loss before each step"
    )
    print_optimizer_problem(numbers)
    numbers.put("optimizer.names", list(optimizers))
    for name, make in optimizers.items():
        model, x, y = optimizer_problem()
        run_steps(numbers, f"optimizer.{name}", model, x, y, make(model))


# ---------------------------------------------------------------- schedules

SCHEDULE_STEPS = 24


def factors(make):
    """The factors that a scheduler puts on a learning rate of 1, step by step."""
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = make(optimizer)
    printed = []
    for _ in range(SCHEDULE_STEPS):
        printed.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        scheduler.step()
    return printed


def warm_up(steps, make):
    """Linear: step s of the first `steps` has the factor (s + 1) / (steps + 1), the one after them the schedule's first."""
    schedulers = torch.optim.lr_scheduler

    def chained(optimizer):
        first = schedulers.LinearLR(optimizer, start_factor=1 / (steps + 1), total_iters=steps)
        return schedulers.SequentialLR(optimizer, [first, make(optimizer)], milestones=[steps])

    return chained


def print_schedules(numbers):
    s = torch.optim.lr_scheduler
    numbers.section("Schedules: the factor on the learning rate at steps 0, 1, 2 ...")
    numbers.put("schedule.constant", factors(lambda o: s.ConstantLR(o, factor=1.0)))
    numbers.put("schedule.step.5.0.3", factors(lambda o: s.StepLR(o, 5, 0.3)))
    numbers.put("schedule.cosine.24", factors(lambda o: s.CosineAnnealingLR(o, 24)))
    numbers.put("schedule.cosine.24.floor.0.1", factors(lambda o: s.CosineAnnealingLR(o, 24, eta_min=0.1)))
    numbers.put("schedule.warmUp.4.constant", factors(warm_up(4, lambda o: s.ConstantLR(o, factor=1.0))))
    numbers.put("schedule.warmUp.4.step.5.0.3", factors(warm_up(4, lambda o: s.StepLR(o, 5, 0.3))))
    numbers.put("schedule.warmUp.4.cosine.20", factors(warm_up(4, lambda o: s.CosineAnnealingLR(o, 20))))


def print_later_schedules(numbers):
    s = torch.optim.lr_scheduler
    numbers.section("Schedules: the factor on the learning rate at steps 0, 1, 2 ...")
    numbers.put("schedule.exponential.0.9", factors(lambda o: s.ExponentialLR(o, 0.9)))
    numbers.put("schedule.cosineRestarts.6", factors(lambda o: s.CosineAnnealingWarmRestarts(o, 6)))
    numbers.put("schedule.cosineRestarts.4.2", factors(lambda o: s.CosineAnnealingWarmRestarts(o, 4, T_mult=2)))
    numbers.put(
        "schedule.cosineRestarts.4.2.floor.0.1",
        factors(lambda o: s.CosineAnnealingWarmRestarts(o, 4, T_mult=2, eta_min=0.1)),
    )
    one_cycle = lambda o, **options: s.OneCycleLR(o, 1.0, total_steps=SCHEDULE_STEPS + 1, cycle_momentum=False, **options)
    numbers.put("schedule.oneCycle.25", factors(one_cycle))
    numbers.put("schedule.oneCycle.25.linear.0.4", factors(lambda o: one_cycle(o, anneal_strategy="linear", pct_start=0.4)))
    numbers.put("schedule.warmUp.4.exponential.0.9", factors(warm_up(4, lambda o: s.ExponentialLR(o, 0.9))))
    print_plateau(numbers)


def print_plateau(numbers):
    """ReduceLROnPlateau: the rate after each epoch's validation loss."""
    watched = [1.0, 0.8, 0.7, 0.71, 0.7, 0.72, 0.73, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.49999, 0.4, 0.41, 0.42, 0.43, 0.44, 0.45]
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2, threshold=1e-4, threshold_mode="abs")
    printed = []
    for loss in watched:
        scheduler.step(loss)
        printed.append(float(optimizer.param_groups[0]["lr"]))
    numbers.put("schedule.plateau.0.5.2.watched", watched)
    numbers.put("schedule.plateau.0.5.2", printed)


# ---------------------------------------------------------------- clipping and averaging


def print_clipping(numbers):
    numbers.section("Clipping (SGD 0.5 and Adam 0.01) and averaged weights: parameters after so many steps, as for optimizers")
    for name, clip in {
        "norm.0.2": lambda m: nn.utils.clip_grad_norm_(m.parameters(), 0.2),
        "norm.100.0": lambda m: nn.utils.clip_grad_norm_(m.parameters(), 100.0),
        "value.0.02": lambda m: nn.utils.clip_grad_value_(m.parameters(), 0.02),
    }.items():
        for optimizer_name, make in {
            "sgd": lambda m: torch.optim.SGD(m.parameters(), lr=0.5),
            "adam": lambda m: torch.optim.Adam(m.parameters(), lr=0.01),
        }.items():
            model, x, y = optimizer_problem()
            run_steps(numbers, f"clip.{name}.{optimizer_name}", model, x, y, make(model), before_step=lambda: clip(model))

    model, x, y = optimizer_problem()
    F.cross_entropy(model(x), y).backward()
    norm = torch.linalg.vector_norm(torch.cat([p.grad.reshape(-1) for p in model.parameters()]))
    numbers.put("clip.globalNorm", norm)

    model, x, y = optimizer_problem()
    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.9))
    average.update_parameters(model)  # the first call copies: the average starts at the initial weights
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    run_steps(numbers, "ema.0.9.raw", model, x, y, optimizer, after_step=lambda: average.update_parameters(model))
    put_parameters(numbers, f"ema.0.9.average.{max(OPTIMIZER_STEPS)}", average.module)


def print_lbfgs(numbers):
    numbers.section("L-BFGS with strong Wolfe: the loss it reaches on an L2-regularised (0.01 / 2 * |weights|^2) problem")
    model, x, y = optimizer_problem()
    optimizer = torch.optim.LBFGS(
        model.parameters(), lr=1.0, max_iter=500, tolerance_grad=1e-12, tolerance_change=1e-16, line_search_fn="strong_wolfe"
    )

    def objective():
        penalty = sum((p**2).sum() for n, p in model.named_parameters() if n.endswith("weight"))
        return F.cross_entropy(model(x), y) + 0.01 / 2 * penalty

    def closure():
        optimizer.zero_grad()
        loss = objective()
        loss.backward()
        return loss

    numbers.put("lbfgs.start", objective())
    optimizer.step(closure)
    numbers.put("lbfgs.reached", objective())
    put_parameters(numbers, "lbfgs.parameter", model)


# ---------------------------------------------------------------- normalisation and residual blocks


def print_layer(numbers, key, model, rows, inputs):
    """Output and gradients of sum(output * coefficients), in training and then in prediction."""
    x = normal((rows, inputs), key, "x", scale=2.0).add(0.7).requires_grad_()
    model.train()
    numbers.put(f"{key}.x", x)
    put_parameters(numbers, f"{key}.parameter", model)
    output = model(x)
    coefficients = normal(output.shape, key, "coefficients")
    (output * coefficients).sum().backward()
    numbers.put(f"{key}.coefficients", coefficients)
    numbers.put(f"{key}.output", output)
    numbers.put(f"{key}.inputGradient", x.grad)
    put_gradients(numbers, f"{key}.gradient", model)
    with torch.no_grad():
        model(x * 0.5 + 1.0)  # a second batch, for the running statistics
    for name, buffer in model.named_buffers():
        numbers.put(f"{key}.afterTwoBatches.{name}", buffer.double())
    model.eval()
    numbers.put(f"{key}.predicted", model(x))


def print_layers(numbers):
    numbers.section(
        "Layers: output and gradients of sum(output * coefficients) in training; buffers after x and then 0.5 x + 1; "
        "`predicted`: the output for x after that, in prediction"
    )
    layers = {
        "batchNorm": (lambda: nn.BatchNorm1d(5), 9, 5),
        "batchNorm.0.3": (lambda: nn.BatchNorm1d(3, eps=1e-3, momentum=0.3), 4, 3),
        "layerNorm": (lambda: nn.LayerNorm(5), 9, 5),
        "layerNorm.17": (lambda: nn.LayerNorm(17, eps=1e-3), 3, 17),
        "residual": (lambda: nn.Sequential(nn.Linear(4, 5), Residual(nn.Linear(5, 5), nn.ReLU()), nn.Linear(5, 3)), 7, 4),
        "residual.bottleneck": (lambda: Residual(nn.Linear(6, 3), nn.Tanh(), nn.Linear(3, 6)), 5, 6),
        "residual.layerNorm": (lambda: Residual(nn.LayerNorm(5), nn.Linear(5, 7), nn.GELU(), nn.Linear(7, 5)), 6, 5),
        "mlp.batchNorm": (lambda: nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 3)), 8, 4),
    }
    numbers.put("layer.names", list(layers))
    for name, (make, rows, inputs) in layers.items():
        print_layer(numbers, f"layer.{name}", draw(make(), name), rows, inputs)


def main():
    first = Numbers("reference_numbers.txt", "Activations, losses, networks, optimizers and schedules as PyTorch computes them.")
    print_activations(first)
    print_losses(first, LOSSES)
    print_networks(first)
    print_optimizers(first, OPTIMIZERS)
    print_schedules(first)
    first.write()

    second = Numbers("reference_numbers_2.txt", "More losses, layers, optimizers and schedules as PyTorch computes them.")
    print_losses(second, LATER_LOSSES)
    print_layers(second)
    print_optimizers(second, LATER_OPTIMIZERS)
    print_later_schedules(second)
    print_clipping(second)
    print_lbfgs(second)
    second.write()


if __name__ == "__main__":
    main()
