"""The weights of scikit-learn and Keras in Linnet, as docs/weights.md says.

    pip install scikit-learn keras tensorflow-cpu safetensors
    python core/src/test/python/weights.py

trains a small model with each, writes its weights to core/src/test/resources/weights, and beside them inputs and what
the model predicts (.npz). WeightsTest loads the weights, predicts, and prints the largest difference.
"""

import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")  # PyTorch's way there are layers that round to 32 bits

import keras
import numpy as np
from safetensors.numpy import save_file
from sklearn.datasets import load_iris
from sklearn.neural_network import MLPClassifier

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "weights"
FOLDER.mkdir(exist_ok=True)
x, y = load_iris(return_X_y=True)


def save(path, weights, biases):
    """Layer 2 i is linear, an activation follows it; a weight is [outputs, inputs]."""
    tensors = {}
    for i, (weight, bias) in enumerate(zip(weights, biases)):
        tensors[f"{2 * i}.weight"] = np.ascontiguousarray(weight.T)
        tensors[f"{2 * i}.bias"] = bias
    save_file(tensors, path)


sklearn = MLPClassifier((10, 8), random_state=1, max_iter=300).fit(x, y)
save(FOLDER / "sklearn.safetensors", sklearn.coefs_, sklearn.intercepts_)
np.savez(FOLDER / "sklearn.npz", inputs=x, predictions=sklearn.predict_proba(x))

keras.utils.set_random_seed(1)
keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")
model = keras.Sequential(
    [
        keras.Input((4,), dtype="float64"),  # or inputs are rounded to 32 bits
        keras.layers.Dense(10, activation="tanh"),
        keras.layers.Dense(8, activation="gelu"),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
# Keras's gelu is an approximation unless told otherwise, and then has the root of 2 in 32 bits on TensorFlow
model.layers[1].activation = lambda z: z * (1 + keras.ops.erf(z * 2**-0.5)) / 2
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=30, verbose=0)
weights = model.get_weights()  # kernel, bias, kernel, bias ...
save(FOLDER / "keras.safetensors", weights[0::2], weights[1::2])
exact = model(keras.ops.convert_to_tensor(x, dtype="float64"), training=False)
np.savez(FOLDER / "keras.npz", inputs=x, predictions=keras.ops.convert_to_numpy(exact))
