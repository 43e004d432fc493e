/** Programs that people run. */
package dev.linnet.examples;
