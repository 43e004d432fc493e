/** The front door: describe a network, fit it, save it, predict with it. */
package dev.linnet;
