"""ONNX files as other programs write them, for OnnxImportTest.

    pip install torch onnx onnxscript onnxruntime scikit-learn keras
    python core/src/test/python/onnx_files.py

writes *.onnx into core/src/test/resources/onnx, and numbers.txt beside them: inputs, and what ONNX Runtime computes.

torch-*.onnx are written by torch.onnx, keras-*.onnx by Keras on PyTorch. skl-*.onnx and tf-*.onnx hold the nodes that
skl2onnx and tf2onnx write for MLPClassifier, MLPRegressor, StandardScaler and for a Sequential of Dense layers, put
together here node by node after their sources, with trained weights of scikit-learn, since neither package could be had
from the index at hand.
"""

import os
import warnings
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_iris
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler
from torch import nn

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "onnx"
warnings.filterwarnings("ignore")
lines = [
    "# Printed by core/src/test/python/onnx_files.py with "
    f"PyTorch {torch.__version__}, Keras {keras.__version__}, onnx {onnx.__version__}, ONNX Runtime {onnxruntime.__version__}. Not to be edited.\n"
]


def text(values):
    return " ".join(float(x).hex() for x in np.asarray(values, dtype=np.float64).flatten())


def record(name, rows, output):
    """Runs a file and writes down what it gave."""
    session = onnxruntime.InferenceSession(str(FOLDER / name), providers=["CPUExecutionProvider"])
    result = session.run([output], {session.get_inputs()[0].name: rows})[0]
    if isinstance(result, list):  # of dictionaries, as ZipMap gives
        result = np.array([list(row.values()) for row in result])
    lines.append(f"{name} inputs = {text(rows)}\n")
    lines.append(f"{name} outputs = {text(result)}\n")


# PyTorch


class Residual(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.block = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.block(x)


def with_any_statistics(model):
    for layer in model.modules():
        if isinstance(layer, (nn.BatchNorm1d, nn.LayerNorm)):
            nn.init.uniform_(layer.weight, 0.5, 1.5)
            nn.init.uniform_(layer.bias, -0.5, 0.5)
        if isinstance(layer, nn.BatchNorm1d):
            nn.init.uniform_(layer.running_mean, -0.5, 0.5)
            nn.init.uniform_(layer.running_var, 0.5, 1.5)
    return model.eval()


def everything():
    return with_any_statistics(
        nn.Sequential(
            nn.Linear(5, 7),
            nn.GELU(),
            nn.Linear(7, 7, bias=False),
            nn.SiLU(),
            nn.BatchNorm1d(7),
            nn.LeakyReLU(0.25),
            nn.Dropout(0.3),
            nn.LayerNorm(7),
            nn.ELU(0.75),
            nn.SELU(),
            Residual(nn.Linear(7, 4), nn.Softplus(), Residual(nn.Linear(4, 4), nn.Tanh()), nn.Linear(4, 7)),
            nn.Hardtanh(),
            nn.Sigmoid(),
            nn.Identity(),
            nn.ReLU(),
            nn.Linear(7, 3),
            nn.Softmax(1),
        )
    )


def torch_file(name, model, rows, **options):
    path = FOLDER / name
    if options.get("dynamo"):
        options |= {"external_data": False, "verbose": False, "dynamic_shapes": ({0: torch.export.Dim("batch")},)}
    else:
        options |= {"dynamic_axes": {"input": {0: "batch"}}}
    torch.onnx.export(model, (rows,), str(path), input_names=["input"], output_names=["output"], **options)
    slim = onnx.load(path)
    for node in slim.graph.node:  # stack traces, with paths of the machine
        del node.metadata_props[:]
    del slim.graph.metadata_props[:]
    del slim.graph.value_info[:]
    onnx.save(slim, path)
    record(name, rows.numpy(), "output")


torch.manual_seed(1)
rows = torch.randn(9, 5)
torch_file("torch-script-17.onnx", everything(), rows, opset_version=17, dynamo=False)
torch_file("torch-script-20.onnx", everything(), rows, opset_version=20, dynamo=False)
torch_file("torch-18.onnx", everything(), rows, opset_version=18, dynamo=True)
torch_file("torch-20.onnx", everything(), rows, opset_version=20, dynamo=True)
images = nn.Sequential(nn.Flatten(), nn.Linear(6, 4), nn.ReLU(), nn.Linear(4, 1), nn.Sigmoid()).eval()
torch_file("torch-images.onnx", images, torch.randn(4, 2, 3), dynamo=True)
plain = nn.Sequential(nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 2)).double().eval()
torch_file("torch-64.onnx", plain, rows.double(), opset_version=17, dynamo=False)


# scikit-learn


class Graph:
    def __init__(self, columns, element=TensorProto.FLOAT):
        self.nodes, self.constants, self.element = [], [], element
        self.input = helper.make_tensor_value_info("X", element, [None, columns])

    def constant(self, name, values, shape=None):
        numbers = np.asarray(values, dtype=helper.tensor_dtype_to_np_dtype(self.element)).flatten().tolist()
        shape = np.shape(values) if shape is None else shape
        self.constants.append(helper.make_tensor(name, self.element, shape, numbers))  # typed fields, no raw data
        return name

    def node(self, op, inputs, output, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], name=f"{op}{len(self.nodes)}", **attributes))
        return output

    def save(self, name, outputs, opset=15):
        infos = [helper.make_empty_tensor_value_info(output) for output in outputs]
        graph = helper.make_graph(self.nodes, "graph", [self.input], infos, self.constants)
        sets = [helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", 1)]
        onnx.save(helper.make_model(graph, opset_imports=sets, ir_version=8), FOLDER / name)


def skl_layers(graph, last, model):
    """_forward_pass of skl2onnx's multilayer_perceptron.py."""
    names = {"identity": "Identity", "tanh": "Tanh", "logistic": "Sigmoid", "relu": "Relu", "softmax": "Softmax"}
    last = graph.node("Cast", [last], "cast_input", to=graph.element)
    for i, (weight, bias) in enumerate(zip(model.coefs_, model.intercepts_)):
        w = graph.constant(f"coefficient{i}", weight)
        b = graph.constant(f"intercepts{i}", bias, (1, len(bias)))
        last = graph.node("MatMul", [last, w], f"mul_result{i}")
        last = graph.node("Add", [last, b], f"add_result{i}")
        if i + 1 < len(model.coefs_):
            last = graph.node(names[model.activation], [last], f"next_activations{i}")
    return graph.node(names[model.out_activation_], [last], "out_activations_result")


def skl_classifier(name, model, rows, scaler=None, zipmap=False, divided=False):
    graph = Graph(rows.shape[1])
    last = "X"
    if divided:  # the scaler's option div="div_cast"
        last = graph.node("Cast", [last], "to_double", to=TensorProto.DOUBLE)
        for op, values in (("Sub", scaler.mean_), ("Div", scaler.scale_)):
            graph.constants.append(numpy_helper.from_array(values, f"{op}cst"))
            last = graph.node(op, [last, f"{op}cst"], f"{op}_C0")
        last = graph.node("Cast", [last], "variable", to=graph.element)
    elif scaler is not None:
        scale = {"offset": scaler.mean_.tolist(), "scale": (1 / scaler.scale_).tolist()}
        last = graph.node("Scaler", [last], "variable", domain="ai.onnx.ml", **scale)
    y = skl_layers(graph, last, model)
    if len(model.classes_) == 2:
        one = graph.constant("unity", 1.0)
        graph.node("Sub", [one, y], "negative_class_proba")
        graph.node("Concat", ["negative_class_proba", y], "probabilities", axis=1)
    else:
        graph.node("Identity", [y], "probabilities")
    output = "output_probability" if zipmap else "probabilities"
    if model._label_binarizer.y_type_ == "multilabel-indicator":
        graph.node("Binarizer", [y], "binariser_output", domain="ai.onnx.ml", threshold=0.5)
        graph.save(name, [graph.node("Cast", ["binariser_output"], "label", to=TensorProto.INT64), output])
        record(name, rows.astype(np.float32), output)
        return
    strings = model.classes_.dtype.kind not in "iu"
    classes = [c.encode() for c in model.classes_] if strings else model.classes_.tolist()
    element = TensorProto.STRING if strings else TensorProto.INT32
    graph.constants.append(helper.make_tensor("classes", element, [len(classes)], classes))
    graph.node("ArgMax", ["probabilities"], "argmax_output", axis=1)
    graph.node("ArrayFeatureExtractor", ["classes", "argmax_output"], "picked", domain="ai.onnx.ml")
    graph.constants.append(helper.make_tensor("shape_tensor", TensorProto.INT64, [1], [-1]))
    graph.node("Reshape", ["picked", "shape_tensor"], "reshaped")
    label = graph.node("Identity" if strings else "Cast", ["reshaped"], "label", **({} if strings else {"to": 7}))
    if zipmap:
        names = {"classlabels_strings": classes} if strings else {"classlabels_int64s": classes}
        graph.node("ZipMap", ["probabilities"], "output_probability", domain="ai.onnx.ml", **names)
    graph.save(name, [label, output])
    record(name, rows.astype(np.float32), output)


iris, species = load_iris(return_X_y=True)
some = iris[::15]
scaler = StandardScaler().fit(iris)
mlp = MLPClassifier((6, 5), random_state=1, max_iter=200)
skl_classifier("skl-three-classes.onnx", mlp.fit(iris, species), some)
names = np.array(load_iris().target_names)[species]
mlp = MLPClassifier((6,), activation="tanh", random_state=1, max_iter=200).fit(scaler.transform(iris), names)
skl_classifier("skl-scaler-zipmap.onnx", mlp, some, scaler, zipmap=True)
mlp = MLPClassifier((4,), activation="logistic", random_state=1, max_iter=200).fit(iris, names == "setosa")
mlp.classes_ = np.array(["no", "yes"])
skl_classifier("skl-two-classes.onnx", mlp, some)

regressor = MLPRegressor(hidden_layer_sizes=(5,), random_state=1, max_iter=200).fit(iris[:, :3], iris[:, 3])
graph = Graph(3, TensorProto.DOUBLE)
out = skl_layers(graph, "X", regressor)
graph.constants.append(helper.make_tensor("shape_tensor", TensorProto.INT64, [2], [-1, 1]))
graph.node("Reshape", [out, "shape_tensor"], "variable")
graph.save("skl-regressor.onnx", ["variable"])
record("skl-regressor.onnx", some[:, :3], "variable")


# Keras, by tf2onnx: the kernel as it is, [in, out], raw data, and the bias in a node of its own

graph = Graph(4)
last = "X"
mlp = MLPClassifier((6, 5), random_state=2, max_iter=200).fit(iris, species)
for i, (weight, bias) in enumerate(zip(mlp.coefs_, mlp.intercepts_)):
    for kind, values in (("MatMul/ReadVariableOp", weight), ("BiasAdd/ReadVariableOp", bias)):
        name = f"sequential/dense_{i}/{kind}:0"
        graph.constants.append(numpy_helper.from_array(values.astype(np.float32), name))
    last = graph.node("MatMul", [last, f"sequential/dense_{i}/MatMul/ReadVariableOp:0"], f"sequential/dense_{i}/MatMul:0")
    last = graph.node("Add", [last, f"sequential/dense_{i}/BiasAdd/ReadVariableOp:0"], f"sequential/dense_{i}/BiasAdd:0")
    last = graph.node("Relu" if i < 2 else "Softmax", [last], f"dense_{i}")
graph.save("tf-dense.onnx", [last])
record("tf-dense.onnx", some.astype(np.float32), last)

# What came later: at the end, where it leaves the random numbers of the others as they are


class Viewed(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = layers

    def forward(self, x):
        return self.layers(x.view(x.size(0), -1))


torch_file("torch-script-14.onnx", everything(), torch.randn(9, 5), opset_version=14, dynamo=False)
viewed = Viewed(nn.Sequential(nn.Linear(6, 4), nn.ReLU(), nn.Linear(4, 2))).eval()
torch_file("torch-view.onnx", viewed, torch.randn(4, 2, 3), opset_version=17, dynamo=False)

labels = np.stack([species == 0, species != 1, iris[:, 0] > 6], axis=1).astype(int)
mlp = MLPClassifier((4,), activation="identity", random_state=1, max_iter=200).fit(scaler.transform(iris), labels)
skl_classifier("skl-multilabel.onnx", mlp, some, scaler, divided=True)
mlp = MLPClassifier((4,), activation="logistic", random_state=1, max_iter=200).fit(iris, (species == 2) + 7)
skl_classifier("skl-two-classes-zipmap.onnx", mlp, some, zipmap=True)
regressor = MLPRegressor(hidden_layer_sizes=(5,), activation="tanh", random_state=1, max_iter=200)
regressor.fit(iris[:, :2], iris[:, 2:])
graph = Graph(2)
out = skl_layers(graph, "X", regressor)
graph.constants.append(helper.make_tensor("shape_tensor", TensorProto.INT64, [2], [-1, 1]))
graph.node("Reshape", [out, "shape_tensor"], "variable")
graph.save("skl-two-results.onnx", ["variable"])
record("skl-two-results.onnx", some[:, :2].astype(np.float32), "variable")

# Keras, by tf2onnx: product and bias in one node, GELU of five, SiLU with a factor, a normalization behind an activation

graph = Graph(4)
graph.constants.append(numpy_helper.from_array(np.array([-1, 4]), "const_fold_opt__7"))
last = graph.node("Reshape", ["X", "const_fold_opt__7"], "sequential/flatten/Reshape:0")
mlp = MLPClassifier((6, 5, 4), random_state=3, max_iter=200).fit(iris, species == 1)
for i, (weight, bias) in enumerate(zip(mlp.coefs_, mlp.intercepts_)):
    w, b = graph.constant(f"kernel{i}", weight), graph.constant(f"bias{i}", bias)
    last = graph.node("Gemm", [last, w, b], f"Gemm{i}:0", alpha=1.0, beta=1.0)
    if i == 0:
        half = graph.node("Mul", [graph.constant("Gelu/mul/x:0", 0.5), last], "Gelu/mul:0")
        erf = graph.node("Erf", [graph.node("Div", [last, graph.constant("Gelu/Cast/x:0", 2**0.5)], "div:0")], "erf:0")
        last = graph.node("Mul", [half, graph.node("Add", [graph.constant("one", 1.0), erf], "add:0")], "Gelu/mul_1:0")
    elif i == 1:
        factor = graph.node("Mul", [graph.constant("mul/x:0", 1.0), last], "mul:0")
        last = graph.node("Mul", [last, graph.node("Sigmoid", [factor], "Sigmoid:0")], "mul_1:0")
        last = graph.node("Mul", [last, graph.constant("batchnorm/mul:0", [0.5, 1.5, 2, 0.7, 1])], "batchnorm/mul_1:0")
        last = graph.node("Add", [last, graph.constant("batchnorm/sub:0", [1, -1, 0.3, 0, 2])], "batchnorm/add_1:0")
    elif i == 2:
        last = graph.node("LeakyRelu", [last], "LeakyRelu:0", alpha=0.2)
graph.save("tf-layers.onnx", [graph.node("Identity", [graph.node("Sigmoid", [last], "Sigmoid_1:0")], "Identity:0")])
record("tf-layers.onnx", some.astype(np.float32), "Identity:0")

# Keras, by itself, on PyTorch

keras.utils.set_random_seed(1)
images = keras.Sequential(
    [
        keras.layers.Input((2, 3)),
        keras.layers.Rescaling(1 / 255, offset=-0.5),
        keras.layers.Flatten(),
        keras.layers.Dense(5, activation="relu"),
        keras.layers.BatchNormalization(),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(4, activation="silu"),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
images.set_weights([weight + np.random.uniform(0, 0.5, weight.shape) for weight in images.get_weights()])
rows = np.random.uniform(0, 255, (5, 2, 3)).astype(np.float32)
images.predict(rows, verbose=0)
images.export(FOLDER / "keras-images.onnx", format="onnx", verbose=False)
slim = onnx.load(FOLDER / "keras-images.onnx")
for node in slim.graph.node:
    node.doc_string = ""
onnx.save(slim, FOLDER / "keras-images.onnx")
record("keras-images.onnx", rows, slim.graph.output[0].name)

(FOLDER / "numbers.txt").write_text("".join(lines))
