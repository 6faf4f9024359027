package gregor.packed;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import gregor.list.Origin;

/// Batches of every shape, by a seed: empty and long payloads and none at all, headers, gaps, times that go back.
final class RandomBatches {
    private final Random random;

    RandomBatches(long seed) {
        random = new Random(seed);
    }

    Batch next() {
        long offset = random.nextInt(4) == 0 ? random.nextLong(1L << 40) : random.nextInt(1000);
        var entries = new ArrayList<Entry>();
        boolean gaps = random.nextInt(5) == 0;
        long time = random.nextInt(6) == 0 ? Event.NO_TIMESTAMP : random.nextLong(1L << 41);
        for (int i = random.nextInt(random.nextInt(8) == 0 ? 300 : 12); i >= 0; i--) {
            entries.add(new Entry(offset, event(time)));
            offset += gaps ? 1 + random.nextInt(300) : 1;
            time = time == Event.NO_TIMESTAMP ? time : Math.max(0, time + random.nextInt(-500, 2000));
        }
        return new ListBatch(origin(), entries);
    }

    private Origin origin() {
        return random.nextBoolean()
                ? Origin.UNKNOWN
                : new Origin(random.nextLong(1L << 50), (short) random.nextInt(1 << 15),
                        random.nextInt(Integer.MAX_VALUE));
    }

    private Event event(long time) {
        var headers = new ArrayList<Header>();
        for (int i = random.nextInt(4) == 0 ? random.nextInt(5) : 0; i > 0; i--) {
            headers.add(new Header(List.of("", "lang", "größe", "trace").get(random.nextInt(4)), payload()));
        }
        return new Event(time, payload(), payload(), headers);
    }

    private byte[] payload() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> new byte[0];
            case 2 -> ("truck--ontime--australia-melbourne-" + random.nextInt(1000)).repeat(1 + random.nextInt(40))
                    .getBytes(UTF_8);
            case 3 -> noise(random.nextInt(random.nextInt(60) == 0 ? 200_000 : 700));
            default -> ("truck-" + random.nextInt(30)).getBytes(UTF_8);
        };
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }
}
