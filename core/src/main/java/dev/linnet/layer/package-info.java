/**
 * What a network is made of: layers of several kinds, how weights are first drawn, what the output
 * means.
 *
 * <p>All are descriptions: immutable values that hold hyper-parameters and no weights. This package may import {@code
 * internal.math}, nothing else of Linnet.
 */
package dev.linnet.layer;
