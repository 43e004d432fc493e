package dev.linnet.optim;

/** See {@link Schedule#cosine(double)}. */
record Cosine(double last) implements Schedule {
    @Override
    public double factor(long step, long steps, long stepsPerEpoch) {
        double progress = Math.min(1.0, (double) step / steps);
        return last + (1.0 - last) * 0.5 * (1.0 + StrictMath.cos(StrictMath.PI * progress));
    }
}
