package dev.linnet.internal.score;

/**
 * How far predictions are from one target column of a regression.
 *
 * @param mse mean squared error
 * @param mae mean absolute error
 * @param r2 share of the target's variation that the model explains
 */
public record ColumnErrors(double mse, double mae, double r2) {}
