package dev.linnet.optim;

/** See {@link Schedule#exponential}. */
record Exponential(double perEpoch) implements Schedule {
    @Override
    public double factor(long step, long steps, long stepsPerEpoch) {
        long epoch = step / stepsPerEpoch;
        return StrictMath.pow(perEpoch, (double) epoch);
    }
}
