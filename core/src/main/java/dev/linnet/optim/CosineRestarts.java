package dev.linnet.optim;

/** See {@link Schedule#cosineRestarts(int, int, double)}. */
record CosineRestarts(int epochs, int multiplier, double last) implements Schedule {
    @Override
    public double factor(long step, long steps, long stepsPerEpoch) {
        long length = epochs * stepsPerEpoch;
        long within = step;
        while (within >= length) {
            within -= length;
            length *= multiplier;
        }
        return last + (1.0 - last) * 0.5 * (1.0 + StrictMath.cos(StrictMath.PI * within / length));
    }
}
