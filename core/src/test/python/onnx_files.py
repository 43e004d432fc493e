"""ONNX files as other programs write them, for OnnxImportTest.

    pip install torch onnx onnxscript onnxruntime scikit-learn
    python core/src/test/python/onnx_files.py

writes *.onnx into core/src/test/resources/onnx, and numbers.txt beside them: inputs, and what ONNX Runtime computes.

torch-*.onnx are written by torch.onnx. skl-*.onnx and tf-*.onnx hold the nodes that skl2onnx and tf2onnx write for
MLPClassifier, MLPRegressor, StandardScaler and for a Sequential of Dense layers, put together here node by node with
trained weights of scikit-learn, since neither package could be had from the index at hand.
"""

import warnings
from pathlib import Path

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
    f"PyTorch {torch.__version__}, onnx {onnx.__version__}, ONNX Runtime {onnxruntime.__version__}. Not to be edited.\n"
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


def skl_classifier(name, model, rows, scaler=None, zipmap=False):
    graph = Graph(rows.shape[1])
    last = "X"
    if scaler is not None:
        scale = {"offset": scaler.mean_.tolist(), "scale": (1 / scaler.scale_).tolist()}
        last = graph.node("Scaler", [last], "variable", domain="ai.onnx.ml", **scale)
    y = skl_layers(graph, last, model)
    if len(model.classes_) == 2:
        one = graph.constant("unity", 1.0)
        graph.node("Sub", [one, y], "negative_class_proba")
        graph.node("Concat", ["negative_class_proba", y], "probabilities", axis=1)
    else:
        graph.node("Identity", [y], "probabilities")
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
    output = "output_probability" if zipmap else "probabilities"
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

(FOLDER / "numbers.txt").write_text("".join(lines))
