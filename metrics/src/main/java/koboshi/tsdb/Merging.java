package koboshi.tsdb;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import koboshi.series.Labels;

/** Merges neighbouring blocks into larger ones, whose indexes weigh less, and deletes what is older or more than is to be kept. */
final class Merging {
    /** A merged block spans so many times what the next smaller one does. */
    private static final int STEP = 4;

    private static final int STEPS = 4;
    /** No block is longer than this part of what is kept, lest much more is kept than asked. */
    private static final int PART = 10;
    /** Chunks smaller than this are joined with their neighbours. */
    private static final int SMALL = Chunk.MOST_SAMPLES / 2;

    private final Blocks blocks;
    private final SetAside aside;
    private final Settings settings;
    private final Closing closing;
    private final Columns checked = new Columns(Chunk.MOST_SAMPLES);
    /** Whether something of the group at hand could not be read. */
    private boolean damaged;

    Merging(Blocks blocks, SetAside aside, Settings settings) {
        this.blocks = blocks;
        this.aside = aside;
        this.settings = settings;
        this.closing = new Closing(Long.MAX_VALUE / 4);
    }

    /** Merges until there is nothing left to merge. */
    void merge() throws IOException {
        for (var group = next(); !group.isEmpty(); group = next()) {
            merge(group);
        }
    }

    /** Blocks that lie in one window that is over, the smallest windows first. */
    private List<Block> next() {
        long end = blocks.end();
        long window = settings.block().toMillis();
        for (int step = 0; step <= STEPS && (step <= 1 || window <= settings.keep().toMillis() / PART); step++, window *= STEP) {
            for (var group : groups(window).values()) {
                boolean over = Math.floorDiv(group.getFirst().first(), window) * window + window <= end;
                if (group.size() > 1 && over) {
                    return group;
                }
            }
        }
        return List.of();
    }

    private TreeMap<Long, List<Block>> groups(long window) {
        var groups = new TreeMap<Long, List<Block>>();
        for (var block : blocks.all()) {
            long place = Math.floorDiv(block.first(), window);
            if (place == Math.floorDiv(block.last(), window)) {
                groups.computeIfAbsent(place, _ -> new ArrayList<>()).add(block);
            }
        }
        return groups;
    }

    private void merge(List<Block> group) throws IOException {
        damaged = false;
        var sources = group.stream().map(block -> block.number).toList();
        var merged = blocks.write(sources, writer -> fill(group, writer));
        blocks.replace(group, merged);
        for (var block : group) {
            if (damaged) {
                aside.block(block.folder, "some of it cannot be read; the rest is in a new block");
            } else {
                Blocks.delete(block.folder);
            }
        }
    }

    /** Writes blocks in which somebody met damage anew, without what cannot be read. */
    void mend() throws IOException {
        for (var block : blocks.all()) {
            if (block.damaged()) {
                merge(List.of(block));
            }
        }
    }

    /** A block's place while all are gone through in the order of labels. */
    private static final class Place {
        private final Block block;
        private int ordinal;
        private Labels labels;

        Place(Block block) {
            this.block = block;
            this.labels = block.labels(0);
        }

        boolean move() {
            ordinal++;
            labels = ordinal < block.seriesCount() ? block.labels(ordinal) : null;
            return labels != null;
        }
    }

    private void fill(List<Block> group, BlockWriter writer) throws IOException {
        var places = new PriorityQueue<Place>(Comparator.comparing((Place place) -> place.labels).thenComparing(place -> place.block.first()));
        group.forEach(block -> places.add(new Place(block)));
        while (!places.isEmpty()) {
            var labels = places.peek().labels;
            var chunks = new ArrayList<Chunk>();
            while (!places.isEmpty() && places.peek().labels.equals(labels)) {
                var place = places.poll();
                read(place, chunks);
                if (place.move()) {
                    places.add(place);
                }
            }
            if (!chunks.isEmpty()) {
                writer.series(labels, joined(chunks));
            }
        }
    }

    /** A chunk that is damaged is named and stays behind in its block, which is set aside. */
    private void read(Place place, List<Chunk> chunks) {
        var stored = new ArrayList<Block.Stored>();
        place.block.pieces(place.ordinal, Long.MIN_VALUE, Long.MAX_VALUE, stored);
        for (var chunk : stored) {
            try {
                checked.clear();
                chunk.decode(checked);
                chunks.add(chunk.chunk());
            } catch (Damaged e) {
                damaged = true;
                aside.lost(chunk.count(), place.labels + " from " + Instant.ofEpochMilli(chunk.first()) + " to " + Instant.ofEpochMilli(chunk.last()) + " is lost: " + e.getMessage());
            }
        }
    }

    private List<Chunk> joined(List<Chunk> chunks) {
        if (inOrder(chunks)) {
            return small(chunks) ? packed(chunks) : chunks;
        }
        var all = new Columns(chunks.size() * Chunk.MOST_SAMPLES);
        chunks.forEach(chunk -> chunk.decode(all));
        all.sort();
        return closing.chunks(all, Long.MIN_VALUE);
    }

    private static boolean inOrder(List<Chunk> chunks) {
        for (int i = 1; i < chunks.size(); i++) {
            if (chunks.get(i).first() <= chunks.get(i - 1).last()) {
                return false;
            }
        }
        return true;
    }

    private static boolean small(List<Chunk> chunks) {
        for (int i = 1; i < chunks.size(); i++) {
            if (chunks.get(i).count() + chunks.get(i - 1).count() <= Chunk.MOST_SAMPLES) {
                return true;
            }
        }
        return false;
    }

    private List<Chunk> packed(List<Chunk> chunks) {
        var all = new Columns(chunks.size() * Chunk.MOST_SAMPLES);
        chunks.forEach(chunk -> chunk.decode(all));
        return closing.chunks(all, Long.MIN_VALUE);
    }

    /**
     * Deletes blocks whose newest sample is too old, and the oldest while all together are too large.
     *
     * <p>Age is counted from the newest sample where the clock is ahead of it: a clock that was set to next year by mistake must not delete everything.
     *
     * @param newest moment of any sample of the store
     */
    void dropOld(long newest) throws IOException {
        long now = Math.min(settings.clock().millis(), newest);
        long oldest = now - settings.keep().toMillis();
        long bytes = blocks.bytes();
        for (var block : blocks.all()) {
            boolean tooMuch = settings.keepBytes() > 0 && bytes > settings.keepBytes() && blocks.all().size() > 1;
            if (block.last() < oldest || tooMuch) {
                bytes -= block.bytes;
                blocks.replace(List.of(block), null);
                Blocks.delete(block.folder);
            }
        }
    }
}
