// A batch is bytes
// Made from lessons/12-packed.adoc by ./gregor author sync; try it with ./gregor jshell packed

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.file.*;
import gregor.packed.*;
import module java.base;
import static gregor.list.Picture.draw;

Path folder = Files.createTempDirectory("gregor");

// cell 2
var three = ListBatch.of(Event.of("truck-17", "ontime"), Event.of("truck-17", "late"), Event.of("truck-3", "ontime"));
int reads = 0;
var watched = new Batch() {
    public long baseOffset() { return three.baseOffset(); }
    public long lastOffset() { return three.lastOffset(); }
    public long maxTimestamp() { return three.maxTimestamp(); }
    public int sizeInBytes() { return three.sizeInBytes(); }
    public Origin origin() { return three.origin(); }
    public Batch at(long baseOffset) { return three.at(baseOffset); }
    public Iterator<Entry> iterator() { reads += 3; return three.iterator(); }
};
try (var log = FileLog.open(folder.resolve("events-0"))) {
    log.append(watched);
}
System.out.println("3 events were read " + reads + " times, and their " + three.sizeInBytes() + " bytes have become "
        + Files.size(folder.resolve("events-0/00000000000000000000.log")));

// == What is on the envelope?

// cell 3
var time = Instant.parse("2026-03-02T08:00:00Z");
var batch = PackedBatch.of(ListBatch.of(Event.of("truck-17", "ontime").at(time),
        Event.of("truck-17", "late").at(time.plusSeconds(5)).with("lang", "en")), Codec.NONE);
PackedDump.draw(batch);

// cell 4
var settings = FileSettings.defaults().with(new PackedFormat());
var log = FileLog.open(folder.resolve("deliveries-0"), settings);
log.append(batch);
log.append(batch);
System.out.println(log.entries(0));
Path file = folder.resolve("deliveries-0/00000000000000000000.log");
System.out.println(2 * batch.sizeInBytes() + " bytes came, " + Files.size(file) + " are in the file");

// == How long is a number?

// cell 5
for (long number : new long[] {0, 1, 63, 64, 1000, 1_772_438_400_000L}) {
    var written = ByteBuffer.allocate(10);
    Varint.write(number, written);
    System.out.printf("%13d  %s%n", number, HexFormat.ofDelimiter(" ").formatHex(written.array(), 0, written.position()));
}

// cell 6: Computers write -1 as 64 bits that are all 1. It is the length of each key that is null, so it had better be short. How many bytes does the varint -1 take?
System.out.println(Varint.size(-1))

// == Where is the offset of a record?

// cell 7: The batch has two events. Of all its bytes, how many are different when it begins at 1,000,000 instead of 0?
byte[] before = batch.bytes().array();
byte[] after = batch.at(1_000_000).bytes().array();
System.out.println(IntStream.range(0, before.length).filter(i -> before[i] != after[i]).count())

// cell 8
byte[] bent = batch.bytes().array();
bent[new String(bent, StandardCharsets.ISO_8859_1).indexOf("late")] = 'd';
String verdict(byte[] bytes) {
    try {
        PackedBatch.take(ByteBuffer.wrap(bytes), DecompressionLimits.DEFAULT).forEach(System.out::println);
        return "right";
    } catch (CorruptBatchException e) {
        return "WRONG: " + e.getMessage();
    }
}
System.out.println(verdict(bent))

// cell 9: And a byte before the checksum? One bit of the base offset flips on the disk: the batch at 0 says that it is at 4. What is the verdict, "right" or "WRONG"?
byte[] moved = batch.bytes().array();
moved[7] ^= 4;
System.out.println(verdict(moved))

// cell 10
log.close();
byte[] stored = Files.readAllBytes(file);
stored[7] ^= 4;
Files.write(file, stored);
try (var damaged = FileLog.open(folder.resolve("deliveries-0"), settings)) {
    damaged.entries(0);
} catch (CorruptLogException e) {
    System.out.println(e.what());
}
stored[7] ^= 4;
Files.write(file, stored);
log = FileLog.open(folder.resolve("deliveries-0"), settings);
System.out.println(log.entries(0));

// == Who compresses?

// cell 11
var events = Sample.deliveries().subList(0, 1000);
var plain = PackedBatch.of(ListBatch.of(Origin.UNKNOWN, events), Codec.NONE);
for (Codec codec : Codec.values()) {
    int bytes = PackedBatch.of(plain, codec).sizeInBytes();
    System.out.printf("%-6s  less than four tenths of it: %b%n", codec, 10 * bytes < 4 * plain.sizeInBytes());
}

// cell 12: A producer sends these 1,000 events compressed by zstd. The log stores them, and a consumer fetches them. How many bytes of the batch has the log changed, after the first sixteen?
var compressed = PackedBatch.of(plain, Codec.ZSTD);
long place = log.append(compressed);
var socket = new ByteArrayOutputStream();
try (FileRegion region = log.read(place, 1 << 20).region()) {
    region.transferTo(Channels.newChannel(socket));
}
byte[] sent = socket.toByteArray();
byte[] packed = compressed.bytes().array();
System.out.println(IntStream.range(16, packed.length).filter(i -> packed[i] != sent[i]).count())

// == What does a small batch cost?

// cell 13
var zeros = PackedBatch.of(ListBatch.of(new Event(0, null, new byte[20_000_000], List.of())), Codec.ZSTD);
System.out.println("smaller than 10,000 bytes: " + (zeros.sizeInBytes() < 10_000));
try {
    PackedBatch.take(zeros.bytes(), new DecompressionLimits(1 << 26, 1 << 20, 100)).iterator();
} catch (CorruptBatchException e) {
    System.out.println("refused: " + e.getMessage().replaceFirst("take \\d+", "take few"));
}

// == Is a lag of 1 a lost record?

// cell 14
var marker = PackedBatch.take(ByteBuffer.wrap(HexFormat.of().parseHex(
        "0000000000000000000000420000000002afaad3f40030000000000000019cabd922600000019c"
        + "abd9226000000000000000070001ffffffff000000012000000008000000010c00000000000300")), DecompressionLimits.DEFAULT);
System.out.println(marker.isControl() + " " + ControlRecord.of(marker).get().type());

// cell 15: A new log gets one batch of two events, and then this marker. A consumer polls until there is nothing left. The log's end is 3. How many events did the consumer get?
var orders = FileLog.open(folder.resolve("orders-0"), settings);
orders.append(batch);
orders.append(marker);
var consumer = new Consumer("consumer", orders);
var polled = consumer.poll(10);
draw(orders, consumer);
System.out.println(polled.size())

// cell 16
log.close();
orders.close();
try {
    FileLog.open(folder.resolve("events-0"), settings);
} catch (FormatException e) {
    System.out.println(e.getMessage().replace(folder + File.separator, ""));
}

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
