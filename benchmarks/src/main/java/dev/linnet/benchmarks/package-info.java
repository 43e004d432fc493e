/** JMH benchmarks. */
package dev.linnet.benchmarks;
