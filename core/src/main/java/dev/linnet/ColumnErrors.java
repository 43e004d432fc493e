package dev.linnet;

/**
 * What an {@link Evaluation} says of one target column of a regression.
 *
 * @param mse mean squared error
 * @param mae mean absolute error
 * @param r2 share of the target's variation that the model explains
 */
record ColumnErrors(double mse, double mae, double r2) {}
