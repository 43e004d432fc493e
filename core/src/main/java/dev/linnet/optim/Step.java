package dev.linnet.optim;

/** See {@link Schedule#step}. */
record Step(int epochs, double factor) implements Schedule {
    @Override
    public double factor(long step, long steps, long stepsPerEpoch) {
        long timesReduced = step / (stepsPerEpoch * epochs);
        return StrictMath.pow(factor, (double) timesReduced);
    }
}
