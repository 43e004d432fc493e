package dev.linnet.optim;

/** See {@link Schedule#constant()}. */
record Constant() implements Schedule {
    @Override
    public double factor(long step, long steps, long stepsPerEpoch) {
        return 1.0;
    }
}
