package dev.linnet.internal.score;

/**
 * A sum of numbers in the order in which they come, with the rounding errors of the additions summed beside it.
 *
 * <p>Source: Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54 (1974), the
 * improved Kahan-Babuska algorithm.
 */
final class CompensatedSum {

    private double sum;
    private double lost;

    void add(double x) {
        double next = sum + x;
        lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
        sum = next;
    }

    double value() {
        return sum + lost;
    }
}
