"""Prints scikit-learn's scores of five small data sets; a test holds Linnet's to them, fold by fold the same.

    pip install numpy scikit-learn
    python core/src/test/python/sklearn_scores.py

Each data set is cut into 5 folds (stratified where the targets are classes), each fold is predicted by a perceptron that
was trained on the other four: features standardized, one hidden layer of 50 ReLUs, Adam at 0.001, batches of 32, no
penalty, no early stopping. The score of a seed is the mean over the folds: accuracy, or R2 for diabetes, whose targets are
divided by 100. It rewrites core/src/test/resources/sklearn_scores.txt, which has the fold of every row, too.
"""

import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
HIDDEN, BATCH, SEEDS = 50, 32, 5


def table(name, delimiter=",", skiprows=1):
    rows = np.loadtxt(RESOURCES / "data" / name, delimiter=delimiter, skiprows=skiprows)
    return rows[:, :-1], rows[:, -1]


# name, features and targets, epochs
DATA = [
    ("iris", table("iris.csv"), 200),
    ("wine", table("wine.csv"), 100),
    ("breast_cancer", table("breast_cancer.csv"), 100),
    ("digits", table("digits.csv.gz", skiprows=0), 30),
    ("diabetes", table("diabetes.txt", delimiter=None, skiprows=0), 100),
]


def score(kind, seed, epochs, train, test):
    perceptron = kind(
        hidden_layer_sizes=(HIDDEN,),
        activation="relu",
        solver="adam",
        learning_rate_init=1e-3,
        alpha=0.0,
        batch_size=BATCH,
        max_iter=epochs,
        n_iter_no_change=epochs + 1,
        random_state=seed,
    )
    return make_pipeline(StandardScaler(), perceptron).fit(*train).score(*test)


warnings.simplefilter("ignore", ConvergenceWarning)
lines = [f"# Printed by core/src/test/python/sklearn_scores.py with scikit-learn {sklearn.__version__}, NumPy {np.__version__}."]
for name, (x, y), epochs in DATA:
    is_regression = name == "diabetes"
    kind = MLPRegressor if is_regression else MLPClassifier
    y = y / 100 if is_regression else y.astype(int)
    cut = (KFold if is_regression else StratifiedKFold)(5, shuffle=True, random_state=0)
    splits = list(cut.split(x, y))
    folds = np.empty(len(y), dtype=int)
    for fold, (_, test) in enumerate(splits):
        folds[test] = fold
    scores = [
        np.mean([score(kind, seed, epochs, (x[a], y[a]), (x[b], y[b])) for a, b in splits]) for seed in range(1, SEEDS + 1)
    ]
    lines.append(f"{name}.epochs = {epochs}")
    lines.append(f"{name}.folds = {''.join(map(str, folds))}")
    lines.append(f"{name}.scores = {' '.join(f'{s:.6f}' for s in scores)}")
    print(name, f"{np.mean(scores):.4f} +- {np.std(scores):.4f}", flush=True)
(RESOURCES / "sklearn_scores.txt").write_text("\n".join(lines) + "\n", encoding="ascii")
