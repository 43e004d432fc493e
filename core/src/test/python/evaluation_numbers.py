"""Prints the scores that Linnet's Evaluation is compared with: scikit-learn's.

    pip install numpy scipy scikit-learn
    python core/src/test/python/evaluation_numbers.py

rewrites core/src/test/resources/evaluation_numbers.txt. A line is `key = values`; matrices are row-major. Values are
words, or doubles in Python's shortest round-tripping form, which Double.parseDouble reads back to the same bits.
"""

import platform
import warnings
from pathlib import Path

import numpy
import scipy
import sklearn
from scipy.special import expit, softmax
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    log_loss,
    mean_absolute_error,
    mean_squared_error,
    precision_recall_fscore_support,
    r2_score,
    roc_auc_score,
    top_k_accuracy_score,
)

OUTPUT = Path(__file__).resolve().parent.parent / "resources" / "evaluation_numbers.txt"
random = numpy.random.Generator(numpy.random.PCG64(20240607))
lines = [
    "# Scores of classifiers and regressions as scikit-learn computes them.",
    "# Printed by core/src/test/python/evaluation_numbers.py with "
    f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}, NumPy {numpy.__version__}, "
    f"Python {platform.python_version()}. Not to be edited.",
]


def put(key, values):
    flat = numpy.asarray(values).ravel()
    if flat.dtype.kind == "f":
        text = " ".join(repr(float(v)) for v in flat)
    else:
        text = " ".join(str(int(v)) for v in flat)
    lines.append(f"{key} = {text}")


def scores(key, truth, predicted, weights, **options):
    """Precision, recall and F1 of each class (those of options["labels"], or all columns) and averaged."""
    for average, name in ((None, "classes"), ("macro", "macro"), ("micro", "micro"), ("weighted", "weighted")):
        # Given labels are all averaged over; Evaluation leaves out those that do not occur, as scikit-learn does by
        # default.
        chosen = options if average is None else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a score whose divisor is 0 counts as 0
            p, r, f, _ = precision_recall_fscore_support(
                truth, predicted, average=average, sample_weight=weights, **chosen
            )
        put(f"{key}.precision.{name}", p)
        put(f"{key}.recall.{name}", r)
        put(f"{key}.f1.{name}", f)


def several_classes(key, rows, classes, truth, logits, weights):
    put(f"{key}.logits", logits)
    put(f"{key}.targets", truth)
    put(f"{key}.weights", weights)
    put(f"{key}.classes", [classes])
    predicted = logits.argmax(axis=1)
    put(f"{key}.confusion", confusion_matrix(truth, predicted, labels=range(classes)))
    for name, w in (("plain", None), ("weighted", weights)):
        scores(f"{key}.{name}", truth, predicted, w, labels=range(classes))
        put(f"{key}.{name}.accuracy", accuracy_score(truth, predicted, sample_weight=w))
        put(
            f"{key}.{name}.topK",
            [
                top_k_accuracy_score(truth, logits, k=k, sample_weight=w, labels=range(classes))
                for k in range(1, classes)
            ],
        )
        put(
            f"{key}.{name}.logLoss",
            log_loss(truth, softmax(logits, axis=1), sample_weight=w, labels=range(classes)),
        )


rows = 61
truth = random.integers(0, 5, rows)
logits = random.normal(size=(rows, 5)) + 1.5 * numpy.eye(5)[truth]
several_classes("five", rows, 5, truth, logits, random.uniform(0, 3, rows))

# Class 1 is never predicted, class 3 never true, class 4 neither.
truth = random.choice([0, 1, 2, 5], 40)
logits = random.normal(size=(40, 6))
logits[:, [1, 4]] = -4.0 - random.uniform(0, 1, (40, 2))
several_classes("absent", 40, 6, truth, logits, random.uniform(0, 3, 40))

truth = random.integers(0, 2, 37)
logits = random.normal(size=37) + 1.2 * (truth - 0.5)
weights = random.uniform(0, 3, 37)
binary = (truth, logits, weights)
put("binary.logits", logits)
put("binary.targets", truth)
put("binary.weights", weights)
predicted = (logits > 0).astype(int)
put("binary.confusion", confusion_matrix(truth, predicted))
for name, w in (("plain", None), ("weighted", weights)):
    scores(f"binary.{name}", truth, predicted, w)
    put(f"binary.{name}.accuracy", accuracy_score(truth, predicted, sample_weight=w))
    put(f"binary.{name}.logLoss", log_loss(truth, expit(logits), sample_weight=w))

# The last label never holds.
truth = random.integers(0, 2, (45, 4))
truth[:, 3] = 0
logits = random.normal(size=(45, 4)) + 2.0 * (truth - 0.5)
weights = random.uniform(0, 3, 45)
put("labels.logits", logits)
put("labels.targets", truth)
put("labels.weights", weights)
predicted = (logits > 0).astype(int)
for name, w in (("plain", None), ("weighted", weights)):
    scores(f"labels.{name}", truth, predicted, w)
    put(f"labels.{name}.accuracy", accuracy_score(truth, predicted, sample_weight=w))
    losses = [log_loss(truth[:, j], expit(logits[:, j]), sample_weight=w, labels=[0, 1]) for j in range(4)]
    put(f"labels.{name}.logLoss", numpy.mean(losses))

# A large mean, a constant target that is missed and one that is met.
truth = random.normal(size=(50, 4)) * [1.0, 30.0, 0.0, 0.0] + [1e6, -3.0, 7.0, 2.5]
predicted = truth + random.normal(size=(50, 4)) * [0.3, 45.0, 1.0, 0.0]
weights = random.uniform(0, 3, 50)
put("regression.predictions", predicted)
put("regression.targets", truth)
put("regression.weights", weights)
for name, w in (("plain", None), ("weighted", weights)):
    for average, suffix in (("raw_values", "columns"), ("uniform_average", "mean")):
        options = {"sample_weight": w, "multioutput": average}
        put(f"regression.{name}.mse.{suffix}", mean_squared_error(truth, predicted, **options))
        put(f"regression.{name}.mae.{suffix}", mean_absolute_error(truth, predicted, **options))
        # Weighted, scikit-learn does not see that a target is constant: its mean is off by a rounding error.
        varied = slice(0, 4) if w is None else slice(0, 2)
        put(f"regression.{name}.r2.{suffix}", r2_score(truth[:, varied], predicted[:, varied], **options))

# Scores that differ from one another, and some that many rows share.
truth, logits, weights = binary
for name, w in (("plain", None), ("weighted", weights)):
    put(f"binary.{name}.rocAuc", roc_auc_score(truth, logits, sample_weight=w))
    put(f"binary.{name}.rocAuc.ties", roc_auc_score(truth, numpy.round(logits), sample_weight=w))

OUTPUT.write_text("\n".join(lines) + "\n", encoding="ascii")
