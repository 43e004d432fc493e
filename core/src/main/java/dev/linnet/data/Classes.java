package dev.linnet.data;

/** Which class each row of a labelled data set has. */
final class Classes {

    private static final int BLOCK = 1024;

    final Labels labels;
    final int[] ofRow; // the class of each row
    final int[] counts; // the number of rows of each class

    private Classes(Labels labels, int[] ofRow, int[] counts) {
        this.labels = labels;
        this.ofRow = ofRow;
        this.counts = counts;
    }

    /** Reads the targets of all rows, but none of their features. */
    static Classes of(Dataset data, Labels labels) {
        int[] ofRow = new int[data.size()];
        int[] counts = new int[labels.size()];
        int[] rows = new int[BLOCK];
        double[] targets = new double[BLOCK];
        for (int start = 0; start < ofRow.length; start += BLOCK) {
            int count = Math.min(BLOCK, ofRow.length - start);
            for (int i = 0; i < count; i++) {
                rows[i] = start + i;
            }
            data.read(rows, 0, count, null, targets);
            for (int i = 0; i < count; i++) {
                int c = (int) targets[i];
                ofRow[start + i] = c;
                counts[c]++;
            }
        }
        return new Classes(labels, ofRow, counts);
    }

    /** Puts rows of one class after those of the class before, and leaves the order within a class as it is. */
    int[] sorted(int[] rows) {
        int[] next = new int[counts.length];
        for (int c = 1; c < next.length; c++) {
            next[c] = next[c - 1] + counts[c - 1];
        }
        int[] sorted = new int[rows.length];
        for (int row : rows) {
            sorted[next[ofRow[row]]++] = row;
        }
        return sorted;
    }
}
