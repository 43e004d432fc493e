/** IDX files, the MNIST family of data sets and digit images. */
package dev.linnet.mnist;
