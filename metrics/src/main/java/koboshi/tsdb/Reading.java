package koboshi.tsdb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Samples;
import koboshi.series.Series;

/** Puts together what the blocks and the head hold of each series. */
final class Reading {
    private static final int LARGEST_SPARE = 1 << 17;

    private final ConcurrentLinkedQueue<Columns> spare = new ConcurrentLinkedQueue<>();

    /** A series whose samples are decoded when they are asked for. */
    private final class Kept implements Series {
        private final Labels labels;
        private final List<Piece> pieces = new ArrayList<>(4);
        private final long from;
        private final long to;

        Kept(Labels labels, long from, long to) {
            this.labels = labels;
            this.from = from;
            this.to = to;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public int atMost() {
            int most = 0;
            for (var piece : pieces) {
                most += piece.about(from, to);
            }
            return most;
        }

        @Override
        public Samples columns() {
            return decode(pieces, labels, from, to);
        }
    }

    /**
     * Decodes what lies in the closed range.
     *
     * @throws Damaged naming the series, rather than leaving out what cannot be read
     * @throws AskAgain if a block was deleted minutes ago
     */
    private Samples decode(List<Piece> pieces, Labels labels, long from, long to) {
        var columns = spare.poll();
        columns = columns == null ? new Columns(4 * Chunk.MOST_SAMPLES) : columns;
        try {
            columns.clear();
            for (var piece : pieces) {
                piece.decode(columns);
            }
            columns.sort();
            return columns.between(from, to);
        } catch (Damaged e) {
            throw new Damaged(labels + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalStateException e) {
            throw gone(labels, e);
        } finally {
            if (columns.millis().length <= LARGEST_SPARE) {
                spare.add(columns);
            }
        }
    }

    /** Mapped memory that was let go of answers so. */
    private static AskAgain gone(Object what, IllegalStateException e) {
        return new AskAgain(what + " was read for so long that what held it is deleted; ask again", e);
    }

    /** The samples of one series in the closed range. */
    Samples samples(List<Piece> pieces, Labels labels, long from, long to) {
        return decode(pieces, labels, from, to);
    }

    /** What is found while parts of the store are gone through. */
    final class Finding {
        private final Map<Labels, Kept> found = new HashMap<>();
        private final List<Kept> inOrder = new ArrayList<>();
        private final List<Kept> inHead = new ArrayList<>();
        private final long from;
        private final long to;

        Finding(long from, long to) {
            this.from = from;
            this.to = to;
        }

        private Kept series(Labels labels) {
            var known = found.get(labels);
            if (known == null) {
                known = new Kept(labels, from, to);
                found.put(labels, known);
                inOrder.add(known);
            }
            return known;
        }

        /** Blocks are sorted, so that what is found keeps their order nearly always. */
        void block(Block block, List<Matcher> matchers) {
            try {
                read(block, matchers);
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                throw new Damaged(block.folder.getFileName() + " cannot be read: its index makes no sense", e);
            } catch (IllegalStateException e) {
                throw gone(block.folder.getFileName(), e);
            }
        }

        private void read(Block block, List<Matcher> matchers) {
            var matching = block.matching(matchers);
            for (int i = 0; i < matching.size(); i++) {
                int ordinal = matching.get(i);
                var labels = block.labels(ordinal);
                var series = series(labels);
                if (series.labels != labels) {
                    block.share(ordinal, series.labels);
                }
                block.pieces(ordinal, from, to, series.pieces);
            }
        }

        /** Takes from the head what it holds now; to be called under the store's lock, before the blocks. */
        void head(Head head, List<Matcher> matchers) {
            var matching = head.index().matching(matchers);
            for (int i = 0; i < matching.size(); i++) {
                var series = head.at(matching.get(i));
                var kept = new Kept(series.labels, from, to);
                series.pieces(from, to, kept.pieces);
                if (!kept.pieces.isEmpty()) {
                    inHead.add(kept);
                }
            }
        }

        /** What is in memory comes after what is in blocks, as it did in time. */
        private void join() {
            for (var series : inHead) {
                if (found.putIfAbsent(series.labels, series) == null) {
                    inOrder.add(series);
                } else {
                    found.get(series.labels).pieces.addAll(series.pieces);
                }
            }
            inHead.clear();
        }

        /** Those of which some piece touches the range, sorted by labels. */
        List<Series> series() {
            join();
            var result = new ArrayList<Series>(inOrder.size());
            for (var series : inOrder) {
                if (!series.pieces.isEmpty()) {
                    result.add(series);
                }
            }
            result.sort(Comparator.comparing(Series::labels));
            return result;
        }
    }
}
