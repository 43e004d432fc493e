package dev.linnet.optim;

/** See {@link Schedule#step}. */
record Step(int epochs, double factor) implements Schedule {
    @Override
    public double factor(long step, long steps, long stepsPerEpoch) {
        return StrictMath.pow(factor, (double) (step / (stepsPerEpoch * epochs)));
    }
}
