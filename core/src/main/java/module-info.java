/** Multi-layer perceptrons in pure Java: describe a network, fit it, save it, predict with it. */
module dev.linnet.core {
    exports dev.linnet;
    exports dev.linnet.data;
    exports dev.linnet.layer;
    exports dev.linnet.loss;
    exports dev.linnet.optim;
    exports dev.linnet.training;
}
