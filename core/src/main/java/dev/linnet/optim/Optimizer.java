package dev.linnet.optim;

/**
 * Turns gradients into steps of the parameters; an immutable description of the rule and its hyper-parameters.
 *
 * <p>{@code g} stands for the gradient of the batch's weighted mean loss, {@code p} for the parameters, {@code rate} for
 * the learning rate times the {@linkplain Schedule schedule}'s factor.
 */
public sealed interface Optimizer permits Sgd, Adam, RmsProp, AdaGrad, Lbfgs {
    /** Step size before the schedule's factor. */
    double learningRate();

    /** The same rule with another learning rate. */
    Optimizer withLearningRate(double learningRate);

    /** {@linkplain Adam#defaults() Adam with its defaults}, among them the rate {@value Adam#DEFAULT_LEARNING_RATE}. */
    static Adam adam() {
        return Adam.defaults();
    }

    /** {@linkplain Adam Adam} with the rate {@code learningRate}. */
    static Adam adam(double learningRate) {
        return Adam.defaults().withLearningRate(learningRate);
    }

    /** {@linkplain Adam Adam} with decoupled weight decay (AdamW); biases do not decay. */
    static Adam adamW(double learningRate, double weightDecay) {
        return Adam.defaults().withLearningRate(learningRate).withWeightDecay(weightDecay);
    }

    /** {@linkplain Sgd Stochastic gradient descent}: {@code p -= rate g}. */
    static Sgd sgd(double learningRate) {
        return Sgd.of(learningRate);
    }

    /** {@linkplain Sgd Gradient descent} with momentum, usually 0.9. */
    static Sgd momentum(double learningRate, double momentum) {
        return Sgd.of(learningRate).withMomentum(momentum);
    }

    /** {@linkplain Sgd Gradient descent} with Nesterov's momentum, usually 0.9. */
    static Sgd nesterov(double learningRate, double momentum) {
        return Sgd.of(learningRate).withMomentum(momentum).withNesterov();
    }

    /** {@linkplain RmsProp RMSProp} with the rate {@code learningRate}. */
    static RmsProp rmsProp(double learningRate) {
        return RmsProp.defaults().withLearningRate(learningRate);
    }

    /** {@linkplain AdaGrad AdaGrad} with the rate {@code learningRate}. */
    static AdaGrad adaGrad(double learningRate) {
        return AdaGrad.defaults().withLearningRate(learningRate);
    }

    /** {@linkplain Lbfgs L-BFGS}, for small data: every step takes all rows. */
    static Lbfgs lbfgs() {
        return Lbfgs.defaults();
    }
}
