/**
 * How well predictions fit targets: a {@link dev.linnet.internal.score.Tally} counts up batches of rows, a
 * {@link dev.linnet.internal.score.Scores} says what came of it.
 *
 * <p>An evaluation and the metrics of a run are made of the same scores, so they agree in every bit.
 */
package dev.linnet.internal.score;
