package dev.linnet.optim;

/** See {@link Schedule#withWarmup}. */
record Warmup(Schedule then, double epochs) implements Schedule {
    @Override
    public double factor(long step, long steps, long stepsPerEpoch) {
        long warmup = Math.min(steps, (long) StrictMath.ceil(epochs * stepsPerEpoch));
        if (step < warmup) {
            return (step + 1.0) / (warmup + 1.0) * then.factor(0, Math.max(1, steps - warmup), stepsPerEpoch);
        }
        return then.factor(step - warmup, steps - warmup, stepsPerEpoch);
    }
}
