package koboshi.integration.rcf;

import com.amazon.randomcutforest.RandomCutForest;

/**
 * A random cut forest over the last values of one series.
 *
 * <p>A value's score is how soon random cuts part it from a sample of what was before: about 1 for what is like the rest. The seed is fixed, so that the same values
 * give the same scores on every host and after every start.
 */
final class Forest {
    static final int SAMPLE = 256;
    private static final int TREES = 30;
    private static final long SEED = 42;
    /** By how much newer values are preferred for the sample: a value stays in it for some 2,560 others. */
    private static final double DECAY = 0.1 / SAMPLE;

    private final RandomCutForest forest;

    /** @param length how many values in a row are taken for one thing */
    Forest(int length) {
        this.forest = RandomCutForest.builder()
                .dimensions(length)
                .shingleSize(length)
                .internalShinglingEnabled(length > 1)
                .numberOfTrees(TREES)
                .sampleSize(SAMPLE)
                .outputAfter(SAMPLE / 2)
                .timeDecay(DECAY)
                .randomSeed(SEED)
                .build();
    }

    /** The score of what ends with this value; zero for the first hundred or so. */
    double score(float value) {
        return forest.getAnomalyScore(new float[] {value});
    }

    void learn(float value) {
        forest.update(new float[] {value});
    }
}
